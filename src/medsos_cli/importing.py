"""Importing a sheet: text to rows to the record, all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import ClassVar, NamedTuple

from medsos_cli.days import Clock
from medsos_cli.errors import InputError
from medsos_cli.roster.columns import ROSTER, Columns
from medsos_cli.roster.merge import merge
from medsos_cli.roster.problems import Problem
from medsos_cli.roster.rows import RowReader
from medsos_cli.roster.sheet import Header, Sheet
from medsos_cli.store.database import Store
from medsos_cli.store.roster import forget_claims, load_record, save_record
from medsos_cli.words import counted

STATUSES = ("new", "changed", "unchanged")

_AT_ONCE = 500


class _Undone(Exception):  # noqa: N818  # leaves the transaction; never seen outside
    """Take back what this import has written."""


class Reject(NamedTuple):
    """A row that cannot be taken: its cells, and why."""

    cells: Sequence[str]
    reason: str


@dataclass
class Import:
    """One import of one sheet: how to read it, then what came of it.

    `say` gets each line of talk as it comes up; `rejected` holds the bad rows
    where `keeps_rejected` asks for them.
    What the rows mean is in `_take`.
    """

    clock: Clock
    by: str
    say: Callable[[str], None]
    dry_run: bool = False
    rows: int = 0
    bad_cells: int = 0
    bad_rows: int = 0
    keeps_rejected: bool = False
    rejected: list[Reject] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    columns: ClassVar[Columns]
    nouns: ClassVar[tuple[str, ...]]

    def run(self, store: Store, sheet: Sheet) -> None:
        """Read the sheet and write what it changes, or nothing.

        Raises `InputError` when any of its cells cannot be taken, or it has no
        row; each bad cell has been said by then.
        """
        if sheet.header.ignored:
            self.say(f"{sheet.name}: columns ignored: {', '.join(sheet.header.ignored)}")
        with suppress(_Undone), store.transaction():
            self._take(store, sheet)
            if self.bad_cells or self.dry_run:
                raise _Undone
        for what, lines in sheet.passed_over.items():
            self.say(f"{sheet.name}: passed over: {what}, line {_ranges(lines)}")
        if self.bad_cells:
            raise InputError(
                f"{counted(self.bad_cells, 'bad cell')} in "
                f"{counted(self.bad_rows, 'row')} of {sheet.name}; "
                "nothing was imported",
                "mend what the lines above name, and import again",
            )
        if not self.rows:
            raise InputError(f"{sheet.name} has no row to import", "put the rows under the header")

    def _take(self, store: Store, sheet: Sheet) -> None:
        """Read and write every row; report what is wrong."""
        raise NotImplementedError

    def _report(self, sheet: Sheet, problems: Iterable[Problem], cells: Sequence[str]) -> None:
        bad = []
        for problem in problems:
            self.say(problem.text(sheet.name))
            if not problem.doubtful:
                bad.append(f"{problem.column}: {problem.message}")
        if bad:
            self.bad_cells += len(bad)
            self.bad_rows += 1
        if bad and self.keeps_rejected:
            self.rejected.append(Reject(cells, " | ".join(bad)))

    def total(self, status: str) -> int:
        """Return how many things of all kinds were new, changed or unchanged."""
        return sum(self.counts[noun, status] for noun in self.nouns)


@dataclass
class RosterImport(Import):
    """Agencies, accounts, devices, handovers and last posts from a roster.

    `handed_over_on` is the day of the handovers that name none.
    """

    handed_over_on: date | None = None

    columns = ROSTER
    nouns = ("agencies", "accounts", "devices", "handovers", "last posts")

    def _take(self, store: Store, sheet: Sheet) -> None:
        reader = RowReader(sheet.header, self.clock.today, self.handed_over_on)
        rows = sheet.rows()
        while chunk := list(islice(rows, _AT_ONCE)):
            read = []
            for line, cells in chunk:
                row, problems = reader.read(line, cells)
                read.append((row, cells, problems, reader.inherited))
            record = load_record(store, [row for row, *_ in read if row], self.clock, self.by)
            for row, cells, problems, inherited in read:
                if row:
                    problems.extend(merge(row, record))
                self._report(sheet, problems, _with_agency(sheet.header, cells, inherited))
            save_record(store, record)
            self.counts.update(record.counts)
            self.rows += len(read)
        forget_claims(store)


def _with_agency(
    header: Header, cells: Sequence[str], inherited: tuple[str | None, str | None]
) -> Sequence[str]:
    """Write out what a merged cell above says, so that the row can be read on its own."""
    if not any(inherited):
        return cells
    given = dict(zip(("agency_code", "agency"), inherited, strict=True))
    pairs = zip(header.fields, cells, strict=True)
    return [(given[name] or "") if name in given else cell for name, cell in pairs]


def _ranges(lines: Sequence[int]) -> str:
    """Write line numbers as people do: `3, 7–9`."""
    parts: list[list[int]] = []
    for line in sorted(lines):
        if parts and line == parts[-1][1] + 1:
            parts[-1][1] = line
        else:
            parts.append([line, line])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in parts[:10]]
    return ", ".join(shown) + (", …" if len(parts) > 10 else "")  # noqa: PLR2004  # as many as one reads
