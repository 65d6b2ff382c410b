"""Amendments: what is filled in, or put right, of events; the events stay as they were."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from medsos_cli.errors import CustodyError
from medsos_cli.models import CustodyEvent, EventKind
from medsos_cli.rules.amending import (
    AMENDABLE,
    OF_BOTH_LEGS,
    OF_HANDOVERS,
    amend,
    follow,
    refuse_out_of_order,
)
from medsos_cli.store.database import Store
from medsos_cli.store.events import find_event, next_standing, standing_events, voided_by
from medsos_cli.store.sealing import AMENDMENT_SEAL, insert_sealed, seal_amendments


class Amender(NamedTuple):
    """Who amends, at which moment (UTC), and why, where something is put right."""

    recorded_at: str
    recorded_by: str
    reason: str | None = None


def save_amendments(store: Store, events: Iterable[CustodyEvent], amender: Amender) -> None:
    """Write how events read from now on."""
    first = int(store.rows("select coalesce(max(id), 0) + 1 from amendment").fetchone()[0])
    rows = (
        {
            **event._asdict(), **amender._asdict(), "day": event.day.isoformat(),
            "id": number, "amendment": number,
        }
        for number, event in enumerate(events, start=first)
    )  # fmt: skip
    names = ("id", "event", *AMENDABLE, *Amender._fields, *AMENDMENT_SEAL)
    insert_sealed(store, "amendment", names, seal_amendments(store, rows))


def amend_event(
    store: Store, number: int, changes: Mapping[str, Any], amender: Amender, today: date
) -> list[CustodyEvent]:
    """Amend an event, and what goes with it (`amended_by`); return how they read now.

    `today` is the office's day. Raises `CustodyError` where there is no such event, it is
    void, or may not be changed so. Call it inside a transaction.
    """
    event = find_event(store, number)
    if by := voided_by(store, number):
        raise CustodyError("event {event} is void, by event {by}", event=number, by=by)
    changed = amended_by(store, event, changes, amender.reason, today)
    save_amendments(store, changed, amender)
    return changed


def amended_by(
    store: Store,
    event: CustodyEvent,
    changes: Mapping[str, Any],
    reason: str | None,
    today: date,
    reads_now: Callable[[CustodyEvent], CustodyEvent] = lambda event: event,
) -> list[CustodyEvent]:
    """Return how a standing event reads with changes; of a transfer day and document on both legs.

    What took the device from whoever a handover names says who that was, and so is changed too.
    `reads_now` knows what is not written yet of the others. Raises `CustodyError` likewise.
    """
    following = next_standing(store, event)
    following = following and reads_now(following)
    legs = [event, *map(reads_now, _other_leg(store, event, following))]
    shared = {name: value for name, value in changes.items() if name in OF_BOTH_LEGS}
    amended = [amend(leg, changes if leg is event else shared, reason) for leg in legs]
    if "day" in changes:
        _refuse_out_of_order(store, amended, today)
    party = {name: value for name, value in changes.items() if name in OF_HANDOVERS}
    if party and following and _takes_back(following):
        legs.append(following)
        amended.append(follow(following, party))
    return [now for before, now in zip(legs, amended, strict=True) if before != now]


def _refuse_out_of_order(store: Store, legs: Sequence[CustodyEvent], today: date) -> None:
    standing = [*standing_events(store, [legs[0].device])]
    numbers = {each.event for each in legs}
    before = [each for each in standing if each.event < min(numbers)]
    after = [each for each in standing if each.event > max(numbers)]
    refuse_out_of_order(
        legs[0], (before[-1] if before else None, after[0] if after else None), today
    )


def _takes_back(event: CustodyEvent) -> bool:
    """Tell a return or a loss, by which a device left whom it was handed to."""
    return event.kind in {EventKind.RETURN, EventKind.LOST} and event.agency is not None


def _other_leg(
    store: Store, event: CustodyEvent, following: CustodyEvent | None
) -> list[CustodyEvent]:
    if event.transfer_of:
        return [find_event(store, event.transfer_of)]
    return [following] if following and following.transfer_of == event.event else []
