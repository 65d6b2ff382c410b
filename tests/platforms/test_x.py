"""Asking X: a hundred names at a time, in its old and its new words."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from medsos_cli.models import Platform
from medsos_cli.platforms.base import Quota
from medsos_cli.platforms.client import Patience
from medsos_cli.platforms.looks import Kind, Look, Target, not_checked
from medsos_cli.platforms.x import X, open_client
from tests.network import BREAK_OFF, TOKEN, Answer, Networks, x_id

NOW = datetime(2020, 12, 3, 3, 0, tzinfo=UTC)
QUICK = Patience(answer=2, attempts=2, first=0.001, longest=0.002)
POST = x_id(datetime(2020, 12, 1, 3, 0, tzinfo=UTC))


@pytest.fixture
def x(networks: Networks) -> Iterator[X]:
    client = open_client(networks.origin, TOKEN, QUICK)
    yield X(client, lambda: NOW)
    client.close()


def target(handle: str, network_id: str | None = None) -> Target:
    return Target(Platform.TWITTER, handle.lower(), handle, "dinkes", network_id)


def on_record(networks: Networks, count: int) -> list[Target]:
    for number in range(count):
        networks.add("x", f"Contoh{number}", POST)
    return [target(f"Contoh{number}") for number in range(count)]


def posts(looks: list[Look]) -> set[tuple[Kind, str | None]]:
    return {(look.kind, moment) for look in looks for _, moment in look.posts or [("", None)]}


SEEN = {(Kind.SEEN, "2020-12-01T03:00:00Z")}


def test_a_hundred_are_looked_at_in_one_request(x: X, networks: Networks) -> None:
    looks = x.look(targets := on_record(networks, 100))
    assert [look.target for look in looks] == targets
    assert posts(looks) == SEEN
    assert x.requests == networks.requests("x") == 1


@pytest.mark.parametrize("silently", [False, True])
def test_the_new_words_are_found_and_remembered(x: X, networks: Networks, silently: bool) -> None:
    networks.renamed_fields = True
    networks.passes_over_old_fields = silently
    targets = on_record(networks, 3)
    assert posts(x.look(targets)) == posts(x.look(targets)) == SEEN
    assert x.requests == 3
    assert "most_recent_tweet_id" in networks.asked[0][1]
    assert "expansions=most_recent_post_id&post.fields=created_at" in networks.asked[2][1]


def test_accounts_whose_posts_nobody_sees_are_no_reason_for_new_words(
    x: X, networks: Networks
) -> None:
    networks.add("x", "contoh_kunci", POST, protected=True)
    networks.add("x", "contoh_sepi")
    looks = x.look([target("contoh_kunci"), target("contoh_sepi"), target("contoh_tiada")])
    assert [look.kind for look in looks] == [Kind.SEEN, Kind.SEEN, Kind.GONE]
    assert x.requests == 1


def test_where_the_new_words_are_not_known_the_old_answer_counts(x: X, networks: Networks) -> None:
    networks.add("x", "contoh", count=7)  # has posted, and X leaves its newest post out
    for _ in range(2):
        (look,) = x.look([target("contoh")])
        assert (look.kind, look.reason) == (
            Kind.SEEN, "its newest post was left out of the answer",
        )  # fmt: skip
    assert (x.requests, x.stopped) == (3, None)


def test_two_agencies_with_one_name_are_asked_for_once(x: X, networks: Networks) -> None:
    (one,) = on_record(networks, 1)
    assert posts(x.look([one, one._replace(handle="CONTOH0")])) == SEEN
    assert networks.asked[0][1].startswith("/2/users/by?usernames=CONTOH0&")


def test_who_was_renamed_is_found_by_its_id(x: X, networks: Networks) -> None:
    member = networks.add("x", "contoh_baru", POST)
    (look,) = x.look([target("contoh_lama", member.id)])
    assert (look.kind, look.renamed) == (Kind.GONE, "contoh_baru")
    assert x.requests == 2


def test_who_lost_its_name_to_another_is_found_by_its_id(x: X, networks: Networks) -> None:
    ours = networks.add("x", "contoh_baru", POST)
    other = networks.add("x", "contoh_lama", POST)
    (look,) = x.look([target("contoh_lama", ours.id)])
    assert (look.kind, look.network_id, look.renamed) == (Kind.SEEN, other.id, "contoh_baru")


def test_a_new_name_that_is_none_is_not_offered(x: X, networks: Networks) -> None:
    ours = networks.add("x", "contoh_baru", POST)
    ours.name = "contoh; rm -rf ~"
    (look,) = x.look([target("contoh_lama", ours.id)])
    assert (look.kind, look.renamed) == (Kind.GONE, None)


def test_who_is_behind_no_name_any_more_is_gone(x: X) -> None:
    (look,) = x.look([target("contoh_lama", "77")])
    assert (look.kind, look.renamed, x.requests) == (Kind.GONE, None, 2)


@pytest.mark.parametrize("network_id", [None, "2244994945"])
def test_nobody_asks_by_id_who_was_not_known_or_is_suspended(
    x: X, networks: Networks, network_id: str | None
) -> None:
    networks.add("x", "contoh", suspended=True)
    (look,) = x.look([target("contoh", network_id)])
    assert (look.kind, look.reason, x.requests) == (Kind.GONE, "suspended", 1)


def test_no_answer_about_the_ids_is_no_name(x: X, networks: Networks) -> None:
    answer = {"errors": [{"value": "contoh_lama", "title": "Not Found Error",
              "type": "https://api.x.com/2/problems/resource-not-found"}]}  # fmt: skip
    networks.next["x"] = [Answer(200, answer), Answer(429, {"title": "Too Many Requests"})]
    (look,) = x.look([target("contoh_lama", "77")])
    assert (look.kind, look.renamed) == (Kind.GONE, None)
    assert x.stopped == "the request limit is reached"


def test_it_is_told_when_to_come_back_where_x_does_not_say_it(x: X, networks: Networks) -> None:
    networks.always["x"] = Answer(429, {"title": "Too Many Requests"})
    x.look(on_record(networks, 1))
    assert x.back == datetime(2020, 12, 3, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize("status", [401, 402, 403, 429])
def test_a_refusal_stops_it(x: X, networks: Networks, status: int) -> None:
    targets = on_record(networks, 2)
    reset = (("x-rate-limit-reset", "1606965300"), ("x-rate-limit-remaining", "0"),
             ("x-rate-limit-limit", "300"))  # fmt: skip
    networks.always["x"] = Answer(status, {"title": "no"}, reset)
    looks = x.look(targets)
    assert x.stopped
    assert looks == [not_checked(each, x.stopped) for each in targets]
    assert x.requests == 1
    assert x.quota == Quota("0 of 300 requests left", datetime(2020, 12, 3, 3, 15, tzinfo=UTC))
    assert x.back == (x.quota.until if status == 429 else None)  # a new token is needed, no time


@pytest.mark.parametrize(
    "odd",
    [BREAK_OFF, Answer(503, b""), Answer(200, b"<html>"), Answer(200, b'{"data":'),
     Answer(302, b""), Answer(400, {"errors": [{"message": "The `username` query parameter"}]})],
)  # fmt: skip
def test_an_odd_answer_is_no_sighting_and_the_second_stops_it(
    x: X, networks: Networks, odd: Answer
) -> None:
    targets = on_record(networks, 2)
    networks.always["x"] = odd
    assert [look.kind for look in x.look(targets)] == [Kind.NOT_CHECKED] * 2
    assert x.stopped is None
    x.look(targets)
    assert x.stopped


def test_the_plan_is_the_request_without_the_token(x: X, networks: Networks) -> None:
    assert [*x.plan([target("Contoh"), target("lain")])] == [
        (
            f"GET {networks.origin}/2/users/by?usernames=Contoh,lain"
            "&user.fields=public_metrics,protected,most_recent_tweet_id"
        )
    ]


@pytest.mark.parametrize("whose", ["app", "user"])
def test_a_day_that_is_used_up_is_said_and_when_it_ends(
    x: X, networks: Networks, whose: str
) -> None:
    end = int(datetime(2020, 12, 3, 20, 0, tzinfo=UTC).timestamp())
    headers = {
        "x-rate-limit-limit": "300", "x-rate-limit-remaining": "299",
        "x-rate-limit-reset": str(end - 60_000),
        f"x-{whose}-limit-24hour-limit": "25", f"x-{whose}-limit-24hour-remaining": "0",
        f"x-{whose}-limit-24hour-reset": str(end),
    }  # fmt: skip
    networks.always["x"] = Answer(429, {"title": "Too Many Requests"}, tuple(headers.items()))
    x.look([target("contoh_dinkes")])
    assert x.stopped == "the limit of requests in 24 hours is reached"
    assert x.back == datetime(2020, 12, 3, 20, 0, tzinfo=UTC)


def test_a_monthly_cap_is_not_one_to_come_back_after(x: X, networks: Networks) -> None:
    capped = {"title": "UsageCapExceeded", "period": "Monthly",
              "type": "https://api.twitter.com/2/problems/usage-capped"}  # fmt: skip
    networks.always["x"] = Answer(429, capped, (("x-rate-limit-reset", "1606968000"),))
    x.look([target("contoh_dinkes")])
    assert str(x.stopped).startswith("the monthly cap of the plan at X is used up")
    assert x.back is None
