"""Files that appear whole and at once, or not at all: a copy of the database, a list, a paper."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from glob import escape
from pathlib import Path
from time import time

from medsos_cli.errors import NO_ROOM, Message, OutputError

BELONGING = ("", "-wal", "-shm", "-journal")
"""How the names of a database's files end."""
_LEFT_BEHIND = 3600  # seconds after which nobody can still be writing a file


@contextmanager
def write_whole(target: Path, *, replace: bool = True) -> Iterator[Path]:
    """Give an empty file beside the target, which takes the target's name when the block ends.

    It can be read by its owner only, for it may hold names. A block that fails leaves
    everything as it was. Without `replace`, raises `FileExistsError` where somebody
    else took the name in the meantime.
    """
    from tempfile import NamedTemporaryFile  # noqa: PLC0415  # slow to import, and few need it

    with suppress(OSError):
        sweep(target.parent, escape(target.name))
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        made = Path(file.name)
    try:
        yield made
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        if replace:
            made.replace(target)
        else:
            _name_new(made, target)
    finally:
        made.unlink(missing_ok=True)


def sweep(folder: Path, names: str) -> None:
    """Remove what files of such names that were killed while being written have left."""
    for file in folder.iterdir():
        if fnmatch(file.name, f".{names}.*") and file.stat().st_mtime < time() - _LEFT_BEHIND:
            file.unlink(missing_ok=True)


def _name_new(made: Path, target: Path) -> None:
    try:
        target.hardlink_to(made)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, as on a memory stick
        made.replace(target)


@contextmanager
def writing(target: Path, otherwise: Message) -> Iterator[None]:
    """Raise `OutputError` for a failure to write the target; `otherwise` is the usual way out."""
    try:
        yield
    except OSError as error:
        hint = otherwise
        if error.errno in NO_ROOM:
            hint = Message("make room on the disk, or name a file on another")
        elif isinstance(error, FileNotFoundError):
            hint = Message("make the folder {folder} first", folder=target.resolve().parent)
        raise OutputError(
            "{file} cannot be written: {reason}", hint, file=target, reason=error
        ) from error


def refuse_same(output: Path, other: Path, why: Message) -> None:
    """Raise `OutputError` when a file to write is one that must stay, by whatever name."""
    same = output.resolve() == other.resolve()
    if same or (output.exists() and other.exists() and output.samefile(other)):
        raise OutputError(why, "name another file")


def refuse_database(output: Path, database: Path) -> None:
    """Raise `OutputError` when a file to write is the database, or one that belongs to it."""
    why = Message("{file} is the database itself", file=output)
    database = database.resolve()  # what belongs to it lies beside the file, not beside a link
    for end in BELONGING:
        refuse_same(output, database.with_name(database.name + end), why)
