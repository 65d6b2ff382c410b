"""`medsos import` and `medsos custody-import`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from medsos_cli.cli.context import Context, say, tell, watching
from medsos_cli.cli.options import Database, refuse_no_text
from medsos_cli.errors import Message

if TYPE_CHECKING:
    from medsos_cli.intake.importing import Import, Outcome, Reject
    from medsos_cli.sheets.sheet import Sheet
    from medsos_cli.store.database import Store

SheetName = Annotated[
    str | None,
    typer.Option(
        "--sheet", metavar="NAME", callback=refuse_no_text, help="The sheet of a workbook to read."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check all, write nothing.")]
Rejects = Annotated[
    Path | None,
    typer.Option(
        "--rejects",
        metavar="FILE",
        help="Write the bad rows, with the reason; in .xlsx the bad cells are marked.",
    ),
]

_NOUNS = {
    each.template: each
    for each in (
        Message("agencies"), Message("accounts"), Message("devices"), Message("handovers"),
        Message("last posts"), Message("returns"), Message("events"),
    )
}  # fmt: skip


class _File(NamedTuple):
    """The file to read, and the sheet of it that is asked for."""

    path: Path
    sheet: str | None


def import_roster(
    ctx: typer.Context,
    roster: Annotated[
        Path,
        typer.Argument(
            metavar="ROSTER", help="A workbook or a CSV file, - for stdin; see help roster."
        ),
    ],
    sheet: SheetName = None,
    dry_run: DryRun = False,
    rejects: Rejects = None,
    handed_over_on: Annotated[
        str | None,
        typer.Option("--handed-over-on", metavar="DATE", help="For holders without a day."),
    ] = None,
    stated_on: Annotated[
        str | None,
        typer.Option(
            "--stated-on", metavar="DATE", help="The day of rows without checked_on; today if not."
        ),
    ] = None,
    new_agencies: Annotated[
        bool,
        typer.Option("--new-agencies", help="A new code makes another agency of a known name."),
    ] = False,
    db: Database = None,
) -> None:
    """Read agencies, accounts, handsets, handovers and last posts from a roster.

    The file is taken whole or not at all; the same file again changes nothing.
    """
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.intake.importing import RosterImport

    context = ctx.ensure_object(Context)
    options = Options(context.clock, handed_over_on=handed_over_on, stated_on=stated_on)
    day = stated = None
    if handed_over_on is not None:
        day = options.needed_past_day("handed_over_on")
    if stated_on is not None:
        stated = options.needed_past_day("stated_on").isoformat()
    options.check()
    job = RosterImport(
        context.clock, context.user(), say, dry_run=dry_run, handed_over_on=day,
        new_agencies=new_agencies, stated_on=stated,
    )  # fmt: skip
    database = context.database(db)
    _refuse(rejects, roster, database)
    _run(job, partial(_new_or_known, database, dry_run=dry_run), _File(roster, sheet), rejects)


def import_custody(
    ctx: typer.Context,
    events: Annotated[
        Path, typer.Argument(metavar="FILE", help="A workbook or a CSV file, - for stdin.")
    ],
    sheet: SheetName = None,
    dry_run: DryRun = False,
    rejects: Rejects = None,
    db: Database = None,
) -> None:
    """Record handovers, returns, transfers, losses and finds of many devices from a file.

    The file is taken whole or not at all, in the order of its rows.
    """
    from medsos_cli.intake.custody_sheet import CustodyImport
    from medsos_cli.store.database import open_store

    context = ctx.ensure_object(Context)
    job = CustodyImport(context.clock, context.user(), say, dry_run=dry_run)
    database = context.database(db)
    _refuse(rejects, events, database)
    made = _run(job, partial(open_store, database), _File(events, sheet), rejects).events
    if len(made) == 1 and not dry_run:
        say("paper: medsos bast {event}", event=made[0])
    elif made and not dry_run:
        say(
            "new events: {first} to {last}; the paper of one: medsos bast {last}",
            first=made[0],
            last=made[-1],
        )


def _refuse(rejects: Path | None, read: Path, database: Path) -> None:
    """Refuse to write the bad rows over what is read or what is on record."""
    from medsos_cli.errors import Message
    from medsos_cli.store.whole_files import refuse_database, refuse_same

    if rejects:
        read = Path("/dev/stdin") if str(read) == "-" else read
        refuse_database(rejects, database)
        refuse_same(rejects, read, Message("{file} is the file that is read", file=rejects))


def _run(
    job: "Import",
    opening: "Callable[[], AbstractContextManager[Store]]",
    file: _File,
    rejects: Path | None,
) -> "Outcome":
    """Read the file, then open the database, and import; return what came of it."""
    from medsos_cli.sheets.sheet import open_sheet

    rejected: list[Reject] = []
    job = replace(job, watch=watching(Message("reading")))
    if rejects:
        job = replace(job, reject=rejected.append)
    with open_sheet(file.path, job.columns, file.sheet) as sheet:
        if sheet.assumed:
            say("{file}: {assumed}", file=sheet.name, assumed=sheet.assumed)
        try:
            with opening() as store:
                outcome = job.run(store, sheet)
        finally:
            if rejects and rejected:
                _write_rejects(rejects, sheet, rejected)
    _print_summary(job, outcome, sheet.name)
    return outcome


@contextmanager
def _new_or_known(path: Path, *, dry_run: bool) -> Iterator["Store"]:
    """Open the database; one that was made for this import goes again if it comes to nothing."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.whole_files import BELONGING

    was_there = path.exists()
    keep = was_there
    try:
        with open_store(path, create=True) as store:
            yield store
            keep = was_there or not dry_run
            if keep and not was_there:
                store.pack()  # a first roster comes in its own order, and leaves pages half full
    finally:
        if not (keep or _is_used(path)):
            for suffix in BELONGING:
                path.with_name(path.name + suffix).unlink(missing_ok=True)


def _is_used(path: Path) -> bool:
    """Tell whether somebody else has recorded something in the meantime."""
    from medsos_cli.errors import DatabaseError
    from medsos_cli.store.database import open_store
    from medsos_cli.store.doctor.health import count_all

    try:
        with open_store(path) as store:
            return any(
                count for what, count in count_all(store).items() if what != "schema version"
            )
    except DatabaseError:
        return False


def _write_rejects(path: Path, sheet: "Sheet", rejected: Sequence["Reject"]) -> None:
    from medsos_cli.answers.output import open_output
    from medsos_cli.answers.rejects import lines

    for_people = path.suffix.lower() == ".xlsx"
    made = lines(sheet.header, rejected, str(Message("reason")) if for_people else "reason")
    with open_output(path) as out:
        if for_people:
            from medsos_cli.answers.rejects_xlsx import write

            write(out.buffer, made)
        else:
            from medsos_cli.answers.as_csv import write_csv

            rows = (line.cells for line in made)
            write_csv(out, next(rows), rows, sheet.source.separator)
    say(
        "{file}: {rows}, with the reason in the last column",
        file=path,
        rows=Message("{n} bad row", "{n} bad rows", n=len(rejected)),
    )


def _print_summary(job: "Import", outcome: "Outcome", name: str) -> None:
    from medsos_cli.intake.importing import STATUSES

    rows = Message("{n} row", "{n} rows", n=outcome.rows)
    totals = _by_status({status: str(outcome.total(status)) for status in STATUSES})
    if job.dry_run:
        template = "{name}: {rows} checked, nothing written: {totals}"
        tell(template, name=name, rows=rows, totals=totals)
    else:
        tell("{name}: {rows} imported: {totals}", name=name, rows=rows, totals=totals)
    shown = {
        noun: str(_NOUNS[noun])
        for noun in job.nouns
        if noun not in job.rare or any(outcome.counts[noun, status] for status in STATUSES)
    }
    widest = max(10, *map(len, shown.values()))
    for noun, said in shown.items():
        counts = {status: f"{outcome.counts[noun, status]:>3}" for status in STATUSES}
        tell("  {noun}  {counts}", noun=said.ljust(widest), counts=_by_status(counts))


def _by_status(counts: Mapping[str, str]) -> Message:
    return Message("{new} new, {changed} changed, {unchanged} unchanged", **counts)
