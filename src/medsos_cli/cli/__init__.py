"""The commands, put together; and the one boundary where errors are shown."""

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from medsos_cli.cli.context import say_error
from medsos_cli.errors import NO_ROOM, MedsosError, OutputError

# Where each command stands: a function of a module here, or a module's `app` of several.
_COMMANDS = {
    "import": "roster.import_roster",
    "assign": "custody.assign",
    "return": "custody.take_back",
    "transfer": "custody.transfer",
    "lost": "custody.lose",
    "found": "custody.find",
    "void": "custody.void",
    "custody-import": "roster.import_custody",
    "devices": "lists.devices",
    "agencies": "lists.agencies",
    "history": "lists.history",
    "bast": "bast.bast",
    "labels": "labels.labels",
    "audit": "audit.audit",
    "post": "post.post",
    "check": "check.check",
    "backup": "upkeep.backup",
    "doctor": "upkeep.doctor",
    "info": "upkeep.info",
    "device": "device.app",
    "stocktake": "stocktake.app",
    "account": "account.app",
}


# What merely asking whether a file is there can meet, whichever command asks.
_OUT_OF_REACH = {errno.EACCES, errno.EPERM, errno.ENAMETOOLONG}


class _Commands(Mapping[str, Any]):
    """The commands by name; each is imported and built when it is asked for.

    A run needs one of them, and building all takes as long as the rest of a start.
    """

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  # typer's click is private
        if name not in self._built:
            module, _, attribute = _COMMANDS[name].partition(".")
            found = getattr(import_module(f"{__name__}.{module}"), attribute)
            if not isinstance(found, typer.Typer):
                alone = typer.Typer(add_completion=False)
                alone.command(name)(found)
                found = alone
            self._built[name] = typer.main.get_command(found)
            self._built[name].name = name
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


class _Group(TyperGroup):
    """Show our own errors as one line and a hint, and let every other one crash."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401  # what typer passes on
        super().__init__(**given)
        self.commands = _Commands()  # type: ignore[assignment]  # nothing is ever put into it

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  # typer's click is private
        try:
            return super().invoke(ctx)
        except MedsosError as error:
            say_error(error)
            raise typer.Exit(error.exit_code) from error
        except BrokenPipeError:  # who reads has had enough, and all that was asked is done
            _forget_stdout()
            raise typer.Exit from None
        except OSError as error:
            if error.filename is None or error.errno not in _OUT_OF_REACH:
                raise
            hint = "check the name, the folder and its permissions"
            failure = OutputError(f"{error.filename} cannot be reached: {error.strerror}", hint)
            say_error(failure)
            raise typer.Exit(failure.exit_code) from error

    def main(self, *words: Any, **extra: Any) -> Any:  # noqa: ANN401  # as typer has it
        try:
            return super().main(*words, **extra)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            _end_without_stdout(error)


def _end_without_stdout(error: OSError) -> NoReturn:
    """Say that the answer found no room; what of it waits for room must not fail again."""
    hint = "make room, or send it elsewhere; what was recorded is on record: see medsos history"
    failure = OutputError(f"the answer cannot be written: {error.strerror}", hint)
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
    help="Who has which handset, signed where; which agency is present on which platform, "
    "and how stale it is.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"medsos {version('medsos')}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version."),
    ] = False,
) -> None:
    """Run before every command; the options stand on the commands."""
