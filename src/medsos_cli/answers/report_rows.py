"""The rows of a report in words, which every form of it shows.

They are named tuples of texts, numbers and days, so that a template may name what it shows.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from medsos_cli.models import Verdict


class Table(NamedTuple):
    """A part of the report: a title, headings over rows, and a sentence on what it shows."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Any]
    note: str = ""

    @property
    def upended(self) -> list[tuple[Any, ...]]:
        """The table with a row for each heading, where its rows are few and long."""
        return [*zip(self.headings, *self.rows, strict=True)]


class Tile(NamedTuple):
    """One figure in large, what it counts, and what stands beside it."""

    figure: str
    label: str
    note: str = ""


class CoverageRow(NamedTuple):
    """How many agencies are on so many platforms."""

    label: str
    now: int
    before: int | None
    change: str


class PlatformRow(NamedTuple):
    """How often each verdict stands on a platform, and how many accounts were looked at."""

    platform: str
    fresh: int
    stale: int
    empty: int
    unchecked: int
    gone: int
    none: int
    unlisted: int
    fresh_change: str
    looked_at: int
    accounts: int


class PostsRow(NamedTuple):
    """The posts of a platform's accounts, and how well they are known."""

    platform: str
    posts: str
    exact: int
    at_least: int
    unknown: int


class TargetRow(NamedTuple):
    """The same, and what came of the target."""

    platform: str
    posts: str
    exact: int
    at_least: int
    unknown: int
    met: int
    missed: int
    not_shown: int


class KindRow(NamedTuple):
    """Fresh and stale accounts of the agencies of a kind, on each platform."""

    kind: str
    agencies: int
    instagram_fresh: int
    instagram_stale: int
    facebook_fresh: int
    facebook_stale: int
    twitter_fresh: int
    twitter_stale: int


class NamesRow(NamedTuple):
    """How many of something there are, and which."""

    label: str
    number: int
    names: tuple[str, ...] = ()


class RankRow(NamedTuple):
    """A place in a ranking."""

    place: int
    agency: str
    platform: str
    figure: int
    shown: str


class UnseenRow(NamedTuple):
    """An account nobody looked at, and why."""

    agency: str
    platform: str
    handle: str
    why: str


class FollowUpRow(NamedTuple):
    """A reminder, and what came of it."""

    day: date
    agency: str
    by: str
    outcome: str


class AccountCell(NamedTuple):
    """One account in the recap; `age` is that of its newest post, `posts` those of the month.

    `number` is `posts` to reckon with, and `known` how well it is known.
    """

    verdict: Verdict
    mark: str
    word: str
    handle: str
    age: str
    last_post: date | None
    checked_on: date | None
    posts: str
    number: int | None
    known: str
    flag: str

    def __str__(self) -> str:
        """Write it as a cell of text."""
        parts = (self.mark, self.word, self.age, self.flag)
        return " ".join(part for part in parts if part)


class RecapRow(NamedTuple):
    """One agency: its accounts, all their posts, and what changed."""

    agency: str
    kind: str
    instagram: AccountCell
    facebook: AccountCell
    twitter: AccountCell
    posts: str
    change: str

    @property
    def accounts(self) -> tuple[AccountCell, ...]:
        """Its accounts in the order of the platforms."""
        return self.instagram, self.facebook, self.twitter


class LegendRow(NamedTuple):
    """A verdict's mark and word, and what it says."""

    verdict: Verdict
    mark: str
    word: str
    meaning: str
