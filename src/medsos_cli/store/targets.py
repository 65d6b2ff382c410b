"""Whom to look at, longest unlooked first, and what looking has shown."""

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from medsos_cli.models import PLATFORMS, Platform
from medsos_cli.platforms.looks import Kind, Look, Recorded, Target
from medsos_cli.store.agencies import find_agency
from medsos_cli.store.database import Store
from medsos_cli.store.post_evidence import record_post, record_window
from medsos_cli.store.sightings import record_sightings
from medsos_cli.words.days import Clock

# Not the number that only a link or an officer has told of.
_TOLD = """exists (
    select 1 from sighting s
    where s.platform = i.platform and s.key = i.key and s.network_id = i.network_id
)"""
# Each list is a table of its own, on disk if it is long: its order stays as it was.
_numbers = itertools.count(1)
_CHOOSE = """
create temp table {table} as
select a.platform, a.key, min(a.handle) as handle, min(a.agency) as agency, (
    select network_id from identity i where platform = a.platform and key = a.key
        and {told}
    order by since desc, network_id limit 1
) as network_id
from account a
join agency g on g.code = a.agency
left join look l on l.platform = a.platform and l.key = a.key
where a.has and a.handle is not null and g.closed is null
    and a.platform in (select value from json_each(:platforms))
    and (:code is null or g.code = :code) and (:kind is null or g.kind = :kind)
group by a.platform, a.key
order by l.looked_at is not null, l.looked_at, a.platform, a.key
"""
_WITHOUT_HANDLE = """
select count(*) from account a join agency g on g.code = a.agency
where a.has and a.handle is null and g.closed is null
    and a.platform in (select value from json_each(:platforms))
    and (:code is null or g.code = :code) and (:kind is null or g.kind = :kind)
"""
# Page by page: a statement left open would hold the database as it was, and others may write.
_PAGE = """
select rowid, platform, key, handle, agency, network_id from temp.{table}
where rowid > ? and platform in (select value from json_each(?)) order by rowid limit 500
"""
_IS_NEW = """
select not exists (
    select 1 from sighting where platform = :platform and key = :key and posted_at >= :posted_at
) and not exists (
    select 1 from standing_post
    where platform = :platform and key = :key and (posted_at >= :posted_at or post = :post)
)
"""
# The first account that a network shows behind a handle is the agency's.
_PIN = f"""
insert into identity (platform, key, network_id, since)
select :platform, :key, :network_id, :first_seen
where :network_id is not null and not exists (
    select 1 from identity i where platform = :platform and key = :key and {_TOLD}
)
on conflict do nothing
"""
_IS_STRANGER = """
select 1 from evidence
where platform = :platform and key = :key and network_id = :network_id and not ours limit 1
"""
_LOOKED = """
insert into look (platform, key, looked_at) values (?, ?, ?)
on conflict (platform, key) do update set looked_at = excluded.looked_at
"""
# What was recorded of a handle while a clock was ahead was seen by now.
_AHEAD = """platform = :platform and key in (
    select :key union select other from one_account where platform = :platform and key = :key
)"""
_HEAL = (
    f"""update sighting set first_seen = min(first_seen, :now), last_seen = :now
    where last_seen >= :tomorrow and {_AHEAD}""",
    f"""update post_window set first_until = min(first_until, :now), until = :now
    where until > :now and {_AHEAD}""",
    f"update post set seen_at = :now where seen_at >= :tomorrow and {_AHEAD}",
)
_STRANGERS = """
select distinct network_id from evidence
where platform = :platform and key = :key and not ours order by network_id
"""


class AccountChoice(NamedTuple):
    """Which accounts are to be looked at: of these networks, of one agency or kind, or all.

    `agency` is a code or an exact name.
    """

    platforms: tuple[Platform, ...] = PLATFORMS
    agency: str | None = None
    kind: str | None = None


class Targets:
    """The accounts of a choice, longest unlooked first, as they were when it was made.

    `nameless` accounts are of the choice too, but have no handle to look at.
    """

    def __init__(self, store: Store, count: int, nameless: int, table: str) -> None:
        """Take over a list that `choose_targets` has made."""
        self.store, self.count, self.nameless = store, count, nameless
        self._page = _PAGE.format(table=table)

    def of(self, platforms: Iterable[Platform]) -> Iterator[Target]:
        """Yield those of these networks, each handle once."""
        wanted, last = json.dumps([*platforms]), 0
        while page := self.store.rows(self._page, (last, wanted)).fetchall():
            last = page[-1][0]
            for _, platform, *rest in page:
                yield Target(Platform(platform), *rest)


def choose_targets(store: Store, choice: AccountChoice) -> Targets:
    """List the accounts of a choice; raises `InputError` for an agency that is none."""
    code = find_agency(store, choice.agency).code if choice.agency else None
    asked = choice._asdict() | {"platforms": json.dumps(choice.platforms), "code": code}
    table = f"target_{next(_numbers)}"
    store.rows(_CHOOSE.format(table=table, told=_TOLD), asked)
    count = store.rows(f"select count(*) from temp.{table}").fetchone()[0]  # our own name
    return Targets(store, count, store.rows(_WITHOUT_HANDLE, asked).fetchone()[0], table)


def prove_writable(store: Store) -> None:
    """Raise what a write would raise, and write nothing: asking the networks costs quota."""
    store.rows("delete from look where false")


def record_looks(store: Store, looks: Iterable[Look], clock: Clock, user: str) -> list[Recorded]:
    """Record what was seen now; return what each look has added.

    One that repeats the sighting before it only moves that one's `last_seen`. The
    first id that a network tells of a handle is kept as the agency's account.
    """
    return [_record(store, look, clock, user) for look in looks]


def _record(store: Store, look: Look, clock: Clock, user: str) -> Recorded:
    if look.kind is Kind.NOT_CHECKED:
        return Recorded()
    target, posts = look.target, look.evidence()
    store.rows(_LOOKED, (target.platform, target.key, clock.stamp))
    _heal(store, target, clock)
    sighting = look.sighting(clock.stamp)
    if sighting is None:
        return Recorded()
    values = sighting._asdict()
    is_new = bool(posts and store.rows(_IS_NEW, posts[0]._asdict()).fetchone()[0])
    store.rows(_PIN, values)
    record_sightings(store, [sighting], clock)
    for post in posts:
        record_post(store, post, clock.stamp, user)
    if look.after is not None:
        record_window(store, target, look.network_id, look.after, clock, user)
    is_stranger = store.rows(_IS_STRANGER, values).fetchone() is not None
    return Recorded(is_new and not is_stranger, is_stranger)


def _heal(store: Store, target: Target, clock: Clock) -> None:
    asked = {"now": clock.stamp, "tomorrow": clock.end_of(clock.today)}
    for statement in _HEAL:
        store.rows(statement, {**asked, "platform": target.platform, "key": target.key})


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
