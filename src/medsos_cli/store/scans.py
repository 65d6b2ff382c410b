"""Stock-takes: what was expected when one started, and what has been seen since."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from medsos_cli.days import Clock
from medsos_cli.errors import InputError
from medsos_cli.models import Device
from medsos_cli.store.database import Store

MISSING = ("device", "model", "state", "agency_code", "agency", "holder", "since")
STATUS = ("expected", "seen", "missing", "unexpected")

_EXPECT = """
insert into stocktake_expected (stocktake, device, state, handover)
select :stocktake, d.id, case e.kind when 'handover' then 'held' else 'in stock' end,
    case e.kind when 'handover' then e.event end
from device d left join custody_event e on e.event = (
    select max(event) from standing_event where device = d.id and day <= :day
)
where e.kind is not 'lost' and (d.registered_at < :end or e.event is not null)
"""
_COUNTS = """
select
    (select count(*) from stocktake_expected where stocktake = :id),
    (select count(*) from stocktake_expected join stocktake_scan using (stocktake, device)
        where stocktake = :id),
    (select count(*) from stocktake_expected e where stocktake = :id and not exists (
        select 1 from stocktake_scan where stocktake = :id and device = e.device)),
    (select count(*) from stocktake_scan s where stocktake = :id and not exists (
        select 1 from stocktake_expected where stocktake = :id and device = s.device))
"""
_MISSING = """
select d.tag, d.model, e.state, h.agency, g.name, h.holder, h.day
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
            f"no stock-take is open; the last was finished on {found.finished_on}",
            "to begin one: medsos stocktake start",
        )
    return found


def start_stocktake(store: Store, clock: Clock, day: date, by: str) -> int:
    """Open a stock-take of all that is in stock or held on a day; return how many that is."""
    row = store.rows("select started_on from stocktake where finished_on is null").fetchone()
    if row:
        raise InputError(
            f"a stock-take is open since {row[0]}", "finish it first: medsos stocktake finish"
        )
    made = store.rows(
        "insert into stocktake (started_on, started_by) values (?, ?)", (day.isoformat(), by)
    )
    asked = {"stocktake": made.lastrowid, "day": day.isoformat(), "end": clock.end_of(day)}
    return store.rows(_EXPECT, asked).rowcount


def record_scans(
    store: Store, stocktake: Stocktake, scans: Iterable[Scan]
) -> tuple[list[Device], list[Device]]:
    """Record what was seen; return the devices seen now, and those that were seen already."""
    now: dict[int, Device] = {}
    again: dict[int, Device] = {}
    for scan in scans:
        done = store.rows(
            "insert into stocktake_scan (stocktake, device, day, condition, recorded_at, "
            "recorded_by) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
            (stocktake.id, scan.device.id, scan.day.isoformat(), *scan[2:]),
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


def count_stocktake(store: Store, stocktake: Stocktake) -> tuple[int, int, int, int]:
    """Return how many are expected, seen, missing and unexpected, as `STATUS`."""
    expected, seen, missing, unexpected = store.rows(_COUNTS, {"id": stocktake.id}).fetchone()
    return expected, seen, missing, unexpected


def list_missing(store: Store, stocktake: Stocktake) -> sqlite3.Cursor:
    """Return what was expected and has not been seen, columns as `MISSING`, by tag.

    State and holder are those of the start.
    """
    return store.rows(_MISSING, (stocktake.id,))
