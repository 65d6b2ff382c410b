"""Whether the file is what it should be: as SQLite, as a schema, as a log of custody."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from medsos_cli.errors import CustodyError, DatabaseError, Message
from medsos_cli.models import Device
from medsos_cli.rules.custody import replay
from medsos_cli.store.backup import last_backup
from medsos_cli.store.database import Store, open_store
from medsos_cli.store.doctor.dated_health import dated_checks
from medsos_cli.store.doctor.proving import examine_seals
from medsos_cli.store.doctor.soundness import (
    BRING_UP,
    RESTORE,
    examine_clock,
    examine_imeis,
    examine_people,
    examine_texts,
)
from medsos_cli.store.events import EVENT_COLUMNS, read_event
from medsos_cli.store.place import (
    Diagnosis,
    Level,
    Mount,
    examine_copies,
    examine_file_system,
    examine_owner,
    examine_permissions,
    examine_room,
    on_one_disk,
)
from medsos_cli.store.schema.upgrade import SCHEMA_VERSION
from medsos_cli.words.days import Clock

_BACKUP_DAYS = 7
# What a damaged value can raise where it is read.
_UNREADABLE = (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, OverflowError)
# Before schema 4 another program could write one.
_IMPOSSIBLE = "select event, day from custody_event where day is not date(day, '+0 days')"
_SCHEMA = "select type || ' ' || name, sql from sqlite_schema where name not glob 'sqlite_*'"

# An agency with a successor is a former code; a file of an old schema has no such column, and there
# the name is that of the last line.
_COUNTS = """
select (select user_version from pragma_user_version) as "schema version",
    (select count(*) from agency where successor is null) as agencies,
    (select count(*) from account) as accounts,
    (select count(*) from device) as devices,
    (select count(*) from custody_event) as "custody events",
    (select count(*) from sighting) as sightings,
    (select count(*) from stocktake) as "stock-takes"
from (select null as successor)
"""
# What an old schema has not, by the view that tells.
_LATER_COUNTS = {
    "standing_post": ("posts", "select count(*) from standing_post"),
    "standing_followup": ("follow-ups", "select count(*) from standing_followup"),
}


def examine(path: Path, clock: Clock, mounts: list[Mount]) -> Iterator[Diagnosis]:
    """Look at everything that can be wrong with the database; a file that cannot be opened too."""
    try:
        store = open_store(path, as_it_is=True)
    except (DatabaseError, *_UNREADABLE) as error:
        said = getattr(error, "hint", RESTORE)
        hint = None if said is None else Message("{hint}", hint=said)
        yield Diagnosis(Level.FAIL, Message("file"), Message("{error}", error=error), hint)
        if not os.path.isfile(path):  # noqa: PTH113  # unlike Path's, says no where it may not look
            return
    else:
        with store, store.snapshot():
            yield Diagnosis(Level.OK, Message("file"), Message("{file} opens", file=path))
            yield from _examine_content(store, clock)
    yield examine_permissions(path)
    yield examine_owner(path)
    yield examine_copies(path)
    yield examine_file_system(path, mounts)
    yield examine_room(path)


def _examine_content(store: Store, clock: Clock) -> Iterator[Diagnosis]:
    checks: dict[Message, Callable[[], Diagnosis]] = {
        Message("integrity"): lambda: _examine_integrity(store),
        Message("references"): lambda: _examine_references(store),
        Message("schema"): lambda: _examine_schema(store),
        Message("custody"): lambda: _examine_custody(store),
        **dated_checks(store, clock),
        Message("seals"): lambda: examine_seals(store, clock),
        Message("texts"): lambda: examine_texts(store),
        Message("IMEIs"): lambda: examine_imeis(store),
        Message("people"): lambda: examine_people(store),
        Message("clock"): lambda: examine_clock(store, clock),
        Message("backup"): lambda: _examine_backup(store, clock),
    }
    for what, check in checks.items():
        try:
            yield check()
        except _UNREADABLE as error:
            yield Diagnosis(
                Level.FAIL, what, Message("cannot be examined: {error}", error=error), RESTORE
            )


def is_damaged(path: Path) -> bool:
    """Tell whether the file is why something cannot be read: what it holds, not what it says."""
    checks = (_examine_integrity, _examine_references, _examine_schema, examine_texts)
    try:
        with open_store(path, as_it_is=True) as store, store.snapshot():
            found = [check(store).level for check in checks]
    except (DatabaseError, *_UNREADABLE):
        return path.is_file()
    return Level.FAIL in found


def _examine_integrity(store: Store) -> Diagnosis:
    found = [row[0] for row in store.rows("pragma integrity_check(10)")]
    if found != ["ok"]:
        return Diagnosis(
            Level.FAIL, Message("integrity"), Message("{found}", found="; ".join(found)), RESTORE
        )
    return Diagnosis(
        Level.OK, Message("integrity"), Message("SQLite finds every page and index sound")
    )


def _examine_references(store: Store) -> Diagnosis:
    rows = store.rows("pragma foreign_key_check").fetchall()
    if rows:
        tables = ", ".join(sorted({row[0] for row in rows}))
        told = Message(
            "{n} row points to nothing, in {tables}",
            "{n} rows point to nothing, in {tables}",
            n=len(rows),
            tables=tables,
        )
        return Diagnosis(Level.FAIL, Message("references"), told, RESTORE)
    return Diagnosis(
        Level.OK, Message("references"), Message("every row points to one that is there")
    )


def _examine_schema(store: Store) -> Diagnosis:
    version = store.rows("pragma user_version").fetchone()[0]
    if version < SCHEMA_VERSION:
        return Diagnosis(
            Level.WARN,
            Message("schema"),
            Message(
                "version {version}, this program writes {known}",
                version=version,
                known=SCHEMA_VERSION,
            ),
            BRING_UP,
        )
    from medsos_cli.store.schema.migrations import expected_schema  # noqa: PLC0415  # imports sqlite-utils

    found, expected = dict(store.rows(_SCHEMA)), expected_schema(_SCHEMA)
    broken = sorted(name for name, sql in expected.items() if found.get(name) != sql)
    if broken:
        told = Message("missing or changed: {names}", names=", ".join(broken))
        return Diagnosis(Level.FAIL, Message("schema"), told, RESTORE)
    if others := sorted(found.keys() - expected.keys()):
        return Diagnosis(
            Level.WARN,
            Message("schema"),
            Message("not of medsos: {names}", names=", ".join(others)),
        )
    return Diagnosis(
        Level.OK,
        Message("schema"),
        Message("version {version}, with every guard in place", version=version),
    )


def _examine_custody(store: Store) -> Diagnosis:
    if impossible := store.rows(_IMPOSSIBLE).fetchone():
        told = Message(
            "event {event} is of {day}, which is no day", event=impossible[0], day=impossible[1]
        )
        return Diagnosis(Level.FAIL, Message("custody"), told, RESTORE)
    current = store.rows("pragma user_version").fetchone()[0] == SCHEMA_VERSION
    events_as_they_read = "happened" if current else "custody_event"
    rows = store.rows(f"select {EVENT_COLUMNS} from {events_as_they_read} order by device, event")
    for number, events in groupby(map(read_event, rows), key=lambda event: event.device):
        try:
            replay(Device(number, _tag_of(store, number)), events, date.max)
        except CustodyError as error:
            return Diagnosis(
                Level.FAIL, Message("custody"), Message("{error}", error=error), RESTORE
            )
    return Diagnosis(
        Level.OK, Message("custody"), Message("every event follows the rules of custody")
    )


def _tag_of(store: Store, number: int) -> str:
    return str(store.rows("select tag from device where id = ?", (number,)).fetchone()[0])


def _examine_backup(store: Store, clock: Clock) -> Diagnosis:
    hint = Message("say: medsos backup FILE, every night; see: medsos schedule")
    last = last_backup(store)
    if last is None:
        return Diagnosis(Level.WARN, Message("backup"), Message("none has been made"), hint)
    made_at, file = last
    age = (datetime.fromisoformat(clock.stamp) - datetime.fromisoformat(made_at)).days
    last_one = {"file": file, "moment": clock.local_moment(made_at)}
    if not Path(file).exists():
        told = Message("the last is {file}, of {moment}, and is not there any more", **last_one)
        return Diagnosis(Level.WARN, Message("backup"), told, hint)
    if age > _BACKUP_DAYS:
        told = Message("the last is {file}, of {moment}, {days} days ago", days=age, **last_one)
        return Diagnosis(Level.WARN, Message("backup"), told, hint)
    if on_one_disk(store.path, Path(file)):
        told = Message("the last is {file}, of {moment}, on the database's own disk", **last_one)
        elsewhere = Message("keep copies on another disk too: a stick, another machine")
        return Diagnosis(Level.WARN, Message("backup"), told, elsewhere)
    return Diagnosis(
        Level.OK, Message("backup"), Message("the last is {file}, of {moment}", **last_one)
    )


def engine() -> str:
    """Return the version of SQLite."""
    return sqlite3.sqlite_version


def count_all(store: Store) -> dict[str, int]:
    """Return the schema's version, and how many rows there are of each thing."""
    cursor = store.rows(_COUNTS)
    counts = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    views = {name for (name,) in store.rows("select name from sqlite_schema where type = 'view'")}
    for view, (what, asked) in _LATER_COUNTS.items():
        if view in views:
            counts[what] = store.rows(asked).fetchone()[0]
    return counts
