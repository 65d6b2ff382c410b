"""Which schema a file has, and how it gets this program's: a copy first, then all of it at once."""

import sqlite3
from contextlib import closing, suppress
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from time import monotonic, sleep

from medsos_cli.errors import DatabaseError, Message
from medsos_cli.store.place import is_read_only
from medsos_cli.store.whole_files import write_whole, writing
from medsos_cli.words.names import name_key

# "meds", at the place in the file's header that SQLite keeps for its owner.
APPLICATION_ID = 0x6D656473
SCHEMA_VERSION = 8


# What each guard and view is, by its hash; `python -m tests.guards` writes it.
OWN_GUARDS = Path(__file__).with_name("guards.txt")


def find_changed(connection: sqlite3.Connection) -> list[str]:
    """Return the guards and views that are missing, or not this program's own."""
    asked = "select name, sql from sqlite_schema where type in ('trigger', 'view')"
    found = {name: digest(sql) for name, sql in connection.execute(asked)}
    own = map(str.split, OWN_GUARDS.read_text(encoding="ascii").splitlines())
    return [name for name, wanted in own if found.get(name) != wanted]


def digest(sql: str) -> str:
    """Return the hash by which a guard or a view is known."""
    return sha256(sql.encode()).hexdigest()[:16]


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"pragma {name}").fetchone()[0])


def read_version(path: Path, connection: sqlite3.Connection) -> int:
    """Return the schema's version, 0 for an empty file; refuse what is not ours or newer."""
    version = _pragma(connection, "user_version")
    if _pragma(connection, "application_id") != APPLICATION_ID:
        if connection.execute("select 1 from sqlite_schema").fetchone() or version:
            raise DatabaseError(
                "{file} is not a database of medsos",
                "check the path given by --db or MEDSOS_DB",
                file=path,
            )
        return 0
    if version > SCHEMA_VERSION:
        raise DatabaseError(
            "{file} was written by a newer medsos (schema {version}, this one knows {known})",
            "bring this program up to date",
            file=path,
            version=version,
            known=SCHEMA_VERSION,
        )
    return version


def bring_up_to_date(path: Path, connection: sqlite3.Connection, *, create: bool) -> None:
    """Run the migrations that are missing, all in one transaction, a backup first."""
    if is_read_only(path):
        raise DatabaseError(
            "the database {file} must be brought up to date, but is read-only",
            "copy it to where it can be written, and name the copy by --db",
            file=path,
        )
    if not (read_version(path, connection) or create):
        raise DatabaseError(
            "the database {file} is empty", "to begin: medsos import ROSTER.csv", file=path
        )
    _use_wal(connection)
    connection.execute("begin immediate")
    try:
        version = read_version(path, connection)
        if version < SCHEMA_VERSION:  # another process may have been quicker
            if version:
                _back_up(path)
            _migrate(connection)
        connection.execute("commit")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("rollback")
        raise


def _migrate(connection: sqlite3.Connection) -> None:
    # sqlite-utils takes longer to import than most commands take to run.
    from sqlite_utils import Database  # noqa: PLC0415  # only now

    from medsos_cli.store.schema.migrations import migrations  # noqa: PLC0415  # likewise

    migrations.apply(Database(connection))
    _renew_name_keys(connection)
    connection.execute(f"pragma application_id = {APPLICATION_ID}")
    connection.execute(f"pragma user_version = {SCHEMA_VERSION}")


def _renew_name_keys(connection: sqlite3.Connection) -> None:
    """Write the key of each agency's name anew: what it is made by may have changed since."""
    names = connection.execute("select code, name, name_key from agency").fetchall()
    connection.executemany(
        "update agency set name_key = ? where code = ?",
        ((key, code) for code, name, before in names if (key := name_key(name)) != before),
    )


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
    with (
        writing(copy, Message("check the folder and its permissions, or say --db PATH")),
        write_whole(copy) as made,
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(made)) as target,
    ):
        source.backup(target)
