"""Whether what is dated holds together: statements, amendments, windows; each on its own."""

from collections.abc import Callable
from functools import partial

from medsos_cli.errors import Message
from medsos_cli.store.database import Store
from medsos_cli.store.doctor.soundness import BRING_UP, RESTORE
from medsos_cli.store.place import Diagnosis, Level
from medsos_cli.store.schema.dated_schema import (
    ACCOUNT_FACTS,
    AGENCY_FACTS,
    DEVICE_FACTS,
    VALUE,
    latest,
)
from medsos_cli.words.days import Clock


def _as_it_stands(facts: tuple[str, ...]) -> str:
    return "case s.field " + " ".join(f"when '{fact}' then t.{fact}" for fact in facts) + " end"


def _unlike(subject: str, name: str, table: str, present: str, facts: tuple[str, ...]) -> str:
    """Return the SQL of what stands otherwise than it was stated last."""
    return f"""
select {name} as thing, s.field from (select distinct {subject}, field from statement
    where {subject} is not null and field in {facts}) s join {table}
where {present} is not {latest(subject, f"s.{subject}", "s.field")}"""


_STANDS_OTHERWISE = " union all ".join((
    _unlike("agency", "t.code", "agency t on t.code = s.agency",
            _as_it_stands(AGENCY_FACTS), AGENCY_FACTS),
    _unlike("agency", "t.agency", "account t on t.agency = s.agency and t.platform = s.field",
            VALUE, ACCOUNT_FACTS),
    _unlike("device", "t.tag", "device t on t.id = s.device",
            _as_it_stands(DEVICE_FACTS), DEVICE_FACTS),
))  # fmt: skip
# A day more, for other zones; what the office's own day is, the program sees to.
_AHEAD = """
select coalesce(s.agency, d.tag), s.field, s.day from statement s
join act t on t.id = s.act left join device d on d.id = s.device
where s.day > date(t.recorded_at, '+1 day')
"""
_OUT_OF_ORDER = """
select id, recorded_at from (
    select id, recorded_at, max(recorded_at) over (order by id) as latest from act
) where julianday(latest) - julianday(recorded_at) > 1 order by id
"""
_FORMER = """
select a.code from agency a join agency s on s.code = a.successor where s.successor is not null
"""
_FILLED = ("day", "document", "condition", "accessories", "note")
_AMENDED = f"""
with said as (
    select event, 0 as id, 'filled in' as reason, {", ".join(_FILLED)} from custody_event
    where event in (select event from amendment)
    union all select event, id, reason, {", ".join(_FILLED)} from amendment
), told as (
    select *, {
    ", ".join(f"lag({f}) over (partition by event order by id) as was_{f}" for f in _FILLED)
} from said
)
select event from told where reason is null
    and ({" or ".join(f"was_{f} is not null and {f} is not was_{f}" for f in _FILLED)})
union select e.event from amendment a join custody_event e using (event) where e.kind = 'void'
union select e.event from happened e join happened r on r.event = e.transfer_of
where e.day is not r.day
order by event
"""
_WINDOWS = """
select platform, key from post_window
where not (after <= first_until and first_until <= until and until <= :now)
"""


def dated_checks(store: Store, clock: Clock) -> dict[Message, Callable[[], Diagnosis]]:
    """Return how to look at each of the three."""
    checks: dict[Message, Callable[[], Diagnosis]] = {
        Message("statements"): lambda: _examine_statements(store),
        Message("amendments"): lambda: _examine_amendments(store),
        Message("windows"): lambda: _examine_windows(store, clock),
    }
    return {what: partial(_if_there, store, what, check) for what, check in checks.items()}


def _if_there(store: Store, what: Message, check: Callable[[], Diagnosis]) -> Diagnosis:
    """Look, unless the database is of a version that has none of it."""
    if store.rows("select 1 from sqlite_schema where name = 'statement'").fetchone():
        return check()
    return Diagnosis(Level.WARN, what, Message("none yet"), BRING_UP)


def _examine_statements(store: Store) -> Diagnosis:
    what = Message("statements")
    if row := store.rows(f"{_STANDS_OTHERWISE} limit 1").fetchone():
        told = Message("{fact} of {thing} is not what was stated last", thing=row[0], fact=row[1])
        return Diagnosis(Level.FAIL, what, told, RESTORE)
    if row := store.rows(_FORMER).fetchone():
        told = Message("{thing} is a former code of one that is former itself", thing=row[0])
        return Diagnosis(Level.FAIL, what, told, RESTORE)
    if row := store.rows(_AHEAD).fetchone():
        thing, fact, day = row
        told = Message("{fact} of {thing} was stated of {day}, before that day",
                       thing=thing, fact=fact, day=day)  # fmt: skip
        return Diagnosis(Level.FAIL, what, told, RESTORE)
    if row := store.rows(_OUT_OF_ORDER).fetchone():
        told = Message("what was recorded at {moment} comes after what is of a later day",
                       moment=row[1])  # fmt: skip
        hint = Message("a machine's clock was wrong then; --known-on may leave out too much")
        return Diagnosis(Level.WARN, what, told, hint)
    return Diagnosis(Level.OK, what, Message("what stands is what was stated last"))


def _examine_amendments(store: Store) -> Diagnosis:
    what = Message("amendments")
    if row := store.rows(_AMENDED).fetchone():
        told = Message("event {event} is amended as it may not be", event=row[0])
        return Diagnosis(Level.FAIL, what, told, RESTORE)
    return Diagnosis(Level.OK, what, Message("each fills in a blank, or has its reason"))


def _examine_windows(store: Store, clock: Clock) -> Diagnosis:
    what = Message("windows")
    if row := store.rows(_WINDOWS, {"now": clock.stamp}).fetchone():
        told = Message("a look at {platform} {key} ends before it begins, or ahead",
                       platform=row[0], key=row[1])  # fmt: skip
        return Diagnosis(Level.FAIL, what, told, RESTORE)
    return Diagnosis(Level.OK, what, Message("every look ends after it begins"))
