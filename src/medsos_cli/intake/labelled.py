"""All accounts of an agency in one cell, each with its label or its address."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.models import Platform
from medsos_cli.words.addresses import is_ours
from medsos_cli.words.handles import read_platform
from medsos_cli.words.links import read_link

OTHER_NETWORKS = frozenset({
    "tiktok", "tik tok", "youtube", "yt", "threads", "telegram", "whatsapp", "wa", "linkedin",
    "website", "web", "email", "e-mail", "snack video",
})  # fmt: skip
"""Where offices are too, and this program does not look."""
_OURS = "instagram|insta|ig|facebook|fanpage|fb|fp|twitter|tw|x"
_LABEL = re.compile(
    rf"(?:^|(?<=[\s,;|/•·(]))(?:(?:akun|link|username|nama)\s+)*({_OURS}|"
    rf"{'|'.join(map(re.escape, OTHER_NETWORKS))})\s*(?:\([^)\n]*\)\s*)?"
    r"(?:[:=]\s*(?!//)|\s-\s|\s+(?=@|https?:))",
    re.IGNORECASE,
)
# Parts that are each led by a label need no colon: `IG @a / FB b / X tidak ada`.
_APART = re.compile(r"[\n;,|•·]|\s/\s")
_LED = re.compile(
    rf"(?:\d[.)]\s*)?({_OURS}|{'|'.join(map(re.escape, OTHER_NETWORKS))})\s+(?![-:=])(.+)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:^|\s)\d[.)]\s*(?=$|\w)")
_AROUND = " \t\r\n,;|•·"


class Part(NamedTuple):
    """What a cell says of one account; `platform` is None where it is on another network."""

    platform: Platform | None
    text: str


def read_parts(text: str) -> Iterator[Part]:
    """Yield what a cell says of each account; raises `InputError` where it does not say which."""
    parts = [part for each in _APART.split(text) if (part := each.strip())]
    led = [match for part in parts if (match := _LED.fullmatch(part))]
    if len(led) == len(parts) and not any(_LABEL.search(match[2]) for match in led):
        for match in led:
            yield Part(_network(match[1]), match[2])
        return
    labels = list(_LABEL.finditer(text))
    starts = [*(label.start() for label in labels), len(text)]
    for word in _COUNTED.sub("", text[: starts[0]]).split():
        if word := word.strip(_AROUND):
            yield Part(_platform_of(word), word)
    for label, end in zip(labels, starts[1:], strict=True):
        said = _COUNTED.sub("", text[label.end() : end]).strip(_AROUND).rstrip(" /")
        if said:
            yield Part(_network(label[1]), said)


def platforms_named(text: str) -> list[Platform]:
    """Return the platforms that words such as `belum punya IG` name."""
    words = re.findall(rf"\b(?:{_OURS})\b", text.lower())
    return [read_platform(word) for word in words]


def _network(label: str) -> Platform | None:
    word = label.lower()
    return None if word in OTHER_NETWORKS else read_platform(word)


def _platform_of(word: str) -> Platform | None:
    """Return the platform an address is of, None for another network's."""
    if is_ours(word):
        return read_link(word).platform
    if "://" in word or word.startswith("www."):
        return None
    raise InputError(
        "{word!r} does not say on which network it is", "write it as IG: @name", word=word
    )
