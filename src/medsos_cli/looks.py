"""Looking at an account: whom to look at, and what a network's answer comes to."""

from enum import StrEnum
from typing import NamedTuple

from medsos_cli.models import Accuracy, Platform, Result, Sighting


class Target(NamedTuple):
    """An account to look at.

    `agency` is the code of one that has it, `network_id` the network's own id of
    the account where it is known from before.
    """

    platform: Platform
    key: str
    handle: str
    agency: str = ""
    network_id: str | None = None


class Kind(StrEnum):
    """What came of looking at an account. Only the first two are sightings."""

    SEEN = "seen"
    GONE = "gone"
    UNPROVEN = "not found or not professional"
    NOT_CHECKED = "not checked"


class Look(NamedTuple):
    """What came of looking at one account; make it with the functions below.

    `posted_at` is a UTC stamp, `post` the post's own id or code, `network_id` the
    account's. `reason` is for people, `renamed` the name the account has now.
    """

    target: Target
    kind: Kind
    reason: str = ""
    result: Result | None = None
    posted_at: str | None = None
    post: str | None = None
    network_id: str | None = None
    renamed: str | None = None

    def sighting(self, stamp: str) -> Sighting | None:
        """Return the evidence that this look gives, made at `stamp` (UTC), if it gives any."""
        if self.result is None:
            return None
        return Sighting(
            platform=self.target.platform,
            key=self.target.key,
            result=self.result,
            posted_at=self.posted_at,
            accuracy=Accuracy.EXACT if self.posted_at else None,
            first_seen=stamp,
            last_seen=stamp,
            source=f"{self.target.platform}-api",
            network_id=self.network_id,
        )


def seen_post(target: Target, network_id: str | None, posted_at: str, post: str | None) -> Look:
    """Say that the account is there, and which post is its newest."""
    return Look(target, Kind.SEEN, "", Result.POST, posted_at, post, network_id)


def seen_empty(target: Target, network_id: str | None) -> Look:
    """Say that the account is there and has never posted."""
    return Look(target, Kind.SEEN, "", Result.EMPTY, network_id=network_id)


def seen_only(target: Target, network_id: str | None, reason: str) -> Look:
    """Say that the account is there; `reason` says why its posts cannot be seen."""
    return Look(target, Kind.SEEN, reason, Result.EXISTS, network_id=network_id)


def gone(target: Target, reason: str) -> Look:
    """Say that there is no such account, or a suspended one: the network said so outright."""
    return Look(target, Kind.GONE, reason, Result.GONE)


def unproven(target: Target, reason: str) -> Look:
    """Say that there is no such account, or that it is hidden: the network cannot tell."""
    return Look(target, Kind.UNPROVEN, reason)


def not_checked(target: Target, reason: str) -> Look:
    """Say that nothing was learnt: a token, a quota, a permission, no answer or an odd one."""
    return Look(target, Kind.NOT_CHECKED, reason)
