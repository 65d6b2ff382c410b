"""Two years of an office, from the handover to a reorganisation, each told on its day; then asked.

What is asked in the end is what an inspector, a leader and an agency's head ask: who had it under
which name, what did its paper say, who has an account since when, what did the report say then.
"""

import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLE, Run
from tests.documents import read_document

# What was recorded on which day (mostly not the day it is of), as it was typed.
STORY = """
3/12/2020   import handover.csv
8/12/2020   post https://www.instagram.com/contoh.dinkes/p/CITDXUWhaNu/
3/2/2021    account set inspektorat instagram none --on 1/2/2021 --document 700/12/2021
3/2/2021    account set inspektorat facebook none
3/2/2021    account set inspektorat twitter none
4/2/2021    import february.csv
16/2/2021   transfer HP-12 dinpendukcapil --to "Sari Contoh" --nip 198503012010012003 \
--position "Pranata Humas" --on 15/2/2021 --document 028/112/2021 --condition B
1/3/2021    transfer HP-05 dinkes --to "Budi Contoh"
9/3/2021    amend 31 --document 028/115/2021
10/3/2021   amend 31 --document 028/116/2021 --reason "salah baca nomor"
6/4/2021    lost HP-20 --on 4/4/2021 --document LP/44/IV/2021
20/4/2021   found HP-20
21/4/2021   assign HP-20 dinpertan --to "Admin Dinpertan" --document 028/121/2021
2/6/2021    lost HP-14 --on 1/6/2021 --document LP/60/VI/2021
1/9/2021    device write-off HP-14 --document SK/9/2021 --reason hilang
10/9/2021   device add HP-28 --imei 001012030000552 --model "Contoh A2" --condition B
10/9/2021   assign HP-28 dinkes --to "Admin Dinhub"
11/9/2021   void 37 --reason "seharusnya Dinhub"
11/9/2021   assign HP-28 dinhub --to "Admin Dinhub" --on 10/9/2021 --document 028/130/2021
5/10/2021   device set HP-09 --imei 001012030005569 --imei2 - --from-start
6/12/2021   stocktake start
6/12/2021   stocktake seen HP-01 HP-02=RR HP-12
7/12/2021   stocktake finish
5/1/2022    agency rename dinporapar "Dinas Kepemudaan, Olahraga dan Pariwisata" --on 3/1/2022 \
--document Perbup/5/2022
2/3/2022    account set dinkes instagram contoh.dinkes.baru --on 1/3/2022
3/3/2022    account set dinkes instagram contoh.dinkes.baru --renamed
11/6/2022   device set HP-12 --condition RB --on 10/6/2022
2/7/2022    device replace HP-12 --imei 001012030005551 --on 1/7/2022
9/7/2022    amend 40-42 --document 028/80/2022
1/9/2022    transfer HP-12 dinpendukcapil --to "Rina Contoh" --document 028/90/2022
3/10/2022   import salah.csv
31/10/2022  report --month 2022-10 --output oktober.txt
1/11/2022   roster --known-on 2/10/2022 --output kemarin.csv
1/11/2022   import kemarin.csv
8/11/2022   account set inspektorat instagram contoh.itda --on 7/11/2022 --document 700/90/2022
15/11/2022  import november.csv
20/11/2022  account set kesbangpol instagram contoh.kesbang --on 14/11/2022
2/12/2022   account set setda twitter none --on 20/10/2022 --document 555/7/2022
5/12/2022   custody-import late.csv
20/12/2022  bast 42 --output before.docx
20/12/2022  agency add dindik "Dinas Pendidikan & Kebudayaan Kab. Purbalingga" --kind dinas
21/12/2022  agency merge dindik --into dindikbud
3/1/2023    agency add bapperida "Badan Perencanaan, Riset dan Inovasi Daerah" --kind badan \
--on 2/1/2023 --document Perda/7/2022
3/1/2023    agency close bappelitbangda --into bapperida --on 2/1/2023 --document Perda/7/2022
3/1/2023    account set bapperida instagram contoh.bappeda --on 2/1/2023
3/1/2023    account set bapperida instagram contoh.bapperida --on 2/1/2023 --renamed
3/1/2023    agency close dinkopukm --into dinperindag --on 2/1/2023 --document Perda/7/2022
3/1/2023    agency rename dinperindag "Dinas Perdagangan, Koperasi dan UKM" --on 2/1/2023 \
--document Perda/7/2022
4/1/2023    agency recode dinperindag dindagkop
4/1/2023    agency close dkpp --into dinpertan --on 2/1/2023 --document Perda/7/2022
4/1/2023    agency close dinrumkim --into dpupr --on 2/1/2023 --document Perda/7/2022
4/1/2023    agency close dinarpus --into dindikbud --on 2/1/2023 --document Perda/7/2022
4/1/2023    agency rename dinpendukcapil "Dinas Kependudukan" --on 2/1/2023
4/1/2023    agency rename kesbangpol "Badan Kesatuan Bangsa dan Politik" --on 2/1/2023
4/1/2023    agency set kesbangpol --kind badan --on 2/1/2023
4/1/2023    device set HP-12 --tag DK-12 --on 3/1/2023
"""
FILES = {
    "handover.csv": "".join(SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)[:28]),
    "february.csv": """\
agency_code,instagram,facebook,twitter,checked_on
dinpermasdes,none,none,none,2021-02-03
kesbangpol,none,none,none,2021-02-03
""",
    "salah.csv": "agency_code,agency,instagram\nbpbd,,contoh.salah\ndlh,,none\n",
    "november.csv": """\
agency_code,instagram,checked_on
dinpermasdes,contoh.dpmd,2022-11-14
kesbangpol,ada,2022-11-14
""",
    "late.csv": """\
event,device,agency_code,holder,on,document
return,HP-24,,,28/10/2022,028/140/2022
handover,HP-24,bkppd,Tono Contoh,28/10/2022,028/140/2022
""",
}
ASKED = datetime(2023, 1, 10, 3, tzinfo=UTC)


def live(run: Run) -> None:
    """Type the story, each line at ten of its day; who hears it is the officer of that year."""
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")
    for line in STORY.strip().splitlines():
        day, said = line.split(maxsplit=1)
        now = datetime.strptime(day, "%d/%m/%Y").replace(hour=3, tzinfo=UTC)
        run(*shlex.split(said), now=now, user="tuti" if now.year > 2021 else "agus")


@pytest.fixture
def office(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return run


def ask(office: Run, *words: str) -> Any:  # noqa: ANN401  # what JSON holds
    return json.loads(office(*words, "--format", "json", now=ASKED).out)


def differing(one: str, other: str) -> list[tuple[str, str]]:
    """Return the lines of two texts that differ, side by side."""
    pairs = zip(*(Path(name).read_text("utf-8").splitlines() for name in (one, other)), strict=True)
    return [pair for pair in pairs if pair[0] != pair[1]]


def test_two_years_are_told_and_answered_from_the_file(office: Run) -> None:
    live(office)
    who_had_it_and_what_its_paper_said(office)
    who_has_an_account_since_when_and_on_whose_word(office)
    what_the_report_said_and_would_say_now(office)
    what_the_reorganisation_made_of_27_agencies(office)
    what_was_wrong_stays_visible(office)
    assert "fail" not in office("doctor", now=ASKED).out


def who_had_it_and_what_its_paper_said(office: Run) -> None:
    day = ("--as-of", "17/8/2022")
    (row,) = [row for row in ask(office, "devices", *day) if row["device"] == "HP-12"]
    assert (row["holder"], row["agency"], row["since"], row["document"], row["imei"]) == (
        "Sari Contoh", "Dinas Kependudukan dan Pencatatan Sipil", "2022-07-01", "028/80/2022",
        "001012030005551",
    )  # fmt: skip
    events = [row["event"] for row in ask(office, "history", "HP-12", *day)]
    assert events == [42, 42]  # the handover, and the number of its paper that came later
    # Printed after the office and the label got other names: the same bytes.
    office("bast", "42", "--output", "after.docx", now=ASKED)
    assert Path("after.docx").read_bytes() == Path("before.docx").read_bytes()
    paper = read_document(Path("after.docx"))
    assert paper[1:3] == ["BERITA ACARA SERAH TERIMA BARANG INVENTARIS", "Nomor: 028/80/2022"]
    assert [line for line in paper if "II. |" in line or "Instansi" in line][1:] == [
        "II. | Nama | : | Sari Contoh",
        " | Instansi | : | Dinas Kependudukan dan Pencatatan Sipil",
    ]
    (item,) = [line for line in paper if "HP-12" in line]
    assert re.sub(r" / Segel 42: [0-9a-f]{10}(?= \|)", "", item) == (
        "1 | Telepon seluler / HP-12 | Contoh A1 | 001012030005551 | ……… | 1 unit | ……… | ………"
    )
    # The unit before it, with its own history, under its IMEI.
    old = ask(office, "history", "001012030000230")
    assert [(row["kind"], row["day"]) for row in old if row["event"]] == [
        ("handover", "2020-12-03"), ("return", "2021-02-15"), ("handover", "2021-02-15"),
        ("return", "2022-07-01"), ("amended", "2022-07-01"),
        ("written-off", "2022-07-01"), ("amended", "2022-07-01"),
    ]  # fmt: skip
    facts = ask(office, "show", "HP-12", "--as-of", "1/6/2022")["facts"]
    assert [fact["value"] for fact in facts if fact["what"] in {"imei", "holder"}] == [
        "001012030000230", "Sari Contoh (dinpendukcapil)",
    ]  # fmt: skip


def who_has_an_account_since_when_and_on_whose_word(office: Run) -> None:
    answer = ask(office, "audit", "--since", "31/10/2022", "--as-of", "30/11/2022")
    new = {
        row["code"]: row["change"]
        for row in answer["agencies"]
        if row["before"]["platforms"] == 0 and row["platforms"]
    }
    assert sorted(new) == ["dinpermasdes", "inspektorat", "kesbangpol"]
    assert [*new.values()] == [["instagram:appeared"]] * 3
    words = {}
    for code in new:
        facts = ask(office, "show", code)["facts"]
        (stated,) = [fact for fact in facts if fact["what"] == "instagram"]
        words[code] = [
            stated[name] for name in ("value", "since", "source", "recorded_at", "recorded_by")
        ]
    assert words == {
        "dinpermasdes": ["contoh.dpmd", "2022-11-14", "november.csv:2",
                         "2022-11-15T03:00:00Z", "tuti"],
        "inspektorat": ["contoh.itda", "2022-11-07", "account set",
                        "2022-11-08T03:00:00Z", "tuti"],
        "kesbangpol": ["contoh.kesbang", "2022-11-14", "account set",
                       "2022-11-20T03:00:00Z", "tuti"],
    }  # fmt: skip


def what_the_report_said_and_would_say_now(office: Run) -> None:
    october = ("report", "--month", "2022-10")
    office(*october, "--known-on", "31/10/2022", "--output", "then.txt", now=ASKED)
    assert differing("oktober.txt", "then.txt") == []
    office(*october, "--output", "now.txt", now=ASKED)
    changed = dict(differing("then.txt", "now.txt"))
    assert {then: now for then, now in changed.items() if "platforms" in then} == {
        "three platforms: 13 (−1)": "three platforms: 12 (−2)",
        "two platforms: 10 (+1)": "two platforms: 11 (+2)",
    }
    assert changed["   Dinas Lingkungan Hidup (Instagram)"] == (
        "   Dinas Lingkungan Hidup (Instagram); Sekretariat Daerah (Twitter)"
    )


def what_the_reorganisation_made_of_27_agencies(office: Run) -> None:
    before, after = (
        {row["code"]: row["name"] for row in ask(office, "agencies", "--as-of", day)}
        for day in ("1/1/2023", "2/1/2023")
    )
    assert (len(before), len(after)) == (27, 23)
    assert sorted(before.keys() - after.keys()) == [
        "bappelitbangda", "dinarpus", "dinkopukm", "dinrumkim", "dkpp",
    ]  # fmt: skip
    assert after.keys() - before.keys() == {"bapperida"}
    renamed = {code: name for code, name in after.items() if before.get(code, name) != name}
    assert renamed == {
        "dindagkop": "Dinas Perdagangan, Koperasi dan UKM",
        "dinpendukcapil": "Dinas Kependudukan",
        "kesbangpol": "Badan Kesatuan Bangsa dan Politik",
    }
    audits = [ask(office, "audit", "--as-of", day)["agencies"] for day in ("1/1/2023", "2/1/2023")]
    assert [sum(row["devices"] for row in audit) for audit in audits] == [27, 27]
    (bapperida,) = [row for row in audits[1] if row["code"] == "bapperida"]
    instagram = bapperida["presence"]["instagram"]
    assert (instagram["handle"], instagram["last_post"]) == ("contoh.bapperida", "2020-06-15")
    answer = office("audit", "--agency", "dinperindag", now=ASKED)
    assert answer.err == "note: dinperindag is a former name of dindagkop\n"


def what_was_wrong_stays_visible(office: Run) -> None:
    rows = ask(office, "history", "HP-28")
    assert [(row["event"], row["kind"], row["voided_by"], row["reason"]) for row in rows] == [
        (37, "handover", 38, "seharusnya Dinhub"), (38, "void", None, "seharusnya Dinhub"),
        (39, "handover", None, None),
    ]  # fmt: skip
    rows = [row for row in ask(office, "history", "HP-05") if row["kind"] == "amended"]
    assert [(row["event"], row["note"], row["reason"]) for row in rows] == [
        (30, "document: - → 028/115/2021", None),
        (30, "document: 028/115/2021 → 028/116/2021", "salah baca nomor"),
        (31, "document: - → 028/115/2021", None),
        (31, "document: 028/115/2021 → 028/116/2021", "salah baca nomor"),
    ]  # fmt: skip
    listed = [ask(office, "agencies", "--as-of", f"{day}/10/2022") for day in (2, 3)]
    wrong = [{row["code"]: row["instagram"] for row in rows} for rows in listed]
    assert [(each["bpbd"], each["dlh"]) for each in wrong] == [
        ("contoh.bpbd", "contoh.dlh"), ("contoh.salah", "none"),
    ]  # fmt: skip
    (row,) = [
        row for row in ask(office, "devices", "--as-of", "4/12/2020") if row["device"] == "HP-09"
    ]
    assert (row["imei"], row["imei2"]) == ("001012030005569", None)
