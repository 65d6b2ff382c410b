"""`medsos schedule`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from medsos_cli.cli.context import Context, say
from medsos_cli.cli.options import Database


class System(StrEnum):
    """What starts programs at night."""

    CRON = "cron"
    WINDOWS = "windows"


_OWN = System.WINDOWS if sys.platform == "win32" else System.CRON


def schedule(
    ctx: typer.Context,
    system: Annotated[System, typer.Option("--for", help="Whose lines to print.")] = _OWN,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", metavar="FOLDER", help="Where to write; medsos in your own."),
    ] = None,
    db: Database = None,
) -> None:
    """Print the lines that look, write the audit and make a backup every night.

    For cron, add them in crontab -e; for Windows, type them into the Command Prompt (cmd).
    They make their folders, and what goes wrong is written to medsos.log there; Windows shows
    it in the Task Scheduler as a last result of 2.
    """
    from medsos_cli.answers.night_lines import Night, cron_lines, task_lines
    from medsos_cli.settings import load_settings

    database = ctx.ensure_object(Context).database(db)
    place = Path.home() / "medsos" if folder is None else folder
    night = Night(_program(), database.absolute(), place.expanduser().absolute())
    lines = cron_lines if system is System.CRON else task_lines
    typer.echo("\n".join(lines(night)))
    settings = load_settings()
    if not (settings.meta_token or settings.x_token):
        say("note: no network's token is set, and so the line of check has nobody to ask: leave it "
            "out, or see: medsos help settings")  # fmt: skip
    if system is System.CRON:
        say("note: add these lines in crontab -e; times are those of this machine")
    else:
        say("note: type these lines into the Command Prompt (cmd); times are those of this machine")


def _program() -> list[str]:
    """Return how this program is started, from wherever."""
    from shutil import which

    found = which("medsos", path=str(Path(sys.executable).parent))
    return [found] if found else [sys.executable, "-m", "medsos_cli"]
