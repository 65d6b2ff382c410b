"""Sorting in little memory is sorting."""

from collections.abc import Callable, Iterable
from operator import itemgetter, neg
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.answers.sorting import Sorted

T = TypeVar("T")


def in_order(items: Iterable[T], key: Callable[[T], Any], at_once: int) -> list[T]:
    with Sorted[T](at_once=at_once) as pile:
        for item in items:
            pile.add(key(item), item)
        return [*pile]


@given(st.lists(st.integers()), st.integers(1, 7))
def test_the_order_is_that_of_sorted_however_little_fits(items: list[int], at_once: int) -> None:
    assert in_order(items, neg, at_once) == sorted(items, key=neg)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers())), st.integers(1, 7))
def test_what_is_equal_keeps_its_order(items: list[tuple[int, int]], at_once: int) -> None:
    first = itemgetter(0)
    assert in_order(items, first, at_once) == sorted(items, key=first)
