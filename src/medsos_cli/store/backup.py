"""Copies of the database: whole, checked, and never half there."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

from medsos_cli.errors import DatabaseError, Message, OutputError
from medsos_cli.store.database import Store, raise_in_words
from medsos_cli.store.doctor.proving import LastSeal, last_sealed
from medsos_cli.store.place import is_read_only
from medsos_cli.store.whole_files import refuse_database, sweep, write_whole, writing

_DATED = re.compile(r"medsos-\d{4}-\d\d-\d\d-\d{6}\.db")
_CHECK = Message("check the disk and the folder's permissions")


def back_up(
    store: Store,
    target: Path,
    made_at: str,
    *,
    force: bool = False,
    ready: Callable[[], None] = lambda: None,
) -> LastSeal | None:
    """Copy the database to a file that appears whole, and checked, or not at all.

    `ready` is called when the copy is whole, before it appears. `made_at` (UTC) is kept in
    the database, for `doctor`. Returns what the copy's seals end with. Raises `OutputError`
    when the target exists and `force` is not said, is the database itself, or cannot be
    written; what was there then stays.
    """
    _refuse(store.path, target, force=force)
    with writing(target, _CHECK):
        try:
            with write_whole(target, replace=force) as copy:
                last = copy_whole(store, copy)
                ready()
        except FileExistsError:
            raise OutputError("{file} exists", "say --force to replace it", file=target) from None
    _note(store, target, made_at)
    return last


def back_up_dated(
    store: Store, folder: Path, at: datetime, made_at: str, keep: int
) -> tuple[Path, LastSeal | None]:
    """Copy the database into a folder under its local moment, and keep the newest `keep` of such.

    Returns the copy, which is one of those kept even where the clock was once ahead, and what
    its seals end with. Files with other names are left alone.
    """
    target = folder / f"medsos-{at:%Y-%m-%d-%H%M%S}.db"
    own = store.path.resolve()  # which may be such a copy itself, used where it lay
    # What killed runs left over goes just before the new copy appears: no moment has more.
    last = back_up(store, target, made_at, ready=partial(_keep_newest, folder, keep, {own}))
    with writing(folder, _CHECK):
        sweep(folder, "medsos-????-??-??-??????.db")
        _keep_newest(folder, keep - 1, {own, target.resolve()})
    return target, last


def dated_copies(folder: Path) -> list[Path]:
    """Return the dated copies in a folder, the newest first."""
    found = (file for file in folder.iterdir() if _DATED.fullmatch(file.name) and file.is_file())
    return sorted(found, reverse=True)


def _keep_newest(folder: Path, keep: int, beside: set[Path]) -> None:
    others = [file for file in dated_copies(folder) if file.resolve() not in beside]
    for file in others[keep:]:
        file.unlink(missing_ok=True)  # another backup may have been quicker


def last_backup(store: Store) -> tuple[str, str] | None:
    """Return when (UTC) the latest backup was made, and the file."""
    if not store.rows("select 1 from sqlite_schema where name = 'backup'").fetchone():
        return None  # a database of schema 1, which nothing has brought up to date yet
    latest = "select made_at, file from backup order by made_at desc, rowid desc limit 1"
    row = store.rows(latest).fetchone()
    return tuple(row) if row else None


def _refuse(path: Path, target: Path, *, force: bool) -> None:
    refuse_database(target, path)
    if target.is_dir():
        raise OutputError(
            "{file} is a folder", "name a file in it, or say --keep N for dated copies", file=target
        )
    if target.exists() and not force:
        raise OutputError(
            "{file} exists", "say --force to replace it, or name another file", file=target
        )
    if target.exists() and not target.is_file():
        raise OutputError("{file} is no file", "name a file", file=target)


def copy_whole(store: Store, copy: Path) -> LastSeal | None:
    """Copy the database into an empty file; return what its seals end with.

    Raises `DatabaseError` where the copy is damaged.
    """
    # The WAL's content goes along; copying the file itself would leave it behind.
    store.rows("vacuum into ?", (str(copy),))
    try:
        with closing(sqlite3.connect(copy)) as made:
            made.execute("pragma journal_mode = wal")  # which VACUUM INTO does not keep
            result = made.execute("pragma integrity_check").fetchall()
            last = last_sealed(Store(copy, made))
    except sqlite3.DatabaseError as error:
        raise_in_words(copy, error)
        raise
    if result != [("ok",)]:
        raise DatabaseError(
            "the copy of {file} is damaged: {found}",
            "see: doctor",
            file=store.path,
            found=result[0][0],
        )
    return last


def _note(store: Store, target: Path, made_at: str) -> None:
    if is_read_only(store.path):
        return
    with store.transaction():
        store.rows(
            "insert into backup (made_at, file) values (?, ?)", (made_at, str(target.resolve()))
        )
