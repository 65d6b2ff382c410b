"""One row of a sheet as what it states: an agency, its accounts, a handset, a handover."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from medsos_cli import identifiers
from medsos_cli.errors import InputError
from medsos_cli.models import CustodyEvent, Device, EventKind, Platform
from medsos_cli.names import name_key
from medsos_cli.roster.accounts import LastPost, Statement, read_last_posts, read_statements
from medsos_cli.roster.cells import Cells
from medsos_cli.roster.columns import DEVICE_KEYS
from medsos_cli.roster.problems import Problem
from medsos_cli.roster.sheet import Header

_CODE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
_TAG_SEPARATORS = re.compile(r"\s*[,;\n]\s*")
_TAG_JOINERS = re.compile(r"\s*(?:/|&|\+|\bdan\b)\s*")
_LONGEST_TAG = 60
_NOBODY: tuple[str | None, str | None] = (None, None)
_AGENCY_FIELDS = frozenset({"agency_code", "agency"})
_HANDOVER_FIELDS = ("nip", "position", "document_no", "handed_over_on")
_HANDSET_FIELDS = (
    "holder", "nip", "position", "document_no", "model", "serial", "item_code", "register_no",
    "phone_number", "iccid", "sim_active_until", "source", "condition", "accessories",
)  # fmt: skip


class RosterRow(NamedTuple):
    """What one row states; None and "absent" mean that it says nothing.

    `device` and `handover` carry no ids yet: `merge` finds the device. `tag` is
    empty where the row knows its handset by the IMEI only.
    """

    line: int
    code: str | None
    name: str | None
    kind: str | None
    statements: dict[Platform, Statement]
    last_posts: dict[Platform, LastPost]
    checked_on: date | None
    device: Device | None
    handover: CustodyEvent | None
    note: str | None


class RowReader:
    """Reads the rows of one sheet, top to bottom: a merged cell reaches the rows below it."""

    def __init__(self, header: Header, today: date, handed_over_on: date | None = None) -> None:
        """Read against `today`; `handed_over_on` serves handovers without a day."""
        self._header = header
        self._fields = header.fields
        self._today = today
        self._handed_over_on = handed_over_on
        self._above = self.inherited = _NOBODY

    def read(self, line: int, texts: Sequence[str]) -> tuple[RosterRow | None, list[Problem]]:
        """Return what a row states, or None, and with either its bad and doubtful cells.

        `inherited` is then code and name of the agency where a row above names it.
        """
        self.inherited = _NOBODY
        if len(texts) != len(self._fields):
            self._above = _NOBODY
            return None, [ragged(line, texts, self._header)]
        cells = Cells(line, self._fields, texts)
        row = self._row(cells)
        return (row if cells.sound else None), cells.problems

    def _row(self, cells: Cells) -> RosterRow:
        device = _read_device(cells)
        has_handset = device is not None or cells.bad(DEVICE_KEYS)
        code, name = self._read_agency(cells, belongs_above=has_handset)
        handover = self._read_handover(cells) if device else None
        if device and not handover:
            device = device._replace(
                condition=cells.read("condition", identifiers.read_condition),
                accessories=cells.text("accessories"),
                note=cells.text("note"),
            )
        elif not has_handset:
            _refuse_lone_handover(cells)
        checked_on = cells.past_day("checked_on", self._today)
        statements = read_statements(cells)
        return RosterRow(
            line=cells.line,
            code=code,
            name=name,
            kind=kind.casefold() if (kind := cells.text("kind")) else None,
            statements=statements,
            last_posts=read_last_posts(cells, statements, checked_on, self._today),
            checked_on=checked_on,
            device=device,
            handover=handover,
            note=None if has_handset else cells.text("note"),
        )

    def _read_agency(self, cells: Cells, *, belongs_above: bool) -> tuple[str | None, str | None]:
        code, name = cells.read("agency_code", _read_code), cells.text("agency")
        if name and not name_key(name):
            cells.wrong("agency", f"{name!r} is no name; write the agency's name")
        if code or name or cells.bad(_AGENCY_FIELDS):
            self._above = (code, name)
        elif not belongs_above:
            cells.wrong("agency", "blank; name the agency, or clear the row")
            return _NOBODY
        elif self._above == _NOBODY:
            cells.wrong("agency", "blank, and no agency can be read above; name it")
        else:
            self.inherited = self._above
        return self._above

    def _read_handover(self, cells: Cells) -> CustodyEvent | None:
        holder = cells.text("holder")
        if holder is None:
            _refuse_without_holder(cells)
            return None
        day = cells.past_day("handed_over_on", self._today) or self._handed_over_on
        if day is None:
            if cells.text("handed_over_on") is None:
                cells.wrong(
                    "handed_over_on",
                    f"blank, but {holder!r} holds the handset; "
                    "write the day, or say --handed-over-on DATE for all",
                )
            return None
        return CustodyEvent(
            device=0,
            kind=EventKind.HANDOVER,
            day=day,
            holder=holder,
            nip=cells.read_with_doubt("nip", identifiers.read_nip),
            position=cells.text("position"),
            document=cells.text("document_no"),
            condition=cells.read("condition", identifiers.read_condition),
            accessories=cells.text("accessories"),
            note=cells.text("note"),
        )


def ragged(line: int, texts: Sequence[str], header: Header) -> Problem:
    """Return what is wrong with a row of another width than its header's."""
    return Problem(
        line,
        "row",
        f"{len(texts)} cells where the header has {len(header.fields)}; "
        "add or take out the separator that is wrong",
    )


def _read_code(text: str) -> str:
    code = text.casefold()
    if not _CODE.fullmatch(code):
        raise InputError(f"{text!r} is no code", "use letters, digits, . _ and - only, as dinkes")
    return code


def read_tag(text: str) -> str:
    """Read the label of one handset; two in one cell are refused."""
    parts = _TAG_SEPARATORS.split(identifiers.read_label(text))
    if len(parts) == 1:
        joined = _TAG_JOINERS.split(text)
        shapes = {re.sub(r"\d+", "0", part.casefold()) for part in joined}
        parts = joined if len(joined) > 1 and len(shapes) == 1 else parts
    if len(parts) > 1:
        raise InputError(f"{text!r} holds {len(parts)} labels", "give each handset a row")
    if len(text) > _LONGEST_TAG:
        raise InputError(f"{text[:20]!r}… is too long for a label", "60 characters at most")
    return " ".join(text.split())


def _read_device(cells: Cells) -> Device | None:
    if not any(map(cells.text, DEVICE_KEYS)):
        return None
    tag, imei, imei2 = _read_keys(cells)
    until = cells.day("sim_active_until")
    return Device(
        id=0,
        tag=tag,
        imei=imei,
        imei2=imei2,
        model=cells.text("model"),
        serial=cells.read("serial", identifiers.read_label),
        item_code=cells.read("item_code", identifiers.read_label),
        register_no=cells.read("register_no", identifiers.read_label),
        phone_number=cells.read_with_doubt("phone_number", identifiers.read_phone),
        iccid=cells.read_with_doubt("iccid", identifiers.read_iccid),
        sim_active_until=until.isoformat() if until else None,
        source=cells.text("source"),
    )


def _read_keys(cells: Cells) -> tuple[str, str | None, str | None]:
    """Read label and IMEIs; an IMEI in place of the label is no label."""
    raw_tag, raw_imei = cells.raw("device") or "", cells.raw("imei") or ""
    tag = cells.read("device", lambda _: read_tag(raw_tag)) or ""
    imeis = cells.read("imei", lambda _: identifiers.read_imeis(raw_imei))
    imei, second = imeis or (None, None)
    imei2 = cells.read("imei2", identifiers.read_imei)
    if imei2 and second and imei2 != second:
        cells.wrong("imei2", f"{imei2} is not the second IMEI of the imei cell, {second}; mend one")
    if imei and imei == imei2:
        cells.wrong("imei2", f"{imei2} is the same as imei; dial *#06#: the two slots differ")
    if identifiers.is_imei(tag):
        if imei and tag not in {imei, imei2}:
            cells.wrong("device", f"{tag!r} is the IMEI of another handset; write the label")
        tag, imei = "", imei or tag
    return tag, imei, imei2 or second


def _refuse_without_holder(cells: Cells) -> None:
    for field in _HANDOVER_FIELDS:
        if cells.text(field) and not cells.bad({"holder"}):
            cells.wrong(field, f"{cells.raw(field)!r} without a holder; name the holder")


def _refuse_lone_handover(cells: Cells) -> None:
    """Say what of a row without a handset cannot be kept."""
    if cells.text("handed_over_on"):
        cells.wrong("handed_over_on", "no handset in this row; write its label or IMEI")
    given = [field for field in _HANDSET_FIELDS if cells.text(field)]
    if given:
        cells.doubt(
            "row", f"no handset in this row, so not kept: {', '.join(given)}; "
            "write its label or IMEI",
        )  # fmt: skip
