"""Whom to look at, longest unlooked first, and what looking has shown."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from medsos_cli.looks import Kind, Look, Target
from medsos_cli.models import Platform
from medsos_cli.store.database import Store

# A list of its own, on disk if it is long: the order stays as it was when the check began.
_CHOOSE = """
create temp table target as
select a.platform, a.key, min(a.handle) as handle, min(a.agency) as agency, (
    select network_id from identity where platform = a.platform and key = a.key
    order by since desc, network_id limit 1
) as network_id
from account a
join agency g on g.code = a.agency
left join look l on l.platform = a.platform and l.key = a.key
where a.has and a.handle is not null
    and a.platform in (select value from json_each(:platforms))
    and (:code is null or g.code = :code) and (:kind is null or g.kind = :kind)
group by a.platform, a.key
order by l.looked_at is not null, l.looked_at, a.platform, a.key
"""
_WITHOUT_HANDLE = """
select count(*) from account a join agency g on g.code = a.agency
where a.has and a.handle is null
    and a.platform in (select value from json_each(:platforms))
    and (:code is null or g.code = :code) and (:kind is null or g.kind = :kind)
"""
# Page by page: a statement left open would hold the database as it was, and others may write.
_TARGETS = """
select rowid, platform, key, handle, agency, network_id from temp.target
where rowid > ? and platform in (select value from json_each(?)) order by rowid limit 500
"""
_IS_NEW = """
select not exists (
    select 1 from sighting where platform = ?1 and key = ?2
        and (posted_at >= ?3 or post is not null and post = ?4)
)
"""
_PIN = """
insert into identity (platform, key, network_id, since) select ?1, ?2, ?3, ?4
where not exists (select 1 from identity where platform = ?1 and key = ?2)
"""
_IS_OURS = "select 1 from identity where platform = ? and key = ? and network_id = ?"
# The sighting recorded last, if it saw the same, is only seen a little longer.
_PROLONG = """
update sighting set last_seen = max(last_seen, ?6)
where id = (
    select id from sighting where platform = ?1 and key = ?2
    order by id desc limit 1
) and result = ?3 and posted_at is ?4 and network_id is ?7 and post is null
"""
_INSERT = """
insert into sighting
    (platform, key, result, posted_at, accuracy, first_seen, last_seen, source, network_id)
values (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?8, ?7)
"""
_LOOKED = """
insert into look (platform, key, looked_at) values (?, ?, ?)
on conflict (platform, key) do update set looked_at = excluded.looked_at
"""
_STRANGERS = """
select distinct network_id from sighting s
where platform = :platform and key = :key and network_id is not null and not exists (
    select 1 from identity
    where platform = s.platform and key = s.key and network_id = s.network_id
)
order by network_id
"""


class AccountChoice(NamedTuple):
    """Which accounts are to be looked at: of these networks, of one agency or kind, or all."""

    platforms: tuple[Platform, ...]
    code: str | None = None
    kind: str | None = None


class Recorded(NamedTuple):
    """What a look has added: a post not known before, or another account behind the handle."""

    new_post: bool = False
    stranger: bool = False


def choose_targets(store: Store, choice: AccountChoice) -> tuple[int, int]:
    """Make the list for `targets`; return its length, and how many accounts have no handle."""
    asked = {
        "platforms": json.dumps(choice.platforms), "code": choice.code, "kind": choice.kind,
    }  # fmt: skip
    store.rows("drop table if exists temp.target")
    store.rows(_CHOOSE, asked)
    count = store.rows("select count(*) from temp.target").fetchone()[0]
    return int(count), int(store.rows(_WITHOUT_HANDLE, asked).fetchone()[0])


def targets(store: Store, platforms: Iterable[Platform]) -> Iterator[Target]:
    """Yield the chosen accounts of these networks, each handle once, longest unlooked first."""
    wanted, last = json.dumps([*platforms]), 0
    while page := store.rows(_TARGETS, (last, wanted)).fetchall():
        last = page[-1][0]
        for _, platform, *rest in page:
            yield Target(Platform(platform), *rest)


def prove_writable(store: Store) -> None:
    """Raise what a write would raise, and write nothing: asking the networks costs quota."""
    store.rows("delete from look where false")


def record_looks(store: Store, looks: Iterable[Look], stamp: str) -> list[Recorded]:
    """Record what was seen at `stamp` (UTC); return what each look has added.

    One that repeats the sighting before it only moves that one's `last_seen`. The
    first id that a network tells of a handle is kept as the agency's account.
    """
    return [_record(store, look, stamp) for look in looks]


def _record(store: Store, look: Look, stamp: str) -> Recorded:
    if look.kind is Kind.NOT_CHECKED:
        return Recorded()
    platform, key = look.target.platform, look.target.key
    store.rows(_LOOKED, (platform, key, stamp))
    sighting = look.sighting(stamp)
    if sighting is None:
        return Recorded()
    stranger = False
    if look.network_id:
        store.rows(_PIN, (platform, key, look.network_id, stamp))
        stranger = not store.rows(_IS_OURS, (platform, key, look.network_id)).fetchone()
    new = sighting.posted_at is not None and not stranger
    if new:
        known = (platform, key, sighting.posted_at, look.post)
        new = bool(store.rows(_IS_NEW, known).fetchone()[0])
    values = (
        platform, key, sighting.result, sighting.posted_at, sighting.accuracy, stamp,
        sighting.network_id, sighting.source,
    )  # fmt: skip
    if not store.rows(_PROLONG, values[:7]).rowcount:
        store.rows(_INSERT, values)
    return Recorded(new, stranger)


def accept_strangers(store: Store, platform: Platform, key: str, stamp: str) -> list[str]:
    """Take every account seen behind a handle for the agency's own; return the ids that were new.

    What was recorded of them counts from then on.
    """
    asked = {"platform": platform, "key": key}
    strangers = [network_id for (network_id,) in store.rows(_STRANGERS, asked)]
    store.write_all(
        "insert into identity (platform, key, network_id, since) values (?, ?, ?, ?)",
        ((platform, key, network_id, stamp) for network_id in strangers),
    )
    return strangers
