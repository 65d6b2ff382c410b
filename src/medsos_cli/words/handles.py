"""Handles, from whatever people write or paste into the field of a platform."""

import re
from dataclasses import dataclass

from medsos_cli.errors import InputError
from medsos_cli.links import HANDLE, RESERVED, is_link, read_link, shown, unwrapped
from medsos_cli.models import Platform, compare_key

_WORDS = {
    "instagram": Platform.INSTAGRAM,
    "ig": Platform.INSTAGRAM,
    "facebook": Platform.FACEBOOK,
    "fb": Platform.FACEBOOK,
    "twitter": Platform.TWITTER,
    "tw": Platform.TWITTER,
    "x": Platform.TWITTER,
}
_RULES = {
    Platform.INSTAGRAM: "up to 30 letters, digits, dots and underscores",
    Platform.FACEBOOK: "5 to 50 letters, digits and dots, or the account's number",
    Platform.TWITTER: "up to 15 letters, digits and underscores",
}
_BARE = {
    platform: re.compile(rf"@?({handle})", re.ASCII | re.IGNORECASE)
    for platform, handle in HANDLE.items()
}
_LABEL = re.compile(
    rf"(?:(?:akun|link|username)\s+)?({'|'.join(_WORDS)})\s*(?:[:=]\s*(?!//)|\s(?=@))",
    re.ASCII | re.IGNORECASE,
)
_REST_OF_ADDRESS = re.compile(r"/*(?:\?\w+=[^\s?]*)?(?:#\S*)?\Z", re.ASCII)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_SEVERAL = re.compile(r"[^\s,;/&|+]+[\s,;/&|+]+[^\s,;/&|+]")
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
    """Read the name of a platform, or one of the short names people use.

    Raises `InputError` for any other word.
    """
    platform = _WORDS.get(text.strip().lower())
    if platform is None:
        raise InputError(
            f"{shown(text)} is no platform",
            "write instagram (ig), facebook (fb) or twitter (tw, x)",
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
    match = _BARE[platform].fullmatch(text)
    if match and _is_free(platform, name := match[1]):
        return Handle(platform, name)
    cell = _unlabelled(platform, text) if len(text) <= _LONGEST_CELL else text
    found = _owner(platform, cell) if is_link(cell) else _name(platform, cell)
    if found is None:
        raise _misfit(platform, text, cell)
    if not _is_free(platform, found):
        raise InputError(
            f"{shown(text)} is a page of {platform.capitalize()} itself, not an account",
            "open the profile in a browser and copy its address",
        )
    return Handle(platform, found)


def _name(platform: Platform, cell: str) -> str | None:
    """Return a bare name, alone or with what stood around it in an address."""
    match = _BARE[platform].match(cell.replace("%40", "@", 1).lstrip("/"))
    if match and _REST_OF_ADDRESS.match(match.string, match.end()):
        return match[1]
    return None


def _is_free(platform: Platform, name: str) -> bool:
    """Tell whether a well-formed name is neither a page of the network's own nor an address."""
    lower = name.lower()
    return lower not in RESERVED[platform] and not (
        lower.endswith(_ENDS_OF_HOSTS) and is_link(name)
    )


def _unlabelled(platform: Platform, text: str) -> str:
    cell = unwrapped(text)
    label = _LABEL.match(cell)
    if label is None:
        return cell
    named = read_platform(label[1])
    if named is not platform:
        raise _elsewhere(platform, named, text)
    return unwrapped(cell[label.end() :])


def _owner(platform: Platform, text: str) -> str:
    link = read_link(text)
    if link.platform is not platform:
        raise _elsewhere(platform, link.platform, text)
    if link.handle is None:
        raise InputError(
            f"{shown(text)} is a post that does not name its owner",
            "open it in a browser and copy the address of the profile",
        )
    return link.handle


def _elsewhere(asked: Platform, named: Platform, text: str) -> InputError:
    return InputError(
        f"{shown(text)} is of {named.capitalize()}, not of {asked.capitalize()}",
        f"write it under {named}",
    )


def _misfit(platform: Platform, text: str, cell: str) -> InputError:
    """Say why something is no handle, as far as one can tell."""
    if len(cell) <= _LONGEST_CELL and _EMAIL.fullmatch(cell):
        return InputError(
            f"{shown(text)} is an e-mail address, not a handle", "write the handle, as @name"
        )
    if len(cell) <= _LONGEST_CELL and _SEVERAL.match(cell):
        return InputError(
            f"{shown(text)} holds more than a handle", "write one handle and nothing else, as @name"
        )
    return InputError(
        f"{shown(text)} is no {platform.capitalize()} handle",
        f"write @name ({_RULES[platform]}), or paste the profile's address",
    )
