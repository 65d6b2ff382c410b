"""Agencies and their accounts on record; what is near a name that is not."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias, TypeVar

from medsos_cli.errors import InputError, Message, UnknownError
from medsos_cli.models import PLATFORMS, Account, Agency, Platform, Word
from medsos_cli.store.agency_names import OfficeNames, agencies_called
from medsos_cli.store.database import Store, one_of
from medsos_cli.store.renaming import give_handles
from medsos_cli.store.statements import Stated, account_value, state, state_where_new
from medsos_cli.words.names import name_key, near_words, suggestion
from medsos_cli.words.safe import some_of
from medsos_cli.words.similar_offices import TimeToLook

T = TypeVar("T")
Words: TypeAlias = Callable[[T], Word]
"""On whose word each thing is stated."""


class Suggestions:
    """Near names for words that name nothing on record.

    A search goes through all names there are, and a file can miss thousands of times:
    who reads one keeps one of these, and gets no more once its time is up.
    """

    def __init__(self, time: TimeToLook | None = None) -> None:
        """Search as long as that allows."""
        self._time = TimeToLook() if time is None else time

    def hint(self, store: Store, word: str, query: str, *values: str) -> Message | None:
        """Return the hint that names what is near among the names that a query gives.

        Where both names of one row are near, they are one suggestion.
        """
        if not self._time:
            return None
        with self._time:
            return self._search([*store.rows(query, values)], word)

    def _search(self, rows: Sequence[Sequence[str]], word: str) -> Message | None:
        near = near_words(word, (name for row in rows for name in row if name))
        told = {name: name for name in near}
        for row in rows:
            if len(row) > 1 and row[0] != row[1] and {*row} <= {*near}:
                told |= dict.fromkeys(row, f"{row[0]} ({row[1]})")
        return suggestion([*dict.fromkeys(told.values())][:3])


def find_agency(
    store: Store, word: str, near: Suggestions | None = None, names: OfficeNames | None = None
) -> Agency:
    """Find an agency by its code, else by its exact name; also by those that it had (`is_former`).

    Who reads a file keeps `names` for all of it. Raises `InputError` when there is none, with
    the near ones, and when a name fits several.
    """
    code = word.strip().casefold()
    if found := next(agencies_called(store, [code], []), None):
        return found
    names = names or OfficeNames(store)
    namesakes = names.called(name_key(word))
    if not namesakes and (former := names.former.get(name_key(word))):
        return next(agencies_called(store, [former], []))
    codes = namesakes.of(namesakes.choose(word, names.home))
    if len(codes) == 1:
        return next(agencies_called(store, codes, []))
    if codes:
        raise InputError(
            "{word!r} is the name of {n} agencies",
            "say which: {codes}",
            word=word,
            n=len(codes),
            codes=some_of(codes),
        )
    raise UnknownError(
        "no agency is called {word!r}",
        (near or Suggestions()).hint(store, word, "select code, name from agency")
        or "see: medsos agencies",
        word=word,
    )


def refuse_known_agency(store: Store, agency: Agency, but: Agency | None = None) -> None:
    """Raise `InputError` where a code or a name is on record already, of another than `but`."""
    for word in (agency.code, agency.name):
        try:
            known = find_agency(store, word, Suggestions(TimeToLook(0)))
        except UnknownError:
            continue
        if but is None or known.code != but.code:
            raise InputError(
                "{word!r} is on record already, as {code}, {name}",
                "see: medsos agencies",
                word=word, code=known.code, name=known.name,
            )  # fmt: skip


def names_of_agencies(store: Store) -> Iterator[tuple[str, str]]:
    """Yield code and name of every agency on record."""
    yield from store.rows("select code, name from agency where successor is null order by code")


def accounts_of(store: Store, codes: Iterable[str]) -> Iterator[tuple[Account, str]]:
    """Yield what is on record for these agencies on any platform, and since which day."""
    for *row, since in store.rows(
        "select agency, platform, has, handle, since from account "
        "where agency in (select value from json_each(?))",
        (one_of(codes),),
    ):
        yield read_account(*row), since


def owners_of_keys(
    store: Store, platform: Platform, keys: Iterable[str], most: int
) -> Iterator[tuple[str, str]]:
    """Yield key and agency of the accounts of a platform that have these keys, of each so many.

    Those of closed agencies have ended.
    """
    for key, owners in store.rows(
        "select k.value, (select json_group_array(agency) from ("
        "select a.agency from account a join agency g on g.code = a.agency "
        "where g.closed is null and a.platform = :platform and a.key = k.value limit :most"
        ")) from json_each(:keys) k",
        {"platform": platform, "keys": one_of(keys), "most": most},
    ):
        yield from ((key, owner) for owner in json.loads(owners))


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


def add_agencies(store: Store, agencies: Iterable[Agency], word: Words[Agency]) -> None:
    """Write agencies that are not on record yet."""
    store.insert_all(
        "agency",
        ("code", "name", "kind", "note", "name_key", "act", "since", "line"),
        ((*a[:4], name_key(a.name), *word(a)[:3]) for a in agencies),
    )


def change_agencies(store: Store, agencies: Iterable[Agency], word: Words[Agency]) -> None:
    """State what is new of agencies on record."""
    agencies = list(agencies)
    for fact in ("name", "kind", "note"):
        stated = ((a.code, getattr(a, fact), word(a)) for a in agencies)
        state_where_new(store, "agency", fact, stated)
    store.write_all(
        "update agency set name_key = ? where code = ? and name = ?",
        ((name_key(a.name), a.code, a.name) for a in agencies),
    )


def add_accounts(store: Store, accounts: Iterable[Account], word: Words[Account]) -> None:
    """Write accounts of which nothing is on record yet."""
    store.insert_all(
        "account",
        ("agency", "platform", "has", "handle", "key", "act", "since", "line"),
        ((a.agency, a.platform.value, int(a.has), a.handle, a.key, *word(a)[:3]) for a in accounts),
    )


def change_accounts(store: Store, accounts: Iterable[Account], word: Words[Account]) -> None:
    """State accounts that are on record anew: another, or the same on a newer word.

    Evidence kept under an agency's code, for want of a handle, is of the handle too when
    that is known.
    """
    accounts = list(accounts)
    for platform in PLATFORMS:
        stated = ((a.agency, account_value(a), word(a)) for a in accounts if a.platform == platform)
        state_where_new(store, "account", platform, stated, again=True)
    give_handles(store, accounts, word)


def state_account(store: Store, account: Account, word: Word, document: str | None = None) -> None:
    """State an account, whatever held before."""
    if account_of(store, account.agency, account.platform) is None:
        add_accounts(store, [account], lambda _: word)
        return
    value = account_value(account)
    state(store, [Stated(account.agency, account.platform, value, word, document)])
    give_handles(store, [account], lambda _: word)
