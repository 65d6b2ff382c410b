"""Devices on record, and what is stated of them."""

import json
from collections.abc import Collection, Iterable, Iterator

from medsos_cli.errors import InputError, Message, UnknownError, spoken
from medsos_cli.models import Device
from medsos_cli.store.agencies import Suggestions, Words
from medsos_cli.store.database import Store, one_of
from medsos_cli.store.statements import state_where_new
from medsos_cli.words.names import all_of, same_key

DEVICE_COLUMNS = ", ".join(Device._fields)
# The index of all tags knows the case of ASCII letters alone; the others have one of their own.
_TAGGED = """
select id from device where tag in (select value from json_each(:tags)) union
select id from device where tag glob '*[^ -~]*'
    and same_key(tag) in (select value from json_each(:tags))
"""
_FORMER = """
select distinct device from statement
where device is not null and field in ('tag', 'imei', 'imei2') and same_key(value) = ?
"""


def find_device(store: Store, word: str, near: Suggestions | None = None) -> Device:
    """Find a device by its tag, else by an IMEI; raises `InputError` with the near ones."""
    (found,) = find_devices(store, [word], near)
    if isinstance(found, UnknownError):
        raise found
    return found


def find_devices(
    store: Store, words: Iterable[str], near: Suggestions | None = None
) -> Iterator[Device | UnknownError]:
    """Yield for each word the device with that tag, else with that IMEI, else what is wrong."""
    names = [word.strip() for word in words]
    known, near = devices_by_word(store, names), near or Suggestions()
    for name in names:
        yield known.get(name) or _unknown(store, name, near)


def devices_by_word(store: Store, words: Collection[str]) -> dict[str, Device]:
    """Return the device with that tag, else with that IMEI, for each word that is one."""
    by_imei: dict[str, Device] = {}
    by_tag: dict[str, Device] = {}
    for device in devices_called(store, words, words):
        by_tag.setdefault(same_key(device.tag), device)  # of a day two may have had one label
        for imei in filter(None, (device.imei, device.imei2)):
            by_imei.setdefault(imei, device)
    found = {word: by_tag.get(same_key(word)) or by_imei.get(word) for word in words}
    return {word: device for word, device in found.items() if device}


def _unknown(store: Store, name: str, near: Suggestions) -> UnknownError:
    hint = near.hint(store, name, "select tag, imei from device")
    return UnknownError("no device is called {word!r}", hint or "see: medsos devices", word=name)


def devices_called(
    store: Store, tags: Iterable[str], imeis: Iterable[str | None]
) -> Iterator[Device]:
    """Yield the devices that have one of these tags or IMEIs; of two the one that came first."""
    for row in store.rows(
        f"select {DEVICE_COLUMNS} from device where id in ("
        f"{_TAGGED} union "
        "select id from device where imei in (select value from json_each(:imeis)) union "
        "select id from device where imei2 in (select value from json_each(:imeis))) "
        "order by since, id",
        {"tags": one_of(map(same_key, tags)), "imeis": one_of(imeis)},
    ):
        yield Device(*row)


def formerly_called(store: Store, word: str) -> list[Device]:
    """Return the devices that had a label or an IMEI and have it no more, who never was too."""
    rows = store.rows(_FORMER, (same_key(word),)).fetchall()
    return [device_of(store, number) for (number,) in rows]


def device_of(store: Store, number: int) -> Device:
    """Return the device with this id, which must be on record."""
    row = store.rows(f"select {DEVICE_COLUMNS} from device where id = ?", (number,)).fetchone()
    return Device(*row)


def since_of(store: Store, device: Device) -> str:
    """Return the day (2020-12-03) from which a device is on record."""
    return str(store.rows("select since from device where id = ?", (device.id,)).fetchone()[0])


def refuse_known(store: Store, device: Device, but: Device | None = None) -> None:
    """Raise `InputError` when tag or an IMEI of a device is on record of another than `but`."""
    for word in filter(None, (device.tag, device.imei, device.imei2)):
        known = next(devices_called(store, [word], [word]), None)
        if known and (but is None or known.id != but.id):
            raise InputError(
                "{word} is on record already, as {tag}",
                "see: medsos devices",
                word=word,
                tag=known.tag,
            )


def warn_shared(
    store: Store, fields: Collection[str | None], first: int, changed: Iterable[int] = ()
) -> Iterator[Message]:
    """Yield a warning for each number that several devices have, one of those asked about too.

    Those are the `changed` ones, and all with an id from `first` on.
    """
    for field in ("phone_number", "iccid", "serial"):
        if field not in fields:
            continue
        for number, tags in store.rows(
            f"select {field}, json_group_array(tag) from device where {field} is not null "
            f"group by {field} having count(*) > 1 and "
            "sum(id >= :first or id in (select value from json_each(:changed)))",
            {"first": first, "changed": one_of(changed)},
        ):
            yield Message(
                "warning: {field} {number} is that of {handsets}; clear it where it is wrong",
                field=spoken(field),
                number=number,
                handsets=all_of(sorted(json.loads(tags))),
            )


def has_devices(store: Store) -> bool:
    """Tell whether any device is on record."""
    return store.rows("select 1 from device limit 1").fetchone() is not None


def next_device_id(store: Store) -> int:
    """Return the id that the next new device gets."""
    return int(store.rows("select coalesce(max(id), 0) + 1 from device").fetchone()[0])


def add_devices(
    store: Store, devices: Iterable[Device], word: Words[Device], registered_at: str
) -> None:
    """Write devices that are not on record yet; `registered_at` (UTC) is the moment of it."""
    store.write_all(
        f"insert into device ({DEVICE_COLUMNS}, act, since, line, registered_at) "
        f"values ({', '.join('?' * (len(Device._fields) + 4))})",
        ((*device, *word(device)[:3], registered_at) for device in devices),
    )


def change_devices(
    store: Store,
    changes: Iterable[tuple[Device, Device]],
    word: Words[Device],
    swapped: Collection[int] = (),
) -> None:
    """State what is new of devices on record, each as it was and as it is.

    Those that get each other's label or IMEIs first have none: no two may have the same.
    """
    changes = list(changes)
    mixed_up = [(was, now) for was, now in changes if now.id in swapped]
    for n, fact in enumerate(("tag", "imei", "imei2"), start=1):
        released = [
            (now.id, f"released {now.id}" if fact == "tag" else None, word(now))
            for was, now in mixed_up
            if was[n] != now[n]
        ]
        state_where_new(store, "device", fact, released)
    for n, fact in enumerate(Device._fields[1:], start=1):
        stated = [
            (now.id, getattr(now, fact), word(now)) for was, now in changes if was[n] != now[n]
        ]
        if stated:
            state_where_new(store, "device", fact, stated)
