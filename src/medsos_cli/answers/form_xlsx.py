"""An official form as a workbook: head, columns under columns, sums, and who signs."""

from itertools import groupby
from textwrap import wrap
from typing import BinaryIO

from medsos_cli.answers.official_forms import BESIDE, Field, Filled
from medsos_cli.answers.workbook import A4, Book, Look, Sheet, open_book

_GAP, _GAP_WIDTH = 1, 3  # columns, and letters, between the form and what stands beside it
_HEAD_LINES, _LINE = (18, 46), 12.5  # points
_NAME, _SIGNED = 2, 4  # which line is the signer's name, and the rows down to it
_SOFT = "#5D6878"
_LAST_YEAR, _SHORT = 9999, 4  # a price is more; letters that stand in the middle


def write_form(filled: Filled, out: BinaryIO) -> None:
    """Write the form; the same rows give the same bytes."""
    name = filled.form.name
    with open_book(out, name) as book:
        sheet = book.add_worksheet(name)
        writer = _Writer(sheet, _looks(book), filled)
        writer.head()
        top = writer.row
        writer.columns()
        writer.rows()
        writer.sign()
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top, top + 2)
        sheet.freeze_panes(top + 3, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&R&P/&N")
        sheet.print_area(0, 0, writer.row, writer.last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{writer.row}"})


def _looks(book: Book) -> dict[str, Look]:
    def look(**properties: object) -> Look:
        return book.add_format({"font_name": "Arial", "font_size": 9, **properties})

    centred: dict[str, object] = {"align": "center", "valign": "vcenter", "text_wrap": True}
    boxed: dict[str, object] = {"border": 1, "valign": "top", "text_wrap": True}
    return {
        "title": look(bold=True, align="center", font_size=12),
        "plain": look(),
        "head": look(bold=True, border=1, **centred),
        "numbers": look(border=1, italic=True, font_size=8, align="center"),
        "text": look(num_format="@", **boxed),
        "middle": look(num_format="@", align="center", **boxed),
        "number": look(align="center", **boxed),
        "money": look(num_format="#,##0", **boxed),
        "sum": look(num_format="#,##0", bold=True, **boxed),
        "sign": look(align="center"),
        "name": look(align="center", bold=True, underline=1),
        "beside": look(num_format="@", font_color=_SOFT, valign="top"),
        "beside head": look(font_color=_SOFT, bold=True, text_wrap=True, valign="vcenter"),
    }


class _Writer:
    """A form while it is written, downwards; `row` is the next one."""

    def __init__(self, sheet: Sheet, looks: dict[str, Look], filled: Filled) -> None:
        self.sheet, self.looks, self.filled = sheet, looks, filled
        self.fields = filled.form.fields
        self.last = len(self.fields) - 1
        self.row = 0

    def head(self) -> None:
        """Write the title, and whose the inventory is."""
        for title in self.filled.form.titles:
            self._put(0, title, "title", over=self.last)
            self.row += 1
        self.row += 1
        for line in self.filled.head:
            self._put(0, line, "plain")
            self.row += 1
        self.row += 1

    def columns(self) -> None:
        """Write the headings, one over others where the form has them so, and the numbers."""
        top, place = self.row, 0
        for above, group in groupby(self.fields, key=lambda field: field.above):
            fields = [*group]
            if above:
                self._put(place, above, "head", over=place + len(fields) - 1)
            for field in fields:
                self._heading(top, place, field, "head")
                self.sheet.write_string(top + 2, place, str(place + 1), self.looks["numbers"])
                place += 1
        for n, field in enumerate(BESIDE, start=place + _GAP):
            self._heading(top, n, field, "beside head")
        self.sheet.set_column(place, place, _GAP_WIDTH)
        for row, height in enumerate(_HEAD_LINES, start=top):
            self.sheet.set_row(row, height)
        self.row = top + 3

    def _heading(self, top: int, place: int, field: Field, look: str) -> None:
        self.sheet.set_column(place, place, field.width)
        if field.above:
            self.sheet.write_string(top + 1, place, field.heading, self.looks[look])
        else:
            self.sheet.merge_range(top, place, top + 1, place, field.heading, self.looks[look])

    def rows(self) -> None:
        """Write the rows, and under them the sums."""
        for cells, beside in zip(self.filled.rows, self.filled.beside, strict=True):
            for place, cell in enumerate(cells):
                self._put(place, cell, _look_of(cell))
            for place, text in enumerate(beside, start=self.last + 1 + _GAP):
                self._put(place, text or "", "beside")
            lines = max(map(_lines, self.fields, cells))
            self.sheet.set_row(self.row, 3 + lines * _LINE)
            self.row += 1
        if not self.filled.rows:
            self._put(0, "NIHIL", "middle", over=self.last)
            self.row += 1
        sums = {place: self.filled.sums.get(place, "") for place in range(self.last)}
        sums[self.last] = self.filled.remark
        first = min(self.filled.sums)
        for place in range(first, self.last + 1):
            self._put(place, sums[place], "sum")
        self._put(0, "JUMLAH", "sum", over=first - 1)
        self.row += 2

    def sign(self) -> None:
        """Write who signs, on either side."""
        third = (self.last + 1) // 3
        for number, lines in enumerate(zip(*self.filled.signers, strict=True)):
            look = "name" if number == _NAME else "sign"
            for place, line in zip((0, self.last + 1 - third), lines, strict=True):
                self._put(place, line, look, over=place + third - 1)
            self.row += _SIGNED if number == _NAME - 1 else 1

    def _put(self, place: int, cell: str | int, look: str, over: int | None = None) -> None:
        """Write a cell, or one that reaches over others: a text as text, a number as one."""
        if over is not None and over > place:
            self.sheet.merge_range(self.row, place, self.row, over, cell, self.looks[look])
        elif isinstance(cell, int):
            self.sheet.write_number(self.row, place, cell, self.looks[look])
        elif cell:
            self.sheet.write_string(self.row, place, cell, self.looks[look])
        else:
            self.sheet.write_blank(self.row, place, None, self.looks[look])


def _look_of(cell: object) -> str:
    if isinstance(cell, int):
        return "money" if cell > _LAST_YEAR else "number"
    return "middle" if len(str(cell)) <= _SHORT else "text"


def _lines(field: Field, cell: str | int) -> int:
    """Return on how many lines a cell's text stands in its column."""
    return len(wrap(str(cell), field.width * 6 // 5) or [""])
