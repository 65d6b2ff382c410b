"""`medsos agency`: a new office, and what becomes of one."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, begin, find_office, say, tell
from medsos_cli.cli.option_groups import Paper, with_options
from medsos_cli.cli.options import AgencyName, Database, refuse_no_text
from medsos_cli.cli.stating import tell_stated
from medsos_cli.errors import InputError, Message

if TYPE_CHECKING:
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.models import Agency
    from medsos_cli.store.database import Store

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Put agencies on record, rename, close them."
)
Code = Annotated[
    str, typer.Argument(metavar="CODE", callback=refuse_no_text, help="As dinkes; it is the key.")
]
Name = Annotated[
    str, typer.Argument(metavar="NAME", callback=refuse_no_text, help="Its name, in full.")
]
Into = Annotated[
    str | None,
    typer.Option("--into", metavar="AGENCY", callback=refuse_no_text, help="Who takes over."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="What was wrong.")]


def _options(ctx: typer.Context, paper: Paper, **texts: str | None) -> "Options":
    from medsos_cli.cli.option_cells import Options

    options = Options(ctx.ensure_object(Context).clock, **paper._asdict(), **texts)
    for field, text in texts.items():
        if text is not None:
            options.need(field, Message("write it in full"))
    return options


def _kind(options: "Options") -> str | None:
    kind = options.text("kind")
    return kind and kind.casefold()


def _find(store: "Store", options: "Options", word: str) -> "Agency":
    return options.find(word, partial(find_office, store))


@app.command("add")
@with_options
def add(
    ctx: typer.Context,
    code: Code,
    name: Name,
    paper: Paper,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="As dinas, or kecamatan.")
    ] = None,
    db: Database = None,
) -> None:
    """Put a new agency on record, from a day on."""
    from medsos_cli.intake.rows import read_code
    from medsos_cli.models import Agency
    from medsos_cli.store.agencies import add_agencies, refuse_known_agency
    from medsos_cli.store.database import open_store

    context, options = ctx.ensure_object(Context), _options(ctx, paper, name=name, kind=kind)
    day = options.needed_past_day("on")
    read = options.find(code, read_code)
    agency = Agency(read, options.text("name") or "", _kind(options))
    options.check()
    with open_store(context.database(db), create=True) as store, store.transaction():
        refuse_known_agency(store, agency)
        word = begin(store, ctx, day)
        add_agencies(store, [agency], lambda _: word)
    tell("{code}: {name} is on record from {day} on", day=day, **agency._asdict())


@app.command("rename")
@with_options
def rename(
    ctx: typer.Context,
    agency: AgencyName,
    name: Name,
    paper: Paper,
    from_start: Annotated[
        bool, typer.Option("--from-start", help="The name was wrong from the beginning.")
    ] = False,
    db: Database = None,
) -> None:
    """State an agency's new name; lists and papers of earlier days keep the old one."""
    from medsos_cli.store.agencies import refuse_known_agency
    from medsos_cli.store.agency_changes import first_named, rename_agency
    from medsos_cli.store.database import open_store
    from medsos_cli.store.statements import held_on

    context, options = ctx.ensure_object(Context), _options(ctx, paper, name=name)
    day, name = options.needed_past_day("on"), options.text("name") or ""
    with open_store(context.database(db)) as store, store.transaction():
        found = _find(store, options, agency)
        options.check()
        refuse_known_agency(store, found._replace(name=name), but=found)
        word = begin(store, ctx, day)
        if from_start:
            word = word._replace(day=first_named(store, found), from_start=True)
        before = held_on(store, "agency", found.code, "name", word.day)
        rename_agency(store, found, name, word, options.text("document_no"))
        now = _find(store, options, found.code).name
    if now == name:
        fields = {"code": found.code, "name": name, "before": before or found.name}
        tell("{code}: {name} from {day} on (was {before})", day=word.day, **fields)
    else:
        tell_stated(found.code, "name", name, (before, now), word.day)


@app.command("set")
@with_options
def set_kind(
    ctx: typer.Context,
    agency: AgencyName,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="As dinas, or kecamatan.")],
    paper: Paper,
    db: Database = None,
) -> None:
    """State of which kind an agency is."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.statements import Stated, state

    context, options = ctx.ensure_object(Context), _options(ctx, paper, kind=kind)
    day, read = options.needed_past_day("on"), _kind(options)
    with open_store(context.database(db)) as store, store.transaction():
        found = _find(store, options, agency)
        options.check()
        word, document = begin(store, ctx, day), options.text("document_no")
        state(store, [Stated(found.code, "kind", read, word, document)])
        now = _find(store, options, found.code).kind
    if now == read:
        tell("{code} is of the kind {kind} from {day} on", code=found.code, kind=read, day=day)
    else:
        tell_stated(found.code, "kind", read, (None, now), word.day)


@app.command("recode")
def recode(ctx: typer.Context, agency: AgencyName, code: Code, db: Database = None) -> None:
    """Give an agency another code; it is found by the old one too, and lists show the new one."""
    from medsos_cli.intake.rows import read_code
    from medsos_cli.store.agency_changes import recode_agency
    from medsos_cli.store.database import open_store

    context, options = ctx.ensure_object(Context), _options(ctx, Paper())
    read = options.find(code, read_code)
    with open_store(context.database(db)) as store, store.transaction():
        found = _find(store, options, agency)
        options.check()
        begin(store, ctx)
        recode_agency(store, found, read)
    tell("{name} is {code} now, on every day (was {before})",
         name=found.name, code=read, before=found.code)  # fmt: skip


@app.command("close")
@with_options
def close(
    ctx: typer.Context, agency: AgencyName, paper: Paper, into: Into = None, db: Database = None
) -> None:
    """Close an agency from a day on; with --into what it holds goes over to another.

    It is in the audits of earlier days, and takes no handset and no account after that.
    """
    from medsos_cli.cli.handover import tell_events
    from medsos_cli.models import CustodyEvent, EventKind
    from medsos_cli.store.agency_changes import (
        close_agency,
        hand_on_senders,
        move_handsets,
        refuse_held,
    )
    from medsos_cli.store.database import open_store
    from medsos_cli.store.events import refuse_closed, warn_broken

    context, options = ctx.ensure_object(Context), _options(ctx, paper)
    day, document = options.needed_past_day("on"), options.text("document_no")
    with open_store(context.database(db)) as store, store.transaction():
        found = _find(store, options, agency)
        successor = None if into is None else _find(store, options, into)
        options.check()
        refuse_closed(store, found.code, date.max)
        if successor and successor.code == found.code:
            raise InputError("{code} cannot take over from itself", "name another", code=into)
        if successor:
            refuse_closed(store, successor.code, day)
            draft = CustodyEvent(
                0, EventKind.RETURN, day, document=document,
                recorded_at=context.clock.stamp, recorded_by=context.user(),
            )  # fmt: skip
            moved = [*move_handsets(store, found, successor, draft, context.clock.today)]
            hand_on_senders(store, found, successor, context.clock.stamp, context.user())
        else:
            refuse_held(store, found)
            moved = []
        close_agency(store, found, begin(store, ctx, day), document)
        accounts = _accounts(store, found)
        warnings = [*warn_broken(store, moved[0][1].event)] if moved else []
    tell_events(moved, warnings)
    tell("{code} is closed from {day} on", code=found.code, day=day)
    if successor:
        _say_how_accounts_go_on(accounts, successor, day)


def _say_how_accounts_go_on(
    accounts: "list[tuple[str, str]]", successor: "Agency", day: date
) -> None:
    for platform, handle in accounts:
        say(
            "its {platform} account ends with it; if it goes on: "
            "medsos account set {code} {platform} {handle} --on {day}",
            platform=platform, code=successor.code, handle=handle, day=day,
        )  # fmt: skip


def _accounts(store: "Store", agency: "Agency") -> "list[tuple[str, str]]":
    from medsos_cli.store.agencies import accounts_of

    return [(each.platform, each.handle) for each, _ in accounts_of(store, [agency.code])
            if each.handle]  # fmt: skip


@app.command("merge")
def merge(
    ctx: typer.Context,
    duplicate: AgencyName,
    into: Annotated[
        str,
        typer.Option("--into", metavar="AGENCY", callback=refuse_no_text, help="The right one."),
    ],
    db: Database = None,
) -> None:
    """Let an office that was entered twice be one, on every day; where both differ, say so."""
    from medsos_cli.store.agency_changes import merge_agency
    from medsos_cli.store.database import open_store

    context, options = ctx.ensure_object(Context), _options(ctx, Paper())
    with open_store(context.database(db)) as store, store.transaction():
        found, right = _find(store, options, duplicate), _find(store, options, into)
        options.check()
        if found.code == right.code:
            raise InputError("{code} is one agency already", "see: medsos agencies", code=into)
        begin(store, ctx)
        merge_agency(store, found, right)
    tell("{duplicate} is {code} now, on every day", duplicate=found.code, code=right.code)


@app.command("reopen")
def reopen(ctx: typer.Context, agency: AgencyName, reason: Reason, db: Database = None) -> None:
    """Take back that an agency was closed."""
    from medsos_cli.store.agency_changes import reopen_agency
    from medsos_cli.store.database import open_store

    context, options = ctx.ensure_object(Context), _options(ctx, Paper(), reason=reason)
    with open_store(context.database(db)) as store, store.transaction():
        found = _find(store, options, agency)
        options.check()
        moved = reopen_agency(store, found, begin(store, ctx), reason)
    tell("{code} is open, as if it had not been closed", code=found.code)
    if moved:
        say(
            "{tags} went over on that day; to take that back: medsos void {events} --reason TEXT",
            tags=", ".join(tag for tag, _ in moved), events=" ".join(str(n) for _, n in moved),
        )  # fmt: skip
