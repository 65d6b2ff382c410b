"""`medsos amend` and `medsos void`: what was recorded is filled in, put right, or taken back."""

import sys
from datetime import date
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from medsos_cli.cli.context import Context, agrees, find_office, tell
from medsos_cli.cli.option_groups import Goods, with_options
from medsos_cli.cli.options import Database, Document, Note, refuse_no_text
from medsos_cli.errors import Message

if TYPE_CHECKING:
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.store.database import Store

_Text = str | None
Events = Annotated[
    list[str], typer.Argument(metavar="EVENT …", help="Numbers, as 66 or 1-65; see history.")
]


class Party(NamedTuple):
    """Who received the device, and where."""

    holder: Annotated[_Text, typer.Option("--to", metavar="NAME", help="Who answers for it.")] = (
        None
    )
    nip: Annotated[_Text, typer.Option("--nip", metavar="NIP", help="That person's NIP.")] = None
    position: Annotated[
        _Text, typer.Option("--position", metavar="TEXT", help="That person's position.")
    ] = None
    agency: Annotated[
        _Text,
        typer.Option(
            "--agency", metavar="AGENCY", callback=refuse_no_text, help="A code or an exact name."
        ),
    ] = None


@with_options
def amend(
    ctx: typer.Context,
    events: Events,
    party: Party,
    goods: Goods,
    document: Document = None,
    on: Annotated[
        _Text, typer.Option("--on", metavar="DATE", help="Between the events before and after.")
    ] = None,
    note: Note = None,
    reason: Annotated[
        _Text, typer.Option("--reason", metavar="TEXT", help="Why something is put right.")
    ] = None,
    db: Database = None,
) -> None:
    """Fill in what an event left blank, as a paper's number that came later.

    What it says already is put right with --reason only; history shows what it said before.
    Of a transfer day and document change on both legs.
    """
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.store.amendments import Amender, amend_event
    from medsos_cli.store.database import open_store

    context = ctx.ensure_object(Context)
    options = Options(
        context.clock, document_no=document, on=on, note=note, reason=reason,
        **party._asdict(), **goods._asdict(),
    )  # fmt: skip
    numbers = read_all_numbers(options, events)
    today = context.clock.today
    with open_store(context.database(db)) as store, store.transaction():
        changes = _changes(options, store, party.agency, today)
        if not changes and not options.problems:
            options.wrong("", "nothing is filled in", "as --document NO")
        options.check()
        amender = Amender(context.clock.stamp, context.user(), options.text("reason"))
        amended = [
            each
            for number in numbers
            for each in amend_event(store, number, changes, amender, today)
        ]
    for event in amended:
        tell("event {event} is amended", event=event.event)
    if not amended:
        tell("nothing to amend: it is on record so")


def _changes(
    options: "Options", store: "Store", agency: str | None, today: date
) -> dict[str, object]:
    """Read what is to be filled in, by the fields of an event."""
    from medsos_cli.intake.drafts import person_text, read_condition, read_person

    holder, nip = read_person(options, "holder", "nip")
    found = options.find(agency, partial(find_office, store)) if agency else None
    texts = {
        "day": options.past_day("on", today) if options.text("on") else None,
        "agency": found.code if found else None,
        "holder": holder,
        "nip": nip,
        "position": person_text(options, "position"),
        "document": options.text("document_no"),
        "condition": read_condition(options),
        "accessories": options.text("accessories"),
        "note": person_text(options, "note"),
    }
    return {name: value for name, value in texts.items() if value is not None}


def void(
    ctx: typer.Context,
    events: Events,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="What was wrong.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    db: Database = None,
) -> None:
    """Take back the latest event of a device, of a transfer both legs; both stay in the history.

    On a terminal it says what will stand afterwards, and asks.
    """
    from medsos_cli.intake.drafts import person_text
    from medsos_cli.models import CustodyEvent, EventKind
    from medsos_cli.rules import custody
    from medsos_cli.store.database import open_store
    from medsos_cli.store.voiding import void_all

    context, options = ctx.ensure_object(Context), _void_options(ctx, reason)
    numbers = read_all_numbers(options, events)
    options.need("reason", Message("say what was wrong with the event"))
    text = person_text(options, "reason") or ""
    options.check()
    draft = CustodyEvent(
        0, EventKind.VOID, context.clock.today, recorded_at=context.clock.stamp,
        recorded_by=context.user(), reason=text,
    )  # fmt: skip
    with open_store(context.database(db)) as store, store.transaction():
        done = void_all(store, numbers, draft)
        if not yes and _declined(done.stands):
            raise typer.Exit  # which takes all of it back
    for device, event in done.voids:
        tell(custody.tell(device, event))


def _void_options(ctx: typer.Context, reason: str) -> "Options":
    from medsos_cli.cli.option_cells import Options

    return Options(ctx.ensure_object(Context).clock, reason=reason)


def read_all_numbers(options: "Options", words: list[str]) -> list[int]:
    """Read numbers of events, and ranges of them; what is none is bad among the options."""
    from medsos_cli.cli.bast import read_numbers

    return [*chain(*(options.find(word, read_numbers) or () for word in words))]


def _declined(stands: tuple[Message, ...]) -> bool:
    """Say on a terminal what will stand, and ask; whoever is not at one is not asked."""
    if not (sys.stdin and sys.stdin.isatty()):
        return False
    for stand in stands:
        tell("afterwards {where}", where=stand)
    return not agrees(Message("take it back?"))
