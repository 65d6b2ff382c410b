"""The shapes in which a roster's file arrives: bytes, separators, headers, and what is no data."""

import os
from pathlib import Path

import pytest

from medsos_cli.errors import InputError
from medsos_cli.sheets.columns import ROSTER
from medsos_cli.sheets.sheet import open_sheet
from medsos_cli.sheets.text import open_text
from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock
from tests.rosters import Reader

PLAIN = "agency,instagram,device\nDinas Café,contoh.a,HP-1\nDinas B,-,\n"
TOLD = [("Dinas B", "instagram", None), ("Dinas Café", "instagram", "contoh.a")]
AS_CSV = "open it in the spreadsheet and save it as CSV UTF-8"
AGAIN = "open it in the spreadsheet, and save it again as .xlsx or CSV"
NO_HEADING = (
    "roster.csv: no row has a heading for the agency; head the columns as the README says: "
    "agency (or nama opd), instagram, facebook, …"
)
NO_ROW = "roster.csv has no row to import; put the rows under the header"


@pytest.fixture
def read(store: Store, clock: Clock, tmp_path: Path) -> Reader:
    return Reader(store, clock, tmp_path)


def told(read: Reader) -> list[tuple[object, ...]]:
    return read.rows(
        "select name, platform, handle from agency join account on agency = code order by name"
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_separator_encoding_and_line_end_reads_the_same(
    read: Reader, delimiter: str, encoding: str, line_end: str
) -> None:
    text = PLAIN.replace(",", delimiter).replace("\n", line_end)
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    reading = read(mark + text.encode(encoding))
    assumed = ["line 2 is not UTF-8, so the file is read as Windows-1252"]
    assert reading.said == (assumed if encoding == "cp1252" else [])
    assert reading.error is None
    assert told(read) == TOLD


@pytest.mark.parametrize(
    "first", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;", "sep=#", "sep=\t"], ids=repr
)
def test_the_separator_line_of_a_spreadsheet_is_honoured(read: Reader, first: str) -> None:
    delimiter = first.strip('"')[-1]
    reading = read(f"{first}\r\n" + PLAIN.replace(",", delimiter))
    assert (reading.said, reading.error) == ([], None)
    assert told(read) == TOLD
    assert read(f"{first}\r\n" + PLAIN.replace(",", delimiter).replace("-", "a b")).said == [
        (
            "roster.csv:4: instagram: 'a b' holds more than a handle; "
            "write one handle and nothing else, as @name"
        )
    ]


def test_commas_in_a_title_do_not_hide_the_separator_of_the_header(read: Reader) -> None:
    reading = read("Daftar HP, kuota, dan akun, 2020\n" + PLAIN.replace(",", ";"))
    assert reading.said == [
        "roster.csv: passed over: title, line 1: 'Daftar HP, kuota, dan akun, 2020'"
    ]
    assert told(read) == TOLD


def test_a_last_letter_of_windows_1252_is_read_as_such(read: Reader) -> None:
    assert read(b"agency\nDinas Caf\xe9").said == [
        "line 2 is not UTF-8, so the file is read as Windows-1252"
    ]
    assert read.rows("select name from agency") == [("Dinas Café",)]


def test_all_that_official_forms_have_around_their_rows_is_passed_over_and_said(
    read: Reader,
) -> None:
    reading = read(
        "DAFTAR PENERIMA HANDPHONE,,,,\n"
        '"TAHUN 2020, SEMUA OPD",,,,\n'
        ",,,,\n"
        "No,Nama OPD,Instagram,Label,Nama Admin\n"
        "1,2,3,4,5\n"
        "A,DINAS,,,\n"
        "1,Dinas Satu,contoh.satu,HP-1,\n"
        "2,Dinas Dua,-,,\n"
        "3,,,,\n"
        "No,Nama OPD,Instagram,Label,Nama Admin\n"
        "KECAMATAN,,,,\n"
        "4,Kecamatan Tiga,-,HP-3,\n"
        ",,,,\n"
        ",Jumlah,3,2,\n"
        "\n"
        ',,,,"Purbalingga, 3 Desember 2020"\n'
        ",Mengetahui,,,Yang menerima\n"
        ",Kepala Dinas Kominfo,,,Pengurus Barang\n"
        ",,,,\n"
        ",Drs. Contoh,,,Contoh\n"
        ",NIP. 19860926 201505 1 001,,,-\n"
    )
    assert reading.error is None
    assert reading.said == [
        (
            "roster.csv: passed over: title, line 1–2: "
            "'DAFTAR PENERIMA HANDPHONE', 'TAHUN 2020, SEMUA OPD'"
        ),
        "roster.csv: passed over: column numbers, line 5",
        "roster.csv: passed over: group, line 6, 11: 'A DINAS', 'KECAMATAN'",
        "roster.csv: passed over: blank, line 9, 13, 15, 19",
        "roster.csv: passed over: header, line 10",
        "roster.csv: passed over: total, line 14: 'Jumlah 3 2'",
        (
            "roster.csv: passed over: signature, line 16–18, 20–21: "
            "'Purbalingga, 3 Desember 2020', 'Mengetahui Yang menerima', "
            "'Kepala Dinas Kominfo Pengurus Barang', 'Drs. Contoh Contoh', 'NIP. …1001 -'"
        ),
    ]
    assert read.rows("select name from agency order by 1") == [
        ("Dinas Dua",), ("Dinas Satu",), ("Kecamatan Tiga",)
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["?", "menyusul", "contoh_b"])
def test_a_row_of_data_is_no_header_where_no_heading_names_the_agency(
    read: Reader, word: str
) -> None:
    reading = read(
        "code,name,kind,instagram,facebook,twitter\na,Dinas A,dinas,contoh_a,-,-\n"
        f"b,Dinas B,dinas,{word},{word},{word}\nc,Dinas C,badan,contoh_c,-,-\n"
    )
    assert (reading.error or "").startswith("roster.csv: no row has a heading for the agency")
    assert read.rows("select name from agency") == []


@pytest.mark.parametrize(
    "row",
    ['Dinas A,contoh,"Kamis, 3 Desember 2020"', 'Dinas A,contoh,"Jumat, 27 Nov 2020"',
     "Dinas A,contoh,3 Desember 2020", "Dinas A,contoh.plt,ttd",
     "Dinas A,contoh,\nDinas B,contoh.b,3/12/2020"],
)  # fmt: skip
def test_a_row_with_few_cells_is_no_signature(read: Reader, row: str) -> None:
    kind = "ket" if row.endswith("ttd") else "postingan terakhir ig"
    reading = read(f"nama opd,ig,{kind}\n{row}\n")
    assert (reading.said, reading.error) == ([], None)


def test_a_note_on_signing_is_no_signature(read: Reader) -> None:
    assert read("agency,device,note\nDinas A,HP-1,ttd basah\n,HP-2,NIP menyusul\n").said == []
    assert read.rows("select tag, note from device") == [
        ("HP-1", "ttd basah"), ("HP-2", "NIP menyusul")
    ]  # fmt: skip


def test_data_below_the_signatures_is_an_error(read: Reader) -> None:
    reading = read("agency,device,imei,model\nDinas A,HP-1,,\nMengetahui,,,\n"
                   "Dinas B,HP-2,001012030000016,Contoh A1\n")  # fmt: skip
    assert reading.error == (
        "roster.csv:4: data below the signature block of line 3; "
        "move the signatures to the foot, or the row above them"
    )
    assert read.rows("select * from agency") == []


def test_cells_under_no_heading_are_said(read: Reader) -> None:
    assert read("agency,,device,\nDinas A,,HP-1,\nDinas B,lupa,HP-2,\n").said == [
        "roster.csv: passed over: cells under no heading, line 3: 'lupa'"
    ]


def test_columns_that_are_not_understood_are_listed(read: Reader) -> None:
    assert read("No;Nama OPD;TikTok;Instagram;Ukuran Baju\n1;Dinas A;x;-;L\n").said == [
        "roster.csv: columns ignored: TikTok, Ukuran Baju"
    ]


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("No,Nama OPD,Media Sosial,,\n,,IG,FB,Twitter",
         ("no", "agency", "instagram", "facebook", "twitter")),
        ("Nama OPD,Media Sosial,,,Postingan Terakhir,,\n,Instagram,Facebook,X,IG,FB,TW",
         ("agency", "instagram", "facebook", "twitter", "instagram_last_post",
          "facebook_last_post", "twitter_last_post")),
        ("Nama OPD,Admin,,,IMEI,\n,Nama,NIP,Jabatan,1,2",
         ("agency", "holder", "nip", "position", "imei", "imei2")),
        ("Nama OPD,Media Sosial,,\n,IG,TikTok,FB", ("agency", "instagram", None, "facebook")),
        ("Nama OPD,IG,Ket\n1,2,3", ("agency", "instagram", "note")),
        ("Nama OPD,IG,FB,Label\n,x,ada,HP-1", ("agency", "instagram", "facebook", "device")),
        ('"Nama\nOPD",TANGGAL\u00a0BAST,No. HP Dinas',
         ("agency", "handed_over_on", "phone_number")),
    ],
)  # fmt: skip
def test_a_header_may_have_two_rows(
    tmp_path: Path, header: str, fields: tuple[str | None, ...]
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    with open_sheet(path, ROSTER) as sheet:
        assert sheet.header.fields == fields


def test_the_headings_of_two_rows_are_understood_again_as_one(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("Nama OPD,Media Sosial,,Postingan Terakhir,,Ukuran,\n,IG,FB,IG,FB,Baju,Topi\n")
    with open_sheet(path, ROSTER) as sheet:
        first = sheet.header
    assert first.headings == (
        "Nama OPD", "IG", "FB", "Postingan Terakhir IG", "Postingan Terakhir FB",
        "Ukuran Baju", "Ukuran Topi",
    )  # fmt: skip
    path.write_text(",".join(first.headings))
    with open_sheet(path, ROSTER) as sheet:
        assert sheet.header.fields == first.fields


def test_a_line_is_numbered_as_an_editor_shows_it(read: Reader) -> None:
    reading = read(
        "DAFTAR\r\n\r\n"
        '"Nama\r\nOPD",ig,ket\r\n'
        '"Dinas\r\nA",contoh.a,"satu\r\ndua\r\ntiga"\r\n'
        "\r\n"
        "Dinas B,b b,\r\n"
        '"Dinas\r\nC",c c,\r\n'
        "Dinas D,d d,\r\n"
    )
    assert [line.partition(" ")[0] for line in reading.said[:3]] == [
        "roster.csv:10:", "roster.csv:11:", "roster.csv:13:"
    ]  # fmt: skip
    assert read("agency,ig\n\rDinas A,a a\n").said[0].startswith("roster.csv:3:")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("agency,instagram\nDinas A\nDinas B,-\nDinas C,-,-\n",
         [("roster.csv:2: row: 1 cells where the header has 2; "
          "add or take out the separator that is wrong"),
          ("roster.csv:4: row: 3 cells where the header has 2; "
          "add or take out the separator that is wrong")]),
        ("agency,device\nDinas A,HP-1\nDinas B,HP-2,\n,HP-3\n",
         [("roster.csv:3: row: 3 cells where the header has 2; "
          "add or take out the separator that is wrong"),
          "roster.csv:4: agency: blank, and no agency can be read above; name it"]),
    ],
)  # fmt: skip
def test_a_ragged_row_is_an_error_and_lends_no_agency(
    read: Reader, text: str, said: list[str]
) -> None:
    assert read(text).said == said


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "roster.csv is empty; save the roster again as CSV"),
        (b"\xef\xbb\xbf", NO_HEADING),
        (b"\n\n \n", NO_HEADING),
        (b"instagram,facebook\ncontoh,contoh\n", NO_HEADING),
        (b"agency,instagram\n", NO_ROW),
        (b"agency,instagram\n1,2\n,\nJumlah,0\n", NO_ROW),
        (b"agency,ig,Instagram\nDinas A,a,b\n",
         ("roster.csv:1: columns 2 (ig) and 3 (Instagram) both mean instagram; "
         "put them into one column, or rename one")),
        (b'agency,note\nDinas A,"buka\nDinas B,\n',
         ("roster.csv:2: a quotation mark opens here and is never closed; "
         "save the sheet again as CSV UTF-8")),
        (b'agency,note\nDinas A,"satu" dua\n',
         ("roster.csv:2: the quotation marks of this row are broken (',' expected after '\"'); "
         "save the sheet again as CSV UTF-8")),
        (b"PK\x03\x04\x14\x00", f"roster.csv is damaged, so it cannot be read; {AGAIN}"),
        (b"\xd0\xcf\x11\xe0\xa1", f"roster.csv is damaged, so it cannot be read; {AGAIN}"),
        (b"%PDF-1.4", f"roster.csv is a PDF, not a CSV file; {AS_CSV}"),
        (b"agency\nDinas\0A\n", f"roster.csv is not a text file; {AS_CSV}"),
        (b"agency\nDinas \x81\xff\n", f"roster.csv is not a text file; {AS_CSV}"),
        ("agency\nDinas A\n".encode("utf-16-le"), f"roster.csv is not a text file; {AS_CSV}"),
        (b"\xff\xfea\0g\0e", f"roster.csv is damaged: truncated data; {AS_CSV}"),
        (b"\xef\xbb\xbfagency\nDinas \xff\n",
         f"roster.csv is damaged: invalid start byte; {AS_CSV}"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_roster_says_what_it_is(read: Reader, content: bytes, error: str) -> None:
    before = read.dump()
    assert read(content).error == error
    assert read.dump() == before


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    for path, message, hint in (
        (tmp_path, f"{tmp_path} is a folder, not a file", "name the file in it"),
        (tmp_path / "x.csv", f"there is no file {tmp_path / 'x.csv'}",
         "check the name and the folder"),
    ):  # fmt: skip
        with pytest.raises(InputError) as caught, open_text(path):
            pass
        assert (str(caught.value), caught.value.hint) == (message, hint)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(PLAIN)
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be read: Permission denied"), open_text(path):
        pass


def test_a_file_that_disappears_meanwhile_is_still_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("agency\n" + "Dinas A\n" * 100_000)
    with open_sheet(path, ROSTER) as sheet:
        path.unlink()
        assert sum(1 for _ in sheet.rows()) == 100_000


def test_groups_are_lettered_where_agencies_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("No,Nama OPD,IG\nIV,LAIN-LAIN,\nB.,UNIT PELAKSANA,\n1,Dinas C,\nC,Dinas D,d\n")
    with open_sheet(path, ROSTER) as sheet:
        rows = [row.cells[1] for row in sheet.rows()]
    assert rows == ["Dinas C", "Dinas D"]
    assert sheet.passed_over == {"group": [2, 3]}
