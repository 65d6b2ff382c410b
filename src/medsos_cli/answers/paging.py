"""A list that is taller than the screen, shown page by page in another program."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from io import StringIO
from shlex import split
from shutil import get_terminal_size, which
from subprocess import PIPE, Popen
from typing import TextIO

from medsos_cli.errors import Message

_LESS = "FRX"  # colours as they are, and the screen stays; what fits is not paged
_SPECIAL = re.compile(r"[?:.%\\]")  # in a prompt of less


def choose_pager(environ: Mapping[str, str]) -> list[str]:
    """Return the words that start the pager: `MEDSOS_PAGER`, `PAGER`, else less; none for none."""
    for name in ("MEDSOS_PAGER", "PAGER"):
        if name in environ:
            words = split(environ[name], posix=os.name == "posix")
            return words if words and which(words[0]) and words != ["cat"] else []
    return ["less"] if which("less") else []


@contextmanager
def paged(pager: list[str]) -> Iterator[None]:
    """Send what is written to a terminal through the pager, once it is taller than the screen."""
    typing = sys.stdin is not None and sys.stdin.isatty()  # or nobody could leave the pager
    if not (pager and typing and sys.stdout.isatty()):
        yield
        return
    pages = _Pages(pager, sys.stdout, get_terminal_size().lines)
    try:
        with redirect_stdout(pages):
            yield
    except BrokenPipeError:  # who reads has had enough
        if pages.process is None:
            raise
    finally:
        pages.end()


def _for_less() -> dict[str, str]:
    """Let less say how to go on and out, and write no files of what is typed."""
    prompt = _SPECIAL.sub(r"\\\g<0>", str(Message("space: on, q: quit")))
    return {"LESS": f"{_LESS}Ps{prompt} $", "LESSSECURE": "1"}


class _Pages(StringIO):
    """What is written: held until it is known whether the screen has room for it."""

    def __init__(self, pager: list[str], terminal: TextIO, height: int) -> None:
        super().__init__()
        self.process: Popen[str] | None = None
        self._pager, self._terminal, self._height = pager, terminal, height
        self._lines = 0

    @property
    def encoding(self) -> str:  # type: ignore[override]  # of what is written in the end
        return self._terminal.encoding

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._terminal.fileno()

    def write(self, text: str, /) -> int:
        if self.process and self.process.stdin:
            return self.process.stdin.write(text)
        self._lines += text.count("\n")
        written = super().write(text)
        if self._lines >= self._height:
            self._start()
        return written

    def _start(self) -> None:
        environment = os.environ if "LESS" in os.environ else {**os.environ, **_for_less()}
        self.process = Popen(  # noqa: S603  # what the user has set
            self._pager, stdin=PIPE, env=environment, encoding=self._terminal.encoding or "utf-8",
            errors="replace",
        )  # fmt: skip
        if self.process.stdin:
            self.process.stdin.write(self.getvalue())

    def end(self) -> None:
        """Write what was held, or wait until who reads is done."""
        if self.process is None:
            self._terminal.write(self.getvalue())
            return
        with suppress(OSError):
            if self.process.stdin:
                self.process.stdin.close()
        while True:
            try:
                self.process.wait()
            except KeyboardInterrupt:  # the pager's own matter
                continue
            break
