"""`medsos devices`, `agencies`, `history` and `posts`."""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from medsos_cli.cli.context import Context, deliver, find_handset, find_office, say
from medsos_cli.cli.device_filter import Wanted
from medsos_cli.cli.option_groups import with_options
from medsos_cli.cli.options import (
    Database,
    Formatted,
    Full,
    Kind,
    OnlyAgency,
    OptionErrors,
    Output,
    Then,
    check_kind,
    read_offices,
    refuse_no_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from medsos_cli.answers.official_forms import Form
    from medsos_cli.answers.output import Destination
    from medsos_cli.errors import Message
    from medsos_cli.store.database import Store
    from medsos_cli.store.history import HistoryChoice


@with_options
def devices(
    ctx: typer.Context,
    wanted: Wanted,
    then: Then,
    full: Full = False,
    form: Annotated[
        str | None, typer.Option("--form", metavar="kib-b|kir|buku", help="In this official form.")
    ] = None,
    style: Formatted = None,
    output: Output = None,
    db: Database = None,
) -> None:
    """List the devices: where each is, who has it, since when, under which document.

    A prepaid number that lapses is sold to somebody else, and with it goes the way
    to recover the accounts that are tied to it: see --sim-expiring.
    """
    from medsos_cli.answers.inventory_answers import device_list
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.store.as_of import stand
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import has_devices
    from medsos_cli.store.inventory import list_devices

    context, errors = ctx.ensure_object(Context), OptionErrors()
    point = then.read(context.clock, errors)
    to = choose_destination(style, output, context.database(db))
    chosen = None if form is None else errors.read(form, partial(_read_form, to))
    with open_store(to.database) as store, store.snapshot():
        choice = wanted.read(store, errors)
        stand(store, context.clock, point)
        day = point.as_of or context.clock.today
        rows = list_devices(store, day, choice)
        if chosen:
            had_row = _write_form(chosen, rows, day, to)
        else:
            sim = wanted.sim_expiring is not None
            had_row = deliver(device_list(rows, full=full, sim=sim), to)
        if had_row:
            return
        if has_devices(store):
            say("no such device")
        else:
            say("no devices yet; they come with a roster: medsos import ROSTER.csv")


@with_options
def agencies(
    ctx: typer.Context,
    then: Then,
    kind: Kind = None,
    style: Formatted = None,
    output: Output = None,
    db: Database = None,
) -> None:
    """List the agencies, the accounts on record for them, and their handsets.

    Where a command asks for an AGENCY, its code is typed, or its whole name. A code comes with the
    roster; where that has none, it is made of the name: see agency recode.
    """
    from medsos_cli.answers.inventory_answers import agency_list
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.store.as_of import stand
    from medsos_cli.store.database import open_store
    from medsos_cli.store.inventory import list_agencies

    context, errors = ctx.ensure_object(Context), OptionErrors()
    point = then.read(context.clock, errors)
    to = choose_destination(style, output, context.database(db))
    with open_store(to.database) as store, store.snapshot():
        kind = None if kind is None else errors.read(kind, partial(check_kind, store))
        errors.check()
        stand(store, context.clock, point)
        rows = list_agencies(store, point.as_of or context.clock.today, kind)
        if not deliver(agency_list(rows), to):
            say("no agencies; they come with a roster: medsos import ROSTER.csv")


@with_options
def history(
    ctx: typer.Context,
    then: Then,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[DEVICE or AGENCY]",
            callback=refuse_no_text,
            help="Whose events; all if blank.",
        ),
    ] = None,
    full: Full = False,
    style: Formatted = None,
    output: Output = None,
    db: Database = None,
) -> None:
    """List what happened to a device, to all an agency held, or to everything; oldest first."""
    from medsos_cli.answers.inventory_answers import history_list
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.store.as_of import stand_and_find
    from medsos_cli.store.database import open_store
    from medsos_cli.store.history import list_history

    context, errors = ctx.ensure_object(Context), OptionErrors()
    point = then.read(context.clock, errors)
    to = choose_destination(style, output, context.database(db))
    with open_store(to.database) as store, store.snapshot():
        find = partial(stand_and_find, store, context.clock, point)
        chain = errors.read(name, lambda word: find(partial(_chain, store, word)))
        errors.check()
        rows = list_history(store, chain._replace(as_of=point.as_of))
        of_one = chain.device is not None  # the same in every row, and names need the room
        under = _bore_before(store, chain, point.as_of or context.clock.today)
        answer = history_list(rows, context.clock, full=full, of_one=of_one, under=under)
        if not deliver(answer, to):
            say("no events; a handover is recorded by: medsos assign DEVICE AGENCY --to NAME")


@with_options
def posts(
    ctx: typer.Context,
    then: Then,
    agency: OnlyAgency = None,
    kind: Kind = None,
    style: Formatted = None,
    output: Output = None,
    db: Database = None,
) -> None:
    """List the posts that are known one by one, oldest first, and how each is known."""
    from medsos_cli.answers.inventory_answers import post_list
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.rules.verdicts import Judgement
    from medsos_cli.store.database import open_store
    from medsos_cli.store.post_lists import list_posts

    context, errors = ctx.ensure_object(Context), OptionErrors()
    point = then.read(context.clock, errors)
    day = point.as_of or context.clock.today
    to = choose_destination(style, output, context.database(db))
    offices = read_offices(to.database, errors, agency, kind)
    with open_store(to.database) as store, store.snapshot():
        rows = list_posts(store, Judgement(day, 0, context.clock, point.known_on), offices)
        if not deliver(post_list(rows, context.clock), to):
            say("no posts; they come by their links, or by a check: medsos post URL, medsos check")


def _read_form(to: "Destination", word: str) -> "Form":
    """Return the form of that name; raises `InputError` for none, and where it is no workbook."""
    from medsos_cli.answers.official_forms import read_form
    from medsos_cli.errors import InputError
    from medsos_cli.models import Format

    form = read_form(word)
    if to.style is not Format.XLSX:
        raise InputError("a form is a workbook", "say --output FILE.xlsx")
    return form


def _write_form(
    form: "Form", rows: "Iterable[Mapping[str, Any]]", day: "date", to: "Destination"
) -> bool:
    """Write a form of the inventory, with what the settings say of the office in it."""
    from medsos_cli.answers.form_xlsx import write_form
    from medsos_cli.answers.official_forms import fill_in
    from medsos_cli.answers.output import open_output
    from medsos_cli.settings import load_settings

    settings = load_settings()
    said = settings.bast
    of_office = {
        "office": said.from_office, "place": said.place, "head_name": said.from_name,
        "head_nip": said.from_nip, "head_position": said.from_position,
        "regency": settings.regency,
    }  # fmt: skip
    texts = {name: text or of_office.get(name) for name, text in settings.inventory}
    filled = fill_in(form, rows, texts, day)
    with open_output(to.output, never=to.database) as out:
        write_form(filled, out.buffer)
    if to.output:
        say("{file} is written", file=to.output)
    return bool(filled.rows)


def _bore_before(store: "Store", chain: "HistoryChoice", day: "date") -> "list[Message]":
    from medsos_cli.store.replacing import bore_before

    return bore_before(store, chain.device, day) if chain.device else []


def _chain(store: "Store", name: str | None) -> "HistoryChoice":
    from medsos_cli.errors import Message, UnknownError
    from medsos_cli.rules.card import Sort
    from medsos_cli.store.history import HistoryChoice
    from medsos_cli.store.subjects import near_subjects, persons_called

    if name is None:
        return HistoryChoice()
    with suppress(UnknownError):
        return HistoryChoice(device=find_handset(store, name))
    with suppress(UnknownError):
        return HistoryChoice(agency=find_office(store, name))
    near = near_subjects(store, name, (Sort.DEVICE, Sort.AGENCY))
    if persons_called(store, name):
        near = Message('of a person: medsos show "{name}"', name=name)
    raise UnknownError("no device and no agency is called {name!r}", "{near}", name=name, near=near)
