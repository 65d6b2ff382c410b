"""Handing over, taking back, passing on, losing, finding and voiding, one command at a time."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, Run
from tests.office import dump, open_office, query

HELD = "HP-1 is held by Ani (dinkes) since 2020-10-01, document 028/1"


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    return open_office(run, tmp_path)


def refused(office: Run, db: Path, *words: str, **kwargs: str) -> list[str]:
    """Run what must be refused; return what was said, and prove that nothing was written."""
    before = dump(db)
    answer = office(*words, code=2, **kwargs)
    assert answer.out == ""
    assert dump(db) == before
    return answer.err.splitlines()


def state(db: Path, tag: str) -> tuple[object, ...]:
    sql = "select state, agency, holder, since from current_custody where device = ?"
    (row,) = query(db, sql, tag)
    return row


def history(office: Run, *words: str) -> list[dict[str, object]]:
    events: list[dict[str, object]] = json.loads(office("history", *words, "--format", "json").out)
    return events


@pytest.mark.parametrize("word", ["HP-3", "hp-3", " HP-3 "])
def test_a_device_is_assigned_by_its_tag(office: Run, db: Path, word: str) -> None:
    answer = office("assign", word, "setda", "--to", "Cici")
    assert answer.lines == ["event 3: HP-3 handed over to Cici (setda) on 2020-12-03"]
    assert state(db, "HP-3") == ("held", "setda", "Cici", "2020-12-03")


@pytest.mark.parametrize("imei", ["001012030000016", "001012030000024"])
def test_a_device_is_found_by_the_imei_of_either_slot(office: Run, imei: str) -> None:
    told = office("return", imei).lines
    assert told == ["event 3: HP-1 returned by Ani (dinkes) on 2020-12-03"]


@pytest.mark.parametrize("agency", ["setda", "SETDA", "Sekretariat Daerah", "sekretariat  daerah"])
def test_an_agency_is_found_by_code_or_exact_name(office: Run, db: Path, agency: str) -> None:
    office("assign", "HP-3", agency, "--to", "Cici")
    assert state(db, "HP-3")[1] == "setda"


@pytest.mark.parametrize(
    "agency", ["PEMERINTAH KABUPATEN CONTOH SEKRETARIAT DAERAH", "Sekretariat Daerah (Kab. Contoh)"]
)
def test_the_regency_in_a_name_does_not_hide_its_office(office: Run, agency: str) -> None:
    assert "(setda)" in office("assign", "HP-3", agency, "--to", "Cici").out


def test_a_nip_beside_the_name_is_put_where_it_belongs(office: Run) -> None:
    office("assign", "HP-3", "setda", "--to", "Cici, NIP. 19800101 200501 2 001")
    (event,) = history(office, "HP-3", "--full")
    assert (event["holder"], event["nip"]) == ("Cici", "198001012005012001")


def test_every_option_of_a_handover_is_kept(office: Run) -> None:
    office(
        "assign", "HP-3", "setda", "--to", " Cici  Paramida ", "--nip", "19800101 200501 2 001",
        "--position", "Pranata Humas", "--on", "Selasa, 1 Desember 2020", "--document", "028/3",
        "--condition", "rusak ringan", "--accessories", "charger, dus", "--note", "dus penyok",
        user="rini",
    )  # fmt: skip
    (event,) = history(office, "HP-3", "--full")
    assert event == {
        "event": 3, "day": "2020-12-01", "kind": "handover", "device": "HP-3",
        "agency_code": "setda", "agency": "Sekretariat Daerah", "holder": "Cici Paramida",
        "nip": "198001012005012001", "document": "028/3", "condition": "RR",
        "accessories": "charger, dus", "note": "dus penyok",
        "recorded_at": "2020-12-03T03:00:00Z", "recorded_by": "rini", "voided_by": None,
        "reason": None,
    }  # fmt: skip


@pytest.mark.parametrize("blank", ["", "  ", "-", "tidak ada", "?"])
def test_a_blank_option_is_the_same_as_none(office: Run, blank: str) -> None:
    options = ("--nip", "--position", "--document", "--condition", "--accessories", "--note")
    office("assign", "HP-3", "setda", "--to", "Cici", *(w for o in options for w in (o, blank)))
    (event,) = history(office, "HP-3")
    kept = ("nip", "document", "condition", "accessories", "note")
    assert [event[name] for name in kept] == [None] * 5


def test_a_return_names_who_gave_it_back(office: Run) -> None:
    office("return", "HP-1", "--document", "028/9", "--condition", "RB")
    last = history(office, "HP-1", "--full")[-1]
    assert last["kind"] == "return"
    assert (last["agency_code"], last["holder"]) == ("dinkes", "Ani")
    assert (last["nip"], last["document"]) == ("198001012005012001", "028/9")


@pytest.mark.parametrize(
    ("day", "said"),
    [("2020-10-01", "2020-10-01"), ("2/10/20", "2020-10-02"), ("today", "2020-12-03")],
    ids=["the day of the event before", "the day after", "today"],
)
def test_a_day_may_lie_in_the_past_from_the_latest_event_on(
    office: Run, day: str, said: str
) -> None:
    assert office("return", "HP-1", "--on", day).lines[0].endswith(f"on {said}")


def test_today_is_the_day_of_the_office_whatever_the_hour_elsewhere(office: Run) -> None:
    last_minute = NOW.replace(hour=16, minute=59)
    assert office("return", "HP-1", now=last_minute).lines[0].endswith("2020-12-03")
    after_midnight = last_minute + timedelta(minutes=2)
    assert office("return", "HP-2", now=after_midnight).lines[0].endswith("2020-12-04")


def test_two_events_of_one_device_on_one_day_keep_their_order(office: Run, db: Path) -> None:
    for words in (("return", "HP-1"), ("assign", "HP-1", "setda", "--to", "Cici")):
        office(*words)
    assert [event["kind"] for event in history(office, "HP-1")] == [
        "handover", "return", "handover",
    ]  # fmt: skip
    assert state(db, "HP-1")[2] == "Cici"


def test_a_namesake_with_another_nip_is_another_person(office: Run) -> None:
    office("transfer", "HP-1", "dinkes", "--to", "Ani", "--nip", "198503012010012003")
    assert [event["kind"] for event in history(office, "HP-1")] == [
        "handover", "return", "handover",
    ]  # fmt: skip


def test_a_weekday_that_contradicts_its_date_is_told_once(office: Run) -> None:
    answer = office("transfer", "HP-1", "setda", "--to", "Cici", "--on", "Rabu, 3 Des 2020")
    assert answer.err.startswith("warning: --on: 2020-12-03 is a Kamis, not rabu")
    assert answer.err.count("warning") == 1


ASSIGN = ("assign", "HP-3", "setda", "--to", "Cici")
TRANSFER_HINT = "hint: to give it to somebody else: medsos transfer HP-1 AGENCY --to NAME"
REFUSED: dict[str, tuple[tuple[str, ...], str, str]] = {
    "assign what is held": (("assign", "HP-1", "setda", "--to", "Cici"), HELD, TRANSFER_HINT),
    "assign to the same holder": (("assign", "HP-1", "dinkes", "--to", "Ani"), HELD, TRANSFER_HINT),
    "return what is in stock": (
        ("return", "HP-3"),
        "HP-3 is in stock and has never been handed over",
        "hint: to hand it over: medsos assign HP-3 AGENCY --to NAME",
    ),
    "transfer what is in stock": (
        ("transfer", "HP-3", "setda", "--to", "Cici"),
        "HP-3 is in stock and has never been handed over",
        "hint: to hand it over: medsos assign HP-3 AGENCY --to NAME",
    ),
    "transfer to the same holder": (
        ("transfer", "HP-1", "dinkes", "--to", "ANI"),
        "Ani (dinkes) has HP-1 already",
        (
            "hint: what the handover left blank: medsos amend (its number: medsos history HP-1); a "
            "new paper for the same person: medsos return HP-1, then medsos assign"
        ),
    ),
    "find what is held": (("found", "HP-1"), HELD, "hint: to take it back: medsos return HP-1"),
    "find what is in stock": (
        ("found", "HP-3"),
        "HP-3 is in stock and has never been handed over",
        "hint: only a device that was recorded as lost can be found",
    ),
    "an unknown device": (
        ("assign", "HP-4", "setda", "--to", "Cici"),
        "no device is called 'HP-4'",
        "hint: did you mean HP-3 or HP-2 or HP-1?",
    ),
    "a device like no other": (
        ("return", "zzz"),
        "no device is called 'zzz'",
        "hint: see: medsos devices",
    ),
    "a device without a name": (
        ("return", ""),
        "no device is called ''",
        "hint: see: medsos devices",
    ),
    "an unknown agency": (
        ("assign", "HP-3", "setdaa", "--to", "Cici"),
        "no agency is called 'setdaa'",
        "hint: did you mean setda?",
    ),
    "a part of an agency's name": (
        ("assign", "HP-3", "Kesehatan", "--to", "Cici"),
        "no agency is called 'Kesehatan'",
        "hint: did you mean Dinas Kesehatan?",
    ),
    "tomorrow": (
        (*ASSIGN, "--on", "4/12/2020"),
        "--on: '4/12/2020' lies in the future: today is 2020-12-03",
        "hint: write a day that has been",
    ),
    "before the last event": (
        ("return", "HP-1", "--on", "30/9/2020"),
        "2020-09-30 is before the latest event of HP-1, the handover of 2020-10-01 (event 1)",
        "hint: give a day from 2020-10-01 on, or void event 1 if it is wrong",
    ),
    "no such day": (
        (*ASSIGN, "--on", "31/2/2020"),
        "--on: '31/2/2020' is not a date: that month has no such day",
        "hint: look the day up",
    ),
    "month first": (
        (*ASSIGN, "--on", "12/25/2020"),
        "--on: '12/25/2020' is not a date: there is no month 25",
        "hint: write the day first, as 03/12/2020, 3 Desember 2020 or 2020-12-03",
    ),
    "nobody": (
        ("assign", "HP-3", "setda", "--to", "  "),
        "--to is blank",
        "hint: name the person who answers for the device",
    ),
    "a none-word for a person": (
        ("assign", "HP-3", "setda", "--to", "belum ada"),
        "--to is blank",
        "hint: name the person who answers for the device",
    ),
    "a NIK": (
        (*ASSIGN, "--nip", "3303011203800001"),
        "--nip: 16 digits look like a NIK, which must not be kept here",
        "hint: write the NIP, or clear it",
    ),
    "a NIP that a spreadsheet has rounded": (
        (*ASSIGN, "--nip", "198001012005012000"),
        "--nip: '…2000' ends in zeros that a spreadsheet has put there",
        (
            "hint: set the column's format to Text in the spreadsheet, type the number again, "
            "and save"
        ),
    ),
    "a NIK beside the name": (
        ("assign", "HP-3", "setda", "--to", "Cici 3303011203800001"),
        "--to: 16 digits look like a NIK, which must not be kept here",
        "hint: write the NIP, or clear it",
    ),
    "a NIK in the note": (
        (*ASSIGN, "--note", "KTP 3303 0112 0380 0001"),
        "--note: 16 digits look like a NIK, which must not be kept here",
        "hint: write the NIP, or clear it",
    ),
    "a NIK for a reason": (
        ("void", "2", "--reason", "NIK 3303011203800001"),
        "--reason: 16 digits look like a NIK, which must not be kept here",
        "hint: write the NIP, or clear it",
    ),
    "an unknown condition": (
        (*ASSIGN, "--condition", "bagus"),
        "--condition: 'bagus' is no condition",
        "hint: write B (baik), RR (rusak ringan) or RB (rusak berat)",
    ),
    "what is no text": (
        ("assign", "HP-3\udcff", "setda", "--to", "Cici"),
        r"'HP-3\udcff' is no text",
        "hint: set the terminal to UTF-8, or type it again",
    ),
    "an agency that is no text": (
        ("assign", "HP-3", "setda\udcff", "--to", "Cici"),
        r"'setda\udcff' is no text",
        "hint: set the terminal to UTF-8, or type it again",
    ),
}


@pytest.mark.parametrize(("words", "error", "hint"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_in_one_line_and_writes_nothing(
    office: Run, db: Path, words: tuple[str, ...], error: str, hint: str
) -> None:
    assert refused(office, db, *words) == [f"error: {error}", *filter(None, [hint])]


def test_all_that_is_bad_is_said_at_once(office: Run, db: Path) -> None:
    words = ("--on", "31/2/2020", "--condition", "bagus", "--nip", "3303011203800001")
    assert refused(office, db, "transfer", "HP-4", "setdaa", "--to", "-", *words) == [
        "error: no device is called 'HP-4'",
        "hint: did you mean HP-3 or HP-2 or HP-1?",
        "error: no agency is called 'setdaa'",
        "hint: did you mean setda?",
        "error: --to is blank",
        "hint: name the person who answers for the device",
        "error: --on: '31/2/2020' is not a date: that month has no such day",
        "hint: look the day up",
        "error: --condition: 'bagus' is no condition",
        "hint: write B (baik), RR (rusak ringan) or RB (rusak berat)",
        "error: --nip: 16 digits look like a NIK, which must not be kept here",
        "hint: write the NIP, or clear it",
    ]


def test_what_is_doubtful_is_said_beside_what_is_bad(office: Run, db: Path) -> None:
    words = ("--on", "Rabu, 3 Des 2020", "--document", "028\x1b", "--nip", "12345")
    assert refused(office, db, "assign", "HP-3", "setda", "--to", "Cici", *words) == [
        "warning: --on: 2020-12-03 is a Kamis, not rabu; check the date",
        "warning: --nip: '12345' has 5 digits, a NIP has 18; kept as it is",
        "error: --document: a control character (U+001B); type the cell again",
    ]


@pytest.mark.parametrize("day", ["", "-", "?"])
def test_a_day_that_is_blank_is_not_today(office: Run, db: Path, day: str) -> None:
    assert refused(office, db, "return", "HP-1", "--on", day) == [
        "error: --on is blank", "hint: write a day, as 3/12/2020 or today",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "option", ["--to", "--nip", "--position", "--document", "--accessories", "--note"]
)
@pytest.mark.parametrize(
    "text", ["a\x1b[31mb", "a\x00b", "a\u202eb", "a\x07b", "x" * 1001, "\udcff"]
)
def test_a_text_that_no_cell_may_hold_is_refused(
    office: Run, db: Path, option: str, text: str
) -> None:
    words = ("assign", "HP-3", "setda", "--to", "Cici", option, text)
    lines = refused(office, db, *words)
    assert lines[0].startswith("error: ")
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["return", "HP-1"], "paper: medsos bast 3\n"),
        (["transfer", "HP-2", "dinkes", "--to", "Ani"], "paper: medsos bast 4\n"),
        (["lost", "HP-1"], "paper: medsos bast 3\n"),
        (["assign", "HP-3", "dinkes", "--to", "Ani", "--condition", "RR"],
         "paper: medsos bast 3\n"),
        (["assign", "HP-3", "dinkes", "--to", "Ani"],
         ("warning: HP-3 is heavily damaged (RB), as far as is known\n"
          "paper: medsos bast 3\n")),
        (["return", "HP-1", "--condition", "RB"], "paper: medsos bast 3\n"),
    ],
)  # fmt: skip
def test_the_next_step_is_said_and_that_a_handset_handed_out_is_broken(
    office: Run, words: list[str], said: str
) -> None:
    assert office(*words).err == said


@pytest.mark.parametrize("given", ["assign", "return", "transfer", "lost"])
def test_what_is_lost_can_only_be_found(office: Run, db: Path, given: str) -> None:
    office("lost", "HP-1", "--on", "2020-11-30", "--document", "LP/1")
    to = ("setda", "--to", "Cici") if given in {"assign", "transfer"} else ()
    assert refused(office, db, given, "HP-1", *to) == [
        "error: HP-1 is lost since 2020-11-30; Ani (dinkes) had it",
        "hint: when it turns up: medsos found HP-1",
    ]


@pytest.mark.parametrize("tag", ["HP-1", "HP-3"], ids=["held", "in stock"])
def test_a_device_is_lost_and_found(office: Run, db: Path, tag: str) -> None:
    had = "; Ani (dinkes) had it" if tag == "HP-1" else ""
    assert office("lost", tag).lines == [f"event 3: {tag} lost on 2020-12-03{had}"]
    assert state(db, tag) == ("lost", None, None, "2020-12-03")
    assert office("found", tag).lines == [f"event 4: {tag} found, in stock on 2020-12-03"]
    assert state(db, tag) == ("in stock", None, None, "2020-12-03")
    office("assign", tag, "kalimanah", "--to", "Cici")
    assert state(db, tag)[:3] == ("held", "kalimanah", "Cici")


def test_a_holder_answers_for_what_was_lost_until_it_is_found(office: Run) -> None:
    office("lost", "HP-1", "--document", "LP/1")
    lost = history(office, "HP-1")[-1]
    assert (lost["agency_code"], lost["holder"], lost["document"]) == ("dinkes", "Ani", "LP/1")


@pytest.mark.parametrize("agency", ["setda", "dinkes"], ids=["another office", "the same office"])
def test_a_transfer_writes_both_legs(office: Run, db: Path, agency: str) -> None:
    answer = office(
        "transfer", "HP-1", agency, "--to", "Cici", "--document", "028/7", "--condition", "RR"
    )
    assert answer.lines == [
        "event 3: HP-1 returned by Ani (dinkes) on 2020-12-03",
        f"event 4: HP-1 handed over to Cici ({agency}) on 2020-12-03",
    ]
    legs = query(
        db,
        "select kind, agency, holder, nip, document, condition, transfer_of "
        "from custody_event where event > 2",
    )
    assert legs == [
        ("return", "dinkes", "Ani", "198001012005012001", "028/7", "RR", None),
        ("handover", agency, "Cici", None, "028/7", "RR", 3),
    ]


def test_a_transfer_that_the_database_refuses_leaves_neither_leg(office: Run, db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection:
        connection.execute(
            "create trigger no_cici before insert on custody_event when new.holder = 'Cici' "
            "begin select raise(abort, 'not Cici'); end"
        )
    before = dump(db)
    with pytest.raises(sqlite3.IntegrityError, match="not Cici"):
        office("transfer", "HP-1", "setda", "--to", "Cici")
    assert dump(db) == before


def test_a_transfer_is_not_written_when_its_new_party_is_refused(office: Run, db: Path) -> None:
    assert refused(office, db, "transfer", "HP-1", "nowhere", "--to", "Cici")[0] == (
        "error: no agency is called 'nowhere'"
    )


def test_a_name_in_the_database_does_not_act_on_the_terminal(office: Run, db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(
            "insert into custody_event (event, device, kind, day, agency, holder, recorded_at, "
            "recorded_by) select 9, id, 'handover', '2020-12-01', 'setda', 'Ev' || char(27) || "
            "'[2J', '2020-12-01T00:00:00Z', 'x' from device where tag = 'HP-3'"
        )
    said = office("assign", "HP-3", "setda", "--to", "Cici", code=2).err
    said += office("history").out + office("devices").out + office("return", "HP-3").out
    assert "\x1b" not in said
    assert "Ev\\u001b[2J" in said


def test_a_database_that_is_not_there_is_not_made(run: Run, db: Path) -> None:
    for words in (ASSIGN, ("return", "HP-1"), ("void", "1", "--reason", "x")):
        answer = run(*words, code=2)
        assert answer.err.splitlines() == [
            f"error: there is no database at {db} yet", "hint: to begin: medsos import ROSTER.csv",
        ]  # fmt: skip
    assert not db.exists()


def test_a_void_takes_back_the_latest_event_and_both_stay(office: Run, db: Path) -> None:
    office("return", "HP-1")
    answer = office("void", "3", "--reason", "salah alat", user="rini")
    assert answer.lines == ["event 4: HP-1 event 3 voided on 2020-12-03"]
    assert state(db, "HP-1") == ("held", "dinkes", "Ani", "2020-10-01")
    voided, void = history(office, "HP-1")[1:]
    assert (voided["kind"], voided["voided_by"], voided["reason"]) == ("return", 4, "salah alat")
    assert (void["kind"], void["voided_by"], void["reason"]) == ("void", None, "salah alat")
    assert void["recorded_by"] == "rini"


def test_a_voided_event_is_marked_in_table_csv_and_json(office: Run) -> None:
    office("return", "HP-1", "--document", "028/9", "--note", "keliru")
    office("void", "3", "--reason", "salah alat")
    table = office("history", "HP-1").lines
    assert table[0].split()[-4:] == ["cond.", "void", "by", "reason"]
    assert table[3].endswith("  4        salah alat")
    assert table[4].endswith("           salah alat")
    assert office("history", "HP-1", "--format", "csv").lines[2:] == [
        (
            "3,2020-12-03,return,HP-1,dinkes,Dinas Kesehatan,Ani,…2001,028/9,,,keliru,"
            "2020-12-03T03:00:00Z,tu,4,salah alat"
        ),
        (
            "4,2020-12-03,void,HP-1,dinkes,Dinas Kesehatan,Ani,…2001,,,,,"
            "2020-12-03T03:00:00Z,tu,,salah alat"
        ),
    ]


def test_a_voided_event_is_struck_through_on_a_terminal(
    office: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    office("return", "HP-1")
    office("void", "3", "--reason", "salah alat")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    struck = [line for line in office("history", "HP-1").lines if "\x1b[2;9m" in line]
    assert len(struck) == 1
    assert "return" in struck[0]
    assert "4  " in struck[0].split("stock")[1]


@pytest.mark.parametrize("leg", ["3", "4"], ids=["the return", "the handover"])
def test_the_void_of_either_leg_takes_back_a_whole_transfer(
    office: Run, db: Path, leg: str
) -> None:
    office("transfer", "HP-1", "setda", "--to", "Cici")
    answer = office("void", leg, "--reason", "batal")
    assert answer.lines == [
        "event 5: HP-1 event 4 voided on 2020-12-03",
        "event 6: HP-1 event 3 voided on 2020-12-03",
    ]
    assert state(db, "HP-1") == ("held", "dinkes", "Ani", "2020-10-01")
    office("transfer", "HP-1", "kalimanah", "--to", "Dodi", "--on", "2020-10-01")
    assert state(db, "HP-1") == ("held", "kalimanah", "Dodi", "2020-10-01")


def test_a_return_and_a_handover_that_were_no_transfer_are_voided_one_by_one(
    office: Run, db: Path
) -> None:
    office("return", "HP-1")
    office("assign", "HP-1", "setda", "--to", "Cici")
    assert len(office("void", "4", "--reason", "batal").lines) == 1
    assert state(db, "HP-1")[0] == "in stock"


def test_after_a_void_the_state_before_counts_everywhere(office: Run, db: Path) -> None:
    lists = [
        ("devices", "--format", "csv"), ("devices", "--format", "csv", "--as-of", "2020-10-05"),
        ("agencies", "--format", "json"), ("audit", "--format", "csv"), ("devices",), ("audit",),
        ("history", "--as-of", "2020-12-03"), ("devices", "--not-seen-for", "0"),
    ]  # fmt: skip
    before = [office(*words).out for words in lists]
    view = query(db, "select * from current_custody")
    office("transfer", "HP-1", "setda", "--to", "Cici", "--condition", "RB")
    office("lost", "HP-1")
    assert [office(*words).out for words in lists] != before
    office("void", "5", "--reason", "batal")
    office("void", "4", "--reason", "batal")
    assert [office(*words).out for words in lists] == before
    assert query(db, "select * from current_custody") == view


def test_all_of_a_devices_events_can_be_voided_one_after_the_other(office: Run, db: Path) -> None:
    office("return", "HP-1")
    for event in ("3", "1"):
        office("void", event, "--reason", "semua keliru")
    assert state(db, "HP-1") == ("in stock", None, None, None)
    office("assign", "HP-1", "setda", "--to", "Cici", "--on", "2020-09-01")
    assert state(db, "HP-1") == ("held", "setda", "Cici", "2020-09-01")


def test_a_void_leaves_other_devices_alone(office: Run) -> None:
    office("void", "1", "--reason", "salah alat")
    (other,) = history(office, "HP-2")
    assert other["voided_by"] is None


VOIDS: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "an unknown event": (
        ("99", "--reason", "x"),
        ["error: there is no event 99", "hint: see the numbers in: medsos history"],
    ),
    "event zero": (
        ("0", "--reason", "x"),
        ["error: there is no event 0", "hint: see the numbers in: medsos history"],
    ),
    "an old event": (
        ("1", "--reason", "x"),
        [
            (
                "error: event 1 is not the latest of HP-1: HP-1 is held by Cici (setda) "
                "since 2020-12-03 (event 4)"
            ),
            "hint: void event 4 first",
        ],
    ),
    "a void": (
        ("6", "--reason", "x"),
        [
            "error: event 6 is itself a void, of event 5",
            "hint: what was voided by mistake is recorded again",
        ],
    ),
    "what is void already": (
        ("5", "--reason", "x"),
        ["error: event 5 is void already, by event 6"],
    ),
    "without a reason": (
        ("2", "--reason", " "),
        ["error: --reason is blank", "hint: say what was wrong with the event"],
    ),
    "with a none-word for a reason": (
        ("2", "--reason", "-"),
        ["error: --reason is blank", "hint: say what was wrong with the event"],
    ),
    "with a reason that acts on a terminal": (
        ("2", "--reason", "a\x1b[2J"),
        ["error: --reason: a control character (U+001B); type the cell again"],
    ),
}


@pytest.mark.parametrize(("words", "said"), VOIDS.values(), ids=VOIDS)
def test_a_void_is_refused(office: Run, db: Path, words: tuple[str, ...], said: list[str]) -> None:
    office("transfer", "HP-1", "setda", "--to", "Cici")
    office("lost", "HP-2")
    office("void", "5", "--reason", "batal")
    assert refused(office, db, "void", *words) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2",), "error: missing: --reason"),
        (("x", "--reason", "x"), "error: 'x' is no event number"),
        (("9" * 30, "--reason", "x"), f"error: '{'9' * 30}' is no event number"),
    ],
    ids=["no reason", "no number", "no number that ever was"],
)
def test_a_void_that_is_not_said_right_is_a_usage_error(
    office: Run, db: Path, words: tuple[str, ...], said: str
) -> None:
    assert refused(office, db, "void", *words)[0] == said


def test_the_older_leg_of_a_transfer_is_no_way_past_a_later_event(office: Run, db: Path) -> None:
    office("transfer", "HP-1", "setda", "--to", "Cici")
    office("return", "HP-1")
    for leg in ("3", "4"):
        assert refused(office, db, "void", leg, "--reason", "x")[1] == "hint: void event 5 first"


def test_a_typed_note_is_kept_whole(run: Run, db: Path) -> None:
    run("device", "add", "HP-1")
    run("device", "add", "HP-2", "--note", "dus » hilang di jalan")
    assert query(db, "select note from device where tag = 'HP-2'") == [("dus » hilang di jalan",)]
