"""The bad rows of a sheet, given back with what is wrong in them, to be mended and read again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from medsos_cli.sheets.header import Header
from medsos_cli.sheets.sheet import DataRow

Rejected = tuple[DataRow, Mapping[str, int | None]]
"""A bad row, and its faults as they are said, each with the place of its cell."""


class Line(NamedTuple):
    """A line to write: the cells, the reason last, and by place what is wrong.

    `faults` is None for a line of headings.
    """

    cells: Sequence[str]
    faults: Mapping[int, str] | None


def lines(header: Header, rejected: Iterable[Rejected], reason: str) -> Iterator[Line]:
    """Yield the headings and the bad rows; those of a further table under their own headings.

    `reason` is the heading of what is wrong.
    """
    yield Line([*header.headings, reason], None)
    for row, faults in rejected:
        if row.header != header:
            header = row.header
            yield Line([*header.headings, reason], None)
        told: dict[int, str] = {}
        for fault, place in faults.items():
            if place is not None:
                told[place] = f"{told[place]}\n{fault}" if place in told else fault
        yield Line([*row.cells, " | ".join(faults)], told)
