"""Accounts that go on under another name: what is known by one name is known by both.

The database keeps the evidence of both names alike, whatever program writes, so that who asks
what is known of a name need not look for others. A `gone` is of its name alone: that a network
does not know the former name any more tells nothing of the account.
"""

from collections.abc import Callable, Iterable

from medsos_cli.errors import InputError
from medsos_cli.models import Account, Word
from medsos_cli.platforms.looks import LISTED
from medsos_cli.store.database import Store
from medsos_cli.store.schema.dated_schema import VALUE, key_of

_TABLE = """
-- Two names of one account, each pair both ways, and the act that told so.
create table renaming (
    platform text not null check (platform in ('instagram', 'facebook', 'twitter')),
    key text not null check (key <> ''),
    other text not null check (other <> key),
    act integer not null references act (id),
    primary key (platform, key, other)
) strict, without rowid;
create index renaming_act on renaming (act);
create index renaming_other on renaming (platform, other, key);
create trigger renaming_update before update on renaming
begin select raise(abort, 'nothing recorded is changed or deleted'); end;
create trigger renaming_delete before delete on renaming
begin select raise(abort, 'nothing recorded is changed or deleted'); end;
"""
# Of each table what the other name `r.key` gets of a row `n`, when that was recorded, and which
# row `o` is the same.
SHARED = {
    "identity": ("network_id", "since", "o.network_id = {n}.network_id"),
    "sighting": (
        "result, posted_at, accuracy, first_seen, last_seen, source, network_id",
        "recorded_at",
        """o.first_seen = {n}.first_seen and o.result = {n}.result
            and o.posted_at is {n}.posted_at and o.network_id is {n}.network_id""",
    ),
    "post": (
        "post, posted_at, accuracy, seen_at, source, network_id, recorded_by",
        "recorded_at",
        (
            "o.post = {n}.post and o.accuracy = {n}.accuracy and o.posted_at = {n}.posted_at "
            "and o.source = {n}.source"
        ),
    ),
    "post_window": (
        "network_id, after, first_until, until, recorded_by",
        "recorded_at",
        """o.first_until = {n}.first_until and o.after = {n}.after
            and o.network_id is {n}.network_id""",
    ),
}
_OF_R = "o.platform = r.platform and o.key = r.key"
_STANDING = f"from standing_post o where {_OF_R} and o.post = {{n}}.post"
_REPLACED = f", (select o.id {_STANDING})"
# As `post_evidence` has it: what a listing shows is better than a link of the same accuracy.
_RANK = f"instr('exact day lower bound guess', {{0}}.accuracy) - ({{0}}.source glob '*{LISTED}')"
_KNOWN_BETTER = f"""exists (
        select 1 {_STANDING} and {_RANK.format("o")} < {_RANK.format("{n}")}
    )"""


def _copy(table: str, n: str, moment: str, rows: str) -> str:
    columns, when, same = SHARED[table]
    of_n = ", ".join(f"{n}.{column}" for column in columns.split(", "))
    is_post = table == "post"
    unless = f"exists (select 1 from {table} o where {_OF_R} and {same})"
    unless += f" or {_KNOWN_BETTER}" * is_post
    unless += " or {n}.result = 'gone'" * (table == "sighting")
    return f"""
    insert into {table} (platform, key, {columns}, {when}{", replaces" * is_post})
    select r.platform, r.key, {of_n}, {moment}{_REPLACED.format(n=n) * is_post}
    from {rows} and not ({unless.format(n=n)});"""


_OTHERS = "renaming r where r.platform = new.platform and r.other = new.key"
# A row that another name has already is the copy of it, and copied no further.
_FROM_NOW_ON = "".join(
    f"""
create trigger {table}_of_both_{when} after {event} on {table}
when exists (select 1 from {_OTHERS}) and not exists (
    select 1 from renaming r join {table} o on {_OF_R}
    where r.platform = new.platform and r.other = new.key and {same.format(n="new")}
)
begin{_copy(table, "new", f"new.{recorded}", _OTHERS)}
end;
"""
    for table, (_, recorded, same) in SHARED.items()
    for when, event in (("new", "insert"), ("moved", "update of key"))
)
_GOES_ON = "".join(
    f"""
create trigger {table}_of_both_longer after update of {until} on {table}
when exists (select 1 from {_OTHERS})
begin
    update {table} set {until} = new.{until}
    where platform = new.platform and key in (select r.key from {_OTHERS}) and {same}
        and {until} < new.{until};
end;
"""
    for table, until, same in (
        ("sighting", "last_seen", ("first_seen = new.first_seen and result = new.result "
         "and posted_at is new.posted_at and network_id is new.network_id")),
        ("post_window", "until", ("first_until = new.first_until and after = new.after "
         "and network_id is new.network_id")),
    )
)  # fmt: skip
_UNTIL_NOW = "".join(
    _copy(
        table,
        "n",
        "(select recorded_at from act where id = new.act)",
        f"renaming r join {'standing_post' if table == 'post' else table} n "
        "on n.platform = r.platform and n.key = r.other "
        "where r.platform = new.platform and r.key = new.key and r.other = new.other",
    )
    for table in SHARED
)
RENAMINGS = f"""{_TABLE}{_FROM_NOW_ON}{_GOES_ON}
create trigger renaming_shares after insert on renaming
begin{_UNTIL_NOW}
end;
"""
_TRIGGERS = (
    *(f"{table}_of_both_{when}" for table in SHARED for when in ("new", "moved")),
    "sighting_of_both_longer", "post_window_of_both_longer",
)  # fmt: skip
# Names that were said to be of one account by mistake may be parted, and be joined again.
PARTINGS = f"""
{"".join(f"drop trigger {name};" for name in _TRIGGERS)}
create table joined as select * from renaming;
drop table renaming;
{_TABLE.replace("(platform, key, other)", "(platform, key, other, act)", 1)}
insert into renaming select * from joined;
drop table joined;
-- An act that took back another one's renaming. What the names had of each other is kept under
-- `!`, the number of that act, `!` and the name: there nobody looks.
create table parting (
    act integer primary key references act (id),
    joined integer not null unique references act (id)
) strict;
create trigger parting_update before update on parting
begin select raise(abort, 'nothing recorded is changed or deleted'); end;
create trigger parting_delete before delete on parting
begin select raise(abort, 'nothing recorded is changed or deleted'); end;
create view one_account as
select * from renaming n where not exists (select 1 from parting where joined = n.act);
{RENAMINGS.removeprefix(_TABLE).replace("renaming r ", "one_account r ")}
"""

# The handle that was stated last before this one, up to a day.
_FORMER = f"""
select value from (
    select value, day, id from statement
    where agency = :agency and field = :platform and day <= :day
    union all
    select {VALUE}, since, 0 from account
    where agency = :agency and platform = :platform and since <= :day
) where value not in ('-', '+') and {key_of("value", ":platform")} <> :key
order by day desc, id desc limit 1
"""
# Every name of the one is a name of the other.
_JOIN = """
with names as (
    select :key as name union select :former union
    select other from one_account where platform = :platform and key in (:key, :former)
)
insert into renaming (platform, key, other, act)
select :platform, a.name, b.name, :act from names a join names b on a.name <> b.name
where not exists (
    select 1 from one_account where platform = :platform and key = a.name and other = b.name
)
"""
# Evidence that waits for a handle is kept under `?` and the agency's code, and stays there for
# the days of which no handle is known.
_WAITING = """
select 1 from {}
where platform in ('instagram', 'facebook', 'twitter') and key >= '?' and key < '@' limit 1
"""
# Of the statement by which a handle became known where it was not before.
_FIRST_KNOWN = """exists (
    select 1 from statement s where s.agency = :agency and s.field = :platform and s.act = :act
        and s.value = :handle and '+' = (
            select value from statement b where b.agency = s.agency and b.field = s.field
                and (b.day, b.id) < (s.day, s.id) order by b.day desc, b.id desc limit 1
        )
)"""
_GIVEN = {
    table: _copy(
        table,
        "n",
        "(select recorded_at from act where id = :act)",
        f"(select :platform as platform, :key as key) r join {source} n "
        f"on n.platform = r.platform and n.key = '?' || :agency where {_FIRST_KNOWN}",
    )
    for table, source in (("sighting", "sighting"), ("post", "standing_post"))
}


def give_handles(
    store: Store, accounts: Iterable[Account], word: Callable[[Account], Word]
) -> None:
    """Let evidence that was kept for want of a handle be of the handles that are known now."""
    known = [a._asdict() | {"key": a.key, "act": word(a).act} for a in accounts if a.handle]
    for table, given in _GIVEN.items():
        if store.rows(_WAITING.format(table)).fetchone():
            store.write_all(given, known)


def former_name(store: Store, account: Account, day: str) -> Account:
    """Return the account under the name that an agency had stated for it before, by a day.

    Raises `InputError` where it has stated none.
    """
    asked = account._asdict() | {"day": day, "key": account.key}
    row = store.rows(_FORMER, asked).fetchone()
    if row is None:
        raise InputError(
            "{agency} had no {platform} account under another name by {day}",
            "leave out --renamed, or give the day with --on",
            **asked,
        )
    return account._replace(handle=row[0])


def join_names(store: Store, account: Account, former: Account, act: int) -> None:
    """Record that an account is one with that of a former name; what is known is of both."""
    asked = account._asdict() | {"key": account.key, "former": former.key, "act": act}
    store.rows(_JOIN, asked)
