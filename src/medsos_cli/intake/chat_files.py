"""A chat's file as lines of text: as a phone exports it, packed or not, and damaged or not."""

import codecs
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from medsos_cli.errors import InputError, Message

_LARGEST = 200 << 20  # bytes: forty times what WhatsApp exports at most, which is 40,000 messages
_CHUNK = 1 << 16
_HINT = Message("name the .txt or .zip file that WhatsApp exported")
_OTHER_FILES = {b"\xd0\xcf\x11\xe0": Message("an old Excel file"), b"%PDF": Message("a PDF")}
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_UNPACKING = (  # an encrypted one is a RuntimeError, one of an unknown kind its heir
    zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError,
)  # fmt: skip
# What was sent in the chat has another name than the chat: DOC-20201203-WA0001.txt.
_SENT = re.compile(r"-wa\d+\Z")


class ChatFile(NamedTuple):
    """The lines of a chat, and what had to be assumed or left out to read them."""

    name: str
    lines: Iterator[str]
    note: Message | None = None


def open_chat(source: Path | IO[bytes], name: str) -> ChatFile:
    """Read a chat from a file, or from what comes through a pipe.

    Text is UTF-8, UTF-16 with its mark, else Windows-1252; in a .zip it is the file that
    WhatsApp has put there. A damaged byte costs what it stands in. Raises `InputError`
    when it cannot be read, is too large, or is no text.
    """
    data = _read(source, name)
    if data.startswith(b"PK\x03\x04"):
        data = _unpack(data, name)
    for magic, what in _OTHER_FILES.items():
        if data.startswith(magic):
            raise InputError("{name} is {what}, not a chat", _HINT, name=name, what=what)
    if not data:
        raise InputError("{name} is empty", _HINT, name=name)
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return ChatFile(name, _lines(data, encoding))
    return _of_unmarked(data, name)


def _read(source: Path | IO[bytes], name: str) -> bytes:
    try:
        if not isinstance(source, Path):
            return _limited(source, name)
        with source.open("rb") as file:
            return _limited(file, name)
    except IsADirectoryError:
        raise InputError("{path} is a folder, not a file", _HINT, path=source) from None
    except FileNotFoundError:
        raise InputError("there is no file {path}", _HINT, path=source) from None
    except OSError as error:
        why = error.strerror or error
        raise InputError("{path} cannot be read: {why}", _HINT, path=name, why=why) from None


def _limited(file: IO[bytes], name: str) -> bytes:
    data = bytearray()
    while chunk := file.read(_CHUNK):
        data += chunk
        if len(data) > _LARGEST:
            raise InputError(
                "{name} holds more than {size} MB, which no chat does",
                _HINT,
                name=name,
                size=_LARGEST >> 20,
            )
    return bytes(data)


def _unpack(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            member = _find_chat(packed, name)
            # What a header says of the size need not be true: only so much is unpacked.
            with packed.open(member) as file:
                return _limited(file, f"{name}: {member}")
    except _UNPACKING as error:
        raise InputError("{name} cannot be unpacked: {why}", _HINT, name=name, why=error) from None


def _find_chat(packed: zipfile.ZipFile, name: str) -> str:
    """Return which member is the chat: an iPhone calls it _chat.txt, Android as the .zip."""
    texts = [
        each
        for each in packed.namelist()
        if each.casefold().endswith(".txt") and not each.startswith("__MACOSX/")
    ]
    stems = {each: PurePosixPath(each).stem.casefold() for each in texts}
    own = {"_chat", PurePosixPath(name).stem.casefold()}
    named = [
        each
        for each, stem in stems.items()
        if stem in own or ("whatsapp" in stem and not _SENT.search(stem))
    ]
    if len(texts) == 1 or len(named) == 1:
        return (named or texts)[0]
    if not texts:
        raise InputError("{name} holds no chat", _HINT, name=name)
    raise InputError(
        "{name} holds several texts: {texts}",
        "unpack it, and name the one that is the chat",
        name=name,
        texts=", ".join(texts[:5]),
    )


def _of_unmarked(data: bytes, name: str) -> ChatFile:
    """Tell UTF-8 with damaged bytes from Windows-1252: a line of UTF-8 is never so by chance."""
    bad, foreign, broken, count = [], 0, 0, 0
    for number, line in enumerate(BytesIO(data), start=1):
        count += 1
        if not _is_text(line, "utf-8"):
            bad.append(number)
            broken += not _is_text(line, "cp1252")
        elif not line.isascii():
            foreign += 1
    if not bad:
        return ChatFile(name, _lines(data, "utf-8"))
    if not foreign and broken * 2 < len(bad):
        note = Message("line {line} is not UTF-8, so the file is read as Windows-1252", line=bad[0])
        return ChatFile(name, _lines(data, "cp1252"), note)
    if len(bad) * 2 > count:
        raise InputError("{name} is not a text file", _HINT, name=name)
    note = Message(
        "{n} line is damaged, the first is line {line}",
        "{n} lines are damaged, the first is line {line}",
        n=len(bad),
        line=bad[0],
    )
    return ChatFile(name, _lines(data, "utf-8"), note)


def _is_text(data: bytes, encoding: str) -> bool:
    try:
        return "\0" not in data.decode(encoding)
    except UnicodeDecodeError:
        return False


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    for line in TextIOWrapper(BytesIO(data), encoding=encoding, errors="replace", newline=""):
        yield line.replace("\0", "\ufffd")
