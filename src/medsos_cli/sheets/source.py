"""Where rows of cells come from: a CSV file, and what else is made of rows."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from medsos_cli.errors import Message

MOST_SEARCHED = 60
"""As many rows as a source gives for the search of its header."""


class Row(NamedTuple):
    """One row; `line` is where it starts and `end` where it ends, from 1, as an editor shows it."""

    line: int
    end: int
    cells: Sequence[str]


class Source(Protocol):
    """The rows of one sheet.

    `separator` is what stands between its cells where they are written as text.
    """

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def separator(self) -> str:
        """What stands between two cells of a text."""

    @property
    def top(self) -> Sequence[Row]:
        """The first rows, whatever they hold: the header is among them."""

    def below(self, line: int) -> Iterator[Row]:
        """Yield, once, the rows after that line; raises `InputError` where the file is broken."""

    def place(self, lines: int | str, column: str = "A") -> str:
        """Return how a row, or several, are named to a person: `roster.csv:12`, `Sheet1!B12`."""

    def where(self, lines: Sequence[int]) -> Message | str:
        """Return how rows are named beside the file's name: `line 12`, `Sheet1!A12`."""

    def remarks(self) -> Iterator[Message]:
        """Say what else there is to say of the rows, once they have been gone through."""


def ranges(lines: Sequence[int]) -> str:
    """Write line numbers as people do: `3, 7–9`."""
    parts: list[list[int]] = []
    for line in sorted(lines):
        if parts and line == parts[-1][1] + 1:
            parts[-1][1] = line
        else:
            parts.append([line, line])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in parts[:10]]
    return ", ".join(shown) + (", …" if len(parts) > 10 else "")  # noqa: PLR2004  # as many as one reads
