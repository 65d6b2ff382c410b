"""What the rows of a roster change on record: pure, over what is on record about them."""

from collections.abc import Callable, Iterator
from functools import partial

from medsos_cli.models import (
    Account,
    Accuracy,
    Agency,
    Device,
    Platform,
    Result,
    Sighting,
    compare_key,
)
from medsos_cli.names import code_from, name_key
from medsos_cli.roster.accounts import LastPost, Statement
from medsos_cli.roster.handsets import merge_device, merge_handover
from medsos_cli.roster.problems import Problem
from medsos_cli.roster.record import Record, Refused, status_of
from medsos_cli.roster.rows import RosterRow


def merge(row: RosterRow, record: Record) -> list[Problem]:
    """Apply one row to the record; return what is wrong or doubtful about it.

    A row that is refused may have been applied in part: whoever reads on must
    not keep the record.
    """
    problems: list[Problem] = []
    try:
        agency = _merge_agency(row, record, problems)
    except Refused as refused:
        return [*problems, refused.problem(row.line)]
    for part in _parts(row, record, agency, problems):
        try:
            part()
        except Refused as refused:
            problems.append(refused.problem(row.line))
    return problems


def _parts(
    row: RosterRow, record: Record, agency: Agency, problems: list[Problem]
) -> Iterator[Callable[[], None]]:
    for platform, statement in row.statements.items():
        yield partial(_merge_account, row, record, agency, platform, statement, problems)
    for platform, last_post in row.last_posts.items():
        yield partial(_merge_last_post, row, record, agency, platform, last_post)
    if row.device:
        yield partial(_merge_handset, row, row.device, record, agency, problems)


def _merge_handset(
    row: RosterRow, stated: Device, record: Record, agency: Agency, problems: list[Problem]
) -> None:
    device = merge_device(row, stated, record, problems)
    if row.handover:
        merge_handover(row, row.handover, record, agency, device, problems)


def _merge_agency(row: RosterRow, record: Record, problems: list[Problem]) -> Agency:
    code = row.code or _code_of(row.name or "", record)
    known = record.agencies.get(code)
    if known is None and row.name is None:
        raise Refused("agency", f"{code!r} is not on record; name the agency too")
    claims = record.claims_about(f"agency {code}")
    name = name_key(row.name) if row.name else None
    stated = {"agency": name, "kind": row.kind, "note": row.note}
    problems.extend(claims.state_all(stated, row.line))
    if known is None and row.code and row.name:
        _doubt_namesakes(row, record, problems)
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
    record.count("agencies", claims, status_of(known, agency))
    return agency


def _doubt_namesakes(row: RosterRow, record: Record, problems: list[Problem]) -> None:
    """Warn of a new code for a name that was on record before this file, which may be the same."""
    namesakes = [
        code
        for code in record.codes.get(name_key(row.name or ""), ())
        if not record.claims_about(f"agency {code}").stated
    ]
    if namesakes:
        message = (
            f"{row.name!r} is taken as a new agency, {row.code}, but is also the name of "
            f"{', '.join(sorted(namesakes))}; if it is the same, give that code"
        )
        problems.append(Problem(row.line, "agency_code", message, doubtful=True))


def _code_of(name: str, record: Record) -> str:
    codes = sorted(record.codes.get(name_key(name), []))
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
    row: RosterRow,
    record: Record,
    agency: Agency,
    platform: Platform,
    statement: Statement,
    problems: list[Problem],
) -> None:
    known = record.accounts.get((agency.code, platform))
    claims = record.claims_about(f"agency {agency.code}")
    key = compare_key(platform, statement.handle) if statement.handle else None
    if not (statement.has and key is None):  # "there is one" contradicts no handle
        claims.state(platform, key or "none", row.line)
    claims.state(platform, "an account" if statement.has else "none", row.line, aspect="has")
    account = Account(agency.code, platform, statement.has, statement.handle)
    if known and statement.has and known.has and key in {None, known.key}:
        account = known  # "there is one", or another spelling of the handle on record
    if account != known:
        record.accounts[agency.code, platform] = account
        record.changed_accounts[agency.code, platform] = account
    record.count("accounts", claims, status_of(known, account), part=platform)
    if known:
        record.owners.get((platform, known.key), set()).discard(agency.code)
    if key:
        owners = record.owners.setdefault((platform, key), set())
        if owners:
            also = ", ".join(sorted(owners))
            message = f"{statement.handle!r} is also the account of {also}; check whose it is"
            problems.append(Problem(row.line, platform, message, doubtful=True))
        owners.add(agency.code)


def _merge_last_post(
    row: RosterRow, record: Record, agency: Agency, platform: Platform, last_post: LastPost
) -> None:
    column = f"{platform}_last_post"
    account = record.accounts.get((agency.code, platform))
    day = last_post.day
    stated = day.isoformat() if day else "never"
    if account is None:
        raise Refused(
            column, f"{stated} here, but no {platform} account is on record; "
            "write its handle, or clear this cell",
        )  # fmt: skip
    if not account.has:
        raise Refused(
            column, f"{stated} here, but the agency has no {platform} account; clear one of the two"
        )
    claims = record.claims_about(f"agency {agency.code}")
    claims.state(column, stated, row.line)
    if not claims.state(column, stated, row.line, aspect=f"seen {row.checked_on}"):
        return
    seen = record.clock.noon(row.checked_on or day or record.clock.today)
    posted_at = record.clock.noon(day) if day else None
    result, accuracy = (Result.POST, Accuracy.DAY) if day else (Result.EMPTY, None)
    record.sightings.append(
        Sighting(platform, account.key, result, posted_at, accuracy, seen, seen, "roster")
    )
