"""The plug is pulled (SIGKILL) at a random moment: all of a command is there, or nothing."""

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import SAMPLE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL"),
]
ROUNDS = 40


def _medsos(db: Path, *words: str | Path) -> list[str]:
    return [sys.executable, "-m", "medsos_cli", *map(str, words), "--db", str(db)]


def _count(db: Path, table: str) -> int:
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        return int(connection.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608  # our own names


def _pull_the_plug(command: list[str], within: float, dice: random.Random) -> bool:
    """Kill a command at a random moment; tell whether it had reported that it was done."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        time.sleep(dice.uniform(0, within))
        child.kill()
        assert child.stdout
        return bool(child.stdout.read())


def _duration(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


@pytest.fixture
def dice() -> random.Random:
    return random.Random(2020)  # noqa: S311  # varied, not secret


def test_an_import_is_there_whole_or_not_at_all(tmp_path: Path, dice: random.Random) -> None:
    within = _duration(_medsos(tmp_path / "whole.db", "import", SAMPLE)) * 1.1
    for n in range(ROUNDS):
        db = tmp_path / f"{n}.db"
        done = _pull_the_plug(_medsos(db, "import", SAMPLE), within, dice)
        if not db.exists():
            assert not done
            continue
        subprocess.run(_medsos(db, "import", SAMPLE), check=True, capture_output=True)
        assert _count(db, "agency") == 65
        assert _count(db, "custody_event") == 65


def test_an_import_over_a_full_database_is_there_whole_or_not_at_all(
    tmp_path: Path, dice: random.Random
) -> None:
    db, more = tmp_path / "full.db", tmp_path / "more.csv"
    subprocess.run(_medsos(db, "import", SAMPLE), check=True, capture_output=True)
    before = _count(db, "agency")
    for n in range(ROUNDS):
        names = "".join(f"Dinas {n} {each}\n" for each in range(300))
        more.write_text(f"agency\n{names}", encoding="utf-8")
        done = _pull_the_plug(_medsos(db, "import", more), 0.9, dice)
        after = _count(db, "agency")
        assert after in {before, before + 300}
        assert after == before + 300 or not done
        before = after


@pytest.mark.parametrize(
    "words",
    [
        lambda n: ("assign", "HP-01", "dinkes", "--to", f"Admin {n}"),
        lambda n: ("transfer", "HP-02", "dinkes", "--to", f"Admin {n}"),
        lambda _: ("return", "HP-03"),
    ],
    ids=["assign", "transfer", "return"],
)
def test_an_event_is_there_whole_or_not_at_all(
    words: Callable[[int], tuple[str, ...]], tmp_path: Path, dice: random.Random
) -> None:
    db = tmp_path / "events.db"
    subprocess.run(_medsos(db, "import", SAMPLE), check=True, capture_output=True)
    subprocess.run(_medsos(db, "return", "HP-01"), check=True, capture_output=True)
    for n in range(ROUNDS):
        before = _count(db, "custody_event")
        done = _pull_the_plug(_medsos(db, *words(n)), 0.7, dice)
        written = _count(db, "custody_event") - before
        assert written in {0, 2 if words(n)[0] == "transfer" else 1}
        assert written or not done
