"""What was on record before a file of events: each event of it answers for one row, no more.

Kept in a temporary table by what rows ask for, so that a handset of a thousand events
answers a thousand rows as quickly as one.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Self

from medsos_cli.models import CustodyEvent, EventKind
from medsos_cli.store.database import Store, one_of
from medsos_cli.store.events import find_events
from medsos_cli.words.names import same_key

_TABLES = (
    """create temp table recorded (
        event integer primary key, device integer not null, kind text not null,
        day text not null, agency text not null, holder text not null, document text not null
    )""",
    "create index temp.recorded_party on recorded (device, kind, day, agency, holder, event)",
    """create index temp.recorded_paper
        on recorded (device, kind, day, agency, holder, document, event)""",
)
_LOAD = """
insert into recorded select event, device, kind, day,
    iif(kind = 'handover', coalesce(agency, ''), ''),
    iif(kind = 'handover', coalesce(same_key(holder), ''), ''), coalesce(document, '')
from standing_event where device in (select value from json_each(?)) and event < ?
"""
_KNOWN = """
select value, exists (select 1 from recorded where device = value) from json_each(?)
"""
# One whose holder was blanked is anybody's.
_FIRST = """(select json_group_array(event) from (
    select event from recorded where device = a.device and kind = a.kind and day = a.day
        and agency = a.agency and holder = {holder} {paper} order by event limit :most
))"""


class _Said(NamedTuple):
    """What an event says, of a handover the party too; as a party, whatever its document."""

    device: int
    kind: EventKind
    day: str
    agency: str
    holder: str
    document: str = ""


def _find(paper: str) -> str:
    """Return the SQL of the first events that say each thing that is asked for."""
    named, blanked = (_FIRST.format(holder=each, paper=paper) for each in ("a.holder", "''"))
    said = ", ".join(f"json_extract(value, '$[{n}]') as {f}" for n, f in enumerate(_Said._fields))
    return (
        f"with a as materialized (select {said} from json_each(:asked)) "
        f"select {named}, {blanked} from a"
    )


_BY_PARTY, _BY_PAPER = _find(""), _find("and document = a.document")


class Recorded:
    """The standing events with a number below `before`, as a file that is read uses them up.

    Use it with `with`, inside a transaction.
    """

    def __init__(self, store: Store, before: int) -> None:
        """Know none yet: those of a device are looked up when it is first asked for."""
        self._store, self._before = store, before
        self._devices: dict[int, bool] = {}

    def __enter__(self) -> Self:
        """Make room for what is on record."""
        for sql in _TABLES:
            self._store.rows(sql)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Forget it, as a transaction that failed has."""
        if kind is None:
            self._store.rows("drop table temp.recorded")

    def take(self, rows: Iterable[Sequence[CustodyEvent]]) -> list[list[CustodyEvent]]:
        """Return for each row the events that say the same; none where one of them is missing.

        What an event says is device, kind and day, of a handover the party too; of several
        it is the one under the same document, else the oldest.
        """
        asked = [[_said_by(draft) for draft in drafts] for drafts in rows]
        said = self._on_record({each for row in asked for each in row})
        parties = Counter(_party(each) for row in asked for each in row if each in said)
        most = max(parties.values(), default=0)
        by_party = self._first(_BY_PARTY, parties, most)
        by_paper = self._first(_BY_PAPER, said, most)
        taken: set[int] = set()
        numbers: list[list[int]] = []
        for row in asked:
            found = [
                _left(by_paper.get(each), taken) or _left(by_party.get(_party(each)), taken)
                for each in row
            ]
            numbers.append([each for each in found if each] if all(found) else [])
            taken.update(numbers[-1])
        self._store.write_all("delete from recorded where event = ?", ((each,) for each in taken))
        events = {event.event: event for event in find_events(self._store, taken)}
        return [[events[number] for number in row] for row in numbers]

    def _on_record(self, said: set[_Said]) -> set[_Said]:
        """Return what is said of devices of which anything is on record."""
        new = one_of({each.device for each in said} - self._devices.keys())
        self._store.rows(_LOAD, (new, self._before))
        self._devices |= {device: bool(known) for device, known in self._store.rows(_KNOWN, (new,))}
        return {each for each in said if self._devices[each.device]}

    def _first(self, find: str, asked: Collection[_Said], most: int) -> dict[_Said, list[int]]:
        """Return the first events that say each thing, the first of them last."""
        rows = self._store.rows(find, {"asked": json.dumps([*asked]), "most": most})
        return {
            each: sorted((event for events in row for event in json.loads(events)), reverse=True)
            for each, row in zip(asked, rows, strict=True)
        }


def _left(events: list[int] | None, taken: set[int]) -> int | None:
    """Return the first event that is not taken yet, if any; forget those that are."""
    while events and events[-1] in taken:
        events.pop()
    return events[-1] if events else None


def _party(said: _Said) -> _Said:
    return said._replace(document="")


def _said_by(draft: CustodyEvent) -> _Said:
    said = draft.device, draft.kind, draft.day.isoformat()
    agency, holder = draft.agency or "", same_key(draft.holder or "")
    party = (agency, holder) if draft.kind is EventKind.HANDOVER else ("", "")
    return _Said(*said, *party, draft.document or "")
