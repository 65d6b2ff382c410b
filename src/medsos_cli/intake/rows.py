"""One row of a sheet as what it states: an agency, its accounts, a handset, a handover."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.intake.accounts import LastPost, Statement, read_last_posts, read_statements
from medsos_cli.intake.drafts import add_state, draft_device, draft_events, names_handset, read_note
from medsos_cli.models import CustodyEvent, Device, EventKind, Platform
from medsos_cli.sheets.cells import Cells, Problem
from medsos_cli.sheets.columns import ACCOUNT_FIELDS, DEVICE_KEYS, LAST_POST_FIELDS, SIM_FIELDS
from medsos_cli.sheets.header import Header
from medsos_cli.words.meanings import NONE_WORDS, STOCK_WORDS, read_saying
from medsos_cli.words.names import name_key

_CODE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
_LISTED = re.compile(r"\A(?:\d{1,3}[.)]\s*|[a-z][.)]\s+|[-–•*]\s+)(?=[^\W\d])")
_NOT_GIVEN = re.compile(r"(?:belum|blm) (?:di|ter)\w+")
_IN_STOCK_TOO = re.compile(
    rf".*\S\s*[(\[/–-]\s*(?:{'|'.join(STOCK_WORDS)})\s*[)\]]?", re.IGNORECASE
)
_GOES_ON = re.compile(r"(?:dan|serta|&)\s|.*(?:\s(?:dan|serta|&)|,)\Z", re.IGNORECASE)
_NO_DASH = re.compile(r"[^\s.–—-]")
_NOT_YET = re.compile(r"|(?:belum|blm|masih|tidak)\b\D*")
_NOBODY: tuple[str | None, str | None] = (None, None)
_AGENCY_FIELDS = frozenset({"agency_code", "agency"})
_HANDOVER_FIELDS = ("nip", "position", "document_no", "handed_over_on")
_HANDSET_FIELDS = (
    "holder", "nip", "position", "document_no", "model", "model_type", "serial", "item_code",
    "register_no", "phone_number", "iccid", "sim_active_until", "source", "condition",
    "accessories",
)  # fmt: skip


UNDATED = date.min
"""The day of a handover that a row states without one: right only if it is on record."""


class RosterRow(NamedTuple):
    """What one row states; None and "absent" mean that it says nothing.

    `device` and `handover` carry no ids yet: `merge` finds the device. `tag` is
    empty where the row knows its handset by the IMEI only. `cleared` are the fields of
    the SIM of which the row says that there is nothing.
    """

    line: int
    code: str | None
    name: str | None
    kind: str | None
    statements: dict[Platform, Statement]
    last_posts: dict[Platform, LastPost]
    checked_on: date | None
    device: Device | None
    cleared: tuple[str, ...]
    handover: CustodyEvent | None
    returned_on: date | None
    note: str | None

    @property
    def in_stock(self) -> bool:
        """Whether its handset is no agency's."""
        if self.code is not None or not self.name:
            return False
        name = self.name.casefold()
        return STOCK_WORDS.issuperset(name.split()) or _NOT_GIVEN.fullmatch(name) is not None


class Reading(NamedTuple):
    """A row, or None where it cannot be taken, and with either its bad and doubtful cells.

    `inherited` is code and name of the agency where a row above names it.
    """

    row: RosterRow | None
    problems: list[Problem]
    inherited: tuple[str | None, str | None] = _NOBODY


class RowReader:
    """Reads the rows of one sheet, top to bottom: a merged cell reaches the rows below it."""

    def __init__(self, today: date, handed_over_on: date | None = None) -> None:
        """Read against `today`; `handed_over_on` serves handovers without a day."""
        self._today = today
        self._handed_over_on = handed_over_on
        self._above = _NOBODY
        self._numbered = False

    def read(self, line: int, texts: Sequence[str], header: Header) -> Reading:
        """Return what a row under a header states, with its bad and doubtful cells."""
        if misfit := header.misfit(texts):
            self._above = _NOBODY
            return Reading(None, [Problem(line, "row", misfit)])
        cells = Cells(line, header.fields, texts, header.name_of)
        above = self._above
        row = self._row(cells)
        inherited = _NOBODY if self._above is not above else (row.code, row.name)
        return Reading(row if cells.sound else None, cells.problems, inherited)

    def _row(self, cells: Cells) -> RosterRow:
        device = draft_device(cells) if names_handset(cells) else None
        has_handset = device is not None or cells.bad(DEVICE_KEYS)
        belongs_above = has_handset or cells.raw("platform") is not None
        code, name = self._read_agency(cells, belongs_above=belongs_above)
        handover = self._read_handover(cells) if device else None
        if device and not handover:
            device = add_state(device, cells)
        elif not has_handset:
            _refuse_lone_handover(cells)
        checked_on = cells.past_day("checked_on", self._today)
        statements = read_statements(cells)
        row = RosterRow(
            line=cells.line,
            code=code,
            name=name,
            kind=kind.casefold() if (kind := cells.text("kind")) else None,
            statements=statements,
            last_posts=read_last_posts(cells, statements, checked_on, self._today),
            checked_on=checked_on,
            device=device,
            cleared=tuple(name for name in SIM_FIELDS if cells.word(name) in NONE_WORDS),
            handover=handover,
            returned_on=self._read_return(cells, handover),
            note=None if has_handset else read_note(cells),
        )
        if row.in_stock:
            _refuse_in_stock(cells, has_handset=has_handset)
        return row

    def _read_agency(self, cells: Cells, *, belongs_above: bool) -> tuple[str | None, str | None]:
        code, name = cells.read("agency_code", read_code), cells.read("agency", _read_name)
        self._doubt_alone(cells, name)
        if code or name or cells.bad(_AGENCY_FIELDS):
            self._above = (code, name)
        elif _NO_DASH.search(raw := cells.raw("agency") or cells.raw("agency_code") or ""):
            cells.wrong(
                "agency" if cells.raw("agency") else "agency_code",
                "{text!r} names no agency",
                "write its name, or stok for a handset of none",
                text=raw,
            )
            return _NOBODY
        elif not belongs_above:
            cells.wrong("agency", "blank", "name the agency, or clear the row")
            return _NOBODY
        elif self._above == _NOBODY:
            cells.wrong("agency", "blank, and no agency can be read above", "name it")
        return self._above

    def _doubt_alone(self, cells: Cells, name: str | None) -> None:
        """Name a lone name among rows with numbers: it may go on from the row above."""
        if name and self._numbered and cells.filled == {"agency"}:
            cells.doubt(
                "agency",
                "{name!r} has no number, as the rows above do, and is taken for an agency",
                "if it goes on from the row above, join the two cells",
                name=name,
            )
        self._numbered = cells.raw("no") is not None

    def _read_return(self, cells: Cells, handover: CustodyEvent | None) -> date | None:
        if _NOT_YET.fullmatch(cells.word("returned_on") or ""):
            return None
        day = cells.past_day("returned_on", self._today)
        if day and handover is None and not cells.bad(frozenset({*_HANDOVER_FIELDS, "holder"})):
            cells.wrong("returned_on", "nothing is handed over in this row", "name the holder")
        if day and handover and day < handover.day:
            cells.wrong("returned_on", "{day} is before the handover of {handover}", "mend one",
                        day=day, handover=handover.day)  # fmt: skip
        return day

    def _read_handover(self, cells: Cells) -> CustodyEvent | None:
        holder = cells.text("holder")
        if holder is None:
            _refuse_without_holder(cells)
            return None
        day = cells.past_day("handed_over_on", self._today) or self._handed_over_on
        stated = CustodyEvent(0, EventKind.HANDOVER, day or UNDATED)
        return draft_events(cells, stated, [EventKind.HANDOVER])[0]


def read_code(text: str) -> str:
    """Read an agency's code; raises `InputError` for what is none."""
    code = text.casefold()
    if not _CODE.fullmatch(code):
        raise InputError(
            "{text!r} is no code", "use letters, digits, . _ and - only, as dinkes", text=text
        )
    return code


def _read_name(text: str) -> str:
    """Read an agency's name, without the number that it has in a list."""
    if _GOES_ON.match(text):
        raise InputError("{name!r} is part of a name", "join the cells it stands in", name=text)
    name = _LISTED.sub("", text)
    if _is_said(name) or not any(map(str.isalpha, name_key(name))):
        raise InputError("{name!r} is no name", "write the agency's name", name=text)
    if _IN_STOCK_TOO.fullmatch(name):
        raise InputError(
            "{name!r} is an agency and the stock", "write the agency, or stok alone", name=text
        )
    return name


def _is_said(text: str) -> bool:
    """Tell whether all words of a text say something of an account, and so name no office."""
    try:
        return read_saying(text) is not None
    except InputError:
        return True


def _refuse_in_stock(cells: Cells, *, has_handset: bool) -> None:
    """Refuse what only an agency can have."""
    if not has_handset:
        cells.wrong("agency", "no handset in this row", "write its label or IMEI")
    for field in ("holder", *ACCOUNT_FIELDS, *LAST_POST_FIELDS):
        if cells.text(field):
            cells.wrong(
                field, "{text!r} in stock, which is no agency", "name the agency, or clear it",
                text=cells.raw(field),
            )  # fmt: skip


def _refuse_without_holder(cells: Cells) -> None:
    for field in _HANDOVER_FIELDS:
        if cells.text(field) and not cells.bad({"holder"}):
            cells.wrong(
                field, "{text!r} without a holder", "name the holder", text=cells.raw(field)
            )


def _refuse_lone_handover(cells: Cells) -> None:
    """Say what of a row without a handset cannot be kept."""
    if cells.text("handed_over_on"):
        cells.wrong("handed_over_on", "no handset in this row", "write its label or IMEI")
    given = ", ".join(cells.name(field) for field in _HANDSET_FIELDS if cells.text(field))
    if given:
        cells.doubt(
            "row",
            "no handset in this row, so not kept: {given}",
            "write its label or IMEI",
            given=given,
        )
