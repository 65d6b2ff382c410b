"""Characters that act on a terminal or cannot be seen."""

from unicodedata import bidirectional, category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.errors import Message
from medsos_cli.words.safe import (
    drop_marks,
    drop_unseen,
    escape,
    escape_data,
    find_control,
    on_one_line,
    quoted,
    some_of,
)

TEXTS = st.text() | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs"]))
TURNING = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


@given(TEXTS)
def test_what_is_shown_does_nothing_and_can_be_written(text: str) -> None:
    for shown, kept in ((escape(text), ""), (escape_data(text), "\t\n\r")):
        assert not [c for c in shown if category(c) in {"Cc", "Zl", "Zp"} and c not in kept]
        assert not [c for c in shown if bidirectional(c) in TURNING]
        assert shown == text or "\\u" in shown
    escape(text).encode()


def test_a_message_is_shown_as_the_text_it_becomes() -> None:
    assert escape(Message("{name} is here", name="\x1b[31mAni")) == "\\u001b[31mAni is here"


def test_what_was_read_is_quoted_short_and_on_one_line() -> None:
    assert quoted("a\x1b[31m\n\u202eb") == r"'a\x1b[31m\n\u202eb'"
    assert quoted("a" * 1000) == f"'{'a' * 59}…'"


@pytest.mark.parametrize("text", ["Ani\u200b", "\ufeffAni", "A\u00adni", "\u200eAni\u061c"])
def test_what_has_no_width_is_dropped(text: str) -> None:
    assert drop_unseen(text) == drop_marks(text) == "Ani"


def test_marks_that_turn_a_text_are_found_or_dropped() -> None:
    assert find_control("Ani \u202eidub") == "\u202e"
    assert find_control("Ani\tBudi\n") is None
    assert drop_marks("\u202a+62\xa0812\u202c") == "+62 812"


@given(TEXTS)
def test_a_text_for_paper_is_one_line_of_what_prints(text: str) -> None:
    line = on_one_line(text)
    assert line.isprintable()
    assert line == on_one_line(line)


def test_a_message_names_three_at_most() -> None:
    assert (some_of([]), some_of("ab"), some_of("abc")) == ("", "a, b", "a, b, c")
    assert some_of("abcd") == "a, b, c, …"
