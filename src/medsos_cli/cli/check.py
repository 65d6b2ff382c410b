"""`medsos check`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, say, tell
from medsos_cli.cli.options import (
    Database,
    Formatted,
    OnlyAgency,
    OptionErrors,
    Output,
    read_offices,
)
from medsos_cli.errors import PARTIAL, InputError, Message
from medsos_cli.models import Format

if TYPE_CHECKING:
    from medsos_cli.answers.answer import Answer
    from medsos_cli.answers.output import Destination
    from medsos_cli.models import Platform
    from medsos_cli.store.database import Store
    from medsos_cli.store.targets import AccountChoice, Targets


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
    style: Formatted = None,
    output: Output = None,
    db: Database = None,
) -> None:
    """Look at the accounts on record through the networks' official APIs.

    A network is asked if the office has a token for it: see medsos help settings.
    """
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.store.targets import AccountChoice

    context = ctx.ensure_object(Context)
    to = choose_destination(style, output, context.database(db))
    networks = _read_platforms(platform)
    wanted = AccountChoice(networks, read_offices(to.database, OptionErrors(), agency, None).code)
    if dry_run:
        _plan(context, to.database, wanted)
        return
    show = None if quiet and output is None else partial(_show, to, quiet=quiet)
    if look(context, to.database, wanted, show):
        raise typer.Exit(PARTIAL)


def _show(to: "Destination", answer: "Answer", *, quiet: bool) -> None:
    """Write what a check came to; what a table has under it is said where the data has no place."""
    from medsos_cli.answers.output import write

    if to.style is not Format.TABLE:
        write(answer, to)
        for line in () if quiet else answer.under:
            say("{line}", line=line)
    elif answer.rows:
        write(answer, to)


def look(
    context: Context, path: Path, wanted: "AccountChoice", show: "Callable[[Answer], object] | None"
) -> bool:
    """Look at the accounts asked for, show what came of it, and say what went wrong.

    Returns whether some could not be looked at. Raises `InputError` when no network
    has a token.
    """
    from medsos_cli.answers.check_answer import check_answer, troubles
    from medsos_cli.answers.drawing import progress_bar
    from medsos_cli.intake.checking import check as check_all
    from medsos_cli.platforms.opening import open_networks, reasons_not_to_ask
    from medsos_cli.settings import load_settings
    from medsos_cli.store.database import open_store

    settings, clock = load_settings(), context.clock
    with open_store(path) as store, open_networks(settings, clock.now) as networks:
        if not networks:
            raise InputError(
                "no network has a token: there is nobody to ask",
                "see: medsos help settings; without a token: medsos post --from CHAT.txt",
            )
        choice = _narrow(wanted, reasons_not_to_ask(settings))
        chosen = _choose(store, choice)
        with _kept_when_interrupted(), progress_bar(Message("looking"), chosen.count) as advance:
            tally = check_all(chosen, networks, clock, context.user(), advance)
    if show:
        show(check_answer(tally, choice.platforms, networks, clock))
    for line in troubles(tally, networks, clock):
        say(line)
    return tally.is_partial


@contextmanager
def _kept_when_interrupted() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        say("interrupted: what was learnt so far is kept, and the next check goes on with the rest")
        raise


def _plan(context: Context, path: Path, wanted: "AccountChoice") -> None:
    """Print the requests of a check; without any token, those it would make with all of them."""
    from medsos_cli.intake.checking import in_requests
    from medsos_cli.platforms.opening import open_networks, reasons_not_to_ask
    from medsos_cli.settings import load_settings
    from medsos_cli.store.database import open_store

    settings = load_settings()
    missing = reasons_not_to_ask(settings)
    tokenless = not settings.meta_token and not settings.x_token
    if tokenless:
        say("no network has a token: these are the requests as if all of them had one")
        missing = {}
    opened = open_networks(settings, context.clock.now, tokenless=tokenless)
    with open_store(path) as store, opened as networks:
        chosen = _choose(store, _narrow(wanted, missing))
        for network in networks:
            for chunk in in_requests(network, chosen.of(network.platforms)):
                for line in network.plan(chunk):
                    tell("{line}", line=line)


def _read_platforms(words: list[str] | None) -> "tuple[Platform, ...]":
    from medsos_cli.models import PLATFORMS
    from medsos_cli.words.handles import read_platform

    named = {read_platform(word) for text in words or () for word in text.split(",")}
    return tuple(each for each in PLATFORMS if each in named or not words)


def _narrow(wanted: "AccountChoice", missing: "dict[Platform, Message]") -> "AccountChoice":
    """Leave out the networks that have no token, and say so."""
    for platform in wanted.platforms:
        if platform in missing:
            say(
                "{platform}: not looked at: {reason}",
                platform=platform, reason=missing[platform],
            )  # fmt: skip
    left = tuple(each for each in wanted.platforms if each not in missing)
    return wanted._replace(platforms=left)


def _choose(store: "Store", choice: "AccountChoice") -> "Targets":
    """List the accounts of a choice; say why some or all are not in it."""
    from medsos_cli.store.targets import choose_targets

    chosen = choose_targets(store, choice)
    if chosen.nameless:
        say(Message(
            "{n} account has no handle on record: see medsos account set",
            "{n} accounts have no handle on record: see medsos account set",
            n=chosen.nameless,
        ))  # fmt: skip
    if not chosen.count and choice.platforms:
        say("no account to look at is on record: see medsos account set")
    return chosen
