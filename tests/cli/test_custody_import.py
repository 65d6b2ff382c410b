"""`medsos custody-import`: many events from one file, by the one rule, all of them or none."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.office import dump, open_office, query

HEADER = "event,device,agency,holder,on,document,condition,note\n"
DAY_OF_WORK = HEADER + (
    "return,HP-1,,,1/12/2020,028/70,B,dus lengkap\n"
    "handover,HP-1,setda,Cici,2/12/2020,028/71,,\n"
    "transfer,HP-2,Kecamatan Kalimanah,Dodi,2/12/2020,028/72,RR,\n"
    "lost,HP-3,,,3/12/2020,SKTLK/1,,\n"
    "found,HP-3,,,3/12/2020,,,\n"
)
DONE = [
    (3, "HP-1", "return", "2020-12-01", "dinkes", "Ani", "028/70", "B", None),
    (4, "HP-1", "handover", "2020-12-02", "setda", "Cici", "028/71", None, None),
    (5, "HP-2", "return", "2020-12-02", "setda", "Budi", "028/72", "RR", None),
    (6, "HP-2", "handover", "2020-12-02", "kalimanah", "Dodi", "028/72", "RR", 5),
    (7, "HP-3", "lost", "2020-12-03", None, None, "SKTLK/1", None, None),
    (8, "HP-3", "found", "2020-12-03", None, None, None, None, None),
]


@pytest.fixture
def office(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return open_office(run, tmp_path)


def write(text: str, name: str = "events.csv") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def recorded(db: Path) -> list[tuple[object, ...]]:
    """Return the events after those of the roster."""
    return query(
        db,
        "select event, tag, kind, day, agency, holder, document, c.condition, transfer_of "
        "from custody_event c join device d on d.id = c.device where event > 2 order by event",
    )


def test_what_happened_is_recorded_in_the_order_of_the_rows(office: Run, db: Path) -> None:
    answer = office("custody-import", write(DAY_OF_WORK), user="rini")
    assert answer.lines == [
        "events.csv: 5 rows imported: 6 new, 0 changed, 0 unchanged",
        "  events        6 new,   0 changed,   0 unchanged",
    ]
    assert answer.err == "new events: 3 to 8; the paper of one: medsos bast 8\n"
    assert recorded(db) == DONE
    said = "select distinct recorded_by, recorded_at from custody_event where event > 2"
    assert query(db, said) == [("rini", "2020-12-03T03:00:00Z")]
    assert query(db, "select note from custody_event where event = 3") == [("dus lengkap",)]


@pytest.mark.parametrize(
    "text",
    [
        DAY_OF_WORK.replace(",", ";"),
        "\ufeff" + DAY_OF_WORK.replace(",", "\t").replace("\n", "\r\n"),
        "BERITA ACARA,,,,,,,\n\n" + DAY_OF_WORK,
        DAY_OF_WORK.replace(HEADER, "Kejadian,Kode HP,Nama OPD,Penerima,Tgl BAST,No BAST,"
                                    "Kondisi,Ket\n")
        .replace("return", "Pengembalian").replace("handover", "serah terima")
        .replace("transfer", "MUTASI").replace("lost", "hilang").replace("found", "ditemukan")
        .replace("1/12/2020", "Selasa 1 Des 2020").replace("3/12/2020", "44168"),
        DAY_OF_WORK.replace("device", "imei").replace("HP-1", "001012030000024")
        .replace("HP-2", "001012030000032").replace("HP-3", "HP-3").replace("imei,", "imei,device,")
        .replace("4,", "4,HP-1,").replace("32,", "32,,").replace("HP-3", ",HP-3"),
    ],
    ids=["semicolons", "tabs, BOM", "title", "Indonesian", "by IMEI"],
)  # fmt: skip
def test_a_file_is_read_by_the_rules_of_a_roster(office: Run, db: Path, text: str) -> None:
    office("custody-import", write(text))
    assert recorded(db) == DONE


def test_a_dry_run_says_the_same_and_writes_nothing(office: Run, db: Path) -> None:
    before = dump(db)
    dry = office("custody-import", write(DAY_OF_WORK), "--dry-run")
    assert (
        dry.lines[0] == "events.csv: 5 rows checked, nothing written: 6 new, 0 changed, 0 unchanged"
    )
    assert dump(db) == before
    assert office("custody-import", write(DAY_OF_WORK)).lines[1:] == dry.lines[1:]


BAD = HEADER + (
    "return,HP-1,,,3/12/2020,=1,,\n"
    "assign,HP-3,dinkess,,4/12/2020,-,,\n"
    "terbang,HP-9,,,12/25/2020,,bagus,\n"
    "found,HP-2,,,1/12/2020,,,\n"
    ",,,,,x,,\n"
    "lost,HP-3\n"
    "assign,HP-2,dinkes,Eka,2/12/2020,,,\n"
    "return,HP-2,,,1/10/2020,,,\n"
)
BAD_CELLS = """\
3: agency (C): no agency is called 'dinkess'; did you mean dinkes?
3: holder (D): blank; say who receives the device
3: on (E): '4/12/2020' lies in the future: today is 2020-12-03; write a day that has been
4: device (B): no device is called 'HP-9'; did you mean HP-3 or HP-2 or HP-1?
4: event (A): 'terbang' is no event; write handover, return, transfer, lost or found
4: on (E): '12/25/2020' is not a date: there is no month 25; write the day first, as \
03/12/2020, 3 Desember 2020 or 2020-12-03
4: condition (G): 'bagus' is no condition; write B (baik), RR (rusak ringan) or RB (rusak berat)
5: event (A): HP-2 is held by Budi (setda) since 2020-11-20; to take it back: medsos return HP-2
6: device (B): blank; name the device by its label or IMEI
6: event (A): blank; write handover, return, transfer, lost or found
6: on (E): blank; write the day it happened
7: row: 2 cells where the header has 8; add or take out the separator that is wrong
8: event (A): HP-2 is held by Budi (setda) since 2020-11-20; to give it to somebody else: \
medsos transfer HP-2 AGENCY --to NAME
9: event (A): 2020-10-01 is before the latest event of HP-2, the handover of 2020-11-20 (event 2); \
give a day from 2020-11-20 on, or void event 2 if it is wrong
"""


def test_one_bad_cell_keeps_the_whole_file_out_and_every_bad_one_is_named(
    office: Run, db: Path
) -> None:
    before = dump(db)
    answer = office("custody-import", write(BAD), code=2)
    cells = [f"events.csv:{line}" for line in BAD_CELLS.splitlines()]
    said = answer.err.splitlines()
    assert sorted(said[:-2]) == sorted(cells)
    assert said[-2:] == [
        f"error: {len(cells)} bad cells in 7 rows of events.csv; nothing was imported",
        "hint: mend what the lines above name, and import again",
    ]
    assert answer.out == ""
    assert dump(db) == before


def test_the_rejects_can_be_mended_and_imported(office: Run, db: Path) -> None:
    bad = HEADER + "return,HP-1,,,3/12/2020,=1,,\nassign,HP-3,dinkess,Eka,3/12/2020,+1,,-\n"
    answer = office("custody-import", write(bad), "--rejects", "rejects.csv", code=2)
    assert answer.err.splitlines()[1] == (
        "rejects.csv: 1 bad row, with the reason in the last column"
    )
    text = Path("rejects.csv").read_bytes().decode()
    assert text == (
        f"{HEADER.strip()},reason\r\nassign,HP-3,dinkess,Eka,3/12/2020,'+1,,'-,"
        "agency (C): no agency is called 'dinkess'; did you mean dinkes?\r\n"
    )
    again = office("custody-import", "rejects.csv", "--dry-run", code=2).err.splitlines()
    assert (
        again[0] == "rejects.csv:2: agency (C): no agency is called 'dinkess'; did you mean dinkes?"
    )
    assert len(again) == 3
    answer = office("custody-import", write(text.replace("dinkess", "dinkes"), "mended.csv"))
    assert answer.err.splitlines() == [
        "warning: HP-3 is heavily damaged (RB), as far as is known", "paper: medsos bast 3"
    ]  # fmt: skip
    assert recorded(db) == [
        (3, "HP-3", "handover", "2020-12-03", "dinkes", "Eka", "+1", None, None)
    ]


def test_a_file_that_has_grown_is_read_anew(office: Run, db: Path) -> None:
    office("custody-import", write(DAY_OF_WORK))
    again = office("custody-import", write(DAY_OF_WORK))
    assert again.lines[0] == "events.csv: 5 rows imported: 0 new, 0 changed, 6 unchanged"
    grown = DAY_OF_WORK + "return,HP-1,,,3/12/2020,028/73,,\n"
    assert "1 new, 0 changed, 6 unchanged" in office("custody-import", write(grown)).out
    assert recorded(db)[:-1] == DONE
    assert recorded(db)[-1][:4] == (9, "HP-1", "return", "2020-12-03")


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_what_is_new_and_what_is_filled_in_follow_each_other_as_the_rows_do(
    office: Run, db: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("medsos_cli.intake.importing._AT_ONCE", at_once)
    header = "event,device,agency,holder,nip,on,document\n"
    office("custody-import", write(
        header + "handover,HP-3,setda,Cici,,1/12/2020,\nreturn,HP-3,,,,2/12/2020,\n"
    ))  # fmt: skip
    answer = office("custody-import", write(
        header + "handover,HP-3,setda,Cici,196801011990031001,1/12/2020,A/1\n"
        "lost,HP-1,,,,2/12/2020,\nreturn,HP-3,,,,2/12/2020,A/2\nfound,HP-1,,,,3/12/2020,\n"
    ))  # fmt: skip
    assert "2 new, 2 changed, 0 unchanged" in answer.out
    sealed = """select event, place from custody_event where event > 4
        union all select event, place from amendment order by place"""
    assert query(db, sealed) == [(3, 5), (4, 6), (5, 7), (4, 8), (6, 9)]
    amended = "select event, nip, document from amendment order by id"
    nip = "196801011990031001"
    assert query(db, amended) == [(3, nip, "A/1"), (4, nip, None), (4, nip, "A/2")]


def test_each_event_on_record_answers_for_one_row_only(office: Run, db: Path) -> None:
    day = HEADER + (
        "return,HP-1,,,3/12/2020,,,\nhandover,HP-1,setda,Cici,3/12/2020,,,\n"
    )  # fmt: skip
    office("custody-import", write(day))
    grown = f"{day}return,HP-1,,,3/12/2020,,,\nhandover,HP-1,setda,Cici,3/12/2020,,,\n"
    assert "2 new, 0 changed, 2 unchanged" in office("custody-import", write(grown)).out
    assert "0 new, 0 changed, 4 unchanged" in office("custody-import", write(grown)).out
    assert [row[2] for row in recorded(db)] == ["return", "handover"] * 2


def test_a_holder_is_the_same_in_any_case_and_alphabet(office: Run, db: Path) -> None:
    spellings = ("Émile Contoh", "ÉMILE  CONTOH", "émile contoh", "e\u0301mile contoh")
    for n, holder in enumerate(spellings):
        office(
            "custody-import",
            write(f"event,device,agency,holder,on\nserah terima,HP-3,setda,{holder},3/12/2020\n"),
        )
        roster = (
            f"agency,device,holder,handed_over_on\nSekretariat Daerah,HP-3,{holder},3/12/2020\n"
        )
        office("import", write(roster, f"{n}.csv"))
    assert [row[5] for row in recorded(db)] == ["Émile Contoh"]


def test_what_a_row_tells_otherwise_than_the_record_is_said(office: Run, db: Path) -> None:
    office("custody-import", write(DAY_OF_WORK))
    other = DAY_OF_WORK.replace("028/71", "028/99").replace("dus lengkap", "")
    answer = office("custody-import", write(other))
    assert answer.err == (
        "warning: events.csv:3: document (F): 028/99 here, but event 4 has 028/71; kept as it was\n"
    )
    assert "0 new, 0 changed, 6 unchanged" in answer.out
    assert recorded(db) == DONE


def test_a_nip_told_otherwise_is_not_shown_whole(office: Run) -> None:
    header = "event,device,agency,holder,nip,on\n"
    for nip in ("198609262015051001", "198609262015051002"):
        row = f"transfer,HP-1,setda,Cici,{nip},3/12/2020\n"
        answer = office("custody-import", write(header + row))
    assert answer.err == (
        "warning: events.csv:2: nip (E): …1002 here, but event 4 has …1001; kept as it was\n"
    )


def test_what_was_voided_is_recorded_again(office: Run, db: Path) -> None:
    office("custody-import", write(DAY_OF_WORK))
    office("void", "5", "--reason", "salah")
    assert "2 new, 0 changed, 4 unchanged" in office("custody-import", write(DAY_OF_WORK)).out
    assert [row[2] for row in recorded(db)[-4:]] == ["void", "void", "return", "handover"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "HP-3,001012030000016,setda,",
            "imei (C): label and IMEI belong to different handsets, HP-3 and HP-1; check both",
        ),
        ("HP-3,001012030000099,setda,", "imei (C): no device is called '001012030000099'"),
        (
            ',"001012030000016/001012030000032",setda,',
            "imei (C): label and IMEI belong to different handsets, HP-1 and HP-2; check both",
        ),
        (
            'HP-3,"1,01203E+12",setda,',
            "imei (C): '1,01203E+12' is what a spreadsheet left of this IMEI",
        ),
        (
            "HP-3,,setda,Dinas Kesehatan",
            "agency (E): 'Dinas Kesehatan' is dinkes, but setda is given; check both",
        ),
        ("HP-3,,,", "agency (E): blank; say who receives the device"),
    ],
)
def test_two_names_for_one_thing_must_agree(office: Run, db: Path, row: str, said: str) -> None:
    before = dump(db)
    header = "event,device,imei,agency_code,agency,holder,on\n"
    answer = office("custody-import", write(f"{header}handover,{row},Eka,3/12/2020\n"), code=2)
    assert answer.err.startswith(f"events.csv:2: {said}")
    assert dump(db) == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("return,HP-1,setda,,3/12/2020,,,", "setda here, but HP-1 was with dinkes; check both"),
        ("lost,HP-3,setda,,3/12/2020,,,", "setda here, but nobody held it; check both"),
    ],
)
def test_a_device_is_taken_from_the_agency_that_holds_it(
    office: Run, db: Path, row: str, said: str
) -> None:
    before = dump(db)
    answer = office("custody-import", write(HEADER + row + "\n"), code=2)
    assert answer.err.splitlines()[0] == f"events.csv:2: agency (C): {said}"
    assert dump(db) == before
    office("custody-import", write(HEADER + "return,HP-1,dinkes,,3/12/2020,,,\n"))


def test_a_name_that_is_nobodys_gives_way_to_the_code(office: Run, db: Path) -> None:
    header = "event,device,imei,agency_code,agency,holder,on\n"
    row = 'transfer,HP-1,"001012030000016/001012030000024",setda,Setda Kab.,Eka,3/12/2020\n'
    office("custody-import", write(header + row))
    assert recorded(db)[-1][4:6] == ("setda", "Eka")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("device,on\nHP-1,3/12/2020\n", "no row has a heading for the event"),
        (HEADER, "events.csv has no row to import"),
        ("", "events.csv"),
        (HEADER + "return,HP-1,,,3/12/2020,a\x1bb,,\n", "U+001B"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(office: Run, db: Path, text: str, said: str) -> None:
    before = dump(db)
    assert said in office("custody-import", write(text), code=2).err
    assert dump(db) == before


def test_without_a_database_it_says_how_to_begin(
    run: Run, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "there is no database" in run("custody-import", write(DAY_OF_WORK), code=2).err
    assert not db.exists()


def test_a_former_name_is_found_and_said_to_be_former(office: Run, db: Path) -> None:
    office("agency", "rename", "kalimanah", "Kecamatan Baru")
    rows = HEADER + "transfer,HP-1,Kecamatan Kalimanah,Eka,3/12/2020,,,\n"
    answer = office("custody-import", write(rows))
    assert answer.err == (
        "warning: events.csv:2: agency (C): Kecamatan Kalimanah is a former name of kalimanah\n"
        "new events: 3 to 4; the paper of one: medsos bast 4\n"
    )
    assert recorded(db)[-1][4] == "kalimanah"


@pytest.mark.parametrize("heading", ["Ponsel", "HP", "Handphone", "Perangkat"])
def test_the_handset_may_be_headed_by_its_own_word(office: Run, db: Path, heading: str) -> None:
    sheet = write(DAY_OF_WORK.replace("event,device", f"event,{heading}"))
    assert "ignored" not in office("custody-import", sheet).err
    assert recorded(db)[-6:] == DONE
