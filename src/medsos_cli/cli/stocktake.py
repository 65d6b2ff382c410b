"""`medsos stocktake start`, `seen`, `status` and `finish`, and `stocktakes`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, deliver, say, tell
from medsos_cli.cli.options import ConditionWord, Database, Formatted, On, Output, refuse_no_text
from medsos_cli.errors import InputError, Message
from medsos_cli.models import Format

if TYPE_CHECKING:
    from medsos_cli.models import Device
    from medsos_cli.store.database import Store
    from medsos_cli.store.scans import Stocktake

_AT_ONCE = 500

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Count the devices: which were seen, which not.",
)


@app.command("start")
def start(ctx: typer.Context, on: On = "today", db: Database = None) -> None:
    """Begin a stock-take: all that is in stock or held is expected to be seen."""
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.store.database import open_store
    from medsos_cli.store.scans import start_stocktake

    context = ctx.ensure_object(Context)
    options = Options(context.clock, on=on)
    day = options.needed_past_day("on")
    options.check()
    with open_store(context.database(db)) as store:
        with store.transaction():
            expected = start_stocktake(store, day, context.user())
        tell(
            Message("stock-take of {day}: {n} device expected",
                    "stock-take of {day}: {n} devices expected", day=day, n=expected)
        )  # fmt: skip


@app.command("seen")
def seen(
    ctx: typer.Context,
    devices: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DEVICE …",
            callback=refuse_no_text,
            help="Tags or IMEIs; HP-01=RR with its condition.",
        ),
    ] = None,
    from_file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Scanned codes, one a line.")
    ] = None,
    condition: ConditionWord = None,
    on: On = "today",
    db: Database = None,
) -> None:
    """Record devices that somebody had in hand: all of them, or none if one is not known."""
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.store.database import open_store
    from medsos_cli.store.scans import Scan, open_stocktake, record_scans
    from medsos_cli.words.identifiers import read_condition

    context = ctx.ensure_object(Context)
    options = Options(context.clock, condition=condition, on=on)
    found = options.read("condition", read_condition)
    day = options.needed_past_day("on")
    options.check()
    opened = open_store(context.database(db))
    with opened as store, _codes(devices or (), from_file) as codes:
        with store.transaction():
            stocktake = open_stocktake(store)
            if day < (began := stocktake.started_on):
                raise InputError("{day} is before the stock-take, {began}", day=day, began=began)
            recorded = context.clock.stamp, context.user()
            scans = (
                Scan(device, day, stated or found, *recorded)
                for device, stated in _find_all(store, codes)
            )
            now, again = record_scans(store, stocktake, scans)
            if not now and not again:
                raise InputError("no device is named", "name tags or IMEIs, or say --from FILE")
        _say_what_came(store, stocktake, now, again)


def stocktakes(
    ctx: typer.Context, style: Formatted = None, output: Output = None, db: Database = None
) -> None:
    """List the finished stock-takes, and what came of each."""
    from medsos_cli.answers.inventory_answers import stocktake_list
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.store.database import open_store
    from medsos_cli.store.scans import list_stocktakes

    to = choose_destination(style, output, ctx.ensure_object(Context).database(db))
    with open_store(to.database) as store, store.snapshot():
        if not deliver(stocktake_list(list_stocktakes(store)), to):
            say("no stock-take is finished yet; to begin one: medsos stocktake start")


@contextmanager
def _codes(words: Iterable[str], path: Path | None) -> Iterator[Iterator[tuple[str, str]]]:
    """Give all codes, those of a file with their places; it is read whole before anything else."""
    from medsos_cli.sheets.columns import SCANS
    from medsos_cli.sheets.sheet import open_sheet

    named = (("", word) for word in words)
    if path is None:
        yield named
        return
    with open_sheet(path, SCANS) as sheet:
        scanned = (
            (place, texts.get("device") or texts.get("imei") or "")
            for place, texts in sheet.records()
        )
        yield chain(named, scanned)
        for remark in sheet.remarks():
            say(remark)


def _find_all(
    store: "Store", codes: Iterable[tuple[str, str]]
) -> Iterator["tuple[Device, str | None]"]:
    """Yield the devices of all codes, each with the condition after its `=`.

    Raises `InputError` after saying those that are unknown.
    """
    from medsos_cli.sheets.cells import MOST_TOLD, spelled

    unknown: list[InputError] = []
    count = 0
    for found in _find_each(store, iter(codes)):
        if not isinstance(found, InputError):
            yield found
            continue
        count += 1
        if len(unknown) < MOST_TOLD:
            unknown.append(found)
    if count == 1:
        raise unknown[0]
    for error in unknown:
        say(spelled(error))
    if count > len(unknown):
        say("… and {n} more", n=count - len(unknown))
    if count:
        raise InputError("{count} codes are not known, so nothing is recorded", count=count)


def _find_each(
    store: "Store", codes: Iterator[tuple[str, str]]
) -> Iterator["tuple[Device, str | None] | InputError"]:
    from medsos_cli.store.agencies import Suggestions
    from medsos_cli.store.devices import find_devices
    from medsos_cli.words.identifiers import read_condition

    near = Suggestions()
    while some := [*islice(codes, _AT_ONCE)]:
        named = [code.partition("=") for _, code in some]
        found = find_devices(store, [name for name, _, _ in named], near)
        for (place, _), (_, _, condition), device in zip(some, named, found, strict=True):
            try:
                if isinstance(device, InputError):
                    raise device
                yield device, read_condition(condition) if condition else None
            except InputError as error:
                yield error.at(place) if place else error


def _say_what_came(
    store: "Store", stocktake: "Stocktake", now: list["Device"], again: list["Device"]
) -> None:
    from medsos_cli.models import DeviceState
    from medsos_cli.rules.custody import describe, state_after
    from medsos_cli.store.events import latest_standing
    from medsos_cli.store.scans import count_stocktake, is_expected

    for device in again:
        say("{tag} was seen already; it counts once", tag=device.tag)
    for device in now:
        last = latest_standing(store, device.id)
        state = Message("{state}", state=describe(device, last))
        if state_after(last) is DeviceState.LOST:
            state = Message(
                "{state}; to record the find: medsos found {tag}", state=state, tag=device.tag
            )
        if not is_expected(store, stocktake, device):
            say("unexpected: {state}", state=state)
        elif state_after(last) is DeviceState.LOST:
            say(state)
    tell(
        "{seen} of {expected} seen, {missing} missing, {unexpected} unexpected",
        **count_stocktake(store, stocktake)._asdict(),
    )


@app.command("status")
def status(
    ctx: typer.Context, style: Formatted = None, output: Output = None, db: Database = None
) -> None:
    """Show how far the open stock-take is, or what came of the last one."""
    from medsos_cli.answers.inventory_answers import missing_list, stocktake_counts
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.store.database import open_store
    from medsos_cli.store.scans import count_stocktake, latest_stocktake, list_missing

    path = ctx.ensure_object(Context).database(db)
    to = choose_destination(style, output, path)
    with open_store(path) as store, store.snapshot():
        stocktake = latest_stocktake(store)
        counts = count_stocktake(store, stocktake)
        if to.style is Format.TABLE:
            deliver(missing_list(list_missing(store, stocktake)), to)
            say(
                "{stocktake}: {expected} expected, {seen} seen, {missing} missing, "
                "{unexpected} unexpected",
                stocktake=_describe(stocktake),
                **counts._asdict(),
            )
        else:
            deliver(stocktake_counts(counts._asdict()), to)


def _describe(stocktake: "Stocktake") -> Message:
    began, finished = stocktake.started_on, stocktake.finished_on
    if finished is None:
        return Message("stock-take of {began}, open", began=began)
    return Message("stock-take of {began}, finished on {day}", began=began, day=finished)


@app.command("finish")
def finish(
    ctx: typer.Context, style: Formatted = None, output: Output = None, db: Database = None
) -> None:
    """End the stock-take, keep its result, and list the missing."""
    from medsos_cli.answers.inventory_answers import missing_list
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.store.database import open_store
    from medsos_cli.store.scans import (
        count_stocktake,
        finish_stocktake,
        list_missing,
        open_stocktake,
    )

    context = ctx.ensure_object(Context)
    path = context.database(db)
    to = choose_destination(style, output, path)
    with open_store(path) as store:
        with store.transaction():
            stocktake = open_stocktake(store)
            finish_stocktake(store, stocktake, context.clock.today, context.user())
            if output:  # first: where it fails, all is undone
                deliver(missing_list(list_missing(store, stocktake)), to)
        if not output:
            deliver(missing_list(list_missing(store, stocktake)), to)
        say(
            "finished: {seen} of {expected} seen, {missing} missing, {unexpected} unexpected",
            **count_stocktake(store, stocktake)._asdict(),
        )
