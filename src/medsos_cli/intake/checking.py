"""Looking at many accounts: the networks at the same time, what they show stored as it comes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Thread

from medsos_cli.errors import Message
from medsos_cli.platforms.base import Network
from medsos_cli.platforms.looks import Kind, Look, Recorded, Tally, Target, not_checked
from medsos_cli.store.database import Store
from medsos_cli.store.targets import Targets, prove_writable, record_looks
from medsos_cli.words.days import Clock
from medsos_cli.words.handles import is_handle

_ODD_HANDLE = "its handle is none that the network could know"
_SECONDS_BETWEEN_SIGNALS = 0.2


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
    chosen: Targets,
    networks: Sequence[Network],
    clock: Clock,
    user: str,
    told: Callable[[int], None],
) -> Tally:
    """Look at all chosen accounts; return what it came to.

    Each network is asked one request at a time, in a thread of its own; what it shows is
    stored by this thread after each, in a transaction, as seen now by `user`. `told` gets the
    number of accounts done each time. Raises `DatabaseError`, before anybody is asked, for a
    database that cannot be written.
    """
    store = chosen.store
    prove_writable(store)
    tally = Tally()
    keep = partial(_keep, store, clock, user, tally)
    answers: SimpleQueue[_Answer] = SimpleQueue()
    rounds = [_Round(each, chosen.of(each.platforms), tally) for each in networks]
    busy = sum([each.ask(answers) for each in rounds])
    while busy:
        each, found = _wait(answers)
        if isinstance(found, Exception):
            raise found
        told(keep(each.read(found)))
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


def _keep(store: Store, clock: Clock, user: str, tally: Tally, looks: list[Look]) -> int:
    with store.transaction():
        recorded = record_looks(store, looks, clock, user)
    for look, added in zip(looks, recorded, strict=True):
        tally.add(look, added)
    return len(looks)


def _without_gone(look: Look) -> Look:
    if look.kind is not Kind.GONE:
        return look
    return not_checked(look.target, Message("not found, but the network is disturbed"))


def _told_of(network: Network, canary: Look) -> Message:
    fields = {"network": network.name, "canary": canary.target.handle, "reason": canary.reason}
    if canary.kind is Kind.NOT_CHECKED:
        return Message("{network}: the canary {canary} was not checked: {reason}", **fields)
    return Message(
        "{network} is disturbed: it does not find the canary {canary}; "
        'no "gone" of this check is recorded',
        **fields,
    )
