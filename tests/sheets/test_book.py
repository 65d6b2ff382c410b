"""A value of a cell as the text a person would have typed."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.sheets.book import EPOCH, Look, cell_place, letters, look_of, number_text
from medsos_cli.words.identifiers import read_iccid, read_label, read_nip

PLAIN, DAY = Look(), Look(day=True)


@pytest.mark.parametrize(
    ("value", "look", "text"),
    [
        (490154203237518.0, PLAIN, "490154203237518"),
        (7.0, PLAIN, "7"),
        (-3.0, PLAIN, "-3"),
        (0.1 + 0.2, PLAIN, "0.3"),
        (13.5, PLAIN, "13.5"),
        (7.0, Look(digits=4), "0007"),
        (44168.0, PLAIN, "44168"),
        (44168.0, DAY, "2020-12-03"),
        (44168.999999999, DAY, "2020-12-04"),
        (44168.5, DAY, "2020-12-03 12:00"),
        (44168.50001, DAY, "2020-12-03 12:00:01"),
        (0.5, DAY, "12:00"),
        (-1.0, DAY, "-1"),
        (1e9, DAY, "1000000000"),
    ],
)
def test_a_number_is_what_was_typed(value: float, look: Look, text: str) -> None:
    assert number_text(value, look, EPOCH) == text


@given(st.integers(min_value=1 - 2**53, max_value=2**53 - 1))
def test_a_whole_number_keeps_every_digit(number: int) -> None:
    assert number_text(float(number), PLAIN, EPOCH) == str(number)


@given(st.integers(min_value=2**53, max_value=10**20))
def test_a_number_that_has_lost_digits_is_taken_by_no_reader(number: int) -> None:
    text = number_text(float(number), PLAIN, EPOCH)
    for reader in (read_nip, read_iccid, read_label):
        with pytest.raises(InputError, match="what a spreadsheet left"):
            reader(text)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001  # days have no zone
def test_a_moment_keeps_its_second(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - EPOCH).total_seconds() / 86_400
    assert datetime.fromisoformat(number_text(serial, DAY, EPOCH)) == moment


@pytest.mark.parametrize(
    ("code", "look"),
    [
        ("General", PLAIN), ("GENERAL", PLAIN), ("0", Look(digits=1)), ("0000", Look(digits=4)),
        ("#,##0.00", PLAIN), ("@", PLAIN), ("0%", PLAIN), ('"Rp"#,##0', PLAIN), ("0.00E+00", PLAIN),
        ("dd/mm/yyyy", DAY), ("[$-421]dd mmmm yyyy;@", DAY), ("[$-F800]dddd\\,\\ mmmm", DAY),
        ("mmm-yy", DAY), ("h:mm", DAY), ("yyyy\\-mm\\-dd", DAY), ('"hari" 0', PLAIN),
        ("[h]:mm", PLAIN), ("[Red]0", Look(digits=1)), ("\\d0", Look(digits=1)), ("", PLAIN),
        ('_-"Rp"* #,##0_-;-"Rp"* #,##0_-', PLAIN),
    ],
)  # fmt: skip
def test_a_format_tells_days_from_numbers(code: str, look: Look) -> None:
    assert look_of(code) == look


def test_columns_have_letters() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702, 16_383)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tab", "place"),
    [("Sheet1", "Sheet1!B12"), ("Data HP", "'Data HP'!B12"), ("2020", "'2020'!B12")],
)
def test_a_place_is_written_as_spreadsheets_do(tab: str, place: str) -> None:
    assert cell_place(tab, "B12") == place
