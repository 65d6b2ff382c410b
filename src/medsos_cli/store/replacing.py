"""Another unit under the same label, and a handset that never was."""

from collections.abc import Iterator, Sequence
from datetime import date

from medsos_cli.errors import InputError, Message
from medsos_cli.models import CustodyEvent, Device, DeviceState, EventKind, Word
from medsos_cli.rules.custody import state_after
from medsos_cli.rules.paper import replacement_reason
from medsos_cli.store.database import Store, one_of
from medsos_cli.store.devices import add_devices, next_device_id, refuse_known
from medsos_cli.store.events import latest_standing, record
from medsos_cli.store.statements import Stated, state
from medsos_cli.words.days import Clock
from medsos_cli.words.names import same_key

# What was put right from the start never was.
_BORE = """
select d.tag from statement s join device d on d.id = s.device
join statement t on t.device = s.device and t.field = 'tag' and t.id > s.id
where s.field = 'tag' and same_key(s.value) = :label and s.device <> :device
    and not t.from_start and t.day between s.day and :day and not exists (
        select 1 from statement w
        where w.device = s.device and w.field = 'tag' and w.from_start and w.id > s.id
    )
group by d.id order by min(t.day) desc, min(t.id) desc
"""


def replace_unit(
    store: Store, old: Device, unit: Device, label: str, said: tuple[CustodyEvent, Word, Clock]
) -> Iterator[tuple[Device, CustodyEvent]]:
    """Write a device off, under another label, and let a new unit go on in its place.

    `said` is the draft of the events, whose word it is, and the clock. Its document is of the
    exchange: the decree of the write-off is another, and comes later. Yields what was
    recorded. Raises `CustodyError` where something cannot follow.
    """
    draft, word, clock = said
    last = latest_standing(store, old.id)
    held = last if state_after(last) is DeviceState.HELD else None
    back = [draft._replace(device=old.id, kind=EventKind.RETURN)] if held else []
    gone = draft._replace(
        device=old.id, kind=EventKind.WRITTEN_OFF, document=None,
        note=replacement_reason(unit, draft.document),
    )  # fmt: skip
    for draft_of in (*back, gone):
        yield from ((old, event) for event in record(store, old, [draft_of], clock.today))
    state(store, [Stated(old.id, "tag", label, word, draft.document)])
    new = unit._replace(id=next_device_id(store), tag=old.tag, model=unit.model or old.model)
    add_devices(store, [new], lambda _: word, clock.stamp)
    if held:
        onward = draft._replace(
            device=new.id, kind=EventKind.HANDOVER, agency=held.agency, holder=held.holder,
            nip=held.nip, position=held.position,
        )  # fmt: skip
        yield from ((new, event) for event in record(store, new, [onward], clock.today))


def label_afterwards(store: Store, old: Device, said: str | None) -> str:
    """Return what a replaced unit is called from then on; raises `InputError` where it cannot."""
    label = said or old.imei
    if label is None:
        raise InputError("{tag} has no IMEI to be known by", "say --old-label TAG", tag=old.tag)
    refuse_known(store, Device(0, label), but=None if said else old)
    return label


def bore_before(store: Store, device: Device, day: date) -> list[Message]:
    """Say which other devices had a device's label up to a day, the latest first."""
    asked = {"label": same_key(device.tag), "device": device.id, "day": day.isoformat()}
    said = "the unit that bore this label before: {tag}; medsos history {tag}"
    return [Message(said, tag=tag) for (tag,) in store.rows(_BORE, asked)]


def refuse_stated_since(store: Store, device: Device, facts: Sequence[str]) -> None:
    """Raise `InputError` where a fact of a device was stated of a day: it goes on from there."""
    row = store.rows(
        "select max(day) from statement where device = ? and id > 0 and not from_start "
        "and field in (select value from json_each(?))",
        (device.id, one_of(facts)),
    ).fetchone()
    if row[0]:
        raise InputError(
            "what {tag} has was stated of {day}, so the two were not mixed up from the start",
            "give each its own in one file: medsos import",
            tag=device.tag,
            day=row[0],
        )


def withdraw_device(store: Store, device: Device, word: Word, reason: str) -> None:
    """State that a device never was; its label and numbers are free for another.

    Raises `InputError` where anything has happened to it.
    """
    row = store.rows("select max(event) from custody_event where device = ?", (device.id,))
    if event := row.fetchone()[0]:
        raise InputError(
            "{tag} has a history: event {event}",
            "put it right with device set, or write it off",
            tag=device.tag,
            event=event,
        )
    facts = {"withdrawn": reason, "tag": f"{device.tag}~{device.id}", "imei": None, "imei2": None}
    state(
        store, (Stated(device.id, fact, value, word, None, reason) for fact, value in facts.items())
    )
