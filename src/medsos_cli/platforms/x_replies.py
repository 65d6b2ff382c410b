"""What the answers of the X API mean: pure functions from an answer to looks.

X renamed "tweet" to "post" in its API in August 2026, endpoint by endpoint; both
spellings are read (docs.x.com, OpenAPI 2.166 and 2.167).
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from medsos_cli.errors import InputError, Message
from medsos_cli.models import Platform
from medsos_cli.platforms.base import Refusal
from medsos_cli.platforms.looks import (
    Look,
    Target,
    gone,
    not_checked,
    seen_empty,
    seen_only,
    seen_posts,
)
from medsos_cli.words.days import utc_stamp
from medsos_cli.words.links import PostLink
from medsos_cli.words.post_ids import post_time

LIMIT_LASTS = timedelta(minutes=15)
"""The window in which X counts requests (rate limits, X API)."""
_OK, _BAD_REQUEST, _FORBIDDEN, _TOO_MANY = 200, 400, 403, 429
_CAPPED = Message("the monthly cap of the plan at X is used up: see the developer console")
_CAPPED_OTHERWISE = Message("the cap of the plan at X is used up: see the developer console")
_RATE_LIMIT = 88
_LONGEST_ID = 19
_REFUSALS = {
    401: Message("the token is not valid: check MEDSOS_X_TOKEN (HTTP 401)"),
    402: Message("the account at X has no credits left (HTTP 402)"),
    403: Message("the token's app may not ask this (HTTP 403)"),
}
SUSPENDED = Message("suspended")
_ODD = Message("its answer makes no sense")
M = TypeVar("M", bound=BaseModel)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Metrics(_Answer):
    posts: int | None = Field(None, validation_alias=AliasChoices("post_count", "tweet_count"))


class User(_Answer):
    """An account as X tells of it."""

    id: str = Field(min_length=1)
    username: str = Field(min_length=1)
    protected: bool = False
    public_metrics: _Metrics | None = None
    newest: str | None = Field(
        None,
        validation_alias=AliasChoices("most_recent_post_id", "most_recent_tweet_id"),
        pattern=rf"\A[0-9]{{1,{_LONGEST_ID}}}\z",
    )


class _Problem(_Answer):
    """What X says of one account instead of an answer."""

    value: str
    title: str = ""
    detail: str = ""
    type: str = ""
    resource_type: str = "user"

    def look(self, target: Target) -> Look:
        """Return what it means; suspended and unknown accounts have the same `type`."""
        is_about_user = self.resource_type == "user"  # and not about its newest post
        if is_about_user and self.type.rpartition("/")[2] == "resource-not-found":
            if self.title == "Not Found Error":
                return gone(target, Message("no such account"))
            if self.title == "Forbidden" and "suspended" in self.detail:
                return gone(target, SUSPENDED)
        return not_checked(
            target, Message("X says: {words}", words=self.title[:72] or Message("nothing"))
        )


class Users(NamedTuple):
    """The answer about many accounts; each is in one of the two lists, in any order."""

    data: list[User]
    errors: list[_Problem]


def read_users(status: int, body: object) -> Users | Refusal:
    """Read a whole answer; a refusal tells why it says nothing of any account."""
    if reason := _reason_to_stop(status, body):
        return Refusal(reason, stops=True)
    if status == _TOO_MANY or any(each.get("code") == _RATE_LIMIT for each in _errors(body)):
        return Refusal(Message("the request limit is reached"), stops=True, pause=LIMIT_LASTS)
    if status != _OK:
        return Refusal(Message("it refused the request (HTTP {status})", status=status))
    if not isinstance(body, dict) or not ({"data", "errors"} & set(body)):
        return Refusal(_ODD)
    return Users(_valid(User, body.get("data")), _valid(_Problem, body.get("errors")))


def _reason_to_stop(status: int, body: object) -> Message | None:
    """Return why every further request would be refused too, if that will not pass soon."""
    if isinstance(body, dict) and "usage-capped" in str(body.get("type")):
        return _CAPPED if body.get("period") == "Monthly" else _CAPPED_OTHERWISE
    if status == _FORBIDDEN and not isinstance(body, dict):
        return Message("a guard in front of X turned the request away (HTTP 403)")
    return _REFUSALS.get(status)


def _valid(model: type[M], items: object) -> list[M]:
    """Return those of the items that are what they should be; one that is not spoils no other."""
    valid = []
    for item in items if isinstance(items, list) else ():
        with suppress(ValidationError):
            valid.append(model.model_validate(item))
    return valid


def wants_new_words(status: int, body: object) -> bool:
    """Tell whether X does not know the old name of the newest post: it says so, or passes over it.

    The latter shows in accounts that have posted, none of which has a newest post.
    """
    if status == _BAD_REQUEST:
        return any("user.fields" in f"{each.get('message', '')}" for each in _errors(body))
    users = read_users(status, body)
    if isinstance(users, Refusal):
        return False
    posted = [each for each in users.data if each.public_metrics and each.public_metrics.posts]
    return bool(posted) and not any(each.newest or each.protected for each in posted)


def read_looks(targets: Sequence[Target], users: Users, latest: datetime) -> list[Look]:
    """Return what the answer says of each account; no post can be later than `latest`."""
    found = {user.username.lower(): user for user in users.data}
    problems = {problem.value.lower(): problem for problem in users.errors}
    return [
        _read_user(target, found[target.key], latest)
        if target.key in found
        else problems[target.key].look(target)
        if target.key in problems
        else not_checked(target, Message("it was left out of the answer"))
        for target in targets
    ]


def _read_user(target: Target, user: User, latest: datetime) -> Look:
    if user.newest is None:
        if user.protected:
            return seen_only(target, user.id, Message("its posts are protected"))
        if user.public_metrics and user.public_metrics.posts == 0:
            return seen_empty(target, user.id)
        return seen_only(target, user.id, Message("its newest post was left out of the answer"))
    try:
        found = post_time(PostLink(Platform.TWITTER, None, user.newest), latest)
    except InputError:  # from before ids held their time, or in the future
        return seen_only(target, user.id, Message("its newest post does not say its day"))
    if found is None:
        raise AssertionError  # an id of X always says
    return seen_posts(target, user.id, [(user.newest, utc_stamp(found[0]))])


def _errors(body: object) -> list[dict[str, object]]:
    """Return the errors of an answer, those of the old form with a `code` too."""
    errors = body.get("errors") if isinstance(body, dict) else None
    return [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
