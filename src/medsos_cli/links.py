"""The addresses people paste, and what each says of an account or a post without asking anybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.models import Accuracy, Platform

HANDLE = {
    Platform.INSTAGRAM: r"(?![\w.]{31})\w+(?:\.\w+)*",
    # Facebook takes no name that looks like a web site or a page of its own, and no id starts in 0.
    Platform.FACEBOOK: r"(?!0\d*(?![\w.]))(?![\w.]*\.(?:com|net|php)\b)"
    r"[a-z\d][a-z\d.]{3,48}[a-z\d]",
    Platform.TWITTER: r"\w{1,15}",
}
"""Patterns (ASCII, any case) of the names each network gives out."""
RESERVED = {
    Platform.INSTAGRAM: {"_u", "about", "accounts", "developer", "direct", "explore",
        "highlights", "invites", "legal", "p", "press", "privacy", "reel", "reels", "s", "share",
        "stories", "terms", "tv", "web"},
    Platform.FACEBOOK: {"about", "ads", "business", "dialog", "events", "friends", "gaming",
        "groups", "hashtag", "help", "home", "login", "marketplace", "media", "messages",
        "notifications", "people", "permalink", "photo", "photos", "plugins", "posts",
        "privacy", "profile", "public", "reels", "saved", "search", "settings", "share",
        "sharer", "stories", "story", "terms", "video", "videos", "watch", "watchparty"},
    Platform.TWITTER: {"about", "account", "compose", "explore", "hashtag", "home", "i",
        "intent", "login", "logout", "messages", "notifications", "privacy", "search",
        "settings", "share", "signup", "statuses", "tos", "web"},
}  # fmt: skip
"""First words of a network's own pages, which are nobody's handle."""
_FLAGS = re.ASCII | re.IGNORECASE
_HOST = re.compile(
    r"(?:(?:https?:)?//)?(?:"
    r"(?P<opaque>t\.co|fb\.watch"
    r"|(?:[a-z\d-]+\.){0,2}(?:instagram|facebook)\.com(?=/+share(?:[/?]|\Z))"
    # fb.me leads to a page by its name, and elsewhere by a code of capitals and digits.
    r"|fb\.me(?=/(?-i:(?=\w*[A-Z])(?=\w*[0-9]))\w+/?(?:[?#]|\Z)))"
    r"|(?P<instagram>(?:(?:www|m)\.)?(?:instagram\.com|instagr\.am))"
    r"|(?P<facebook>(?:(?!(?:help|about|developers?|lm?)\.)[a-z\d-]+\.){0,2}"
    r"(?:facebook|fb)\.com|fb\.me)"
    r"|(?P<twitter>(?:(?:www|mobile|m)\.)?(?:x|(?:[fv]x)?twitter|fixupx|fixvx)\.com)"
    r")\.?(?::(?:80|443))?(?=[/?#]|\Z)",
    _FLAGS,
)
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]{0,30}:)?//", _FLAGS)
_IN_TEXT = (  # compiled when first used, so that starting stays quick
    rf"(?:https?://|(?<![@./-])(?<!(?u:\w))(?=[a-z0-9]){_HOST.pattern}(?=/))"
    r"(?:(?!https?://)[^\s<>\"\x00-\x1f\x7f])++"
)
# Spreadsheets and chats leave quotes, brackets and invisible marks around what is copied.
_WRAPPING = (
    " \t\r\n\xa0\u3000<>()[]\"'\u201c\u201d\u2018\u2019,;\u200b\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_AFTER_A_LINK = _WRAPPING + ".:!?*~{}|…»"
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f\\]")
_LONGEST_LINK, _LONGEST_SHOWN, _LONGEST_SHORT_CODE = 4096, 60, 11

_FB_ID = r"[1-9][0-9]{4,19}"
_PARTS = {
    "<fb-id>": f"(?P<handle>{_FB_ID})",
    "<fb-post>": rf"(?P<code>{_FB_ID}|pfbid\w{{20,120}})",
    # A private account's code has 28 characters more, which are not of the post's id.
    "<ig-post>": r"(?:p|tv|reels?)/(?P<code>(?!audio/)[\w-]{4,11})(?:[\w-]{28})?",
    "<ig-story>": r"(?P<code>[1-9][0-9]{14,19})",
    "<x-post>": r"(?P<code>[1-9][0-9]{0,18})",
    "<any>": "(?:/[^/?]+)*?",
    "<tab>": "(?:/[^@:?]*)?",
}
# One line a form, the first that fits counts: the path, then the parameters it must have.
_FORMS = {
    Platform.INSTAGRAM: (
        "<ig-post>",
        "@?<user>/<ig-post>",
        "stories/<user>/<ig-story>",
        "(?:stories/|_u/)?@?<user><tab>",
    ),
    Platform.FACEBOOK: (
        r"(?:permalink|story)\.php & story_fbid=<fb-post> & id=<fb-id>",
        r"profile\.php & id=<fb-id>",
        r"(?:watch(?:/live)?|video\.php) & v=<fb-post>",
        r"photo(?:\.php)? & fbid=<fb-post> & set=pb\.<fb-id>\.[^&;]*",
        r"photo(?:\.php)? & fbid=<fb-post>",
        "reel/<fb-post>",
        # Names from before the rules may be shorter; who asks for a handle cannot use them.
        "(?:groups/[^/?]+|[^/?]{1,4})/(?:posts|permalink|videos|photos)<any>/<fb-post>",
        "(?:pg/)?(?:[^/?]*-(?=[0-9]+/))?@?<user>/(?:posts|videos|photos|reel)<any>/<fb-post>",
        "(?:people/[^/?]+/|pages/[^/?]+/|(?:p/|pages/category/[^/?]+/)?[^/?]*-)<fb-id>",
        "(?:pg/)?@?<user><tab>",
    ),
    Platform.TWITTER: (
        "(?:i/(?:web/)?status|web/status|statuses|i/videos|i/cards/tfw/v1)/<x-post>",
        "@?<user>/status(?:es)?/<x-post>",
        "intent/(?:user|follow) & screen_name=@?<user>",
        "@?<user><tab>",
    ),
}


@cache
def _patterns(platform: Platform) -> list[re.Pattern[str]]:
    """Compile the forms of a platform when its first link is read."""
    patterns = []
    for form in _FORMS[platform]:
        path, *parameters = form.split(" & ")
        queries = "".join(rf"(?=[^?]*\?(?:.*?[&;])??{one}(?:[&;]|\Z))" for one in parameters)
        pattern = rf"{queries}{path}(?=[/?]|\Z)"
        for part, meaning in {**_PARTS, "<user>": f"(?P<handle>{HANDLE[platform]})"}.items():
            pattern = pattern.replace(part, meaning)
        patterns.append(re.compile(pattern, _FLAGS))
    return patterns


@dataclass(frozen=True, slots=True)
class ProfileLink:
    """The address of an account."""

    platform: Platform
    handle: str


@dataclass(frozen=True, slots=True)
class PostLink:
    """The address of a post; `code` is its own id, `handle` its owner where the address says it."""

    platform: Platform
    handle: str | None
    code: str


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
_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def shown(text: str) -> str:
    """Return what was read as a message shows it: quoted, on one line, cut to 60 characters."""
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…")


def unwrapped(text: str) -> str:
    """Return the text without the spaces, quotes and invisible marks that copying left around."""
    return text.strip(_WRAPPING)


def is_link(text: str) -> bool:
    """Tell whether the text is meant as an address: it has a scheme, or a host of the three."""
    return is_ours(text) or bool(_SCHEME.match(unwrapped(text)))


def is_ours(text: str) -> bool:
    """Tell whether an address leads to one of the three, or may (t.co)."""
    return bool(_HOST.match(unwrapped(text)))


def read_link(text: str) -> ProfileLink | PostLink:
    """Read the address of an account or a post on Instagram, Facebook or X.

    Raises `InputError` for anything else, and for an address that only its
    network can resolve (`/share/…`, fb.watch, t.co).
    """
    link = unwrapped(text)
    host = _HOST.match(link) if len(link) <= _LONGEST_LINK else None
    if host is None or _UNFIT.search(link):
        raise InputError(
            f"{shown(text)} is not a link of Instagram, Facebook or X",
            "paste the address of one profile or post, and nothing else",
        )
    if host.lastgroup == "opaque":
        raise InputError(
            f"{shown(text)} cannot be read without asking the network",
            "open it in a browser and copy the address it leads to",
        )
    path = link[host.end() :].partition("#")[0].lstrip("/").replace("%40", "@")
    found = _named(Platform(str(host.lastgroup)), path)
    if found is None:
        raise InputError(
            f"{shown(text)} names no account and no post",
            "open the profile or the post in a browser and copy its address",
        )
    return found


def _named(platform: Platform, path: str) -> ProfileLink | PostLink | None:
    names: dict[str, str | None] = {}
    for pattern in _patterns(platform):
        if match := pattern.match(path):
            names = match.groupdict()
            break
    handle, code = names.get("handle"), names.get("code")
    if handle is not None and handle.lower() in RESERVED[platform]:
        return None
    if code is not None:
        return PostLink(platform, handle, code)
    return ProfileLink(platform, handle) if handle else None


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
    number = _number(link)
    if number < clock.first:
        raise InputError(
            f"post {shown(link.code)} is too old: its id does not hold its date",
            "look the date up on the post and give it with --on",
        )
    seconds = ((number >> clock.shift) + clock.epoch) // 1000
    if seconds > now.timestamp():
        raise InputError(
            f"post {shown(link.code)} would lie in the future",
            "copy the link again: a character of it is wrong, or this computer's clock is",
        )
    return datetime.fromtimestamp(seconds, UTC), clock.accuracy


def _number(link: PostLink) -> int:
    """Return the id behind a code; Instagram's stories have it in digits, as X always has."""
    if link.platform is Platform.TWITTER or len(link.code) > _LONGEST_SHORT_CODE:
        return int(link.code)
    number = 0
    for character in link.code:
        number = number << 6 | _BASE64URL.index(character)
    return number


def find_links(text: str) -> Iterator[str]:
    """Find every http(s) address in running text, and those of the three without a scheme."""
    for match in re.finditer(_IN_TEXT, text, _FLAGS):
        yield match[0].rstrip(_AFTER_A_LINK)
