"""What the audit asks: accounts with their evidence, and who held what, as of a day."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from medsos_cli.models import (
    PLATFORMS,
    Account,
    Accuracy,
    Agency,
    Finding,
    Platform,
    Presence,
    Result,
)
from medsos_cli.rules.verdicts import Evidence, Judgement
from medsos_cli.store.as_of import Standpoint, stand
from medsos_cli.store.database import Store
from medsos_cli.store.held import THERE, handsets_held, holders_of
from medsos_cli.store.post_evidence import KNOWN_POST, NOT_VOID

# The newest post with its accuracy, and the latest look with its result, are one text each:
# so they come out of an index alone, and a moment is always as long.
_MOMENT = len("2020-12-03T05:00:00Z")
_ACCOUNTS = f"""
select g.code, g.name, g.kind, a.platform, a.has, a.handle,
    case when a.has then (
        select posted_at || accuracy from evidence
        where platform = a.platform and key = a.key and posted_at < :end and first_seen < :seen
            and ours
        order by posted_at desc, accuracy desc limit 1
    ) end,
    case when a.has then (
        select p.posted_at || p.accuracy from {KNOWN_POST}
            and p.platform = a.platform and p.key = a.key and p.posted_at < :end
        order by p.posted_at desc, p.accuracy desc limit 1
    ) end,
    case when a.has then (
        select last_seen || result from evidence
        where platform = a.platform and key = a.key and first_seen < :seen and ours
        order by last_seen desc, id desc limit 1
    ) end,
    case when a.has then (
        select p.seen_at from post p
        where p.platform = a.platform and p.key = a.key and p.seen_at < :seen
            and p.recorded_at < :known and {NOT_VOID}
        order by p.seen_at desc limit 1
    ) end,
    a.has and exists (
        select 1 from evidence
        where platform = a.platform and key = a.key and first_seen < :seen and not ours
    )
from agency g left join account a on a.agency = g.code
where (:kind is null or g.kind = :kind) and (:code is null or g.code = :code) and {THERE}
order by g.code
"""

_NOTHING = Evidence()
_ACCURACY = {None: None} | {str(each): each for each in Accuracy}
_RESULT = {None: None} | {str(each): each for each in Result}


def presences(
    store: Store, judgement: Judgement, *, kind: str | None = None, code: str | None = None
) -> Iterator[Presence]:
    """Yield each agency's presence as of the judgement's day, by code."""
    day = judgement.as_of
    stand(store, judgement.clock, Standpoint(day, judgement.known_on))
    asked = {
        "day": day.isoformat(), "end": judgement.clock.end_of(day), "seen": judgement.seen_until,
        "known": judgement.known_until, "kind": kind, "code": code,
    }  # fmt: skip
    held_by = handsets_held(store, day, code)
    for _, rows in groupby(store.rows(_ACCOUNTS, asked), key=itemgetter(0)):
        accounts = list(rows)
        agency = Agency(*accounts[0][:3])
        handsets = held_by(agency.code)
        yield Presence(
            agency,
            _findings(judgement, accounts),
            devices=tuple(tag for _, tag, _ in handsets),
            holders=tuple(holders_of(handsets)),
        )


def _findings(judgement: Judgement, accounts: list[tuple[str, ...]]) -> tuple[Finding, ...]:
    by_platform = {row[3]: row for row in accounts}
    return tuple(
        [_finding(judgement, platform, by_platform.get(platform)) for platform in PLATFORMS]
    )


def _finding(judgement: Judgement, platform: Platform, row: tuple[Any, ...] | None) -> Finding:
    if row is None:
        return judgement.judge(platform, None, _NOTHING)
    code, _, _, _, has, handle, sighted, posted, seen, linked, impostor = row
    post = max(sighted or "", posted or "") or None
    account = Account(code, platform, bool(has), handle)
    evidence = Evidence(
        post and post[:_MOMENT],
        _ACCURACY[post and post[_MOMENT:]],
        _RESULT[seen and seen[_MOMENT:]],
        seen and seen[:_MOMENT],
        "impostor" if impostor else None,
        linked,
    )
    return judgement.judge(platform, account, evidence)
