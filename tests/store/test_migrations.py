"""A database of every schema there has been is brought up to date, and loses nothing."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from medsos_cli.store.database import SCHEMA_VERSION, open_store
from tests.conftest import Run

OLD = sorted((Path(__file__).parent.parent / "data").glob("schema-*.db"))
_SCHEMA = "select name, sql from sqlite_schema where name not glob 'sqlite_*' order by name"
LATER = datetime(2027, 1, 1, tzinfo=UTC)  # than the newest record in any of them
_TABLES = ("agency", "account", "device", "custody_event", "sighting", "stocktake_scan")


def content(db: Path) -> dict[str, list[object]]:
    with closing(sqlite3.connect(db)) as connection:
        return {name: connection.execute(f"select * from {name}").fetchall() for name in _TABLES}  # noqa: S608  # our own names


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
    assert content(db) == before
    open_store(tmp_path / "new.db", create=True).connection.close()
    assert schema(db) == schema(tmp_path / "new.db")
    assert "fail" not in run("doctor", now=LATER).out


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
def test_a_migration_that_is_killed_is_done_whole_or_not_at_all(tmp_path: Path, old: Path) -> None:
    dice = random.Random(2020)  # noqa: S311  # varied, not secret
    before = content(old)
    for n in range(40):
        folder = tmp_path / str(n)
        folder.mkdir()
        db = folder / "medsos.db"
        shutil.copy(old, db)
        with subprocess.Popen(
            [sys.executable, "-m", "medsos_cli", "devices", "--db", str(db)],
            stdout=subprocess.DEVNULL,
        ) as child:
            time.sleep(dice.uniform(0.1, 0.8))
            child.send_signal(signal.SIGKILL)
        open_store(db).connection.close()
        assert content(db) == before
        copy = db.with_name(f"{db.name}.before-schema-{SCHEMA_VERSION}")
        if copy.exists():
            assert content(copy) == before
