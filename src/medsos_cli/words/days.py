"""Calendar days as offices write them, and the zone in which they are counted."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from medsos_cli.errors import InputError, Message

_COUNTED_IN_DAYS = 60
DEFAULT_ZONE = "Asia/Jakarta"

_MONTH_WORDS = (
    "januari jan january",
    "februari pebruari feb peb february",
    "maret mar mrt march",
    "april apr",
    "mei may",
    "juni jun june",
    "juli jul july",
    "agustus agt ags agst agu august aug",
    "september sep sept",
    "oktober okt october oct",
    "november nopember nov nop",
    "desember des december dec",
)
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii"
_MONTHS = {
    word: number for number, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()
} | {word: number for number, word in enumerate(_ROMAN.split(), start=1)}
MONTH_NAMES = tuple(words.split()[0].title() for words in _MONTH_WORDS)
_WEEKDAYS = {
    word: number
    for number, words in enumerate(
        ("senin", "selasa", "rabu", "kamis", "jumat jum'at jum’at", "sabtu", "minggu ahad")
    )
    for word in words.split()
}
WEEKDAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MARKET_DAYS = {  # of the Javanese week of five
    word: number
    for number, words in enumerate(("legi manis", "pahing paing", "pon", "wage", "kliwon"))
    for word in words.split()
}
_A_LEGI = date(1945, 8, 17)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_IN_WORDS = re.compile(r"(\d{1,2})[ /-]([^\W\d_]+)[.,]?[ /-](\d{4}|\d{2})")
_WEEKDAY = re.compile(rf"([^\W\d_]+['’]?[^\W\d_]*)(?:[ -]({'|'.join(_MARKET_DAYS)}))?[ ,]+(?=\d)")
_AROUND_SEPARATOR = re.compile(r"(?<=\d) ?([/.-]) ?(?=\d)")
_MIDNIGHT = re.compile(r"(?:t| )(?:00?[:.]00(?:[:.]00(?:\.0+)?)?z?)$")
_MOMENT = re.compile(
    r"(?:t| )([01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d(?:\.\d+)?)?(?:z| wib)?$", re.IGNORECASE
)
_TODAY = frozenset({"today", "hari ini"})
_EXCEL_EPOCH = date(1899, 12, 30)
# Days an office can mean: everything else is a slip of the finger.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_SERIAL = re.compile(r"(\d{5})(?:[.,]0+)?", re.ASCII)
_EXCEL_SERIALS = range((date(_FIRST_YEAR, 1, 1) - _EXCEL_EPOCH).days, 73_415)

_MONTH_FORMS = (  # and how each is written as the day it begins with
    (re.compile(r"\d{4}([-/.])\d{1,2}"), r"\g<0>\g<1>1"),
    (re.compile(r"\d{1,2}([-/.])(?:\d{4}|\d{2})"), r"1\g<1>\g<0>"),
    (re.compile(r"[^\W\d_]+[.,]?[ /-](?:\d{4}|\d{2})"), r"1 \g<0>"),
)

HOW_TO_WRITE = Message("write the day first, as 03/12/2020, 3 Desember 2020 or 2020-12-03")


@lru_cache(maxsize=4096)
def read_day(text: str) -> tuple[date, Message | None]:
    """Read a calendar day, day before month always, and what is doubtful about it.

    The doubt is a weekday that contradicts the date. Raises `InputError` for
    anything that is not one certain day, mm/dd included.
    """
    text = " ".join(text.split())
    words = _MIDNIGHT.sub("", _AROUND_SEPARATOR.sub(r"\1", text.casefold()))
    weekday = _WEEKDAY.match(words)
    found = _read_numbers(text, words[weekday.end() :] if weekday else words)
    if weekday is None:
        return found, None
    return found, _doubt_weekday(text, weekday[1], found) or _doubt_market_day(weekday[2], found)


def _doubt_weekday(text: str, word: str, day: date) -> Message | None:
    if word not in _WEEKDAYS:
        raise InputError(
            "{text!r} is not a date: no weekday is called {word!r}",
            HOW_TO_WRITE,
            text=text,
            word=word,
        )
    right = day.weekday()
    if _WEEKDAYS[word] == right:
        return None
    return Message(
        "{day} is a {right}, not {word}; check the date",
        day=day,
        right=WEEKDAY_NAMES[right],
        word=word,
    )


def _doubt_market_day(word: str | None, day: date) -> Message | None:
    right = (day - _A_LEGI).days % 5
    if word is None or _MARKET_DAYS[word] == right:
        return None
    names = {number: name.title() for name, number in reversed(_MARKET_DAYS.items())}
    return Message(
        "{day} is a {right}, not {word}; check the date", day=day, right=names[right], word=word
    )


def _read_numbers(text: str, words: str) -> date:
    if match := _ISO.fullmatch(words):
        return _day(text, int(match[1]), int(match[3]), int(match[4]))
    if match := _DAY_FIRST.fullmatch(words):
        return _day(text, _year(match[4]), int(match[3]), int(match[1]))
    if match := _IN_WORDS.fullmatch(words):
        if match[2] not in _MONTHS:
            raise InputError(
                "{text!r} is not a date: no month is called {word!r}",
                HOW_TO_WRITE,
                text=text,
                word=match[2],
            )
        return _day(text, _year(match[3]), _MONTHS[match[2]], int(match[1]))
    raise InputError("{text!r} is not a date", HOW_TO_WRITE, text=text)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)  # noqa: PLR2004  # a short year


def _day(text: str, year: int, month: int, day: int) -> date:
    if month > 12:  # noqa: PLR2004  # months
        raise InputError(
            "{text!r} is not a date: there is no month {month}",
            HOW_TO_WRITE,
            text=text,
            month=month,
        )
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InputError("{text!r} is not a date an office can mean", HOW_TO_WRITE, text=text)
    try:
        return date(year, month, day)
    except ValueError:
        raise InputError(
            "{text!r} is not a date: that month has no such day", "look the day up", text=text
        ) from None


def read_month(text: str) -> date:
    """Read a month, as 2026-11, 11/2026 or November 2026: its first day; raises `InputError`."""
    words = " ".join(text.split())
    for pattern, first in _MONTH_FORMS:
        if match := pattern.fullmatch(words):
            with suppress(InputError):
                return read_day(match.expand(first))[0]
    raise InputError(
        "{text!r} is no month", "write it as 2026-11, 11/2026 or November 2026", text=text
    )


@lru_cache(maxsize=4096)  # of a thousand rows most name the same days
def read_cell_day(text: str) -> tuple[date, Message | None]:
    """Read a day from a roster's cell, where it may also be an Excel serial (44168)."""
    if (serial := _SERIAL.fullmatch(text)) and int(serial[1]) in _EXCEL_SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(serial[1])), None
    if (moment := _MOMENT.search(text)) and not _MIDNIGHT.search(text.casefold()):
        day, doubt = read_day(text[: moment.start()])
        return day, doubt or Message(
            "{text!r} is a moment; taken as its day, {day}", text=text, day=day
        )
    return read_day(text)


@dataclass(frozen=True)
class Clock:
    """The moment of this run, and the office's calendar.

    `now` gives an aware moment; days are counted in `zone` whatever the
    machine's own zone is.
    """

    zone: ZoneInfo
    now: Callable[[], datetime]

    @cached_property
    def moment(self) -> datetime:
        """Return the one moment that everything in this run happens at, in UTC."""
        return self.now().astimezone(UTC)

    @cached_property
    def local(self) -> datetime:
        """Return the moment in the office's zone."""
        return self.moment.astimezone(self.zone)

    @cached_property
    def today(self) -> date:
        """Return today in the office's zone."""
        return self.local.date()

    @cached_property
    def stamp(self) -> str:
        """Return the moment as it is stored: UTC, to the second."""
        return utc_stamp(self.moment)

    def read_past(self, text: str) -> date:
        """Read a DATE that must not lie ahead; `today` is one too."""
        day, _ = self.read(text)
        if day > self.today:
            raise InputError(
                "{text!r} lies in the future: today is {today}", text=text, today=self.today
            )
        return day

    def read(self, text: str) -> tuple[date, Message | None]:
        """Read a DATE of the command line, as `read_day` does; `today` is one too."""
        return (self.today, None) if text.strip().casefold() in _TODAY else read_day(text)

    def local_day(self, stamp: str) -> date:
        """Return the office's calendar day of a stored moment."""
        return _local_day(stamp, self.zone)

    def local_moment(self, stamp: str) -> str:
        """Return a stored moment as the office's clock shows it, to the minute."""
        try:
            return f"{datetime.fromisoformat(stamp).astimezone(self.zone):%Y-%m-%d %H:%M}"
        except OverflowError:  # there is no year 10000
            return stamp

    def noon(self, day: date) -> str:
        """Return the stored moment for something known by its day only.

        Noon of the office's zone is the same calendar day in all three zones of
        Indonesia, so the day stays what the office wrote.
        """
        return _noon(day, self.zone)

    def end_of(self, day: date) -> str:
        """Return the stored moment with which a local day has ended."""
        return utc_stamp(datetime.combine(day + timedelta(days=1), time(), self.zone))


@lru_cache(maxsize=4096)
def _local_day(stamp: str, zone: ZoneInfo) -> date:
    return datetime.fromisoformat(stamp).astimezone(zone).date()


@lru_cache(maxsize=4096)
def _noon(day: date, zone: ZoneInfo) -> str:
    return utc_stamp(datetime.combine(day, time(12), zone))


def utc_stamp(moment: datetime) -> str:
    """Write an aware moment as it is stored: `2020-12-03T05:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def long_ago(days: int) -> Message | None:
    """Return an age of more than sixty days in years and months; None for a shorter one."""
    if days <= _COUNTED_IN_DAYS:
        return None
    years, months = days // 365, min(days % 365 // 30, 11)
    if not years:
        return Message("{months} mo", months=months)
    if not months:
        return Message("{years} y", years=years)
    return Message("{years} y {months} mo", years=years, months=months)


def read_zone(name: str) -> ZoneInfo:
    """Return the zone of that IANA name; raises `InputError` if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise InputError(
            "MEDSOS_TZ: {name!r} is no time zone",
            "use Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)",
            name=name,
        ) from None
