"""Where one stands: at the end of a day, knowing what was recorded by the end of another.

Views of this connection alone, called like the tables, show what held on the day and was
known then. Whatever is asked after that is answered from there, by the same statements.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar

from medsos_cli.errors import UnknownError
from medsos_cli.store.database import Store
from medsos_cli.store.parting import PARKED
from medsos_cli.store.schema.dated_schema import ACCOUNT_FACTS, DEVICE_FACTS, VALUE, key_of
from medsos_cli.words.days import Clock, utc_stamp

T = TypeVar("T")
_AGENCY_KEPT = "code, name_key, act, line, successor"
_DEVICE_KEPT = "id, registered_at, act, line"
_SINCE = (
    "min(since, coalesce((select min(day) from statement where {} and id > 0), since)) as since"
)
_RECORDED = dict.fromkeys(
    ("custody_event", "amendment", "stocktake_scan", "post", "post_void", "redaction"),
    "recorded_at",
) | {"identity": "since"}
_RESTATED = f"select 1 from main.statement where agency is not null and field in {ACCOUNT_FACTS}"
# Made anew over these views, by the words they have in the schema.
_DERIVED = (
    "happened", "standing_event", "device_seen", "current_custody", "evidence", "standing_post",
    "latest_sighting",
)  # fmt: skip


class Standpoint(NamedTuple):
    """What is asked for: what held at the end of a day, as far as it was known on another.

    Days are the office's; None is whatever is on record.
    """

    as_of: date | None = None
    known_on: date | None = None


def stand(store: Store, clock: Clock, point: Standpoint) -> None:
    """Let everything that is read from this connection be as it was; write nothing after that.

    Where one stood before is left. Call it inside a transaction: with it the views go.
    """
    for (name,) in store.rows("select name from temp.sqlite_schema where type = 'view'").fetchall():
        store.rows(f"drop view temp.{name}")
    if point.known_on is None and point.as_of in {None, clock.today}:
        return
    act = _known(store, clock, point.known_on)
    views = _facts(point.as_of, act) | _evidence(clock, point, _joined_then(store, act))
    if not store.rows(_RESTATED).fetchone():
        views["account"] = _first_accounts(point.as_of, act)
    for name, query in views.items():
        store.rows(f"create temp view {name} as {query}")
    for name in _DERIVED:
        sql = "select sql from main.sqlite_schema where type = 'view' and name = ?"
        (body,) = store.rows(sql, (name,)).fetchone()
        store.rows("create temp" + body.removeprefix("CREATE"))


def stand_and_find(store: Store, clock: Clock, point: Standpoint, find: Callable[[], T]) -> T:
    """Stand there and find what was called so then, else what is called so now."""
    stand(store, clock, point)
    try:
        return find()
    except UnknownError:
        stand(store, clock, Standpoint())
        found = find()
    stand(store, clock, point)
    return found


def _known(store: Store, clock: Clock, day: date | None) -> int | None:
    """Return the last act that was recorded by the end of a day."""
    if day is None:
        return None
    row = store.rows("select max(id) from act where recorded_at < ?", (clock.end_of(day),))
    return int(row.fetchone()[0] or 0)


def _joined_then(store: Store, act: int | None) -> dict[str, str]:
    """Return the tables of evidence; with what names had of each other that were parted later."""
    parted = store.rows("select 1 from main.parting where act > ?", (act,)).fetchone()
    return {name: _with_parted(store, name, act) if parted else f"main.{name}" for name in PARKED}


def _with_parted(store: Store, name: str, act: int | None) -> str:
    columns = [c for (c,) in store.rows("select name from pragma_table_info(?)", (name,))]
    key = "substr(key, instr(substr(key, 2), '!') + 2) as key"
    then = ", ".join(key if c == "key" else c for c in columns)
    later = f"key glob '!*' and cast(substr(key, 2) as int) > {act}"
    return f"""(select {", ".join(columns)} from main.{name} where not ({later})
        union all select {then} from main.{name} where {later})"""


def _by_then(day: date | None, act: int | None) -> tuple[str, str]:
    """Return the SQL of whether an act was known then, and the day until which statements hold."""
    known = "true" if act is None else f"coalesce(act, 0) <= {act}"
    return known, day.isoformat() if day else "9999-12-31"


def _first_accounts(day: date | None, act: int | None) -> str:
    """Return the accounts where none was stated twice: the view of `_facts`, more quickly."""
    known, until = _by_then(day, act)
    return f"""select agency, platform, has, handle, key from main.account
        where since <= '{until}' and {known}"""


def _facts(day: date | None, act: int | None) -> dict[str, str]:
    known, until = _by_then(day, act)
    last = f"day <= '{until}' order by day desc, id desc"
    first = _first(f"'{until}'")
    agency, device = "agency = t.code", "device = t.id"
    value = _held("agency = t.agency", "platform", VALUE, last, f"t.since <= '{until}' and {known}")
    held = {f: device_fact(f, repr(until)) for f in DEVICE_FACTS}
    held["tag"] += " collate nocase"  # as the column has it
    facts = ", ".join(f"{sql} as {f}" for f, sql in held.items())
    return {
        "statement": f"select * from main.statement where {known}",
        "one_account": f"""select * from main.renaming n where {known} and not exists (
            select 1 from main.parting p where p.joined = n.act and {known.replace("act", "p.act")}
        )""",
        "agency": f"""select {_AGENCY_KEPT}, {_SINCE.format(agency)},
            {_held(agency, "'name'", "name", first)} as name,
            {_held(agency, "'kind'", "kind", first)} as kind,
            {_held(agency, "'note'", "note", first)} as note,
            {_held(agency, "'closed'", "closed", last)} as closed
            from main.agency t where {known}""",
        "account": f"""select agency, platform, value <> '-' as has,
            nullif(nullif(value, '-'), '+') as handle,
            coalesce({key_of("nullif(nullif(value, '-'), '+')")}, '?' || agency) as key
            from (select agency, platform, {value} as value from main.account t limit -1)
            where value is not null""",
        "device": f"""select {_DEVICE_KEPT}, {_SINCE.format(device)}, {facts}
            from main.device t where {known}""",
    }


def device_fact(fact: str, until: str) -> str:
    """Return the SQL of what held of a fact of the device `t` on a day, itself SQL."""
    return _held("device = t.id", repr(fact), fact, _first(until))


def _first(until: str) -> str:
    """Return which statement held on a day.

    Before a thing was first stated it goes by that first word, unless it was wrong from there.
    """
    return f"""true order by day <= {until} desc, iif(day <= {until}, day, 0) desc,
        iif(day <= {until}, id, 0) desc, day, from_start desc, iif(from_start, -id, id)"""


def _held(key: str, fact: str, present: str, order: str, begun: str = "true") -> str:
    """Return the SQL of what held of a fact of the thing `t`, which may be on its first word."""
    return f"""case when exists (select 1 from statement where {key} and field = {fact})
        then (select value from statement where {key} and field = {fact} and {order} limit 1)
        when {begun} then {present} end"""


def _evidence(clock: Clock, point: Standpoint, of: Mapping[str, str]) -> dict[str, str]:
    """Return what was seen by then, `of` these tables: a look is known as far as it had come."""
    end = min(clock.end_of(day) for day in point if day)
    last = utc_stamp(datetime.fromisoformat(end) - timedelta(seconds=1))
    known = point.known_on and clock.end_of(point.known_on)
    by_then = f"where coalesce(recorded_at, first_seen) < '{known}'" if known else ""
    views = {
        "sighting": f"""select id, platform, key, result, posted_at, accuracy, first_seen,
            max(first_seen, min(last_seen, '{last}')) as last_seen, source, network_id, recorded_at
            from {of["sighting"]} {by_then}"""
    }
    if known:
        views["post_window"] = f"select * from {of['post_window']}"
        views |= {
            name: f"select * from {of.get(name, f'main.{name}')} where {when} < '{known}'"
            for name, when in _RECORDED.items()
        }
    return views
