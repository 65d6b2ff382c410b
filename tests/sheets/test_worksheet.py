"""Workbooks as sources of rows: what stands in a cell, and what a sheet hides."""

import csv
import re
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from medsos_cli.errors import InputError
from medsos_cli.sheets.worksheet import open_book
from medsos_cli.store.database import Store, open_store
from medsos_cli.words.days import Clock
from tests import workbooks
from tests.conftest import ROOT, SAMPLE, Run
from tests.rosters import Reader
from tests.workbooks import Cell, Sheets

ROSTER: list[list[Cell]] = [
    ["Daftar admin media sosial"],
    [None],
    ["No", "Nama OPD", "Instagram", "FB", "IMEI", "No HP", "Nama Admin", "NIP", "Tgl BAST",
     "Cek", "Postingan terakhir IG", "Catatan"],
    [1, "Dinas Café & Sehat", "@contoh.a", "-", 490154203237518, "081234567890", "Siti\nAminah",
     "199001012020121001", date(2020, 12, 3), 1.5, date(2020, 11, 30), "ya < tidak"],
    [2, "Dinas B", "https://instagram.com/contoh.b", None, None, None, None, None, None, None,
     "2020-11-28", True],
    [None, "Jumlah", 2],
]  # fmt: skip


@pytest.fixture
def read(store: Store, clock: Clock, tmp_path: Path) -> Reader:
    return Reader(store, clock, tmp_path)


def csv_of(sheets: Sheets, delimiter: str = ",") -> bytes:
    """Write the cells of the first sheet as a person's spreadsheet saves them."""
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    rows = next(iter(sheets.values()))
    width = max(map(len, rows))
    for row in rows:
        writer.writerow([*map(_shown, row), *[""] * (width - len(row))])
    return out.getvalue().encode()


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).upper() if isinstance(cell, bool) else str(cell)


def test_the_same_roster_makes_the_same_record_in_every_format(
    clock: Clock, tmp_path: Path
) -> None:
    sheets = {"Sheet1": ROSTER}
    written = (csv_of(sheets), csv_of(sheets, ";"), workbooks.xlsx(sheets), workbooks.xls(sheets),
               workbooks.ods(sheets))  # fmt: skip
    dumps, places = [], []
    for n, content in enumerate(written):
        with open_store(tmp_path / f"{n}.db", create=True) as store:
            reader = Reader(store, clock, tmp_path)
            assert reader(content).error is None
            dumps.append([line for line in reader.dump() if "_sqlite_migrations" not in line])
            below = store.rows("select line from agency where code = 'dinas-b'")
            places.append([line for (line,) in below])
    assert any("490154203237518" in line for line in dumps[0])
    # a text file has the second agency a line further down: the cell above holds two
    assert places == [[6], [6], [5], [5], [5]]
    at_home = [[re.sub(r",1,[56](?=[,)])", ",1,?", line) for line in dump] for dump in dumps]
    assert at_home[1:] == at_home[:1] * 4


def test_the_sample_as_libreoffice_saves_it_makes_the_same_record(
    clock: Clock, tmp_path: Path
) -> None:
    saved = [
        SAMPLE,
        *(ROOT / "tests" / "data" / f"agencies.{each}" for each in ("xlsx", "xls", "ods")),
    ]
    dumps = []
    for n, path in enumerate(saved):
        with open_store(tmp_path / f"{n}.db", create=True) as store:
            reader = Reader(store, clock, tmp_path)
            assert reader(path.read_bytes()).error is None
            dumps.append([line for line in reader.dump() if "_sqlite_migrations" not in line])
    assert len(dumps[0]) > 400
    assert dumps[1:] == dumps[:1] * 3


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_columns_that_stand_in_one_cell_are_refused_with_it(
    read: Reader, separator: str
) -> None:  # F29
    lines = ["Daftar", f"Nama OPD{separator}IG", f"Dinas A{separator}@a"]
    assert read(workbooks.xlsx({"Sheet1": [[line] for line in lines]})).error == (
        "Sheet1!A2: all columns stand in one cell; import the CSV file itself, or part them: "
        "Data, Text to Columns, each as Text"
    )


HEAD: list[Cell] = ["Nama OPD", "IG", "Kode HP"]


def said(read: Reader, content: bytes) -> tuple[list[str], str | None]:
    reading = read(content)
    return reading.said, reading.error


def test_the_first_sheet_with_a_header_is_read_and_the_others_are_named(read: Reader) -> None:
    sheets: Sheets = {
        "Petunjuk": [["Isi lembar kedua"]], "Data HP": [HEAD, ["Dinas A", "contoh.a", "HP-1"]],
        "Kosong": [], "Lama": [HEAD, ["Dinas B", "b", "HP-2"]], "Arsip": [["x"]],
    }  # fmt: skip
    made = workbooks.xlsx(sheets, lambda book: book.worksheets()[4].hide())
    assert said(read, made) == (
        ["sheet Data HP is read, not Petunjuk, Lama, Arsip (hidden)"], None,
    )  # fmt: skip
    assert read.rows("select name from agency") == [("Dinas A",)]


@pytest.mark.parametrize(
    ("second", "hint"), [("visible", ""), ("hidden", "; hidden sheets are not read: Data HP")]
)
def test_a_hidden_sheet_is_not_read_and_named_where_nothing_is_found(
    read: Reader, second: str, hint: str
) -> None:
    rows: list[list[Cell]] = [["x"], HEAD] if second == "hidden" else [["y"]]
    sheets: Sheets = {"Satu": [["x"]], "Data HP": rows}
    made = workbooks.xlsx(sheets, lambda book: second == "hidden" and book.worksheets()[1].hide())
    assert read(made).error == (
        f"roster.csv: no row has a heading for the agency{hint}; "
        "head the columns as the README says: agency (or nama opd), instagram, facebook, …"
    )


def test_a_workbook_without_a_row_is_empty(read: Reader) -> None:
    assert read(workbooks.xlsx({"Sheet1": [], "Sheet2": []})).error == (
        "roster.csv is empty; put the rows under the header"
    )


def test_what_is_wrong_doubtful_or_passed_over_is_named_by_its_cell(read: Reader) -> None:
    moment = datetime(2020, 12, 2, 14, 5)  # noqa: DTZ001  # cells have no zone
    rows: list[list[Cell]] = [
        ["DAFTAR HP"],
        ["No", "Nama OPD", "Link IG", "IMEI", "Nama Admin", "NIP", "Tgl BAST"],
        [1, "Dinas A", "tanpa akun satu", None, None, None, None, None, "di luar"],
        [2, "Dinas B", "-", 354000000000000, "Siti", 196801011990031001.0, moment],
        [3, "Dinas C", "tanpa akun satu"],
        ["Mengetahui,"],
    ]  # fmt: skip
    made = workbooks.xlsx(
        {"Data HP": rows}, lambda b: b.worksheets()[0].set_row(4, None, None, {"hidden": True})
    )
    retype = "set the column's format to Text in the spreadsheet, type the number again, and save"
    assert said(read, made)[0] == [
        ("'Data HP'!C3, C5: Link IG: 'tanpa akun satu' holds more than a handle; "
         "write one handle and nothing else, as @name"),
        ("'Data HP'!D4: IMEI: '354000000000000' ends in zeros that a spreadsheet has put "
         f"there; {retype}"),
        ("warning: 'Data HP'!G4: Tgl BAST: '2020-12-02 14:05' is a moment; "
         "taken as its day, 2020-12-02"),
        ("'Data HP'!F4: NIP: '…E+17' is what a spreadsheet left of this NIP; "
         f"{retype}"),
        "roster.csv: passed over: title, 'Data HP'!A1: 'DAFTAR HP'",
        "roster.csv: passed over: cells under no heading, 'Data HP'!A3: 'di luar'",
        "roster.csv: passed over: signature, 'Data HP'!A6: 'Mengetahui,'",
        "roster.csv: hidden rows are read too: 'Data HP'!A5",
    ]  # fmt: skip


def test_a_merged_cell_reaches_its_rows_and_no_others(read: Reader) -> None:
    rows: list[list[Cell]] = [
        ["DAFTAR", None, None], HEAD, ["Dinas A", "contoh.a", "HP-1"], [None, None, "HP-2"],
        [None, None, "HP-3"], ["Dinas B", "-", None],
    ]  # fmt: skip

    def touch(book: Workbook) -> None:
        for cells, text in {"A1:C1": "DAFTAR", "A3:A5": "Dinas A", "B3:B5": "contoh.a"}.items():
            book.worksheets()[0].merge_range(cells, text)

    reading = read(workbooks.xlsx({"Sheet1": rows}, touch))
    assert (reading.said, reading.error) == (
        ["roster.csv: passed over: title, Sheet1!A1: 'DAFTAR'"], None,
    )  # fmt: skip
    assert reading.counts["devices"] == "3 0 0"
    assert read.rows("select name, handle from account join agency on code = agency "
                     "where platform = 'instagram' order by name") == [
        ("Dinas A", "contoh.a"), ("Dinas B", None),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["Müller", "Ибу", "丁寧", "Café “A” – B"])
def test_letters_arrive_whole_whatever_they_are(read: Reader, text: str) -> None:  # F27, F28
    assert read(workbooks.xlsx({"Sheet1": [HEAD, [f"Dinas {text}", "contoh.a"]]})).error is None
    assert read.rows("select name from agency") == [(f"Dinas {text}",)]


@pytest.mark.parametrize(
    ("heading", "cell", "place"),
    [
        ("NIP", 196801011990031001.0, "Sheet1!F2"),  # F24: digits lost
        ("NIP", "1,96801E+17", "Sheet1!F2"),
        ("IMEI", 354000000000000.0, "Sheet1!F2"),
        ("IMEI", "3,54E+14", "Sheet1!F2"),
        ("No Seri Kartu", 8962100000000000000.0, "Sheet1!F2"),
        ("No Seri", 12345678901234567890.0, "Sheet1!F2"),
        ("Kondisi", "#N/A", "Sheet1!F2"),
        ("Tgl BAST", "12/25/2020", "Sheet1!F2"),  # F26: month first
    ],
)
def test_what_excel_has_destroyed_is_refused_with_its_cell(
    read: Reader, heading: str, cell: Cell, place: str
) -> None:
    beside: tuple[Cell, Cell] = ("Tgl BAST", date(2020, 12, 3))
    if heading == "Tgl BAST":
        beside = ("Jabatan", "Staf")
    rows: list[list[Cell]] = [
        [*HEAD, "Nama Admin", beside[0], heading],
        ["Dinas A", "contoh.a", "HP-1", "Siti", beside[1], cell],
    ]
    before = read.dump()
    reading = read(workbooks.xlsx({"Sheet1": rows}))
    assert {line.partition(f": {heading}")[0] for line in reading.said} == {place}
    assert read.dump() == before


@pytest.mark.parametrize(
    ("heading", "cell", "column", "kept"),
    [
        ("NIP", "196801011990031001", "nip", "196801011990031001"),
        ("IMEI", 490154203237518.0, "imei", "490154203237518"),
        ("No HP", 81234567890.0, "phone_number", "+6281234567890"),  # F25: the leading 0
        ("No Seri", "01234", "serial", "01234"),
    ],
)
def test_what_excel_has_kept_is_kept_whole(
    read: Reader, heading: str, cell: Cell, column: str, kept: str
) -> None:
    rows: list[list[Cell]] = [
        [*HEAD, "Nama Admin", "Tgl BAST", heading],
        ["Dinas A", "contoh.a", "HP-1", "Siti", date(2020, 12, 3), cell],
    ]
    assert read(workbooks.xlsx({"Sheet1": rows})).error is None
    (row,) = read.rows("select nip, imei, phone_number, serial from device, custody_event")
    assert dict(zip(("nip", "imei", "phone_number", "serial"), row, strict=True))[column] == kept


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"xl/vbaProject.bin": "x"}, "x.xlsm holds macros"),
        ({"a.txt": "x"}, "x.xlsm is no workbook that can be read"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"},
         "x.xlsm is no workbook that can be read"),
    ],
)  # fmt: skip
def test_a_packed_file_that_is_none_to_read_is_one_line(parts: dict[str, str], error: str) -> None:
    with pytest.raises(InputError) as caught:
        open_book(BytesIO(workbooks.packed(parts)), "x.xlsm")
    assert str(caught.value) == error
    assert caught.value.hint


def test_a_sheet_is_named_in_any_spelling_of_its_letters_and_a_near_name_is_asked(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "buku.bin"
    sheets: Sheets = {"Satu": [HEAD, ["Dinas A", "contoh.a"]], "Dua": [HEAD, ["Dinas B", "-"]]}
    path.write_bytes(workbooks.xlsx(sheets, lambda book: book.worksheets()[1].hide()))
    assert run("import", path, "--sheet", "dua").err == "buku.bin: sheet Dua is hidden, but read\n"
    assert run("import", path, "--sheet", "Satuu", code=2).err == (
        "error: buku.bin has no sheet 'Satuu'\nhint: did you mean Satu?\n"
    )
    assert run("import", path, "--sheet", "xyz", code=2).err == (
        "error: buku.bin has no sheet 'xyz'\nhint: its sheets are Satu, Dua\n"
    )
    assert run("import", SAMPLE, "--sheet", "Satu", code=2).err == (
        "error: sample_agencies.csv is a text, which has no sheets\nhint: leave --sheet out\n"
    )


def test_scans_and_senders_may_be_workbooks_too(sample: Run, tmp_path: Path) -> None:
    sample("stocktake", "start")
    scans, senders, chat = tmp_path / "s.xlsx", tmp_path / "p.ods", tmp_path / "chat.txt"
    scans.write_bytes(workbooks.xlsx({"Sheet1": [["HP-01"], ["HP-02"]]}))
    assert "2 of 65 seen" in sample("stocktake", "seen", "--from", scans).out
    senders.write_bytes(workbooks.ods({"A": [["pengirim", "opd"], [81234567890, "setda"]]}))
    chat.write_text("3/12/20 09.00 - +62 812-3456-7890: https://www.instagram.com/p/CITDXUWhaNu/\n")
    answer = sample("post", "--from", chat, "--senders", senders)
    assert "setda" in answer.out


def _touch(book: Workbook) -> None:
    """Strike through and link as people do; rows count from 0 here."""
    sheet, struck, plain = book.worksheets()[0], book.add_format({"font_strikeout": True}), None
    sheet.write_string(1, 0, "Dinas A", struck)
    sheet.write_rich_string(2, 0, "Dinas ", book.add_format({"bold": True}), "B", struck, " lama")
    sheet.write_url(3, 1, "https://www.instagram.com/contoh.cc/", plain, "@contoh.c")
    sheet.write_url(4, 1, "https://www.instagram.com/contoh.d/", plain, "@contoh.d")
    sheet.write_url(5, 1, "https://www.instagram.com/contoh.e/")
    sheet.write_formula(6, 1, '=HYPERLINK("https://instagram.com/contoh.ff","@contoh.f")',
                        plain, "@contoh.f")  # fmt: skip
    sheet.write_url(7, 1, "internal:Data!A1", plain, "@contoh.g")


def test_what_is_struck_through_and_a_link_that_says_more_are_said(read: Reader) -> None:
    rows = [HEAD[:2]]
    rows += [[f"Dinas {each}", "@contoh.x"] for each in "ABCDEFG"]
    lines, error = said(read, workbooks.xlsx({"Data": rows}, _touch))
    assert error is None
    assert [line for line in lines if line.startswith("roster.csv:")] == [
        "roster.csv: what is struck through is read too: Data!A2–A3",
        "roster.csv: a link under a text is not read: Data!A4, A7",
    ]
    assert said(read, workbooks.xlsx({"Data": rows}))[1] is None
