"""What happened, and what was changed: the events, their amendments, statements and scans."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from medsos_cli.models import Agency, Device
from medsos_cli.store.database import Store
from medsos_cli.store.schema.dated_schema import key_of
from medsos_cli.store.schema.event_schema import AMENDED

_EVENTS = """
select e.event, e.day, e.kind, d.tag as device, e.agency as agency_code, g.name as agency,
    e.holder, e.nip, e.document, e.condition, e.accessories, e.note, e.recorded_at, e.recorded_by,
    v.event as voided_by, coalesce(e.reason, v.reason) as reason,
    e.day as at, e.recorded_at as since, e.event as number, 0 as turn
from happened e
join device d on d.id = e.device
left join agency g on g.code = e.agency
left join custody_event v on v.voids = e.event
where (:device is null or e.device = :device) and (:code is null or e.agency = :code)
    and (:day is null or (e.day <= :day and e.kind <> 'void' and v.event is null))
"""


def _change(field: str) -> str:
    """Return the SQL of what an amendment changed of a field, or nothing."""
    before, now = (
        f"'…' || substr({text}, -4)" if field == "nip" else text
        for text in (f"a.before_{field}", f"a.{field}")
    )
    return (
        f"iif(a.{field} is a.before_{field}, '', "
        f"'; {field}: ' || coalesce({before}, '-') || ' → ' || coalesce({now}, '-'))"
    )


_AMENDMENTS = f"""
select e.event, e.day, 'amended' as kind, e.device, e.agency_code, e.agency, null, null, null, null,
    null, substr({" || ".join(map(_change, AMENDED))}, 3), a.recorded_at, a.recorded_by,
    null, a.reason, e.at, e.since, e.number, a.id
from (
    select *, {", ".join(f"lag({f}) over one as before_{f}" for f in AMENDED)} from (
        select 0 as id, event, recorded_at, recorded_by, null as reason, {", ".join(AMENDED)}
        from custody_event where event in (select event from amendment)
        union all
        select id, event, recorded_at, recorded_by, reason, {", ".join(AMENDED)} from amendment
    ) window one as (partition by event order by id)
) a join ({_EVENTS}) e on e.event = a.event where a.id > 0
"""
_REDACTIONS = f"""
select e.event, e.day, 'redacted', e.device, e.agency_code, e.agency, null, null, r.document, null,
    null, null, r.recorded_at, r.recorded_by, null, r.reason, e.at, e.since, e.number, 9e18
from redaction r join ({_EVENTS}) e on e.event = r.event
"""
# Of what one act stated of a fact of one day, what it came to; a condition may have been told
# by an event or a scan since the statement before.
_CHANGES = """
select null, s.day, case
        when s.field in ('instagram', 'facebook', 'twitter') then 'account'
        when s.field in ('phone_number', 'iccid', 'sim_active_until') then 'sim'
        when s.field in ('imei', 'imei2') then 'imei'
        when s.field in ('name', 'condition') then s.field
        when s.field = 'tag' then 'label'
        when s.field in ('kind', 'closed') then 'agency' else 'device' end,
    d.tag, s.agency, g.name, null, null, s.document, null, null,
    iif(s.field in ('name', 'condition', 'tag'), '', s.field || ': ')
        || coalesce(s.before, '-') || ' → ' || coalesce(s.value, '-'),
    s.recorded_at, s.recorded_by, null, s.reason,
    s.day, s.told_at, 9e18, s.id
from (
    select *, coalesce(iif(field = 'condition', (
        select condition from device_seen x
        where x.device = s.device and x.condition is not null and x.event < 9e18
            and (x.day, x.recorded_at) <= (s.day, s.recorded_at)
            and (value_before is null or (x.day, x.recorded_at) >= (day_before, recorded_before))
        order by x.day desc, x.recorded_at desc, x.event desc limit 1
    ), null), value_before) as before
    from (
        select n.*, t.recorded_at, t.recorded_by, lag(value) over one as value_before,
            lag(day) over one as day_before, lag(t.recorded_at) over one as recorded_before,
            row_number() over one as place, max(coalesce(t.recorded_at, '')) over (
                partition by agency, device, field, day order by n.id
            ) as told_at
        from statement n left join act t on t.id = n.act where n.id in (
            select iif(min(id) < 0, min(id), max(id)) from statement
            group by agency, device, field, day, act, id < 0
        )
        window one as (partition by agency, device, field order by day, n.id)
    ) s
) s
left join device d on d.id = s.device left join agency g on g.code = s.agency
where s.place > 1 and s.value is not s.before
    and (s.device = :device or s.agency = :code) and (:day is null or s.day <= :day)
"""
# That two names are of one account, or are not, stands beside what was stated of the account.
_NAMES = f"""
select null, s.day, 'account', null, s.agency, g.name, null, null, s.document, null, null,
    s.field || ': ' || s.value || n.sign || n.others, t.recorded_at, t.recorded_by, null, null,
    s.day, coalesce(t.recorded_at, ''), 9e18, s.id + 0.5
from (
    select act, platform, key, ' = ' as sign, group_concat(other, ' = ') as others
    from renaming group by 1, 2, 3
    union all
    select p.act, platform, key, ' ≠ ', group_concat(other, ' ≠ ')
    from parting p join renaming r on r.act = p.joined group by 1, 2, 3
) n
join statement s on s.act = n.act and s.field = n.platform
    and {key_of("s.value", "s.field")} = n.key
left join act t on t.id = s.act left join agency g on g.code = s.agency
where s.agency = :code and (:day is null or s.day <= :day)
"""
_SCANS = """
select null, s.day, 'seen', d.tag, null, null, null, null, null, s.condition, null, null,
    s.recorded_at, s.recorded_by, null, null, s.day, s.recorded_at, 9e18, 0
from stocktake_scan s join device d on d.id = s.device
where s.device = :device and (:day is null or s.day <= :day)
"""
# The day of a row; of an event not later than that of any after it, so that of one device what
# was done, voided, and done anew of an earlier day stand as they were told.
_IN_CHAIN = (
    "iif(event is null, at, min(at) filter (where event is not null) over (order by number desc))"
)


class HistoryChoice(NamedTuple):
    """Whose history is asked for: of one device, of one agency, or all events."""

    device: Device | None = None
    agency: Agency | None = None
    as_of: date | None = None


def list_history(store: Store, chain: HistoryChoice) -> Iterator[Mapping[str, Any]]:
    """Return what happened, oldest first; of one device or agency also what was changed.

    As of a day only the standing events count; else the voided show too, with the number
    and the reason of what voided them. Cells are by the columns' names in data.
    """
    asked: dict[str, Any] = {
        "device": chain.device.id if chain.device else None,
        "code": chain.agency.code if chain.agency else None,
        "day": chain.as_of.isoformat() if chain.as_of else None,
    }
    parts = [_EVENTS, _AMENDMENTS, _REDACTIONS]
    if chain.device or chain.agency:
        parts += [_CHANGES, _NAMES, _SCANS]
    order = f"{_IN_CHAIN}, since" if chain.device else "at, since"
    return store.named_rows(
        f"select * from ({' union all '.join(parts)}) order by {order}, number, turn", asked
    )
