"""One row of a sheet as what it states: an agency, its accounts, a handset, a handover."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from medsos_cli import identifiers
from medsos_cli.errors import InputError
from medsos_cli.handles import read_handle
from medsos_cli.models import CustodyEvent, Device, EventKind, Platform
from medsos_cli.names import name_key
from medsos_cli.roster.cells import Cells
from medsos_cli.roster.columns import LAST_POST_FIELDS
from medsos_cli.roster.problems import Problem, spelled
from medsos_cli.roster.sheet import Header
from medsos_cli.words import NEVER_WORDS, NONE_WORDS, UNKNOWN_WORDS, YES_WORDS

_CODE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
_TAG_SEPARATORS = re.compile(r"\s*[,;\n]\s*")
_TAG_JOINERS = re.compile(r"\s*(?:/|&|\+|\bdan\b)\s*")
_LONGEST_TAG = 60
_HANDOVER_FIELDS = ("nip", "position", "document_no", "handed_over_on")
_HANDSET_FIELDS = ("holder", "nip", "position", "document_no", "model", "serial", "phone_number",
                   "iccid", "condition", "accessories")  # fmt: skip


class Statement(NamedTuple):
    """What an account cell says: there is none, there is one, or there is this one."""

    has: bool
    handle: str | None = None


class LastPost(NamedTuple):
    """What a last-post cell says: a day, or (None) that there never was a post."""

    day: date | None


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
        self._above: tuple[str | None, str | None] = (None, None)

    def read(self, line: int, texts: Sequence[str]) -> tuple[RosterRow | None, list[Problem]]:
        """Return what a row states, or None, and with either its bad and doubtful cells."""
        if len(texts) != len(self._fields):
            return None, [ragged(line, texts, self._header)]
        cells = Cells(line, self._fields, texts)
        row = self._row(cells)
        return (row if cells.sound else None), cells.problems

    @property
    def agency_above(self) -> tuple[str | None, str | None]:
        """Return code and name of the agency to which the row just read belongs."""
        return self._above

    def _row(self, cells: Cells) -> RosterRow:
        device = _read_device(cells)
        code, name = self._read_agency(cells, belongs_above=device is not None)
        handover = self._read_handover(cells) if device else None
        note = cells.text("note")
        if device and not handover:
            condition = cells.read("condition", identifiers.read_condition)
            accessories = cells.text("accessories")
            device = device._replace(condition=condition, accessories=accessories, note=note)
        elif handover:
            handover = handover._replace(note=note)
        elif device is None:
            _refuse_lone_handover(cells)
        checked_on = cells.past_day("checked_on", self._today)
        return RosterRow(
            line=cells.line,
            code=code,
            name=name,
            kind=kind.casefold() if (kind := cells.text("kind")) else None,
            statements=_read_statements(cells),
            last_posts=self._read_last_posts(cells, checked_on),
            checked_on=checked_on,
            device=device,
            handover=handover,
            note=note if device is None else None,
        )

    def _read_agency(self, cells: Cells, *, belongs_above: bool) -> tuple[str | None, str | None]:
        code, name = cells.read("agency_code", _read_code), cells.text("agency")
        if name and not name_key(name):
            cells.wrong("agency", f"{name!r} is no name")
        if code or name or not cells.sound:
            self._above = (code, name)
        elif not belongs_above:
            cells.wrong("agency", "blank; name the agency, or clear the row")
        elif self._above == (None, None):
            cells.wrong("agency", "blank, and no agency stands above; name it")
        return self._above

    def _read_handover(self, cells: Cells) -> CustodyEvent | None:
        holder = cells.text("holder")
        if holder is None:
            for field in _HANDOVER_FIELDS:
                if cells.text(field):
                    cells.wrong(field, f"{cells.raw(field)!r} without a holder; name the holder")
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
        )

    def _read_last_posts(self, cells: Cells, checked_on: date | None) -> dict[Platform, LastPost]:
        found: dict[Platform, LastPost] = {}
        for platform, field in zip(Platform, LAST_POST_FIELDS, strict=True):
            raw = cells.raw(field)
            if raw is None or (word := raw.casefold()) in UNKNOWN_WORDS:
                continue
            if word in NEVER_WORDS:
                found[platform] = LastPost(None)
            elif day := cells.past_day(field, self._today):
                found[platform] = LastPost(day)
                if checked_on and checked_on < day:
                    cells.wrong(field, f"{day} is after the day it was checked on, {checked_on}")
        return found


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
    parts = _TAG_SEPARATORS.split(text)
    if len(parts) == 1:
        joined = _TAG_JOINERS.split(text)
        shapes = {re.sub(r"\d+", "0", part.casefold()) for part in joined}
        parts = joined if len(joined) > 1 and len(shapes) == 1 else parts
    if len(parts) > 1:
        raise InputError(f"{text!r} holds {len(parts)} labels", "one handset a row")
    if len(text) > _LONGEST_TAG:
        raise InputError(f"{text[:20]!r}… is too long for a label", "60 characters at most")
    return " ".join(text.split())


def _read_device(cells: Cells) -> Device | None:
    raw_tag = cells.raw("device") if cells.text("device") else None
    tag = cells.read("device", lambda _: read_tag(raw_tag or "")) or ""
    raw_imei = cells.raw("imei") or ""
    imeis = cells.read("imei", lambda _: identifiers.read_imeis(raw_imei))
    imei, second = imeis or (None, None)
    imei2 = cells.read("imei2", identifiers.read_imei)
    if imei2 and second and imei2 != second:
        cells.wrong("imei2", f"{imei2} is not the second IMEI of the imei cell, {second}")
    if imei and imei == imei2:
        cells.wrong("imei2", f"{imei2} is the same as imei; dial *#06#: the two slots differ")
    if not (raw_tag or cells.text("imei") or cells.text("imei2")):
        return None
    until = cells.day("sim_active_until")
    return Device(
        id=0,
        tag=tag,
        imei=imei,
        imei2=imei2 or second,
        model=cells.text("model"),
        serial=cells.text("serial"),
        item_code=cells.text("item_code"),
        register_no=cells.text("register_no"),
        phone_number=cells.read_with_doubt("phone_number", identifiers.read_phone),
        iccid=cells.read_with_doubt("iccid", identifiers.read_iccid),
        sim_active_until=until.isoformat() if until else None,
        source=cells.text("source"),
    )


def _refuse_lone_handover(cells: Cells) -> None:
    """Say what of a row without a handset cannot be kept."""
    if cells.text("handed_over_on"):
        cells.wrong("handed_over_on", "no handset in this row; write its label or IMEI")
    given = [field for field in _HANDSET_FIELDS if cells.text(field)]
    if given:
        cells.doubt("row", f"no handset in this row, so {', '.join(given)} is not kept")


def _read_statements(cells: Cells) -> dict[Platform, Statement]:
    found: dict[Platform, Statement] = {}
    for platform in Platform:
        raw = cells.raw(platform)
        if raw is None or (word := raw.casefold()) in UNKNOWN_WORDS:
            continue
        if word in NONE_WORDS:
            found[platform] = Statement(has=False)
        elif word in YES_WORDS:
            found[platform] = Statement(has=True)
            cells.doubt(
                platform, f"{raw!r} says there is an account, but not which; add its handle"
            )
        elif word == "x":
            cells.wrong(platform, "'x' may be a cross or a tick; write the handle, or - for none")
        else:
            try:
                found[platform] = Statement(has=True, handle=read_handle(platform, raw).text)
            except InputError as error:
                cells.wrong(platform, spelled(error))
    return found
