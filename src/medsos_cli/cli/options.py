"""Options that more than one command takes."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from medsos_cli.cli.context import say
from medsos_cli.errors import InputError
from medsos_cli.models import Format, Verdict
from medsos_cli.names import did_you_mean

if TYPE_CHECKING:
    from medsos_cli.days import Clock
    from medsos_cli.store.database import Store

T = TypeVar("T")


def refuse_no_text(words: str | list[str] | None) -> str | list[str] | None:
    """Refuse what a terminal with another encoding has made of a word: nothing is called so."""
    for word in [words] if isinstance(words, str) else words or []:
        if not word.isascii() and any("\ud800" <= c <= "\udfff" for c in word):
            raise InputError(f"{word!r} is no text", "set the terminal to UTF-8, or type it again")
    return words


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
DeviceName = Annotated[
    str, typer.Argument(metavar="DEVICE", callback=refuse_no_text, help="A tag or an IMEI.")
]
AgencyName = Annotated[
    str, typer.Argument(metavar="AGENCY", callback=refuse_no_text, help="A code or an exact name.")
]
OnlyAgency = Annotated[
    str | None,
    typer.Option("--agency", metavar="AGENCY", callback=refuse_no_text, help="Only this agency."),
]
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
    if given and not verdicts:
        raise InputError(f"{option} names no verdict", f"the verdicts are {', '.join(Verdict)}")
    return verdicts


def read_text(option: str, text: str | None, *, identifier: bool = False) -> str | None:
    """Read a text as it would stand in a roster's cell, where a none-word is no text.

    Raises `InputError` naming the option.
    """
    if text is None:
        return None
    from medsos_cli.roster.cells import clean
    from medsos_cli.words import NONE_WORDS, UNKNOWN_WORDS

    refuse_no_text(text)
    try:
        line = " ".join(clean(text, identifier=identifier).split())
    except InputError as error:
        raise InputError(f"{option}: {error}", error.hint) from None
    return None if line.casefold() in NONE_WORDS | UNKNOWN_WORDS else line or None


def read_with(option: str, text: str | None, reader: Callable[[str], T]) -> T | None:
    """Read a number or a word that has a form of its own; raises `InputError` naming the option."""
    line = read_text(option, text, identifier=True)
    if line is None:
        return None
    try:
        return reader(line)
    except InputError as error:
        raise InputError(f"{option}: {error}", error.hint) from None


def read_doubtful(
    option: str, text: str | None, reader: Callable[[str], tuple[T, str | None]]
) -> T | None:
    """Read with a `reader` that also gives a doubt, which is said as a warning."""
    value, doubt = read_with(option, text, reader) or (None, None)
    if doubt:
        say(f"warning: {option}: {doubt}")
    return value


def read_day(clock: "Clock", option: str, text: str) -> date:
    """Read a DATE, and warn where its weekday contradicts it."""
    from medsos_cli import days

    day = clock.read(text)
    if text.strip().casefold() != "today" and (doubt := days.read_day(text)[1]):
        say(f"warning: {option}: {doubt}")
    return day


def read_past(clock: "Clock", option: str, text: str) -> date:
    """Read a DATE that must not lie ahead, and warn where its weekday contradicts it."""
    clock.read_past(text)
    return read_day(clock, option, text)


def read_as_of(clock: "Clock", text: str | None) -> date:
    """Read `--as-of`; today if it is not said."""
    return clock.today if text is None else read_day(clock, "--as-of", text)


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
