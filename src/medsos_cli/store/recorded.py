"""What was on record before a file of events: each event of it answers for one row, no more.

Kept in a temporary table by what rows ask for, so that a handset of a thousand events
answers a thousand rows as quickly as one.
"""

from collections.abc import Sequence
from typing import Self

from medsos_cli.models import CustodyEvent, EventKind
from medsos_cli.store.database import Store
from medsos_cli.store.events import find_event
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
_PARTY = "device = :device and kind = :kind and day = :day and agency = :agency and holder = "
# One whose holder was blanked is anybody's; the one under the same document goes first.
_FIRST = "select {} as rank, (select event from recorded where {} order by event limit 1) as event"
_FIND = "select event from ({}) where event is not null order by rank, event limit 1".format(
    " union all ".join(
        _FIRST.format(rank, _PARTY + holder + document)
        for rank, document in ((0, " and document = :document"), (1, ""))
        for holder in (":holder", "''")
    )
)


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

    def take(self, drafts: Sequence[CustodyEvent]) -> list[CustodyEvent]:
        """Return the events that say the same as these; none where one of them is missing.

        What an event says is device, kind and day, of a handover the party too; of several
        it is the one under the same document, else the oldest.
        """
        found = [number for draft in drafts if (number := self._find(draft)) is not None]
        if len(found) < len(drafts):
            return []
        self._store.write_all("delete from recorded where event = ?", ((each,) for each in found))
        return [find_event(self._store, number) for number in found]

    def _find(self, draft: CustodyEvent) -> int | None:
        if not self._has_any(draft.device):
            return None
        is_handover = draft.kind is EventKind.HANDOVER
        said = {
            "device": draft.device, "kind": draft.kind, "day": draft.day.isoformat(),
            "document": draft.document or "", "agency": (is_handover and draft.agency) or "",
            "holder": same_key((is_handover and draft.holder) or ""),
        }  # fmt: skip
        row = self._store.rows(_FIND, said).fetchone()
        return int(row[0]) if row else None

    def _has_any(self, device: int) -> bool:
        if device not in self._devices:
            written = self._store.rows(
                "insert into recorded select event, device, kind, day, "
                "iif(kind = 'handover', coalesce(agency, ''), ''), "
                "iif(kind = 'handover', coalesce(same_key(holder), ''), ''), "
                "coalesce(document, '') from standing_event where device = ? and event < ?",
                (device, self._before),
            )
            self._devices[device] = written.rowcount > 0
        return self._devices[device]
