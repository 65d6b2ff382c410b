"""What the answers of the Graph API mean: pure functions from an answer to a look.

Errors are told apart by their code and subcode, never by their `type` or the HTTP
status alone (developers.facebook.com/docs/graph-api/guides/error-handling).
"""

from datetime import UTC, datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from medsos_cli.days import utc_stamp
from medsos_cli.errors import InputError
from medsos_cli.handles import is_handle
from medsos_cli.links import PostLink, read_link
from medsos_cli.looks import Look, Target, gone, seen_empty, seen_only, seen_post, unproven
from medsos_cli.models import Platform, compare_key
from medsos_cli.platforms.base import Refusal

ODD = Refusal("its answer makes no sense", again=True)
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
_STATUS_OF_ERRORS = (400, 404)
_OK, _TOO_MANY = 200, 429
_LIMITED = Refusal("the request limit is reached", stops=True, pause=LIMIT_LASTS)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Error(_Answer):
    code: int
    error_subcode: int | None = None
    message: str = ""


class _Media(_Answer):
    timestamp: AwareDatetime
    permalink: str | None = None


class _MediaList(_Answer):
    data: list[_Media]


class _Professional(_Answer):
    id: str
    username: str
    media_count: int | None = None
    media: _MediaList | None = None


class _Discovery(_Answer):
    business_discovery: _Professional


class _Post(_Answer):
    created_time: AwareDatetime


class _PostList(_Answer):
    data: list[_Post]


class _Page(_Answer):
    id: str
    username: str | None = None
    published_posts: _PostList | None = None


def read_item(target: Target, status: object, body: object, latest: datetime) -> Look | Refusal:
    """Read the answer about one account; no post can be later than `latest`."""
    if isinstance(body, dict) and "error" in body:
        return _read_error(target, status, body["error"])
    if status != _OK:
        return _LIMITED if status == _TOO_MANY else ODD
    try:
        if target.platform is Platform.INSTAGRAM:
            return _read_professional(target, _Discovery.model_validate(body), latest)
        return _read_page(target, _Page.model_validate(body), latest)
    except ValidationError:
        return ODD


def read_refusal(status: int, body: object) -> Refusal | None:
    """Return what an answer to a whole batch means that is no batch; None if it is none of these.

    An error that stands alone is never about an account: it stops the network, unless
    it is a fault that may pass.
    """
    if not isinstance(body, dict) or "error" not in body:
        return _LIMITED if status == _TOO_MANY else None
    try:
        error = _Error.model_validate(body["error"])
    except ValidationError:
        return ODD
    return _general(error) or Refusal(f"it refused the request (code {error.code})", stops=True)


def is_fault(body: object, status: int) -> bool:
    """Tell whether an answer is a fault of the network's own, which may pass."""
    if isinstance(body, dict) and isinstance(error := body.get("error"), dict) and "code" in error:
        return error["code"] in _PASSING
    return status >= 500  # noqa: PLR2004  # the server's own faults


def _general(error: _Error) -> Refusal | None:
    """Return what an error means that has nothing to do with the account asked about."""
    if error.code in _THROTTLED:
        return _LIMITED._replace(reason=f"{_LIMITED.reason} (code {error.code})")
    if error.code in _BAD_TOKEN:
        return Refusal(
            f"the token is not valid any more (code {error.code}): get a new MEDSOS_META_TOKEN",
            stops=True,
        )
    if error.code in _PASSING:
        return Refusal(f"a passing fault of its own (code {error.code})", again=True)
    return None


def _read_error(target: Target, status: object, body: object) -> Look | Refusal:
    try:
        error = _Error.model_validate(body)
    except ValidationError:
        return ODD
    if general := _general(error):
        return general
    if _lacks_permission(error):
        return Refusal(f"the token may not see it (code {error.code}): see the README, Settings")
    if status in _STATUS_OF_ERRORS and (look := _absent(target, error)):
        return look
    return Refusal(f"it refused the request (code {error.code})")


def _lacks_permission(error: _Error) -> bool:
    """Tell whether the token is at fault, for which some errors also say "does not exist"."""
    if error.code == _NOT_ALLOWED or error.code in _PERMISSIONS:
        return True
    if "Page Public Content Access" in error.message:
        return True
    return "permission" in error.message and (error.code, error.error_subcode) != _NO_SUCH_OBJECT


def _absent(target: Target, error: _Error) -> Look | None:
    """Return the look for an error that is the network's answer about this account."""
    code = (error.code, error.error_subcode)
    if target.platform is Platform.INSTAGRAM:
        if code == _NO_SUCH_USER:
            return unproven(target, "not found, or no professional account")
        return None
    if code == _NO_SUCH_OBJECT:
        return unproven(target, "not found, or not visible to the token")
    if error.code == _ALIASES:
        if target.key in _named_in(error.message, _PERSONAL_PROFILE):
            return seen_only(target, None, "a personal profile, not a Page: its posts stay unknown")
        if target.key in _named_in(error.message, _UNKNOWN_ALIASES):
            return gone(target, "no such Page")
    return None


def _named_in(message: str, start: str) -> set[str]:
    """Return the keys of the names that a message lists after its start."""
    names = message.partition(start)[2].rstrip(").").split(",")
    return {compare_key(Platform.FACEBOOK, name.strip()) for name in names}


def _read_professional(target: Target, found: _Discovery, latest: datetime) -> Look | Refusal:
    account = found.business_discovery
    if compare_key(target.platform, account.username) != target.key:
        return ODD
    posts = account.media.data if account.media else []
    if not posts:
        if account.media_count == 0:
            return seen_empty(target, account.id)
        return seen_only(target, account.id, "its posts were left out of the answer")
    # A pinned post comes first, whatever its age.
    newest = max(posts, key=lambda post: post.timestamp)
    return _post(target, account.id, newest.timestamp, _short_code(newest.permalink), latest)


def _read_page(target: Target, page: _Page, latest: datetime) -> Look | Refusal:
    look = _read_posts(target, page, latest)
    name = page.username
    if isinstance(look, Refusal) or not name or compare_key(target.platform, name) == target.key:
        return look
    is_ours = target.handle != page.id and target.network_id in {None, page.id}
    return look._replace(renamed=name) if is_ours and is_handle(target.platform, name) else look


def _read_posts(target: Target, page: _Page, latest: datetime) -> Look | Refusal:
    if page.published_posts is None:
        return seen_only(target, page.id, "its posts were left out of the answer")
    if not page.published_posts.data:
        return seen_empty(target, page.id)
    newest = max(post.created_time for post in page.published_posts.data)
    return _post(target, page.id, newest, None, latest)


def _post(
    target: Target, network_id: str, posted: datetime, code: str | None, latest: datetime
) -> Look | Refusal:
    try:
        moment = posted.astimezone(UTC)
    except OverflowError:
        return ODD
    if moment > latest:
        return Refusal("it tells of a post in the future: is this computer's clock right?")
    return seen_post(target, network_id, utc_stamp(moment), code)


def _short_code(permalink: str | None) -> str | None:
    try:
        link = read_link(permalink or "")
    except InputError:
        return None
    return link.code if isinstance(link, PostLink) else None
