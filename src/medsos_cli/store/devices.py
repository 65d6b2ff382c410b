"""Devices on record."""

from collections.abc import Iterable

from medsos_cli.errors import InputError
from medsos_cli.models import Device
from medsos_cli.store.database import Store
from medsos_cli.store.near import no_such

DEVICE_COLUMNS = ", ".join(Device._fields)


def find_device(store: Store, word: str) -> Device:
    """Find a device by its tag, else by an IMEI; raises `InputError` with the near ones."""
    word = word.strip()
    row = store.rows(
        f"select {DEVICE_COLUMNS} from device where tag = :word union all "
        f"select {DEVICE_COLUMNS} from device where imei = :word or imei2 = :word",
        {"word": word},
    ).fetchone()
    if row:
        return Device(*row)
    raise no_such(store, "device", word, "select tag, imei from device", "medsos devices")


def device_of(store: Store, number: int) -> Device:
    """Return the device with this id, which must be on record."""
    row = store.rows(f"select {DEVICE_COLUMNS} from device where id = ?", (number,)).fetchone()
    return Device(*row)


def refuse_known(store: Store, device: Device) -> None:
    """Raise `InputError` when the tag or an IMEI of a new device is on record already."""
    for word in (device.tag, device.imei, device.imei2):
        row = store.rows(
            "select tag from device where tag = :word or imei = :word or imei2 = :word",
            {"word": word},
        ).fetchone()
        if word and row:
            raise InputError(f"{word} is on record already, as {row[0]}", "see: medsos devices")


def has_devices(store: Store) -> bool:
    """Tell whether any device is on record."""
    return store.rows("select 1 from device limit 1").fetchone() is not None


def next_device_id(store: Store) -> int:
    """Return the id that the next new device gets."""
    return int(store.rows("select coalesce(max(id), 0) + 1 from device").fetchone()[0])


def save_devices(store: Store, devices: Iterable[Device], registered_at: str) -> None:
    """Write devices, new or changed; `registered_at` (UTC) is for the new ones."""
    columns = DEVICE_COLUMNS.split(", ")[1:]
    store.write_all(
        f"insert into device ({DEVICE_COLUMNS}, registered_at) "
        f"values ({', '.join('?' * (len(Device._fields) + 1))}) on conflict (id) do update set "
        + ", ".join(f"{column} = excluded.{column}" for column in columns),
        ((*device, registered_at) for device in devices),
    )
