"""Custody events: the log, and where each device stands after it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from medsos_cli.errors import CustodyError, Message
from medsos_cli.models import Condition, CustodyEvent, Device, EventKind
from medsos_cli.rules.custody import admit, admit_void, complete, refuse_same_holder
from medsos_cli.rules.paper import Deed, Signer, refuse_without_paper
from medsos_cli.rules.seals import code_of
from medsos_cli.store.as_of import Standpoint, stand
from medsos_cli.store.database import Store, one_of
from medsos_cli.store.devices import device_of
from medsos_cli.store.sealing import EVENT_SEAL, seal_events, write_sealed
from medsos_cli.words.days import Clock
from medsos_cli.words.names import all_of

EVENT_COLUMNS = ", ".join(CustodyEvent._fields)

# Only what was RB once can be so when it is handed out.
_MAYBE_BROKEN = """
select d.id, d.tag, e.day from custody_event e join device d on d.id = e.device
where e.event >= ? and e.kind = 'handover' and d.id in (
    select device from custody_event where condition = 'RB' union
    select c.device from amendment a join custody_event c using (event)
    where a.condition = 'RB' union
    select device from stocktake_scan where condition = 'RB' union
    select device from statement where field = 'condition' and value = 'RB' union
    select id from device where condition = 'RB'
) order by e.event
"""


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


def standing_events(
    store: Store, devices: Iterable[int], days: Iterable[str] | None = None
) -> Iterator[CustodyEvent]:
    """Yield the events of these devices that nothing has taken back, oldest first.

    Of a device that has had thousands, a file asks for those of some days and the latest.
    """
    asked, of_days = "device in (select value from json_each(:devices))", ""
    if days is not None:
        of_days = (
            f"and day in (select value from json_each(:days)) union select {EVENT_COLUMNS} "
            f"from standing_event where event in (select max(event) from standing_event "
            f"where {asked} group by device)"
        )
    rows = store.rows(
        f"select {EVENT_COLUMNS} from standing_event where {asked} {of_days} order by event",
        {"devices": one_of(devices), "days": one_of(days or ())},
    )
    yield from map(read_event, rows)


def next_event_number(store: Store) -> int:
    """Return the number that the next event gets."""
    return int(store.rows("select coalesce(max(event), 0) + 1 from custody_event").fetchone()[0])


def save_events(store: Store, events: Iterable[CustodyEvent]) -> None:
    """Write events that `admit` has let pass, oldest first."""
    rows = ({**event._asdict(), "day": event.day.isoformat()} for event in events)
    names = (*CustodyEvent._fields, *EVENT_SEAL)
    write_sealed(
        store,
        f"insert into custody_event ({', '.join(names)}) values (:{', :'.join(names)})",
        seal_events(store, rows),
    )


def record(
    store: Store, device: Device, drafts: Sequence[CustodyEvent], today: date
) -> list[CustodyEvent]:
    """Record what happened to one device, in this order; return the events with their numbers.

    A handover right after a return in the same call is a transfer. `today` is
    the office's day. Raises `CustodyError` when one of them cannot follow; then
    nothing may be kept, so call it inside a transaction.
    """
    for draft in drafts:
        if draft.kind is EventKind.HANDOVER and draft.agency:
            refuse_closed(store, draft.agency, draft.day)
    last = latest_standing(store, device.id)
    events: list[CustodyEvent] = []
    for number, draft in enumerate(drafts, start=next_event_number(store)):
        event = complete(last, draft)._replace(event=number)
        if events and event.kind is EventKind.HANDOVER:
            event = event._replace(transfer_of=events[-1].event)
            refuse_same_holder(device, events[-1], event)
        admit(device, last, event, today)
        events.append(event)
        last = event
    save_events(store, events)
    return events


def refuse_closed(store: Store, agency: str, day: date) -> None:
    """Raise `CustodyError` where an agency is closed on a day: it takes nothing any more."""
    row = store.rows(
        "select closed from agency where code = ? and closed <= ?", (agency, day.isoformat())
    ).fetchone()
    if row:
        raise CustodyError(
            "{code} is closed since {day}", "name its successor", code=agency, day=row[0]
        )


def find_event(store: Store, number: int) -> CustodyEvent:
    """Return the event of that number; raises `CustodyError` when there is none."""
    row = store.rows(f"select {EVENT_COLUMNS} from happened where event = ?", (number,)).fetchone()
    if row is None:
        raise CustodyError(
            "there is no event {number}", "see the numbers in: medsos history", number=number
        )
    return read_event(row)


def voided_by(store: Store, number: int) -> int | None:
    """Return the number of the void that has taken this event back, if one has."""
    row = store.rows("select event from custody_event where voids = ?", (number,)).fetchone()
    return int(row[0]) if row else None


def void(store: Store, number: int, draft: CustodyEvent) -> list[CustodyEvent]:
    """Take back an event, of a transfer both legs; return the voids with their numbers.

    `draft` says when, by whom and why. Raises `CustodyError` when there is no such
    event, it is taken back already, or is not its device's latest. Call it inside a
    transaction. No trigger writes the second void: SQL has no SHA-256 to seal it with.
    """
    event = find_event(store, number)
    if by := voided_by(store, number):
        raise CustodyError("event {number} is void already, by event {by}", number=number, by=by)
    device = device_of(store, event.device)
    last = latest_standing(store, device.id)
    admit_void(device, last, event)
    legs = [last] if last else []
    if last and last.transfer_of:
        legs.append(find_event(store, last.transfer_of))
    voids = [
        draft._replace(
            event=event_number,
            device=leg.device,
            agency=leg.agency,
            holder=leg.holder,
            nip=leg.nip,
            voids=leg.event,
        )
        for event_number, leg in enumerate(legs, start=next_event_number(store))
    ]
    save_events(store, voids)
    return voids


def latest_with_paper(store: Store, device: Device) -> int:
    """Return the number of a device's latest standing event that has a paper.

    Raises `CustodyError` where there is none.
    """
    row = store.rows(
        "select max(event) from standing_event where device = ? and kind <> ?",
        (device.id, EventKind.FOUND),
    ).fetchone()
    if row[0] is None:
        raise CustodyError(
            "{tag} has never been handed over, so it has no paper",
            "to hand it over: medsos assign {tag} AGENCY --to NAME",
            tag=device.tag,
        )
    return int(row[0])


def condition_of(store: Store, device: int, day: date) -> str | None:
    """Return the latest condition that was told of a device, up to the end of a day."""
    row = store.rows(
        "select coalesce((select condition from device_seen where device = d.id and day <= ? "
        "and condition is not null order by day desc, recorded_at desc, event desc limit 1), "
        "condition) from device d where id = ?",
        (day.isoformat(), device),
    ).fetchone()
    return row[0] if row else None


def warn_broken(store: Store, first: int) -> Iterator[Message]:
    """Yield a warning if a handover, of the number `first` or a later one, is of a broken device.

    That is one whose condition is RB, as far as is known on that day.
    """
    tags = [
        tag
        for device, tag, day in store.rows(_MAYBE_BROKEN, (first,))
        if condition_of(store, device, date.fromisoformat(day)) == Condition.HEAVY_DAMAGE
    ]
    if tags:
        yield Message(
            "warning: {handsets} is heavily damaged (RB), as far as is known",
            "warning: {handsets} are heavily damaged (RB), as far as is known",
            n=len(tags), handsets=all_of(tags),
        )  # fmt: skip


def read_deeds(store: Store, numbers: Iterable[int], clock: Clock) -> list[Deed]:
    """Return what each event did, with the names, labels and numbers of its day.

    Of a transfer either leg gives both. Raises `CustodyError` where there is no such event,
    or no paper for it. Call it inside a transaction (see `as_of.stand`).
    """
    events = [find_event(store, number) for number in numbers]
    deeds: list[Deed] = []
    for event in events:
        refuse_without_paper(event, voided_by(store, event.event))
        if not deeds or deeds[-1].event.day != event.day:
            stand(store, clock, Standpoint(event.day))
        deeds.append(_read_deed(store, event))
    return deeds


def _read_deed(store: Store, event: CustodyEvent) -> Deed:
    onward = None
    if event.transfer_of:
        event, onward = find_event(store, event.transfer_of), event
    elif leg := store.rows(
        "select event from custody_event where transfer_of = ?", (event.event,)
    ).fetchone():
        onward = find_event(store, leg[0])
    if event.kind in {EventKind.LOST, EventKind.WRITTEN_OFF}:
        known = event.condition or condition_of(store, event.device, event.day)
        event = event._replace(condition=known)
    return Deed(
        event,
        device_of(store, event.device),
        _signer(store, event),
        onward,
        _signer(store, onward) if onward else None,
        tuple(_read_seals(store, event.event, onward.event if onward else None)),
    )


def _read_seals(store: Store, *events: int | None) -> Iterator[tuple[int, str | None]]:
    for event, seal in store.rows(
        "select event, seal from custody_event where event in (?, ?) order by event", events
    ):
        yield event, seal and code_of(seal)


def _signer(store: Store, event: CustodyEvent) -> Signer:
    office = store.rows("select name from agency where code = ?", (event.agency,)).fetchone()
    return Signer(event.holder, event.nip, event.position, office[0] if office else None)
