"""`restore`, as an officer says it on the morning after."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import NOW, ROOT, Run

ASIDE = "medsos.db.before-restore-20201203-100000"


def history(run: Run, db: Path) -> str:
    return run("history", "--format", "csv", "--db", db).out


def test_a_damaged_database_is_set_aside_and_the_copy_stands_in_its_place(
    sample: Run, db: Path, tmp_path: Path
) -> None:
    before = history(sample, db)
    sample("backup", tmp_path / "copy.db")
    sample("return", "HP-01")
    damaged = db.read_bytes()[:10_000]
    db.write_bytes(damaged)
    answer = sample("restore", tmp_path / "copy.db")
    assert answer.out == (
        f"{db} is restored: 65 agencies, 145 accounts, 65 devices, 65 custody events, "
        f"98 sightings\nwhat was there is kept as {tmp_path / ASIDE}\n"
    )
    assert history(sample, db) == before
    assert (tmp_path / ASIDE).read_bytes() == damaged
    assert {file.name for file in tmp_path.iterdir()} == {"medsos.db", "copy.db", ASIDE}


def test_a_folder_of_copies_is_answered_with_the_newest(sample: Run, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    refused = sample("restore", tmp_path / "copies", code=2)
    assert refused.err.splitlines()[1] == "hint: name the file in it"
    (tmp_path / "copies" / "medsos-2020-12-09-100000.db").symlink_to(tmp_path / "nowhere")
    assert sample("restore", tmp_path / "copies", code=2).err == refused.err
    sample("backup", tmp_path / "copies", "--keep", "2")
    (copy,) = (each for each in (tmp_path / "copies").iterdir() if each.is_file())
    refused = sample("restore", tmp_path / "copies", code=2)
    assert refused.err == (
        f"error: {tmp_path / 'copies'} is a folder\nhint: name the file in it, as {copy}\n"
    )


def test_what_the_log_beside_the_database_held_is_kept_with_it(
    sample: Run, db: Path, tmp_path: Path
) -> None:
    sample("backup", tmp_path / "copy.db")
    with closing(sqlite3.connect(db)) as reader:  # keeps the WAL from being written back
        reader.execute("begin").execute("select * from agency").fetchone()
        sample("return", "HP-01")
        sample("restore", tmp_path / "copy.db")
    assert "in stock" in sample("devices", "--in-stock", "--db", tmp_path / ASIDE).out
    assert "no such device" in sample("devices", "--in-stock").err


def test_a_log_without_its_database_does_not_go_into_the_copy(
    sample: Run, db: Path, tmp_path: Path
) -> None:
    sample("backup", tmp_path / "copy.db")
    before = history(sample, tmp_path / "copy.db")
    with closing(sqlite3.connect(db, isolation_level=None)) as killed:
        killed.execute("pragma journal_mode = delete")
        killed.execute("pragma cache_size = 1")
        killed.execute("begin")
        killed.execute("create table a as select randomblob(4000) from agency, agency")
        log = db.with_name("medsos.db-journal").read_bytes()
    for file in tmp_path.glob("medsos.db*"):
        file.unlink()
    db.with_name("medsos.db-journal").write_bytes(log)
    sample("restore", tmp_path / "copy.db")
    assert {file.name for file in tmp_path.iterdir()} == {
        "medsos.db",
        "copy.db",
        f"{ASIDE}-journal",
    }
    assert history(sample, db) == before


def test_on_another_computer_the_folder_is_made(sample: Run, tmp_path: Path) -> None:
    sample("backup", tmp_path / "copy.db")
    there = tmp_path / "new" / "computer" / "medsos.db"
    assert len(sample("restore", tmp_path / "copy.db", "--db", there).lines) == 1
    assert "ok" in sample("doctor", "--db", there).lines[0]


def test_doctor_knows_the_copy_as_the_latest_backup(sample: Run, db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    sample("backup", copy)
    sample("restore", copy)
    assert f"the last is {copy}, of 2020-12-03 10:00" in sample("doctor").out
    days = 9 * 24 * 3600
    os.utime(copy, (NOW.timestamp() - days, NOW.timestamp() - days))
    db.unlink()
    sample("restore", copy)
    assert f"the last is {copy}, of 2020-11-24 10:00, 9 days ago" in sample("doctor").out


def test_a_copy_without_a_place_for_backups_is_restored_all_the_same(
    sample: Run, db: Path, tmp_path: Path
) -> None:
    sample("backup", tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        copy.execute("alter table backup rename column file to datei")
    before = history(sample, db)
    assert f"{db} is restored" in sample("restore", tmp_path / "copy.db").out
    assert history(sample, db) == before


def test_a_copy_of_an_older_version_is_brought_up_to_date_by_the_next_command(
    run: Run, db: Path
) -> None:
    run("restore", ROOT / "tests" / "data" / "schema-2.db")
    run("devices")
    assert db.with_name(f"{db.name}.before-schema-5").exists() or "schema" in run("info").out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("medsos.db", "is the database itself"),
        ("none.db", "there is no file"),
        ("folder", "is a folder"),
        ("text.db", "is not a SQLite database"),
        ("other.db", "is not a database of medsos"),
        ("newer.db", "newer medsos"),
        ("damaged.db", "damaged"),
    ],
)
def test_what_is_no_copy_is_refused_and_all_stays(
    sample: Run, db: Path, tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("not a database, but rather long " * 9)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("create table t (a)")
    shutil.copy(db, tmp_path / "newer.db")
    with closing(sqlite3.connect(tmp_path / "newer.db")) as newer:
        newer.execute("pragma user_version = 99")
    (tmp_path / "damaged.db").write_bytes(db.read_bytes()[:20_000])
    before = db.read_bytes()
    assert told in sample("restore", tmp_path / name, code=2).err
    assert db.read_bytes() == before
    assert not (tmp_path / ASIDE).exists()


def test_a_database_that_somebody_writes_to_is_left_alone(
    sample: Run, db: Path, tmp_path: Path
) -> None:
    sample("backup", tmp_path / "copy.db")
    with closing(sqlite3.connect(db)) as writer:
        writer.execute("begin immediate")
        assert "is locked by another program" in sample("restore", tmp_path / "copy.db", code=2).err
    assert not (tmp_path / ASIDE).exists()


def test_a_folder_is_no_place_for_a_database(sample: Run, tmp_path: Path) -> None:
    sample("backup", tmp_path / "copy.db")
    told = sample("restore", tmp_path / "copy.db", "--db", tmp_path, code=2).err
    assert "is a folder, not a database" in told
