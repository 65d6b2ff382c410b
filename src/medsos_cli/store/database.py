"""One SQLite file: found, opened, guarded, brought up to date, written in transactions."""

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self

from medsos_cli.errors import DatabaseError

# "meds", at the place in the file's header that SQLite keeps for its owner.
APPLICATION_ID = 0x6D656473
SCHEMA_VERSION = 4
BUSY_SECONDS = 30.0

_BEGIN = "to begin: medsos import ROSTER.csv"
_LOCKED_HINT = "close the program that has it open, then say the command again"
_FAILURES = {
    sqlite3.SQLITE_BUSY: ("is locked by another program", _LOCKED_HINT),
    sqlite3.SQLITE_LOCKED: ("is locked by another program", _LOCKED_HINT),
    sqlite3.SQLITE_READONLY: ("cannot be written", "check the file's and the folder's permissions"),
    sqlite3.SQLITE_FULL: ("cannot be written: the disk is full", "make room, then say it again"),
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written: the disk is full, or has failed",
        "make room on the disk; where there is room, check it",
    ),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check the folder and its permissions"),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "restore the latest backup"),
    sqlite3.SQLITE_NOTADB: ("is not a SQLite database", "check the path given"),
}


class Store:
    """An open database. Use it with `with`; write inside `transaction()`.

    A failure of the file (locked, full, read-only, damaged) leaves as `DatabaseError`.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Take over an open connection to our own, current database."""
        self.path = path
        self.connection = connection
        self.searches_left = 100  # see `near`

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, and put a failure of the file into words."""
        self.connection.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise_in_words(self.path, error)

    def rows(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:  # noqa: ANN401  # as sqlite3 has it
        """Run one statement."""
        return self.connection.execute(sql, parameters)

    def write_all(self, sql: str, parameters: Iterable[tuple[Any, ...]]) -> int:
        """Run one statement for each row of parameters; return how many rows it touched."""
        return self.connection.executemany(sql, parameters).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Read and write as the only writer; all of it is kept, or nothing."""
        self.connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):  # the failure may have ended it already
                self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read all of it as it stands at one moment, whoever writes meanwhile."""
        self.connection.execute("begin")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):  # nothing is to be kept
                self.connection.execute("rollback")


def raise_in_words(path: Path, error: sqlite3.DatabaseError) -> None:
    """Raise `DatabaseError` for a failure of the file; return for anything else."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _FAILURES:
        what, hint = _FAILURES[code]
        raise DatabaseError(f"the database {path} {what}", hint) from error


def open_store(
    path: Path,
    *,
    create: bool = False,
    as_it_is: bool = False,
    busy_seconds: float = BUSY_SECONDS,
) -> Store:
    """Open the database, make it where `create` is said, and bring it up to date.

    With `as_it_is` one of an older version is left so, for whoever only looks at the file.

    Raises `DatabaseError` when there is none, when it is not SQLite, not this
    program's, newer than this program, or cannot be opened. Such a file is left
    as it was.
    """
    try:
        is_there = path.exists()
    except OSError as error:  # a folder that may not be entered, a name too long
        hint = "check the name, the folder and its permissions"
        raise DatabaseError(f"{path} cannot be reached: {error.strerror}", hint) from None
    if not is_there:
        if not create:
            raise DatabaseError(f"there is no database at {path} yet", _BEGIN)
        _make_file(path)
    if path.is_dir():
        raise DatabaseError(f"{path} is a folder, not a database", "name the file in it")
    connection = None
    try:
        connection = _connect(path, busy_seconds)
        version = _version(path, connection)
        if version < SCHEMA_VERSION and not (as_it_is and version):
            _bring_up_to_date(path, connection, create=create)
    except sqlite3.DatabaseError as error:
        if connection:
            connection.close()
        raise_in_words(path, error)
        raise
    except BaseException:
        if connection:
            connection.close()
        raise
    return Store(path, connection)


def _make_file(path: Path) -> None:
    """Make an empty file that only its owner can read: it will hold names and NIP."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseError(
            f"the database {path} cannot be made: {error.strerror or error}",
            "check the folder and its permissions, or say --db PATH",
        ) from None


def is_read_only(path: Path) -> bool:
    """Tell whether the file is not to be written: by its mode, also for an administrator."""
    return not (path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)) or not (
        os.access(path, os.W_OK)
    )


def _connect(path: Path, busy_seconds: float) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    if not is_read_only(path):
        return _open(f"{uri}?mode=rw", busy_seconds)
    connection = _open(f"{uri}?mode=ro", busy_seconds)
    try:
        connection.execute("select 1 from sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        # Nobody can write beside it either: a copy on a read-only medium.
        connection.close()
        connection = _open(f"{uri}?mode=ro&immutable=1", busy_seconds)
    return connection


def _open(uri: str, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None)
    connection.execute("pragma foreign_keys = on")
    return connection


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"pragma {name}").fetchone()[0])


def _version(path: Path, connection: sqlite3.Connection) -> int:
    """Return the schema's version, 0 for an empty file; refuse what is not ours or newer."""
    version = _pragma(connection, "user_version")
    if _pragma(connection, "application_id") != APPLICATION_ID:
        if connection.execute("select 1 from sqlite_schema").fetchone() or version:
            raise DatabaseError(
                f"{path} is not a database of medsos", "check the path given by --db or MEDSOS_DB"
            )
        return 0
    if version > SCHEMA_VERSION:
        raise DatabaseError(
            f"{path} was written by a newer medsos (schema {version}, this one knows "
            f"{SCHEMA_VERSION})",
            "bring this program up to date",
        )
    return version


def _bring_up_to_date(path: Path, connection: sqlite3.Connection, *, create: bool) -> None:
    """Run the migrations that are missing, all in one transaction, a backup first."""
    if is_read_only(path):
        raise DatabaseError(
            f"the database {path} must be brought up to date, but is read-only",
            "copy it to where it can be written, and name the copy by --db",
        )
    if not (_version(path, connection) or create):
        raise DatabaseError(f"the database {path} is empty", _BEGIN)
    _use_wal(connection)
    # Only now, for sqlite-utils takes longer to import than most commands take to run.
    from sqlite_utils import Database  # noqa: PLC0415

    from medsos_cli.store.schema import migrations  # noqa: PLC0415

    connection.execute("begin immediate")
    try:
        version = _version(path, connection)
        if version < SCHEMA_VERSION:  # another process may have been quicker
            if version:
                _back_up(path)
            migrations.apply(Database(connection))
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
        connection.execute("commit")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("rollback")
        raise


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL; SQLite does not wait by itself while another process does the same."""
    until = monotonic() + _pragma(connection, "busy_timeout") / 1000
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def _back_up(path: Path) -> None:
    """Copy the database beside itself before a migration, which holds the lock, changes it."""
    name = f"{path.name}.before-schema-{SCHEMA_VERSION}"
    names = chain([name], (f"{name}.{n}" for n in count(2)))  # one of another time stays
    copy = next(path.with_name(each) for each in names if not path.with_name(each).exists())
    part = copy.with_name(f"{copy.name}.part")  # whole before it has its name
    _make_file(part)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)
