"""What rows mean together, and against what is on record."""

from datetime import date
from pathlib import Path

import pytest

from medsos_cli.days import Clock
from medsos_cli.models import CustodyEvent, EventKind
from medsos_cli.store.custody import record
from medsos_cli.store.database import Store
from medsos_cli.store.devices import find_device

from . import Reader, Reading, sheet

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
     "instagram: 'dua' here, but 'satu' on line 2; keep one of them"),
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
        "roster.csv:3: instagram: 'dua' here, but 'satu' on line 2; keep one of them",
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


def test_a_label_for_a_handset_known_by_its_imei_is_a_change(read: Reader) -> None:
    read(sheet([{"agency": "Dinas A", "imei": "", "imei2": TWO}]))
    reading = read(sheet([{"agency": "Dinas A", "device": "HP-1", "imei": ONE, "imei2": TWO}]))
    assert (reading.said, reading.counts["devices"]) == ([], "0 1 0")
    assert read.rows("select tag, imei, imei2 from device") == [("HP-1", ONE, TWO)]


def test_a_new_imei_or_label_against_the_record_is_an_error(read: Reader) -> None:
    read(sheet([{"agency": "Dinas A", "device": "HP-1", "imei": ONE}]))
    assert read.row(device="HP-1", imei=THREE) == [
        (
            f"imei: {THREE} here, but HP-1 has {ONE} on record; "
            "check the number, or give the new handset a label of its own"
        )
    ]
    assert read.row(device="HP-2", imei=ONE) == [
        "device: 'HP-2' here, but this IMEI has the label HP-1 on record; check both"
    ]
    assert read.row(device="hp-1", imei=ONE, imei2=TWO) == []


def test_a_handset_held_by_somebody_else_is_an_error_that_points_to_transfer(
    read: Reader,
) -> None:
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


def test_a_recorded_handover_told_otherwise_is_kept_with_a_warning(read: Reader) -> None:
    read(sheet([HELD | {"condition": "B"}]))
    told = HELD | {"condition": "RR", "document_no": "028/1", "handed_over_on": "2/12/2020"}
    reading = read(sheet([told]))
    assert reading.said == [
        (
            "warning: roster.csv:2: handed_over_on: 2020-12-02 here, but event 1 has 2020-12-01; "
            "kept as it was"
        ),
        "warning: roster.csv:2: document_no: 028/1 here, but event 1 has nothing; kept as it was",
        "warning: roster.csv:2: condition: RR here, but event 1 has B; kept as it was",
    ]
    assert reading.counts["handovers"] == "0 0 1"


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
    assert read(sheet([rows[0] | {"facebook": "contoh.dua"}, rows[1]])).said == []


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
    assert reading.said == ["roster.csv: passed over: group, line 4"]
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
     "Dinas-Kesehatan Kab. Purbalingga", "Dinas Kesehatan."],
)  # fmt: skip
def test_an_agency_is_found_by_any_spelling_of_its_name(read: Reader, name: str) -> None:
    read(sheet([{"agency_code": "dinkes", "agency": "Dinas Kesehatan"}]))
    reading = read(sheet([{"agency": name, "instagram": "-"}]))
    assert (reading.said, reading.counts["agencies"]) == ([], "0 0 1")
    assert read.rows("select code, name from agency") == [("dinkes", "Dinas Kesehatan")]


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
    assert same_again(read, roster).said == []
    assert read.rows("select count(*) from custody_event where device = 1") == [(2,)]


def test_reading_an_older_roster_again_changes_nothing(read: Reader) -> None:
    def roster(day: str) -> str:
        return sheet([{"agency": "Dinas A", "instagram": "contoh",
                       "instagram_last_post": "1/10/2020", "checked_on": day}])  # fmt: skip

    for day in ("1/11/2020", "2/12/2020", "15/11/2020"):
        read(roster(day))
    assert read.rows("select first_seen, last_seen from sighting") == [
        ("2020-11-01T05:00:00Z", "2020-12-02T05:00:00Z")
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
