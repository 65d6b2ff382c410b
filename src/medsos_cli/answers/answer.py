"""An answer as a value: its columns, its rows, and what is said under them.

How it is written is another matter: see `output`, and a module `as_…` for each format.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple

from medsos_cli.errors import Message, spoken
from medsos_cli.models import Finding, Format, Platform, Verdict

MARKS = {
    Verdict.FRESH: "✓",
    Verdict.STALE: "!",
    Verdict.EMPTY: "○",
    Verdict.UNCHECKED: "?",
    Verdict.GONE: "✗",
    Verdict.NONE: "–",
    Verdict.UNLISTED: "·",
}
"""What stands before a verdict's word, wherever a person reads it."""


class Type(StrEnum):
    """What the cells of a column hold, where a format can tell one from another."""

    TEXT = "text"
    NAME = "name"  # of an agency, a person: cut, those that differ still do
    IDENTIFIER = "identifier"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    VERDICT = "verdict"
    WORD = "word"  # of the contract, as a state
    HANDLE = "handle"  # or `none`
    CHANGE = "change"  # as `instagram:quiet;twitter:gone`


class Column(NamedTuple):
    """One column, described once for every format.

    `heading` is for people. In a table a column without a `share` is cut only where
    the terminal has no room at all; the others share the room that is left; those that are
    `spare` give up their places before they shrink below their `least`, the most spare first, one
    that has a `tail` loses its beginning before others shrink, one that is `whole` is never cut,
    and one that is `hidden` has no place. `name` is the column's name in data, None where only
    people want it. `path` is where JSON has it, from the outside in, where that is not just
    the name; nowhere if it is empty. `cell` takes the value out of a row; without it the row is
    a mapping that has it under `name`.
    """

    heading: Message | str = ""
    share: int = 0
    least: int = 14
    spare: int = 0
    tail: bool = False
    whole: bool = False
    name: str | None = None
    type: Type = Type.TEXT
    hidden: bool = False
    cell: Callable[[Any], Any] | None = None
    path: tuple[str, ...] | None = None

    @property
    def value(self) -> Callable[[Any], Any]:
        """What takes the column's value out of a row."""
        return self.cell or itemgetter(self.name)

    def taken_by(self, style: Format) -> bool:
        """Tell whether a format has the column."""
        if style is Format.TABLE:
            return not self.hidden
        return bool(self.json_path if style is Format.JSON else self.name)

    @property
    def json_path(self) -> tuple[str, ...]:
        """Where the column stands in a row's JSON; empty for nowhere."""
        if self.path is None:
            return (self.name,) if self.name else ()
        return self.path


def data(
    name: str | None,
    heading: Message | str,
    type: Type = Type.TEXT,  # noqa: A002  # called as the field of Column
    cell: Callable[[Any], Any] | None = None,
    path: tuple[str, ...] | None = None,
) -> Column:
    """Return a column that stands in data and not in a table."""
    return Column(heading, name=name, type=type, hidden=True, cell=cell, path=path)


def flatten(
    columns: Iterable[Column], style: Format
) -> tuple[list[Column], Callable[[Any], tuple[Any, ...]]]:
    """Return the columns that a format takes, and what makes of a row the tuple they then read.

    It is smaller than most rows, and quicker to set aside: see `sorting`.
    """
    taken = [column for column in columns if column.taken_by(style)]
    values = [column.value for column in taken]
    flat = [column._replace(cell=itemgetter(n)) for n, column in enumerate(taken)]
    return flat, lambda row: tuple([value(row) for value in values])


class Presented(NamedTuple):
    """A finding as a cell for people; `old` if it was last looked at long ago.

    `dated` says that the day of the newest post is shown beside its age.
    """

    finding: Finding
    old: bool
    dated: bool = False


class VerdictCounts(NamedTuple):
    """A line under an audit: how often each verdict stands on one platform."""

    platform: Platform
    counts: Mapping[Verdict, int]


def shown(kind: Type, cell: Any) -> Any:  # noqa: ANN401  # any value a row can hold
    """Return a cell for people: what is a word of the contract in the language in force."""
    if kind is Type.CHANGE and cell:
        from medsos_cli.answers.report_words import change_list  # noqa: PLC0415  # few lists have changes, starts stay quick
        from medsos_cli.rules.changes import read_change  # noqa: PLC0415  # few lists have changes

        return change_list(map(read_change, cell.split(";")))
    is_word = kind in {Type.WORD, Type.VERDICT} or (kind is Type.HANDLE and cell == Verdict.NONE)
    return spoken(cell) if is_word and cell else cell


ROWS = object()
"""In `Answer.document`: here stand the rows."""


@dataclass(frozen=True)
class Answer:
    """What a command answers: every format writes the same values.

    The rows are read once. `stands` tells of a row whether it still counts; else it
    is struck through for people. `under` is what is said to people under the table; an
    empty text is a blank line. `document` is what JSON has around the rows, which
    stand in it as `ROWS`; without it they are the document. `sheet` is what a workbook's sheet
    of the rows is called, where it is said.
    """

    columns: Sequence[Column]
    rows: Iterable[Any]
    under: Sequence[Message | VerdictCounts | str] = ()
    stands: Callable[[Any], bool] | None = None
    document: Mapping[str, Any] | None = None
    sheet: str | None = None
