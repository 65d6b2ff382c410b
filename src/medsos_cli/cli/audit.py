"""`medsos audit`."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from medsos_cli.cli.check import look
from medsos_cli.cli.context import Context, deliver, say, watching
from medsos_cli.cli.option_groups import with_options
from medsos_cli.cli.options import (
    Database,
    Formatted,
    Kind,
    OnlyAgency,
    OptionErrors,
    Output,
    StaleDays,
    Then,
    read_offices,
    read_verdicts,
)
from medsos_cli.errors import FOUND, PARTIAL, InputError, Message
from medsos_cli.models import Format, Offices, Verdict

if TYPE_CHECKING:
    from medsos_cli.answers.answer import Answer
    from medsos_cli.answers.output import Destination
    from medsos_cli.models import Presence
    from medsos_cli.rules.changes import Comparison, Word
    from medsos_cli.rules.coverage import Coverage
    from medsos_cli.rules.verdicts import Judgement
    from medsos_cli.store.database import Store

_VERDICTS = "VERDICT,…"
_FailOn = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar=_VERDICTS,
        help="Exit with 1 where there is such a one; with --since also a change, as quiet.",
    ),
]


class Order(StrEnum):
    """How the agencies of an audit are sorted."""

    NAME = "name"
    STALE = "stale"


class Rows(NamedTuple):
    """Which agencies are listed, in which order, and with how much beside each."""

    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar=_VERDICTS, help="Only agencies with such a verdict."),
    ] = None
    sort: Annotated[Order, typer.Option("--sort", help="By name, or worst first.")] = Order.STALE
    wide: Annotated[
        bool, typer.Option("--wide", help="Beside its age, the day of the newest post.")
    ] = False


@with_options
def audit(
    ctx: typer.Context,
    *,
    then: Then,
    stale_days: StaleDays = 30,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Beside it what it was then; what changed."),
    ] = None,
    rows: Rows,
    kind: Kind = None,
    agency: OnlyAgency = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="First look at the accounts, as check does.")
    ] = False,
    fail_on: _FailOn = None,
    style: Formatted = None,
    output: Output = None,
    db: Database = None,
) -> None:
    """Show which agency is present on which platform, and how stale it is.

    With --refresh the exit code is 3 where something could not be looked at, unless
    --fail-on found what it was told to look for: then it is 1.
    """
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.rules.verdicts import Judgement

    context, errors = ctx.ensure_object(Context), OptionErrors()
    wanted = errors.read(rows.only, partial(read_verdicts, "--only"))
    failing = errors.read(fail_on, partial(_read_failing, since))
    point = then.read(context.clock, errors)
    day = point.as_of or context.clock.today
    judgement = Judgement(day, stale_days, context.clock, point.known_on)
    before = errors.read(since, partial(_read_since, judgement), "--since")
    to = choose_destination(style, output, context.database(db))  # before anybody is asked
    offices = read_offices(to.database, errors, agency, kind)
    missed = refresh and _refresh(context, to.database, offices)
    coverage, changed = _show(Shown(judgement, before, offices, wanted, rows.sort, rows.wide), to)
    if not coverage.agencies:
        _say_none(offices, day)
    changes, verdicts = failing
    if coverage.finds(verdicts) or any(changed[word] for word in changes):
        raise typer.Exit(FOUND)
    if missed:
        raise typer.Exit(PARTIAL)


def _say_none(offices: Offices, day: date) -> None:
    """Say why an audit has no row."""
    if offices.code:
        template = "{code} is not there on {day}; when it was: medsos history {code}"
        say(template, code=offices.code, day=day)
    elif offices.kind:
        template = "no agency was of the kind {kind} on {day}; who is of which now: medsos agencies"
        say(template, kind=offices.kind, day=day)
    else:
        say("no agencies yet; to begin: medsos import ROSTER.csv")


def _read_failing(
    since: str | None, given: Sequence[str] | None
) -> "tuple[list[Word], list[Verdict]]":
    """Read the words of --fail-on: `gone` is a change and a verdict, others are one of the two."""
    from medsos_cli.rules.changes import Word

    words = [word.strip().casefold() for text in given or () for word in text.split(",")]
    changes = [each for each in Word if each in words]
    only_changes = {*Word} - {*Verdict}
    if since is None and (needing := [each for each in changes if each in only_changes]):
        raise InputError(
            "--fail-on: {word} is a change, and needs --since", "as --since 31/10/2026",
            word=needing[0],
        )  # fmt: skip
    verdicts = [word for word in words if word not in only_changes]
    if changes and not verdicts:
        return changes, []
    return [] if since is None else changes, read_verdicts("--fail-on", verdicts)


def _read_since(judgement: "Judgement", text: str | None) -> "Judgement | None":
    """Return the question of the day of --since, if it is said."""
    if text is None:
        return None
    day, _ = judgement.clock.read(text)
    if day >= judgement.as_of:
        raise InputError(
            "{day} is not before {as_of}", "say an earlier day, as the last month's last",
            day=day, as_of=judgement.as_of,
        )  # fmt: skip
    return judgement._replace(as_of=day)


class Shown(NamedTuple):
    """What an audit shows: judged so, of these offices, only with a wanted verdict, in an order."""

    judgement: "Judgement"
    before: "Judgement | None"
    offices: Offices
    wanted: Sequence[Verdict]
    sort: Order
    wide: bool

    def presences(self, store: "Store") -> "Iterator[Presence]":
        """Yield the presence of each agency asked for."""
        return self._as_of(store, self.judgement)

    def comparison(self, store: "Store") -> "Comparison | None":
        """Return what has changed since the day before, if one is said."""
        if self.before is None:
            return None
        from medsos_cli.rules.changes import compare
        from medsos_cli.store.agency_changes import between

        before = [*self._as_of(store, self.before)]
        told = between(store, self.before.as_of, self.judgement.as_of)
        return compare(before, self.presences(store), told)

    def _as_of(self, store: "Store", judgement: "Judgement") -> "Iterator[Presence]":
        from medsos_cli.store.presence import presences

        return presences(store, judgement, kind=self.offices.kind, code=self.offices.code)

    def rows(
        self, store: "Store", changed: "Comparison | None"
    ) -> "Iterator[tuple[Presence | None, Any]]":
        """Yield the presence of each agency, None for one that has closed, and its row."""
        if changed is None:
            yield from ((each, each) for each in self.presences(store))
        else:
            yield from ((each.now, each) for each in changed.agencies)

    def takes(self, presence: "Presence | None") -> bool:
        """Tell whether an agency is to be shown; it is None for one that has closed."""
        from medsos_cli.rules.coverage import shows

        return not self.wanted or (presence is not None and shows(presence, self.wanted))


def _show(asked: Shown, to: "Destination") -> "tuple[Coverage, Counter[Word]]":
    """Write an audit; return what all its agencies come to, and how often each thing changed."""
    from medsos_cli.answers.answer import flatten
    from medsos_cli.answers.audit_answer import audit_answer, audit_columns
    from medsos_cli.answers.since_answer import since_columns, with_changes
    from medsos_cli.answers.sorting import Sorted
    from medsos_cli.rules.coverage import Coverage, by_name, worst_first
    from medsos_cli.store.database import open_store

    coverage = Coverage(asked.judgement)
    order = by_name if asked.sort is Order.NAME else worst_first
    columns = audit_columns(asked.judgement, wide=asked.wide)
    with open_store(to.database) as store, store.snapshot(), Sorted[object]() as rows:
        changed = asked.comparison(store)
        taken, cells = flatten(since_columns(columns) if changed else columns, to.style)
        for now, row in watching(Message("judging"))(asked.rows(store, changed)):
            if now:
                coverage.add(now)
            if asked.takes(now):
                rows.add(order(now or row.before), cells(row))
        if coverage.agencies or to.style is not Format.TABLE:
            answer = audit_answer(taken, rows, coverage)
            if changed and asked.before:
                answer = with_changes(answer, changed, asked.before.as_of)
            deliver(answer, to)
    return coverage, changed.by_word() if changed else Counter()


def _refresh(context: Context, path: Path, offices: Offices) -> bool:
    """Look at the accounts first; return whether some could not be looked at."""
    from medsos_cli.answers.as_table import write
    from medsos_cli.platforms.opening import has_token
    from medsos_cli.settings import load_settings
    from medsos_cli.store.targets import AccountChoice

    if not has_token(load_settings()):
        say("no network has a token, so nobody is asked: this is what is known already")
        return True

    def show(answer: "Answer") -> None:
        if answer.rows:
            write(answer, sys.stderr)

    return look(context, path, AccountChoice(agency=offices.code, kind=offices.kind), show)
