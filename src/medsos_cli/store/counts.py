"""How much is on record, and in what."""

from sqlite3 import sqlite_version

from medsos_cli.store.database import Store

_COUNTS = """
select (select user_version from pragma_user_version) as "schema version",
    (select count(*) from agency) as agencies,
    (select count(*) from account) as accounts,
    (select count(*) from device) as devices,
    (select count(*) from custody_event) as "custody events",
    (select count(*) from sighting) as sightings,
    (select count(*) from stocktake) as "stock-takes"
"""


def engine() -> str:
    """Return the version of SQLite."""
    return sqlite_version


def count_all(store: Store) -> dict[str, int]:
    """Return the schema's version, and how many rows there are of each thing."""
    cursor = store.rows(_COUNTS)
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
