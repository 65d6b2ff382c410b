"""Agencies and their accounts on record."""

from collections.abc import Iterable

from medsos_cli.errors import InputError
from medsos_cli.models import Account, Agency, Platform, compare_key
from medsos_cli.names import name_key
from medsos_cli.store.database import Store
from medsos_cli.store.near import no_such

# Evidence that waits for a handle is kept under `?` and the agency's code.
_WAITING = f"""
select 1 from sighting
where platform in ({", ".join(f"'{platform}'" for platform in Platform)})
    and key >= '?' and key < '@' limit 1
"""
_COLUMNS = "code, name, kind, note"


def find_agency(store: Store, word: str) -> Agency:
    """Find an agency by its code, else by its exact name.

    Raises `InputError` when there is none, with the near ones, and when a name
    fits several.
    """
    row = store.rows(f"select {_COLUMNS} from agency where code = ?", (word.strip().casefold(),))
    if found := row.fetchone():
        return Agency(*found)
    rows = store.rows(f"select {_COLUMNS} from agency where name_key = ?", (name_key(word),))
    agencies = [Agency(*each) for each in rows]
    if len(agencies) == 1:
        return agencies[0]
    if agencies:
        codes = ", ".join(agency.code for agency in agencies)
        raise InputError(f"{word!r} is the name of {len(agencies)} agencies", f"say which: {codes}")
    raise no_such(store, "agency", word, "select code, name from agency", "medsos agencies")


def kinds(store: Store) -> list[str]:
    """Return the kinds of agency on record."""
    rows = store.rows("select distinct kind from agency where kind is not null order by kind")
    return [kind for (kind,) in rows]


def account_of(store: Store, agency: str, platform: Platform) -> Account | None:
    """Return what is on record for an agency on a platform."""
    row = store.rows(
        "select agency, platform, has, handle from account where agency = ? and platform = ?",
        (agency, platform),
    ).fetchone()
    return read_account(*row) if row else None


def read_account(agency: str, platform: str, has: int, handle: str | None) -> Account:
    """Make an account of its columns."""
    return Account(agency, Platform(platform), bool(has), handle)


def owners_of(store: Store, platform: Platform, handle: str) -> list[str]:
    """Return the codes of the agencies that have this handle on record."""
    rows = store.rows(
        "select agency from account where platform = ? and key = ? order by agency",
        (platform, compare_key(platform, handle)),
    )
    return [code for (code,) in rows]


def save_agencies(store: Store, agencies: Iterable[Agency]) -> None:
    """Write agencies, new or changed."""
    store.write_all(
        "insert into agency (code, name, kind, note, name_key) values (?, ?, ?, ?, ?) "
        "on conflict (code) do update set name = excluded.name, kind = excluded.kind, "
        "note = excluded.note, name_key = excluded.name_key",
        ((a.code, a.name, a.kind, a.note, name_key(a.name)) for a in agencies),
    )


def save_accounts(store: Store, accounts: Iterable[Account]) -> None:
    """Write accounts, new or changed.

    Evidence kept under an agency's code, for want of a handle, goes over to the
    handle when it is known.
    """
    accounts = list(accounts)
    store.write_all(
        "insert into account (agency, platform, has, handle, key) values (?, ?, ?, ?, ?) "
        "on conflict (agency, platform) do update set has = excluded.has, "
        "handle = excluded.handle, key = excluded.key",
        ((a.agency, a.platform, int(a.has), a.handle, a.key) for a in accounts),
    )
    if store.rows(_WAITING).fetchone():
        store.write_all(
            "update sighting set key = ? where platform = ? and key = ?",
            ((a.key, a.platform, f"?{a.agency}") for a in accounts if a.handle),
        )
