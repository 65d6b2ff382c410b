import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from medsos_cli.errors import InputError
from medsos_cli.models import Condition
from medsos_cli.words.identifiers import (
    RETYPE,
    is_imei,
    read_condition,
    read_iccid,
    read_imei,
    read_imeis,
    read_label,
    read_nip,
    read_phone,
)

DIGITS = st.text("0123456789", min_size=14, max_size=14)


def e_notation(digits: str, shown: int, comma: str = ",") -> str:
    """Write a number as a spreadsheet shows it, with so many of its digits."""
    return f"{digits[0]}{comma}{digits[1:shown]}E+{len(digits) - 1}"


@settings(max_examples=60, derandomize=True)
@given(start=DIGITS, comma=st.sampled_from(",."), kept=st.integers(2, 14))
def test_an_imei_is_read_while_all_its_digits_are_there_and_else_refused(
    start: str, comma: str, kept: int
) -> None:
    digits = start + luhn.calc_check_digit(start)
    if digits.endswith("0" * 8):
        return
    for text in (digits, f" {digits[:2]}-{digits[2:8]}-{digits[8:14]}-{digits[14]} ",
                 e_notation(digits, 15, comma)):  # fmt: skip
        assert read_imei(text) == digits
    with pytest.raises(InputError, match="is what a spreadsheet left of this IMEI") as caught:
        read_imei(e_notation(digits, kept, comma))
    assert caught.value.hint == RETYPE


@pytest.mark.parametrize("digits", ["354123000000000", "100000000000000", "000000000000000"])
def test_an_imei_that_a_spreadsheet_has_zeroed_is_refused_also_where_luhn_holds(
    digits: str,
) -> None:
    zeroed = next(
        f"{n:07}00000000" for n in range(int(digits[:7]), 10**7) if luhn.is_valid(f"{n:07}00000000")
    )
    for text in (digits, zeroed):
        with pytest.raises(InputError, match="ends in zeros that a spreadsheet has put there"):
            read_imei(text)


def test_an_imei_ending_in_few_zeros_is_fine() -> None:
    digits = next(
        f"3541{n:04}0000000" for n in range(1, 10**4) if luhn.is_valid(f"3541{n:04}0000000")
    )
    assert read_imei(digits) == digits


@pytest.mark.parametrize("text", ["٣٥٤١٢٣٤٥٦٧٨٩٠١٢", "35412345678901", "", "3541234567890123456"])
def test_what_has_not_fifteen_plain_digits_is_no_imei(text: str) -> None:
    with pytest.raises(InputError):
        read_imei(text)


def test_a_comma_of_the_e_notation_does_not_part_two_imeis() -> None:
    assert read_imeis("4,90154203237518E+14") == ("490154203237518", None)
    with pytest.raises(InputError, match="left of this IMEI"):
        read_imeis("3,54E+14")


def test_is_imei_wants_the_fifteen_digits_alone() -> None:
    assert is_imei("490154203237518")
    assert not any(map(is_imei, ["490154203237519", "HP-01", "", "49015420323751 "]))


def test_no_serial_with_letters_is_an_imei() -> None:
    assert not any(is_imei(f"R58M12ABCDEFGH{last}") for last in string.printable)


NUMBERS = st.one_of(
    DIGITS.map(lambda digits: digits + luhn.calc_check_digit(digits)),
    st.from_regex(r"[0-9]{6}0{8}[0-9]|[0-9]{7,16}([.,]0{1,2})?", fullmatch=True),
    st.from_regex(
        r"(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-9]{2}[ .]?(19|20)[0-9]{2}(0[1-9]|1[0-3])[ .]?[123][ .]?"
        r"[01][0-9]{2}",
        fullmatch=True,
    ),
    st.from_regex(r"(\+62|0062|62|0)?8?[0-9]{7,12}", fullmatch=True),
)


def read_or_refused(reader: Callable[[str], object], text: str, plain: str) -> str:
    """Return what a reader says of a text, with the plain form of it in place of the text."""
    try:
        said = str(reader(text))
    except InputError as error:
        said = str(error)
    return said.replace(repr(text), repr(plain))


@settings(max_examples=400, derandomize=True)
@given(st.sampled_from([read_imei, read_imeis, read_nip, read_phone]), NUMBERS)
def test_a_plain_number_is_read_as_one_with_a_blank_before_it(
    reader: Callable[[str], object], text: str
) -> None:
    assert read_or_refused(reader, text, text) == read_or_refused(reader, f" {text}", text)


@settings(max_examples=200, derandomize=True)
@given(st.from_regex(r"[0-9]{15,20}|[0-9]{3,6}0{12,14}", fullmatch=True))
def test_a_card_number_is_read_as_one_in_two_groups(text: str) -> None:
    parted = f"{text[:5]} {text[5:]}"
    assert read_or_refused(read_iccid, text, text) == read_or_refused(read_iccid, parted, text)


FIRST, SECOND = "001012030000016", "001012030000024"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        (f"{FIRST} / 01", None),
        (f"IMEI: {FIRST}", None),
        (f"IMEI1 {FIRST}", None),
        (f"IMEI (slot 1) = {FIRST}", None),
        ("001012/03/000001/6", None),
        (f"{FIRST}/01, {SECOND}/01", SECOND),
        (f"IMEI 1: {FIRST} IMEI 2: {SECOND}", SECOND),
        (f"IMEI1 {FIRST}\nIMEI2 {SECOND}", SECOND),
        (f"Slot 1: {FIRST} / Slot 2: {SECOND}", SECOND),
        (f"1) {FIRST} 2) {SECOND}", SECOND),
        (f"{FIRST} dan {SECOND}", SECOND),
        (f"{FIRST} & {SECOND}", SECOND),
    ],
)
def test_imeis_are_read_as_labels_and_people_write_them(text: str, second: str | None) -> None:
    assert read_imeis(text) == (FIRST, second)


@pytest.mark.parametrize("text", ["IMEI:", f"{FIRST}/02/2", f"{FIRST} 01", f"{FIRST} / 1"])
def test_what_is_not_clearly_an_imei_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_imeis(text)


@pytest.mark.parametrize(
    ("text", "nip", "doubt"),
    [
        ("198609262015051001", "198609262015051001", None),
        ("19860926 201505 1 001", "198609262015051001", None),
        ("19920508.202308.2.001", "199205082023082001", None),
        ("198609262022211001", "198609262022211001", None),
        ("THL", "THL", "'THL' is not a NIP; kept as it is"),
        ("19860926", "19860926", "'…0926' has 8 digits, a NIP has 18; kept as it is"),
        ("198609262015053001", "198609262015053001",
         "'…3001' holds no date of birth and of appointment; kept as it is"),
    ],
)  # fmt: skip
def test_a_nip_is_kept_and_doubted(text: str, nip: str, doubt: str | None) -> None:
    assert read_nip(text) == (nip, doubt)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("198609262015051000",
         "'…1000' ends in zeros that a spreadsheet has put there", RETYPE),
        ("1,98609262015051E+17",
         "'…E+17' is what a spreadsheet left of this NIP", RETYPE),
        ("3303 0126 0986 0001", "16 digits look like a NIK, which must not be kept here",
         "write the NIP, or clear it"),
    ],
)  # fmt: skip
def test_a_nip_that_must_not_be_kept_is_refused(text: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        read_nip(text)
    assert (str(caught.value), caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    "text",
    ["081234567890", "81234567890", "+6281234567890", "6281234567890", "0812-3456-7890",
     "(0812) 3456 7890", "+62 812-3456-7890", "0812.3456.7890", "0812–3456–7890",
     "8,1234567890E+10", "8.1234567890E+10", "+62 (0)812-3456-7890", "+62(0)81234567890",
     "+62 0812 3456 7890", "006281234567890", "wa.me/6281234567890", "https://wa.me/6281234567890",
     "https://api.whatsapp.com/send?phone=6281234567890", "tel:+6281234567890",
     "0812 3456 7890 (WA)", "WA: 081234567890", "No. HP 0812-3456-7890"],
)  # fmt: skip
def test_a_mobile_number_is_stored_one_way(text: str) -> None:
    assert read_phone(text)[0] == "+6281234567890"


@pytest.mark.parametrize(
    "text",
    ["", "0812", "+1 202 555 0100", "08123456789012345", "8123456789.0", "8123456789,0",
     "8,123456789E+10", "0812345678a"],
)  # fmt: skip
def test_what_is_no_number_of_the_country_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_phone(text)


def test_a_landline_is_doubted() -> None:
    assert (*map(str, read_phone("(0281) 891234")),) == (
        "0281891234", "'(0281) 891234' is a landline, not the number of a SIM card; kept as it is"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "digits", "doubt"),
    [
        ("8962 1000 0000 1234 568", "8962100000001234568", None),
        ("8962100000001234568F", "8962100000001234568", None),
        ("8962 1000 0000 1234 568 f", "8962100000001234568", None),
        ("8962100000001234567", "8962100000001234567",
         "'8962100000001234567' has a wrong check digit; kept as it is"),
    ],
)  # fmt: skip
def test_a_card_number_is_kept_and_doubted(text: str, digits: str, doubt: str | None) -> None:
    assert read_iccid(text) == (digits, doubt)


@pytest.mark.parametrize(
    "text", ["896210000000123000", "89621000000012300000", "8,96E+18", "123", "8962100000000F"]
)
def test_a_card_number_with_lost_digits_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_iccid(text)


@pytest.mark.parametrize("text", ["0001", "1.3.2.06.02.01.004", "RR8N E10", "2E10", "E+14"])
def test_a_number_of_any_shape_is_kept_as_it_is(text: str) -> None:
    assert read_label(text) == text


@pytest.mark.parametrize("text", ["1,23E+11", "1.3E+09", "4E+20"])
def test_a_number_of_any_shape_that_a_spreadsheet_has_cut_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is what a spreadsheet left of a longer number"):
        read_label(text)


@pytest.mark.parametrize(
    ("text", "condition"),
    [("B", "B"), ("baik", "B"), ("RR", "RR"), ("Rusak  Ringan", "RR"), ("kb", "RR"),
     ("kurang baik", "RR"), ("rb", "RB"), ("RUSAK BERAT", "RB")],
)  # fmt: skip
def test_conditions_as_inventory_and_room_cards_have_them(text: str, condition: str) -> None:
    assert read_condition(text) == condition


def test_a_nik_with_a_word_before_it_is_refused_too() -> None:
    with pytest.raises(InputError, match="look like a NIK"):
        read_nip("NIK 3303010101010001")


NIP = "197502022000011002"


@pytest.mark.parametrize("before", ["NIP. ", "nip:", "NIP", "NIPPPK "])
def test_what_names_a_nip_is_no_part_of_it(before: str) -> None:
    assert read_nip(f"{before}{NIP}") == (NIP, None)
    with pytest.raises(InputError, match="is what a spreadsheet left of this NIP"):
        read_nip(f"{before} 1,96801E+17")
    with pytest.raises(InputError, match="look like a NIK"):
        read_nip(f"{before} 3303011203800001")
    with pytest.raises(InputError, match="holds no number"):
        read_nip(before)


@pytest.mark.parametrize(
    ("text", "condition"),
    [("Baik (B)", "B"), ("B (Baik)", "B"), ("Baik.", "B"), ("kondisi baik", "B"),
     ("Rusak Ringan (RR)", "RR"), ("RB - rusak berat", "RB"), ("kurang baik", "RR")],
)  # fmt: skip
def test_a_condition_may_be_said_twice(text: str, condition: str) -> None:
    assert read_condition(text) is Condition(condition)


@pytest.mark.parametrize("text", ["baik, rusak berat", "B/RR/RB", "rusak", "tidak baik", "baik?"])
def test_a_condition_that_is_not_one_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no condition"):
        read_condition(text)


@pytest.mark.parametrize("text", ["Hilang", "dicuri.", "Hilang (dilaporkan)"])
def test_a_lost_handset_has_a_command_of_its_own(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_condition(text)
    assert caught.value.hint == "record it with medsos lost DEVICE"
