"""What an examination of the database found, and how bad it is."""

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How bad a finding is; only a `FAIL` says that something is broken."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Diagnosis(NamedTuple):
    """One line of `medsos doctor`: what was looked at, what was seen, what to do."""

    level: Level
    what: str
    told: str
    hint: str | None = None
