"""A process that runs commands in forks of itself, and pulls the plug on them (SIGKILL).

A fork has everything imported, so a kill falls into the command's own work rather
than into the start of Python. A line in is an `Order`, a line out an `Answer`, as JSON.
"""

import json
import os
import pkgutil
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, NamedTuple, NoReturn

import medsos_cli

ROOT = Path(__file__).parent.parent
NOW = datetime(2020, 12, 3, 3, 0, tzinfo=UTC)


class Order(NamedTuple):
    """A command; the seconds within which to kill it at random, and the bytes of its files."""

    words: list[str]
    now: str
    within: float | None = None
    limit: int | None = None


class Answer(NamedTuple):
    """What a command wrote before it ended: by itself (its exit code) or by a kill."""

    out: str
    err: str
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
        answer = self._send(words, now)
        assert answer.code == 0, (words, answer)
        return answer

    def pull(self, *words: str | Path, within: float, now: datetime = NOW) -> Answer:
        """Kill a command at a random moment within so many seconds."""
        return self._send(words, now, within=within)

    def squeeze(self, *words: str | Path, limit: int) -> Answer:
        """Let no file grow beyond so many bytes, as on a disk that is full."""
        return self._send(words, NOW, limit=limit)

    def _send(self, words: tuple[str | Path, ...], now: datetime, **rest: Any) -> Answer:  # noqa: ANN401  # of Order
        assert self._process.stdin
        assert self._process.stdout
        order = Order([*map(str, words), "--db", str(self.db)], now.isoformat(), **rest)
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Answer(*json.loads(self._process.stdout.readline()))


@contextmanager
def plug(db: Path) -> Iterator[Plug]:
    """Start the process, with this test's environment."""
    command = [sys.executable, "-m", "tests.plug"]
    with Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True) as process:
        yield Plug(process, db)
        process.communicate(timeout=60)


def _run(order: Order, out: int, err: int) -> NoReturn:
    """Run a command, and end this process."""
    import resource  # noqa: PLC0415  # which Windows has not

    from medsos_cli.cli import app  # noqa: PLC0415  # imported by now
    from medsos_cli.cli.context import Context  # noqa: PLC0415  # likewise

    os.dup2(out, sys.stdout.fileno())
    os.dup2(err, sys.stderr.fileno())
    if order.limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.limit, order.limit))
    now, code = datetime.fromisoformat(order.now), 1
    try:
        app(order.words, obj=Context(now=lambda: now, user=lambda: "tu"), prog_name="medsos")
    except SystemExit as end:
        code = int(end.code or 0)
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001  # a bug, to be seen
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _serve(order: Order, dice: random.Random) -> Answer:
    out, err = os.pipe(), os.pipe()
    begun = time.perf_counter()
    pid = os.fork()
    if not pid:
        _run(order, out[1], err[1])
    for writing in (out[1], err[1]):
        os.close(writing)
    if order.within is not None:
        time.sleep(dice.uniform(0, order.within))
        os.kill(pid, signal.SIGKILL)
    said = _read(out[0]), _read(err[0])
    _, status = os.waitpid(pid, 0)
    return Answer(*said, os.waitstatus_to_exitcode(status), time.perf_counter() - begun)


def _read(descriptor: int) -> str:
    with os.fdopen(descriptor, encoding="utf-8", errors="replace") as end:
        return end.read()


def main() -> None:
    for module in pkgutil.walk_packages(medsos_cli.__path__, "medsos_cli."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    import_module("sqlite_utils")
    dice = random.Random(2020)  # noqa: S311  # varied, not secret
    for line in sys.stdin:
        print(json.dumps(_serve(Order(*json.loads(line)), dice)), flush=True)  # noqa: T201  # the answer


if __name__ == "__main__":
    main()
