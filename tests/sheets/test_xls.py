"""Workbooks of Excel 97 to 2003."""

from datetime import date, datetime
from io import BytesIO

import pytest
import xlwt

from medsos_cli.errors import InputError
from medsos_cli.sheets import xls
from medsos_cli.sheets.book import Book, Merged, TabRow
from medsos_cli.sheets.worksheet import open_book
from tests import workbooks
from tests.workbooks import Cell


def opened(content: bytes) -> Book:
    return open_book(BytesIO(content), "x.xls")


def saved(book: xlwt.Workbook) -> bytes:
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_every_sort_of_cell_is_what_a_person_would_type() -> None:
    moment = datetime(2020, 12, 3, 14, 5)  # noqa: DTZ001  # cells have no zone
    cells: list[Cell] = ["Café\nB", 490154203237518, 13.5, True, date(2020, 12, 3), moment, "'=1"]
    book = opened(workbooks.xls({"A": [cells, [], [None, "x"]]}))
    assert [*book.rows(book.tabs[0])] == [
        TabRow(1, ["Café\nB", "490154203237518", "13.5", "TRUE", "2020-12-03", "2020-12-03 14:05",
                   "'=1"], hidden=False),
        TabRow(3, ["", "x"], hidden=False),
    ]  # fmt: skip


def test_what_is_hidden_merged_wrong_or_shown_with_zeros_is_told() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data HP")
    sheet.write_merge(0, 2, 1, 2, "a")
    sheet.write_merge(4, 4, 0, 2, "b")
    sheet.row(5).set_cell_error(0, 0x2A)
    sheet.write(5, 1, 7, xlwt.easyxf(num_format_str="0000"))
    sheet.row(5).hidden = True
    book.add_sheet("Arsip").visibility = 1
    found = opened(saved(book))
    assert [(tab.name, tab.hidden) for tab in found.tabs] == [("Data HP", False), ("Arsip", True)]
    assert found.merged(found.tabs[0]) == [Merged(1, 3, 1)]
    assert [*found.rows(found.tabs[0])][-1] == TabRow(6, ["#N/A", "0007"], hidden=True)


def test_days_are_counted_as_the_workbook_counts_them() -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("A").write(0, 0, 42_706, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    found = opened(saved(book))
    assert [[*row.texts] for row in found.rows(found.tabs[0])] == [["2020-12-03"]]


def test_a_password_is_said() -> None:
    locked = workbooks.xls({"A": [["x"]]}).replace(b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00", 1)
    newer = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
    for content in (locked, newer):
        with pytest.raises(InputError, match=r"x\.xls is protected by a password"):
            opened(content)


def test_a_damaged_file_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    whole = workbooks.xls({"A": [["x", 1.5]]})
    for content in (whole[:600], whole[:-1000], whole[:4] + b"\xff" * 600, whole[:4]):
        with pytest.raises(InputError, match=r"x\.xls is damaged"):
            opened(content)
    assert capfd.readouterr() == ("", "")


def test_a_cell_whose_look_is_not_there_is_damage() -> None:
    whole = workbooks.xls({"A": [["x", 1.5]]})
    text = b"\xfd\x00\x0a\x00\x00\x00\x00\x00"  # of A1; its look comes next
    at = whole.index(text) + len(text)
    book = opened(whole[:at] + b"\xff\x0f" + whole[at + 2 :])
    with pytest.raises(InputError, match=r"x\.xls is damaged"):
        [*book.rows(book.tabs[0])]


def test_a_file_too_large_to_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls, "_LARGEST", 100)
    with pytest.raises(InputError, match=r"x\.xls is too large"):
        opened(workbooks.xls({"A": [["x"]]}))


def test_what_is_struck_through_is_told() -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Data")
    sheet.write(0, 0, "Dinas A", xlwt.easyxf("font: struck_out on"))
    sheet.write(1, 0, "Dinas B")
    book = opened(saved(made))
    assert [row.struck for row in book.rows(book.tabs[0])] == [True, False]
    assert book.linked(book.tabs[0]) == []
