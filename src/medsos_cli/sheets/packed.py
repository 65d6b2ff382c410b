"""A packed file of XML parts, as .xlsx and .ods are: opened with care, read element by element."""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from medsos_cli.errors import InputError
from medsos_cli.sheets.book import damaged, protected

_CHUNK = 1 << 16
_MOST_UNPACKED = 1 << 29
_PLAIN_UNPACKED, _TIGHTEST = 1 << 24, 100  # rows of a sheet come to a tenth, alike ones to a 40th
_ENCRYPTED = 1
_DAMAGE = (BadZipFile, ExpatError, zlib.error, EOFError, LookupError, NotImplementedError,
           RuntimeError, ValueError)  # fmt: skip

Element = tuple[str, dict[str, str], str]
"""An element that has ended: its name without prefix, its attributes, and its own text."""


class Packed:
    """A packed file of that name; raises `InputError` for one that is damaged or a bomb."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        """Look at the list of parts; nothing is unpacked yet."""
        self.name = name
        with self.telling_damage():
            self._zip = ZipFile(file)
        parts = [each for each in self._zip.infolist() if each.filename.endswith((".xml", ".rels"))]
        if any(each.flag_bits & _ENCRYPTED for each in parts):
            raise protected(name)
        size = sum(each.file_size for each in parts)
        tight = size > _PLAIN_UNPACKED and any(
            each.file_size > _TIGHTEST * each.compress_size for each in parts
        )
        if size > _MOST_UNPACKED or tight:
            raise InputError(
                "{name} would be {size} MB unpacked, more than a sheet of an office",
                "copy the rows alone into a new workbook",
                name=name,
                size=size >> 20,
            )
        self.parts = frozenset(self._zip.namelist())

    def start(self, part: str) -> bytes:
        """Return the first bytes of a part."""
        with self.telling_damage(), self._zip.open(part) as file:
            return file.read(_CHUNK)

    def elements(self, part: str, inline: Mapping[str, str] | None = None) -> Iterator[Element]:
        """Yield the elements of a part as they end, each with its own text.

        Those that are `inline` are part of the text around them, and begin with what is
        given there. No more is unpacked than the list of parts says. Raises `InputError`
        where the part is damaged.
        """
        reader = _Reader(inline or {})
        with self.telling_damage(), self._zip.open(part) as file:
            for chunk in iter(partial(file.read, _CHUNK), b""):
                yield from reader.read(chunk)
            yield from reader.read(b"", last=True)

    def holds(self, part: str, word: bytes) -> bool:
        """Tell whether a word stands anywhere in a part."""
        end = b""
        with self.telling_damage(), self._zip.open(part) as file:
            for chunk in iter(partial(file.read, _CHUNK), b""):
                if word in end + chunk:
                    return True
                end = chunk[-len(word) :]
        return False

    @contextmanager
    def telling_damage(self) -> Iterator[None]:
        """Raise `InputError` for whatever a damaged file leads to while it is read."""
        try:
            yield
        except _DAMAGE as error:
            raise damaged(self.name) from error


def unprefixed(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return attributes by their names without prefix."""
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}


class _Tags(dict[str, str]):
    """Names without their prefixes, each looked up once."""

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, name.rpartition(":")[2])


class _Reader:
    """Reads XML chunk by chunk; a document type is refused, for it could define entities."""

    def __init__(self, inline: Mapping[str, str]) -> None:
        self._parser = ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._inline = inline
        self._tags = _Tags()
        self._open: list[dict[str, str]] = []
        self._texts: list[str] = []
        self._parser.CharacterDataHandler = self._texts.append
        self._ended: list[Element] = []

    def read(self, chunk: bytes, *, last: bool = False) -> list[Element]:
        """Return the elements that end in a chunk."""
        self._ended = []
        self._parser.Parse(chunk, last)
        return self._ended

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._tags[name]
        if tag in self._inline:
            self._texts.append(self._inline[tag])
        else:
            self._texts.clear()
            self._open.append(attributes)

    def _end(self, name: str) -> None:
        tag = self._tags[name]
        if tag not in self._inline:
            self._ended.append((tag, self._open.pop(), "".join(self._texts)))
            self._texts.clear()

    def _refuse(self, *_: object) -> None:
        raise ValueError("<!DOCTYPE>")
