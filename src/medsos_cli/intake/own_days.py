"""What a row states of a day of its own: late, it leaves what is later; again, it is newer."""

from collections.abc import Iterator
from typing import Any, TypeVar

from medsos_cli.intake.differences import COLUMNS
from medsos_cli.intake.record import Record, Refusals
from medsos_cli.models import Agency, CustodyEvent, Device, DeviceState
from medsos_cli.rules.custody import describe, state_after
from medsos_cli.sheets.columns import SIM_FIELDS
from medsos_cli.words.names import same_key
from medsos_cli.words.people import mask_numbers

T = TypeVar("T", Agency, Device)
_STATED_AGAIN = ("condition", *SIM_FIELDS)


def leave_later(known: T, now: T, record: Record, refusals: Refusals) -> T:
    """Return a thing with what is stated of a later day than the row's left as it is, and say so.

    What the row says is recorded all the same.
    """
    kept: dict[str, Any] = {}
    facts: Iterator[tuple[str, Any, Any]] = zip(known._fields, known, now, strict=True)
    for fact, was, value in facts:
        if was == value:
            continue
        since = record.stated_since(known[0], fact, only_said=was is None)
        if since > record.word.day:
            refusals.doubt(
                COLUMNS.get(fact, fact),
                "what it says is of {day}; on record is {handle} of {since}, which stays",
                day=record.word.day, handle=was or "-", since=since,
            )  # fmt: skip
            record.facts.append((known[0], fact, value, record.word))
            kept[fact] = was
    return now._replace(**kept) if kept else now


def state_again(known: Device, stated: Device, record: Record) -> None:
    """Record what a row states of a handset as it is on record, of a later day of its own."""
    for fact in _STATED_AGAIN:
        value = getattr(stated, fact)
        is_later = record.has_own_day and record.stated_since(known.id, fact) < record.word.day
        if value and value == getattr(known, fact) and is_later:
            record.facts.append((known.id, fact, value, record.word))


def doubt_holder(
    stated: CustodyEvent, last: CustodyEvent, device: Device, record: Record, refusals: Refusals
) -> None:
    """Warn where the holder a row names has the handset no more on the row's day."""
    # One that is lost is answered for by who had it; a blanked holder is nobody else.
    answers = state_after(last) in {DeviceState.HELD, DeviceState.LOST} and (
        not last.holder or same_holder(last, stated)
    )
    if not answers and last.day.isoformat() <= record.word.day:
        refusals.doubt(
            "holder",
            "{holder!r} here, but on record {where}",
            "check both",
            holder=mask_numbers(stated.holder or ""),
            where=describe(device, last),
        )


def same_holder(event: CustodyEvent, stated: CustodyEvent) -> bool:
    """Tell whether an event on record is of the holder a row names, at the same agency."""
    same = same_key(event.holder or "") == same_key(stated.holder or "")
    return same and event.agency == stated.agency
