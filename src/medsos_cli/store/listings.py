"""What the lists ask: devices, agencies and custody events, now or as of a day.

Days are the office's calendar days. A list as of a day takes the events that
stand and happened up to the end of it.
"""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from medsos_cli.days import Clock
from medsos_cli.models import Agency, Condition, Device, DeviceState
from medsos_cli.store.database import Store

DEVICE_LIST = (
    "device", "imei", "imei2", "model", "state", "agency_code", "agency", "holder", "nip",
    "position", "since", "document", "condition", "phone_number", "sim_active_until", "last_seen",
)  # fmt: skip
AGENCY_LIST = ("code", "name", "kind", "instagram", "facebook", "twitter", "devices", "holders")
HISTORY = (
    "event", "day", "kind", "device", "agency_code", "agency", "holder", "nip", "document",
    "condition", "accessories", "note", "recorded_at", "recorded_by", "voided_by", "reason",
)  # fmt: skip

# `now` is every device as it stands at the end of :day.
_DEVICES_AS_OF = """
with now as (
    select d.*, e.event, e.kind as event_kind, e.day as since, e.document,
        case when e.kind = 'handover' then e.agency end as agency,
        case when e.kind = 'handover' then e.holder end as holder,
        case when e.kind = 'handover' then e.nip end as nip,
        case when e.kind = 'handover' then e.position end as position,
        case e.kind
            when 'handover' then 'held' when 'lost' then 'lost' else 'in stock'
        end as state,
        coalesce((
            select condition from (
                select condition, day, recorded_at, event from standing_event where device = d.id
                union all
                select condition, day, recorded_at, 0 from stocktake_scan where device = d.id
            ) where condition is not null and day <= :day
            order by day desc, recorded_at desc, event desc limit 1
        ), d.condition) as known_condition,
        (
            select max(day) from (
                select day from standing_event
                where device = d.id and day <= :day and kind <> 'lost'
                union all
                select day from stocktake_scan where device = d.id and day <= :day
            )
        ) as last_seen
    from device d left join custody_event e on e.event = (
        select max(event) from standing_event where device = d.id and day <= :day
    )
    where d.registered_at < :end or e.event is not null
)
select tag, imei, imei2, model, state, g.code, g.name, holder, nip, position, since, document,
    known_condition, phone_number, sim_active_until, last_seen
from now left join agency g on g.code = now.agency
where (:states = '[]' or state in (select value from json_each(:states)))
    and (:code is null or now.agency = :code)
    and (:condition is null or known_condition = :condition)
    and (:held_longer is null
        or state = 'held' and julianday(:day) - julianday(since) > :held_longer)
    and (not :without_document or state = 'held' and document is null)
    and (:not_seen is null or last_seen is null
        or julianday(:day) - julianday(last_seen) > :not_seen)
    and (:sim is null or julianday(sim_active_until) - julianday(:day) <= :sim)
order by tag
"""

# Holders stand in the order of their handsets, as in the audit.
_AGENCIES = """
with held as materialized (
    select e.agency, e.holder, d.tag from device d join custody_event e on e.event = (
        select max(event) from standing_event where device = d.id and day <= :day
    ) where e.kind = 'handover'
)
select g.code, g.name, g.kind,
    (select {shown} from account a where a.agency = g.code and platform = 'instagram'),
    (select {shown} from account a where a.agency = g.code and platform = 'facebook'),
    (select {shown} from account a where a.agency = g.code and platform = 'twitter'),
    (select count(*) from held where agency = g.code),
    (select json_group_array(holder) from (
        select holder from held where agency = g.code group by holder order by min(tag)
    ))
from agency g where :kind is null or g.kind = :kind order by g.code
""".format(shown="case when has = 0 then 'none' else coalesce(handle, '?') end")

_HISTORY = """
select e.event, e.day, e.kind, d.tag, e.agency, g.name, e.holder, e.nip, e.document, e.condition,
    e.accessories, e.note, e.recorded_at, e.recorded_by, v.event, coalesce(e.reason, v.reason)
from custody_event e
join device d on d.id = e.device
left join agency g on g.code = e.agency
left join custody_event v on v.voids = e.event
where (:device is null or e.device = :device) and (:code is null or e.agency = :code)
    and (:day is null or (e.day <= :day and e.kind <> 'void' and v.event is null))
order by {order}
"""


class DeviceChoice(NamedTuple):
    """Which devices are asked for; what is not said does not matter. Spans are in days.

    `held_longer` counts from the handover to the present holder; `not_seen` from
    the last handover, return, find or scan of a stock-take, and takes in what was
    never seen; `sim_expiring` takes in the cards that have lapsed.
    """

    states: tuple[DeviceState, ...] = ()
    agency: Agency | None = None
    condition: Condition | None = None
    held_longer: int | None = None
    without_document: bool = False
    not_seen: int | None = None
    sim_expiring: int | None = None


def list_devices(store: Store, clock: Clock, day: date, choice: DeviceChoice) -> sqlite3.Cursor:
    """Return the inventory at the end of a day, columns as `DEVICE_LIST`, by tag."""
    asked = {
        "day": day.isoformat(),
        "end": clock.end_of(day),
        "states": json.dumps(choice.states),
        "code": choice.agency.code if choice.agency else None,
        "condition": choice.condition,
        "held_longer": choice.held_longer,
        "without_document": choice.without_document,
        "not_seen": choice.not_seen,
        "sim": choice.sim_expiring,
    }
    return store.rows(_DEVICES_AS_OF, asked)


def list_agencies(store: Store, day: date, kind: str | None = None) -> Iterator[list[Any]]:
    """Yield the agencies with their accounts on record, columns as `AGENCY_LIST`, by code.

    An account whose handle is not known shows as `?`; holders are a list.
    """
    for *cells, holders in store.rows(_AGENCIES, {"day": day.isoformat(), "kind": kind}):
        yield [*cells, json.loads(holders)]


class HistoryChoice(NamedTuple):
    """Whose events are asked for: of one device, of one agency, or all."""

    device: Device | None = None
    agency: Agency | None = None
    as_of: date | None = None


def list_history(store: Store, chain: HistoryChoice) -> sqlite3.Cursor:
    """Return custody events, oldest first, columns as `HISTORY`.

    As of a day only the standing ones count; else the voided show too, with the
    number and the reason of what voided them.
    """
    asked: dict[str, Any] = {
        "device": chain.device.id if chain.device else None,
        "code": chain.agency.code if chain.agency else None,
        "day": chain.as_of.isoformat() if chain.as_of else None,
    }
    # Of one device the numbers tell it in order: what was done, voided, and done anew.
    order = "e.event" if chain.device else "e.day, e.event"
    return store.rows(_HISTORY.format(order=order), asked)
