"""One card of a device, an agency or a person: what stands, since when, on whose word."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from medsos_cli.models import (
    Account,
    Accuracy,
    Agency,
    Device,
    DeviceState,
    EventKind,
    Finding,
    Offices,
    Verdict,
)
from medsos_cli.platforms.looks import LISTED
from medsos_cli.rules.card import Fact, What, link_of
from medsos_cli.rules.verdicts import Judgement
from medsos_cli.store.agencies import find_agency
from medsos_cli.store.as_of import Standpoint, stand
from medsos_cli.store.database import Store
from medsos_cli.store.devices import device_of
from medsos_cli.store.followups import list_followups
from medsos_cli.store.history import HistoryChoice, list_history
from medsos_cli.store.inventory import DeviceChoice, list_devices
from medsos_cli.store.post_evidence import KNOWN_POST
from medsos_cli.store.presence import presences
from medsos_cli.store.subjects import Person, Subject
from medsos_cli.words.people import mask_nip

_A_FEW = 3
# The word that a fact stands on: the latest statement, else what put the thing on record.
_WORD = """
select w.day as since, t.source || coalesce(':' || w.line, '') as source, t.recorded_at,
    t.recorded_by
from (
    select * from (
        select day, act, line from statement
        where {subject} = :key and field = :field and day <= :day order by day desc, id desc limit 1
    ) union all
    select since, act, line from main.{table} where {key} = :key {of_platform}
) w left join act t on t.id = w.act limit 1
"""
_KEYS = {
    "device": {"subject": "device", "table": "device", "key": "id", "of_platform": ""},
    "agency": {"subject": "agency", "table": "agency", "key": "code", "of_platform": ""},
    "account": {"subject": "agency", "table": "account", "key": "agency",
                "of_platform": "and platform = :field"},
}  # fmt: skip
_BEFORE = """
select value, min(day) from statement
where {subject} = ? and field = ? and day <= ? and value is not ? group by value order by 2
"""
_LOOKS = f"""
select result, posted_at, accuracy, last_seen, source, recorded_at from evidence
where platform = :platform and key = :key and first_seen < :seen and ours
order by last_seen desc, id desc limit {_A_FEW}
"""
_POSTS = f"""
select p.post, p.posted_at, p.accuracy, p.source, p.recorded_at, p.recorded_by from {KNOWN_POST}
    and p.platform = :platform and p.key = :key and p.posted_at < :end
order by p.posted_at desc limit {_A_FEW}
"""


def card_of(
    store: Store, subject: Subject, judgement: Judgement, point: Standpoint
) -> Iterator[Fact]:
    """Yield what is known of one as of the judgement's day. Call it inside a transaction."""
    stand(store, judgement.clock, point)
    if isinstance(subject, Device):
        yield from _of_device(store, subject.id, judgement, point)
    elif isinstance(subject, Agency):
        yield from _of_agency(store, subject.code, judgement, point)
    else:
        yield from _of_person(store, subject, judgement, point)


def _of_device(
    store: Store, number: int, judgement: Judgement, point: Standpoint
) -> Iterator[Fact]:
    device, day = device_of(store, number), judgement.as_of.isoformat()
    for field in Device._fields[1:]:
        value = getattr(device, field)
        what = What.DEVICE if field == "tag" else field
        if value and field != "condition":
            yield Fact(what, value, **_word(store, "device", device.id, field, day))
        if field in {"tag", "imei", "imei2"}:
            yield from _former(store, "device", (device.id, field, day, value))
    for row in list_devices(store, judgement.as_of, DeviceChoice()):
        if (row["device"], row["imei"]) == (device.tag, device.imei):
            yield from _state(row)
    rows = list_history(store, HistoryChoice(device, as_of=point.as_of))
    yield from _history({**row, "device": None} for row in rows)


def _of_agency(store: Store, code: str, judgement: Judgement, point: Standpoint) -> Iterator[Fact]:
    day = judgement.as_of.isoformat()
    agency = find_agency(store, code)
    for what in ("name", "code", "kind", "closed", "note"):
        if value := getattr(agency, what):
            yield Fact(what, value, **_word(store, "agency", code, what, day))
        if what == "name":
            yield from _former(store, "agency", (code, what, day, value))
    rows = store.rows("select code from agency where successor = ? order by code", (code,))
    yield from (Fact(What.FORMER, former, former=True) for (former,) in rows)
    for presence in presences(store, judgement, code=code):
        for finding in presence.findings:
            yield from _account(store, code, finding, judgement)
    yield from _holds(list_devices(store, judgement.as_of, DeviceChoice(agency=agency)))
    for row in list_followups(store, judgement, Offices(code)):
        if row["void"] is None:
            yield Fact(
                What.FOLLOWUP, row["by"], row["day"].isoformat(), row["document"] or row["note"],
                row["recorded_at"], row["recorded_by"], word=True, posts_since=row["posts_since"],
            )  # fmt: skip
    yield from _history(list_history(store, HistoryChoice(agency=agency, as_of=point.as_of)))


def _of_person(
    store: Store, person: Person, judgement: Judgement, point: Standpoint
) -> Iterator[Fact]:
    mine = [*filter(person.is_of, list_history(store, HistoryChoice(as_of=point.as_of)))]
    yield Fact(What.PERSON, person.name)
    for nip in dict.fromkeys(row["nip"] for row in mine if row["nip"]):
        yield Fact("nip", str(mask_nip(nip)))
    rows = list_devices(store, judgement.as_of, DeviceChoice())
    for row in filter(person.is_of, rows):
        yield from _answers_for(row, mine)
    yield from _history(mine)


def _word(store: Store, table: str, key: str | int, field: str, day: str) -> dict[str, Any]:
    """Return since when, from what, when (UTC) and by whom a fact is stated."""
    asked = {"key": key, "field": field, "day": day}
    return dict(next(store.named_rows(_WORD.format(**_KEYS[table]), asked), {}))


def _former(store: Store, subject: str, asked: tuple[Any, ...]) -> Iterator[Fact]:
    for value, day in store.rows(_BEFORE.format(subject=subject), asked):
        if value:
            yield Fact(What.FORMER, value, day, former=True)


def _account(store: Store, code: str, finding: Finding, judgement: Judgement) -> Iterator[Fact]:
    platform, day = finding.platform, judgement.as_of.isoformat()
    value = finding.handle or ("?" if finding.verdict.has else None)
    if finding.verdict is Verdict.UNLISTED:
        yield Fact(platform, None)
    elif finding.verdict is Verdict.NONE:
        stated = _word(store, "account", code, platform, day)
        yield Fact(platform, Verdict.NONE, **stated, word=True)
    else:
        yield Fact(platform, value, **_word(store, "account", code, platform, day))
    checked = finding.checked_on.isoformat() if finding.checked_on else None
    yield Fact(
        What.VERDICT, finding.verdict, checked, finding.flag, platform=platform,
        days=finding.days, word=True, approximate=finding.approximate,
        posted_on=finding.last_post.isoformat() if finding.last_post else None,
    )  # fmt: skip
    yield from _evidence(store, code, finding, judgement)


def _evidence(store: Store, code: str, finding: Finding, judgement: Judgement) -> Iterator[Fact]:
    """Yield the latest looks at an account, and the newest posts of it."""
    platform, local = finding.platform, judgement.clock.local_day
    asked = {
        "platform": platform, "end": judgement.clock.end_of(judgement.as_of),
        "seen": judgement.seen_until, "known": judgement.known_until,
        "key": Account(code, platform, has=True, handle=finding.handle).key,
    }  # fmt: skip
    for result, posted, accuracy, seen, source, recorded_at in store.rows(_LOOKS, asked):
        yield Fact(
            What.LOOK, result, min(local(seen), judgement.as_of).isoformat(), source, recorded_at,
            platform=platform, word=True,
            posted_on=local(posted).isoformat() if posted else None,
            approximate=bool(accuracy) and Accuracy(accuracy).approximate,
        )  # fmt: skip
    for post, posted, accuracy, source, recorded_at, by in store.rows(_POSTS, asked):
        link = link_of(platform, finding.handle, post, listed=source.endswith(LISTED))
        yield Fact(
            What.POST, post, local(posted).isoformat(), source, recorded_at, by,
            platform=platform, link=link, posted_on=local(posted).isoformat(),
            approximate=Accuracy(accuracy).approximate,
        )  # fmt: skip


def _state(row: Mapping[str, Any]) -> Iterator[Fact]:
    yield Fact(What.STATE, row["state"], row["since"], row["document"], word=True)
    if row["holder"]:
        holder = f"{row['holder']} ({row['agency_code']})"
        yield Fact("holder", holder, row["since"], row["document"])
    if row["condition"]:
        yield Fact("condition", row["condition"])


def _holds(rows: Iterable[Mapping[str, Any]]) -> Iterator[Fact]:
    for row in rows:
        model = f"{row['device']}, {row['model']}" if row["model"] else row["device"]
        yield Fact(What.HOLDS, model, row["since"], row["document"])


def _answers_for(row: Mapping[str, Any], mine: Iterable[Mapping[str, Any]]) -> Iterator[Fact]:
    """Yield a handset since it was handed over; one that is lost is answered for all the same."""
    if row["state"] != DeviceState.LOST:
        yield from _holds([row])
        return
    handed_over = [
        each
        for each in mine
        if (each["kind"], each["device"]) == (EventKind.HANDOVER, row["device"])
        and each["voided_by"] is None
    ]
    since = max(handed_over, key=lambda each: (each["day"], each["event"]), default=row)
    yield from _holds([{**row, "since": since.get("day", row["since"]),
                        "document": since["document"]}])  # fmt: skip
    yield Fact(What.STATE, row["state"], row["since"], row["document"], word=True)


def _history(rows: Iterable[Mapping[str, Any]]) -> Iterator[Fact]:
    """Yield what happened: with a custody event who, else what changed."""
    for row in rows:
        party = f"{row['holder']} ({row['agency_code']})" if row["holder"] else None
        value = ", ".join(filter(None, (row["device"], party or row["note"])))
        number = f"#{row['event']}" if row["event"] else None
        source = " ".join(filter(None, (number, row["document"]))) or None
        yield Fact(
            row["kind"], value, row["day"], source, row["recorded_at"], row["recorded_by"],
            former=row["voided_by"] is not None,
        )  # fmt: skip
