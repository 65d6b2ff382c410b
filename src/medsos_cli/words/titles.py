"""The day of which a title says that its table holds: "Keadaan: November 2020"."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.words.days import read_day, read_month

_OF = re.compile(
    r"\b(?:keadaan|posisi|kondisi|status|per|bulan|as of)\b"
    r"(?:[\s:]+(?:pada|per|bulan|akhir|tanggal|tgl)\b\.?)*[\s:]+(?=\S)",
    re.IGNORECASE,
)
_SURE = re.compile(r"keadaan|posisi|as of", re.IGNORECASE)
_MOST_WORDS = 4  # Senin, 30 November 2020
_A_MONTH = timedelta(31)


class Dated(NamedTuple):
    """What a title says, and the day that is: of a month its last."""

    words: str
    day: date


def find_day(titles: Iterable[str]) -> Dated | None:
    """Return the day that these titles say their table is of; None where that is not one day.

    What is said of the state of things (`keadaan`, `posisi`) goes before other days.
    """
    found = [*_days(titles)]
    sure = [each for each in found if _SURE.match(each.words)] or found
    return sure[0] if len({each.day for each in sure}) == 1 else None


def _days(titles: Iterable[str]) -> Iterator[Dated]:
    for title in titles:
        text = " ".join(title.split())
        for said in _OF.finditer(text):
            words = text[said.end() :].split()[:_MOST_WORDS]
            for count in range(len(words), 0, -1):
                rest = " ".join(words[:count]).strip("().,;")
                if day := _try(read_day, rest) or _try(_month_end, rest):
                    yield Dated(f"{said[0]}{rest}", day)
                    break


def _try(read: Callable[[str], tuple[date, object]], text: str) -> date | None:
    with suppress(InputError):
        return read(text)[0]
    return None


def _month_end(text: str) -> tuple[date, None]:
    after = read_month(text) + _A_MONTH
    return after - timedelta(after.day), None
