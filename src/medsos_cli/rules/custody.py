"""The one rule of custody: which event may follow which, and on which day.

In stock, a device can be handed over or lost; held, it can be returned or lost;
lost, it can be found, which puts it in stock. An event is dated neither ahead
nor before the device's latest standing event. Commands, import and bulk all
come through `admit`; the triggers of the database say the same once more.
"""

from collections.abc import Iterable
from datetime import date

from medsos_cli.errors import CustodyError, Message
from medsos_cli.models import CustodyEvent, Device, DeviceState, EventKind
from medsos_cli.words.names import same_key

_STATE_AFTER = {
    EventKind.HANDOVER: DeviceState.HELD,
    EventKind.RETURN: DeviceState.IN_STOCK,
    EventKind.LOST: DeviceState.LOST,
    EventKind.FOUND: DeviceState.IN_STOCK,
    EventKind.WRITTEN_OFF: DeviceState.WRITTEN_OFF,
}
_ADMITTED_FROM = {
    EventKind.HANDOVER: {DeviceState.IN_STOCK},
    EventKind.RETURN: {DeviceState.HELD},
    EventKind.LOST: {DeviceState.IN_STOCK, DeviceState.HELD},
    EventKind.FOUND: {DeviceState.LOST},
    EventKind.WRITTEN_OFF: {DeviceState.IN_STOCK, DeviceState.LOST},
}


def state_after(last: CustodyEvent | None) -> DeviceState:
    """Return where a device is, from its latest standing event."""
    return _STATE_AFTER[last.kind] if last else DeviceState.IN_STOCK


def describe(device: Device, last: CustodyEvent | None) -> Message:
    """Say where a device is: who has it, since when, under which document."""
    if last is None:
        return Message("{tag} is in stock and has never been handed over", tag=device.tag)
    fields = last._asdict() | {"tag": device.tag}
    held = Message("{tag} is held by {holder} ({agency}) since {day}", **fields)
    if last.document:
        held = Message(
            "{tag} is held by {holder} ({agency}) since {day}, document {document}", **fields
        )
    lost = Message("{tag} is lost since {day}", **fields)
    if last.holder:
        lost = Message("{tag} is lost since {day}; {holder} ({agency}) had it", **fields)
    return {
        DeviceState.HELD: held,
        DeviceState.LOST: lost,
        DeviceState.IN_STOCK: Message("{tag} is in stock since {day}", **fields),
        DeviceState.WRITTEN_OFF: Message("{tag} is written off since {day}", **fields),
    }[state_after(last)]


def tell(device: Device, event: CustodyEvent) -> Message:
    """Say what was recorded, with the number to quote."""
    fields = event._asdict() | {"tag": device.tag}
    match event.kind:
        case EventKind.HANDOVER:
            return Message(
                "event {event}: {tag} handed over to {holder} ({agency}) on {day}", **fields
            )
        case EventKind.RETURN:
            return Message(
                "event {event}: {tag} returned by {holder} ({agency}) on {day}", **fields
            )
        case EventKind.LOST:
            return Message(
                "event {event}: {tag} lost on {day}; {holder} ({agency}) had it"
                if event.holder
                else "event {event}: {tag} lost on {day}",
                **fields,
            )
        case EventKind.FOUND:
            return Message("event {event}: {tag} found, in stock on {day}", **fields)
        case EventKind.WRITTEN_OFF:
            return Message("event {event}: {tag} written off on {day}", **fields)
        case EventKind.VOID:
            return Message("event {event}: {tag} event {voids} voided on {day}", **fields)


def admit(device: Device, last: CustodyEvent | None, event: CustodyEvent, today: date) -> None:
    """Let an event follow the device's latest standing one, or raise `CustodyError`.

    `today` is the office's day. The error says who has the device, since when
    and under which document.
    """
    state = state_after(last)
    if state not in _ADMITTED_FROM[event.kind]:
        raise CustodyError(describe(device, last), _way_out(device, state, event.kind))
    if event.day > today:
        raise CustodyError(
            "{day} lies in the future: today is {today}",
            "an event is recorded when it has happened",
            day=event.day,
            today=today,
        )
    if last and event.day < last.day:
        raise CustodyError(
            "{asked} is before the latest event of {tag}, the {kind} of {day} (event {event})",
            "give a day from {day} on, or void event {event} if it is wrong",
            asked=event.day,
            tag=device.tag,
            **last._asdict(),
        )


def refuse_same_holder(device: Device, back: CustodyEvent, onward: CustodyEvent) -> None:
    """Raise `CustodyError` for a transfer to who holds the device already, at the same agency.

    Two of one name are two people where their NIPs differ.
    """
    same = back.agency == onward.agency and same_key(back.holder or "") == same_key(
        onward.holder or ""
    )
    if same and (back.nip == onward.nip or None in {back.nip, onward.nip}):
        raise CustodyError(
            "{holder} ({agency}) has {tag} already",
            "what the handover left blank: medsos amend (its number: medsos history {tag}); a new "
            "paper for the same person: medsos return {tag}, then medsos assign",
            tag=device.tag, holder=back.holder, agency=back.agency,
        )  # fmt: skip


def refuse_after(agency: str, closed: str | None, day: date) -> None:
    """Raise `CustodyError` from the day on which an agency closed: it takes nothing any more."""
    if closed and closed <= day.isoformat():
        raise CustodyError(
            "{code} is closed since {day}", "name its successor", code=agency, day=closed
        )


def follow_on(
    device: Device,
    last: CustodyEvent | None,
    drafts: Iterable[CustodyEvent],
    number: int,
    today: date,
) -> list[CustodyEvent]:
    """Return what happened to a device after its latest standing event, numbered from there on.

    A handover right after a return is a transfer. Raises `CustodyError` where one cannot follow.
    """
    events: list[CustodyEvent] = []
    for draft in drafts:
        event = complete(last, draft)._replace(event=number + len(events))
        if events and event.kind is EventKind.HANDOVER:
            event = event._replace(transfer_of=events[-1].event)
            refuse_same_holder(device, events[-1], event)
        admit(device, last, event, today)
        events.append(event)
        last = event
    return events


def complete(last: CustodyEvent | None, draft: CustodyEvent) -> CustodyEvent:
    """Let what takes a device from its holder name who that was."""
    if last is None or draft.kind not in {EventKind.RETURN, EventKind.LOST}:
        return draft
    if state_after(last) is not DeviceState.HELD:
        return draft
    return draft._replace(
        agency=last.agency, holder=last.holder, nip=last.nip, position=last.position
    )


def admit_void(device: Device, last: CustodyEvent | None, event: CustodyEvent) -> None:
    """Let an event be taken back, or raise `CustodyError`.

    Only a device's latest standing event can be: what came after it rests on it.
    Of a transfer either leg names both.
    """
    if event.kind is EventKind.VOID:
        raise CustodyError(
            "event {event} is itself a void, of event {voids}",
            "what was voided by mistake is recorded again",
            event=event.event,
            voids=event.voids,
        )
    fields = {"event": event.event, "tag": device.tag, "where": describe(device, last)}
    if last is None:
        raise CustodyError("event {event} is not the latest of {tag}: {where}", **fields)
    if event.event not in {last.event, last.transfer_of}:
        raise CustodyError(
            "event {event} is not the latest of {tag}: {where} (event {latest})",
            "void event {latest} first",
            latest=last.event,
            **fields,
        )


def replay(device: Device, events: Iterable[CustodyEvent], today: date) -> None:
    """Follow one device's events, in the order of their numbers, as they were recorded.

    Raises `CustodyError` at the first that cannot have been.
    """
    standing: list[CustodyEvent] = []
    for event in events:
        last = standing[-1] if standing else None
        if event.kind is not EventKind.VOID:
            _replay(device, last, event, today)
            standing.append(event)
        elif last is None or event.voids != last.event:
            raise CustodyError(
                "event {event} voids event {voids}, not the latest", **event._asdict()
            )
        else:
            standing.pop()


def _replay(device: Device, last: CustodyEvent | None, event: CustodyEvent, today: date) -> None:
    try:
        admit(device, last, event, today)
    except CustodyError as error:
        raise CustodyError(
            "event {event}, the {kind}: {error}", error=error, **event._asdict()
        ) from None


def _way_out(device: Device, state: DeviceState, wanted: EventKind) -> Message:
    tag = device.tag
    if state is DeviceState.WRITTEN_OFF:
        return Message("for good; only a wrong write-off is voided: medsos history {tag}", tag=tag)
    if state is DeviceState.LOST and wanted is not EventKind.WRITTEN_OFF:
        return Message("when it turns up: medsos found {tag}", tag=tag)
    if state is DeviceState.HELD and wanted is EventKind.HANDOVER:
        return Message(
            "to give it to somebody else: medsos transfer {tag} AGENCY --to NAME", tag=tag
        )
    if state is DeviceState.HELD:
        return Message("to take it back: medsos return {tag}", tag=tag)
    if wanted is EventKind.RETURN:
        return Message("to hand it over: medsos assign {tag} AGENCY --to NAME", tag=tag)
    return Message("only a device that was recorded as lost can be found")
