"""Tables for people: drawn with rich, harmless whatever the database holds."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, islice
from shutil import get_terminal_size
from time import monotonic
from typing import Any, NamedTuple, TextIO, TypeVar

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from medsos_cli.answers.answer import Column, Type
from medsos_cli.answers.cutting import Cut
from medsos_cli.errors import Message
from medsos_cli.words.safe import escape

T = TypeVar("T")

_WIDTH_IN_A_PIPE = 100
_WIDTH_IN_A_FILE = 10_000  # nothing is cut there
_NARROWEST, _TAIL = 6, 8
_MEASURED = 1000


def escaped(value: Any) -> str:  # noqa: ANN401  # any value a row can hold
    """Return a value as text that cannot act on a terminal."""
    return "" if value is None else escape(value)


def width(out: TextIO | None = None) -> int:
    """Return the columns there are: of `COLUMNS`, the terminal, in a pipe, or in a file.

    Of a pipe that begins at a terminal, as into a pager, they are the terminal's.
    """
    return _WIDTH_IN_A_FILE if out else get_terminal_size((_of_the_terminal(), 25)).columns


def at_a_terminal() -> bool:
    """Tell whether somebody looks on, if only at what comes out of a pipe."""
    return any(stream is not None and stream.isatty() for stream in (sys.stdout, sys.stderr))


def _of_the_terminal() -> int:
    for stream in (sys.__stderr__, sys.__stdin__):
        with suppress(AttributeError, ValueError, OSError):
            return os.get_terminal_size(stream.fileno()).columns  # type: ignore[union-attr]  # or None
    return _WIDTH_IN_A_PIPE


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


def draw_table(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], out: TextIO | None = None
) -> list[Column]:
    """Draw rows under headings. A cell is a value, or a rich `Text` of our own making.

    The first thousand rows decide the widths, so that a long list begins at once. Returns the
    columns that say something, and had no room.
    """
    to = console(out)
    cells = ([_text(cell) for cell in row] for row in rows)
    first = [*islice(cells, _MEASURED)]
    kept = _choose(columns, first, to.width)
    roomless = [
        column for n, column in enumerate(columns) if n not in kept and any(row[n] for row in first)
    ]
    columns = [columns[n] for n in kept]
    widths = _widths(columns, [[row[n] for n in kept] for row in first], to.width)
    for line in _head(columns, widths):
        drawn = _join(line, widths, [_cut(each.size) for each in widths])
        drawn.truncate(to.width)  # under what is whole it ends where the terminal does
        to.print(drawn, soft_wrap=True)
    cuts = [
        _cut(each.size, _told_apart(column, n, first), tail=column.tail)
        for n, column, each in zip(kept, columns, widths, strict=True)
    ]
    for row in chain(first, cells):
        to.print(_join([row[n] for n in kept], widths, cuts), soft_wrap=True)
    return roomless


def _head(columns: Sequence[Column], widths: Sequence["_Width"]) -> tuple[list[Text], list[Text]]:
    rule = "─" if can_draw("─") else "-"
    headings = [Text(str(each.heading), "bold") for each in columns]
    return headings, [Text(rule * each.size) for each in widths]


def _join(line: Sequence[Text], widths: Sequence["_Width"], cuts: Sequence[Cut]) -> Text:
    """Put a line's cells together, each as wide as its column."""
    for cell, (size, cut), cut_to in zip(line, widths, cuts, strict=True):
        if cut and cell.cell_len > size:
            cell.plain = cut_to(cell.plain)
        cell.truncate(max(size, cell.cell_len), pad=True)
    drawn = Text("  ").join(line)
    drawn.rstrip()
    return drawn


def _told_apart(column: Column, place: int, rows: Iterable[Sequence[Text]]) -> set[str]:
    """Return the cells that must not look alike: names and numbers, not what is said of them."""
    return set() if column.type in {Type.TEXT, Type.WORD} else {row[place].plain for row in rows}


def _cut(size: int, cells: Iterable[str] = (), *, tail: bool = False) -> Cut:
    """Return what cuts the cells of a column: the end goes, or the beginning before a tail."""
    mark = "…" if can_draw("…") else ""

    def short(cell: str) -> str:
        if tail:
            return mark + cell[len(cell) - size + len(mark) :]
        text = Text(cell)
        text.truncate(size, overflow="ellipsis" if mark else "crop")
        return text.plain

    return Cut(size, mark, short, [cell for cell in cells if cell_len(cell) > size])


def _choose(columns: Sequence[Column], rows: list[list[Text]], space: int) -> list[int]:
    """Return the places of the columns to draw.

    Left out are those in which nothing stands, so that the others have more room, and
    the spare ones, the most spare first, where the others would be cut too far.
    """
    anyway = not rows or len(rows) == _MEASURED  # what comes may have something
    kept = [n for n in range(len(columns)) if anyway or any(row[n] for row in rows)]
    needs = _needs(columns, rows)
    for rank in sorted({columns[n].spare for n in kept} - {0}, reverse=True):
        if sum(_least(columns[n], needs[n]) for n in kept) + 2 * (len(kept) - 1) <= space:
            break
        kept = [n for n in kept if columns[n].spare != rank]
    return kept


def _needs(columns: Sequence[Column], rows: Sequence[Sequence[Text]]) -> list[int]:
    needs = [cell_len(str(column.heading)) for column in columns]
    for row in rows:
        needs = [max(need, cell.cell_len) for need, cell in zip(needs, row, strict=True)]
    return needs


def _text(cell: Any) -> Text:  # noqa: ANN401  # any value a row can hold
    return cell if isinstance(cell, Text) else Text(escaped(cell))


def struck(cell: Any) -> Text:  # noqa: ANN401  # any value a row can hold
    """Return a cell struck through, for what no longer stands."""
    return Text(escaped(cell), style="strike dim")


class _Width(NamedTuple):
    """How wide a column is, and whether its cells are cut to it."""

    size: int
    cut: bool


def _least(column: Column, need: int) -> int:
    """Return what a column must have, so that what stands in it can still be read."""
    most = _TAIL if column.tail else column.least if column.share else need
    return min(need, most)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Text]], space: int) -> list[_Width]:
    """Give every column without a share what it needs, and share out the rest.

    Where that is too much, those with a tail lose their beginnings, and then the widest shrink.
    """
    whole = _needs(columns, rows)
    room = space - 2 * (len(columns) - 1)
    narrowest = min(_NARROWEST, max(1, room // len(columns)))
    spare = max(0, room - sum(map(_least, columns, whole)))
    needs, least = [*whole], [*whole]
    for n, column in enumerate(columns):
        if column.share:
            tail = _TAIL if column.tail and narrowest == _NARROWEST else narrowest
            least[n] = min(whole[n], tail)
        elif column.whole:
            least[n] = 0  # it goes over the edge, rather than that others shrink
        elif column.tail:
            needs[n] = least[n] = min(whole[n], _TAIL + spare)
    fixed = [n for n, column in enumerate(columns) if not (column.share or column.whole)]
    for _ in range(sum(least) - room if fixed else 0):
        widest = max(fixed, key=needs.__getitem__)
        needs[widest] = max(1, needs[widest] - 1)
    given = sum(need for need, column in zip(needs, columns, strict=True) if not column.share)
    _share_out(columns, needs, least, room - given)
    return [
        _Width(size, bool(column.share) or size < need)
        for column, size, need in zip(columns, needs, whole, strict=True)
    ]


def _share_out(
    columns: Sequence[Column], needs: list[int], least: Sequence[int], left: int
) -> None:
    """Who needs less than its share leaves the rest to those after it, who keep their least."""
    shared = [n for n, column in enumerate(columns) if column.share]
    shares, kept = (sum(each[n] for n in shared) for each in ([c.share for c in columns], least))
    for n in sorted(shared, key=lambda n: needs[n] / columns[n].share):
        kept -= least[n]
        share = min(left * columns[n].share // shares, left - kept)
        needs[n] = min(needs[n], max(share, least[n]))
        left, shares = left - needs[n], shares - columns[n].share


_PATIENCE = 1.0  # seconds; what is done by then needs no bar
_A_BEAT = 0.1


@contextmanager
def progress_bar(what: Message, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Give a function that takes how many more are done, and shows a bar once it takes long.

    The bar is on stderr; where that is no terminal, nothing is shown.
    """
    console = Console(stderr=True)
    if not (sys.stderr.isatty() and console.is_terminal) or console.is_dumb_terminal:
        yield lambda _: None
        return
    with ExitStack() as shown:
        yield _Bar(console, str(what), total, shown).advance


def watched(rows: Iterable[T], what: Message) -> Iterator[T]:
    """Yield what is worked on, with a bar where it takes long."""
    with progress_bar(what) as advance:
        for row in rows:
            yield row
            advance(1)


class _Bar:
    """How much is done, said now and then; drawn from the second on at which it takes long."""

    def __init__(self, console: Console, what: str, total: int | None, shown: ExitStack) -> None:
        self._console, self._what, self._total, self._shown = console, what, total, shown
        self._next = monotonic() + _PATIENCE
        self._done = 0
        # Who knows how much there is to do waits for others, and may wait long for the first.
        self._show = self._begin() if total else None

    def advance(self, more: int) -> None:
        self._done += more
        if monotonic() < self._next:
            return
        self._next = monotonic() + _A_BEAT
        if self._show is None:
            self._show = self._begin()
        self._show(self._done)

    def _begin(self) -> Callable[[int], None]:
        from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415  # slow

        count = "{task.completed:,}" + (f"/{self._total:,}" if self._total else "")
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn(count))
        bar = self._shown.enter_context(Progress(*columns, console=self._console, transient=True))
        task = bar.add_task(self._what, total=self._total)
        return lambda done: bar.update(task, completed=done)
