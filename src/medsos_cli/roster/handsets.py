"""What a row changes about a handset and who holds it: pure, over what is on record."""

from collections.abc import Iterator
from typing import Any

from medsos_cli.custody import admit, state_after
from medsos_cli.errors import CustodyError
from medsos_cli.identifiers import mask_nip
from medsos_cli.models import Agency, CustodyEvent, Device, DeviceState
from medsos_cli.roster.problems import Problem, spelled
from medsos_cli.roster.record import Record, Refused, status_of
from medsos_cli.roster.rows import RosterRow

_DEVICE_TEXTS = tuple(name for name in Device._fields if name not in {"id", "tag", "imei", "imei2"})
_HANDOVER_TEXTS = {
    "day": "handed_over_on", "nip": "nip", "position": "position", "document": "document_no",
    "condition": "condition", "accessories": "accessories", "note": "note",
}  # fmt: skip


def merge_device(row: RosterRow, stated: Device, record: Record, problems: list[Problem]) -> Device:
    """Apply what a row states about its handset; return it as it is then."""
    known = _find_device(stated, record)
    device = _new_device(stated, record) if known is None else _updated(known, stated, record)
    claims = record.claims_about(f"device {device.id}")
    texts = stated._asdict()
    del texts["id"]
    texts["device"] = texts.pop("tag").casefold() or None
    problems.extend(claims.state_all(texts, row.line))
    if device != known:
        record.put_device(device)
    record.count("devices", claims, status_of(known, device))
    return device


def _find_device(stated: Device, record: Record) -> Device | None:
    tag, imeis = stated.tag, [imei for imei in (stated.imei, stated.imei2) if imei]
    found = {record.by_tag.get(word) for word in (tag.casefold(), *imeis)}
    found |= {record.by_imei.get(imei) for imei in imeis}
    numbers = sorted(number for number in found if number)
    if not numbers:
        return None
    if len(numbers) > 1:
        each = " and ".join(
            f"{record.devices[number].tag} ({record.claims_about(f'device {number}').where()})"
            for number in numbers
        )
        what = "label and IMEI" if tag else "the two IMEIs"
        raise Refused("imei", f"{what} belong to different handsets, {each}; check both")
    device = record.devices[numbers[0]]
    if tag and device.tag.casefold() != tag.casefold() and device.tag not in device[2:4]:
        where = record.claims_about(f"device {device.id}").where()
        raise Refused(
            "device", f"{tag!r} here, but this IMEI has the label {device.tag} {where}; check both"
        )
    return device


def _new_device(stated: Device, record: Record) -> Device:
    tag = stated.tag or stated.imei or stated.imei2 or ""
    device = stated._replace(id=record.next_device, tag=tag)
    record.next_device += 1
    return device


def _updated(known: Device, stated: Device, record: Record) -> Device:
    changes: dict[str, Any] = {}
    for column in ("imei", "imei2"):
        value, recorded = getattr(stated, column), getattr(known, column)
        if value and value not in (known.imei, known.imei2):
            if recorded:
                raise Refused(
                    column,
                    f"{value} here, but {known.tag} has {recorded} "
                    f"{record.claims_about(f'device {known.id}').where()}; "
                    "check the number, or give the new handset a label of its own",
                )
            changes[column] = value
    for column in _DEVICE_TEXTS:
        value = getattr(stated, column)
        if value and value != getattr(known, column):
            changes[column] = value
    if stated.tag and stated.tag.casefold() != known.tag.casefold():
        changes["tag"] = stated.tag
    return known._replace(**changes) if changes else known


def merge_handover(
    row: RosterRow,
    stated: CustodyEvent,
    record: Record,
    agency: Agency,
    device: Device,
    problems: list[Problem],
) -> None:
    """Apply the handover a row states, unless it is on record."""
    claims, day, holder = (
        record.claims_about(f"device {device.id}"), stated.day.isoformat(), stated.holder or "",
    )  # fmt: skip
    said = {column: getattr(stated, name) for name, column in _HANDOVER_TEXTS.items()}
    said |= {"holder": f"{holder} ({agency.code})", "handed_over_on": day}
    if contradictions := claims.state_all(said, row.line):
        problems.extend(contradictions)
        return
    last = record.last.get(device.id)
    if last and state_after(last) is DeviceState.HELD and _same_holder(last, agency.code, holder):
        problems.extend(differences(row.line, stated, last))
    elif (device.id, agency.code, holder.casefold(), day) not in record.handed:
        _hand_over(device, last, stated._replace(device=device.id, agency=agency.code), record)
        return
    if claims.stated["handed_over_on"][1] == row.line:
        record.counts["handovers", "unchanged"] += 1


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
        raise Refused("handed_over_on" if in_stock else "holder", spelled(error)) from None
    record.put_handover(event)
    record.counts["handovers", "new"] += 1


def _same_holder(event: CustodyEvent, agency: str, holder: str) -> bool:
    return event.agency == agency and (event.holder or "").casefold() == holder.casefold()


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
                f"{here} here, but event {event.event} has {recorded or 'nothing'}; kept as it was",
                doubtful=True,
            )
