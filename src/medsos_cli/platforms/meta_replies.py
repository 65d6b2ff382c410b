"""What the answers of the Graph API mean: pure functions from an answer to a look.

Errors are told apart by their code and subcode, never by their `type` or the HTTP
status alone (developers.facebook.com/docs/graph-api/guides/error-handling).
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import ValidationError

from medsos_cli.errors import Message
from medsos_cli.models import Platform, compare_key
from medsos_cli.platforms.base import Refusal
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
from medsos_cli.platforms.meta_shapes import Discovery, Error, Media, Page, Post
from medsos_cli.words.days import utc_stamp
from medsos_cli.words.handles import is_handle

_GUARD = Refusal(Message("a guard in front of Meta turned the request away (HTTP 403)"), stops=True)
ODD = Refusal(Message("its answer makes no sense"), again=True)
LIMIT_LASTS = timedelta(hours=1)
"""The limits count the requests of the hour that has just been (rate limiting, Graph API)."""
_THROTTLED = (4, 17, 32, 613, 80001, 80002)
_PASSING = (1, 2)
_BAD_TOKEN = (102, 190)
_PERMISSIONS = range(200, 300)
_NO_SUCH_USER = (110, 2207013)
_NO_SUCH_OBJECT = (100, 33)
_ALIASES = 803
_UNKNOWN_ALIASES = "Some of the aliases you requested do not exist: "
_PERSONAL_PROFILE = "Cannot query users by their username ("
_NOT_ALLOWED = 10
_NO_TOKEN_OR_PATH = 2500
_MIGRATED = 21
_NEW_NUMBER = re.compile(r"to page ID ([1-9][0-9]{4,19})\b", re.ASCII)
_CHECKPOINT, _PASSWORD_CHANGED = 459, 460
_PUBLIC_ACCESS = re.compile("Pages? Public (?:Content|Metadata) Access")
_NO_POSTS = Message("its posts were left out of the answer")
_STATUS_OF_ERRORS = (400, 404)
_OK, _FORBIDDEN, _TOO_MANY = 200, 403, 429
_AHEAD = Refusal(Message("it tells of a post in the future: is this computer's clock right?"))
_LIMITED = Refusal(Message("the request limit is reached"), stops=True, pause=LIMIT_LASTS)


def read_item(target: Target, status: object, body: object, latest: datetime) -> Look | Refusal:
    """Read the answer about one account; no post can be later than `latest`."""
    if isinstance(body, dict) and "error" in body:
        return _read_error(target, status, body["error"])
    if status != _OK:
        return _LIMITED if status == _TOO_MANY else ODD
    try:
        if target.platform is Platform.INSTAGRAM:
            return _read_professional(target, Discovery.model_validate(body), latest)
        return _read_page(target, Page.model_validate(body), latest)
    except ValidationError:
        return ODD


def read_refusal(status: int, body: object) -> Refusal | None:
    """Return what an answer to a whole batch means that is no batch; None if it is none of these.

    An error that stands alone is never about an account: it stops the network, unless
    it is a fault that may pass.
    """
    if not isinstance(body, dict) or "error" not in body:
        return _LIMITED if status == _TOO_MANY else _GUARD if status == _FORBIDDEN else None
    try:
        error = Error.model_validate(body["error"])
    except ValidationError:
        return ODD
    return _general(error) or _refused(error)._replace(stops=True)


def is_fault(body: object, status: int) -> bool:
    """Tell whether an answer is a fault of the network's own, which may pass."""
    if isinstance(body, dict) and isinstance(error := body.get("error"), dict) and "code" in error:
        return error["code"] in _PASSING
    return status >= 500  # noqa: PLR2004  # the server's own faults


def _general(error: Error) -> Refusal | None:
    """Return what an error means that has nothing to do with the account asked about."""
    if error.code in _THROTTLED:
        reason = Message("the request limit is reached (code {code})", code=error.code)
        return _LIMITED._replace(reason=reason)
    if error.code in _BAD_TOKEN or error.code == _NO_TOKEN_OR_PATH:
        return Refusal(_of_token(error), stops=True)
    if error.code in _PASSING:
        return Refusal(Message("a fault of its own (code {code})", code=error.code), again=True)
    return None


def _of_token(error: Error) -> Message:
    """Say what is wrong with the token, or with the address it was used for."""
    if error.code == _NO_TOKEN_OR_PATH and "token" not in error.message:
        return Message(
            "it does not know what it was asked for (code 2500): check MEDSOS_META_VERSION"
        )
    if error.error_subcode == _CHECKPOINT:
        return Message(
            "whose token it is must log in at facebook.com and confirm who they are (code 190/459)"
        )
    if error.error_subcode == _PASSWORD_CHANGED:
        return Message("the password was changed (code 190/460): get a new MEDSOS_META_TOKEN")
    return Message(
        "the token is not valid any more (code {code}): get a new MEDSOS_META_TOKEN",
        code=error.code,
    )


def _moved(target: Target, error: Error) -> Look | None:
    """Return the look for a Page that was merged into another one."""
    found = _NEW_NUMBER.search(error.message) if error.code == _MIGRATED else None
    if found is None:
        return None
    reason = Message(
        "this Page has the number {number} now: medsos account set {agency} facebook {number}",
        number=found[1],
        agency=target.agency,
    )
    return not_checked(target, reason, own=True)


def _read_error(target: Target, status: object, body: object) -> Look | Refusal:
    try:
        error = Error.model_validate(body)
    except ValidationError:
        return ODD
    if refusal := _general(error) or _hidden(error):
        return refusal
    if status in _STATUS_OF_ERRORS and (look := _moved(target, error) or _absent(target, error)):
        return look
    return _refused(error)


def _refused(error: Error) -> Refusal:
    return Refusal(Message("it refused the request (code {code})", code=error.code))


def _hidden(error: Error) -> Refusal | None:
    """Return what an error means that is the token's or its app's fault."""
    if _PUBLIC_ACCESS.search(error.message):
        reason = Message(
            "the app lacks Page Public Content Access (code {code}): see the pages: networks",
            code=error.code,
        )
    elif _lacks_permission(error):
        reason = Message(
            "the token may not see it (code {code}): see the pages: networks", code=error.code
        )
    else:
        return None
    return Refusal(reason)


def _lacks_permission(error: Error) -> bool:
    """Tell whether the token is at fault, for which some errors also say "does not exist"."""
    if error.code == _NOT_ALLOWED or error.code in _PERMISSIONS:
        return True
    return "permission" in error.message and (error.code, error.error_subcode) != _NO_SUCH_OBJECT


def _absent(target: Target, error: Error) -> Look | None:
    """Return the look for an error that is the network's answer about this account."""
    code = (error.code, error.error_subcode)
    if target.platform is Platform.INSTAGRAM:
        if code == _NO_SUCH_USER:
            return unproven(target, Message("not found, or no professional account"))
        return None
    if code == _NO_SUCH_OBJECT:
        return unproven(target, Message("not found, or not visible to the token"))
    if error.code == _ALIASES:
        if target.key in _named_in(error.message, _PERSONAL_PROFILE):
            return seen_only(
                target, None, Message("a personal profile, not a Page: its posts stay unknown")
            )
        if target.key in _named_in(error.message, _UNKNOWN_ALIASES):
            return gone(target, Message("no such Page"))
    return None


def _named_in(message: str, start: str) -> set[str]:
    """Return the keys of the names that a message lists after its start."""
    names = message.partition(start)[2].rstrip(").").split(",")
    return {compare_key(Platform.FACEBOOK, name.strip()) for name in names}


def _read_professional(target: Target, found: Discovery, latest: datetime) -> Look | Refusal:
    account = found.business_discovery
    if compare_key(target.platform, account.username) != target.key:
        return ODD
    media = account.media
    if not (media and media.data):
        if account.media_count == 0:
            return seen_empty(target, account.id)
        return seen_only(target, account.id, _NO_POSTS)
    whole = media.is_whole or account.media_count == len(media.data)
    return _shown(target, account.id, media.data, latest, whole=whole)


def _read_page(target: Target, page: Page, latest: datetime) -> Look | Refusal:
    look = _read_posts(target, page, latest)
    name = page.username
    if isinstance(look, Refusal) or not name or compare_key(target.platform, name) == target.key:
        return look
    is_ours = target.handle != page.id and target.network_id in {None, page.id}
    return look._replace(renamed=name) if is_ours and is_handle(target.platform, name) else look


def _read_posts(target: Target, page: Page, latest: datetime) -> Look | Refusal:
    if page.published_posts is None:
        return seen_only(target, page.id, _NO_POSTS)
    if not page.published_posts.data:
        return seen_empty(target, page.id)
    posts = page.published_posts
    return _shown(target, page.id, posts.data, latest, whole=posts.is_whole)


def _shown(
    target: Target, network_id: str, items: Sequence[Media | Post], latest: datetime, *, whole: bool
) -> Look | Refusal:
    """Return the look that showed these; what it showed whole begins after the last of them."""
    try:
        posts = [each.named for each in items]
        if max(moment for _, moment in posts) > latest:
            return _AHEAD
        stamped = {post: utc_stamp(moment) for post, moment in posts}
    except OverflowError:
        return ODD
    return seen_posts(target, network_id, stamped.items(), "" if whole else [*stamped.values()][-1])
