"""`medsos redact`: who had a handset once is blanked for good, and the seals still hold."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from medsos_cli.store import redacting
from medsos_cli.store.database import Store
from tests.conftest import Run
from tests.documents import read_document
from tests.office import code_of_event, dump, open_office, query

WHY = ("--document", "045/7", "--reason", "lewat masa simpan")
PERSON = ("Ani", "198001012005012001", "Pranata Humas", "Ani Lengkap")
BLANK = "…" * 15


@pytest.fixture
def office(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """HP-1 came back (3) from Ani (1), and was lost in stock (4); Budi has HP-2 (2)."""
    monkeypatch.chdir(tmp_path)
    open_office(run, tmp_path)
    run("amend", "1", "--to", "Ani Lengkap", "--reason", "nama lengkap")
    run("return", "HP-1")
    run("lost", "HP-1")
    return run


def seals(run: Run, code: int = 0) -> str:
    rows = json.loads(run("doctor", "--format", "json", code=code).out)
    return str(next(row["level"] for row in rows if row["what"] == "seals"))


def test_a_person_is_blanked_in_every_event_that_names_that_handover(
    office: Run, db: Path, tmp_path: Path
) -> None:
    codes = {event: code_of_event(db, event) for event in (1, 2, 3, 4)}
    answer = office("redact", "3", *WHY, user="kasubag")
    assert answer.lines == [
        "event 1: name, NIP and position are blanked",
        "event 3: name, NIP and position are blanked",
    ]
    assert answer.err == "note: backups, and papers and lists made before, still name them\n"
    assert seals(office) == "ok"
    for event, code in codes.items():
        office("verify", f"{event}", code)
    assert office("verify", "1", codes[1]).lines[::3] == [
        "event 1: HP-1 handed over to … (dinkes) on 2020-10-01",
        "name, NIP and position blanked on 2020-12-03, document 045/7",
    ]
    for file in tmp_path.glob("medsos.db*"):
        content = file.read_bytes()
        assert not [text for text in PERSON if text.encode() in content]
    assert b"Budi" in db.read_bytes()
    rows = json.loads(office("history", "HP-1", "--format", "json").out)
    assert [(row["event"], row["kind"], row["holder"], row["reason"]) for row in rows] == [
        (1, "handover", None, None),
        (1, "amended", None, "nama lengkap"),
        (1, "redacted", None, "lewat masa simpan"),
        (3, "return", None, None),
        (3, "redacted", None, "lewat masa simpan"),
        (4, "lost", None, None),
    ]
    assert (rows[2]["document"], rows[2]["recorded_by"]) == ("045/7", "kasubag")


def test_the_papers_print_a_line_for_who_is_blanked(office: Run, tmp_path: Path) -> None:
    office("redact", "1", *WHY)
    office("bast", "1", "--from-office", "Dinas Kominfo")
    lines = read_document(tmp_path / "BAST-1.docx")
    assert lines[9:14] == [
        f"II. | Nama | : | {BLANK}",
        f" | NIP | : | {BLANK}",
        f" | Jabatan | : | {BLANK}",
        " | Instansi | : | Dinas Kesehatan",
        "selanjutnya disebut PIHAK KEDUA.",
    ]
    assert f"PIHAK KEDUA / Yang menerima, / {BLANK} / NIP. {BLANK} | " in lines[-1]


def test_the_loss_of_a_handset_stays_that_of_the_agency(office: Run, tmp_path: Path) -> None:
    office("lost", "HP-2")
    office("found", "HP-2")
    assert len(office("redact", "2", *WHY).lines) == 2
    office("bast", "5", "--from-name", "Kepala", "--from-office", "Dinas Kominfo")
    lines = read_document(tmp_path / "BAST-5.docx")
    assert f" | Nama | : | {BLANK}" in lines
    assert " | Instansi | : | Sekretariat Daerah" in lines


@pytest.mark.parametrize(
    ("events", "told"),
    [
        (("2",), ("error: HP-2 is held by Budi (setda) since 2020-11-20: who answers for a handset "
                  "stays on record\nhint: when it is back in stock, or written off, say it "
                  "again\n")),
        (("1-2",), "error: HP-2 is held by Budi (setda) since 2020-11-20: who answers for a "),
        (("4",), "error: event 4 names nobody\nhint: see: medsos history\n"),
        (("1", "99"), "error: there is no event 99\n"),
        (("HP-1",), "error: 'HP-1' is no event number\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_blanked_is_refused_and_nothing_is(
    office: Run, db: Path, events: tuple[str, ...], told: str
) -> None:
    before = dump(db)
    assert office("redact", *events, *WHY, code=2).err.startswith(told)
    assert dump(db) == before


def test_it_needs_a_paper_and_a_reason(office: Run, db: Path) -> None:
    before = dump(db)
    said = office("redact", "1", "--document", "", "--reason", "-", code=2).err
    assert "error: --document is blank\nhint: name the paper that decides it\n" in said
    assert "error: --reason is blank\nhint: say why\n" in said
    assert "--reason" in office("redact", "1", "--document", "045/7", code=2).err
    assert dump(db) == before


def test_who_lost_a_handset_answers_for_it_until_it_is_found(office: Run) -> None:
    office("lost", "HP-2")
    assert "HP-2 is lost since" in office("redact", "2", *WHY, code=2).err
    office("device", "write-off", "HP-2", "--document", "SK/1")
    assert len(office("redact", "2", *WHY).lines) == 2


def test_what_is_younger_than_the_retention_stays(
    office: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(db)
    monkeypatch.setenv("MEDSOS_RETENTION_YEARS", "5")
    assert office("redact", "1", *WHY, code=2).err == (
        "error: event 1 is of 2020-10-01, and retention_years is 5\n"
        "hint: it can be blanked once it is older\n"
    )
    monkeypatch.setenv("MEDSOS_RETENTION_YEARS", "lima")
    assert (
        "retention_years: write a number of years, as 10" in office("redact", "1", *WHY, code=2).err
    )
    assert dump(db) == before


def test_what_is_blanked_stays_so(office: Run, db: Path, tmp_path: Path) -> None:
    office("found", "HP-1")
    office("void", "5", "--reason", "salah")
    office("void", "4", "--reason", "salah")
    office("redact", "1", *WHY)
    assert office("redact", "1", "3", *WHY).lines == ["nothing to blank: it is done already"]
    assert office("void", "3", "--reason", "salah", code=2).err == (
        "error: event 3 is blanked: what it says cannot be taken back\nhint: see: medsos history\n"
    )
    for option in ("--to", "--nip", "--position"):
        words = ("amend", "1", option, "198001012005012001" if option == "--nip" else "Ani")
        assert "event 1 is blanked" in office(*words, "--reason", "x", code=2).err
    office("amend", "1", "--document", "028/1a", "--reason", "salah ketik")
    assert "0 changed" in office("import", tmp_path / "office.csv").lines[0]
    events = tmp_path / "events.csv"
    events.write_text(
        "event,device,on,agency,holder,nip,document\n"
        "handover,HP-1,2020-10-01,dinkes,Ani,198001012005012001,028/1a\n",
        encoding="utf-8",
    )
    office("custody-import", events)
    assert (
        query(db, "select holder, nip, position from happened where event in (1, 3)")
        == [(None, None, None)] * 2
    )
    assert seals(office) == "ok"


@pytest.mark.parametrize("last", [("found", "HP-2"), ("device", "write-off", "HP-2")])
def test_what_would_leave_a_lost_handset_to_nobody_is_not_taken_back(
    office: Run, db: Path, last: tuple[str, ...]
) -> None:
    office("lost", "HP-2")
    office(*last, *(("--document", "SK/1") if "write-off" in last else ()))
    office("redact", "2", *WHY)
    before = dump(db)
    assert office("void", "6", "--reason", "salah", code=2).err == (
        "error: HP-2 would stand by event 5 again, in which who answers for it is blanked\n"
        "hint: what happened to it since is recorded as an event of its own\n"
    )
    assert dump(db) == before


def test_a_return_after_a_blanked_handover_follows_its_agency(office: Run, db: Path) -> None:
    office("redact", "1", *WHY)
    assert office("amend", "1", "--agency", "setda", "--reason", "salah OPD").lines == [
        "event 1 is amended",
        "event 3 is amended",
    ]
    assert query(db, "select agency, holder from happened where event in (1, 3)") == [
        ("setda", None),
        ("setda", None),
    ]
    assert seals(office) == "ok"
    office("void", "4", "--reason", "salah")
    office("transfer", "HP-2", "dinkes", "--to", "Cici")


@pytest.mark.parametrize("writes", [True, False])
def test_while_another_program_has_the_file_open_it_is_to_be_said_again(
    office: Run, db: Path, monkeypatch: pytest.MonkeyPatch, *, writes: bool
) -> None:
    monkeypatch.setattr("medsos_cli.store.database.BUSY_SECONDS", 0.1)
    monkeypatch.setattr("medsos_cli.store.database.open_store.__kwdefaults__", {
        "create": False, "as_it_is": False, "busy_seconds": 0.1,
    })  # fmt: skip
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        if writes:
            forgetting = redacting.forget

            def late(store: Store) -> bool:
                other.execute("begin immediate")
                return forgetting(store)

            monkeypatch.setattr(redacting, "forget", late)
        else:
            other.execute("begin")
            other.execute("select * from custody_event").fetchone()
        answer = office("redact", "1", *WHY, code=3)
    assert answer.lines == [
        "event 1: name, NIP and position are blanked",
        "event 3: name, NIP and position are blanked",
    ]
    assert answer.err == (
        "note: backups, and papers and lists made before, still name them\n"
        "warning: another program has the database open: its file may still hold what was blanked\n"
        "hint: close that program, then say it again\n"
    )
    monkeypatch.undo()
    assert office("redact", "1", *WHY, "--db", db).lines == ["nothing to blank: it is done already"]
    for file in db.parent.glob("medsos.db*"):
        assert b"Ani" not in file.read_bytes()


def test_lists_of_the_days_before_go_on_without_the_name(office: Run) -> None:
    office("redact", "1", *WHY)
    then = ("--as-of", "2020-11-30")
    (row,) = json.loads(office("audit", "--agency", "dinkes", *then, "--format", "json").out)[
        "agencies"
    ]
    assert (row["devices"], row["holders"]) == (1, [])
    rows = json.loads(office("agencies", *then, "--format", "json").out)
    assert {row["code"]: row["holders"] for row in rows}["dinkes"] == []
    rows = json.loads(office("devices", *then, "--format", "json").out)
    assert [(row["state"], row["agency_code"], row["holder"]) for row in rows] == [
        ("held", "dinkes", None),
        ("held", "setda", "Budi"),
        ("in stock", None, None),
    ]
    for words in (("show", "HP-1"), ("show", "dinkes"), ("history", "dinkes"), ("devices",)):
        assert not [text for text in PERSON if text in office(*words, *then).out]
    office("roster", *then, "--output", "then.csv")
    office("devices", *then, "--form", "buku", "--output", "buku.xlsx")
    office("report", "--month", "2020-11", "--output", "nov.html")


GUARDED = {
    "without a redaction": "update custody_event set person = x'00', salt = null, holder = null, "
    "nip = null, position = null where event = 2",
    "more than the person": "update custody_event set person = x'00', note = 'x' where event = 1",
    "the digest": "update custody_event set person = x'00' where event = 1",
    "the name again": "update custody_event set person = null, holder = 'Ani' where event = 1",
    "an amendment's": "update amendment set person = x'00'",
    "a name by amendment": "insert into amendment (event, day, agency, holder, recorded_at, "
    "recorded_by) values (1, '2020-10-01', 'dinkes', 'Ani', '2020-12-03T03:00:00Z', 'x')",
    "a reason": "update redaction set reason = 'x'",
    "a redaction": "delete from redaction",
    "a redaction again": "insert or replace into redaction values (1, 'x', 'x', "
    "'2020-12-03T03:00:00Z', 'x')",
    "the end of the chain": "update last_seal set place = 2",
    "an end that is not there": "update last_seal set place = 1000000000000000",
    "an end of another seal": "update last_seal set seal = zeroblob(32), place = place + 1",
    "a place twice": "insert into amendment (event, day, agency, holder, recorded_at, recorded_by, "
    "place) select 2, '2020-11-20', 'setda', 'Budi', '2020-12-03T03:00:00Z', 'x', max(place) "
    "from amendment",
    "the end": "delete from last_seal",
    "another end": "insert or replace into last_seal values (1, 0, zeroblob(32))",
}


@pytest.mark.parametrize("sql", GUARDED.values(), ids=GUARDED)
def test_the_database_itself_keeps_what_a_redaction_left(office: Run, db: Path, sql: str) -> None:
    office("redact", "1", *WHY)
    before = dump(db)
    with closing(sqlite3.connect(db)) as file, pytest.raises(sqlite3.IntegrityError):
        file.execute(sql)
    assert dump(db) == before


def test_a_blanking_by_another_program_that_is_no_redaction_breaks_the_seal(
    office: Run, db: Path
) -> None:
    with closing(sqlite3.connect(db)) as file, file:
        file.execute("insert into redaction values (3, 'x', 'x', '2020-12-03T03:00:00Z', 'x')")
        file.execute(
            "update custody_event set person = zeroblob(32), salt = null, holder = null, "
            "nip = null, position = null where event = 3"
        )
    assert seals(office, 1) == "fail"
