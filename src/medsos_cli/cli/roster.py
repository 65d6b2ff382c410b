"""`medsos roster`."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, deliver, say
from medsos_cli.cli.option_groups import with_options
from medsos_cli.cli.options import Database, OptionErrors, Then, fill_in, refuse_no_text
from medsos_cli.errors import InputError
from medsos_cli.models import Format

if TYPE_CHECKING:
    from medsos_cli.answers.output import Destination

_SHEET = re.compile(r"(?!'|history\Z)[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')", re.IGNORECASE)


@with_options
def roster(
    ctx: typer.Context,
    then: Then,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", callback=fill_in, help="The .csv or .xlsx file to write."
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet", metavar="NAME", callback=refuse_no_text, help="How to call the sheet."
        ),
    ] = None,
    blank: Annotated[bool, typer.Option("--blank", help="An empty one to fill in.")] = False,
    db: Database = None,
) -> None:
    """Write what is on record as a roster, to mend it and read it again with import.

    Read again as it is, it changes nothing. Evidence is not in it: see backup. A blank one
    has lists to choose from, and a page that explains.
    """
    from medsos_cli.answers.roster_answer import roster_answer
    from medsos_cli.store.as_of import stand
    from medsos_cli.store.database import open_store
    from medsos_cli.store.roster_rows import list_roster

    context, errors = ctx.ensure_object(Context), OptionErrors()
    point = then.read(context.clock, errors)
    errors.read(blank and any(then), _refuse_day)
    errors.check()
    to = _destination(output, sheet, context.database(db))
    if blank:
        _write_blank(to, sheet)
        return
    with open_store(to.database) as store, store.snapshot():
        stand(store, context.clock, point)
        rows = list_roster(store, point.as_of or context.clock.today)
        deliver(replace(roster_answer(rows), sheet=sheet), to)


def _refuse_day(said: bool) -> None:
    if said:
        raise InputError("a blank roster is of no day", "leave --as-of and --known-on out")


def _destination(output: Path | None, sheet: str | None, database: Path) -> "Destination":
    from medsos_cli.answers.output import choose_destination

    if output is None:
        raise InputError("--output is missing", "say where: medsos roster --output FILE.csv")
    if output.suffix.lower() not in {".csv", ".xlsx"}:
        raise InputError("{file} is no name for a roster", "end it in .csv or .xlsx", file=output)
    to = choose_destination(None, output, database)
    if sheet is not None and to.style is Format.CSV:
        raise InputError("a CSV file has no sheets", "leave --sheet out, or end it in .xlsx")
    if sheet is not None and not _SHEET.fullmatch(sheet):
        raise InputError(
            "--sheet: no sheet can be called {name!r}",
            "take 31 letters at most, and none of [ ] : * ? / \\",
            name=sheet,
        )
    return to


def _write_blank(to: "Destination", sheet: str | None) -> None:
    from medsos_cli.answers.blank_roster import blank_roster, write_blank_roster
    from medsos_cli.answers.output import open_output

    if to.style is Format.CSV:
        deliver(blank_roster(), to)
        return
    with open_output(to.output, never=to.database) as out:
        write_blank_roster(out.buffer, sheet)
    say("{file} is written", file=to.output)
