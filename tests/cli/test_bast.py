"""`medsos bast`: the whole text of each paper, who gives, what is refused, where it goes."""

import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, Run
from tests.documents import make_template, read_document
from tests.office import code_of_event, dump, open_office

BLANK = "…" * 15
OFFICE = (
    "--from-name", "Drs. Contoh, M.Si.", "--from-nip", "19680101 199003 1 001",
    "--from-position", "Kepala Dinas", "--from-office", "Dinas Kominfo",
    "--place", "Pendapa Dipokusumo",
)  # fmt: skip
HEADINGS = "No. | Nama Barang | Merk/Type | IMEI | No. Register | Jumlah | Kondisi | Kelengkapan"
LAW = (
    "Barang tersebut adalah barang milik daerah dan dicatat sebagai barang inventaris kantor, yang "
    "dikelola sesuai Peraturan Menteri Dalam Negeri Nomor 19 Tahun 2016 tentang Pedoman "
    "Pengelolaan Barang Milik Daerah beserta perubahannya."
)
DUTIES = [
    (
        "PIHAK KEDUA wajib menggunakan barang hanya untuk pengelolaan media sosial instansi, "
        "memelihara dan mengamankannya, serta tidak memindahtangankannya."
    ),
    (
        "PIHAK KEDUA wajib mengembalikan barang apabila mutasi, pensiun, atau tidak lagi bertugas "
        "sebagai admin media sosial."
    ),
    (
        "Kehilangan atau kerusakan karena kelalaian menjadi tanggung jawab PIHAK KEDUA sesuai "
        "ketentuan peraturan perundang-undangan."
    ),
]
ACCESS = "Akses akun media sosial instansi telah diserahkan:  ☐ sudah   ☐ belum   ☐ tidak ada akun."


@pytest.fixture
def office(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Event 1: HP-1 to Ani of dinkes; event 2: HP-2 to Budi of setda; HP-3 in stock."""
    monkeypatch.chdir(tmp_path)
    return open_office(run, tmp_path)


def seal(*events: int) -> str:
    """Return what the paper of these events says of their seals."""
    told = (f"{event}: {code_of_event(Path('medsos.db'), event)}" for event in events)
    return f"Segel {'; '.join(told)}"


def closing_line(copies: str) -> str:
    return (
        f"Demikian Berita Acara ini dibuat dengan sebenarnya dalam rangkap {copies} untuk "
        "dipergunakan sebagaimana mestinya."
    )


def side(number: str, role: str, *told: str) -> list[str]:
    end = ";" if number == "I." else "."
    names = ("Nama", "NIP", "Jabatan", "Instansi")
    firsts = (number, "", "", "")
    return [
        *(f"{n} | {a} | : | {b}" for n, a, b in zip(firsts, names, told, strict=True)),
        f"selanjutnya disebut {role}{end}",
    ]


def test_a_handover_from_the_office_to_the_holder(office: Run, tmp_path: Path) -> None:
    answer = office("bast", "1", *OFFICE)
    assert answer.out == "BAST-1.docx: Berita Acara Serah Terima Barang Inventaris, 1 device\n"
    assert answer.err == ""
    assert read_document(tmp_path / "BAST-1.docx") == [
        "DINAS KOMINFO",
        "BERITA ACARA SERAH TERIMA BARANG INVENTARIS",
        "Nomor: 028/1",
        ("Pada hari ini, Kamis tanggal Satu bulan Oktober tahun Dua Ribu Dua Puluh (01-10-2020), "
        "bertempat di Pendapa Dipokusumo, kami yang bertanda tangan di bawah ini:"),
        *side("I.", "PIHAK PERTAMA", "Drs. Contoh, M.Si.", "196801011990031001", "Kepala Dinas",
              "Dinas Kominfo"),
        *side("II.", "PIHAK KEDUA", "Ani", "198001012005012001", "Pranata Humas",
              "Dinas Kesehatan"),
        ("PIHAK PERTAMA menyerahkan kepada PIHAK KEDUA, dan PIHAK KEDUA menerima dari PIHAK "
        "PERTAMA, barang inventaris sebanyak 1 (satu) unit dengan rincian sebagai berikut:"),
        HEADINGS,
        (f"1 | Telepon seluler / HP-1 / {seal(1)} | Contoh A1 | 001012030000016 / 001012030000024 "
        "| ……… | 1 unit | Baik | charger"),
        "Dengan ketentuan sebagai berikut:",
        LAW,
        *DUTIES,
        closing_line("2 (dua)"),
        ("PIHAK KEDUA / Yang menerima, / Ani / NIP. 198001012005012001 | "
        "PIHAK PERTAMA / Yang menyerahkan, / Drs. Contoh, M.Si. / NIP. 196801011990031001"),
    ]  # fmt: skip


def test_a_return_from_the_holder_to_the_office_with_lines_to_fill_in(
    office: Run, tmp_path: Path
) -> None:
    office("return", "HP-2", "--condition", "RB")
    answer = office("bast", "3", "--from-office", "Dinas Kominfo")
    assert answer.err == (
        "note: left blank: name, NIP, position, place of signing; fill in with --from-name, "
        "--from-nip, --from-position, --place, or once for all in [bast] of config.toml\n"
    )
    assert read_document(tmp_path / "BAST-3.docx") == [
        "DINAS KOMINFO",
        "BERITA ACARA PENGEMBALIAN BARANG INVENTARIS",
        f"Nomor: {BLANK}",
        (
            "Pada hari ini, Kamis tanggal Tiga bulan Desember tahun Dua Ribu Dua Puluh "
            f"(03-12-2020), bertempat di {BLANK}, kami yang bertanda tangan di bawah ini:"
        ),
        *side("I.", "PIHAK PERTAMA", "Budi", BLANK, BLANK, "Sekretariat Daerah"),
        *side("II.", "PIHAK KEDUA", BLANK, BLANK, BLANK, "Dinas Kominfo"),
        (
            "PIHAK PERTAMA mengembalikan kepada PIHAK KEDUA, dan PIHAK KEDUA menerima dari PIHAK "
            "PERTAMA, barang inventaris sebanyak 1 (satu) unit dalam kondisi dan dengan "
            "kelengkapan sebagai berikut:"
        ),
        HEADINGS,
        (
            f"1 | Telepon seluler / HP-2 / {seal(3)} | Contoh A1 | 001012030000032 | ……… | 1 unit "
            "| Rusak berat | ………"
        ),
        "Dengan ketentuan sebagai berikut:",
        LAW,
        (
            "Sejak Berita Acara ini ditandatangani, PIHAK KEDUA menyimpan dan bertanggung jawab "
            "atas barang tersebut."
        ),
        ACCESS,
        closing_line("2 (dua)"),
        (
            f"PIHAK KEDUA / Yang menerima, / {BLANK} / NIP. {BLANK} | "
            f"PIHAK PERTAMA / Yang mengembalikan, / Budi / NIP. {BLANK}"
        ),
    ]


@pytest.mark.parametrize("legs", [["3"], ["4"], ["3", "4"], ["4", "3-4"]])
def test_a_transfer_from_holder_to_holder_by_either_leg(
    office: Run, tmp_path: Path, legs: list[str]
) -> None:
    office(
        "transfer", "HP-1", "kalimanah", "--to", "Cici", "--position", "Camat",
        "--document", "028/9", "--condition", "RR", "--accessories", "charger, dus",
    )  # fmt: skip
    answer = office("bast", *legs, *OFFICE, "--output", "mutasi.docx")
    assert answer.out == "mutasi.docx: Berita Acara Serah Terima Barang Inventaris, 1 device\n"
    assert read_document(tmp_path / "mutasi.docx") == [
        "DINAS KOMINFO",
        "BERITA ACARA SERAH TERIMA BARANG INVENTARIS",
        "Nomor: 028/9",
        ("Pada hari ini, Kamis tanggal Tiga bulan Desember tahun Dua Ribu Dua Puluh "
        "(03-12-2020), bertempat di Pendapa Dipokusumo, kami yang bertanda tangan di bawah ini:"),
        *side("I.", "PIHAK PERTAMA", "Ani", "198001012005012001", "Pranata Humas",
              "Dinas Kesehatan"),
        *side("II.", "PIHAK KEDUA", "Cici", BLANK, "Camat", "Kecamatan Kalimanah"),
        ("PIHAK PERTAMA menyerahkan kepada PIHAK KEDUA, dan PIHAK KEDUA menerima dari PIHAK "
        "PERTAMA, barang inventaris sebanyak 1 (satu) unit dengan rincian sebagai berikut:"),
        HEADINGS,
        (f"1 | Telepon seluler / HP-1 / {seal(3, 4)} | Contoh A1 | 001012030000016 / "
        "001012030000024 | ……… | 1 unit | Rusak ringan | charger, dus"),
        "Dengan ketentuan sebagai berikut:",
        LAW,
        *DUTIES,
        ACCESS,
        closing_line("3 (tiga)"),
        (f"PIHAK KEDUA / Yang menerima, / Cici / NIP. {BLANK} | "
        "PIHAK PERTAMA / Yang menyerahkan, / Ani / NIP. 198001012005012001"),
        "Mengetahui,",
        "Kepala Dinas",
        "Drs. Contoh, M.Si.",
        "NIP. 196801011990031001",
    ]  # fmt: skip


def test_several_devices_of_one_holder_stand_in_one_table(office: Run, tmp_path: Path) -> None:
    words = ("dinkes", "--to", "ani", "--on", "1/10/2020", "--document", "028/1")
    office("device", "add", "HP-4")
    office("assign", "HP-4", *words)
    office("device", "add", "HP-5")
    office("assign", "HP-5", *words)
    answer = office("bast", "1", "3-4", *OFFICE)
    assert answer.out == "BAST-1-4.docx: Berita Acara Serah Terima Barang Inventaris, 3 devices\n"
    lines = read_document(tmp_path / "BAST-1-4.docx")
    table = lines.index(HEADINGS)
    assert [line.split(" | ")[:2] for line in lines[table + 1 : table + 4]] == [
        ["1", f"Telepon seluler / HP-1 / {seal(1)}"],
        ["2", f"Telepon seluler / HP-4 / {seal(3)}"],
        ["3", f"Telepon seluler / HP-5 / {seal(4)}"],
    ]
    assert "sebanyak 3 (tiga) unit dengan" in lines[table - 1]
    assert lines[2] == "Nomor: 028/1"
    assert "LAMPIRAN" not in lines


def test_a_whole_day_is_one_paper_with_an_annex_of_65(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("import", SAMPLE)
    answer = run("bast", "1-65", *OFFICE)
    assert answer.out == "BAST-1-65.docx: Berita Acara Serah Terima Barang Inventaris, 65 devices\n"
    lines = read_document(tmp_path / "BAST-1-65.docx")
    annex = lines.index("LAMPIRAN")
    assert lines[2:annex] == [
        f"Nomor: {BLANK}",
        ("Pada hari ini, Kamis tanggal Tiga bulan Desember tahun Dua Ribu Dua Puluh "
        "(03-12-2020), bertempat di Pendapa Dipokusumo, kami yang bertanda tangan di bawah ini:"),
        *side("I.", "PIHAK PERTAMA", "Drs. Contoh, M.Si.", "196801011990031001", "Kepala Dinas",
              "Dinas Kominfo"),
        ("II.\tPara penerima barang, yang nama dan tanda tangannya tercantum dalam Lampiran, "
        "selanjutnya masing-masing disebut PIHAK KEDUA."),
        ("PIHAK PERTAMA menyerahkan kepada PIHAK KEDUA, dan PIHAK KEDUA menerima dari PIHAK "
        "PERTAMA, barang inventaris sebanyak 65 (enam puluh lima) unit dengan rincian sebagaimana "
        "tercantum dalam Lampiran, yang merupakan bagian tidak terpisahkan dari Berita Acara ini."),
        "Dengan ketentuan sebagai berikut:",
        LAW,
        *DUTIES,
        ("Demikian Berita Acara ini dibuat dengan sebenarnya dalam rangkap secukupnya untuk "
        "dipergunakan sebagaimana mestinya."),
        ("PIHAK KEDUA / Yang menerima, / (tanda tangan tercantum dalam Lampiran) | "
        "PIHAK PERTAMA / Yang menyerahkan, / Drs. Contoh, M.Si. / NIP. 196801011990031001"),
    ]  # fmt: skip
    assert lines[annex + 1 : annex + 8] == [
        "BERITA ACARA SERAH TERIMA BARANG INVENTARIS",
        f"Nomor: {BLANK}",
        "Tanggal: 3 Desember 2020",
        "DAFTAR BARANG DAN PENERIMA",
        (
            "No. | Perangkat Daerah | Nama, NIP, Jabatan | Nama Barang | Merk/Type | IMEI | "
            "No. Register | Jumlah | Kondisi | Kelengkapan | Tanda Tangan"
        ),
        (
            f"1 | Sekretariat Daerah / No. 028/01/2020 / {seal(1)} | Admin Setda / "
            "NIP. ……………………… / Admin media sosial | Telepon seluler / HP-01 | Contoh A1 | "
            "001012030000016 / 001012030000024 | 0001 | 1 unit | Baik | charger, kabel, dus | 1."
        ),
        (
            f"2 | Sekretariat DPRD / No. 028/02/2020 / {seal(2)} | Admin Setwan / "
            "NIP. ……………………… / Admin media sosial | Telepon seluler / HP-02 | Contoh A1 | "
            "001012030000032 / 001012030000040 | 0002 | 1 unit | Baik | charger, kabel, dus | 2."
        ),
    ]
    rows = lines[annex + 6 :]
    assert [row.split(" | ")[0] for row in rows] == [str(number) for number in range(1, 66)]
    assert [row.split(" | ")[3][-5:] for row in rows] == [f"HP-{n:02}" for n in range(1, 66)]


def test_returns_of_several_holders_are_one_paper_with_an_annex(
    office: Run, tmp_path: Path
) -> None:
    office("return", "HP-1")
    office("return", "HP-2")
    office("bast", "3-4", *OFFICE)
    lines = read_document(tmp_path / "BAST-3-4.docx")
    assert lines[4].startswith("I.\tPara pemegang barang, yang nama dan tanda tangannya")
    assert lines[5:10] == side(
        "II.", "PIHAK KEDUA", "Drs. Contoh, M.Si.", "196801011990031001", "Kepala Dinas",
        "Dinas Kominfo",
    )  # fmt: skip
    assert "DAFTAR BARANG DAN PEMEGANG" in lines
    assert (
        "PIHAK KEDUA / Yang menerima, / Drs. Contoh, M.Si. / NIP. 196801011990031001 | "
        "PIHAK PERTAMA / Yang mengembalikan, / (tanda tangan tercantum dalam Lampiran)"
    ) in lines


def test_printed_again_later_it_is_the_same_file(office: Run, tmp_path: Path) -> None:
    office("bast", "1", *OFFICE)
    first = (tmp_path / "BAST-1.docx").read_bytes()
    office("return", "HP-1", "--condition", "RB", "--accessories", "-")
    office("assign", "HP-1", "setda", "--to", "Dedi")
    office("bast", "1", *OFFICE, "--output", "again.docx", user="somebody else")
    assert (tmp_path / "again.docx").read_bytes() == first


def test_a_paper_has_the_names_labels_and_numbers_of_its_day(office: Run, tmp_path: Path) -> None:
    office("bast", "1", *OFFICE)
    first = (tmp_path / "BAST-1.docx").read_bytes()
    office("device", "set", "HP-1", "--tag", "HP-91", "--imei", "490154203237518")
    office("agency", "rename", "dinkes", "Dinas Kesehatan dan KB")
    office("agency", "recode", "dinkes", "dkkb")
    office("bast", "HP-91", *OFFICE, "--output", "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == first
    office("transfer", "HP-91", "dkkb", "--to", "Cici")
    office("bast", "HP-91", *OFFICE, "--output", "now.docx")
    lines = read_document(tmp_path / "now.docx")
    sealed = f"1 | Telepon seluler / HP-91 / {seal(3, 4)} | Contoh A1 | 490154203237518 / "
    assert f"{sealed}001012030000024" in str(lines)
    assert " | Instansi | : | Dinas Kesehatan dan KB" in lines


def test_a_handset_stands_for_its_latest_event_that_has_a_paper(
    office: Run, tmp_path: Path
) -> None:
    office("lost", "HP-2")
    office("found", "HP-2")
    office("bast", "001012030000032")
    assert "KEHILANGAN" in read_document(tmp_path / "BAST-3.docx")[1]
    office("void", "4", "--reason", "salah catat")
    office("void", "3", "--reason", "salah catat")
    office("bast", "hp-2")
    assert "SERAH TERIMA" in read_document(tmp_path / "BAST-2.docx")[1]
    assert office("bast", "HP-3", code=2).err == (
        "error: HP-3 has never been handed over, so it has no paper\n"
        "hint: to hand it over: medsos assign HP-3 AGENCY --to NAME\n"
    )


def test_the_holder_gives_account_of_a_loss(office: Run, tmp_path: Path) -> None:
    office("lost", "HP-1", "--document", "LP/12/2020", "--note", "jatuh di pasar")
    answer = office("bast", "HP-1", *OFFICE)
    assert answer.out == "BAST-3.docx: Berita Acara Kehilangan Barang Inventaris, 1 device\n"
    assert read_document(tmp_path / "BAST-3.docx") == [
        "DINAS KOMINFO",
        "BERITA ACARA KEHILANGAN BARANG INVENTARIS",
        f"Nomor: {BLANK}",
        "Yang bertanda tangan di bawah ini:",
        " | Nama | : | Ani", " | NIP | : | 198001012005012001",
        " | Jabatan | : | Pranata Humas", " | Instansi | : | Dinas Kesehatan",
        ("sebagai pemegang barang, menerangkan dengan sebenarnya bahwa pada hari Kamis tanggal "
        "Tiga bulan Desember tahun Dua Ribu Dua Puluh (03-12-2020) telah hilang barang inventaris "
        "sebanyak 1 (satu) unit dengan rincian sebagai berikut:"),
        HEADINGS,
        (f"1 | Telepon seluler / HP-1 / {seal(3)} | Contoh A1 | 001012030000016 / 001012030000024 "
        "| ……… | 1 unit | Baik | ………"),
        "Dengan keterangan sebagai berikut:",
        "Kronologi kejadian: jatuh di pasar",
        "Kehilangan telah dilaporkan kepada Kepolisian, dengan surat keterangan Nomor LP/12/2020.",
        LAW,
        ("Kehilangan karena kelalaian menjadi tanggung jawab pemegang barang, dan penyelesaiannya "
        "mengikuti ketentuan peraturan perundang-undangan."),
        closing_line("2 (dua)"),
        ("Mengetahui, / Kepala Dinas / Drs. Contoh, M.Si. / NIP. 196801011990031001 | "
        "Pendapa Dipokusumo, …………………… / Yang menerangkan, / Ani / NIP. 198001012005012001"),
    ]  # fmt: skip


def test_of_what_is_lost_out_of_stock_the_office_gives_account(office: Run, tmp_path: Path) -> None:
    office("lost", "HP-3")
    office("bast", "HP-3", *OFFICE)
    lines = read_document(tmp_path / "BAST-3.docx")
    assert lines[4] == " | Nama | : | Drs. Contoh, M.Si."
    assert lines[12] == f"Kronologi kejadian: {BLANK * 3}"


def test_a_write_off_is_the_office_s(office: Run, tmp_path: Path) -> None:
    office("device", "set", "HP-3", "--item-code", "1.3.2.05", "--acquired-on", "2019-02-01",
           "--price", "1500000", "--from-start")  # fmt: skip
    office("device", "write-off", "HP-3", "--document", "188/7/2020", "--reason", "layar pecah")
    answer = office("bast", "HP-3", *OFFICE)
    assert answer.out == "BAST-3.docx: Berita Acara Penghapusan Barang Milik Daerah, 1 device\n"
    assert read_document(tmp_path / "BAST-3.docx") == [
        "DINAS KOMINFO",
        "BERITA ACARA PENGHAPUSAN BARANG MILIK DAERAH",
        f"Nomor: {BLANK}",
        ("Pada hari ini, Kamis tanggal Tiga bulan Desember tahun Dua Ribu Dua Puluh (03-12-2020), "
        "bertempat di Pendapa Dipokusumo, yang bertanda tangan di bawah ini:"),
        *WRITES_OFF,
        ("berdasarkan Keputusan Nomor 188/7/2020 melaksanakan penghapusan barang milik daerah "
        "sebanyak 1 (satu) unit dari daftar barang, dengan rincian sebagai berikut:"),
        *(line.replace("HP-3", f"HP-3 / {seal(3)}") for line in WRITTEN_OFF),
        "Alasan penghapusan: layar pecah",
        WRITE_OFF_LAW,
        ("Demikian Berita Acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana "
        "mestinya."),
        SIGNED.format(day="……………………"),
    ]  # fmt: skip


def test_the_paper_of_an_exchange_is_no_decree_of_the_write_off(
    office: Run, tmp_path: Path
) -> None:
    office("device", "replace", "HP-1", "--imei", "001012030000057", "--document", "028/9")
    office("bast", "4", "--place", "Pendapa Dipokusumo")
    paper = read_document(tmp_path / "BAST-4.docx")
    assert any(line.startswith(f"berdasarkan Keputusan Nomor {BLANK} ") for line in paper)
    reason = "diganti dengan unit lain, IMEI 001012030000057 (dokumen 028/9)"
    assert f"Alasan penghapusan: {reason}" in paper
    office("amend", "4", "--document", "188/7/2020")
    office("bast", "4", "--force")
    paper = read_document(tmp_path / "BAST-4.docx")
    assert any(line.startswith("berdasarkan Keputusan Nomor 188/7/2020 ") for line in paper)
    office("bast", "5")
    assert "Nomor: 028/9" in read_document(tmp_path / "BAST-5.docx")


WRITES_OFF = [
    " | Nama | : | Drs. Contoh, M.Si.", " | NIP | : | 196801011990031001",
    " | Jabatan | : | Kepala Dinas", " | Instansi | : | Dinas Kominfo",
]  # fmt: skip
WRITTEN_OFF = [
    ("No. | Kode Barang | No. Register | Nama Barang | Merk/Type | IMEI | Tahun | Harga (Rp) | "
    "Kondisi"),
    ("1 | 1.3.2.05 | ……… | Telepon seluler / HP-3 | Contoh B2 | ……… | 2019 | 1.500.000 | "
    "Rusak berat"),
    "Dengan ketentuan sebagai berikut:",
]  # fmt: skip
WRITE_OFF_LAW = (
    "Penghapusan barang milik daerah dilaksanakan sesuai Peraturan Menteri Dalam Negeri Nomor 19 "
    "Tahun 2016 tentang Pedoman Pengelolaan Barang Milik Daerah beserta perubahannya."
)
SIGNED = (
    f" / Pengurus Barang, / {BLANK} / NIP. {BLANK} | Pendapa Dipokusumo, {{day}} / Kepala Dinas / "
    "Drs. Contoh, M.Si. / NIP. 196801011990031001"
)


def test_a_write_off_is_proposed_before_it_is_decided(
    office: Run, db: Path, tmp_path: Path, config: Path
) -> None:
    config.write_text(
        '[bast]\nfrom_name = "Drs. Contoh, M.Si."\nfrom_nip = "196801011990031001"\n'
        'from_position = "Kepala Dinas"\nfrom_office = "Dinas Kominfo"\n'
        'place = "Pendapa Dipokusumo"\n',
        encoding="utf-8",
    )
    office("device", "set", "HP-3", "--item-code", "1.3.2.05", "--acquired-on", "2019-02-01",
           "--price", "1500000", "--from-start")  # fmt: skip
    before = dump(db)
    words = ("device", "write-off", "HP-3", "--reason", "layar pecah", "--proposal", "usul.docx")
    answer = office(*words)
    assert answer.out == "usul.docx: Usulan Penghapusan Barang Milik Daerah, 1 device\n"
    assert dump(db) == before
    assert read_document(tmp_path / "usul.docx") == [
        "DINAS KOMINFO",
        "USULAN PENGHAPUSAN BARANG MILIK DAERAH",
        f"Nomor: {BLANK}",
        "Yang bertanda tangan di bawah ini:",
        *WRITES_OFF,
        ("mengusulkan penghapusan barang milik daerah sebanyak 1 (satu) unit dari daftar barang, "
        "dengan rincian sebagai berikut:"),
        *WRITTEN_OFF,
        "Alasan penghapusan: layar pecah",
        WRITE_OFF_LAW,
        "Demikian usulan ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        SIGNED.format(day="3 Desember 2020"),
    ]  # fmt: skip
    assert office(*words, code=2).err.startswith("error: usul.docx exists\n")
    assert office("device", "write-off", "HP-3", code=2).err == (
        "error: --document is blank\nhint: a write-off has its paper; to propose one: --proposal "
        "FILE.docx\n"
    )


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr("medsos_cli.settings.config_path", lambda: tmp_path / "config.toml")
    return tmp_path / "config.toml"


def test_what_the_options_do_not_say_is_taken_from_the_settings(
    office: Run, tmp_path: Path, config: Path
) -> None:
    config.write_text(
        '[bast]\nfrom_name = "Nama"\nfrom_nip = "1"\nfrom_position = "Jabatan"\n'
        'from_office = "Kantor & <Dinas>"\nplace = "Aula"\n',
        encoding="utf-8",
    )
    answer = office("bast", "1", "--from-name", "Pengganti", "--place", "-", "--from-nip", " ")
    assert answer.err == ""
    lines = read_document(tmp_path / "BAST-1.docx")
    assert lines[0] == "KANTOR & <DINAS>"
    assert ", bertempat di Aula, " in lines[3]
    assert lines[4:9] == side(
        "I.", "PIHAK PERTAMA", "Pengganti", "1", "Jabatan", "Kantor & <Dinas>"
    )


def test_settings_that_cannot_be_understood_are_refused(
    office: Run, tmp_path: Path, config: Path
) -> None:
    config.write_text('[bast]\nfrom_nama = "Nama"\n', encoding="utf-8")
    assert "bast.from_nama" in office("bast", "1", code=2).err
    assert not (tmp_path / "BAST-1.docx").exists()


def refused(office: Run, db: Path, tmp_path: Path, *words: str | Path) -> str:
    """Run what must be refused; return what was said, and prove that nothing was written."""
    before, files = dump(db), sorted(tmp_path.iterdir())
    answer = office("bast", *words, code=2)
    assert answer.out == ""
    assert (dump(db), sorted(tmp_path.iterdir())) == (before, files)
    return answer.err


@pytest.mark.parametrize(
    ("events", "error"),
    [
        (["99"], "error: there is no event 99\nhint: see the numbers in: medsos history\n"),
        (["1-99"], None),
        (["99999999999999999"], "error: there is no event 99999999999999999\n"),
        (["9" * 30], f"error: '{'9' * 30}' is no event number, and no device is called so\n"),
        (["0"], "error: there is no event 0\n"),
        (["HP-7"], ("error: 'HP-7' is no event number, and no device is called so\n"
                "hint: did you mean HP-3 or HP-2 or HP-1?\n")),
        (["2-1"], ("error: '2-1' is no event number, and no device is called so\n"
                "hint: write 66, or 1-65 for all of them; see: medsos history\n")),
        (["1,2"], "error: '1,2' is no event number, and no device is called so\n"),
        (["١"], "error: '١' is no event number, and no device is called so\n"),
        (["1", "2"], "error: events 1 and 2 do not go on one paper: 2020-10-01 and 2020-11-20\n"),
        (["1", "3"], "error: events 1 and 3 do not go on one paper: a handover and a return\n"),
        (["1", "5"], "error: events 1 and 5 do not go on one paper: a handover and a loss\n"),
        (["6"], ("error: event 6 is a find: nobody hands anything over, so it has no paper\n"
                "hint: print the handover that comes next\n")),
        (["7"], "error: event 7 was voided by event 10, so it has no paper\nhint: see what stands"),
        (["8"], "error: event 8 was voided by event 9, so it has no paper\n"),
        (["9"], "error: event 9 is a void: it has no paper\nhint: what stands is in: medsos "),
    ],
)  # fmt: skip
def test_what_has_no_paper_is_refused(
    office: Run, db: Path, tmp_path: Path, events: list[str], error: str | None
) -> None:
    office("return", "HP-2")  # 3
    office("assign", "HP-3", "dinkes", "--to", "Ani")  # 4
    office("lost", "HP-2")  # 5
    office("found", "HP-2")  # 6
    office("transfer", "HP-3", "setda", "--to", "Budi")  # 7 and 8
    office("void", "8", "--reason", "salah catat")  # 9 and 10
    said = refused(office, db, tmp_path, *events)
    assert said.startswith("error: ")
    assert len(said.splitlines()) <= 2
    if error:
        assert said.startswith(error)


def test_a_paper_on_disk_stays_unless_force_is_said(office: Run, db: Path, tmp_path: Path) -> None:
    paper = tmp_path / "BAST-1.docx"
    paper.write_text("signed", encoding="utf-8")
    said = refused(office, db, tmp_path, "1")
    assert said == (
        "error: BAST-1.docx exists\nhint: say --force to replace it, or name another file\n"
    )
    assert paper.read_text(encoding="utf-8") == "signed"
    office("bast", "1", "--force")
    assert read_document(paper)[2] == "Nomor: 028/1"


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
def test_a_paper_can_be_read_by_its_owner_only(office: Run, tmp_path: Path) -> None:
    office("bast", "1")
    assert stat.S_IMODE((tmp_path / "BAST-1.docx").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("paper.pdf", "error: paper.pdf is no name for a Word document\nhint: end it in .docx\n"),
        ("paper", "error: paper is no name for a Word document\n"),
        ("no/such/paper.docx", "error: no/such/paper.docx cannot be written: "),
        ("folder.docx", "error: folder.docx is a folder\nhint: name a file in it\n"),
    ],
)
def test_a_file_that_cannot_be_written_is_an_error(
    office: Run, db: Path, tmp_path: Path, output: str, said: str
) -> None:
    (tmp_path / "folder.docx").mkdir()
    assert refused(office, db, tmp_path, "1", "--output", output).startswith(said)


def test_the_database_and_the_template_are_never_replaced(
    office: Run, db: Path, tmp_path: Path
) -> None:
    own = make_template(tmp_path / "own.docx", "{{ title }}")
    before = own.read_bytes()
    said = refused(
        office, db, tmp_path, "1", "--template", own, "--output", "./own.docx", "--force"
    )
    assert "is the template itself" in said
    assert own.read_bytes() == before
    moved = db.rename(db.with_suffix(".docx"))
    answer = office("bast", "1", "--db", moved, "--output", moved, "--force", code=2)
    assert "is the database itself" in answer.err
    assert dump(moved)


def test_the_offices_own_template_is_filled_in(office: Run, tmp_path: Path) -> None:
    own = make_template(
        tmp_path / "own.docx",
        "PEMERINTAH KABUPATEN CONTOH",
        "{{ title }} {{ number }}",
        "{%p for item in goods %}",
        "{{ loop.index }}. {{ item.tag }}: {{ item.imei }}",
        "{%p endfor %}",
        "{{ taker.name }}, {{ taker.nip }}",
    )
    office("bast", "1", "--template", own, "--output", "a.docx")
    assert read_document(tmp_path / "a.docx") == [
        "PEMERINTAH KABUPATEN CONTOH",
        "BERITA ACARA SERAH TERIMA BARANG INVENTARIS 028/1",
        "1. HP-1: 001012030000016",
        "Ani, 198001012005012001",
    ]


def test_a_template_that_cannot_be_used_leaves_nothing_behind(
    office: Run, db: Path, tmp_path: Path
) -> None:
    make_template(tmp_path / "own.docx", "{{ tittle }}")
    (tmp_path / "kop.docx").write_text("kop", encoding="utf-8")
    assert refused(office, db, tmp_path, "1", "--template", "own.docx") == (
        "error: own.docx: no placeholder is called 'tittle'\nhint: did you mean title?\n"
    )
    assert refused(office, db, tmp_path, "1", "--template", "kop.docx").startswith(
        "error: kop.docx is no .docx\n"
    )
    assert refused(office, db, tmp_path, "1", "--template", "none.docx").startswith(
        "error: none.docx cannot be read: "
    )


def test_hostile_words_from_the_file_stand_on_the_paper_as_they_are(
    office: Run, db: Path, tmp_path: Path
) -> None:
    holder = "{{ office }} <w:br/> & {_{ Ani }_} " + "x" * 10_000
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(
            "insert into custody_event (event, device, kind, day, agency, holder, position, "
            "recorded_at, recorded_by) select 3, id, 'handover', '2020-12-01', 'dinkes', ?, ?, "
            "'2020-12-01T03:00:00Z', 'x' from device where tag = 'HP-3'",
            (holder, "\x1b[31m\u202eCamat\x00\u2029\ud7ff"),
        )
    answer = office("bast", "3", *OFFICE)
    assert answer.err == ""
    lines = read_document(tmp_path / "BAST-3.docx")
    assert "HP-3 / Segel 3: tidak ada | " in lines[lines.index(HEADINGS) + 1]
    assert lines[9] == f"II. | Nama | : | {holder}"
    assert lines[11].startswith(" | Jabatan | : | [31mCamat")


def test_a_nip_that_is_none_is_refused_as_everywhere(office: Run, db: Path, tmp_path: Path) -> None:
    said = refused(office, db, tmp_path, "1", "--from-nip", "3303010101680001")
    assert said.startswith("error: --from-nip: ")


@pytest.mark.parametrize("option", ["--from-name", "--from-position"])
def test_a_nik_is_refused_in_every_option_about_a_person(
    office: Run, db: Path, tmp_path: Path, option: str
) -> None:
    said = refused(office, db, tmp_path, "1", option, "Kepala (3303010101680001)")
    assert said.startswith(f"error: {option}: 16 digits look like a NIK")


def test_all_that_is_bad_is_said_at_once(office: Run, db: Path, tmp_path: Path) -> None:
    nik = "3303010101680001"
    said = refused(office, db, tmp_path, "1,2", "HP-9", "--from-nip", nik, "--place", "a\x1b")
    assert [line for line in said.splitlines() if line.startswith("error: ")] == [
        "error: --place: a control character (U+001B); type the cell again",
        "error: '1,2' is no event number, and no device is called so",
        "error: 'HP-9' is no event number, and no device is called so",
        "error: --from-nip: 16 digits look like a NIK, which must not be kept here",
    ]


def test_a_file_that_can_only_be_read_prints_its_papers(
    office: Run, db: Path, tmp_path: Path
) -> None:
    db.chmod(0o400)
    office("bast", "1")
    assert (tmp_path / "BAST-1.docx").exists()


def test_the_proposal_for_a_lost_handset_names_the_loss(office: Run, tmp_path: Path) -> None:
    office("lost", "HP-2", "--document", "LP/12", "--note", "jatuh di pasar")
    words = ("device", "write-off", "HP-2", "--reason", "tidak ditemukan", "--proposal")
    office(*words, "usul.docx")
    text = " ".join(read_document(tmp_path / "usul.docx"))
    assert (
        "Alasan penghapusan: hilang pada 3 Desember 2020 (dokumen LP/12); jatuh di pasar; "
        "tidak ditemukan"
    ) in text
    assert "Hilang" in text
    assert not {"Baik", "Rusak"} & set(text.split())


def test_a_loss_that_was_found_again_is_said_beside_its_paper(office: Run) -> None:
    office("lost", "HP-2", "--on", "2020-12-01")
    note = "note: HP-2 was found again on 2020-12-02\n"
    assert note not in office("bast", "HP-2").err
    office("found", "HP-2", "--on", "2020-12-02")
    assert note in office("bast", "HP-2", "--force").err
