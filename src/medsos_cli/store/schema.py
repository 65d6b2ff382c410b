"""The database's schema: migrations, append-only, never edited once released.

Constraints and triggers guard what must never be false, whatever program
writes; the sentences for people are in `custody` and `roster.merge`.
"""

from sqlite_utils import Database, Migrations

from medsos_cli.store.tables import FIRST_RELEASE

migrations = Migrations("medsos")


@migrations()
def m001_agencies_accounts_devices_and_custody(db: Database) -> None:
    """Create the tables, the guards and the views of the first release."""
    db.executescript(FIRST_RELEASE)


@migrations()
def m002_backups(db: Database) -> None:
    """Keep when backups were made, so that `doctor` can say how old the last one is."""
    db.executescript(_BACKUPS)


@migrations()
def m003_looks(db: Database) -> None:
    """Keep when each handle was last looked at, so that the next check begins with the others."""
    db.executescript(_LOOKS)


@migrations()
def m004_calendar_and_impostors(db: Database) -> None:
    """Refuse days such as 2020-11-31, which SQLite's own `date()` lets pass as they are.

    And keep what was seen of an impostor out of the view, as the audit does.
    """
    db.executescript(_CALENDAR + _LATEST_SIGHTING)


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
