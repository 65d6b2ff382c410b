"""Custody events: the log, and where each device stands after it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from medsos_cli.errors import CustodyError, Message
from medsos_cli.models import Condition, CustodyEvent, Device, EventKind
from medsos_cli.rules.custody import admit_void, follow_on, refuse_after
from medsos_cli.rules.paper import Deed, Signer, refuse_without_paper
from medsos_cli.rules.seals import code_of
from medsos_cli.store.as_of import Standpoint, stand
from medsos_cli.store.database import Store, one_of
from medsos_cli.store.devices import device_of
from medsos_cli.store.sealing import EVENT_SEAL, insert_sealed, seal_events
from medsos_cli.words.days import Clock
from medsos_cli.words.names import all_of

EVENT_COLUMNS = ", ".join(CustodyEvent._fields)

_CONDITIONS = """
select device, day, condition from device_seen
where condition is not null and device in (select value from json_each(?))
order by day, recorded_at, event
"""
# Only what was RB once can be so when it is handed out.
_MAYBE_BROKEN = """
select d.id, d.tag, e.day, d.condition from custody_event e join device d on d.id = e.device
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
    return next(latest_of(store, [device]), None)


def latest_of(store: Store, devices: Iterable[int]) -> Iterator[CustodyEvent]:
    """Yield the latest event of each of these devices that nothing has taken back."""
    rows = store.rows(
        f"select {EVENT_COLUMNS} from json_each(?) d join standing_event e on e.event = ("
        "select event from standing_event where device = d.value order by event desc limit 1)",
        (one_of(devices),),
    )
    yield from map(read_event, rows)


def next_standing(store: Store, event: CustodyEvent) -> CustodyEvent | None:
    """Return what happened next to the device of an event, of what nothing has taken back."""
    row = store.rows(
        f"select {EVENT_COLUMNS} from standing_event where device = ? and event > ? "
        "order by event limit 1",
        (event.device, event.event),
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
    insert_sealed(store, "custody_event", names, seal_events(store, rows))


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
    events = follow_on(device, last, drafts, next_event_number(store), today)
    save_events(store, events)
    return events


def refuse_closed(store: Store, agency: str, day: date) -> None:
    """Raise `CustodyError` where an agency is closed on a day: it takes nothing any more."""
    row = store.rows("select closed from agency where code = ?", (agency,)).fetchone()
    refuse_after(agency, row and row[0], day)


def find_event(store: Store, number: int) -> CustodyEvent:
    """Return the event of that number; raises `CustodyError` when there is none."""
    if event := next(find_events(store, [number]), None):
        return event
    raise CustodyError(
        "there is no event {number}", "see the numbers in: medsos history", number=number
    )


def find_events(store: Store, numbers: Iterable[int]) -> Iterator[CustodyEvent]:
    """Yield the events of these numbers that there are, oldest first."""
    rows = store.rows(
        f"select {EVENT_COLUMNS} from happened "
        "where event in (select value from json_each(?)) order by event",
        (one_of(numbers),),
    )
    yield from map(read_event, rows)


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
    handed = store.rows(_MAYBE_BROKEN, (first,)).fetchall()
    days: dict[int, list[str]] = {device: [] for device, *_ in handed}
    told: dict[int, list[str]] = {device: [] for device in days}
    for device, day, condition in store.rows(_CONDITIONS, (one_of(days),)):
        days[device].append(day)
        told[device].append(condition)
    tags = dict.fromkeys(
        tag
        for device, tag, day, condition in handed
        if (told[device][at - 1] if (at := bisect_right(days[device], day)) else condition)
        == Condition.HEAVY_DAMAGE
    )
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
    elif (leg := next_standing(store, event)) and leg.transfer_of == event.event:
        onward = leg
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
