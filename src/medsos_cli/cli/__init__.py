"""The commands, put together; and the one boundary where errors are shown."""

import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from medsos_cli.cli.command_line import Command, Group
from medsos_cli.cli.context import Context, say, say_error, tell
from medsos_cli.cli.language import choose_language, load_language
from medsos_cli.errors import NO_ROOM, MedsosError, Message, OutputError, listen, speak

# Under which heading each command is listed, and where it stands: a function of a module
# here, or a module's `app` of several.
_GROUPS = {
    Message("Register:"): {
        "import": "imports.import_roster",
        "roster": "roster.roster",
        "agencies": "lists.agencies",
        "agency": "agency.app",
        "account": "account.app",
        "device": "device.app",
        "devices": "lists.devices",
    },
    Message("Handover:"): {
        "assign": "handover.assign",
        "return": "handover.take_back",
        "transfer": "handover.transfer",
        "lost": "handover.lose",
        "found": "handover.find",
        "void": "mending.void",
        "amend": "mending.amend",
        "redact": "verifying.redact",
        "custody-import": "imports.import_custody",
        "history": "lists.history",
        "show": "show.show",
        "stocktake": "stocktake.app",
        "stocktakes": "stocktake.stocktakes",
    },
    Message("Audit and month:"): {
        "audit": "audit.audit",
        "check": "check.check",
        "post": "post.post",
        "posts": "lists.posts",
        "sender": "senders.app",
        "senders": "senders.senders",
        "activity": "month.activity",
        "report": "month.report",
        "remind": "reminding.remind",
        "followup": "reminding.followup",
        "followups": "reminding.followups",
    },
    Message("Papers:"): {
        "bast": "bast.bast",
        "verify": "verifying.verify",
        "labels": "labels.labels",
    },
    Message("Upkeep:"): {
        "backup": "upkeep.backup",
        "restore": "upkeep.restore",
        "schedule": "schedule.schedule",
        "doctor": "upkeep.doctor",
        "info": "upkeep.info",
        "help": "help.explain",
        "completion": "completion.completion",
    },
}
_COMMANDS = {name: place for group in _GROUPS.values() for name, place in group.items()}


# What merely asking whether a file is there can meet, whichever command asks.
_OUT_OF_REACH = {errno.EACCES, errno.EPERM, errno.ENAMETOOLONG}


class _Commands(Mapping[str, Any]):
    """The commands by name; each is imported and built when it is asked for.

    A run needs one of them, and building all takes as long as the rest of a start.
    """

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # typer's click is private
        if name not in self._built:
            module, _, attribute = _COMMANDS[name].partition(".")
            found = getattr(import_module(f"{__name__}.{module}"), attribute)
            if not isinstance(found, typer.Typer):
                alone = typer.Typer(add_completion=False)
                alone.command(name)(found)
                found = alone
            found.info.cls = Group
            for command in found.registered_commands:
                command.cls = Command
            self._built[name] = typer.main.get_command(found)
            self._built[name].name = name
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


class _Group(Group):
    """Show our own errors as one line and a hint, and let every other one crash."""

    groups = _GROUPS

    def __init__(self, **given: Any) -> None:  # what typer passes on
        super().__init__(**given)
        self.commands = _Commands()  # type: ignore[assignment]  # nothing is ever put into it

    def invoke(self, ctx: Any) -> Any:  # typer's click is private
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # who reads has had enough, and all that was asked is done
            _forget_stdout()
            raise typer.Exit from None
        except OSError as error:
            if error.filename is None or error.errno not in _OUT_OF_REACH:
                raise
            failure = OutputError(
                "{file} cannot be reached: {why}",
                "check the name, the folder and its permissions",
                file=error.filename,
                why=error,
            )
            say_error(failure)
            raise typer.Exit(failure.exit_code) from error

    def main(self, *words: Any, **extra: Any) -> Any:  # as typer has it
        try:
            _choose_words(extra.get("args") or sys.argv[1:])
            if (word := os.environ.get("_MEDSOS_WORD")) is not None:
                _complete(self, word.removeprefix("="))
            listen(cache(_say_odd))
            return super().main(*words, **extra)
        except MedsosError as error:
            say_error(error)
            sys.exit(error.exit_code)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            _end_without_stdout(error)


def _choose_words(asked: Sequence[str]) -> None:
    """Speak the language in force; `info` goes on where it is set wrong."""
    try:
        speak(load_language(choose_language(os.environ)))
    except MedsosError as error:
        if asked[:1] != ["info"]:
            raise
        say_error(error)


def _say_odd(odd: Message) -> None:
    say("warning: {odd}", odd=odd)


def _complete(root: Any, word: str) -> NoReturn:
    """Answer a shell that completes the line in `sys.argv`."""
    from medsos_cli.cli.completion_values import answer

    words = sys.argv[1:]
    named = words[words.index("--db") + 1 :] if "--db" in words else [os.environ.get("MEDSOS_DB")]
    database = Context().database(Path(named[0]) if named and named[0] else None)
    typer.echo("\n".join(answer(root, words, word, database)))
    sys.exit()


def _end_without_stdout(error: OSError) -> NoReturn:
    """Say that the answer found no room; what of it waits for room must not fail again."""
    failure = OutputError(
        "the answer cannot be written: {why}",
        "make room, or send it elsewhere; what was recorded is on record: see medsos history",
        why=error,
    )
    say_error(failure)
    _forget_stdout()
    sys.exit(failure.exit_code)


def _forget_stdout() -> None:
    """Let what is still on its way to stdout go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Who has which handset, signed where; which agency is present on which platform, "
    "and how stale it is.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        tell("medsos {version}", version=version("medsos"))
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version."),
    ] = False,
) -> None:
    """Run before every command; the options stand on the commands."""
