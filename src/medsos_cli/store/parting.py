"""Names that were said to be of one account by mistake, parted: each knows what it was told."""

from medsos_cli.errors import InputError
from medsos_cli.models import Account
from medsos_cli.store.database import Store
from medsos_cli.store.renaming import SHARED

# The act that joined a name to others last, and one of those.
_LAST_JOINED = """
select act, other from one_account where platform = :platform and key = :key
order by act desc, other limit 1
"""
_OF_PAIRS = """
from renaming r join {table} n on n.platform = r.platform and n.key = r.key
join {table} o on o.platform = r.platform and o.key = r.other and {same}
where r.act = :joined and {when} >= (select recorded_at from act where id = r.act)"""
# Of two equal rows the later one is the copy; of numbers of one moment that of which no look
# tells. What each had before they were joined is its own.
PARKED = {
    table: f"update {table} set key = '!' || :act || '!' || key where id in (select n.id"
    + _OF_PAIRS.format(table=table, same=SHARED[table][2].format(n="n"), when=when)
    + " and o.id < n.id)"
    for table, when in (
        ("sighting", "coalesce(n.recorded_at, n.first_seen)"), ("post", "n.recorded_at"),
        ("post_window", "coalesce(n.recorded_at, n.first_until)"),
    )
} | {
    "identity": "update identity set key = '!' || :act || '!' || key "
    "where (platform, key, network_id) in (select n.platform, n.key, n.network_id"
    + _OF_PAIRS.format(table="identity", same=SHARED["identity"][2].format(n="n"), when="n.since")
    + """ and (o.since < n.since or o.since = n.since and exists (
        select 1 from sighting s where s.platform = o.platform and s.key = o.key
            and s.network_id = o.network_id
    ) and not exists (
        select 1 from sighting s where s.platform = n.platform and s.key = n.key
            and s.network_id = n.network_id
    )))"""
}  # fmt: skip
# What a name was told itself of a post, and the other one knew better, stands again.
_TOLD_ITSELF = f"""
with recursive before (name, id) as (
    select substr(key, length(:act) + 3), replaces from post where key glob '!' || :act || '!*'
    union select name, replaces from before join post using (id) where key <> name
)
insert into post (platform, key, {SHARED["post"][0]}, recorded_at)
select platform, key, {SHARED["post"][0]}, (select recorded_at from act where id = :act)
from post p where p.key not glob '!*' and id in (
    select max(id) from before join post b using (id) where b.key = name
    group by platform, key, post
)
    and not exists (select 1 from post_void where post = p.id)
    and not exists (
        select 1 from standing_post
        where (platform, key, post) = (p.platform, p.key, p.post)
    )
"""


def part_names(store: Store, account: Account, act: int) -> str:
    """Take back the last word that an account is one with that of another name; return that name.

    What each of them had of the other does not count for it any more. Raises `InputError`
    where nobody said so.
    """
    asked = account._asdict() | {"key": account.key}
    row = store.rows(_LAST_JOINED, asked).fetchone()
    if row is None:
        raise InputError(
            "nobody said that {handle} is an account under another name",
            "leave out --not-renamed; to see what was said: medsos history {agency}",
            **asked,
        )
    parting = {"act": act, "joined": row[0]}
    store.rows("insert into parting (act, joined) values (:act, :joined)", parting)
    for parked in PARKED.values():
        store.rows(parked, parting)
    store.rows(_TOLD_ITSELF, parting)
    return str(row[1])
