"""What X's own answers mean: each row of the verdict map, both spellings, and whatever else comes.

Answers are quoted from X's pages and from public recordings of live ones.
"""

from datetime import UTC, datetime, timedelta

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
    not_checked,
    seen_empty,
    seen_only,
    seen_posts,
)
from medsos_cli.platforms.x_replies import Users, read_looks, read_users, wants_new_words

LATEST = datetime(2026, 11, 24, tzinfo=UTC)
DEVELOPERS = Target(Platform.TWITTER, "xdevelopers", "XDevelopers")
NOBODY = Target(Platform.TWITTER, "xn47mzh437", "xn47mzh437")
SUSPENDED = Target(Platform.TWITTER, "adfldf", "adfldf")
USER = {
    "id": "2244994945", "name": "X Developers", "username": "XDevelopers",
    "created_at": "2013-12-14T04:35:55.000Z", "protected": False, "verified": True,
    "public_metrics": {"followers_count": 583423, "following_count": 2048, "tweet_count": 14052,
                       "listed_count": 1672},
    "most_recent_tweet_id": "2028567281866027316",
}  # fmt: skip
NOT_FOUND = {
    "value": "xn47mzh437", "detail": "Could not find user with usernames: [xn47mzh437].",
    "title": "Not Found Error", "resource_type": "user", "parameter": "usernames",
    "resource_id": "xn47mzh437", "type": "https://api.twitter.com/2/problems/resource-not-found",
}  # fmt: skip
FORBIDDEN = {
    "value": "adfldf", "detail": "User has been suspended: [adfldf].", "title": "Forbidden",
    "resource_type": "user", "parameter": "usernames", "resource_id": "adfldf",
    "type": "https://api.twitter.com/2/problems/resource-not-found",
}  # fmt: skip
SEEN = seen_posts(DEVELOPERS, "2244994945", [("2028567281866027316", "2026-03-02T20:25:03Z")])
LIMITED = Refusal("the request limit is reached", stops=True, pause=timedelta(minutes=15))
NO_SUCH_FIELD = {
    "errors": [{
        "parameters": {"user.fields": ["most_recent_tweet_id"]},
        "message": "The `user.fields` query parameter value [most_recent_tweet_id] is not one of "
        "[affiliation,connection_status,created_at]",
    }],
    "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.",
    "type": "https://api.twitter.com/2/problems/invalid-request",
}  # fmt: skip
BAD_NAME = {
    "errors": [{
        "parameters": {"username": ["giorgdcsadsacsacdsani"]},
        "message": "The `username` query parameter value [...] does not match ^[A-Za-z0-9_]{1,15}$",
    }],
    "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.",
    "type": "https://api.twitter.com/2/problems/invalid-request",
}  # fmt: skip


def look_at(target: Target, **body: object) -> Look:
    users = read_users(200, body)
    assert isinstance(users, Users)
    (look,) = read_looks([target], users, LATEST)
    return look


def user(**facts: object) -> dict[str, object]:
    return {name: value for name, value in {**USER, **facts}.items() if value is not None}


@pytest.mark.parametrize(
    ("body", "look"),
    [
        (USER, SEEN),
        (user(most_recent_tweet_id=None, most_recent_post_id="2028567281866027316"), SEEN),
        (user(username="xdevelopers"), SEEN),
        (user(most_recent_tweet_id=None, public_metrics={"tweet_count": 0}),
         seen_empty(DEVELOPERS, "2244994945")),
        (user(most_recent_tweet_id=None, public_metrics={"post_count": 0, "media_count": 0}),
         seen_empty(DEVELOPERS, "2244994945")),
        (user(most_recent_tweet_id=None, protected=True, public_metrics={"tweet_count": 0}),
         seen_only(DEVELOPERS, "2244994945", "its posts are protected")),
        (user(most_recent_tweet_id=None), seen_only(
            DEVELOPERS, "2244994945", "its newest post was left out of the answer")),
        (user(most_recent_tweet_id=None, public_metrics=None), seen_only(
            DEVELOPERS, "2244994945", "its newest post was left out of the answer")),
        (user(most_recent_tweet_id="8138669971"), seen_only(
            DEVELOPERS, "2244994945", "its newest post does not say its day")),
        (user(most_recent_tweet_id="9028567281866027316"), seen_only(
            DEVELOPERS, "2244994945", "its newest post does not say its day")),
        (user(most_recent_tweet_id="-1"), not_checked(
            DEVELOPERS, "it was left out of the answer")),
        (user(id=None), not_checked(DEVELOPERS, "it was left out of the answer")),
        (user(username="another"), not_checked(DEVELOPERS, "it was left out of the answer")),
        (None, not_checked(DEVELOPERS, "it was left out of the answer")),
    ],
)  # fmt: skip
def test_an_account_in_the_answer(body: object, look: Look) -> None:
    assert look_at(DEVELOPERS, data=[body]) == look


@pytest.mark.parametrize("host", ["api.twitter.com", "api.x.com"])
def test_an_account_that_is_not_there_is_gone(host: str) -> None:
    problem = {**NOT_FOUND, "type": f"https://{host}/2/problems/resource-not-found"}
    assert look_at(NOBODY, errors=[problem]) == gone(NOBODY, "no such account")


def test_suspended_is_told_from_not_found_by_its_title_alone() -> None:
    assert look_at(SUSPENDED, errors=[FORBIDDEN]) == gone(SUSPENDED, "suspended")


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        ({**NOT_FOUND, "title": "Forbidden"}, "X says: Forbidden"),
        ({**NOT_FOUND, "type": "about:blank"}, "X says: Not Found Error"),
        ({**FORBIDDEN, "title": "Authorization Error",
          "type": "https://api.x.com/2/problems/not-authorized-for-resource"},
         "X says: Authorization Error"),
        ({"value": "xn47mzh437"}, "X says: nothing"),
        ({"value": "adfldf"}, "X says: nothing"),
        ({**NOT_FOUND, "value": "another"}, "it was left out of the answer"),
        ({"title": "Not Found Error"}, "it was left out of the answer"),
        ("Not Found Error", "it was left out of the answer"),
    ],
)  # fmt: skip
def test_every_other_problem_is_no_sighting(problem: object, reason: str) -> None:
    target = NOBODY
    if isinstance(problem, dict) and problem.get("value") == "adfldf":
        target = SUSPENDED
    assert look_at(target, errors=[problem]) == not_checked(target, reason)


def test_an_answer_in_any_order_is_read_by_name() -> None:
    body = {"data": [{"id": 7}, USER], "errors": [FORBIDDEN, NOT_FOUND]}
    users = read_users(200, body)
    assert isinstance(users, Users)
    assert read_looks([NOBODY, DEVELOPERS, SUSPENDED], users, LATEST) == [
        gone(NOBODY, "no such account"), SEEN, gone(SUSPENDED, "suspended"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "body", "refusal"),
    [
        (401, {"title": "Unauthorized", "type": "about:blank", "status": 401,
               "detail": "Unauthorized"},
         Refusal("the token is not valid: check MEDSOS_X_TOKEN (HTTP 401)", stops=True)),
        (402, {"title": "CreditsDepleted", "detail": "Your enrolled account does not have any "
               "credits to fulfill this request.",
               "type": "https://api.twitter.com/2/problems/credits"},
         Refusal("the account at X has no credits left (HTTP 402)", stops=True)),
        (403, {"client_id": "1", "title": "Client Forbidden", "reason": "client-not-enrolled",
               "required_enrollment": "Appropriate Level of API Access",
               "type": "https://api.twitter.com/2/problems/client-forbidden"},
         Refusal("the token's app may not ask this (HTTP 403)", stops=True)),
        (429, {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank",
               "status": 429}, LIMITED),
        (429, None, LIMITED),
        (429, {"account_id": 1, "product_name": "standard-basic", "title": "UsageCapExceeded",
               "period": "Monthly", "scope": "Product", "detail": "Usage cap exceeded: Monthly "
               "product cap", "type": "https://api.twitter.com/2/problems/usage-capped"},
         Refusal("the monthly cap of the plan at X is used up: see the developer console",
                 stops=True)),
        (403, {"title": "UsageCapExceeded", "period": "Daily",
               "type": "https://api.x.com/2/problems/usage-capped"},
         Refusal("the cap of the plan at X is used up: see the developer console", stops=True)),
        (403, None, Refusal("a guard in front of X turned the request away (HTTP 403)",
                            stops=True)),
        (200, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]},
         LIMITED),
        (400, BAD_NAME, Refusal("it refused the request (HTTP 400)")),
        (302, None, Refusal("it refused the request (HTTP 302)")),
        (404, {"errors": [NOT_FOUND]}, Refusal("it refused the request (HTTP 404)")),
        (503, None, Refusal("it refused the request (HTTP 503)")),
        (200, None, Refusal("its answer makes no sense")),
        (200, [NOT_FOUND], Refusal("its answer makes no sense")),
        (200, {}, Refusal("its answer makes no sense")),
        (200, {"title": "Not Found Error", "status": 404}, Refusal("its answer makes no sense")),
    ],
)  # fmt: skip
def test_what_is_no_answer_about_any_account(status: int, body: object, refusal: Refusal) -> None:
    assert read_users(status, body) == refusal


def test_what_is_not_found_of_an_account_is_not_the_account() -> None:
    users = read_users(200, {"errors": [{**NOT_FOUND, "resource_type": "tweet"}]})
    assert isinstance(users, Users)
    (look,) = read_looks([NOBODY], users, LATEST)
    assert look.kind is Kind.NOT_CHECKED


def test_the_new_words_are_tried_only_when_a_field_is_refused() -> None:
    assert wants_new_words(400, NO_SUCH_FIELD)
    assert not wants_new_words(400, BAD_NAME)
    assert not wants_new_words(200, NO_SUCH_FIELD)
    assert not wants_new_words(400, None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9)
    | st.sampled_from(["xn47mzh437", "Not Found Error", "Forbidden", "suspended"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["data", "errors", "value", "title", "detail", "id", "username", "code"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.sampled_from([200, 400, 404, 500]), json_values)
def test_no_answer_without_its_type_makes_an_account_gone(status: int, body: object) -> None:
    users = read_users(status, body)
    wants_new_words(status, body)
    if isinstance(users, Users):
        (look,) = read_looks([NOBODY], users, LATEST)
        assert look.kind is not Kind.GONE
