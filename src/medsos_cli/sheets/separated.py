"""Rows of a text whose cells are separated: CSV, whatever separates them."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from medsos_cli.errors import InputError, Message
from medsos_cli.sheets.source import MOST_SEARCHED, Row, ranges
from medsos_cli.sheets.text import Text

_SEPARATORS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=([^\w\s\"]|\t)\"?\s*", re.IGNORECASE)
_SAVE_AGAIN = Message("save the sheet again as CSV UTF-8")
_WIDEST = 16_384  # columns of a spreadsheet


@dataclass(frozen=True)
class Separated:
    """The rows of a text under one separator; the first `skipped` lines are none of them."""

    name: str
    separator: str
    skipped: int
    _first: Sequence[str]
    _rest: Iterator[str]

    @cached_property
    def top(self) -> Sequence[Row]:
        """The first rows; a title row may hold anything, so nothing is refused here."""
        reader = csv.reader(self._first[self.skipped :], delimiter=self.separator)
        rows: list[Row] = []
        try:
            for cells in reader:
                line = (rows[-1].end if rows else self.skipped) + 1
                rows.append(Row(line, reader.line_num + self.skipped, cells))
        except csv.Error:
            pass  # the rows under the header are read strictly
        return rows

    def below(self, line: int) -> Iterator[Row]:
        """Yield the rows after that line; raises `InputError` where their quotes are broken."""
        reader = csv.reader(
            chain(self._first[line:], self._rest), delimiter=self.separator, strict=True
        )
        start = line
        try:
            for cells in reader:
                end = line + reader.line_num
                yield Row(start + 1, end, cells)
                start = end
        except csv.Error as error:
            raise _broken(error).at(self.place(start + 1)) from None

    def place(self, lines: int | str, column: str = "A") -> str:  # noqa: ARG002  # a text has none
        """Return how a row, or several, are named to a person."""
        return f"{self.name}:{lines}"

    def where(self, lines: Sequence[int]) -> Message:
        """Return how rows are named beside the file's name."""
        return Message("line {lines}", lines=ranges(lines))

    def remarks(self) -> Iterator[Message]:
        """Say what else there is to say of the rows: of a text, nothing."""
        return iter(())


def separated(text: Text) -> list[Separated]:
    """Return the ways in which a text can be rows: by each separator, or by the one it names.

    Raises `InputError` for a text that is no sheet.
    """
    first = list(islice(text.lines, MOST_SEARCHED))
    if any(line.count(each) > _WIDEST for line in first for each in _SEPARATORS):
        raise InputError("{name} has more columns than a spreadsheet", _SAVE_AGAIN, name=text.name)
    named = _SEPARATOR_LINE.fullmatch(first[0]) if first else None
    return [
        Separated(text.name, each, 1 if named else 0, first, text.lines)
        for each in (named[1] if named else _SEPARATORS)
    ]


def _broken(error: csv.Error) -> InputError:
    if str(error) == "unexpected end of data":
        return InputError("a quotation mark opens here and is never closed", _SAVE_AGAIN)
    if str(error).startswith("field larger"):
        return InputError("{error}", _SAVE_AGAIN, error=error)
    return InputError(
        "the quotation marks of this row are broken ({error})", _SAVE_AGAIN, error=error
    )
