"""`medsos assign`, `return`, `transfer`, `lost` and `found`."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from medsos_cli.cli.context import Context, find_office, say, tell
from medsos_cli.cli.option_groups import Goods, Paper, with_options
from medsos_cli.cli.options import AgencyName, Database, DeviceName, Note
from medsos_cli.errors import Message
from medsos_cli.models import CustodyEvent, EventKind

if TYPE_CHECKING:
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.models import Device
    from medsos_cli.store.database import Store


class Receiver(NamedTuple):
    """Who receives a device at an agency, and answers for it there."""

    holder: Annotated[
        str, typer.Option("--to", metavar="NAME", help="The person who answers for it.")
    ]
    nip: Annotated[str | None, typer.Option("--nip", metavar="NIP", help="That person's NIP.")] = (
        None
    )
    position: Annotated[
        str | None, typer.Option("--position", metavar="TEXT", help="That person's position.")
    ] = None


def _options(
    ctx: typer.Context, *groups: Receiver | Paper | Goods, **texts: str | None
) -> "Options":
    from medsos_cli.cli.option_cells import Options

    for group in groups:
        texts |= group._asdict()
    return Options(ctx.ensure_object(Context).clock, **texts)


def _record(
    ctx: typer.Context,
    db: Path | None,
    device: str,
    kinds: Sequence[EventKind],
    options: "Options",
    agency: str | None = None,
) -> None:
    """Record what the options say has happened to a device, and tell it; `agency` receives it."""
    from medsos_cli.intake.drafts import draft_events
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import find_device
    from medsos_cli.store.events import record, warn_broken

    context = ctx.ensure_object(Context)
    with open_store(context.database(db)) as store, store.transaction():
        found = options.find(device, partial(find_device, store))
        base = _base(store, context, options, agency)
        drafts = draft_events(options, base, kinds)
        options.check()
        drafts = [draft._replace(device=found.id) for draft in drafts]
        events = record(store, found, drafts, context.clock.today)
        warnings = [*warn_broken(store, events[0].event)]
    tell_events([(found, event) for event in events], warnings)


def tell_events(
    done: "Sequence[tuple[Device, CustodyEvent]]", warnings: Iterable[Message] = ()
) -> None:
    """Tell what was recorded, what is to be warned of, and which papers come next.

    A return has a paper of its own where nothing comes after it.
    """
    from medsos_cli.rules import custody

    for device, event in done:
        tell(custody.tell(device, event))
    for warning in warnings:
        say(warning)
    for n, (_, event) in enumerate(done, start=1):
        ends = event.kind is not EventKind.RETURN or n == len(done)
        if ends and event.kind is not EventKind.FOUND:
            say("paper: medsos bast {event}", event=event.event)


def _base(store: "Store", context: Context, options: "Options", agency: str | None) -> CustodyEvent:
    """Return the event as far as its day, who records it, and which agency receives the device."""
    code = None
    if agency is not None:
        code = options.find(agency, lambda word: find_office(store, word).code)
        options.need("holder", Message("name the person who answers for the device"))
    return CustodyEvent(
        0,
        EventKind.RETURN,
        options.needed_past_day("on"),
        agency=code,
        recorded_at=context.clock.stamp,
        recorded_by=context.user(),
    )


@with_options
def assign(
    ctx: typer.Context,
    device: DeviceName,
    agency: AgencyName,
    receiver: Receiver,
    paper: Paper,
    goods: Goods,
    note: Note = None,
    db: Database = None,
) -> None:
    """Hand a device over to an agency, and the person who answers for it there."""
    options = _options(ctx, receiver, paper, goods, note=note)
    _record(ctx, db, device, [EventKind.HANDOVER], options, agency)


@with_options
def take_back(
    ctx: typer.Context,
    device: DeviceName,
    paper: Paper,
    goods: Goods,
    note: Note = None,
    db: Database = None,
) -> None:
    """Take a device back into stock from whoever holds it."""
    _record(ctx, db, device, [EventKind.RETURN], _options(ctx, paper, goods, note=note))


@with_options
def transfer(
    ctx: typer.Context,
    device: DeviceName,
    agency: AgencyName,
    receiver: Receiver,
    paper: Paper,
    goods: Goods,
    note: Note = None,
    db: Database = None,
) -> None:
    """Return a device and hand it over again in one step, also within the same office."""
    options = _options(ctx, receiver, paper, goods, note=note)
    _record(ctx, db, device, [EventKind.RETURN, EventKind.HANDOVER], options, agency)


@with_options
def lose(
    ctx: typer.Context, device: DeviceName, paper: Paper, note: Note = None, db: Database = None
) -> None:
    """Record that a device is lost; it cannot be handed over until it is found."""
    _record(ctx, db, device, [EventKind.LOST], _options(ctx, paper, note=note))


@with_options
def find(
    ctx: typer.Context, device: DeviceName, paper: Paper, note: Note = None, db: Database = None
) -> None:
    """Record that a lost device has turned up; it is in stock then."""
    _record(ctx, db, device, [EventKind.FOUND], _options(ctx, paper, note=note))
