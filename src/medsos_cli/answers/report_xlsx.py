"""A report as a workbook: a sheet to look at with native charts, and sheets to sort and filter.

Texts are texts, numbers numbers and days days; nothing of the data is a formula or a link.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import zip_longest
from typing import Any

from xlsxwriter.chart import Chart

from medsos_cli.answers.report_page import Page
from medsos_cli.answers.report_rows import Table
from medsos_cli.answers.report_sheets import (
    ReportSheet,
    Styles,
    write_agencies,
    write_details,
    write_names,
)
from medsos_cli.answers.report_words import first_names, in_words
from medsos_cli.answers.workbook import COLOURS, INK, Book, Look, open_book

# Tables on the left, a gap, charts and the second ranking on the right.
_WIDTHS = (42, 10, 11, 11, 2, 10, *[11] * 7)
_LEFT, _RIGHT, _ALL = 4, 5, len(_WIDTHS)
_TILES = ((0, 1), (1, 3), (5, 2), (7, 2), (9, 2), (11, 2))  # from which column, over how many
_CHART = 620, 305  # pixels
_CHART_ROWS = 16
_LINE, _TILE = 16, (30, 32, 26)  # points
_LABEL, _WHO = 42, 112  # letters on one line
_BAR = "#A9C7E8"


def write_xlsx(page: Page) -> bytes:
    """Return the workbook; the same report gives the same bytes."""
    made = BytesIO()
    with open_book(made, f"{page.title}, {page.month}") as book:
        styles = Styles(book)
        _Summary(book, styles, page).write()
        write_agencies(ReportSheet(book, styles, page.recap.title), page)
        for table in (page.changes, page.decisions, page.handsets):
            write_names(ReportSheet(book, styles, table.title), table)
        write_details(ReportSheet(book, styles, in_words("Details")), page)
    return made.getvalue()


class _Summary(ReportSheet):
    """The first sheet, one page: the figures, charts beside them, and who is meant."""

    def __init__(self, book: Book, styles: Styles, page: Page) -> None:
        super().__init__(book, styles, page.month)
        self._book, self._page = book, page

    def write(self) -> None:
        """Write every figure of the summary, and draw the charts."""
        page = self._page
        self.widths(_WIDTHS)
        self._masthead()
        self._tiles()
        top = self.row
        coverage = self._counts(page.coverage.title, page.coverage.headings, page.coverage.rows)
        self._draw(self._coverage(coverage), page.coverage, top + 1)
        first, *rows = page.platforms.upended
        platforms = self._counts(page.platforms.title, first, rows, [*COLOURS])
        self._draw(self._platforms(platforms), page.platforms, top + 1 + _CHART_ROWS)
        first, *rows = page.posts.upended
        self._counts(page.posts.title, first, rows)
        self.lines([page.posts.note])
        for table in (page.changes, page.decisions, page.handsets):
            self._briefly(table)
        self._rankings()
        self._heading(page.followups.title, _ALL)
        self.lines([page.followups.note])
        self.sheet.set_portrait()
        self.sheet.fit_to_pages(1, 1)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.4)
        self.sheet.print_area(0, 0, self.row, _ALL - 1)

    def _masthead(self) -> None:
        page, styles = self._page, self.styles
        half = _ALL - _LEFT
        self._height(28)
        self.put(0, page.title, styles.title, over=_LEFT)
        self.put(_LEFT, page.month, styles.month, over=half)
        self.row += 1
        self.put(0, page.office, styles.office, over=_LEFT)
        self.put(_LEFT, f"{page.day}; {page.compared}", styles.day_of, over=half)
        self.row += 1
        self._height(3)
        self.put(0, None, styles.gold, over=_ALL)
        self.row += 2
        for warning in page.warnings:
            self.cells([f"⚠ {warning}"], styles.bold)

    def _tiles(self) -> None:
        styles = self.styles
        lines = zip(*self._page.tiles, strict=True)
        for height, style, texts in zip(
            _TILE, (styles.figure, styles.label, styles.note), lines, strict=True
        ):
            self._height(height)
            for (column, over), text in zip(_TILES, texts, strict=True):
                self.put(column, _figure(text), style, over)
            self.row += 1

    def _height(self, points: float) -> None:
        self.sheet.set_row(self.row, points)

    def _heading(self, text: str, over: int = _LEFT) -> None:
        """Write what the next rows are, after a blank one, with a line over all their columns."""
        self.row += 1
        self.cells([text, *[None] * (over - 1)], self.styles.heading)

    def _head(self, headings: Sequence[str], column: int = 0) -> None:
        for n, heading in enumerate(headings, start=column):
            style = self.styles.head if n == column else self.styles.head_number
            self.put(n, heading, style)

    def _counts(
        self,
        title: str,
        headings: Sequence[str],
        rows: Iterable[Iterable[Any]],
        verdicts: Sequence[Any] = (),
    ) -> int:
        """Write a table of counts, and return the row of its headings; a verdict in its colour."""
        self._heading(title)
        head = self.row
        self._head(headings)
        self.row += 1
        for n, (label, *counts) in enumerate(rows):
            style = self.styles.verdicts[verdicts[n]] if n < len(verdicts) else self.styles.row
            self.put(0, label, style)
            for column, count in enumerate(counts, start=1):
                self.put(column, _figure(count), self.styles.row_figure)
            self.row += 1
        return head

    def _briefly(self, table: Table) -> None:
        """Write a table of names: how many, and the first of them."""
        styles = self.styles
        self._heading(table.title, _ALL)
        self.put(0, table.headings[0], styles.head)
        self.put(1, table.headings[1], styles.head_number)
        self.put(2, table.headings[2], styles.head, over=_ALL - 2)
        self.row += 1
        for row in table.rows:
            who = first_names(row.names)
            lines = max(_lines(row.label, _LABEL), _lines(who, _WHO))
            self._height(lines * _LINE)
            self.put(0, row.label, styles.row)
            self.put(1, row.number, styles.row_figure)
            self.put(2, who, styles.row_text, over=_ALL - 2)
            self.row += 1
        self.lines([table.note])

    def _rankings(self) -> None:
        """Write both rankings side by side, each figure with a bar."""
        active, silent, styles = self._page.active, self._page.silent, self.styles
        self._heading(active.title)
        self.row -= 1
        self.put(_RIGHT, silent.title, styles.heading, over=_ALL - _RIGHT)
        self.row += 1
        self._head([active.headings[n] for n in (1, 3, 2, 0)])
        self._silent(silent.headings, (styles.head_number, styles.head), over=3)
        top = self.row = self.row + 1
        for one, other in zip_longest(active.rows, silent.rows):
            if one:
                self.put(0, one.agency, styles.row)
                self.put(1, one.figure, styles.row_figure)
                self.put(2, one.platform, styles.row_text)
                self.put(3, one.place, styles.row_figure)
            if other:
                shown = (other.place, other.agency, other.platform, other.figure)
                self._silent(shown, (styles.row_figure, styles.row))
                self.put(_RIGHT + 6, other.shown, styles.row_text, over=2)
            long = max(len(each.agency) for each in (one, other) if each)
            self._height((1 + long // _LABEL) * _LINE)
            self.row += 1
        for column in (1, _RIGHT + 5):
            bar = {"type": "data_bar", "bar_color": _BAR, "bar_solid": True, "min_type": "num"}
            self.sheet.conditional_format(top, column, max(top, self.row - 1), column, bar)
        self.put(0, active.note, styles.soft)
        self.put(_RIGHT, silent.note, styles.soft)
        self.row += 1

    def _silent(self, cells: Sequence[object], styles: tuple[Look, Look], over: int = 1) -> None:
        """Write a row of the ranking on the right: its numbers, and what stands between them."""
        place, agency, platform, figure = cells
        number, text = styles
        self.put(_RIGHT, place, number)
        self.put(_RIGHT + 1, agency, text, over=3)
        self.put(_RIGHT + 4, platform, text)
        self.put(_RIGHT + 5, figure, number, over)

    def _draw(self, chart: Chart, table: Table, row: int) -> None:
        chart.set_title({"name": table.title, "name_font": {"size": 12, "color": INK}})
        chart.set_size(dict(zip(("width", "height"), _CHART, strict=True)))
        chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
        chart.set_x_axis({"min": 0, "major_gridlines": {"visible": False}, "visible": False})
        chart.set_legend({"position": "bottom"})
        chart.set_chartarea({"border": {"color": "#DFE3E8"}})
        self.sheet.insert_chart(row, _RIGHT, chart, {"description": table.title})

    def _cells(self, first: tuple[int, int], last: tuple[int, int]) -> list[Any]:
        return [self.name, *first, *last]

    def _coverage(self, head: int) -> Chart:
        chart = self._book.add_chart({"type": "bar"})
        last = head + len(self._page.coverage.rows)
        for column, colour in ((1, "#14664B"), (2, "#A9C7E8")):
            chart.add_series(
                {
                    "name": [self.name, head, column],
                    "categories": self._cells((head + 1, 0), (last, 0)),
                    "values": self._cells((head + 1, column), (last, column)),
                    "fill": {"color": colour},
                    "data_labels": {"value": True},
                    "gap": 60,
                }
            )
        return chart

    def _platforms(self, head: int) -> Chart:
        chart = self._book.add_chart({"type": "bar", "subtype": "stacked"})
        for n, (back, text) in enumerate(COLOURS.values(), start=head + 1):
            chart.add_series(
                {
                    "name": [self.name, n, 0],
                    "categories": self._cells((head, 1), (head, 3)),
                    "values": self._cells((n, 1), (n, 3)),
                    "fill": {"color": back},
                    "data_labels": {"value": True, "font": {"color": text}, "num_format": "0;;"},
                    "gap": 40,
                }
            )
        return chart


def _lines(text: str, letters: int) -> int:
    return 1 + len(text) // letters


def _figure(text: object) -> object:
    """Return a count as a number, so that a sheet can reckon with it; `≥ 3` stays a text."""
    return int(text) if isinstance(text, str) and text.isdecimal() else text
