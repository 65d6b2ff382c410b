"""Handsets that came without a roster."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.office import dump, open_office


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    return open_office(run, tmp_path)


def device(db: Path, tag: str) -> dict[str, object]:
    """Return what is on record about a device, without what is blank."""
    with closing(sqlite3.connect(db)) as connection:
        connection.row_factory = sqlite3.Row
        row = connection.execute("select * from device where tag = ?", (tag,)).fetchone()
    return {name: row[name] for name in row.keys() if row[name] is not None and name != "id"}  # noqa: SIM118  # a Row iterates over its values


WHOLE = {
    "imei": "001012030000057", "imei2": "001012030000065", "model": "Contoh A1",
    "serial": "R58M-001", "item_code": "3.06.02.01", "register_no": "0009",
    "phone_number": "+6281200000009", "iccid": "89620000000000000017",
    "sim_active_until": "2021-03-03", "source": "Hibah", "condition": "RR",
    "accessories": "charger, dus", "note": "dari Dinkominfo",
}  # fmt: skip


def options(values: dict[str, str]) -> list[str]:
    return [word for name, v in values.items() for word in (f"--{name.replace('_', '-')}", v)]


def test_a_new_database_begins_with_one_device(run: Run, db: Path) -> None:
    assert run("device", "add", "HP-9").lines == ["HP-9 is on record, in stock"]
    assert device(db, "HP-9") == {"tag": "HP-9", "registered_at": "2020-12-03T03:00:00Z"}
    assert json.loads(run("devices", "--format", "json").out)[0]["state"] == "in stock"


def test_every_option_is_kept(run: Run, db: Path) -> None:
    answer = run("device", "add", "HP-9", *options(WHOLE))
    assert answer.err == ""
    assert device(db, "HP-9") == {
        "tag": "HP-9", **WHOLE, "registered_at": "2020-12-03T03:00:00Z",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("option", "written", "kept"),
    [
        ("imei", "00-101203-000005-7", {"imei": "001012030000057"}),
        ("imei", "'001012030000057", {"imei": "001012030000057"}),
        (
            "imei",
            "001012030000057 / 001012030000065",
            {"imei": "001012030000057", "imei2": "001012030000065"},
        ),
        ("phone_number", "0812-0000-0009", {"phone_number": "+6281200000009"}),
        ("phone_number", "81200000009", {"phone_number": "+6281200000009"}),
        ("sim_active_until", "3 Maret 2021", {"sim_active_until": "2021-03-03"}),
        ("condition", "rusak berat", {"condition": "RB"}),
        ("model", "  Contoh   A1 ", {"model": "Contoh A1"}),
        ("model", "-", {}),
        ("imei", "", {}),
        ("sim_active_until", "tidak ada", {}),
        ("serial", "?", {}),
    ],
)
def test_options_are_read_as_the_cells_of_a_roster(
    run: Run, db: Path, option: str, written: str, kept: dict[str, str]
) -> None:
    run("device", "add", "HP-9", *options({option: written}))
    assert device(db, "HP-9") == {
        "tag": "HP-9", "registered_at": "2020-12-03T03:00:00Z", **kept,
    }  # fmt: skip


def test_an_imei_for_a_label_is_the_imei_too(run: Run, db: Path) -> None:
    run("device", "add", "001012030000057")
    assert device(db, "001012030000057")["imei"] == "001012030000057"


@pytest.mark.parametrize(
    ("option", "written", "doubt"),
    [
        ("iccid", "89620000000000000012", "has a wrong check digit; kept as it is"),
        ("phone_number", "0281891234", "is a landline"),
        ("sim_active_until", "Senin, 3 Maret 2021", "2021-03-03 is a Rabu, not senin"),
    ],
)
def test_what_is_doubtful_is_taken_with_a_warning(
    run: Run, option: str, written: str, doubt: str
) -> None:
    answer = run("device", "add", "HP-9", *options({option: written}))
    assert answer.err.startswith(f"warning: --{option.replace('_', '-')}: ")
    assert doubt in answer.err
    assert answer.lines == ["HP-9 is on record, in stock"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["HP-1"], "HP-1 is on record already, as HP-1"),
        (["hp-1"], "hp-1 is on record already, as HP-1"),
        (["001012030000024"], "001012030000024 is on record already, as HP-1"),
        (["HP-9", "--imei", "001012030000024"], "001012030000024 is on record already, as HP-1"),
        (["HP-9", "--imei2", "001012030000032"], "001012030000032 is on record already, as HP-2"),
    ],
    ids=["tag", "tag in small letters", "IMEI as a tag", "IMEI of slot 2", "IMEI for slot 2"],
)
def test_what_is_on_record_is_refused_with_the_device_that_has_it(
    office: Run, db: Path, words: list[str], error: str
) -> None:
    before = dump(db)
    answer = office("device", "add", *words, code=2)
    assert answer.err.splitlines() == [f"error: {error}", "hint: see: medsos devices"]
    assert dump(db) == before


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ([""], "TAG is blank"),
        (["-"], "TAG is blank"),
        (["HP-8, HP-9"], "TAG: 'HP-8, HP-9' holds 2 labels"),
        (["HP-9\x1b"], "TAG: a control character (U+001B)"),
        (["x" * 61], "TAG: 'xxxxxxxxxxxxxxxxxxxx'… is too long for a label"),
        (["HP-9", "--imei", "123"], "--imei: '123' has 3 digits, an IMEI has 15"),
        (["HP-9", "--imei", "001012030000058"], "--imei: '001012030000058' is mistyped"),
        (["HP-9", "--imei", "3,54E+14"], "--imei: '3,54E+14' is what a spreadsheet left"),
        (["HP-9", "--serial", "3,54E+14"], "--serial: '3,54E+14' is what a spreadsheet left"),
        (["HP-9", "--item-code", "1E+15"], "--item-code: '1E+15' is what a spreadsheet left"),
        (["HP-9", "--register-no", "1E+15"], "--register-no: '1E+15' is what a spreadsheet"),
        (["HP-9", "--phone-number", "123"], "--phone-number: '123' is not an Indonesian mobile"),
        (["HP-9", "--iccid", "123"], "--iccid: '123' is not a SIM card's number"),
        (["HP-9", "--sim-active-until", "31/2/2021"], "--sim-active-until: '31/2/2021' is not"),
        (["HP-9", "--condition", "bagus"], "--condition: 'bagus' is no condition"),
        (["HP-9", "--model", "a\x1bb"], "--model: a control character (U+001B)"),
        (["HP-9", "--note", "a\x9bb"], "--note: a control character (U+009B)"),
        (["HP-9\udcff"], r"'HP-9\udcff' is no text"),
        (
            ["HP-9", "--imei", "001012030000057", "--imei2", "001012030000057"],
            "--imei2: 001012030000057 is the same as --imei",
        ),
        (
            ["HP-9", "--imei", "001012030000057/001012030000065", "--imei2", "001012030000073"],
            "--imei2: 001012030000073 is not the second of --imei, 001012030000065",
        ),
        (
            ["001012030000065", "--imei", "001012030000057"],
            "TAG: 001012030000065 is the IMEI of another handset",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_and_no_database_is_made(
    run: Run, db: Path, words: list[str], error: str
) -> None:
    tag, *more = words
    answer = run("device", "add", *more, "--", tag, code=2)
    assert answer.err.startswith(f"error: {error}")
    assert answer.out == ""
    assert not db.exists()


def test_a_device_added_is_handed_over_like_any_other(office: Run) -> None:
    office("device", "add", "HP-9", "--imei", "001012030000057", "--condition", "B")
    assert office("assign", "001012030000057", "dinkes", "--to", "Cici").lines == [
        "event 3: HP-9 handed over to Cici (dinkes) on 2020-12-03"
    ]
