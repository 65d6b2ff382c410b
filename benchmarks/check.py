"""Measure what `medsos check` costs: check.py.

First 195 accounts against a server on this machine that takes 100 ms for each answer: the
requests it takes and the time until all is stored. Then 37,500 and 375,000 accounts against
one that answers at once: the requests and the most memory. Needs medsos installed.
"""

import os
import platform
import resource
import sys
from collections import deque
from datetime import UTC, datetime
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from medsos_cli.intake.checking import check
from medsos_cli.models import Account, Agency, Platform
from medsos_cli.platforms.opening import open_networks
from medsos_cli.settings import load_settings
from medsos_cli.store.agencies import save_accounts, save_agencies
from medsos_cli.store.database import open_store
from medsos_cli.store.targets import AccountChoice, choose_targets
from medsos_cli.words.days import DEFAULT_ZONE, Clock, read_zone

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.network import Member, Networks, serve, x_id  # found by the line above

OFFICE, CROWDS, LATENCY = 195, (37_500, 375_000), 0.1
NOW = datetime.now(UTC)
CLOCK = Clock(read_zone(DEFAULT_ZONE), lambda: NOW)


class Everybody(dict[str, Member]):
    """Every account there can be, each with one post."""

    def __init__(self, post: str) -> None:
        """Take the post that everybody has."""
        super().__init__()
        self._post = post

    def get(self, key: str, _: object = None) -> Member:  # type: ignore[override]  # there is always one
        """Return an account of that name, whatever it is."""
        return Member(f"1{key.removeprefix('contoh')}", key, [self._post])


def serve_everybody(latency: float, pipe: Connection) -> None:
    """Answer in a process of its own until told to end."""
    moment = NOW.strftime("%Y-%m-%dT%H:%M:%S+0000")
    networks = Networks(
        Everybody(moment), Everybody(moment), Everybody(x_id(NOW)), latency=latency,
        asked=deque(maxlen=1), answered=deque(maxlen=1),  # type: ignore[arg-type]  # as a list
    )  # fmt: skip
    with serve(networks):
        pipe.send(networks.environment())
        pipe.recv()


def measure(accounts: int, pipe: Connection) -> None:
    """Look at so many accounts, a third on each network, in a process of its own."""
    codes = [f"contoh{n:06}" for n in range(accounts // len(Platform))]
    with TemporaryDirectory() as folder, open_store(Path(folder, "m.db"), create=True) as store:
        with store.transaction():
            save_agencies(store, (Agency(code, code) for code in codes))
            for each in Platform:
                save_accounts(store, (Account(code, each, has=True, handle=code) for code in codes))
        chosen = choose_targets(store, AccountChoice(tuple(Platform)))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = perf_counter()
        with open_networks(load_settings(), lambda: datetime.now(UTC)) as networks:
            tally = check(chosen, networks, CLOCK, "benchmark", lambda _: None)
        seconds = perf_counter() - start
        (stored,) = store.rows("select count(*) from sighting").fetchone()
    if tally.is_partial or stored != chosen.count:
        sys.exit(f"{stored} of {chosen.count} accounts stored: {tally.reasons}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pipe.send(
        (chosen.count, {each.name: each.requests for each in networks}, seconds, before, memory)
    )


def run(accounts: int, latency: float) -> None:
    """Measure against a server, and print what it came to beside the targets."""
    context = get_context("spawn")
    server_end, their_end = context.Pipe()
    server = context.Process(target=serve_everybody, args=(latency, their_end))
    server.start()
    os.environ.update(server_end.recv())
    result_end, child_end = context.Pipe()
    child = context.Process(target=measure, args=(accounts, child_end))
    child.start()
    child_end.close()
    count, requests, seconds, before, memory = result_end.recv()
    child.join()
    server_end.send("end")
    server.join()
    third = count // len(Platform)
    allowed = {"Meta": ceil(2 * third / 50), "X": ceil(third / 100)}
    print(f"{count:>7,} accounts, {latency * 1000:.0f} ms an answer: {seconds:.2f} s", end="")
    print(f", {memory // 1024} MB at most ({before // 1024} MB before)")
    for name, sent in requests.items():
        print(f"        {name:<4} {sent:>5} requests (target <= {allowed[name]})")


def main() -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs")
    print("targets: 195 accounts in at most 5 requests and 1 s; the same memory for any number")
    run(OFFICE, LATENCY)
    for accounts in CROWDS:
        run(accounts, 0.0)


if __name__ == "__main__":
    main()
