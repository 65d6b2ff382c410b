"""Looking at an account: whom to look at, and what a network's answer comes to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from medsos_cli.errors import Message
from medsos_cli.models import Accuracy, Platform, PostEvidence, Result, Sighting

LISTED = "-api"
"""How the source of what a network showed ends."""
_LONGEST_LIST = 200


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

    `posts` are those it showed, each by its own id and moment (a UTC stamp); it showed every
    one later than `after`, all there are where that is empty, no span whole where it is None.
    `network_id` is the account's own id. `reason` is for people, `renamed` the name the
    account has now; `own` is for what is not checked for a fault of this account alone.
    """

    target: Target
    kind: Kind
    reason: str | Message = ""
    result: Result | None = None
    posts: tuple[tuple[str, str], ...] = ()
    after: str | None = None
    network_id: str | None = None
    renamed: str | None = None
    own: bool = False

    def sighting(self, stamp: str) -> Sighting | None:
        """Return the evidence that this look gives, made at `stamp` (UTC), if it gives any."""
        if self.result is None:
            return None
        return Sighting(
            platform=self.target.platform,
            key=self.target.key,
            result=self.result,
            posted_at=None,
            accuracy=None,
            first_seen=stamp,
            last_seen=stamp,
            source=self.source,
            network_id=self.network_id,
        )

    def evidence(self) -> list[PostEvidence]:
        """Return the posts that this look showed, newest first."""
        platform, key, *_ = self.target
        return [
            PostEvidence(
                platform, key, post, moment, Accuracy.EXACT, self.source,
                network_id=self.network_id,
            )
            for post, moment in sorted(self.posts, key=itemgetter(1), reverse=True)
        ]  # fmt: skip

    @property
    def source(self) -> str:
        """How it is known: by the network itself."""
        return f"{self.target.platform}{LISTED}"


def seen_posts(
    target: Target,
    network_id: str | None,
    posts: Iterable[tuple[str, str]],
    after: str | None = None,
) -> Look:
    """Say that the account is there, and which posts it shows: see `Look`."""
    return Look(target, Kind.SEEN, "", Result.EXISTS, (*posts,), after, network_id)


def seen_empty(target: Target, network_id: str | None) -> Look:
    """Say that the account is there and has never posted."""
    return Look(target, Kind.SEEN, "", Result.EMPTY, after="", network_id=network_id)


def seen_only(target: Target, network_id: str | None, reason: str | Message) -> Look:
    """Say that the account is there; `reason` says why its posts cannot be seen."""
    return Look(target, Kind.SEEN, reason, Result.EXISTS, network_id=network_id)


def gone(target: Target, reason: str | Message) -> Look:
    """Say that there is no such account, or a suspended one: the network said so outright."""
    return Look(target, Kind.GONE, reason, Result.GONE)


def unproven(target: Target, reason: str | Message) -> Look:
    """Say that there is no such account, or that it is hidden: the network cannot tell."""
    return Look(target, Kind.UNPROVEN, reason)


def not_checked(target: Target, reason: str | Message, *, own: bool = False) -> Look:
    """Say that nothing was learnt: a token, a quota, a permission, no answer or an odd one."""
    return Look(target, Kind.NOT_CHECKED, reason, own=own)


class Recorded(NamedTuple):
    """What a look has added: a post not known before, or another account behind the handle."""

    new_post: bool = False
    stranger: bool = False


@dataclass
class Tally:
    """What a check came to: counts for everything, and the first accounts of each to name."""

    counts: Counter[tuple[Platform, Kind]] = field(default_factory=Counter)
    new_posts: Counter[Platform] = field(default_factory=Counter)
    reasons: Counter[tuple[Platform, str | Message]] = field(default_factory=Counter)
    named: list[Look] = field(default_factory=list)
    strangers: list[Look] = field(default_factory=list)
    faulty: list[Look] = field(default_factory=list)
    unnamed: int = 0
    disturbed: list[str | Message] = field(default_factory=list)
    stopped: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether an account could not be looked at, or a network stopped or is not believed."""
        return bool(self.reasons or self.faulty or self.disturbed or self.stopped)

    def add(self, look: Look, recorded: Recorded) -> None:
        """Count one look."""
        platform = look.target.platform
        self.counts[platform, look.kind] += 1
        self.new_posts[platform] += recorded.new_post
        if look.own and len(self.faulty) < _LONGEST_LIST:
            self.faulty.append(look)
        elif look.kind is Kind.NOT_CHECKED:
            self.reasons[platform, look.reason] += 1
        elif look.reason or look.renamed:
            self._name(self.named, look)
        if recorded.stranger:
            self._name(self.strangers, look)

    def _name(self, names: list[Look], look: Look) -> None:
        if len(names) < _LONGEST_LIST:
            names.append(look)
        else:
            self.unnamed += 1
