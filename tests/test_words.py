"""Words for nothing, and how many is said."""

import pytest

from medsos_cli.words import NEVER_WORDS, NONE_WORDS, UNKNOWN_WORDS, YES_WORDS, counted


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (11, "11 rows"), (21, "21 rows")],
)
def test_only_one_is_one(number: int, told: str) -> None:
    assert counted(number, "row") == told


def test_the_noun_may_be_of_several_words() -> None:
    assert counted(2, "last post") == "2 last posts"


@pytest.mark.parametrize("words", [NONE_WORDS, UNKNOWN_WORDS, YES_WORDS, NEVER_WORDS])
def test_words_are_kept_as_cells_are_compared(words: frozenset[str]) -> None:
    assert {" ".join(word.split()).casefold() for word in words} == words


def test_no_word_says_two_things() -> None:
    assert not NONE_WORDS & UNKNOWN_WORDS
    assert not NEVER_WORDS & UNKNOWN_WORDS
    assert not YES_WORDS & (NEVER_WORDS | UNKNOWN_WORDS)


def test_who_has_none_never_posted() -> None:
    assert NONE_WORDS < NEVER_WORDS
