"""The sheets of a report's workbook that are sorted and filtered, and how its cells look."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from medsos_cli.answers.report_page import Page
from medsos_cli.answers.report_rows import AccountCell, Table
from medsos_cli.answers.report_words import PLATFORM_NAMES, in_words
from medsos_cli.answers.workbook import A4, BAND, COLOURS, DAY, INK, Book, Look

SOFT, GOLD = "#4B5A6E", "#C8993A"
_PALE, _LINE = "#DBE6F2", "#DFE3E8"
_NARROW, _WIDE, _NAMES = 13, 34, 76
_DETAILS = (56, 18, 20, 34, *[_NARROW] * 4)


class Styles:
    """How cells look; a workbook has each of these once."""

    def __init__(self, book: Book) -> None:
        """Make them in a workbook."""

        def style(**properties: Any) -> Look:  # noqa: ANN401  # xlsxwriter types no property
            return book.add_format({"font_color": INK, "valign": "top", **properties})

        band = {"bg_color": BAND, "valign": "vcenter", "indent": 1}
        self.title = style(bold=True, font_size=20, **band | {"font_color": "#FFFFFF"})
        self.month = style(
            bold=True, font_size=18, align="right", **band | {"font_color": "#FFFFFF"}
        )
        self.office = style(**band | {"font_color": _PALE})
        self.day_of = style(align="right", **band | {"font_color": _PALE})
        self.gold = style(bg_color=GOLD)
        tile = {"align": "left", "indent": 1, "left": 5, "left_color": GOLD, "bg_color": "#F3F5F8"}
        self.figure = style(bold=True, font_size=22, **tile)
        self.label = style(bold=True, text_wrap=True, **tile)
        self.note = style(text_wrap=True, font_size=9, **tile | {"font_color": SOFT})
        self.heading = style(bold=True, font_size=13, bottom=2, bottom_color=GOLD)
        headed = {"bold": True, "text_wrap": True, **band | {"font_color": "#FFFFFF"}}
        self.head = style(**headed)
        self.head_number = style(**headed | {"align": "right", "indent": 0})
        self.bold = style(bold=True)
        self.soft = style(font_color=SOFT)
        self.text = style(num_format="@", indent=1)
        self.number = style()
        self.day = style(num_format=DAY, align="left")
        lined = {"bottom": 1, "bottom_color": _LINE, "text_wrap": True, "valign": "vcenter"}
        lined |= {"indent": 1}
        self.row = style(bold=True, **lined)
        self.row_figure = style(bold=True, **lined | {"align": "right", "indent": 0})
        self.row_text = style(num_format="@", **lined | {"font_color": SOFT})
        self.verdicts = {
            verdict: style(bold=True, bg_color=back, **lined | {"font_color": word})
            for verdict, (back, word) in COLOURS.items()
        }

    def of(self, value: object) -> Look:
        """Return the style for a value of the data."""
        if isinstance(value, date):
            return self.day
        return self.number if isinstance(value, int) else self.text


class ReportSheet:
    """A sheet that is written downwards; `row` is the next one to write."""

    def __init__(self, book: Book, styles: Styles, name: str) -> None:
        """Add it to a workbook."""
        self.sheet = book.add_worksheet(name[:31])
        self.styles = styles
        self.name = self.sheet.get_name()
        self.row = 0
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.hide_gridlines(2)

    def widths(self, widths: Iterable[float]) -> None:
        """Set how wide the columns are, in characters."""
        for n, width in enumerate(widths):
            self.sheet.set_column(n, n, width)

    def put(self, column: int, value: object, style: Look | None = None, over: int = 1) -> None:
        """Write a cell of the row, or one over several: a day, a number, nothing, or a text."""
        style = style or self.styles.of(value)
        if over > 1:
            self.sheet.merge_range(self.row, column, self.row, column + over - 1, "", style)
        if value is None:
            self.sheet.write_blank(self.row, column, None, style)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, column, value, style)
        elif isinstance(value, int):
            self.sheet.write_number(self.row, column, value, style)
        else:
            self.sheet.write_string(self.row, column, str(value), style)

    def cells(self, values: Iterable[object], style: Look | None = None) -> None:
        """Write the row, and go to the next."""
        for n, value in enumerate(values):
            self.put(n, value, style)
        self.row += 1

    def heading(self, text: str) -> None:
        """Write what the next rows are, after a blank one."""
        self.row += 1
        self.cells([text], self.styles.heading)

    def lines(self, lines: Iterable[str]) -> None:
        """Write sentences, one a row."""
        for line in lines:
            if line:
                self.cells([line], self.styles.soft)

    def table(self, table: Table, rows: Iterable[Iterable[object]] | None = None) -> None:
        """Write a table."""
        self.heading(table.title)
        self.cells(table.headings, self.styles.head)
        for row in table.rows if rows is None else rows:
            self.cells("; ".join(each) if isinstance(each, tuple) else each for each in row)
        self.lines([table.note])


def write_names(sheet: ReportSheet, table: Table) -> None:
    """Write a row for each name, to sort and filter."""
    sheet.widths((_NAMES, _NAMES))
    label, _, who = table.headings
    sheet.cells((label, who), sheet.styles.head)
    for row in table.rows:
        for name in row.names:
            sheet.cells((row.label, name))
    _filter(sheet, 1)


def write_details(sheet: ReportSheet, page: Page) -> None:
    """Write what is left: kinds, reminders, what nobody looked at, and what all this rests on."""
    sheet.widths(_DETAILS)
    sheet.table(page.kinds)
    day, agency, *rest = page.followups.headings
    reminded = page.followups._replace(headings=(agency, day, *rest))
    sheet.table(reminded, ((row.agency, row.day, *row[2:]) for row in page.followups.rows))
    sheet.table(page.unseen)
    sheet.heading(page.basis_title)
    sheet.lines(page.basis)
    sheet.heading(page.legend_title)
    sheet.lines(f"{row.mark} {row.word}: {row.meaning}" for row in page.legend)


def write_agencies(sheet: ReportSheet, page: Page) -> None:
    """Write a row for each agency, with all that is known of its accounts."""
    agency, kind, *_, posts, change = page.recap.headings
    of_account = (
        in_words("account"), in_words("status"), in_words("last post"), in_words("looked at"),
        in_words("posts"), in_words("known"),
    )  # fmt: skip
    headings = [
        in_words("{platform}: {what}", platform=name, what=what)
        for name in PLATFORM_NAMES.values()
        for what in of_account
    ]
    sheet.widths((_WIDE, *[_NARROW] * (len(headings) + 2), _WIDE))
    sheet.cells((agency, kind, *headings, posts, change), sheet.styles.head)
    for row in page.recap.rows:
        sheet.put(0, row.agency, sheet.styles.bold)
        sheet.put(1, row.kind)
        for n, account in enumerate(row.accounts):
            _write_account(sheet, 2 + n * len(of_account), account)
        sheet.put(2 + len(headings), row.posts)
        sheet.put(3 + len(headings), row.change)
        sheet.row += 1
    _filter(sheet, 3 + len(headings), frozen=1)


def _filter(sheet: ReportSheet, last_column: int, frozen: int = 0) -> None:
    sheet.sheet.freeze_panes(1, frozen)
    sheet.sheet.repeat_rows(0)
    sheet.sheet.autofilter(0, 0, max(sheet.row - 1, 1), last_column)


def _write_account(sheet: ReportSheet, column: int, account: AccountCell) -> None:
    sheet.put(column, account.handle)
    sheet.put(column + 1, account.word, sheet.styles.verdicts[account.verdict])
    rest = (account.last_post, account.checked_on, account.number, account.known)
    for n, value in enumerate(rest, start=column + 2):
        sheet.put(n, value)
