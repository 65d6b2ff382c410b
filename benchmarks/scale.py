"""Measure rosters of any size beside their peers on the same file: scale.py [N …].

Each command runs in a process of its own, in turns, ROUNDS times for small rosters;
printed are the median seconds of CPU time and the largest peak memory. Needs medsos installed
and the sqlite3 shell; what is not there is left out.
"""

import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from compileall import compile_dir
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SIZES = (65, 1_000, 10_000, 125_000)
MEDSOS = (sys.executable, "-m", "medsos_cli")
AS_OF = "2026-11-25"
IMPORT, AGAIN, AUDIT, LATER = "import", "import again", "audit to CSV", "audit after three years"
INSERT, FLOOR, ONE, ONE_LATER = (
    "sqlite-utils insert --csv", "sqlite3 .import", "audit, one SQL statement",
    "one SQL statement after three years",
)  # fmt: skip
TARGETS = (
    (IMPORT, INSERT, 1.2), (AGAIN, IMPORT, 1.0), (AUDIT, ONE, 2.8), (LATER, AUDIT, 2.0),
)  # fmt: skip
# Twenty posts in three years, and as many sightings, for each account that is looked at every day.
OBSERVATIONS = """
create temp table change as
with recursive change(n) as (values(1) union all select n + 1 from change where n < 20)
select n, strftime('%Y-%m-%dT%H:%M:%SZ', '2021-01-01', (n * 54) || ' days') as posted_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', '2021-01-01', (n * 54 + 1) || ' days') as seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', '2021-01-01', (n * 54 + 53) || ' days') as until
from change;
insert into sighting
    (platform, key, result, posted_at, accuracy, first_seen, last_seen, source, network_id)
select platform, key, 'exists', null, null, seen, until, platform || '-api', null
from account, change where has and handle is not null order by n;
insert into post (platform, key, post, posted_at, accuracy, source, recorded_at, recorded_by)
select platform, key, key || n, posted_at, 'exact', platform || '-api', seen, 'cron'
from account, change where has and handle is not null order by n;
"""


class Cost(NamedTuple):
    """What one run of a command took of CPU time, in seconds, and megabytes."""

    seconds: float
    memory: float

    def __str__(self) -> str:
        """Say it as a cell of the table."""
        if not self.seconds:
            return f"{self.memory:.1f} MB"
        return f"{self.seconds:.2f} s, {self.memory:.0f} MB"


def main() -> None:
    """Measure every size, and print a Markdown table and the ratios that have a target."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    compile_package()
    measured = {size: measure(size) for size in sizes}
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},")
    print(f"{platform.machine()}, {os.cpu_count()} CPUs; seconds of CPU time and MB at the peak\n")
    print("| |", " | ".join(f"{size:,}" for size in sizes), "|")
    print("|---|" + "---|" * len(sizes))
    for name in dict.fromkeys(name for costs in measured.values() for name in costs):
        print(f"| {name} |", " | ".join(str(costs[name]) for costs in measured.values()), "|")
    print()
    for name, peer, target in TARGETS:
        told = [
            f"{costs[name].seconds / costs[peer].seconds:.2f}"
            for costs in measured.values()
            if peer in costs
        ]
        print(f"{name} / {peer}: {', '.join(told)} (target {target})")


def compile_package() -> None:
    """Compile medsos as installing it does, also where Python is told to write no bytecode."""
    package = find_spec("medsos_cli")
    for folder in package.submodule_search_locations or () if package else ():
        compile_dir(folder, quiet=1)


def measure(size: int) -> dict[str, Cost]:
    """Return the cost of each command on a roster of that size, and of its peers."""
    rounds = 5 if size <= 1_000 else 3 if size <= 10_000 else 1  # noqa: PLR2004  # seconds matter
    taken: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        with TemporaryDirectory() as folder:
            for name, cost in one_round(Path(folder), size):
                taken.setdefault(name, []).append(cost)
    return {
        name: Cost(median(cost.seconds for cost in costs), max(cost.memory for cost in costs))
        for name, costs in taken.items()
    }


def one_round(folder: Path, size: int) -> Iterator[tuple[str, Cost]]:
    """Run everything once on a new roster, each peer beside what it is a peer of."""
    roster, database = folder / "roster.csv", folder / "medsos.db"
    with roster.open("wb") as out:
        make = (sys.executable, str(HERE / "make_roster.py"), str(size), "1")
        subprocess.run(make, stdout=out, check=True)
    here = ("--db", str(database))
    if shutil.which("sqlite-utils", path=str(Path(sys.executable).parent)):
        insert = (sys.executable, "-m", "sqlite_utils", "insert", str(folder / "peer.db"), "r")
        yield INSERT, run(*insert, str(roster), "--csv")
    yield IMPORT, run(*MEDSOS, "import", str(roster), *here)
    yield "database", Cost(0, database.stat().st_size / 1e6)
    yield AGAIN, run(*MEDSOS, "import", str(roster), *here)
    shell = shutil.which("sqlite3")
    if shell:
        yield FLOOR, run(shell, str(folder / "floor.db"), f'.import --csv "{roster}" r')
    audit = (*MEDSOS, "audit", "--as-of", AS_OF, "--format", "csv", *here)
    yield AUDIT, run(*audit)
    if shell:
        yield ONE, run(shell, str(database), *statement())
    yield "devices to CSV", run(*MEDSOS, "devices", "--format", "csv", *here)
    yield "history to CSV", run(*MEDSOS, "history", "--format", "csv", *here)
    yield "audit, first line of the table", first_line(*MEDSOS, "audit", *here)
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(OBSERVATIONS)
        connection.commit()
    yield LATER, run(*audit)
    if shell:
        yield ONE_LATER, run(shell, str(database), *statement())


def statement() -> tuple[str, ...]:
    """Return what the sqlite3 shell is given for the audit as one statement."""
    return (
        ".mode csv", ".headers on", ".parameter init", f".parameter set :as_of \"'{AS_OF}'\"",
        ".parameter set :stale_days 30", f".read \"{HERE / 'audit.sql'}\"",
    )  # fmt: skip


def run(*command: str) -> Cost:
    """Run a command to its end; its answer goes nowhere."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)} failed: {child.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def first_line(*command: str) -> Cost:
    """Run a command until its first line of data is there, two lines below the first."""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout  # noqa: S101  # a pipe, as asked for
        for _ in range(3):
            child.stdout.readline()
        child.kill()
        _, _, used = os.wait4(child.pid, 0)
        child.returncode = 0
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
