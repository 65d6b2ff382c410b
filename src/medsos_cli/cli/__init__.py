"""The commands, put together; and the one boundary where errors are shown."""

import os
import sys
from contextlib import suppress
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from medsos_cli.cli import account, custody, device, lists, post, roster, stocktake, upkeep
from medsos_cli.cli.audit import audit
from medsos_cli.cli.check import check
from medsos_cli.cli.context import say_error
from medsos_cli.cli.labels import labels
from medsos_cli.errors import NO_ROOM, MedsosError, OutputError


class _Group(TyperGroup):
    """Show our own errors as one line and a hint, and let every other one crash."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  # typer's click is private
        try:
            return super().invoke(ctx)
        except MedsosError as error:
            say_error(error)
            raise typer.Exit(error.exit_code) from error

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
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(failure.exit_code)


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    help="Who has which handset, signed where; which agency is present on which platform, "
    "and how stale it is.",
)

app.command("import")(roster.import_roster)
app.command("assign")(custody.assign)
app.command("return")(custody.take_back)
app.command("transfer")(custody.transfer)
app.command("lost")(custody.lose)
app.command("found")(custody.find)
app.command("void")(custody.void)
app.command("custody-import")(roster.import_custody)
app.command("devices")(lists.devices)
app.command("agencies")(lists.agencies)
app.command("history")(lists.history)
app.command("labels")(labels)
app.command("audit")(audit)
app.command("post")(post.post)
app.command("check")(check)
app.command("backup")(upkeep.backup)
app.command("doctor")(upkeep.doctor)
app.command("info")(upkeep.info)
app.add_typer(device.app, name="device")
app.add_typer(stocktake.app, name="stocktake")
app.add_typer(account.app, name="account")


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
