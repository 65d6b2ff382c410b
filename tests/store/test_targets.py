"""What looks leave behind: no more rows than there was news, and a past that stays as it was."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from medsos_cli.days import Clock, read_zone
from medsos_cli.looks import (
    Look,
    Target,
    gone,
    not_checked,
    seen_empty,
    seen_only,
    seen_post,
    unproven,
)
from medsos_cli.models import Account, Agency, Platform, Result, Sighting
from medsos_cli.store.agencies import save_accounts, save_agencies
from medsos_cli.store.database import Store, open_store
from medsos_cli.store.looks import record_looks
from medsos_cli.store.presence import presences
from medsos_cli.store.sightings import record_sightings
from medsos_cli.verdicts import Judgement
from tests.conftest import NOW

TARGET = Target(Platform.FACEBOOK, "contohdinkes", "contohdinkes", "dinkes")
FIRST = date(2020, 12, 1)
OURS, OTHER = "7", "666"

looks = st.one_of(
    st.builds(
        lambda day, who: seen_post(TARGET, who, f"2020-11-{day:02}T03:00:00Z", None),
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
    def stamp(self) -> str:
        return f"{self.date.isoformat()}T03:00:00Z"


def judged(store: Store, day: date) -> tuple[object, ...]:
    """Return what the audit says of the account as of a day, but for when it was looked at."""
    clock = Clock(read_zone("Asia/Jakarta"), lambda: NOW)
    (presence,) = presences(store, Judgement(day, 9, clock))
    finding = presence.findings[1]
    return finding.verdict, finding.days, finding.flag


def rows(store: Store) -> int:
    return int(store.rows("select count(*) from sighting").fetchone()[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | looks, min_size=1, max_size=12))
def test_every_day_stays_what_it_was_and_only_news_adds_a_row(seen: list[Look | None]) -> None:
    with TemporaryDirectory() as folder, open_store(Path(folder, "m.db"), create=True) as store:
        with store.transaction():
            save_agencies(store, [Agency("dinkes", "Dinas Kesehatan")])
            save_accounts(store, [Account("dinkes", Platform.FACEBOOK, True, "contohdinkes")])
        past: dict[date, tuple[object, ...]] = {}
        news: list[tuple[object, ...]] = []
        for day in map(Day._make, enumerate(seen)):
            if day.look is not None:
                with store.transaction():
                    record_looks(store, [day.look], day.stamp)
                content = (day.look.result, day.look.posted_at, day.look.network_id)
                if day.look.result is not None and news[-1:] != [content]:
                    news.append(content)
            assert rows(store) == len(news)
            assert {each: judged(store, each) for each in past} == past
            past[day.date] = judged(store, day.date)


def test_what_was_seen_of_an_impostor_is_neither_the_agencys_nor_in_the_view(
    store: Store,
) -> None:
    account = Account("dinkes", Platform.FACEBOOK, has=True, handle="contohdinkes")
    save_agencies(store, [Agency("dinkes", "Dinas Kesehatan")])
    save_accounts(store, [account])
    record_looks(
        store, [seen_post(TARGET, OURS, "2020-11-20T03:00:00Z", None)], "2020-12-01T03:00:00Z"
    )
    record_looks(store, [seen_empty(TARGET, OTHER)], "2020-12-02T03:00:00Z")
    seen = "2020-12-03T03:00:00Z"
    never = Sighting(Platform.FACEBOOK, account.key, Result.EMPTY, None, None, seen, seen, "roster")
    assert store.rows("select result from latest_sighting").fetchall() == [("post",)]
    assert record_sightings(store, [never]) == {"new": 1, "unchanged": 0}
    assert store.rows("select result from latest_sighting").fetchall() == [("empty",)]
