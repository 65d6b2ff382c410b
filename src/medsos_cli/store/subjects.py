"""What a name is of: devices, agencies and people, also by what they were called before."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from medsos_cli.errors import Message, UnknownError
from medsos_cli.models import Agency, Device
from medsos_cli.rules.card import Sort
from medsos_cli.store.agencies import Suggestions, find_agency
from medsos_cli.store.database import Store
from medsos_cli.store.devices import find_device, formerly_called
from medsos_cli.words.names import is_former, same_key
from medsos_cli.words.similar_offices import TimeToLook

# Who was recorded by a name: under each NIP the spelling of the latest event.
_PERSONS = """
select coalesce(nip, ''), holder, max(event) from happened where same_key(holder) = ?
group by 1 order by nip is null, 3
"""
_NAMES = {
    Sort.DEVICE: "select tag, imei from device",
    Sort.AGENCY: "select code, name from agency",
    Sort.PERSON: "select distinct holder, null from custody_event where holder is not null",
}
_TOLD_APART = re.compile(r"(?P<name>.*\S)\s+…?(?P<end>\d{4}|-)")


class Person(NamedTuple):
    """Who answers or answered for a device, by the name last recorded.

    `nip` is said where several go by that name; of an event without one ("") nobody knows whose
    it is.
    """

    name: str
    nip: str | None = None

    @property
    def word(self) -> str:
        """By which this one is found: the name, with the end of the NIP where it is said."""
        return self.name if self.nip is None else f"{self.name} {self.nip[-4:] or '-'}"

    def is_of(self, row: Mapping[str, Any]) -> bool:
        """Tell whether the holder of a row is this one."""
        same = row["holder"] and same_key(row["holder"]) == same_key(self.name)
        return bool(same and self.nip in {None, row["nip"] or ""})


Subject = Device | Agency | Person
SORTS = {Device: Sort.DEVICE, Agency: Sort.AGENCY, Person: Sort.PERSON}


def find_subjects(store: Store, word: str, only: Sort | None = None) -> list[Subject]:
    """Return all that is or was called so, `only` of one sort where that is said.

    Raises `UnknownError` with the near names.
    """
    called = [*_called(store, word)]
    found = [each for each in called if only in {None, SORTS[type(each)]}]
    if called and not found:
        raise UnknownError(
            "no {only} is called {word!r}", "to see what is: leave out --only", only=only, word=word
        )
    if not found:
        raise UnknownError(
            "no device, no agency and no person is called {word!r}" if only is None
            else "no {only} is called {word!r}",
            "{near}",
            word=word, only=only, near=near_subjects(store, word, [only] if only else Sort),
        )  # fmt: skip
    return found


def near_subjects(store: Store, word: str, sorts: Iterable[Sort]) -> Message:
    """Return the hint that names what is called nearly so, of whatever sort, the nearest first."""
    names = " union all ".join(_NAMES[sort] for sort in sorts)
    see = Message("see: medsos devices, medsos agencies")
    return Suggestions().hint(store, word, names) or see


def _called(store: Store, word: str) -> Iterator[Subject]:
    unsought = Suggestions(TimeToLook(0))
    for find in (find_device, find_agency):
        try:
            yield find(store, word, unsought)
        except UnknownError:
            if find is find_device:
                yield from formerly_called(store, word)
    yield from persons_called(store, word)


def persons_called(store: Store, word: str) -> list[Person]:
    """Return who goes by a name, or by a name and the last four digits of the NIP (- for none)."""
    if rows := store.rows(_PERSONS, (same_key(word),)).fetchall():
        if sum(bool(nip) for nip, _, _ in rows) > 1:
            return [Person(name, nip) for nip, name, _ in rows]
        return [Person(max(rows, key=lambda row: int(row[-1]))[1])]
    match = _TOLD_APART.fullmatch(word.strip())
    same = persons_called(store, match["name"]) if match else []
    return [each for each in same if match and each.nip is not None
            and each.word.endswith(f" {match['end']}")]  # fmt: skip


def now_called(subject: Subject, word: str) -> str | None:
    """Return what a device or an agency is called now, where the word is a former name of it."""
    if isinstance(subject, Device):
        known = {same_key(each) for each in (subject.tag, subject.imei, subject.imei2) if each}
        return None if same_key(word) in known else subject.tag
    if isinstance(subject, Agency):
        return subject.code if is_former(subject, word) else None
    return None
