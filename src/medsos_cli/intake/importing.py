"""Importing a sheet: text to rows to the record, all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from medsos_cli.errors import InputError, Message
from medsos_cli.intake.loading import load_record, save_record
from medsos_cli.intake.record import Record
from medsos_cli.intake.row_merge import merge
from medsos_cli.intake.rows import RowReader
from medsos_cli.intake.telling import Telling
from medsos_cli.sheets.cells import Problem
from medsos_cli.sheets.columns import ROSTER, Columns
from medsos_cli.sheets.sheet import DataRow, Sheet
from medsos_cli.store.agencies import names_of_agencies
from medsos_cli.store.agency_names import OfficeNames
from medsos_cli.store.claims import forget_claims
from medsos_cli.store.database import Store
from medsos_cli.store.devices import next_device_id, warn_shared
from medsos_cli.store.events import next_event_number, warn_broken
from medsos_cli.store.statements import next_act
from medsos_cli.words.days import Clock
from medsos_cli.words.safe import quoted
from medsos_cli.words.similar_offices import NearNames
from medsos_cli.words.titles import find_day

STATUSES = ("new", "changed", "unchanged")

_AT_ONCE = 300


class _Undone(Exception):  # noqa: N818  # leaves the transaction; never seen outside
    """Take back what this import has written."""


class Reject(NamedTuple):
    """A row that cannot be taken, and its faults as they are said, by the place of the cell."""

    row: DataRow
    faults: Mapping[str, int | None]


@dataclass
class Outcome:
    """What has come of an import so far; `counts` are by noun and status.

    `events` are the numbers of the events it has recorded.
    """

    rows: int = 0
    bad_cells: int = 0
    bad_rows: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    events: range = range(0)

    def total(self, status: str) -> int:
        """Return how many things of all kinds were new, changed or unchanged."""
        return sum(count for (_, each), count in self.counts.items() if each == status)


@dataclass(frozen=True)
class Import:
    """How one sort of sheet is imported: when and by whom, for good or for trial.

    `say` gets each line of talk as it comes up, `reject` each bad row; `watch` sees the rows
    pass. What they mean is in `_take`.
    """

    clock: Clock
    by: str
    say: Callable[[Message], None]
    dry_run: bool = False
    reject: Callable[[Reject], None] | None = None
    watch: Callable[[Iterator[DataRow]], Iterator[DataRow]] = iter

    columns: ClassVar[Columns]
    nouns: ClassVar[tuple[str, ...]]
    rare: ClassVar[frozenset[str]] = frozenset()
    names: ClassVar[Mapping[str, Message]] = MappingProxyType({})

    def run(self, store: Store, sheet: Sheet) -> Outcome:
        """Read the sheet and write what it changes, or nothing; return what came of it.

        Raises `InputError` when any of its cells cannot be taken, or it has no
        row; each bad cell has been said by then.
        """
        outcome = Outcome()
        for ignored in sheet.ignored():
            self.say(ignored)
        telling = Telling(sheet.source, self.say, self.names)
        try:
            with suppress(_Undone), store.transaction(of_a_file=True):
                self._take(store, sheet, outcome, telling)
                if outcome.bad_cells or self.dry_run:
                    raise _Undone
        finally:
            telling.say_all()
        for omitted in sheet.omitted():
            self.say(omitted)
        if outcome.bad_cells:
            raise _bad(outcome, sheet.name)
        if not outcome.rows:
            hint = "put the rows under the header"
            raise InputError("{name} has no row to import", hint, name=sheet.name)
        telling.say_changes()
        return outcome

    def _take(self, store: Store, sheet: Sheet, outcome: Outcome, telling: Telling) -> None:
        """Read and write every row; report what is wrong."""
        raise NotImplementedError

    def _report(
        self, outcome: Outcome, telling: Telling, problems: Iterable[Problem], data: DataRow
    ) -> None:
        bad: dict[str, int | None] = {}
        for problem in problems:
            fault = telling.add(problem, data.header)
            if not problem.doubtful:
                bad[fault] = data.header.place_of(problem.column)
        outcome.bad_cells += len(bad)
        outcome.bad_rows += bool(bad)
        if bad and self.reject:
            self.reject(Reject(data, bad))


def _bad(outcome: Outcome, name: str) -> InputError:
    return InputError(
        "{cells} in {rows} of {name}; nothing was imported",
        "mend what the lines above name, and import again",
        cells=Message("{n} bad cell", "{n} bad cells", n=outcome.bad_cells),
        rows=Message("{n} row", "{n} rows", n=outcome.bad_rows),
        name=name,
    )


@dataclass(frozen=True)
class RosterImport(Import):
    """Agencies, accounts, devices, handovers and last posts from a roster.

    `handed_over_on` is the day of the handovers that name none; with `new_agencies` a new
    code is another agency also where its name is on record. `stated_on` (2020-12-03) is the day
    of what rows state that name none.
    """

    handed_over_on: date | None = None
    new_agencies: bool = False
    stated_on: str | None = None

    columns = ROSTER
    nouns = ("agencies", "accounts", "devices", "handovers", "last posts", "returns")
    rare = frozenset({"returns"})

    def _take(self, store: Store, sheet: Sheet, outcome: Outcome, telling: Telling) -> None:
        self._say_title_day(sheet)
        reader = RowReader(self.clock.today, self.handed_over_on)
        act = next_act(store)
        near, names = NearNames(names_of_agencies(store)), OfficeNames(store, act)
        first, changed, before = next_device_id(store), set[int](), next_event_number(store)
        for chunk in in_parts(self.watch(sheet.rows())):
            read = [reader.read(*data) for data in chunk]
            stated = [reading.row for reading in read if reading.row]
            record = load_record(
                store, stated,
                Record(self.clock, self.by, act, self.stated_on, near=near,
                       new_agencies_said=self.new_agencies),
                names,
            )  # fmt: skip
            for data, (row, problems, inherited) in zip(chunk, read, strict=True):
                if row:
                    problems.extend(merge(row, record))
                    changes = record.take_changes()
                    telling.note_changes(changes, data.line, data.header, keep_all=self.dry_run)
                if problems:
                    self._report(outcome, telling, problems, _with_agency(data, inherited))
            save_record(store, record, sheet.name, names)
            changed |= record.devices_put.changed.keys()
            outcome.counts.update(record.counts)
            outcome.rows += len(read)
        forget_claims(store)
        if not outcome.bad_cells:
            for warning in warn_shared(store, sheet.fields, first, changed):
                self.say(warning)
            for warning in warn_broken(store, before):
                self.say(warning)

    def _say_title_day(self, sheet: Sheet) -> None:
        """Where a title dates the sheet and nothing else does, say how to take it at its word."""
        if self.stated_on or "checked_on" in sheet.fields:
            return
        dated = find_day(sheet.titles)
        if dated and dated.day < self.clock.today:
            self.say(Message(
                "{name}: the title says {words}; to date what the sheet states so: "
                "--stated-on {day}",
                name=sheet.name, words=quoted(dated.words), day=dated.day,
            ))  # fmt: skip


def in_parts(rows: Iterable[DataRow]) -> Iterator[list[DataRow]]:
    """Yield some hundred rows at a time; where a file is broken, first those that came before.

    Raises `InputError` then.
    """
    part: list[DataRow] = []
    broken = None
    try:
        for row in rows:
            part.append(row)
            if len(part) == _AT_ONCE:
                yield part
                part = []
    except InputError as error:
        broken = error
    if part:
        yield part
    if broken:
        raise broken


def _with_agency(data: DataRow, inherited: tuple[str | None, str | None]) -> DataRow:
    """Write out what a merged cell above says, so that the row can be read on its own."""
    if not any(inherited):
        return data
    given = dict(zip(("agency_code", "agency"), inherited, strict=True))
    pairs = zip(data.header.fields, data.cells, strict=True)
    cells = [(given[name] or "") if name in given else cell for name, cell in pairs]
    return data._replace(cells=cells)
