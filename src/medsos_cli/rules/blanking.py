"""Whose data may be blanked: who had a device once, in every event that names that person."""

from collections.abc import Iterable, Mapping
from datetime import date

from medsos_cli.errors import CustodyError
from medsos_cli.models import CustodyEvent, Device, DeviceState, EventKind
from medsos_cli.rules.custody import describe, state_after


def holdings(events: Iterable[CustodyEvent]) -> Mapping[int, int]:
    """Return for each event of one device, oldest first, the handover whose holder it names."""
    standing: list[CustodyEvent] = []
    handover: dict[int, int] = {}
    for event in events:
        number = event.event
        if event.kind is EventKind.VOID:
            handover[number] = handover.get(event.voids or 0, 0)
            standing = [each for each in standing if each.event != event.voids]
            continue
        last = standing[-1].event if standing else 0
        handover[number] = number if event.kind is EventKind.HANDOVER else handover.get(last, 0)
        standing.append(event)
    return handover


def refuse_answering(device: Device, last: CustodyEvent, *, of_it: bool) -> None:
    """Raise `CustodyError` where who is to be blanked answers for a device now.

    `last` is the latest standing event; `of_it` says whether it names that person.
    """
    if of_it and last.holder and state_after(last) in {DeviceState.HELD, DeviceState.LOST}:
        raise CustodyError(
            "{where}: who answers for a handset stays on record",
            "when it is back in stock, or written off, say it again",
            where=describe(device, last),
        )


def refuse_recent(event: CustodyEvent, today: date, years: int | None) -> None:
    """Raise `CustodyError` for an event that is not older than the office keeps such data."""
    if years is None:
        return
    first_kept = (today.year - years, today.month, today.day)
    if (event.day.year, event.day.month, event.day.day) >= first_kept:
        raise CustodyError(
            "event {event} is of {day}, and retention_years is {years}",
            "it can be blanked once it is older",
            event=event.event,
            day=event.day,
            years=years,
        )
