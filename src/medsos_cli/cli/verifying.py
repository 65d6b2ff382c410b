"""`medsos verify` and `medsos redact`: what the seals say, and what may be blanked under them."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, say, tell
from medsos_cli.cli.mending import Events
from medsos_cli.cli.options import Database, refuse_no_text
from medsos_cli.errors import PARTIAL, InputError, Message
from medsos_cli.rules.seals import CODE_DIGITS
from medsos_cli.words.days import Clock

if TYPE_CHECKING:
    from medsos_cli.store.doctor.proving import Sealed

_CODE = re.compile(rf"[0-9a-f]{{{CODE_DIGITS},64}}")


def verify(
    ctx: typer.Context,
    event: Annotated[
        str,
        typer.Argument(metavar="EVENT", callback=refuse_no_text, help="Its number on the paper."),
    ],
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE", callback=refuse_no_text, help="The ten digits beside the number."
        ),
    ],
    db: Database = None,
) -> None:
    """Say whether an event is still what its paper says; exit with 1 where it is not.

    The code stands beside the number on the paper; backup and doctor tell that of the last event.
    """
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.models import Device
    from medsos_cli.rules import custody
    from medsos_cli.store.database import open_store
    from medsos_cli.store.doctor.proving import verify_event

    context = ctx.ensure_object(Context)
    options = Options(context.clock)
    number, digits = options.find(event, _read_number), options.find(code, _read_code)
    options.check()
    with open_store(context.database(db)) as store, store.snapshot():
        sealed = verify_event(store, number, digits)
    event_then = sealed.event._replace(holder="…") if sealed.blanked else sealed.event
    tell(custody.tell(Device(0, sealed.label), event_then))
    tell("it is what was sealed: {code}", code=digits)
    _tell_since(sealed, context.clock)


def _tell_since(sealed: "Sealed", clock: Clock) -> None:
    """Say what is known of a sealed event since it was recorded."""
    from medsos_cli.answers.inventory_answers import tell_changes

    if sealed.chained_at:
        tell(
            "sealed on {day} only, when the file was brought up to date",
            day=clock.local_day(sealed.chained_at),
        )
    for what, moment, by, own in sealed.amended:
        tell(
            "amended on {day} by {by} ({code}): {what}",
            day=clock.local_day(moment), by=by,
            code=own or Message("no seal: another program wrote it"),
            what=tell_changes(what) or "-",
        )  # fmt: skip
    if sealed.blanked:
        moment, paper = sealed.blanked
        tell(
            "name, NIP and position blanked on {day}, document {document}",
            day=clock.local_day(moment),
            document=paper,
        )
    if sealed.voided_by:
        tell("void, by event {by}", by=sealed.voided_by)


def redact(
    ctx: typer.Context,
    events: Events,
    document: Annotated[
        str, typer.Option("--document", metavar="NO", help="The paper that decides it.")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")],
    db: Database = None,
) -> None:
    """Blank who had a handset, for good: name, NIP and position; the seal still holds.

    They go out of every event of the same handover: its return, its loss, its voids. Nobody
    who answers for a handset now is blanked, and nobody in an event that is younger than
    retention_years in config.toml. Exits with 3 while another program has the file open, which
    may still hold what was blanked: say it again then.
    """
    from medsos_cli.cli.mending import read_all_numbers
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.intake.drafts import person_text
    from medsos_cli.settings import load_settings
    from medsos_cli.store.database import open_store
    from medsos_cli.store.redacting import Redaction, forget
    from medsos_cli.store.redacting import redact as blank

    context = ctx.ensure_object(Context)
    clock, options = context.clock, Options(context.clock, document_no=document, reason=reason)
    numbers = read_all_numbers(options, events)
    options.need("document_no", Message("name the paper that decides it"))
    options.need("reason", Message("say why"))
    texts = options.text("document_no") or "", person_text(options, "reason") or ""
    options.check()
    years = load_settings().retention_years
    with open_store(context.database(db)) as store:
        with store.transaction():
            word = Redaction(*texts, clock.stamp, context.user())
            blanked = blank(store, numbers, word, clock.today, int(years) if years else None)
        _tell_blanked(blanked)  # before the file is written anew, which may fail
        if not forget(store):
            say(
                "warning: another program has the database open: its file may still hold what "
                "was blanked"
            )
            say("hint: {hint}", hint=Message("close that program, then say it again"))
            raise typer.Exit(PARTIAL)


def _tell_blanked(events: list[int]) -> None:
    for event in events:
        tell("event {event}: name, NIP and position are blanked", event=event)
    if events:
        say("note: backups, and papers and lists made before, still name them")
    else:
        tell("nothing to blank: it is done already")


def _read_number(word: str) -> int:
    from medsos_cli.cli.bast import read_numbers

    try:
        numbers = read_numbers(word)
    except InputError:
        raise InputError(
            "{word!r} is no event number", "write the number beside the code on the paper, as 66",
            word=word,
        ) from None  # fmt: skip
    if len(numbers) > 1:
        raise InputError("{word!r} is more than one event", "verify them one by one", word=word)
    return numbers[0]


def _read_code(word: str) -> str:
    code = re.sub(r"[\s-]", "", word).casefold()
    if not _CODE.fullmatch(code):
        raise InputError(
            "{word!r} is no seal",
            "write the ten digits beside the event's number, 0 to 9 and a to f",
            word=word,
        )
    return code
