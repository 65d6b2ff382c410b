"""One account under two names: what the file itself keeps of both."""

import sqlite3
from datetime import UTC, date, datetime

import pytest

from medsos_cli.errors import InputError
from medsos_cli.models import Account, Accuracy, Agency, Offices, Platform, PostEvidence, Word
from medsos_cli.platforms.looks import Look, Target, gone, seen_posts
from medsos_cli.rules.spans import Span
from medsos_cli.rules.verdicts import Judgement
from medsos_cli.store.agencies import state_account
from medsos_cli.store.as_of import Standpoint, stand
from medsos_cli.store.database import Store
from medsos_cli.store.owners import keep_number
from medsos_cli.store.parting import part_names
from medsos_cli.store.post_evidence import record_post, void_post
from medsos_cli.store.post_lists import activities, list_posts
from medsos_cli.store.presence import presences
from medsos_cli.store.renaming import join_names
from medsos_cli.store.statements import begin_act
from medsos_cli.store.targets import record_looks
from medsos_cli.words.days import Clock, read_zone
from medsos_cli.words.links import PostLink
from tests.record import put

FB = Platform.FACEBOOK
AT = "2020-11-{:02}T05:00:00Z"


def account(handle: str) -> Account:
    return Account("dinkes", FB, has=True, handle=handle)


def target(handle: str) -> Target:
    return Target(FB, handle, handle, "dinkes")


@pytest.fixture
def office(store: Store) -> Store:
    put(store, [Agency("dinkes", "Dinas Kesehatan")], [account("lama")])
    return store


def clock_of(day: int) -> Clock:
    return Clock(read_zone("Asia/Jakarta"), lambda: datetime(2020, 11, day, 5, tzinfo=UTC))


def look(store: Store, day: int, seen: Look) -> None:
    record_looks(store, [seen], clock_of(day), "cron")


def join(store: Store, day: int, former: str, now: str) -> None:
    act = begin_act(store, AT.format(day), "tu", "account set")
    join_names(store, account(now), account(former), act)


def told(store: Store, key: str, table: str, columns: str) -> list[tuple[object, ...]]:
    sql = f"select {columns} from {table} where key = ? order by 1, 2"  # noqa: S608  # our own
    return store.rows(sql, (key,)).fetchall()


TOLD = {
    "evidence": "result, posted_at, first_seen, last_seen, network_id, ours",
    "standing_post": "post, posted_at, accuracy, seen_at, network_id, ours",
    "post_window": "after, first_until, until, network_id",
    "identity": "network_id, 1",
}


def both_alike(store: Store, *keys: str) -> bool:
    return all(
        told(store, keys[0], table, columns) == told(store, each, table, columns) != []
        for table, columns in TOLD.items()
        for each in keys[1:]
    )


def test_what_was_known_and_what_becomes_known_is_of_both_names(office: Store) -> None:
    look(office, 2, seen_posts(target("lama"), "7", [("71", AT.format(1))], ""))
    link = PostEvidence(FB, "baru", "70", AT.format(1), Accuracy.GUESS, "chat", AT.format(2))
    record_post(office, link, AT.format(2), "tu")
    join(office, 3, "lama", "baru")
    assert both_alike(office, "lama", "baru")
    look(
        office, 3, seen_posts(target("baru"), "7", [("72", AT.format(2)), ("71", AT.format(1))], "")
    )
    record_post(office, link._replace(key="lama", accuracy=Accuracy.DAY), AT.format(4), "tu")
    keep_number(office, account("baru"), "8", AT.format(4))
    look(office, 4, seen_posts(target("baru"), "8", [("72", AT.format(2))], AT.format(1)))
    look(office, 5, seen_posts(target("baru"), "8", [("72", AT.format(2))], AT.format(1)))
    assert both_alike(office, "lama", "baru")
    assert [post for post, *_ in told(office, "lama", "standing_post", "post, accuracy")] == [
        "70", "71", "72",
    ]  # fmt: skip
    join(office, 6, "baru", "ketiga")
    look(office, 6, seen_posts(target("lama"), "7", [("73", AT.format(6))], AT.format(5)))
    assert both_alike(office, "lama", "baru", "ketiga")


@pytest.mark.parametrize("names", [("lama", "baru"), ("baru", "lama")])
@pytest.mark.parametrize(
    ("better", "worse"),
    [((Accuracy.EXACT, "chat"), (Accuracy.GUESS, "chat")),
     ((Accuracy.EXACT, "facebook-api"), (Accuracy.EXACT, "chat"))],
)  # fmt: skip
def test_what_is_known_better_by_one_name_is_known_so_by_both(
    office: Store, names: tuple[str, str], better: tuple[Accuracy, str], worse: tuple[Accuracy, str]
) -> None:
    for key, (accuracy, source) in zip(names, (better, worse), strict=True):
        post = PostEvidence(FB, key, "70", AT.format(1), accuracy, source, AT.format(2))
        record_post(office, post, AT.format(2), "tu")
    join(office, 3, "lama", "baru")
    for key in names:
        assert told(office, key, "standing_post", "accuracy, source") == [better]
    post = PostEvidence(FB, "lama", "70", AT.format(1), Accuracy.EXACT, "facebook-api")
    record_post(office, post, AT.format(4), "cron")
    for key in names:
        assert told(office, key, "standing_post", "accuracy, source") == [
            (Accuracy.EXACT, "facebook-api")
        ]


def test_that_a_name_is_gone_tells_nothing_of_the_other(office: Store) -> None:
    look(office, 2, gone(target("lama"), ""))
    join(office, 3, "lama", "baru")
    look(office, 4, gone(target("lama"), ""))
    assert told(office, "baru", "sighting", "result, 1") == []


def test_what_a_look_showed_whole_is_known_of_the_other_name_from_then_on(office: Store) -> None:
    look(office, 2, seen_posts(target("baru"), "7", [("71", AT.format(1))], ""))
    join(office, 4, "lama", "baru")

    def posts(known_on: int) -> object:
        span = Span(date(2020, 11, 1), date(2020, 11, 1))
        asked = Judgement(span.last, 30, clock_of(9), date(2020, 11, known_on))
        (found,) = activities(office, asked, span, None, Offices())
        return found.handle, found.activity.posts, str(found.activity.known)

    assert (posts(3), posts(4)) == (("lama", None, "unknown"), ("lama", 1, "exact"))


def test_what_waited_for_a_handle_stays_for_the_days_without_one(store: Store) -> None:
    nameless = Account("dinkes", FB, has=True)
    put(store, [Agency("dinkes", "Dinas Kesehatan")], [nameless])
    post = PostEvidence(FB, nameless.key, "70", AT.format(1), Accuracy.DAY, "chat", AT.format(2))
    record_post(store, post, AT.format(2), "tu")
    for day, handle in ((5, "lama"), (6, "lama"), (7, "lain")):
        word = Word(begin_act(store, AT.format(day), "tu", "account set"), f"2020-11-{day:02}")
        state_account(store, account(handle), word)

    def known(day: int, known_on: int = 9) -> object:
        asked = Judgement(date(2020, 11, day), 30, clock_of(9), date(2020, 11, known_on))
        (presence,) = presences(store, asked)
        return presence.findings[1].handle, str(presence.findings[1].verdict)

    assert [known(day) for day in (4, 5, 6, 7)] == [
        (None, "fresh"), ("lama", "fresh"), ("lama", "fresh"), ("lain", "unchecked"),
    ]  # fmt: skip
    assert known(6, known_on=4) == (None, "fresh")
    asked = Judgement(date(2020, 11, 6), 30, clock_of(9))
    assert [row["handle"] for row in list_posts(store, asked, Offices())] == ["lama"]


def part(store: Store, day: int, name: str) -> str:
    return part_names(store, account(name), begin_act(store, AT.format(day), "tu", "account set"))


def all_told(store: Store) -> list[object]:
    return [told(store, key, table, columns)
            for key in ("lama", "baru") for table, columns in TOLD.items()]  # fmt: skip


def see_both(store: Store, day: int) -> None:
    for key, number in (("lama", "7"), ("baru", "8")):
        post = (f"{number}{day}", AT.format(day))
        look(store, day, seen_posts(target(key), number, [post], AT.format(1)))
        link = PostEvidence(
            FB, key, f"9{number}{day}", AT.format(day), Accuracy.GUESS, "chat", AT.format(day)
        )
        record_post(store, link, AT.format(day), "tu")


@pytest.mark.parametrize("name", ["lama", "baru"])
def test_names_that_were_one_by_mistake_know_what_they_would_have_known_alone(
    store: Store, name: str
) -> None:
    put(store, [Agency("dinkes", "Dinas Kesehatan")], [account("lama")])
    store.rows("savepoint alone")
    for day in (2, 4, 6):
        see_both(store, day)
    alone = all_told(store)
    store.rows("rollback to alone")
    see_both(store, 2)
    join(store, 3, "lama", "baru")
    see_both(store, 4)
    assert all_told(store) != alone
    assert part(store, 5, name) in {"lama", "baru"} - {name}
    see_both(store, 6)
    assert all_told(store) == alone
    with pytest.raises(InputError, match="nobody said that"):
        part(store, 6, name)


BETTER = [
    ((Accuracy.EXACT, "chat"), (Accuracy.GUESS, "chat")),
    ((Accuracy.EXACT, "facebook-api"), (Accuracy.EXACT, "chat")),
    ((Accuracy.EXACT, "chat"), (Accuracy.EXACT, "chat")),
]


@pytest.mark.parametrize("keys", [("lama", "baru"), ("baru", "lama")])
@pytest.mark.parametrize(("better", "worse"), BETTER)
@pytest.mark.parametrize("day", [2, 4])
def test_names_that_are_parted_know_a_post_as_each_of_them_was_told_of_it(
    office: Store, keys: tuple[str, str], better: tuple[Accuracy, str],
    worse: tuple[Accuracy, str], day: int,
) -> None:  # fmt: skip
    for key, (accuracy, source), of in ((keys[0], worse, 2), (keys[1], better, day)):
        if of > 3:
            join(office, 3, "lama", "baru")
        post = PostEvidence(FB, key, "70", AT.format(1), accuracy, source, AT.format(of))
        record_post(office, post, AT.format(of), "tu")
    if day < 3:
        join(office, 3, "lama", "baru")
    part(office, 5, "lama")

    def known(key: str) -> list[tuple[object, ...]]:
        return told(office, key, "standing_post", "accuracy, source, seen_at")

    assert known(keys[0]) == [(*worse, AT.format(2))]
    if day < 3 or better != worse:
        assert known(keys[1]) == [(*better, AT.format(day))]


def test_a_post_that_was_taken_back_is_not_known_again_by_parting_names(office: Store) -> None:
    for key, accuracy in (("lama", Accuracy.GUESS), ("baru", Accuracy.EXACT)):
        post = PostEvidence(FB, key, "70", AT.format(1), accuracy, "chat", AT.format(2))
        record_post(office, post, AT.format(2), "tu")
    join(office, 3, "lama", "baru")
    void_post(office, PostLink(FB, None, "70"), "salah", AT.format(4), "tu")
    part(office, 5, "lama")
    assert told(office, "lama", "standing_post", "post, 1") == []


def test_what_was_known_before_names_were_parted_is_still_known_so(office: Store) -> None:
    see_both(office, 2)
    join(office, 3, "lama", "baru")

    def known(known_on: int) -> object:
        span = Span(date(2020, 11, 1), date(2020, 11, 9))
        asked = Judgement(span.last, 30, clock_of(9), date(2020, 11, known_on))
        (found,) = activities(office, asked, span, None, Offices())
        (presence,) = presences(office, asked)
        return found.activity, presence.findings[1], [*list_posts(office, asked, Offices())]

    before = [known(day) for day in (2, 3, 4)]
    stand(office, clock_of(9), Standpoint())
    part(office, 5, "baru")
    assert [known(day) for day in (2, 3, 4)] == before
    assert known(5) == known(2) != known(4)


def test_names_that_were_parted_may_be_joined_again(office: Store) -> None:
    see_both(office, 2)
    join(office, 3, "lama", "baru")
    part(office, 4, "lama")
    join(office, 5, "lama", "baru")
    assert [{*told(office, "lama", *each)} for each in TOLD.items()] == [
        {*told(office, "baru", *each)} for each in TOLD.items()
    ]


def test_a_renaming_is_never_changed_nor_deleted(office: Store) -> None:
    join(office, 3, "lama", "baru")
    part(office, 4, "lama")
    for sql in ("delete from renaming", "update renaming set other = 'lain'",
                "delete from parting", "update parting set joined = 1"):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match="nothing recorded is changed"):
            office.rows(sql)
