"""The links in a text that people pasted or exported, with who sent each and when."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from medsos_cli.days import Clock, read_day
from medsos_cli.errors import InputError
from medsos_cli.identifiers import read_phone
from medsos_cli.links import find_links

_MARKS = (
    "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_PLAIN = str.maketrans(
    dict.fromkeys(_MARKS)
    | dict.fromkeys("\xa0\u2007\u2009\u202f", " ")
    # WhatsApp keeps a number on one line with hyphens that do not break.
    | dict.fromkeys("\u2010\u2011", "-")
)
_LONGEST_START = 256  # characters: a header and the longest name a contact can have
_MAY_BE_HEADER = re.compile(rf"[\s{_MARKS}]*+(?:\[[\s{_MARKS}]*+)?\d")

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


class ChatLink(NamedTuple):
    """A link, and what the message that carries it says of itself.

    `line` counts from 1, `link` is as written. `sent_on` is aware and in the
    office's zone, which the phone's is taken to be; it is None without a
    message around the link, and when `doubt` says why its date is not taken.
    `sender` is as `sender_name` gives it, None where nobody is named.
    """

    line: int
    link: str
    sent_on: datetime | None
    sender: str | None
    doubt: str | None = None


class _Order(Enum):
    """Which part of a numeric date comes first, as the way to put it in order."""

    DAY_FIRST = "{year}-{two}-{one}"
    MONTH_FIRST = "{year}-{one}-{two}"


class _Header(NamedTuple):
    """What stands before a message; `days` are those it can mean, by the order of its parts."""

    written: str
    days: Mapping[_Order, date]
    at: time | None
    sender: str | None


def read_chat(lines: Iterable[str], clock: Clock) -> Iterator[ChatLink]:
    """Find the links in a text, each with the sender and the moment of its message.

    Meant for a WhatsApp export (Android or iPhone, Indonesian or English) and
    for messages copied out of it; in any other text the links stand alone. A
    date with a part over 12 decides for the whole text whether the day or the
    month comes first; where none does, it is the day; where two contradict each
    other, only dates that can be read in one way are taken. Nothing but the
    links and what is said of them is kept; the lines are gone through once.
    """
    found: list[tuple[int, str, _Header | None]] = []
    orders: set[_Order] = set()
    header = None
    for number, line in enumerate(lines, start=1):
        if new := _header(line):
            header = new
            if len(new.days) == 1:
                orders.update(new.days)
        if "/" in line:  # as in every address, and in few other lines
            found.extend((number, link, header) for link in find_links(line))
    orders = orders or {_Order.DAY_FIRST}
    for number, link, above in found:
        if above is None:
            yield ChatLink(number, link, None, None)
        else:
            sent_on, doubt = _moment(above, orders, clock)
            yield ChatLink(number, link, sent_on, above.sender, doubt)


def sender_name(text: str) -> str:
    """Return a sender's name or number in the one spelling in which two can be compared.

    Exports put invisible marks, odd spaces and hyphens into it, and a tilde
    before the name of somebody who is not among the contacts.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_PLAIN))
    return " ".join(plain.split()).lstrip("~ ")


def sender_key(text: str) -> str:
    """Return what two spellings of one sender have in common: a mobile number's digits, or a name.

    A list of senders that went through a spreadsheet holds numbers in many ways.
    """
    name = sender_name(text).casefold()
    with suppress(InputError):
        return read_phone(name.lstrip("'"))[0]
    return name


def _header(line: str) -> _Header | None:
    """Read the header at the start of a line; None when the line goes on with a message."""
    if not _MAY_BE_HEADER.match(line, 0, _LONGEST_START):
        return None
    start = line[:_LONGEST_START].translate(_PLAIN).strip()
    for form in _FORMS:
        if match := form.match(start):
            # Editors cut the space after a name whose message begins on the next line.
            name, colon, _ = f"{start[match.end() :]} ".partition(": ")
            return _Header(
                match[0].strip("[]-– "),
                _days(*map(match.groupdict().get, _DATE)),
                _time(match),
                sender_name(name) or None if colon else None,
            )
    return None


@lru_cache(maxsize=4096)
def _days(certain: str | None, one: str, two: str, year: str | None) -> Mapping[_Order, date]:
    """Return the day that a date names under each order under which it names one."""
    days = {}
    full_year = f"20{year}"[-4:]
    for order in _Order if certain or year else ():
        text = certain and certain.replace("/", "-").replace(".", "-")
        with suppress(InputError):
            days[order], _ = read_day(text or order.value.format(year=full_year, one=one, two=two))
    return days


def _time(match: re.Match[str]) -> time | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"] and hour <= 12:  # noqa: PLR2004  # hours on a dial
        begins = _HALVES[re.sub("[. ]", "", match["half"].lower())]
        hour = (begins + (hour - begins) % 12) % 24
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _moment(
    header: _Header, orders: set[_Order], clock: Clock
) -> tuple[datetime | None, str | None]:
    """Return when a message was sent, in the office's zone, or why that is not known."""
    days = {header.days[order] for order in orders if order in header.days}
    if not days or header.at is None:
        return None, f"dated {header.written}, which is no full date and time"
    if len(days) > 1:
        return None, f"dated {header.written}, and the text has day and month both ways round"
    moment = datetime.combine(days.pop(), header.at, clock.zone)
    if moment > clock.moment:
        return None, "dated in the future"
    return moment, None
