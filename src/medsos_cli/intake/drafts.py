"""A handset and an event as cells state them: of a roster, of a sheet of events, of options."""

import re
from collections.abc import Sequence

from medsos_cli.errors import InputError
from medsos_cli.models import CustodyEvent, Device, EventKind
from medsos_cli.sheets.cells import Cells
from medsos_cli.sheets.columns import DEVICE_KEYS, TICKS
from medsos_cli.words import identifiers, people
from medsos_cli.words.meanings import NO_LABELS, Saying, read_saying, without_whereabouts

_PLAIN_TAG = re.compile(r"[A-Za-z]{1,20}[-.]?[0-9]{1,20}")
_TAG_SEPARATORS = re.compile(r"\s*[,;\n]\s*")
_TAG_JOINERS = re.compile(r"\s*(?:/|&|\+|\bdan\b)\s*")
_RANGE = re.compile(
    r"(.*\d)(\s*(?:s\s*[./]?\s*d\b\.?|sampai(?:\s+dengan)?\b|hingga\b|\.\.+|[-–—])\s*)(.*\d)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"[^\w]*(?:\d[^\w]*){6,}")
_LONGEST_TAG = 60


def names_handset(cells: Cells) -> bool:
    """Tell whether the cells name a handset: by a label, or an IMEI, in whatever column."""
    return any(map(cells.text, DEVICE_KEYS)) or _imei_for_serial(cells) is not None


def draft_device(cells: Cells) -> Device:
    """Make a handset of its cells; without an id, and without a tag where an IMEI is its name."""
    tag, imei, imei2 = _read_keys(cells)
    until = cells.day("sim_active_until")
    acquired = cells.day("acquired_on")
    serial = cells.read("serial", identifiers.read_label)
    return Device(
        id=0,
        tag=tag,
        imei=imei,
        imei2=imei2,
        model=_read_model(cells),
        serial=serial if serial != imei else None,
        item_code=cells.read("item_code", identifiers.read_label),
        register_no=cells.read("register_no", identifiers.read_label),
        phone_number=cells.read_with_doubt("phone_number", identifiers.read_phone),
        iccid=cells.read_with_doubt("iccid", identifiers.read_iccid),
        sim_active_until=until.isoformat() if until else None,
        source=cells.text("source"),
        acquired_on=acquired.isoformat() if acquired else None,
        price=cells.read("price", identifiers.read_price),
        material=cells.text("material"),
    )


def _read_model(cells: Cells) -> str | None:
    """Read the model, whose brand may stand in a column of its own."""
    brand, model = cells.text("model"), cells.text("model_type")
    if brand and model and not model.casefold().startswith(brand.casefold()):
        return f"{brand} {model}"
    return model or brand


def add_state(device: Device, cells: Cells) -> Device:
    """Add what the cells say of a handset that is handed to nobody with them."""
    return device._replace(
        condition=read_condition(cells),
        accessories=cells.text("accessories"),
        note=read_note(cells),
    )


def draft_events(
    cells: Cells, base: CustodyEvent, kinds: Sequence[EventKind]
) -> list[CustodyEvent]:
    """Make the events of one row, all of the day of `base`; a transfer is two.

    `base` says what the cells do not: the device, who records it, and the code of the
    agency that receives it. The cells say who receives it there.
    """
    said = base._replace(
        agency=None,
        document=cells.text("document_no"),
        condition=read_condition(cells),
        accessories=cells.text("accessories"),
        note=read_note(cells),
    )
    return [
        _handover(cells, said, base.agency) if kind is EventKind.HANDOVER
        else said._replace(kind=kind)
        for kind in kinds
    ]  # fmt: skip


def _handover(cells: Cells, said: CustodyEvent, agency: str | None) -> CustodyEvent:
    holder, nip = read_person(cells, "holder", "nip")
    return said._replace(
        kind=EventKind.HANDOVER,
        agency=agency,
        holder=holder,
        nip=nip,
        position=person_text(cells, "position"),
    )


def read_person(cells: Cells, name: str, number: str) -> tuple[str | None, str | None]:
    """Read a person's name and NIP, which may also stand beside the name."""
    nip = cells.read_with_doubt(number, identifiers.read_nip)
    text, beside = people.split_number(cells.text(name) or "")
    holder = cells.read(name, lambda _: people.refuse_numbers(text))
    if _NUMBER.fullmatch(text) or (beside and not text):
        cells.wrong(name, "this is a number, and no name", "write the person's name")
    if beside is None:
        return holder, nip
    found = cells.read_with_doubt(name, lambda _: identifiers.read_nip(beside))
    if found and nip and found != nip:
        cells.wrong(name, "another number stands beside the name", "keep one of them")
    return holder, nip or found


def person_text(cells: Cells, field: str) -> str | None:
    """Read a text about a person, in which no number of theirs may stand."""
    return cells.read(field, people.refuse_numbers)


def read_note(cells: Cells) -> str | None:
    """Read a remark; where the handset is, which a form in a sheet says behind it, is none."""
    note = person_text(cells, "note") or ""
    return (without_whereabouts(note) if cells.line else note) or None


def read_tag(text: str) -> str:
    """Read the label of one handset; two in one cell are refused."""
    if _PLAIN_TAG.fullmatch(text):
        return text
    parts = _TAG_SEPARATORS.split(identifiers.read_label(text))
    if len(parts) == 1:
        joined = _TAG_JOINERS.split(text)
        shapes = {re.sub(r"\d+", "0", part.casefold()) for part in joined}
        parts = joined if len(joined) > 1 and len(shapes) == 1 else parts
    if (ends := _RANGE.fullmatch(text)) and _is_range(*ends.groups()):
        raise InputError("{text!r} is a range of labels", "give each handset a row", text=text)
    if len(parts) > 1:
        raise InputError(
            "{text!r} holds {count} labels", "give each handset a row", text=text, count=len(parts)
        )
    if NO_LABELS.issuperset(text.casefold().split()):
        raise InputError(
            "{text!r} tells no handset from others",
            "write its label or IMEI; of one in stock write stok in the agency's cell, and leave "
            "a private one out",
            text=text,
        )
    if len(text) > _LONGEST_TAG:
        raise InputError(
            "{beginning!r}… is too long for a label",
            "{most} characters at most",
            beginning=text[:20],
            most=_LONGEST_TAG,
        )
    return " ".join(text.split())


def _is_range(first: str, to: str, last: str) -> bool:
    """Tell `HP-01 s.d. 05` and `HP-01 - HP-05` from a label in which a dash stands."""
    shapes = {re.sub(r"\d+", "0", each.casefold()) for each in (first, last)}
    return to.strip(" -–—") != "" or (len(shapes) == 1 and shapes != {"0"})


def _read_keys(cells: Cells) -> tuple[str, str | None, str | None]:
    """Read label and IMEIs; an IMEI in place of the label is no label."""
    raw_tag, raw_imei = cells.raw("device") or "", cells.raw("imei") or ""
    tag = cells.read("device", lambda _: read_tag(raw_tag)) or ""
    imei, second = cells.read("imei", lambda _: identifiers.read_imeis(raw_imei)) or (None, None)
    imei2 = cells.read("imei2", identifiers.read_imei)
    if not (tag or imei):
        imei = _imei_for_serial(cells)
    _refuse_slots(cells, imei, second, imei2)
    if identifiers.is_imei(tag):
        if imei and tag not in {imei, imei2 or second}:
            cells.wrong(
                "device", "{tag} is the IMEI of another handset", "write the label", tag=tag
            )
        tag, imei = "", imei or tag
    return tag, imei, imei2 or second


def _imei_for_serial(cells: Cells) -> str | None:
    """Return the IMEI that stands where a factory number is asked for, as in a KIB."""
    serial = cells.text("serial")
    return serial if serial and identifiers.is_imei(serial) else None


def read_condition(cells: Cells) -> str | None:
    """Read the condition from its cell, or from the column of B, RR and RB that is ticked."""
    ticked = [field for field in TICKS if (raw := cells.raw(field)) and _is_ticked(raw)]
    if len(ticked) > 1:
        names = ", ".join(map(cells.name, ticked))
        cells.wrong(ticked[1], "more than one is ticked: {names}", "leave one tick", names=names)
    stated = cells.read("condition", identifiers.read_condition)
    return stated.value if stated else TICKS[ticked[0]] if ticked else None


def _is_ticked(text: str) -> bool:
    """Tell a tick from what says that there is none: `tidak`, `0`, a dash, the T of Y and T."""
    try:
        saying = read_saying(text)
    except InputError:
        return True  # it says something, of the handset
    return saying not in {Saying.NONE, Saying.NOTHING} and text.casefold() != "t"


def _refuse_slots(cells: Cells, imei: str | None, second: str | None, imei2: str | None) -> None:
    """Refuse two numbers for one slot, and one number for both."""
    if not imei2 or (second is None and imei2 != imei):
        return
    named = {"imei2": imei2, "imei": cells.name("imei"), "second": second}
    if second and imei2 != second:
        cells.wrong("imei2", "{imei2} is not the second of {imei}, {second}", "mend one", **named)
    if imei == imei2:
        cells.wrong(
            "imei2", "{imei2} is the same as {imei}", "dial *#06#: the two slots differ", **named
        )
