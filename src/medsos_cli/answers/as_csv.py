"""An answer as CSV: UTF-8, a header, ISO days, nothing that a spreadsheet would run."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from medsos_cli.answers.answer import Answer
from medsos_cli.models import Format
from medsos_cli.words.safe import guard


def write(answer: Answer, out: TextIO) -> None:
    """Write an answer's named columns, each row as soon as it is read."""
    columns = [column for column in answer.columns if column.taken_by(Format.CSV)]
    values = [column.value for column in columns]
    rows = ([value(row) for value in values] for row in answer.rows)
    write_csv(out, [str(column.name) for column in columns], rows)


def write_csv(
    out: TextIO, columns: Sequence[str], rows: Iterable[Iterable[Any]], delimiter: str = ","
) -> None:
    """Write rows as CSV under a header; None is an empty cell, days are ISO."""
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(map(as_cell, columns))
    writer.writerows(map(as_cell, row) for row in rows)


def as_cell(value: Any) -> Any:  # noqa: ANN401  # any value a row can hold
    """Return a value as it is written: several with `; ` between, nothing that runs."""
    if isinstance(value, str):
        return guard(value)
    return guard("; ".join(value)) if isinstance(value, (list, tuple)) else value
