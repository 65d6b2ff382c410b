"""How many posts a month had: never more is told than the evidence shows."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from medsos_cli.models import Accuracy, Platform, Window
from medsos_cli.rules.activity import (
    Activity,
    IdKind,
    Known,
    Outcome,
    SeenPost,
    count_posts,
    covers,
    kind_of_id,
)
from medsos_cli.rules.spans import Per, Span, Target
from medsos_cli.words.days import Clock, read_zone, utc_stamp

CLOCK = Clock(read_zone("Asia/Jakarta"), lambda: datetime(2026, 12, 5, 3, 0, tzinfo=UTC))
NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
MONTHLY, WEEKLY, DAILY = Target(2, Per.MONTH), Target(1, Per.WEEK), Target(1, Per.DAY)
WHOLE = Window("", "2026-12-01T01:00:00Z")


def at(day: int, hour: int = 12) -> str:
    """Return an hour of November in Jakarta; days after the 30th are December's."""
    local = datetime(2026, 11, 1, hour, tzinfo=CLOCK.zone) + timedelta(days=day - 1)
    return utc_stamp(local)


def listed(*moments: str, kind: IdKind = IdKind.CODE) -> list[SeenPost]:
    return [SeenPost(kind, moment, moment, Accuracy.EXACT, listed=True) for moment in moments]


def linked(
    *moments: str, kind: IdKind = IdKind.CODE, accuracy: Accuracy = Accuracy.DAY
) -> list[SeenPost]:
    return [SeenPost(kind, moment, moment, accuracy) for moment in moments]


def count(
    posts: Iterable[SeenPost], *windows: Window, span: Span = NOVEMBER, target: Target | None = None
) -> Activity:
    return count_posts(posts, windows, span, CLOCK, target)


def told(activity: Activity) -> tuple[str, int | None]:
    return activity.known, activity.posts


def test_without_evidence_nothing_is_known_and_nothing_is_none() -> None:
    assert count([]) == Activity(Known.UNKNOWN)
    assert count([], target=MONTHLY) == Activity(
        Known.UNKNOWN, target=MONTHLY, result=Outcome.NOT_SHOWN
    )
    assert count([], Window(at(3), at(20))) == Activity(Known.UNKNOWN)
    assert told(count(linked("2026-10-20T05:00:00Z"))) == ("unknown", None)


def test_a_complete_look_at_an_empty_account_is_exactly_none() -> None:
    assert count([], WHOLE, target=MONTHLY) == Activity(
        Known.EXACT, 0, 0, None, 30, target=MONTHLY, result=Outcome.MISSED
    )


def test_everything_a_row_tells() -> None:
    posts = listed(at(5), at(5, 20), at(20), at(31))
    assert count(posts, WHOLE) == Activity(
        Known.EXACT, 3, 2, None, 14, date(2026, 11, 5), date(2026, 11, 20)
    )
    assert count(linked(at(5), at(20))) == Activity(
        Known.AT_LEAST, 2, 2, None, None, date(2026, 11, 5), date(2026, 11, 20)
    )


@pytest.mark.parametrize(
    ("days", "gap"),
    [((), 30), ((1,), 29), ((30,), 29), ((11, 20), 10), ((12, 20), 11), ((1, 30), 28)],
)
def test_the_longest_gap_counts_from_the_edges(days: tuple[int, ...], gap: int) -> None:
    assert count(listed(*map(at, days)), WHOLE).longest_gap == gap


@pytest.mark.parametrize(
    ("windows", "whole"),
    [
        ([WHOLE], True),
        ([Window("2026-10-31T16:59:59Z", "2026-11-30T17:00:00Z")], True),
        # The last post listed was made as the month began: another may have been, too.
        ([Window("2026-10-31T17:00:00Z", "2026-11-30T17:00:00Z")], False),
        ([Window("2026-10-31T16:59:59Z", "2026-11-30T16:59:59Z")], False),
        ([Window("2026-10-20T00:00:00Z", at(10)), Window(at(10), at(31))], True),
        ([Window(at(9), at(31)), Window("2026-10-20T00:00:00Z", at(10))], True),
        ([Window("2026-10-20T00:00:00Z", at(10)), Window(at(11), at(31))], False),
        ([Window("", at(10)), Window(at(9), at(20)), Window(at(19), at(31))], True),
        ([Window("", at(10)), Window(at(2), at(5)), Window(at(10), at(31))], True),
        # One long before the month, and one that begins before it on its own.
        ([Window("", "2026-10-01T00:00:00Z"), Window("2026-10-20T00:00:00Z", at(31))], True),
        ([Window("2026-10-20T00:00:00Z", at(30))], False),
        ([], False),
    ],
)
def test_windows_that_meet_or_overlap_cover_the_month(windows: list[Window], whole: bool) -> None:
    assert covers(windows, "2026-10-31T17:00:00Z", "2026-11-30T17:00:00Z") is whole
    assert (count(listed(at(10)), *windows).known is Known.EXACT) is whole


def test_a_day_that_is_not_over_is_never_exact() -> None:
    fifth = Span(date(2026, 12, 5), date(2026, 12, 5))
    assert told(count(listed(at(35)), Window("", CLOCK.stamp), span=fifth)) == ("at least", 1)
    fourth = Span(date(2026, 12, 4), date(2026, 12, 4))
    assert told(count(listed(at(34)), Window("", CLOCK.stamp), span=fourth)) == ("exact", 1)


def test_days_are_the_offices() -> None:
    late, after = "2026-11-30T16:59:59Z", "2026-11-30T17:00:00Z"
    assert told(count(listed(late, after), Window("", after))) == ("exact", 1)


def test_a_post_that_a_complete_listing_has_not_makes_it_the_least_that_was() -> None:
    assert told(count([*listed(at(5)), *linked(at(9))], WHOLE)) == ("at least", 2)


def test_a_post_listed_once_and_removed_since_counts() -> None:
    early, late = Window("", at(10)), Window(at(8), at(31))
    assert told(count(listed(at(7), at(9), at(20)), early, late)) == ("exact", 3)


def test_a_day_of_which_a_post_is_told_is_one_post_and_is_never_added_up() -> None:
    days = linked(at(5), at(5, 20), at(9), kind=IdKind.DAY)
    assert told(count(days)) == ("at least", 2)
    assert told(count([*linked(at(6)), *days])) == ("at least", 2)
    assert told(count([*listed(at(5), at(9)), *days], WHOLE)) == ("exact", 2)
    assert told(count([*listed(at(5)), *days], WHOLE)) == ("at least", 2)
    assert told(count(days, span=Span(date(2026, 11, 6), date(2026, 11, 30)))) == ("at least", 1)


def test_ids_of_different_kinds_are_never_added_up() -> None:
    listing = listed(at(5), at(6), kind=IdKind.LISTING)
    pfbids = linked(at(5, 9), at(6, 9), at(7, 9), kind=IdKind.PFBID)
    shares = linked(at(20), kind=IdKind.SHARE, accuracy=Accuracy.GUESS)
    assert told(count([*listing, *shares], WHOLE)) == ("exact", 2)
    assert told(count([*listing, *pfbids[:2]], WHOLE)) == ("exact", 2)
    more = count([*listing, *pfbids, *shares], WHOLE)
    assert told(more) == ("at least", 3)
    assert more.last_post == date(2026, 11, 7)
    assert told(count([*pfbids, *shares])) == ("at least", 3)
    assert told(count([*linked(at(40), kind=IdKind.PFBID), *shares])) == ("at least", 1)


@pytest.mark.parametrize(
    ("target", "moments", "result"),
    [
        (MONTHLY, [at(5)], Outcome.NOT_SHOWN),
        (MONTHLY, [at(5), at(6)], Outcome.MET),
        (WEEKLY, [at(2), at(9), at(16), at(29)], Outcome.MET),
        (WEEKLY, [at(2), at(9), at(16), at(30)], Outcome.NOT_SHOWN),
        (DAILY, [at(day) for day in range(1, 31)], Outcome.MET),
        (DAILY, [at(day) for day in range(1, 30)], Outcome.NOT_SHOWN),
    ],
)
def test_a_target_is_met_by_the_lower_bound_and_missed_only_by_an_exact_count(
    target: Target, moments: list[str], result: Outcome
) -> None:
    assert count(linked(*moments), target=target).result is result
    exact = Outcome.MET if result is Outcome.MET else Outcome.MISSED
    assert count(listed(*moments), WHOLE, target=target).result is exact


def test_weeks_met_are_those_that_lie_in_the_span_whole() -> None:
    moments = [at(1), at(2), at(8), at(9), at(29)]  # the first is a Sunday, the 30th a Monday
    assert count(listed(*moments), WHOLE, target=WEEKLY).weeks_met == 3
    assert count(linked(*moments), target=WEEKLY).weeks_met == 3
    assert count(linked(*moments), target=MONTHLY).weeks_met is None
    assert count([], target=WEEKLY).weeks_met is None


@pytest.mark.parametrize("accuracy", [Accuracy.LOWER_BOUND, Accuracy.GUESS])
def test_a_rough_day_near_the_edge_makes_nothing_met(accuracy: Accuracy) -> None:
    for near in (1, 2, 29, 30):
        found = count(linked(at(10), at(near), accuracy=accuracy), target=MONTHLY)
        assert (told(found), found.result) == (("at least", 2), Outcome.NOT_SHOWN)
        assert found.approximate
        assert count(linked(at(10), at(near)), target=MONTHLY).result is Outcome.MET
    for within in (3, 28):
        found = count(linked(at(10), at(within), accuracy=accuracy), target=MONTHLY)
        assert found.result is Outcome.MET


@pytest.mark.parametrize(
    ("platform", "post", "listed", "kind"),
    [
        (Platform.INSTAGRAM, "CIxample123", False, IdKind.CODE),
        (Platform.INSTAGRAM, "12345678901", True, IdKind.CODE),
        (Platform.INSTAGRAM, "2450000000000000000", False, IdKind.STORY),
        (Platform.FACEBOOK, "122000000000001", True, IdKind.LISTING),
        (Platform.FACEBOOK, "122000000000001", False, IdKind.NUMBER),
        (Platform.FACEBOOK, "pfbid0abc", False, IdKind.PFBID),
        (Platform.FACEBOOK, "1BxYz", False, IdKind.SHARE),
        (Platform.TWITTER, "1330000000000000000", True, IdKind.NUMBER),
    ],
)
def test_an_id_says_which_kind_it_is_of(
    platform: Platform, post: str, listed: bool, kind: IdKind
) -> None:
    assert kind_of_id(platform, post, listed=listed) is kind


def test_the_last_day_is_rough_where_no_post_of_it_is_certain() -> None:
    rough, sure = linked(at(3), accuracy=Accuracy.GUESS), linked(at(20))
    assert not count([*rough, *sure]).approximate
    assert count([*linked(at(2)), *rough]).approximate
    assert not count([*linked(at(3, 9)), *rough]).approximate
