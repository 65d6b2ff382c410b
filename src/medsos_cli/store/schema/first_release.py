"""The tables, guards and views of the first release, as SQL; what came later is in `migrations`."""

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
    network_id text,
    check ((result = 'post') = (posted_at is not null)),
    check ((posted_at is null) = (accuracy is null)),
    check (last_seen >= first_seen)
) strict;
create index sighting_seen on sighting (platform, key, last_seen, first_seen, result, network_id);
create index sighting_post on sighting (platform, key, posted_at, accuracy, first_seen, network_id)
    where posted_at is not null;
create unique index sighting_link on sighting (platform, post) where post is not null;

-- The network's own ids behind a handle that are known to be the agency's: sightings of
-- another id behind the same handle do not count until an officer accepts it.
create table identity (
    platform text not null check (platform in ('instagram', 'facebook', 'twitter')),
    key text not null,
    network_id text not null check (network_id <> ''),
    since text not null,
    primary key (platform, key, network_id)
) strict, without rowid;
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

_STOCKTAKES = """
-- What was expected is written down at the start, so a result stays what it was.
create table stocktake (
    id integer primary key,
    started_on text not null check (started_on is date(started_on)),
    started_by text not null,
    finished_on text check (finished_on is date(finished_on) and finished_on >= started_on),
    finished_by text
) strict;
create unique index stocktake_open on stocktake (finished_on is null) where finished_on is null;

create table stocktake_expected (
    stocktake integer not null references stocktake (id),
    device integer not null references device (id),
    state text not null check (state in ('in stock', 'held')),
    handover integer references custody_event (event),
    primary key (stocktake, device),
    check ((state = 'held') = (handover is not null))
) strict, without rowid;

create table stocktake_scan (
    stocktake integer not null references stocktake (id),
    device integer not null references device (id),
    day text not null check (day is date(day)),
    condition text check (condition in ('B', 'RR', 'RB')),
    recorded_at text not null,
    recorded_by text not null,
    primary key (stocktake, device)
) strict, without rowid;
create index stocktake_scan_device on stocktake_scan (device, day);

create trigger stocktake_scan_finished before insert on stocktake_scan
when (select finished_on from stocktake where id = new.stocktake) is not null
begin select raise(abort, 'this stock-take is finished'); end;
create trigger stocktake_scan_update before update on stocktake_scan
begin select raise(abort, 'a scan is never changed'); end;
create trigger stocktake_scan_delete before delete on stocktake_scan
begin select raise(abort, 'a scan is never deleted'); end;
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
    e.day as since, e.document, coalesce((
        select condition from (
            select condition, day, recorded_at, event from standing_event where device = d.id union
            select condition, day, recorded_at, 0 from stocktake_scan where device = d.id
        ) where condition is not null order by day desc, recorded_at desc, event desc limit 1
    ), d.condition) as condition, e.event
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

FIRST_RELEASE = _AGENCIES + _SIGHTINGS + _DEVICES + _CUSTODY + _STOCKTAKES + _GUARDS + _VIEWS
