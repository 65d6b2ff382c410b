"""Custody events: the log, and where each device stands after it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from medsos_cli.custody import admit, admit_void, complete
from medsos_cli.errors import CustodyError
from medsos_cli.models import CustodyEvent, Device, EventKind
from medsos_cli.store.database import Store
from medsos_cli.store.devices import device_of

EVENT_COLUMNS = ", ".join(CustodyEvent._fields)


def read_event(row: tuple[Any, ...]) -> CustodyEvent:
    """Make an event of its columns, in the order of `EVENT_COLUMNS`."""
    device, kind, day, *rest = row
    return CustodyEvent(device, EventKind(kind), date.fromisoformat(day), *rest)


def latest_standing(store: Store, device: int) -> CustodyEvent | None:
    """Return the latest event of a device that nothing has taken back."""
    row = store.rows(
        f"select {EVENT_COLUMNS} from standing_event where device = ? order by event desc limit 1",
        (device,),
    ).fetchone()
    return read_event(row) if row else None


def next_event_number(store: Store) -> int:
    """Return the number that the next event gets."""
    return int(store.rows("select coalesce(max(event), 0) + 1 from custody_event").fetchone()[0])


def save_events(store: Store, events: Iterable[CustodyEvent]) -> None:
    """Write events that `admit` has let pass, oldest first."""
    store.write_all(
        f"insert into custody_event ({EVENT_COLUMNS}) "
        f"values ({', '.join('?' * len(CustodyEvent._fields))})",
        ((*event[:2], event.day.isoformat(), *event[3:]) for event in events),
    )


def record(
    store: Store, device: Device, drafts: Sequence[CustodyEvent], today: date
) -> list[CustodyEvent]:
    """Record what happened to one device, in this order; return the events with their numbers.

    A handover right after a return in the same call is a transfer. `today` is
    the office's day. Raises `CustodyError` when one of them cannot follow; then
    nothing may be kept, so call it inside a transaction.
    """
    last = latest_standing(store, device.id)
    events: list[CustodyEvent] = []
    for number, draft in enumerate(drafts, start=next_event_number(store)):
        event = complete(last, draft)._replace(event=number)
        if events and event.kind is EventKind.HANDOVER:
            event = event._replace(transfer_of=events[-1].event)
        admit(device, last, event, today)
        events.append(event)
        last = event
    save_events(store, events)
    return events


def find_recorded(
    store: Store, draft: CustodyEvent, before: int, taken: Collection[int]
) -> CustodyEvent | None:
    """Return the standing event that says the same, with a number below `before` and not `taken`.

    What it says is device, kind and day, of a handover the party too; of several
    the one under the same document, else the oldest.
    """
    rows = store.rows(
        f"select {EVENT_COLUMNS} from standing_event "
        "where device = ? and kind = ? and day = ? and event < ? "
        "and (kind <> 'handover' or (agency = ? and holder = ? collate nocase)) "
        "order by document is not ?, event",
        (
            draft.device, draft.kind, draft.day.isoformat(), before, draft.agency, draft.holder,
            draft.document,
        ),
    )  # fmt: skip
    return next((event for event in map(read_event, rows) if event.event not in taken), None)


def find_event(store: Store, number: int) -> CustodyEvent:
    """Return the event of that number; raises `CustodyError` when there is none."""
    row = store.rows(
        f"select {EVENT_COLUMNS} from custody_event where event = ?", (number,)
    ).fetchone()
    if row is None:
        raise CustodyError(f"there is no event {number}", "see the numbers in: medsos history")
    return read_event(row)


def voided_by(store: Store, number: int) -> int | None:
    """Return the number of the void that has taken this event back, if one has."""
    row = store.rows("select event from custody_event where voids = ?", (number,)).fetchone()
    return int(row[0]) if row else None


def void(
    store: Store, number: int, void_of: Callable[[CustodyEvent], CustodyEvent]
) -> list[CustodyEvent]:
    """Take back an event, of a transfer both legs; return the voids with their numbers.

    `void_of` makes the void of one event. Raises `CustodyError` when there is no
    such event, it is taken back already, or is not its device's latest. Call it
    inside a transaction.
    """
    event = find_event(store, number)
    if by := voided_by(store, number):
        raise CustodyError(f"event {number} is void already, by event {by}")
    device = device_of(store, event.device)
    last = latest_standing(store, device.id)
    admit_void(device, last, event)
    legs = [last] if last else []
    if last and last.transfer_of:
        legs.append(find_event(store, last.transfer_of))
    start = next_event_number(store)
    voids = [void_of(leg)._replace(event=start + n) for n, leg in enumerate(legs)]
    save_events(store, voids)
    return voids
