"""What a card says: one fact a line, since when it stands, and on whose word."""

from enum import StrEnum
from typing import NamedTuple

from medsos_cli.models import Platform
from medsos_cli.rules.activity import IdKind, kind_of_id


class Sort(StrEnum):
    """What a card can be of."""

    DEVICE = "device"
    AGENCY = "agency"
    PERSON = "person"


class What(StrEnum):
    """What a line of a card tells, where that is no field, no platform and no event."""

    DEVICE = "device"
    PERSON = "person"
    FORMER = "former"
    STATE = "state"
    VERDICT = "verdict"
    LOOK = "look"
    POST = "post"
    HOLDS = "holds"
    FOLLOWUP = "follow-up"


class Source(StrEnum):
    """How a look or a post is known."""

    ROSTER = "roster"
    LINK = "post-link"
    CHAT = "chat"
    INSTAGRAM = "instagram-api"
    FACEBOOK = "facebook-api"
    TWITTER = "twitter-api"


class Fact(NamedTuple):
    """One line of a card; what is `former` does not stand any more.

    `since` is a day (2020-12-03): from when it holds, or when it was; `days` the age of the
    newest post, `posted_on` the day of a post, `approximate` where that is not certain.
    `recorded_at` is UTC. A `word` is one of the contract, as a verdict. `posts_since` are those
    known after a reminder.
    """

    what: str
    value: str | None
    since: str | None = None
    source: str | None = None
    recorded_at: str | None = None
    recorded_by: str | None = None
    platform: Platform | None = None
    days: int | None = None
    posted_on: str | None = None
    approximate: bool = False
    link: str | None = None
    word: bool = False
    former: bool = False
    posts_since: int | None = None


def link_of(platform: Platform, handle: str | None, post: str, *, listed: bool) -> str | None:
    """Return the address of a post, from a look (`listed`) or a link; None where it has none."""
    kind = kind_of_id(platform, post, listed=listed)
    if platform is Platform.TWITTER:
        return f"https://x.com/{handle or 'i'}/status/{post}"
    if platform is Platform.INSTAGRAM:
        return None if kind is IdKind.STORY else f"https://www.instagram.com/p/{post}/"
    if kind is IdKind.SHARE:
        return f"https://www.facebook.com/share/p/{post}/"
    if kind is IdKind.LISTING or handle is None:
        return f"https://www.facebook.com/{post}"
    return f"https://www.facebook.com/{handle}/posts/{post}"
