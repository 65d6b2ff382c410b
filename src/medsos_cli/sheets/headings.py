"""What a heading means: by its words, in whatever order and company offices write them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_OF_ANOTHER = re.compile(r"\b(?:hp|handphone|ponsel|handset|perangkat|unit) ?(?:[2-9]|ii+)\b")
_EXPLAINED = re.compile(r"\([^()]*\)?")
_PUNCTUATION = re.compile(r"[\W_]+")

# Words of one meaning; the first stands for all of them below.
_SAME = """
no nomor nomer nmr number | urut urt | 1 i | 2 ii | dinas kedinasan | uptd upt | tgl tanggal date
hp handphone hape ponsel smartphone handset gawai seluler
telp telepon telpon tlp telephone phone | wa whatsapp | merk merek brand | tipe type
ig instagram insta | fb facebook | tw twitter x | medsos sosmed | jabatan jab | kecamatan kec
ket keterangan | reg register | gol golongan | inventaris inv | link url tautan | seri serial
post posting postingan unggahan konten upload update | akhir terakhir last terbaru | kondisi keadaan
cek pengecekan pemeriksaan pantau pemantauan monitoring pemutakhiran diperbarui
terima diterima menerima penerimaan pengambilan
serah penyerahan diserahkan | kembali pengembalian dikembalikan | pinjam peminjaman dipinjam
kode kd code | akun account
kategori category kelompok klasifikasi
nama name | telp telefon | catatan notes | barcode qr qrcode
"""
_PAIRED = {
    "media sosial": "medsos", "sosial media": "medsos", "social media": "medsos",
    "berita acara": "ba", "yang menerima": "penerima", "diterima oleh": "penerima",
    "pihak kedua": "penerima", "s d": "sampai", "ni pppk": "nipppk",
}  # fmt: skip
_PAIRS = re.compile(rf"\b(?:{'|'.join(_PAIRED)})\b")
# Words that change nothing, wherever they stand.
_FILLING = frozenset({"dan", "atau", "and", "or", "per", "di", "yg", "yang", "the",
                      "ke", "dimiliki", "dikelola"})  # fmt: skip
# A field | the words that name it, after a `;` less surely | those that may stand beside them.
# In capitals are the words of the rows of that name.
_NAMED = """
OFFICE | opd, skpd, satker, instansi, perangkat daerah, unit kerja, satuan kerja, dinas, kecamatan
OFFICE | pd, uptd, unit, badan, bagian, kantor, lembaga, organisasi, upb, agency
OFFICE | ppid pelaksana, ppid pembantu
PERSON | admin, pengelola, operator, petugas, penerima, pemegang, penanggung jawab, pj, pic, holder
THING | hp, barang, perangkat, unit
WHOSE | dinas, kantor, baru, medsos
SORT | asal, resmi, lengkap, pengguna, pemilik, penerima, pemerintah, publik, setda, sub
OTHER | tiktok, youtube, yt, threads, telegram
ACCOUNT | nama, akun, username, user, id, handle, resmi, medsos, official, profil, halaman, page
ACCOUNT | dinas, opd, pengguna

no | no, no urut, nourut, urut, reason, alasan
agency | OFFICE; kelurahan, desa | OFFICE SORT nama kelurahan desa
agency_code | agency code, kode OFFICE, id OFFICE | no
kind | jenis, kind, kategori | OFFICE publik
instagram | ig | ACCOUNT alamat
facebook | fb, fanpage, fans page, fp | ACCOUNT alamat fb
twitter | tw | ACCOUNT alamat dulu eks ex dahulu
instagram_link | link ig | ACCOUNT alamat
facebook_link | link fb, link fanpage | ACCOUNT alamat fb fanpage
twitter_link | link tw | ACCOUNT alamat
device | label, tag, device, kode hp, id hp, no label, kode label, kode perangkat | THING stiker
handset | hp, perangkat | hp perangkat unit nama dinas kantor inventaris
device | no inventaris, kode inventaris, kode stiker, id perangkat, asset tag, no stiker | THING
imei | imei, imei 1, imei1, imei1 imei2, imei 1 2 | hp no slot sim kode perangkat
imei2 | imei 2, imei2 | hp no slot sim kode
model | merk, merk tipe, merk model, tipe model, merk jenis, jenis hp, jenis perangkat | THING
model | ; spesifikasi | THING
model_type | tipe, model | THING
serial | no seri, sn, s n, seri, no pabrik, no seri pabrik, pabrik | THING no sn
serial | sertifikat pabrik chasis mesin, sertifikat pabrik rangka mesin | THING no
item_code | kode barang, kodebarang, item code, kode aset; kode | no bmd
register_no | reg, nup, nibar, register no, no reg | barang
phone_number | no hp, no telp, no wa, wa, msisdn, no kartu, no perdana, no sim | WHOSE
phone_number | no sim card, no simcard, no gsm, no hp wa, no hp telp, no telp wa | WHOSE
phone_number | no kartu perdana, no kartu sim | WHOSE
iccid | iccid, no seri kartu, no seri sim, seri kartu, seri sim | no card sim kartu
sim_active_until | masa aktif, masa berlaku | kartu sim no perdana tgl sampai berakhir
sim_active_until | sim active until |
sim_active_until | aktif sampai, berlaku sampai | masa kartu sim tgl
source | asal usul, source, cara perolehan, asal perolehan, asal barang | barang asal usul cara
source | sumber perolehan, sumber dana, asal usul cara perolehan | barang
source | sumber pengadaan, asal pengadaan, sumber anggaran | barang
holder | PERSON; peminjam, nama pegawai, nama asn | PERSON nama lengkap medsos akun THING
holder | nama nip; ; nama, nama lengkap |
holder | nama nip PERSON | nama
nip | nip, no induk, nip nik, nip nrp, nip nipppk, nipppk, nrp, n i p | no pegawai PERSON
nip | no induk pegawai | PERSON
position | jabatan, position | nama gol PERSON dalam dinas eselon
position | ; pangkat, gol, pangkat gol, ruang gol | nama ruang gol PERSON
handed_over_on | waktu serah terima | THING hari
handed_over_on | tgl serah terima, tgl bast, tgl serah, tgl ba, handed over on | THING hari
handed_over_on | ; tgl terima, tgl penerima, tgl pinjam, tgl distribusi | THING hari
handed_over_on | ; tgl pembagian; tgl | THING hari
returned_on | tgl kembali, returned on | THING hari
document_no | no bast, bast, no ba, document no, ba; no surat, no dokumen | THING serah terima no
condition | kondisi, condition, b rr rb, kondisi b rr rb | THING status saat ini akhir fisik
condition_b | baik; b | kondisi barang b baik
condition_rr | rr, kb, rusak ringan, kurang baik | kondisi barang rr kb rusak kurang baik ringan
condition_rb | rb, rusak berat | kondisi barang rb
accessories | kelengkapan, aksesoris, asesoris, perlengkapan, accessories | THING
acquired_on | tgl perolehan, tgl pengadaan, tgl beli, tgl pembelian, acquired on | THING hari
price | harga, harga perolehan, nilai perolehan, nilai barang, harga satuan, price | THING rp satuan
price | harga beli, nilai rp | THING rp satuan perolehan
material | bahan, material | THING
checked_on | tgl cek, per tgl, tgl data, per data, checked on | data akun medsos
note | ket, catatan, note | ket catatan kendala mutasi dll tambahan lain barang
platform | platform, jenis medsos, nama medsos, jenis akun, kanal, media | jenis medsos nama
medsos | medsos | daftar
account | ; akun, username, handle, akun medsos, alamat medsos | ACCOUNT alamat
account | ig fb, ig tw, fb tw, ig fb tw | ACCOUNT alamat OTHER
account | ig OTHER, fb OTHER, tw OTHER | ACCOUNT alamat OTHER
account_link | link ig fb, link ig tw, link fb tw, link ig fb tw | ACCOUNT alamat OTHER
account_link | link ig OTHER, link fb OTHER, link tw OTHER | ACCOUNT alamat OTHER
account_link | link, link akun, alamat link, link medsos, link profil | ACCOUNT alamat
last_post | post akhir, aktivitas akhir | tgl waktu hari akun medsos
instagram_last_post | post akhir ig, aktivitas akhir ig | tgl waktu hari akun medsos
facebook_last_post | post akhir fb, aktivitas akhir fb | tgl waktu hari akun medsos
twitter_last_post | post akhir tw, aktivitas akhir tw | tgl waktu hari akun medsos
"""


class Meaning(NamedTuple):
    """The field a heading names, and how surely: 0 is surest."""

    field: str
    rank: int


class _Naming(NamedTuple):
    field: str
    rank: int
    words: frozenset[str]
    beside: frozenset[str]


_FIRST = {
    word: group.split()[0]
    for line in _SAME.splitlines()
    for group in line.split("|")
    for word in group.split()
}


def _namings() -> Iterator[_Naming]:
    """Read the table above."""
    classes: dict[str, list[str]] = {}
    for line in filter(None, _NAMED.splitlines()):
        field, surer, beside = (part.strip() for part in f"{line} | ".split("|")[:3])
        if field.isupper():
            classes[field] = classes.get(field, []) + surer.split(", ")
            continue
        for name, words in classes.items():
            beside = beside.replace(name, " ".join(words))
        for rank, cores in enumerate(surer.split(";")):
            for core in filter(None, map(str.strip, cores.split(","))):
                for words in _expanded(core, classes):
                    yield _Naming(
                        field, rank, frozenset(words), frozenset(beside.split()) | _FILLING
                    )


def _expanded(core: str, classes: dict[str, list[str]]) -> Iterator[list[str]]:
    for name, members in classes.items():
        if name in core:
            for member in members:
                yield [_FIRST.get(word, word) for word in core.replace(name, member).split()]
            return
    yield [_FIRST.get(word, word) for word in core.split()]


_NAMINGS = list(_namings())
_WORDS = frozenset(_FIRST) | {
    word for each in _NAMINGS for word in each.words | each.beside
}  # fmt: skip
_LONGEST = 60  # letters: of words written together; a long cell takes time by their square


def fields() -> list[str]:
    """Return the fields that headings name, each of which has its name for people."""
    return [*dict.fromkeys(each.field for each in _NAMINGS)]


def heading_key(heading: str) -> str:
    """Return what two spellings of one heading have in common: letters and digits."""
    return _PUNCTUATION.sub(" ", heading.casefold()).strip() or heading.strip()


@lru_cache(maxsize=4096)
def meaning_of(heading: str) -> Meaning | None:
    """Return what a heading means; None where it is not understood, or in two ways.

    What explains it in parentheses counts where it is understood, and where it says that
    numbers are in thousands.
    """
    found = _meaning(heading_key(heading))
    if found is None and "(" in heading and "ribu" not in heading.casefold():
        found = _meaning(heading_key(_EXPLAINED.sub(" ", heading)))
        return found and found._replace(rank=found.rank + 1)
    return found


def _meaning(key: str) -> Meaning | None:
    if _OF_ANOTHER.search(key):
        return None
    words = frozenset(_words(key))
    if not words <= _WORDS:
        return Meaning("no", 0) if key == "#" else None
    fits = [each for each in _NAMINGS if each.words <= words <= each.words | each.beside]
    if not fits:
        return None
    most = max(len(each.words) for each in fits)
    fields = {(each.field, each.rank) for each in fits if len(each.words) == most}
    if len({field for field, _ in fields}) > 1:
        return None
    return Meaning(*min(fields, key=lambda each: each[1]))


def near_heading(heading: str) -> str | None:
    """Return the understood heading that one with mistyped words is near to."""
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

    typed = heading_key(heading).split()
    known = [word for word in _WORDS if len(word) > 3]  # noqa: PLR2004  # shorter ones are near to all
    mended = [
        next(iter(get_close_matches(word, known, 1, 0.84)), word) if word not in _WORDS else word
        for word in typed
    ]
    near = " ".join(mended)
    return near if mended != typed and meaning_of(near) else None


def _words(key: str) -> Iterator[str]:
    """Yield the words that stand for those of a heading; what was written together is parted."""
    for word in _PAIRS.sub(lambda pair: _PAIRED[pair[0]], key).split():
        for part in _parted(word) or [word]:
            yield _FIRST.get(part, part)


def _parted(word: str) -> list[str]:
    """Return the known words that are written together in one, such as `namaopd`."""
    if word in _WORDS:
        return [word]
    if len(word) > _LONGEST:
        return []
    for end in range(len(word) - 2, 1, -1):  # each part has two letters at the least
        if word[:end] in _WORDS and (rest := _parted(word[end:])):
            return [word[:end], *rest]
    return []
