"""The forms of the inventory (Permendagri 17/2007): KIB B, the room's card, the inventory book.

Their words are the regulation's, in Indonesian always. What is not known prints as a dash.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.models import Condition, DeviceState
from medsos_cli.words.days import MONTH_NAMES
from medsos_cli.words.meanings import with_whereabouts
from medsos_cli.words.names import did_you_mean

Row = Mapping[str, Any]
_THERE = (DeviceState.IN_STOCK, DeviceState.HELD)
NOTHING = "-"
_LINE = "…" * 12
_NO_PRICE = "harga {n} barang belum tercatat"


class Field(NamedTuple):
    """A column: its heading, one over it and others, how wide it is, and its cell of a row."""

    heading: str
    width: int
    cell: Callable[[Row], Any] = lambda _: NOTHING
    above: str = ""
    summed: Callable[[Row], int] | None = None


class Form(NamedTuple):
    """One form: its sheet's name, its title, what its head says of whose it is, its columns."""

    name: str
    titles: tuple[str, ...]
    head: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]


class Filled(NamedTuple):
    """A form with its rows, its sums by the column's place, its head and who signs it."""

    form: Form
    head: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    beside: Sequence[Sequence[str | None]]
    sums: Mapping[int, int]
    remark: str
    signers: tuple[Sequence[str], Sequence[str]]


def read_form(word: str) -> Form:
    """Return the form of that name; raises `InputError` for none."""
    if form := _FORMS.get(word.casefold()):
        return form
    raise InputError(
        "--form: {word!r} is no form",
        did_you_mean(word, _FORMS) or "the forms are {known}",
        word=word,
        known=", ".join(_FORMS),
    )


def fill_in(form: Form, rows: Iterable[Row], by: Mapping[str, str | None], day: date) -> Filled:
    """Return a form with these rows of `store.inventory`, as of a day."""
    goods = by["item_name"] or "Telepon seluler"
    listed = [
        {**row, "no": n, "goods": goods, "condition": _condition(row)}
        for n, row in enumerate(rows, start=1)
    ]
    unpriced = sum(row["price"] is None for row in listed)
    return Filled(
        form,
        [f"{label} : {by[name] or _LINE}" for label, name in form.head],
        [[_shown(field.cell(row)) for field in form.fields] for row in listed],
        [[field.cell(row) for field in BESIDE] for row in listed],
        {n: sum(map(field.summed, listed)) for n, field in enumerate(form.fields) if field.summed},
        _NO_PRICE.format(n=unpriced) if unpriced else "",
        _signers(by, day),
    )


def _shown(value: str | int | None) -> str | int:
    return NOTHING if value is None else value


def _signers(by: Mapping[str, str | None], day: date) -> tuple[Sequence[str], Sequence[str]]:
    dated = f"{by['place'] or _LINE}, {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    return (
        ("Mengetahui,", by["head_position"] or "Kepala SKPD", by["head_name"] or _LINE,
         f"NIP. {by['head_nip'] or _LINE}"),
        (dated, "Pengurus Barang", by["keeper_name"] or _LINE, f"NIP. {by['keeper_nip'] or _LINE}"),
    )  # fmt: skip


def _condition(row: Row) -> str | None:
    """Return the condition of a handset that is there to be looked at."""
    return row["condition"] if row["state"] in _THERE else None


def _price(row: Row) -> int | None:
    return None if row["price"] is None else int(row["price"])


def _year(row: Row) -> int | None:
    return None if row["acquired_on"] is None else int(row["acquired_on"][:4])


def _factory_number(row: Row) -> str | None:
    number: str | None = row["imei"] or row["imei2"] or row["serial"]
    return number


def _remark(row: Row) -> str:
    """Return the remark with where the handset is: who reads the paper looks for that first."""
    where = {
        DeviceState.IN_STOCK: "di gudang",
        DeviceState.HELD: "dipegang {holder}, {agency}",
        DeviceState.LOST: "hilang sejak {since}",
        DeviceState.WRITTEN_OFF: "dihapus {since}",
    }[row["state"]]
    since = row["since"] and date.fromisoformat(row["since"])
    said = {**row, "holder": row["holder"] or "…", "since": since and f"{since:%d-%m-%Y}"}
    return with_whereabouts(row["note"], where.format(**said))


def _ticked(condition: Condition) -> Callable[[Row], str]:
    return lambda row: "√" if row["condition"] == condition else ""


def _named(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name]


def _tag(row: Row) -> str | None:
    return None if row["device"] in {row["imei"], row["imei2"]} else str(row["device"])


BESIDE = (
    Field("Kode OPD", 16, lambda row: row["agency_code"] if row["state"] == "held" else None),
    Field("Nama OPD", 34, lambda row: row["agency"] if row["state"] == "held" else "stok"),
    Field("Label", 14, _tag),
    Field("IMEI", 36, lambda row: " / ".join(filter(None, (row["imei"], row["imei2"]))) or None),
)
"""What stands beside a form, where it is not printed, so that it can be read again."""
_NUMBER = Field("No. Urut", 5, _named("no"))
_REMARK = Field("Keterangan", 27, _remark)
_GOODS = Field("Nama Barang/ Jenis Barang", 11, _named("goods"))
_MATERIAL = Field("Bahan", 8, _named("material"))
_UNIT = (("Provinsi", "province"), ("Kabupaten/Kota", "regency"), ("Unit", "unit"))
_CODE = ("No. Kode Lokasi", "location_code")
_PLATE = "Nomor"
_SPECIFICATION = "Spesifikasi Barang"
_STATE = "Keadaan Barang"
_FORMS = {
    "kib-b": Form(
        "KIB B",
        ("KARTU INVENTARIS BARANG (KIB) B", "PERALATAN DAN MESIN"),
        (*_UNIT[:2], ("Nama UPB", "office"), _CODE),
        (
            _NUMBER,
            Field("Kode Barang", 14, _named("item_code")),
            _GOODS,
            Field("Nomor Register", 9, _named("register_no")),
            Field("Merk/ Type", 12, _named("model")),
            Field("Ukuran/ CC", 8),
            _MATERIAL,
            Field("Tahun Pembelian", 10, _year),
            Field("Pabrik", 16, _factory_number, _PLATE),
            *(Field(each, 7, above=_PLATE) for each in ("Rangka", "Mesin", "Polisi", "BPKB")),
            Field("Asal usul/ Cara Perolehan", 10, _named("source")),
            Field("Harga (Rp)", 11, _price, summed=lambda row: _price(row) or 0),
            _REMARK,
        ),
    ),
    "kir": Form(
        "KIR",
        ("KARTU INVENTARIS RUANGAN",),
        (*_UNIT, ("Satuan Kerja", "office"), ("Ruangan", "room"), _CODE),
        (
            _NUMBER,
            _GOODS,
            Field("Merk/ Model", 13, _named("model")),
            Field("No. Seri Pabrik", 16, _factory_number),
            Field("Ukuran", 8),
            _MATERIAL,
            Field("Tahun Pembuatan/ Pembelian", 11, _year),
            Field("No. Kode Barang", 14, _named("item_code")),
            Field("Jumlah Barang/ Register", 10, lambda row: f"1 / {row['register_no']}"
                  if row["register_no"] else "1", summed=lambda _: 1),
            Field("Harga Beli/ Perolehan (Rp)", 11, _price, summed=lambda row: _price(row) or 0),
            Field("Baik (B)", 7, _ticked(Condition.GOOD), _STATE),
            Field("Kurang Baik (KB)", 8, _ticked(Condition.LIGHT_DAMAGE), _STATE),
            Field("Rusak Berat (RB)", 8, _ticked(Condition.HEAVY_DAMAGE), _STATE),
            _REMARK._replace(heading="Keterangan Mutasi dll"),
        ),
    ),
    "buku": Form(
        "Buku Inventaris",
        ("BUKU INVENTARIS",),
        (*_UNIT, ("Satuan Kerja", "office"), _CODE),
        (
            Field("Urut", 5, _named("no"), _PLATE),
            Field("Kode Barang", 14, _named("item_code"), _PLATE),
            Field("Register", 8, _named("register_no"), _PLATE),
            Field("Nama/ Jenis Barang", 11, _named("goods"), _SPECIFICATION),
            Field("Merk/ Type", 12, _named("model"), _SPECIFICATION),
            Field("No. Sertifikat/ No. Pabrik/ No. Chasis/ No. Mesin", 16, _factory_number,
                  _SPECIFICATION),
            _MATERIAL._replace(above=_SPECIFICATION),
            Field("Asal/ Cara Perolehan Barang", 10, _named("source")),
            Field("Tahun Perolehan", 11, _year),
            Field("Ukuran Barang/ Konstruksi (P, S, D)", 11),
            Field("Satuan", 8, lambda _: "unit"),
            Field("Keadaan Barang (B/RR/RB)", 10, _named("condition")),
            Field("Barang", 8, lambda _: 1, "Jumlah", lambda _: 1),
            Field("Harga (Rp)", 11, _price, "Jumlah", lambda row: _price(row) or 0),
            _REMARK,
        ),
    ),
}  # fmt: skip
