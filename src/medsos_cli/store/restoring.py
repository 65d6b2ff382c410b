"""A copy in the database's place: what is there is set aside, and nothing is half there."""

import os
import sqlite3
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from medsos_cli.errors import DatabaseError, InputError, Message
from medsos_cli.store.backup import copy_whole, dated_copies
from medsos_cli.store.database import open_store, raise_in_words
from medsos_cli.store.whole_files import BELONGING, refuse_database, write_whole, writing
from medsos_cli.words.days import utc_stamp

_WAIT = 1.0  # seconds for who is just writing
_OTHERWISE = Message("close the program that has it open, and check the folder's permissions")


def restore(copy: Path, target: Path, at: datetime) -> Path | None:
    """Put a checked copy where the database is to be, whose folder is made.

    Returns the name under which what was there is kept, made of the local moment; None where
    nothing was. Raises `DatabaseError` for a copy that is damaged, newer than this program or
    none of its own, and where another program is writing to the database; `OutputError` where
    both are one file. Then all stays as it was.
    """
    _refuse_no_copy(copy)
    refuse_database(copy, target)
    _refuse_in_use(target)
    aside = target.with_name(f"{target.name}.before-restore-{at:%Y%m%d-%H%M%S}")
    with open_store(copy, as_it_is=True) as store, writing(target, _OTHERWISE), ExitStack() as back:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with write_whole(target) as made:
            copy_whole(store, made)
            _note(copy, made, at)
            _set_aside(target, aside, back)
        back.pop_all()
    return aside if aside.exists() else None


def _refuse_no_copy(copy: Path) -> None:
    if copy.is_dir():
        with suppress(OSError):  # what may not be listed has no newest
            if copies := dated_copies(copy):
                hint = Message("name the file in it, as {newest}", newest=copies[0])
                raise InputError("{file} is a folder", hint, file=copy)
        raise InputError("{file} is a folder", "name the file in it", file=copy)
    if not copy.is_file():
        raise InputError("there is no file {file}", "name the copy to restore", file=copy)


def _note(copy: Path, made: Path, at: datetime) -> None:
    """Let the restored database know its copy as the latest backup: it cannot hold that itself.

    One of schema 1 has no place for it, one that is damaged there is restored all the same.
    """
    of = min(at, datetime.fromtimestamp(copy.stat().st_mtime, UTC))
    told = (utc_stamp(of), str(copy.resolve()))
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(made)) as restored, restored:
        restored.execute("insert into backup (made_at, file) values (?, ?)", told)


def _refuse_in_use(path: Path) -> None:
    if path.is_dir():
        raise DatabaseError("{file} is a folder, not a database", "name the file in it", file=path)
    if not path.exists():
        return
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path, _WAIT)) as connection:
        try:
            connection.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise_in_words(path, error)


def _set_aside(path: Path, aside: Path, back: ExitStack) -> None:
    """Rename what is there, its log too, which SQLite would put into the copy; `back` undoes it."""
    for end in BELONGING:
        old, new = path.with_name(path.name + end), aside.with_name(aside.name + end)
        if os.path.lexists(old):
            old.rename(new)
            back.callback(new.replace, old)
