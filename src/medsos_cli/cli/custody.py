"""`medsos assign`, `return`, `transfer`, `lost`, `found` and `void`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, plain
from medsos_cli.cli.options import (
    Accessories,
    AgencyName,
    ConditionWord,
    Database,
    DeviceName,
    Document,
    Note,
    On,
    read_doubtful,
    read_past,
    read_text,
    read_with,
)
from medsos_cli.errors import InputError
from medsos_cli.models import CustodyEvent, Device, EventKind

if TYPE_CHECKING:
    from medsos_cli.store.database import Store

Drafts = Callable[["Store", Device], list[CustodyEvent]]
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
_LAST_NUMBER = 2**63 - 1  # that SQLite can hold


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
            read_past(context.clock, "--on", self.on),
            document=read_text("--document", self.document),
            condition=read_with("--condition", self.condition, read_condition),
            accessories=read_text("--accessories", self.accessories),
            note=read_text("--note", self.note),
            recorded_at=context.clock.stamp,
            recorded_by=context.user(),
            **vars(party),
        )

    def only(self, ctx: typer.Context, kind: EventKind) -> "Drafts":
        """Return what makes the one event of this kind, once the device is known."""
        context = ctx.ensure_object(Context)
        return lambda _store, device: [self.draft(context, device, kind)]


def _read_party(
    store: "Store", agency: str, to: str, nip: str | None, position: str | None
) -> Party:
    from medsos_cli.identifiers import read_nip
    from medsos_cli.store.agencies import find_agency

    holder = read_text("--to", to)
    if holder is None:
        raise InputError("--to is blank", "name the person who answers for the device")
    number = read_doubtful("--nip", nip, read_nip)
    code = find_agency(store, agency).code
    return Party(code, holder, number, read_text("--position", position))


def _record(ctx: typer.Context, db: Path | None, word: str, drafts: Drafts) -> None:
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
            typer.echo(plain(tell(device, event)))


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
        party = _read_party(store, agency, to, nip, position)
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

    _record(ctx, db, device, said.only(ctx, EventKind.RETURN))


def transfer(
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
    """Return a device and hand it over again in one step, also within the same office."""
    said = _Said(on, document, condition, accessories, note)

    def drafts(store: "Store", found: Device) -> list[CustodyEvent]:
        party = _read_party(store, agency, to, nip, position)
        back = said.draft(ctx.ensure_object(Context), found, EventKind.RETURN)
        return [back, back._replace(kind=EventKind.HANDOVER, **vars(party))]

    _record(ctx, db, device, drafts)


def lose(
    ctx: typer.Context,
    device: DeviceName,
    on: On = "today",
    document: Document = None,
    note: Note = None,
    db: Database = None,
) -> None:
    """Record that a device is lost; it cannot be handed over until it is found."""
    said = _Said(on, document, note=note)
    _record(ctx, db, device, said.only(ctx, EventKind.LOST))


def find(
    ctx: typer.Context,
    device: DeviceName,
    on: On = "today",
    document: Document = None,
    note: Note = None,
    db: Database = None,
) -> None:
    """Record that a lost device has turned up; it is in stock then."""
    said = _Said(on, document, note=note)
    _record(ctx, db, device, said.only(ctx, EventKind.FOUND))


def void(
    ctx: typer.Context,
    event: Annotated[
        int, typer.Argument(metavar="EVENT", max=_LAST_NUMBER, help="Its number; see history.")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="What was wrong.")],
    db: Database = None,
) -> None:
    """Take back the latest event of a device, of a transfer both legs; both stay in the history."""
    from medsos_cli.custody import tell
    from medsos_cli.store import custody
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import device_of

    context = ctx.ensure_object(Context)
    why = read_text("--reason", reason)
    if why is None:
        raise InputError("--reason is blank", "say what was wrong with the event")

    def void_of(voided: CustodyEvent) -> CustodyEvent:
        return CustodyEvent(
            voided.device,
            EventKind.VOID,
            context.clock.today,
            agency=voided.agency,
            holder=voided.holder,
            nip=voided.nip,
            recorded_at=context.clock.stamp,
            recorded_by=context.user(),
            voids=voided.event,
            reason=why,
        )

    with open_store(context.database(db)) as store:
        with store.transaction():
            voids = custody.void(store, event, void_of)
            device = device_of(store, voids[0].device)
        for each in voids:
            typer.echo(plain(tell(device, each)))
