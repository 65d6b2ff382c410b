"""The columns of a roster, by the names offices give them."""

import re
from typing import NamedTuple

from medsos_cli.models import Platform

_SYNONYMS = {
    "no": "no, nomor, no urut, nourut, #, reason",
    "agency_code": "kode opd, kode agency, kode instansi",
    "agency": "nama opd, opd, instansi, nama instansi, unit kerja, satuan kerja, satker, skpd, "
    "perangkat daerah, nama perangkat daerah, dinas, kecamatan, opd/kecamatan, unit, asal instansi",
    "kind": "jenis",
    "instagram": "ig, akun ig, akun instagram, link ig, link instagram, username instagram, "
    "instagram (ig)",
    "facebook": "fb, akun fb, akun facebook, link fb, link facebook, fanpage, fp, halaman fb, "
    "facebook (fb), facebook/fanpage, fanpage facebook",
    "twitter": "tw, x, x (twitter), x/twitter, twitter/x, twitter (x), akun twitter, akun x, "
    "link twitter",
    "device": "kode hp, label, tag",
    "imei": "imei 1, imei1, imei (slot 1), no imei, nomor imei",
    "imei2": "imei 2, imei (slot 2)",
    "model": "merk, merek, merk/type, merk/tipe, tipe, type, jenis hp, merk hp",
    "serial": "no seri, nomor seri, s/n, sn, serial number, no pabrik",
    "item_code": "kode, kode barang, kodebarang",
    "register_no": "no register, nomor register, register, nup, reg, nibar",
    "phone_number": "no hp, nomor hp, no. hp dinas, no telp, no telepon, nomor telepon, no wa, "
    "whatsapp, msisdn, nomor kartu, no perdana, nomor perdana, no sim card",
    "iccid": "no seri kartu, nomor seri sim",
    "sim_active_until": "masa aktif",
    "source": "asal usul",
    "holder": "nama admin, admin, admin medsos, pengelola, operator, penanggung jawab, pj, pic, "
    "penerima, nama penerima, pemegang, nama pemegang, nama",
    "nip": "nip/nik, nip/nrp, no induk, nomor induk pegawai",
    "position": "jabatan, jab, pangkat/gol, golongan",
    "handed_over_on": "tanggal, tgl, tgl serah terima, tanggal serah terima, tanggal terima, "
    "tanggal penyerahan, tgl bast, tanggal bast",
    "document_no": "no bast, nomor bast, nomor berita acara, no ba",
    "condition": "kondisi, keadaan, keadaan barang, kondisi barang, b/rr/rb",
    "accessories": "kelengkapan",
    "checked_on": "tanggal cek, tgl pantau, tanggal monitoring, per tanggal",
    "note": "ket, keterangan, catatan",
}
_LAST_POST = (
    "postingan terakhir, posting terakhir, post terakhir, update terakhir, terakhir update, "
    "tgl posting terakhir, tanggal posting terakhir, last post"
)
_PLATFORM_WORDS = {
    Platform.INSTAGRAM: "ig instagram",
    Platform.FACEBOOK: "fb facebook",
    Platform.TWITTER: "tw twitter x",
}
_PUNCTUATION = re.compile(r"[\W_]+")

LAST_POST_FIELDS = tuple(f"{platform}_last_post" for platform in Platform)
ACCOUNT_FIELDS = tuple(str(platform) for platform in Platform)
DEVICE_KEYS = frozenset({"device", "imei", "imei2"})
IDENTIFIERS = frozenset({"imei", "imei2", "serial", "item_code", "register_no", "phone_number",
                         "iccid", "nip", "device"})  # fmt: skip


def heading_key(heading: str) -> str:
    """Return what two spellings of one heading have in common: letters and digits."""
    return _PUNCTUATION.sub(" ", heading.casefold()).strip() or heading.strip()


class Columns(NamedTuple):
    """The columns one sort of sheet has: their fields by heading, and what must be there.

    One of `needed` at the least; `missing` and `hint` say so to a person.
    """

    fields: dict[str, str]
    needed: frozenset[str]
    missing: str
    hint: str

    def field_of(self, heading: str) -> str | None:
        """Return the field a heading names, or None where it is not understood."""
        return self.fields.get(heading_key(heading))


def _build() -> dict[str, str]:
    fields = {}
    for field, synonyms in _SYNONYMS.items():
        for heading in (field, *synonyms.split(",")):
            fields[heading_key(heading)] = field
    for platform, field in zip(Platform, LAST_POST_FIELDS, strict=True):
        fields[heading_key(field)] = field
        for phrase in _LAST_POST.split(","):
            for word in _PLATFORM_WORDS[platform].split():
                fields[heading_key(f"{phrase} {word}")] = field
    return fields


_FIELDS = _build()
_OF_CUSTODY = ("no", "agency", "agency_code", "device", "imei", "holder", "nip", "position",
               "handed_over_on", "document_no", "condition", "accessories", "note")  # fmt: skip
_EVENT_WORDS = ("event", "kejadian", "peristiwa")

ROSTER = Columns(
    _FIELDS,
    frozenset({"agency", "agency_code"}),
    "no row has a heading for the agency",
    "head the columns as the README says: agency (or nama opd), instagram, facebook, …",
)
"""Agencies, accounts, handsets and handovers."""

CUSTODY = Columns(
    {heading: field for heading, field in _FIELDS.items() if field in _OF_CUSTODY}
    | dict.fromkeys(_EVENT_WORDS, "event")
    | dict.fromkeys(("on", "day"), "handed_over_on")
    | {"document": "document_no"},
    frozenset({"event"}),
    "no row has a heading for the event",
    "head the columns as the README says: event, device, agency, holder, on, …",
)
"""What happened to many devices."""
