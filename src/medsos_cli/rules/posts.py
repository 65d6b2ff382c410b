"""Posts as evidence: which link is a post's, and when the post was made."""

from datetime import date, datetime
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.models import Account, Accuracy, Platform, PostEvidence
from medsos_cli.words.days import Clock, utc_stamp
from medsos_cli.words.links import PostLink, ProfileLink, read_link
from medsos_cli.words.post_ids import counted_until, post_time
from medsos_cli.words.safe import quoted


class Post(NamedTuple):
    """A post whose owner and time are known; `moment` is UTC."""

    link: PostLink
    account: Account
    moment: datetime
    accuracy: Accuracy

    def evidence(self, seen: str, source: str) -> PostEvidence:
        """Return the evidence that this post is; `seen` (UTC) is when its link came."""
        return PostEvidence(
            platform=self.link.platform,
            key=self.account.key,
            post=self.link.code,
            posted_at=utc_stamp(self.moment),
            accuracy=self.accuracy,
            source=source,
            seen_at=seen,
        )


def read_post_link(text: str) -> PostLink:
    """Read a link that must be a post's; raises `InputError`."""
    link = read_link(text)
    if isinstance(link, ProfileLink):
        raise InputError(
            "{text} is an account, not a post",
            "open the post and copy its address",
            text=quoted(text),
        )
    return link


def date_post(link: PostLink, on: date | None, clock: Clock) -> tuple[datetime, Accuracy]:
    """Return when a post was made (UTC), and how well that is known.

    An X id is exact; an Instagram code is a lower bound, which a day given beside
    it makes a day; Facebook needs the day. Raises `InputError` when there is
    none, or the day contradicts the id.
    """
    if on is not None and (last := counted_until(link)):
        return _date_counted(link, on, last, clock), Accuracy.DAY
    found = post_time(link, clock.moment)
    if on is not None and link.platform is not Platform.TWITTER:
        return _date_by_day(link, on, found and found[0], clock), Accuracy.DAY
    if found is None:
        raise InputError(
            "the link of post {code} does not say its day",
            "say it with --on DATE, as it stands on the post",
            code=quoted(link.code),
        )
    day = clock.local_day(utc_stamp(found[0]))
    if on not in {None, day}:
        raise InputError(
            "post {code} is of {day}, not of {asked}",
            "leave --on out: the link says the day",
            code=link.code,
            day=day,
            asked=on,
        )
    return found


def _date_counted(link: PostLink, on: date, last: date, clock: Clock) -> datetime:
    if on > last:
        raise InputError(
            "the id of post {code} is from before {last}: see the date on the post",
            code=link.code,
            last=last,
        )
    return datetime.fromisoformat(clock.noon(on))


def _date_by_day(link: PostLink, on: date, begun: datetime | None, clock: Clock) -> datetime:
    if begun and clock.local_day(utc_stamp(begun)) > on:
        raise InputError(
            "post {code} was begun after {day}: see the date on the post", code=link.code, day=on
        )
    return datetime.fromisoformat(clock.noon(on))
