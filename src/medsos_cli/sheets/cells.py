"""The cells of one row: cleaned, read one by one, every bad one remembered."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import ClassVar, NamedTuple, Protocol, TypeVar

from medsos_cli.errors import InputError, MedsosError, Message
from medsos_cli.sheets.columns import ACCOUNT_FIELDS, IDENTIFIERS, LINK_FIELDS
from medsos_cli.words.days import read_cell_day
from medsos_cli.words.meanings import (
    DITTO_MARKS,
    NONE_WORDS,
    UNKNOWN_WORDS,
    is_error_value,
    refuse_ditto,
    spreadsheet_error,
)
from medsos_cli.words.people import NIK_DIGITS, refuse_people
from medsos_cli.words.safe import drop_unseen, find_control, quoted, unguarded

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# What every reader of a text keeps to: the value, beside it a doubt where it has any, or an
# `InputError` for what cannot be taken.
Doubted = tuple[T_co, Message | None]


class Reader(Protocol[T_co]):
    """Reads a text as a value; raises `InputError` for what cannot be taken."""

    def __call__(self, text: str, /) -> T_co:
        """Return the value."""


class DoubtingReader(Protocol[T_co]):
    """Reads a text as a value and what is doubtful about it; raises `InputError` likewise."""

    def __call__(self, text: str, /) -> Doubted[T_co]:
        """Return the value, and the doubt or None."""


# One of these stands, whatever the case, in each cell that `clean` changes or `_keep` refuses;
# each cell has a `|` before it.
_NEED_CLEANING = ("'", '"', "#", "  ", ",,", "err:", "|=", "| =", *DITTO_MARKS)
_FORMULA = re.compile(r"=\s*[A-Z][A-Z\d.]*\(", re.IGNORECASE)
_FORMULA_TEXT = re.compile(r"'?=\"([^\"]*)\"")
_LONGEST = 1000
_ROW = Message("row")
_ACCOUNTS = frozenset({*ACCOUNT_FIELDS, *LINK_FIELDS, "account", "account_link"})
# Where a reader of its own looks for a person's number, or takes no number so long.
MOST_TOLD = 1000
"""So many bad cells of a file are told, and as many doubtful ones; the rest is counted."""
_WITH_READER = frozenset({
    *_ACCOUNTS, "holder", "nip", "from_holder", "from_nip", "imei", "imei2", "phone_number",
})  # fmt: skip
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
        text = drop_unseen(text).strip()
        if control := find_control(text):
            number = f"{ord(control):04X}"
            raise InputError("a control character (U+{number}); type the cell again", number=number)
    if identifier and (match := _FORMULA_TEXT.fullmatch(text)):
        text = match[1].strip()
    _refuse_no_value(text)
    if identifier and text[:1] == "'" and text[1:2].isdigit():
        return text[1:]
    return unguarded(text)


def _refuse_no_value(text: str) -> None:
    """Raise `InputError` for what is longer than any cell, and for a formula."""
    if len(text) > _LONGEST:
        raise InputError(
            "{count} characters are more than a cell can mean",
            "shorten it to {most}, or close a quotation mark left open",
            count=len(text),
            most=_LONGEST,
        )
    if _FORMULA.match(text):
        raise InputError(
            "{text} is a formula, not what it shows",
            "save the sheet again with the values alone",
            text=quoted(text),
        )


class Problem(NamedTuple):
    """One cell that cannot be taken, or (`doubtful`) is taken with a warning."""

    line: int
    column: str
    error: MedsosError
    doubtful: bool = False

    @property
    def message(self) -> Message:
        """What is wrong and what to do, as one line."""
        return spelled(self.error)

    def at(self, name: str) -> Message:
        """Return the one line that is shown: where in the file of that name, and what."""
        fields = {"name": name, "message": self.message, **self._asdict()}
        if self.column == _ROW.template:
            fields["column"] = _ROW
        if self.doubtful:
            return Message("warning: {name}:{line}: {column}: {message}", **fields)
        return Message("{name}:{line}: {column}: {message}", **fields)


def spelled(error: MedsosError) -> Message:
    """Return an error's message and hint as the one line of a problem."""
    return Message("{error}; {hint}" if error.hint else "{error}", error=error, hint=error.hint)


def _are_plain(cells: Sequence[str]) -> bool:
    """Tell quickly that no cell needs cleaning, as in most rows of the thousands of a roster."""
    whole = f"|{'|'.join(cells)}"
    if len(whole) > _LONGEST or not (whole.isascii() and whole.isprintable()):
        return False
    return not any(map(whole.casefold().__contains__, _NEED_CLEANING))


class Cells:
    """One row while it is read. `problems` collects every cell that is bad or doubtful."""

    identifiers: ClassVar[AbstractSet[str]] = IDENTIFIERS

    def __init__(
        self,
        line: int,
        fields: Sequence[str | None],
        cells: Sequence[str],
        name_of: Callable[[str], str] = str,
    ) -> None:
        """Clean the cells that belong to a field and hold something.

        `name_of` gives what a field is called where it stands.
        """
        self.line = line
        self.name_of = name_of
        self.problems: list[Problem] = []
        self._texts: dict[str, str] = {}
        self._plain = _are_plain(cells)
        for field, cell in zip(fields, cells, strict=True):
            if not cell or field is None:
                continue
            if not self._plain:
                self._keep(field, cell)
            elif text := cell.strip(" "):
                self._texts[field] = text
        self._refuse_people()

    def _refuse_people(self) -> None:
        """Refuse a NIK or a NIP in a cell that nobody looks for one in."""
        long = [item for item in self._texts.items() if len(item[1]) >= NIK_DIGITS]
        for field, text in long:
            if field in _WITH_READER:
                continue
            try:
                refuse_people(text, as_born=field in self.identifiers - {"device"})
            except InputError as error:
                self.wrong(field, error)
                del self._texts[field]

    def _keep(self, field: str, cell: str) -> None:
        try:
            if text := clean(cell, identifier=field in self.identifiers):
                self._texts[field] = text
            if is_error_value(text):
                raise spreadsheet_error(text)
            if field not in _ACCOUNTS:
                refuse_ditto(text)
        except InputError as error:
            self.wrong(field, error)

    def wrong(
        self,
        field: str,
        said: str | MedsosError,
        hint: str | Message | None = None,
        /,
        **fields: object,
    ) -> None:
        """Remember a cell that cannot be taken: an error, or the templates of one."""
        error = InputError(said, hint, **fields) if isinstance(said, str) else said
        # A file can hold many bad cells, and where each was raised holds its row in memory.
        error.__context__ = None
        self.problems.append(Problem(self.line, field, error.with_traceback(None)))

    def doubt(
        self, field: str, said: str | Message, hint: str | None = None, /, **fields: object
    ) -> None:
        """Remember a cell that is taken with a warning."""
        self.problems.append(
            Problem(self.line, field, InputError(said, hint, **fields), doubtful=True)
        )

    def name(self, field: str) -> str:
        """Return what the field is called where it stands."""
        return self.name_of(field)

    def bad(self, fields: AbstractSet[str]) -> bool:
        """Tell whether any of these cells cannot be taken."""
        return any(not each.doubtful and each.column in fields for each in self.problems)

    @property
    def filled(self) -> AbstractSet[str]:
        """The fields whose cells hold something."""
        return self._texts.keys()

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

    def read(self, field: str, reader: Reader[T]) -> T | None:
        """Read a cell with `reader`; what it refuses is remembered as a bad cell.

        One that is bad already is not read: it is told once.
        """
        text = self.text(field)
        if text is None or (self.problems and self.bad({field})):
            return None
        try:
            return reader(text)
        except InputError as error:
            self.wrong(field, error)
            return None

    def read_with_doubt(self, field: str, reader: DoubtingReader[T]) -> T | None:
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
                field,
                "{text!r} lies in the future: today is {today}",
                "write a day that has been",
                text=self.text(field),
                today=today,
            )
            return None
        return found
