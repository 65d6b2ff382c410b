"""Spans of days in the office's calendar, and how many posts an office wants in them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.words import days
from medsos_cli.words.days import Clock

_TARGET = re.compile(
    r"([1-9]\d{0,3})\s*/\s*(day|week|month|hari|minggu|bulan)", re.ASCII | re.IGNORECASE
)
_SUNDAY = 6
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class Span(NamedTuple):
    """Calendar days of the office, the first and the last among them."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        """Whether it is one calendar month, whole."""
        return self == month_of(self.first)

    def __contains__(self, day: object) -> bool:
        """Tell whether a day is one of its days."""
        return isinstance(day, date) and self.first <= day <= self.last

    def each_day(self) -> Iterator["Span"]:
        """Yield its days, each as a span."""
        for n in range(self.days):
            day = self.first + n * DAY
            yield Span(day, day)

    def whole_weeks(self) -> Iterator["Span"]:
        """Yield the weeks, Monday to Sunday, that lie in it whole."""
        monday = self.first + timedelta(days=-self.first.weekday() % 7)
        while monday + _SUNDAY * DAY <= self.last:
            yield Span(monday, monday + _SUNDAY * DAY)
            monday += WEEK


def month_of(day: date) -> Span:
    """Return the calendar month a day lies in."""
    first = day.replace(day=1)
    return Span(first, (first + timedelta(days=31)).replace(day=1) - DAY)


def month_before(day: date) -> Span:
    """Return the calendar month before the one a day lies in."""
    return month_of(day.replace(day=1) - DAY)


def read_month(clock: Clock, text: str) -> Span:
    """Read the month of `--month`; raises `InputError` for what is none and for one ahead."""
    try:
        month = month_of(days.read_month(text))
    except InputError as error:
        raise error.at("--month") from None
    if month.first > clock.today:
        raise InputError("--month: {word} lies in the future", word=text.strip())
    return month


def read_span(clock: Clock, month: str | None, first: str | None, last: str | None) -> Span:
    """Read the span of `--month`, or of `--from` and `--to`; the last whole month without them.

    Without `--to` the span ends today. Raises `InputError` for both ways at once, for
    `--to` alone, for days ahead, and for a span that ends before it begins.
    """
    if month is not None:
        if first is not None or last is not None:
            raise InputError(
                "--month does not go with --from and --to", "say the one or the others"
            )
        return read_month(clock, month)
    if first is None:
        if last is not None:
            raise InputError("--to needs --from", "say from which day: --from DATE --to DATE")
        return month_before(clock.today)
    span = Span(clock.read_past(first), clock.today if last is None else clock.read_past(last))
    if span.last < span.first:
        raise InputError(
            "--to: {last} is before {first}", "say the earlier day with --from",
            last=span.last, first=span.first,
        )  # fmt: skip
    return span


class Per(StrEnum):
    """What a target is counted over."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_INDONESIAN = {"hari": Per.DAY, "minggu": Per.WEEK, "bulan": Per.MONTH}


class Target(NamedTuple):
    """How many posts an account is to make, at the least, and in what."""

    posts: int
    per: Per

    def __str__(self) -> str:
        """Write it as it is read: `2/week`."""
        return f"{self.posts}/{self.per}"

    def periods(self, span: Span) -> tuple[Span, ...]:
        """Return every part of a span in which so many posts are to be made."""
        if self.per is Per.MONTH:
            return (span,)
        return tuple(span.each_day() if self.per is Per.DAY else span.whole_weeks())


def read_target(text: str, span: Span) -> Target:
    """Read a target as `2/week`, `1/hari` or `12/month`, for a span it can be judged in.

    Raises `InputError` for any other word, a monthly one where the span is no month, and
    a weekly one where no week lies in it whole.
    """
    match = _TARGET.fullmatch(text.strip())
    if match is None:
        raise InputError(
            "--target: {word!r} is no target", "write it as 2/week, 1/day or 12/month", word=text
        )
    per = match[2].lower()
    target = Target(int(match[1]), Per(_INDONESIAN.get(per, per)))
    if target.per is Per.MONTH and not span.is_month:
        raise InputError(
            "--target: {target} needs a whole month", "say --month, or a target a week or a day",
            target=match[0],
        )  # fmt: skip
    if not target.periods(span):
        raise InputError(
            "--target: no whole week, Monday to Sunday, lies between {first} and {last}",
            "choose a longer span, or a target a day",
            first=span.first, last=span.last,
        )  # fmt: skip
    return target
