"""`medsos devices`, `agencies` and `history`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from medsos_cli.cli.context import Context, say
from medsos_cli.cli.options import AsOf, Database, Formatted, Full, Kind, Output, check_kind
from medsos_cli.models import Format

if TYPE_CHECKING:
    from medsos_cli.drawing import Column
    from medsos_cli.store.database import Store
    from medsos_cli.store.listings import Chain


@dataclass
class Listing:
    """A list with named columns, and where it goes.

    `table` names the columns a terminal has room for, each with its heading; a
    heading that ends in `~` may be cut.
    """

    columns: Sequence[str]
    table: dict[str, str]
    wanted: Format | None
    output: Path | None
    never: Path

    def write(self, rows: Iterable[Sequence[Any]]) -> int:
        """Write the rows as asked for; return how many there were."""
        from medsos_cli.output import choose_format, open_output, write_csv, write_json

        style = choose_format(self.wanted, self.output)
        counted = _Counted(rows)
        if style is Format.TABLE and self.output is None:
            self._draw(counted, None)
            return counted.count
        with open_output(self.output, never=self.never) as out:
            if style is Format.CSV:
                write_csv(out, self.columns, counted)
            elif style is Format.JSON:
                write_json(out, [dict(zip(self.columns, row, strict=True)) for row in counted])
            else:
                self._draw(counted, out)
        return counted.count

    def _draw(self, rows: "_Counted", out: Any) -> None:  # noqa: ANN401  # a text file or None
        from medsos_cli.drawing import draw_table

        places = [self.columns.index(name) for name in self.table]
        shown = ([row[place] for place in places] for row in rows)
        draw_table([_column(heading) for heading in self.table.values()], shown, out)


class _Counted:
    """Rows that are counted while they are read."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Any:  # noqa: ANN401  # an iterator of rows
        for row in self._rows:
            self.count += 1
            yield row


def _column(heading: str) -> "Column":
    from medsos_cli.drawing import Column

    return Column(heading.removesuffix("~"), share=int(heading.endswith("~")))


def _masked(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    from medsos_cli.identifiers import mask_nip

    place = columns.index("nip")
    for row in rows:
        yield [*row[:place], mask_nip(row[place]), *row[place + 1 :]]


def devices(
    ctx: typer.Context,
    as_of: AsOf = None,
    agency: Annotated[
        str | None, typer.Option("--agency", metavar="AGENCY", help="Only what this agency holds.")
    ] = None,
    full: Full = False,
    format: Formatted = None,  # noqa: A002  # the option's name
    output: Output = None,
    db: Database = None,
) -> None:
    """List the devices: where each is, who has it, since when, under which document."""
    from medsos_cli.store.agencies import find_agency
    from medsos_cli.store.database import open_store
    from medsos_cli.store.listings import DEVICE_LIST, list_devices

    context = ctx.ensure_object(Context)
    day = context.clock.read(as_of) if as_of else context.clock.today
    path = context.database(db)
    table = {
        "device": "device", "model": "model~", "state": "state", "agency": "agency~",
        "holder": "holder~", "nip": "NIP", "since": "since", "document": "document~",
        "condition": "cond.",
    }  # fmt: skip
    listing = Listing(DEVICE_LIST, table, format, output, path)
    with open_store(path) as store:
        found = find_agency(store, agency) if agency else None
        rows: Iterable[Sequence[Any]] = list_devices(store, context.clock, day, agency=found)
        if not listing.write(rows if full else _masked(DEVICE_LIST, rows)):
            say("no devices; they come with a roster: medsos import ROSTER.csv")


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
    day = context.clock.read(as_of) if as_of else context.clock.today
    path = context.database(db)
    table = {
        "code": "code", "name": "name~", "instagram": "instagram~",
        "facebook": "facebook~", "twitter": "twitter~", "devices": "handsets",
    }  # fmt: skip
    listing = Listing(AGENCY_LIST, table, format, output, path)
    with open_store(path) as store:
        if not listing.write(list_agencies(store, day, check_kind(store, kind))):
            say("no agencies; they come with a roster: medsos import ROSTER.csv")


def history(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[DEVICE or AGENCY]", help="Whose events; all if blank.")
    ] = None,
    as_of: AsOf = None,
    full: Full = False,
    format: Formatted = None,  # noqa: A002  # the option's name
    output: Output = None,
    db: Database = None,
) -> None:
    """List what happened to a device, to all an agency held, or to everything; oldest first."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.listings import HISTORY, Chain, list_history

    context = ctx.ensure_object(Context)
    day = context.clock.read(as_of) if as_of else None
    path = context.database(db)
    table = {
        "event": "event", "day": "day", "kind": "what", "device": "device", "agency": "agency~",
        "holder": "holder~", "nip": "NIP", "document": "document~", "condition": "cond.",
        "voided_by": "void",
    }  # fmt: skip
    listing = Listing(HISTORY, table, format, output, path)
    with open_store(path) as store:
        chain = _chain(store, name, day) if name else Chain(as_of=day)
        rows: Iterable[Sequence[Any]] = list_history(store, chain)
        if not listing.write(rows if full else _masked(HISTORY, rows)):
            say("no events; a handover is recorded by: medsos assign DEVICE AGENCY --to NAME")


def _chain(store: "Store", name: str, day: Any) -> "Chain":  # noqa: ANN401  # a date or None
    from medsos_cli.errors import InputError
    from medsos_cli.store.agencies import find_agency
    from medsos_cli.store.devices import find_device
    from medsos_cli.store.listings import Chain

    try:
        return Chain(device=find_device(store, name), as_of=day)
    except InputError as no_device:
        try:
            return Chain(agency=find_agency(store, name), as_of=day)
        except InputError as no_agency:
            hints = [e.hint for e in (no_device, no_agency) if e.hint and "did you" in e.hint]
            raise InputError(
                f"no device and no agency is called {name!r}",
                "; ".join(hints) or "see: medsos devices, medsos agencies",
            ) from None
