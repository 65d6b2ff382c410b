"""Handles, from whatever people write or paste into the field of a platform."""

import re
from dataclasses import dataclass

from medsos_cli.errors import InputError, Message
from medsos_cli.models import Platform, compare_key
from medsos_cli.words.addresses import is_link, unwrap
from medsos_cli.words.links import HANDLE, is_own_page, read_link
from medsos_cli.words.people import refuse_people
from medsos_cli.words.safe import quoted

_WORDS = {
    "instagram": Platform.INSTAGRAM,
    "ig": Platform.INSTAGRAM,
    "insta": Platform.INSTAGRAM,
    "facebook": Platform.FACEBOOK,
    "fb": Platform.FACEBOOK,
    "fanpage": Platform.FACEBOOK,
    "fp": Platform.FACEBOOK,
    "twitter": Platform.TWITTER,
    "tw": Platform.TWITTER,
    "x": Platform.TWITTER,
}
# What the accounts of the networks themselves are called, on each other too.
_NETWORKS = frozenset({"instagram", "facebook", "twitter", "x", "tiktok", "youtube", "threads"})
_RULES = {
    Platform.INSTAGRAM: Message("up to 30 letters, digits, dots and underscores"),
    Platform.FACEBOOK: Message("5 to 50 letters, digits and dots, or the account's number"),
    Platform.TWITTER: Message("up to 15 letters, digits and underscores"),
}
_BARE = {
    platform: re.compile(rf"@?({handle})", re.ASCII | re.IGNORECASE)
    for platform, handle in HANDLE.items()
}
_HOSTS = {
    Platform.INSTAGRAM: r"instagram\.com",
    Platform.FACEBOOK: r"(?:facebook|fb)\.com",
    Platform.TWITTER: r"(?:twitter|x)\.com",
}
# As most handles are written: bare, or the address of the profile with what shows where it was
# copied. A group for that address, and one for the handle.
_PLAIN = {
    platform: re.compile(
        rf"((?:https?://)?(?:www\.|m\.)?{_HOSTS[platform]}/)?@?({handle})"
        r"(?(1)/?(?:\?(?:ref|igsh|igshid|mibextid|s|t|hl|lang)=[\w=-]*)?)",
        re.ASCII | re.IGNORECASE,
    )
    for platform, handle in HANDLE.items()
}
_PAGE_NAME = re.compile(r"[^\W_]+(?: [^\W_]+)+")  # as `Dinas Kesehatan Purbalingga`
_BESIDE_PLATFORM = {"akun", "page", "halaman", "resmi", "official", "media", "sosial"}
_LABEL = re.compile(
    rf"(?:(?:akun|link|username)\s+)?({'|'.join(_WORDS)})\s*(?:[:=]\s*(?!//)|\s(?=@))",
    re.ASCII | re.IGNORECASE,
)
_REST_OF_ADDRESS = re.compile(r"/*(?:\?\w+=[^\s?]*)?(?:#\S*)?\Z", re.ASCII)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_WEB_HOST = re.compile(
    r"[\w.-]+\.(?:go|co|or|ac|sch|desa|web|my|mil|net|biz)\.id", re.ASCII | re.IGNORECASE
)
_SEVERAL = re.compile(r"[^\s,;/&|+]+[\s,;/&|+]+[^\s,;/&|+]")
_HAS_LETTER = re.compile(r"[^\W\d_]").search
_LONGEST_CELL = 4096
# Tells most handles with dots from the hosts that `is_link` knows, and quickly.
_ENDS_OF_HOSTS = (".com", ".am", ".me", ".co", ".watch")


@dataclass(frozen=True, slots=True)
class Handle:
    """The name of an account on a platform, as people write it."""

    platform: Platform
    text: str

    @property
    def key(self) -> str:
        """What tells this account from others."""
        return compare_key(self.platform, self.text)


def read_platform(text: str) -> Platform:
    """Read the name of a platform, or one of the short names people use, or both.

    Raises `InputError` for any other word, and for two platforms.
    """
    words = {*re.findall(r"[^\W_]+", text.lower())} - _BESIDE_PLATFORM
    named = {_WORDS.get(word) for word in words}
    platform = named.pop() if len(named) == 1 else None
    if platform is None:
        raise InputError(
            "{text} is no platform",
            "write instagram (ig), facebook (fb) or twitter (tw, x)",
            text=quoted(text),
        )
    return platform


def is_handle(platform: Platform, text: str) -> bool:
    """Tell whether a network could have given out this name, as it stands."""
    match = _BARE[platform].fullmatch(text)
    return match is not None and match[1] == text


def read_handle(platform: Platform, text: str) -> Handle:
    """Read the handle of an account out of a cell or an argument.

    That is a bare name, `@name`, `IG: @name`, the address of the profile, or
    that of a post that names its owner. Raises `InputError` for a link of
    another platform, one that names no account, and what cannot be a handle.
    """
    if text[-3:].lower() == ".id" and _WEB_HOST.fullmatch(text):
        raise InputError(
            "{text} is the address of a website, not a handle",
            "write its handle, with an @ if it is called so, or - for none",
            text=quoted(text),
        )
    refuse_people(text, as_born=True)
    match = _PLAIN[platform].fullmatch(text)
    if match and (match[1] or _tells(platform, text)) and _is_free(platform, match[2]):
        return Handle(platform, match[2])
    return _read_odd(platform, text)


def _read_odd(platform: Platform, text: str) -> Handle:
    """Read the handle of an account that is not written as most are."""
    cell = unwrap(unlabelled(platform, text)) if len(text) <= _LONGEST_CELL else text
    found = _owner(platform, cell) if is_link(cell) else _name(platform, cell)
    if found is None:
        raise _misfit(platform, text, cell)
    if not _is_free(platform, found):
        word = found.lower()
        raise InputError(
            "{text} is a page of {platform} itself, not an account",
            "open the profile in a browser and copy its address",
            text=quoted(text),
            platform=str(_WORDS.get(word, word if word in _NETWORKS else platform)).capitalize(),
        )
    return Handle(platform, found)


def _name(platform: Platform, cell: str) -> str | None:
    """Return a bare name, alone or with what stood around it in an address."""
    match = _BARE[platform].match(cell.replace("%40", "@", 1).lstrip("/"))
    whole = match and _REST_OF_ADDRESS.match(match.string, match.end())
    return match[1] if match and whole and _tells(platform, match[0]) else None


def _tells(platform: Platform, name: str) -> bool:
    """Tell whether a bare name may be one: with an @, or by a letter and more than one sign.

    A telephone number or a day would fit the letter of Instagram's and X's rules, a letter too.
    """
    by_number = platform is Platform.FACEBOOK
    return name[0] == "@" or (
        len({*name.lower()}) > 1 and (by_number or _HAS_LETTER(name) is not None)
    )


def _is_free(platform: Platform, name: str) -> bool:
    """Tell whether a well-formed name is neither a network's own page or name nor an address."""
    if is_own_page(platform, name) or name.lower() in _NETWORKS:
        return False
    return not (name.lower().endswith(_ENDS_OF_HOSTS) and is_link(name))


def unlabelled(platform: Platform, text: str) -> str:
    """Return what stands behind the label of the platform, `IG: …`; without one, the text.

    Raises `InputError` for that of another platform.
    """
    cell = unwrap(text)
    label = _LABEL.match(cell)
    if label is None:
        return text
    named = read_platform(label[1])
    if named is not platform:
        raise _elsewhere(platform, named, text)
    return unwrap(cell[label.end() :])


def _owner(platform: Platform, text: str) -> str:
    link = read_link(text)
    if link.platform is not platform:
        raise _elsewhere(platform, link.platform, text)
    if link.handle is None:
        raise InputError(
            "{text} is a post that does not name its owner",
            "open it in a browser and copy the address of the profile",
            text=quoted(text),
        )
    return link.handle


def _elsewhere(asked: Platform, named: Platform, text: str) -> InputError:
    return InputError(
        "{text} is of {named}, not of {asked}",
        "write it under {column}",
        text=quoted(text),
        named=named.capitalize(),
        asked=asked.capitalize(),
        column=named,
    )


def _misfit(platform: Platform, text: str, cell: str) -> InputError:
    """Say why something is no handle, as far as one can tell."""
    if len(cell) <= _LONGEST_CELL and _EMAIL.fullmatch(cell):
        return InputError(
            "{text} is an e-mail address, not a handle",
            "write the handle, as @name",
            text=quoted(text),
        )
    if platform is Platform.FACEBOOK and _PAGE_NAME.fullmatch(text):
        return InputError(
            "{text} is no {platform} handle",
            "write what stands behind facebook.com/ in the page's address, not the page's name, "
            "or paste the address",
            text=quoted(text),
            platform=platform.capitalize(),
        )
    if len(cell) <= _LONGEST_CELL and _SEVERAL.match(cell):
        return InputError(
            "{text} holds more than a handle",
            "write one handle and nothing else, as @name",
            text=quoted(text),
        )
    return InputError(
        "{text} is no {platform} handle",
        "write @name ({rule}), or paste the profile's address",
        text=quoted(text),
        platform=platform.capitalize(),
        rule=_RULES[platform],
    )
