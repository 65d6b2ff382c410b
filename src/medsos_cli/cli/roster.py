"""`medsos import` and `medsos custody-import`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, say
from medsos_cli.cli.options import Database, read_past

if TYPE_CHECKING:
    from medsos_cli.importing import Import
    from medsos_cli.roster.sheet import Sheet
    from medsos_cli.store.database import Store

DryRun = Annotated[bool, typer.Option("--dry-run", help="Check all, write nothing.")]
Rejects = Annotated[
    Path | None,
    typer.Option("--rejects", metavar="FILE", help="Write the bad rows, with the reason."),
]


def import_roster(
    ctx: typer.Context,
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help="A CSV file; see the README.")],
    dry_run: DryRun = False,
    rejects: Rejects = None,
    handed_over_on: Annotated[
        str | None,
        typer.Option("--handed-over-on", metavar="DATE", help="For holders without a day."),
    ] = None,
    db: Database = None,
) -> None:
    """Read agencies, accounts, handsets, handovers and last posts from a roster.

    The file is taken whole or not at all; the same file again changes nothing.
    """
    from medsos_cli.importing import RosterImport

    context = ctx.ensure_object(Context)
    day = None
    if handed_over_on is not None:
        day = read_past(context.clock, "--handed-over-on", handed_over_on)
    job = RosterImport(context.clock, context.user(), say, dry_run=dry_run, handed_over_on=day)
    database = context.database(db)
    _refuse(rejects, roster, database)
    _run(job, partial(_new_or_known, database, dry_run=dry_run), roster, rejects)


def import_custody(
    ctx: typer.Context,
    events: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file; see the README.")],
    dry_run: DryRun = False,
    rejects: Rejects = None,
    db: Database = None,
) -> None:
    """Record handovers, returns, transfers, losses and finds of many devices from a file.

    The file is taken whole or not at all, in the order of its rows.
    """
    from medsos_cli.custody_import import CustodyImport
    from medsos_cli.store.database import open_store

    context = ctx.ensure_object(Context)
    job = CustodyImport(context.clock, context.user(), say, dry_run=dry_run)
    database = context.database(db)
    _refuse(rejects, events, database)
    _run(job, partial(open_store, database), events, rejects)


def _refuse(rejects: Path | None, read: Path, database: Path) -> None:
    """Refuse to write the bad rows over what is read or what is on record."""
    from medsos_cli.output import refuse_same

    if rejects:
        refuse_same(rejects, database, "the database itself")
        refuse_same(rejects, read, "the file that is read")


def _run(
    job: "Import",
    opening: "Callable[[], AbstractContextManager[Store]]",
    path: Path,
    rejects: Path | None,
) -> None:
    """Read the file, then open the database, and import."""
    from medsos_cli.roster.sheet import read_sheet
    from medsos_cli.roster.text import open_text

    job.keeps_rejected = rejects is not None
    with open_text(path) as text:
        if text.assumed:
            say(f"{text.name}: {text.assumed}")
        sheet = read_sheet(text, job.columns)
        try:
            with opening() as store:
                job.run(store, sheet)
        finally:
            if rejects and job.rejected:
                _write_rejects(rejects, sheet, job)
    _print_summary(job, path.name)


@contextmanager
def _new_or_known(path: Path, *, dry_run: bool) -> Iterator["Store"]:
    """Open the database; one that was made for this import goes again if it comes to nothing."""
    from medsos_cli.store.database import open_store

    was_there = path.exists()
    keep = was_there
    try:
        with open_store(path, create=True) as store:
            yield store
        keep = was_there or not dry_run
    finally:
        if not (keep or _is_used(path)):
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)


def _is_used(path: Path) -> bool:
    """Tell whether somebody else has recorded something in the meantime."""
    from medsos_cli.errors import DatabaseError
    from medsos_cli.store.counts import count_all
    from medsos_cli.store.database import open_store

    try:
        with open_store(path) as store:
            return any(
                count for what, count in count_all(store).items() if what != "schema version"
            )
    except DatabaseError:
        return False


def _write_rejects(path: Path, sheet: "Sheet", job: "Import") -> None:
    from medsos_cli.output import open_output, write_csv
    from medsos_cli.words import counted

    with open_output(path) as out:
        rows = ([*reject.cells, reject.reason] for reject in job.rejected)
        write_csv(out, [*sheet.header.headings, "reason"], rows, sheet.delimiter)
    bad = counted(len(job.rejected), "bad row")
    say(f"{path}: {bad}, with the reason in the last column")


def _print_summary(job: "Import", name: str) -> None:
    from medsos_cli.importing import STATUSES
    from medsos_cli.words import counted

    said = "checked, nothing written" if job.dry_run else "imported"
    rows = counted(job.rows, "row")
    totals = ", ".join(f"{job.total(status)} {status}" for status in STATUSES)
    typer.echo(f"{name}: {rows} {said}: {totals}")
    for noun in job.nouns:
        counts = ", ".join(f"{job.counts[noun, status]:>3} {status}" for status in STATUSES)
        typer.echo(f"  {noun:<10}  {counts}")
