"""Posts as evidence: whose a link is, and when its post was made."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from medsos_cli.days import Clock, utc_stamp
from medsos_cli.errors import InputError
from medsos_cli.links import PostLink, ProfileLink, post_time, read_link, shown
from medsos_cli.models import Account, Accuracy, Agency, Platform, Result, Sighting
from medsos_cli.names import did_you_mean


class Owners(NamedTuple):
    """What is on record about accounts, as far as finding a post's owner needs it.

    `of_handle` gives the accounts with a handle, `of_post` those that a post is
    recorded of, `of_agency` an agency's account on a platform, `handles` all handles
    of a platform.
    """

    of_handle: Callable[[Platform, str], list[Account]]
    of_post: Callable[[PostLink], list[Account]]
    of_agency: Callable[[str, Platform], Account | None]
    handles: Callable[[Platform], Iterable[str]]


class Post(NamedTuple):
    """A post whose owner and time are known; `moment` is UTC."""

    link: PostLink
    account: Account
    moment: datetime
    accuracy: Accuracy

    def sighting(self, seen: str, source: str) -> Sighting:
        """Return the evidence that this post is; `seen` is a UTC stamp."""
        return Sighting(
            platform=self.link.platform,
            key=self.account.key,
            result=Result.POST,
            posted_at=utc_stamp(self.moment),
            accuracy=self.accuracy,
            first_seen=seen,
            last_seen=seen,
            source=source,
            post=self.link.code,
        )


def read_post_link(text: str) -> PostLink:
    """Read a link that must be a post's; raises `InputError`."""
    link = read_link(text)
    if isinstance(link, ProfileLink):
        raise InputError(
            f"{shown(text)} is an account, not a post", "open the post and copy its address"
        )
    return link


def find_owner(link: PostLink, agency: Agency | None, owners: Owners) -> Account:
    """Return the account whose post this is: by the handle in the link, else by the agency.

    A post that is on record already keeps its owner. Raises `InputError` for a handle
    that is nobody's on record, near ones named, for a post that is not the agency's,
    and where nothing says whose it is.
    """
    if link.handle is None:
        accounts, what = owners.of_post(link), f"post {link.code}"
    else:
        accounts, what = owners.of_handle(link.platform, link.handle), f"account {link.handle}"
    if link.handle and not accounts:
        near = did_you_mean(link.handle, owners.handles(link.platform))
        raise InputError(
            f"no agency on record has the {link.platform} account {link.handle}",
            near or f"to put it on record: medsos account set AGENCY {link.platform} {link.handle}",
        )
    if not accounts:
        return _account_of(link, agency, owners)
    if agency is None:
        return accounts[0]
    for account in accounts:
        if account.agency == agency.code:
            return account
    raise InputError(
        f"the {link.platform} {what} is that of {accounts[0].agency}, not of {agency.code}"
    )


def _account_of(link: PostLink, agency: Agency | None, owners: Owners) -> Account:
    if agency is None:
        raise InputError(
            f"the {link.platform} link of {link.code} does not say whose post it is",
            "say it: medsos post URL --agency AGENCY",
        )
    account = owners.of_agency(agency.code, link.platform)
    if account is None or not account.has:
        raise InputError(
            f"{agency.code} has no {link.platform} account on record",
            f"put it on record first: medsos account set {agency.code} {link.platform} HANDLE",
        )
    return account


def date_post(link: PostLink, on: date | None, clock: Clock) -> tuple[datetime, Accuracy]:
    """Return when a post was made (UTC), and how well that is known.

    An X id is exact; an Instagram code is a lower bound, which a day given beside
    it makes a day; Facebook needs the day. Raises `InputError` when there is
    none, or the day contradicts the id.
    """
    if on is not None and link.platform is not Platform.TWITTER:
        told = post_time(link, clock.moment)
        if told and clock.local_day(utc_stamp(told[0])) > on:
            raise InputError(f"post {link.code} was begun after {on}: see the date on the post")
        return datetime.fromisoformat(clock.noon(on)), Accuracy.DAY
    found = post_time(link, clock.moment)
    if found is None:
        raise InputError(
            f"the link of post {shown(link.code)} does not say its day",
            "say it with --on DATE, as it stands on the post",
        )
    if on is not None and clock.local_day(utc_stamp(found[0])) != on:
        raise InputError(
            f"post {link.code} is of {clock.local_day(utc_stamp(found[0]))}, not of {on}",
            "leave --on out: the link says the day",
        )
    return found
