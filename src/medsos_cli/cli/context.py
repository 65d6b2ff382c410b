"""What a command needs from around it: the moment, the user, the settings, the database."""

import getpass
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from medsos_cli.errors import FOUND, MedsosError, Message, UnknownError
from medsos_cli.words.days import DEFAULT_ZONE, Clock, read_zone
from medsos_cli.words.safe import escape

if TYPE_CHECKING:
    from medsos_cli.answers.answer import Answer
    from medsos_cli.answers.output import Destination
    from medsos_cli.models import Agency, Device, Word
    from medsos_cli.store.database import Store

T = TypeVar("T")

_LONGEST_LINE = 2000
_SHORT_LINE = 40  # fits every terminal
_YES, _NO = {"y", "ya", "yes"}, {"", "t", "tidak", "n", "no"}  # in either language
_COLOURS = {"error": "1;31", "warning": "33", "hint": "36"}  # as terminals number them


def _now() -> datetime:
    return datetime.now(UTC)


def _user() -> str:
    try:
        return getpass.getuser().encode("utf-8", "replace").decode()
    except (OSError, KeyError, ImportError):  # a service without a name, as in a container
        return "unknown"


@dataclass
class Context:
    """The moment, the user and the zone, which tests give as they like."""

    now: Callable[[], datetime] = _now
    user: Callable[[], str] = _user
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @cached_property
    def clock(self) -> Clock:
        """Return this run's moment in the office's zone (`MEDSOS_TZ`)."""
        return Clock(read_zone(self.environ.get("MEDSOS_TZ") or DEFAULT_ZONE), self.now)

    def database(self, given: Path | None) -> Path:
        """Return the file said by `--db` or `MEDSOS_DB`, else the one in the user's data folder."""
        if given is not None:
            return given
        from platformdirs import user_data_path

        return user_data_path("medsos", appauthor=False) / "medsos.db"


def begin(store: "Store", running: typer.Context, day: date | None = None) -> "Word":
    """Note that this command states something of a day, today if none is said."""
    from medsos_cli.models import Word
    from medsos_cli.store.statements import begin_act

    context = running.ensure_object(Context)
    source = " ".join(running.command_path.split()[1:])
    act = begin_act(store, context.clock.stamp, context.user(), source)
    return Word(act, (day or context.clock.today).isoformat())


def find_office(store: "Store", word: str) -> "Agency":
    """Find an agency by its code or name; one that it has no more is said to be former."""
    from medsos_cli.store.agencies import find_agency
    from medsos_cli.words.names import is_former

    found = find_agency(store, word)
    if is_former(found, word):
        say("note: {word} is a former name of {now}", word=word.strip(), now=found.code)
    return found


def find_handset(store: "Store", word: str) -> "Device":
    """Find a handset by its label or an IMEI; one that it has no more is said to be former."""
    from medsos_cli.store.devices import find_device, formerly_called

    try:
        return find_device(store, word)
    except UnknownError:
        former = formerly_called(store, word)
        if len(former) != 1:
            raise
    say("note: {word} is a former name of {now}", word=word.strip(), now=former[0].tag)
    return former[0]


def say(template: str | Message, /, **fields: object) -> None:
    """Say something to the person, on stderr: never data, never acting on the terminal.

    A template and the values of its fields, or a message. A line longer than
    anybody reads, as one that quotes a damaged file, is cut; on a terminal it goes
    on below, between words.
    """
    text = _put(template, fields)
    line = escape(text if len(text) <= _LONGEST_LINE else f"{text[:_LONGEST_LINE]} …")
    if sys.stderr is not None and sys.stderr.isatty():
        line = _coloured(template, _wrapped(line) if len(line) > _SHORT_LINE else line)
    try:
        print(line, file=sys.stderr)  # noqa: T201  # the one place that talks
    except UnicodeEncodeError:
        encoding = sys.stderr.encoding or "ascii"
        print(line.encode(encoding, "replace").decode(encoding), file=sys.stderr)  # noqa: T201  # it too


def _coloured(template: str | Message, line: str) -> str:
    """Return a line with what it is, an error or a hint, in colour where that is wanted."""
    written = template if isinstance(template, str) else template.template
    colour = _COLOURS.get(written.partition(":")[0])
    wanted = os.environ.get("TERM") != "dumb" and not os.environ.get("NO_COLOR")
    if colour is None or not wanted or (sys.platform == "win32" and "WT_SESSION" not in os.environ):
        return line
    what, colon, rest = line.partition(":")
    return f"\x1b[{colour}m{what}{colon}\x1b[0m{rest}"


def tell(template: str | Message, /, **fields: object) -> None:
    """Tell what came of a command, one line on stdout, which cannot act on the terminal."""
    line = escape(_put(template, fields))
    is_terminal = len(line) > _SHORT_LINE and sys.stdout is not None and sys.stdout.isatty()
    typer.echo(_wrapped(line) if is_terminal else line)


def agrees(question: Message) -> bool:
    """Ask the person at the terminal; a blank line is no. Ctrl-C ends the command with 1."""
    asked = str(Message("{question} [y/N]", question=question))
    while True:
        try:
            word = typer.prompt(asked, default="", show_default=False, prompt_suffix=" ", err=True)
        except typer.Abort:
            typer.echo(err=True)  # the line of the question is not ended yet
            say("nothing was done")
            raise typer.Exit(FOUND) from None
        if (answer := word.strip().casefold()) in _YES:
            return True
        if answer in _NO:
            say("nothing was done")
            return False
        say("{word!r} is no answer: y, ya or yes is yes; t, tidak, n, no or a blank line is no",
            word=word)  # fmt: skip


def _wrapped(line: str) -> str:
    from shutil import get_terminal_size
    from textwrap import fill

    return fill(
        line,
        get_terminal_size().columns - 1,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def deliver(answer: "Answer", to: "Destination") -> bool:
    """Write an answer, and say so of a file; tell whether it had a row."""
    from medsos_cli.answers.output import write

    had_row = write(answer, to)
    if to.output:  # on stderr, for the file may be stdout under another name
        say("{file} is written", file=to.output)
    return had_row


def watching(what: Message) -> Callable[[Iterable[T]], Iterator[T]]:
    """Return what lets rows pass, and on a terminal draws a bar where that takes long."""
    if sys.stderr is None or not sys.stderr.isatty():
        return iter
    from medsos_cli.answers.drawing import watched

    return partial(watched, what=what)


def _put(template: str | Message, fields: Mapping[str, object]) -> str:
    """Put together what is said: nobody's NIP or NIK stands in it whole."""
    from medsos_cli.words.people import mask_people

    return mask_people(str(Message(template, **fields) if isinstance(template, str) else template))


def raise_all(errors: Sequence[MedsosError]) -> None:
    """Say every error but the last, and raise that; where there is none, do nothing."""
    for error in errors[:-1]:
        say_error(error)
    if errors:
        raise errors[-1]


def say_error(error: MedsosError) -> None:
    """Say what is wrong and what to do next."""
    say("error: {error}", error=error)
    if error.hint:
        say("hint: {hint}", hint=error.hint)
