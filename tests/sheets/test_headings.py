"""What headings mean, in the many ways in which offices write them."""

import re
from time import process_time

import pytest

from medsos_cli.sheets.header import is_data
from medsos_cli.sheets.headings import meaning_of, near_heading

# As they could stand in a sheet of a Kominfo: a field, and headings for it.
PLAUSIBLE = {
    "no": "No | NO. | Nomor | No Urut | No. Urut | # | Nomor Urut | Urut | No Urt",
    "agency": "Nama OPD | OPD | Nama SKPD | SKPD | Nama Instansi | INSTANSI | Unit Kerja | "
    "Nama Unit Kerja | Satuan Kerja | Satker | Perangkat Daerah | Nama Perangkat Daerah | Dinas | "
    "Nama Dinas | Dinas/Badan | Dinas / Badan / Bagian | Kecamatan | Nama Kecamatan | "
    "OPD/Kecamatan | Asal Instansi | Instansi/Unit Kerja | Organisasi Perangkat Daerah | "
    "Nama Organisasi Perangkat Daerah | namaopd | nama_opd | NamaOPD | Badan/Dinas/Kantor | "
    "Nama Satuan Kerja | Nama Lembaga | OPD Penerima | Instansi Penerima | Nama OPD Pengguna | "
    "Unit Organisasi | Nama UPB | Nama Bagian | Kantor | Perangkat Daerah (OPD) | "
    "Nama Kantor/Dinas | Nama Puskesmas | Nama Sekolah | OPD Pengelola | "
    "Instansi Pemerintah | Nama Badan Publik | PPID Pelaksana | UPT/UPTD | Bagian Setda | "
    "Nama Kelurahan/Desa",
    "agency_code": "Kode OPD | Kode SKPD | Kode Instansi | kode_opd | idopd | ID OPD | "
    "Kode Satker | Kode Unit Kerja | Kode Perangkat Daerah",
    "kind": "Jenis | Jenis OPD | Jenis Instansi | Kategori | Kategori OPD | Kelompok | "
    "Klasifikasi OPD | Jenis Badan Publik",
    "instagram": "Instagram | IG | Akun IG | Akun Instagram | Nama Akun Instagram | "
    "Username Instagram | Username IG | Instagram (IG) | Instagram Resmi | Akun Resmi Instagram | "
    "Media Sosial Instagram | Medsos IG | User IG | ID Instagram | IG Dinas | Instagram OPD | "
    "Akun IG OPD | Nama IG | Nama Akun IG Resmi | Profil Instagram | Alamat Instagram | Insta | "
    "Akun Instagram (contoh: @dinkominfo) | IG (Ada/Tidak) | "
    "akun_instagram | Akun Media Sosial Instagram | IG Official | instagram_handle | "
    "Nama Pengguna Instagram | Akun IG yang dikelola",
    "instagram_link": "Link IG | Link Instagram | URL Instagram | Tautan Instagram | "
    "Link Akun Instagram | Link Profil IG | URL IG | Link Akun IG Resmi",
    "facebook": "Facebook | FB | Akun FB | Akun Facebook | Nama Akun Facebook | Fanpage | "
    "Fanpage FB | Fanpage Facebook | Facebook/Fanpage | FP | Halaman FB | Halaman Facebook | "
    "Facebook Page | Fans Page | Nama Halaman Facebook | FB Resmi | Username FB | Facebook (FB) | "
    "Nama FB | Medsos Facebook | Akun FB Dinas | Facebook Fans Page",
    "facebook_link": "Link FB | Link Facebook | URL Facebook | Link Fanpage | "
    "Tautan Facebook | Link Halaman FB",
    "twitter": "Twitter | TW | X | X (Twitter) | Twitter/X | X/Twitter | Akun Twitter | Akun X | "
    "Username Twitter | Nama Akun X | Twitter (X) | X (dulu Twitter) | Twitter Resmi | "
    "X (d/h Twitter) | Akun Twitter/X | Akun TW",
    "twitter_link": "Link Twitter | URL Twitter | Link X | Tautan X",
    "handset": "HP | Ponsel | Handphone | Perangkat | HP Dinas | Unit HP",
    "device": "Label | Tag | Kode HP | No Label | Kode Label | Label HP | Nomor Inventaris | "
    "No. Inventaris | Kode Inventaris | ID HP | Label Barang | Kode Perangkat | Stiker | "
    "ID Perangkat | Asset Tag | No Stiker | "
    "Kode Stiker",
    "imei": "IMEI | IMEI 1 | IMEI1 | No IMEI | Nomor IMEI | IMEI (Slot 1) | No. IMEI HP | "
    "Nomor IMEI 1 | IMEI 1/2 | Kode IMEI | IMEI HP | "
    "IMEI I | IMEI1/IMEI2",
    "imei2": "IMEI 2 | IMEI2 | IMEI (Slot 2) | No IMEI 2 | Nomor IMEI 2 | IMEI Slot 2 | "
    "IMEI II | IMEI ke-2",
    "model": "Merk | Merek | Merk/Type | Merk/Tipe | Merk dan Tipe | Merk HP | Jenis HP | "
    "Merk / Model | Merek/Tipe HP | Brand | Merk Barang | Spesifikasi | Merk Handphone | "
    "Jenis Perangkat | Merek dan Jenis HP | Jenis/Merk HP",
    "model_type": "Tipe | Type | Model | Tipe HP | Model HP | Tipe Handphone",
    "serial": "No Seri | Nomor Seri | Serial Number | S/N | SN | No. Seri Pabrik | No Pabrik | "
    "Nomor Pabrik | Serial | No. Seri HP | Nomor Seri Barang | "
    "Nomor Seri/SN",
    "item_code": "Kode Barang | Kode | No. Kode Barang | kode_barang | Kode Aset | "
    "Nomor Kode Barang | Kode Barang BMD",
    "register_no": "No Register | Nomor Register | Register | NUP | NIBAR | Reg | No. Reg | "
    "Nomor Register Barang",
    "phone_number": "No HP | Nomor HP | No. HP Dinas | No Telp | No. Telepon | Nomor Telepon | "
    "No WA | Nomor WhatsApp | WhatsApp | MSISDN | Nomor Kartu | No Perdana | No Sim Card | "
    "Nomor Handphone | No. HP/WA | Nomor SIM | No Kartu Perdana | Nomor GSM | No. Telp/HP | "
    "Nomor Seluler | No. Telp/WA | "
    "Nomor HP Kedinasan | No HP Dinas Medsos | No. Kartu SIM",
    "iccid": "ICCID | No Seri Kartu | Nomor Seri SIM | No ICCID | Nomor Seri Kartu SIM | "
    "Nomor ICCID Kartu",
    "sim_active_until": "Masa Aktif | Masa Aktif Kartu | Masa Berlaku | Masa Aktif SIM | "
    "Tgl Masa Aktif | Aktif s.d. | Aktif Sampai | Berlaku Sampai | "
    "Masa Aktif Kartu s.d. | Kartu Aktif s/d | Tgl Berakhir Masa Aktif",
    "source": "Asal Usul | Asal | Sumber Dana | Cara Perolehan | Asal Usul/Cara Perolehan | "
    "Asal Perolehan | Asal Barang | Sumber Perolehan | "
    "Sumber Pengadaan | Sumber Anggaran",
    "holder": "Nama Admin | Admin | Admin Medsos | Pengelola | Operator | Penanggung Jawab | PJ | "
    "PIC | Penerima | Nama Penerima | Pemegang | Nama Pemegang | Nama | Nama Lengkap | "
    "Admin Media Sosial | Pengelola Medsos | Nama Pengelola Media Sosial | Nama PIC | "
    "Nama Operator | Penanggungjawab | Nama Peminjam | Pemegang HP | Nama Pegawai | Nama/NIP | "
    "Nama dan NIP | Nama/NIP Penerima | Petugas | Nama Petugas | Pemegang Barang | "
    "Yang Menerima | Diterima Oleh | Pihak Kedua | Petugas Admin",
    "nip": "NIP | NIP/NIK | NIP/NRP | Nomor Induk Pegawai | NIP Admin | NIP Penerima | No. NIP | "
    "NIP Pemegang | nip_admin | No Induk Pegawai | N I P | NIP/NIPPPK | "
    "NIP/NI PPPK | NIP Petugas",
    "position": "Jabatan | Jab. | Pangkat/Gol | Golongan | Pangkat | Jabatan Penerima | "
    "Pangkat / Golongan Ruang | Jabatan Admin | Gol/Ruang | Jabatan/Golongan | "
    "Jabatan/Eselon | Jabatan dalam Dinas",
    "handed_over_on": "Tanggal | Tgl | Tgl Serah Terima | Tanggal Serah Terima | Tanggal Terima | "
    "Tanggal Penyerahan | Tgl BAST | Tanggal BAST | Tgl Diterima | Tgl Penerimaan | Tgl Pinjam | "
    "Hari/Tanggal | Tanggal Diserahkan | Tgl. Penyerahan HP | Tanggal Pembagian | Tgl Ambil | "
    "Tgl Pengambilan | "
    "Waktu Serah Terima | Tanggal Menerima",
    "returned_on": "Tanggal Kembali | Tgl Kembali | Tanggal Pengembalian | Tgl Pengembalian HP | "
    "Dikembalikan Tanggal",
    "document_no": "No BAST | Nomor BAST | Nomor Berita Acara | No. BA | No Surat | BAST | "
    "No. Berita Acara Serah Terima | Nomor BA Serah Terima | Nomor Dokumen | "
    "Nomor Berita Acara Serah Terima Barang",
    "condition": "Kondisi | Keadaan | Keadaan Barang | Kondisi Barang | B/RR/RB | "
    "Kondisi (B/RR/RB) | Kondisi HP | Kondisi Saat Ini | Keadaan HP | Status Kondisi | "
    "Kondisi Fisik",
    "condition_b": "B | Baik | Baik (B) | Kondisi Baik",
    "condition_rr": "RR | Rusak Ringan | Rusak Ringan (RR) | Kurang Baik (KB)",
    "condition_rb": "RB | Rusak Berat | Rusak Berat (RB)",
    "accessories": "Kelengkapan | Aksesoris | Kelengkapan HP | Perlengkapan | Asesoris",
    "checked_on": "Tanggal Cek | Tgl Pantau | Tanggal Monitoring | Per Tanggal | "
    "Tanggal Pemantauan | Tgl Pengecekan | Tanggal Update Data | "
    "Tgl. Pemutakhiran | Tanggal Data | Diperbarui Tanggal",
    "acquired_on": "Tgl Perolehan | Tanggal Perolehan | Tgl Pembelian | Tgl. Pengadaan",
    "price": "Harga | Harga Perolehan | Harga Satuan | Harga (Rp) | Harga Beli/ Perolehan (Rp) | "
    "Nilai (Rp)",
    "material": "Bahan",
    "note": "Ket | Keterangan | Catatan | Ket. | Keterangan Lain | Keterangan Mutasi dll | Notes | "
    "Ket./Catatan | Keterangan/Kendala",
    "platform": "Platform | Jenis Medsos | Jenis Media Sosial | Nama Media Sosial | Kanal | "
    "Jenis Akun | Nama Platform | Aplikasi | "
    "Jenis Kanal",
    "account": "Nama Akun | Akun | Username | Akun Medsos | Akun Media Sosial | IG/FB/Twitter | "
    "Nama Akun Media Sosial | ID Akun | Handle | IG & FB | FB dan TikTok | Akun IG/FB/TikTok | "
    "Alamat Media Sosial | Akun Media Sosial yang Dimiliki",
    "account_link": "Link | URL | Tautan | Link Akun | URL Akun | Link Medsos | Alamat Link | "
    "Link IG & FB",
    "instagram_last_post": "Postingan Terakhir IG | Posting Terakhir Instagram | "
    "Update Terakhir IG | Terakhir Update Instagram | Tgl Posting Terakhir IG | Last Post IG | "
    "Tanggal Postingan Terakhir Instagram | IG Posting Terakhir | Aktivitas Terakhir IG | "
    "Postingan Terbaru IG",
    "facebook_last_post": "Postingan Terakhir FB | Tgl Update Terakhir Facebook | FB Last Post",
    "twitter_last_post": "Posting Terakhir X | Postingan Terakhir Twitter | Terakhir Update X",
}
# What has a like word and means nothing this program keeps.
OTHERS = """
Kepala Dinas | Alamat OPD | Nama Kepala OPD | Followers IG | Jumlah Pengikut | Email Admin |
No HP Admin | Tanda Tangan Penerima | Paraf | Tahun Pembelian | Ukuran/CC |
Nama Barang / Jenis Barang | Nomor Polisi | Nomor Rangka | TikTok | YouTube | Website |
Password IG | Status IG | Jumlah Postingan Instagram | Tanggal Lahir | No KTP | Jumlah |
Singkatan OPD | Link Website | Jenis Barang | Tahun Perolehan | Harga (ribuan Rp) |
TikTok dan YouTube | HP II IMEI | Nama Pengguna | Pengguna Barang | No. Aset | Status Barang |
Nama Penyerah | IG Lama | Kondisi Awal | Nilai | Jumlah HP | Tgl SK
"""


def test_most_headings_are_understood_and_none_as_something_else() -> None:
    written = {text: field for field, texts in PLAUSIBLE.items() for text in texts.split(" | ")}
    found = {text: meaning_of(text) for text in written}
    assert len(written) >= 300
    assert [
        (text, meaning.field, written[text])
        for text, meaning in found.items()
        if meaning and meaning.field != written[text]
    ] == []
    unknown = [text for text, meaning in found.items() if meaning is None]
    assert len(unknown) < 20 * len(written) / 100, unknown


@pytest.mark.parametrize("heading", re.split(r"\s*\|\s*", OTHERS.strip()))
def test_a_heading_of_something_else_is_not_understood(heading: str) -> None:
    assert meaning_of(heading) is None


@pytest.mark.parametrize(
    ("heading", "near"),
    [("Nama Instasi", "nama instansi"), ("Intagram", "instagram"), ("Kondsi", "kondisi"),
     ("Tgl Penyeraan", "tgl penyerahan"), ("Ukuran", None), ("Ukuran Baju", None)],
)  # fmt: skip
def test_a_mistyped_heading_is_near_to_one_that_is_understood(
    heading: str, near: str | None
) -> None:
    assert meaning_of(heading) is None
    assert near_heading(heading) == near


def test_what_is_of_a_second_handset_is_not_of_the_first() -> None:
    assert meaning_of("HP 2 IMEI") is None
    assert meaning_of("IMEI 2 HP") == ("imei2", 0)


@pytest.mark.parametrize("cell", ["x" * 120_000, "nip" * 40_000, "no" * 60_000, "1.%" * 40_000])
def test_a_long_cell_is_no_heading_and_takes_no_time(cell: str) -> None:
    begun = process_time()
    assert meaning_of(cell) is None
    assert not is_data(f"{cell},x")
    assert process_time() - begun < 1
