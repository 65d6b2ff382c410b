"""`medsos assign`, `return`, `transfer`, `lost` and `found`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, say
from medsos_cli.cli.options import (
    Accessories,
    AgencyName,
    ConditionWord,
    Database,
    DeviceName,
    Document,
    Note,
    On,
    read_text,
)
from medsos_cli.errors import InputError
from medsos_cli.models import CustodyEvent, Device, EventKind

if TYPE_CHECKING:
    from medsos_cli.store.database import Store

To = Annotated[str, typer.Option("--to", metavar="NAME", help="The person who answers for it.")]
Nip = Annotated[str | None, typer.Option("--nip", metavar="NIP", help="That person's NIP.")]
Position = Annotated[
    str | None, typer.Option("--position", metavar="TEXT", help="That person's position.")
]


@dataclass(frozen=True)
class Party:
    """An agency's code, and the person who answers for a device there."""

    agency: str | None = None
    holder: str | None = None
    nip: str | None = None
    position: str | None = None


NOBODY = Party()


@dataclass
class _Said:
    """What the options of a custody command say, before it is an event."""

    on: str
    document: str | None = None
    condition: str | None = None
    accessories: str | None = None
    note: str | None = None

    def draft(
        self, context: Context, device: Device, kind: EventKind, party: Party = NOBODY
    ) -> CustodyEvent:
        """Read the options as an event of this kind, not yet admitted."""
        from medsos_cli.identifiers import read_condition

        return CustodyEvent(
            device.id,
            kind,
            context.clock.read_past(self.on),
            document=read_text("--document", self.document),
            condition=read_condition(self.condition) if self.condition else None,
            accessories=read_text("--accessories", self.accessories),
            note=read_text("--note", self.note),
            recorded_at=context.clock.stamp,
            recorded_by=context.user(),
            agency=party.agency,
            holder=party.holder,
            nip=party.nip,
            position=party.position,
        )


def _party(agency: str, to: str, nip: str | None, position: str | None) -> Party:
    from medsos_cli.identifiers import read_nip

    holder = read_text("--to", to)
    if holder is None:
        raise InputError("--to is blank", "name the person who answers for the device")
    number, doubt = read_nip(nip) if nip else (None, None)
    if doubt:
        say(f"warning: --nip: {doubt}")
    return Party(agency, holder, number, read_text("--position", position))


def _record(
    ctx: typer.Context,
    db: Path | None,
    word: str,
    drafts: Callable[["Store", Device], list[CustodyEvent]],
) -> None:
    from medsos_cli.custody import tell
    from medsos_cli.store.custody import record
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import find_device

    context = ctx.ensure_object(Context)
    with open_store(context.database(db)) as store:
        with store.transaction():
            device = find_device(store, word)
            events = record(store, device, drafts(store, device), context.clock.today)
        for event in events:
            typer.echo(tell(device, event))


def assign(
    ctx: typer.Context,
    device: DeviceName,
    agency: AgencyName,
    to: To,
    nip: Nip = None,
    position: Position = None,
    on: On = "today",
    document: Document = None,
    condition: ConditionWord = None,
    accessories: Accessories = None,
    note: Note = None,
    db: Database = None,
) -> None:
    """Hand a device over to an agency, and the person who answers for it there."""
    said = _Said(on, document, condition, accessories, note)

    def drafts(store: "Store", found: Device) -> list[CustodyEvent]:
        from medsos_cli.models import EventKind
        from medsos_cli.store.agencies import find_agency

        party = _party(find_agency(store, agency).code, to, nip, position)
        return [said.draft(ctx.ensure_object(Context), found, EventKind.HANDOVER, party)]

    _record(ctx, db, device, drafts)


def take_back(
    ctx: typer.Context,
    device: DeviceName,
    on: On = "today",
    document: Document = None,
    condition: ConditionWord = None,
    accessories: Accessories = None,
    note: Note = None,
    db: Database = None,
) -> None:
    """Take a device back into stock from whoever holds it."""
    said = _Said(on, document, condition, accessories, note)

    def drafts(_: "Store", found: Device) -> list[CustodyEvent]:
        return [said.draft(ctx.ensure_object(Context), found, EventKind.RETURN)]

    _record(ctx, db, device, drafts)
