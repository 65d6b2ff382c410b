"""Devices, agencies and history: what is listed, in which columns, as of which day."""

import csv
import io
import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from medsos_cli.sheets.cells import clean
from tests.conftest import Run
from tests.office import dump, open_office

DEVICES = """\
device,imei,imei2,model,state,agency_code,agency,holder,nip,position,since,document,condition,\
phone_number,sim_active_until,last_seen
HP-1,001012030000016,001012030000024,Contoh A1,held,dinkes,Dinas Kesehatan,Ani,…2001,Pranata Humas,\
2020-10-01,028/1,B,'+6281200000001,2020-12-20,2020-10-01
HP-2,001012030000032,,Contoh A1,held,setda,Sekretariat Daerah,Budi,,,\
2020-11-20,,RR,'+6281200000002,2020-11-01,2020-11-20
HP-3,,,Contoh B2,in stock,,,,,,,,RB,,,
"""
AGENCIES = """\
code,name,kind,instagram,facebook,twitter,devices,holders
dinkes,Dinas Kesehatan,dinas,contoh.dinkes,,,1,Ani
kalimanah,Kecamatan Kalimanah,kecamatan,,,,0,
setda,Sekretariat Daerah,sekretariat,none,,,1,Budi
"""
HISTORY = """\
event,day,kind,device,agency_code,agency,holder,nip,document,condition,accessories,note,\
recorded_at,recorded_by,voided_by,reason
1,2020-10-01,handover,HP-1,dinkes,Dinas Kesehatan,Ani,…2001,028/1,B,charger,,\
2020-11-25T03:00:00Z,tu,,
2,2020-11-20,handover,HP-2,setda,Sekretariat Daerah,Budi,,,RR,,,2020-11-25T03:00:00Z,tu,,
"""
WHOLE = {"devices": DEVICES, "agencies": AGENCIES, "history": HISTORY}


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    return open_office(run, tmp_path)


def listed(office: Run, *words: str) -> list[str]:
    """Return the first column of a list."""
    rows = csv.reader(io.StringIO(office(*words, "--format", "csv").out))
    return [row[0] for row in rows][1:]


def chosen(office: Run, *options: str) -> str:
    """Return the numbers of the devices listed, as `12` for HP-1 and HP-2."""
    return "".join(tag.removeprefix("HP-") for tag in listed(office, "devices", *options))


def test_a_table_says_which_columns_it_has_no_room_for(
    office: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "68")
    assert office("history").lines[-2:] == [
        "no room for NIP, cond., recorded: widen the terminal, or say", "  --output FILE.xlsx",
    ]  # fmt: skip
    monkeypatch.setenv("COLUMNS", "200")
    assert "no room" not in office("history").out


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_csv_is_this(office: Run, name: str) -> None:
    assert office(name, "--format", "csv").out == WHOLE[name]


@pytest.mark.parametrize("name", WHOLE)
def test_json_says_the_same_by_the_same_names(office: Run, name: str) -> None:
    header, *rows = csv.reader(io.StringIO(WHOLE[name]))
    found = json.loads(office(name, "--format", "json").out)
    assert [[*each] for each in found] == [header] * len(rows)
    flat = [
        ["; ".join(cell) if isinstance(cell, list) else str(cell or "") for cell in each.values()]
        for each in found
    ]
    plain = [[cell.removeprefix("'") for cell in row] for row in rows]
    assert flat == [[cell if cell != "0" else "" for cell in row] for row in plain]


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("suffix", ["csv", "json", "CSV"])
def test_a_file_is_written_as_its_suffix_says(
    office: Run, name: str, suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"list.{suffix}"
    answer = office(name, "--output", path)
    assert (answer.out, answer.err) == ("", f"{path} is written\n")
    told = office(name, "--format", suffix.lower()).out  # where line ends are made plain
    line_end = "\n" if suffix == "json" else "\r\n"
    assert path.read_bytes().decode() == told.replace("\n", line_end)
    assert path.stat().st_mode & 0o077 == 0


def test_a_table_goes_to_a_file_too(office: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    office("devices", "--output", path)
    assert path.read_text(encoding="utf-8") == office("devices").out


@pytest.mark.parametrize("name", ["devices", "agencies", "history", "audit", "info"])
def test_a_workbook_holds_what_the_csv_holds(office: Run, tmp_path: Path, name: str) -> None:
    office(name, "--output", tmp_path / "list.xlsx")
    office(name, "--output", tmp_path / "list.csv")
    _, *rows = openpyxl.load_workbook(tmp_path / "list.xlsx")["list"].iter_rows(values_only=True)
    text = (tmp_path / "list.csv").read_text(encoding="utf-8")
    _, *lines = csv.reader(io.StringIO(text))
    told = [
        [f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else str(cell or "") for cell in row]
        for row in rows
    ]
    assert told == [["" if cell == "0" else clean(cell) for cell in line] for line in lines]


def test_the_day_and_the_time_go_into_a_files_name(
    office: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    midnight = datetime(2020, 12, 31, 18, 30, tzinfo=UTC)  # the next year in Jakarta
    office("audit", "--output", tmp_path / "audit-{date}-{time}.csv", now=midnight)
    assert (tmp_path / "audit-2021-01-01-0130.csv").is_file()
    monkeypatch.setenv("MEDSOS_TZ", "UTC")
    (tmp_path / "2020-12").mkdir()
    office("labels", "--output", tmp_path / "{month}" / "{x}.pdf", now=midnight)
    assert (tmp_path / "2020-12" / "{x}.pdf").is_file()


def test_the_format_said_outweighs_the_suffix(office: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    office("devices", "--output", path, "--format", "csv")
    assert path.read_text(encoding="utf-8").startswith("device,imei,")


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize(
    ("output", "error"),
    [
        ("list.ods", "does not say which format to write"),
        ("no/such/list.csv", "cannot be written: No such file or directory"),
        ("folder.csv", "is a folder"),
        ("medsos.db", "does not say which format to write"),
    ],
)
def test_a_file_that_cannot_be_written_is_an_error(
    office: Run, db: Path, tmp_path: Path, name: str, output: str, error: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    before = dump(db)
    answer = office(name, "--output", tmp_path / output, code=2)
    assert answer.err.startswith("error: ")
    assert error in answer.err
    assert dump(db) == before


def test_a_list_never_replaces_the_database(office: Run, db: Path) -> None:
    before = dump(db)
    answer = office("devices", "--output", db, "--format", "csv", code=2)
    assert "is the database itself" in answer.err
    assert dump(db) == before


def test_the_table_of_devices(office: Run) -> None:
    assert (
        office("devices").out
        == """\
device  model      state     agency              holder  NIP    since       document  cond.
──────  ─────────  ────────  ──────────────────  ──────  ─────  ──────────  ────────  ─────
HP-1    Contoh A1  held      Dinas Kesehatan     Ani     …2001  2020-10-01  028/1     B
HP-2    Contoh A1  held      Sekretariat Daerah  Budi           2020-11-20            RR
HP-3    Contoh B2  in stock                                                           RB
"""
    )


def test_the_table_of_a_chain_of_custody(office: Run) -> None:
    office("transfer", "HP-1", "setda", "--to", "Cici", "--on", "2020-11-26", "--document", "028/7")
    office("lost", "HP-1", user="rini")
    office("found", "HP-1")
    assert (
        office("history", "HP-1").out
        == """\
event  day         what      from          to            NIP    document  cond.  recorded
─────  ──────────  ────────  ────────────  ────────────  ─────  ────────  ─────  ───────────────
1      2020-10-01  handover  stock         Ani (dinkes)  …2001  028/1     B      2020-11-25 tu
3      2020-11-26  return    Ani (dinkes)  stock         …2001  028/7            2020-12-03 tu
4      2020-11-26  handover  stock         Cici (setda)         028/7            2020-12-03 tu
5      2020-12-03  lost      Cici (setda)  lost                                  2020-12-03 rini
6      2020-12-03  found                   stock                                 2020-12-03 tu
"""
    )


@pytest.mark.parametrize("name", ["devices", "history"])
@pytest.mark.parametrize("style", ["table", "csv", "json"])
def test_a_nip_shows_its_last_four_digits_unless_all_is_asked_for(
    office: Run, name: str, style: str
) -> None:
    masked = office(name, "--format", style).out
    assert "…2001" in masked
    assert "0012005012001" not in masked
    whole = office(name, "--format", style, "--full").out
    assert "198001012005012001" in whole
    assert "…2001" not in whole


@pytest.fixture
def busy(office: Run) -> Run:
    """Tell more of it: HP-4 lost, HP-5 found again, HP-6 passed on to another of one office."""
    for tag in ("HP-4", "HP-5", "HP-6"):
        office("device", "add", tag, "--sim-active-until", "2021-01-02")
    office("assign", "HP-4", "setda", "--to", "Cici", "--on", "2020-11-27", "--document", "028/4")
    office("lost", "HP-4", "--on", "2020-11-30")
    office("lost", "HP-5", "--on", "2020-11-28")
    office("found", "HP-5", "--on", "2020-12-01")
    office("assign", "HP-6", "dinkes", "--to", "Dodi", "--on", "2020-10-01", "--condition", "RR")
    office("transfer", "HP-6", "dinkes", "--to", "Eka", "--on", "2020-11-23")
    return office


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "123456"),
        ("--held", "126"),
        ("--in-stock", "35"),
        ("--lost", "4"),
        ("--held --lost", "1246"),
        ("--held --in-stock --lost", "123456"),
        ("--agency dinkes", "16"),
        ("--agency setda", "2"),
        ("--agency kalimanah", ""),
        ("--agency setda --lost", ""),
        ("--condition B", "1"),
        ("--condition baik", "1"),
        ("--condition RR", "26"),
        ("--condition RB", "3"),
        ("--held-longer-than 63", ""),
        ("--held-longer-than 62", "1"),
        ("--held-longer-than 13", "1"),
        ("--held-longer-than 12", "12"),
        ("--held-longer-than 10", "12"),
        ("--held-longer-than 9", "126"),
        ("--without-document", "26"),
        ("--without-document --agency dinkes", "6"),
        ("--not-seen-for 63", "3"),
        ("--not-seen-for 62", "13"),
        ("--not-seen-for 13", "13"),
        ("--not-seen-for 12", "123"),
        ("--not-seen-for 9", "1236"),
        ("--not-seen-for 6", "1236"),
        ("--not-seen-for 5", "12346"),
        ("--not-seen-for 1", "123456"),
        ("--sim-expiring 0", "2"),
        ("--sim-expiring 16", "2"),
        ("--sim-expiring 17", "12"),
        ("--sim-expiring 30", "12456"),
        ("--sim-expiring 30 --held", "126"),
        ("--held --condition RR --without-document --held-longer-than 12", "2"),
        ("--as-of 2020-11-30", "123456"),
        ("--as-of 2020-11-26 --in-stock", "3"),
        ("--as-of 2020-11-29 --lost", "5"),
        ("--as-of 2020-11-22 --held-longer-than 51", "16"),
        ("--as-of 2020-11-22 --sim-expiring 0", "2"),
        ("--as-of 2021-12-03 --not-seen-for 365", "123456"),
        ("--as-of 2021-01-03 --sim-expiring 0", "12456"),
    ],
)
def test_devices_are_chosen_by(busy: Run, options: str, expected: str) -> None:
    assert chosen(busy, *options.split()) == expected


def test_numbers_that_lapse_are_shown_with_who_has_them(office: Run) -> None:
    assert (
        office("devices", "--sim-expiring", "30").out
        == """\
device  state  agency              holder  number          active until
──────  ─────  ──────────────────  ──────  ──────────────  ────────────
HP-1    held   Dinas Kesehatan     Ani     +6281200000001  2020-12-20
HP-2    held   Sekretariat Daerah  Budi    +6281200000002  2020-11-01
"""
    )


@pytest.mark.parametrize("option", ["--held-longer-than", "--not-seen-for", "--sim-expiring"])
@pytest.mark.parametrize("days", ["-1", "x", "1.5", "9" * 30])
def test_a_span_that_is_no_number_of_days_is_a_usage_error(
    office: Run, option: str, days: str
) -> None:
    assert office("devices", option, days, code=2).err == (
        f"error: {option}: {days!r} is no number it can take\n"
        "hint: write a whole number from 0 to 36525\n"
    )


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (("devices", "--agency", "setdaa"), "no agency is called 'setdaa'", "did you mean setda?"),
        (("devices", "--agency", ""), "no agency is called ''", "see: medsos agencies"),
        (
            ("devices", "--condition", "bagus"),
            "--condition: 'bagus' is no condition",
            "write B (baik), RR (rusak ringan) or RB (rusak berat)",
        ),
        (
            ("devices", "--condition", ""),
            "--condition: '' is no condition",
            "write B (baik), RR (rusak ringan) or RB (rusak berat)",
        ),
        (
            ("agencies", "--kind", "dinass"),
            "no agency is of the kind 'dinass'",
            "did you mean dinas?",
        ),
        (
            ("agencies", "--kind", "zzz"),
            "no agency is of the kind 'zzz'",
            "the kinds are dinas, kecamatan, sekretariat",
        ),
        (
            ("history", "HP-4"),
            "no device and no agency is called 'HP-4'",
            "did you mean HP-3 or HP-2 or HP-1?",
        ),
        (
            ("history", "dinas kesehatn"),
            "no device and no agency is called 'dinas kesehatn'",
            "did you mean dinkes (Dinas Kesehatan)?",
        ),
        (
            ("history", "zzz"),
            "no device and no agency is called 'zzz'",
            "see: medsos devices, medsos agencies",
        ),
        (
            ("history", ""),
            "no device and no agency is called ''",
            "see: medsos devices, medsos agencies",
        ),
        (("history", "HP\udcff"), r"'HP\udcff' is no text",
         "set the terminal to UTF-8, or type it again"),
        (("devices", "--agency", "\udcff"), r"'\udcff' is no text",
         "set the terminal to UTF-8, or type it again"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_answered_with_what_was_perhaps_meant(
    office: Run, words: tuple[str, ...], error: str, hint: str
) -> None:
    answer = office(*words, code=2)
    assert answer.err.splitlines() == [f"error: {error}", f"hint: {hint}"]
    assert answer.out == ""


def test_what_was_perhaps_meant_is_said_in_every_language(
    office: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDSOS_LANG", "id")
    assert office("history", "dinkess", code=2).err.endswith("\nsaran: maksudnya dinkes?\n")


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("day", ["", "besok", "2020-02-30", "12/25/2020", "1/1/1899", "44168"])
def test_a_day_that_is_none_is_refused(office: Run, name: str, day: str) -> None:
    assert f"error: --as-of: {day!r} is not a date" in office(name, "--as-of", day, code=2).err


def test_all_that_is_wrong_is_said_at_once(office: Run) -> None:
    words = ("--as-of", "besok", "--agency", "dinkess", "--condition", "bagus")
    assert office("devices", *words, code=2).err.splitlines() == [
        "error: --as-of: 'besok' is not a date",
        "hint: write the day first, as 03/12/2020, 3 Desember 2020 or 2020-12-03",
        "error: no agency is called 'dinkess'", "hint: did you mean dinkes?",
        "error: --condition: 'bagus' is no condition",
        "hint: write B (baik), RR (rusak ringan) or RB (rusak berat)",
    ]  # fmt: skip
    assert [
        [line for line in office(*command, code=2).err.splitlines() if line.startswith("error")]
        for command in (
            ("agencies", "--as-of", "besok", "--kind", "kota"),
            ("history", "kota", "--as-of", "besok"),
        )
    ] == [
        ["error: --as-of: 'besok' is not a date", "error: no agency is of the kind 'kota'"],
        ["error: --as-of: 'besok' is not a date",
         "error: no device and no agency is called 'kota'"],
    ]  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("day", ["today", "3/12/20", "Kamis, 3 Des 2020", "2099-12-31"])
def test_nothing_later_changes_a_list_as_of_today(office: Run, name: str, day: str) -> None:
    answer = office(name, "--as-of", day, "--format", "csv")
    assert answer.out == WHOLE[name]


def test_devices_as_of_a_day_before_they_were_registered_are_absent(office: Run) -> None:
    assert chosen(office, "--as-of", "2020-11-24") == "12"
    assert chosen(office, "--as-of", "2020-11-25") == "123"
    assert chosen(office, "--as-of", "2020-10-01") == "1"
    assert chosen(office, "--as-of", "2020-09-30") == ""


def test_a_device_is_registered_on_the_day_of_the_office(office: Run) -> None:
    office("device", "add", "HP-4", now=datetime(2020, 12, 3, 16, 59, tzinfo=UTC))
    office("device", "add", "HP-5", now=datetime(2020, 12, 3, 17, 0, tzinfo=UTC))
    assert chosen(office, "--as-of", "2020-12-03") == "1234"
    assert chosen(office, "--as-of", "2020-12-04") == "12345"


def test_an_inventory_of_a_past_day_shows_who_had_what_then(office: Run) -> None:
    office("transfer", "HP-1", "setda", "--to", "Cici", "--on", "2020-11-26", "--condition", "RB")
    before, after = (
        json.loads(office("devices", "--as-of", day, "--format", "json").out)[0]
        for day in ("2020-11-25", "2020-11-26")
    )
    names = ("agency_code", "holder", "nip", "since", "condition", "last_seen")
    assert [before[name] for name in names] == [
        "dinkes", "Ani", "…2001", "2020-10-01", "B", "2020-10-01",
    ]  # fmt: skip
    assert [after[name] for name in names] == [
        "setda", "Cici", None, "2020-11-26", "RB", "2020-11-26",
    ]  # fmt: skip


def test_agencies_as_of_a_day_count_what_they_held_then(office: Run) -> None:
    office("transfer", "HP-1", "setda", "--to", "Cici", "--on", "2020-11-26")

    def held(day: str) -> dict[str, list[str]]:
        rows = json.loads(office("agencies", "--as-of", day, "--format", "json").out)
        assert all(row["devices"] == len(row["holders"]) for row in rows)
        return {row["code"]: row["holders"] for row in rows}

    assert held("2020-11-19") == {"dinkes": ["Ani"]}  # the others came with the roster
    assert held("2020-11-25") == {"dinkes": ["Ani"], "setda": ["Budi"], "kalimanah": []}
    assert held("2020-12-03") == {"dinkes": [], "setda": ["Cici", "Budi"], "kalimanah": []}


def test_agencies_of_a_kind(office: Run) -> None:
    assert listed(office, "agencies", "--kind", "Dinas") == ["dinkes"]


def test_the_last_known_condition_counts_also_of_events_in_one_second(office: Run) -> None:
    office("return", "HP-1", "--condition", "RR")
    office("assign", "HP-1", "setda", "--to", "Cici", "--condition", "B")
    office("return", "HP-1", "--condition", "RB")
    office("assign", "HP-1", "setda", "--to", "Cici")
    assert chosen(office, "--condition", "RB") == "13"


def test_the_history_of_an_agency_is_of_every_device_it_ever_held(office: Run) -> None:
    office("transfer", "HP-1", "setda", "--to", "Cici", "--on", "2020-11-26")
    office("return", "HP-2", "--on", "2020-11-24")
    office("transfer", "HP-1", "kalimanah", "--to", "Dodi", "--on", "2020-11-27")
    office("found", "HP-3", code=2)
    assert listed(office, "history", "setda") == ["2", "5", "4", "6"]
    assert listed(office, "history", "Sekretariat Daerah") == ["2", "5", "4", "6"]
    assert listed(office, "history", "dinkes") == ["1", "3"]


def test_the_history_of_a_device_is_by_day_and_what_was_done_anew_after_it_was_voided(
    office: Run,
) -> None:
    office("return", "HP-1", "--on", "2020-12-02")
    office("void", "3", "--reason", "salah hari", "--yes")
    office("return", "HP-1", "--on", "2020-11-27")
    office("device", "set", "HP-1", "--phone-number", "081200000099", "--on", "2020-11-26")
    shown = office("history", "HP-1", "--format", "csv").lines[1:]
    assert [line.split(",")[:3] for line in shown] == [
        ["1", "2020-10-01", "handover"], ["", "2020-11-26", "sim"], ["3", "2020-12-02", "return"],
        ["4", "2020-12-03", "void"], ["5", "2020-11-27", "return"],
    ]  # fmt: skip


def test_history_alone_is_every_event_by_the_day_it_happened(office: Run) -> None:
    office("return", "HP-2", "--on", "2020-12-01")
    office("return", "HP-1", "--on", "2020-11-01")
    assert listed(office, "history") == ["1", "4", "2", "3"]


def test_history_as_of_a_day_is_what_stands_and_had_happened(office: Run) -> None:
    office("return", "HP-1", "--on", "2020-11-26")
    office("assign", "HP-1", "setda", "--to", "Cici", "--on", "2020-11-30")
    office("void", "4", "--reason", "salah")
    assert listed(office, "history", "--as-of", "2020-11-25") == ["1", "2"]
    assert listed(office, "history", "--as-of", "2020-12-03") == ["1", "2", "3"]
    assert listed(office, "history", "HP-1", "--as-of", "2020-11-26") == ["1", "3"]
    assert listed(office, "history", "setda", "--as-of", "2020-12-03") == ["2"]
    assert listed(office, "history") == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("name", WHOLE)
def test_without_a_database_a_list_says_how_to_begin(run: Run, db: Path, name: str) -> None:
    assert run(name, code=2).err.splitlines() == [
        f"error: there is no database at {db} yet", "hint: to begin: medsos import ROSTER.csv",
    ]  # fmt: skip
    assert not db.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("agencies",), "no agencies; they come with a roster: medsos import ROSTER.csv"),
        (
            ("history",),
            "no events; a handover is recorded by: medsos assign DEVICE AGENCY --to NAME",
        ),
        (("devices", "--lost"), "no such device"),
    ],
)
def test_a_list_without_a_row_says_so_beside_its_header(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    run("device", "add", "HP-9")
    header = WHOLE[words[0]].partition("\n")[0]
    assert run(*words).err == f"{said}\n"
    machine = run(*words, "--format", "csv")
    assert (machine.out, machine.err) == (f"{header}\n", f"{said}\n")
    assert json.loads(run(*words, "--format", "json").out) == []


def test_a_label_is_that_of_its_day(office: Run) -> None:
    office("device", "replace", "HP-1", "--imei", "001012030000057")
    history = partial(office, "history", "HP-1", "--format", "json")
    rows = json.loads(history("--as-of", "2/12/2020").out)
    assert [(row["event"], row["device"]) for row in rows] == [(1, "HP-1")]
    assert [row["event"] for row in json.loads(history().out)] == [5]


def test_labels_are_in_one_order_on_every_day(office: Run) -> None:
    office("device", "add", "hp-2a")
    office("device", "add", "HP-2B")
    today = office("devices", "--as-of", "3/12/2020", "--format", "csv").out
    later = datetime(2020, 12, 9, 3, 0, tzinfo=UTC)
    assert office("devices", "--as-of", "3/12/2020", "--format", "csv", now=later).out == today


def test_the_history_of_a_person_is_on_their_card(office: Run) -> None:
    assert office("history", "Ani", code=2).err.endswith('hint: of a person: medsos show "Ani"\n')


def test_a_former_label_is_found_and_said_to_be_former(office: Run, tmp_path: Path) -> None:
    office("device", "set", "HP-1", "--tag", "HP-91")
    note = "note: HP-1 is a former name of HP-91\n"
    answer = office("history", "HP-1", "--format", "csv")
    assert (answer.err, answer.lines[1].split(",")[:4]) == (
        note, ["1", "2020-10-01", "handover", "HP-91"]
    )  # fmt: skip
    assert office("bast", "HP-1", "--output", tmp_path / "a.docx").err.startswith(note)
    office("device", "set", "HP-2", "--tag", "HP-1")
    office("device", "set", "HP-2", "--tag", "HP-92", code=2)
    office("device", "set", "HP-1", "--tag", "HP-92")
    assert "is called 'HP-1'" in office("history", "HP-1", code=2).err


def test_where_no_agency_has_a_kind_how_to_say_one_is_told(run: Run) -> None:
    run("agency", "add", "dinkes", "Dinas Kesehatan")
    assert run("audit", "--kind", "dinas", code=2).err == (
        "error: no agency is of the kind 'dinas'\n"
        "hint: say which is which: medsos agency set AGENCY --kind KIND\n"
    )


def test_what_has_changed_is_named_in_the_language_in_force(
    office: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    office("amend", "1", "--document", "028/9", "--reason", "salah")
    monkeypatch.setenv("MEDSOS_LANG", "id")
    assert "dokumen: " in office("history", "HP-1").out
    assert "document: " in office("history", "HP-1", "--format", "csv").out


def test_on_a_small_terminal_codes_are_whole_and_names_can_be_told_apart(
    sample: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    codes = listed(sample, "agencies")
    *lines, under = sample("agencies").lines[2:]
    assert under == "no room for twitter: widen the terminal, or say --output FILE.xlsx"
    assert [line.split()[0] for line in lines] == codes
    head = sample("agencies").lines[0]
    names = {line[head.index("name") : head.index("instagram")] for line in lines}
    assert len(names) == len(codes)


@pytest.mark.parametrize("width", [20, 60, 80, 120])
def test_accounts_give_way_to_a_long_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    code = "badan-kepegawaian-daerah"
    run("agency", "add", code, "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia")
    for platform in ("instagram", "facebook", "twitter"):
        run("account", "set", code, platform, "contohpegawai")
    monkeypatch.setenv("COLUMNS", str(width))
    head, _, line, *under = run("agencies").lines
    left_out = " ".join(each.strip() for each in under).partition(":")[0]
    assert line.split()[0] == code
    assert line.split()[-1] == "0"
    assert left_out == {
        20: "no room for instagram, facebook, twitter",
        60: "no room for instagram, facebook, twitter",
        80: "no room for twitter", 120: "",
    }[width]  # fmt: skip
    assert (
        width < 80
        or head.split()
        == {
            80: ["code", "name", "instagram", "facebook", "handsets"],
            120: ["code", "name", "instagram", "facebook", "twitter", "handsets"],
        }[width]
    )


@pytest.mark.parametrize("words", [["activity"], ["history"], ["devices"], ["agencies"]])
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_list_is_never_wider_than_a_small_terminal(
    sample: Run, monkeypatch: pytest.MonkeyPatch, language: str, words: list[str]
) -> None:
    monkeypatch.setenv("MEDSOS_LANG", language)
    monkeypatch.setenv("COLUMNS", "80")
    table = sample(*words).out.partition("\n\n")[0].splitlines()
    assert max(map(len, table)) <= 80
