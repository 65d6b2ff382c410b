"""Where an answer goes and as what: stdout, or a file that appears whole."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from importlib import import_module
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TextIO

from medsos_cli.answers.answer import Answer
from medsos_cli.errors import InputError, Message, OutputError, in_english
from medsos_cli.models import Format
from medsos_cli.store.whole_files import refuse_database, write_whole, writing
from medsos_cli.words.safe import escape_data

_SUFFIXES = {".txt" if each is Format.TABLE else f".{each}": each for each in Format}

_DATA = frozenset({Format.CSV, Format.JSON})


class Destination(NamedTuple):
    """Where an answer is written and as what; `database` is a file it must not be."""

    style: Format
    output: Path | None
    database: Path


def choose_destination(wanted: Format | None, output: Path | None, database: Path) -> Destination:
    """Return where an answer goes; raises `InputError` when nothing says in which format."""
    return Destination(choose_format(wanted, output), output, database)


def choose_format(wanted: Format | None, output: Path | None) -> Format:
    """Return the format said, else the one of the file's suffix, else a table.

    Raises `InputError` where neither says one, `OutputError` for a workbook on a terminal.
    """
    if wanted is None and output is not None:
        if output.suffix.lower() not in _SUFFIXES:
            raise InputError(
                "{file} does not say which format to write",
                "end it in .csv, .json or .xlsx, or say --format",
                file=output,
            )
        return _SUFFIXES[output.suffix.lower()]
    if wanted is Format.XLSX and output is None and sys.stdout.isatty():
        raise OutputError("a workbook is not for a terminal", "say --output FILE.xlsx")
    return wanted or Format.TABLE


def write(answer: Answer, to: Destination) -> bool:
    """Write an answer, by the module `as_…` of its format; tell whether it had a row."""
    rows = _watched(answer.rows) if to.output else iter(answer.rows)
    first = [*islice(rows, 1)]
    answer = replace(answer, rows=chain(first, rows))
    writer = import_module(f"{__package__}.as_{to.style}")
    if to.style is Format.TABLE and to.output is None:  # rich looks at the terminal itself
        with on_pages():
            writer.write(answer, None)
    else:
        spoken = in_english() if to.style in _DATA else nullcontext()
        with open_output(to.output, never=to.database) as out, spoken:
            writer.write(answer, out)
    return bool(first)


def _watched(rows: Iterable[object]) -> Iterator[object]:
    from medsos_cli.answers.drawing import watched  # noqa: PLC0415  # rich, for files only

    return watched(rows, Message("writing"))


def on_pages() -> AbstractContextManager[None]:
    """Show on a terminal page by page what is written to stdout, if it is taller than that."""
    if not sys.stdout.isatty():
        return nullcontext()
    from medsos_cli.answers.paging import choose_pager, paged  # noqa: PLC0415  # terminals only

    return paged(choose_pager(os.environ))


class _OnATerminal(TextIOWrapper):
    """Data where somebody looks at it: nothing in it acts on the terminal."""

    def write(self, text: str) -> int:
        return super().write(escape_data(text))


@contextmanager
def open_output(output: Path | None, *, never: Path | None = None) -> Iterator[TextIO]:
    r"""Open stdout, or a file that appears whole and at once when all is written.

    Both are UTF-8 whatever the terminal's code page, with line ends as written; what
    would act on a terminal is data in a file or a pipe, and shown as `\u001b` on one.
    The file can be read by its owner only, for it may hold names. `never` is a
    file it must not be: the database. Raises `OutputError`; the old file then
    stays as it was.
    """
    if output is None or _is_stdout(output):
        with _open_stdout() as out:
            yield out
        return
    target = output.resolve()
    if never is not None:
        refuse_database(output, never)
    if target.is_dir():
        raise OutputError("{file} is a folder", "name a file in it", file=output)
    close = Message("close the program that has it open, or name another file")
    with writing(output, close), _replacing(target) as file:
        yield file


def _is_stdout(output: Path) -> bool:
    """Tell whether a name is of stdout, a pipe or a file that goes on: that is never replaced."""
    try:
        return os.path.samestat(output.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):  # it is not there, or stdout is none of the system's
        return False


@contextmanager
def _open_stdout() -> Iterator[TextIO]:
    kind = _OnATerminal if sys.stdout.isatty() else TextIOWrapper
    out = kind(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
    try:
        yield out
        out.flush()
    finally:
        with suppress(OSError, ValueError):
            out.detach()


@contextmanager
def _replacing(target: Path) -> Iterator[TextIO]:
    if target.exists() and not target.is_file():  # a pipe or a device is written, not replaced
        with target.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    with write_whole(target) as made, made.open("w", encoding="utf-8", newline="") as file:
        yield file
