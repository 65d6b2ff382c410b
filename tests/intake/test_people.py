"""Numbers of people: where they belong, or nowhere."""

from pathlib import Path

import pytest

from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock
from tests.rosters import Reader, sheet

HELD = {"agency": "Dinas A", "device": "HP-1", "holder": "Ani", "handed_over_on": "3/12/2020"}
NIP, NIK = "197502022000011002", "3303011203800001"


@pytest.fixture
def read(store: Store, clock: Clock, tmp_path: Path) -> Reader:
    return Reader(store, clock, tmp_path)


@pytest.mark.parametrize(
    "holder", [f"Ani\nNIP. {NIP}", f"Ani / {NIP}", "Ani (19750202 200001 1 002)"]
)
@pytest.mark.parametrize("nip", ["", NIP, f"NIP. {NIP}"])
def test_a_nip_beside_the_name_is_put_where_it_belongs(read: Reader, holder: str, nip: str) -> None:
    assert read(sheet([HELD | {"holder": holder, "nip": nip}])).said == []
    assert read.rows("select holder, nip from custody_event") == [("Ani", NIP)]


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ({"holder": f"Ani ({NIK})"}, "holder: 16 digits look like a NIK"),
        ({"holder": f"Ani NIK: {NIK}"}, "holder: 16 digits look like a NIK"),
        ({"position": f"Staf, {NIK}"}, "position: 16 digits look like a NIK"),
        ({"note": f"KTP {NIK}"}, "note: 16 digits look like a NIK"),
        ({"note": f"NIP {NIP}"}, "note: a NIP stands in it"),
        ({"position": f"Staf {NIP}"}, "position: a NIP stands in it"),
        ({"holder": NIP}, "holder: this is a number, and no name"),
        ({"holder": "081234567890"}, "holder: this is a number, and no name"),
        ({"holder": f"Ani {NIP}", "nip": "196801011990031001"},
         "holder: another number stands beside the name"),
        ({"holder": "Ani NIP 1,96801E+17"}, "holder: '…E+17' is what a spreadsheet left"),
        ({"holder": f"Ani NIP {NIP[:-3]}000"}, "holder: '…1000' ends in zeros"),
        ({"nip": "NIP 1,96801E+17"}, "nip: '…E+17' is what a spreadsheet left of this NIP"),
        ({"nip": f"NIP {NIK}"}, "nip: 16 digits look like a NIK"),
    ],
)  # fmt: skip
def test_a_number_that_has_no_place_is_refused_and_not_shown(
    read: Reader, cells: dict[str, str], error: str
) -> None:
    said = read(sheet([HELD | cells])).said
    assert said[0].startswith(f"roster.csv:2: {error}")
    assert not any(number in line for number in (NIP, NIK) for line in said)
    assert read.rows("select * from device") == []


def test_a_holder_without_a_day_is_named_without_the_number(read: Reader) -> None:
    said = read(sheet([HELD | {"holder": f"Ani {NIP}", "handed_over_on": ""}])).said
    assert "'Ani' holds the handset" in said[0]
    assert NIP not in said[0]


def test_a_nik_in_the_note_of_an_agency_is_refused(read: Reader) -> None:
    assert read.row(note=f"admin {NIK}")[0].startswith("note: 16 digits look like a NIK")


PROSE = ("device", "model", "accessories", "document_no", "kind", "source", "material", "agency")
NUMBERS = ("serial", "item_code", "register_no", "iccid")


@pytest.mark.parametrize("column", PROSE + NUMBERS)
@pytest.mark.parametrize("number", [NIP, NIK])
def test_a_persons_number_in_a_cell_of_a_thing_is_refused_and_not_shown(
    read: Reader, column: str, number: str
) -> None:
    cell = number if column in {"device", *NUMBERS} else f"Dinas A {number}"
    said = read(sheet([HELD | {column: cell}])).said
    assert said[0].startswith(f"roster.csv:2: {column}: ")
    assert "look like a NIK" in said[0] or "a NIP stands in it" in said[0]
    assert not any(number in line for line in said)
    assert read.rows("select * from device") == []


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("device", "1.3.2.05.02.06.001.000001"), ("serial", "9999123456789012"),
        ("iccid", "621001234567890123"), ("accessories", "dus, SIM 8962101234567890123"),
        ("note", "https://twitter.com/a/status/795000000000000000"),
        ("note", "NUP 1.3.2.05.02.06.001.000001"),
    ],
)  # fmt: skip
def test_a_number_of_a_thing_that_is_as_long_is_kept(read: Reader, column: str, text: str) -> None:
    assert read(sheet([HELD | {column: text}])).error is None
    assert any(text in line for line in read.dump())


def test_a_nik_is_named_beside_whatever_else_is_bad(read: Reader) -> None:
    said = read(sheet([HELD | {"nip": NIK, "handed_over_on": "x", "condition": "x"}])).said
    assert [line.split(": ")[1] for line in said] == ["handed_over_on", "condition", "nip"]
