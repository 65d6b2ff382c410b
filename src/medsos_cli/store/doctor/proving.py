"""Whether what is sealed is still what was signed: one event, or the whole chain."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from medsos_cli.errors import Message, SealError
from medsos_cli.models import CustodyEvent, Device
from medsos_cli.rules.amending import AMENDABLE
from medsos_cli.rules.seals import (
    START,
    Break,
    Link,
    SealedAmendment,
    SealedEvent,
    code_of,
    find_breaks,
    make_seal,
)
from medsos_cli.store.database import Store
from medsos_cli.store.doctor.soundness import BRING_UP
from medsos_cli.store.events import EVENT_COLUMNS, read_event, voided_by
from medsos_cli.store.history import HistoryChoice, list_history
from medsos_cli.store.place import Diagnosis, Level
from medsos_cli.store.sealing import chain_of, end_of_chain
from medsos_cli.words.days import Clock

_ON_RECORD = """(e.{} is d.{fact} or exists (
    select 1 from statement where device = e.device and field = '{fact}' and value is e.{}
))"""
_SEALED = {"label_then": "tag", "imei_then": "imei", "serial_then": "serial"}
# Sealed with a label or a number that the register does not have of that device, nor had.
_STRANGE = f"""
select min(e.event) from custody_event e join device d on d.id = e.device
where e.seal is not null and coalesce(e.event = :event, true)
    and not ({" and ".join(_ON_RECORD.format(n, n, fact=f) for n, f in _SEALED.items())})
"""
_AT = """
select event, seal, false from custody_event where place = :place
union all select event, seal, true from amendment where place = :place
"""
_UNSEALED = """
select event, recorded_by from custody_event where seal is null
union all select event, recorded_by from amendment where seal is null order by event
"""
_OLDER = "select max(event), max(chained_at) from custody_event where chained_at is not null"
_SEALS = Message("seals")
_PAPERS = Message("the papers tell what was signed: medsos verify EVENT CODE")


class Amended(NamedTuple):
    """What an amendment changed, when (UTC) and by whom; and the digits of its seal, if any."""

    what: str
    recorded_at: str
    recorded_by: str
    code: str | None


class Sealed(NamedTuple):
    """What was sealed, its device's label then, and what is known of it since.

    It is the event as the code's own seal covers it: as it was, or as an amendment made it.
    `blanked` are the moment (UTC) and the document of a redaction.
    """

    event: CustodyEvent
    label: str
    chained_at: str | None
    amended: tuple[Amended, ...]
    voided_by: int | None
    blanked: tuple[str, str] | None


class LastSeal(NamedTuple):
    """What was sealed last, the event or the amendment of it, and the digits of that seal."""

    event: int
    code: str
    of_amendment: bool


def verify_event(store: Store, number: int, code: str) -> Sealed:
    """Return an event that bears this code, or an amendment of which does.

    Raises `SealError` where it is not what was signed.
    """
    row = store.rows(
        f"select {EVENT_COLUMNS} from custody_event where event = ?", (number,)
    ).fetchone()
    if row is None:
        raise SealError(
            "there is no event {event}: it was removed, or the paper is of another database",
            "check the number on the paper; see: medsos history",
            event=number,
        )
    links = [*chain_of(store, number)]
    said = links[0].said if links else None
    if not isinstance(said, SealedEvent):
        raise SealError("event {event} has no seal: another program wrote it", event=number)
    bearer = _refuse_unlike(store, code, links)
    blanked = store.rows("select recorded_at, document from redaction where event = ?", (number,))
    event = _as_amended(store, read_event(row), bearer)
    return Sealed(
        event,
        said.label_then or "",
        said.chained_at,
        tuple(_amendments(store, event)),
        voided_by(store, number),
        blanked.fetchone(),
    )


def _as_amended(store: Store, event: CustodyEvent, bearer: Link) -> CustodyEvent:
    if not isinstance(bearer.said, SealedAmendment):
        return event
    asked = f"select {', '.join(AMENDABLE)} from amendment where id = ?"
    (said,) = store.named_rows(asked, (bearer.said.amendment,))
    return event._replace(**{**said, "day": date.fromisoformat(said["day"])})


def _amendments(store: Store, event: CustodyEvent) -> Iterator[Amended]:
    told = list_history(store, HistoryChoice(Device(event.device, "")))
    seals = dict(store.rows("select id, seal from amendment where event = ?", (event.event,)))
    for row in told:
        if (row["event"], row["kind"]) == (event.event, "amended"):
            seal = seals[row["turn"]]
            what, when, by = row["note"], row["recorded_at"], row["recorded_by"]
            yield Amended(what, when, by, seal and code_of(seal))


def _refuse_unlike(store: Store, code: str, links: Sequence[Link]) -> Link:
    """Return what bears this code of what is sealed of one event, all of which holds."""
    event = links[0].said.event
    bearer = next((link for link in links if link.seal.hex().startswith(code)), None)
    if bearer is None:
        raise SealError(
            "event {event} has the seal {own}, not {code}: it is not the record of that paper",
            "check the digits on the paper; say: medsos doctor",
            event=event, own=code_of(links[0].seal), code=code,
        )  # fmt: skip
    if _find_strange(store, event) or not all(_holds(store, link) for link in links):
        raise SealError(
            "event {event} is not what was sealed: it was rewritten, or what was sealed just "
            "before it",
            "the paper tells what it was; say: medsos doctor",
            event=event,
        )
    return bearer


def _holds(store: Store, link: Link) -> bool:
    before = store.rows(_AT, {"place": link.place - 1}).fetchone()
    return make_seal(before[1] if before else START, link.said) == link.seal


def _find_strange(store: Store, event: int | None = None) -> int | None:
    """Return the first event, or this one, whose device is not on record as it was sealed."""
    row = store.rows(_STRANGE, {"event": event}).fetchone()
    return row[0] if row else None


def last_sealed(store: Store) -> LastSeal | None:
    """Return what the chain ends with; None where nothing is sealed."""
    if not _has_seals(store):
        return None
    place, seal = end_of_chain(store)
    row = store.rows(_AT, {"place": place}).fetchone()
    return LastSeal(row[0], code_of(seal), bool(row[2])) if row else None


def _has_seals(store: Store) -> bool:
    """Tell whether a database is of a version that has seals."""
    found = store.rows("select 1 from sqlite_schema where name = 'last_seal'")
    return found.fetchone() is not None


def examine_seals(store: Store, clock: Clock) -> Diagnosis:
    """Look at the whole chain: what was rewritten, removed or swapped, or has no seal."""
    if not _has_seals(store):
        return Diagnosis(Level.WARN, _SEALS, Message("none yet"), BRING_UP)
    breaks = [*find_breaks(chain_of(store), end_of_chain(store))]
    if strange := _find_strange(store):
        breaks.append(Break(strange))
    if breaks:
        return Diagnosis(Level.FAIL, _SEALS, _tell_break(min(breaks)), _PAPERS)
    if unsealed := store.rows(_UNSEALED).fetchall():
        told = Message(
            "from event {event} on {n} record has no seal: another program wrote it, as {by}",
            "from event {event} on {n} records have no seal: another program wrote them, as {by}",
            n=len(unsealed), event=unsealed[0][0], by=unsealed[0][1],
        )  # fmt: skip
        return Diagnosis(Level.WARN, _SEALS, told, Message("see: medsos history"))
    return Diagnosis(Level.OK, _SEALS, _tell_whole(store, clock))


def _tell_break(broken: Break) -> Message:
    if not broken.missing:
        return Message(
            "from event {event} on it is not what was sealed: rewritten or swapped",
            event=broken.event,
        )
    return Message(
        "from event {event} on {n} sealed record is missing: it was removed",
        "from event {event} on {n} sealed records are missing: they were removed",
        n=broken.missing,
        event=broken.event,
    )


def _tell_whole(store: Store, clock: Clock) -> Message:
    last = last_sealed(store)
    if last is None:
        return Message("there is nothing to seal yet")
    what = Message("event {event}", event=last.event)
    if last.of_amendment:
        what = Message("the amendment of event {event}", event=last.event)
    older, moment = store.rows(_OLDER).fetchone()
    if older is None:
        return Message("every seal holds; the last is of {what}: {code}", what=what, code=last.code)
    return Message(
        "every seal holds, those up to event {older} since {day}, when the file was brought up to "
        "date; the last is of {what}: {code}",
        older=older, day=clock.local_day(moment), what=what, code=last.code,
    )  # fmt: skip
