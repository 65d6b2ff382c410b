"""Options that more than one command takes."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.errors import InputError
from medsos_cli.models import Format, Verdict
from medsos_cli.names import did_you_mean

if TYPE_CHECKING:
    from medsos_cli.store.database import Store

Database = Annotated[
    Path | None,
    typer.Option("--db", envvar="MEDSOS_DB", metavar="PATH", help="The database file."),
]
Formatted = Annotated[
    Format | None, typer.Option("--format", help="How to write the list; a table if not said.")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", metavar="FILE", help="Write to a .csv, .json or .txt file."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="As it stood at the end of that day."),
]
Full = Annotated[bool, typer.Option("--full", help="Show NIP whole, not the last four digits.")]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only this kind.")]
DeviceName = Annotated[str, typer.Argument(metavar="DEVICE", help="A tag or an IMEI.")]
AgencyName = Annotated[str, typer.Argument(metavar="AGENCY", help="A code or an exact name.")]
On = Annotated[
    str, typer.Option("--on", metavar="DATE", help="The day it happened; day first, as 3/12/2020.")
]
Document = Annotated[
    str | None, typer.Option("--document", metavar="NO", help="The number of the paper.")
]
ConditionWord = Annotated[
    str | None, typer.Option("--condition", metavar="B|RR|RB", help="Baik, rusak ringan or berat.")
]
Accessories = Annotated[
    str | None, typer.Option("--accessories", metavar="TEXT", help="What came with it.")
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Anything else.")]


def read_verdicts(option: str, given: Iterable[str] | None) -> list[Verdict]:
    """Read `fresh,stale` and repeated options as verdicts; raises `InputError`."""
    words = [word.strip().casefold() for text in given or () for word in text.split(",")]
    verdicts = []
    for word in filter(None, words):
        if word not in set(Verdict):
            known = list(Verdict)
            raise InputError(
                f"{option}: {word!r} is no verdict",
                did_you_mean(word, known) or f"the verdicts are {', '.join(known)}",
            )
        verdicts.append(Verdict(word))
    return verdicts


def read_text(option: str, text: str | None) -> str | None:
    """Read a text as it would stand in a roster's cell; raises `InputError` naming the option."""
    if text is None:
        return None
    from medsos_cli.roster.cells import clean

    try:
        return " ".join(clean(text).split()) or None
    except InputError as error:
        raise InputError(f"{option}: {error}", error.hint) from None


def check_kind(store: "Store", kind: str | None) -> str | None:
    """Return the kind as it is on record; raises `InputError` with the kinds there are."""
    if kind is None:
        return None
    from medsos_cli.store.agencies import kinds

    known = kinds(store)
    if kind.casefold() not in known:
        raise InputError(
            f"no agency is of the kind {kind!r}",
            did_you_mean(kind, known) or f"the kinds are {', '.join(known) or 'none yet'}",
        )
    return kind.casefold()
