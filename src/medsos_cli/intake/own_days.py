"""What a row states of a day of its own: late, it leaves what is later; again, it is newer."""

from collections.abc import Iterator
from typing import Any, TypeVar

from medsos_cli.intake.differences import COLUMNS
from medsos_cli.intake.record import Record, Refusals
from medsos_cli.models import Agency, Device
from medsos_cli.sheets.columns import SIM_FIELDS

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
