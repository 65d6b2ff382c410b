"""Spans and targets: what may be asked for, and what it means in the office's calendar."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.rules.spans import (
    Per,
    Span,
    Target,
    month_before,
    month_of,
    read_month,
    read_span,
    read_target,
)
from medsos_cli.words.days import Clock, read_zone

# 23:30 of 30 November in Greenwich is 1 December in Jakarta.
CLOCK = Clock(read_zone("Asia/Jakarta"), lambda: datetime(2026, 11, 30, 23, 30, tzinfo=UTC))
NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
days = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("month", "first", "last", "span"),
    [
        (None, None, None, NOVEMBER),
        ("2026-11", None, None, NOVEMBER),
        ("2026-12", None, None, Span(date(2026, 12, 1), date(2026, 12, 31))),
        (" 2024-2 ", None, None, Span(date(2024, 2, 1), date(2024, 2, 29))),
        ("11/2026", None, None, NOVEMBER),
        (None, "3/11/2026", "2026-11-09", Span(date(2026, 11, 3), date(2026, 11, 9))),
        (None, "3/11/2026", None, Span(date(2026, 11, 3), date(2026, 12, 1))),
        (None, "today", "today", Span(date(2026, 12, 1), date(2026, 12, 1))),
    ],
)
def test_a_span_is_a_month_or_from_and_to(
    month: str | None, first: str | None, last: str | None, span: Span
) -> None:
    assert read_span(CLOCK, month, first, last) == span


@pytest.mark.parametrize(
    ("month", "first", "last", "said"),
    [
        ("2027-01", None, None, "--month: 2027-01 lies in the future"),
        ("November", None, None, "--month: 'November' is no month"),
        ("2026-13", None, None, "--month: '2026-13' is no month"),
        ("2026-11", "2026-11-01", None, "--month does not go with --from and --to"),
        ("2026-11", None, "2026-11-01", "--month does not go with --from and --to"),
        (None, None, "2026-11-01", "--to needs --from"),
        (None, "2026-11-09", "2026-11-03", "--to: 2026-11-03 is before 2026-11-09"),
        (None, "2026-11-09", "2026-12-02", "'2026-12-02' lies in the future"),
    ],
)
def test_what_is_no_span_is_refused(
    month: str | None, first: str | None, last: str | None, said: str
) -> None:
    with pytest.raises(InputError) as error:
        read_span(CLOCK, month, first, last)
    assert str(error.value).startswith(said)


def test_the_running_month_is_a_month_that_may_be_asked_for() -> None:
    assert read_month(CLOCK, "2026-12").last == date(2026, 12, 31)


@given(days)
def test_months_follow_each_other_without_a_gap(day: date) -> None:
    month = month_of(day)
    assert day in month
    assert month.is_month
    assert 28 <= month.days <= 31
    assert month_of(month.last) == month
    assert (month.first - month_before(day).last).days == 1


@given(days, days)
def test_whole_weeks_are_mondays_to_sundays_inside_the_span(one: date, other: date) -> None:
    span = Span(min(one, other), max(one, other))
    weeks = [*span.whole_weeks()]
    assert all(
        week.days == 7 and week.first.weekday() == 0 and week.first in span and week.last in span
        for week in weeks
    )
    assert span.days - 12 <= 7 * len(weeks) <= span.days


@pytest.mark.parametrize(
    ("text", "target", "periods"),
    [
        ("2/week", Target(2, Per.WEEK), 4),
        ("1/day", Target(1, Per.DAY), 30),
        ("12/month", Target(12, Per.MONTH), 1),
        (" 3 / Week ", Target(3, Per.WEEK), 4),
        ("2/minggu", Target(2, Per.WEEK), 4),
        ("1 / Hari", Target(1, Per.DAY), 30),
        ("12/bulan", Target(12, Per.MONTH), 1),
    ],
)
def test_a_target_is_a_number_in_a_day_a_week_or_a_month(
    text: str, target: Target, periods: int
) -> None:
    assert read_target(text, NOVEMBER) == target
    assert len(target.periods(NOVEMBER)) == periods
    assert read_target(str(target), NOVEMBER) == target


@pytest.mark.parametrize(
    ("text", "span", "said"),
    [
        ("0/week", NOVEMBER, "--target: '0/week' is no target"),
        ("two a week", NOVEMBER, "--target: 'two a week' is no target"),
        ("2/year", NOVEMBER, "--target: '2/year' is no target"),
        ("12/month", Span(date(2026, 11, 1), date(2026, 11, 29)), "--target: 12/month needs a who"),
        ("12/bulan", Span(date(2026, 11, 1), date(2026, 11, 29)), "--target: 12/bulan needs a who"),
        ("2/week", Span(date(2026, 11, 3), date(2026, 11, 9)), "--target: no whole week, Monday"),
    ],
)
def test_a_target_that_cannot_be_judged_is_refused(text: str, span: Span, said: str) -> None:
    with pytest.raises(InputError) as error:
        read_target(text, span)
    assert str(error.value).startswith(said)
