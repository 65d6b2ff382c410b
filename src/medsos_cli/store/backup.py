"""Copies of the database: whole, checked, and never half there."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from fnmatch import fnmatch
from glob import escape
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time

from medsos_cli.errors import NO_ROOM, DatabaseError, OutputError
from medsos_cli.store.database import Store, is_read_only, raise_in_words

_DATED = re.compile(r"medsos-\d{4}-\d\d-\d\d-\d{6}\.db")
_LEFT_BEHIND = 3600  # seconds after which nobody can still be writing a copy


def back_up(store: Store, target: Path, made_at: str, *, force: bool = False) -> None:
    """Copy the database to a file that appears whole, and checked, or not at all.

    `made_at` (UTC) is kept in the database, for `doctor`. Raises `OutputError`
    when the target exists and `force` is not said, is the database itself, or
    cannot be written; what was there then stays.
    """
    _refuse(store.path, target, force=force)
    with _failing_in_words(target):
        _sweep(target.parent, escape(target.name))
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            copy = Path(file.name)
        try:
            _copy(store, copy)
            if force:
                copy.replace(target)
            else:
                _name_new(copy, target)
        finally:
            copy.unlink(missing_ok=True)
    _note(store, target, made_at)


def back_up_dated(store: Store, folder: Path, at: datetime, made_at: str, keep: int) -> Path:
    """Copy the database into a folder under its local moment, and keep the newest `keep` of such.

    Returns the copy, which is one of those kept even where the clock was once ahead.
    Files with other names are left alone.
    """
    target = folder / f"medsos-{at:%Y-%m-%d-%H%M%S}.db"
    back_up(store, target, made_at)
    with _failing_in_words(folder):
        _sweep(folder, "medsos-????-??-??-??????.db")
        dated = {file for file in folder.iterdir() if _DATED.fullmatch(file.name)} - {target}
        for file in sorted(dated, reverse=True)[keep - 1 :]:
            file.unlink(missing_ok=True)  # another backup may have been quicker
    return target


def last_backup(store: Store) -> tuple[str, str] | None:
    """Return when (UTC) the latest backup was made, and the file."""
    if not store.rows("select 1 from sqlite_schema where name = 'backup'").fetchone():
        return None  # a database of schema 1, which nothing has brought up to date yet
    latest = "select made_at, file from backup order by made_at desc, rowid desc limit 1"
    row = store.rows(latest).fetchone()
    return tuple(row) if row else None


def _refuse(path: Path, target: Path, *, force: bool) -> None:
    ours = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))]
    if target.resolve() in {file.resolve() for file in ours} or (
        target.exists() and target.samefile(path)
    ):
        raise OutputError(f"{target} is the database itself", "name another file")
    if target.is_dir():
        raise OutputError(
            f"{target} is a folder", "name a file in it, or say --keep N for dated copies"
        )
    if target.exists() and not force:
        raise OutputError(f"{target} exists", "say --force to replace it, or name another file")
    if target.exists() and not target.is_file():
        raise OutputError(f"{target} is no file", "name a file")


@contextmanager
def _failing_in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "check the disk and the folder's permissions"
        if error.errno in NO_ROOM:
            hint = "make room on the disk, or name a file on another"
        elif isinstance(error, FileNotFoundError):
            hint = f"make the folder {target.parent} first"
        told = f"{target} cannot be written: {error.strerror or error}"
        raise OutputError(told, hint) from error


def _sweep(folder: Path, names: str) -> None:
    """Remove what copies of such names that were killed have left."""
    for file in folder.iterdir():
        if fnmatch(file.name, f".{names}.*") and file.stat().st_mtime < time() - _LEFT_BEHIND:
            file.unlink(missing_ok=True)


def _copy(store: Store, copy: Path) -> None:
    # The WAL's content goes along; copying the file itself would leave it behind.
    store.rows("vacuum into ?", (str(copy),))
    try:
        with closing(sqlite3.connect(copy)) as made:
            made.execute("pragma journal_mode = wal")  # which VACUUM INTO does not keep
            result = made.execute("pragma integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise_in_words(copy, error)
        raise
    if result != [("ok",)]:
        raise DatabaseError(f"the copy of {store.path} is damaged: {result[0][0]}", "see: doctor")
    with copy.open("rb+") as file:
        os.fsync(file.fileno())


def _name_new(copy: Path, target: Path) -> None:
    """Give the copy its name, unless somebody else took it in the meantime."""
    try:
        target.hardlink_to(copy)
    except FileExistsError:
        raise OutputError(f"{target} exists", "say --force to replace it") from None
    except OSError:  # a file system without hard links, as on a memory stick
        copy.replace(target)


def _note(store: Store, target: Path, made_at: str) -> None:
    if is_read_only(store.path):
        return
    with store.transaction():
        store.rows(
            "insert into backup (made_at, file) values (?, ?)", (made_at, str(target.resolve()))
        )
