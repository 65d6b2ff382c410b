"""What becomes of an agency: renamed, given another code, closed, merged into the right one."""

from collections.abc import Iterator
from datetime import date

from medsos_cli.errors import InputError
from medsos_cli.models import (
    PLATFORMS,
    Account,
    Agency,
    CustodyEvent,
    Device,
    EventKind,
    Platform,
    Word,
)  # fmt: skip
from medsos_cli.rules.changes import Between
from medsos_cli.store.agencies import account_of
from medsos_cli.store.database import Store
from medsos_cli.store.devices import find_device
from medsos_cli.store.events import latest_standing, record
from medsos_cli.store.schema.dated_schema import ACCOUNT_FACTS, AGENCY_FACTS, VALUE, key_of
from medsos_cli.store.statements import Stated, account_value, state
from medsos_cli.words.names import name_key

_KEPT_UNDER_CODE = ("sighting", "post", "post_window")

_LATEST = """(select value from statement where agency = s.agency and field = s.field
    and day <= :{} order by day desc, id desc limit 1)"""
_RENAMED = f"""
select agency, field from (
    select distinct agency, field, {_LATEST.format("before")} as was, {_LATEST.format("now")} as now
    from statement s where act in (select act from one_account) and field in {ACCOUNT_FACTS}
) where exists (
    select 1 from one_account where platform = field
        and key = {key_of("was", "field")} and other = {key_of("now", "field")}
)
"""


def between(store: Store, before: date, now: date) -> Between:
    """Return what happened to agencies after one day, up to another, that audits do not tell."""
    rows = store.rows(
        "select code from agency join act on act.id = agency.act "
        "where source = 'agency add' and since > ? and since <= ?",
        (before.isoformat(), now.isoformat()),
    )
    opened = {code for (code,) in rows}
    renamed = store.rows(_RENAMED, {"before": before.isoformat(), "now": now.isoformat()})
    return Between(opened, {(code, Platform(platform)) for code, platform in renamed})


def rename_agency(
    store: Store, agency: Agency, name: str, word: Word, document: str | None
) -> None:
    """State an agency's name; its accounts and handsets stay with it.

    Where the only name ever stated is of a later day, as of a roster that was read before the
    renaming was told, it is the one that was borne until then.
    """
    words, names = [(word, name)], _names(store, agency)
    if not word.from_start and min(names) > word.day and {*names.values()} == {agency.name}:
        words.insert(0, (word._replace(from_start=True), agency.name))
        words += [(word._replace(day=day), name) for day in names]
    state(store, (Stated(agency.code, "name", each, of, document) for of, each in words))
    store.rows(
        "update agency set name_key = ? where code = ? and name = ?",
        (name_key(name), agency.code, name),
    )


def first_named(store: Store, agency: Agency) -> str:
    """Return the first day of which an agency's name is stated."""
    return min(_names(store, agency))


def _names(store: Store, agency: Agency) -> dict[str, str]:
    """Return what an agency was stated to be called, by the days of the statements."""
    return dict(store.rows(
        "select since, name from agency where code = :code and not exists "
        "(select 1 from statement where agency = :code and field = 'name') union all "
        "select * from (select day, value from statement where agency = :code and field = 'name' "
        "order by day, id)", {"code": agency.code},
    ))  # fmt: skip


def recode_agency(store: Store, agency: Agency, code: str) -> None:
    """Give an agency another code; by the old one it is still found, on every day."""
    if found := store.rows("select successor from agency where code = ?", (code,)).fetchone():
        raise InputError(
            "{code} is the code of another agency" if found[0] is None
            else "{code} is a former code of {now}, and stays it",
            "choose another code",
            code=code, now=found[0],
        )  # fmt: skip
    store.rows(
        "insert into agency (code, name, name_key, kind, note, since, act, line, closed) "
        "select ?, name, name_key, kind, note, since, act, line, closed from agency where code = ?",
        (code, agency.code),
    )
    _hand_over(store, agency.code, code, [*PLATFORMS], AGENCY_FACTS)


def _typed(account: Account | None) -> str:
    """Return an account as `account set` takes it."""
    return "none" if account is None or not account.has else account.handle or "HANDLE"


def merge_agency(store: Store, duplicate: Agency, into: Agency) -> None:
    """Let all of an agency that was entered twice be of the right one, on every day.

    Raises `InputError` where both state something else of one account; then nothing is done.
    """
    both = {p: (account_of(store, duplicate.code, p), account_of(store, into.code, p))
            for p in PLATFORMS}  # fmt: skip
    conflicts = [p for p, (one, other) in both.items() if one and other
                 and account_value(one).casefold() != account_value(other).casefold()]  # fmt: skip
    if conflicts:
        raise InputError(
            "{duplicate} and {into} have different accounts on {platforms}",
            "say the same of {duplicate} first: medsos account set {duplicate} {platform} {handle}",
            duplicate=duplicate.code, into=into.code, platforms=", ".join(conflicts),
            platform=conflicts[0], handle=_typed(both[conflicts[0]][1]),
        )  # fmt: skip
    store.rows(
        "update agency set since = min(since, (select since from agency where code = ?)) "
        "where code = ?", (duplicate.code, into.code),
    )  # fmt: skip
    _hand_over(store, duplicate.code, into.code, [p for p, (_, other) in both.items() if not other])


def _hand_over(
    store: Store, former: str, now: str, platforms: list[Platform], facts: tuple[str, ...] = ()
) -> None:
    """Let what is of a code be of another: these accounts, and what was stated of `facts` too."""
    for_both = {"former": former, "now": now}
    store.rows("update agency set successor = :now where :former in (code, successor)", for_both)
    for platform in platforms:
        store.rows(
            "update account set agency = :now, key = iif(key = '?' || :former, '?' || :now, key) "
            "where agency = :former and platform = :platform",
            for_both | {"platform": platform},
        )
    # What is left stands on the right agency's record already: now on both words.
    store.rows(
        f"insert into statement (agency, field, value, day, act, line) "
        f"select :now, platform, {VALUE}, since, act, line from account where agency = :former",
        for_both,
    )
    store.rows("delete from account where agency = :former", for_both)
    store.rows(
        "update statement set agency = :now where agency = :former "
        f"and field in {(*ACCOUNT_FACTS, *facts)}", for_both,
    )  # fmt: skip
    for table in ("followup", "sender"):
        store.rows(f"update {table} set agency = :now where agency = :former", for_both)
    for table in _KEPT_UNDER_CODE:
        store.rows(f"update {table} set key = '?' || :now where key = '?' || :former", for_both)


def refuse_held(store: Store, agency: Agency) -> None:
    """Raise `InputError` while an agency holds a handset."""
    tags = [tag for tag, _ in held_by(store, agency)]
    if tags:
        raise InputError(
            "{code} holds {tags}",
            "say who takes over with --into AGENCY, or take them back: medsos return DEVICE",
            code=agency.code, tags=", ".join(tags),
        )  # fmt: skip


def held_by(store: Store, agency: Agency) -> Iterator[tuple[str, str]]:
    """Yield the label of each handset an agency holds, and the holder."""
    yield from store.rows(
        "select device, holder from current_custody where agency = ? order by device",
        (agency.code,),
    )


def close_agency(store: Store, agency: Agency, word: Word, document: str | None) -> None:
    """State that an agency is closed from a day on."""
    state(store, [Stated(agency.code, "closed", word.day, word, document)])


_GONE_OVER = """
select d.tag, e.event from standing_event e
join standing_event r on r.event = e.transfer_of join device d on d.id = e.device
where r.agency = ? and e.day = ?
    and e.event = (select max(event) from standing_event where device = e.device)
order by e.event
"""


def reopen_agency(store: Store, agency: Agency, word: Word, reason: str) -> list[tuple[str, int]]:
    """Take back that an agency is closed, for the days since too.

    Return the handsets that went over on that day and are there still, each with its event.
    """
    closed = store.rows("select closed from agency where code = ?", (agency.code,)).fetchone()[0]
    if closed is None:
        raise InputError("{code} is not closed", "see: medsos agencies", code=agency.code)
    state(store, [Stated(agency.code, "closed", None, word._replace(day=closed), reason=reason)])
    return store.rows(_GONE_OVER, (agency.code, closed)).fetchall()


def hand_on_senders(store: Store, agency: Agency, into: Agency, stamp: str, by: str) -> None:
    """Let the senders of an agency bring the links of its successor, from now (UTC) on."""
    store.rows(
        "insert into sender (key, sender, agency, recorded_at, recorded_by) "
        "select key, sender, ?, ?, ? from sender s where agency = ? "
        "and id = (select max(id) from sender where key = s.key)",
        (into.code, stamp, by, agency.code),
    )


def move_handsets(
    store: Store, agency: Agency, into: Agency, draft: CustodyEvent, today: date
) -> Iterator[tuple[Device, CustodyEvent]]:
    """Transfer what an agency holds to another, each with its holder; yield the handovers.

    `draft` says on which day, under which document, and who records it. Raises
    `CustodyError` where a handset's latest event is after that day.
    """
    for tag, _ in [*held_by(store, agency)]:
        device = find_device(store, tag)
        last = latest_standing(store, device.id)
        back = draft._replace(device=device.id, kind=EventKind.RETURN)
        onward = draft._replace(
            device=device.id, kind=EventKind.HANDOVER, agency=into.code,
            **{name: getattr(last, name) for name in ("holder", "nip", "position")},
        )  # fmt: skip
        _, handover = record(store, device, [back, onward], today)
        yield device, handover
