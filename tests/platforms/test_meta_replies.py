"""What the Graph API's own answers mean: each row of the verdict map, and whatever else comes.

Errors are quoted from Meta's pages and from public recordings of live answers.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.models import Platform
from medsos_cli.platforms.base import Refusal
from medsos_cli.platforms.looks import (
    Kind,
    Look,
    Target,
    gone,
    seen_empty,
    seen_only,
    seen_posts,
    unproven,
)
from medsos_cli.platforms.meta_replies import LIMIT_LASTS, is_fault, read_item, read_refusal
from tests.network import EXPIRED, NO_SUCH_USER, graph_error

LATEST = datetime(2026, 11, 24, tzinfo=UTC)
IG = Target(Platform.INSTAGRAM, "bluebottle", "BlueBottle")
FB = Target(Platform.FACEBOOK, "sometwail", "some.twail")
FB_ID = Target(Platform.FACEBOOK, "99999999999999", "99999999999999")
DISCOVERY = {
    "business_discovery": {
        "username": "bluebottle", "media_count": 1205, "followers_count": 267788,
        "media": {
            "data": [
                {"timestamp": "2019-05-01T17:26:14+0000", "media_type": "IMAGE",
                 "permalink": "https://www.instagram.com/p/DAAAAAAAAAA/", "id": "1809814278512"},
                {"timestamp": "2026-05-01T17:26:14+0000", "media_type": "VIDEO",
                 "media_product_type": "REELS", "id": "18098142785123787",
                 "permalink": "https://www.instagram.com/reel/DXzegEwzan7/"},
            ],
            "paging": {"cursors": {"after": "QVFI"}},
        },
        "id": "17841401441775531",
    },
    "id": "17841405309211844",
}  # fmt: skip
PAGE = {
    "id": "1029384756", "name": "Some", "username": "sometwail", "fan_count": 1234,
    "published_posts": {
        "data": [{"created_time": "2026-05-01T03:20:11+0000", "id": "1029384756_122"}],
        "paging": {"cursors": {"before": "x", "after": "y"}},
    },
}  # fmt: skip
MOMENT = "2026-05-01T03:20:11Z"
SEEN = seen_posts(FB, "1029384756", [("122", MOMENT)], MOMENT)
NO_SUCH_OBJECT = graph_error(
    100,
    "Unsupported get request. Object with ID '99999999999999' does not exist, cannot be loaded "
    "due to missing permissions, or does not support this operation. Please read the Graph API "
    "documentation at https://developers.facebook.com/docs/graph-api",
    33,
)
NO_ALIAS = graph_error(803, "(#803) Some of the aliases you requested do not exist: some.twail")
PERSON = graph_error(803, "(#803) Cannot query users by their username (some.twail)")
PUBLIC_ACCESS_10 = graph_error(
    10,
    "(#10) This endpoint requires the 'pages_read_engagement' permission or the 'Page Public "
    "Content Access' feature. Refer to https://developers.facebook.com/docs/apps/review/"
    "login-permissions#manage-pages for details.",
)
PUBLIC_ACCESS_100 = graph_error(
    100,
    "(#100) Object does not exist, cannot be loaded due to missing permission or reviewable "
    "feature, or does not support this operation. This endpoint requires the "
    "'pages_read_engagement' permission or the 'Page Public Content Access' feature or the 'Page "
    "Public Metadata Access' feature.",
)
HIDDEN = {
    code: Refusal(f"the token may not see it (code {code}): see the pages: networks")
    for code in (10, 100, 200, 299)
}
NO_ACCESS = {
    code: Refusal(
        f"the app lacks Page Public Content Access (code {code}): see the pages: networks"
    )
    for code in (10, 100)
}
THROTTLES = {
    4: "(#4) Application request limit reached",
    17: "(#17) User request limit reached",
    32: "(#32) Page request limit reached",
    613: "(#613) Calls to this api have exceeded the rate limit.",
    80001: "(#80001) There have been too many calls to this Page account. Wait a bit and try "
    "again.",
    80002: "(#80002) There have been too many calls to this Instagram account. Wait a bit and try "
    "again.",
}


def discovery(**facts: object) -> dict[str, Any]:
    account = {**DISCOVERY["business_discovery"], **facts}  # type: ignore[dict-item]  # any JSON
    return {"business_discovery": {k: v for k, v in account.items() if v is not None}, "id": "1"}


def page(**facts: object) -> dict[str, Any]:
    return {name: value for name, value in {**PAGE, **facts}.items() if value is not None}


@pytest.mark.parametrize(
    ("target", "status", "body", "look"),
    [
        (IG, 200, DISCOVERY,
         seen_posts(IG, "17841401441775531", [
             ("DAAAAAAAAAA", "2019-05-01T17:26:14Z"), ("DXzegEwzan7", "2026-05-01T17:26:14Z"),
         ], "2026-05-01T17:26:14Z")),
        (IG, 200, discovery(media_count=0, media=None), seen_empty(IG, "17841401441775531")),
        (IG, 200, discovery(media_count=0, media={"data": []}),
         seen_empty(IG, "17841401441775531")),
        (IG, 200, discovery(media=None), seen_only(
            IG, "17841401441775531", "its posts were left out of the answer")),
        (IG, 400, {"error": NO_SUCH_USER}, unproven(IG, "not found, or no professional account")),
        (FB, 200, PAGE, SEEN),
        (FB, 200, page(published_posts={"data": []}), seen_empty(FB, "1029384756")),
        (FB, 200, page(published_posts=None), seen_only(
            FB, "1029384756", "its posts were left out of the answer")),
        (FB, 400, NO_ALIAS, gone(FB, "no such Page")),
        (FB, 404, NO_ALIAS, gone(FB, "no such Page")),
        (FB, 400, PERSON, seen_only(
            FB, None, "a personal profile, not a Page: its posts stay unknown")),
        (FB_ID, 400, NO_SUCH_OBJECT, unproven(FB_ID, "not found, or not visible to the token")),
    ],
)  # fmt: skip
def test_an_answer_about_an_account(target: Target, status: int, body: object, look: Look) -> None:
    assert read_item(target, status, body, LATEST) == look


@pytest.mark.parametrize("target", [IG, FB])
@pytest.mark.parametrize(
    ("status", "body", "refusal"),
    [
        (400, {"error": EXPIRED}, Refusal(
            "the token is not valid any more (code 190): get a new MEDSOS_META_TOKEN", stops=True)),
        (400, graph_error(190, "Invalid OAuth access token - Cannot parse access token"), Refusal(
            "the token is not valid any more (code 190): get a new MEDSOS_META_TOKEN", stops=True)),
        *((status, graph_error(code, text),
           Refusal(f"the request limit is reached (code {code})", stops=True, pause=LIMIT_LASTS))
          for code, text in THROTTLES.items() for status in (400, 403, 429)),
        (400, PUBLIC_ACCESS_10, NO_ACCESS[10]),
        (400, PUBLIC_ACCESS_100, NO_ACCESS[100]),
        (400, graph_error(10, "(#10) To use 'Pages Public Content Access', …"), NO_ACCESS[10]),
        (403, graph_error(10, "(#10) Application does not have permission for this action"),
         HIDDEN[10]),
        (403, graph_error(200, "(#200) Permissions error"),
         HIDDEN[200]),
        (403, graph_error(299, "(#299) …"), HIDDEN[299]),
        (400, graph_error(100, "(#100) Tried accessing nonexisting field (x)"),
         Refusal("it refused the request (code 100)")),
        (500, graph_error(1, "An unknown error occurred"),
         Refusal("a fault of its own (code 1)", again=True)),
        (400, graph_error(2, "Service temporarily unavailable"),
         Refusal("a fault of its own (code 2)", again=True)),
        (400, graph_error(803, "(#803) Some of the aliases you requested do not exist: another"),
         Refusal("it refused the request (code 803)")),
    ],
)  # fmt: skip
def test_what_is_no_answer_about_an_account(
    target: Target, status: int, body: object, refusal: Refusal
) -> None:
    assert read_item(target, status, body, LATEST) == refusal


_NONSENSE: list[tuple[object, object]] = [
    (200, None), (200, {}), (200, []), (200, "<html>"), (200, {"id": 7}), (200, {"id": None}),
    (302, None), (302, PAGE), (401, DISCOVERY), (500, None), (200, {"error": "no"}),
    (400, {"error": {"message": "no code"}}), (None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "status", "body"),
    [
        *((target, *nonsense) for target in (IG, FB) for nonsense in _NONSENSE),
        (IG, 200, PAGE),
        (IG, 200, discovery(username="another")),
        (IG, 200, discovery(media={"data": [{"timestamp": None}]})),
        (IG, 200, discovery(id=None)),
        (FB, 200, page(id=None)),
        (FB, 200, page(published_posts={"data": [{"created_time": "yesterday", "id": "1_2"}]})),
    ],
)
def test_what_makes_no_sense_says_nothing(target: Target, status: object, body: object) -> None:
    odd = Refusal("its answer makes no sense", again=True)
    assert read_item(target, status, body, LATEST) == odd


def test_a_page_that_has_another_name_now_is_seen_and_its_name_told() -> None:
    look = read_item(FB, 200, page(username="dinas.baru"), LATEST)
    assert look == SEEN._replace(renamed="dinas.baru")


def test_the_name_of_another_account_and_what_is_no_name_is_not_offered() -> None:
    known = FB._replace(network_id="7")
    for target, name in ((known, "dinas.baru"), (FB, "x; rm -rf ~"), (FB, "dinas\nbaru")):
        look = read_item(target, 200, page(username=name), LATEST)
        assert isinstance(look, Look)
        assert (look.kind, look.renamed) == (Kind.SEEN, None)


@pytest.mark.parametrize(
    "message",
    [
        "(#803) Some of the aliases you requested do not exist: sometwail2",
        "(#803) Some of the aliases you requested do not exist: another,asometwail",
        "(#803) Some of sometwail do not exist: another",
        "(#803) Cannot query users by their username (sometwail.baru)",
    ],
)
def test_an_error_about_a_name_that_only_holds_the_handle_says_nothing(message: str) -> None:
    assert isinstance(read_item(FB, 400, graph_error(803, message), LATEST), Refusal)


@pytest.mark.parametrize("name", ["SomeTwail", "some.twail", None])
def test_a_page_of_the_same_name_however_written_has_no_other(name: str | None) -> None:
    look = read_item(FB, 200, page(username=name), LATEST)
    assert look == SEEN


def test_a_page_asked_for_by_its_number_may_have_any_name() -> None:
    target = Target(Platform.FACEBOOK, "1029384756", "1029384756")
    look = read_item(target, 200, PAGE, LATEST)
    assert look == SEEN._replace(target=target)


@pytest.mark.parametrize("body", [NO_ALIAS, NO_SUCH_OBJECT, {"error": NO_SUCH_USER}])
def test_an_error_that_calls_itself_a_success_is_not_believed(body: object) -> None:
    for target in (IG, FB, FB_ID):
        assert isinstance(read_item(target, 200, body, LATEST), Refusal)


def test_instagram_is_never_gone_and_facebook_is_not_by_an_error_of_instagram() -> None:
    assert isinstance(read_item(IG, 400, NO_ALIAS, LATEST), Refusal)
    assert isinstance(read_item(FB, 400, {"error": NO_SUCH_USER}, LATEST), Refusal)


def test_a_post_of_tomorrow_says_that_a_clock_is_wrong() -> None:
    body = page(
        published_posts={"data": [{"created_time": "2026-11-25T00:00:01+0000", "id": "1_2"}]}
    )
    refusal = read_item(FB, 200, body, LATEST)
    assert refusal == Refusal("it tells of a post in the future: is this computer's clock right?")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from([
            "error", "code", "message", "error_subcode", "id", "username", "data", "media",
            "business_discovery", "published_posts", "timestamp", "created_time", "media_count",
        ]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.sampled_from([IG, FB]), json_values, json_values)
def test_no_answer_however_odd_makes_an_account_gone(
    target: Target, status: object, body: object
) -> None:
    found = read_item(target, status, body, LATEST)
    assert isinstance(found, Refusal) or found.kind is not Kind.GONE
    read_refusal(200, body)
    is_fault(body, 200)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ([], None),
        ({"id": "1"}, None),
        ({"error": EXPIRED}, Refusal(
            "the token is not valid any more (code 190): get a new MEDSOS_META_TOKEN", stops=True)),
        (graph_error(4, THROTTLES[4]),
         Refusal("the request limit is reached (code 4)", stops=True, pause=LIMIT_LASTS)),
        (NO_ALIAS, Refusal("it refused the request (code 803)", stops=True)),
        (graph_error(10, "…"), Refusal("it refused the request (code 10)", stops=True)),
    ],
)  # fmt: skip
def test_an_error_about_the_whole_request_is_about_no_account(
    body: object, refusal: Refusal | None
) -> None:
    assert read_refusal(400, body) == refusal


def test_too_many_requests_is_a_limit_whatever_the_body() -> None:
    limited = Refusal("the request limit is reached", stops=True, pause=LIMIT_LASTS)
    bodies: tuple[object, ...] = (None, [], {"id": "1"}, "<html>")
    for body in bodies:
        assert read_refusal(429, body) == read_item(FB, 429, body, LATEST) == limited


def test_a_page_that_forbids_is_a_guards() -> None:
    guard = Refusal("a guard in front of Meta turned the request away (HTTP 403)", stops=True)
    assert read_refusal(403, None) == guard


@pytest.mark.parametrize(
    ("status", "body", "passes"),
    [
        (500, None, True), (503, None, True), (502, {"id": "1"}, True), (200, PAGE, False),
        (400, graph_error(2, "…"), True), (500, graph_error(1, "…"), True),
        (500, graph_error(4, "…"), False), (503, graph_error(190, "…"), False),
        (500, {"error": {"code": []}}, False), (500, {"error": "no"}, True),
    ],
)  # fmt: skip
def test_a_fault_that_may_pass_is_told_by_its_code_first(
    status: int, body: object, passes: bool
) -> None:
    assert is_fault(body, status) is passes
