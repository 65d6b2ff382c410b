"""Names of offices that are near each other: for a person to compare, never taken for the same."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain, takewhile
from time import process_time
from typing import NamedTuple

from medsos_cli.words.regencies import read_name

_WRITTEN_OUT = {
    "bag": "bagian", "din": "dinas", "kel": "kelurahan", "subbag": "subbagian", "pkm": "puskesmas",
    "setda": "sekretariat daerah", "sekda": "sekretariat daerah", "setwan": "sekretariat dprd",
    "kantor": "", "dan": "", "di": "", "dr": "", "the": "", "kota": "", "kabupaten": "",
}  # fmt: skip
_SHORTEST_MISTYPED = 5
_A_FEW = 2
_SECONDS = 0.5


class TimeToLook:
    """The time that looking for what is near may take: no file is to be read the slower for it."""

    def __init__(
        self, seconds: float = _SECONDS, clock: Callable[[], float] = process_time
    ) -> None:
        """Allow so many seconds of this program's own time."""
        self._left, self._clock, self._began = seconds, clock, 0.0

    def __bool__(self) -> bool:
        """Tell whether any is left."""
        return self._left > 0

    def __enter__(self) -> None:
        """Begin to look."""
        self._began = self._clock()

    def __exit__(self, *_: object) -> None:
        """Count what that has taken."""
        self._left -= self._clock() - self._began


class Known(NamedTuple):
    """An agency that a new one may be near to; `is_new` where only this file knows it."""

    code: str
    name: str
    is_new: bool = False


class _Names:
    """Agencies, and the words of their names, which are read when they are first looked through."""

    def __init__(self) -> None:
        self.agencies: list[Known] = []
        self._words: list[list[str]] = []

    def with_words(self) -> Iterator[tuple[Known, list[str]]]:
        self._words.extend(_words(each.name) for each in self.agencies[len(self._words) :])
        return zip(self.agencies, self._words, strict=True)


class NearNames:
    """Agencies by their names, to find the one that a new name is near to.

    Near is a name that begins as the other or holds all its words, an abbreviation or the
    code of it, or one word mistyped. It looks no more once its time is up.
    """

    def __init__(
        self, known: Iterable[tuple[str, str]] = (), time: TimeToLook | None = None
    ) -> None:
        """Begin with codes and names."""
        self._on_record, self._new = _Names(), _Names()
        self._time = TimeToLook() if time is None else time
        for code, name in known:
            self.add(code, name)

    def add(self, code: str, name: str, *, is_new: bool = False) -> None:
        """Know one more, as long as anything is looked for among them."""
        if self._time:
            known = self._new if is_new else self._on_record
            known.agencies.append(Known(code, name, is_new))

    def find(self, code: str, name: str, *, in_file: bool = True) -> Known | None:
        """Return an agency of another code that a name is near to, or None.

        With `in_file` also one that is new. One office in two regencies is not near itself.
        """
        if not self._time:
            self._on_record, self._new = _Names(), _Names()
        among = [self._on_record, self._new] if in_file else [self._on_record]
        if not any(each.agencies for each in among):
            return None
        worded = [each.with_words() for each in among]
        with self._time:
            return self._find(code, name, chain.from_iterable(worded))

    @staticmethod
    def _find(code: str, name: str, among: Iterable[tuple[Known, list[str]]]) -> Known | None:
        words = _words(name)
        if not words:
            return None
        codes = {*words[:2], "".join(words)}
        for known, others in among:
            if (
                known.code != code
                and (known.code in codes or _are_near(words, others))
                and not _differ_by_regency(name, known.name)
            ):
                return known
        return None


def _differ_by_regency(one: str, other: str) -> bool:
    (office, regency), (name, elsewhere) = read_name(one), read_name(other)
    return office == name and regency != elsewhere


def _are_near(words: list[str], others: list[str]) -> bool:
    return _is_near(words, others) or _is_near(others, words)


@lru_cache(maxsize=4)  # a name is looked for, and then added
def _words(name: str) -> list[str]:
    office = read_name(name).office
    return " ".join(_WRITTEN_OUT.get(word, word) for word in office.split()).split()


def _is_near(words: list[str], others: list[str]) -> bool:
    """Tell whether the first is like the second, or a shorter way to say it."""
    count = len(words)
    if count == len(others):
        differing = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
        return not differing or (len(differing) == 1 and _is_mistyped(*differing[0]))
    if 0 < count <= _A_FEW and len(others) > 1 and _abbreviates(words[0], others):
        return True
    begins = 1 < count < len(others) and others[:count] == words
    return begins or (_A_FEW < count < len(others) and {*words} <= {*others})


def _abbreviates(word: str, words: list[str]) -> bool:
    """Tell whether a word is made of the beginnings of these, in their order."""
    if not words:
        return not word
    same = _same_letters(word, words[0])
    return any(_abbreviates(word[n:], words[1:]) for n in range(1, same + 1))


def _is_mistyped(one: str, other: str) -> bool:
    """Tell whether one letter is missing, added, another, or has changed places with the next."""
    if min(len(one), len(other)) < _SHORTEST_MISTYPED or abs(len(one) - len(other)) > 1:
        return False
    before = _same_letters(one, other)
    one, other = one[before:], other[before:]
    after = _same_letters(one[::-1], other[::-1])
    one, other = one[: len(one) - after], other[: len(other) - after]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])  # noqa: PLR2004  # letters


def _same_letters(one: str, other: str) -> int:
    """Return with how many letters both begin alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
