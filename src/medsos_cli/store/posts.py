"""Posts known by their links, each kept once."""

from collections.abc import Iterable

from medsos_cli.links import PostLink
from medsos_cli.models import Account, Platform, Sighting, compare_key
from medsos_cli.posts import Owners
from medsos_cli.store.agencies import account_of, read_account
from medsos_cli.store.database import Store
from medsos_cli.store.near import names

_INSERT = """
insert into sighting (
    platform, key, result, posted_at, accuracy, first_seen, last_seen, source, post, network_id
) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (platform, post) where post is not null
do nothing
"""
# A day that an officer read off the post is better than one guessed from a chat or a code.
_BETTER = """
update sighting set posted_at = ?4, accuracy = ?5
where platform = ?1 and post = ?9 and ?5 = 'day'
    and (accuracy in ('guess', 'lower bound') or posted_at <> ?4)
"""


_OF_POST = """
select a.agency, a.platform, a.has, a.handle from sighting s
join account a on a.platform = s.platform and a.key = s.key
where s.platform = ? and s.post = ? order by a.agency
"""


def owners(store: Store) -> Owners:
    """Return what the record says about whose post a link is."""

    def of_handle(platform: Platform, handle: str) -> list[Account]:
        rows = store.rows(
            "select agency, platform, has, handle from account where platform = ? and key = ? "
            "order by agency",
            (platform, compare_key(platform, handle)),
        )
        return [read_account(*row) for row in rows]

    def of_post(link: PostLink) -> list[Account]:
        return [read_account(*row) for row in store.rows(_OF_POST, (link.platform, link.code))]

    def of_agency(agency: str, platform: Platform) -> Account | None:
        return account_of(store, agency, platform)

    def handles(platform: Platform) -> Iterable[str]:
        known = "select handle from account where platform = ? and handle is not null"
        return names(store, known, platform)

    return Owners(of_handle, of_post, of_agency, handles)


def record_post(store: Store, sighting: Sighting) -> str:
    """Record a post; tell whether it is `new`, `changed` (dated better) or `unchanged`."""
    if store.rows(_INSERT, sighting).rowcount:
        return "new"
    return "changed" if store.rows(_BETTER, sighting[:9]).rowcount else "unchanged"
