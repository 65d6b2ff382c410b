"""What a command needs from around it: the moment, the user, the settings, the database."""

import getpass
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from medsos_cli.days import DEFAULT_ZONE, Clock, read_zone
from medsos_cli.errors import MedsosError

_LONGEST_LINE = 2000


def _now() -> datetime:
    return datetime.now(UTC)


def _user() -> str:
    try:
        return getpass.getuser().encode("utf-8", "replace").decode()
    except (OSError, KeyError, ImportError):  # a service without a name, as in a container
        return "unknown"


@dataclass
class Context:
    """The moment, the user and the zone, which tests give as they like."""

    now: Callable[[], datetime] = _now
    user: Callable[[], str] = _user
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @cached_property
    def clock(self) -> Clock:
        """Return this run's moment in the office's zone (`MEDSOS_TZ`)."""
        return Clock(read_zone(self.environ.get("MEDSOS_TZ") or DEFAULT_ZONE), self.now)

    def database(self, given: Path | None) -> Path:
        """Return the file said by `--db` or `MEDSOS_DB`, else the one in the user's data folder."""
        if given is not None:
            return given
        from platformdirs import user_data_path

        return user_data_path("medsos", appauthor=False) / "medsos.db"


def plain(text: str) -> str:
    """Return a text that cannot act on the terminal, whatever the database holds."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def say(text: str) -> None:
    """Say something to the person, on stderr: never data, never acting on the terminal.

    A line longer than anybody reads, as one that quotes a damaged file, is cut.
    """
    line = plain(text if len(text) <= _LONGEST_LINE else f"{text[:_LONGEST_LINE]} …")
    try:
        print(line, file=sys.stderr)  # noqa: T201  # the one place that talks
    except UnicodeEncodeError:
        encoding = sys.stderr.encoding or "ascii"
        print(line.encode(encoding, "replace").decode(encoding), file=sys.stderr)  # noqa: T201


def say_error(error: MedsosError) -> None:
    """Say what is wrong and what to do next."""
    say(f"error: {error}")
    if error.hint:
        say(f"hint: {error.hint}")
