"""`medsos check`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TextIO

import typer

from medsos_cli.cli.context import Context, plain, say
from medsos_cli.cli.options import Database, OnlyAgency
from medsos_cli.errors import InputError

if TYPE_CHECKING:
    from medsos_cli.checking import Tally
    from medsos_cli.models import Platform
    from medsos_cli.platforms.base import Network
    from medsos_cli.store.database import Store
    from medsos_cli.store.looks import Choice

PARTIAL = 3


class Asked(NamedTuple):
    """Which accounts are asked for; none of the three limits is all of them."""

    platforms: "tuple[Platform, ...]" = ()
    agency: str | None = None
    kind: str | None = None


def check(
    ctx: typer.Context,
    platform: Annotated[
        list[str] | None,
        typer.Option("--platform", metavar="PLATFORM,…", help="Only these networks (ig, fb, x)."),
    ] = None,
    agency: OnlyAgency = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the requests, and ask nobody.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="No summary; what went wrong is still said.")
    ] = False,
    db: Database = None,
) -> None:
    """Look at the accounts on record through the networks' official APIs.

    A network is asked if the office has a token for it: see the README, Settings.
    """
    context = ctx.ensure_object(Context)
    path = context.database(db)
    asked = Asked(_read_platforms(platform), agency)
    if dry_run:
        _plan(context, path, asked)
    elif look(context, path, asked, None if quiet else sys.stdout):
        raise typer.Exit(PARTIAL)


def look(context: Context, path: Path, asked: Asked, out: TextIO | None) -> bool:
    """Look at the accounts asked for, write the summary to `out`, and say what went wrong.

    Returns whether some could not be looked at. Raises `InputError` when no network
    has a token.
    """
    from medsos_cli.checking import check as check_all
    from medsos_cli.platforms.opening import open_networks, reasons_not_to_ask
    from medsos_cli.progress import progress_bar
    from medsos_cli.settings import load_settings
    from medsos_cli.store.database import open_store

    settings, clock = load_settings(), context.clock
    with open_store(path) as store, open_networks(settings, clock.now) as networks:
        if not networks:
            raise InputError(
                "no network has a token: there is nobody to ask",
                "see the README: Settings; without a token: medsos post --from CHAT.txt",
            )
        choice = _choose(store, asked, reasons_not_to_ask(settings))
        count = _count(store, choice)
        with _kept_when_interrupted(), progress_bar(count, "looking") as told:
            tally = check_all(store, networks, clock.stamp, told)
    _report(context, choice, tally, networks, out)
    return tally.is_partial


@contextmanager
def _kept_when_interrupted() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        say("interrupted: what was learnt so far is kept, and the next check goes on with the rest")
        raise


def _plan(context: Context, path: Path, asked: Asked) -> None:
    """Print the requests of a check; without any token, those it would make with all of them."""
    from medsos_cli.checking import in_requests
    from medsos_cli.platforms.opening import open_networks, reasons_not_to_ask
    from medsos_cli.settings import load_settings
    from medsos_cli.store.database import open_store
    from medsos_cli.store.looks import targets

    settings = load_settings()
    missing = reasons_not_to_ask(settings)
    tokenless = not settings.meta_token and not settings.x_token
    if tokenless:
        say("no network has a token: these are the requests as if all of them had one")
        missing = {}
    opened = open_networks(settings, context.clock.now, tokenless=tokenless)
    with open_store(path) as store, opened as networks:
        _count(store, _choose(store, asked, missing))
        for network in networks:
            for chunk in in_requests(network, targets(store, network.platforms)):
                for line in network.plan(chunk):
                    typer.echo(plain(line))


def _read_platforms(words: list[str] | None) -> "tuple[Platform, ...]":
    from medsos_cli.handles import read_platform

    return tuple(read_platform(word) for text in words or () for word in text.split(","))


def _choose(store: "Store", asked: Asked, missing: "dict[Platform, str]") -> "Choice":
    """Choose the accounts that can be asked about, and say which networks have no token."""
    from medsos_cli.models import Platform
    from medsos_cli.store.agencies import find_agency
    from medsos_cli.store.looks import Choice

    code = find_agency(store, asked.agency).code if asked.agency else None
    wanted = [each for each in Platform if each in (asked.platforms or Platform)]
    for platform in wanted:
        if platform in missing:
            say(f"{platform}: not looked at: {missing[platform]}")
    return Choice(tuple(each for each in wanted if each not in missing), code, asked.kind)


def _count(store: "Store", choice: "Choice") -> int:
    """List the accounts of a choice; say why some or all are not in it."""
    from medsos_cli.store.looks import choose_targets

    count, nameless = choose_targets(store, choice)
    if nameless:
        accounts = "account has" if nameless == 1 else "accounts have"
        say(f"{nameless} {accounts} no handle on record: see medsos account set")
    if not count and choice.platforms:
        say("no account to look at is on record: see medsos account set")
    return count


def _report(
    context: Context,
    choice: "Choice",
    tally: "Tally",
    networks: "list[Network]",
    out: TextIO | None,
) -> None:
    from medsos_cli import check_summary as summary
    from medsos_cli.drawing import Column, draw_table

    if out and tally.counts:
        columns = [Column(heading) for heading in summary.HEADINGS]
        draw_table(columns, summary.rows(tally, choice.platforms), out)
        for line in (*summary.named(tally), *summary.requests(networks, context.clock)):
            typer.echo(plain(line), file=out)
    for line in summary.troubles(tally, networks, context.clock):
        say(line)
