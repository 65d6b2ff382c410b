"""Whether the file is what it should be: as SQLite, as a schema, as a log of custody."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from medsos_cli.custody import replay
from medsos_cli.days import Clock
from medsos_cli.errors import CustodyError, DatabaseError
from medsos_cli.findings import Finding, Level
from medsos_cli.store.backup import last_backup
from medsos_cli.store.custody import EVENT_COLUMNS, read_event
from medsos_cli.store.database import SCHEMA_VERSION, Store, open_store
from medsos_cli.store.devices import device_of
from medsos_cli.store.place import (
    Mount,
    examine_file_system,
    examine_permissions,
    examine_room,
)

_RESTORE = "restore the latest backup; see the README"
_BACKUP_DAYS = 7
_NEWEST = """
select max(at) from (
    select max(recorded_at) as at from custody_event union all
    select max(recorded_at) from stocktake_scan union all
    select max(registered_at) from device
)
"""
# Before schema 4 another program could write one.
_IMPOSSIBLE = "select event, day from custody_event where day is not date(day, '+0 days')"
_SCHEMA = "select type || ' ' || name, sql from sqlite_schema where name not glob 'sqlite_*'"


def examine(path: Path, clock: Clock, mounts: list[Mount]) -> Iterator[Finding]:
    """Look at everything that can be wrong with the database; a file that cannot be opened too."""
    try:
        store = open_store(path, as_it_is=True)
    except DatabaseError as error:
        yield Finding(Level.FAIL, "file", str(error), error.hint)
        if not os.path.isfile(path):  # noqa: PTH113  # unlike Path's, says no where it may not look
            return
    else:
        with store, store.snapshot():
            yield Finding(Level.OK, "file", f"{path} opens")
            yield from _examine_content(store, clock)
    yield examine_permissions(path)
    yield examine_file_system(path, mounts)
    yield examine_room(path)


def _examine_content(store: Store, clock: Clock) -> Iterator[Finding]:
    checks: dict[str, Callable[[], Finding]] = {
        "integrity": lambda: _examine_integrity(store),
        "references": lambda: _examine_references(store),
        "schema": lambda: _examine_schema(store),
        "custody": lambda: _examine_custody(store, clock),
        "clock": lambda: _examine_clock(store, clock),
        "backup": lambda: _examine_backup(store, clock),
    }
    for what, check in checks.items():
        try:
            yield check()
        except sqlite3.DatabaseError as error:
            yield Finding(Level.FAIL, what, f"cannot be examined: {error}", _RESTORE)


def _examine_integrity(store: Store) -> Finding:
    found = [row[0] for row in store.rows("pragma integrity_check(10)")]
    if found != ["ok"]:
        return Finding(Level.FAIL, "integrity", "; ".join(found), _RESTORE)
    return Finding(Level.OK, "integrity", "SQLite finds every page and index sound")


def _examine_references(store: Store) -> Finding:
    rows = store.rows("pragma foreign_key_check").fetchall()
    if rows:
        tables = ", ".join(sorted({row[0] for row in rows}))
        told = f"{len(rows)} rows point to nothing, in {tables}"
        return Finding(Level.FAIL, "references", told, _RESTORE)
    return Finding(Level.OK, "references", "every row points to one that is there")


def _examine_schema(store: Store) -> Finding:
    version = store.rows("pragma user_version").fetchone()[0]
    if version < SCHEMA_VERSION:
        return Finding(
            Level.WARN,
            "schema",
            f"version {version}, this program writes {SCHEMA_VERSION}",
            "any other command brings it up to date, with a copy beside it first",
        )
    from medsos_cli.store.schema import expected_schema  # noqa: PLC0415  # imports sqlite-utils

    found, expected = dict(store.rows(_SCHEMA)), expected_schema(_SCHEMA)
    broken = sorted(name for name, sql in expected.items() if found.get(name) != sql)
    if broken:
        told = f"missing or changed: {', '.join(broken)}"
        return Finding(Level.FAIL, "schema", told, _RESTORE)
    if others := sorted(found.keys() - expected.keys()):
        return Finding(Level.WARN, "schema", f"not of medsos: {', '.join(others)}")
    return Finding(Level.OK, "schema", f"version {version}, with every guard in place")


def _examine_custody(store: Store, clock: Clock) -> Finding:
    if impossible := store.rows(_IMPOSSIBLE).fetchone():
        told = f"event {impossible[0]} is of {impossible[1]}, which is no day"
        return Finding(Level.FAIL, "custody", told, _RESTORE)
    rows = store.rows(f"select {EVENT_COLUMNS} from custody_event order by device, event")
    latest = clock.today + timedelta(days=1)  # as the database lets pass, for other zones
    for number, events in groupby(map(read_event, rows), key=lambda event: event.device):
        try:
            replay(device_of(store, number), events, latest)
        except CustodyError as error:
            return Finding(Level.FAIL, "custody", str(error), _RESTORE)
    return Finding(Level.OK, "custody", "every event follows the rules of custody")


def _examine_clock(store: Store, clock: Clock) -> Finding:
    newest = store.rows(_NEWEST).fetchone()[0]
    if newest and newest > clock.stamp:
        told = f"it is {clock.stamp}, but the newest record is of {newest}"
        return Finding(Level.FAIL, "clock", told, "set the clock of this machine")
    return Finding(Level.OK, "clock", f"it is {clock.stamp}, after the newest record")


def _examine_backup(store: Store, clock: Clock) -> Finding:
    what, hint = "backup", "say: medsos backup FILE, every night; see the README"
    last = last_backup(store)
    if last is None:
        return Finding(Level.WARN, what, "none has been made", hint)
    made_at, file = last
    age = (datetime.fromisoformat(clock.stamp) - datetime.fromisoformat(made_at)).days
    told = f"the last is {file}, of {made_at}"
    if not Path(file).exists():
        return Finding(Level.WARN, what, f"{told}, and is not there any more", hint)
    if age > _BACKUP_DAYS:
        return Finding(Level.WARN, what, f"{told}, {age} days ago", hint)
    return Finding(Level.OK, what, told)
