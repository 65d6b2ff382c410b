"""The database's schema: migrations, append-only, never edited once released.

Constraints and triggers guard what must never be false, whatever program
writes; the sentences for people are in `rules/custody` and `intake/row_merge`.
"""

from functools import cache
from pathlib import Path
from sqlite3 import complete_statement

from sqlite_utils import Database, Migrations

from medsos_cli.store.database import Store
from medsos_cli.store.renaming import PARTINGS, RENAMINGS
from medsos_cli.store.schema.dated_schema import DATED_FACTS
from medsos_cli.store.schema.event_schema import KIND_BEFORE, KIND_NOW
from medsos_cli.store.schema.first_release import FIRST_RELEASE
from medsos_cli.store.schema.guard_schema import GUARDS
from medsos_cli.store.schema.month_schema import MONTH
from medsos_cli.store.schema.reader_schema import READERS
from medsos_cli.store.schema.seal_schema import HOLDER_BEFORE, HOLDER_NOW, SEAL_GUARDS, SEALS
from medsos_cli.store.sealing import chain_all

migrations = Migrations("medsos")


@migrations()
def m001_agencies_accounts_devices_and_custody(db: Database) -> None:
    """Create the tables, the guards and the views of the first release."""
    _run(db, FIRST_RELEASE)


@migrations()
def m002_backups(db: Database) -> None:
    """Keep when backups were made, so that `doctor` can say how old the last one is."""
    _run(db, _BACKUPS)


@migrations()
def m003_looks(db: Database) -> None:
    """Keep when each handle was last looked at, so that the next check begins with the others."""
    _run(db, _LOOKS)


@migrations()
def m004_calendar_and_impostors(db: Database) -> None:
    """Refuse days such as 2020-11-31, which SQLite's own `date()` lets pass as they are.

    And keep what was seen of an impostor out of the view, as the audit does.
    """
    _run(db, _CALENDAR + _LATEST_SIGHTING)


@migrations()
def m005_event_rule(db: Database) -> None:
    """Keep once which event may follow what, which state it leaves, and whose evidence counts."""
    _run(db, _EVENT_RULE + _STATES + _EVIDENCE + _LABELS)


@migrations()
def m006_month(db: Database) -> None:
    """Keep posts one by one, what looks showed whole, follow-ups, and whose sender is whose."""
    _run(db, MONTH)


@migrations()
def m007_dated_facts(db: Database) -> None:
    """Keep since when each fact is stated and by whom, what was stated before, and write-offs."""
    _run(db, DATED_FACTS + RENAMINGS)
    _change_constraint(db, KIND_BEFORE, KIND_NOW)


@migrations()
def m008_seals(db: Database) -> None:
    """Seal every event and amendment; blank a person's data, part names, answer who only reads."""
    _run(db, SEALS)
    chain_all(Store(Path(), db.conn))
    _run(db, SEAL_GUARDS + GUARDS + PARTINGS + READERS)
    _change_constraint(db, HOLDER_BEFORE, HOLDER_NOW)


def _run(db: Database, script: str) -> None:
    """Run statements in the transaction that is open, as `Database.executescript` does.

    That asks after every letter whether a statement has ended, which takes long.
    """
    statement = ""
    for part in script.split(";")[:-1]:
        statement += f"{part};"
        if complete_statement(statement):
            db.conn.execute(statement)
            statement = ""


def _change_constraint(db: Database, before: str, now: str) -> None:
    """Change a constraint of an event as sqlite.org/lang_altertable.html says (7): in place."""
    version = db.execute("pragma schema_version").fetchone()[0]
    db.execute("pragma writable_schema = on")
    db.execute(
        "update sqlite_schema set sql = replace(sql, ?, ?) where name = 'custody_event'",
        (before, now),
    )
    db.execute(f"pragma schema_version = {version + 1}")
    db.execute("pragma writable_schema = off")


@cache
def expected_schema(query: str) -> dict[str, str]:
    """Return what a query of two columns tells of the schema in a new database."""
    with Database(memory=True) as db:
        migrations.apply(db)
        return dict(db.execute(query).fetchall())


_BACKUPS = """
create table backup (
    made_at text not null check (made_at glob '????-??-??T??:??:??Z'),
    file text not null
) strict;
"""

_LOOKS = """
-- One row a handle: when its network last answered about it, be it a sighting or not.
create table look (
    platform text not null check (platform in ('instagram', 'facebook', 'twitter')),
    key text not null check (key <> ''),
    looked_at text not null check (looked_at glob '????-??-??T??:??:??Z'),
    primary key (platform, key)
) strict, without rowid;
"""

_CALENDAR = "".join(
    f"""
create trigger {name} before {written}
when new.{column} is not date(new.{column}, '+0 days')
begin select raise(abort, 'no day of the calendar'); end;
"""
    for name, written, column in (
        ("custody_event_day", "insert on custody_event", "day"),
        ("stocktake_started_on", "insert on stocktake", "started_on"),
        ("stocktake_finished_on", "update of finished_on on stocktake", "finished_on"),
        ("stocktake_scan_day", "insert on stocktake_scan", "day"),
    )
)

_LATEST_SIGHTING = """
drop view latest_sighting;
create view latest_sighting as
select a.agency, a.platform, a.handle, s.result, s.posted_at, s.accuracy, s.last_seen as seen_at,
    s.source
from account a join sighting s on s.id = (
    select id from sighting where platform = a.platform and key in (a.key, '?' || a.agency)
        and (network_id is null or network_id in (
            select network_id from identity where platform = a.platform and key = a.key
        ))
    order by last_seen desc, id desc limit 1
)
where a.has = 1;
"""

_EVENT_RULE = """
-- Which event may come to a device in which state, as the program has it too. Nothing but a
-- migration changes it, which takes these guards away and puts them back.
create table event_rule (
    kind text not null,
    before text not null check (before in ('in stock', 'held', 'lost')),
    primary key (kind, before)
) strict, without rowid;
insert into event_rule (kind, before) values
    ('handover', 'in stock'), ('return', 'held'), ('lost', 'in stock'), ('lost', 'held'),
    ('found', 'lost');
""" + "".join(
    f"""
create trigger event_rule_{written} before {written} on event_rule
begin select raise(abort, 'the rule of custody is not changed by hand'); end;
"""
    for written in ("insert", "update", "delete")
)

_STATES = """
drop trigger custody_event_state;
drop view current_custody;
drop view standing_event;

-- The events that no other event has taken back; `state` is where each leaves its device.
create view standing_event as
select e.*,
    case e.kind when 'handover' then 'held' when 'lost' then 'lost' else 'in stock' end as state
from custody_event e
where e.kind <> 'void' and not exists (select 1 from custody_event v where v.voids = e.event);

create trigger custody_event_state before insert on custody_event
when new.kind <> 'void' and not exists (
    select 1 from event_rule where kind = new.kind and before = coalesce(
        (select state from standing_event where device = new.device order by event desc limit 1),
        'in stock'
    )
)
begin select raise(abort, 'this event cannot follow the latest standing one'); end;

-- When somebody had a device in hand or lost it, and its condition where that was said.
create view device_seen as
select device, day, recorded_at, event, condition, kind <> 'lost' as in_hand from standing_event
union all
select device, day, recorded_at, 0, condition, 1 from stocktake_scan;

create view current_custody as
select d.tag as device, d.imei, d.model, coalesce(e.state, 'in stock') as state,
    case when e.state = 'held' then e.agency end as agency,
    case when e.state = 'held' then e.holder end as holder,
    e.day as since, e.document, coalesce((
        select condition from device_seen where device = d.id and condition is not null
        order by day desc, recorded_at desc, event desc limit 1
    ), d.condition) as condition, e.event
from device d left join standing_event e
    on e.event = (select max(event) from standing_event where device = d.id);
"""

_LABELS = """
-- Labels with other letters than ASCII's, whose case the index of all labels does not know.
create index device_label on device (tag) where tag glob '*[^ -~]*';
"""

_EVIDENCE = """
drop view latest_sighting;

-- A sighting is `ours` unless its network told of another account behind the same handle.
create view evidence as
select s.*, s.network_id is null or exists (
    select 1 from identity i
    where i.platform = s.platform and i.key = s.key and i.network_id = s.network_id
) as ours
from sighting s;

create view latest_sighting as
select a.agency, a.platform, a.handle, s.result, s.posted_at, s.accuracy, s.last_seen as seen_at,
    s.source
from account a join sighting s on s.id = (
    select id from evidence
    where platform = a.platform and key in (a.key, '?' || a.agency) and ours
    order by last_seen desc, id desc limit 1
)
where a.has = 1;
"""
