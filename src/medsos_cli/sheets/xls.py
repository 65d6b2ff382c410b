"""An .xls workbook of Excel 97 to 2003, by xlrd."""

from collections.abc import Iterator, Sequence
from io import StringIO

import xlrd
from xlrd.sheet import Sheet

from medsos_cli.errors import InputError
from medsos_cli.sheets.book import (
    EPOCH,
    EPOCH_OF_1904,
    SAVE_AGAIN,
    Merged,
    Tab,
    TabRow,
    damaged,
    look_of,
    number_text,
    protected,
    says_more,
    trimmed,
    truth_text,
)

_LARGEST = 1 << 26  # bytes; a sheet of that time has 65,536 rows


class Xls:
    """The sheets of a workbook, of a file of that name with that content."""

    def __init__(self, content: bytes, name: str) -> None:
        """Read the file; raises `InputError` where it is damaged, encrypted or something else."""
        if len(content) > _LARGEST:
            raise InputError("{name} is too large", SAVE_AGAIN, name=name)
        if "EncryptedPackage".encode("utf-16-le") in content:  # a newer workbook inside
            raise protected(name)
        try:
            self._book = xlrd.open_workbook(
                file_contents=content, formatting_info=True, ragged_rows=True, logfile=StringIO()
            )
        except Exception as error:  # a damaged file leads to any
            raise (protected if "encrypted" in str(error) else damaged)(name) from error
        self._name = name
        self._epoch = EPOCH_OF_1904 if self._book.datemode else EPOCH
        self.tabs = [Tab(each.name, each.visibility > 0, each.name) for each in self._book.sheets()]

    def rows(self, tab: Tab) -> Iterator[TabRow]:
        """Yield the rows of a sheet that hold something."""
        sheet = self._book.sheet_by_name(tab.part)
        try:
            for row in range(sheet.nrows):
                columns = range(sheet.row_len(row))
                if texts := trimmed({column: self._text(sheet, row, column) for column in columns}):
                    info = sheet.rowinfo_map.get(row)
                    struck = any(self._is_struck(sheet, row, column) for column in columns)
                    yield TabRow(row + 1, texts, bool(info and info.hidden), struck)
        except (LookupError, ValueError, OverflowError) as error:  # a look that is not there
            raise damaged(self._name) from error

    def merged(self, tab: Tab) -> Sequence[Merged]:
        """Return the cells that are merged over several rows."""
        ranges = self._book.sheet_by_name(tab.part).merged_cells
        return [
            Merged(first + 1, end, column) for first, end, column, _ in ranges if end > first + 1
        ]

    def linked(self, tab: Tab) -> Sequence[int]:
        """Return the rows in which a link says more than the text above it."""
        sheet = self._book.sheet_by_name(tab.part)
        links = sheet.hyperlink_map.items()
        return sorted({
            row + 1
            for (row, column), link in links
            if row < sheet.nrows and column < sheet.row_len(row)
            and says_more(link.url_or_path or "", self._text(sheet, row, column))
        })  # fmt: skip

    def _is_struck(self, sheet: Sheet, row: int, column: int) -> bool:
        cell = sheet.cell(row, column)
        style = self._book.xf_list[cell.xf_index]
        return bool(cell.value and self._book.font_list[style.font_index].struck_out)

    def _text(self, sheet: Sheet, row: int, column: int) -> str:
        cell = sheet.cell(row, column)
        if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
            style = self._book.xf_list[cell.xf_index]
            code = self._book.format_map[style.format_key].format_str
            return number_text(cell.value, look_of(code), self._epoch)
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return truth_text(cell.value)
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        return str(cell.value)
