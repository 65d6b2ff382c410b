"""A database of every schema there has been is brought up to date, and loses nothing."""

import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from medsos_cli.store.database import open_store
from medsos_cli.store.schema.migrations import migrations
from medsos_cli.store.schema.upgrade import SCHEMA_VERSION
from tests.conftest import Run
from tests.plug import plug

OLD = sorted((Path(__file__).parents[2] / "data").glob("schema-*.db"))
_SCHEMA = "select name, sql from sqlite_schema where name not glob 'sqlite_*' order by name"
LATER = datetime(2027, 1, 1, tzinfo=UTC)  # than the newest record in any of them
_TABLES = ("agency", "account", "device", "custody_event", "stocktake_scan")
# What was known of a post by its link is a post since schema 6, and a sighting before.
_SIGHTINGS = """
select platform, key, result, posted_at, accuracy, first_seen, last_seen, source, {link},
    network_id from sighting
"""
_POSTS = """
union all
select platform, key, 'post', posted_at, accuracy, seen_at, seen_at, source, post, network_id
from post
"""


def content(db: Path, like: Path | None = None) -> dict[str, list[object]]:
    """Return what the tables hold, in the columns that they have in another file."""
    with closing(sqlite3.connect(like or db)) as older, closing(sqlite3.connect(db)) as connection:
        found = {
            name: connection.execute(f"select {_columns(older, name)} from {name}").fetchall()  # noqa: S608  # our own names
            for name in _TABLES
        }
        (version,) = connection.execute("pragma user_version").fetchone()
        month = version >= 6
        links = _SIGHTINGS.format(link="null" if month else "post") + _POSTS * month
        return found | {"sighting": connection.execute(f"{links} order by 1, 2, 4, 6").fetchall()}


def _columns(connection: sqlite3.Connection, table: str) -> str:
    return ", ".join(row[1] for row in connection.execute(f"pragma table_info({table})"))


def schema(db: Path) -> list[object]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(_SCHEMA).fetchall()


def test_there_is_a_database_of_every_older_schema() -> None:
    assert [path.name for path in OLD] == [f"schema-{n}.db" for n in range(1, SCHEMA_VERSION)]


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_an_old_database_is_brought_up_to_date_and_loses_nothing(
    run: Run, db: Path, tmp_path: Path, old: Path
) -> None:
    shutil.copy(old, db)
    before = content(db)
    assert all(before.values())
    run("audit")
    assert content(db, old) == before
    open_store(tmp_path / "new.db", create=True).connection.close()
    assert schema(db) == schema(tmp_path / "new.db")
    assert "fail" not in run("doctor", now=LATER).out


def test_an_agency_is_found_by_a_name_whose_key_an_older_program_made_otherwise(
    run: Run, db: Path
) -> None:
    shutil.copy(OLD[5], db)  # of the last schema in which a name was no statement
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(
            "update agency set name = 'Dinas Lama Kab. Contoh', name_key = 'dinas lama kab contoh' "
            "where code = (select min(code) from agency)"
        )
    assert "Dinas Lama" in run("audit", "--agency", "dinas lama", "--format", "csv").out


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_a_copy_of_the_old_one_is_kept_beside_it(run: Run, db: Path, old: Path) -> None:
    shutil.copy(old, db)
    run("devices")
    copy = db.with_name(f"{db.name}.before-schema-{SCHEMA_VERSION}")
    assert schema(copy) == schema(old)
    assert content(copy) == content(old)


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_who_only_looks_at_an_old_database_leaves_it_so(run: Run, db: Path, old: Path) -> None:
    shutil.copy(old, db)
    assert (
        f"version {old.stem[-1]}, this program writes {SCHEMA_VERSION}"
        in run("doctor", now=LATER).out
    )
    assert "custody events" in run("info").out
    assert schema(db) == schema(old)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_a_migration_that_is_killed_is_done_whole_or_not_at_all(
    db: Path, tmp_path: Path, old: Path
) -> None:
    before = content(old)
    copy = db.with_name(f"{db.name}.before-schema-{SCHEMA_VERSION}")
    open_store(tmp_path / "new.db", create=True).connection.close()
    whole = [schema(old), schema(tmp_path / "new.db")]
    with plug(db) as process:
        shutil.copy(old, db)
        within = process.run("devices").seconds
        for _ in range(20):
            for file in tmp_path.glob(f"{db.name}*"):
                file.unlink()
            shutil.copy(old, db)
            process.pull("devices", within=within)
            assert schema(db) in whole
            assert content(db, old) == before
            if copy.exists():
                assert content(copy) == before
            process.run("devices")
            assert schema(db) == whole[1]
            assert content(db, old) == before


def test_the_schemas_number_is_that_of_its_last_migration() -> None:
    assert len(migrations.pending(Database(memory=True))) == SCHEMA_VERSION
