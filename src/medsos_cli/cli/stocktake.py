"""`medsos stocktake start`, `seen`, `status` and `finish`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, say
from medsos_cli.cli.listing import Listing
from medsos_cli.cli.options import (
    ConditionWord,
    Database,
    Formatted,
    On,
    Output,
    read_past,
    read_with,
    refuse_no_text,
)
from medsos_cli.errors import InputError
from medsos_cli.models import Format

if TYPE_CHECKING:
    from medsos_cli.models import Device
    from medsos_cli.store.database import Store
    from medsos_cli.store.stocktake import Stocktake

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Count the devices: which were seen, which not.",
)

_TABLE = {
    "device": "missing", "model": "model~", "state": "state", "agency": "agency~",
    "holder": "holder~", "since": "since",
}  # fmt: skip


@app.command("start")
def start(ctx: typer.Context, on: On = "today", db: Database = None) -> None:
    """Begin a stock-take: all that is in stock or held is expected to be seen."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.stocktake import start_stocktake
    from medsos_cli.words import counted

    context = ctx.ensure_object(Context)
    day = read_past(context.clock, "--on", on)
    with open_store(context.database(db)) as store:
        with store.transaction():
            expected = start_stocktake(store, context.clock, day, context.user())
        typer.echo(f"stock-take of {day}: {counted(expected, 'device')} expected")


@app.command("seen")
def seen(
    ctx: typer.Context,
    devices: Annotated[
        list[str] | None,
        typer.Argument(metavar="DEVICE …", callback=refuse_no_text, help="Tags or IMEIs."),
    ] = None,
    from_file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Scanned codes, one a line.")
    ] = None,
    condition: ConditionWord = None,
    on: On = "today",
    db: Database = None,
) -> None:
    """Record devices that somebody had in hand: all of them, or none if one is not known."""
    from medsos_cli.identifiers import read_condition
    from medsos_cli.store.database import open_store
    from medsos_cli.store.stocktake import Scan, open_stocktake, record_scans

    context = ctx.ensure_object(Context)
    found = read_with("--condition", condition, read_condition)
    day = read_past(context.clock, "--on", on)
    opened = open_store(context.database(db))
    with opened as store, _codes(devices or (), from_file) as codes:
        with store.transaction():
            stocktake = open_stocktake(store)
            if day < stocktake.started_on:
                raise InputError(f"{day} is before the stock-take began, {stocktake.started_on}")
            scans = (
                Scan(device, day, found, context.clock.stamp, context.user())
                for device in _find_all(store, codes)
            )
            now, again = record_scans(store, stocktake, scans)
            if not now and not again:
                raise InputError("no device is named", "name tags or IMEIs, or say --from FILE")
        _say_what_came(store, stocktake, now, again)


@contextmanager
def _codes(words: Iterable[str], path: Path | None) -> Iterator[Iterator[tuple[str, str]]]:
    """Give all codes, those of a file with their places; it is read whole before anything else."""
    from medsos_cli.roster.text import open_text

    named = (("", word) for word in words)
    if path is None:
        yield named
        return
    with open_text(path) as text:
        numbered = enumerate(map(str.strip, text.lines), start=1)
        yield chain(named, ((f"{text.name}:{n}: ", code) for n, code in numbered if code))


def _find_all(store: "Store", codes: Iterable[tuple[str, str]]) -> Iterator["Device"]:
    """Yield the devices of all codes; raises `InputError` after saying each that is unknown."""
    from medsos_cli.store.devices import find_device

    unknown, waiting = 0, None
    for place, code in codes:
        try:
            yield find_device(store, code)
        except InputError as error:
            unknown += 1
            if waiting:
                say(f"{waiting}; {waiting.hint}")
            waiting = InputError(f"{place}{error}", error.hint)
    if waiting and unknown == 1:
        raise waiting
    if waiting:
        say(f"{waiting}; {waiting.hint}")
        raise InputError(f"{unknown} codes are not known, so nothing is recorded")


def _say_what_came(
    store: "Store", stocktake: "Stocktake", now: list["Device"], again: list["Device"]
) -> None:
    from medsos_cli.custody import describe, state_after
    from medsos_cli.models import DeviceState
    from medsos_cli.store.custody import latest_standing
    from medsos_cli.store.stocktake import count_stocktake, is_expected

    for device in again:
        say(f"{device.tag} was seen already; it counts once")
    for device in now:
        last = latest_standing(store, device.id)
        unexpected = "" if is_expected(store, stocktake, device) else "unexpected: "
        if state_after(last) is DeviceState.LOST:
            say(f"{unexpected}{describe(device, last)}; to record the find: "
                f"medsos found {device.tag}")  # fmt: skip
        elif unexpected:
            say(f"{unexpected}{describe(device, last)}")
    expected, counted, missing, others = count_stocktake(store, stocktake)
    typer.echo(f"{counted} of {expected} seen, {missing} missing, {others} unexpected")


@app.command("status")
def status(
    ctx: typer.Context,
    format: Formatted = None,  # noqa: A002  # the option's name
    output: Output = None,
    db: Database = None,
) -> None:
    """Show how far the open stock-take is, or what came of the last one."""
    from medsos_cli.output import choose_format
    from medsos_cli.store.database import open_store
    from medsos_cli.store.stocktake import (
        MISSING,
        STATUS,
        count_stocktake,
        latest_stocktake,
        list_missing,
    )

    path = ctx.ensure_object(Context).database(db)
    style = choose_format(format, output)
    with open_store(path) as store, store.snapshot():
        stocktake = latest_stocktake(store)
        counts = count_stocktake(store, stocktake)
        if style is Format.TABLE:
            Listing(MISSING, _TABLE, format, output, path).write(list_missing(store, stocktake))
            told = [f"{count} {what}" for count, what in zip(counts, STATUS, strict=True)]
            say(f"{_told(stocktake)}: {', '.join(told)}")
        else:
            Listing(STATUS, {}, format, output, path).write([counts])


def _told(stocktake: "Stocktake") -> str:
    if stocktake.finished_on:
        return f"stock-take of {stocktake.started_on}, finished on {stocktake.finished_on}"
    return f"stock-take of {stocktake.started_on}, open"


@app.command("finish")
def finish(
    ctx: typer.Context,
    format: Formatted = None,  # noqa: A002  # the option's name
    output: Output = None,
    db: Database = None,
) -> None:
    """End the stock-take, keep its result, and list the missing."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.stocktake import (
        MISSING,
        count_stocktake,
        finish_stocktake,
        list_missing,
        open_stocktake,
    )

    context = ctx.ensure_object(Context)
    path = context.database(db)
    listing = Listing(MISSING, _TABLE, format, output, path)
    with open_store(path) as store:
        with store.transaction():
            stocktake = open_stocktake(store)
            finish_stocktake(store, stocktake, context.clock.today, context.user())
            if output:  # first: where it fails, all is undone
                listing.write(list_missing(store, stocktake))
        if not output:
            listing.write(list_missing(store, stocktake))
        expected, counted, missing, unexpected = count_stocktake(store, stocktake)
        say(f"finished: {counted} of {expected} seen, {missing} missing, {unexpected} unexpected")
