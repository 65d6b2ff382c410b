"""Reading a roster in a test: a file in, what was said and counted out."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path

from medsos_cli.errors import InputError
from medsos_cli.intake.importing import Outcome, RosterImport
from medsos_cli.sheets.cells import spelled
from medsos_cli.sheets.columns import ROSTER
from medsos_cli.sheets.sheet import open_sheet
from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock

NAME = "roster.csv"


@dataclass
class Reading:
    """What came of one file: every line said, the error that ended it, the counts."""

    said: list[str] = field(default_factory=list)
    error: str | None = None
    counts: dict[str, str] = field(default_factory=dict)


class Reader:
    """Imports files into one database, all under the name `roster.csv`."""

    def __init__(self, store: Store, clock: Clock, folder: Path) -> None:
        self.store, self.clock, self.path = store, clock, folder / NAME

    def __call__(
        self, content: str | bytes, *, dry_run: bool = False, handed_over_on: date | None = None
    ) -> Reading:
        self.path.write_bytes(content.encode() if isinstance(content, str) else content)
        reading = Reading()
        job = RosterImport(
            self.clock,
            "tu",
            lambda line: reading.said.append(_plain(str(line))),
            dry_run=dry_run,
            handed_over_on=handed_over_on,
        )
        outcome = Outcome()
        try:
            with open_sheet(self.path, ROSTER) as sheet:
                if sheet.assumed:
                    reading.said.append(str(sheet.assumed))
                outcome = job.run(self.store, sheet)
        except InputError as error:
            reading.error = str(spelled(error))
        counts = {noun: [outcome.counts[noun, s] for s in ("new", "changed", "unchanged")]
                  for noun in job.nouns}  # fmt: skip
        for noun in job.rare:
            if not any(counts[noun]):
                del counts[noun]
        reading.counts = {noun: "{} {} {}".format(*each) for noun, each in counts.items()}
        return reading

    def row(self, **cells: str) -> list[str]:
        """Return what is said of one row on line 2, without the place."""
        said = self(sheet([{"agency": "Dinas A"} | cells])).said
        return [line.replace(f"{NAME}:2: ", "") for line in said]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return list(self.store.rows(sql))

    def dump(self) -> list[str]:
        """Return everything the database holds."""
        return list(self.store.connection.iterdump())


def _plain(line: str) -> str:
    """Leave out the letters of columns, which stand beside every heading."""
    return re.sub(r"(?<=\S) \([A-Z]{1,2}\)(?=[:;, ])", "", line)


def sheet(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    """Write rows as CSV, under the columns that any of them has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
