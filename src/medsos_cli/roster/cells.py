"""The cells of one row: cleaned, read one by one, every bad one remembered."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TypeVar

from medsos_cli.days import read_cell_day
from medsos_cli.errors import InputError
from medsos_cli.roster.columns import IDENTIFIERS
from medsos_cli.roster.problems import Problem, spelled
from medsos_cli.words import NONE_WORDS, UNKNOWN_WORDS

T = TypeVar("T")

# Zero-width and direction marks come along when text is copied from a chat or a page.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_NEEDS_CLEANING = re.compile(r"[^ -~]|'|=\"|  ")
_FORMULA_TEXT = re.compile(r"'?=\"([^\"]*)\"")
_LONGEST = 1000
_NOTHING = NONE_WORDS | UNKNOWN_WORDS
_LONGEST_WORD = max(map(len, _NOTHING))


def clean(cell: str, *, identifier: bool = False) -> str:
    """Return what a person sees in a cell.

    Spaces around and invisible marks go, and the apostrophe (in identifiers also
    `="…"`) that keeps a spreadsheet from running or changing the cell. Raises
    `InputError` for control characters and for texts no cell of a roster holds.
    """
    text = cell.strip()
    if not (text.isascii() and text.isprintable()):
        text = text.replace("\u00a0", " ").translate(_INVISIBLE).strip()
        if match := _CONTROL.search(text):
            raise InputError(f"a control character (U+{ord(match[0]):04X}); type the cell again")
    if len(text) > _LONGEST:
        raise InputError(
            f"{len(text)} characters are more than a cell can mean",
            f"shorten it to {_LONGEST}, or close a quotation mark left open",
        )
    if identifier and (match := _FORMULA_TEXT.fullmatch(text)):
        text = match[1].strip()
    if text.startswith("'") and (text[1:2] in "=+-@\t\r" or (identifier and text[1:2].isdigit())):
        text = text[1:]
    return text


class Cells:
    """One row while it is read. `problems` collects every cell that is bad or doubtful."""

    def __init__(self, line: int, fields: Sequence[str | None], cells: Sequence[str]) -> None:
        """Clean the cells that belong to a field and hold something."""
        self.line = line
        self.problems: list[Problem] = []
        self._texts: dict[str, str] = {}
        whole = "".join(cells)
        # Most rows are plain, and a large roster has a million cells: those need no cleaning.
        self._plain = len(whole) <= _LONGEST and not _NEEDS_CLEANING.search(whole)
        for field, cell in zip(fields, cells, strict=True):
            if not cell or field is None:
                continue
            if not self._plain:
                self._keep(field, cell)
            elif text := cell.strip(" "):
                self._texts[field] = text

    def _keep(self, field: str, cell: str) -> None:
        try:
            if text := clean(cell, identifier=field in IDENTIFIERS):
                self._texts[field] = text
        except InputError as error:
            self.wrong(field, spelled(error))

    def wrong(self, field: str, message: str) -> None:
        """Remember a cell that cannot be taken."""
        self.problems.append(Problem(self.line, field, message))

    def doubt(self, field: str, message: str) -> None:
        """Remember a cell that is taken with a warning."""
        self.problems.append(Problem(self.line, field, message, doubtful=True))

    def bad(self, fields: AbstractSet[str]) -> bool:
        """Tell whether any of these cells cannot be taken."""
        return any(not each.doubtful and each.column in fields for each in self.problems)

    @property
    def sound(self) -> bool:
        """Whether the row can be taken so far."""
        return all(problem.doubtful for problem in self.problems)

    def raw(self, field: str) -> str | None:
        """Return a cell as it was written, none-words and line breaks included."""
        return self._texts.get(field)

    def word(self, field: str) -> str | None:
        """Return a cell's text as the words of `words` are compared."""
        text = self._texts.get(field)
        return text if text is None else " ".join(text.split()).casefold()

    def text(self, field: str) -> str | None:
        """Return a cell's text on one line; a none-word or a `?` is no text."""
        text = self._texts.get(field)
        if text is None:
            return None
        line = text if self._plain else " ".join(text.split())
        return None if len(line) <= _LONGEST_WORD and line.casefold() in _NOTHING else line

    def read(self, field: str, reader: Callable[[str], T]) -> T | None:
        """Read a cell with `reader`; what it refuses is remembered as a bad cell."""
        text = self.text(field)
        if text is None:
            return None
        try:
            return reader(text)
        except InputError as error:
            self.wrong(field, spelled(error))
            return None

    def read_with_doubt(
        self, field: str, reader: Callable[[str], tuple[T, str | None]]
    ) -> T | None:
        """Read a cell with a `reader` that also gives a doubt, which is remembered."""
        found = self.read(field, reader)
        if found is None:
            return None
        value, doubt = found
        if doubt:
            self.doubt(field, doubt)
        return value

    def day(self, field: str) -> date | None:
        """Read a calendar day."""
        return self.read_with_doubt(field, read_cell_day)

    def past_day(self, field: str, today: date) -> date | None:
        """Read a calendar day that has been."""
        found = self.day(field)
        if found and found > today:
            self.wrong(
                field, f"{self.text(field)!r} lies in the future: today is {today.isoformat()}; "
                "write a day that has been",
            )  # fmt: skip
            return None
        return found
