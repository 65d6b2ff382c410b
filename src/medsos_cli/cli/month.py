"""`medsos activity` and `report`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from medsos_cli.cli.context import Context, deliver, say
from medsos_cli.cli.option_groups import with_options
from medsos_cli.cli.options import (
    Database,
    Formatted,
    Kind,
    KnownOn,
    OnlyAgency,
    OptionErrors,
    Output,
    StaleDays,
    fill_in,
    read_offices,
)
from medsos_cli.errors import FOUND, InputError, Message, spoken

if TYPE_CHECKING:
    from medsos_cli.answers.report_page import Page
    from medsos_cli.rules.spans import Span, Target
    from medsos_cli.rules.verdicts import Judgement
    from medsos_cli.words.days import Clock


_Month = Annotated[
    str | None,
    typer.Option("--month", metavar="YYYY-MM", help="A month; the last whole one if blank."),
]
_Target = Annotated[
    str | None, typer.Option("--target", metavar="N/week", help="As 2/week, 1/day or 12/month.")
]
_FORMS = (".html", ".xlsx", ".docx", ".txt")


class Asked(NamedTuple):
    """The span that is asked about, and what is to be made in it."""

    month: _Month = None
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Instead of a month: from then on.")
    ] = None
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Up to then; today if not said.")
    ] = None
    target: Annotated[
        str | None, typer.Option("--target", metavar="N/week", help="As 2/week, 1/day or 12/month.")
    ] = None

    def read(self, clock: "Clock", errors: OptionErrors) -> "tuple[Span, Target | None]":
        """Return the span and the target, if one is said."""
        from medsos_cli.rules.spans import Span, month_before, read_span, read_target

        def read(_: object) -> Span | None:
            return read_span(clock, self.month, self.first, self.last)

        span = errors.read(None, read) or month_before(clock.today)
        if self.target is None:
            return span, None
        return span, errors.read(self.target, lambda text: read_target(text, span))

    def note(self, clock: "Clock", span: "Span") -> None:
        """Say which month it is of, where none was said: on its last day another may be meant."""
        from medsos_cli.answers.report_words import month_name

        if self.month is self.first is self.last is None:
            say("note: this is {month}; this month is --month {now}",
                month=month_name(span.first), now=f"{clock.today:%Y-%m}")  # fmt: skip


@with_options
def activity(
    ctx: typer.Context,
    asked: Asked,
    agency: OnlyAgency = None,
    kind: Kind = None,
    known_on: KnownOn = None,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="missed", help="Exit with 1 where a target was missed."),
    ] = None,
    style: Formatted = None,
    output: Output = None,
    db: Database = None,
) -> None:
    """Show how many posts each account made in a month, and how well that is known.

    A count is exact where looks showed the whole month, else it is the least there was.
    """
    from medsos_cli.answers.activity_answer import activity_answer
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.rules.activity import Outcome
    from medsos_cli.rules.verdicts import Judgement
    from medsos_cli.store.database import open_store
    from medsos_cli.store.post_lists import activities

    context, errors = ctx.ensure_object(Context), OptionErrors()
    span, target = asked.read(context.clock, errors)
    known = errors.known_on(context.clock, known_on)
    fails = errors.read(fail_on, lambda word: word is not None and _read_missed(word, asked))
    to = choose_destination(style, output, context.database(db))
    offices = read_offices(to.database, errors, agency, kind)
    judgement = Judgement(span.last, 0, context.clock, known)
    with open_store(to.database) as store, store.snapshot():
        rows = [*activities(store, judgement, span, target, offices)]
    if not deliver(activity_answer(rows, span, target), to):
        say("no account is on record on {day}: see medsos account set", day=span.last)
    asked.note(context.clock, span)
    if fails and any(row.activity.result is Outcome.MISSED for row in rows):
        raise typer.Exit(FOUND)


def _read_missed(word: str, asked: Asked) -> bool:
    from medsos_cli.rules.activity import Outcome

    missed = Outcome.MISSED
    if word.strip().casefold() not in {missed, spoken(missed).casefold()}:
        raise InputError(
            "--fail-on: {word!r} is none", "say: --fail-on {missed}", word=word, missed=missed
        )
    if asked.target is None:
        raise InputError("--fail-on {missed} needs --target", "as --target 2/week", missed=missed)
    return True


def report(
    ctx: typer.Context,
    month: _Month = None,
    stale_days: StaleDays = 30,
    target: _Target = None,
    known_on: KnownOn = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="OWN.docx", help="The office's letterhead, for .docx."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help="An .html, .xlsx, .docx or .txt file; .txt for WhatsApp.",
        ),
    ] = None,
    db: Database = None,
) -> None:
    """Write the leader's page of a month: who is present, who went quiet, what to decide.

    It holds what the audit of the month's last day says, and no day on which it was printed.
    """
    from medsos_cli.answers.output import open_output
    from medsos_cli.answers.report_page import write_page
    from medsos_cli.rules.report import compile_report
    from medsos_cli.rules.verdicts import Judgement
    from medsos_cli.store.database import open_store
    from medsos_cli.store.month_evidence import read_month

    context, errors = ctx.ensure_object(Context), OptionErrors()
    clock = context.clock
    asked = Asked(month, target=target)
    span, wanted = asked.read(clock, errors)
    known = errors.known_on(clock, known_on)
    named = errors.read(output, lambda file: _read_output(file, template))
    errors.check()
    to = fill_in(ctx, Path(str(named).replace("{month}", f"{span.first:%Y-%m}"))) or named
    judgement = Judgement(min(span.last, clock.today), stale_days, clock, known)
    path, office = context.database(db), _office()
    with open_store(path) as store, store.snapshot():
        page = write_page(compile_report(read_month(store, judgement, span, wanted, office)))
    form = _write_form(page, to.suffix.lower(), judgement, template)
    with open_output(to, never=path) as out:
        out.buffer.write(form)
    _say_what_is_wrong(page, template)
    say("{file} is written", file=to)
    asked.note(clock, span)


def _office() -> str | None:
    """Return the office's name, if the settings say it."""
    from medsos_cli.cli.language import settings_file

    if not settings_file().is_file():
        return None
    from medsos_cli.settings import load_settings

    return load_settings().bast.from_office


def _say_what_is_wrong(page: "Page", template: Path | None) -> None:
    from medsos_cli.answers.own_template import active_parts

    for warning in page.warnings:
        say("note: {warning}", warning=warning)
    for active in active_parts(template) if template else ():
        say("warning: {active}", active=active)


def _read_output(file: Path | None, template: Path | None) -> Path:
    from medsos_cli.store.whole_files import refuse_same

    if file is None:
        raise InputError("--output is missing", "say where: medsos report --output FILE.html")
    if file.suffix.lower() not in _FORMS:
        raise InputError(
            "{file} is no name for a report", "end it in {forms}", file=file,
            forms=", ".join(_FORMS),
        )  # fmt: skip
    if template and file.suffix.lower() != ".docx":
        raise InputError("--template is for a .docx", "leave it out, or end {file} in .docx",
                         file=file)  # fmt: skip
    if template:
        refuse_same(file, template, Message("{file} is the template itself", file=file))
    return file


def _write_form(page: "Page", suffix: str, judgement: "Judgement", template: Path | None) -> bytes:
    """Return the report in the form of a suffix."""
    if suffix == ".xlsx":
        from medsos_cli.answers.report_xlsx import write_xlsx

        return write_xlsx(page)
    if suffix == ".docx":
        from medsos_cli.answers.report_docx import write_docx

        return write_docx(page, judgement.as_of, template)
    if suffix == ".html":
        from medsos_cli.answers.report_html import write_html

        return write_html(page).encode()
    from medsos_cli.answers.report_text import write_text

    return write_text(page).encode()
