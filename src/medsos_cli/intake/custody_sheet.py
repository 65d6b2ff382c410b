"""Custody events of many devices from one sheet: what the commands say one by one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from medsos_cli.errors import CustodyError, InputError, Message
from medsos_cli.intake.custody_record import CustodyRecord
from medsos_cli.intake.drafts import draft_events
from medsos_cli.intake.handsets import differences
from medsos_cli.intake.importing import Import, Outcome, in_parts
from medsos_cli.intake.telling import Telling
from medsos_cli.models import Agency, CustodyEvent, Device, EventKind
from medsos_cli.rules.amending import fill_in
from medsos_cli.sheets.cells import Cells
from medsos_cli.sheets.columns import CUSTODY
from medsos_cli.sheets.sheet import DataRow, Sheet
from medsos_cli.store.amendments import Amender
from medsos_cli.store.database import Store
from medsos_cli.store.events import next_event_number, warn_broken
from medsos_cli.store.known_events import Recorded
from medsos_cli.words.identifiers import read_imeis
from medsos_cli.words.names import all_of, is_former

_TRANSFER = (EventKind.RETURN, EventKind.HANDOVER)
_WORDS = {
    word: kinds
    for words, kinds in (
        ("handover, assign, serah terima, penyerahan, diserahkan", (EventKind.HANDOVER,)),
        ("return, kembali, pengembalian, dikembalikan", (EventKind.RETURN,)),
        ("transfer, mutasi, pindah", _TRANSFER),
        ("lost, hilang", (EventKind.LOST,)),
        ("found, ditemukan", (EventKind.FOUND,)),
    )
    for word in words.split(", ")
}

_BLANK = {
    "event": Message("write handover, return, transfer, lost or found"),
    "handed_over_on": Message("write the day it happened"),
}
_MISFIT = frozenset({"row"})
_NOBODY = InputError("blank", "say who receives the device")


def read_kinds(text: str) -> tuple[EventKind, ...]:
    """Read what happened as the events it is; a transfer is two. Raises `InputError`."""
    kinds = _WORDS.get(" ".join(text.casefold().split()))
    if kinds is None:
        raise InputError("{text!r} is no event", _BLANK["event"], text=text)
    return kinds


class _Row(NamedTuple):
    """A row as it is read; without events where its cells cannot be taken."""

    data: DataRow
    cells: Cells
    device: Device | None = None
    drafts: Sequence[CustodyEvent] = ()


@dataclass(frozen=True)
class CustodyImport(Import):
    """Handovers, returns, transfers, losses and finds, in the order of the sheet's rows.

    What the database holds already is not recorded again, so a file that has
    grown can be read anew. Each event on record answers for one row, no more.
    """

    columns = CUSTODY
    nouns = ("events",)
    names = MappingProxyType({"handed_over_on": Message("on"), "document_no": Message("document")})

    def _take(self, store: Store, sheet: Sheet, outcome: Outcome, telling: Telling) -> None:
        before = next_event_number(store)
        known = CustodyRecord(store, Amender(self.clock.stamp, self.by), self.clock.today)
        with Recorded(store, before) as recorded:
            for some in in_parts(self.watch(sheet.rows())):
                rows = self._read_all(known, some)
                answers = recorded.take([row.drafts for row in rows])
                both = [*zip(rows, answers, strict=True)]
                known.stand(row.device.id for row, events in both if row.device and not events)
                for row, events in both:
                    if row.device and row.drafts:
                        status = self._record(known, row.device, row, events)
                        outcome.counts["events", status] += len(row.drafts)
                    self._report(outcome, telling, row.cells.problems, row.data)
                known.write()
                outcome.rows += len(rows)
        outcome.events = range(before, next_event_number(store))
        if not outcome.bad_cells:
            for warning in warn_broken(store, before):
                self.say(warning)

    def _read_all(self, known: CustodyRecord, some: Sequence[DataRow]) -> list[_Row]:
        """Read rows, whose devices are looked up at once."""
        read = [_Row(data, _cells_of(data)) for data in some]
        known.look_up(row.cells.text(field) for row in read for field in ("device", "imei"))
        return [row if row.cells.bad(_MISFIT) else self._read(known, row) for row in read]

    def _record(
        self, known: CustodyRecord, device: Device, row: _Row, events: Sequence[CustodyEvent]
    ) -> str:
        """Record what a row says, if no `events` on record do; return what became of it."""
        cells = row.cells
        if events:
            event, stated = known.reads_now(events[-1]), row.drafts[-1]
            blanks = fill_in(event, stated)
            cells.problems += differences(cells.line, stated, event._replace(**blanks))
            if blanks:
                known.amend(event, blanks)
            return "changed" if blanks else "unchanged"
        try:
            made = known.record(device, row.drafts)
        except CustodyError as error:
            cells.wrong("event", error)
            return "refused"
        if len(made) == 1 and made[0].kind in {EventKind.RETURN, EventKind.LOST}:
            _refuse_another_giver(known, cells, device, made[0])
        return "new"

    def _read(self, known: CustodyRecord, row: _Row) -> _Row:
        cells = row.cells
        device = _read_device(known, cells)
        kinds = cells.read("event", read_kinds) or ()
        day = cells.past_day("handed_over_on", self.clock.today)
        for column, hint in _BLANK.items():
            if cells.text(column) is None:
                cells.wrong(column, "blank", hint)
        agency = _read_receiver(known, cells) if EventKind.HANDOVER in kinds else None
        base = CustodyEvent(
            device.id if device else 0,
            EventKind.RETURN,
            day or self.clock.today,
            agency=agency.code if agency else None,
            recorded_at=self.clock.stamp,
            recorded_by=self.by,
        )
        drafts = draft_events(cells, base, kinds)
        return _Row(row.data, cells, device, drafts if device and cells.sound else ())


def _cells_of(data: DataRow) -> Cells:
    """Return the cells of a row; of one that does not fit its header none, and why."""
    header = data.header
    if misfit := header.misfit(data.cells):
        cells = Cells(data.line, (), ())
        cells.wrong("row", misfit)
        return cells
    return Cells(data.line, header.fields, data.cells, header.name_of)


def _read_receiver(known: CustodyRecord, cells: Cells) -> Agency | None:
    """Find the agency that receives a device; who answers for it there must be named too."""
    agency = _read_agency(known, cells)
    if cells.text("holder") is None:
        cells.wrong("holder", _NOBODY)
    return agency


def _refuse_another_giver(
    known: CustodyRecord, cells: Cells, device: Device, event: CustodyEvent
) -> None:
    """Refuse a row that takes a device from an agency which did not hold it."""
    if cells.text("agency_code") or cells.text("agency"):
        agency = _read_agency(known, cells)
        if agency and agency.code != event.agency:
            held = Message("nobody held it")
            if event.agency:
                held = Message("{tag} was with {agency}", tag=device.tag, agency=event.agency)
            cells.wrong(
                "agency", "{here} here, but {held}", "check both", here=agency.code, held=held
            )


def _read_device(known: CustodyRecord, cells: Cells) -> Device | None:
    """Find the device by its label, else by its IMEI; where both stand they must agree."""
    if not (cells.text("device") or cells.text("imei")):
        cells.wrong("device", "blank", "name the device by its label or IMEI")
        return None
    labelled = cells.read("device", known.find_device)
    numbered = cells.read(
        "imei", lambda text: [known.find_device(imei) for imei in read_imeis(text) if imei]
    )
    found = [device for device in (labelled, *(numbered or ())) if device]
    if len({device.id for device in found}) > 1:
        both = all_of(dict.fromkeys(device.tag for device in found))
        cells.wrong(
            "imei", "label and IMEI belong to different handsets, {both}", "check both", both=both
        )
    return found[0] if found else None


def _read_agency(known: CustodyRecord, cells: Cells) -> Agency | None:
    """Find the agency by its code, else by its name; a name of another one is wrong."""
    code, name = cells.text("agency_code"), cells.text("agency")
    if not (code or name):
        cells.wrong("agency", _NOBODY)
    named = "agency_code" if code else "agency"
    agency = cells.read(named, known.find_agency)
    if agency and is_former(agency, word := code or name or ""):
        cells.doubt(named, "{word} is a former name of {now}", word=word, now=agency.code)
    if agency and code and name:
        with suppress(InputError):  # a name that nobody has is one more spelling
            other = known.find_agency(name)
            if other.code != agency.code:
                cells.wrong(
                    "agency",
                    "{name!r} is {other}, but {code} is given",
                    "check both",
                    name=name,
                    other=other.code,
                    code=code,
                )
    return agency
