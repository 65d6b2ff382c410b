"""What looks leave behind: no more rows than there was news, and a past that stays as it was."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from medsos_cli.models import Account, Agency, Platform, Result, Sighting
from medsos_cli.platforms.looks import (
    Look,
    Target,
    gone,
    not_checked,
    seen_empty,
    seen_only,
    seen_posts,
    unproven,
)
from medsos_cli.rules.verdicts import Judgement
from medsos_cli.store.database import Store, open_store
from medsos_cli.store.presence import presences
from medsos_cli.store.sightings import record_sightings
from medsos_cli.store.targets import record_looks
from medsos_cli.words.days import Clock, read_zone
from tests.conftest import NOW
from tests.record import clock_at, put

TARGET = Target(Platform.FACEBOOK, "contohdinkes", "contohdinkes", "dinkes")
FIRST = date(2020, 12, 1)
OURS, OTHER = "7", "666"

looks = st.one_of(
    st.builds(
        lambda day, who: seen_posts(TARGET, who, [(f"{day}", f"2020-11-{day:02}T03:00:00Z")]),
        st.integers(20, 23), st.sampled_from([OURS, OURS, OTHER]),
    ),
    st.sampled_from([
        seen_empty(TARGET, OURS), seen_only(TARGET, OURS, "hidden"), gone(TARGET, "no such Page"),
        gone(TARGET, "no such Page"), unproven(TARGET, "hidden"), not_checked(TARGET, "limit"),
    ]),
)  # fmt: skip


class Day(NamedTuple):
    """A day of a check: what was seen, or None where nobody looked."""

    number: int
    look: Look | None

    @property
    def date(self) -> date:
        return FIRST + timedelta(days=self.number)

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.date, time(3), UTC)


def clock(moment: datetime) -> Clock:
    return Clock(read_zone("Asia/Jakarta"), lambda: moment)


def judged(store: Store, day: date) -> tuple[object, ...]:
    """Return what the audit says of the account as of a day, but for when it was looked at."""
    with store.snapshot():
        (presence,) = presences(store, Judgement(day, 9, clock(NOW), known_on=day))
    finding = presence.findings[1]
    return finding.verdict, finding.days, finding.flag


def rows(store: Store) -> int:
    return int(store.rows("select count(*) from sighting").fetchone()[0])


@settings(max_examples=60)
@given(st.lists(st.none() | looks, min_size=1, max_size=12))
def test_every_day_stays_what_it_was_and_only_news_adds_a_row(seen: list[Look | None]) -> None:
    with TemporaryDirectory() as folder, open_store(Path(folder, "m.db"), create=True) as store:
        with store.transaction():
            account = Account("dinkes", Platform.FACEBOOK, True, "contohdinkes")
            put(store, [Agency("dinkes", "Dinas Kesehatan")], [account])
        past: dict[date, tuple[object, ...]] = {}
        news: list[tuple[object, ...]] = []
        looked = -1
        for day in map(Day._make, enumerate(seen)):
            if day.look is not None:
                with store.transaction():
                    record_looks(store, [day.look], clock(day.moment), "tu")
                content = (day.look.result, day.look.network_id)
                if day.look.result is not None:
                    if news[-1:] != [content] or day.number > looked + 1:
                        news.append(content)
                    looked = day.number
            assert rows(store) == len(news)
            assert {each: judged(store, each) for each in past} == past
            past[day.date] = judged(store, day.date)


def test_what_was_seen_of_an_impostor_is_neither_the_agencys_nor_in_the_view(store: Store) -> None:
    account = Account("dinkes", Platform.FACEBOOK, has=True, handle="contohdinkes")
    put(store, [Agency("dinkes", "Dinas Kesehatan")], [account])
    first, second = Day(0, None), Day(1, None)
    posts = seen_posts(TARGET, OURS, [("1", "2020-11-20T03:00:00Z")])
    record_looks(store, [posts], clock(first.moment), "tu")
    record_looks(store, [seen_empty(TARGET, OTHER)], clock(second.moment), "tu")
    seen = "2020-12-03T03:00:00Z"
    never = Sighting(Platform.FACEBOOK, account.key, Result.EMPTY, None, None, seen, seen, "roster")
    assert store.rows("select result from latest_sighting").fetchall() == [("post",)]
    assert record_sightings(store, [never], clock_at(seen)) == {"new": 1, "unchanged": 0}
    assert store.rows("select result from latest_sighting").fetchall() == [("empty",)]
