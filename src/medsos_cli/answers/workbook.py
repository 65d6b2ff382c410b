"""What every workbook of this program has in common: no formula, no link, the same bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from medsos_cli.models import Verdict

COLOURS = {
    Verdict.FRESH: ("#14664B", "#FFFFFF"),
    Verdict.STALE: ("#F0B429", "#13233A"),
    Verdict.EMPTY: ("#F7DC9C", "#13233A"),
    Verdict.UNCHECKED: ("#A9C7E8", "#13233A"),
    Verdict.GONE: ("#A3221B", "#FFFFFF"),
    Verdict.NONE: ("#5D6878", "#FFFFFF"),
    Verdict.UNLISTED: ("#DFE3E8", "#13233A"),
}
"""The colours of each verdict, of what stands behind the word and of the word."""
INK, BAND = "#13233A", "#12304F"
DAY = "dd/mm/yyyy"
A4 = 9
Book, Sheet, Look = Workbook, Worksheet, Format
"""Such a workbook, a sheet of it, and how cells look."""


@contextmanager
def open_book(out: BinaryIO, title: str, *, row_by_row: bool = False) -> Iterator[Workbook]:
    """Give a workbook that is written out when the block ends.

    Nothing in a text becomes a formula, a link or a number. The same cells give the same
    bytes. Of one that is made `row_by_row`, top to bottom, only the row at hand is in memory.
    """
    made = BytesIO()  # the library packs into what it can seek in, and a pipe is not that
    with TemporaryDirectory() as folder:
        book = Workbook(
            made,
            {
                "in_memory": not row_by_row,
                "constant_memory": row_by_row,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        moment = datetime(2020, 12, 3)  # noqa: DTZ001  # always the same; the library takes no zone
        book.set_properties({"title": title, "created": moment})
        try:
            yield book
        finally:  # also to let go of the files that wait in the folder
            _close(book)
    out.write(made.getbuffer())


def _close(book: Workbook) -> None:
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None  # the OSError that it wraps
