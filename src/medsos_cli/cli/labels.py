"""`medsos labels`."""

from pathlib import Path
from typing import Annotated

import typer

from medsos_cli.cli.choice import (
    Held,
    HeldLonger,
    InStock,
    Lost,
    NotSeen,
    OfAgency,
    OfCondition,
    SimExpiring,
    WithoutDocument,
    read_choice,
)
from medsos_cli.cli.context import Context, plain, say
from medsos_cli.cli.options import AsOf, Database, read_as_of
from medsos_cli.errors import OutputError

_DEFAULT = Path("labels.pdf")


def labels(
    ctx: typer.Context,
    held: Held = False,
    in_stock: InStock = False,
    lost: Lost = False,
    agency: OfAgency = None,
    condition: OfCondition = None,
    held_longer_than: HeldLonger = None,
    without_document: WithoutDocument = False,
    not_seen_for: NotSeen = None,
    sim_expiring: SimExpiring = None,
    as_of: AsOf = None,
    cut_lines: Annotated[
        bool, typer.Option("--cut-lines", help="Draw where to cut, on paper without labels.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", help="The .pdf file; a new labels.pdf if not said."
        ),
    ] = None,
    db: Database = None,
) -> None:
    """Make sheets of labels to print and stick on: a QR code of the tag, the tag, the model.

    A4, 3 × 8 labels of 70 × 37 mm. Print at 100 %, not fitted to the page.
    """
    from medsos_cli.store.database import open_store
    from medsos_cli.store.listings import DEVICE_LIST, list_devices

    context = ctx.ensure_object(Context)
    day = read_as_of(context.clock, as_of)
    path = context.database(db)
    target = _target(output)
    with open_store(path) as store:
        choice = read_choice(
            store, held, in_stock, lost, agency, condition, held_longer_than, without_document,
            not_seen_for, sim_expiring,
        )  # fmt: skip
        tag, model = DEVICE_LIST.index("device"), DEVICE_LIST.index("model")
        chosen = [
            (row[tag], row[model] or "")
            for row in list_devices(store, context.clock, day, choice)
        ]  # fmt: skip
    if not chosen:
        say("note: no such device, so no labels were made; see: medsos devices")
        return
    _write(chosen, target, path, cut_lines)


def _target(output: Path | None) -> Path:
    """Return the file to write; one that nobody has named is not replaced."""
    if output is None:
        if _DEFAULT.exists():
            raise OutputError(
                f"{_DEFAULT} exists", f"to replace it: medsos labels --output {_DEFAULT}"
            )
        return _DEFAULT
    if output.suffix.lower() != ".pdf":
        raise OutputError(f"{output} is no name for a PDF", "end it in .pdf")
    return output


def _write(chosen: list[tuple[str, str]], target: Path, database: Path, cut_lines: bool) -> None:
    from medsos_cli.labels import ON_A_SHEET, Label, draw_labels
    from medsos_cli.output import open_output
    from medsos_cli.words import counted

    pdf, doubtful = draw_labels((Label(*each) for each in chosen), cut_lines=cut_lines)
    with open_output(target, never=database) as out:
        out.buffer.write(pdf)
    if doubtful:
        say(
            f"note: {', '.join(doubtful)}: not all letters could be printed; "
            "the QR codes hold the tags whole"
        )
    sheets = counted(-(-len(chosen) // ON_A_SHEET), "sheet")
    typer.echo(plain(f"{target}: {counted(len(chosen), 'label')} on {sheets} of A4"))
