"""`medsos import`: what is printed, what is written, and what is left alone."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from stdnum import luhn

from tests.conftest import NOW, SAMPLE, Run
from tests.office import query

BAD = (
    "Nama OPD,Media Sosial,,Label,IMEI,Nama Admin,Tgl BAST\n"
    ",IG,FB,,,,\n"
    "Dinas A,contoh.a,@contoh.a,HP-1,001012030000016,Satu,3/12/2020\n"
    ',a b,-,HP-2,"=""12345""",Dua,3/12/2020\n'
    "-,,,HP-3,001012030000032,Tiga,12/25/2020\n"
    ",contoh.b,,,,,\n"
)
RETYPED = "dial *#06# on the handset and type the 15 digits it shows"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return tmp_path / "roster.csv"


def dump(db: Path) -> list[str]:
    with closing(sqlite3.connect(db)) as connection:
        return list(connection.iterdump())


def summary(name: str, rows: int, said: str, counts: dict[str, tuple[int, int, int]]) -> str:
    new, changed, unchanged = map(sum, zip(*counts.values(), strict=True))
    totals = f"{new} new, {changed} changed, {unchanged} unchanged"
    lines = [f"{name}: {rows} row{'s' * (rows != 1)} {said}: {totals}"]
    lines += [
        f"  {noun:<10}  {a:>3} new, {b:>3} changed, {c:>3} unchanged"
        for noun, (a, b, c) in counts.items()
    ]
    return "\n".join(lines) + "\n"


SAMPLE_COUNTS = {"agencies": 65, "accounts": 145, "devices": 65, "handovers": 65, "last posts": 98}


def test_the_sample_is_imported_without_a_warning_and_once_only(run: Run, db: Path) -> None:
    new = {noun: (count, 0, 0) for noun, count in SAMPLE_COUNTS.items()}
    old = {noun: (0, 0, count) for noun, count in SAMPLE_COUNTS.items()}
    dry = run("import", SAMPLE, "--dry-run")
    assert dry.out == summary(SAMPLE.name, 65, "checked, nothing written", new)
    assert dry.err == ""
    assert not db.exists()
    first = run("import", SAMPLE)
    assert (first.out, first.err) == (summary(SAMPLE.name, 65, "imported", new), "")
    before = dump(db)
    for words in ([], ["--dry-run"]):
        again = run("import", SAMPLE, *words)
        said = "checked, nothing written" if words else "imported"
        assert (again.out, again.err) == (summary(SAMPLE.name, 65, said, old), "")
        assert dump(db) == before


def test_the_sample_again_after_handsets_came_back_changes_nothing_and_is_doubted(
    sample: Run, db: Path
) -> None:
    sample("return", "HP-01")
    sample("transfer", "HP-02", "dinkes", "--to", "Admin Baru")
    sample("lost", "HP-03")
    before = dump(db)
    again = sample("import", SAMPLE, now=NOW + timedelta(days=40))
    assert "0 new, 0 changed, 438 unchanged" in again.lines[0]
    assert again.err.splitlines() == [
        (
            "warning: sample_agencies.csv:2: holder (O): 'Admin Setda' here, but on record HP-01 "
            "is in stock since 2020-12-03; check both"
        ),
        (
            "warning: sample_agencies.csv:3: holder (O): 'Admin Setwan' here, but on record HP-02 "
            "is held by Admin Baru (dinkes) since 2020-12-03; check both"
        ),
    ]
    assert dump(db) == before


def test_the_sample_shows_every_case_the_audit_knows(sample: Run) -> None:
    answer = json.loads(sample("audit", "--as-of", "2020-12-03", "--format", "json").out)
    assert answer["summary"]["agencies"] == 65
    by_count = answer["summary"]["by_platform_count"]
    assert by_count["0"] >= 12
    assert by_count["1"] >= 15
    assert by_count["2"] >= 17
    presences = [found for agency in answer["agencies"] for found in agency["presence"].values()]
    assert {found["verdict"] for found in presences} == {
        "fresh", "stale", "empty", "unchecked", "none", "unlisted"
    }  # fmt: skip
    handles = [found["handle"] for found in presences if found["handle"]]
    assert all(handle.startswith("contoh") for handle in handles)


def test_the_handsets_of_the_sample_have_test_numbers(sample: Run) -> None:
    devices = json.loads(sample("devices", "--format", "json").out)
    imeis = [device[slot] for device in devices for slot in ("imei", "imei2")]
    assert len(set(imeis)) == 130
    assert all(imei.startswith("00") and luhn.is_valid(imei) for imei in imeis)


@pytest.mark.parametrize(
    ("title", "column", "words", "offered"),
    [
        ("Keadaan: November 2020", "", (), "2020-11-30"),
        ("Keadaan: November 2020", "", ("--stated-on", "2020-11-30"), None),
        ("Keadaan: November 2020", ";checked_on", (), None),
        ("Keadaan: 3 Desember 2020", "", (), None),  # today
        ("Keadaan: Desember 2020", "", (), None),  # not over yet
        ("DAFTAR MEDSOS TAHUN 2020", "", (), None),
    ],
)  # fmt: skip
def test_where_a_title_dates_the_sheet_its_day_is_offered(
    run: Run, roster: Path, title: str, column: str, words: tuple[str, ...], offered: str | None
) -> None:
    blank = ";" if column else ""
    roster.write_text(f"{title}\nNama OPD;IG{column}\nDinas Kesehatan;@contoh.dinkes{blank}\n")
    told = [each for each in run("import", roster, *words).err.splitlines() if "title says" in each]
    offers = f"'{title}'; to date what the sheet states so: --stated-on {offered}"
    assert told == ([f"roster.csv: the title says {offers}"] if offered else [])


def test_a_bad_roster_is_refused_whole_with_every_bad_cell(
    run: Run, db: Path, roster: Path
) -> None:
    roster.write_text(BAD)
    answer = run("import", roster, code=2)
    assert answer.out == ""
    assert answer.err.splitlines() == [
        f"roster.csv:4: IMEI (E): '12345' has 5 digits, an IMEI has 15; {RETYPED}",
        ("roster.csv:4: IG (B): 'a b' holds more than a handle; "
        "write one handle and nothing else, as @name"),
        ("roster.csv:5: Tgl BAST (G): '12/25/2020' is not a date: there is no month 25; "
        "write the day first, as 03/12/2020, 3 Desember 2020 or 2020-12-03"),
        "roster.csv:6: Nama OPD (A): blank; name the agency, or clear the row",
        "error: 4 bad cells in 3 rows of roster.csv; nothing was imported",
        "hint: mend what the lines above name, and import again",
    ]  # fmt: skip
    assert not db.exists()


def test_the_rejects_can_be_mended_and_imported(run: Run, db: Path, roster: Path) -> None:
    roster.write_text(BAD)
    rejects = roster.with_name("rejects.csv")
    assert f"{rejects}: 3 bad rows, with the reason in the last column" in run(
        "import", roster, "--rejects", rejects, code=2
    ).err.splitlines()  # fmt: skip
    text = rejects.read_bytes().decode()
    rows = text.split("\r\n")
    assert rows[0] == "Nama OPD,IG,FB,Label,IMEI,Nama Admin,Tgl BAST,reason"
    assert rows[1].startswith(
        'Dinas A,a b,\'-,HP-2,"\'=""12345""",Dua,3/12/2020,"IMEI (E): \'12345\''
    )
    assert rows[2].startswith("Dinas A,,,HP-3,001012030000032,Tiga,12/25/2020,")
    assert rows[3] == ',contoh.b,,,,,,"Nama OPD (A): blank; name the agency, or clear the row"'
    run("import", rejects, code=2)
    mended = text.replace("a b", "contoh.a").replace("12345", "001012030000024")
    rejects.write_text(mended.replace("12/25/2020", "3/12/2020").replace("\n,", "\nDinas B,"))
    assert run("import", rejects).err == ""
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute(
            "select agency, holder, imei from custody_event join device on id = device"
        ).fetchall() == [
            ("dinas-a", "Dua", "001012030000024"), ("dinas-a", "Tiga", "001012030000032")
        ]  # fmt: skip


def test_a_row_of_the_wrong_width_is_still_refused_in_the_rejects(run: Run, roster: Path) -> None:
    roster.write_text("agency,device,note\nDinas A,HP-1\nDinas B,HP-2,,\n")
    rejects = roster.with_name("rejects.csv")
    run("import", roster, "--rejects", rejects, code=2)
    answer = run("import", rejects, code=2)
    assert [line.partition(";")[0] for line in answer.err.splitlines()] == [
        "rejects.csv:2: row: 3 cells where the header has 4",
        "rejects.csv:3: row: 5 cells where the header has 4",
        "error: 2 bad cells in 2 rows of rejects.csv",
        "hint: mend what the lines above name, and import again",
    ]


@pytest.mark.parametrize("command", ["import", "custody-import"])
@pytest.mark.parametrize("name", ["bad.csv", "medsos.db", "link.csv"])
def test_the_rejects_replace_neither_what_is_read_nor_the_database(
    sample: Run, db: Path, tmp_path: Path, command: str, name: str
) -> None:
    (tmp_path / "link.csv").symlink_to(db)
    bad = tmp_path / "bad.csv"
    bad.write_text("agency,event,device\nDinas A,terbang,HP-1\nDinas B,,,\n")
    kept = bad.read_bytes(), dump(db)
    answer = sample(command, bad, "--rejects", tmp_path / name, code=2)
    what = "the file that is read" if name == "bad.csv" else "the database itself"
    assert answer.err == f"error: {tmp_path / name} is {what}\nhint: name another file\n"
    assert (bad.read_bytes(), dump(db)) == kept


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
def test_what_belongs_to_the_database_stays_whatever_link_leads_to_it(
    sample: Run, db: Path, roster: Path, tmp_path: Path, end: str
) -> None:
    link, bad = tmp_path / "folder" / "link.db", db.with_name(db.name + end)
    link.parent.mkdir()
    link.symlink_to(db)
    roster.write_text("agency,imei\nDinas,1\n", encoding="utf-8")
    answer = sample("import", roster, "--rejects", bad, "--db", link, code=2)
    assert answer.err.startswith(f"error: {bad} is the database itself\n")


def test_a_roster_comes_from_stdin(db: Path) -> None:
    words = [sys.executable, "-m", "medsos_cli", "import", "-", "--db", str(db)]
    rows = b"agency,instagram\nDinas A,@contoh.a\n"
    done = subprocess.run(words, input=rows, capture_output=True, check=True)
    assert done.stdout.startswith(b"stdin: 1 row imported: 2 new")
    again = subprocess.run(
        words, input=b"agency,imei\nDinas A,1\n", capture_output=True, check=False
    )
    assert (again.returncode, again.stderr.split(b";")[0]) == (
        2, b"stdin:2: imei (B): '1' has 1 digits, an IMEI has 15",
    )  # fmt: skip


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="stdin has no name here")
def test_the_rejects_do_not_replace_what_comes_from_stdin(db: Path, roster: Path) -> None:
    roster.write_text("agency,imei\nDinas,1\n", encoding="utf-8")
    words = ("import", "-", "--rejects", str(roster), "--db", str(db))
    with roster.open("rb") as rows:
        done = subprocess.run(
            [sys.executable, "-m", "medsos_cli", *words],
            stdin=rows,
            capture_output=True,
            check=False,
        )
    assert done.stderr.startswith(f"error: {roster} is the file that is read".encode())
    assert roster.read_text(encoding="utf-8") == "agency,imei\nDinas,1\n"


def test_no_rejects_are_written_when_all_is_well(run: Run, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    run("import", SAMPLE, "--rejects", rejects)
    assert not rejects.exists()


def test_holders_without_a_day_take_the_one_that_is_said(run: Run, roster: Path) -> None:
    roster.write_text("agency,device,holder\nDinas A,HP-1,Satu\n")
    assert "--handed-over-on DATE" in run("import", roster, code=2).err
    run("import", roster, "--handed-over-on", "kamis, 3 des 2020")
    history = json.loads(run("history", "--format", "json").out)
    assert [(event["day"], event["holder"]) for event in history] == [("2020-12-03", "Satu")]
    assert run("import", roster, "--handed-over-on", "4/12/2020", code=2).err == (
        "error: --handed-over-on: '4/12/2020' lies in the future: today is 2020-12-03\n"
        "hint: write a day that has been\n"
    )


def test_warnings_are_said_and_the_roster_is_taken(run: Run, roster: Path) -> None:
    roster.write_bytes(b"agency;TikTok;ig\nDinas Caf\xe9;;ada\n\n")
    answer = run("import", roster)
    assert answer.err.splitlines() == [
        "roster.csv: line 2 is not UTF-8, so the file is read as Windows-1252",
        "roster.csv: columns ignored: TikTok",
        ("warning: roster.csv:2: ig (C): 'ada' says there is an account, but not which; "
        "add its handle"),
        "roster.csv: passed over: blank, line 3",
    ]  # fmt: skip
    assert answer.out == summary(
        "roster.csv", 1, "imported",
        {"agencies": (1, 0, 0), "accounts": (1, 0, 0), "devices": (0, 0, 0),
         "handovers": (0, 0, 0), "last posts": (0, 0, 0)},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "error", "hint"),
    [
        (None, "there is no file {}", "check the name and the folder"),
        (b"", "roster.csv is empty", "save the roster again as CSV"),
        (b"agency\n", "roster.csv has no row to import", "put the rows under the header"),
        (b"PK\x03\x04", "roster.csv is damaged, so it cannot be read",
         "open it in the spreadsheet, and save it again as .xlsx or CSV"),
        (b"ig\ncontoh\n", "roster.csv: no row has a heading for the agency",
         "head the columns as the README says: agency (or nama opd), instagram, facebook, …"),
    ],
)  # fmt: skip
def test_no_database_is_made_for_a_file_that_cannot_be_read(
    run: Run, db: Path, roster: Path, content: bytes | None, error: str, hint: str
) -> None:
    if content is not None:
        roster.write_bytes(content)
    answer = run("import", roster, code=2)
    assert (answer.out, answer.err) == ("", f"error: {error}\nhint: {hint}\n".format(roster))
    assert not db.exists()


def test_a_first_roster_leaves_no_gaps_in_the_file(run: Run, db: Path, tmp_path: Path) -> None:
    roster = tmp_path / "many.csv"
    rows = (f"Dinas {n},contoh.{n},contoh.{n},contoh{n}\n" for n in range(400))
    roster.write_text("agency,instagram,facebook,twitter\n" + "".join(rows), encoding="utf-8")
    run("import", roster)
    with closing(sqlite3.connect(db)) as file:
        made = file.execute("pragma page_count").fetchone()
        file.execute("vacuum")
        assert file.execute("pragma page_count").fetchone() == made


def test_a_folder_is_no_roster(run: Run, tmp_path: Path) -> None:
    assert run("import", tmp_path, code=2).err == (
        f"error: {tmp_path} is a folder, not a file\nhint: name the file in it\n"
    )


def test_what_a_cell_holds_never_acts_on_the_terminal(run: Run, roster: Path) -> None:
    roster.write_text("agency,[red]merah[/],ig\nDinas A,,\x1b[31mx\n")
    answer = run("import", roster, code=2)
    assert answer.err.splitlines()[:2] == [
        "roster.csv: columns ignored: [red]merah[/]",
        "roster.csv:2: ig (C): a control character (U+001B); type the cell again",
    ]


def test_bad_rows_come_back_as_their_roster_was_separated(
    run: Run, roster: Path, tmp_path: Path
) -> None:
    roster.write_text("agency;instagram;note\nDinas A;a b;satu, dua\n", encoding="utf-8")
    run("import", roster, "--rejects", tmp_path / "bad.csv", code=2)
    written = (tmp_path / "bad.csv").read_text(encoding="utf-8")
    assert written.startswith(
        'agency;instagram;note;reason\nDinas A;a b;satu, dua;"instagram (B): '
    )


def test_a_new_code_for_a_name_on_record_is_refused_unless_it_is_said(
    run: Run, roster: Path
) -> None:
    roster.write_text("agency_code,agency\ndinkes-a,Dinas Kesehatan\ndinkes-b,DINAS KESEHATAN\n")
    assert run("import", roster).err == ""  # a file of many regencies has many of a name
    assert run("import", roster).err == ""
    roster.write_text("agency_code,agency\ndinkes,Dinas Kesehatan\n")
    assert run("import", roster, code=2).err.splitlines()[0] == (
        "roster.csv:2: agency_code (A): dinkes is new, but 'Dinas Kesehatan' is on record as "
        "dinkes-a, dinkes-b; give that code, or say --new-agencies if it is another agency"
    )
    assert run("import", roster, "--new-agencies").err.startswith(
        "warning: roster.csv:2: agency_code (A): 'Dinas Kesehatan' is taken as a new agency, "
        "dinkes, but is also the name of dinkes-a, dinkes-b; if it is the same, give that code\n"
    )
    assert run("import", roster).err == ""
    assert "is the name of 3 agencies" in run("history", "Dinas Kesehatan", code=2).err


def test_a_holder_without_a_day_is_the_one_on_record(run: Run, tmp_path: Path, db: Path) -> None:
    roster = tmp_path / "r.csv"
    roster.write_text("agency,device,holder,tgl bast\nDinas Contoh,HP-1,Ani,1/12/2020\n", "utf-8")
    run("import", roster)
    before = dump(db)
    roster.write_text("agency,device,holder,tgl bast\nDinas Contoh,HP-1,ANI,\n", "utf-8")
    assert "handovers     0 new,   0 changed,   1 unchanged" in run("import", roster).out
    assert dump(db) == before
    roster.write_text("agency,device,holder,tgl bast\nDinas Contoh,HP-1,Budi,\n", "utf-8")
    assert run("import", roster, code=2).err.splitlines()[0] == (
        "r.csv:2: Tgl BAST (D): blank, but 'Budi' holds the handset; "
        "write the day, or say --handed-over-on DATE for all"
    ).replace("Tgl BAST", "tgl bast")


def test_a_day_of_return_is_counted_as_what_it_is(run: Run, tmp_path: Path) -> None:
    roster = tmp_path / "r.csv"
    roster.write_text(
        "Nama OPD,IMEI,Pemegang,Tgl Serah Terima,Tgl Kembali\n"
        "Dinas Contoh,001012030000016,Ani,1/12/2020,2/12/2020\n",
        "utf-8",
    )
    assert run("import", roster).lines[-1] == "  returns       1 new,   0 changed,   0 unchanged"
    assert "in stock" in run("devices").out


@pytest.mark.parametrize("label", ["stok", "HP pribadi", "Milik Sendiri", "rusak"])
def test_what_is_said_of_a_handset_is_no_label(run: Run, tmp_path: Path, label: str) -> None:
    roster = tmp_path / "r.csv"
    roster.write_text(f"agency,label\nDinas Contoh,{label}\n", "utf-8")
    assert run("import", roster, code=2).err.splitlines()[0] == (
        f"r.csv:2: label (B): {label!r} tells no handset from others; write its label or IMEI; "
        "of one in stock write stok in the agency's cell, and leave a private one out"
    )
    roster.write_text("agency,label\nDinas Contoh,HP Dinas 1\n", "utf-8")
    run("import", roster)


def test_what_is_handed_out_broken_is_warned_of(run: Run, tmp_path: Path) -> None:
    roster = tmp_path / "broken.csv"
    rows = ["dinkes,Dinas Kesehatan,HP-1,,,RB", "setda,Sekretariat Daerah,HP-2,Budi,3/12/2020,RB",
            "setda,Sekretariat Daerah,HP-3,Budi,3/12/2020,B"]  # fmt: skip
    text = "agency_code,agency,device,holder,handed_over_on,condition\n"
    roster.write_text(text + "\n".join(rows), encoding="utf-8")
    warning = "warning: HP-2 is heavily damaged (RB), as far as is known\n"
    assert run("import", roster).err == warning
    assert run("import", roster).err == ""
    roster.write_text(text + "dinkes,,HP-1,Ani,3/12/2020,\nsetda,,HP-4,Ani,3/12/2020,RB\n")
    assert run("import", roster).err == (
        "warning: HP-1 and HP-4 are heavily damaged (RB), as far as is known\n"
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("dinkes,,contoh.satu", "agency_code (A): dinkes is a former name of dkk"),
        (",DINAS KESEHATAN,contoh.satu", "agency (B): DINAS KESEHATAN is a former name of dkk"),
    ],
)
def test_a_former_name_or_code_is_found_and_said_to_be_former(
    run: Run, tmp_path: Path, row: str, said: str
) -> None:
    run("agency", "add", "dinkes", "Dinas Kesehatan", "--on", "1/11/2020")
    run("agency", "rename", "dinkes", "Dinas Sehat", "--on", "1/12/2020")
    run("agency", "recode", "dinkes", "dkk")
    roster = tmp_path / "old.csv"
    roster.write_text(f"agency_code,agency,instagram\n{row}\n", encoding="utf-8")
    assert run("import", roster).err == f"warning: old.csv:2: {said}\n"
    assert run("agencies", "--format", "csv").lines[1:] == ["dkk,Dinas Sehat,,contoh.satu,,,0,"]


def test_a_first_sighting_of_two_names_of_one_account_is_kept_once_for_each(
    run: Run, db: Path, tmp_path: Path
) -> None:
    run("agency", "add", "dinkes", "Dinas Kesehatan")
    run("agency", "add", "dinkb", "Dinas KB")
    run("account", "set", "dinkes", "instagram", "contoh.lama", "--on", "2020-01-01")
    run("account", "set", "dinkes", "instagram", "contoh.baru", "--renamed", "--on", "2020-02-01")
    run("account", "set", "dinkb", "instagram", "contoh.lama", "--on", "2020-03-01")
    sheet = tmp_path / "two.csv"
    rows = "dinkes,Dinas Kesehatan,contoh.baru", "dinkb,Dinas KB,contoh.lama"
    sheet.write_text(
        "agency_code,agency,instagram,instagram_last_post,checked_on\n"
        + "".join(f"{row},2020-11-20,2020-11-21\n" for row in rows)
    )
    told = run("import", sheet).out
    assert "last posts    1 new,   0 changed,   1 unchanged" in told
    assert query(db, "select key from sighting order by 1") == [("contoh.baru",), ("contoh.lama",)]
