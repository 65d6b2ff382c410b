"""Workbooks of Excel, read out of their XML: every sort of cell, and what Excel does to some."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart

from medsos_cli.errors import InputError
from medsos_cli.sheets.book import Book, Merged, TabRow
from medsos_cli.sheets.worksheet import open_book
from tests import workbooks
from tests.workbooks import Cell


def opened(content: bytes) -> Book:
    return open_book(BytesIO(content), "x.xlsx")


def texts(content: bytes) -> list[list[str]]:
    """Return the texts of the first sheet's rows."""
    book = opened(content)
    return [[*row.texts] for row in book.rows(book.tabs[0])]


def saved(book: openpyxl.Workbook) -> bytes:
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_every_sort_of_cell_is_what_a_person_would_type() -> None:
    cells: list[Cell] = ["Café\nB & <b>", 490154203237518, 13.5, True, False, date(2020, 12, 3),
                         datetime(2020, 12, 3, 14, 5), "'=1", "_x0041_", "  "]  # fmt: skip  # noqa: DTZ001  # cells have no zone
    assert texts(workbooks.xlsx({"A": [cells, [None, "x"]]})) == [
        ["Café\nB & <b>", "490154203237518", "13.5", "TRUE", "FALSE", "2020-12-03",
         "2020-12-03 14:05", "'=1", "_x0041_"],
        ["", "x"],
    ]  # fmt: skip


def test_rows_keep_their_numbers_and_say_whether_they_are_hidden() -> None:
    book = openpyxl.Workbook()
    for number, text in ((2, "a"), (5, "b"), (9, "c")):
        book.active.cell(number, 3, text)
    book.active.row_dimensions[5].hidden = True
    found = opened(saved(book))
    assert [*found.rows(found.tabs[0])] == [
        TabRow(2, ["", "", "a"], hidden=False),
        TabRow(5, ["", "", "b"], hidden=True),
        TabRow(9, ["", "", "c"], hidden=False),
    ]


def test_sheets_keep_their_order_and_charts_are_none() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Data HP"
    book.create_chartsheet("Grafik").add_chart(BarChart())
    book.create_sheet("Arsip").sheet_state = "hidden"
    book.create_sheet("Rahasia").sheet_state = "veryHidden"
    assert [(tab.name, tab.hidden) for tab in opened(saved(book)).tabs] == [
        ("Data HP", False), ("Arsip", True), ("Rahasia", True),
    ]  # fmt: skip


def test_merged_cells_are_told_where_they_reach_several_rows() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    for cells in ("A1:A3", "B4:D4", "C5:AA6"):
        book.active.merge_cells(cells)
    found = opened(saved(book))
    assert sorted(found.merged(found.tabs[0])) == [Merged(1, 3, 0), Merged(5, 6, 2)]


def test_an_error_is_a_text_that_no_cell_of_a_roster_holds() -> None:
    book = openpyxl.Workbook()
    book.active.append(["#N/A", "#REF!", "#DIV/0!"])
    assert book.active["A1"].data_type == "e"
    assert texts(saved(book)) == [["#N/A", "#REF!", "#DIV/0!"]]


def test_a_formula_is_its_result_and_one_without_is_an_error_that_names_its_cell() -> None:
    made = workbooks.xlsx_of(
        '<row r="7"><c r="A7" t="str"><f>A1</f><v>x</v></c><c r="B7"><f>1+1</f><v>2</v></c>'
        '<c r="C7" t="str"><f>""</f><v></v></c><c r="D7" t="b"><f>1</f><v>1</v></c></row>'
    )
    assert texts(made) == [["x", "2", "", "TRUE"]]
    book = openpyxl.Workbook()
    book.active.title = "Data HP"
    book.active["B2"] = "=1+1"
    with pytest.raises(InputError) as caught:
        texts(saved(book))
    assert (str(caught.value), caught.value.hint) == (
        "'Data HP'!B2: a formula whose result is not in the file",
        "open it in the spreadsheet, and save it again as .xlsx or CSV",
    )


def test_texts_are_found_wherever_they_are_kept() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText("Dinas ", TextBlock(InlineFont(b=True), "A"))
    assert texts(saved(book)) == [["Dinas A"]]
    made = workbooks.xlsx_of(
        '<row><c t="s"><v>1</v></c><c t="inlineStr"><is><r><t>c</t></r><r><t xml:space="preserve">'
        ' d</t></r></is></c><c r="E1" t="s"><v>0</v></c><c><v>5</v></c></row>'
        '<row><c t="d"><v>2020-12-03T00:00:00</v></c></row>',
        "<si><t>a_x000A_b</t></si><si><t>漢</t><rPh sb='0' eb='1'><t>かん</t></rPh></si>",
    )
    assert texts(made) == [["漢", "c d", "", "", "a\nb", "5"], ["2020-12-03"]]


def test_a_link_is_found_in_a_cell_that_does_not_say_which_it_is() -> None:
    link = '<f>HYPERLINK("https://instagram.com/contoh.a","{}")</f><v>{}</v>'
    made = workbooks.xlsx_of(
        '<row><c t="str"><v>IG</v></c></row><row/><row><c t="str"><v>x</v></c>'
        f'<c t="str">{link.format("lihat", "lihat")}</c></row>'
        f'<row><c t="str">{link.format("contoh.a", "contoh.a")}</c></row>'
    )
    found = opened(made)
    assert [row.texts for row in found.rows(found.tabs[0])] == [
        ["IG"],
        ["x", "lihat"],
        ["contoh.a"],
    ]
    assert found.linked(found.tabs[0]) == [3]


def test_a_number_is_shown_as_its_format_shows_it() -> None:
    book = openpyxl.Workbook()
    for column, (value, code) in enumerate(
        ((7, "0000"), (44168, "mmm-yy"), (44168, "General"), (44168.25, "h:mm"), (0.25, "h:mm"),
         (81234567890, "000000000000"), (1.96801011990031e17, "0")), start=1
    ):  # fmt: skip
        book.active.cell(1, column, value).number_format = code
    assert texts(saved(book)) == [
        ["0007", "2020-12-03", "44168", "2020-12-03 06:00", "06:00", "081234567890",
         "1.96801011990031E+17"],
    ]  # fmt: skip


def test_days_are_counted_as_the_workbook_counts_them() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2020, 12, 3)
    assert texts(saved(book)) == [["2020-12-03"]]


def test_a_cell_far_out_costs_nothing() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "x", "y"
    found = opened(saved(book))
    assert [(row.number, len(row.texts)) for row in found.rows(found.tabs[0])] == [
        (1, 1), (1_048_576, 16_384),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    ['<row r="x"/>', '<row><c t="s"><v>9</v></c></row>', "<row><c><v>drei</v></c></row>",
     '<row><c r="ABCDEFG1"><v>1</v></c></row>', '<row><c r="1B"><v>1</v></c></row>',
     '<row><c r=""><v>1</v></c></row>',
     '<row r="0"><c><v>1</v></c></row>', '<row r="1048577"><c><v>1</v></c></row>',
     "<row><c><v>1e999</v></c></row>", '<row><c s="9"><v>1</v></c></row>',
     '<row><c t="d"><v>gestern</v></c></row>', "<row>"],
)  # fmt: skip
def test_what_cannot_be_in_a_sheet_is_damage(rows: str) -> None:
    with pytest.raises(InputError, match=r"x\.xlsx is damaged"):
        texts(workbooks.xlsx_of(rows))


def test_a_text_longer_than_any_cell_is_damage() -> None:
    names_it = '<row><c t="s"><v>0</v></c></row>'
    assert texts(workbooks.xlsx_of(names_it, f"<si><t>{'x' * 32_767}</t></si>")) == [["x" * 32_767]]
    with pytest.raises(InputError, match=r"x\.xlsx is damaged"):
        texts(workbooks.xlsx_of(names_it, f"<si><t>{'x' * 32_769}</t></si>"))
