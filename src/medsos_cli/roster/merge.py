"""What the rows of a roster change on record: pure, over what is on record about them."""

from collections.abc import Iterator
from typing import Any

from medsos_cli.custody import admit, state_after
from medsos_cli.errors import CustodyError
from medsos_cli.models import (
    Account,
    Accuracy,
    Agency,
    CustodyEvent,
    Device,
    DeviceState,
    Platform,
    Result,
    Sighting,
    compare_key,
)
from medsos_cli.names import code_from, name_key
from medsos_cli.roster.problems import Problem, spelled
from medsos_cli.roster.record import Record, Refused
from medsos_cli.roster.rows import LastPost, RosterRow, Statement

_DEVICE_TEXTS = tuple(name for name in Device._fields if name not in {"id", "tag", "imei", "imei2"})
_HANDOVER_TEXTS = {
    "day": "handed_over_on", "nip": "nip", "position": "position", "document": "document_no",
    "condition": "condition", "accessories": "accessories", "note": "note",
}  # fmt: skip


def merge(row: RosterRow, record: Record) -> Iterator[Problem]:
    """Apply one row to the record; yield what is wrong or doubtful about it.

    A row that is refused may have been applied in part: whoever reads on must
    not keep the record.
    """
    try:
        agency = _merge_agency(row, record)
        for platform, statement in row.statements.items():
            yield from _merge_account(row, record, agency, platform, statement)
        for platform, last_post in row.last_posts.items():
            _merge_last_post(row, record, agency, platform, last_post)
        if row.device:
            device = _merge_device(row, row.device, record)
            if row.handover:
                yield from _merge_handover(row, row.handover, record, agency, device)
    except Refused as refused:
        yield Problem(row.line, refused.column, str(refused))


def _merge_agency(row: RosterRow, record: Record) -> Agency:
    code = row.code or _code_of(row.name or "", record)
    known = record.agencies.get(code)
    if known is None and row.name is None:
        raise Refused("agency", f"{code!r} is not on record; name the agency too")
    if known is None and row.code is None and code in record.agencies:
        raise Refused("agency", f"the code {code} is taken; give an agency_code")
    thing = f"agency {code}"
    for column, value in (("agency", row.name), ("kind", row.kind), ("note", row.note)):
        key = name_key(value) if value and column == "agency" else value
        record.state(thing, column, key, row.line)
    agency = Agency(
        code,
        row.name or (known.name if known else ""),
        row.kind or (known.kind if known else None),
        row.note or (known.note if known else None),
    )
    if known and name_key(known.name) == name_key(agency.name):
        agency = agency._replace(name=known.name)  # another spelling of the same name
    if agency != known:
        record.put_agency(agency)
    status = "new" if known is None else "unchanged" if agency == known else "changed"
    record.count("agencies", thing, status)
    return agency


def _code_of(name: str, record: Record) -> str:
    codes = record.codes.get(name_key(name), [])
    if len(codes) > 1:
        raise Refused(
            "agency", f"{name!r} is the name of several; give the agency_code: {', '.join(codes)}"
        )
    if codes:
        return codes[0]
    code = code_from(name)
    if not code:
        raise Refused("agency", f"{name!r} gives no code; give an agency_code")
    if code in record.agencies:
        raise Refused(
            "agency", f"{name!r} would get the code {code} of {record.agencies[code].name!r}; "
            "give an agency_code"
        )  # fmt: skip
    return code


def _merge_account(
    row: RosterRow, record: Record, agency: Agency, platform: Platform, statement: Statement
) -> Iterator[Problem]:
    known = record.accounts.get((agency.code, platform))
    thing = f"account {agency.code} {platform}"
    key = compare_key(platform, statement.handle) if statement.handle else None
    if not (statement.has and key is None):  # "there is one" contradicts no handle
        record.state(thing, platform, key or "none", row.line)
    account = Account(agency.code, platform, statement.has, statement.handle)
    if known and statement.has and known.has and key in {None, known.key}:
        account = known  # "there is one", or another spelling of the handle on record
    if account != known:
        record.accounts[agency.code, platform] = account
        record.changed_accounts[agency.code, platform] = account
    status = "new" if known is None else "unchanged" if account == known else "changed"
    record.count("accounts", thing, status)
    if key:
        others = record.owners.setdefault((platform, key), set())
        if others - {agency.code}:
            also = ", ".join(sorted(others - {agency.code}))
            message = f"{statement.handle!r} is also the account of {also}"
            yield Problem(row.line, platform, message, doubtful=True)
        others.add(agency.code)


def _merge_last_post(
    row: RosterRow, record: Record, agency: Agency, platform: Platform, last_post: LastPost
) -> None:
    column = f"{platform}_last_post"
    account = record.accounts.get((agency.code, platform))
    if account is None:
        raise Refused(column, f"no {platform} account is on record; write its handle, or ada")
    if not account.has:
        raise Refused(column, f"a last post, but the agency has no {platform} account; clear one")
    day = last_post.day
    stated = day.isoformat() if day else "never"
    if not record.state(f"account {agency.code} {platform}", column, stated, row.line):
        return
    seen = record.clock.noon(row.checked_on or day or record.clock.today)
    record.sightings.append(
        Sighting(
            platform=platform,
            key=account.key,
            result=Result.POST if day else Result.EMPTY,
            posted_at=record.clock.noon(day) if day else None,
            accuracy=Accuracy.DAY if day else None,
            first_seen=seen,
            last_seen=seen,
            source="roster",
        )
    )


def _merge_device(row: RosterRow, stated: Device, record: Record) -> Device:
    known = _find_device(stated, record)
    device = _new_device(stated, record) if known is None else _updated(known, stated)
    thing = f"device {device.id}"
    for column in ("imei", "imei2", *_DEVICE_TEXTS):
        record.state(thing, column, getattr(stated, column), row.line)
    if device != known:
        record.put_device(device)
    status = "new" if known is None else "unchanged" if device == known else "changed"
    record.count("devices", thing, status)
    return device


def _find_device(stated: Device, record: Record) -> Device | None:
    by_tag = record.by_tag.get(stated.tag.casefold()) if stated.tag else None
    found = {by_tag} - {None}
    for imei in (stated.imei, stated.imei2):
        if imei and imei in record.by_imei:
            found.add(record.by_imei[imei])
    if not found:
        return None
    if len(found) > 1:
        tags = " and ".join(sorted(record.devices[number].tag for number in found if number))
        raise Refused("imei", f"label and IMEI belong to different handsets, {tags}; check both")
    device = record.devices[next(number for number in found if number)]
    if stated.tag and by_tag is None and device.tag != device.imei:
        raise Refused(
            "device", f"{stated.tag!r} here, but this IMEI has the label {device.tag}; check both"
        )
    return device


def _new_device(stated: Device, record: Record) -> Device:
    tag = stated.tag or stated.imei or stated.imei2 or ""
    device = stated._replace(id=record.next_device, tag=tag)
    record.next_device += 1
    return device


def _updated(known: Device, stated: Device) -> Device:
    imeis = (known.imei, known.imei2)
    changes: dict[str, Any] = {}
    for column in ("imei", "imei2"):
        value, recorded = getattr(stated, column), getattr(known, column)
        if value and value not in imeis:
            if recorded:
                raise Refused(
                    column,
                    f"{value} here, but {known.tag} has {recorded} on record; "
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


def _merge_handover(
    row: RosterRow, stated: CustodyEvent, record: Record, agency: Agency, device: Device
) -> Iterator[Problem]:
    thing = f"device {device.id}"
    day = stated.day.isoformat()
    record.state(thing, "holder", f"{stated.holder} ({agency.code})", row.line)
    first = record.state(thing, "handed_over_on", day, row.line)
    last = record.last.get(device.id)
    holder = stated.holder or ""
    if last and state_after(last) is DeviceState.HELD and _same_holder(last, agency.code, holder):
        yield from _differences(row, stated, last)
    elif (device.id, agency.code, holder.casefold(), day) not in record.handed:
        event = stated._replace(
            event=record.next_event,
            device=device.id,
            agency=agency.code,
            recorded_at=record.clock.stamp,
            recorded_by=record.by,
        )
        try:
            admit(device, last, event, record.clock.today)
        except CustodyError as error:
            raise Refused(
                "holder" if state_after(last) is not DeviceState.IN_STOCK else "handed_over_on",
                spelled(error),
            ) from None
        record.next_event += 1
        record.last[device.id] = event
        record.handed.add((device.id, agency.code, holder.casefold(), day))
        record.events.append(event)
        record.counts["handovers", "new"] += 1
        return
    if first:
        record.counts["handovers", "unchanged"] += 1


def _same_holder(event: CustodyEvent, agency: str, holder: str) -> bool:
    return event.agency == agency and (event.holder or "").casefold() == holder.casefold()


def _differences(row: RosterRow, stated: CustodyEvent, event: CustodyEvent) -> Iterator[Problem]:
    """Say where a row tells a recorded handover otherwise; the event is never changed."""
    for name, column in _HANDOVER_TEXTS.items():
        here, recorded = getattr(stated, name), getattr(event, name)
        if here is not None and here != recorded:
            yield Problem(
                row.line,
                column,
                f"{here} here, but event {event.event} has {recorded or 'nothing'}; kept as it was",
                doubtful=True,
            )
