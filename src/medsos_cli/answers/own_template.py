"""An office's own template looked at: whether it is a bomb, or acts when it is opened."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from medsos_cli.errors import InputError, Message
from medsos_cli.sheets.packed import Packed, unprefixed

_MOST_UNPACKED = 1 << 26  # bytes: a letter with pictures comes to a tenth
_ACTING = re.compile(r"\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.IGNORECASE)


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
        packed = Packed(BytesIO(file.read_bytes()), file.name)
    except (OSError, InputError):  # which is told where it is opened
        return
    if any(name.endswith("vbaProject.bin") for name in packed.parts):
        yield Message("{file} holds macros", file=file)
    for part in sorted(name for name in packed.parts if name.endswith((".rels", ".xml"))):
        try:
            yield from _active_elements(packed, part, file)
        except InputError:
            yield Message("{file} has a part that cannot be looked at: {part}",
                          file=file, part=part)  # fmt: skip


def _active_elements(packed: Packed, part: str, file: Path) -> Iterator[Message]:
    written = ""
    for name, attributes, text in packed.elements(part):
        said = unprefixed(attributes)
        is_link = said.get("Type", "").endswith("/hyperlink")
        if name == "Relationship" and said.get("TargetMode") == "External" and not is_link:
            yield Message("{file} fetches {where} when it is opened",
                          file=file, where=said.get("Target", ""))  # fmt: skip
        written += text if name == "instrText" else said.get("instr", "")
    if match := _ACTING.search(written):
        yield Message("{file} has a field {field}, which fetches or runs something",
                      file=file, field=match[1].upper())  # fmt: skip
