"""The official forms of the inventory: laid out as they are, and read as any roster."""

from pathlib import Path

import openpyxl
import pytest

from medsos_cli.settings import config_path
from tests.conftest import Run
from tests.office import dump, open_office

SETTINGS = """\
regency = "Purbalingga"
[bast]
from_name = "Drs. Contoh, M.Si."
from_nip = "196801011990031001"
from_position = "Kepala Dinas"
from_office = "Dinas Komunikasi dan Informatika"
place = "Purbalingga"
[inventory]
province = "Jawa Tengah"
room = "Ruang Server"
location_code = "12.11.33.03.01"
keeper_name = "Siti Contoh, S.E."
keeper_nip = "198501012010012001"
"""
SIGNED = [
    ["Mengetahui,", "Purbalingga, 3 Desember 2020"],
    ["Kepala Dinas", "Pengurus Barang"],
    [],
    [],
    [],
    ["Drs. Contoh, M.Si.", "Siti Contoh, S.E."],
    ["NIP. 196801011990031001", "NIP. 198501012010012001"],
]
LINE = "………………………………"


@pytest.fixture
def office(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a small office with settings, of which one handset is lost and one has a price."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    config_path().parent.mkdir(parents=True)
    config_path().write_text(SETTINGS, encoding="utf-8")
    run = open_office(run, tmp_path)
    run("device", "set", "HP-1", "--price", "2500000", "--acquired-on", "2/12/2020", "--material",
        "plastik", "--item-code", "1.3.2.06.02.01.004", "--register-no", "0001", "--source",
        "Hibah")  # fmt: skip
    run("lost", "HP-2", "--on", "30/11/2020")
    run("device", "set", "HP-3", "--note", "layar retak")
    return run


def lines(path: Path, width: int) -> list[list[object]]:
    """Return what stands in each row of a form, of the columns that are printed."""
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True, max_col=width)
    return [[cell for cell in row if cell not in {None, ""}] for row in rows]


def test_kib_b_is_laid_out_as_the_regulation_has_it(office: Run, tmp_path: Path) -> None:
    path = tmp_path / "kib.xlsx"
    assert office("devices", "--form", "kib-b", "--output", path).err == f"{path} is written\n"
    none = ["-"] * 4
    assert lines(path, 16) == [
        ["KARTU INVENTARIS BARANG (KIB) B"],
        ["PERALATAN DAN MESIN"],
        [],
        ["Provinsi : Jawa Tengah"],
        ["Kabupaten/Kota : Purbalingga"],
        ["Nama UPB : Dinas Komunikasi dan Informatika"],
        ["No. Kode Lokasi : 12.11.33.03.01"],
        [],
        ["No. Urut", "Kode Barang", "Nama Barang/ Jenis Barang", "Nomor Register", "Merk/ Type",
         "Ukuran/ CC", "Bahan", "Tahun Pembelian", "Nomor", "Asal usul/ Cara Perolehan",
         "Harga (Rp)", "Keterangan"],
        ["Pabrik", "Rangka", "Mesin", "Polisi", "BPKB"],
        [str(n) for n in range(1, 17)],
        [1, "1.3.2.06.02.01.004", "Telepon seluler", "0001", "Contoh A1", "-", "plastik", 2020,
         "001012030000016", *none, "Hibah", 2500000, "» dipegang Ani, Dinas Kesehatan"],
        [2, "-", "Telepon seluler", "-", "Contoh A1", "-", "-", "-", "001012030000032", *none,
         "-", "-", "» hilang sejak 30-11-2020"],
        [3, "-", "Telepon seluler", "-", "Contoh B2", "-", "-", "-", "-", *none, "-", "-",
         "layar retak » di gudang"],
        ["JUMLAH", 2500000, "harga 2 barang belum tercatat"],
        [],
        *SIGNED,
    ]  # fmt: skip


def test_the_card_of_a_room_ticks_the_condition(office: Run, tmp_path: Path) -> None:
    path = tmp_path / "kir.xlsx"
    office("devices", "--form", "KIR", "--output", path)
    assert lines(path, 14) == [
        ["KARTU INVENTARIS RUANGAN"],
        [],
        ["Provinsi : Jawa Tengah"],
        ["Kabupaten/Kota : Purbalingga"],
        [f"Unit : {LINE[:12]}"],
        ["Satuan Kerja : Dinas Komunikasi dan Informatika"],
        ["Ruangan : Ruang Server"],
        ["No. Kode Lokasi : 12.11.33.03.01"],
        [],
        ["No. Urut", "Nama Barang/ Jenis Barang", "Merk/ Model", "No. Seri Pabrik", "Ukuran",
         "Bahan", "Tahun Pembuatan/ Pembelian", "No. Kode Barang", "Jumlah Barang/ Register",
         "Harga Beli/ Perolehan (Rp)", "Keadaan Barang", "Keterangan Mutasi dll"],
        ["Baik (B)", "Kurang Baik (KB)", "Rusak Berat (RB)"],
        [str(n) for n in range(1, 15)],
        [1, "Telepon seluler", "Contoh A1", "001012030000016", "-", "plastik", 2020,
         "1.3.2.06.02.01.004", "1 / 0001", 2500000, "√", "» dipegang Ani, Dinas Kesehatan"],
        [2, "Telepon seluler", "Contoh A1", "001012030000032", "-", "-", "-", "-", "1", "-",
         "» hilang sejak 30-11-2020"],
        [3, "Telepon seluler", "Contoh B2", "-", "-", "-", "-", "-", "1", "-", "√",
         "layar retak » di gudang"],
        ["JUMLAH", 3, 2500000, "harga 2 barang belum tercatat"],
        [],
        *SIGNED,
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(path).worksheets[0]
    ticks = [[sheet.cell(row, place).value for place in (11, 12, 13)] for row in (13, 14, 15)]
    assert ticks == [["√", None, None], [None] * 3, [None, None, "√"]]


def test_the_book_of_the_inventory(office: Run, tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    office("devices", "--form", "buku", "--output", path)
    found = lines(path, 15)
    assert found[0] == ["BUKU INVENTARIS"]
    assert found[8:14] == [
        ["Nomor", "Spesifikasi Barang", "Asal/ Cara Perolehan Barang", "Tahun Perolehan",
         "Ukuran Barang/ Konstruksi (P, S, D)", "Satuan", "Keadaan Barang (B/RR/RB)", "Jumlah",
         "Keterangan"],
        ["Urut", "Kode Barang", "Register", "Nama/ Jenis Barang", "Merk/ Type",
         "No. Sertifikat/ No. Pabrik/ No. Chasis/ No. Mesin", "Bahan", "Barang", "Harga (Rp)"],
        [str(n) for n in range(1, 16)],
        [1, "1.3.2.06.02.01.004", "0001", "Telepon seluler", "Contoh A1", "001012030000016",
         "plastik", "Hibah", 2020, "-", "unit", "B", 1, 2500000,
         "» dipegang Ani, Dinas Kesehatan"],
        [2, "-", "-", "Telepon seluler", "Contoh A1", "001012030000032", "-", "-", "-", "-",
         "unit", "-", 1, "-", "» hilang sejak 30-11-2020"],
        [3, "-", "-", "Telepon seluler", "Contoh B2", "-", "-", "-", "-", "-", "unit", "RB", 1,
         "-", "layar retak » di gudang"],
    ]  # fmt: skip
    assert found[14:] == [["JUMLAH", 3, 2500000, "harga 2 barang belum tercatat"], [], *SIGNED]


@pytest.mark.parametrize(("form", "width"), [("kib-b", 16), ("kir", 14), ("buku", 15)])
def test_a_form_read_again_changes_nothing_and_elsewhere_gives_the_same(
    office: Run, db: Path, tmp_path: Path, form: str, width: int
) -> None:
    path, again = tmp_path / "form.xlsx", tmp_path / "again.xlsx"
    office("devices", "--form", form, "--output", path)
    before = [line for line in dump(db) if '"claim"' not in line]
    answer = office("import", path)
    assert answer.lines[0].startswith("form.xlsx: 3 rows imported: 0 new, 0 changed, ")
    assert "warning" not in answer.err
    assert [line for line in dump(db) if '"claim"' not in line] == before
    other = ("--db", tmp_path / "other.db")
    office("import", path, *other)
    office("devices", "--form", form, "--output", again, *other)

    def known(path: Path) -> list[list[object]]:  # all but the day, and who has it
        rows = [[*map(str, row[:-1])] for row in lines(path, width) if row and row[0] in {1, 2, 3}]
        return [["-" if cell == "2020" else cell.partition(" / ")[0] for cell in row]
                for row in rows]  # fmt: skip

    assert known(again) == known(path)
    assert len(known(again)) == 3


def test_a_form_has_the_devices_that_are_chosen_as_of_their_day(
    office: Run, tmp_path: Path
) -> None:
    path = tmp_path / "kib.xlsx"
    office("devices", "--form", "kib-b", "--agency", "setda", "--as-of", "29/11/2020", "--output",
           path)  # fmt: skip
    found = lines(path, 16)
    assert [row[-1] for row in found[11:13]] == [
        "» dipegang Budi, Sekretariat Daerah", "harga 1 barang belum tercatat",
    ]  # fmt: skip
    assert found[14] == ["Mengetahui,", "Purbalingga, 29 November 2020"]


def test_a_form_without_a_device_says_so(office: Run, tmp_path: Path) -> None:
    path = tmp_path / "kir.xlsx"
    answer = office("devices", "--form", "kir", "--agency", "kalimanah", "--output", path)
    assert answer.err == f"{path} is written\nno such device\n"
    assert lines(path, 14)[12:14] == [["NIHIL"], ["JUMLAH", 0, 0]]


def test_the_same_devices_give_the_same_bytes(office: Run, tmp_path: Path) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    for path in (one, two):
        office("devices", "--form", "kib-b", "--output", path)
    assert one.read_bytes() == two.read_bytes()


def test_without_settings_a_form_has_lines_to_fill_in(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kir.xlsx"
    open_office(run, tmp_path)("devices", "--form", "kir", "--output", path)
    found = lines(path, 14)
    assert found[2] == [f"Provinsi : {LINE[:12]}"]
    assert found[17:19] == [
        ["Mengetahui,", f"{LINE[:12]}, 3 Desember 2020"], ["Kepala SKPD", "Pengurus Barang"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--form", "kib", "--output", "x.xlsx"),
         "--form: 'kib' is no form\nhint: did you mean kib-b or kir?"),
        (("--form", "spt", "--output", "x.xlsx"),
         "--form: 'spt' is no form\nhint: the forms are kib-b, kir, buku"),
        (("--form", "kir", "--output", "x.csv"),
         "a form is a workbook\nhint: say --output FILE.xlsx"),
        (("--form", "kir"), "a form is a workbook\nhint: say --output FILE.xlsx"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], error: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = open_office(run, tmp_path)("devices", *words, code=2)
    assert answer.err == f"error: {error}\n"


def test_what_an_officer_has_written_into_a_form_is_taken(office: Run, tmp_path: Path) -> None:
    path = tmp_path / "kib.xlsx"
    office("devices", "--form", "kib-b", "--output", path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(13, 2, "1.3.2.06.02.01.004")
    sheet.cell(13, 15, "Rp 2.400.000,00")
    sheet.cell(14, 16, "baterai lemah » di gudang")
    book.save(path)
    answer = office("import", path)
    assert [line for line in answer.err.splitlines() if "→" in line] == [
        "'KIB B'!B13: Kode Barang (B): HP-2: nothing → 1.3.2.06.02.01.004",
        "'KIB B'!O13: Harga (Rp) (O): HP-2: nothing → 2400000",
        "'KIB B'!P14: Keterangan (P): HP-3: layar retak → baterai lemah",
    ]
