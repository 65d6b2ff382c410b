"""`medsos bast`."""

import re
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from medsos_cli.cli.context import Context, plain, say
from medsos_cli.cli.options import Database, read_doubtful, read_text
from medsos_cli.errors import InputError, OutputError
from medsos_cli.paper import Paper, Signer, compose

_NUMBERS = re.compile(r"(\d{1,18})(?:-(\d{1,18}))?", re.ASCII)


def bast(
    ctx: typer.Context,
    events: Annotated[
        list[str], typer.Argument(metavar="EVENT …", help="Numbers, as 66 or 1-65; see history.")
    ],
    from_name: Annotated[
        str | None, typer.Option("--from-name", metavar="NAME", help="Who signs for the office.")
    ] = None,
    from_nip: Annotated[
        str | None, typer.Option("--from-nip", metavar="NIP", help="That person's NIP.")
    ] = None,
    from_position: Annotated[
        str | None, typer.Option("--from-position", metavar="TEXT", help="That person's position.")
    ] = None,
    from_office: Annotated[
        str | None, typer.Option("--from-office", metavar="TEXT", help="The office.")
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="TEXT", help="Where it is signed.")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help="The office's own .docx; see the README."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="The .docx file; BAST-EVENT.docx otherwise."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    db: Database = None,
) -> None:
    """Make the paper (berita acara) of a handover, a return or a transfer, to be signed.

    Events of one kind and one day go on one paper; where they are with several
    people, those sign in an annex. What the options do not say of the office is
    taken from the settings, else left as a line to fill in by hand.
    """
    from medsos_cli.identifiers import read_nip
    from medsos_cli.settings import load_settings
    from medsos_cli.store.database import open_store
    from medsos_cli.store.papers import read_deed

    path = ctx.ensure_object(Context).database(db)
    numbers = [_read_numbers(word) for word in events]
    target = output or _default(numbers)
    _refuse(target, template, force)
    said = {
        "from_name": read_text("--from-name", from_name),
        "from_nip": read_doubtful("--from-nip", from_nip, read_nip),
        "from_position": read_text("--from-position", from_position),
        "from_office": read_text("--from-office", from_office),
        "place": read_text("--place", place),
    }
    settings = load_settings().bast.model_dump()
    known = {name: text or settings[name] for name, text in said.items()}
    *office, where = known.values()
    with open_store(path) as store:
        deeds = [read_deed(store, number) for number in chain(*numbers)]
    _write(compose(deeds, Signer(*office), where), template, target, path)
    if missing := ", ".join(f"--{name.replace('_', '-')}" for name in known if not known[name]):
        say(f"note: left to fill in by hand: {missing}; to set them once: [bast] in config.toml")


def _read_numbers(word: str) -> range:
    match = _NUMBERS.fullmatch(word)
    numbers = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
    if not numbers:
        raise InputError(
            f"{word!r} is no event number", "write 66, or 1-65 for all of them; see: medsos history"
        )
    return numbers


def _default(numbers: list[range]) -> Path:
    """Return the file's name where none is said: after its event, or the first and the last."""
    first, last = min(each[0] for each in numbers), max(each[-1] for each in numbers)
    return Path(f"BAST-{first}.docx" if first == last else f"BAST-{first}-{last}.docx")


def _refuse(target: Path, template: Path | None, force: bool) -> None:
    from medsos_cli.output import refuse_same

    if target.suffix.lower() != ".docx":
        raise OutputError(f"{target} is no name for a Word document", "end it in .docx")
    if template:
        refuse_same(target, template, "the template itself")
    if target.is_file() and not force:
        raise OutputError(f"{target} exists", "say --force to replace it, or name another file")


def _write(paper: Paper, template: Path | None, target: Path, database: Path) -> None:
    from medsos_cli.output import open_output
    from medsos_cli.typesetting import typeset
    from medsos_cli.words import counted

    docx = typeset(paper, template)
    with open_output(target, never=database) as out:
        out.buffer.write(docx)
    devices = counted(len(paper.goods), "device")
    typer.echo(plain(f"{target}: {paper.title.title()}, {devices}"))
