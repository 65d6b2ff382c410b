"""Who posted most and who has been silent longest, among accounts that are equally well known."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from medsos_cli.models import Agency, Platform, Presence, Verdict
from medsos_cli.rules.activity import AccountActivity, Known
from medsos_cli.rules.verdicts import Judgement

_LENGTH = 5


class Ranked(NamedTuple):
    """One account in a ranking; equal figures share a place."""

    place: int
    agency: Agency
    platform: Platform
    figure: int
    approximate: bool = False


class Ranking(NamedTuple):
    """The first five of those equally well known, and how many more have the last one's figure.

    `best` says whether they are the well known ones: counts that are exact, accounts that
    were looked at lately. `of` is how many were compared.
    """

    best: bool
    rows: tuple[Ranked, ...] = ()
    tied: int = 0
    of: int = 0


def most_active(activities: Iterable[AccountActivity]) -> Ranking:
    """Rank accounts by their posts: those with an exact count, else those with a least one."""
    sure: list[Ranked] = []
    least: list[Ranked] = []
    for agency, platform, _, activity in activities:
        if activity.posts:
            row = Ranked(0, agency, platform, activity.posts)
            (sure if activity.known is Known.EXACT else least).append(row)
    return _choose(sure, least)


def longest_silent(presences: Iterable[Presence], judgement: Judgement) -> Ranking:
    """Rank stale accounts by their days without a known post: those looked at lately, else others.

    Where nobody has looked for long, silence may only be that of the evidence.
    """
    sure: list[Ranked] = []
    doubtful: list[Ranked] = []
    for presence in presences:
        for finding in presence.findings:
            if finding.verdict is Verdict.STALE and finding.days is not None:
                old = judgement.looked_long_ago(finding)
                (doubtful if old else sure).append(
                    Ranked(
                        0, presence.agency, finding.platform, finding.days, finding.approximate
                    )
                )  # fmt: skip
    return _choose(sure, doubtful)


def _choose(sure: Sequence[Ranked], doubtful: Sequence[Ranked]) -> Ranking:
    """Rank the well known, unless they are too few for a list and the others are more."""
    best = len(sure) >= min(_LENGTH, len(doubtful)) and bool(sure)
    rows = sorted(sure if best else doubtful, key=_order)
    first = rows[:_LENGTH]
    figure: Callable[[Ranked], int] = attrgetter("figure")
    places = {value: n for n, value in reversed([*enumerate(map(figure, rows), start=1)])}
    tied = sum(row.figure == first[-1].figure for row in rows[_LENGTH:])
    ranked = tuple(row._replace(place=places[row.figure]) for row in first)
    return Ranking(best or not rows, ranked, tied, len(rows))


def _order(row: Ranked) -> tuple[int, str, str, int]:
    return -row.figure, row.agency.name.casefold(), row.agency.code, [*Platform].index(row.platform)
