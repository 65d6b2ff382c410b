"""A process that runs commands in forks of itself, and pulls the plug on them (SIGKILL).

A fork has everything imported, so a kill falls into the command's own work rather
than into the start of Python. A line in is JSON: the words, the seconds within which
to kill at random (null to let it end), the moment it is; a line out is an `Answer`.
"""

import json
import os
import pkgutil
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from subprocess import PIPE, Popen
from typing import NamedTuple

import medsos_cli

ROOT = Path(__file__).parent.parent
NOW = datetime(2020, 12, 3, 3, 0, tzinfo=UTC)


class Answer(NamedTuple):
    """What a command wrote to stdout before it ended: by itself (its exit code) or by a kill."""

    out: str
    code: int
    seconds: float

    @property
    def done(self) -> bool:
        """Whether it had reported anything as done."""
        return bool(self.out)


class Plug:
    """The process, from the side of a test."""

    def __init__(self, process: "Popen[str]", db: Path) -> None:
        self.db = db
        self._process = process

    def run(self, *words: str | Path, now: datetime = NOW) -> Answer:
        """Let a command come to its end, which must be a good one."""
        answer = self._send(words, None, now)
        assert answer.code == 0, words
        return answer

    def pull(self, *words: str | Path, within: float, now: datetime = NOW) -> Answer:
        """Kill a command at a random moment within so many seconds."""
        return self._send(words, within, now)

    def _send(self, words: tuple[str | Path, ...], within: float | None, now: datetime) -> Answer:
        assert self._process.stdin
        assert self._process.stdout
        line = [[*map(str, words), "--db", str(self.db)], within, now.isoformat()]
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return Answer(*json.loads(self._process.stdout.readline()))


@contextmanager
def plug(db: Path) -> Iterator[Plug]:
    """Start the process, with this test's environment."""
    command = [sys.executable, "-m", "tests.plug"]
    with Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True) as process:
        yield Plug(process, db)
        process.communicate(timeout=60)


def _fork(words: list[str], now: datetime, out: int) -> int:
    if pid := os.fork():
        return pid
    from medsos_cli.cli import app  # noqa: PLC0415  # imported by now
    from medsos_cli.cli.context import Context  # noqa: PLC0415

    os.dup2(out, sys.stdout.fileno())
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    code = 1
    try:
        app(words, obj=Context(now=lambda: now, user=lambda: "tu"), prog_name="medsos")
    except SystemExit as end:
        code = int(end.code or 0)
        sys.stdout.flush()
    finally:
        os._exit(code)


def _serve(words: list[str], within: float | None, now: str, dice: random.Random) -> Answer:
    reading, writing = os.pipe()
    begun = time.perf_counter()
    pid = _fork(words, datetime.fromisoformat(now), writing)
    os.close(writing)
    if within is not None:
        time.sleep(dice.uniform(0, within))
        os.kill(pid, signal.SIGKILL)
    with open(reading, encoding="utf-8", errors="replace") as end:  # noqa: PTH123  # a descriptor
        said = end.read()
    _, status = os.waitpid(pid, 0)
    return Answer(said, os.waitstatus_to_exitcode(status), time.perf_counter() - begun)


def main() -> None:
    for module in pkgutil.walk_packages(medsos_cli.__path__, "medsos_cli."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    import_module("sqlite_utils")
    dice = random.Random(2020)  # noqa: S311  # varied, not secret
    for line in sys.stdin:
        words, within, now = json.loads(line)
        print(json.dumps(_serve(words, within, now, dice)), flush=True)  # noqa: T201  # the answer


if __name__ == "__main__":
    main()
