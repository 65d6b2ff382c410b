"""Asking the Graph API: batches, what is asked once more, and when to stop."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from medsos_cli.models import Platform
from medsos_cli.platforms.base import Quota
from medsos_cli.platforms.client import Patience
from medsos_cli.platforms.looks import Kind, Look, Target
from medsos_cli.platforms.meta import Meta, open_client
from tests.network import (
    BREAK_OFF,
    EXPIRED,
    IG_USER,
    NO_SUCH_USER,
    TOKEN,
    Answer,
    Networks,
    graph_error,
)

NOW = datetime(2020, 12, 3, 3, 0, tzinfo=UTC)
QUICK = Patience(answer=2, attempts=2, first=0.001, longest=0.002)
POST = "2020-12-01T03:00:00+0000"
THROTTLED = graph_error(4, "(#4) Application request limit reached")
LOGIN = Answer(200, b"<!doctype html><title>Log in to Facebook</title>")
HALF = Answer(200, b'[{"code":200,"body":"{}"},')


@pytest.fixture
def meta(networks: Networks) -> Iterator[Meta]:
    client = open_client(networks.origin, TOKEN, QUICK)
    yield Meta(client, lambda: NOW, version="v26.0", ig_user=IG_USER)
    client.close()


def on_record(networks: Networks, count: int) -> list[Target]:
    """Let accounts be on both networks, by turns; return what to look at."""
    targets = []
    for number in range(count):
        platform = Platform.FACEBOOK if number % 2 else Platform.INSTAGRAM
        networks.add(platform, f"contoh{number}", POST)
        targets.append(Target(platform, f"contoh{number}", f"contoh{number}"))
    return targets


def kinds(looks: list[Look]) -> list[Kind]:
    return [look.kind for look in looks]


def test_both_platforms_are_looked_at_in_one_request(meta: Meta, networks: Networks) -> None:
    looks = meta.look(targets := on_record(networks, 50))
    assert [look.target for look in looks] == targets
    assert {moment for look in looks for _, moment in look.posts} == {"2020-12-01T03:00:00Z"}
    assert meta.requests == networks.requests("graph") == 1
    assert meta.stopped is None


def test_without_its_own_account_an_office_asks_for_pages_only(networks: Networks) -> None:
    client = open_client(networks.origin, TOKEN, QUICK)
    assert Meta(client, lambda: NOW, version="v26.0").platforms == (Platform.FACEBOOK,)
    client.close()


def test_one_error_spoils_no_other_account(meta: Meta, networks: Networks) -> None:
    targets = on_record(networks, 6)
    networks.answers = {
        "contoh1": (400, graph_error(10, "(#10) Application does not have permission")),
        "contoh2": (400, {"error": NO_SUCH_USER}),
    }
    del networks.facebook["contoh5"]
    assert kinds(meta.look(targets)) == [
        Kind.SEEN, Kind.NOT_CHECKED, Kind.UNPROVEN, Kind.SEEN, Kind.SEEN, Kind.GONE,
    ]  # fmt: skip
    assert meta.requests == 1


def test_what_a_batch_left_unfinished_is_asked_singly(meta: Meta, networks: Networks) -> None:
    targets = on_record(networks, 3)
    networks.next["graph"] = [Answer(200, [None, None, None])]
    assert kinds(meta.look(targets)) == [Kind.SEEN] * 3
    assert [method for method, _, _ in networks.asked] == ["POST", "GET", "GET", "GET"]
    assert not [path for _, path, _ in networks.asked if TOKEN in path]


def test_what_stays_unfinished_is_not_checked(meta: Meta, networks: Networks) -> None:
    targets = on_record(networks, 3)
    networks.answers = {"contoh1": None}
    looks = meta.look(targets)
    assert kinds(looks) == [Kind.SEEN, Kind.NOT_CHECKED, Kind.SEEN]


@pytest.mark.parametrize(
    "odd",
    [LOGIN, HALF, Answer(200, {}), Answer(200, [{"code": 200, "body": "{}"}]),
     Answer(302, b"", (("Location", "https://www.facebook.com/login"),)),
     Answer(200, [{"code": 200}] * 3), Answer(200, [[], "x", {"body": "{"}])],
)  # fmt: skip
def test_where_a_batch_is_answered_oddly_each_is_asked_singly(
    meta: Meta, networks: Networks, odd: Answer
) -> None:
    targets = on_record(networks, 3)
    networks.next["graph"] = [odd]
    assert kinds(meta.look(targets)) == [Kind.SEEN] * 3
    assert meta.requests == 4


@pytest.mark.parametrize(
    "odd", [LOGIN, HALF, Answer(302, b"", (("Location", "https://www.facebook.com/login"),))]
)
def test_where_all_answers_are_odd_it_is_asked_no_more(
    meta: Meta, networks: Networks, odd: Answer
) -> None:
    networks.always["graph"] = odd
    looks = meta.look(on_record(networks, 50))
    assert kinds(looks) == [Kind.NOT_CHECKED] * 50
    assert meta.stopped == "its answer makes no sense"
    assert meta.requests == 3


def test_accounts_that_stay_odd_stop_nothing_where_others_are_answered(
    meta: Meta, networks: Networks
) -> None:
    targets = on_record(networks, 8)
    odd = (200, {"id": "1", "published_posts": {"data": [{"created_time": None}]}})
    networks.answers = {"contoh1": odd, "contoh3": odd, "contoh5": odd}
    looks = meta.look(targets)
    assert [look.kind for look in looks].count(Kind.NOT_CHECKED) == 3
    assert (meta.stopped, meta.requests) == (None, 3)
    assert kinds(meta.look(targets[6:])) == [Kind.SEEN] * 2


def test_answers_in_another_order_are_asked_for_singly(meta: Meta, networks: Networks) -> None:
    pages = [target for target in on_record(networks, 6) if target.platform is Platform.FACEBOOK]
    moments = [f"2020-12-0{day}T03:00:00Z" for day in (1, 2, 3)]
    for page, moment in zip(pages, moments, strict=True):
        networks.facebook[page.key].posts = [moment.replace("Z", "+0000")]
    meta.look(pages)
    ((_, parts),) = networks.answered
    networks.next["graph"] = [Answer(200, parts[::-1])]
    looks = meta.look(pages)
    assert [moment for look in looks for _, moment in look.posts] == moments
    assert not [look for look in looks if look.renamed]
    assert meta.requests == 4


def test_numbers_in_another_order_are_asked_for_singly(meta: Meta, networks: Networks) -> None:
    on_record(networks, 4)
    ids = [networks.facebook[name].id for name in ("contoh1", "contoh3")]
    for number in ids:
        networks.facebook[number] = networks.facebook.pop(
            next(name for name, each in networks.facebook.items() if each.id == number)
        )
    targets = [Target(Platform.FACEBOOK, number, number) for number in ids]
    assert [look.network_id for look in meta.look(targets)] == ids
    networks.next["graph"] = [Answer(200, networks.answered[0][1][::-1])]
    assert [look.network_id for look in meta.look(targets)] == ids


@pytest.mark.parametrize("name", ["X-App-Usage", "X-Business-Use-Case-Usage"])
def test_a_header_nested_too_deeply_is_not_read(meta: Meta, networks: Networks, name: str) -> None:
    networks.headers = {name: "[" * 20_000}
    assert kinds(meta.look(on_record(networks, 1))) == [Kind.SEEN]
    assert meta.quota is None


@pytest.mark.parametrize(("used", "left"), [(-5, 100), (28, 72), (250, 0)])
def test_a_quota_is_between_all_and_nothing(
    meta: Meta, networks: Networks, used: int, left: int
) -> None:
    networks.headers = {"X-App-Usage": f'{{"call_count":{used}}}'}
    meta.look(on_record(networks, 1))
    assert meta.quota == Quota(f"{left} % of this hour's requests left")


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001, 80002])
def test_a_throttle_stops_it_and_keeps_what_was_learnt(
    meta: Meta, networks: Networks, code: int
) -> None:
    targets = on_record(networks, 4)
    networks.answers = {"contoh2": (400, graph_error(code, "(#…)")), "contoh3": None}
    networks.headers = {"Retry-After": "600", "X-App-Usage": '{"call_count":100,"total_time":7}'}
    looks = meta.look(targets)
    assert kinds(looks) == [Kind.SEEN, Kind.SEEN, Kind.NOT_CHECKED, Kind.NOT_CHECKED]
    assert meta.stopped == f"the request limit is reached (code {code})"
    assert meta.requests == 1
    assert meta.quota == Quota(
        "0 % of this hour's requests left", datetime(2020, 12, 3, 3, 10, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({}, datetime(2020, 12, 3, 4, 0, tzinfo=UTC)),
        ({"X-Business-Use-Case-Usage": "soon"}, datetime(2020, 12, 3, 4, 0, tzinfo=UTC)),
        ({"X-Business-Use-Case-Usage": '{"66782684":[{"type":"pages","call_count":100,'
          '"total_cputime":23,"total_time":23,"estimated_time_to_regain_access":19}]}'},
         datetime(2020, 12, 3, 3, 19, tzinfo=UTC)),
        ({"Retry-After": "60"}, datetime(2020, 12, 3, 3, 1, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_it_is_always_told_when_to_come_back(
    meta: Meta, networks: Networks, headers: dict[str, str], until: datetime
) -> None:
    networks.always["graph"] = Answer(400, THROTTLED, tuple(headers.items()))
    meta.look(on_record(networks, 1))
    assert meta.back == until


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(400, {"error": EXPIRED}),
         "the token is not valid any more (code 190): get a new MEDSOS_META_TOKEN"),
        (Answer(400, graph_error(190, "Error validating access token: The user is enrolled in a "
                                 "blocking, logged-in checkpoint", 459)),
         "whose token it is must log in at facebook.com and confirm who they are (code 190/459)"),
        (Answer(400, graph_error(190, "Error validating access token: The session has been "
                                 "invalidated because the user changed their password", 460)),
         "the password was changed (code 190/460): get a new MEDSOS_META_TOKEN"),
        (Answer(400, graph_error(2500, "An active access token must be used to query information "
                                 "about the current user.")),
         "the token is not valid any more (code 2500): get a new MEDSOS_META_TOKEN"),
        (Answer(400, graph_error(2500, "Unknown path components: /v99.0")),
         "it does not know what it was asked for (code 2500): check MEDSOS_META_VERSION"),
        (Answer(403, THROTTLED), "the request limit is reached (code 4)"),
        (Answer(200, THROTTLED), "the request limit is reached (code 4)"),
        (Answer(400, graph_error(3, "(#3) Application does not have the capability")),
         "it refused the request (code 3)"),
    ],
)  # fmt: skip
def test_an_error_about_the_whole_batch_stops_it(
    meta: Meta, networks: Networks, answer: Answer, reason: str
) -> None:
    networks.always["graph"] = answer
    looks = meta.look(on_record(networks, 5))
    assert {(look.kind, look.reason) for look in looks} == {(Kind.NOT_CHECKED, reason)}
    assert (meta.stopped, meta.requests) == (reason, 1)


@pytest.mark.parametrize("unwell", [BREAK_OFF, Answer(500, b""), Answer(400, graph_error(2, "…"))])
def test_a_fault_that_passes_is_survived(meta: Meta, networks: Networks, unwell: Answer) -> None:
    networks.next["graph"] = [unwell]
    assert kinds(meta.look(on_record(networks, 3))) == [Kind.SEEN] * 3
    assert meta.requests == 2


def test_a_network_that_fails_twice_in_a_row_is_asked_no_more(
    meta: Meta, networks: Networks
) -> None:
    targets = on_record(networks, 3)
    networks.always["graph"] = Answer(503, b"")
    stopped = []
    for _ in range(2):
        assert kinds(meta.look(targets)) == [Kind.NOT_CHECKED] * 3
        stopped.append(meta.stopped)
    assert stopped == [None, "it has a fault of its own (HTTP 503)"]
    assert meta.requests == 2 * QUICK.attempts


def test_one_failure_among_many_answers_stops_nothing(meta: Meta, networks: Networks) -> None:
    targets = on_record(networks, 3)
    unwell = [BREAK_OFF] * QUICK.attempts
    for _ in range(3):
        networks.next["graph"] = [*unwell]
        assert kinds(meta.look(targets)) == [Kind.NOT_CHECKED] * 3
        assert kinds(meta.look(targets)) == [Kind.SEEN] * 3
    assert meta.stopped is None


def test_another_version_than_was_asked_for_is_told_once(meta: Meta, networks: Networks) -> None:
    networks.version = "v25.0"
    targets = on_record(networks, 1)
    meta.look(targets)
    meta.look(targets)
    assert meta.notes == [
        "Meta was asked for v26.0 and answered as v25.0: see: medsos help settings"
    ]


@pytest.mark.parametrize("usage", ["", "none", "[]", "{}", '{"call_count": "much"}'])
def test_a_usage_that_cannot_be_read_is_not_told(
    meta: Meta, networks: Networks, usage: str
) -> None:
    networks.headers = {"X-App-Usage": usage}
    meta.look(on_record(networks, 1))
    assert meta.quota is None


def test_the_plan_is_the_request_without_the_token(meta: Meta) -> None:
    targets = [
        Target(Platform.INSTAGRAM, "a.b", "A.b"),
        Target(Platform.FACEBOOK, "dinas", "dinas"),
    ]
    origin, *items = meta.plan(targets)
    assert origin.endswith("/v26.0/ batch of 2")
    assert items == [
        (
            "  GET 17841405309211844?fields=business_discovery.username(A.b)"
            "%7Busername,media_count,media.limit(50)%7Btimestamp,permalink%7D%7D"
        ),
        "  GET dinas?fields=id,username,published_posts.limit(50)%7Bcreated_time%7D",
    ]
