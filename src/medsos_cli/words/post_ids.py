"""When a post was made, as its own id says."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.models import Accuracy, Platform
from medsos_cli.words.links import PostLink
from medsos_cli.words.safe import quoted

_LONGEST_SHORT_CODE = 11
_CHANGEOVER = timedelta(days=60)
_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class _IdClock(NamedTuple):
    """How a network writes the time into an id: milliseconds since `epoch`, above `shift` bits."""

    epoch: int
    shift: int
    first: int
    accuracy: Accuracy


_CLOCKS = {
    # A smaller id would be of that clock's first two minutes: it was counted, not timed.
    Platform.INSTAGRAM: _IdClock(1_314_220_021_721, 23, 2**40, Accuracy.LOWER_BOUND),
    Platform.TWITTER: _IdClock(1_288_834_974_657, 22, 10**14, Accuracy.EXACT),
}


def post_time(link: PostLink, now: datetime) -> tuple[datetime, Accuracy] | None:
    """Return when a post was made (UTC, to the second), as its id says; None for Facebook.

    Instagram ids: 41 bits of milliseconds since 1314220021721 above 23 others,
    written in base64url ("Sharding & IDs at Instagram", Instagram engineering).
    The id is made when the upload starts, so the post is not older than that.
    X ids (Snowflake): milliseconds since 1288834974657 above 22 other bits.
    Raises `InputError` for an id from before that, and for a time after `now`.
    """
    clock = _CLOCKS.get(link.platform)
    if clock is None:
        return None
    if counted_until(link):
        raise InputError(
            "post {code} is too old: its id does not hold its date",
            "look the date up on the post and give it with --on",
            code=quoted(link.code),
        )
    seconds = ((_number(link) >> clock.shift) + clock.epoch) // 1000
    if seconds > now.timestamp():
        raise InputError(
            "post {code} would lie in the future",
            "copy the link again: a character of it is wrong, or this computer's clock is",
            code=quoted(link.code),
        )
    return datetime.fromtimestamp(seconds, UTC), clock.accuracy


def counted_until(link: PostLink) -> date | None:
    """Return the day (UTC) up to which a post's id may be, if it was counted and not timed."""
    clock = _CLOCKS.get(link.platform)
    if clock is None or _number(link) >= clock.first:
        return None
    # The old numbers ran out some weeks after the first moment that the new ones can hold.
    return datetime.fromtimestamp(clock.epoch // 1000, UTC).date() + _CHANGEOVER


def _number(link: PostLink) -> int:
    """Return the id behind a code; Instagram's stories have it in digits, as X always has."""
    if link.platform is Platform.TWITTER or len(link.code) > _LONGEST_SHORT_CODE:
        return int(link.code)
    number = 0
    for character in link.code:
        number = number << 6 | _BASE64URL.index(character)
    return number
