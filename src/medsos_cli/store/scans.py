"""Stock-takes: what was expected when one started, and what has been seen since."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.models import Device
from medsos_cli.store.database import Store
from medsos_cli.store.held import CUSTODY_ON

_EXPECT = f"""
insert into stocktake_expected (stocktake, device, state, handover)
select :stocktake, d.id, coalesce(e.state, 'in stock'), case e.state when 'held' then e.event end
from {CUSTODY_ON}
where coalesce(e.state, '') not in ('lost', 'written off') and d.withdrawn is null
    and (d.since <= :day or e.event is not null)
"""
_COUNTS = """
(select count(*) from stocktake_expected where stocktake = t.id) as expected,
    (select count(*) from stocktake_expected join stocktake_scan using (stocktake, device)
        where stocktake = t.id) as seen,
    (select count(*) from stocktake_expected e where stocktake = t.id and not exists (
        select 1 from stocktake_scan where stocktake = t.id and device = e.device)) as missing,
    (select count(*) from stocktake_scan s where stocktake = t.id and not exists (
        select 1 from stocktake_expected where stocktake = t.id and device = s.device))
        as unexpected
"""
_FINISHED = f"""
select t.id as number, t.started_on, t.finished_on, {_COUNTS}
from stocktake t where t.finished_on is not null order by t.id
"""
_MISSING = """
select d.tag as device, d.model, e.state, h.agency as agency_code, g.name as agency, h.holder,
    h.day as since
from stocktake t join stocktake_expected e on e.stocktake = t.id
join device d on d.id = e.device
left join custody_event h on h.event = e.handover
left join agency g on g.code = h.agency
where t.id = ? and not exists (
    select 1 from stocktake_scan where stocktake = t.id and device = e.device
)
order by d.tag
"""


class Stocktake(NamedTuple):
    """One stock-take; `finished_on` is None while it is open. Days are the office's."""

    id: int
    started_on: date
    finished_on: date | None


class Counts(NamedTuple):
    """How many devices were expected, were seen, are missing, and were not expected."""

    expected: int
    seen: int
    missing: int
    unexpected: int


class Scan(NamedTuple):
    """A device that somebody had in hand on a day; the moment of recording is UTC."""

    device: Device
    day: date
    condition: str | None
    recorded_at: str
    recorded_by: str


def latest_stocktake(store: Store) -> Stocktake:
    """Return the open stock-take, else the last one; raises `InputError` without any."""
    row = store.rows(
        "select id, started_on, finished_on from stocktake order by id desc limit 1"
    ).fetchone()
    if row is None:
        raise InputError("there has been no stock-take", "to begin one: medsos stocktake start")
    number, started, finished = row
    ended = date.fromisoformat(finished) if finished else None
    return Stocktake(number, date.fromisoformat(started), ended)


def open_stocktake(store: Store) -> Stocktake:
    """Return the open stock-take; raises `InputError` when there is none."""
    found = latest_stocktake(store)
    if found.finished_on:
        raise InputError(
            "no stock-take is open; the last was finished on {day}",
            "to begin one: medsos stocktake start",
            day=found.finished_on,
        )
    return found


def start_stocktake(store: Store, day: date, by: str) -> int:
    """Open a stock-take of all that is in stock or held on a day; return how many that is."""
    row = store.rows("select started_on from stocktake where finished_on is null").fetchone()
    if row:
        raise InputError(
            "a stock-take is open since {day}",
            "finish it first: medsos stocktake finish",
            day=row[0],
        )
    made = store.rows(
        "insert into stocktake (started_on, started_by) values (?, ?)", (day.isoformat(), by)
    )
    asked = {"stocktake": made.lastrowid, "day": day.isoformat()}
    return store.rows(_EXPECT, asked).rowcount


def record_scans(
    store: Store, stocktake: Stocktake, scans: Iterable[Scan]
) -> tuple[list[Device], list[Device]]:
    """Record what was seen; return the devices seen now, and those that were seen already."""
    now: dict[int, Device] = {}
    again: dict[int, Device] = {}
    for scan in scans:
        if scan.device.id in now or scan.device.id in again:
            again[scan.device.id] = scan.device
            continue
        done = store.rows(
            "insert into stocktake_scan (stocktake, device, day, condition, recorded_at, "
            "recorded_by) select :stocktake, :device, :day, :condition, :recorded_at, "
            ":recorded_by where not exists (select 1 from stocktake_scan "
            "where stocktake = :stocktake and device = :device)",
            scan._asdict()
            | {"stocktake": stocktake.id, "device": scan.device.id, "day": scan.day.isoformat()},
        )
        (now if done.rowcount else again)[scan.device.id] = scan.device
    return [*now.values()], [*again.values()]


def is_expected(store: Store, stocktake: Stocktake, device: Device) -> bool:
    """Tell whether a device was in stock or held when the stock-take started."""
    row = store.rows(
        "select 1 from stocktake_expected where stocktake = ? and device = ?",
        (stocktake.id, device.id),
    )
    return row.fetchone() is not None


def finish_stocktake(store: Store, stocktake: Stocktake, day: date, by: str) -> None:
    """Close a stock-take; its result stays. In another zone the day may not have come yet."""
    finished_on = max(day, stocktake.started_on).isoformat()
    store.rows(
        "update stocktake set finished_on = ?, finished_by = ? where id = ?",
        (finished_on, by, stocktake.id),
    )


def count_stocktake(store: Store, stocktake: Stocktake) -> Counts:
    """Return what has come of a stock-take so far."""
    return Counts(
        *store.rows(f"select {_COUNTS} from stocktake t where id = ?", (stocktake.id,)).fetchone()
    )


def list_stocktakes(store: Store) -> Iterator[Mapping[str, Any]]:
    """Return the finished stock-takes and what came of them; cells by their names in data."""
    return store.named_rows(_FINISHED, ())


def list_missing(store: Store, stocktake: Stocktake) -> Iterator[Mapping[str, Any]]:
    """Return what was expected and has not been seen, by tag; cells by their names in data.

    State and holder are those of the start.
    """
    return store.named_rows(_MISSING, (stocktake.id,))
