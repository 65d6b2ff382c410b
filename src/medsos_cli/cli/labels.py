"""`medsos labels`."""

from pathlib import Path
from typing import Annotated

import typer

from medsos_cli.cli.context import Context, say, tell, watching
from medsos_cli.cli.device_filter import Wanted
from medsos_cli.cli.option_groups import with_options
from medsos_cli.cli.options import AsOf, Database, OptionErrors, fill_in
from medsos_cli.errors import Message, OutputError


@with_options
def labels(
    ctx: typer.Context,
    wanted: Wanted,
    as_of: AsOf = None,
    cut_lines: Annotated[
        bool, typer.Option("--cut-lines", help="Draw where to cut, on paper without labels.")
    ] = False,
    output: Annotated[
        Path, typer.Option("--output", metavar="FILE", callback=fill_in, help="The .pdf file.")
    ] = Path("labels.pdf"),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    db: Database = None,
) -> None:
    """Make sheets of labels to print and stick on: a QR code of the tag, the tag, the model.

    A4, 3 × 8 labels of 70 × 37 mm. Print at 100 %, not fitted to the page.
    """
    from medsos_cli.store.database import open_store
    from medsos_cli.store.inventory import list_devices

    context, errors = ctx.ensure_object(Context), OptionErrors()
    day = errors.day(context.clock, "--as-of", as_of)
    path = context.database(db)
    _refuse(output, path, force)
    with open_store(path) as store:
        rows = list_devices(store, day, wanted.read(store, errors))
        chosen = [(row["device"], row["model"] or "") for row in rows]
    if not chosen:
        say("note: no such device, so no labels were made; see: medsos devices")
        return
    _write(chosen, output, path, cut_lines)


def _refuse(target: Path, database: Path, force: bool) -> None:
    from medsos_cli.store.whole_files import refuse_database

    if target.suffix.lower() != ".pdf":
        raise OutputError("{file} is no name for a PDF", "end it in .pdf", file=target)
    refuse_database(target, database)
    if target.is_file() and not force:
        raise OutputError(
            "{file} exists", "say --force to replace it, or name another file", file=target
        )


def _write(chosen: list[tuple[str, str]], target: Path, database: Path, cut_lines: bool) -> None:
    from medsos_cli.answers.label_sheets import ON_A_SHEET, Label, draw_labels
    from medsos_cli.answers.output import open_output

    labels = watching(Message("drawing"))(Label(*each) for each in chosen)
    pdf, doubtful = draw_labels(labels, cut_lines=cut_lines)
    with open_output(target, never=database) as out:
        out.buffer.write(pdf)
    if doubtful:
        say(
            "note: {tags}: not all letters could be printed; the QR codes hold the tags whole",
            tags=", ".join(doubtful),
        )
    tell(
        "{file}: {labels} on {sheets} of A4",
        file=target,
        labels=Message("{n} label", "{n} labels", n=len(chosen)),
        sheets=Message("{n} sheet", "{n} sheets", n=-(-len(chosen) // ON_A_SHEET)),
    )
