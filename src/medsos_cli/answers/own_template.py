"""An office's own template looked at: whether it is a bomb, or acts when it is opened."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from medsos_cli.errors import InputError, Message

_MOST_UNPACKED = 1 << 26  # bytes: a letter with pictures comes to a tenth
_FETCHED = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode=\"External\")(?![^>]*/hyperlink\")[^>]*Target=\"([^\"]*)\""
)
_INSTRUCTION = re.compile(rb"<w:instrText\b[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
_ACTING = re.compile(rb"\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.IGNORECASE)


def refuse_bomb(content: bytes, file: Path) -> None:
    """Raise `InputError` for what would be more, unpacked, than a letter of an office."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except BadZipFile:  # which is told where it is opened
        return
    if size > _MOST_UNPACKED:
        raise InputError(
            "{file} would be {size} MB unpacked, more than a letter of an office",
            "take large pictures out of it", file=file, size=size >> 20,
        )  # fmt: skip


def active_parts(file: Path) -> Iterator[Message]:
    """Yield what of a template fetches or runs something when its paper is opened."""
    try:
        with ZipFile(file) as parts:
            contents = {name: parts.read(name) for name in parts.namelist()}
    except (OSError, BadZipFile):  # which is told where it is opened
        return
    if any(name.endswith("vbaProject.bin") for name in contents):
        yield Message("{file} holds macros", file=file)
    for name, content in contents.items():
        if name.endswith(".rels"):
            for target in _FETCHED.findall(content):
                where = target.decode("utf-8", "replace")
                yield Message("{file} fetches {where} when it is opened", file=file, where=where)
        written = b"".join(one or other for one, other in _INSTRUCTION.findall(content))
        if match := _ACTING.search(written):
            field = match[1].decode().upper()
            yield Message("{file} has a field {field}, which fetches or runs something",
                          file=file, field=field)  # fmt: skip
