"""What is known of an account on a day: each verdict, its edges, and the office's calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.models import Account, Accuracy, Platform, Result, Verdict
from medsos_cli.rules.verdicts import Evidence, Judgement
from medsos_cli.words.days import Clock, read_zone

DAY = date(2020, 12, 3)
CLOCK = Clock(read_zone("Asia/Jakarta"), lambda: datetime(2020, 12, 3, 3, 0, tzinfo=UTC))
ACCOUNT = Account("dinkes", Platform.INSTAGRAM, has=True, handle="contoh.dinkes")
SEEN = "2020-12-03T01:00:00Z"
moments = st.datetimes(datetime(2019, 1, 1), datetime(2020, 12, 3, 16, 59)).map(  # noqa: DTZ001  # made UTC below
    lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ")
)


def judge(
    evidence: Evidence,
    account: Account | None = ACCOUNT,
    *,
    stale_days: int = 30,
    as_of: date = DAY,
    clock: Clock = CLOCK,
) -> tuple[Verdict, int | None]:
    found = Judgement(as_of, stale_days, clock).judge(Platform.INSTAGRAM, account, evidence)
    return found.verdict, found.days


def post(at: str, latest: Result = Result.POST, seen_at: str = SEEN) -> Evidence:
    return Evidence(at, Accuracy.EXACT, latest, seen_at)


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        (post("2020-12-03T00:00:00Z"), (Verdict.FRESH, 0)),
        (post("2020-11-03T05:00:00Z"), (Verdict.FRESH, 30)),
        (post("2020-11-02T05:00:00Z"), (Verdict.STALE, 31)),
        (Evidence(None, None, Result.EMPTY, SEEN), (Verdict.EMPTY, None)),
        (Evidence(None, None, Result.EXISTS, SEEN), (Verdict.UNCHECKED, None)),
        (Evidence(), (Verdict.UNCHECKED, None)),
        (Evidence(None, None, Result.GONE, SEEN), (Verdict.GONE, None)),
        (post("2020-12-01T05:00:00Z", Result.GONE), (Verdict.GONE, 2)),
        (post("2020-12-02T05:00:00Z", Result.GONE, "2020-12-01T05:00:00Z"), (Verdict.FRESH, 1)),
        (post("2020-12-01T05:00:00Z", Result.EMPTY), (Verdict.FRESH, 2)),
        (post("2020-12-01T05:00:00Z", Result.EXISTS), (Verdict.FRESH, 2)),
    ],
    ids=[
        "today", "as many days as the limit", "a day more", "never posted", "is there, no more",
        "nothing known", "gone", "gone after its last post", "a post newer than gone",
        "a post is not undone by an empty look", "nor by one that saw no post",
    ],
)  # fmt: skip
def test_each_verdict_has_its_evidence(
    evidence: Evidence, verdict: tuple[Verdict, int | None]
) -> None:
    assert judge(evidence) == verdict


def test_without_an_account_evidence_says_nothing() -> None:
    evidence = post("2020-12-01T05:00:00Z")
    stated_none = Account("dinkes", Platform.INSTAGRAM, has=False)
    assert judge(evidence, None) == (Verdict.UNLISTED, None)
    assert judge(evidence, stated_none) == (Verdict.NONE, None)


def test_has_is_what_the_contract_counts() -> None:
    assert {each for each in Verdict if each.has} == {
        Verdict.FRESH, Verdict.STALE, Verdict.EMPTY, Verdict.UNCHECKED
    }  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "at", "days"),
    [
        ("Asia/Jakarta", "2020-12-02T16:59:59Z", 1),  # 23:59:59 in Jakarta
        ("Asia/Jakarta", "2020-12-02T17:00:00Z", 0),  # midnight in Jakarta
        ("Asia/Jayapura", "2020-12-02T15:00:00Z", 0),
        ("Asia/Jayapura", "2020-12-02T14:59:59Z", 1),
        ("Asia/Makassar", "2020-12-02T16:00:00Z", 0),
        ("UTC", "2020-12-02T23:59:59Z", 1),
    ],
)
def test_days_are_those_of_the_offices_calendar(zone: str, at: str, days: int) -> None:
    clock = Clock(read_zone(zone), CLOCK.now)
    assert judge(post(at), clock=clock)[1] == days


def test_how_it_is_known_is_kept() -> None:
    judgement = Judgement(DAY, 30, CLOCK)
    guessed = Evidence("2020-12-01T05:00:00Z", Accuracy.GUESS, Result.POST, SEEN, "impostor")
    found = judgement.judge(Platform.INSTAGRAM, ACCOUNT, guessed)
    assert found.handle == "contoh.dinkes"
    assert found.last_post == date(2020, 12, 1)
    assert found.checked_on == DAY
    assert found.approximate
    assert found.flag == "impostor"


@pytest.mark.parametrize(("seen", "old"), [("2020-11-03", False), ("2020-11-02", True)])
def test_a_look_longer_ago_than_the_limit_is_old(seen: str, old: bool) -> None:
    judgement = Judgement(DAY, 30, CLOCK)
    evidence = post("2020-10-01T05:00:00Z", seen_at=f"{seen}T05:00:00Z")
    found = judgement.judge(Platform.INSTAGRAM, ACCOUNT, evidence)
    assert judgement.looked_long_ago(found) is old


@given(moments, st.integers(0, 800))
def test_fresh_and_stale_part_at_the_limit(at: str, limit: int) -> None:
    verdict, days = judge(post(at), stale_days=limit)
    assert days is not None
    assert days >= 0
    assert verdict is (Verdict.FRESH if days <= limit else Verdict.STALE)


@given(moments, st.integers(0, 800), st.integers(0, 800))
def test_a_day_later_everything_is_a_day_older(at: str, limit: int, later: int) -> None:
    verdict, days = judge(post(at), stale_days=limit)
    after, older = judge(post(at), stale_days=limit, as_of=DAY + timedelta(days=later))
    assert days is not None
    assert older == days + later
    assert (verdict, after) != (Verdict.STALE, Verdict.FRESH)
