"""Activity: how many posts an account made in a span of days, and how well that is known.

What is told never goes further than the evidence: a count is exact only where looks
showed the whole span, a target missed only where the count is exact, and nothing known
is unknown, never none.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from medsos_cli.models import Accuracy, Agency, Platform, Window
from medsos_cli.rules.spans import Per, Span, Target
from medsos_cli.words.days import Clock

_EDGE = timedelta(days=2)
_STORY_DIGITS = 15


class IdKind(StrEnum):
    """What a post is known by. One post may have an id of each kind, and none tells the other."""

    CODE = "code"
    STORY = "story"
    LISTING = "listing"
    NUMBER = "number"
    PFBID = "pfbid"
    SHARE = "share"
    DAY = "day"
    """None but its day, as a roster tells it: of one day it may be the same post."""


class SeenPost(NamedTuple):
    """One post as it is known best; `moment` is a UTC stamp.

    `listed` says that a look at the network showed it, with its own moment.
    """

    kind: IdKind
    id: str
    moment: str
    accuracy: Accuracy
    listed: bool = False


class Known(StrEnum):
    """How well a count is known."""

    EXACT = "exact"
    AT_LEAST = "at least"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What came of a target."""

    MET = "met"
    MISSED = "missed"
    NOT_SHOWN = "not shown"


class Activity(NamedTuple):
    """What is known of an account's posts in a span; all counts are empty where nothing is.

    `weeks_met` is there with a weekly target only. `longest_gap` counts days in a row
    without a post, and is there only where the count is exact. `approximate` says that
    the day of the last post is.
    """

    known: Known
    posts: int | None = None
    days_with_posts: int | None = None
    weeks_met: int | None = None
    longest_gap: int | None = None
    first_post: date | None = None
    last_post: date | None = None
    approximate: bool = False
    target: Target | None = None
    result: Outcome | None = None


class AccountActivity(NamedTuple):
    """The activity of one account on record; `handle` is None where nobody has written it down."""

    agency: Agency
    platform: Platform
    handle: str | None
    activity: Activity


def kind_of_id(platform: Platform, post: str, *, listed: bool) -> IdKind:
    """Return what kind of id a post is known by, from a look (`listed`) or from a link."""
    if platform is Platform.INSTAGRAM:
        # A story is in no listing, and is no post of the feed.
        is_story = post.isdecimal() and len(post) >= _STORY_DIGITS
        return IdKind.STORY if is_story else IdKind.CODE
    if platform is Platform.TWITTER:
        return IdKind.NUMBER
    if listed:
        return IdKind.LISTING
    if post.startswith("pfbid"):
        return IdKind.PFBID
    return IdKind.NUMBER if post.isdecimal() else IdKind.SHARE


def covers(windows: Iterable[Window], start: str, end: str) -> bool:
    """Tell whether windows that meet or overlap show every post from `start` to `end` (UTC).

    A window shows the posts later than its own beginning, so it has to begin before.
    """
    reached = ""
    for after, until in sorted(windows):
        if after < start or after <= reached:
            reached = max(reached, until)
    return reached >= end


def count_posts(
    posts: Iterable[SeenPost],
    windows: Collection[Window],
    span: Span,
    clock: Clock,
    target: Target | None = None,
) -> Activity:
    """Return what the evidence about one account says of a span, and of a target in it.

    Kinds of ids are never added up: the one with the largest count gives everything, a
    listing before others. The last day of a span is shown whole only by a look of a later
    day. A post whose day is not certain, and near an edge of the span, meets no target.
    """
    within: defaultdict[IdKind, dict[str, SeenPost]] = defaultdict(dict)
    for post in posts:
        if (day := clock.local_day(post.moment)) in span:
            name = str(day) if post.kind is IdKind.DAY else post.id
            within[post.kind][name] = post
    kinds = [[*each.values()] for each in within.values()]
    chosen = max(kinds, default=[], key=lambda each: (len(each), _listed(each)))
    start, end = clock.end_of(span.first - timedelta(days=1)), clock.end_of(span.last)
    exact = covers(windows, start, end) and all(post.listed for post in chosen)
    if not (exact or chosen):
        known = Activity(Known.UNKNOWN)
    else:
        days = [clock.local_day(post.moment) for post in chosen]
        known = Activity(
            Known.EXACT if exact else Known.AT_LEAST,
            posts=len(days),
            days_with_posts=len(set(days)),
            longest_gap=_longest_gap(days, span) if exact else None,
            first_post=min(days, default=None),
            last_post=max(days, default=None),
            approximate=_is_last_day_rough(chosen, max(days, default=None), clock),
        )
    return known if target is None else _judge(known, chosen, span, clock, target)


def _is_last_day_rough(posts: Iterable[SeenPost], last: date | None, clock: Clock) -> bool:
    of_last = [post for post in posts if clock.local_day(post.moment) == last]
    return bool(of_last) and all(post.accuracy.approximate for post in of_last)


def _listed(posts: Iterable[SeenPost]) -> int:
    return sum(post.listed for post in posts)


def _longest_gap(days: Iterable[date], span: Span) -> int:
    around = sorted({span.first - timedelta(days=1), *days, span.last + timedelta(days=1)})
    return max((later - earlier).days - 1 for earlier, later in pairwise(around))


def _judge(
    known: Activity, posts: Iterable[SeenPost], span: Span, clock: Clock, target: Target
) -> Activity:
    """Add what came of a target: met by the lower bound, missed only by an exact count."""
    certain: Counter[date] = Counter()
    for post in posts:
        day = clock.local_day(post.moment)
        near = day - span.first < _EDGE or span.last - day < _EDGE
        if not (near and post.accuracy.approximate):
            certain[day] += 1
    periods = target.periods(span)
    met = sum(_made_in(period, certain) >= target.posts for period in periods)
    if met == len(periods):
        result = Outcome.MET
    else:
        result = Outcome.MISSED if known.known is Known.EXACT else Outcome.NOT_SHOWN
    weeks = met if target.per is Per.WEEK and known.known is not Known.UNKNOWN else None
    return known._replace(weeks_met=weeks, target=target, result=result)


def _made_in(period: Span, made: Counter[date]) -> int:
    return sum(number for day, number in made.items() if day in period)
