import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.words.people import (
    holds_nik,
    mask_nip,
    mask_numbers,
    mask_people,
    refuse_numbers,
    refuse_people,
    split_number,
)

NIP, NIK = "197502022000011002", "3303011203800001"


def test_a_nip_is_shown_by_its_end() -> None:
    assert (mask_nip("198609262015051001"), mask_nip(None)) == ("…1001", None)


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("Ani Contoh, S.Kom NIP. 19750202 200001 1 002", "Ani Contoh, S.Kom",
         "19750202 200001 1 002"),
        ("Budi Contoh / 19750202 200001 1 002", "Budi Contoh", "19750202 200001 1 002"),
        (f"Cici (NIP {NIP})", "Cici", NIP),
        (f"Joko - {NIP}, S.Kom", "Joko, S.Kom", NIP),
        (f"NIP: {NIP} Kiki", "Kiki", NIP),
        ("Hadi NRP 85031234", "Hadi", "85031234"),
        ("Eka NIP 1,96801E+17", "Eka", "1,96801E+17"),
        ("Fani 1,96801E+17", "Fani", "1,96801E+17"),
        ("Dodi NIP. -", "Dodi", None),
        (NIP, "", NIP),
        ("Gani 081234567890", "Gani 081234567890", None),
        ("Ika Nipah", "Ika Nipah", None),
    ],
)  # fmt: skip
def test_a_number_beside_a_name_is_told_from_it(text: str, name: str, number: str | None) -> None:
    assert split_number(text) == (name, number)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Cici (3303010101010001)", True), ("3303 0101 0101 0001", True),
        ("33.03.01.520380.0001 dan", True), ("03-12-2020 03-12-2021", False),
        ("2020-12-03 2021-12-03", False), ("0812 3456 7890 0813", False),
        ("19680101 199003 1 001", False), ("IMEI 001012030000016", False), ("330301120380", False),
    ],
)  # fmt: skip
def test_a_nik_is_found_in_a_text_and_two_days_are_none(text: str, holds: bool) -> None:
    assert holds_nik(text) is holds


@given(
    number=st.from_regex(r"[0-9]{16}|[0-9]{18}", fullmatch=True),
    before=st.sampled_from(["", "Staf ", "Ani, NIK ", "("]),
    after=st.sampled_from(["", ")", " dan", ", S.Kom"]),
)
def test_no_number_of_a_person_passes_as_text_nor_is_shown_whole(
    number: str, before: str, after: str
) -> None:
    text = f"{before}{number}{after}"
    with pytest.raises(InputError) as caught:
        refuse_numbers(text)
    assert number not in f"{caught.value} {caught.value.hint}"
    assert number not in mask_numbers(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"Dinas A {NIK}", "Dinas A …0001"), (f"{NIP}: no day", "…1002: no day"),
        ("3303 0112 0380 0001", "…0001"), ("19750202 200001 1 002", "…1002"),
        (f"3/12/2020 {NIK}", "3/12/2020 …0001"), (f"12 {NIK}", "12 …0001"),
        ("1.97502022000011E+17", "…E+17"), (f"NIK{NIK}", "NIK…0001"), (f"Ani/{NIK}", "Ani/…0001"),
    ],
)  # fmt: skip
def test_what_is_said_holds_the_end_alone_of_a_persons_number(text: str, said: str) -> None:
    assert mask_people(text) == said
    if "E+" not in text:
        with pytest.raises(InputError):
            refuse_people(text)


@pytest.mark.parametrize(
    "text",
    [
        "001012030000016", "8962101234567890123", "89621012345678901234", "081234567890",
        "https://twitter.com/a/status/795000000000000000", "2020-12-03 2021-12-03",
        "www.facebook.com/1438293456789012", "https://fb.com/197502022000011002",
        "account set AGENCY facebook 1438293456789012", "1.3.2.05.02.06.001.000001",
        "800/1234/2020",
    ],
)  # fmt: skip
def test_the_numbers_of_things_and_addresses_are_shown_whole(text: str) -> None:
    refuse_people(text, as_born=True)
    assert mask_people(f"{text}, {NIK}") == f"{text}, …0001"


@pytest.mark.parametrize(("number", "taken"), [(NIK, False), (NIP, False),
                         ("9999123456789012", True), ("621001234567890123", True)])  # fmt: skip
def test_where_long_numbers_may_stand_one_is_a_persons_by_its_days(
    number: str, taken: bool
) -> None:
    if taken:
        refuse_people(number, as_born=True)
    else:
        with pytest.raises(InputError, match=r"look like a NIK|a NIP stands in it"):
            refuse_people(number, as_born=True)
