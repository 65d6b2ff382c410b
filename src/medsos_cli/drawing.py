"""Tables for people: drawn with rich, harmless whatever the database holds."""

import re
import sys
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from shutil import get_terminal_size
from typing import Any, NamedTuple, TextIO

from rich.cells import cell_len
from rich.console import Console, OverflowMethod
from rich.text import Text

# Control characters move the cursor; direction marks make text read as another.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_WIDTH_IN_A_PIPE = 100
_WIDTH_IN_A_FILE = 10_000  # nothing is cut there
_NARROWEST, _READABLE = 6, 14
_MEASURED = 1000


def shown(value: Any) -> str:  # noqa: ANN401  # any value a row can hold
    """Return a value as text that cannot act on a terminal."""
    if value is None:
        return ""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", str(value))


def width(out: TextIO | None = None) -> int:
    """Return the columns there are: of the terminal, of `COLUMNS`, in a pipe, or in a file."""
    return _WIDTH_IN_A_FILE if out else get_terminal_size((_WIDTH_IN_A_PIPE, 25)).columns


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the boundary: rich would exit with 1, which means something else here."""
        raise BrokenPipeError


def console(out: TextIO | None = None) -> Console:
    """Return a console on stdout or a file, where nothing in a text acts as markup."""
    return _Console(file=out, width=width(out), highlight=False, markup=False, emoji=False)


def can_draw(text: str) -> bool:
    """Tell whether stdout's code page has these characters."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class Column(NamedTuple):
    """One column of a table: its heading, and its share of the space that is left.

    A column without a share is never cut; the others end in `…` where their share
    is too little. One that is `spare` gives up its place before they shrink too far.
    """

    heading: str
    share: int = 0
    spare: bool = False


def draw_table(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], out: TextIO | None = None
) -> None:
    """Draw rows under headings. A cell is a value, or a rich `Text` of our own making.

    The first thousand rows decide the widths, so that a long list begins at once.
    """
    left = ([_text(cell) for cell in row] for row in rows)
    cells = list(islice(left, _MEASURED))
    if len(cells) < _MEASURED:
        columns, cells = _without_blank_columns(columns, cells)
    to = console(out)
    kept = _with_room(columns, cells, to.width)
    columns = [columns[n] for n in kept]
    cells, left = (
        [[row[n] for n in kept] for row in cells],
        ([row[n] for n in kept] for row in left),
    )
    widths = _widths(columns, cells, to.width)
    headings = [Text(column.heading, "bold") for column in columns]
    rules = [Text("-" * size if not can_draw("─") else "─" * size) for size in widths]
    overflow: OverflowMethod = "ellipsis" if can_draw("…") else "crop"
    for line in chain((headings, rules), cells, left):
        for column, cell, size in zip(columns, line, widths, strict=True):
            fits = column.share or cell.cell_len <= size
            cell.truncate(size if fits else cell.cell_len, overflow=overflow, pad=True)
        drawn = Text("  ").join(line)
        drawn.rstrip()
        to.print(drawn, soft_wrap=True)


def _without_blank_columns(
    columns: Sequence[Column], rows: list[list[Text]]
) -> tuple[Sequence[Column], list[list[Text]]]:
    """Leave out the columns in which nothing stands, so the others have more room."""
    kept = [n for n in range(len(columns)) if not rows or any(row[n] for row in rows)]
    return [columns[n] for n in kept], [[row[n] for n in kept] for row in rows]


def _with_room(
    columns: Sequence[Column], rows: Sequence[Sequence[Text]], space: int
) -> Sequence[int]:
    """Return the places of the columns to draw: the spare ones only if the others stay readable."""
    needs = _needs(columns, rows)
    least = [
        min(need, _READABLE) if column.share else need
        for need, column in zip(needs, columns, strict=True)
    ]
    if sum(least) + 2 * (len(columns) - 1) <= space:
        return range(len(columns))
    return [n for n, column in enumerate(columns) if not column.spare]


def _needs(columns: Sequence[Column], rows: Sequence[Sequence[Text]]) -> list[int]:
    needs = [cell_len(column.heading) for column in columns]
    for row in rows:
        needs = [max(need, cell.cell_len) for need, cell in zip(needs, row, strict=True)]
    return needs


def _text(cell: Any) -> Text:  # noqa: ANN401  # any value a row can hold
    return cell if isinstance(cell, Text) else Text(shown(cell))


def struck(cell: Any) -> Text:  # noqa: ANN401  # any value a row can hold
    """Return a cell struck through, for what no longer stands."""
    return Text(shown(cell), style="strike dim")


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Text]], space: int) -> list[int]:
    """Give every column without a share what it needs, and share out the rest."""
    needs = _needs(columns, rows)
    left = space - 2 * (len(columns) - 1)
    left -= sum(need for need, column in zip(needs, columns, strict=True) if not column.share)
    shares = sum(column.share for column in columns)
    cut = [n for n, column in enumerate(columns) if column.share]
    least = sum(min(needs[n], _NARROWEST) for n in cut)
    # Who needs less than its share leaves the rest to those after it, who keep their least.
    for n in sorted(cut, key=lambda n: needs[n] / columns[n].share):
        least -= min(needs[n], _NARROWEST)
        share = min(left * columns[n].share // shares, left - least)
        needs[n] = min(needs[n], max(share, _NARROWEST))
        left, shares = left - needs[n], shares - columns[n].share
    return needs
