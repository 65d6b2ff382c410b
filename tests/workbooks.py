"""Workbooks for a test, of the same cells in each format."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
import xlwt
from xlsxwriter.format import Format

Cell = str | float | bool | dt.date | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_DAY, _MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"


def xlsx(sheets: Sheets, touch: Callable[[xlsxwriter.Workbook], object] | None = None) -> bytes:
    """Write sheets of cells; `touch` may change the workbook before it is closed."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    styles: dict[type, Format] = {
        dt.date: book.add_format({"num_format": _DAY}),
        dt.datetime: book.add_format({"num_format": _MOMENT}),
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(at, column, cell)
                else:
                    sheet.write(at, column, cell, styles.get(type(cell)))
    if touch:
        touch(book)
    book.close()
    return made.getvalue()


def xls(sheets: Sheets) -> bytes:
    """Write sheets of cells as Excel 97 did."""
    made = BytesIO()
    book = xlwt.Workbook()
    styles: dict[type, xlwt.XFStyle] = {
        dt.date: xlwt.easyxf(num_format_str=_DAY),
        dt.datetime: xlwt.easyxf(num_format_str=_MOMENT),
    }
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(at, column, cell, styles.get(type(cell), xlwt.Style.default_style))
    book.save(made)
    return made.getvalue()


def ods(sheets: Sheets) -> bytes:
    """Write sheets of cells as LibreOffice does."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_ods_row, rows))}</table:table>"
        for name, rows in sheets.items()
    )
    return ods_of(tables)


def ods_of(tables: str, styles: str = "", manifest: str = "") -> bytes:
    """Pack tables written as XML."""
    names = {
        prefix: f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"
        for prefix in ("office", "table", "text", "style", "manifest")
    }
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in names.items())
    return packed({
        "mimetype": _ODS,
        "META-INF/manifest.xml": f"<manifest:manifest {spaces}>{manifest}</manifest:manifest>",
        "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def _ods_row(row: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    kind, name, value = (
        ("boolean", "boolean-value", str(cell).lower()) if isinstance(cell, bool)
        else ("date", "date-value", cell.isoformat()) if isinstance(cell, dt.date)
        else ("float", "value", repr(cell))
    )  # fmt: skip
    return (
        f'<table:table-cell office:value-type="{kind}" office:{name}="{value}">'
        f"<text:p>shown</text:p></table:table-cell>"
    )


def xlsx_of(rows: str, shared: str = "") -> bytes:
    """Pack one sheet whose rows and shared texts are written as XML."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts = {
        "_rels/.rels": _related(r=("officeDocument", "/xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _related(
            a=("worksheet", "worksheets/sheet1.xml"), b=("sharedStrings", "/xl/sharedStrings.xml")
        ),
        "xl/workbook.xml": f'<workbook {sheets} xmlns:r="{kinds}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"<worksheet {sheets}><sheetData>{rows}</sheetData>"
        "</worksheet>",
        "xl/sharedStrings.xml": f"<sst {sheets}>{shared}</sst>",
    }
    return packed(parts)


def packed(parts: Mapping[str, str]) -> bytes:
    """Pack parts into one file."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def _related(**relations: tuple[str, str]) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(
        f'<Relationship Id="{key}" Type="{kinds}/{kind}" Target="{target}"/>'
        for key, (kind, target) in relations.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{listed}</Relationships>'
