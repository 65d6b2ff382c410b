"""A process that runs the commands it is sent, one JSON list of words a line, at once."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE, Popen
from typing import NamedTuple, Self

from medsos_cli.cli.context import Context

from .command import invoke

ROOT = Path(__file__).parent.parent
NOW = datetime(2020, 12, 3, 3, 0, tzinfo=UTC)


class Answer(NamedTuple):
    """What a process has answered."""

    code: int
    out: str
    err: str


class Racer:
    """A process of its own that stands ready for commands."""

    def __init__(self, db: Path) -> None:
        self.db = db
        command = [sys.executable, "-m", "tests.racer"]
        self.process = Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True)
        self.say("--version")  # what is imported once must not decide the first race

    def start(self, *words: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps([*words, "--db", str(self.db)]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Answer:
        assert self.process.stdout
        return Answer(*json.loads(self.process.stdout.readline()))

    def say(self, *words: str) -> Answer:
        self.start(*words)
        return self.answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(timeout=30)


def main() -> None:
    for line in sys.stdin:
        context = Context(now=lambda: NOW, user=lambda: "tu")
        result = invoke(json.loads(line), context)
        print(json.dumps([result.exit_code, result.stdout, result.stderr]), flush=True)  # noqa: T201  # the answer


if __name__ == "__main__":
    main()
