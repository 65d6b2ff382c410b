"""Workbooks of LibreOffice, read out of their XML."""

from io import BytesIO

import pytest

from medsos_cli.errors import InputError
from medsos_cli.sheets.book import Book, Merged, TabRow
from medsos_cli.sheets.worksheet import open_book
from tests import workbooks

FIRST = '<table:table table:name="Satu" table:style-name="a">{}</table:table>'


def opened(content: bytes) -> Book:
    return open_book(BytesIO(content), "x.ods")


def rows(table: str) -> list[TabRow]:
    book = opened(workbooks.ods_of(FIRST.format(table)))
    return [*book.rows(book.tabs[0])]


def cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}>{text}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def test_sheets_have_their_names_their_rows_and_whether_they_are_shown() -> None:
    tables = (FIRST.format(row(cell("<text:p>a</text:p>")))
              + '<table:table table:name="Dua" table:style-name="b">'
              + row(cell("<text:p>b</text:p>")) + "</table:table>")  # fmt: skip
    styles = (
        '<style:style style:name="a"><style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="b"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="c"/>'
    )
    book = opened(workbooks.ods_of(tables, styles))
    assert [(tab.name, tab.hidden) for tab in book.tabs] == [("Satu", False), ("Dua", True)]
    assert [[*book.rows(tab)] for tab in book.tabs] == [
        [TabRow(1, ["a"], hidden=False)], [TabRow(1, ["b"], hidden=False)],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (cell("<text:p>Dinas <text:span>A</text:span></text:p><text:p/><text:p>B</text:p>"),
         "Dinas A\n\nB"),
        (cell("<text:p>a<text:s text:c='3'/>b<text:line-break/>c<text:a>d</text:a></text:p>"),
         "a b\ncd"),
        (cell("<office:annotation><text:p>ditanya lagi</text:p></office:annotation>"
              "<text:p>a</text:p>"), "a"),
        (cell("<text:p>3,54E+14</text:p>",
              'office:value-type="float" office:value="490154203237518"'), "490154203237518"),
        (cell("<text:p>0081</text:p>", 'office:value-type="float" office:value="81"'), "0081"),
        (cell("<text:p>50%</text:p>", 'office:value-type="percentage" office:value="0.5"'), "0.5"),
        (cell("<text:p>1,96801E+17</text:p>",
              'office:value-type="float" office:value="196801011990031000"'),
         "1.96801011990031E+17"),
        (cell("<text:p>Kamis</text:p>", 'office:value-type="date" office:date-value="2020-12-03"'),
         "2020-12-03"),
        (cell("<text:p>14.05</text:p>",
              'office:value-type="date" office:date-value="2020-12-03T14:05:00.5"'),
         "2020-12-03 14:05"),
        (cell("<text:p>BENAR</text:p>",
              'office:value-type="boolean" office:boolean-value="true"'), "TRUE"),
        (cell("<text:p>14:05</text:p>",
              'office:value-type="time" office:time-value="PT14H05M00S"'), "14:05"),
        (cell("<text:p>#DIV/0!</text:p>", 'office:value-type="float" office:value="0"'), "#DIV/0!"),
        (cell("<text:p>Err:502</text:p>", 'office:value-type="string" calcext:value-type="error" '
              'xmlns:calcext="c"'), "#Err:502"),
    ],
)  # fmt: skip
def test_every_sort_of_cell_is_what_a_person_would_type(written: str, text: str) -> None:
    assert rows(row(written)) == [TabRow(1, [text], hidden=False)]


def test_what_explains_a_cell_or_is_drawn_beside_it_is_in_none() -> None:
    said = "<text:p>pilih satu</text:p>"
    checked = f"<table:content-validations>{said}</table:content-validations>"
    drawn = f"<table:shapes>{said}</table:shapes>"
    table = FIRST.format(drawn + row(cell("<text:p>a</text:p>")))
    book = opened(workbooks.ods_of(checked + table))
    assert [*book.rows(book.tabs[0])] == [TabRow(1, ["a"], hidden=False)]


def test_rows_and_cells_that_are_alike_are_written_once_and_read_as_often_as_they_stand() -> None:
    repeated = 'office:value-type="string" table:number-columns-repeated="2"'
    assert rows(
        row(cell("", 'table:number-columns-repeated="2"'), cell("<text:p>a</text:p>", repeated))
        + row(cell("", 'table:number-columns-repeated="16384"'),
              attributes='table:number-rows-repeated="3"')
        + row(cell("<text:p>b</text:p>"),
              attributes='table:number-rows-repeated="2" table:visibility="filter"')
        + row(cell("", 'table:number-columns-repeated="16384"'),
              attributes='table:number-rows-repeated="1048570"')
    ) == [
        TabRow(1, ["", "", "a", "a"], hidden=False),
        TabRow(5, ["b"], hidden=True),
        TabRow(6, ["b"], hidden=True),
    ]  # fmt: skip


def test_merged_cells_are_told_and_what_they_cover_is_blank() -> None:
    covered = "<table:covered-table-cell {}><text:p>z</text:p></table:covered-table-cell>"
    merged = 'office:value-type="string" table:number-columns-spanned="2" {}'
    table = row(
        cell("<text:p>a</text:p>", merged.format('table:number-rows-spanned="2"')),
        covered.format(""),
        cell("<text:p>c</text:p>", merged.format('table:number-rows-spanned="1"')),
    ) + row(covered.format('table:number-columns-repeated="2"'), cell("<text:p>d</text:p>"))
    book = opened(workbooks.ods_of(FIRST.format(table)))
    assert [each.texts for each in book.rows(book.tabs[0])] == [["a", "", "c"], ["", "", "d"]]
    assert book.merged(book.tabs[0]) == [Merged(1, 2, 0)]


def test_a_cell_far_out_costs_nothing() -> None:
    far = row(cell("<text:p>a</text:p>"), cell("", 'table:number-columns-repeated="16382"'),
              cell("<text:p>b</text:p>"), attributes='table:number-rows-repeated="2"')  # fmt: skip
    assert [len(each.texts) for each in rows(far)] == [16_384, 16_384]


def test_a_password_is_said() -> None:
    listed = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(InputError, match=r"x\.ods is protected by a password"):
        opened(workbooks.ods_of("", manifest=listed))


@pytest.mark.parametrize(
    "written",
    [cell("", 'office:value-type="float" office:value="drei"'),
     cell("", 'office:value-type="date" office:date-value="gestern"'),
     cell("", 'office:value-type="float"'),
     cell("", 'office:value-type="float" office:value="1e999"'),
     cell("", 'table:number-columns-repeated="x"'), cell("", 'table:number-columns-repeated="-1"')],
)  # fmt: skip
def test_what_cannot_be_in_a_sheet_is_damage(written: str) -> None:
    with pytest.raises(InputError, match=r"x\.ods is damaged"):
        rows(row(written))


@pytest.mark.parametrize("times", ["0", "-5", "99999999999999999999"])
def test_a_row_stands_as_often_as_a_sheet_has_room(times: str) -> None:
    with pytest.raises(InputError, match=r"x\.ods is damaged"):
        rows(row(attributes=f'table:number-rows-repeated="{times}"') + row(cell("x")))
