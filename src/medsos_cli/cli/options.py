"""Options that more than one command takes."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar, cast

import typer

from medsos_cli.cli.context import Context, find_office, raise_all, say
from medsos_cli.errors import InputError, spoken
from medsos_cli.models import Format, Offices, Verdict
from medsos_cli.words.names import did_you_mean

if TYPE_CHECKING:
    from medsos_cli.store.as_of import Standpoint
    from medsos_cli.store.database import Store
    from medsos_cli.words.days import Clock

T = TypeVar("T")
W = TypeVar("W")


def refuse_no_text(words: str | list[str] | None) -> str | list[str] | None:
    """Refuse what a terminal with another encoding has made of a word: nothing is called so."""
    for word in [words] if isinstance(words, str) else words or []:
        if not word.isascii() and any("\ud800" <= c <= "\udfff" for c in word):
            raise InputError(
                "{word!r} is no text", "set the terminal to UTF-8, or type it again", word=word
            )
    return words


def fill_in(ctx: typer.Context, file: Path | None) -> Path | None:
    """Fill in `{date}`, `{month}` and `{time}` of a file's name, of now in the office's zone."""
    if file is None or "{" not in str(file):
        return file
    now = ctx.ensure_object(Context).clock.local
    name = str(file)
    for word, form in (("{date}", "%Y-%m-%d"), ("{month}", "%Y-%m"), ("{time}", "%H%M")):
        name = name.replace(word, f"{now:{form}}")
    return Path(name)


Database = Annotated[
    Path | None, typer.Option("--db", envvar="MEDSOS_DB", metavar="PATH", help="The database file.")
]
Formatted = Annotated[
    Format | None, typer.Option("--format", help="How to write the list; a table if not said.")
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="FILE",
        callback=fill_in,
        help="Write to a .csv, .json, .xlsx or .txt file; {date}, {month}, {time} are filled in.",
    ),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="As it stood at the end of that day.")
]
KnownOn = Annotated[
    str | None,
    typer.Option("--known-on", metavar="DATE", help="Leave out what was recorded after that day."),
]
StaleDays = Annotated[
    int, typer.Option("--stale-days", min=0, metavar="DAYS", help="Older posts are stale.")
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
    by_word = {spoken(each).casefold(): each for each in Verdict} | {str(v): v for v in Verdict}
    verdicts = []
    for word in filter(None, words):
        if word not in by_word:
            known = [spoken(each) for each in Verdict]
            raise InputError(
                "{option}: {word!r} is no verdict",
                did_you_mean(word, known) or "the verdicts are {known}",
                option=option,
                word=word,
                known=", ".join(known),
            )
        verdicts.append(by_word[word])
    if given and not verdicts:
        raise InputError(
            "{option} names no verdict",
            "the verdicts are {known}",
            option=option,
            known=", ".join(map(spoken, Verdict)),
        )
    return verdicts


class Then(NamedTuple):
    """As of which day a list is, and as known on which; today, and all, if not said."""

    as_of: AsOf = None
    known_on: KnownOn = None

    def read(self, clock: "Clock", errors: "OptionErrors") -> "Standpoint":
        """Read both days; what is wrong with them is `said`."""
        from medsos_cli.store.as_of import Standpoint

        day = errors.day(clock, "--as-of", self.as_of) if self.as_of is not None else None
        return Standpoint(day, errors.known_on(clock, self.known_on))


class OptionErrors:
    """What is wrong with the words of a command that writes nothing, said all at once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: list[InputError] = []

    def read(self, word: W, reader: Callable[[W], T], option: str = "") -> T:
        """Read a word; without `option`, the reader names it in its errors.

        Where it is refused, what is returned is nothing to go on with: `check` first.
        """
        try:
            return reader(word)
        except InputError as error:
            self._found.append(error.at(option) if option else error)
            return cast("T", None)

    def day(self, clock: "Clock", option: str, text: str | None) -> date:
        """Read a DATE, today if it is not said, and warn where its weekday contradicts it."""
        if text is None:
            return clock.today
        try:
            day, doubt = clock.read(text)
        except InputError as error:
            self._found.append(error.at(option))
            return clock.today
        if doubt:
            say("warning: {option}: {doubt}", option=option, doubt=doubt)
        return day

    def known_on(self, clock: "Clock", text: str | None) -> date | None:
        """Read the day of --known-on, if it is said."""
        return None if text is None else self.day(clock, "--known-on", text)

    def check(self) -> None:
        """Raise `InputError` for what is wrong; all of it is said."""
        raise_all(self._found)


def read_offices(path: Path, errors: OptionErrors, agency: str | None, kind: str | None) -> Offices:
    """Return which are asked for; raises `InputError` for them and what was `said` before."""
    from medsos_cli.store.database import open_store

    if agency is not None or kind is not None:
        with open_store(path) as store:
            if agency is not None:
                agency = errors.read(agency, lambda word: find_office(store, word).code)
            if kind is not None:
                kind = errors.read(kind, partial(check_kind, store))
    errors.check()
    return Offices(agency, kind)


def check_kind(store: "Store", kind: str) -> str:
    """Return the kind as it is on record; raises `InputError` with the kinds there are."""
    from medsos_cli.store.agencies import kinds

    known = kinds(store)
    if kind.casefold() not in known:
        raise InputError(
            "no agency is of the kind {kind!r}",
            did_you_mean(kind, known)
            or ("the kinds are {known}" if known else "say which is which: {how}"),
            kind=kind,
            known=", ".join(known),
            how="medsos agency set AGENCY --kind KIND",
        )
    return kind.casefold()
