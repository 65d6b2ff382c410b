"""A file's bytes as lines of text, whatever program saved them."""

import codecs
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from medsos_cli.errors import InputError, Message

_CHUNK = 1 << 16
_SAVE_AS_CSV = Message("open it in the spreadsheet and save it as CSV UTF-8")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = {
    b"PK\x03\x04": Message("an Excel or zip file"),
    b"\xd0\xcf\x11\xe0": Message("an old Excel file"),
    b"%PDF": Message("a PDF"),
}


@dataclass(frozen=True)
class Text:
    """The lines of one file, and what had to be assumed to read them."""

    name: str
    lines: Iterator[str]
    assumed: Message | None = None


def name_of(path: Path) -> str:
    """Return what a file is called in messages; `-` is stdin."""
    return "stdin" if str(path) == "-" else path.name


@contextmanager
def open_text(path: Path) -> Iterator[Text]:
    """Open a text file as it is now: UTF-8, UTF-16 with its mark, else Windows-1252.

    The file is copied first, so one that is saved or taken away meanwhile is
    still read whole. Raises `InputError` when it cannot be read, is empty or is
    no text.
    """
    with copied(path) as copy, read_text(copy, name_of(path)) as text:
        yield text


@contextmanager
def read_text(copy: IO[bytes], name: str) -> Iterator[Text]:
    """Read the copy of a file of that name as text, as `open_text` does."""
    encoding, assumed = _encoding(copy, name)
    copy.seek(0)
    with TextIOWrapper(copy, encoding=encoding, newline="") as lines:
        yield Text(name, _decoded(lines, name), assumed)


def copied(path: Path) -> IO[bytes]:
    """Return a copy of a file, of stdin for `-`; raises `InputError` when it cannot be made.

    The copy has no name, so nothing of it is left when the program ends, however it does.
    """
    try:
        source = _stdin() if str(path) == "-" else path.open("rb")
    except IsADirectoryError:
        raise InputError(
            "{path} is a folder, not a file", "name the file in it", path=path
        ) from None
    except FileNotFoundError:
        raise InputError(
            "there is no file {path}", "check the name and the folder", path=path
        ) from None
    except OSError as error:
        raise InputError("{path} cannot be read: {why}", path=path, why=error) from None
    with source, ExitStack() as undo:
        try:
            copy = undo.enter_context(TemporaryFile())
            shutil.copyfileobj(source, copy)
        except OSError as error:
            raise InputError(
                "{path} cannot be copied to be read: {why}",
                "make room on the disk, or set TMPDIR to a folder with room",
                path=path,
                why=error,
            ) from None
        undo.pop_all()
        return copy


def _stdin() -> IO[bytes]:
    if sys.stdin is None:
        raise InputError("stdin is closed", "pipe the rows in, or name their file")
    return sys.stdin.buffer


def _decoded(lines: TextIOWrapper, name: str) -> Iterator[str]:
    try:
        yield from lines
    except UnicodeDecodeError as error:
        raise InputError(
            "{name} is damaged: {why}", _SAVE_AS_CSV, name=name, why=error.reason
        ) from None


def _encoding(copy: IO[bytes], name: str) -> tuple[str, Message | None]:
    copy.seek(0)
    start = copy.read(4)
    if not start:
        raise InputError("{name} is empty", "save the roster again as CSV", name=name)
    for magic, what in _OTHER_FILES.items():
        if start.startswith(magic):
            raise InputError("{name} is {what}, not a CSV file", _SAVE_AS_CSV, name=name, what=what)
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding, None
    return _encoding_without_mark(copy, name)


def _encoding_without_mark(copy: IO[bytes], name: str) -> tuple[str, Message | None]:
    line = _first_misfit(copy, "utf-8")
    if line is None:
        return "utf-8", None
    if line == 0 or _first_misfit(copy, "cp1252") is not None:
        raise InputError("{name} is not a text file", _SAVE_AS_CSV, name=name)
    return "cp1252", Message(
        "line {line} is not UTF-8, so the file is read as Windows-1252", line=line
    )


def _first_misfit(copy: IO[bytes], encoding: str) -> int | None:
    """Return the line that is not of this encoding, None without one, 0 for a NUL byte."""
    copy.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line, chunk, misfit = 1, b"begin", None
    while chunk:
        chunk = copy.read(_CHUNK)
        if b"\0" in chunk:
            return 0
        try:
            if misfit is None:
                decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            misfit = line + _line_ends(chunk[: error.start])
        line += _line_ends(chunk)
    return misfit


def _line_ends(chunk: bytes) -> int:
    return chunk.count(b"\n") or chunk.count(b"\r")
