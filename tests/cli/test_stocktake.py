"""Counting the devices: what was expected, seen, missing, unexpected."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, Run
from tests.office import dump, open_office, query

LATER = datetime(2020, 12, 10, 3, 0, tzinfo=UTC)
MISSING = "device,model,state,agency_code,agency,holder,since\n"
HP1 = "HP-1,Contoh A1,held,dinkes,Dinas Kesehatan,Ani,2020-10-01\n"
HP2 = "HP-2,Contoh A1,held,setda,Sekretariat Daerah,Budi,2020-11-20\n"
HP3 = "HP-3,Contoh B2,in stock,,,,\n"


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    return open_office(run, tmp_path)


@pytest.fixture
def counting(office: Run) -> Run:
    """Have an office with a stock-take open since NOW."""
    office("stocktake", "start")
    return office


def status(run: Run) -> list[int]:
    """Return expected, seen, missing and unexpected."""
    (counts,) = json.loads(run("stocktake", "status", "--format", "json").out)
    assert [*counts] == ["expected", "seen", "missing", "unexpected"]
    return [*counts.values()]


def refused(office: Run, db: Path, *words: str | Path) -> list[str]:
    """Run what must be refused; return what was said, and prove that nothing was written."""
    before = dump(db)
    answer = office("stocktake", *words, code=2)
    assert answer.out == ""
    assert dump(db) == before
    return answer.err.splitlines()


def test_what_is_held_and_in_stock_is_expected_and_what_is_lost_is_not(office: Run) -> None:
    office("lost", "HP-2")
    assert office("stocktake", "start").lines == ["stock-take of 2020-12-03: 2 devices expected"]
    assert status(office) == [2, 0, 2, 0]


def test_a_stock_take_of_a_past_day_expects_what_was_there_then(office: Run) -> None:
    office("device", "add", "HP-9")
    office("transfer", "HP-1", "setda", "--to", "Cici", "--on", "2020-12-01")
    office("lost", "HP-3", "--on", "2020-12-01")
    answer = office("stocktake", "start", "--on", "30/11/2020")
    assert answer.lines == ["stock-take of 2020-11-30: 3 devices expected"]
    table = office("stocktake", "status", "--format", "csv").out
    assert table == "expected,seen,missing,unexpected\n3,0,3,0\n"
    missing = office("stocktake", "finish", "--format", "csv").out
    assert missing == MISSING + HP1 + HP2 + HP3


def test_a_stock_take_from_start_to_finish(counting: Run) -> None:
    answer = counting("stocktake", "seen", "hp-1", "001012030000032", "--condition", "baik")
    assert (answer.out, answer.err) == ("2 of 3 seen, 1 missing, 0 unexpected\n", "")
    shown = counting("stocktake", "status")
    assert (
        shown.out
        == """\
missing  model      state
───────  ─────────  ────────
HP-3     Contoh B2  in stock
"""
    )
    assert shown.err == (
        "stock-take of 2020-12-03, open: 3 expected, 2 seen, 1 missing, 0 unexpected\n"
    )
    ended = counting("stocktake", "finish", "--format", "csv", now=LATER)
    assert ended.out == MISSING + HP3
    assert ended.err == "finished: 2 of 3 seen, 1 missing, 0 unexpected\n"
    assert counting("stocktake", "status").err == (
        "stock-take of 2020-12-03, finished on 2020-12-10: "
        "3 expected, 2 seen, 1 missing, 0 unexpected\n"
    )


def test_the_missing_as_json_name_the_columns_of_the_csv(counting: Run) -> None:
    counting("stocktake", "seen", "HP-1", "HP-2")
    assert json.loads(counting("stocktake", "finish", "--format", "json").out) == [
        {
            "device": "HP-3", "model": "Contoh B2", "state": "in stock", "agency_code": None,
            "agency": None, "holder": None, "since": None,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    "again", [("HP-1",), ("001012030000016",), ("hp-1", "HP-1")], ids=["tag", "imei", "twice"]
)
def test_a_code_scanned_again_is_said_and_counts_once(
    counting: Run, again: tuple[str, ...]
) -> None:
    counting("stocktake", "seen", "HP-1")
    answer = counting("stocktake", "seen", *again)
    assert answer.err == "HP-1 was seen already; it counts once\n"
    assert answer.out == "1 of 3 seen, 2 missing, 0 unexpected\n"
    assert status(counting) == [3, 1, 2, 0]


def test_a_code_scanned_again_later_in_another_condition_counts_once(counting: Run) -> None:
    counting("stocktake", "seen", "HP-1")
    answer = counting("stocktake", "seen", "HP-1=RB", now=NOW + timedelta(days=1))
    assert answer.err == "HP-1 was seen already; it counts once\n"


def test_a_code_twice_in_one_breath_counts_once(counting: Run) -> None:
    answer = counting("stocktake", "seen", "HP-1", "001012030000024", "HP-2")
    assert answer.err == "HP-1 was seen already; it counts once\n"
    assert answer.out == "2 of 3 seen, 1 missing, 0 unexpected\n"


FIND = "; to record the find: medsos found "


def test_what_is_lost_or_came_later_is_unexpected(office: Run) -> None:
    office("lost", "HP-2", "--on", "2020-12-01")
    office("stocktake", "start")
    office("device", "add", "HP-9")
    answer = office("stocktake", "seen", "HP-2", "HP-9", "HP-9", "HP-1")
    assert answer.err.splitlines() == [
        "HP-9 was seen already; it counts once",
        f"unexpected: HP-2 is lost since 2020-12-01; Budi (setda) had it{FIND}HP-2",
        "unexpected: HP-9 is in stock and has never been handed over",
    ]
    assert answer.out == "1 of 2 seen, 1 missing, 2 unexpected\n"
    assert status(office) == [2, 1, 1, 2]
    assert office("stocktake", "finish", "--format", "csv").out == MISSING + HP3


def test_codes_come_from_a_file_as_a_scanner_leaves_it(counting: Run, tmp_path: Path) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_bytes(b"\xef\xbb\xbfHP-1\r\n\r\n  001012030000032\r\nHP-3")
    answer = counting("stocktake", "seen", "--from", codes)
    assert (answer.out, answer.err) == ("3 of 3 seen, 0 missing, 0 unexpected\n", "")


@pytest.mark.parametrize(
    "content",
    ["Label\nHP-1\nHP-2\n", "sep=;\nTime;Code\n08:15;HP-1\n08:16;001012030000032\n",
     "Hasil scan lantai 2\n\nNo,Label,IMEI\n1,HP-1,\n2,,001012030000032\n"],
)  # fmt: skip
def test_scans_are_read_as_a_roster_is(counting: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "scans.csv").write_text(content, encoding="utf-8")
    answer = counting("stocktake", "seen", "--from", tmp_path / "scans.csv")
    assert answer.out == "2 of 3 seen, 1 missing, 0 unexpected\n"


def test_two_codes_in_one_line_are_not_one(counting: Run, db: Path, tmp_path: Path) -> None:
    (tmp_path / "scans.csv").write_text("HP-1\nHP-2,HP-3\n", encoding="utf-8")
    assert refused(counting, db, "seen", "--from", tmp_path / "scans.csv") == [
        "error: scans.csv:2: 2 cells in a line",
        "hint: write one alone on each line",
    ]


def test_codes_come_from_a_file_and_from_the_line_together(counting: Run, tmp_path: Path) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_text("HP-1\n", encoding="utf-8")
    counting("stocktake", "seen", "HP-2", "--from", codes)
    assert status(counting) == [3, 2, 1, 0]


def test_one_unknown_code_in_a_file_keeps_all_of_it_out(
    counting: Run, db: Path, tmp_path: Path
) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_text("HP-1\n\nHP-7\nHP-2\n", encoding="utf-8")
    assert refused(counting, db, "seen", "--from", codes) == [
        "error: codes.txt:3: no device is called 'HP-7'",
        "hint: did you mean HP-3 or HP-2 or HP-1?",
    ]


def test_every_unknown_code_is_named(counting: Run, db: Path, tmp_path: Path) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_text("HP-7\nHP-2\nzzz\n", encoding="utf-8")
    assert refused(counting, db, "seen", "HP-8", "--from", codes) == [
        "no device is called 'HP-8'; did you mean HP-3 or HP-2 or HP-1?",
        "codes.txt:1: no device is called 'HP-7'; did you mean HP-3 or HP-2 or HP-1?",
        "codes.txt:3: no device is called 'zzz'; see: medsos devices",
        "error: 3 codes are not known, so nothing is recorded",
    ]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("seen",), "no device is named"),
        (("seen", "HP-7"), "no device is called 'HP-7'"),
        (("seen", ""), "no device is called ''"),
        (("seen", "HP-1\udcff"), r"'HP-1\udcff' is no text"),
        (("seen", "HP-1", "--condition", "bagus"), "--condition: 'bagus' is no condition"),
        (("seen", "HP-1", "--on", "4/12/2020"), "--on: '4/12/2020' lies in the future"),
        (("seen", "HP-1", "--on", "2/12/2020"), "2020-12-02 is before the stock-take, "),
        (("seen", "--from", "no/such/file"), "there is no file no/such/file"),
        (("seen", "--from", "."), ". is a folder, not a file"),
        (("start",), "a stock-take is open since 2020-12-03"),
        (("start", "--on", "4/12/2020"), "--on: '4/12/2020' lies in the future"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    counting: Run, db: Path, words: tuple[str, ...], error: str
) -> None:
    assert refused(counting, db, *words)[0].startswith(f"error: {error}")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04xx", b"a\0b", b"\n \n"])
def test_a_file_that_holds_no_codes_is_refused(
    counting: Run, db: Path, tmp_path: Path, content: bytes
) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_bytes(content)
    assert refused(counting, db, "seen", "--from", codes)[0].startswith("error: ")


@pytest.mark.parametrize("words", [("seen", "HP-1"), ("finish",), ("status",)])
def test_before_the_first_stock_take_there_is_nothing_to_count(
    office: Run, db: Path, words: tuple[str, ...]
) -> None:
    assert refused(office, db, *words) == [
        "error: there has been no stock-take", "hint: to begin one: medsos stocktake start",
    ]  # fmt: skip


@pytest.mark.parametrize("words", [("seen", "HP-1"), ("finish",)])
def test_after_the_last_stock_take_nothing_counts_until_the_next(
    counting: Run, db: Path, words: tuple[str, ...]
) -> None:
    counting("stocktake", "finish")
    assert refused(counting, db, *words) == [
        "error: no stock-take is open; the last was finished on 2020-12-03",
        "hint: to begin one: medsos stocktake start",
    ]
    counting("stocktake", "start")
    assert counting("stocktake", "seen", "HP-1").lines == ["1 of 3 seen, 2 missing, 0 unexpected"]


def test_a_finish_that_cannot_write_its_list_leaves_the_stock_take_open(
    counting: Run, db: Path, tmp_path: Path
) -> None:
    lines = refused(counting, db, "finish", "--output", tmp_path / "no" / "missing.csv")
    assert "missing.csv cannot be written" in lines[0]
    assert refused(counting, db, "finish", "--output", tmp_path / "missing.ods")
    assert refused(counting, db, "finish", "--output", db, "--format", "csv")
    path = tmp_path / "missing.csv"
    counting("stocktake", "finish", "--output", path)
    assert path.read_bytes().decode() == (MISSING + HP1 + HP2 + HP3).replace("\n", "\r\n")


def test_nothing_that_happens_later_changes_a_finished_result(counting: Run, db: Path) -> None:
    counting("stocktake", "seen", "HP-3")
    counting("stocktake", "finish")
    before = [counting("stocktake", "status", *words).out for words in ((), ("--format", "csv"))]
    counting("transfer", "HP-1", "setda", "--to", "Cici", now=LATER)
    counting("lost", "HP-3", now=LATER)
    counting("void", "2", "--reason", "salah", now=LATER)
    counting("device", "add", "HP-9", now=LATER)
    after = [counting("stocktake", "status", *words).out for words in ((), ("--format", "csv"))]
    assert after == before
    assert query(db, "select finished_on, finished_by from stocktake") == [("2020-12-03", "tu")]


def test_who_started_and_who_scanned_is_kept(office: Run, db: Path) -> None:
    office("stocktake", "start", "--on", "2020-12-01", user="rini")
    office("stocktake", "seen", "HP-1", "--on", "2/12/20", "--condition", "RR", user="budi")
    assert query(db, "select started_on, started_by from stocktake") == [("2020-12-01", "rini")]
    scan = query(db, "select day, condition, recorded_at, recorded_by from stocktake_scan")
    assert scan == [("2020-12-02", "RR", "2020-12-03T03:00:00Z", "budi")]


def test_a_scan_counts_as_seen_and_gives_the_condition(counting: Run) -> None:
    def listed(*options: str) -> list[str]:
        rows = json.loads(counting("devices", *options, "--format", "json").out)
        return [row["device"] for row in rows]

    assert listed("--not-seen-for", "10") == ["HP-1", "HP-2", "HP-3"]
    counting("stocktake", "seen", "HP-1", "HP-3", "--condition", "RR")
    assert listed("--not-seen-for", "10") == ["HP-2"]
    assert listed("--not-seen-for", "10", "--as-of", "2020-12-02") == ["HP-1", "HP-2", "HP-3"]
    assert listed("--condition", "RR") == ["HP-1", "HP-2", "HP-3"]
    assert listed("--condition", "B", "--as-of", "2020-12-02") == ["HP-1"]
    first = json.loads(counting("devices", "--format", "json").out)[0]
    assert (first["last_seen"], first["condition"], first["since"]) == (
        "2020-12-03", "RR", "2020-10-01",
    )  # fmt: skip


def test_an_event_after_a_scan_gives_the_condition_anew(counting: Run) -> None:
    counting("stocktake", "seen", "HP-1", "--condition", "RR")
    counting("return", "HP-1", "--condition", "RB", now=LATER)
    assert '"RB"' in counting("devices", "--in-stock", "--format", "json").out
    row = json.loads(counting("devices", "--as-of", "2020-12-03", "--format", "json").out)[0]
    assert row["condition"] == "RR"


def test_a_scan_stands_in_the_way_of_no_void_and_no_date(counting: Run, db: Path) -> None:
    counting("stocktake", "seen", "HP-1", "HP-2")
    counting("return", "HP-1", "--on", "2020-11-25")
    counting("void", "2", "--reason", "salah alat")
    counting("void", "3", "--reason", "salah hari")
    states = query(db, "select device, state from current_custody order by device")
    assert states == [("HP-1", "held"), ("HP-2", "in stock"), ("HP-3", "in stock")]
    assert status(counting) == [3, 2, 1, 0]


def test_a_device_returned_meanwhile_is_still_expected_and_missing(counting: Run) -> None:
    counting("return", "HP-1")
    counting("lost", "HP-2")
    assert status(counting) == [3, 0, 3, 0]
    assert counting("stocktake", "finish", "--format", "csv").out == MISSING + HP1 + HP2 + HP3


def test_a_stock_take_may_run_over_midnight_of_the_office(counting: Run) -> None:
    counting("stocktake", "seen", "HP-1", now=NOW.replace(hour=17))
    counting("stocktake", "finish", now=NOW.replace(hour=17, minute=5))
    assert "finished on 2020-12-04" in counting("stocktake", "status").err


def test_what_got_lost_meanwhile_and_is_in_hand_after_all_is_said(office: Run) -> None:
    office("stocktake", "start")
    office("lost", "HP-1")
    answer = office("stocktake", "seen", "HP-1")
    assert answer.err == (
        "HP-1 is lost since 2020-12-03; Ani (dinkes) had it; "
        "to record the find: medsos found HP-1\n"
    )
    assert answer.out == "1 of 3 seen, 2 missing, 0 unexpected\n"


def test_a_stock_take_ends_where_its_day_has_not_come_yet(
    office: Run, monkeypatch: pytest.MonkeyPatch, db: Path
) -> None:
    late = datetime(2020, 12, 3, 16, 0, tzinfo=UTC)
    monkeypatch.setenv("MEDSOS_TZ", "Asia/Jayapura")
    office("stocktake", "start", now=late)
    monkeypatch.setenv("MEDSOS_TZ", "Asia/Jakarta")
    office("stocktake", "finish", now=late)
    days = "select started_on, finished_on from stocktake"
    assert query(db, days) == [("2020-12-04", "2020-12-04")]


def test_a_handset_that_is_scanned_again_later_counts_once(run: Run, db: Path) -> None:
    run("device", "add", "HP-1")
    run("stocktake", "start")
    run("stocktake", "seen", "HP-1")
    for words in (("HP-1",), ("HP-1=RB",), ("HP-1", "HP-1")):
        again = run("stocktake", "seen", *words, now=LATER)
        assert "HP-1 was seen already; it counts once" in again.err
    assert query(db, "select count(*) from stocktake_scan") == [(1,)]
