"""Whose links a chat's sender brings, as the office has said it; the latest word counts."""

from collections.abc import Iterator, Mapping
from typing import Any

from medsos_cli.models import Agency
from medsos_cli.store.database import Store

_LATEST = """
select s.key, s.sender, g.code as agency_code, g.name as agency, g.kind, s.recorded_at,
    s.recorded_by
from sender s join agency g on g.code = s.agency
where s.id = (select max(id) from sender where key = s.key)
order by g.code, s.sender
"""


def list_senders(store: Store) -> Iterator[Mapping[str, Any]]:
    """Return the senders that are kept, by agency; cells by the columns' names in data."""
    return store.named_rows(_LATEST, ())


def kept_senders(store: Store) -> dict[str, Agency]:
    """Return the agency of each sender that is kept, by the key two spellings have in common."""
    return {
        row["key"]: Agency(row["agency_code"], row["agency"], row["kind"])
        for row in list_senders(store)
    }


def keep_sender(store: Store, key: str, sender: str, agency: str | None, *recorded: str) -> None:
    """State whose a sender is, or (without an agency) that it is nobody's any more.

    `recorded` is when (UTC) and by whom.
    """
    store.rows(
        "insert into sender (key, sender, agency, recorded_at, recorded_by) values (?, ?, ?, ?, ?)",
        (key, sender, agency, *recorded),
    )


def last_chat(store: Store) -> tuple[str, str]:
    """Return when (UTC) the latest link out of a chat was sent, and when one was last recorded.

    Both are empty where there is none.
    """
    asked = "select max(seen_at), max(recorded_at) from post where source = 'chat'"
    sent, recorded = store.rows(asked).fetchone()
    return sent or "", recorded or ""


def posted_since(store: Store, moment: str) -> set[str]:
    """Return the codes of the agencies of which a post came after a moment (UTC), in any way."""
    asked = """
    select distinct a.agency from post p join account a on a.platform = p.platform and a.key = p.key
    where p.seen_at > ? and ? <> ''
    """
    return {code for (code,) in store.rows(asked, (moment, moment))}
