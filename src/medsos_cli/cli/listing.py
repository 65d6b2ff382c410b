"""A list with named columns, written as asked for: a table, CSV or JSON."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from medsos_cli.models import Format

Cells = dict[str, Any]


@dataclass
class Listing:
    """A list with named columns, and where it goes.

    `table` names the columns a terminal has room for, each with its heading; one
    that ends in `~` may be cut, and gets more of the room with each more `~`; one
    that ends in `?` is left out where the others would be cut too far.
    `picture` adds to a row what only people want.
    """

    columns: Sequence[str]
    table: dict[str, str]
    wanted: Format | None
    output: Path | None
    never: Path
    picture: Callable[[Cells], Cells] = dict

    def write(self, rows: Iterable[Sequence[Any]]) -> int:
        """Write the rows as asked for; return how many there were."""
        from medsos_cli.output import choose_format, open_output, write_csv, write_json

        style = choose_format(self.wanted, self.output)
        counted = _Counted(rows)
        if style is Format.TABLE and self.output is None:
            self._draw(counted, None)
            return counted.count
        with open_output(self.output, never=self.never) as out:
            if style is Format.CSV:
                write_csv(out, self.columns, counted)
            elif style is Format.JSON:
                write_json(out, [dict(zip(self.columns, row, strict=True)) for row in counted])
            else:
                self._draw(counted, out)
        return counted.count

    def _draw(self, rows: "_Counted", out: TextIO | None) -> None:
        from medsos_cli.drawing import Column, draw_table, struck

        columns = [
            Column(heading.rstrip("~?"), share=heading.count("~"), spare=heading.endswith("?"))
            for heading in self.table.values()
        ]

        def line(row: Sequence[Any]) -> list[Any]:
            cells = self.picture(dict(zip(self.columns, row, strict=True)))
            texts = [cells[name] for name in self.table]
            return [*map(struck, texts)] if cells.get("void") else texts

        draw_table(columns, map(line, rows), out)


class _Counted:
    """Rows that are counted while they are read."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._rows:
            self.count += 1
            yield row
