"""The plug is pulled (SIGKILL) at a random moment: all of a command is there, or nothing."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from .conftest import SAMPLE
from .network import Networks
from .office import query
from .plug import NOW, Plug, plug

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL"),
]
ROUNDS = 20
MARGIN = 1.2  # of the time a whole command takes, so that some come to their end


@pytest.fixture
def unplugged(db: Path) -> Iterator[Plug]:
    with plug(db) as process:
        yield process


@pytest.fixture
def office(unplugged: Plug, tmp_path: Path) -> Plug:
    """Fill the database; HP-41 and those after it are in stock."""
    back = tmp_path / "back.csv"
    rows = "".join(f"return,HP-{device},3/12/2020\n" for device in range(41, 65))
    back.write_text(f"event,device,on\n{rows}", encoding="utf-8")
    unplugged.run("import", SAMPLE)
    unplugged.run("custody-import", back)
    return unplugged


def sound(db: Path) -> None:
    """Check the file as another program would, after all that a kill has left beside it."""
    assert query(db, "pragma integrity_check") == [("ok",)]
    assert query(db, "pragma foreign_key_check") == []


def count(db: Path, table: str) -> int:
    sound(db)
    ((number,),) = query(db, f"select count(*) from {table}")  # noqa: S608  # our own names
    return int(str(number))


def test_an_import_is_there_whole_or_not_at_all(unplugged: Plug, db: Path) -> None:
    tables = ("agency", "device", "custody_event")
    within = unplugged.run("import", SAMPLE).seconds * MARGIN
    for _ in range(ROUNDS):
        for file in db.parent.iterdir():
            file.unlink()
        done = unplugged.pull("import", SAMPLE, within=within).done
        there = db.exists() and query(db, "select 1 from sqlite_schema where name = 'agency'")
        counts = {count(db, table) if there else 0 for table in tables}
        assert counts in ({65}, {0})
        assert counts == {65} or not done
        unplugged.run("import", SAMPLE)
        assert {count(db, table) for table in tables} == {65}


def test_an_import_over_a_full_database_is_there_whole_or_not_at_all(
    office: Plug, db: Path, tmp_path: Path
) -> None:
    more, before, within = tmp_path / "more.csv", count(db, "agency"), 0.0
    for n in range(ROUNDS):
        names = "".join(f"Dinas {n} {each}\n" for each in range(300))
        more.write_text(f"agency\n{names}", encoding="utf-8")
        within = within or office.run("import", more, "--dry-run").seconds * MARGIN
        done = office.pull("import", more, within=within).done
        after = count(db, "agency")
        assert after in {before, before + 300}
        assert after == before + 300 or not done
        before = after


def test_events_of_a_file_are_there_all_or_none(office: Plug, db: Path, tmp_path: Path) -> None:
    file, within = tmp_path / "events.csv", 0.0
    for n in range(ROUNDS):
        rows = "".join(f"mutasi,HP-{d:02},setda,Admin {n},3/12/2020\n" for d in range(1, 41))
        file.write_text(f"event,device,agency,holder,on\n{rows}", encoding="utf-8")
        before = count(db, "custody_event")
        within = within or office.run("custody-import", file, "--dry-run").seconds * MARGIN
        done = office.pull("custody-import", file, within=within).done
        written = count(db, "custody_event") - before
        assert written in {0, 2 * 40}
        assert written or not done


def _links(n: int) -> tuple[str, ...]:
    address = "https://www.facebook.com/contohdinkes/posts"
    return tuple(f"{address}/34972{n:03}{each:03}" for each in range(20))


EFFECTS: dict[str, tuple[str, int, Callable[[int], tuple[str, ...]]]] = {
    "assign": ("custody_event", 1, lambda n: ("assign", f"HP-{n + 41}", "dinkes", "--to", "Ani")),
    "transfer": ("custody_event", 2, lambda n: ("transfer", "HP-01", "dinkes", "--to", f"Ani {n}")),
    "return": ("custody_event", 1, lambda n: ("return", f"HP-{n + 10}")),
    "lost": ("custody_event", 1, lambda n: ("lost", f"HP-{n + 10}")),
    "add": ("device", 1, lambda n: ("device", "add", f"HP-{n + 100}")),
    "post": ("post", 20, lambda n: ("post", *_links(n), "--on", "2/12/2020")),
}


@pytest.mark.parametrize(("table", "size", "words"), EFFECTS.values(), ids=EFFECTS)
def test_a_command_is_there_whole_or_not_at_all(
    table: str, size: int, words: Callable[[int], tuple[str, ...]], office: Plug, db: Path
) -> None:
    within = office.run(*words(ROUNDS)).seconds * MARGIN
    for n in range(ROUNDS):
        before = count(db, table)
        done = office.pull(*words(n), within=within).done
        written = count(db, table) - before
        assert written in {0, size}
        assert written or not done


def test_a_chat_is_recorded_whole_or_not_at_all(office: Plug, db: Path, tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"

    def export(n: int) -> Path:
        lines = (f"03/12/20 08.15 - Admin: {link}\n" for link in _links(n))
        chat.write_text("".join(lines), encoding="utf-8")
        return chat

    within = office.run("post", "--from", export(ROUNDS)).seconds * MARGIN
    for n in range(ROUNDS):
        before = count(db, "post")
        done = office.pull("post", "--from", export(n), within=within).done
        written = count(db, "post") - before
        assert written in {0, 20}
        assert written or not done


def test_a_check_keeps_whole_answers_only(networks: Networks, db: Path) -> None:
    with plug(db) as process:
        process.run("import", SAMPLE)
        handles = query(db, "select platform, handle from account where has and handle is not null")
        for platform, handle in handles:
            name = "x" if platform == "twitter" else str(platform)
            networks.add(name, str(handle), *([] if name == "x" else ["2020-12-01T03:00:00+0000"]))
        within = process.run("check").seconds * MARGIN
        for n in range(1, ROUNDS + 1):
            now = NOW + timedelta(minutes=n)
            done = process.pull("check", within=within, now=now).done
            sound(db)
            stamp = f"{now:%Y-%m-%dT%H:%M:%SZ}"
            looked = query(db, "select platform, key from look where looked_at = ?", stamp)
            seen = query(db, "select platform, key from sighting where last_seen = ?", stamp)
            assert sorted(looked) == sorted(seen)
            assert len(looked) == len(handles) or not done


@pytest.mark.parametrize("words", [(), ("--force",), ("--keep", "2")], ids=["new", "force", "keep"])
def test_a_copy_is_there_whole_or_not_at_all(
    words: tuple[str, ...], office: Plug, db: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    target = folder if "--keep" in words else folder / "copy.db"
    within = office.run("backup", tmp_path / "first.db").seconds * MARGIN
    for n in range(ROUNDS):
        if not words:
            shutil.rmtree(folder)
            folder.mkdir()
        before = _copies(folder)
        now = NOW + timedelta(hours=2 * n)
        done = office.pull("backup", target, *words, within=within, now=now).done
        sound(db)
        made = _copies(folder)
        for copy in made:
            assert count(copy, "agency") == 65
            assert not copy.stat().st_mode & 0o077
        assert made or not done
        assert len(made) <= 3
        assert len(made) >= min(len(before), 2)  # those to be kept; a killed run left one more


def _copies(folder: Path) -> set[Path]:
    return {file for file in folder.iterdir() if file.suffix == ".db"}


def test_a_kill_is_no_backup_for_the_doctor(office: Plug, db: Path, tmp_path: Path) -> None:
    office.pull("backup", tmp_path / "copy.db", within=0)
    assert not (tmp_path / "copy.db").exists()
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("select count(*) from backup").fetchone() == (0,)
