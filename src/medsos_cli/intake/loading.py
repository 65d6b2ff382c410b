"""A roster's rows against the record, some hundred at a time: load, and write back."""

from collections.abc import Collection, Sequence
from contextlib import suppress

from medsos_cli.intake.record import ENOUGH_OWNERS, Claims, Put, Record, Refused
from medsos_cli.intake.rows import RosterRow
from medsos_cli.models import Account, Agency, Device, Platform, Word, compare_key
from medsos_cli.store.agencies import (
    accounts_of,
    add_accounts,
    add_agencies,
    change_accounts,
    change_agencies,
    owners_of_keys,
)
from medsos_cli.store.agency_names import OfficeNames, agencies_called
from medsos_cli.store.amendments import Amender, save_amendments
from medsos_cli.store.claims import claims_about, save_claims
from medsos_cli.store.database import Store
from medsos_cli.store.devices import add_devices, change_devices, devices_called, next_device_id
from medsos_cli.store.events import next_event_number, save_events, standing_events
from medsos_cli.store.sightings import record_sightings
from medsos_cli.store.statements import begin_act, state_where_new, stated_days
from medsos_cli.words.names import code_from, name_key, same_key
from medsos_cli.words.regencies import Namesakes


def load_record(
    store: Store, rows: Sequence[RosterRow], record: Record, names: OfficeNames
) -> Record:
    """Add to an empty record what is on record about everything that these rows name."""
    record.home, record.namesakes, record.met = names.home, names.namesakes, names.met
    record.successors, record.former = names.successors, names.former
    record.next_device, record.next_event = next_device_id(store), next_event_number(store)
    new_names = _load_agencies(store, rows, record)
    _load_devices(store, rows, record)
    things = [f"agency {code}" for code in record.agencies]
    things += [f"device {number}" for number in record.devices]
    for thing, claims in claims_about(store, things):
        record.claims[thing] = Claims(*claims)
    record.namesakes.update((key, Namesakes()) for key in new_names)
    for code, agency in record.agencies.items():
        if (key := name_key(agency.name)) in new_names:
            known = record.claims.get(f"agency {code}", Claims())
            record.namesakes[key].add(code, agency.name, unread="agency" not in known.stated)
    return record


def _load_agencies(store: Store, rows: Sequence[RosterRow], record: Record) -> set[str]:
    """Load the agencies that rows name, and all of each name that was not asked for yet."""
    keys = {name_key(row.name) for row in rows if row.name}
    without_code = {row.name for row in rows if row.name and not row.code}
    codes = {*(row.code for row in rows), *map(code_from, without_code)}
    codes |= {record.former[key] for key in keys & record.former.keys()}
    renamed = sum(1 for row in rows if row.code and row.name)
    for name in without_code:
        with suppress(Refused):  # one that cannot be told is told as its row is merged
            if len(named := record.named(name)) <= renamed + 1:
                codes.update(named)
    new_names = keys - record.namesakes.keys()
    for agency in agencies_called(store, codes, new_names):
        record.agencies[agency.code] = agency
    record.since |= stated_days(store, "agency", record.agencies)
    for account, since in accounts_of(store, record.agencies):
        place = account.agency, account.platform
        record.accounts[place], record.stated[place] = account, since
    handles = {
        (platform, compare_key(platform, statement.handle))
        for row in rows
        for platform, statement in row.statements.items()
        if statement.handle
    }
    for platform in {platform for platform, _ in handles}:
        wanted = [key for each, key in handles if each is platform]
        for key, owner in owners_of_keys(store, platform, wanted, ENOUGH_OWNERS):
            record.add_owner(platform, key, owner)
    return new_names


def _load_devices(store: Store, rows: Sequence[RosterRow], record: Record) -> None:
    stated = [row.device for row in rows if row.device]
    imeis = {imei for device in stated for imei in (device.imei, device.imei2)}
    for device in stated:
        if device.tag:
            imeis_of = record.paired.setdefault(same_key(device.tag), set())
            imeis_of.update(filter(None, (device.imei, device.imei2)))
    for device in devices_called(store, {device.tag for device in stated}, imeis):
        record.devices[device.id] = device
        record.by_tag[same_key(device.tag)] = device.id
        record.by_imei |= dict.fromkeys(filter(None, (device.imei, device.imei2)), device.id)
    record.since |= stated_days(store, "device", record.devices)
    handovers = (row.handover.day for row in rows if row.handover)
    days = {*handovers, *(row.returned_on for row in rows if row.returned_on)}
    for event in standing_events(store, record.devices, [day.isoformat() for day in days]):
        record.know_event(event)


def _save_agencies(store: Store, put: Put[str, Agency]) -> None:
    def word(agency: Agency) -> Word:
        return put.words[agency.code]

    add_agencies(store, put.new.values(), word)
    change_agencies(store, (now for _, now in put.changed.values()), word)


def _save_accounts(store: Store, put: Put[tuple[str, Platform], Account]) -> None:
    def word(account: Account) -> Word:
        return put.words[account.agency, account.platform]

    add_accounts(store, put.new.values(), word)
    change_accounts(store, (now for _, now in put.changed.values()), word)


def _save_devices(
    store: Store, put: Put[int, Device], stamp: str, swapped: Collection[int]
) -> None:
    def word(device: Device) -> Word:
        return put.words[device.id]

    change_devices(store, put.changed.values(), word, swapped)  # first: a label may be free then
    add_devices(store, put.new.values(), word, stamp)


def _save_facts(store: Store, facts: Sequence[tuple[str | int, str, str | None, Word]]) -> None:
    sorts = {("device" if isinstance(thing, int) else "agency", fact) for thing, fact, *_ in facts}
    for table, fact in sorted(sorts):
        stated = ((of, value, word) for of, each, value, word in facts if each == fact)
        of_table = (row for row in stated if isinstance(row[0], int) is (table == "device"))
        state_where_new(store, table, fact, of_table, again=True)


def save_record(store: Store, record: Record, source: str, names: OfficeNames) -> None:
    """Write back what the rows of a file (`source`) changed, and count their sightings."""
    puts = (record.agencies_put, record.accounts_put, record.devices_put)
    if record.facts or any(put.words for put in puts):
        begin_act(store, record.clock.stamp, record.by, source, record.act)
    _save_agencies(store, record.agencies_put)
    _save_accounts(store, record.accounts_put)
    _save_devices(store, record.devices_put, record.clock.stamp, record.swapped)
    _save_facts(store, record.facts)
    save_events(store, record.events)
    save_amendments(store, record.amended.values(), Amender(record.clock.stamp, record.by))
    for status, count in record_sightings(store, record.sightings, record.clock).items():
        record.counts["last posts", status] += count
    _learn(names, record)
    claims = ((thing, (each.stated, each.status)) for thing, each in record.claims.items())
    save_claims(store, claims)


def _learn(names: OfficeNames, record: Record) -> None:
    """Let what these rows said of names be known to those that follow."""
    put = record.agencies_put
    former = [(code, before.name) for code, (before, _) in put.changed.items()]
    former += [(str(of), name) for of, fact, name, _ in record.facts if fact == "name" and name]
    names.learn(former)
    names.forget_few()
