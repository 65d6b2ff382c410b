"""Events as they read after their amendments, and write-offs, as SQL."""

AMENDED = (  # what `rules.amending` lets change
    "day", "agency", "holder", "nip", "position", "document", "condition", "accessories", "note",
)  # fmt: skip
AMENDMENTS = """
-- What an event says after it was amended, all of it; the event itself stays as it was.
create table amendment (
    id integer primary key,
    event integer not null references custody_event (event),
    day text not null check (day is date(day, '+0 days')),
    agency text references agency (code),
    holder text check (holder <> ''),
    nip text,
    position text,
    document text,
    condition text check (condition in ('B', 'RR', 'RB')),
    accessories text,
    note text,
    recorded_at text not null check (recorded_at glob '????-??-??T??:??:??Z'),
    recorded_by text not null,
    reason text check (reason <> '')
) strict;
create index amendment_event on amendment (event, id);
create index agency_gone_over on agency (code, successor) where successor is not null;
create trigger amendment_party before insert on amendment
when exists (select 1 from custody_event where event = new.event and (kind = 'void'
    or kind = 'handover' and (new.agency is null or new.holder is null)))
begin select raise(abort, 'a handover has an agency and a holder, and a void stays'); end;
"""

# Only those that were amended, or whose agency goes by another code now, cost a look.
_SAID_NOW = ",\n    ".join(
    f"""case when event in (select event from amendment) then (
        select {name} from amendment a where a.event = e.event order by id desc limit 1
    ) else {name} end as {name}"""
    for name in AMENDED
    if name != "agency"
)
_WHOSE = """case when event in (select event from amendment) then (
        select agency from amendment a where a.event = e.event order by id desc limit 1
    ) else agency end"""
EVENTS = f"""
drop view current_custody;
drop view device_seen;
drop trigger custody_event_state;
drop trigger custody_event_order;
drop trigger custody_event_void;
drop trigger custody_event_pair;
drop view standing_event;

-- Every event, as it reads after its amendments; a code that was changed reads as it is now.
create view happened as
select event, device, kind, {_SAID_NOW},
    case when {_WHOSE} in (select code from agency where successor is not null)
        then (select successor from agency where code = {_WHOSE}) else {_WHOSE} end as agency,
    recorded_at, recorded_by, transfer_of, voids, reason,
    case kind when 'handover' then 'held' when 'lost' then 'lost'
        when 'written-off' then 'written off' else 'in stock' end as state
from custody_event e;

-- The events that no other event has taken back; `state` is where each leaves its device.
create view standing_event as
select e.* from happened e
where kind <> 'void' and not exists (select 1 from custody_event v where v.voids = e.event);

create trigger custody_event_state before insert on custody_event
when new.kind <> 'void' and not exists (
    select 1 from event_rule where kind = new.kind and before = coalesce(
        (select state from standing_event where device = new.device order by event desc limit 1),
        'in stock'
    )
)
begin select raise(abort, 'this event cannot follow the latest standing one'); end;

create trigger custody_event_order before insert on custody_event
when new.kind <> 'void' and new.day < (
    select day from standing_event where device = new.device order by event desc limit 1
)
begin select raise(abort, 'an event cannot lie before the latest standing one'); end;

create trigger custody_event_void before insert on custody_event
when new.kind = 'void'
    and new.voids is not (select max(event) from standing_event where device = new.device)
begin select raise(abort, 'only the latest standing event of a device can be voided'); end;

create trigger custody_event_pair before insert on custody_event
when new.transfer_of is not null and not exists (
    select 1 from standing_event where event = new.transfer_of and kind = 'return'
        and day = new.day
        and event = (select max(event) from standing_event where device = new.device)
)
begin select raise(abort, 'the handover of a transfer follows its return'); end;

-- When somebody had a device in hand or lost it, and its condition where that was said; of one
-- moment, as of a script, what is stated of the device alone comes after what an event says.
create view device_seen as
select device, day, recorded_at, event, condition, kind <> 'lost' as in_hand from standing_event
union all
select device, day, recorded_at, 0, condition, 1 from stocktake_scan
union all
select device, day, coalesce((select recorded_at from act where id = s.act), ''), 9e18, value, 0
from statement s where device is not null and field = 'condition' and id > 0;

create view current_custody as
select d.tag as device, d.imei, d.model, coalesce(e.state, 'in stock') as state,
    case when e.state = 'held' then e.agency end as agency,
    case when e.state = 'held' then e.holder end as holder,
    e.day as since, e.document, coalesce((
        select condition from device_seen where device = d.id and condition is not null
        order by day desc, recorded_at desc, event desc limit 1
    ), d.condition) as condition, e.event
from device d left join standing_event e
    on e.event = (select max(event) from standing_event where device = d.id)
where d.withdrawn is null;

drop trigger event_rule_insert;
insert into event_rule (kind, before) values
    ('written-off', 'in stock'), ('written-off', 'lost');
create trigger event_rule_insert before insert on event_rule
begin select raise(abort, 'the rule of custody is not changed by hand'); end;
"""

KIND_BEFORE = "check (kind in ('handover', 'return', 'lost', 'found', 'void'))"
KIND_NOW = "check (kind in ('handover', 'return', 'lost', 'found', 'written-off', 'void'))"
