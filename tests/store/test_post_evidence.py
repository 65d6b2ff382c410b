"""Posts one by one and windows: what is written of them, and what the file itself refuses."""

import sqlite3
from datetime import UTC, date, datetime

import pytest

from medsos_cli.models import Account, Accuracy, Agency, Platform, PostEvidence
from medsos_cli.platforms.looks import Look, Target, seen_empty, seen_posts
from medsos_cli.rules.verdicts import Judgement
from medsos_cli.store.database import Store
from medsos_cli.store.post_evidence import record_post
from medsos_cli.store.presence import presences
from medsos_cli.store.targets import record_looks
from medsos_cli.words.days import Clock, read_zone
from tests.record import put

FB = Platform.FACEBOOK
TARGET = Target(FB, "contohdinkes", "contohdinkes", "dinkes")
AT = "2020-11-{:02}T05:00:00Z"
LINK = PostEvidence(FB, TARGET.key, "77", AT.format(20), Accuracy.GUESS, "chat", AT.format(21))

COPY = """
insert into post select null, platform, key, {}, posted_at, accuracy, seen_at, source, network_id,
    {}, recorded_at, recorded_by from post
"""


@pytest.fixture
def office(store: Store) -> Store:
    account = Account("dinkes", FB, has=True, handle="contohdinkes")
    put(store, [Agency("dinkes", "Dinas Kesehatan")], [account])
    return store


def look(store: Store, day: int, seen: Look) -> None:
    moment = datetime(2020, 11, day, 5, tzinfo=UTC)
    record_looks(store, [seen], Clock(read_zone("Asia/Jakarta"), lambda: moment), "cron")


def newest(store: Store, day: int, known_on: int = 30) -> tuple[object, ...]:
    clock = Clock(read_zone("Asia/Jakarta"), lambda: datetime(2020, 11, 30, tzinfo=UTC))
    asked = Judgement(date(2020, 11, day), 30, clock, date(2020, 11, known_on))
    (presence,) = presences(store, asked)
    _, found, _ = presence.findings
    return found.verdict, found.last_post and found.last_post.day, found.approximate


def test_a_post_known_better_takes_the_place_of_what_was_known_and_both_stay(office: Store) -> None:
    day = LINK._replace(accuracy=Accuracy.DAY, posted_at=AT.format(18))
    assert record_post(office, LINK, AT.format(21), "tu") == "new"
    assert record_post(office, LINK, AT.format(22), "tu") == "unchanged"
    assert record_post(office, day, AT.format(23), "tu") == "changed"
    assert record_post(office, LINK, AT.format(24), "tu") == "unchanged"
    look(office, 25, seen_posts(TARGET, "7", [("77", AT.format(19))], ""))
    assert record_post(office, day, AT.format(26), "tu") == "unchanged"
    assert office.rows("select accuracy, replaces from post").fetchall() == [
        ("guess", None), ("day", 1), ("exact", 2),
    ]  # fmt: skip
    known = [newest(office, 27, known_on=each) for each in (20, 21, 23, 25)]
    assert known == [
        ("unchecked", None, False), ("fresh", 20, True), ("fresh", 18, False), ("fresh", 19, False),
    ]  # fmt: skip


def test_a_post_is_evidence_from_its_own_day_on(office: Store) -> None:
    record_post(office, LINK._replace(accuracy=Accuracy.DAY), AT.format(29), "tu")
    assert [newest(office, day)[0] for day in (19, 20)] == ["unchecked", "fresh"]


def test_a_listing_of_each_day_is_one_window_until_a_day_is_left_out(office: Store) -> None:
    page = [("1", AT.format(1))]
    for day in (2, 3, 4, 6, 7):
        look(office, day, seen_posts(TARGET, "7", page, AT.format(1)))
    look(office, 8, seen_posts(TARGET, "7", [("2", AT.format(8))], "2020-11-07T06:00:00Z"))
    look(office, 9, seen_empty(TARGET, "7"))
    assert office.rows("select after, first_until, until from post_window").fetchall() == [
        (AT.format(1), AT.format(2), AT.format(4)),
        (AT.format(1), AT.format(6), AT.format(7)),
        ("2020-11-07T06:00:00Z", AT.format(8), AT.format(8)),
        ("", AT.format(9), AT.format(9)),
    ]


def test_the_posts_of_a_stranger_are_kept_and_do_not_count(office: Store) -> None:
    look(office, 2, seen_posts(TARGET, "7", [("1", AT.format(1))]))
    look(office, 9, seen_posts(TARGET, "666", [("2", AT.format(9))]))
    assert newest(office, 10) == ("fresh", 1, False)
    assert office.rows("select count(*) from post").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("sql", "refusal"),
    [
        ("update post set posted_at = '2020-11-01T00:00:00Z'", "never changed"),
        ("delete from post", "never deleted"),
        ("delete from post_window", "never deleted"),
        ("update post_window set until = first_until", "never gets shorter"),
        ("update post_window set after = ''", "never changed"),
        ("update post_window set first_until = '2020-11-01T00:00:00Z'", "never changed"),
        ("update post set seen_at = posted_at", "never changed"),
        (COPY.format("post", "null"), "known already"),
        (COPY.format("'x'", "id"), "no standing row"),
    ],
)  # fmt: skip
def test_what_the_file_refuses(office: Store, sql: str, refusal: str) -> None:
    for day in (2, 3):
        look(office, day, seen_posts(TARGET, "7", [("1", AT.format(1))], ""))
    with pytest.raises(sqlite3.IntegrityError, match=refusal):
        office.rows(sql)
