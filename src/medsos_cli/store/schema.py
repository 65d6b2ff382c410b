"""The database's schema: migrations, append-only, never edited once released.

Constraints and triggers guard what must never be false, whatever program
writes; the sentences for people are in `custody` and `roster.merge`.
"""

from sqlite_utils import Database, Migrations

migrations = Migrations("medsos")


@migrations()
def m001_agencies_accounts_devices_and_custody(db: Database) -> None:
    """Create the tables, the guards and the views of the first release."""
    db.executescript(_AGENCIES + _SIGHTINGS + _DEVICES + _CUSTODY + _GUARDS + _VIEWS)


_AGENCIES = """
create table agency (
    code text primary key check (code <> ''),
    name text not null check (name <> ''),
    name_key text not null,
    kind text,
    note text
) strict, without rowid;
create index agency_name on agency (name_key);

-- What an agency says it has. `key` is what sightings are kept under: the handle's
-- compare key, or '?' and the agency's code while no handle is known.
create table account (
    agency text not null references agency (code),
    platform text not null check (platform in ('instagram', 'facebook', 'twitter')),
    has integer not null check (has in (0, 1)),
    handle text check (handle <> ''),
    key text not null check (key <> ''),
    primary key (agency, platform),
    check (has = 1 or handle is null)
) strict, without rowid;
create index account_handle on account (platform, key);
"""

_SIGHTINGS = """
-- Moments are UTC, '2020-12-03T05:00:00Z'. `post` is the post's own id where a link gave it.
create table sighting (
    id integer primary key,
    platform text not null check (platform in ('instagram', 'facebook', 'twitter')),
    key text not null check (key <> ''),
    result text not null check (result in ('post', 'empty', 'exists', 'gone')),
    posted_at text check (posted_at glob '????-??-??T??:??:??Z'),
    accuracy text check (accuracy in ('exact', 'day', 'lower bound', 'guess')),
    first_seen text not null check (first_seen glob '????-??-??T??:??:??Z'),
    last_seen text not null check (last_seen glob '????-??-??T??:??:??Z'),
    source text not null check (source <> ''),
    post text,
    check ((result = 'post') = (posted_at is not null)),
    check ((posted_at is null) = (accuracy is null)),
    check (last_seen >= first_seen)
) strict;
create index sighting_seen on sighting (platform, key, last_seen, first_seen, result);
create index sighting_post on sighting (platform, key, posted_at, accuracy, first_seen)
    where posted_at is not null;
create unique index sighting_link on sighting (platform, post) where post is not null;
"""

_DEVICES = """
create table device (
    id integer primary key,
    tag text not null unique collate nocase check (tag <> ''),
    imei text unique check (length(imei) = 15 and imei not glob '*[^0-9]*'),
    imei2 text unique check (length(imei2) = 15 and imei2 not glob '*[^0-9]*'),
    model text,
    serial text,
    item_code text,
    register_no text,
    phone_number text,
    iccid text,
    sim_active_until text check (sim_active_until glob '????-??-??'),
    source text,
    condition text check (condition in ('B', 'RR', 'RB')),
    accessories text,
    note text,
    registered_at text not null,
    check (imei <> imei2)
) strict;

create trigger device_imei_new before insert on device
when exists (select 1 from device where imei = new.imei2 or imei2 = new.imei)
begin select raise(abort, 'this IMEI belongs to another device'); end;
create trigger device_imei_changed before update of imei, imei2 on device
when exists (select 1 from device where id <> new.id and (imei = new.imei2 or imei2 = new.imei))
begin select raise(abort, 'this IMEI belongs to another device'); end;
"""

_CUSTODY = """
-- One row, one thing that happened on `day`; written once, never changed. A void is an
-- event too. `transfer_of` joins the handover of a transfer to its return.
create table custody_event (
    event integer primary key check (event > 0),
    device integer not null references device (id),
    kind text not null check (kind in ('handover', 'return', 'lost', 'found', 'void')),
    day text not null check (day is date(day)),
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
    transfer_of integer references custody_event (event),
    voids integer unique references custody_event (event),
    reason text check (reason <> ''),
    check (kind <> 'handover' or (agency is not null and holder is not null)),
    check ((kind = 'void') = (voids is not null)),
    check ((kind = 'void') = (reason is not null)),
    check (transfer_of is null or kind = 'handover')
) strict;
create index custody_event_device on custody_event (device, event);
create index custody_event_agency on custody_event (agency);

-- The events that no other event has taken back.
create view standing_event as
select e.* from custody_event e
where e.kind <> 'void' and not exists (select 1 from custody_event v where v.voids = e.event);
"""

_LATEST = "(select max(event) from standing_event where device = new.device)"

_GUARDS = f"""
create trigger custody_event_number before insert on custody_event
when new.event <= (select max(event) from custody_event)
begin select raise(abort, 'an event number is used once, and numbers only grow'); end;

create trigger custody_event_ahead before insert on custody_event
when new.day > date('now', '+1 day')
begin select raise(abort, 'an event cannot lie ahead'); end;

create trigger custody_event_order before insert on custody_event
when new.kind <> 'void'
    and new.day < (select day from custody_event where event = {_LATEST})
begin select raise(abort, 'an event cannot lie before the latest standing one'); end;

create trigger custody_event_state before insert on custody_event
when new.kind <> 'void' and coalesce((select kind from custody_event where event = {_LATEST}), '')
    not in (
        select before from (
            select 'handover' as kind, '' as before union all
            select 'handover', 'return' union all select 'handover', 'found' union all
            select 'return', 'handover' union all
            select 'lost', '' union all select 'lost', 'return' union all
            select 'lost', 'found' union all select 'lost', 'handover' union all
            select 'found', 'lost'
        ) where kind = new.kind
    )
begin select raise(abort, 'this event cannot follow the latest standing one'); end;

create trigger custody_event_void before insert on custody_event
when new.kind = 'void' and new.voids is not {_LATEST}
begin select raise(abort, 'only the latest standing event of a device can be voided'); end;

create trigger custody_event_pair before insert on custody_event
when new.transfer_of is not null and not exists (
    select 1 from custody_event where event = new.transfer_of and event = {_LATEST}
        and kind = 'return' and day = new.day
)
begin select raise(abort, 'the handover of a transfer follows its return'); end;

create trigger custody_event_update before update on custody_event
begin select raise(abort, 'a custody event is never changed'); end;
create trigger custody_event_delete before delete on custody_event
begin select raise(abort, 'a custody event is never deleted'); end;
"""

_VIEWS = """
create view current_custody as
select d.tag as device, d.imei, d.model,
    case e.kind when 'handover' then 'held' when 'lost' then 'lost' else 'in stock' end as state,
    case when e.kind = 'handover' then e.agency end as agency,
    case when e.kind = 'handover' then e.holder end as holder,
    e.day as since, e.document, coalesce(e.condition, d.condition) as condition, e.event
from device d left join custody_event e
    on e.event = (select max(event) from standing_event where device = d.id);

create view latest_sighting as
select a.agency, a.platform, a.handle, s.result, s.posted_at, s.accuracy, s.last_seen as seen_at,
    s.source
from account a join sighting s on s.id = (
    select id from sighting where platform = a.platform and key in (a.key, '?' || a.agency)
    order by last_seen desc, id desc limit 1
)
where a.has = 1;
"""
