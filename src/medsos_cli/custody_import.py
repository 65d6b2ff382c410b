"""Custody events of many devices from one sheet: what the commands say one by one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from medsos_cli.errors import CustodyError, InputError
from medsos_cli.identifiers import read_condition, read_imeis, read_nip
from medsos_cli.importing import Import
from medsos_cli.models import Agency, CustodyEvent, Device, EventKind
from medsos_cli.roster.cells import Cells
from medsos_cli.roster.columns import CUSTODY
from medsos_cli.roster.handsets import differences
from medsos_cli.roster.problems import Problem, spelled
from medsos_cli.roster.rows import ragged
from medsos_cli.roster.sheet import Sheet
from medsos_cli.store.agencies import find_agency
from medsos_cli.store.custody import find_recorded, next_event_number, record
from medsos_cli.store.database import Store
from medsos_cli.store.devices import find_device

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
    "event": "write handover, return, transfer, lost or found",
    "handed_over_on": "write the day it happened",
}
_OWN_COLUMNS = {"handed_over_on": "on", "document_no": "document"}
_NOBODY = "blank; say who receives the device"


def read_kinds(text: str) -> tuple[EventKind, ...]:
    """Read what happened as the events it is; a transfer is two. Raises `InputError`."""
    kinds = _WORDS.get(" ".join(text.casefold().split()))
    if kinds is None:
        raise InputError(f"{text!r} is no event", "write handover, return, transfer, lost or found")
    return kinds


@dataclass
class CustodyImport(Import):
    """Handovers, returns, transfers, losses and finds, in the order of the sheet's rows.

    What the database holds already is not recorded again, so a file that has
    grown can be read anew. Each event on record answers for one row, no more.
    """

    _taken: set[int] = field(default_factory=set)

    columns = CUSTODY
    nouns = ("events",)

    def _take(self, store: Store, sheet: Sheet) -> None:
        first = next_event_number(store)
        for line, texts in sheet.rows():
            self.rows += 1
            if len(texts) != len(sheet.header.fields):
                self._report(sheet, [ragged(line, texts, sheet.header)], texts)
                continue
            cells = Cells(line, sheet.header.fields, texts)
            device, drafts = self._read(store, cells)
            if device and drafts and cells.sound:
                self._record(store, device, drafts, cells, first)
            self._report(sheet, map(_by_its_own_column, cells.problems), texts)

    def _record(
        self,
        store: Store,
        device: Device,
        drafts: Sequence[CustodyEvent],
        cells: Cells,
        first: int,
    ) -> None:
        known = [find_recorded(store, draft, first, self._taken) for draft in drafts]
        events = [event for event in known if event]
        if len(events) == len(drafts):
            self._taken.update(event.event for event in events)
            self.counts["events", "unchanged"] += len(drafts)
            cells.problems += differences(cells.line, drafts[-1], events[-1])
            return
        try:
            made = record(store, device, drafts, self.clock.today)
        except CustodyError as error:
            cells.wrong("event", spelled(error))
            return
        self.counts["events", "new"] += len(made)
        if len(made) == 1 and made[0].kind in {EventKind.RETURN, EventKind.LOST}:
            _refuse_another_giver(store, cells, device, made[0])

    def _read(self, store: Store, cells: Cells) -> tuple[Device | None, list[CustodyEvent]]:
        device = _read_device(store, cells)
        kinds = cells.read("event", read_kinds)
        day = cells.past_day("handed_over_on", self.clock.today)
        for column, hint in _BLANK.items():
            if cells.text(column) is None:
                cells.wrong(column, f"blank; {hint}")
        said = CustodyEvent(
            device.id if device else 0,
            EventKind.RETURN,
            day or self.clock.today,
            document=cells.text("document_no"),
            condition=cells.read("condition", read_condition),
            accessories=cells.text("accessories"),
            note=cells.text("note"),
            recorded_at=self.clock.stamp,
            recorded_by=self.by,
        )
        return device, [
            self._received(store, cells, said) if kind is EventKind.HANDOVER
            else said._replace(kind=kind)
            for kind in kinds or ()
        ]  # fmt: skip

    def _received(self, store: Store, cells: Cells, said: CustodyEvent) -> CustodyEvent:
        """Make a handover of what a row says, with the party that receives the device."""
        agency = _read_agency(store, cells)
        if cells.text("holder") is None:
            cells.wrong("holder", _NOBODY)
        return said._replace(
            kind=EventKind.HANDOVER,
            agency=agency.code if agency else None,
            holder=cells.text("holder"),
            nip=cells.read_with_doubt("nip", read_nip),
            position=cells.text("position"),
        )


def _by_its_own_column(problem: Problem) -> Problem:
    """Name a column as a sheet of events has it, where a roster calls it otherwise."""
    return problem._replace(column=_OWN_COLUMNS.get(problem.column, problem.column))


def _refuse_another_giver(store: Store, cells: Cells, device: Device, event: CustodyEvent) -> None:
    """Refuse a row that takes a device from an agency which did not hold it."""
    if cells.text("agency_code") or cells.text("agency"):
        agency = _read_agency(store, cells)
        if agency and agency.code != event.agency:
            held = f"{device.tag} was with {event.agency}" if event.agency else "nobody held it"
            cells.wrong("agency", f"{agency.code} here, but {held}; check both")


def _read_device(store: Store, cells: Cells) -> Device | None:
    """Find the device by its label, else by its IMEI; where both stand they must agree."""
    if not (cells.text("device") or cells.text("imei")):
        cells.wrong("device", "blank; name the device by its label or IMEI")
        return None
    labelled = cells.read("device", lambda word: find_device(store, word))
    numbered = cells.read(
        "imei", lambda text: [find_device(store, imei) for imei in read_imeis(text) if imei]
    )
    found = [device for device in (labelled, *(numbered or ())) if device]
    if len({device.id for device in found}) > 1:
        both = " and ".join(dict.fromkeys(device.tag for device in found))
        cells.wrong("imei", f"label and IMEI belong to different handsets, {both}; check both")
    return found[0] if found else None


def _read_agency(store: Store, cells: Cells) -> Agency | None:
    """Find the agency by its code, else by its name; a name of another one is wrong."""
    code, name = cells.text("agency_code"), cells.text("agency")
    if not (code or name):
        cells.wrong("agency", _NOBODY)
    named = "agency_code" if code else "agency"
    agency = cells.read(named, lambda word: find_agency(store, word))
    if agency and code and name:
        with suppress(InputError):  # a name that nobody has is one more spelling
            other = find_agency(store, name)
            if other.code != agency.code:
                cells.wrong("agency", f"{name!r} is {other.code}, but {code} is given; check both")
    return agency
