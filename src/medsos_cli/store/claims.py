"""What the rows of one roster have stated so far: texts by thing, in a temporary table.

A roster of any length is so read in the same memory. What the texts mean is `intake.record`'s.
"""

import marshal
from collections.abc import Iterable, Iterator
from typing import Any

from medsos_cli.store.database import Store, one_of

_CLAIMS = """
create temp table if not exists claim (
    thing text primary key, claims blob not null
) without rowid
"""


def claims_about(store: Store, things: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Yield thing and claims of those among these that rows have stated something about."""
    store.rows(_CLAIMS)
    for thing, claims in store.rows(
        "select thing, claims from claim where thing in (select value from json_each(?))",
        (one_of(things),),
    ):
        yield thing, marshal.loads(claims)  # noqa: S302  # what this run has written


def save_claims(store: Store, claims: Iterable[tuple[str, Any]]) -> None:
    """Write what rows have stated about things, plain values, in place of what stood there."""
    store.write_all(
        "insert or replace into claim (thing, claims) values (?, ?)",
        ((thing, marshal.dumps(said)) for thing, said in claims),
    )


def forget_claims(store: Store) -> None:
    """Forget what the rows of one roster have stated."""
    store.rows("drop table if exists temp.claim")
