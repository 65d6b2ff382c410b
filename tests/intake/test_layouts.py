"""The layouts in which a roster states accounts, conditions and returns."""

from pathlib import Path

import pytest

from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock
from tests.rosters import Reader


@pytest.fixture
def read(store: Store, clock: Clock, tmp_path: Path) -> Reader:
    return Reader(store, clock, tmp_path)


def accounts(read: Reader) -> dict[str, object]:
    """Return what is on record, by code and platform: a handle, None for one not known, or no."""
    rows = read.rows("select agency, platform, has, handle from account order by 1, 2")
    return {
        f"{agency} {platform}": handle if has else "no" for agency, platform, has, handle in rows
    }


def test_a_row_may_be_about_one_account(read: Reader) -> None:
    reading = read(
        "No,Nama OPD,Platform,Nama Akun,Link,Posting Terakhir\n"
        "1,Dinas A,Instagram,@contoh.a,https://www.instagram.com/contoh.a/,1/12/2020\n"
        "2,Dinas A,FB,Dinas A Contoh,https://www.facebook.com/contoha,\n"
        ",,x,@contoh_a,,\n"
        "3,Dinas B,Facebook,-,-,\n"
        "4,Dinas B,TikTok,@contoh.b,,\n"
    )
    assert (reading.error, accounts(read)) == (None, {
        "dinas-a facebook": "contoha", "dinas-a instagram": "contoh.a",
        "dinas-a twitter": "contoh_a", "dinas-b facebook": "no",
    })  # fmt: skip
    assert reading.said == [
        ("warning: roster.csv:3: Nama Akun: 'Dinas A Contoh' is no handle; "
         "taken from the link: contoha"),
        "warning: roster.csv:6: Platform: 'TikTok' is on none of the three networks, so not kept",
    ]  # fmt: skip
    assert read.rows("select platform, key, posted_at from sighting") == [
        ("instagram", "contoh.a", "2020-12-01T05:00:00Z")
    ]


@pytest.mark.parametrize(
    ("cell", "stated"),
    [
        ("IG: @a.a\nFB: contohb\nX: @c_c", {"instagram": "a.a", "facebook": "contohb",
                                           "twitter": "c_c"}),
        ("Instagram : a.a / Facebook : - / Twitter : tidak ada",
         {"instagram": "a.a", "facebook": "no", "twitter": "no"}),
        ("ig=@a.a; fb=contohb", {"instagram": "a.a", "facebook": "contohb"}),
        ("IG @a.a, TW @c_c", {"instagram": "a.a", "twitter": "c_c"}),
        ("IG @a.a / FB contohb / X tidak ada",
         {"instagram": "a.a", "facebook": "contohb", "twitter": "no"}),
        ("1. instagram a.a\n2. Facebook belum ada", {"instagram": "a.a", "facebook": "no"}),
        ("x belum punya", {"twitter": "no"}),
        ("Belum ada IG dan Twitter", {"instagram": "no", "twitter": "no"}),
        ("https://instagram.com/a.a https://www.facebook.com/contohb",
         {"instagram": "a.a", "facebook": "contohb"}),
        ("1. IG: https://instagram.com/a.a\n2. FB: https://www.facebook.com/contohb",
         {"instagram": "a.a", "facebook": "contohb"}),
        ("Akun IG (resmi): a.a", {"instagram": "a.a"}),
        ("-", {"instagram": "no", "facebook": "no", "twitter": "no"}),
        ("belum ada", {"instagram": "no", "facebook": "no", "twitter": "no"}),
        ("menyusul", {}),
    ],
)  # fmt: skip
def test_all_accounts_may_stand_in_one_cell(
    read: Reader, cell: str, stated: dict[str, str]
) -> None:
    assert read(f'Nama OPD,Akun Media Sosial\nDinas A,"{cell}"\n').said == []
    found = {name.removeprefix("dinas-a "): handle for name, handle in accounts(read).items()}
    assert found == stated


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("@contoh.a", "'@contoh.a' does not say on which network it is; write it as IG: @name"),
        ("IG: @a.a\n@b.b", "'@a.a @b.b' holds more than a handle; "),
        (
            "IG: a.a, IG: b.b",
            (
                "a.a and b.b are both of instagram; "
                "keep one; the other goes to an agency of its own, or into the note"
            ),
        ),
    ],
)
def test_an_account_that_does_not_say_whose_network_it_is_on_is_refused(
    read: Reader, cell: str, said: str
) -> None:
    line, *_ = read(f'Nama OPD,Akun Medsos\nDinas A,"{cell}"\n').said
    assert line.replace("\\n", " ").startswith(f"roster.csv:2: Akun Medsos: {said}")


def test_an_account_on_another_network_is_said(read: Reader) -> None:
    assert read('Nama OPD,Medsos\nDinas A,"IG: a.a, TikTok: @a.tok, Web: a.go.id"\n').said == [
        "warning: roster.csv:2: Medsos: '@a.tok' is on none of the three networks, so not kept",
        "warning: roster.csv:2: Medsos: 'a.go.id' is on none of the three networks, so not kept",
    ]
    assert accounts(read) == {"dinas-a instagram": "a.a"}


HANDLE_AND_LINK = "Nama OPD,Akun IG,Link IG\nDinas A,{},{}\n"


@pytest.mark.parametrize(
    ("handle", "link", "said"),
    [
        ("@a.a", "https://instagram.com/A.A?igsh=1", []),
        ("@a.a", "-", []),
        ("", "https://instagram.com/a.a", []),
        ("ada", "https://instagram.com/a.a", []),
        ("Dinas Hebat", "https://instagram.com/a.a",
         ["warning: roster.csv:2: Akun IG: 'Dinas Hebat' is no handle; taken from the link: a.a"]),
        ("@b.b", "https://instagram.com/a.a",
         ["roster.csv:2: Link IG: a.a here, but Akun IG says @b.b; mend one"]),
        ("-", "https://instagram.com/a.a",
         ["roster.csv:2: Link IG: a.a here, but Akun IG says there is none; clear one"]),
    ],
)  # fmt: skip
def test_a_handle_and_its_link_agree(read: Reader, handle: str, link: str, said: list[str]) -> None:
    assert read(HANDLE_AND_LINK.format(handle, link)).said == said
    if not said:
        assert accounts(read)["dinas-a instagram"] in {"a.a", "A.A"}


@pytest.mark.parametrize(
    ("row", "condition"),
    [
        ("√,,", "B"),
        (",v,", "RR"),
        (",,RB", "RB"),
        ("1,-,0", "B"),
        (",,", None),
        ("tidak,ya,0", "RR"),
        ("T,T,Y", "RB"),
        ("x,,", "B"),
        ("belum,FALSE,rusak", "RB"),
    ],
)
def test_a_condition_may_be_ticked(read: Reader, row: str, condition: str | None) -> None:
    assert read(f"Nama OPD,Label,Kondisi,,\n,,B,RR,RB\nDinas A,HP-1,{row}\n").error is None
    assert read.rows("select condition from device") == [(condition,)]


def test_brand_and_type_may_stand_apart(read: Reader) -> None:
    text = "OPD,Label,Merk,Tipe\nDinas A,HP-1,Contoh,A1\nDinas A,HP-2,Contoh,contoh B2\n,HP-3,,C3\n"
    assert read(f"{text},HP-4,Contoh,-\n").said == []
    assert [model for (model,) in read.rows("select model from device order by tag")] == [
        "Contoh A1", "contoh B2", "C3", "Contoh"
    ]  # fmt: skip


def test_a_heading_over_others_says_nothing_of_one_that_is_understood_alone(read: Reader) -> None:
    assert read(
        "No,OPD,HP,,Penanggung Jawab,\n,,Kode,IMEI,Nama,Tgl Terima\n"
        "1,Dinas A,HP-1,001012030000016,Ani,1/12/2020\n"
    ).said == []  # fmt: skip
    assert read.rows("select holder, day from custody_event") == [("Ani", "2020-12-01")]


def test_a_lone_name_without_a_number_among_others_is_doubted(read: Reader) -> None:
    rows = "1,Dinas A,a.a\n,Penataan Ruang,\n2,RSUD,\n,Dinas B,b.b\n"
    assert [line[:60] for line in read(f"No,OPD,IG\n{rows}").said] == [
        "warning: roster.csv:3: OPD: 'Penataan Ruang' has no number, "
    ]
    assert read("OPD,IG\nDinas A,a.a\nRSUD,\n").said == []


@pytest.mark.parametrize("word", ["stok", "Gudang", "cadangan", "STOK GUDANG"])
def test_a_handset_in_store_is_nobody_s(read: Reader, word: str) -> None:
    assert read(f"OPD,Label\nDinas A,HP-1\n{word},HP-2\n").error is None
    assert read.rows("select code from agency") == [("dinas-a",)]


def test_two_ticks_are_refused(read: Reader) -> None:
    assert read("Nama OPD,Label,B,RR,RB\nDinas A,HP-1,v,v,\n").said == [
        "roster.csv:2: RR: more than one is ticked: B, RR; leave one tick"
    ]


def test_an_imei_for_a_factory_number_is_the_handset_s(read: Reader) -> None:
    card = (
        "KARTU INVENTARIS BARANG (KIB) B,,,,,\n"
        "No. Urut,Kode Barang,Merk/ Type,Nomor,,Unit Kerja\n,,,Pabrik,Rangka,\n1,2,3,4,5,6\n"
        "1,1.3.2.06,Contoh A1,001012030000016,-,Dinas A\n2,1.3.2.06,Contoh A1,R58M,-,Dinas A\n"
    )
    assert read(card).said[1].startswith("warning: roster.csv:6: row: no handset in this row")
    assert read.rows("select tag, imei, serial, item_code, model from device") == [
        ("001012030000016", "001012030000016", None, "1.3.2.06", "Contoh A1")
    ]


def test_the_book_of_the_inventory_is_read_as_it_is(read: Reader) -> None:
    book = (
        "BUKU INVENTARIS,,,,,,,,,,,,,\n"
        "Nomor,,,Spesifikasi Barang,,,,Asal/ Cara Perolehan Barang,Tahun Perolehan,"
        "Keadaan Barang (B/RR/RB),Jumlah,,Unit Kerja,Keterangan\n"
        "Urut,Kode Barang,Register,Nama/ Jenis Barang,Merk/ Type,"
        "No. Sertifikat/ No. Pabrik/ No. Chasis/ No. Mesin,Bahan,,,,Barang,Harga (Rp),,\n"
        "1,2,3,4,5,6,7,8,9,10,11,12,13,14\n"
        "1,1.3.2.06,0001,Telepon seluler,Contoh A1,001012030000016,plastik,Hibah,2020,RR,1,"
        "2500000,Dinas A,layar retak » dipegang Ani\n"
        ",JUMLAH,,,,,,,,,1,2500000,,\n"
    )
    assert read(book).error is None
    assert read.rows(
        "select tag, item_code, register_no, model, serial, material, source, condition, price, "
        "note from device"
    ) == [("001012030000016", "1.3.2.06", "0001", "Contoh A1", None, "plastik", "Hibah", "RR",
           "2500000", "layar retak")]  # fmt: skip


@pytest.mark.parametrize(("condition", "changed"), [("B", "0 0 1"), ("RR", "0 1 0")])
def test_a_condition_that_the_handover_has_said_is_not_stated_again(
    read: Reader, condition: str, changed: str
) -> None:
    read("OPD,Label,Pemegang,Tgl BAST,Kondisi\nDinas A,HP-1,Ani,1/11/2020,B\n")
    reading = read(f"OPD,Label,Kondisi\nDinas A,HP-1,{condition}\n")
    assert reading.counts["devices"] == changed


LOGBOOK = """\
Nama OPD,Kode HP,Penerima,Tanggal Penyerahan,Tanggal Kembali
Dinas A,HP-1,Ani,1/10/2020,5/11/2020
Dinas B,HP-1,Budi,6/11/2020,
Dinas C,HP-2,Cici,1/10/2020,1/12/2020
"""


def test_a_filled_day_of_return_is_a_return_of_that_day(read: Reader) -> None:
    reading = read(LOGBOOK)
    assert (reading.said, reading.error, reading.counts["returns"]) == ([], None, "2 0 0")
    events = "select kind, day, agency, holder from custody_event order by event"
    assert read.rows(events) == [
        ("handover", "2020-10-01", "dinas-a", "Ani"), ("return", "2020-11-05", "dinas-a", "Ani"),
        ("handover", "2020-11-06", "dinas-b", "Budi"),
        ("handover", "2020-10-01", "dinas-c", "Cici"), ("return", "2020-12-01", "dinas-c", "Cici"),
    ]  # fmt: skip
    before = read.dump()
    again = read(LOGBOOK)
    assert (again.said, again.counts["handovers"], again.counts["returns"]) == (
        [], "0 0 3", "0 0 2"
    )  # fmt: skip
    assert read.dump() == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Dinas A,HP-1,Ani,1/10/2020,30/9/2020",
         "Tanggal Kembali: 2020-09-30 is before the handover of 2020-10-01; mend one"),
        ("Dinas A,HP-1,,,30/9/2020",
         "Tanggal Kembali: nothing is handed over in this row; name the holder"),
        ("Dinas A,HP-1,Ani,1/10/2020,4/12/2020",
         ("Tanggal Kembali: '4/12/2020' lies in the future: today is 2020-12-03; "
         "write a day that has been")),
    ],
)  # fmt: skip
def test_a_return_that_cannot_have_been_is_refused(read: Reader, row: str, said: str) -> None:
    assert read(f"{LOGBOOK.splitlines()[0]}\n{row}\n").said == [f"roster.csv:2: {said}"]


def test_a_name_and_its_nip_may_stand_in_one_cell(read: Reader) -> None:
    assert read(
        'Nama OPD,Label,Nama/NIP,Tgl BAST\nDinas A,HP-1,"Ani Contoh, S.Kom\n'
        'NIP. 19680101 199003 1 001",3/12/2020\n'
    ).said == []  # fmt: skip
    assert read.rows("select holder, nip from custody_event") == [
        ("Ani Contoh, S.Kom", "196801011990031001")
    ]


@pytest.mark.parametrize("word", ["-", "belum", "Belum dikembalikan", "masih dipakai"])
def test_what_has_not_come_back_is_no_return(read: Reader, word: str) -> None:
    text = f"OPD,Label,Pemegang,Tgl BAST,Tanggal Kembali\nDinas A,HP-1,Ani,1/11/2020,{word}\n"
    assert read(text).said == []
    assert read.rows("select kind from custody_event") == [("handover",)]


def test_a_column_of_two_platforms_stands_beside_that_of_the_third(read: Reader) -> None:
    reading = read(
        "Nama OPD,Instagram/Facebook,Twitter\n"
        "Dinas A,IG: @contoh.a / FB: contoha,@contoh_a\n"
        "Dinas B,-,@contoh_b\n"
        "Dinas C,tidak punya FB,-\n"
    )
    assert (reading.error, reading.said, accounts(read)) == (None, [], {
        "dinas-a facebook": "contoha", "dinas-a instagram": "contoh.a",
        "dinas-a twitter": "contoh_a",
        "dinas-b facebook": "no", "dinas-b instagram": "no", "dinas-b twitter": "contoh_b",
        "dinas-c facebook": "no", "dinas-c twitter": "no",
    })  # fmt: skip
    assert read("Nama OPD,IG/FB,Twitter\nDinas A,@contoh.a,-\n").said == [
        ("roster.csv:2: IG/FB: '@contoh.a' does not say on which network it is; "
         "write it as IG: @name"),
    ]  # fmt: skip


def test_a_handset_belongs_to_the_agency_above_where_its_own_cell_is_blank_or_a_dash(
    read: Reader,
) -> None:
    rows = "Nama OPD,Kode HP,Admin,Tgl BAST\nDinas A,HP-1,,\n{},HP-2,Budi,3/12/2020\n"
    for dash in ("-", "–", ".", ""):
        assert read(rows.format(dash)).said == []
    assert read.rows("select distinct agency from custody_event") == [("dinas-a",)]
    for word in ("?", "tidak ada", "menyusul"):
        assert read(rows.format(word)).said == [
            (
                f"roster.csv:3: Nama OPD: {word!r} names no agency; "
                "write its name, or stok for a handset of none"
            )
        ]
    assert "'sda' repeats another cell" in read(rows.format("sda")).said[0]


@pytest.mark.parametrize("word", ["Ada", "belum ada data", "tidak tahu", "Akun", "nonaktif"])
def test_what_is_said_of_an_account_names_no_agency(read: Reader, word: str) -> None:
    (said,) = read(f"Nama OPD,IG\n{word},@contoh.a\n").said
    assert "is no name" in said or "names no agency" in said


@pytest.mark.parametrize(
    ("word", "platform"),
    [("X / Twitter", "twitter"), ("Fanpage FB", "facebook"), ("Akun IG", "instagram"),
     ("Instagram (Insta)", "instagram")],
)  # fmt: skip
def test_a_platform_may_be_named_twice(read: Reader, word: str, platform: str) -> None:
    assert read(f"Nama OPD,Platform,Akun\nDinas A,{word},@contoh\n").error is None
    assert read.rows("select platform from account") == [(platform,)]


def test_two_platforms_in_one_cell_are_none(read: Reader) -> None:
    (said,) = read("Nama OPD,Platform,Akun\nDinas A,IG/FB,@contoh\n").said
    assert "'IG/FB' is no platform" in said


def test_a_mistyped_heading_without_which_there_is_no_header_is_named(read: Reader) -> None:
    assert read("Nomer,Nma OPD,Instagram\n1,Dinas A,@contoh.a\n").error == (
        "roster.csv: no row has a heading for the agency; did you mean nama opd by 'Nma OPD'?"
    )


@pytest.mark.parametrize(
    ("heading", "cells", "kept"),
    [
        ("HP", ["HP-01", "-", "HP-02"], ["HP-01", "HP-02"]),
        ("Ponsel", ["001012030000016", "001012030000024"], ["001012030000016", "001012030000024"]),
    ],
)
def test_a_column_headed_by_the_handset_alone_is_its_labels_where_it_holds_some(
    read: Reader, heading: str, cells: list[str], kept: list[str]
) -> None:
    rows = [f"Dinas {n},{cell}" for n, cell in enumerate(cells)]
    assert read("\n".join([f"Nama OPD,{heading}", *rows])).said == []
    assert [each for (each,) in read.rows("select tag from device order by id")] == kept


@pytest.mark.parametrize(
    ("heading", "cells", "kept"),
    [
        ("Handphone", ["0812 0000 0001", "-"], [("+6281200000001", None), (None, None)]),
        ("Perangkat", ["Samsung A12", "Samsung A12"], [(None, "Samsung A12")] * 2),
        ("HP", ["SM-A125", "SM-A127F"], [(None, "SM-A125"), (None, "SM-A127F")]),
        ("HP", ["CPH2269", "CPH2271"], [(None, "CPH2269"), (None, "CPH2271")]),
        ("HP", ["Reno 5", "Note 10"], [(None, "Reno 5"), (None, "Note 10")]),
    ],
)
def test_a_column_headed_by_the_handset_alone_is_its_numbers_or_models_where_it_holds_some(
    read: Reader, heading: str, cells: list[str], kept: list[tuple[str | None, str | None]]
) -> None:
    rows = [f"Dinas {n},L-{n},{cell}" for n, cell in enumerate(cells)]
    assert read("\n".join([f"Nama OPD,Label,{heading}", *rows])).said == []
    assert read.rows("select phone_number, model from device order by id") == kept


@pytest.mark.parametrize(
    "cells",
    [["HP-01", "Samsung A12"], ["A12", "A12"], ["1", "2"], ["ada", "tidak"], ["Ani/081200000001"]],
)
def test_where_cells_do_not_tell_what_they_are_of_the_handset_it_is_said(
    read: Reader, cells: list[str]
) -> None:
    reading = read(
        "\n".join(["Nama OPD,HP", *(f"Dinas {n},{each}" for n, each in enumerate(cells))])
    )
    assert reading.said == [
        "roster.csv: columns ignored: HP (call it device, phone_number or model, by what it holds)"
    ]
    assert reading.counts["devices"] == "0 0 0"


def test_one_heading_is_never_taken_for_what_another_column_is(read: Reader) -> None:
    reading = read("Nama OPD,Label,HP\nDinas A,HP-01,HP-02\n")
    assert [line for line in reading.said if "ignored: HP (" in line]
    assert read.rows("select tag, model, phone_number from device") == [("HP-01", None, None)]


def test_a_column_of_the_handset_alone_is_told_in_each_table_anew(read: Reader) -> None:
    read("Nama OPD,HP\nDinas A,HP-01\n\nKecamatan,Label,HP\nKecamatan B,HP-02,081200000001\n")
    assert read.rows("select tag, phone_number from device order by id") == [
        ("HP-01", None), ("HP-02", "+6281200000001"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "cell", "stated"),
    [
        ("IG & FB", "IG: @a.a, FB: contohb", {"instagram": "a.a", "facebook": "contohb"}),
        ("FB dan TikTok", "FB: contohb / TikTok: @a.a", {"facebook": "contohb"}),
        ("FB dan TikTok", "-", {"facebook": "no"}),
        ("Link IG & FB", "https://instagram.com/a.a", {"instagram": "a.a"}),
    ],
)
def test_a_column_may_be_of_two_networks(
    read: Reader, heading: str, cell: str, stated: dict[str, str]
) -> None:
    assert read(f'Nama OPD,{heading}\nDinas A,"{cell}"\n').error is None
    found = {name.removeprefix("dinas-a "): handle for name, handle in accounts(read).items()}
    assert found == stated


@pytest.mark.parametrize("heading", ["IG & FB", "FB dan TikTok", "Link IG & FB"])
def test_a_bare_handle_under_two_networks_is_an_error(read: Reader, heading: str) -> None:
    reading = read(f"Nama OPD,{heading}\nDinas A,contoh.a\n")
    assert [line.partition(f": {heading}: ")[2] for line in reading.said] == [
        "'contoh.a' does not say on which network it is; write it as IG: @name"
    ]


def test_a_lone_column_b_is_no_condition(read: Reader) -> None:
    read("Nama OPD,Label,A,B,C\nDinas A,HP-1,,v,\n")
    assert read.rows("select condition from device") == [(None,)]
    read("Nama OPD,Label,B,RB\nDinas A,HP-1,v,\n")
    assert read.rows("select condition from device") == [("B",)]


@pytest.mark.parametrize("word", ["Belum dibagikan", "blm diserahkan", "Belum terpakai"])
def test_a_handset_that_nobody_was_given_is_in_stock(read: Reader, word: str) -> None:
    assert read(f"Nama OPD,Label\n{word},HP-1\n").error is None
    assert read.rows("select count(*) from agency") == [(0,)]


@pytest.mark.parametrize("name", ["Dinas A (stok)", "Dinas A - cadangan"])
def test_an_agency_and_the_stock_in_one_cell_are_an_error(read: Reader, name: str) -> None:
    assert read.row(agency=name, device="HP-1") == [
        f"agency: {name!r} is an agency and the stock; write the agency, or stok alone"
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [("a. UPT Panti", "UPT Panti"), ("- Puskesmas X", "Puskesmas X"), ("b) Desa Y", "Desa Y"),
     ("UPTD Gudang Farmasi", "UPTD Gudang Farmasi"), ("A. Yani Contoh", "A. Yani Contoh")],
)  # fmt: skip
def test_the_mark_of_a_list_is_no_part_of_a_name(read: Reader, written: str, name: str) -> None:
    read.row(agency=written, instagram="@contoh.a")
    assert read.rows("select name from agency") == [(name,)]


@pytest.mark.parametrize("name", ["Dinas yang belum punya", "OPD belum memiliki akun"])
def test_a_count_under_the_table_is_no_agency(read: Reader, name: str) -> None:
    reading = read(f"No,Nama OPD,IG,FB\n1,Dinas A,@contoh.a,-\n,{name},0,1\n")
    assert "passed over: total, line 3" in reading.said[0]
    assert read.rows("select code from agency") == [("dinas-a",)]
