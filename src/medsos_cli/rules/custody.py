"""The one rule of custody: which event may follow which, and on which day.

In stock, a device can be handed over or lost; held, it can be returned or lost;
lost, it can be found, which puts it in stock. An event is dated neither ahead
nor before the device's latest standing event. Commands, import and bulk all
come through `admit`; the triggers of the database say the same once more.
"""

from collections.abc import Iterable
from datetime import date

from medsos_cli.errors import CustodyError
from medsos_cli.models import CustodyEvent, Device, DeviceState, EventKind

_STATE_AFTER = {
    EventKind.HANDOVER: DeviceState.HELD,
    EventKind.RETURN: DeviceState.IN_STOCK,
    EventKind.LOST: DeviceState.LOST,
    EventKind.FOUND: DeviceState.IN_STOCK,
}
_ADMITTED_FROM = {
    EventKind.HANDOVER: {DeviceState.IN_STOCK},
    EventKind.RETURN: {DeviceState.HELD},
    EventKind.LOST: {DeviceState.IN_STOCK, DeviceState.HELD},
    EventKind.FOUND: {DeviceState.LOST},
}


def state_after(last: CustodyEvent | None) -> DeviceState:
    """Return where a device is, from its latest standing event."""
    return _STATE_AFTER[last.kind] if last else DeviceState.IN_STOCK


def describe(device: Device, last: CustodyEvent | None) -> str:
    """Say where a device is: who has it, since when, under which document."""
    if last is None:
        return f"{device.tag} is in stock and has never been handed over"
    since = f"since {last.day.isoformat()}"
    state = state_after(last)
    if state is DeviceState.HELD:
        under = f", document {last.document}" if last.document else ""
        return f"{device.tag} is held by {last.holder} ({last.agency}) {since}{under}"
    if state is DeviceState.LOST:
        by = f"; {last.holder} ({last.agency}) had it" if last.holder else ""
        return f"{device.tag} is lost {since}{by}"
    return f"{device.tag} is in stock {since}"


_TOLD = {
    EventKind.HANDOVER: "handed over to {party}",
    EventKind.RETURN: "returned by {party}",
    EventKind.LOST: "lost",
    EventKind.FOUND: "found, in stock",
    EventKind.VOID: "event {voids} voided",
}


def tell(device: Device, event: CustodyEvent) -> str:
    """Say what was recorded, with the number to quote."""
    party = f"{event.holder} ({event.agency})"
    what = _TOLD[event.kind].format(party=party, voids=event.voids)
    return f"event {event.event}: {device.tag} {what} on {event.day.isoformat()}"


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
            f"{event.day.isoformat()} lies in the future: today is {today.isoformat()}",
            "an event is recorded when it has happened",
        )
    if last and event.day < last.day:
        raise CustodyError(
            f"{event.day.isoformat()} is before the latest event of {device.tag}, "
            f"the {last.kind} of {last.day.isoformat()} (event {last.event})",
            f"give a day from {last.day.isoformat()} on, or void event {last.event} if it is wrong",
        )


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
            f"event {event.event} is itself a void, of event {event.voids}",
            "what was voided by mistake is recorded again",
        )
    if last is None or event.event not in {last.event, last.transfer_of}:
        raise CustodyError(
            f"event {event.event} is not the latest of {device.tag}: "
            f"{describe(device, last)}" + (f" (event {last.event})" if last else ""),
            f"void event {last.event} first" if last else None,
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
            raise CustodyError(f"event {event.event} voids event {event.voids}, not the latest")
        else:
            standing.pop()


def _replay(device: Device, last: CustodyEvent | None, event: CustodyEvent, today: date) -> None:
    try:
        admit(device, last, event, today)
    except CustodyError as error:
        raise CustodyError(f"event {event.event}, the {event.kind}: {error}") from None


def _way_out(device: Device, state: DeviceState, wanted: EventKind) -> str:
    tag = device.tag
    if state is DeviceState.LOST:
        return f"when it turns up: medsos found {tag}"
    if state is DeviceState.HELD and wanted is EventKind.HANDOVER:
        return f"to give it to somebody else: medsos transfer {tag} AGENCY --to NAME"
    if state is DeviceState.HELD:
        return f"to take it back: medsos return {tag}"
    if wanted is EventKind.RETURN:
        return f"to hand it over: medsos assign {tag} AGENCY --to NAME"
    return "only a device that was recorded as lost can be found"
