"""What is on record as the rows of a roster: the agencies, their accounts, their handsets."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from medsos_cli.models import PLATFORMS
from medsos_cli.store.database import Store
from medsos_cli.store.held import CUSTODY_ON, THERE

NONE, NAMELESS = "-", "+"
"""In the place of a handle: there is no account, or nobody has written its handle down."""

_ACCOUNTS = ", ".join(
    f"""case when n = 1 then (
        select case when has = 0 then '{NONE}' else coalesce(handle, '{NAMELESS}') end
        from account where agency = g.code and platform = '{platform}'
    ) end as {platform}"""
    for platform in PLATFORMS
)
# An agency with a note of its own has a row without a handset, for there the note is the
# handset's. Kind and accounts stand in its first row only: mended there, they are mended.
_ROWS = f"""
with placed as materialized (
    select d.*, coalesce(e.state, 'in stock') = 'held' as held, e.agency, e.holder, e.nip,
        e.position, e.day, e.document, e.condition as handed_condition,
        e.accessories as handed_accessories, e.note as handed_note
    from {CUSTODY_ON}
    where d.withdrawn is null and coalesce(e.state, '') <> 'written off'
        and (d.since <= :day or e.event is not null)
), line as (
    select code, null as id from agency g
    where (note is not null or code not in (select agency from placed where held)) and {THERE}
    union all
    select case when held then agency end, id from placed
), numbered as (
    select line.*, row_number() over (partition by code order by tag nulls first) as n
    from line left join placed using (id)
)
select g.code as agency_code, g.name as agency, case when n = 1 then g.kind end as kind,
    {_ACCOUNTS},
    nullif(nullif(p.tag, p.imei), p.imei2) as device, p.imei, p.imei2, p.model, p.serial,
    p.item_code, p.register_no, p.phone_number, p.iccid, p.sim_active_until, p.source,
    p.acquired_on, p.price, p.material,
    case when held then p.holder end as holder, case when held then p.nip end as nip,
    case when held then p.position end as position,
    case when held then p.day end as handed_over_on,
    case when held then p.document end as document_no,
    case when held then handed_condition else p.condition end as condition,
    case when held then handed_accessories else p.accessories end as accessories,
    case when id is null then g.note when held then handed_note else p.note end as note
from numbered left join placed p using (id) left join agency g using (code)
order by code is null, code, n
"""


def list_roster(store: Store, day: date) -> Iterator[Mapping[str, Any]]:
    """Yield what stands at the end of a day, by agency and tag; cells by a roster's columns.

    A handset that nobody holds comes last, without an agency.
    """
    return store.named_rows(_ROWS, {"day": day.isoformat()})
