"""Addresses as people paste them: found in a text, cleaned, unwrapped, and whose host they have."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from medsos_cli.models import Platform
from medsos_cli.words.safe import SPACES, TURNS, UNSEEN, drop_marks

_FLAGS = re.ASCII | re.IGNORECASE
# `https://` and what fingers make of it: htpps://, https:/, https//, http;//, https://https://.
_SCHEME = r"(?:(?:intent|[htps]{2,8})(?:[:;]{1,2}/{0,4}|/{2,4})|//){0,2}"
_HOST = re.compile(
    rf"{_SCHEME}(?:"
    # What only its network can resolve. fb.me leads to a page by its name, and elsewhere by a
    # code of capitals and digits; the kind of what is shared stands in most of Facebook's.
    r"(?P<opaque>t\.co|fb\.watch|pic\.(?:twitter|x)\.com"
    r"|(?:[a-z\d-]+\.){0,2}instagram\.com(?=/+share(?:[/?]|\Z))"
    r"|(?:[a-z\d-]+\.){0,2}facebook\.com(?=/+share(?:[/?]|\Z))(?!/+share/+[prv]/+\w)"
    r"|fb\.me(?=/(?-i:(?=\w*[A-Z])(?=\w*[0-9]))\w+/?(?:[?#]|\Z)))"
    r"|(?P<instagram>(?:(?:w{2,4}|m|l)\.)?(?:instagram\.com|instagr\.am))"
    r"|(?P<facebook>(?P<rooms>(?:(?!(?:help|about|developers?)\.)[a-z\d-]+\.){0,2})"
    r"(?:facebook|fb)\.com|fb\.me)"
    r"|(?P<twitter>(?:(?:w{2,4}|mobile|m|platform)\.)?(?:x|(?:[fv]x)?twitter|fixupx|fixvx)\.com)"
    r")\.?(?::(?:80|443))?(?=[/?#]|\Z)",
    _FLAGS,
)
# Where Facebook shows its Pages: the plain site, for telephones, and in a language (id-id.).
_SHOWS_PAGES = re.compile(
    r"(?:(?:w{2,4}|web|m|mbasic|mobile|touch|free|[a-z]{2,3}-[a-z]{2,3})\.)*", _FLAGS
)
# Pages that only lead on, with the parameter that says where to.
_WRAPPER = re.compile(
    r"[^?#]*(?:/l\.php|/(?:linkshim|login|warn|sharer)(?:\.php)?|/plugins/\w+\.php|//[^?#/]*/l|"
    r"(?<![^/])lm?\.\w+\.com|nativethirdparty|\bgoogle\.[a-z.]+/url)/?\?(?P<rest>[^#]*)",
    _FLAGS,
)
_LEADS_ON = re.compile(
    r"(?:\A|[&;])(?:u|url|q|next|href|target_url|redirect_after_login)=(?P<target>[^&;]+)", _FLAGS
)
_ENCODED = re.compile(r"https?%3A%2F%2F[^\s?/]+\Z", _FLAGS)
_ANY_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]{0,30}:)?//", _FLAGS)
_IN_TEXT = (  # compiled when first used, so that starting stays quick
    rf"(?:https?://|(?<![@.-])(?<!\S/)(?<!(?u:\w))(?=[a-z0-9])(?:{_HOST.pattern}(?=/)|www\.\w))"
    r"(?:(?!https?://)[^\s<>\"\x00-\x1f\x7f])++"
)
# Spreadsheets and chats leave quotes, brackets and invisible marks around what is copied.
_WRAPPING = f" \t\r\n<>()[]\"'\u201c\u201d\u2018\u2019,;{SPACES}{TURNS}{UNSEEN}"
_ENDS_A_LINK = "/=&-_%+#…\ufffd"
_STYLES = ("_", "*", "~")  # around what WhatsApp prints slanted, bold, struck through
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f\\\ufffd]")
_LONGEST = 4096


class Address(NamedTuple):
    """An address that leads to one of the three.

    `path` has no slash in front, and its parameters behind it. `platform` is None where
    only the network can tell where it leads. `shows_accounts` is whether its host is one
    at which a name alone is an account.
    """

    platform: Platform | None
    path: str
    shows_accounts: bool


def unwrap(text: str) -> str:
    """Return the text without the spaces, quotes and invisible marks that copying left around."""
    return text.strip(_WRAPPING)


def is_link(text: str) -> bool:
    """Tell whether the text is meant as an address: it has a scheme, or a host of the three."""
    return is_ours(text) or bool(_ANY_SCHEME.match(unwrap(text)))


def is_ours(text: str) -> bool:
    """Tell whether an address leads to one of the three, or may (t.co)."""
    return bool(_HOST.match(_plain_link(text)))


def read_address(text: str) -> Address | None:
    """Read an address of one of the three, or one that wraps such a one; None for any other.

    One wrapper is taken off, as those of Facebook's links and of pages that ask to log in;
    nothing is followed. Of an address with `#!` what comes after it counts.
    """
    link = _plain_link(text)
    host = _HOST.match(link)
    if host is None or _UNFIT.search(link):
        return None
    path = link[host.end() :]
    path = path.partition("#!")[2] or path.partition("#")[0]
    path = _without_glue(path.lstrip("/").replace("%40", "@"))
    for platform in Platform:
        if host[platform]:
            return Address(platform, path, bool(_SHOWS_PAGES.fullmatch(host["rooms"] or "")))
    return Address(None, path, shows_accounts=False)


def _plain_link(text: str) -> str:
    """Return an address without what surrounds it: marks, the style of a chat, a wrapper."""
    link = unwrap(text)
    if len(link) > _LONGEST:
        return ""
    while link[:1] in _STYLES and link[:1] == link[-1:] and len(link) > 1:
        link = link[1:-1]
    link = drop_marks(link)
    if _ENCODED.match(link):
        link = unquote(link)
    wrapper = _WRAPPER.match(link)
    for match in _LEADS_ON.finditer(wrapper["rest"]) if wrapper else ():
        target = unquote(match["target"])
        if target[:1] == "/" and (host := _HOST.match(link)):
            target = host[0] + target
        if _HOST.match(target):
            return target
    return link


def _without_glue(path: str) -> str:
    """Return a path without what was typed right behind it: emoji and punctuation.

    What was cut short, as by a preview, stays so.
    """
    end = len(path)
    while end and not (path[end - 1].isalnum() or path[end - 1] in _ENDS_A_LINK):
        if path.startswith("...", end - 3):
            break
        end -= 1
    return path[:end]


def find_links(text: str) -> Iterator[str]:
    """Find every http(s) address in running text, and without a scheme www. and the three."""
    for match in re.finditer(_IN_TEXT, text, _FLAGS):
        link = _without_glue(match[0])
        slanted = link.endswith("_") and text[max(match.start() - 1, 0) : match.start()] == "_"
        yield link[:-1] if slanted else link


def host_of(link: str) -> str:
    """Return the host of an address, in small letters, without `www.`; it may have no scheme."""
    try:
        return (urlsplit(link if "//" in link else f"//{link}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
