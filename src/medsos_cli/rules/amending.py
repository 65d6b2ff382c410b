"""What may be filled in, or put right, of an event on record: never its number, kind or device."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from medsos_cli.errors import CustodyError, Message
from medsos_cli.models import CustodyEvent, EventKind

AMENDABLE = (
    "day", "agency", "holder", "nip", "position", "document", "condition", "accessories", "note",
)  # fmt: skip
OF_BOTH_LEGS = frozenset({"day", "document"})
"""What a transfer says once, of its return and its handover."""
OF_HANDOVERS = frozenset({"agency", "holder", "nip", "position"})
"""Who has the device: what takes it from there says the same."""


def fill_in(event: CustodyEvent, stated: CustodyEvent) -> dict[str, Any]:
    """Return what a row states of an event that is blank on record."""
    left_out = {"day", "agency", "holder"}
    if event.kind is not EventKind.HANDOVER or event.holder is None:  # blanked, and stays so
        left_out |= OF_HANDOVERS
    return {
        name: getattr(stated, name)
        for name in AMENDABLE
        if name not in left_out and getattr(event, name) is None and getattr(stated, name)
    }


def amend(event: CustodyEvent, changes: Mapping[str, Any], reason: str | None) -> CustodyEvent:
    """Return the event as it reads with these changes; a blank is filled in without a reason.

    Raises `CustodyError` for what cannot be changed, or needs a reason.
    """
    if event.kind is EventKind.VOID:
        raise CustodyError(
            "event {event} is a void: it stays as it is",
            "what was voided by mistake is recorded again",
            event=event.event,
        )
    if event.kind is not EventKind.HANDOVER and (wrong := OF_HANDOVERS & changes.keys()):
        raise CustodyError(
            "event {event} is a {kind}: who had the device stands in its handover",
            "amend the handover; see: medsos history",
            event=event.event, kind=event.kind, fields=", ".join(sorted(wrong)),
        )  # fmt: skip
    if event.holder is None and (OF_HANDOVERS - {"agency"}) & changes.keys():
        raise CustodyError(
            "event {event} is blanked: who had the device is not on record any more",
            "see: medsos history",
            event=event.event,
        )
    for name, now in changes.items():
        before = getattr(event, name)
        if reason is None and before not in {None, now}:
            raise CustodyError(
                "event {event} says {before} already",
                "to put it right, say why: --reason TEXT",
                event=event.event, before=before, field=name,
            )  # fmt: skip
    return event._replace(**changes)


def follow(end: CustodyEvent, party: Mapping[str, Any]) -> CustodyEvent:
    """Return what took a device from a party that was amended; who is blanked there stays so."""
    return end._replace(**(party if end.holder else {"agency": party.get("agency", end.agency)}))


def refuse_out_of_order(
    event: CustodyEvent, neighbours: tuple[CustodyEvent | None, CustodyEvent | None], today: date
) -> None:
    """Raise `CustodyError` for a day that is not between the events before and after it."""
    before, after = neighbours
    latest = after.day if after else today
    if (before and event.day < before.day) or event.day > latest:
        raise CustodyError(
            "{day} is not between {first} and {last}, where event {event} stands",
            "give a day from there, or void what is wrong",
            day=event.day, event=event.event, last=latest,
            first=before.day if before else Message("the first day"),
        )  # fmt: skip
