"""Two processes at the same thing at once: one wins, and the other is told."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Run
from .office import open_office, query
from .racer import Answer, Racer


@pytest.fixture
def racers(db: Path) -> Iterator[tuple[Racer, Racer]]:
    with Racer(db) as one, Racer(db) as other:
        yield one, other


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    return open_office(run, tmp_path)


def race(racers: tuple[Racer, Racer], *commands: tuple[str, ...]) -> list[Answer]:
    for racer, words in zip(racers, commands, strict=True):
        racer.start(*words)
    return [racer.answer() for racer in racers]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("rounds", [10, pytest.param(500, marks=pytest.mark.slow)])
def test_a_device_assigned_by_two_at_once_is_assigned_once(
    racers: tuple[Racer, Racer], db: Path, rounds: int
) -> None:
    names = ("Cici", "Dodi")
    for n in range(rounds):
        # Who is written to first would else be ahead every time.
        order = racers if n % 2 else racers[::-1]
        commands = [("assign", "HP-3", "setda", "--to", name) for name in names]
        answers = race(order, *commands)
        codes = [answer.code for answer in answers]
        assert sorted(codes) == [0, 2]
        assert answers[codes.index(2)].err.splitlines() == [
            f"error: HP-3 is held by {names[codes.index(0)]} (setda) since 2020-12-03",
            "hint: to give it to somebody else: medsos transfer HP-3 AGENCY --to NAME",
        ]
        assert racers[0].say("return", "HP-3").code == 0
    kinds = query(db, "select kind, count(*) from custody_event where event > 2 group by kind")
    assert kinds == [("handover", rounds), ("return", rounds)]


ONE_WINS = {
    "return": (("return", "HP-1"), "HP-1 is in stock since 2020-12-03"),
    "lost": (("lost", "HP-1"), "HP-1 is lost since 2020-12-03; Ani (dinkes) had it"),
    "void": (("void", "1", "--reason", "salah"), "event 1 is void already, by event 3"),
    "add": (("device", "add", "HP-9"), "HP-9 is on record already, as HP-9"),
    "start": (("stocktake", "start"), "a stock-take is open since 2020-12-03"),
}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(("words", "error"), ONE_WINS.values(), ids=ONE_WINS)
def test_of_two_that_say_the_same_at_once_one_is_told_that_it_is_done(
    racers: tuple[Racer, Racer], words: tuple[str, ...], error: str
) -> None:
    answers = race(racers, words, words)
    assert sorted(answer.code for answer in answers) == [0, 2]
    assert max(answers).err.splitlines()[0] == f"error: {error}"


@pytest.mark.usefixtures("office")
def test_two_transfers_at_once_are_two_whole_transfers(
    racers: tuple[Racer, Racer], db: Path
) -> None:
    rounds = 10
    for n in "abcdefghij"[:rounds]:
        commands = [
            ("transfer", "HP-1", "setda", "--to", f"{name} {n}") for name in ("Cici", "Dodi")
        ]
        assert [answer.code for answer in race(racers, *commands)] == [0, 0]
    events = query(db, "select event, kind, holder, transfer_of from custody_event order by event")
    legs = events[2:]
    assert len(legs) == rounds * 4
    holder = "Ani"
    for back, on in zip(legs[::2], legs[1::2], strict=True):
        assert back[1:] == ("return", holder, None)
        assert (on[1], on[3]) == ("handover", back[0])
        holder = str(on[2])


@pytest.mark.usefixtures("office")
def test_two_that_scan_the_same_codes_at_once_count_each_once(
    racers: tuple[Racer, Racer], run: Run
) -> None:
    run("stocktake", "start")
    words = ("stocktake", "seen", "HP-1", "HP-2")
    assert [answer.code for answer in race(racers, words, words)] == [0, 0]
    assert run("stocktake", "status", "--format", "csv").lines[1] == "3,2,1,0"


@pytest.mark.parametrize("attempt", range(3))
def test_two_that_begin_a_database_at_once_share_it(
    racers: tuple[Racer, Racer], run: Run, attempt: int
) -> None:
    answers = race(racers, *(("device", "add", f"HP-{attempt}{n}") for n in range(2)))
    assert [answer.code for answer in answers] == [0, 0]
    assert len(run("devices", "--format", "csv").lines) == 3


@pytest.mark.slow
@pytest.mark.usefixtures("office")
def test_from_two_terminals_one_wins(db: Path) -> None:
    def begin(name: str) -> subprocess.Popen[str]:
        words = ["assign", "HP-3", "setda", "--to", name, "--db", str(db)]
        return subprocess.Popen(
            [sys.executable, "-m", "medsos_cli", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    for _ in range(5):
        both = [begin(name) for name in ("Cici", "Dodi")]
        said = [process.communicate(timeout=60) for process in both]
        codes = [process.returncode for process in both]
        assert sorted(codes) == [0, 2]
        winner = ("Cici", "Dodi")[codes.index(0)]
        assert f"error: HP-3 is held by {winner} (setda) since" in said[codes.index(2)][1]
        back = [sys.executable, "-m", "medsos_cli", "return", "HP-3", "--db", str(db)]
        subprocess.run(back, check=True, capture_output=True)
