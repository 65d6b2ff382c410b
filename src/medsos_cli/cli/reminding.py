"""`medsos followup`, `followups` and `remind`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from medsos_cli.cli.context import Context, deliver, find_office, say, tell
from medsos_cli.cli.option_groups import with_options
from medsos_cli.cli.options import (
    AsOf,
    Database,
    Document,
    Formatted,
    Kind,
    KnownOn,
    Note,
    OnlyAgency,
    OptionErrors,
    Output,
    StaleDays,
    fill_in,
    read_offices,
    refuse_no_text,
)
from medsos_cli.errors import InputError, Message, spoken
from medsos_cli.models import Format, Offices
from medsos_cli.words.names import did_you_mean

if TYPE_CHECKING:
    from medsos_cli.rules.reminders import Reminder
    from medsos_cli.rules.verdicts import Judgement

_OTHERS = {"telepon": "call", "wa": "whatsapp", "surat": "letter", "kunjungan": "visit"}


class Reminded(NamedTuple):
    """How and when an agency was reminded."""

    by: Annotated[
        str | None, typer.Option("--by", metavar="WAY", help="call, whatsapp, letter or visit.")
    ] = None
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it was done.")] = "today"
    document: Document = None
    note: Note = None


@with_options
def followup(
    ctx: typer.Context,
    reminded: Reminded,
    agency: Annotated[
        str | None,
        typer.Argument(metavar="AGENCY", callback=refuse_no_text, help="A code or an exact name."),
    ] = None,
    void: Annotated[
        int | None, typer.Option("--void", metavar="NUMBER", help="Take back the one of a number.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it is taken back.")
    ] = None,
    db: Database = None,
) -> None:
    """Record that an agency was reminded of its quiet accounts; what came of it is found out.

    Nothing is sent: see medsos remind for the messages.
    """
    context = ctx.ensure_object(Context)
    path = context.database(db)
    if void is None:
        _record(context, path, agency, reminded)
    elif agency is not None or reminded != Reminded():
        raise InputError("--void goes with --reason alone", "leave the rest out")
    else:
        _void(context, path, void, reason)


def _record(context: Context, path: Path, agency: str | None, reminded: Reminded) -> None:
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.rules.decisions import Way
    from medsos_cli.store.database import open_store
    from medsos_cli.store.followups import record_followup, same_followup

    options = Options(context.clock, **reminded._asdict())
    options.need("by", Message("say how: {ways}", ways=", ".join(Way)))
    day = options.needed_past_day("on")
    way = options.read("by", _read_way)
    if agency is None:
        options.wrong("", "no agency is given", "name it: medsos followup AGENCY --by call")
    with open_store(path) as store, store.transaction():
        office = options.find(agency, lambda word: find_office(store, word)) if agency else None
        options.check()
        if office is None:
            raise AssertionError  # refused above
        reminder = {"day": day.isoformat(), "agency": office.code, "by": way}
        reminder |= {"document": options.text("document"), "note": options.text("note")}
        noted = same_followup(store, reminder)
        number = noted or record_followup(store, reminder, context.clock.stamp, context.user())
    told = Message(
        "{number}: {agency} was reminded on {day} ({by})",
        number=number, agency=office.code, day=day, by=spoken(str(way)),
    )  # fmt: skip
    if noted:
        told = Message(
            "{number}: noted already, nothing is recorded; say --note TEXT for one more of a day",
            number=number,
        )
    tell(told)


def _read_way(text: str) -> str:
    from medsos_cli.rules.decisions import Way

    word = text.strip().casefold()
    by_word = {spoken(each): each for each in Way} | {str(each): each for each in Way} | _OTHERS
    if word not in by_word:
        ways = [spoken(each) for each in Way]
        raise InputError(
            "{word!r} is no way to remind", did_you_mean(word, ways) or "the ways are {ways}",
            word=text, ways=", ".join(ways),
        )  # fmt: skip
    return by_word[word]


def _void(context: Context, path: Path, number: int, reason: str | None) -> None:
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.store.database import open_store
    from medsos_cli.store.followups import void_followup

    options = Options(context.clock, reason=reason)
    options.need("reason", Message("say why: --reason TEXT"))
    options.check()
    why = options.text("reason") or ""
    with open_store(path) as store, store.transaction():
        void_followup(store, number, why, context.clock.stamp, context.user())
    tell("follow-up {number} is void", number=number)


def followups(
    ctx: typer.Context,
    agency: OnlyAgency = None,
    kind: Kind = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    style: Formatted = None,
    output: Output = None,
    db: Database = None,
) -> None:
    """List which agencies were reminded, and how many posts are known since.

    An empty number of posts means that nothing is known; 0 that checks have shown none.
    """
    from medsos_cli.answers.inventory_answers import followup_list
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.rules.verdicts import Judgement
    from medsos_cli.store.database import open_store
    from medsos_cli.store.followups import list_followups

    context, errors = ctx.ensure_object(Context), OptionErrors()
    day = errors.day(context.clock, "--as-of", as_of)
    known = errors.known_on(context.clock, known_on)
    to = choose_destination(style, output, context.database(db))
    offices = read_offices(to.database, errors, agency, kind)
    with open_store(to.database) as store, store.snapshot():
        rows = list_followups(store, Judgement(day, 0, context.clock, known), offices)
        if not deliver(followup_list(rows), to):
            say("no follow-ups; one is recorded by: medsos followup AGENCY --by call")


def remind(
    ctx: typer.Context,
    stale_days: StaleDays = 30,
    agency: OnlyAgency = None,
    kind: Kind = None,
    style: Formatted = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            callback=fill_in,
            help="An .html page to send them from, a .txt, or a list (.csv, .json, .xlsx).",
        ),
    ] = None,
    db: Database = None,
) -> None:
    """Write a message, with a WhatsApp link, to the admin of each quiet account; sends nothing.

    It says what is known, and asks for links where nobody has looked lately. The text may be
    the office's own: text under [remind] in config.toml.
    """
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.answers.remind_answer import remind_answer
    from medsos_cli.rules.verdicts import Judgement

    context, errors = ctx.ensure_object(Context), OptionErrors()
    own_form = style is None and output is not None and output.suffix.lower() in {".html", ".txt"}
    to = choose_destination(Format.TABLE if own_form else style, output, context.database(db))
    offices = read_offices(to.database, errors, agency, kind)
    judgement = Judgement(context.clock.today, stale_days, context.clock)
    reminders = _reminders(to.database, judgement, offices)
    if own_form and output:
        _write_messages(reminders, output, to.database)
    else:
        deliver(remind_answer(reminders), to)
    if not reminders:
        say("no account is quiet")


def _reminders(path: Path, judgement: "Judgement", offices: Offices) -> "list[Reminder]":
    """Return the messages to be sent, by agency."""
    from medsos_cli.answers.report_words import short_day
    from medsos_cli.rules.reminders import Admin, Letter, default_text, reminded
    from medsos_cli.rules.reminders import remind as write
    from medsos_cli.settings import load_settings
    from medsos_cli.store.database import open_store
    from medsos_cli.store.followups import admins, latest_reminders
    from medsos_cli.store.presence import presences

    settings = load_settings()
    text = settings.remind.text or default_text()
    letter = Letter(text, settings.bast.from_office, short_day)
    with open_store(path) as store, store.snapshot():
        known = admins(store, judgement)
        made = (
            write(each, known.get(each.agency.code, Admin()), judgement, letter)
            for each in presences(store, judgement, kind=offices.kind, code=offices.code)
        )
        return [*reminded(filter(None, made), latest_reminders(store, judgement))]


def _write_messages(reminders: "list[Reminder]", output: Path, database: Path) -> None:
    from medsos_cli.answers.output import open_output
    from medsos_cli.answers.remind_answer import write_page, write_texts

    is_page = output.suffix.lower() == ".html"
    text = write_page(reminders, spoken("en")) if is_page else write_texts(reminders)
    with open_output(output, never=database) as out:
        out.write(text)
    say("{file} is written", file=output)
