"""Sorting in little memory is sorting."""

from operator import itemgetter, neg

from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.sorting import in_order


@given(st.lists(st.integers()), st.integers(1, 7))
def test_the_order_is_that_of_sorted_however_little_fits(items: list[int], at_once: int) -> None:
    assert [*in_order(iter(items), neg, at_once=at_once)] == sorted(items, key=neg)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers())), st.integers(1, 7))
def test_what_is_equal_keeps_its_order(items: list[tuple[int, int]], at_once: int) -> None:
    first = itemgetter(0)
    assert [*in_order(iter(items), first, at_once=at_once)] == sorted(items, key=first)
