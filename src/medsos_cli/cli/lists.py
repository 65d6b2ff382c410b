"""`medsos devices`, `agencies` and `history`."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from medsos_cli.cli.choice import (
    Held,
    HeldLonger,
    InStock,
    Lost,
    NotSeen,
    OfAgency,
    OfCondition,
    SimExpiring,
    WithoutDocument,
    read_choice,
)
from medsos_cli.cli.context import Context, say
from medsos_cli.cli.listing import Cells, Listing
from medsos_cli.cli.options import (
    AsOf,
    Database,
    Formatted,
    Full,
    Kind,
    Output,
    check_kind,
    read_as_of,
    refuse_no_text,
)

if TYPE_CHECKING:
    from medsos_cli.days import Clock
    from medsos_cli.store.database import Store
    from medsos_cli.store.listings import HistoryChoice


def _masked(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    from medsos_cli.identifiers import mask_nip

    place = columns.index("nip")
    for row in rows:
        yield [*row[:place], mask_nip(row[place]), *row[place + 1 :]]


def devices(
    ctx: typer.Context,
    held: Held = False,
    in_stock: InStock = False,
    lost: Lost = False,
    agency: OfAgency = None,
    condition: OfCondition = None,
    held_longer_than: HeldLonger = None,
    without_document: WithoutDocument = False,
    not_seen_for: NotSeen = None,
    sim_expiring: SimExpiring = None,
    as_of: AsOf = None,
    full: Full = False,
    format: Formatted = None,  # noqa: A002  # the option's name
    output: Output = None,
    db: Database = None,
) -> None:
    """List the devices: where each is, who has it, since when, under which document.

    A prepaid number that lapses is sold to somebody else, and with it goes the way
    to recover the accounts that are tied to it: see --sim-expiring.
    """
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import has_devices
    from medsos_cli.store.listings import DEVICE_LIST, list_devices

    context = ctx.ensure_object(Context)
    day = read_as_of(context.clock, as_of)
    path = context.database(db)
    table = {
        "device": "device", "model": "model~", "state": "state", "agency": "agency~",
        "holder": "holder~", "nip": "NIP", "since": "since", "document": "document~",
        "condition": "cond.",
    }  # fmt: skip
    if sim_expiring is not None:
        table = {"device": "device", "state": "state", "agency": "agency~", "holder": "holder~",
                 "phone_number": "number", "sim_active_until": "active until"}  # fmt: skip
    listing = Listing(DEVICE_LIST, table, format, output, path)
    with open_store(path) as store, store.snapshot():
        choice = read_choice(
            store, held, in_stock, lost, agency, condition, held_longer_than, without_document,
            not_seen_for, sim_expiring,
        )  # fmt: skip
        rows: Iterable[Sequence[Any]] = list_devices(store, context.clock, day, choice)
        if not listing.write(rows if full else _masked(DEVICE_LIST, rows)):
            begin = "no devices yet; they come with a roster: medsos import ROSTER.csv"
            say("no such device" if has_devices(store) else begin)


def agencies(
    ctx: typer.Context,
    kind: Kind = None,
    as_of: AsOf = None,
    format: Formatted = None,  # noqa: A002  # the option's name
    output: Output = None,
    db: Database = None,
) -> None:
    """List the agencies, the accounts on record for them, and their handsets."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.listings import AGENCY_LIST, list_agencies

    context = ctx.ensure_object(Context)
    day = read_as_of(context.clock, as_of)
    path = context.database(db)
    table = {
        "code": "code", "name": "name~~~", "instagram": "instagram~",
        "facebook": "facebook~", "twitter": "twitter~", "devices": "handsets",
    }  # fmt: skip
    listing = Listing(AGENCY_LIST, table, format, output, path)
    with open_store(path) as store, store.snapshot():
        if not listing.write(list_agencies(store, day, check_kind(store, kind))):
            say("no agencies; they come with a roster: medsos import ROSTER.csv")


def history(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[DEVICE or AGENCY]",
            callback=refuse_no_text,
            help="Whose events; all if blank.",
        ),
    ] = None,
    as_of: AsOf = None,
    full: Full = False,
    format: Formatted = None,  # noqa: A002  # the option's name
    output: Output = None,
    db: Database = None,
) -> None:
    """List what happened to a device, to all an agency held, or to everything; oldest first."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.listings import HISTORY, HistoryChoice, list_history

    context = ctx.ensure_object(Context)
    day = None if as_of is None else read_as_of(context.clock, as_of)
    path = context.database(db)
    table = {
        "event": "event", "day": "day", "kind": "what", "device": "device", "from": "from~",
        "to": "to~", "nip": "NIP", "document": "document~", "condition": "cond.",
        "recorded": "recorded?",
    }  # fmt: skip
    with open_store(path) as store, store.snapshot():
        chain = HistoryChoice(as_of=day) if name is None else _chain(store, name, day)
        if chain.device:
            del table["device"]  # the same in every row, and names need the room
        listing = Listing(HISTORY, table, format, output, path, partial(_as_chain, context.clock))
        rows: Iterable[Sequence[Any]] = list_history(store, chain)
        if not listing.write(rows if full else _masked(HISTORY, rows)):
            say("no events; a handover is recorded by: medsos assign DEVICE AGENCY --to NAME")


def _as_chain(clock: "Clock", event: Cells) -> Cells:
    """Tell an event as a link of the chain: from whom, to whom, and whether it still stands."""
    kind, party = event["kind"], None
    if event["holder"]:
        party = f"{event['holder']} ({event['agency_code']})"
    event["from"] = "stock" if kind == "handover" else None if kind == "found" else party
    event["to"] = {"handover": party, "lost": "lost", "void": event["reason"]}.get(kind, "stock")
    event["recorded"] = f"{clock.local_day(event['recorded_at'])} {event['recorded_by']}"
    event["void"] = event["voided_by"]
    if event["void"]:
        event["kind"] = f"{kind}, void by {event['void']}"
    return event


def _chain(store: "Store", name: str, day: Any) -> "HistoryChoice":  # noqa: ANN401  # a date or None
    from medsos_cli.errors import UnknownError
    from medsos_cli.store.agencies import find_agency
    from medsos_cli.store.devices import find_device
    from medsos_cli.store.listings import HistoryChoice

    try:
        return HistoryChoice(device=find_device(store, name), as_of=day)
    except UnknownError as no_device:
        try:
            return HistoryChoice(agency=find_agency(store, name), as_of=day)
        except UnknownError as no_agency:
            hints = [e.hint for e in (no_device, no_agency) if e.hint and "did you" in e.hint]
            raise UnknownError(
                f"no device and no agency is called {name!r}",
                "; ".join(hints) or "see: medsos devices, medsos agencies",
            ) from None
