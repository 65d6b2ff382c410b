"""A roster's bytes as lines of text, whatever program saved them."""

import codecs
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from medsos_cli.errors import InputError

_CHUNK = 1 << 16
_SAVE_AS_CSV = "open it in the spreadsheet and save it as CSV UTF-8"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = {
    b"PK\x03\x04": "an Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"%PDF": "a PDF",
}


@dataclass(frozen=True)
class Text:
    """The lines of one file, and what had to be assumed to read them."""

    name: str
    lines: Iterator[str]
    assumed: str | None = None


@contextmanager
def open_text(path: Path) -> Iterator[Text]:
    """Open a text file as it is now: UTF-8, UTF-16 with its mark, else Windows-1252.

    The file is copied first, so one that is saved or taken away meanwhile is
    still read whole. Raises `InputError` when it cannot be read, is empty or is
    no text.
    """
    with _copied(path) as copy:
        encoding, assumed = _encoding(copy, path.name)
        copy.seek(0)
        with TextIOWrapper(copy, encoding=encoding, newline="") as lines:
            yield Text(path.name, _decoded(lines, path.name), assumed)


def _copied(path: Path) -> IO[bytes]:
    try:
        source = path.open("rb")
    except IsADirectoryError:
        raise InputError(f"{path} is a folder, not a file", "name the CSV file in it") from None
    except FileNotFoundError:
        raise InputError(f"there is no file {path}", "check the name and the folder") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    with source, ExitStack() as undo:
        try:
            copy = undo.enter_context(TemporaryFile())
            shutil.copyfileobj(source, copy)
        except OSError as error:
            raise InputError(
                f"{path} cannot be copied to be read: {error.strerror or error}",
                "make room on the disk, or set TMPDIR to a folder with room",
            ) from None
        undo.pop_all()
        return copy


def _decoded(lines: TextIOWrapper, name: str) -> Iterator[str]:
    try:
        yield from lines
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is damaged: {error.reason}", _SAVE_AS_CSV) from None


def _encoding(copy: IO[bytes], name: str) -> tuple[str, str | None]:
    copy.seek(0)
    start = copy.read(4)
    if not start:
        raise InputError(f"{name} is empty", "save the roster again as CSV")
    for magic, what in _OTHER_FILES.items():
        if start.startswith(magic):
            raise InputError(f"{name} is {what}, not a CSV file", _SAVE_AS_CSV)
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding, None
    return _encoding_without_mark(copy, name)


def _encoding_without_mark(copy: IO[bytes], name: str) -> tuple[str, str | None]:
    line = _first_misfit(copy, "utf-8")
    if line is None:
        return "utf-8", None
    if line == 0 or _first_misfit(copy, "cp1252") is not None:
        raise InputError(f"{name} is not a text file", _SAVE_AS_CSV)
    return "cp1252", f"line {line} is not UTF-8, so the file is read as Windows-1252"


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
