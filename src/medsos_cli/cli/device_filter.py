"""The options that choose devices, for every command that lists or prints some."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from medsos_cli.cli.context import find_office
from medsos_cli.cli.options import refuse_no_text

if TYPE_CHECKING:
    from medsos_cli.cli.options import OptionErrors
    from medsos_cli.store.database import Store
    from medsos_cli.store.inventory import DeviceChoice

_A_CENTURY = 36_525


def _within(option: str, about: str) -> Any:  # typer has no public name for it
    return typer.Option(option, metavar="DAYS", min=0, max=_A_CENTURY, help=about)


class Wanted(NamedTuple):
    """Which devices the options ask for, as they were typed."""

    held: Annotated[bool, typer.Option("--held", help="Those somebody holds.")] = False
    in_stock: Annotated[bool, typer.Option("--in-stock", help="Those in stock.")] = False
    lost: Annotated[bool, typer.Option("--lost", help="Those that are lost.")] = False
    all: Annotated[bool, typer.Option("--all", help="Also those written off.")] = False
    agency: Annotated[
        str | None,
        typer.Option(
            "--agency", metavar="AGENCY", callback=refuse_no_text, help="Those this agency holds."
        ),
    ] = None
    condition: Annotated[
        str | None, typer.Option("--condition", metavar="B|RR|RB", help="Those in this condition.")
    ] = None
    held_longer_than: Annotated[
        int | None, _within("--held-longer-than", "By the present holder.")
    ] = None
    without_document: Annotated[
        bool, typer.Option("--without-document", help="Those held without a paper's number.")
    ] = False
    not_seen_for: Annotated[
        int | None,
        _within("--not-seen-for", "Without a handover, return, find or stock-take since."),
    ] = None
    sim_expiring: Annotated[
        int | None, _within("--sim-expiring", "Whose number lapses by then, or has.")
    ] = None

    def read(self, store: "Store", errors: "OptionErrors") -> "DeviceChoice":
        """Return the choice; raises `InputError` for it and for what was `said` before it."""
        from medsos_cli.models import DeviceState
        from medsos_cli.store.inventory import DeviceChoice
        from medsos_cli.words.identifiers import read_condition

        states = {
            DeviceState.HELD: self.held,
            DeviceState.IN_STOCK: self.in_stock,
            DeviceState.LOST: self.lost,
        }
        chosen = [state for state, wanted in states.items() if wanted]
        agency = condition = None
        if self.agency is not None:
            agency = errors.read(self.agency, partial(find_office, store))
        if self.condition is not None:
            condition = errors.read(self.condition, read_condition, "--condition")
        errors.check()
        return DeviceChoice(
            states=tuple(chosen or (DeviceState if self.all else states)),
            agency=agency,
            condition=condition,
            held_longer=self.held_longer_than,
            without_document=self.without_document,
            not_seen=self.not_seen_for,
            sim_expiring=self.sim_expiring,
        )
