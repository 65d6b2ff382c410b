"""A roster's rows against the record, some hundred at a time: load, and write back.

What the rows read so far have stated (`Claims`) waits in a temporary table, so a
roster of any length is read in the same memory.
"""

import json
from collections.abc import Iterable, Sequence

from medsos_cli.days import Clock
from medsos_cli.models import Agency, Device, EventKind, compare_key
from medsos_cli.names import code_from, name_key
from medsos_cli.roster.record import Claims, Record
from medsos_cli.roster.rows import RosterRow
from medsos_cli.store.agencies import read_account, save_accounts, save_agencies
from medsos_cli.store.custody import EVENT_COLUMNS, next_event_number, read_event, save_events
from medsos_cli.store.database import Store
from medsos_cli.store.devices import DEVICE_COLUMNS, next_device_id, save_devices
from medsos_cli.store.sightings import record_sightings

_CLAIMS = """
create temp table if not exists claim (
    thing text primary key, claims text not null
) without rowid
"""


def load_record(store: Store, rows: Sequence[RosterRow], clock: Clock, by: str) -> Record:
    """Return what is on record about everything that these rows name."""
    store.rows(_CLAIMS)
    record = Record(clock, by)
    record.next_device, record.next_event = next_device_id(store), next_event_number(store)
    _load_agencies(store, rows, record)
    _load_devices(store, rows, record)
    _load_claims(store, record)
    return record


def _some(values: Iterable[str | None]) -> tuple[str]:
    """Return values as the one parameter of `in (select value from json_each(?))`."""
    return (json.dumps([value for value in set(values) if value]),)


def _load_agencies(store: Store, rows: Sequence[RosterRow], record: Record) -> None:
    keys = _some(name_key(row.name) for row in rows if row.name)
    without_code = {row.name for row in rows if row.name and not row.code}
    codes = _some([*(row.code for row in rows), *map(code_from, without_code)])
    for code, name, kind, note in store.rows(
        "select code, name, kind, note from agency where code in (select value from json_each(?)) "
        "union select code, name, kind, note from agency "
        "where name_key in (select value from json_each(?))",
        codes + keys,
    ):
        record.agencies[code] = Agency(code, name, kind, note)
        record.codes.setdefault(name_key(name), []).append(code)
    for row in store.rows(
        "select agency, platform, has, handle from account "
        "where agency in (select value from json_each(?))",
        _some(record.agencies),
    ):
        account = read_account(*row)
        record.accounts[account.agency, account.platform] = account
    handles = {
        (platform, compare_key(platform, statement.handle))
        for row in rows
        for platform, statement in row.statements.items()
        if statement.handle
    }
    for platform in {platform for platform, _ in handles}:
        for key, owner in store.rows(
            "select key, agency from account "
            "where platform = ? and key in (select value from json_each(?))",
            (platform, *_some(key for each, key in handles if each is platform)),
        ):
            record.owners.setdefault((platform, key), set()).add(owner)


def _load_devices(store: Store, rows: Sequence[RosterRow], record: Record) -> None:
    stated = [row.device for row in rows if row.device]
    imeis = _some(imei for device in stated for imei in (device.imei, device.imei2))
    tags = _some(device.tag for device in stated)
    for row in store.rows(
        f"select {DEVICE_COLUMNS} from device where id in ("
        "select id from device where tag in (select value from json_each(?1)) union "
        "select id from device where imei in (select value from json_each(?2)) union "
        "select id from device where imei2 in (select value from json_each(?2)))",
        tags + imeis,
    ):
        device = Device(*row)
        record.devices[device.id] = device
        record.by_tag[device.tag.casefold()] = device.id
        record.by_imei |= dict.fromkeys(filter(None, (device.imei, device.imei2)), device.id)
    known = (json.dumps(list(record.devices)),)
    for row in store.rows(
        f"select {EVENT_COLUMNS} from standing_event "
        "where device in (select value from json_each(?)) order by event",
        known,
    ):
        event = read_event(row)
        record.last[event.device] = event
        if event.kind is EventKind.HANDOVER and event.agency and event.holder:
            holder = event.holder.casefold()
            record.handed.add((event.device, event.agency, holder, event.day.isoformat()))


def _load_claims(store: Store, record: Record) -> None:
    things = [f"agency {code}" for code in record.agencies]
    things += [f"device {number}" for number in record.devices]
    for thing, claims in store.rows(
        "select thing, claims from claim where thing in (select value from json_each(?))",
        _some(things),
    ):
        record.claims[thing] = Claims(*json.loads(claims))


def save_record(store: Store, record: Record) -> None:
    """Write back what the rows changed, and count their sightings."""
    save_agencies(store, record.changed_agencies.values())
    save_accounts(store, record.changed_accounts.values())
    save_devices(store, record.changed_devices.values(), record.clock.stamp)
    save_events(store, record.events)
    for status, count in record_sightings(store, record.sightings).items():
        record.counts["last posts", status] += count
    store.write_all(
        "insert into claim (thing, claims) values (?, ?) "
        "on conflict (thing) do update set claims = excluded.claims",
        (
            (thing, json.dumps((claims.stated, claims.status)))
            for thing, claims in record.claims.items()
        ),
    )


def forget_claims(store: Store) -> None:
    """Forget what the rows of one roster have stated."""
    store.rows("drop table if exists temp.claim")
