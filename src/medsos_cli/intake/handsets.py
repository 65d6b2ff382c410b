"""What a row changes about a handset and who holds it: pure, over what is on record."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from medsos_cli.errors import CustodyError, InputError, Message
from medsos_cli.intake.own_days import doubt_holder, leave_later, same_holder, state_again
from medsos_cli.intake.record import Record, Refusals, Refused
from medsos_cli.intake.rows import UNDATED, RosterRow
from medsos_cli.models import CustodyEvent, Device, DeviceState, EventKind
from medsos_cli.rules.amending import fill_in
from medsos_cli.rules.custody import admit, complete, describe, state_after
from medsos_cli.sheets.cells import Problem
from medsos_cli.words.names import all_of, same_key
from medsos_cli.words.people import mask_nip, mask_numbers

_DEVICE_TEXTS = tuple(name for name in Device._fields if name not in {"id", "tag", "imei", "imei2"})
_HANDOVER_TEXTS = {
    "day": "handed_over_on", "nip": "nip", "position": "position", "document": "document_no",
    "condition": "condition", "accessories": "accessories", "note": "note",
}  # fmt: skip


def swap_mixed_up(row: RosterRow, record: Record, refusals: Refusals) -> None:
    """Exchange what two handsets on record have of each other's, as these rows have it.

    That is the IMEIs, which were written under the wrong labels; the labels, if the
    holder goes with the IMEI.
    """
    if not row.device or not (one := record.labelled(row.device.tag)):
        return
    numbered = {record.by_imei.get(imei, one.id) for imei in _imeis(row.device)} - {one.id}
    other = record.devices[numbered.pop()] if len(numbered) == 1 else None
    if not other or record.paired.get(same_key(other.tag), set()).isdisjoint(_imeis(one)):
        return
    if any(record.claims_about(f"device {each.id}").stated for each in (one, other)):
        return  # the file itself has it both ways
    held = record.last.get(other.id)
    if row.handover and held and same_key(held.holder or "") == same_key(row.handover.holder or ""):
        column, fields = "device", ["tag"]
        template = "{one} and {other} are mixed up on record, and exchange their labels"
    else:
        column, fields = "imei", ["imei", "imei2"]
        template = "{one} and {other} are mixed up on record, and exchange their IMEIs"
    refusals.doubt(column, template, one=one.tag, other=other.tag)
    for device, before in ((one, other), (other, one)):
        record.swap(device, device._replace(**{name: getattr(before, name) for name in fields}))


def _imeis(device: Device) -> list[str]:
    return [imei for imei in (device.imei, device.imei2) if imei]


def merge_device(
    stated: Device, cleared: Sequence[str], record: Record, refusals: Refusals
) -> Device:
    """Apply what a row states about its handset; return it as it is then."""
    known = _find_device(stated, record)
    device = _new_device(stated, record) if known is None else _updated(known, stated, record)
    if cleared:
        nothing: dict[str, Any] = dict.fromkeys(cleared)
        device = device._replace(**nothing)
    if known:
        device = leave_later(known, device, record, refusals)
        state_again(known, stated, record)
    claims = record.claims_about(f"device {device.id}")
    texts = stated._asdict()
    del texts["id"]
    texts |= dict.fromkeys(cleared, "none")
    texts["device"] = same_key(texts.pop("tag")) or None
    claims.state_all(texts, refusals)
    if device != known:
        record.put_device(device)
    record.count("devices", claims, known, device)
    return device


def _find_device(stated: Device, record: Record) -> Device | None:
    tag, imeis = stated.tag, _imeis(stated)
    # A handset without a label has an IMEI for its tag.
    found = {record.by_tag.get(word) for word in (same_key(tag), *imeis)}
    found |= {record.by_imei.get(imei) for imei in imeis}
    numbers = sorted(number for number in found if number)
    if len(numbers) > 1:
        raise _of_several(stated, numbers, record)
    if not numbers:
        return None
    device = record.devices[numbers[0]]
    labelled = device.tag not in (device.imei, device.imei2)
    claims = record.claims_about(f"device {device.id}")
    # Another label than on record is a change; another than in this file is an error.
    if tag and labelled and claims.stated and same_key(device.tag) != same_key(tag):
        raise Refused(
            "device",
            "{tag!r} here, but this IMEI has the label {known} {where}",
            "check both",
            tag=tag,
            known=device.tag,
            where=claims.where(),
        )
    return device


def _of_several(stated: Device, numbers: Sequence[int], record: Record) -> Refused:
    handsets = all_of(
        f"{record.devices[number].tag} ({record.claims_about(f'device {number}').where()})"
        for number in numbers
    )
    if stated.tag:
        template = "label and IMEI belong to different handsets, {handsets}"
        return Refused("imei", template, "check both", handsets=handsets)
    template = "the two IMEIs belong to different handsets, {handsets}"
    return Refused("imei", template, "check both", handsets=handsets)


def _new_device(stated: Device, record: Record) -> Device:
    tag = stated.tag or stated.imei or stated.imei2 or ""
    device = Device(record.next_device, tag, *stated[2:])
    record.next_device += 1
    return device


def _updated(known: Device, stated: Device, record: Record) -> Device:
    changes: dict[str, Any] = {}
    for column in ("imei", "imei2"):
        value = getattr(stated, column)
        if value and value not in (known.imei, known.imei2):
            if getattr(known, column):
                raise _another_imei(column, stated, known, record)
            changes[column] = value
    for column in _DEVICE_TEXTS:
        value = getattr(stated, column)
        if value and value != getattr(known, column):
            changes[column] = value
    last = record.last.get(known.id)
    if last and not (known.condition or record.has_own_day) and stated.condition == last.condition:
        changes.pop("condition", None)  # the handover has said so
    if stated.tag and same_key(stated.tag) != same_key(known.tag):
        changes["tag"] = stated.tag
    return known._replace(**changes) if changes else known


def _another_imei(column: str, stated: Device, known: Device, record: Record) -> Refused:
    claims = record.claims_about(f"device {known.id}")
    return Refused(
        column,
        "{value} here, but {tag} has {recorded} {where}",
        "check the number, or give the new handset a label of its own"
        if claims.stated
        else "check the number; another unit under this label: medsos device replace {tag}",
        value=getattr(stated, column),
        tag=known.tag,
        recorded=getattr(known, column),
        where=claims.where(),
    )


def merge_handover(
    stated: CustodyEvent, ends: date | None, device: Device, record: Record, refusals: Refusals
) -> None:
    """Apply the handover a row states, unless it is on record; one without a day must be."""
    if stated.day == UNDATED:
        stated = stated._replace(day=_day_on_record(stated, device, record))
    claims, day, holder = (
        record.claims_about(f"device {device.id}"), stated.day.isoformat(), stated.holder or "",
    )  # fmt: skip
    said = {column: getattr(stated, name) for name, column in _HANDOVER_TEXTS.items()}
    said |= {"holder": f"{holder} ({stated.agency})", "handed_over_on": day}
    if not claims.state_all(said, refusals):
        return
    last = record.last.get(device.id)
    # One whose holder was blanked is known by its day and agency.
    is_known = any(
        (device.id, stated.agency or "", each, day) in record.handed
        for each in (same_key(holder), "")
    )
    held = last and state_after(last) is DeviceState.HELD and same_holder(last, stated)
    if last and held and (last.day == stated.day or not is_known):
        filled = last._replace(**fill_in(last, stated))
        if filled != last:
            record.put_amended(device, last, filled)
        refusals.problems.extend(differences(refusals.line, stated, filled))
        if filled != last:
            record.counts["handovers", "changed"] += 1
            return
    elif not is_known:
        _hand_over(device, last, stated, record)
        return
    if claims.stated["handed_over_on"][1] == refusals.line:
        record.counts["handovers", "unchanged"] += 1
        if last and ends is None:
            doubt_holder(stated, last, device, record, refusals)


def _day_on_record(stated: CustodyEvent, device: Device, record: Record) -> date:
    """Return since when the holder a row names has the device; a blank keeps what is on record."""
    last = record.last.get(device.id)
    if last and state_after(last) is DeviceState.HELD and same_holder(last, stated):
        return last.day
    raise Refused(
        "handed_over_on",
        "blank, but {holder!r} holds the handset",
        "write the day, or say --handed-over-on DATE for all",
        holder=mask_numbers(stated.holder or ""),
    )


def merge_return(
    day: date, handover: CustodyEvent, device: Device, record: Record, refusals: Refusals
) -> None:
    """Apply that what a row hands over has come back, unless it is on record."""
    claims = record.claims_about(f"device {device.id}")
    claims.state("returned_on", day.isoformat(), refusals.line)
    for column in ("returned_on", "holder", *_HANDOVER_TEXTS.values()):
        claims.stated.pop(column, None)  # a later row may hand it over again
    if (device.id, day.isoformat()) in record.returned:
        record.counts["returns", "unchanged"] += 1
        return
    last = record.last.get(device.id)
    if last is None or state_after(last) is not DeviceState.HELD or not same_holder(last, handover):
        refusals.doubt(
            "returned_on",
            "{day} here, but on record {where}",
            "record it with medsos return, if it is so",
            day=day,
            where=describe(device, last),
        )
        return
    draft = CustodyEvent(
        device.id, EventKind.RETURN, day, event=record.next_event,
        recorded_at=record.clock.stamp, recorded_by=record.by,
    )  # fmt: skip
    event = complete(last, draft)
    try:
        admit(device, last, event, record.clock.today)
    except CustodyError as error:
        raise Refused("returned_on", error) from None
    record.put_event(event)
    record.counts["returns", "new"] += 1


def _hand_over(
    device: Device, last: CustodyEvent | None, stated: CustodyEvent, record: Record
) -> None:
    event = stated._replace(
        event=record.next_event, recorded_at=record.clock.stamp, recorded_by=record.by
    )
    try:
        admit(device, last, event, record.clock.today)
    except CustodyError as error:
        in_stock = state_after(last) is DeviceState.IN_STOCK
        raise Refused("handed_over_on" if in_stock else "holder", error) from None
    record.put_event(event)
    record.counts["handovers", "new"] += 1


def differences(line: int, stated: CustodyEvent, event: CustodyEvent) -> Iterator[Problem]:
    """Say where a row tells a recorded event otherwise; the event is never changed."""
    for name, column in _HANDOVER_TEXTS.items():
        here, recorded = getattr(stated, name), getattr(event, name)
        if here is not None and here != recorded:
            if name == "nip":
                here, recorded = mask_nip(here), mask_nip(recorded)
            yield Problem(
                line,
                column,
                InputError(
                    "{here} here, but event {event} has {recorded}; kept as it was",
                    here=here,
                    event=event.event,
                    recorded=recorded or Message("nothing"),
                ),
                doubtful=True,
            )
