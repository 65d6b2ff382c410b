"""What a network can be asked, and what stops it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from medsos_cli.looks import Look, Target
from medsos_cli.models import Platform


class Refusal(NamedTuple):
    """A network's answer that says nothing of an account, and why.

    `stops` is for one that every further request would get too, `again` for one
    that may be another the next time. `pause` is how long the network's limit
    lasts, for when its headers do not say it.
    """

    reason: str
    stops: bool = False
    again: bool = False
    pause: timedelta | None = None


class Quota(NamedTuple):
    """What a network says of the requests that are left, and until when (UTC) that holds."""

    told: str
    until: datetime | None = None


def paused(quota: Quota | None, refusal: Refusal, now: datetime) -> Quota | None:
    """Return the quota after a refusal: until when it holds, if nothing has said so before."""
    if refusal.pause is None or (quota and quota.until):
        return quota
    return Quota(quota.told if quota else "", now + refusal.pause)


class Network(Protocol):
    """A network that is asked about many accounts in one request.

    `stopped` says why it must not be asked any more in this run, `quota.until`
    then when it may be; `notes` is for people.
    """

    name: str
    batch: int
    canary: Target | None
    stopped: str | None
    quota: Quota | None
    notes: list[str]

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The platforms whose accounts it is asked about."""

    @property
    def requests(self) -> int:
        """How many requests were sent."""

    def look(self, targets: Sequence[Target]) -> list[Look]:
        """Look at up to `batch` accounts; one look for each, in their order."""

    def plan(self, targets: Sequence[Target]) -> Iterator[str]:
        """Yield the lines that tell which requests `look` would make, without a token."""
