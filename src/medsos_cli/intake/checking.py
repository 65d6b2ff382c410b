"""Looking at many accounts: the networks at the same time, what they show stored as it comes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Thread

from medsos_cli.handles import is_handle
from medsos_cli.looks import Kind, Look, Target, not_checked
from medsos_cli.models import Platform
from medsos_cli.platforms.base import Network
from medsos_cli.store.database import Store
from medsos_cli.store.looks import Recorded, prove_writable, record_looks, targets

_LONGEST_LIST = 200
_ODD_HANDLE = "its handle is none that the network could know"
_SECONDS_BETWEEN_SIGNALS = 0.2


@dataclass
class Tally:
    """What a check came to: counts for everything, and the first accounts of each to name."""

    counts: Counter[tuple[Platform, Kind]] = field(default_factory=Counter)
    new_posts: Counter[Platform] = field(default_factory=Counter)
    reasons: Counter[tuple[Platform, str]] = field(default_factory=Counter)
    named: list[Look] = field(default_factory=list)
    strangers: list[Look] = field(default_factory=list)
    unnamed: int = 0
    disturbed: list[str] = field(default_factory=list)
    stopped: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether an account could not be looked at, or a network stopped or is not believed."""
        return bool(self.reasons or self.disturbed or self.stopped)

    def add(self, look: Look, recorded: Recorded) -> None:
        """Count one look."""
        platform = look.target.platform
        self.counts[platform, look.kind] += 1
        self.new_posts[platform] += recorded.new_post
        if look.kind is Kind.NOT_CHECKED:
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


def in_requests(network: Network, waiting: Iterable[Target]) -> Iterator[list[Target]]:
    """Yield the accounts as many at a time as one request takes, the canary first of all."""
    waiting = iter(waiting)
    canary = [network.canary] if network.canary else []
    while accounts := [*islice(waiting, network.batch - len(canary))]:
        yield [*canary, *accounts]
        canary = []


class _Round:
    """One network's part of a check: what it is asked next, and whether it can be believed."""

    def __init__(self, network: Network, waiting: Iterable[Target], tally: Tally) -> None:
        self.network = network
        self._tally = tally
        self._waiting = self._fit(waiting)
        self._requests = in_requests(network, self._waiting)
        self._canary = network.canary
        self._vouched = network.canary is None

    def ask(self, answers: "SimpleQueue[_Answer]") -> bool:
        """Ask about the next accounts, in a thread that does not keep the program from ending.

        Returns whether there was anything to ask.
        """
        asked = next(self._requests, None) if self.network.stopped is None else None
        if asked:
            Thread(target=self._look, args=(asked, answers), daemon=True).start()
        return bool(asked)

    def read(self, looks: list[Look]) -> list[Look]:
        """Return the looks that count: "gone" only from a network that sees its canary."""
        if self._canary:
            canary, *looks = looks
            self._canary = None
            self._vouched = canary.kind is Kind.SEEN
            if not self._vouched and self.network.stopped is None:
                self._tally.disturbed.append(_told_of(self.network, canary))
        return looks if self._vouched else [_without_gone(look) for look in looks]

    def rest(self) -> Iterator[Look]:
        """Yield a look for each account that the network was not asked about."""
        for target in self._waiting:
            yield not_checked(target, self.network.stopped or "")

    def _fit(self, waiting: Iterable[Target]) -> Iterator[Target]:
        """Leave out what would spoil a whole request: no handle, whoever wrote it."""
        for target in waiting:
            if is_handle(target.platform, target.handle):
                yield target
            else:
                self._tally.add(not_checked(target, _ODD_HANDLE), Recorded())

    def _look(self, asked: list[Target], answers: "SimpleQueue[_Answer]") -> None:
        try:
            answers.put((self, self.network.look(asked)))
        except Exception as error:  # noqa: BLE001  # raised again by who waits for the answer
            answers.put((self, error))


_Answer = tuple[_Round, list[Look] | Exception]


def check(
    store: Store, networks: Sequence[Network], stamp: str, told: Callable[[int], None]
) -> Tally:
    """Look at all chosen accounts (`store.looks.choose_targets`); return what it came to.

    Each network is asked one request at a time, in a thread of its own; what it shows is
    stored by this thread after each, in a transaction, as of `stamp` (UTC). `told` gets the
    number of accounts done each time. Raises `DatabaseError`, before anybody is asked, for a
    database that cannot be written.
    """
    prove_writable(store)
    tally = Tally()
    answers: SimpleQueue[_Answer] = SimpleQueue()
    rounds = [_Round(each, targets(store, each.platforms), tally) for each in networks]
    busy = sum([each.ask(answers) for each in rounds])
    while busy:
        each, found = _wait(answers)
        if isinstance(found, Exception):
            raise found
        told(_keep(store, each.read(found), stamp, tally))
        busy -= not each.ask(answers)
    for each in rounds:
        tally.stopped |= each.network.stopped is not None
        for look in each.rest():
            tally.add(look, Recorded())
    return tally


def _wait(answers: "SimpleQueue[_Answer]") -> _Answer:
    while True:  # Windows tells of Ctrl-C only between two waits
        with suppress(Empty):
            return answers.get(timeout=_SECONDS_BETWEEN_SIGNALS)


def _keep(store: Store, looks: list[Look], stamp: str, tally: Tally) -> int:
    with store.transaction():
        recorded = record_looks(store, looks, stamp)
    for look, added in zip(looks, recorded, strict=True):
        tally.add(look, added)
    return len(looks)


def _without_gone(look: Look) -> Look:
    if look.kind is not Kind.GONE:
        return look
    return not_checked(look.target, "not found, but the network is disturbed")


def _told_of(network: Network, canary: Look) -> str:
    if canary.kind is Kind.NOT_CHECKED:
        return f"{network.name}: the canary {canary.target.handle} was not checked: {canary.reason}"
    return (
        f"{network.name} is disturbed: it does not find the canary {canary.target.handle}; "
        'no "gone" of this check is recorded'
    )
