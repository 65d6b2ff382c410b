"""What may stand before a message in an exported chat: a date, a time and a name."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, time
from enum import Enum
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.words.days import read_day
from medsos_cli.words.identifiers import read_phone
from medsos_cli.words.safe import TURNS, UNSEEN, drop_marks

# WhatsApp keeps a number on one line with hyphens that do not break.
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011", "-"))
_LONGEST_START = 256  # characters: a header and the longest name a contact can have
_MAY_BE_HEADER = re.compile(rf"[\s{UNSEEN}{TURNS}]*+(?:\[[\s{UNSEEN}{TURNS}]*+)?\d")

_PARTS = {
    "<date>": r"(?:(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<year>\d{4}|\d\d)"
    r"|(?P<certain>\d{4}(?:[/.-]\d{1,2}){2}|\d{1,2} [a-z]{3,9} \d{4}))",
    "<day and month>": r"(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})",
    "<time>": r"(?P<hour>\d{1,2})[.:](?P<minute>\d\d)(?:[.:](?P<second>\d\d))?"
    r"(?: ?(?P<half>[ap]\.? ?m\.?|pagi|siang|sore|malam))?",
    "<at>": ",? (?:(?:pukul|jam|at) )?",
}
_DATE = ("certain", "one", "two", "year")
# The hour from which on each word is said.
_HALVES = {"am": 0, "pm": 12, "pagi": 0, "siang": 10, "sore": 12, "malam": 18}
# A line of an agenda says until when: `24/11/20 13.00 - 15.00 Rapat`, `13.00 - selesai: Rapat`.
_UNTIL = re.compile(
    r"(?:\d{1,2}[.:]\d\d\b|s[./]d\b|(?:sampai|hingga)\b|selesai\b)", re.ASCII | re.IGNORECASE
)
_OPENS_QUOTE = re.compile(r"""[^"]*"(?:[^"]*"[^"]*")*[^"]*|.*[“„«][^”»]*""")
_BEGINS_AN_EXPORT = re.compile("end-to-end", re.IGNORECASE)


def _pattern(form: str) -> re.Pattern[str]:
    for part, meaning in _PARTS.items():
        form = form.replace(part, meaning)
    return re.compile(form, re.ASCII | re.IGNORECASE)


_FORMS = tuple(
    _pattern(form)
    for form in (
        r"<date><at><time> [-–](?:\s|\Z)",  # exported on Android
        r"\[<date><at><time>\]",  # exported on an iPhone
        r"\[<time>, <date>\]",  # copied in WhatsApp Web
        r"\[<day and month><at><time>\]",  # copied on a phone
    )
)


class Order(Enum):
    """Which part of a numeric date comes first, as the way to put it in order."""

    DAY_FIRST = "{year}-{two}-{one}"
    MONTH_FIRST = "{year}-{one}-{two}"


class Header(NamedTuple):
    """What stands before a message, or looks like it.

    `line` counts from 1. `form` is how it is written, its digits and words aside: one
    phone writes all of an export alike. `days` are those that its date can mean, by the
    order of its parts. `sender` is as `sender_name` gives it, None where nobody is named.
    """

    line: int
    form: str
    written: str
    days: Mapping[Order, date]
    at: time | None
    sender: str | None
    begins_export: bool = False


def sender_name(text: str) -> str:
    """Return a sender's name or number in the one spelling in which two can be compared.

    Exports put invisible marks, odd spaces and hyphens into it, and a tilde
    before the name of somebody who is not among the contacts.
    """
    plain = unicodedata.normalize("NFKC", _plain(text))
    return " ".join(plain.split()).lstrip("~ ")


@lru_cache(maxsize=1024)  # few write in a chat, and each often
def sender_key(text: str) -> str:
    """Return what two spellings of one sender have in common: a mobile number's digits, or a name.

    A list of senders that went through a spreadsheet holds numbers in many ways.
    """
    name = sender_name(text).casefold()
    with suppress(InputError):
        return read_phone(name.lstrip("'"))[0]
    return name


def _plain(text: str) -> str:
    return drop_marks(text).translate(_HYPHENS)


def read_header(line: str, number: int, known: Collection[str]) -> Header | None:
    """Read the header at the start of a line; None when the line goes on with a message.

    `known` are the senders (`sender_key`) whose names may hold a colon.
    """
    if not _MAY_BE_HEADER.match(line, 0, _LONGEST_START):
        return None
    start = _plain(line[:_LONGEST_START]).strip()
    for form in _FORMS:
        if (match := form.match(start)) and not _UNTIL.match(start, match.end()):
            rest = start[match.end() :]
            return Header(
                number,
                _form_of(match[0]),
                intern(match[0].strip("[]-– ")),
                _days(*map(match.groupdict().get, _DATE)),
                _time(match["hour"], match["minute"], match["second"], match["half"]),
                _sender(rest, known),
                bool(_BEGINS_AN_EXPORT.search(rest)),
            )
    return None


def _form_of(written: str) -> str:
    shape = re.sub(r"\d{4}", "Y", written, flags=re.ASCII)
    shape = re.sub(r"\d+", "0", shape, flags=re.ASCII)
    return intern(re.sub(r"[a-z]+", "w", shape, flags=re.ASCII | re.IGNORECASE))


def _sender(rest: str, known: Collection[str]) -> str | None:
    """Return who is named: up to the first colon, or up to a later one if that is known.

    Where a quotation goes over the colon, as in a line of WhatsApp's own on what a group is
    called now, nobody is.
    """
    # Editors cut the space after a name whose message begins on the next line.
    parts = f"{rest} ".split(": ")[:-1]
    for count in range(len(parts), 1, -1):
        name = ": ".join(parts[:count])
        if sender_key(name) in known:
            return intern(sender_name(name))
    if not parts or (_OPENS_QUOTE.fullmatch(parts[0]) and sender_key(parts[0]) not in known):
        return None
    return intern(sender_name(parts[0])) or None


@lru_cache(maxsize=4096)
def _days(certain: str | None, one: str, two: str, year: str | None) -> Mapping[Order, date]:
    """Return the day that a date names under each order under which it names one."""
    days = {}
    full_year = f"20{year}"[-4:]
    for order in Order if certain or year else ():
        text = certain and certain.replace("/", "-").replace(".", "-")
        with suppress(InputError):
            days[order], _ = read_day(text or order.value.format(year=full_year, one=one, two=two))
    return days


@lru_cache(maxsize=4096)  # a busy chat has many messages in each minute
def _time(hours: str, minutes: str, seconds: str | None, half: str | None) -> time | None:
    hour = int(hours)
    if half and hour <= 12:  # noqa: PLR2004  # hours on a dial
        begins = _HALVES[re.sub("[. ]", "", half.lower())]
        hour = (begins + (hour - begins) % 12) % 24
    try:
        return time(hour, int(minutes), int(seconds or 0))
    except ValueError:
        return None
