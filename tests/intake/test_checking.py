"""Looking at many accounts: what is asked in which order, what is kept, who is believed."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from medsos_cli.errors import Message
from medsos_cli.intake.checking import check
from medsos_cli.models import Account, Agency, Platform, Word
from medsos_cli.platforms.base import Quota
from medsos_cli.platforms.looks import (
    Kind,
    Look,
    Tally,
    Target,
    gone,
    not_checked,
    seen_empty,
    seen_posts,
    unproven,
)
from medsos_cli.store.agencies import state_account
from medsos_cli.store.database import Store, open_store
from medsos_cli.store.targets import AccountChoice, accept_strangers, choose_targets
from medsos_cli.words.days import Clock
from tests.record import clock_at, put

EVERYWHERE = AccountChoice(tuple(Platform))
DAY = "2020-12-0{}T03:00:00Z"
POST = "2020-11-30T03:00:00Z"


@dataclass
class Pages:
    """A network that says of every account what a test has put down, else that it posted."""

    answers: dict[str, Look | Exception] = field(default_factory=dict)
    name: str = "Pages"
    platforms: tuple[Platform, ...] = (Platform.FACEBOOK,)
    batch: int = 2
    canary: Target | None = None
    stopped: str | Message | None = None
    stops_after: int = 999
    back: datetime | None = None
    quota: Quota | None = None
    notes: list[str | Message] = field(default_factory=list)
    asked: list[list[str]] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.asked)

    def look(self, targets: Sequence[Target]) -> list[Look]:
        self.asked.append([target.handle for target in targets])
        if self.requests > self.stops_after:
            self.stopped = "the request limit is reached"
            return [not_checked(target, self.stopped) for target in targets]
        return [self._answer(target) for target in targets]

    def plan(self, targets: Sequence[Target]) -> Iterator[str]:
        yield f"{len(targets)} accounts"

    def _answer(self, target: Target) -> Look:
        answer = self.answers.get(target.handle, seen_posts(target, "7", [("1", POST)], POST))
        if isinstance(answer, Exception):
            raise answer
        return answer._replace(target=target)


SOMEBODY = Target(Platform.FACEBOOK, "any", "any")
GONE = gone(SOMEBODY, "no such Page")
UNPROVEN = unproven(SOMEBODY, "not found, or not visible to the token")
FAILED = not_checked(SOMEBODY, "the token may not see it (code 10)")


@pytest.fixture
def office(store: Store) -> Store:
    """Keep five agencies, each with an account on Facebook and on X."""
    put_on_record(store, 5)
    return store


def put_on_record(store: Store, count: int) -> None:
    codes = [f"dinas{n}" for n in range(1, count + 1)]
    with store.transaction():
        put(store, [Agency(code, code.upper()) for code in codes])
        for platform in (Platform.FACEBOOK, Platform.TWITTER):
            put(store, accounts=[Account(code, platform, True, f"{code}x") for code in codes])


def look(store: Store, *networks: Pages, day: int = 1, choice: AccountChoice = EVERYWHERE) -> Tally:
    return check(choose_targets(store, choice), networks, clock(day), "tu", lambda _: None)


def clock(day: int) -> Clock:
    return clock_at(DAY.format(day))


def sightings(store: Store) -> list[tuple[object, ...]]:
    return store.rows(
        "select key, result, posted_at, first_seen, last_seen, source, network_id from sighting "
        "order by id"
    ).fetchall()


def test_every_account_is_looked_at_in_full_requests(office: Store) -> None:
    pages = Pages()
    tally = look(office, pages)
    assert pages.asked == [["dinas1x", "dinas2x"], ["dinas3x", "dinas4x"], ["dinas5x"]]
    assert tally.counts == {(Platform.FACEBOOK, Kind.SEEN): 5}
    assert tally.new_posts == {Platform.FACEBOOK: 5}
    assert not tally.is_partial
    assert sightings(office)[0] == (
        "dinas1x", "exists", None, DAY.format(1), DAY.format(1), "facebook-api", "7",
    )  # fmt: skip


def test_a_daily_check_with_nothing_new_adds_no_rows(office: Store) -> None:
    answers = {"dinas1x": GONE, "dinas2x": UNPROVEN, "dinas3x": seen_empty(SOMEBODY, "3")}
    pages = Pages({**answers})
    look(office, pages)
    tables = ("sighting", "look", "identity", "post", "post_window")
    count = "select " + ", ".join(f"(select count(*) from {each})" for each in tables)  # noqa: S608  # our own names
    before = office.rows(count).fetchone()
    for day in range(2, 8):
        tally = look(office, pages, day=day)
        assert tally.new_posts.total() == 0
    assert office.rows(count).fetchone() == before
    seen = {(first, last) for _, _, _, first, last, _, _ in sightings(office)}
    assert seen == {(DAY.format(1), DAY.format(7))}


def test_what_was_said_by_others_in_between_stays_where_it_is(office: Store) -> None:
    one = AccountChoice((Platform.FACEBOOK,), agency="dinas1")
    look(office, Pages({"dinas1x": GONE}), choice=one)
    with office.transaction():
        office.rows(
            "insert into sighting (platform, key, result, posted_at, accuracy, first_seen, "
            "last_seen, source) values ('facebook', 'dinas1x', 'post', ?1, 'day', ?1, ?1, 'chat')",
            (DAY.format(3),),
        )
    look(office, Pages({"dinas1x": GONE}), day=5, choice=one)
    look(office, Pages({"dinas1x": GONE}), day=6, choice=one)
    assert [(result, first, last) for _, result, _, first, last, _, _ in sightings(office)] == [
        ("gone", DAY.format(1), DAY.format(1)),
        ("post", DAY.format(3), DAY.format(3)),
        ("gone", DAY.format(5), DAY.format(6)),
    ]


def test_only_what_is_new_is_a_new_post(office: Store) -> None:
    pages = Pages()
    look(office, pages)
    pages.answers["dinas2x"] = seen_posts(SOMEBODY, "7", [("2", DAY.format(1)), ("1", POST)])
    tally = look(office, pages, day=2)
    assert tally.new_posts.total() == 1


def test_a_post_known_by_its_link_is_not_new(office: Store) -> None:
    with office.transaction():
        office.rows(
            "insert into post (platform, key, post, posted_at, accuracy, source, recorded_at, "
            "recorded_by) values ('facebook', 'dinas1x', 'abc', ?1, 'lower bound', 'post-link', "
            "?1, 'tu')",
            ("2020-11-30T02:59:00Z",),
        )
    pages = Pages({"dinas1x": seen_posts(SOMEBODY, "7", [("abc", POST)])})
    assert look(office, pages).new_posts == {Platform.FACEBOOK: 4}


def test_the_next_check_begins_with_the_accounts_looked_at_longest_ago(office: Store) -> None:
    look(office, Pages(stops_after=1))
    second = Pages(stops_after=1)
    tally = look(office, second, day=2)
    assert second.asked == [["dinas3x", "dinas4x"], ["dinas5x", "dinas1x"]]
    assert tally.counts[Platform.FACEBOOK, Kind.NOT_CHECKED] == 3
    third = Pages()
    look(office, third, day=3)
    assert third.asked == [["dinas5x", "dinas1x"], ["dinas2x", "dinas3x"], ["dinas4x"]]


def test_an_answer_that_is_no_sighting_counts_as_a_look(office: Store) -> None:
    pages = Pages({"dinas1x": UNPROVEN, "dinas2x": FAILED})
    tally = look(office, pages)
    assert tally.reasons == {(Platform.FACEBOOK, FAILED.reason): 1}
    assert tally.is_partial
    assert {row[0] for row in sightings(office)} == {"dinas3x", "dinas4x", "dinas5x"}
    again = Pages()
    look(office, again, day=2)
    assert again.asked[0] == ["dinas2x", "dinas1x"]


def test_a_network_that_stops_is_asked_no_more_and_the_rest_is_counted(office: Store) -> None:
    pages = Pages(stops_after=1)
    tally = look(office, pages)
    assert pages.requests == 2
    assert tally.reasons == {(Platform.FACEBOOK, "the request limit is reached"): 3}
    assert len(sightings(office)) == 2


def test_the_networks_are_asked_at_the_same_time_and_one_stops_alone(office: Store) -> None:
    meeting = threading.Barrier(2, timeout=5)

    @dataclass
    class Waiting(Pages):
        def look(self, targets: Sequence[Target]) -> list[Look]:
            if not self.asked:
                meeting.wait()
            return super().look(targets)

    facebook = Waiting(stops_after=0)
    twitter = Waiting(platforms=(Platform.TWITTER,), name="X")
    tally = look(office, facebook, twitter)
    assert tally.counts == {
        (Platform.FACEBOOK, Kind.NOT_CHECKED): 5, (Platform.TWITTER, Kind.SEEN): 5,
    }  # fmt: skip


def test_what_was_stored_before_an_interruption_stays(office: Store) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(choose_targets(office, EVERYWHERE), [Pages()], clock(1), "tu", interrupt)
    assert [row[0] for row in sightings(office)] == ["dinas1x", "dinas2x"]


def test_nothing_holds_the_database_while_a_network_is_waited_for(office: Store) -> None:
    @dataclass
    class Slow(Pages):
        def look(self, targets: Sequence[Target]) -> list[Look]:
            with open_store(office.path, busy_seconds=0) as other, other.transaction():
                other.rows("update account set line = 1")
            return super().look(targets)

    assert look(office, Slow()).counts == {(Platform.FACEBOOK, Kind.SEEN): 5}


def test_a_fault_of_this_program_is_raised(office: Store) -> None:
    pages = Pages({"dinas3x": ZeroDivisionError()})
    with pytest.raises(ZeroDivisionError):
        look(office, pages)
    assert len(sightings(office)) == 2


def test_how_far_it_has_come_is_told(office: Store) -> None:
    told: list[int] = []
    check(choose_targets(office, EVERYWHERE), [Pages()], clock(1), "tu", told.append)
    assert told == [2, 2, 1]


def test_a_name_that_would_spoil_a_whole_request_is_not_sent(office: Store) -> None:
    with office.transaction():
        for platform in (Platform.FACEBOOK, Platform.TWITTER):
            odd = Account("dinas1", platform, True, "a){x}")
            state_account(office, odd, Word(1, "2020-12-02"))
    pages = Pages()
    tally = look(office, pages)
    assert not [asked for asked in pages.asked if "a){x}" in asked]
    assert tally.reasons == {
        (Platform.FACEBOOK, "its handle is none that the network could know"): 1
    }


CANARY = Target(Platform.FACEBOOK, "canary", "canary")
DISTURBED = (
    'Pages is disturbed: it does not find the canary canary; no "gone" of this check is recorded'
)


def test_the_canary_travels_with_the_first_request_and_is_no_account(office: Store) -> None:
    pages = Pages({"dinas1x": GONE}, canary=CANARY)
    tally = look(office, pages)
    assert pages.asked == [["canary", "dinas1x"], ["dinas2x", "dinas3x"], ["dinas4x", "dinas5x"]]
    assert tally.counts[Platform.FACEBOOK, Kind.GONE] == 1
    assert not tally.is_partial
    assert not [row for row in sightings(office) if row[0] == "canary"]


@pytest.mark.parametrize(
    ("canary", "told"),
    [
        (GONE, DISTURBED),
        (UNPROVEN, DISTURBED),
        (FAILED, f"Pages: the canary canary was not checked: {FAILED.reason}"),
    ],
)  # fmt: skip
def test_without_its_canary_nobody_is_gone_and_the_rest_is_kept(
    office: Store, canary: Look, told: str
) -> None:
    pages = Pages({"canary": canary, "dinas1x": GONE, "dinas4x": GONE}, canary=CANARY)
    tally = look(office, pages)
    assert tally.disturbed == [told]
    assert tally.is_partial
    assert tally.counts == {
        (Platform.FACEBOOK, Kind.SEEN): 3,
        (Platform.FACEBOOK, Kind.NOT_CHECKED): 2,
    }
    assert {row[1] for row in sightings(office)} == {"exists"}


def test_the_first_id_behind_a_handle_is_kept_and_another_is_a_stranger(office: Store) -> None:
    one = AccountChoice((Platform.FACEBOOK,), agency="dinas1")
    identity = "select key, network_id, since from identity order by since, network_id"
    look(office, Pages(), choice=one)
    stranger = Pages({"dinas1x": seen_posts(SOMEBODY, "666", [("3", DAY.format(1))])})
    tally = look(office, stranger, day=2, choice=one)
    assert [each.target.handle for each in tally.strangers] == ["dinas1x"]
    assert tally.new_posts.total() == 0
    assert office.rows(identity).fetchall() == [("dinas1x", "7", DAY.format(1))]
    with office.transaction():
        assert accept_strangers(office, Platform.FACEBOOK, "dinas1x", DAY.format(3)) == ["666"]
        assert accept_strangers(office, Platform.FACEBOOK, "dinas1x", DAY.format(4)) == []
    assert not look(office, stranger, day=3, choice=one).strangers
    assert office.rows(identity).fetchall() == [
        ("dinas1x", "7", DAY.format(1)), ("dinas1x", "666", DAY.format(3)),
    ]  # fmt: skip


def test_many_accounts_to_name_are_counted_beyond_the_first(store: Store) -> None:
    put_on_record(store, 210)
    pages = Pages({f"dinas{n}x": GONE for n in range(1, 211)}, batch=50)
    tally = look(store, pages)
    assert (len(tally.named), tally.unnamed) == (200, 10)


def test_two_agencies_that_share_a_handle_are_looked_at_once(office: Store) -> None:
    with office.transaction():
        state_account(
            office, Account("dinas2", Platform.FACEBOOK, True, "DINAS1X"), Word(1, "2020-12-02")
        )
    pages = Pages()
    look(office, pages)
    assert sum(map(len, pages.asked)) == 4


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        (EVERYWHERE, (10, 1)),
        (AccountChoice((Platform.TWITTER,)), (5, 0)),
        (AccountChoice(tuple(Platform), agency="dinas1"), (2, 0)),
        (AccountChoice(tuple(Platform), kind="badan"), (0, 1)),
        (AccountChoice(()), (0, 0)),
    ],
)
def test_which_accounts_are_chosen(
    office: Store, choice: AccountChoice, count: tuple[int, int]
) -> None:
    with office.transaction():
        put(office, [Agency("bappeda", "Bappeda", "badan")])
        put(office, accounts=[
            Account("bappeda", Platform.FACEBOOK, True, None),
            Account("bappeda", Platform.TWITTER, False, None),
        ])  # fmt: skip
    chosen = choose_targets(office, choice)
    assert (chosen.count, chosen.nameless) == count


def test_a_slow_network_does_not_hold_up_the_other(office: Store) -> None:
    stored: list[datetime] = []

    @dataclass
    class Slow(Pages):
        def look(self, targets: Sequence[Target]) -> list[Look]:
            time.sleep(0.3)
            return super().look(targets)

    slow = Slow(batch=9, platforms=(Platform.TWITTER,))
    check(
        choose_targets(office, EVERYWHERE),
        [slow, Pages()],
        clock(1),
        "tu",
        lambda _: stored.append(datetime.now(UTC)),
    )
    assert len(stored) == 4
    assert stored[-1] - stored[-2] > timedelta(seconds=0.1)
