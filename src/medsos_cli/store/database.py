"""One SQLite file: found, opened, guarded, brought up to date, written in transactions."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from medsos_cli.errors import DatabaseError, Message, warn
from medsos_cli.store.place import is_read_only
from medsos_cli.store.schema.upgrade import (
    SCHEMA_VERSION,
    bring_up_to_date,
    find_changed,
    read_version,
)
from medsos_cli.words.names import same_key
from medsos_cli.words.safe import some_of

BUSY_SECONDS = 30.0
_TOGETHER = 50  # always as many: each other number would be a statement to prepare anew


class Store:
    """An open database. Use it with `with`; write inside `transaction()`.

    A failure of the file (locked, full, read-only, damaged) leaves as `DatabaseError`.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Take over an open connection to our own, current database."""
        self.path = path
        self.connection = connection

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

    def named_rows(
        self, sql: str, parameters: Mapping[str, Any] | tuple[Any, ...]
    ) -> Iterator[Mapping[str, Any]]:
        """Run one statement; its rows are mappings by the columns' names."""
        cursor = self.connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def write_all(self, sql: str, parameters: Iterable[Any]) -> int:
        """Run one statement for each row of parameters; return how many rows it touched."""
        return self.connection.executemany(sql, parameters).rowcount

    def insert_all(self, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows of values of these columns, many with one statement: so it is quicker."""
        row = f"({', '.join('?' * len(names))})"
        insert = f"insert into {table} ({', '.join(names)}) values {row}"
        together = insert + f", {row}" * (_TOGETHER - 1)
        rows = iter(rows)
        while len(block := [*islice(rows, _TOGETHER)]) == _TOGETHER:
            self.connection.execute(together, [*chain.from_iterable(block)])
        self.connection.executemany(insert, block)

    @contextmanager
    def transaction(self, *, of_a_file: bool = False) -> Iterator[None]:
        """Read and write as the only writer; all of it is kept, or nothing.

        With `of_a_file` it is quick for many rows: what undoes a statement is kept in memory, else
        it takes 64 kB each time. Temporary tables that were there before are gone then.
        """
        if of_a_file:
            self.connection.execute("pragma temp_store = memory")
        try:
            self.connection.execute("begin immediate")
        finally:
            if of_a_file:
                self.connection.execute("pragma temp_store = default")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):  # the failure may have ended it already
                self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    def pack(self) -> None:
        """Write the file anew without the gaps between rows, where there is room for both."""
        with suppress(sqlite3.Error):
            self.connection.execute("vacuum")

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
    locked = DatabaseError(
        "the database {file} is locked by another program",
        "close the program that has it open, then say the command again",
        file=path,
    )
    failures = {
        sqlite3.SQLITE_BUSY: locked,
        sqlite3.SQLITE_LOCKED: locked,
        sqlite3.SQLITE_READONLY: DatabaseError(
            "the database {file} cannot be written",
            "check the file's and the folder's permissions",
            file=path,
        ),
        sqlite3.SQLITE_FULL: DatabaseError(
            "the database {file} cannot be written: the disk is full",
            "make room, then say it again",
            file=path,
        ),
        sqlite3.SQLITE_IOERR: DatabaseError(
            "the database {file} cannot be read or written: the disk is full, or has failed",
            "make room on the disk; where there is room, check it",
            file=path,
        ),
        sqlite3.SQLITE_CANTOPEN: DatabaseError(
            "the database {file} cannot be opened",
            "check the folder and its permissions",
            file=path,
        ),
        sqlite3.SQLITE_CORRUPT: DatabaseError(
            "the database {file} is damaged",
            "say: medsos restore FILE, of the latest backup",
            file=path,
        ),
        sqlite3.SQLITE_NOTADB: DatabaseError(
            "the database {file} is not a SQLite database", "check the path given", file=path
        ),
    }
    if code in failures:
        raise failures[code] from error


def open_store(
    path: Path, *, create: bool = False, as_it_is: bool = False, busy_seconds: float = BUSY_SECONDS
) -> Store:
    """Open the database, make it where `create` is said, and bring it up to date.

    With `as_it_is` one of an older version is left so, for whoever only looks at the file.

    Raises `DatabaseError` when there is none, when it is not SQLite, not this
    program's, newer than this program, or cannot be opened. Such a file is left
    as it was.
    """
    _prepare(path, create=create)
    connection = None
    try:
        connection = _connect(path, busy_seconds)
        version = read_version(path, connection)
        if version < SCHEMA_VERSION and not (as_it_is and version):
            bring_up_to_date(path, connection, create=create)
        if not as_it_is:
            _warn_of_changed(path, connection)
    except BaseException as error:
        if connection:
            connection.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise_in_words(path, error)
        raise
    return Store(path, connection)


def _warn_of_changed(path: Path, connection: sqlite3.Connection) -> None:
    if changed := find_changed(connection):
        odd = "{file} is not guarded as this program left it ({names}); say: medsos doctor"
        warn(Message(odd, file=path, names=some_of(changed)))


def _prepare(path: Path, *, create: bool) -> None:
    """See that there is a file to open, or make one."""
    try:
        is_there = path.exists()
    except OSError as error:  # a folder that may not be entered, a name too long
        raise DatabaseError(
            "{file} cannot be reached: {reason}",
            "check the name, the folder and its permissions",
            file=path,
            reason=error,
        ) from None
    if not (is_there or create):
        raise DatabaseError(
            "there is no database at {file} yet", "to begin: medsos import ROSTER.csv", file=path
        )
    if not is_there:
        _make_file(path)
    if path.is_dir():
        raise DatabaseError("{file} is a folder, not a database", "name the file in it", file=path)


def one_of(values: Iterable[str | int | None]) -> str:
    """Return values as the one parameter of `in (select value from json_each(?))`."""
    return json.dumps([value for value in values if value])


def _make_file(path: Path) -> None:
    """Make an empty file that only its owner can read: it will hold names and NIP."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseError(
            "the database {file} cannot be made: {reason}",
            "check the folder and its permissions, or say --db PATH",
            file=path,
            reason=error,
        ) from None


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


def _same_key(text: str | None) -> str | None:
    return None if text is None else same_key(text)


def _open(uri: str, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None)
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma secure_delete = on")  # whatever this build of SQLite does by itself
    connection.create_function("same_key", 1, _same_key, deterministic=True)
    return connection
