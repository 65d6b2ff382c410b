"""What the lists ask: devices and agencies, now or as of a day.

Days are the office's calendar days. A list as of a day takes the events that
stand and happened up to the end of it.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from medsos_cli.models import Agency, Condition, DeviceState
from medsos_cli.store.database import Store
from medsos_cli.store.held import CUSTODY_ON, THERE, handsets_held, holders_of

# `now` is every device as it stands at the end of :day.
_DEVICES_AS_OF = f"""
with now as (
    select d.*, e.day as stood_from, e.document, coalesce(e.state, 'in stock') as state,
        case when e.state in ('held', 'lost') then e.agency end as agency,
        case when e.state in ('held', 'lost') then e.holder end as holder,
        case when e.state in ('held', 'lost') then e.nip end as nip,
        case when e.state in ('held', 'lost') then e.position end as position,
        coalesce((
            select condition from device_seen
            where device = d.id and day <= :day and condition is not null
            order by day desc, recorded_at desc, event desc limit 1
        ), d.condition) as known_condition,
        (select max(day) from device_seen where device = d.id and day <= :day and in_hand)
            as last_seen
    from {CUSTODY_ON}
    where d.withdrawn is null and (d.since <= :day or e.event is not null)
)
select tag as device, imei, imei2, model, state, g.code as agency_code, g.name as agency, holder,
    nip, position, stood_from as since, document, known_condition as condition, phone_number,
    sim_active_until, last_seen, serial, item_code, register_no, source, acquired_on, price,
    material, now.note
from now left join agency g on g.code = now.agency
where state in (select value from json_each(:states))
    and (:code is null or state = 'held' and now.agency = :code)
    and (:condition is null or known_condition = :condition)
    and (:held_longer is null
        or state = 'held' and julianday(:day) - julianday(stood_from) > :held_longer)
    and (not :without_document or state = 'held' and document is null)
    and (:not_seen is null or last_seen is null
        or julianday(:day) - julianday(last_seen) > :not_seen)
    and (:sim is null or julianday(sim_active_until) - julianday(:day) <= :sim)
order by tag
"""

_SHOWN = "case when has = 0 then 'none' else coalesce(handle, '?') end"
_AGENCIES = f"""
select g.code, g.name, g.kind,
    (select {_SHOWN} from account a where a.agency = g.code and platform = 'instagram')
        as instagram,
    (select {_SHOWN} from account a where a.agency = g.code and platform = 'facebook')
        as facebook,
    (select {_SHOWN} from account a where a.agency = g.code and platform = 'twitter')
        as twitter
from agency g where (:kind is null or g.kind = :kind) and {THERE} order by g.code
"""


class DeviceChoice(NamedTuple):
    """Which devices are asked for; what is not said does not matter. Spans are in days.

    `held_longer` counts from the handover to the present holder; `not_seen` from
    the last handover, return, find or scan of a stock-take, and takes in what was
    never seen; `sim_expiring` takes in the cards that have lapsed.
    """

    states: tuple[DeviceState, ...] = tuple(DeviceState)
    agency: Agency | None = None
    condition: Condition | None = None
    held_longer: int | None = None
    without_document: bool = False
    not_seen: int | None = None
    sim_expiring: int | None = None


def list_devices(store: Store, day: date, choice: DeviceChoice) -> Iterator[Mapping[str, Any]]:
    """Return the inventory at the end of a day, by tag; a row's cells by their names in data."""
    asked = {
        "day": day.isoformat(),
        "states": json.dumps(choice.states),
        "code": choice.agency.code if choice.agency else None,
        "condition": choice.condition,
        "held_longer": choice.held_longer,
        "without_document": choice.without_document,
        "not_seen": choice.not_seen,
        "sim": choice.sim_expiring,
    }
    return store.named_rows(_DEVICES_AS_OF, asked)


def list_agencies(store: Store, day: date, kind: str | None = None) -> Iterator[Mapping[str, Any]]:
    """Yield the agencies with their accounts on record, by code; cells as in `list_devices`.

    An account whose handle is not known shows as `?`; holders are a list.
    """
    held_by = handsets_held(store, day)
    for row in store.named_rows(_AGENCIES, {"day": day.isoformat(), "kind": kind}):
        handsets = held_by(row["code"])
        yield {**row, "devices": len(handsets), "holders": [*holders_of(handsets)]}
