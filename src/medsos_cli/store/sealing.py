"""Seals: made as events and amendments are written, and looked at again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from operator import attrgetter, itemgetter
from secrets import token_bytes
from typing import Any, TypeAlias

from medsos_cli.rules.seals import (
    START,
    Link,
    SealedAmendment,
    SealedEvent,
    digest_person,
    make_seal,
)
from medsos_cli.store.as_of import device_fact
from medsos_cli.store.database import Store, one_of

Row: TypeAlias = Mapping[str, Any]
"""An event or an amendment by its columns."""

AMENDMENT_SEAL = ("chained_at", "salt", "place", "seal")
_DEVICE_THEN = ("label_then", "imei_then", "serial_then")
EVENT_SEAL = (*_DEVICE_THEN, *AMENDMENT_SEAL)
# Of most devices these were never stated anew: then they are of every day.
_DEVICES = """
select id, exists (select 1 from statement where device = t.id
    and field in ('tag', 'imei', 'serial')) as restated, tag, imei, serial
from device t where id in (select value from json_each(?))
"""
_DEVICES_THEN = f"""
select id, {device_fact("tag", ":day")}, {device_fact("imei", ":day")},
    {device_fact("serial", ":day")}
from device t where id in (select value from json_each(:devices))
"""
_NO_DEVICE = dict.fromkeys(_DEVICE_THEN)
# Also where another program took the chain's end away, or put it back.
_LAST = """
select max(place), seal from (
    select place, seal from last_seal
    union all select max(place), seal from custody_event
    union all select max(place), seal from amendment
)
"""
_COVERED = {kind: itemgetter(*kind._fields) for kind in (SealedEvent, SealedAmendment)}
_SOME = 500


def seal_events(
    store: Store, rows: Iterable[Row], chained_at: str | None = None
) -> list[dict[str, Any]]:
    """Return events with their seals, in this order at the chain's end; `day` is a text.

    `chained_at` (UTC) is the moment where they are on record already. Call it where they
    are written, inside a transaction.
    """
    rows = [*rows]
    then = _devices_then(store, rows)
    sealed = ({**row, **then.get((row["day"], row["device"]), _NO_DEVICE)} for row in rows)
    return _seal(store, SealedEvent, sealed, chained_at)


def _devices_then(store: Store, rows: Iterable[Row]) -> dict[tuple[str, int], Row]:
    """Return label, IMEI and serial of the devices as they were, by day and device."""
    asked: dict[int, set[str]] = {}
    for row in rows:
        asked.setdefault(row["device"], set()).add(row["day"])
    then: dict[tuple[str, int], Row] = {}
    restated: dict[str, list[int]] = {}
    for device, is_restated, *facts in store.rows(_DEVICES, (one_of(asked),)):
        now = dict(zip(_DEVICE_THEN, facts, strict=True))
        then |= dict.fromkeys(((day, device) for day in asked[device]), now)
        for day in asked[device] if is_restated else ():
            restated.setdefault(day, []).append(device)
    for day, devices in restated.items():
        known = {"day": day, "devices": one_of(devices)}
        for device, *facts in store.rows(_DEVICES_THEN, known):
            then[day, device] = dict(zip(_DEVICE_THEN, facts, strict=True))
    return then


def seal_amendments(
    store: Store, rows: Iterable[Row], chained_at: str | None = None
) -> list[dict[str, Any]]:
    """Return amendments with their seals, likewise; `amendment` is an amendment's number."""
    return _seal(store, SealedAmendment, rows, chained_at)


def _seal(
    store: Store,
    kind: type[SealedEvent | SealedAmendment],
    rows: Iterable[Row],
    chained_at: str | None,
) -> list[dict[str, Any]]:
    place, seal = store.rows(_LAST).fetchone()
    place, seal = place or 0, seal or START
    sealed = []
    new = {"chained_at": chained_at, "person": None, "redacted": 0}
    for row in rows:
        own = {**row, **new, "salt": token_bytes(16)}
        own["place"] = place = place + 1
        own["seal"] = seal = make_seal(seal, _said(kind, own))
        sealed.append(own)
    return sealed


def insert_sealed(store: Store, table: str, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert these columns of rows that were given a seal, and let the chain end with the last."""
    store.insert_all(table, names, map(itemgetter(*names), rows))
    _end_chain(store, rows)


def _end_chain(store: Store, rows: Sequence[Row]) -> None:
    if rows:
        store.rows("update last_seal set place = :place, seal = :seal", rows[-1])


def _said(kind: type[SealedEvent | SealedAmendment], row: Row) -> SealedEvent | SealedAmendment:
    """Return what a seal covers of a row, which stands with a salt, or blanked by a redaction.

    A digest is a person's only where nothing else is; what a redaction left as it was is wrong.
    """
    salt, *person_now = (row[name] for name in ("salt", "holder", "nip", "position"))
    person = digest_person(salt or b"", *person_now)
    if row["redacted"] and (kind is SealedEvent or row["person"] is not None):
        blank = salt is None and not any(person_now)
        person = row["person"] if blank and row["person"] else b""
    elif row["person"] is not None:
        person = b""
    return kind._make(_COVERED[kind]({**row, "person": person.hex()}))


def end_of_chain(store: Store) -> tuple[int, bytes]:
    """Return the last place in the chain, and its seal."""
    return store.rows("select place, seal from last_seal").fetchone() or (0, START)


def chain_of(store: Store, event: int | None = None) -> Iterator[Link]:
    """Yield everything that is sealed, or what is of one event, in the order of the chain."""
    asked = "where place > 0 and coalesce(event = :event, true) order by place"
    redacted = "event in (select event from redaction) as redacted"
    events = store.named_rows(f"select *, {redacted} from custody_event {asked}", {"event": event})
    amendments = store.named_rows(
        f"select *, id as amendment, {redacted} from amendment {asked}", {"event": event}
    )
    return merge(
        (_link(SealedEvent, row) for row in events),
        (_link(SealedAmendment, row) for row in amendments),
        key=attrgetter("place"),
    )


def _link(kind: type[SealedEvent | SealedAmendment], row: Row) -> Link:
    return Link(row["place"], row["seal"], _said(kind, row))


def chain_all(store: Store) -> None:
    """Seal what is on record without: the events, then the amendments, in their order."""
    (now,) = store.rows("select strftime('%Y-%m-%dT%H:%M:%SZ', 'now')").fetchone()
    for rows in _in_parts(store, "custody_event", "event", "*"):
        _write_seals(store, "custody_event", "event", EVENT_SEAL, seal_events(store, rows, now))
    for rows in _in_parts(store, "amendment", "id", "*, id as amendment"):
        _write_seals(store, "amendment", "id", AMENDMENT_SEAL, seal_amendments(store, rows, now))


def _in_parts(store: Store, table: str, key: str, columns: str) -> Iterator[list[Row]]:
    last = 0
    while rows := [
        *store.named_rows(
            f"select {columns} from {table} where {key} > ? "
            f"order by {key} limit {_SOME}", (last,),
        )
    ]:  # fmt: skip
        yield rows
        last = rows[-1][key]


def _write_seals(
    store: Store, table: str, key: str, names: Iterable[str], rows: Sequence[Row]
) -> None:
    sets = ", ".join(f"{name} = :{name}" for name in names)
    store.write_all(f"update {table} set {sets} where {key} = :{key}", rows)
    _end_chain(store, rows)
