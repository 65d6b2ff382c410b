"""Every cell that cannot be taken, or is doubtful, and the whole line that says so."""

from pathlib import Path

import pytest

from medsos_cli.errors import InputError
from medsos_cli.sheets.cells import clean
from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock
from tests.rosters import Reader, sheet

HELD = {"device": "HP-1", "holder": "Admin", "handed_over_on": "3/12/2020"}
STOCK = {"device": "HP-1"}
RETYPE = "set the column's format to Text in the spreadsheet, type the number again, and save"
DIAL = "dial *#06# on the handset and type the 15 digits it shows"
DAY_FIRST = "write the day first, as 03/12/2020, 3 Desember 2020 or 2020-12-03"
A_MOBILE = "write one number, as 081234567890"


@pytest.fixture
def read(store: Store, clock: Clock, tmp_path: Path) -> Reader:
    return Reader(store, clock, tmp_path)


def cases(column: str, table: dict[str, str], **others: str) -> list[tuple[dict[str, str], str]]:
    return [
        (others | {column: text}, f"{column}: {message}".replace("{}", repr(text)))
        for text, message in table.items()
    ]


BAD = [
    *cases("imei", {
        "3,54E+14": f"{{}} is what a spreadsheet left of this IMEI; {RETYPE}",
        "3.54123E+14": f"{{}} is what a spreadsheet left of this IMEI; {RETYPE}",
        "3,54123456789012E+14": f"{{}} is mistyped: its check digit is wrong; {DIAL}",
        "001012030000016.0": f"{{}} is what a spreadsheet left of this IMEI; {RETYPE}",
        "354123000000000": f"{{}} ends in zeros that a spreadsheet has put there; {RETYPE}",
        "354123100000000": f"{{}} ends in zeros that a spreadsheet has put there; {RETYPE}",
        "001012030000017": f"{{}} is mistyped: its check digit is wrong; {DIAL}",
        "0010120300000160": f"{{}} has 16 digits: that is an IMEISV, not an IMEI; {DIAL}",
        "12345": f"{{}} has 5 digits, an IMEI has 15; {DIAL}",
        "abc": f"{{}} is not an IMEI; {DIAL}",
        "1/2/3": "{} holds 3 IMEIs; give each handset a row",
        "001012030000016\n001012030000016":
            "{} is the same IMEI twice; dial *#06#: the two slots differ",
    }),
    *cases("imei2", {
        "001012030000016":
            "001012030000016 is the same as imei; dial *#06#: the two slots differ",
    }, imei="001012030000016"),
    *cases("imei2", {
        "001012030000032": "001012030000032 is not the second of imei, "
        "001012030000024; mend one",
    }, imei="001012030000016/001012030000024"),
    *cases("device", {
        "HP-1 / HP-2": "{} holds 2 labels; give each handset a row",
        "HP-1 dan HP-2": "{} holds 2 labels; give each handset a row",
        "HP-1, HP-2; HP-3": "{} holds 3 labels; give each handset a row",
        "HP-1\nHP-2": "{} holds 2 labels; give each handset a row",
        "3.54E+14": f"{{}} is what a spreadsheet left of a longer number; {RETYPE}",
        "L" * 61: f"{'L' * 20!r}… is too long for a label; 60 characters at most",
    }),
    *cases("device", {
        "001012030000016": "001012030000016 is the IMEI of another handset; write the label",
    }, imei="001012030000024"),
    *cases("serial", {
        "1,23E+11": f"{{}} is what a spreadsheet left of a longer number; {RETYPE}",
    }, **STOCK),
    *cases("nip", {
        "198609262015051000": f"'…1000' ends in zeros that a spreadsheet has put there; {RETYPE}",
        "1,98609E+17": f"'…E+17' is what a spreadsheet left of this NIP; {RETYPE}",
        "3303012609860001": "16 digits look like a NIK, which must not be kept here; "
        "write the NIP, or clear it",
        "3303 0126 0986 0001": "16 digits look like a NIK, which must not be kept here; "
        "write the NIP, or clear it",
    }, **HELD),
    *cases("phone_number", {
        "8,12346E+11": f"{{}} is what a spreadsheet left of this number; {RETYPE}",
        "8123456789.0": f"{{}} is what a spreadsheet left of this number; {RETYPE}",
        "12345": f"{{}} is not an Indonesian mobile number; {A_MOBILE}",
        "081234567890/081234567891": f"{{}} is not an Indonesian mobile number; {A_MOBILE}",
    }, **STOCK),
    *cases("iccid", {
        "8,96210E+18": f"{{}} is what a spreadsheet left of this card number; {RETYPE}",
        "896210000000123000": f"{{}} ends in zeros that a spreadsheet has put there; {RETYPE}",
        "123": "{} is not a SIM card's number; it has 16 to 20 digits",
    }, **STOCK),
    *cases("condition", {
        "bagus": "{} is no condition; write B (baik), RR (rusak ringan) or RB (rusak berat)",
    }, **HELD),
    *cases("handed_over_on", {
        "12/25/2020": f"{{}} is not a date: there is no month 25; {DAY_FIRST}",
        "31/02/2020": "{} is not a date: that month has no such day; look the day up",
        "31 Februari 2020": "{} is not a date: that month has no such day; look the day up",
        "4/12/2020": "{} lies in the future: today is 2020-12-03; write a day that has been",
        "44169": "{} lies in the future: today is 2020-12-03; write a day that has been",
        "kemarin": f"{{}} is not a date; {DAY_FIRST}",
        "": "blank, but 'Admin' holds the handset; "
        "write the day, or say --handed-over-on DATE for all",
    }, device="HP-1", holder="Admin"),
    *cases("handed_over_on", {"3/12/2020": "{} without a holder; name the holder"}, **STOCK),
    *cases("position", {"Kasi": "{} without a holder; name the holder"}, **STOCK),
    *cases("handed_over_on", {
        "3/12/2020": "no handset in this row; write its label or IMEI",
    }),
    *cases("instagram", {
        "x": "{} may be a cross or a tick; write the handle, or - for none",
        "dinas baru": "{} holds more than a handle; write one handle and nothing else, as @name",
        "https://www.facebook.com/contoh":
            "{} is of Facebook, not of Instagram; write it under facebook",
        "https://www.instagram.com/explore/": "{} names no account and no post; "
        "open the profile or the post in a browser and copy its address",
        "admin@purbalinggakab.go.id":
            "{} is an e-mail address, not a handle; write the handle, as @name",
    }),
    *cases("twitter", {
        "contoh_dinas_kesehatan": "{} is no Twitter handle; write @name "
        "(up to 15 letters, digits and underscores), or paste the profile's address",
    }),
    *cases("instagram_last_post", {
        "3/12/2020": "2020-12-03 here, but no instagram account is on record; "
        "write its handle, or clear this cell",
        "-": "never here, but no instagram account is on record; "
        "write its handle, or clear this cell",
    }),
    *cases("instagram_last_post", {
        "3/12/2020": "2020-12-03 here, but the agency has no instagram account; "
        "clear one of the two",
        "belum pernah": "never here, but the agency has no instagram account; "
        "clear one of the two",
    }, instagram="tidak ada"),
    *cases("instagram_last_post", {
        "3/12/2020": "2020-12-03 is after the day it was checked on, 2020-12-02; mend one",
    }, instagram="contoh", checked_on="2/12/2020"),
    *cases("agency", {
        "Dinas\x07": "a control character (U+0007); type the cell again",
        "Dinas \u202eA": "a control character (U+202E); type the cell again",
        "D" * 10_000: "10000 characters are more than a cell can mean; "
        "shorten it to 1000, or close a quotation mark left open",
        "..!": "{} is no name; write the agency's name",
        "\u0621": "{} gives no code; give an agency_code",
        "dan Penataan Ruang": "{} is part of a name; join the cells it stands in",
        "Dinas Pekerjaan Umum dan": "{} is part of a name; join the cells it stands in",
        "12": "{} is no name; write the agency's name",
    }),
    *cases("agency", dict.fromkeys(["sda", "Idem", "s.d.a."],
        "{} repeats another cell; write it out, or merge the cells")),
    *cases("holder", {
        "sda": "{} repeats another cell; write it out, or merge the cells",
    }, device="HP-1", handed_over_on="1/12/2020"),
    *cases("device", dict.fromkeys(
        ["HP-01 s.d. HP-05", "HP-01 s/d 05", "HP-01 - HP-05", "HP 1 sampai dengan 5"],
        "{} is a range of labels; give each handset a row")),
    *cases("agency", {"": "blank; name the agency, or clear the row"}, instagram="contoh"),
    *cases("agency", {"": "blank, and no agency can be read above; name it"}, device="HP-1"),
    *cases("agency", {"": "'dinkes' is not on record; name the agency too"}, agency_code="dinkes"),
    *cases("agency_code", {
        "din kes": "{} is no code; use letters, digits, . _ and - only, as dinkes",
    }),
]  # fmt: skip
DOUBTFUL = [
    *cases("nip", {
        "THL": "{} is not a NIP; kept as it is",
        "1986092620150510013": "'…0013' has 19 digits, a NIP has 18; kept as it is",
        "198613262015051001": "'…1001' holds no date of birth and of appointment; kept as it is",
    }, **HELD),
    *cases("phone_number", {
        "(0281) 891234": "{} is a landline, not the number of a SIM card; kept as it is",
    }, **STOCK),
    *cases("iccid", {
        "8962100000001234567": "{} has a wrong check digit; kept as it is",
    }, **STOCK),
    *cases("handed_over_on", {
        "Rabu, 3 Des 2020": "2020-12-03 is a Kamis, not rabu; check the date",
    }, device="HP-1", holder="Admin"),
    *cases("instagram", {
        "ada": "{} says there is an account, but not which; add its handle",
        "✓": "{} says there is an account, but not which; add its handle",
    }),
    ({"holder": "Admin", "source": "Hibah"},
     "row: no handset in this row, so not kept: holder, source; write its label or IMEI"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "line"), BAD)
def test_a_cell_that_cannot_be_taken_is_named_and_nothing_is_written(
    read: Reader, cells: dict[str, str], line: str
) -> None:
    before = read.dump()
    reading = read(sheet([{"agency": "Dinas A"} | cells]))
    assert reading.said == [f"roster.csv:2: {line}"]
    assert reading.error == (
        "1 bad cell in 1 row of roster.csv; nothing was imported; "
        "mend what the lines above name, and import again"
    )
    assert read.dump() == before


@pytest.mark.parametrize(("cells", "line"), DOUBTFUL)
def test_a_doubtful_cell_is_taken_with_a_warning(
    read: Reader, cells: dict[str, str], line: str
) -> None:
    reading = read(sheet([{"agency": "Dinas A"} | cells]))
    assert reading.said == [f"warning: roster.csv:2: {line}"]
    assert reading.error is None
    assert read.rows("select name from agency") == [("Dinas A",)]


def test_every_bad_cell_of_a_row_is_reported(read: Reader) -> None:
    assert read.row(imei="1", phone_number="2", handed_over_on="kemarin", holder="Admin",
                    instagram="a b", twitter="x") == [
        f"imei: '1' has 1 digits, an IMEI has 15; {DIAL}",
        f"phone_number: '2' is not an Indonesian mobile number; {A_MOBILE}",
        f"handed_over_on: 'kemarin' is not a date; {DAY_FIRST}",
        "instagram: 'a b' holds more than a handle; write one handle and nothing else, as @name",
        "twitter: 'x' may be a cross or a tick; write the handle, or - for none",
    ]  # fmt: skip


def test_a_bad_holder_is_not_taken_for_a_missing_one(read: Reader) -> None:
    assert read.row(**HELD | {"holder": "Ad\x01min"}) == [
        "holder: a control character (U+0001); type the cell again"
    ]


def test_a_bad_label_is_not_taken_for_a_missing_handset(read: Reader) -> None:
    assert read.row(**HELD | {"device": "HP\x01", "agency": ""}) == [
        "device: a control character (U+0001); type the cell again",
        "agency: blank, and no agency can be read above; name it",
    ]


@pytest.mark.parametrize(
    ("column", "text", "stored"),
    [
        ("imei", "001012030000016", "001012030000016"),
        ("imei", "'001012030000016", "001012030000016"),
        ("imei", '="001012030000016"', "001012030000016"),
        ("imei", '\'="001012030000016"', "001012030000016"),
        ("imei", "00-101203-000001-6", "001012030000016"),
        ("imei", "3,54123456789017E+14", "354123456789017"),
        ("imei", "\u200b001012030000016\u00a0", "001012030000016"),
        ("imei2", "001012030000024", "001012030000024"),
        ("phone_number", "081234567890", "+6281234567890"),
        ("phone_number", "81234567890", "+6281234567890"),
        ("phone_number", "8,1234567890E+10", "+6281234567890"),
        ("phone_number", "'+62 812-3456-7890", "+6281234567890"),
        ("phone_number", "0812‑3456‑7890", "+6281234567890"),
        ("iccid", "8962100000001234568", "8962100000001234568"),
        ("serial", "RR8N 50ABC", "RR8N 50ABC"),
        ("register_no", "0001", "0001"),
        ("sim_active_until", "3 Maret 2021", "2021-03-03"),
        ("condition", "Kurang  Baik", "RR"),
        ("note", "'=1+1", "=1+1"),
        ("note", "baris satu\nbaris dua", "baris satu baris dua"),
        ("source", "-", None),
        ("source", "tidak  ada", None),
        ("source", "menyusul", None),
    ],
)
def test_a_handset_cell_is_stored_as_text(
    read: Reader, column: str, text: str, stored: str | None
) -> None:
    assert read.row(**STOCK | {column: text}) == []
    assert read.rows(f"select {column} from device") == [(stored,)]  # noqa: S608  # a column of the table above


@pytest.mark.parametrize(
    "cell",
    ["001012030000016/001012030000024", "001012030000016, 001012030000024",
     "001012030000016;001012030000024", "001012030000016 001012030000024",
     "001012030000016\n001012030000024", "001012030000016 /\r\n001012030000024"],
)  # fmt: skip
def test_two_imeis_in_one_cell_are_both_of_the_handset(read: Reader, cell: str) -> None:
    assert read.row(imei=cell) == []
    assert read.rows("select tag, imei, imei2 from device") == [
        ("001012030000016", "001012030000016", "001012030000024")
    ]


def test_an_imei_in_place_of_the_label_is_the_imei(read: Reader) -> None:
    assert read.row(device="001012030000016") == []
    assert read.rows("select tag, imei from device") == [("001012030000016", "001012030000016")]


@pytest.mark.parametrize(
    ("cell", "has", "handle"),
    [
        *((word, 0, None) for word in ("-", "--", "'-", "Tidak Ada", "tidak\n ada", "belum punya",
                                       "BLM", "nihil", "0")),
        *((word, None, None) for word in ("", "?", "menyusul", "Proses")),
        ("@Contoh.Dinas", 1, "Contoh.Dinas"),
        ("'@contoh", 1, "contoh"),
        ("https://www.instagram.com/contoh/?igsh=MzRl&utm_source=qr", 1, "contoh"),
    ],
)  # fmt: skip
def test_an_account_cell_says_none_or_nothing_or_which(
    read: Reader, cell: str, has: int | None, handle: str | None
) -> None:
    assert read.row(instagram=cell) == []
    stated = [] if has is None else [("instagram", has, handle)]
    assert read.rows("select platform, has, handle from account") == stated


def test_a_dash_for_the_last_post_of_no_account_says_nothing_more(read: Reader) -> None:
    assert read.row(instagram="-", instagram_last_post="-") == []
    assert read.rows("select count(*) from sighting") == [(0,)]


@pytest.mark.parametrize(
    ("cells", "sighting"),
    [
        ({"instagram_last_post": "1/12/2020", "checked_on": "2/12/2020"},
         ("post", "2020-12-01T05:00:00Z", "2020-12-02T05:00:00Z")),
        ({"instagram_last_post": "1/12/2020"},
         ("post", "2020-12-01T05:00:00Z", "2020-12-01T05:00:00Z")),
        ({"instagram_last_post": "belum pernah", "checked_on": "2/12/2020"},
         ("empty", None, "2020-12-02T05:00:00Z")),
        ({"instagram_last_post": "-"}, ("empty", None, "2020-12-03T05:00:00Z")),
    ],
)  # fmt: skip
def test_a_last_post_is_evidence_of_the_day_it_was_seen(
    read: Reader, cells: dict[str, str], sighting: tuple[str, str | None, str]
) -> None:
    assert read.row(instagram="contoh", **cells) == []
    assert read.rows("select result, posted_at, last_seen from sighting") == [sighting]


def test_a_holder_without_a_day_takes_the_day_said_for_all(read: Reader, clock: Clock) -> None:
    roster = sheet([{"agency": "Dinas A"} | HELD | {"handed_over_on": ""}])
    assert read(roster, handed_over_on=clock.today).said == []
    assert read.rows("select holder, day from custody_event") == [("Admin", "2020-12-03")]


def test_a_handset_without_holder_and_day_is_in_stock(read: Reader) -> None:
    assert read.row(**STOCK, condition="rusak ringan", note="dus hilang", document_no="-") == []
    assert read.rows("select tag, condition, note from device") == [("HP-1", "RR", "dus hilang")]
    assert read.rows("select count(*) from custody_event") == [(0,)]


def test_an_apostrophe_of_a_name_stays() -> None:
    assert clean("'Aisyiyah") == "'Aisyiyah"
    assert clean("'0812") == "'0812"
    assert clean("'0812", identifier=True) == "0812"


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("https://contoh.id";"@a")', "=SUM(A1:A3)", "= if(A1)"]
)
def test_a_formula_is_not_what_it_shows(text: str) -> None:
    with pytest.raises(InputError, match="is a formula, not what it shows"):
        clean(text)
    assert clean(f"'{text}") == text
