"""Where an answer goes and as what: CSV and JSON whole and plain, to stdout or a file."""

import csv
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from medsos_cli.errors import NO_ROOM, InputError, OutputError
from medsos_cli.models import Format

_RUNS_IN_A_SPREADSHEET = frozenset("=+-@\t\r")

# As in a table (`drawing`), but for the ends of lines and the tabs of the data itself.
_ACTS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
_SUFFIXES = {".csv": Format.CSV, ".json": Format.JSON, ".txt": Format.TABLE}


def choose_format(wanted: Format | None, output: Path | None) -> Format:
    """Return the format said, else the one of the file's suffix, else a table."""
    if wanted is None and output is not None:
        if output.suffix.lower() not in _SUFFIXES:
            raise InputError(
                f"{output} does not say which format to write", "end it in .csv or .json, "
                "or say --format"
            )  # fmt: skip
        return _SUFFIXES[output.suffix.lower()]
    return wanted or Format.TABLE


class _OnATerminal(TextIOWrapper):
    """Data where somebody looks at it: nothing in it acts on the terminal."""

    def write(self, text: str) -> int:
        return super().write(_ACTS.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


@contextmanager
def open_output(output: Path | None, *, never: Path | None = None) -> Iterator[TextIO]:
    r"""Open stdout, or a file that appears whole and at once when all is written.

    Both are UTF-8 whatever the terminal's code page, with line ends as written; what
    would act on a terminal is data in a file or a pipe, and shown as `\u001b` on one.
    The file can be read by its owner only, for it may hold names. `never` is a
    file it must not be: the database. Raises `OutputError`; the old file then
    stays as it was.
    """
    if output is None:
        kind = _OnATerminal if sys.stdout.isatty() else TextIOWrapper
        out = kind(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
        try:
            yield out
            out.flush()
        finally:
            with suppress(OSError, ValueError):
                out.detach()
        return
    target = output.resolve()
    if never is not None:
        for end in ("", "-wal", "-shm", "-journal"):
            refuse_same(output, never.with_name(never.name + end), "the database itself")
    if target.is_dir():
        raise OutputError(f"{output} is a folder", "name a file in it")
    try:
        with _replacing(target) as file:
            yield file
    except OSError as error:
        hint = "close the program that has it open, or name another file"
        if error.errno in NO_ROOM:
            hint = "make room on the disk, or name a file on another"
        elif isinstance(error, FileNotFoundError):
            hint = f"make the folder {target.parent} first"
        told = f"{output} cannot be written: {error.strerror or error}"
        raise OutputError(told, hint) from error


def refuse_same(output: Path, other: Path, what: str) -> None:
    """Raise `OutputError` when a file to write is one that must stay, by whatever name."""
    same = output.resolve() == other.resolve()
    if same or (output.exists() and other.exists() and output.samefile(other)):
        raise OutputError(f"{output} is {what}", "name another file")


@contextmanager
def _replacing(target: Path) -> Iterator[TextIO]:
    if target.exists() and not target.is_file():  # a pipe or a device is written, not replaced
        with target.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    from tempfile import NamedTemporaryFile  # noqa: PLC0415  # slow to import, and few need it

    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=target.parent, prefix=f".{target.name}.",
        delete=False,
    ) as file:  # fmt: skip
        made = Path(file.name)
        try:
            yield file  # type: ignore[misc]  # the wrapper is a TextIO in all but name
            file.flush()
            os.fsync(file.fileno())
            file.close()
            made.replace(target)
        except BaseException:
            with suppress(OSError):  # it writes what is left, which a full disk refuses again
                file.close()
            made.unlink(missing_ok=True)
            raise


def guard(cell: Any) -> Any:  # noqa: ANN401  # any value a row can hold
    """Keep a spreadsheet from running a cell as a formula; `import` takes the mark off again."""
    if isinstance(cell, list):
        cell = "; ".join(cell)
    if isinstance(cell, str) and cell[:1] in _RUNS_IN_A_SPREADSHEET:
        return f"'{cell}"
    return cell


def write_csv(
    out: TextIO, columns: Sequence[str], rows: Iterable[Iterable[Any]], delimiter: str = ","
) -> None:
    """Write rows as CSV under a header; None is an empty cell, days are ISO."""
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows(map(guard, row) for row in rows)


def write_json(out: TextIO, document: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write one JSON document; days are ISO strings."""
    json.dump(document, out, ensure_ascii=False, indent=2, default=str)
    out.write("\n")
