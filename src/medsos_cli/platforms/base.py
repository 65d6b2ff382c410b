"""What a network can be asked, and what stops it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple, Protocol

from medsos_cli.errors import Message
from medsos_cli.models import Platform
from medsos_cli.platforms.client import Client, NoAnswer, Reply, come_back
from medsos_cli.platforms.looks import Look, Target

FAILURES_IN_A_ROW = 2
"""After so many a network is not asked any more."""
_CLOCK_SLACK = timedelta(hours=1)
_WRONG_CLOCK = Message("this computer's clock is not the network's: set it, then say check again")


class Refusal(NamedTuple):
    """A network's answer that says nothing of an account, and why.

    `stops` is for one that every further request would get too, `again` for one
    that may be another the next time. `pause` is how long what refuses will last,
    if that is known, for when the headers do not say it.
    """

    reason: str | Message
    stops: bool = False
    again: bool = False
    pause: timedelta | None = None


class Quota(NamedTuple):
    """What a network says of the requests that are left, and until when (UTC) that holds."""

    left: str | Message | None
    until: datetime | None = None


class Network(Protocol):
    """A network that is asked about many accounts in one request.

    `stopped` says why it must not be asked any more in this run, `back` then from
    when on it may be (UTC), if that is known; `notes` is for people.
    """

    name: str
    batch: int
    canary: Target | None
    stopped: str | Message | None
    back: datetime | None
    quota: Quota | None
    notes: list[str | Message]

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


class AskedNetwork(ABC):
    """What is kept of a network while it is asked, whichever it is; see `Network`."""

    def __init__(
        self, client: Client, now: Callable[[], datetime], canary: Target | None = None
    ) -> None:
        """Take the client, the clock (aware), and an account that is known to exist."""
        self.canary = canary
        self.stopped: str | Message | None = None
        self.back: datetime | None = None
        self.quota: Quota | None = None
        self.notes: list[str | Message] = []
        self._client = client
        self._now = now
        self._failures = 0

    @property
    def requests(self) -> int:
        """Return how many requests were sent."""
        return self._client.requests

    @property
    def _latest(self) -> datetime:
        """Return the moment after which no post can be, the clocks being a little wrong."""
        return self._now() + _CLOCK_SLACK

    @abstractmethod
    def _read_quota(self, headers: Mapping[str, str]) -> Quota | None:
        """Return what an answer's headers say of the limits, if they do."""

    def _ask(self, send: Callable[[], Reply], *, of_one: bool = False) -> Reply | Refusal:
        """Ask once; no answer is a refusal, and a failure unless it was about one account."""
        try:
            answer = send()
        except NoAnswer as error:
            if of_one:
                return Refusal(error.message, again=True)
            until = come_back(error.headers, self._now())
            return self._fail(Refusal(error.message, pause=until - self._now() if until else None))
        self.quota = self._read_quota(answer.headers) or self.quota
        if self._is_clock_wrong(answer):
            return self._fail(Refusal(_WRONG_CLOCK, stops=True))
        return answer

    def _is_clock_wrong(self, answer: Reply) -> bool:
        """Tell whether the network's own clock says so: then nothing is seen when it is said."""
        try:
            its = parsedate_to_datetime(answer.headers.get("date", ""))
        except (ValueError, OverflowError):
            return False
        return abs(its.replace(tzinfo=its.tzinfo or UTC) - self._now()) > _CLOCK_SLACK

    def _fail(self, refusal: Refusal) -> Refusal:
        """Stop asking where the network says so, or where it fails again and again."""
        self._failures += 1
        if refusal.stops or self._failures >= FAILURES_IN_A_ROW:
            self._stop(refusal)
        return refusal

    def _stop(self, refusal: Refusal) -> None:
        if self.stopped is None:
            self.stopped = refusal.reason
            if refusal.pause is not None:
                until = self.quota.until if self.quota else None
                self.back = until or self._now() + refusal.pause
