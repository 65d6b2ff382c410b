"""An import is taken whole or not at all, in batches or in one."""

from pathlib import Path

import pytest

from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock
from tests.rosters import Reader, sheet

MANY = [
    {"agency": f"Desa {n}", "instagram": f"contoh.{n}", "device": f"T-{n}",
     "holder": f"Admin {n}", "handed_over_on": "3/12/2020", "instagram_last_post": "1/12/2020"}
    for n in range(1100)
]  # fmt: skip
BAD = {"agency": "Dinas A", "instagram": "a b"}


@pytest.fixture
def read(store: Store, clock: Clock, tmp_path: Path) -> Reader:
    return Reader(store, clock, tmp_path)


def test_a_bad_row_at_the_end_leaves_the_database_as_it_was(read: Reader) -> None:
    read(sheet(MANY[:3]))
    before = read.dump()
    reading = read(sheet([*MANY, BAD]))
    assert reading.said == [
        ("roster.csv:1102: instagram: 'a b' holds more than a handle; "
        "write one handle and nothing else, as @name")
    ]  # fmt: skip
    assert read.dump() == before


def test_a_file_that_breaks_off_leaves_the_database_as_it_was(read: Reader) -> None:
    before = read.dump()
    assert read(sheet(MANY) + '"Dinas').error == (
        "roster.csv:1102: a quotation mark opens here and is never closed; "
        "save the sheet again as CSV UTF-8"
    )
    assert read.dump() == before


def test_a_roster_of_several_batches_is_read_again_without_a_change(read: Reader) -> None:
    assert read(sheet(MANY)).counts == dict.fromkeys(
        ("agencies", "accounts", "devices", "handovers", "last posts"), "1100 0 0"
    )
    before = read.dump()
    assert set(read(sheet(MANY)).counts.values()) == {"0 0 1100"}
    assert read.dump() == before


def test_one_thing_in_several_batches_is_counted_once_under_its_weightiest(read: Reader) -> None:
    read(sheet([{"agency": "Dinas A", "device": "HP-1"}]))
    first, last = ({"agency": "Dinas A", "device": "HP-1", "model": model} for model in ("", "A1"))
    reading = read(sheet([first, *MANY, last]))
    assert reading.counts["agencies"] == "1100 0 1"
    assert reading.counts["devices"] == "1100 1 0"


def test_a_dry_run_says_what_the_real_run_says(read: Reader) -> None:
    roster = sheet([*MANY[:20], BAD | {"instagram": "ada"}])
    before = read.dump()
    dry = read(roster, dry_run=True)
    assert read.dump() == before
    assert dry.said == [
        ("warning: roster.csv:22: instagram: 'ada' says there is an account, but not which; "
        "add its handle")
    ]  # fmt: skip
    assert read(roster) == dry


def test_a_failed_import_is_forgotten_by_the_next(read: Reader) -> None:
    read(sheet([*MANY[:2], BAD]))
    changed = [MANY[0] | {"instagram": "contoh.lain"}]
    assert read(sheet(changed)).said == []


def test_long_lists_of_lines_are_cut(read: Reader) -> None:
    blank = "".join(f"Desa {n}\n\n" for n in range(12))
    assert read(f"agency\n{blank}").said == [
        "roster.csv: passed over: blank, line 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, …"
    ]


def test_of_a_file_that_breaks_off_the_bad_cells_above_are_told_too(read: Reader) -> None:
    reading = read(sheet([MANY[0], BAD, *MANY[1:300]]) + '"Dinas')
    assert reading.error is not None
    assert "never closed" in reading.error
    assert [line.partition(": '")[0] for line in reading.said] == ["roster.csv:3: instagram"]
