"""`medsos sender add`, `remove`, and `senders`."""

from typing import Annotated

import typer

from medsos_cli.cli.context import Context, deliver, find_office, say, tell
from medsos_cli.cli.options import AgencyName, Database, Formatted, Output, refuse_no_text
from medsos_cli.errors import InputError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Whose links the senders of a chat bring."
)

Sender = Annotated[
    str,
    typer.Argument(
        metavar="NAME_OR_NUMBER", callback=refuse_no_text, help="As the chat shows the sender."
    ),
]


@app.command("add")
def add(ctx: typer.Context, sender: Sender, agency: AgencyName, db: Database = None) -> None:
    """Keep whose links a sender brings, for every chat that is read from now on."""
    from medsos_cli.intake.chat_headers import sender_key, sender_name
    from medsos_cli.store.database import open_store
    from medsos_cli.store.kept_senders import keep_sender, kept_senders
    from medsos_cli.words.people import refuse_people

    refuse_people(sender)
    context = ctx.ensure_object(Context)
    key, name = sender_key(sender), sender_name(sender)
    if not key:
        raise InputError("no sender is named", "write the name or the number, as the chat has it")
    with open_store(context.database(db)) as store, store.transaction():
        office = find_office(store, agency)
        before = kept_senders(store).get(key)
        if before is None or before.code != office.code:
            keep_sender(store, key, name, office.code, context.clock.stamp, context.user())
    if before is None:
        tell("{sender} sends for {agency}", sender=name, agency=office.code)
    elif before.code == office.code:
        tell("{sender} sends for {agency} already", sender=name, agency=office.code)
    else:
        tell(
            "{sender} sends for {agency} (before for {before})",
            sender=name, agency=office.code, before=before.code,
        )  # fmt: skip


@app.command("remove")
def remove(ctx: typer.Context, sender: Sender, db: Database = None) -> None:
    """Keep a sender no more: its links are nobody's, unless they say whose they are."""
    from medsos_cli.intake.chat_headers import sender_key
    from medsos_cli.store.database import open_store
    from medsos_cli.store.kept_senders import keep_sender, list_senders
    from medsos_cli.words.names import did_you_mean

    context, key = ctx.ensure_object(Context), sender_key(sender)
    with open_store(context.database(db)) as store, store.transaction():
        kept = {row["key"]: row["sender"] for row in list_senders(store)}
        if key not in kept:
            raise InputError(
                "no sender {sender!r} is kept",
                did_you_mean(sender, kept.values()) or "see: medsos senders",
                sender=sender,
            )
        keep_sender(store, key, kept[key], None, context.clock.stamp, context.user())
    tell("{sender} is kept no more", sender=kept[key])


def senders(
    ctx: typer.Context, style: Formatted = None, output: Output = None, db: Database = None
) -> None:
    """List whose links which sender of a chat brings."""
    from medsos_cli.answers.inventory_answers import sender_list
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.store.database import open_store
    from medsos_cli.store.kept_senders import list_senders

    context = ctx.ensure_object(Context)
    to = choose_destination(style, output, context.database(db))
    with open_store(to.database) as store, store.snapshot():
        if not deliver(sender_list(list_senders(store)), to):
            say("no sender is kept; to keep one: medsos sender add NAME_OR_NUMBER AGENCY")
