"""Whose account a handle is, and whose a post is."""

from collections.abc import Iterator

from medsos_cli.errors import InputError
from medsos_cli.models import Account, Agency, Platform, compare_key
from medsos_cli.store.agencies import Suggestions, account_of, read_account
from medsos_cli.store.database import Store
from medsos_cli.words.links import PostLink


def accounts_called(store: Store, platform: Platform, handle: str) -> list[Account]:
    """Return the accounts that have this handle, or had it, by agency; of closed ones last."""
    rows = store.rows(
        "select a.agency, a.platform, a.has, a.handle from account a "
        "join agency g on g.code = a.agency where a.platform = :platform and a.key in ("
        "select :key union all "
        "select other from one_account where platform = :platform and key = :key"
        ") order by g.closed is not null, a.agency",
        {"platform": platform, "key": compare_key(platform, handle)},
    )
    return [read_account(*row) for row in rows]


def names_of_holders(store: Store) -> Iterator[tuple[str, str | None, Agency]]:
    """Yield who was handed a device, and that device's number, with the agency it was for.

    Between them stands the day (2020-12-03) on which it came back, None where it did not.
    """
    for name, until, *agency in store.rows(
        "with handed as (select e.agency, e.holder, d.phone_number, ("
        "select min(r.day) from standing_event r where r.device = e.device and r.event > e.event "
        "and r.kind = 'return') as until from standing_event e "
        "join device d on d.id = e.device where e.kind = 'handover') "
        "select h.name, h.until, a.code, a.name, a.kind, a.note from ("
        "select agency, holder as name, until from handed "
        "union select agency, phone_number, until from handed"
        ") h join agency a on a.code = h.agency where h.name is not null"
    ):
        yield name, until, Agency(*agency)


def accounts_of_post(store: Store, link: PostLink) -> list[Account]:
    """Return the accounts that a post is recorded of, by agency."""
    rows = store.rows(
        "select distinct a.agency, a.platform, a.has, a.handle from standing_post p "
        "join account a on a.platform = p.platform and a.key = p.key "
        "where p.platform = ? and p.post = ? order by a.agency",
        (link.platform, link.code),
    )
    return [read_account(*row) for row in rows]


def accounts_numbered(store: Store, number: str) -> list[Account]:
    """Return the accounts of Facebook that go by a name and have this number, by agency."""
    rows = store.rows(
        "select a.agency, a.platform, a.has, a.handle from identity i "
        "join account a on a.platform = i.platform and a.key = i.key "
        "where i.platform = ? and i.network_id = ? order by a.agency",
        (Platform.FACEBOOK, number),
    )
    return [read_account(*row) for row in rows]


def accounts_of_link(store: Store, link: PostLink) -> list[Account]:
    """Return the accounts whose post a link is, as far as the record says, by agency.

    Raises `InputError` where the link names one account and the record another.
    """
    if link.handle is None:
        return accounts_of_post(store, link)
    found = accounts_called(store, link.platform, link.handle)
    kept = accounts_of_post(store, link) if found else []
    if kept and not {each.key for each in kept} & {each.key for each in found}:
        raise InputError(
            "{platform} post {code} is on record as that of {kept}, not of {agency}",
            "see whose it is; a post keeps the owner it was first recorded with",
            platform=link.platform,
            code=link.code,
            kept=kept[0].agency,
            agency=found[0].agency,
        )
    return found or (accounts_numbered(store, link.handle) if _has_number(link) else [])


def _has_number(link: PostLink) -> bool:
    return link.platform is Platform.FACEBOOK and bool(link.handle and link.handle.isdecimal())


def number_of(link: PostLink, account: Account) -> str | None:
    """Return the number by which a link names an account that is on record by its name."""
    return link.handle if _has_number(link) and account.handle != link.handle else None


def goes_beside(stated: Account, before: Account) -> bool:
    """Tell whether an account is stated by its number where one stands by its name."""
    numbered = bool(stated.handle and stated.handle.isdecimal())
    named = bool(before.handle and not before.handle.isdecimal())
    return stated.platform is Platform.FACEBOOK and numbered and named


def posts_left_behind(store: Store, before: Account) -> int:
    """Return how many posts are known of a handle that no agency has on record now."""
    rows = store.rows(
        "select count(*) from ("
        "select posted_at from evidence "
        "where platform = :platform and key = :key and posted_at is not null and ours "
        "union select posted_at || post from standing_post "
        "where platform = :platform and key = :key and ours"
        ") where not exists (select 1 from account where platform = :platform and (key = :key "
        "or key in (select other from one_account where platform = :platform and key = :key)))",
        {"platform": before.platform, "key": before.key},
    )
    return int(rows.fetchone()[0])


def keep_number(store: Store, account: Account, number: str, stamp: str) -> None:
    """Keep an account's number beside its name, from `stamp` (UTC) on."""
    store.rows(
        "insert into identity (platform, key, network_id, since) values (?, ?, ?, ?) "
        "on conflict do nothing",
        (account.platform, account.key, number, stamp),
    )


def numbers_kept(store: Store, account: Account) -> list[str]:
    """Return the numbers kept beside an account's name that no network has told of."""
    rows = store.rows(
        "select network_id from identity i where platform = ? and key = ? and not exists ("
        "select 1 from sighting s where s.platform = i.platform and s.key = i.key "
        "and s.network_id = i.network_id) order by network_id",
        (account.platform, account.key),
    )
    return [number for (number,) in rows]


def find_owner(
    store: Store, link: PostLink, agency: Agency | None, near: Suggestions | None = None
) -> Account:
    """Return the account whose post this is: by the handle in the link, else by the agency.

    A post that is on record already keeps its owner. A number that is nobody's yet may be
    that of the agency's account that goes by its name: see `keep_number`. Raises `InputError`
    for a handle that is nobody's on record, near ones named, for a post that is not the
    agency's, and where nothing says whose it is.
    """
    accounts = accounts_of_link(store, link)
    if not accounts:
        accounts = [account_said(store, link, agency, near or Suggestions())]
    of_agency = [each for each in accounts if agency is None or each.agency == agency.code]
    if not of_agency:
        raise _of_another(link, accounts[0].agency, agency)
    return of_agency[0]


def account_said(store: Store, link: PostLink, agency: Agency | None, near: Suggestions) -> Account:
    """Return the account whose a post is that is not on record: see `find_owner`."""
    account = account_of(store, agency.code, link.platform) if agency else None
    if link.handle:
        by_name = account and account.handle and not account.handle.isdecimal()
        if account and by_name and _has_number(link):
            return account
        raise _nobodys(store, link, near)
    if agency is None:
        raise InputError(
            "the {platform} link of {code} does not say whose post it is",
            "say it: medsos post URL --agency AGENCY",
            platform=link.platform,
            code=link.code,
        )
    if account is None or not account.has:
        raise InputError(
            "{agency} has no {platform} account on record",
            "put it on record first: medsos account set {agency} {platform} HANDLE",
            agency=agency.code,
            platform=link.platform,
        )
    return account


def _nobodys(store: Store, link: PostLink, near: Suggestions) -> InputError:
    fields = {"platform": link.platform, "handle": link.handle}
    if _has_number(link):  # what is near a number is another one
        return InputError(
            "no agency on record has the {platform} account {handle}",
            "say whose it is: medsos post URL --agency AGENCY, or: "
            "medsos account set AGENCY {platform} {handle}",
            **fields,
        )
    known = "select handle from account where platform = ? and handle is not null"
    return InputError(
        "no agency on record has the {platform} account {handle}",
        near.hint(store, link.handle or "", known, link.platform)
        or "to put it on record: medsos account set AGENCY {platform} {handle}",
        **fields,
    )


def _of_another(link: PostLink, owner: str, agency: Agency | None) -> InputError:
    fields = {"platform": link.platform, "owner": owner, "agency": agency and agency.code}
    if link.handle is None:
        return InputError(
            "the {platform} post {code} is that of {owner}, not of {agency}",
            code=link.code,
            **fields,
        )
    return InputError(
        "the {platform} account {handle} is that of {owner}, not of {agency}",
        handle=link.handle,
        **fields,
    )
