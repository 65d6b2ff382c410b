"""What is wrong with the rows of a sheet, and what they change, told by its own headings."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from medsos_cli.errors import Message, spoken
from medsos_cli.intake.differences import Change
from medsos_cli.sheets.cells import MOST_TOLD, Problem
from medsos_cli.sheets.header import Header
from medsos_cli.sheets.source import Source, ranges

_MOST_CHANGES = 20


class Telling:
    """Collects problems and says them: equal ones together, in the order of their first lines."""

    def __init__(
        self, source: Source, say: Callable[[Message], None], names: Mapping[str, Message]
    ) -> None:
        """Say what is wrong in this file; `names` are for fields that have no column in it."""
        self._source = source
        self._say = say
        self._names = names
        self._lines: dict[tuple[bool, str, str, str], list[int]] = {}
        self._changes: list[Message] = []
        self._more_changes = 0
        self._another_handle = False
        self._told: Counter[bool] = Counter()

    def add(self, problem: Problem, header: Header) -> str:
        """Take a problem of a row under a header; return it without its place."""
        name = self._name(problem.column, header)
        fault = str(problem.message)
        self._told[problem.doubtful] += 1
        if self._told[problem.doubtful] <= MOST_TOLD:
            key = problem.doubtful, header.letters_of(problem.column), name, fault
            lines = self._lines.setdefault(key, [])
            if problem.line not in lines[-1:]:
                lines.append(problem.line)
        return f"{name}: {fault}"

    def note_changes(
        self, changes: Iterable[Change], line: int, header: Header, *, keep_all: bool
    ) -> None:
        """Take what a row changes on record, unless enough is kept that `say_changes` says."""
        for change in changes:
            self._another_handle |= change.is_another_handle
            if keep_all or change.is_weighty or len(self._changes) < _MOST_CHANGES:
                column = self._name(change.column, header)
                place = self._source.place(line, header.letters_of(change.column))
                template = "{place}: {column}: {thing}: {before} → {now}"
                said = change._asdict() | {"place": place, "column": column}
                self._changes.append(Message(template, **said))
            else:
                self._more_changes += 1

    def say_changes(self) -> None:
        """Say what the rows change, old → new, and how much more there is."""
        for change in self._changes:
            self._say(change)
        if more := self._more_changes:
            self._say(Message("… and {n} change more", "… and {n} changes more", n=more))
        if self._another_handle:
            self._say(
                Message(
                    "if an account is the same under a new name: "
                    "medsos account set AGENCY PLATFORM HANDLE --renamed"
                )
            )

    def _name(self, column: str, header: Header) -> str:
        if header.place_of(column) is None:
            return str(self._names.get(column) or spoken(column))
        return header.name_of(column)

    def say_all(self) -> None:
        """Say what is wrong; of what is more than anybody reads, how much there is."""
        for (doubtful, letters, column, fault), lines in self._lines.items():
            place = self._source.place(ranges(lines), letters)
            said = {"place": place, "column": column, "fault": fault}
            if doubtful:
                self._say(Message("warning: {place}: {column}: {fault}", **said))
            else:
                self._say(Message("{place}: {column}: {fault}", **said))
        if (more := self._told[True] - MOST_TOLD) > 0:
            self._say(Message("… and {n} warning more", "… and {n} warnings more", n=more))
        if (more := self._told[False] - MOST_TOLD) > 0:
            self._say(Message("… and {n} bad cell more", "… and {n} bad cells more", n=more))
