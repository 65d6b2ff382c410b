"""What rows mean together, and against what is on record."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from medsos_cli.models import CustodyEvent, EventKind
from medsos_cli.store.database import Store
from medsos_cli.store.devices import find_device
from medsos_cli.store.events import record
from medsos_cli.words.days import Clock
from tests.rosters import Reader, Reading, sheet

ONE, TWO, THREE = "001012030000016", "001012030000024", "001012030000032"
HELD = {"agency": "Dinas A", "device": "HP-1", "holder": "Admin", "handed_over_on": "1/12/2020"}


@pytest.fixture
def read(store: Store, clock: Clock, tmp_path: Path) -> Reader:
    return Reader(store, clock, tmp_path)


def take_back(read: Reader, tag: str) -> None:
    with read.store.transaction():
        draft = CustodyEvent(0, EventKind.RETURN, date(2020, 12, 2), recorded_by="tu",
                             recorded_at=read.clock.stamp)  # fmt: skip
        device = find_device(read.store, tag)
        record(read.store, device, [draft._replace(device=device.id)], read.clock.today)


CONFLICTS = [
    ([{"instagram": "satu"}, {"instagram": "dua"}],
     ("instagram: 'dua' here, but 'satu' on line 2; "
      "keep one; the other goes to an agency of its own, or into the note")),
    ([{"instagram": "satu"}, {"instagram": "-"}],
     "instagram: 'none' here, but 'satu' on line 2; keep one of them"),
    ([{"kind": "dinas"}, {"kind": "badan"}],
     "kind: 'badan' here, but 'dinas' on line 2; keep one of them"),
    ([{"agency_code": "a"}, {"agency_code": "a", "agency": "Dinas B"}],
     "agency: 'dinas b' here, but 'dinas a' on line 2; keep one of them"),
    ([{"instagram": "satu", "instagram_last_post": "1/12/2020"},
      {"instagram": "satu", "instagram_last_post": "2/12/2020"}],
     "instagram_last_post: '2020-12-02' here, but '2020-12-01' on line 2; keep one of them"),
    ([{"device": "HP-1", "imei": ONE}, {"device": "HP-2", "imei": ONE}],
     "device: 'HP-2' here, but this IMEI has the label HP-1 on line 2; check both"),
    ([{"device": "HP-1", "imei": ONE, "imei2": TWO}, {"device": "HP-2", "imei": TWO}],
     "device: 'HP-2' here, but this IMEI has the label HP-1 on line 2; check both"),
    ([{"device": "HP-1", "imei": ONE}, {"device": "HP-1", "imei": TWO}],
     (f"imei: {TWO} here, but HP-1 has {ONE} on line 2; "
     "check the number, or give the new handset a label of its own")),
    ([{"imei": ONE, "imei2": TWO}, {"imei": ONE, "imei2": THREE}],
     (f"imei2: {THREE} here, but {ONE} has {TWO} on line 2; "
     "check the number, or give the new handset a label of its own")),
    ([{"device": "HP-1", "model": "A1"}, {"device": "hp-1", "model": "A2"}],
     "model: 'A2' here, but 'A1' on line 2; keep one of them"),
    ([HELD, HELD | {"holder": "Lain"}],
     "holder: 'Lain (dinas-a)' here, but 'Admin (dinas-a)' on line 2; keep one of them"),
    ([HELD, HELD | {"agency": "Dinas B"}],
     "holder: 'Admin (dinas-b)' here, but 'Admin (dinas-a)' on line 2; keep one of them"),
    ([HELD | {"document_no": "028/1"}, HELD | {"document_no": "028/2"}],
     "document_no: '028/2' here, but '028/1' on line 2; keep one of them"),
    ([HELD | {"nip": "198609262015051001"}, HELD | {"nip": "198609262015051002"}],
     "nip: '198609262015051002' here, but '198609262015051001' on line 2; keep one of them"),
    ([HELD, HELD | {"handed_over_on": "2/12/2020"}],
     "handed_over_on: '2020-12-02' here, but '2020-12-01' on line 2; keep one of them"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "line"), CONFLICTS)
@pytest.mark.parametrize("apart", [0, 1200])
def test_two_rows_that_disagree_are_an_error_that_names_both_lines(
    read: Reader, rows: list[dict[str, str]], line: str, apart: int
) -> None:
    before = read.dump()
    filler = [{"agency": f"Desa {n}", "device": f"T-{n}"} for n in range(apart)]
    first, second = ({"agency": "Dinas A"} | row for row in rows)
    reading = read(sheet([first, *filler, second]))
    assert reading.said == [f"roster.csv:{apart + 3}: {line}"]
    assert reading.error
    assert read.dump() == before


def test_every_disagreement_of_a_row_is_reported(read: Reader) -> None:
    first = HELD | {"instagram": "satu", "kind": "dinas", "imei": ONE, "model": "A1", "serial": "S"}
    second = HELD | {"instagram": "dua", "kind": "badan", "imei": ONE, "model": "A2", "serial": "Z",
                     "holder": "Lain"}  # fmt: skip
    assert read(sheet([first, second])).said == [
        "roster.csv:3: kind: 'badan' here, but 'dinas' on line 2; keep one of them",
        (
            "roster.csv:3: instagram: 'dua' here, but 'satu' on line 2; "
            "keep one; the other goes to an agency of its own, or into the note"
        ),
        "roster.csv:3: model: 'A2' here, but 'A1' on line 2; keep one of them",
        "roster.csv:3: serial: 'Z' here, but 'S' on line 2; keep one of them",
        (
            "roster.csv:3: holder: 'Lain (dinas-a)' here, but 'Admin (dinas-a)' on line 2; "
            "keep one of them"
        ),
    ]


@pytest.mark.parametrize("apart", [0, 1200])
def test_the_same_row_twice_is_read_once(read: Reader, apart: int) -> None:
    row = HELD | {"instagram": "contoh", "instagram_last_post": "1/12/2020", "imei": ONE}
    filler = [{"agency": f"Desa {n}"} for n in range(apart)]
    reading = read(sheet([row, *filler, row]))
    assert (reading.said, reading.error) == ([], None)
    assert reading.counts == {
        "agencies": f"{apart + 1} 0 0", "accounts": "1 0 0", "devices": "1 0 0",
        "handovers": "1 0 0", "last posts": "1 0 0",
    }  # fmt: skip
    assert read.rows("select count(*) from custody_event") == [(1,)]


def test_label_and_imei_of_different_handsets_are_an_error_that_names_both(read: Reader) -> None:
    read(sheet([{"agency": "Dinas A", "device": "HP-1", "imei": ONE}]))
    rows = [{"device": "HP-2", "imei": TWO}, {"device": "HP-1", "imei": TWO},
            {"device": "", "imei": ONE, "imei2": TWO}]  # fmt: skip
    assert read(sheet([{"agency": "Dinas A"} | row for row in rows])).said == [
        (
            "roster.csv:3: imei: label and IMEI belong to different handsets, "
            "HP-1 (on record) and HP-2 (on line 2); check both"
        ),
        (
            "roster.csv:4: imei: the two IMEIs belong to different handsets, "
            "HP-1 (on record) and HP-2 (on line 2); check both"
        ),
    ]


MIXED_UP = [HELD | {"imei": ONE, "serial": "S1"},
            {"agency": "Dinas B", "device": "HP-2", "imei": TWO, "imei2": THREE,
             "holder": "Budi", "handed_over_on": "1/12/2020"}]  # fmt: skip


def test_two_handsets_on_record_that_a_file_gives_each_other_s_imei_exchange_them(
    read: Reader,
) -> None:
    read(sheet(MIXED_UP))
    mended = [HELD | {"imei": TWO}, HELD | {"device": "HP-2", "imei": ONE, "agency": "Dinas B",
                                            "holder": "Budi"}]  # fmt: skip
    mixed_up = "warning: roster.csv:2: imei: HP-1 and HP-2 are mixed up on record, and exchange"
    reading = read(sheet(mended))
    assert reading.said == [
        f"{mixed_up} their IMEIs",
        f"roster.csv:2: imei: HP-1: {ONE} → {TWO}",
        f"roster.csv:2: imei2: HP-1: nothing → {THREE}",
        f"roster.csv:2: imei: HP-2: {TWO} → {ONE}",
        f"roster.csv:2: imei2: HP-2: {THREE} → nothing",
    ]
    assert (reading.counts["devices"], reading.counts["handovers"]) == ("0 2 0", "0 0 2")
    assert read.rows("select tag, imei, imei2, serial from device") == [
        ("HP-1", TWO, THREE, "S1"), ("HP-2", ONE, None, None)
    ]  # fmt: skip
    assert read(sheet(mended)).said == []


def test_they_exchange_their_labels_where_the_holder_goes_with_the_imei(read: Reader) -> None:
    read(sheet(MIXED_UP))
    mended = [row | {"device": tag} for row, tag in zip(MIXED_UP, ("HP-2", "HP-1"), strict=True)]
    mixed_up = "warning: roster.csv:2: device: HP-2 and HP-1 are mixed up on record, and exchange"
    assert read(sheet(mended)).said == [
        f"{mixed_up} their labels",
        "roster.csv:2: device: HP-2: HP-2 → HP-1",
        "roster.csv:2: device: HP-1: HP-1 → HP-2",
    ]
    assert read.rows("select tag, imei from device order by id") == [("HP-2", ONE), ("HP-1", TWO)]


def test_half_a_swap_and_a_file_that_has_it_both_ways_are_errors(read: Reader) -> None:
    here = [{"agency": "Dinas A", "device": "HP-1", "imei": ONE},
            {"agency": "Dinas B", "device": "HP-2", "imei": TWO}]  # fmt: skip
    there = [here[0] | {"imei": TWO}, here[1] | {"imei": ONE}]
    assert read(sheet(here + there)).error
    assert read(sheet(here)).error is None
    assert read(sheet(here + there)).error
    assert read(sheet(there[:1])).said == [
        (
            "roster.csv:2: imei: label and IMEI belong to different handsets, "
            "HP-1 (on record) and HP-2 (on record); check both"
        )
    ]


def test_a_number_of_two_handsets_is_warned_of(read: Reader) -> None:
    numbers = {"phone_number": "081234567890", "iccid": "8962100000000000010", "serial": "S1"}
    twice = [{"agency": f"Dinas {tag}", "device": tag} | numbers for tag in ("A", "B")]
    assert read(sheet(twice)).said == [
        "warning: phone_number +6281234567890 is that of A and B; clear it where it is wrong",
        "warning: iccid 8962100000000000010 is that of A and B; clear it where it is wrong",
        "warning: serial S1 is that of A and B; clear it where it is wrong",
    ]
    assert read(sheet(twice)).said == []
    moved = [{"agency": "Dinas A", "device": "A", "phone_number": "081234567891"},
             {"agency": "Dinas C", "device": "C"} | numbers | {"iccid": ""}]  # fmt: skip
    assert read(sheet(moved)).said == [
        "warning: phone_number +6281234567890 is that of B and C; clear it where it is wrong",
        "warning: iccid 8962100000000000010 is that of A and B; clear it where it is wrong",
        "warning: serial S1 is that of A and B and C; clear it where it is wrong",
        "roster.csv:2: phone_number: A: +6281234567890 → +6281234567891",
    ]


def test_a_none_word_clears_what_is_on_record_of_a_sim(read: Reader) -> None:
    sim = {"phone_number": "081234567890", "iccid": "8962100000000000010",
           "sim_active_until": "1/2/2021"}  # fmt: skip
    read(sheet([{"agency": "Dinas A", "device": "HP-1"} | sim]))
    none = {"agency": "Dinas A", "device": "HP-1", "model": "-", "phone_number": "-",
            "iccid": "tidak ada", "sim_active_until": "-"}  # fmt: skip
    assert read(sheet([none | dict.fromkeys(sim, "?")])).counts["devices"] == "0 0 1"
    assert read(sheet([none])).said == [
        "roster.csv:2: phone_number: HP-1: +6281234567890 → nothing",
        "roster.csv:2: iccid: HP-1: 8962100000000000010 → nothing",
        "roster.csv:2: sim_active_until: HP-1: 2021-02-01 → nothing",
    ]
    assert read.rows("select phone_number, iccid, sim_active_until from device") == [
        (None, None, None)
    ]
    assert read(sheet([none])).counts["devices"] == "0 0 1"
    assert read(sheet([none, none | {"iccid": "8962100000000000010"}])).said == [
        "roster.csv:3: iccid: '8962100000000000010' here, but 'none' on line 2; keep one of them"
    ]


def test_a_label_for_a_handset_known_by_its_imei_is_a_change(read: Reader) -> None:
    read(sheet([{"agency": "Dinas A", "imei": "", "imei2": TWO}]))
    reading = read(sheet([{"agency": "Dinas A", "device": "HP-1", "imei": ONE, "imei2": TWO}]))
    assert reading.counts["devices"] == "0 1 0"
    assert read.rows("select tag, imei, imei2 from device") == [("HP-1", ONE, TWO)]


def test_a_new_imei_against_the_record_is_an_error(read: Reader) -> None:
    read(sheet([{"agency": "Dinas A", "device": "HP-1", "imei": ONE}]))
    assert read.row(device="HP-1", imei=THREE) == [
        (
            f"imei: {THREE} here, but HP-1 has {ONE} on record; "
            "check the number; another unit under this label: medsos device replace HP-1"
        )
    ]
    assert read.row(device="hp-1", imei=ONE, imei2=TWO) == [f"imei2: HP-1: nothing → {TWO}"]


def test_another_label_for_a_handset_known_by_its_imei_is_a_change_and_said(read: Reader) -> None:
    read(sheet([{"agency": "Dinas A", "device": "HP-3O", "imei": ONE}]))
    assert read.row(device="HP-30", imei=ONE) == ["device: HP-3O: HP-3O → HP-30"]
    assert read.rows("select tag, imei from device") == [("HP-30", ONE)]
    again = [{"agency": "Dinas A", "device": "HP-31", "imei": ONE},
             {"agency": "Dinas A", "device": "HP-30", "imei": TWO}]  # fmt: skip
    assert read(sheet(again)).counts["devices"] == "1 1 0"
    assert read.rows("select tag, imei from device") == [("HP-31", ONE), ("HP-30", TWO)]
    assert read(sheet([again[0], again[0] | {"device": "HP-32"}])).error


def test_a_handset_held_by_somebody_else_is_an_error_that_points_to_transfer(read: Reader) -> None:
    read(sheet([HELD | {"document_no": "028/1"}]))
    other = HELD | {"agency": "Dinas B", "holder": "Lain", "handed_over_on": "3/12/2020"}
    assert read(sheet([other])).said == [
        (
            "roster.csv:2: holder: HP-1 is held by Admin (dinas-a) since 2020-12-01, "
            "document 028/1; to give it to somebody else: medsos transfer HP-1 AGENCY --to NAME"
        )
    ]
    take_back(read, "HP-1")
    assert read(sheet([other])).counts["handovers"] == "1 0 0"
    assert (
        read(sheet([HELD | {"holder": "Baru"}]))
        .said[0]
        .startswith("roster.csv:2: holder: HP-1 is held by Lain (dinas-b) since 2020-12-03; ")
    )


def test_a_handover_before_the_latest_event_is_an_error(read: Reader) -> None:
    read(sheet([HELD]))
    take_back(read, "HP-1")
    early = HELD | {"holder": "Lain", "handed_over_on": "30/11/2020"}
    assert read(sheet([early])).said == [
        (
            "roster.csv:2: handed_over_on: 2020-11-30 is before the latest event of HP-1, "
            "the return of 2020-12-02 (event 2); "
            "give a day from 2020-12-02 on, or void event 2 if it is wrong"
        )
    ]


def test_a_holder_who_has_it_no_more_on_the_row_s_day_is_warned_of(read: Reader) -> None:
    read(sheet([HELD]))
    take_back(read, "HP-1")
    in_stock = (
        "warning: roster.csv:2: holder: 'Admin' here, but on record HP-1 is in stock since "
        "2020-12-02; check both"
    )
    again = read(sheet([HELD, HELD]))
    assert (again.said, again.counts["handovers"]) == ([in_stock], "0 0 1")
    assert read(sheet([HELD | {"checked_on": "1/12/2020"}])).said == []  # so it was then
    assert read(sheet([HELD | {"checked_on": "2/12/2020"}])).said == [in_stock]
    assert read(sheet([HELD | {"returned_on": "2/12/2020"}])).said == []
    other = HELD | {"agency": "Dinas B", "holder": "Lain", "handed_over_on": "3/12/2020"}
    assert read(sheet([other])).said == []
    assert read(sheet([HELD])).said == [
        (
            "warning: roster.csv:2: holder: 'Admin' here, but on record HP-1 is held by Lain "
            "(dinas-b) since 2020-12-03; check both"
        )
    ]


def test_a_recorded_handover_told_otherwise_is_kept_with_a_warning(read: Reader) -> None:
    read(sheet([HELD | {"condition": "B"}]))
    told = HELD | {"condition": "RR", "document_no": "028/1", "handed_over_on": "2/12/2020"}
    reading = read(sheet([told]))
    assert reading.said == [
        (
            "warning: roster.csv:2: handed_over_on: 2020-12-02 here, but event 1 has 2020-12-01; "
            "kept as it was"
        ),
        "warning: roster.csv:2: condition: RR here, but event 1 has B; kept as it was",
        "roster.csv:2: document_no: HP-1: nothing → 028/1",
    ]
    assert reading.counts["handovers"] == "0 1 0"


def test_blank_cells_keep_what_is_on_record(read: Reader) -> None:
    full = HELD | {
        "kind": "dinas", "instagram": "contoh", "facebook": "-", "imei": ONE, "imei2": TWO,
        "model": "A1", "serial": "S1", "item_code": "1.3", "register_no": "0001",
        "phone_number": "081234567890", "iccid": "8962100000001234568", "source": "Hibah",
        "sim_active_until": "3/3/2021", "nip": "198609262015051001", "position": "Admin",
        "document_no": "028/1", "condition": "B", "accessories": "dus", "note": "baik",
        "instagram_last_post": "1/12/2020", "checked_on": "2/12/2020",
    }  # fmt: skip
    assert read(sheet([full])).said == []
    before = read.dump()
    blank = dict.fromkeys(full, "") | {"agency": "Dinas A", "device": "HP-1"}
    reading = read(sheet([blank]))
    assert (reading.said, reading.error) == ([], None)
    assert reading.counts == {
        "agencies": "0 0 1", "accounts": "0 0 0", "devices": "0 0 1", "handovers": "0 0 0",
        "last posts": "0 0 0",
    }  # fmt: skip
    assert read.dump() == before


def test_an_import_changes_what_it_states_and_deletes_nothing(read: Reader) -> None:
    read(sheet([HELD | {"instagram": "satu", "model": "A1"}, {"agency": "Dinas B"}]))
    reading = read(sheet([HELD | {"instagram": "dua", "model": "A2", "kind": "Dinas"}]))
    assert reading.counts == {
        "agencies": "0 1 0", "accounts": "0 1 0", "devices": "0 1 0", "handovers": "0 0 1",
        "last posts": "0 0 0",
    }  # fmt: skip
    assert read.rows("select code, kind from agency") == [("dinas-a", "dinas"), ("dinas-b", None)]
    assert read.rows("select handle, model from account, device") == [("dua", "A2")]


@pytest.mark.parametrize(
    ("first", "second", "stored"),
    [("contoh", "ada", (1, "contoh")), ("contoh", "@CONTOH", (1, "contoh")),
     ("contoh", "-", (0, None)), ("-", "contoh", (1, "contoh")), ("-", "ada", (1, None)),
     ("ada", "contoh", (1, "contoh")), ("contoh", "?", (1, "contoh"))],
)  # fmt: skip
def test_an_account_stated_again(
    read: Reader, first: str, second: str, stored: tuple[int, str | None]
) -> None:
    read(sheet([{"agency": "Dinas A", "instagram": first}]))
    read(sheet([{"agency": "Dinas A", "instagram": second}]))
    assert read.rows("select has, handle from account") == [stored]


def test_one_handle_for_two_agencies_is_taken_with_a_warning(read: Reader) -> None:
    rows = [{"agency": "Dinas A", "facebook": "contoh.satu"},
            {"agency": "Dinas B", "facebook": "ContohSatu"}]  # fmt: skip
    also = "warning: roster.csv:{}: facebook: {!r} is also the account of {}; check whose it is"
    assert read(sheet(rows)).said == [also.format(3, "ContohSatu", "dinas-a")]
    assert read(sheet(rows)).said == [
        also.format(2, "contoh.satu", "dinas-b"), also.format(3, "ContohSatu", "dinas-a")
    ]  # fmt: skip
    assert read(sheet([rows[0] | {"facebook": "contoh.dua"}, rows[1]])).said == [
        "roster.csv:2: facebook: dinas-a: contoh.satu → contoh.dua",
        (
            "if an account is the same under a new name: "
            "medsos account set AGENCY PLATFORM HANDLE --renamed"
        ),
    ]


def test_of_many_with_one_handle_three_are_named(read: Reader) -> None:
    said = read(sheet([{"agency": f"Dinas {n}", "x": "satu"} for n in "ABCDEFG"])).said
    assert said[-1] == (
        "warning: roster.csv:6–8: x: 'satu' is also the account of dinas-a, dinas-b, dinas-c, …; "
        "check whose it is"
    )


def test_an_agency_with_several_handsets_and_none(read: Reader) -> None:
    reading = read(
        "kode opd,nama opd,label,nama admin,tgl bast\n"
        "dinkes,Dinas Kesehatan,HP-1,Satu,3/12/2020\n"
        ",,HP-2,Dua,3/12/2020\n"
        "KECAMATAN,,,,\n"
        ",,HP-3,,\n"
        ",Kecamatan X,,,\n"
        "dinkes,,HP-4,,\n"
    )
    assert reading.said == ["roster.csv: passed over: group, line 4: 'KECAMATAN'"]
    assert reading.counts["agencies"] == "2 0 0"
    assert read.rows("select agency, holder from custody_event") == [
        ("dinkes", "Satu"), ("dinkes", "Dua")
    ]  # fmt: skip
    assert read.rows("select tag from device order by 1") == [
        ("HP-1",), ("HP-2",), ("HP-3",), ("HP-4",)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["Dinas Kesehatan", "DINAS  KESEHATAN", "Dinas Kesehatan Kabupaten Purbalingga",
     "Dinas-Kesehatan Kab. Purbalingga", "Dinas Kesehatan.", "12. Dinas Kesehatan"],
)  # fmt: skip
def test_an_agency_is_found_by_any_spelling_of_its_name(read: Reader, name: str) -> None:
    read(sheet([{"agency_code": "dinkes", "agency": "Dinas Kesehatan"}]))
    reading = read(sheet([{"agency": name, "instagram": "-"}]))
    assert (reading.said, reading.counts["agencies"]) == ([], "0 0 1")
    assert read.rows("select code, name from agency") == [("dinkes", "Dinas Kesehatan")]


def test_the_government_before_a_name_makes_no_two_offices_one(read: Reader) -> None:
    read(sheet([{"agency_code": "bakeuda", "agency": "Badan Keuangan Daerah"}]))
    names = ["BADAN KEUANGAN DAERAH", "DINAS KESEHATAN", "DINAS PERHUBUNGAN"]
    rows = [{"agency": f"PEMERINTAH KABUPATEN PURBALINGGA {name}"} for name in names]
    assert read(sheet(rows)).counts["agencies"] == "2 0 1"
    assert read(sheet([{"agency": "Dinas Kesehatan"}])).counts["agencies"] == "0 0 1"


def test_offices_of_two_regencies_are_two(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["Dinas Kesehatan Kab. Banyumas", "Pemkab Cilacap Dinas Kesehatan"]
    assert read(sheet([{"agency": name} for name in names])).counts["agencies"] == "2 0 0"
    bare = sheet([{"agency": "Dinas Kesehatan", "instagram": "contoh.dinkes"}])
    assert read(bare).said == [
        (
            "roster.csv:2: agency: 'Dinas Kesehatan' may be of Dinas Kesehatan Kab. Banyumas "
            "(dinas-kesehatan-kab-banyumas), Pemkab Cilacap Dinas Kesehatan "
            '(pemkab-cilacap-dinas-kesehatan); give its code, or write regency = "…", '
            "the office's own, into config.toml"
        )
    ]
    monkeypatch.setenv("MEDSOS_REGENCY", "Cilacap")
    assert read(bare).counts["agencies"] == "0 0 1"
    assert read.rows("select agency from account") == [("pemkab-cilacap-dinas-kesehatan",)]
    monkeypatch.setenv("MEDSOS_REGENCY", "Dinas")
    assert read(bare).error is not None


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0)])
def test_a_bare_name_among_two_regencies_is_refused_in_any_order(
    read: Reader, order: tuple[int, ...]
) -> None:
    names = ["Dinas Sosial", "Dinas Sosial Kab. Banyumas", "Dinas Sosial Kab. Cilacap"]
    said = read(sheet([{"agency": names[n]} for n in order])).said
    assert said
    assert all("config.toml" in line for line in said)


@pytest.mark.parametrize("between", [0, 600], ids=["near", "far apart"])
@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_of_which_regency_a_bare_name_is_does_not_hang_on_how_far_apart_the_rows_are(
    read: Reader, order: tuple[int, ...], between: int
) -> None:
    names = ["Dinas Sosial", "Dinas Sosial Kab. Banyumas", "Dinas Sosial Kab. Cilacap"]
    others = [{"agency_code": f"k{n}", "agency": f"Kelurahan Nomor {n}"} for n in range(between)]
    first, *later = ({"agency": names[n], "instagram": "-"} for n in order)
    reading = read(sheet([first, *others, later[0], *others, later[1]]))
    assert reading.error is not None
    assert all("may be of" in line for line in reading.said)


def test_another_regency_in_the_name_is_another_name(read: Reader) -> None:
    for name, count in (
        ("Dinas A Kab. B", "1 0 0"),
        ("Dinas A", "0 0 1"),
        ("Dinas A Kab. C", "0 1 0"),
    ):
        assert read(sheet([{"agency_code": "a", "agency": name}])).counts["agencies"] == count


def test_an_agency_is_found_though_many_of_its_name_went_before_by_their_codes(
    read: Reader,
) -> None:
    regencies = "Alor Bangli Ciamis Demak Ende Garut Jember Klaten Lebak Magetan Ngawi Paser"
    names = [f"Dinas Sosial Kab. {each}" for each in regencies.split()]
    read(sheet([{"agency_code": f"k{n}", "agency": name} for n, name in enumerate(names)]))
    rows = [{"agency_code": f"k{n}", "kind": "dinas"} for n in range(11)]
    rows += [{"agency_code": f"z{n}", "agency": f"Desa Contoh {n}"} for n in range(500)]
    reading = read(sheet([*rows, {"agency": names[-1], "kind": "dinas"}]))
    assert (reading.error, reading.counts["agencies"]) == (None, "500 12 0")


def test_a_new_agency_is_listed_beside_the_known_one_it_is_near(read: Reader) -> None:
    read(sheet([{"agency_code": "dinkes", "agency": "Dinas Kesehatan"}]))
    rows = [
        {"agency": name}
        for name in ("Dinkes Contoh", "Bagian Hukum Setda", "Bag. Hukum", "Dinas B")
    ]
    reading = read(sheet(rows))
    assert (reading.error, reading.counts["agencies"]) == (None, "4 0 0")
    same = "if it is the same, write it so"
    assert [line.removeprefix("warning: roster.csv:") for line in reading.said] == [
        f"2: agency: 'Dinkes Contoh' is new, and near 'Dinas Kesehatan' (dinkes); {same}",
        "4: agency: 'Bag. Hukum' is new, and near 'Bagian Hukum Setda' (bagian-hukum-setda); "
        + same,
    ]
    assert read(sheet(rows)).said == []


@pytest.mark.parametrize("name", ["Dinas Kesehata", "Kesehatan", "Dinas Kesehatan dan KB"])
def test_an_agency_is_never_found_by_likeness(read: Reader, name: str) -> None:
    read(sheet([{"agency_code": "dinkes", "agency": "Dinas Kesehatan"}]))
    assert read(sheet([{"agency": name}])).counts["agencies"] == "1 0 0"


def test_a_name_of_several_agencies_is_an_error_with_the_codes(read: Reader) -> None:
    rows = [{"agency_code": code, "agency": "UPTD Pasar"} for code in ("pasar-b", "pasar-a")]
    reading = read(sheet([*rows, {"agency": "UPTD Pasar"}]))
    assert reading.said == [
        (
            "roster.csv:4: agency: 'UPTD Pasar' is the name of several; "
            "give the agency_code: pasar-a, pasar-b"
        )
    ]
    read(sheet(rows))
    assert read(sheet([{"agency": "uptd pasar"}])).said == [
        (
            "roster.csv:2: agency: 'uptd pasar' is the name of several; "
            "give the agency_code: pasar-a, pasar-b"
        )
    ]


def test_a_known_code_beside_the_name_of_another_agency_is_an_error(read: Reader) -> None:
    """Else one office would stand on record twice, and the other not at all."""
    header = "agency_code,agency,instagram\n"
    read(f"{header}dinkes,Dinas Kesehatan,contoh.dinkes\ndinsos,Dinas Sosial,contoh.dinsos\n")

    reading = read(f"{header}dinkes,DINAS SOSIAL,contoh.dinsos\n")

    assert reading.said[-1] == (
        "roster.csv:2: agency: 'DINAS SOSIAL' is the name of dinsos, and dinkes another agency;"
        " mend the code or the name; a new name is given with medsos agency rename"
    )
    assert not read(f"{header}dinkes,Dinas Kesehatan Baru,\n").error


def test_a_name_whose_code_is_taken_is_an_error(read: Reader) -> None:
    read(sheet([{"agency_code": "dinas-a", "agency": "Dinas Lama"}]))
    assert read(sheet([{"agency": "Dinas Á"}])).said == [
        (
            "roster.csv:2: agency: 'Dinas Á' would get the code dinas-a of 'Dinas Lama'; "
            "give an agency_code"
        )
    ]


def same_again(read: Reader, roster: str) -> Reading:
    before = read.dump()
    again = read(roster)
    assert read.dump() == before
    assert all(count.startswith("0 0 ") for count in again.counts.values())
    return again


def test_reading_again_changes_nothing_also_after_a_return(read: Reader) -> None:
    roster = sheet([HELD | {"instagram": "contoh", "instagram_last_post": "1/12/2020"},
                    HELD | {"device": "HP-2"}])  # fmt: skip
    read(roster)
    same_again(read, roster)
    take_back(read, "HP-1")
    assert same_again(read, roster).said == [
        (
            "warning: roster.csv:2: holder: 'Admin' here, but on record HP-1 is in stock since "
            "2020-12-02; check both"
        )
    ]
    assert read.rows("select count(*) from custody_event where device = 1") == [(2,)]


def test_reading_an_older_roster_again_changes_nothing(read: Reader) -> None:
    def roster(day: str) -> str:
        return sheet([{"agency": "Dinas A", "instagram": "contoh",
                       "instagram_last_post": "1/10/2020", "checked_on": day}])  # fmt: skip

    for day in ("1/11/2020", "2/12/2020", "15/11/2020"):
        read(roster(day))
    assert read.rows("select first_seen, last_seen from sighting order by 1") == [
        (f"2020-{day}T05:00:00Z", f"2020-{day}T05:00:00Z") for day in ("11-01", "11-15", "12-02")
    ]
    for day in ("1/11/2020", "2/12/2020", "15/11/2020"):
        same_again(read, roster(day))


@pytest.mark.parametrize(("first", "second"), [("-", "ada"), ("ada", "-")])
def test_none_and_there_is_one_disagree(read: Reader, first: str, second: str) -> None:
    rows = [{"agency": "Dinas A", "instagram": word} for word in (first, second)]
    words = {"-": "none", "ada": "an account"}
    said = read(sheet(rows)).said
    assert said[-1] == (
        f"roster.csv:3: instagram: {words[second]!r} here, but {words[first]!r} on line 2; "
        "keep one of them"
    )


def test_a_later_look_in_the_same_file_is_evidence_too(read: Reader) -> None:
    row = {"agency": "Dinas A", "instagram": "satu", "instagram_last_post": "1/11/2020"}
    days = ("2/12/2020", "1/12/2020", "2/12/2020")
    reading = read(sheet([row | {"checked_on": day} for day in days]))
    assert reading.error is None
    assert read.rows("select max(last_seen) from sighting") == [("2020-12-02T05:00:00Z",)]


def test_a_return_is_no_handover_that_is_on_record(read: Reader) -> None:
    row = {
        "agency": "Dinas A", "device": "HP-1", "holder": "Budi", "handed_over_on": "1/12/2020"
    }  # fmt: skip
    read(sheet([row]))
    read.store.rows(
        "insert into custody_event (event, device, kind, day, agency, holder, recorded_at, "
        "recorded_by) values (2, 1, 'return', '2020-12-02', 'dinas-a', 'Budi', "
        "'2020-12-02T05:00:00Z', 'tu')"
    )
    counts = read(sheet([row | {"handed_over_on": "2/12/2020", "document_no": "2"}])).counts
    assert counts["handovers"] == "1 0 0"
