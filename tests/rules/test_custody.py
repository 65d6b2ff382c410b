"""What may happen to a device after what, against a model that fits on one line."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.errors import CustodyError
from medsos_cli.models import CustodyEvent, Device, EventKind
from medsos_cli.rules.custody import (
    admit,
    admit_void,
    complete,
    describe,
    replay,
    state_after,
    tell,
)

HANDOVER, RETURN, LOST, FOUND, WRITTEN_OFF, VOID = EventKind
TODAY = date(2020, 12, 3)
HP_1 = Device(1, "HP-1")
ANI = CustodyEvent(
    1, HANDOVER, date(2020, 10, 1), "dinkes", "Ani", "198001012005012001", "Pranata Humas",
    document="028/1", event=7,
)  # fmt: skip

# The model: what may come after what, and where that leaves the device.
FOLLOWS: dict[EventKind | None, set[EventKind]] = {
    None: {HANDOVER, LOST, WRITTEN_OFF},
    HANDOVER: {RETURN, LOST},
    RETURN: {HANDOVER, LOST, WRITTEN_OFF},
    LOST: {FOUND, WRITTEN_OFF},
    FOUND: {HANDOVER, LOST, WRITTEN_OFF},
    WRITTEN_OFF: set(),
}
STATES = {
    None: "in stock", HANDOVER: "held", RETURN: "in stock", LOST: "lost", FOUND: "in stock",
    WRITTEN_OFF: "written off",
}  # fmt: skip


def on(
    days_ago: int, kind: EventKind, number: int = 8, *, voids: int | None = None
) -> CustodyEvent:
    """Make an event of so many days before today."""
    agency, holder = ("dinkes", "Ani") if kind is HANDOVER else (None, None)
    day = TODAY - timedelta(days=days_ago)
    return CustodyEvent(1, kind, day, agency, holder, event=number, voids=voids)


def may_follow(last: CustodyEvent | None, event: CustodyEvent) -> bool:
    kind, since = (last.kind, last.day) if last else (None, date.min)
    return event.kind in FOLLOWS[kind] and since <= event.day <= TODAY


def first_wrong(events: Sequence[CustodyEvent]) -> int | None:
    """Return the number of the first event that cannot have been, as the model sees it."""
    standing: list[CustodyEvent] = []
    for event in events:
        last = standing[-1] if standing else None
        if event.kind is VOID and last and event.voids == last.event:
            standing.pop()
        elif event.kind is not VOID and may_follow(last, event):
            standing.append(event)
        else:
            return event.event
    return None


def refused(events: Sequence[CustodyEvent]) -> str | None:
    """Return what `replay` says against a history."""
    try:
        replay(HP_1, events, TODAY)
    except CustodyError as error:
        return str(error)
    return None


def refusal(last: CustodyEvent | None, event: CustodyEvent) -> tuple[str, str | None]:
    """Return the words and the hint with which `admit` refuses."""
    with pytest.raises(CustodyError) as caught:
        admit(HP_1, last, event, TODAY)
    return str(caught.value), caught.value.hint


STEPS = st.lists(st.tuples(st.sampled_from(EventKind), st.integers(-1, 4)), max_size=12)


@st.composite
def histories(draw: st.DrawFn) -> list[CustodyEvent]:
    """Draw a history that can have been, voids and all."""
    events: list[CustodyEvent] = []
    standing: list[CustodyEvent] = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        last = standing[-1] if standing else None
        kinds = sorted(FOLLOWS[last.kind if last else None])
        if last and (not kinds or draw(st.integers(0, 3)) == 0):
            event = on(0, VOID, number, voids=standing.pop().event)
        else:
            ago = (TODAY - last.day).days if last else 9
            event = on(draw(st.integers(0, ago)), draw(st.sampled_from(kinds)), number)
            standing.append(event)
        events.append(event)
    return events


def mutations(events: Sequence[CustodyEvent]) -> Iterator[list[CustodyEvent]]:
    """Give a history with one thing in it changed, in every way."""
    for n, event in enumerate(events):
        before, after = [*events[:n]], [*events[n + 1 :]]
        yield before + after
        yield [*before, event, event, *after]
        yield before + after[:1] + [event] + after[1:]
        for kind in EventKind:  # its own among them: as it was
            yield [*before, event._replace(kind=kind), *after]
        for days in (-10, -1, 1, 10):
            yield [*before, event._replace(day=event.day + timedelta(days)), *after]
        yield [*before, event._replace(voids=(event.voids or 0) + 1), *after]


@given(STEPS)
def test_exactly_what_the_model_admits_is_admitted(steps: list[tuple[EventKind, int]]) -> None:
    last: CustodyEvent | None = None
    history = []
    for number, (kind, days_ago) in enumerate(steps, start=1):
        if kind is VOID:
            continue
        event = on(days_ago, kind, number)
        if may_follow(last, event):
            admit(HP_1, last, event, TODAY)
            history.append(event)
            last = event
        else:
            words, hint = refusal(last, event)
            assert words
            assert hint
            assert "\n" not in words + hint
        assert state_after(last) == STATES[last.kind if last else None]
    replay(HP_1, history, TODAY)


@given(histories())
def test_a_history_that_can_have_been_replays(events: list[CustodyEvent]) -> None:
    assert first_wrong(events) is None
    assert refused(events) is None


@given(histories())
def test_a_history_with_one_thing_changed_is_refused_where_the_model_refuses_it(
    events: list[CustodyEvent],
) -> None:
    for changed in mutations(events):
        wrong, said = first_wrong(changed), refused(changed)
        assert (said is None) == (wrong is None)
        assert said is None or said.startswith((f"event {wrong}, the ", f"event {wrong} voids "))


@pytest.mark.parametrize(
    ("last", "wanted", "words", "hint"),
    [
        (ANI, HANDOVER, "HP-1 is held by Ani (dinkes) since 2020-10-01, document 028/1",
         "to give it to somebody else: medsos transfer HP-1 AGENCY --to NAME"),
        (ANI._replace(document=None), HANDOVER, "HP-1 is held by Ani (dinkes) since 2020-10-01",
         "to give it to somebody else: medsos transfer HP-1 AGENCY --to NAME"),
        (ANI, FOUND, "HP-1 is held by Ani (dinkes) since 2020-10-01, document 028/1",
         "to take it back: medsos return HP-1"),
        (None, RETURN, "HP-1 is in stock and has never been handed over",
         "to hand it over: medsos assign HP-1 AGENCY --to NAME"),
        (None, FOUND, "HP-1 is in stock and has never been handed over",
         "only a device that was recorded as lost can be found"),
        (on(2, RETURN), RETURN, "HP-1 is in stock since 2020-12-01",
         "to hand it over: medsos assign HP-1 AGENCY --to NAME"),
        (on(2, FOUND), FOUND, "HP-1 is in stock since 2020-12-01",
         "only a device that was recorded as lost can be found"),
        (on(2, LOST), HANDOVER, "HP-1 is lost since 2020-12-01",
         "when it turns up: medsos found HP-1"),
        (on(2, LOST), LOST, "HP-1 is lost since 2020-12-01",
         "when it turns up: medsos found HP-1"),
        (complete(ANI, on(2, LOST)), RETURN,
         "HP-1 is lost since 2020-12-01; Ani (dinkes) had it",
         "when it turns up: medsos found HP-1"),
    ],
)  # fmt: skip
def test_a_refusal_says_who_has_it_and_what_to_type(
    last: CustodyEvent | None, wanted: EventKind, words: str, hint: str
) -> None:
    assert refusal(last, on(0, wanted)) == (words, hint)
    assert describe(HP_1, last) == words


@pytest.mark.parametrize(
    ("last", "event", "words", "hint"),
    [
        (ANI, on(-1, RETURN), "2020-12-04 lies in the future: today is 2020-12-03",
         "an event is recorded when it has happened"),
        (None, on(-1, LOST), "2020-12-04 lies in the future: today is 2020-12-03",
         "an event is recorded when it has happened"),
        (ANI, ANI._replace(kind=LOST, day=date(2020, 9, 30)),
         "2020-09-30 is before the latest event of HP-1, the handover of 2020-10-01 (event 7)",
         "give a day from 2020-10-01 on, or void event 7 if it is wrong"),
        # Where it is tells more than the day does.
        (ANI, on(-1, HANDOVER), "HP-1 is held by Ani (dinkes) since 2020-10-01, document 028/1",
         "to give it to somebody else: medsos transfer HP-1 AGENCY --to NAME"),
    ],
)  # fmt: skip
def test_a_day_ahead_or_before_the_latest_event_is_refused(
    last: CustodyEvent | None, event: CustodyEvent, words: str, hint: str
) -> None:
    assert refusal(last, event) == (words, hint)


def test_the_day_of_the_latest_event_and_today_are_days_like_others() -> None:
    admit(HP_1, ANI, ANI._replace(kind=RETURN), TODAY)
    admit(HP_1, ANI, on(0, RETURN), TODAY)
    admit(HP_1, None, on(10_000, HANDOVER), TODAY)


@pytest.mark.parametrize("kind", [RETURN, LOST])
def test_what_takes_a_device_from_its_holder_names_them(kind: EventKind) -> None:
    draft = on(0, kind)._replace(document="028/9", condition="RR", note="layar retak")
    assert complete(ANI, draft) == draft._replace(
        agency="dinkes", holder="Ani", nip="198001012005012001", position="Pranata Humas"
    )


@pytest.mark.parametrize(
    ("last", "kind"),
    [(None, LOST), (on(1, RETURN), LOST), (complete(ANI, on(1, LOST)), FOUND), (ANI, HANDOVER)],
)
def test_where_nobody_had_it_nobody_is_named(last: CustodyEvent | None, kind: EventKind) -> None:
    draft = on(0, kind)
    assert complete(last, draft) == draft


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (ANI, "event 7: HP-1 handed over to Ani (dinkes) on 2020-10-01"),
        (complete(ANI, on(0, RETURN)), "event 8: HP-1 returned by Ani (dinkes) on 2020-12-03"),
        (on(0, LOST), "event 8: HP-1 lost on 2020-12-03"),
        (complete(ANI, on(0, LOST)), "event 8: HP-1 lost on 2020-12-03; Ani (dinkes) had it"),
        (on(0, FOUND), "event 8: HP-1 found, in stock on 2020-12-03"),
        (on(0, VOID, voids=7), "event 8: HP-1 event 7 voided on 2020-12-03"),
    ],
)
def test_what_was_recorded_is_told_with_its_number(event: CustodyEvent, words: str) -> None:
    assert tell(HP_1, event) == words


def transfer() -> list[CustodyEvent]:
    """Return a handover, and a transfer: the return and the handover that are one step."""
    back = complete(ANI, on(1, RETURN, 8))
    return [ANI, back, on(1, HANDOVER, 9)._replace(transfer_of=8, agency="setda", holder="Budi")]


def void_refusal(last: CustodyEvent | None, event: CustodyEvent) -> tuple[str, str | None]:
    with pytest.raises(CustodyError) as caught:
        admit_void(HP_1, last, event)
    return str(caught.value), caught.value.hint


def test_the_latest_event_can_be_taken_back_and_of_a_transfer_either_leg() -> None:
    handed, back, onward = transfer()
    admit_void(HP_1, handed, handed)
    admit_void(HP_1, onward, onward)
    admit_void(HP_1, onward, back)


def test_what_something_rests_on_is_not_taken_back() -> None:
    handed, back, onward = transfer()
    assert void_refusal(onward, handed) == (
        (
            "event 7 is not the latest of HP-1: HP-1 is held by Budi (setda) since 2020-12-02 "
            "(event 9)"
        ),
        "void event 9 first",
    )
    assert void_refusal(back, handed) == (
        "event 7 is not the latest of HP-1: HP-1 is in stock since 2020-12-02 (event 8)",
        "void event 8 first",
    )
    assert void_refusal(None, handed) == (
        "event 7 is not the latest of HP-1: HP-1 is in stock and has never been handed over",
        None,
    )


def test_a_void_is_not_taken_back_itself() -> None:
    assert void_refusal(ANI, on(0, VOID, 9, voids=8)) == (
        "event 9 is itself a void, of event 8",
        "what was voided by mistake is recorded again",
    )


def test_a_transfer_is_taken_back_leg_by_leg_from_the_latest() -> None:
    events = [*transfer(), on(0, VOID, 10, voids=9), on(0, VOID, 11, voids=8)]
    replay(HP_1, [*events, on(0, LOST, 12)], TODAY)  # with Ani again, who may lose it
    assert refused([*transfer(), on(0, VOID, 10, voids=8)]) == (
        "event 10 voids event 8, not the latest"
    )
    assert refused([*events, on(0, HANDOVER, 12)]) == (
        "event 12, the handover: HP-1 is held by Ani (dinkes) since 2020-10-01, document 028/1"
    )


def test_a_void_of_nothing_is_refused() -> None:
    assert refused([on(0, VOID, 1, voids=1)]) == "event 1 voids event 1, not the latest"
