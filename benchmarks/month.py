"""Measure the leader's month beside the audit, and a country's list as a workbook: month.py [N].

The four forms of the report and the audit of 65 agencies take turns in one run, so that
whatever else the machine does meets all. Then N devices (125,000 if not said) as .xlsx.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from scale import HERE, MEDSOS, Cost, run

ROUNDS = 11
SAMPLE = HERE.parent / "data" / "sample_agencies.csv"
AUDIT = "audit"
TARGETS = {".html": 2.5, ".txt": 2.5, ".xlsx": 5.0, ".docx": 5.0}
MOST_DEVICES, MOST_MEMORY = 125_000, 150


def main() -> None:
    """Measure, and print the medians with their ratios and targets."""
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs")
    with TemporaryDirectory() as folder:
        costs = month(Path(folder))
        print(f"median of {ROUNDS} runs each, taking turns\n{AUDIT:<12} {costs[AUDIT]}")
        for suffix, target in TARGETS.items():
            ratio = costs[suffix].seconds / costs[AUDIT].seconds
            print(f"report {suffix} {costs[suffix]}  {ratio:.2f} x the audit (target <= {target})")
        number = int(sys.argv[1]) if len(sys.argv) > 1 else MOST_DEVICES
        print(f"{number:,} devices as .xlsx: {country(Path(folder), number)}", end="")
        print(f" (target <= {MOST_MEMORY} MB)")


def month(folder: Path) -> dict[str, Cost]:
    """Return the cost of the audit and of each form of the report."""
    here = ("--db", str(folder / "month.db"))
    run(*MEDSOS, "import", str(SAMPLE), *here)
    commands = {AUDIT: (*MEDSOS, AUDIT, "--as-of", "2020-12-31", *here)}
    for suffix in TARGETS:
        output = ("--output", str(folder / f"report{suffix}"))
        commands[suffix] = (*MEDSOS, "report", "--month", "2020-12", *output, *here)
    taken: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            taken[name].append(run(*command))
    return {
        name: Cost(median(each.seconds for each in costs), max(each.memory for each in costs))
        for name, costs in taken.items()
    }


def country(folder: Path, number: int) -> Cost:
    """Return the cost of a list of so many devices as a workbook."""
    here = ("--db", str(folder / "country.db"))
    roster = folder / "roster.csv"
    with roster.open("wb") as out:
        make = (sys.executable, str(HERE / "make_roster.py"), str(number), "1")
        subprocess.run(make, stdout=out, check=True)
    run(*MEDSOS, "import", str(roster), *here)
    return run(*MEDSOS, "devices", "--output", str(folder / "devices.xlsx"), *here)


if __name__ == "__main__":
    main()
