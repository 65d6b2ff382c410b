"""Bad rows as a workbook: the bad cells yellow, with a comment that says what is wrong."""

from collections.abc import Iterable
from itertools import islice
from typing import BinaryIO

from medsos_cli.answers.rejects import Line
from medsos_cli.answers.workbook import BAND, open_book

_YELLOW = "#FFE699"
_WIDTH, _REASON_WIDTH = 18, 80
_MOST_COMMENTS = 10_000  # more are slow to open, and the reason in the row says the same
_COMMENT_WIDTH, _COMMENT_LINE, _LETTERS = 320, 18, 48  # pixels, and the letters of one line


def write(out: BinaryIO, lines: Iterable[Line]) -> None:
    """Write the lines; every cell is text, so that a number typed anew stays whole."""
    with open_book(out, "medsos") as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": BAND})
        text = book.add_format({"num_format": "@", "valign": "top"})
        bad = book.add_format({"num_format": "@", "valign": "top", "bg_color": _YELLOW})
        sheet.freeze_panes(1, 0)
        left, width = _MOST_COMMENTS, 2
        for number, (cells, faults) in enumerate(lines):
            width = max(width, len(cells))
            for place, cell in enumerate(cells):
                look = head if faults is None else bad if place in faults else text
                if cell:
                    sheet.write_string(number, place, cell, look)
                else:
                    sheet.write_blank(number, place, None, look)
            for place, fault in islice((faults or {}).items(), left):
                sheet.write_comment(number, place, fault, _size(fault))
            left = max(0, left - len(faults or ()))
        sheet.set_column(0, width - 2, _WIDTH, text)
        sheet.set_column(width - 1, width - 1, _REASON_WIDTH)


def _size(fault: str) -> dict[str, int]:
    lines = sum(1 + len(line) // _LETTERS for line in fault.split("\n"))
    return {"width": _COMMENT_WIDTH, "height": (lines + 1) * _COMMENT_LINE}
