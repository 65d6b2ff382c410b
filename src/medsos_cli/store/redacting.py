"""Redactions: a person's name, NIP and position blanked for good, while the seals still hold."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from secrets import token_bytes
from typing import NamedTuple

from medsos_cli.errors import CustodyError
from medsos_cli.models import CustodyEvent
from medsos_cli.rules.blanking import holdings, refuse_answering, refuse_recent
from medsos_cli.rules.seals import digest_person
from medsos_cli.store.database import Store
from medsos_cli.store.devices import device_of
from medsos_cli.store.events import EVENT_COLUMNS, find_event, latest_standing, read_event

_NAMES_SOMEBODY = """
select 1 from (
    select event, holder, nip, position from custody_event where event = :event
    union all select event, holder, nip, position from amendment where event = :event
) where coalesce(holder, nip, position) is not null limit 1
"""


class Redaction(NamedTuple):
    """On whose word data are blanked: the paper that decides it, why, when (UTC) and by whom."""

    document: str
    reason: str
    recorded_at: str
    recorded_by: str


def redact(
    store: Store, numbers: Iterable[int], word: Redaction, today: date, years: int | None
) -> list[int]:
    """Blank who had a device in these events, and in all that name the same holder of it.

    Returns the numbers of the events that were blanked. Raises `CustodyError` where there is
    no such event, it names nobody, who it names answers for the device now, or it is
    not older than so many `years`. Call it inside a transaction, and `forget` after it.
    """
    blanked: list[int] = []
    for number in numbers:
        asked = find_event(store, number)
        if is_blanked(store, number):
            continue
        if not _names_somebody(store, number):
            raise CustodyError("event {event} names nobody", "see: medsos history", event=number)
        for event in _naming_the_same(store, asked):
            refuse_recent(event, today, years)
            _blank(store, event.event, word)
            blanked.append(event.event)
    return sorted(blanked)


def forget(store: Store) -> bool:
    """Write the file anew, so that nothing of what was blanked is left in unused parts of it.

    Tells whether it was: not while another program reads it, or writes.
    """
    try:
        store.rows("vacuum")
        (busy, *_) = store.rows("pragma wal_checkpoint(truncate)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
        return False
    return not busy


def _naming_the_same(store: Store, asked: CustodyEvent) -> Iterator[CustodyEvent]:
    """Yield the events that name the holder of the same handover, as far as they still do."""
    device, last = device_of(store, asked.device), latest_standing(store, asked.device)
    rows = store.rows(
        f"select {EVENT_COLUMNS} from happened where device = ? order by event", (device.id,)
    )
    events = [*map(read_event, rows)]
    handover = holdings(events)
    holding = handover[asked.event]
    if last:
        refuse_answering(device, last, of_it=handover[last.event] == holding)
    for event in events:
        same = event == asked or (holding and handover[event.event] == holding)
        if same and _names_somebody(store, event.event):
            yield event


def _names_somebody(store: Store, event: int) -> bool:
    return store.rows(_NAMES_SOMEBODY, {"event": event}).fetchone() is not None


def is_blanked(store: Store, event: int | None) -> bool:
    """Tell whether who had the device in an event was blanked."""
    found = store.rows("select 1 from redaction where event = ?", (event,))
    return found.fetchone() is not None


def _blank(store: Store, event: int, word: Redaction) -> None:
    """Let the digests of the seals alone stand for the person."""
    store.rows("insert into redaction values (?, ?, ?, ?, ?)", (event, *word))
    for table in ("custody_event", "amendment"):
        rows = store.rows(
            f"select rowid, salt, holder, nip, position from {table} where event = ?", (event,)
        ).fetchall()
        for row, salt, *person in rows:
            # One that has no seal gets a digest that nobody can try names on, likewise.
            digest = digest_person(salt or token_bytes(16), *person)
            store.rows(
                f"update {table} set person = ?, salt = null, holder = null, nip = null, "
                "position = null where rowid = ?",
                (digest, row),
            )
