"""Measure what starting medsos costs beside a bare Typer program: startup.py.

The audit of 65 agencies, `--version` and the bare program take turns in one run, so
that whatever else the machine does meets all three. Needs medsos installed.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

ROUNDS = 21
SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample_agencies.csv"
MEDSOS = (sys.executable, "-m", "medsos_cli")
BARE, AUDIT, VERSION = "bare Typer program", "medsos audit, 65 agencies", "medsos --version"
INDONESIAN = "the audit in Indonesian"
TARGETS = {AUDIT: (1.0, BARE), VERSION: (1.2, BARE), INDONESIAN: (1.05, AUDIT)}
BARE_PROGRAM = """\
import typer

app = typer.Typer()


@app.command()
def main() -> None:
    print("hello")


app()
"""


def main() -> None:
    """Make the database and the bare program, measure, and print the medians."""
    with TemporaryDirectory() as folder:
        database, program = Path(folder, "medsos.db"), Path(folder, "bare.py")
        program.write_text(BARE_PROGRAM, encoding="utf-8")
        run(*MEDSOS, "import", str(SAMPLE), "--db", str(database))
        audit = (*MEDSOS, "audit", "--as-of", "2020-12-03", "--db", str(database))
        medians = measure({
            BARE: (sys.executable, str(program)),
            AUDIT: audit,
            INDONESIAN: ("MEDSOS_LANG=id", *audit),
            VERSION: (*MEDSOS, "--version"),
        })  # fmt: skip
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs")
    print(f"median of {ROUNDS} runs each, taking turns")
    for name, seconds in medians.items():
        line = f"{name:<26} {seconds * 1000:7.1f} ms"
        if name in TARGETS:
            target, beside = TARGETS[name]
            line += f"  {seconds / medians[beside]:.2f} x {beside} (target <= {target})"
        print(line)


def measure(commands: dict[str, tuple[str, ...]]) -> dict[str, float]:
    """Return the median seconds of each command; one round before warms the caches."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(ROUNDS + 1):
        for name, command in commands.items():
            seconds = run(*command)
            if number:
                times[name].append(seconds)
    return {name: median(each) for name, each in times.items()}


def run(*command: str) -> float:
    """Return how long one child took, its output piped; stop everything if it failed.

    A first word with an equals sign is a variable of its environment; English is spoken else.
    """
    name, _, value = (command[0] if "=" in command[0] else "MEDSOS_LANG=en").partition("=")
    command = command["=" in command[0] :]
    start = perf_counter()
    done = subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, name: value}
    )
    seconds = perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode()}")
    return seconds


if __name__ == "__main__":
    main()
