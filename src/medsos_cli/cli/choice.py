"""The options that choose devices, for every command that lists or prints some."""

from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.options import refuse_no_text

if TYPE_CHECKING:
    from medsos_cli.store.database import Store
    from medsos_cli.store.listings import DeviceChoice

_A_CENTURY = 36_525

Held = Annotated[bool, typer.Option("--held", help="Those somebody holds.")]
InStock = Annotated[bool, typer.Option("--in-stock", help="Those in stock.")]
Lost = Annotated[bool, typer.Option("--lost", help="Those that are lost.")]
OfAgency = Annotated[
    str | None,
    typer.Option(
        "--agency", metavar="AGENCY", callback=refuse_no_text, help="Those this agency holds."
    ),
]
OfCondition = Annotated[
    str | None, typer.Option("--condition", metavar="B|RR|RB", help="Those in this condition.")
]
HeldLonger = Annotated[
    int | None,
    typer.Option(
        "--held-longer-than", metavar="DAYS", min=0, max=_A_CENTURY, help="By the present holder."
    ),
]
WithoutDocument = Annotated[
    bool, typer.Option("--without-document", help="Those held without a paper's number.")
]
NotSeen = Annotated[
    int | None,
    typer.Option(
        "--not-seen-for",
        metavar="DAYS",
        min=0,
        max=_A_CENTURY,
        help="Without a handover, return, find or stock-take since.",
    ),
]
SimExpiring = Annotated[
    int | None,
    typer.Option(
        "--sim-expiring",
        metavar="DAYS",
        min=0,
        max=_A_CENTURY,
        help="Whose number lapses by then, or has.",
    ),
]


def read_choice(
    store: "Store",
    held: bool,
    in_stock: bool,
    lost: bool,
    agency: str | None,
    condition: str | None,
    held_longer_than: int | None,
    without_document: bool,
    not_seen_for: int | None,
    sim_expiring: int | None,
) -> "DeviceChoice":
    """Read the options above as one choice; raises `InputError` for a word that names nothing."""
    from medsos_cli.identifiers import read_condition
    from medsos_cli.models import DeviceState
    from medsos_cli.store.agencies import find_agency
    from medsos_cli.store.listings import DeviceChoice

    said = {DeviceState.HELD: held, DeviceState.IN_STOCK: in_stock, DeviceState.LOST: lost}
    return DeviceChoice(
        states=tuple(state for state, wanted in said.items() if wanted),
        agency=find_agency(store, agency) if agency is not None else None,
        condition=read_condition(condition) if condition is not None else None,
        held_longer=held_longer_than,
        without_document=without_document,
        not_seen=not_seen_for,
        sim_expiring=sim_expiring,
    )
