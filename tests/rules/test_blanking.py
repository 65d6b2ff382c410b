"""Which events name the same holder: those from a handover to what ends it, whatever was voided."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.errors import CustodyError
from medsos_cli.models import CustodyEvent, EventKind
from medsos_cli.rules.blanking import holdings, refuse_recent
from medsos_cli.rules.custody import complete, state_after

DAY = date(2020, 12, 3)


def lived(kinds: list[EventKind]) -> list[CustodyEvent]:
    """Return what can follow of these; each handover is to another person."""
    events: list[CustodyEvent] = []
    standing: list[CustodyEvent] = []
    for kind in kinds:
        number, last = len(events) + 1, standing[-1] if standing else None
        if kind is EventKind.VOID and last:
            event = last._replace(kind=kind, event=number, voids=last.event)
            standing.pop()
        elif kind is EventKind.VOID:
            continue
        else:
            draft = CustodyEvent(1, kind, DAY, "setda", event=number)
            if kind is EventKind.HANDOVER:
                draft = draft._replace(holder=f"Pemegang {number}")
            event = complete(last, draft)
            if (event.kind, state_after(last)) not in MAY_BE:
                continue
            standing.append(event)
        events.append(event)
    return events


MAY_BE = {
    (EventKind.HANDOVER, "in stock"), (EventKind.RETURN, "held"), (EventKind.LOST, "in stock"),
    (EventKind.LOST, "held"), (EventKind.FOUND, "lost"),
}  # fmt: skip
KINDS = [EventKind.HANDOVER, EventKind.RETURN, EventKind.LOST, EventKind.FOUND, EventKind.VOID]


@given(st.lists(st.sampled_from(KINDS), max_size=30).map(lived))
def test_who_is_named_by_an_event_is_the_holder_of_its_handover(events: list[CustodyEvent]) -> None:
    handover = holdings(events)
    names = {event.event: event.holder for event in events}
    assert [*handover] == [event.event for event in events]
    for event in events:
        if event.holder:
            assert names[handover[event.event]] == event.holder


@pytest.mark.parametrize(
    ("day", "today", "years", "refused"),
    [
        (date(2010, 12, 3), date(2020, 12, 3), 10, True),
        (date(2010, 12, 2), date(2020, 12, 3), 10, False),
        (date(2020, 12, 3), date(2020, 12, 3), None, False),
        (date(2016, 2, 28), date(2020, 2, 29), 4, False),
        (date(2017, 2, 28), date(2020, 2, 29), 3, False),
        (date(2017, 3, 1), date(2020, 2, 29), 3, True),
    ],
)
def test_what_is_younger_than_the_retention_stays(
    day: date, today: date, years: int | None, refused: bool
) -> None:
    event = CustodyEvent(1, EventKind.HANDOVER, day, event=7)
    if not refused:
        refuse_recent(event, today, years)
        return
    with pytest.raises(CustodyError) as said:
        refuse_recent(event, today, years)
    assert str(said.value) == f"event 7 is of {day}, and retention_years is {years}"
