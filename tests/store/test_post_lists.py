"""How many posts a month had: never more is told than the evidence on record shows."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.models import (
    Account,
    Accuracy,
    Agency,
    Offices,
    Platform,
    PostEvidence,
    Result,
    Sighting,
    Window,
)
from medsos_cli.platforms.looks import Target as Looked
from medsos_cli.platforms.looks import seen_empty, seen_posts
from medsos_cli.rules.activity import Activity, Known, Outcome, covers
from medsos_cli.rules.spans import Per, Span, Target
from medsos_cli.rules.verdicts import Judgement
from medsos_cli.store.as_of import Standpoint, stand
from medsos_cli.store.database import Store, open_store
from medsos_cli.store.post_evidence import record_post, void_post
from medsos_cli.store.post_lists import activities, list_posts
from medsos_cli.store.presence import presences
from medsos_cli.store.sightings import record_sightings
from medsos_cli.store.targets import record_looks
from medsos_cli.words.days import Clock, read_zone, utc_stamp
from medsos_cli.words.links import PostLink
from tests.record import put

NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
NUMBERS = count()


def clock(moment: datetime) -> Clock:
    return Clock(read_zone("Asia/Jakarta"), lambda: moment)


CLOCK = clock(datetime(2026, 12, 5, 3, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Keep one file for all accounts: to make one takes longer than a history."""
    with open_store(tmp_path_factory.mktemp("posts") / "m.db", create=True) as opened:
        yield opened


class Made(NamedTuple):
    """A post as it was truly made; `removed` is None if it never was."""

    number: int
    moment: datetime
    removed: datetime | None


class History:
    """A random account whose truth is known, and the evidence that an office gathers of it."""

    def __init__(self, store: Store, random: Random, number_of_account: int) -> None:
        self.random = random
        self.platform = random.choice([*Platform])
        self.span = random.choice([NOVEMBER, Span(date(2026, 11, 3), date(2026, 11, 24))])
        first = datetime(2026, 10, 1, tzinfo=UTC)
        number = random.choice([0, 1, 3, 10, 40])
        self.made = [
            Made(n, moment, None)
            for n, moment in enumerate(sorted(self._some_moment(first) for _ in range(number)))
        ]
        self.looks = sorted(
            self._some_moment(first + timedelta(days=10)) for _ in range(random.choice([0, 1, 4]))
        )
        if random.random() < 0.5:
            self.looks.append(datetime(2026, 12, 4, tzinfo=UTC))
        self.page = random.choice([1, 3, 50])
        self.rough = False
        self.windows: list[Window] = []
        handle = f"contoh{number_of_account}"
        self.target = Looked(self.platform, handle, handle)
        self.store = store
        for record in random.sample([self._look, self._link, self._state], 3):
            record()

    def _some_moment(self, first: datetime) -> datetime:
        return first + timedelta(seconds=self.random.randrange(64 * 86_400))

    def _look(self) -> None:
        """Look at the account, and afterwards remove some of what was seen."""
        if self.platform is Platform.TWITTER:
            return
        for moment in self.looks:
            there = [
                post
                for post in reversed(self.made)
                if post.moment <= moment and not (post.removed and post.removed <= moment)
            ]
            page = there[: self.page]
            after = "" if len(page) == len(there) else utc_stamp(page[-1].moment)
            shown = [(str(post.number), utc_stamp(post.moment)) for post in page]
            seen = seen_posts(self.target, "7", shown, after)
            if not page:
                seen = seen_empty(self.target, "7")
            record_looks(self.store, [seen], clock(moment), "cron")
            self.windows.append(Window(after, utc_stamp(moment)))
            if page and self.random.random() < 0.3:
                gone = self.random.choice(page)
                self.made[gone.number] = gone._replace(removed=moment + timedelta(seconds=1))

    def _link(self) -> None:
        """Take links of some posts, their days known in one way or another."""
        for post in self.made:
            if self.random.random() < 0.3:
                accuracy = self.random.choice([*Accuracy])
                off = timedelta(hours=self.random.randrange(47))
                if accuracy is Accuracy.GUESS and self.random.random() < 0.5:
                    off = -off
                moment = utc_stamp(post.moment - off if accuracy.approximate else post.moment)
                self.rough |= accuracy.approximate
                platform, key, *_ = self.target
                found = PostEvidence(
                    platform, key, self._id(post.number), moment, accuracy, "chat", moment
                )
                record_post(self.store, found, moment, "tu")

    def _state(self) -> None:
        """Let a roster tell of some days that the newest post then was of that day."""
        platform, key, *_ = self.target
        told = [CLOCK.noon(CLOCK.local_day(utc_stamp(post.moment))) for post in self.made]
        sightings = [
            Sighting(platform, key, Result.POST, noon, Accuracy.DAY, noon, noon, "roster")
            for noon in told
            if self.random.random() < 0.2
        ]
        record_sightings(self.store, sightings, CLOCK)

    def _id(self, number: int) -> str:
        if self.platform is Platform.FACEBOOK and self.random.random() < 0.7:
            # A video's own number is another than its post's.
            return self.random.choice([f"9{number}", f"pfbid{number}", f"Sh{number}"])
        return str(number)

    @property
    def days(self) -> list[date]:
        """The days of all posts that were made in the span."""
        days = [CLOCK.local_day(utc_stamp(post.moment)) for post in self.made]
        return [day for day in days if day in self.span]

    def met(self, target: Target) -> bool:
        """Whether what was truly made meets the target."""
        return all(
            sum(day in period for day in self.days) >= target.posts
            for period in target.periods(self.span)
        )


@settings(max_examples=500)
@given(
    st.randoms(use_true_random=False),
    st.builds(Target, st.integers(1, 4), st.sampled_from([Per.WEEK, Per.MONTH])),
)
def test_what_is_told_of_random_histories_is_true(
    crowd: Store, random: Random, target: Target
) -> None:
    history, found, target = _told(crowd, random, target)
    truth = history.days
    if found.known is Known.EXACT:
        assert found.posts == len(truth)
        assert found.days_with_posts == len(set(truth))
        assert (found.first_post, found.last_post) == (
            min(truth, default=None), max(truth, default=None),
        )  # fmt: skip
        assert (found.result is Outcome.MET) == history.met(target)
    assert not (found.result is Outcome.MISSED and history.met(target))
    if target.per is Per.MONTH and found.result is Outcome.MET:
        assert history.met(target)
    start = CLOCK.end_of(history.span.first - timedelta(days=1))
    if covers(history.windows, start, CLOCK.end_of(history.span.last)):
        assert found.known is Known.EXACT or history.rough


def _told(store: Store, random: Random, target: Target) -> tuple[History, Activity, Target]:
    """Let an account have a random history; return what is told of it in the end."""
    number = next(NUMBERS)
    with store.transaction():
        put(store, [Agency(f"opd{number}", "OPD")])
        history = History(store, random, number)
        _, handle, _, *_ = history.target
        put(store, accounts=[Account(f"opd{number}", history.platform, True, handle)])
    if target.per is Per.MONTH and not history.span.is_month:
        target = target._replace(per=Per.DAY)
    judgement = Judgement(history.span.last, 0, CLOCK)
    with store.snapshot():
        (row,) = activities(store, judgement, history.span, target, Offices(f"opd{number}"))
    return history, row.activity, target


class Days:
    """An account whose evidence comes day by day, some of it told wrong and taken back."""

    def __init__(self, store: Store, random: Random) -> None:
        self.store, self.random = store, random
        number = next(NUMBERS)
        self.code, handle = f"opd{number}", f"contoh{number}"
        self.target = Looked(Platform.FACEBOOK, handle, handle)
        self.made: list[tuple[str, str]] = []
        account = Account(self.code, Platform.FACEBOOK, True, handle)
        put(store, [Agency(self.code, "OPD")], [account])

    def go_through(self, day: date) -> None:
        """Let up to five things happen on a day."""
        for hour in sorted(self.random.sample(range(24), self.random.randrange(6))):
            local = datetime.combine(day, time(hour), CLOCK.zone)
            at = clock(local)
            self.random.choice([self._post, self._look, self._look, self._link, self._void])(at)

    def _post(self, at: Clock) -> None:
        self.made.insert(0, (f"{self.code}{len(self.made)}", at.stamp))

    def _look(self, at: Clock) -> None:
        page = self.made[: self.random.choice([1, 2, 50])]
        seen = seen_empty(self.target, "7")
        if page:
            after = "" if len(page) == len(self.made) else page[-1][1]
            seen = seen_posts(self.target, "7", page, after)
        record_looks(self.store, [seen], at, "cron")

    def _link(self, at: Clock) -> None:
        if self.made:
            post, _ = self.random.choice(self.made)
            accuracy = self.random.choice([Accuracy.DAY, Accuracy.GUESS])
            platform, key, *_ = self.target
            found = PostEvidence(platform, key, post, at.stamp, accuracy, "chat", at.stamp)
            record_post(self.store, found, at.stamp, "tu")

    def _void(self, at: Clock) -> None:
        if self.made:
            link = PostLink(Platform.FACEBOOK, None, self.random.choice(self.made)[0])
            with suppress(InputError):
                void_post(self.store, link, "salah", at.stamp, "tu")

    def told(self, day: date) -> list[object]:
        """Return what the activity and the audit say by what was known on a day."""
        judgement = Judgement(NOVEMBER.last, 30, CLOCK, known_on=day)
        asked = (judgement, NOVEMBER, Target(1, Per.DAY), Offices(self.code))
        past = [
            finding._replace(checked_on=None)
            for as_of in (day, day - timedelta(days=3))
            for presence in presences(
                self.store, judgement._replace(as_of=as_of), code=self.code
            )
            for finding in presence.findings
        ]  # fmt: skip
        posts = list_posts(self.store, judgement, Offices(self.code))
        told: list[object] = [*activities(self.store, *asked), *posts, *past]
        stand(self.store, CLOCK, Standpoint())  # for more is recorded
        return told


@pytest.mark.parametrize("seed", range(60))
def test_what_was_known_on_a_day_is_what_is_told_of_it_ever_after(store: Store, seed: int) -> None:
    told = {}
    with store.transaction():
        account = Days(store, Random(seed))  # noqa: S311  # for a test
        for number in range(1, 13):
            account.go_through(day := date(2026, 11, number))
            told[day] = account.told(day)
        assert {day: account.told(day) for day in told} == told
