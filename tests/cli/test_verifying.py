"""`medsos verify`: what is on a paper, against the record."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.documents import make_template, read_document
from tests.office import code_of_event, open_office, query


@pytest.fixture
def office(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Event 1: HP-1 to Ani of dinkes; event 2: HP-2 to Budi of setda; HP-3 in stock."""
    monkeypatch.chdir(tmp_path)
    return open_office(run, tmp_path)


def test_what_stands_on_the_paper_is_verified(office: Run, tmp_path: Path) -> None:
    office("transfer", "HP-1", "setda", "--to", "Cici")
    office("bast", "HP-1")
    line = next(line for line in read_document(tmp_path / "BAST-4.docx") if "Segel" in line)
    seals = line.split("Segel ")[1].split(" | ")[0]
    told = []
    for number, code in (each.split(": ") for each in seals.split("; ")):
        told += office("verify", number, code).lines
        told += office("verify", number, f"{code[:5].upper()} {code[5:]}").lines[:1]
    assert told == [
        "event 3: HP-1 returned by Ani (dinkes) on 2020-12-03",
        f"it is what was sealed: {seals[3:13]}",
        "event 3: HP-1 returned by Ani (dinkes) on 2020-12-03",
        "event 4: HP-1 handed over to Cici (setda) on 2020-12-03",
        f"it is what was sealed: {seals[-10:]}",
        "event 4: HP-1 handed over to Cici (setda) on 2020-12-03",
    ]


def test_what_was_amended_or_voided_since_is_said(office: Run, db: Path) -> None:
    code = code_of_event(db, 2)
    office("amend", "2", "--document", "028/2", user="kasubag")
    office("device", "set", "HP-2", "--tag", "HP-22")
    office("void", "2", "--reason", "salah")
    own = query(db, "select lower(hex(substr(seal, 1, 5))) from amendment")[0][0]
    assert office("verify", "2", code).lines == [
        "event 2: HP-2 handed over to Budi (setda) on 2020-11-20",
        f"it is what was sealed: {code}",
        f"amended on 2020-12-03 by kasubag ({own}): document: - → 028/2",
        "void, by event 3",
    ]
    assert office("verify", "2", f"{own}").lines[1] == f"it is what was sealed: {own}"


def test_an_amendment_that_another_program_wrote_is_said_to_have_no_seal(
    office: Run, db: Path
) -> None:
    with closing(sqlite3.connect(db)) as other:
        other.execute(
            "insert into amendment (event, day, agency, holder, recorded_at, recorded_by, reason) "
            "select event, day, agency, 'Mira', recorded_at, 'tu', 'salah' from custody_event "
            "where event = 2"
        )
        other.commit()
    told = office("verify", "2", code_of_event(db, 2)).lines[2]
    assert told.startswith(
        "amended on 2020-11-25 by tu (no seal: another program wrote it): holder"
    )


def test_what_was_amended_is_said_in_the_words_of_history(
    office: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office("amend", "2", "--document", "028/2")
    monkeypatch.setenv("MEDSOS_LANG", "id")
    told = office("verify", "2", code_of_event(db, 2)).lines[2]
    assert told.endswith("): dokumen: - → 028/2")


def test_the_code_of_an_amendment_tells_what_the_event_says_by_it(office: Run, db: Path) -> None:
    for words in (("--to", "Budi Lengkap"), ("--on", "2020-11-21"), ("--agency", "dinkes")):
        office("amend", "2", *words, "--reason", "salah")
    assert [
        office("verify", "2", str(code)).lines[0]
        for (code,) in query(db, "select lower(hex(seal)) from amendment order by id")
    ] == [
        "event 2: HP-2 handed over to Budi Lengkap (setda) on 2020-11-20",
        "event 2: HP-2 handed over to Budi Lengkap (setda) on 2020-11-21",
        "event 2: HP-2 handed over to Budi Lengkap (dinkes) on 2020-11-21",
    ]
    codes = [code for (code,) in query(db, "select lower(hex(substr(seal, 1, 5))) from amendment")]
    told = office("verify", "2", code_of_event(db, 2)).lines
    assert told[0] == "event 2: HP-2 handed over to Budi (setda) on 2020-11-20"
    assert [line.split("(")[1][:10] for line in told[2:]] == codes


def test_a_backup_up_to_an_amendment_says_so(office: Run) -> None:
    office("amend", "1", "--document", "028/1a", "--reason", "salah ketik")
    told = office("backup", "copy.db").out
    number, code = told.split("up to the amendment of event ")[1].split(": ")
    office("verify", number, code.strip())
    assert f"the last is of the amendment of event 1: {code.strip()}" in office("doctor").out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("1", "0123456789"), 1, ("error: event 1 has the seal {own}, not 0123456789: it is not "
         "the record of that paper\nhint: check the digits on the paper; say: medsos doctor\n")),
        (("99", "0123456789"), 1, ("error: there is no event 99: it was removed, or the paper is "
         "of another database\nhint: check the number on the paper; see: medsos history\n")),
        (("1", "012345678"), 2, ("error: '012345678' is no seal\nhint: write the ten digits beside "
         "the event's number, 0 to 9 and a to f\n")),
        (("1-2", "0123456789"), 2, ("error: '1-2' is more than one event\nhint: verify them one by "
         "one\n")),
        (("HP-1", "segel"), 2, ("error: 'HP-1' is no event number\nhint: write the number beside "
         "the code on the paper, as 66\nerror: 'segel' is no seal\n")),
    ],
)  # fmt: skip
def test_another_record_exits_with_1_and_wrong_words_with_2(
    office: Run, db: Path, words: tuple[str, str], code: int, told: str
) -> None:
    said = office("verify", *words, code=code)
    assert said.out == ""
    for line in told.format(own=code_of_event(db, 1)).splitlines():
        assert line in said.err.splitlines()


def test_a_template_without_a_place_for_the_seal_is_warned_of(office: Run, tmp_path: Path) -> None:
    own = make_template(tmp_path / "own.docx", "{{ title }}", "{{ taker.name }}")
    answer = office("bast", "1", "--template", own, "--from-name", "X", "--force")
    assert (
        f"warning: {own} has no place for the seal: write {{{{ seals }}}} there"
        in answer.err.splitlines()
    )
    make_template(tmp_path / "own.docx", "{{ title }}", "{{ seals }}")
    answer = office("bast", "1", "--template", own, "--force")
    assert "no place for the seal" not in answer.err
    assert read_document(tmp_path / "BAST-1.docx")[1].startswith("Segel 1: ")


def test_the_line_of_a_backup_is_verified_too(office: Run) -> None:
    told = office("backup", "copy.db").out
    event, code = told.split("up to event ")[1].split(": ")
    assert office("verify", event, code.strip(), "--db", "copy.db").lines[1].endswith(code.strip())


def test_an_empty_register_has_no_seals_yet(run: Run, tmp_path: Path) -> None:
    run("device", "add", "HP-1")
    assert run("backup", tmp_path / "copy.db").out == f"{tmp_path}/copy.db is made and checked\n"
    assert "there is nothing to seal yet" in run("doctor").out
