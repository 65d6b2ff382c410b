"""`medsos show`."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, deliver
from medsos_cli.cli.option_groups import with_options
from medsos_cli.cli.options import (
    Database,
    Formatted,
    OptionErrors,
    Output,
    StaleDays,
    Then,
    refuse_no_text,
)
from medsos_cli.errors import Message
from medsos_cli.rules.card import Sort

if TYPE_CHECKING:
    from medsos_cli.answers.answer import Answer
    from medsos_cli.rules.verdicts import Judgement
    from medsos_cli.store.as_of import Standpoint
    from medsos_cli.store.database import Store
    from medsos_cli.store.subjects import Subject


@with_options
def show(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", callback=refuse_no_text, help="A device, an agency or a holder."
        ),
    ],
    then: Then,
    only: Annotated[
        Sort | None, typer.Option("--only", help="Where a name fits several: which is meant.")
    ] = None,
    stale_days: StaleDays = 30,
    style: Formatted = None,
    output: Output = None,
    db: Database = None,
) -> None:
    """Show one card of a device, an agency or a person: what stands, since when, on whose word.

    Of each account it has the latest looks and the newest posts, by which a verdict can be
    disputed. A former name, code or label finds it too; a name that fits several lists them, and
    two people of one name are told apart by the last four digits of their NIP.
    """
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.rules.verdicts import Judgement
    from medsos_cli.store.as_of import stand_and_find
    from medsos_cli.store.database import open_store
    from medsos_cli.store.subjects import find_subjects

    context, errors = ctx.ensure_object(Context), OptionErrors()
    point = then.read(context.clock, errors)
    to = choose_destination(style, output, context.database(db))
    day = point.as_of or context.clock.today
    judgement = Judgement(day, stale_days, context.clock, point.known_on)
    with open_store(to.database) as store, store.snapshot():
        find = partial(stand_and_find, store, context.clock, point)
        found = errors.read(name, lambda word: find(partial(find_subjects, store, word, only)))
        errors.check()
        if len(found) == 1:
            deliver(_card(store, name, found[0], judgement, point), to)
        else:
            deliver(_list(found), to)


def _card(
    store: "Store", word: str, subject: "Subject", judgement: "Judgement", point: "Standpoint"
) -> "Answer":
    from medsos_cli.answers.card_answer import card
    from medsos_cli.models import Device
    from medsos_cli.store.cards import card_of
    from medsos_cli.store.replacing import bore_before
    from medsos_cli.store.subjects import now_called

    now = now_called(subject, word)
    under: list[Message | str] = (
        [Message("{word} is a former name of {now}", word=word, now=now)] if now else []
    )
    facts = [*card_of(store, subject, judgement, point)]
    under += [f"{fact.platform} {fact.since}: {fact.link}" for fact in facts if fact.link]
    if isinstance(subject, Device):
        under += bore_before(store, subject, judgement.as_of)
    about = {
        "kind": type(subject).__name__.lower(),
        "as_of": judgement.as_of,
        "former_name_of": now,
    }
    return card(facts, judgement.clock, about, under)


def _list(found: "list[Subject]") -> "Answer":
    """Return what a name fits, each with the command that shows it alone."""
    from medsos_cli.answers.card_answer import subject_list
    from medsos_cli.models import Agency, Device
    from medsos_cli.store.subjects import SORTS

    def row(subject: "Subject") -> dict[str, str]:
        sort = SORTS[type(subject)]
        if isinstance(subject, Device):
            name, word = subject.tag, subject.imei or subject.tag
        elif isinstance(subject, Agency):
            name, word = subject.name, subject.code
        else:
            name = word = subject.word
        return {"kind": sort, "name": name, "command": f'medsos show "{word}" --only {sort}'}

    return subject_list(map(row, found))
