"""What a workbook is, whichever program saved it: sheets, rows, and cells as their texts."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from math import isfinite
from typing import NamedTuple, Protocol

from medsos_cli.errors import InputError, Message

SAVE_AGAIN = Message("open it in the spreadsheet, and save it again as .xlsx or CSV")

EPOCH, EPOCH_OF_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  # no day has a zone
"""The days that number 0 stands for, as Excel counts days, and as it did on a Mac."""

_EXACT = 2**53  # from here on one float stands for several whole numbers
_NOT_SHOWN = re.compile(r"\"[^\"]*\"|[\\_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_PART_OF_DAY = re.compile(r"[dmyhs]", re.IGNORECASE)
_AROUND_ADDRESS = re.compile(r"^(?:mailto:|https?://)?(?:www\.)?@?|/+$")
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
_DAYS = range(2_958_466)  # up to the end of the year 9999


class Tab(NamedTuple):
    """A sheet of a workbook, by the name people see; `part` is where its rows are."""

    name: str
    hidden: bool
    part: str


class TabRow(NamedTuple):
    """A row that holds something: its number from 1, its texts up to the last that is not blank.

    `struck` where one of its cells is struck through.
    """

    number: int
    texts: Sequence[str]
    hidden: bool
    struck: bool = False


class Merged(NamedTuple):
    """Cells of one column that are merged: the first row holds the text of all."""

    first: int
    last: int
    column: int


class Book(Protocol):
    """A workbook. What is damaged in it is an `InputError` where it is come upon."""

    @property
    def tabs(self) -> Sequence[Tab]:
        """The sheets, in their order; no charts."""

    def rows(self, tab: Tab) -> Iterator[TabRow]:
        """Yield the rows of a sheet that hold something, from the first on."""

    def merged(self, tab: Tab) -> Sequence[Merged]:
        """Return the cells that are merged over several rows."""

    def linked(self, tab: Tab) -> Sequence[int]:
        """Return the rows in which a link says more than the text above it, as far as told."""


class Look(NamedTuple):
    """How a cell is shown: as a day or a time, with zeros in front up to so many digits, struck."""

    day: bool = False
    digits: int = 0
    struck: bool = False


def damaged(name: str) -> InputError:
    """Return the error for a file that is not what its first bytes promise."""
    return InputError("{name} is damaged, so it cannot be read", SAVE_AGAIN, name=name)


def protected(name: str) -> InputError:
    """Return the error for a file that asks for a password."""
    how = "open it in the spreadsheet, take the password off, and save it again"
    return InputError("{name} is protected by a password", how, name=name)


def number_text(value: float, look: Look, epoch: datetime) -> str:
    """Return a number as the digits a person has typed, or as the day it stands for.

    One so large that its last digits are not kept is given in the notation that every
    reader of identifiers refuses. Raises `ValueError` for one that is without end.
    """
    if not isfinite(value):
        raise ValueError(value)
    if look.day and int(value) in _DAYS:
        return moment_text(epoch + timedelta(seconds=round(value * 86_400)), has_day=value >= 1)
    if abs(value) >= _EXACT:
        return f"{value:.14E}"
    return str(int(value)).zfill(look.digits) if value.is_integer() else f"{value:.15g}"


def moment_text(moment: datetime, *, has_day: bool = True) -> str:
    """Return a moment as a text: midnight is a day, one without a day is a time."""
    at = f"{moment:%H:%M:%S}".removesuffix(":00")
    if not has_day:
        return at
    return f"{moment:%Y-%m-%d}" if at == "00:00" else f"{moment:%Y-%m-%d} {at}"


def truth_text(truth: object) -> str:
    """Return a truth value as spreadsheets show it."""
    return "TRUE" if truth else "FALSE"


@lru_cache(maxsize=1024)
def look_of(code: str) -> Look:
    """Return how a number format shows a number."""
    shown = _NOT_SHOWN.sub("", code.partition(";")[0])
    if "[" in shown or shown.casefold() == "general":  # hours that go on after a day
        return Look()
    if _PART_OF_DAY.search(shown):
        return Look(day=True)
    return Look(digits=len(shown) if shown.strip("0") == "" else 0)


def cell_place(tab: str, cell: str) -> str:
    """Return how a cell is named where several sheets are: `Sheet1!B12`, `'Data HP'!B12`."""
    return f"{tab}!{cell}" if _PLAIN_NAME.fullmatch(tab) else f"'{tab}'!{cell}"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Return what spreadsheets call a column, counted from 0: A, B, … Z, AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def says_more(link: str, text: str) -> bool:
    """Tell whether a link is no other spelling of the text above it."""
    said = _AROUND_ADDRESS.sub("", text.strip().casefold())
    same = rf"(?<![\w.]){re.escape(said)}(?![\w.])"
    return bool(link and said) and not re.search(same, link.casefold().replace("www.", ""))


def trimmed(cells: dict[int, str]) -> list[str]:
    """Return the texts of cells by their column as a row, without blank ones at the end."""
    width = max((column + 1 for column, text in cells.items() if text.strip()), default=0)
    return [cells.get(column, "") for column in range(width)]
