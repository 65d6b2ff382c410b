"""What a roster says of accounts in words, and what becomes of it."""

from pathlib import Path

import pytest

from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock
from tests.rosters import Reader, sheet

PLATFORMS = ("instagram", "facebook", "twitter")


@pytest.fixture
def read(store: Store, clock: Clock, tmp_path: Path) -> Reader:
    return Reader(store, clock, tmp_path)


def test_words_are_read_by_their_meaning(read: Reader) -> None:
    reading = read(sheet([
        {"agency": "Dinas A", **dict.fromkeys(PLATFORMS, "tidak")},
        {"agency": "Dinas B", **dict.fromkeys(PLATFORMS, "nan")},
        {"agency": "Dinas C", **dict.fromkeys(PLATFORMS, "Nonaktif")},
        {"agency": "Dinas D", **dict.fromkeys(PLATFORMS, "@nonaktif")},
    ]))  # fmt: skip
    assert reading.error is None
    assert [line.split(": ")[2] for line in reading.said if "not which" in line] == [*PLATFORMS]
    assert read.rows("select agency, has, handle from account order by agency, platform") == [
        *[("dinas-a", 0, None)] * 3, *[("dinas-c", 1, None)] * 3, *[("dinas-d", 1, "nonaktif")] * 3,
    ]  # fmt: skip


def test_words_behind_a_label_are_words(read: Reader) -> None:
    assert read.row(instagram="IG : contoh.a", facebook="FB : belum ada", twitter="TW: -") == []
    assert read.rows("select has, handle from account order by platform") == [
        (0, None), (1, "contoh.a"), (0, None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("diretas", ("'diretas' tells what became of an account, not which it is; "
         "write its handle, or - if there is none now, and the rest into the note")),
        ("idem", "'idem' repeats another cell; write the handle out, or - for none"),
        ("Instagram", ("'Instagram' names no account; "
         "write its handle, with an @ if it is called so, or - for none")),
        ("fresh", ("'fresh' is a verdict of medsos audit, not a handle; import a roster "
         "(medsos roster makes one); a handle called so is written with an @")),
        ("T", "'T' may be a cross or a tick; write the handle, or - for none"),
    ],
)  # fmt: skip
def test_words_that_say_neither_are_refused(read: Reader, word: str, error: str) -> None:
    assert read.row(instagram=word) == [f"instagram: {error}"]
    assert read.rows("select * from account") == []


@pytest.mark.parametrize("field", [
    "agency_code", "agency", "kind", *PLATFORMS, "device", "imei", "serial", "phone_number",
    "holder", "nip", "position", "handed_over_on", "document_no", "condition", "accessories",
    "instagram_last_post", "checked_on", "note",
])  # fmt: skip
@pytest.mark.parametrize("error", ["#N/A", "#REF!", "Err:502"])
def test_an_error_of_the_spreadsheet_is_one_in_every_column(
    read: Reader, field: str, error: str
) -> None:
    row = {"agency": "Dinas A", "device": "HP-1", "holder": "Ani", "handed_over_on": "3/12/2020"}
    said = read(sheet([row | {field: error}])).said
    assert f"roster.csv:2: {field}: {error!r} is an error of the spreadsheet; " in said[0]
    assert read.rows("select * from agency") == []


@pytest.mark.parametrize("field", ["holder", "device", "kind", "note", "document_no"])
@pytest.mark.parametrize("word", ["nan", "NULL", "(kosong)"])
def test_what_a_program_writes_for_nothing_is_blank(read: Reader, field: str, word: str) -> None:
    row = {"agency": "Dinas A", "device": "HP-1", field: word}
    assert read(sheet([row])).error is None
    assert not any(word in str(row) for row in read.rows("select * from agency, device"))
