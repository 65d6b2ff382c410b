"""`medsos audit`."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from medsos_cli.cli.check import PARTIAL, Asked, look
from medsos_cli.cli.context import Context, say
from medsos_cli.cli.options import (
    AsOf,
    Database,
    Formatted,
    Kind,
    OnlyAgency,
    Output,
    check_kind,
    read_as_of,
    read_verdicts,
)
from medsos_cli.models import Format, Presence

if TYPE_CHECKING:
    from medsos_cli.audit import Coverage
    from medsos_cli.verdicts import Judgement

T = TypeVar("T")

_VERDICTS = "VERDICT,…"


class Order(StrEnum):
    """How the agencies of an audit are sorted."""

    NAME = "name"
    STALE = "stale"


def audit(
    ctx: typer.Context,
    stale_days: Annotated[
        int, typer.Option("--stale-days", min=0, metavar="DAYS", help="Older posts are stale.")
    ] = 30,
    as_of: AsOf = None,
    kind: Kind = None,
    agency: OnlyAgency = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar=_VERDICTS, help="Only agencies with such a verdict."),
    ] = None,
    sort: Annotated[Order, typer.Option("--sort", help="By name, or worst first.")] = Order.STALE,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="First look at the accounts, as check does.")
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option("--fail-on", metavar=_VERDICTS, help="Exit with 1 where there is such a one."),
    ] = None,
    format: Formatted = None,  # noqa: A002  # the option's name
    output: Output = None,
    db: Database = None,
) -> None:
    """Show which agency is present on which platform, and how stale it is.

    With --refresh the exit code is 3 where something could not be looked at, unless
    --fail-on found what it was told to look for: then it is 1.
    """
    from medsos_cli.audit import Coverage, shows
    from medsos_cli.output import choose_format
    from medsos_cli.store.agencies import find_agency
    from medsos_cli.store.database import open_store
    from medsos_cli.store.presence import presences
    from medsos_cli.verdicts import Judgement

    context = ctx.ensure_object(Context)
    shown, failing = read_verdicts("--only", only), read_verdicts("--fail-on", fail_on)
    day = read_as_of(context.clock, as_of)
    judgement = Judgement(day, stale_days, context.clock)
    path = context.database(db)
    choose_format(format, output)  # before anybody is asked
    partial = refresh and _refresh(context, path, agency, kind)
    coverage = Coverage(judgement)
    with open_store(path) as store, store.snapshot():
        code = find_agency(store, agency).code if agency else None
        found = presences(store, judgement, kind=check_kind(store, kind), code=code)
        counted = map(coverage.add, found)
        chosen = (each for each in counted if not shown or shows(each, shown))
        _Answer(judgement, coverage, chosen, sort).write(format, output, path)
    if not coverage.agencies:
        say("no agencies yet; to begin: medsos import ROSTER.csv")
    if coverage.finds(failing):
        raise typer.Exit(1)
    if partial:
        raise typer.Exit(PARTIAL)


def _refresh(context: Context, path: Path, agency: str | None, kind: str | None) -> bool:
    """Look at the accounts first; return whether some could not be looked at."""
    from medsos_cli.store.database import open_store

    with open_store(path) as store:
        kind = check_kind(store, kind)
    return look(context, path, Asked(agency=agency, kind=kind), sys.stderr)


@dataclass
class _Answer:
    judgement: "Judgement"
    coverage: "Coverage"
    presences: Iterable[Presence]
    sort: Order

    def write(self, wanted: Format | None, output: Path | None, database: Path) -> None:
        """Write the audit as asked for; the same numbers in every format."""
        from medsos_cli.audit import COLUMNS, csv_row, json_object
        from medsos_cli.output import choose_format, open_output, write_csv, write_json

        style = choose_format(wanted, output)
        if style is Format.TABLE and output is None:
            self._draw(None)
            return
        with open_output(output, never=database) as out:
            if style is Format.CSV:
                rows = self._sorted(lambda each: tuple(csv_row(each, self.judgement)))
                write_csv(out, COLUMNS, rows)
            elif style is Format.JSON:
                document = {
                    "as_of": self.judgement.as_of,
                    "stale_days": self.judgement.stale_days,
                    "agencies": [*self._sorted(json_object)],
                    "summary": self.coverage.json_object(),
                }
                write_json(out, document)
            else:
                self._draw(out)

    def _draw(self, out: object) -> None:
        from medsos_cli.picture import Picture

        presences = self._sorted(lambda each: each)
        first = [*islice(presences, 1)]  # by now all are counted
        if self.coverage.agencies:
            rows = chain(first, presences)
            Picture(self.judgement, out).draw(rows, self.coverage)  # type: ignore[arg-type]

    def _sorted(self, told: Callable[[Presence], T]) -> Iterator[T]:
        """Yield what is told of each agency, in the order asked for."""
        from medsos_cli.audit import by_name, worst_first
        from medsos_cli.sorting import in_order

        key = by_name if self.sort is Order.NAME else worst_first
        pairs = ((key(each), told(each)) for each in self.presences)
        return (each for _, each in in_order(pairs, key=itemgetter(0)))
