"""Numbers beside the libraries that know them in general."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words
from stdnum import luhn

from medsos_cli.words.numbers import passes_luhn, spell


@given(st.text("0123456789", min_size=1, max_size=20))
def test_a_check_digit_is_right_where_it_is_right_elsewhere(digits: str) -> None:
    assert passes_luhn(digits) == luhn.is_valid(digits)
    assert passes_luhn(digits + luhn.calc_check_digit(digits))


def test_every_year_and_day_is_said_as_elsewhere() -> None:
    assert [spell(n) for n in range(10_000)] == [num2words(n, lang="id") for n in range(10_000)]


@pytest.mark.parametrize(
    ("number", "said"),
    [(3, "tiga"), (11, "sebelas"), (19, "sembilan belas"), (31, "tiga puluh satu"),
     (1000, "seribu"), (2020, "dua ribu dua puluh"), (2126, "dua ribu seratus dua puluh enam")],
)  # fmt: skip
def test_a_number_is_said_as_a_paper_has_it(number: int, said: str) -> None:
    assert spell(number) == said
