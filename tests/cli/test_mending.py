"""`medsos amend` and `medsos void` of many: what stands is mended, and what stood stays visible."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from typer import testing

from medsos_cli.cli.context import Context
from tests.command import invoke
from tests.conftest import NOW, Run
from tests.office import open_office, query

LATER = NOW + timedelta(days=40)


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    """HP-1 is with Ani of dinkes (event 1), HP-2 with Budi of setda (2), HP-3 in stock."""
    return open_office(run, tmp_path)


def told(office: Run, *words: str) -> list[str]:
    """Return kind, day, document and note of each row of a history."""
    rows = office("history", *words, "--format", "csv").lines[1:]
    return [",".join(row.split(",")[n] for n in (0, 1, 2, 8, 11, 15)) for row in rows]


def test_what_was_blank_is_filled_in_and_the_event_stays_as_it_was(office: Run, db: Path) -> None:
    before = query(db, "select * from custody_event")
    answer = office("amend", "2", "--document", "028/2", "--nip", "198001012005012001", now=LATER)
    assert answer.out == "event 2 is amended\n"
    assert query(db, "select * from custody_event") == before
    assert told(office, "HP-2") == [
        "2,2020-11-20,handover,028/2,,",
        "2,2020-11-20,amended,,nip: - → …2001; document: - → 028/2,",
    ]
    assert "028/2" in office("devices", "--agency", "setda").out
    assert "028/2" not in office("devices", "--known-on", "2020-12-03").out


def test_what_an_event_says_is_put_right_with_a_reason_only(office: Run) -> None:
    answer = office("amend", "1", "--document", "028/9", code=2)
    assert answer.err == (
        "error: event 1 says 028/1 already\nhint: to put it right, say why: --reason TEXT\n"
    )
    office("amend", "1", "--document", "028/9", "--to", "Anita", "--reason", "salah ketik")
    assert told(office, "HP-1") == [
        "1,2020-10-01,handover,028/9,,",
        "1,2020-10-01,amended,,holder: Ani → Anita; document: 028/1 → 028/9,salah ketik",
    ]
    assert office("amend", "1", "--document", "028/9").out == (
        "nothing to amend: it is on record so\n"
    )


def test_what_took_it_from_whom_it_was_handed_to_says_so_too(office: Run) -> None:
    office("return", "HP-1", "--on", "1/12/2020")
    office("assign", "HP-1", "setda", "--to", "Cici")
    words = ("amend", "1", "--agency", "kalimanah", "--to", "Dodi", "--reason", "salah baca")
    assert office(*words).lines == ["event 1 is amended", "event 3 is amended"]
    assert told(office, "HP-1")[2:4] == [
        "3,2020-12-01,return,,,",
        "3,2020-12-01,amended,,agency: dinkes → kalimanah; holder: Ani → Dodi,salah baca",
    ]
    assert office("history", "dinkes", "--format", "csv").lines[1:] == []
    assert office("amend", "3", "--to", "Eka", "--reason", "x", code=2).err.startswith(
        "error: event 3 is a return: who had the device stands in its handover"
    )


def test_a_day_is_put_right_between_the_events_before_and_after_it_only(office: Run) -> None:
    office("return", "HP-1", "--on", "2020-10-20")
    office("amend", "1", "--on", "2020-10-20", "--reason", "x")
    for day in ("2020-10-21", "2020-12-03"):
        answer = office("amend", "1", "--on", day, "--reason", "x", code=2)
        assert f"{day} is not between the first day and 2020-10-20" in answer.err
    answer = office("amend", "3", "--on", "2020-10-19", "--reason", "x", code=2)
    assert "2020-10-19 is not between 2020-10-20 and 2020-12-03" in answer.err
    assert "HP-1" not in office("devices", "--as-of", "2020-10-19").out


def test_day_and_document_of_a_transfer_are_amended_on_both_legs(office: Run, db: Path) -> None:
    office("transfer", "HP-1", "setda", "--to", "Cici", "--on", "2020-12-01")
    assert office("amend", "3", "--document", "M/1").lines == [
        "event 3 is amended",
        "event 4 is amended",
    ]
    office("amend", "4", "--on", "2020-12-02", "--position", "Kasi", "--reason", "x")
    assert query(db, "select event, day, document, position from happened where event > 2") == [
        (3, "2020-12-02", "M/1", "Pranata Humas"),
        (4, "2020-12-02", "M/1", "Kasi"),
    ]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["9", "--note", "x"], "there is no event 9"),
        (["x", "--note", "x"], "'x' is no event number"),
        (["1"], "nothing is filled in"),
        (["1", "--on", "besok"], "--on: 'besok' is not a date"),
        (["1", "--agency", "bappeda"], "no agency is called 'bappeda'"),
        (["3", "--note", "x"], "event 3 is void, by event 4"),
        (["4", "--note", "x"], "event 4 is a void: it stays as it is"),
        (["5", "--to", "Budi"], "event 5 is a lost: who had the device stands in its handover"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_amended_is_refused(office: Run, words: list[str], error: str) -> None:
    office("return", "HP-1")
    office("void", "3", "--reason", "keliru")
    office("lost", "HP-3")
    assert error in office("amend", *words, code=2).err


def test_the_database_lets_no_amendment_be_changed(office: Run, db: Path) -> None:
    office("amend", "2", "--document", "028/2")
    with closing(sqlite3.connect(db)) as file:
        for sql in ("update amendment set document = 'x'", "delete from amendment"):
            with pytest.raises(sqlite3.IntegrityError, match="nothing recorded is changed"):
                file.execute(sql)


def test_many_events_are_voided_at_once_the_latest_first(office: Run) -> None:
    office("return", "HP-1")
    office("transfer", "HP-2", "dinkes", "--to", "Cici")
    assert office("void", "1-2", "3-5", "--reason", "salah berkas").lines == [
        "event 6: HP-2 event 5 voided on 2020-12-03",
        "event 7: HP-2 event 4 voided on 2020-12-03",
        "event 8: HP-1 event 3 voided on 2020-12-03",
        "event 9: HP-2 event 2 voided on 2020-12-03",
        "event 10: HP-1 event 1 voided on 2020-12-03",
    ]
    assert "held" not in office("devices").out


def test_a_roster_and_a_file_of_events_fill_in_what_an_event_left_blank(
    office: Run, tmp_path: Path
) -> None:
    roster, events = tmp_path / "more.csv", tmp_path / "events.csv"
    roster.write_text(
        "agency,device,holder,handed_over_on,document_no\n"
        "Sekretariat Daerah,HP-2,Budi,20/11/2020,S/2\n"
    )
    events.write_text(
        "event,device,agency,holder,on,accessories\nserah terima,HP-2,setda,Budi,20/11/2020,dus\n"
    )
    assert "handovers     0 new,   1 changed" in office("import", roster).out
    assert "events        0 new,   1 changed" in office("custody-import", events).out
    assert told(office, "HP-2")[0] == "2,2020-11-20,handover,S/2,,"
    assert [row.split(",")[4] for row in told(office, "HP-2")[1:]] == [
        "document: - → S/2", "accessories: - → dus",
    ]  # fmt: skip
    assert "0 new, 0 changed" in office("import", roster).out
    assert "0 new, 0 changed" in office("custody-import", events).out


@pytest.fixture
def asked(
    run: Run, tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., testing.Result]:
    """Void the handover of HP-1 at a terminal, where something is typed."""
    open_office(run, tmp_path)
    monkeypatch.setattr("typer.testing._NamedTextIOWrapper.isatty", lambda _: True)

    def void(typed: str, language: str = "id") -> testing.Result:
        env = {"MEDSOS_DB": str(db), "MEDSOS_LANG": language}
        words = ["void", "1", "--reason", "salah"]
        return invoke(words, Context(lambda: NOW, lambda: "tu"), env, typed)

    return void


@pytest.mark.parametrize("word", ["y", "ya", "yes", " YA "])
@pytest.mark.parametrize(("language", "question"), [("en", "take it back? [y/N]"),
                                                    ("id", "batalkan? [y/T]")])  # fmt: skip
def test_a_void_asks_in_the_language_of_the_reader(
    asked: Callable[..., testing.Result], db: Path, word: str, language: str, question: str
) -> None:
    answer = asked(f"{word}\n", language)
    assert answer.exit_code == 0
    assert question in answer.stderr
    assert query(db, "select kind from custody_event where event > 2") == [("void",)]


@pytest.mark.parametrize("word", ["", "t", "tidak", "n", "No"])
def test_who_says_no_or_nothing_voids_nothing(
    asked: Callable[..., testing.Result], db: Path, word: str
) -> None:
    answer = asked(f"{word}\n")
    assert answer.exit_code == 0
    assert answer.stderr.endswith("tidak ada yang dilakukan\n")
    assert query(db, "select kind from custody_event where event > 2") == []


def test_a_word_that_is_no_answer_is_asked_again(
    asked: Callable[..., testing.Result], db: Path
) -> None:
    told = " ".join(asked("apa\nya\n").stderr.split())
    assert told.count("batalkan? [y/T]") == 2
    assert "'apa' bukan jawaban: y, ya, atau yes berarti ya; t, tidak, n, no, atau baris" in told
    assert query(db, "select kind from custody_event where event > 2") == [("void",)]


def test_who_leaves_the_question_is_told_that_nothing_was_done(
    asked: Callable[..., testing.Result], db: Path
) -> None:
    answer = asked("")
    assert answer.exit_code == 1
    assert answer.stderr.endswith("tidak ada yang dilakukan\n")
    assert query(db, "select kind from custody_event where event > 2") == []
