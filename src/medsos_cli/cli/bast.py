"""`medsos bast`."""

import re
from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from medsos_cli.cli.context import Context, find_handset, say, tell
from medsos_cli.cli.option_groups import with_options
from medsos_cli.cli.options import Database, fill_in, refuse_no_text
from medsos_cli.errors import InputError, Message, OutputError, UnknownError
from medsos_cli.rules.paper import Paper, Signer, compose

if TYPE_CHECKING:
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.models import CustodyEvent, Device
    from medsos_cli.store.database import Store

_BLANKS = {
    "from_name": Message("name"), "from_nip": Message("NIP"), "from_position": Message("position"),
    "from_office": Message("office"), "place": Message("place of signing"),
}  # fmt: skip
_NUMBERS = re.compile(r"(?!\d{15}$)(\d{1,18})(?:-(\d{1,18}))?", re.ASCII)  # but no IMEI

_QUOTED = 5


class Office(NamedTuple):
    """Who signs for the office, and where."""

    from_name: Annotated[
        str | None, typer.Option("--from-name", metavar="NAME", help="Who signs for the office.")
    ] = None
    from_nip: Annotated[
        str | None, typer.Option("--from-nip", metavar="NIP", help="That person's NIP.")
    ] = None
    from_position: Annotated[
        str | None, typer.Option("--from-position", metavar="TEXT", help="That person's position.")
    ] = None
    from_office: Annotated[
        str | None, typer.Option("--from-office", metavar="TEXT", help="The office.")
    ] = None
    place: Annotated[
        str | None, typer.Option("--place", metavar="TEXT", help="Where it is signed.")
    ] = None


Proposal = Annotated[
    Path | None, typer.Option("--proposal", metavar="FILE.docx", help="Only print the usulan.")
]


class PaperFile(NamedTuple):
    """What the paper is made of, and where it goes."""

    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help="The office's .docx; see help template."),
    ] = None
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            callback=fill_in,
            help="The .docx file; BAST-EVENT.docx otherwise.",
        ),
    ] = None
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False


@with_options
def bast(
    ctx: typer.Context,
    events: Annotated[
        list[str],
        typer.Argument(
            metavar="EVENT or DEVICE …",
            callback=refuse_no_text,
            help="Numbers, as 66 or 1-65; or a handset, for its latest.",
        ),
    ],
    office: Office,
    file: PaperFile,
    db: Database = None,
) -> None:
    """Make the paper (berita acara) of what happened to a handset, to be signed.

    Events of one kind and one day go on one paper; where they are with several
    people, those sign in an annex. Names, labels and numbers are those of that day. What the
    options do not say of the office is taken from the settings, else left as a line to fill
    in by hand.
    """
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.store.database import open_store
    from medsos_cli.store.events import read_deeds

    context = ctx.ensure_object(Context)
    path = context.database(db)
    options = Options(context.clock, **office._asdict())
    with open_store(path) as store, store.snapshot():
        numbers = [options.find(word, partial(_find_numbers, store)) for word in events]
        known = _read_office(options)
        target = file.output or _default(numbers)
        _refuse(target, file.template, file.force)
        *signer, where = known.values()
        deeds = read_deeds(store, chain(*numbers), context.clock)
    _write(compose(deeds, Signer(*signer), where), file.template, target, path)
    _say_blanks([field for field in known if not known[field]], options)


def propose_write_off(
    store: "Store", device: "Device", draft: "CustodyEvent", target: Path
) -> None:
    """Write the paper that proposes a write-off; who signs is in the settings."""
    from medsos_cli.rules.paper import name_loss, propose
    from medsos_cli.settings import load_settings
    from medsos_cli.store.events import condition_of, latest_standing

    _refuse(target, None, force=False)
    *signer, where = load_settings().bast.model_dump().values()
    draft = draft._replace(condition=condition_of(store, device.id, draft.day))
    draft = name_loss(draft, latest_standing(store, device.id))
    _write(propose(device, draft, Signer(*signer), where), None, target, store.path)


def _say_blanks(missing: Sequence[str], options: "Options") -> None:
    """Say which places of the paper are left to be filled in by hand."""
    if missing:
        say(
            "note: left blank: {missing}; fill in with {options}, or once for all in [bast] of "
            "config.toml",
            missing=", ".join(str(_BLANKS[field]) for field in missing),
            options=", ".join(map(options.name, missing)),
        )


def _read_office(options: "Options") -> dict[str, str | None]:
    """Read who signs for the office and where, by option; else it is in the settings."""
    from medsos_cli.intake.drafts import person_text, read_person
    from medsos_cli.settings import load_settings

    name, nip = read_person(options, "from_name", "from_nip")
    texts = {
        "from_name": name,
        "from_nip": nip,
        "from_position": person_text(options, "from_position"),
        "from_office": options.text("from_office"),
        "place": options.text("place"),
    }
    options.check()
    settings = load_settings().bast.model_dump()
    return {name: text or settings[name] for name, text in texts.items()}


def read_numbers(word: str) -> range:
    """Read an event's number, or a range of them; raises `InputError` for what is none."""
    match = _NUMBERS.fullmatch(word)
    numbers = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
    if not numbers:
        raise InputError(
            "{word!r} is no event number",
            "write 66, or 1-65 for all of them; see: medsos history",
            word=word,
        )
    return numbers


def _find_numbers(store: "Store", word: str) -> range:
    from medsos_cli.models import EventKind
    from medsos_cli.store.events import latest_standing, latest_with_paper

    try:
        return read_numbers(word)
    except InputError as no_number:
        try:
            handset = find_handset(store, word)
        except UnknownError as error:
            near = error.hint if error.hint != "see: medsos devices" else no_number.hint
            what = "{word!r} is no event number, and no device is called so"
            raise UnknownError(what, "{near}", word=word, near=near) from None
    number, last = latest_with_paper(store, handset), latest_standing(store, handset.id)
    if last and last.kind is EventKind.FOUND:
        say("note: {tag} was found again on {day}", tag=handset.tag, day=last.day)
    return range(number, number + 1)


def _default(numbers: list[range]) -> Path:
    """Return the file's name where none is said: after its event, or the first and the last."""
    first, last = min(each[0] for each in numbers), max(each[-1] for each in numbers)
    return Path(f"BAST-{first}.docx" if first == last else f"BAST-{first}-{last}.docx")


def _refuse(target: Path, template: Path | None, force: bool) -> None:
    from medsos_cli.store.whole_files import refuse_same

    if target.suffix.lower() != ".docx":
        raise OutputError("{file} is no name for a Word document", "end it in .docx", file=target)
    if template:
        refuse_same(target, template, Message("{file} is the template itself", file=target))
    if target.is_file() and not force:
        raise OutputError(
            "{file} exists", "say --force to replace it, or name another file", file=target
        )


def _write(paper: Paper, template: Path | None, target: Path, database: Path) -> None:
    from medsos_cli.answers.output import open_output
    from medsos_cli.answers.paper_docx import bears_seals, typeset, unshown

    docx = typeset(paper, template)
    with open_output(target, never=database) as out:
        out.buffer.write(docx)
    title, number = paper.title.title(), len(paper.goods)
    tell(
        Message("{file}: {title}, {n} device", "{file}: {title}, {n} devices",
                file=target, title=title, n=number)
    )  # fmt: skip
    if template:
        _warn(template, unshown(paper, docx))
    if not bears_seals(paper, docx):
        say("warning: {file} has no place for the seal: write {{{{ seals }}}} there", file=template)


def _warn(template: Path, unshown: list[str]) -> None:
    """Say what an office's own template leaves out of the paper, and what acts in it."""
    from medsos_cli.answers.own_template import active_parts

    for active in active_parts(template):
        say("warning: {active}", active=active)
    if unshown:
        more = ", …" if len(unshown) > _QUOTED else ""
        texts = ", ".join(unshown[:_QUOTED]) + more
        say("warning: {file} leaves out of the paper: {texts}", file=template, texts=texts)
