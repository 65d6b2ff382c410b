"""What the rows of a roster change on record: pure, over what is on record about them."""

from collections.abc import Collection, Iterable
from itertools import islice

from medsos_cli.intake.accounts import LastPost
from medsos_cli.intake.handsets import merge_device, merge_handover, merge_return, swap_mixed_up
from medsos_cli.intake.own_days import leave_later
from medsos_cli.intake.record import Claims, Record, Refusals, Refused
from medsos_cli.intake.rows import RosterRow
from medsos_cli.models import (
    Account,
    Accuracy,
    Agency,
    CustodyEvent,
    Device,
    Platform,
    Result,
    Sighting,
    Word,
    compare_key,
)
from medsos_cli.sheets.cells import Problem
from medsos_cli.words.names import code_from, is_former, name_key
from medsos_cli.words.regencies import is_same_office, regency_of_one
from medsos_cli.words.safe import MOST_NAMED, some_of


def merge(row: RosterRow, record: Record) -> list[Problem]:
    """Apply one row to the record; return what is wrong or doubtful about it.

    A row that is refused may have been applied in part: whoever reads on must
    not keep the record.
    """
    refusals = Refusals([], row.line)
    record.word, record.has_own_day = _word(row, record)
    agency = None
    swap_mixed_up(row, record, refusals)
    with refusals:
        if not row.in_stock:
            agency = _merge_agency(row, record, refusals)
        elif row.device:
            merge_device(row.device, row.cleared, record, refusals)
    if agency is None:
        return refusals.problems
    for platform, statement in row.statements.items():
        with refusals:
            stated = Account(agency.code, platform, statement.has, statement.handle)
            _merge_account(stated, record, refusals)
    for platform, last_post in row.last_posts.items():
        with refusals:
            _merge_last_post(row, agency, platform, last_post, record)
    if row.device:
        with refusals:
            handset, handover = _with_later_condition(row.device, row.handover, record)
            device = merge_device(handset, row.cleared, record, refusals)
            if handover:
                handover = handover._replace(device=device.id, agency=agency.code)
                merge_handover(handover, row.returned_on, device, record, refusals)
                if row.returned_on:
                    merge_return(row.returned_on, handover, device, record, refusals)
    return refusals.problems


def _word(row: RosterRow, record: Record) -> tuple[Word, bool]:
    """Return since when what a row states holds, and whether row or file say so themselves."""
    own = row.checked_on.isoformat() if row.checked_on else record.stated_on
    return Word(record.act, own or record.clock.today.isoformat(), row.line), bool(own)


def _with_later_condition(
    device: Device, handover: CustodyEvent | None, record: Record
) -> tuple[Device, CustodyEvent | None]:
    """Let a condition be the device's own where the row says of which later day it is."""
    if not handover or not record.has_own_day or record.word.day <= handover.day.isoformat():
        return device, handover
    return device._replace(condition=handover.condition), handover._replace(condition=None)


def _merge_agency(row: RosterRow, record: Record, refusals: Refusals) -> Agency:
    code = row.code or _code_of(row.name or "", record)
    code = record.successors.get(code, code)
    known = record.agencies.get(code)
    if known is None and row.name is None:
        raise Refused("agency", "{code!r} is not on record", "name the agency too", code=code)
    if known and known.closed and known.closed <= record.word.day:
        raise Refused(
            "agency_code" if row.code else "agency",
            "{code} is closed since {day}",
            "name its successor, or leave the row out",
            code=code,
            day=known.closed,
        )
    if known and is_former(known, word := row.code or row.name or ""):
        column = "agency_code" if row.code else "agency"
        refusals.doubt(column, "{word} is a former name of {now}", word=word, now=code)
    claims = record.claims_about(f"agency {code}")
    name = name_key(row.name) if row.name else None
    claims.state_all({"agency": name, "kind": row.kind, "note": row.note}, refusals)
    if known is None and row.name:
        if row.code:
            _refuse_namesakes(row.code, row.name, record, refusals)
        _doubt_near(code, row, record, refusals)
    if known and row.name and not is_same_office(known.name, row.name):
        _refuse_taken(code, row.name, record)
    agency = Agency(
        code,
        row.name or (known.name if known else ""),
        row.kind or (known.kind if known else None),
        row.note or (known.note if known else None),
        known.closed if known else None,
    )
    if known and (is_same_office(known.name, agency.name) or not row.code):
        agency = agency._replace(name=known.name)  # another spelling of the same name
    if known:
        agency = leave_later(known, agency, record, refusals)
    if agency != known:
        record.put_agency(agency)
    _mark_read(row, agency, record)
    record.count("agencies", claims, known, agency)
    return agency


def _some_of(codes: Iterable[str]) -> str:
    """Name three of them, whatever their number."""
    return some_of(sorted(islice(codes, MOST_NAMED + 1)))


def _mark_read(row: RosterRow, agency: Agency, record: Record) -> None:
    """Note that a row has named an agency, maybe without its regency, or with one it lacks."""
    key = name_key(agency.name)
    if row.name and (namesakes := record.namesakes.get(key)):
        namesakes.mark_read(agency.code, agency.name)
    if row.name and not row.code and (regency := regency_of_one(row.name, agency.name)):
        record.met.setdefault(key, set()).add(regency)


def _refuse_namesakes(code: str, name: str, record: Record, refusals: Refusals) -> None:
    """Refuse a new code for a name that was on record before this file, unless it is said."""
    namesakes = _some_of(record.named(name, unread=True))
    if not namesakes:
        return
    said = {"name": name, "code": code, "namesakes": namesakes}
    if not record.new_agencies_said:
        raise Refused(
            "agency_code",
            "{code} is new, but {name!r} is on record as {namesakes}",
            "give that code, or say --new-agencies if it is another agency",
            **said,
        )
    refusals.doubt(
        "agency_code",
        "{name!r} is taken as a new agency, {code}, but is also the name of {namesakes}",
        "if it is the same, give that code",
        **said,
    )


def _refuse_taken(code: str, name: str, record: Record) -> None:
    """Refuse a known code beside the name of another office on record: it would be there twice."""
    if others := _some_of(each for each in record.named(name) if each != code):
        raise Refused(
            "agency",
            "{name!r} is the name of {others}, and {code} another agency",
            "mend the code or the name; a new name is given with medsos agency rename",
            name=name,
            others=others,
            code=code,
        )


def _doubt_near(code: str, row: RosterRow, record: Record, refusals: Refusals) -> None:
    """Name the known agency that a new one is near to; without a code also one of the file."""
    name = row.name or ""
    if near := record.near.find(code, name, in_file=row.code is None):
        refusals.doubt(
            "agency",
            "{name!r} is new, and near {known!r} ({code})",
            "if it is the same, write it so",
            name=name,
            known=near.name,
            code=near.code,
        )
    record.near.add(code, name, is_new=True)


def _code_of(name: str, record: Record) -> str:
    codes = record.named(name)
    if len(codes) > 1:
        raise Refused(
            "agency",
            "{name!r} is the name of several",
            "give the agency_code: {codes}",
            name=name,
            codes=_some_of(codes),
        )
    if codes:
        return next(iter(codes))
    code = code_from(name)
    if not code:
        raise Refused("agency", "{name!r} gives no code", "give an agency_code", name=name)
    if code in record.agencies:
        raise Refused(
            "agency",
            "{name!r} would get the code {code} of {other!r}",
            "give an agency_code",
            name=name,
            code=code,
            other=record.agencies[code].name,
        )
    return code


def _merge_account(stated: Account, record: Record, refusals: Refusals) -> None:
    claims = record.claims_about(f"agency {stated.agency}")
    key = compare_key(stated.platform, stated.handle) if stated.handle else None
    _claim_account(stated, key, claims, refusals.line)
    known = record.accounts.get((stated.agency, stated.platform))
    account = stated
    if known and stated.has and known.has and key in {None, known.key}:
        account = known  # "there is one", or another spelling of the handle on record
    since = record.stated.get((stated.agency, stated.platform), "")
    if account != known or (record.has_own_day and since < record.word.day):
        record.put_account(account)
    if known and account != known and since > record.word.day:
        refusals.doubt(
            stated.platform,
            "what it says is of {day}; on record is {handle} of {since}, which stays",
            day=record.word.day,
            handle=known.handle or "-",
            since=since,
        )
        account = known
    record.count("accounts", claims, known, account, part=stated.platform.value)
    if known:
        record.owners.get((stated.platform, known.key), set()).discard(stated.agency)
    if key:
        _doubt_shared(stated, record.owners.get((stated.platform, key), ()), refusals)
        record.add_owner(stated.platform, key, stated.agency)


def _claim_account(stated: Account, key: str | None, claims: Claims, line: int) -> None:
    if not (stated.has and key is None):  # "there is one" contradicts no handle
        claims.state(stated.platform, key or "none", line)
    claims.state(stated.platform, "an account" if stated.has else "none", line, aspect="has")


def _doubt_shared(stated: Account, owners: Collection[str], refusals: Refusals) -> None:
    """Warn where others have the handle of an agency."""
    if owners:
        refusals.doubt(
            stated.platform,
            "{handle!r} is also the account of {owners}",
            "check whose it is",
            handle=stated.handle,
            owners=some_of(sorted(owners)),
        )


def _merge_last_post(
    row: RosterRow, agency: Agency, platform: Platform, last_post: LastPost, record: Record
) -> None:
    column, day = f"{platform}_last_post", last_post.day
    account = record.accounts.get((agency.code, platform))
    if account is None or not account.has:
        raise _without_account(column, platform, last_post, account)
    claims, stated = record.claims_about(f"agency {agency.code}"), _said(last_post)
    claims.state(column, stated, row.line)
    if not claims.state(column, stated, row.line, aspect=f"seen {row.checked_on}"):
        return
    seen = record.clock.noon(row.checked_on or day or record.clock.today)
    posted_at = record.clock.noon(day) if day else None
    result, accuracy = (Result.POST, Accuracy.DAY) if day else (Result.EMPTY, None)
    record.sightings.append(
        Sighting(platform, account.key, result, posted_at, accuracy, seen, seen, "roster")
    )


def _said(last_post: LastPost) -> str:
    return last_post.day.isoformat() if last_post.day else "never"


def _without_account(
    column: str, platform: Platform, last_post: LastPost, account: Account | None
) -> Refused:
    said = {"stated": _said(last_post), "platform": platform}
    if account is None:
        return Refused(
            column,
            "{stated} here, but no {platform} account is on record",
            "write its handle, or clear this cell",
            **said,
        )
    return Refused(
        column,
        "{stated} here, but the agency has no {platform} account",
        "clear one of the two",
        **said,
    )
