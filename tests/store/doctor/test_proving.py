"""What doctor and verify find in a file whose guards were taken away and put back.

HP-1 went from Ani (event 1) to Cici (3 and 4), HP-2 is with Budi (2), HP-3 was lost (5), which
was voided (6); event 2 was amended, HP-1 got another label and HP-2 another IMEI since.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes

import pytest
from sqlite_utils import Database

from medsos_cli.rules.seals import START, digest_person, make_seal
from medsos_cli.store.database import open_store
from medsos_cli.store.doctor.proving import examine_seals
from medsos_cli.store.schema.migrations import migrations
from medsos_cli.store.sealing import chain_of
from medsos_cli.words.days import Clock, read_zone
from tests.conftest import NOW, Run
from tests.office import code_of_event, open_office, query, run_on

OLD = Path(__file__).parents[2] / "data" / "schema-7.db"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the office's file, once for every test to take a copy of."""
    folder = tmp_path_factory.mktemp("proving")
    db = folder / "medsos.db"

    run = open_office(run_on(db), folder)
    run("transfer", "HP-1", "setda", "--to", "Cici", "--nip", "198001012005012001")
    run("lost", "HP-3")
    run("void", "5", "--reason", "salah")
    run("amend", "2", "--document", "028/2")
    run("device", "set", "HP-1", "--tag", "HP-91")
    run("device", "set", "HP-2", "--imei", "001012030000057")
    return db


@pytest.fixture
def db(office: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(office, tmp_path / "medsos.db"))


@contextmanager
def unguarded(db: Path) -> Iterator[sqlite3.Connection]:
    """Open a file without its triggers and unique places, all there again in the end."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        guards = connection.execute(
            "select type, name, sql from sqlite_schema "
            "where type = 'trigger' or name in ('custody_event_place', 'amendment_place')"
        ).fetchall()
        for kind, name, _ in guards:
            connection.execute(f"drop {kind} {name}")
        yield connection
        for *_, sql in guards:
            connection.execute(sql)


def seals(db: Path) -> str:
    """Return what doctor says of the seals."""
    clock = Clock(read_zone("Asia/Jakarta"), lambda: NOW)
    with open_store(db) as store:
        found = examine_seals(store, clock)
    return f"{found.level} {found.told}"


def test_a_file_that_nobody_touched_holds(run: Run, db: Path) -> None:
    code = query(db, "select lower(hex(substr(seal, 1, 5))) from amendment")[0][0]
    assert seals(db) == f"ok every seal holds; the last is of the amendment of event 2: {code}"
    for event in range(1, 7):
        run("verify", f"{event}", code_of_event(db, event))
    run("verify", "2", f"{code}")


OTHER: dict[str, object] = {
    "device": 2, "kind": "found", "day": "2020-10-02", "agency": "kalimanah", "condition": "RB",
    "recorded_at": "2020-12-03T03:00:01Z", "transfer_of": 1, "voids": 2, "event": 77, "place": 99,
    "id": 7, "chained_at": "2020-12-03T03:00:01Z", "salt": b"x" * 16, "seal": b"x" * 32,
}  # fmt: skip


def columns(table: str) -> list[str]:
    """Return the columns of a table, all of which a seal covers or consists of."""
    with Database(memory=True) as file:
        migrations.apply(file)
        return [name for name in file.table(table).columns_dict if name != "person"]


@pytest.mark.parametrize("column", columns("custody_event"))
@pytest.mark.parametrize("event", [1, 4, 5])
def test_an_event_that_is_rewritten_is_found(run: Run, db: Path, column: str, event: int) -> None:
    code = code_of_event(db, event)
    with unguarded(db) as file:
        file.execute("pragma ignore_check_constraints = on")
        file.execute(
            f"update custody_event set {column} = ? where event = ?",  # noqa: S608  # a column
            (OTHER.get(column, "lain"), event),
        )
    assert seals(db).startswith("fail from event ")
    now = 77 if column == "event" else event
    assert f"from event {now} on" in seals(db) or column in {"place", "seal"}
    run("verify", f"{event}", code, code=None if column == "place" else 1)


@pytest.mark.parametrize("column", columns("amendment"))
def test_an_amendment_that_is_rewritten_is_found(db: Path, column: str) -> None:
    with unguarded(db) as file:
        file.execute("pragma ignore_check_constraints = on")
        file.execute(f"update amendment set {column} = ?", (OTHER.get(column, "lain"),))  # noqa: S608  # a column
    assert seals(db).startswith("fail from event ")


def test_doctor_finds_it_though_every_guard_is_there_again(run: Run, db: Path) -> None:
    with unguarded(db) as file:
        file.execute("update custody_event set holder = 'Lain' where event = 1")
    by_name = {
        row["what"]: row for row in json.loads(run("doctor", "--format", "json", code=1).out)
    }
    assert by_name["schema"]["level"] == "ok"
    assert by_name["seals"] == {
        "level": "fail",
        "what": "seals",
        "found": "from event 1 on it is not what was sealed: rewritten or swapped",
        "hint": "the papers tell what was signed: medsos verify EVENT CODE",
    }


REMOVED = {
    "the first": ("delete from custody_event where event = 1", "1 on 1 sealed record is missing"),
    "one between": ("delete from custody_event where event = 4", "4 on 1 sealed record is"),
    "the last": ("delete from custody_event where event = 6", "6 on 1 sealed record is"),
    "the last two": ("delete from custody_event where event > 4", "5 on 2 sealed records are"),
    "an amendment": ("delete from amendment", "7 on 1 sealed record is missing: it was removed"),
    "all": ("delete from custody_event", "1 on 6 sealed records are missing: they were removed"),
    "its seal": ("update custody_event set seal = null, place = null where event = 3", "3 on 1"),
    "the last one's seal": ("update amendment set seal = null, place = null", "7 on 1 sealed"),
    "the end": ("delete from last_seal", "6 on it is not what was sealed"),
}


@pytest.mark.parametrize(("sql", "told"), REMOVED.values(), ids=REMOVED)
def test_what_is_removed_is_missed(db: Path, sql: str, told: str) -> None:
    with unguarded(db) as file:
        file.execute(sql)
    assert seals(db).startswith(f"fail from event {told}")


@pytest.mark.parametrize(
    "of", ["event", "place", "seal", "place, seal", "device", "holder, nip, position", "label_then"]
)
def test_two_that_are_swapped_are_found(db: Path, of: str) -> None:
    with unguarded(db) as file:
        file.execute("pragma ignore_check_constraints = on")
        file.execute("create temp table was as select * from custody_event")
        file.execute("update custody_event set event = event + 10 where event < 3")
        file.execute(
            f"update custody_event set ({of}) = (select {of} from was "  # noqa: S608  # columns
            "where event = 13 - custody_event.event) where event in (11, 12)"
        )
        file.execute("update custody_event set event = event - 10 where event > 10")
    assert seals(db) == "fail from event 1 on it is not what was sealed: rewritten or swapped"


@pytest.mark.parametrize("fact", ["tag", "imei", "serial"])
def test_a_handset_whose_numbers_are_rewritten_is_found(run: Run, db: Path, fact: str) -> None:
    code = code_of_event(db, 5)
    with unguarded(db) as file:
        file.execute(f"update device set {fact} = '001012030000099' where tag = 'HP-3'")  # noqa: S608  # a column
    assert seals(db) == "fail from event 5 on it is not what was sealed: rewritten or swapped"
    run("verify", "5", code, code=1)


@pytest.mark.parametrize("event", range(1, 7))
def test_who_seals_a_record_anew_must_seal_the_next_anew_too(
    run: Run, db: Path, event: int
) -> None:
    code = code_of_event(db, event)
    with open_store(db) as store, unguarded(db) as file:
        before = file.execute("select seal from custody_event where event = ?", (event - 1,))
        file.execute("update custody_event set note = 'lain' where event = ?", (event,))
        said = next(chain_of(store, event)).said
        seal = make_seal(before.fetchone()[0] if event > 1 else START, said)
        file.execute("update custody_event set seal = ? where event = ?", (seal, event))
    assert seals(db).startswith(f"fail from event {event + 1 if event < 6 else 2} on it is not")
    assert f"event {event} has the seal" in run("verify", f"{event}", code, code=1).err


WIPED = "salt = null, nip = null, position = null"


@pytest.mark.parametrize("holder", [None, "Palsu"])
@pytest.mark.parametrize("event", [1, 3, 6])
@pytest.mark.parametrize("redacted", [True, False])
def test_a_digest_stands_only_for_who_was_redacted(
    run: Run, db: Path, holder: str | None, event: int, *, redacted: bool
) -> None:
    code = code_of_event(db, event)
    with unguarded(db) as file:
        file.execute("pragma ignore_check_constraints = on")
        row = file.execute(
            "select salt, holder, nip, position from custody_event where event = ?", (event,)
        ).fetchone()
        if redacted:
            word = ("x", "x", "2020-12-03T03:00:00Z", "x")
            file.execute("insert into redaction values (?, ?, ?, ?, ?)", (event, *word))
        file.execute(
            f"update custody_event set {WIPED}, person = ?, holder = ? where event = ?",  # noqa: S608  # columns
            (digest_person(*row), holder, event),
        )
    if redacted and holder is None:
        run("verify", f"{event}", code)
        assert seals(db).startswith("ok")
    else:
        run("verify", f"{event}", code, code=1)
        assert seals(db).startswith(f"fail from event {event} on it is not what was sealed")


def test_a_redaction_that_left_the_name_is_found(run: Run, db: Path) -> None:
    with closing(sqlite3.connect(db)) as file, file:
        file.execute("insert into redaction values (3, 'x', 'x', '2020-12-03T03:00:00Z', 'x')")
    run("verify", "3", code_of_event(db, 3), code=1)
    assert seals(db).startswith("fail from event 3 on it is not what was sealed")


def test_an_amendment_whose_name_is_wiped_is_found(db: Path) -> None:
    with unguarded(db) as file:
        row = file.execute("select salt, holder, nip, position from amendment").fetchone()
        file.execute(
            f"update amendment set {WIPED}, holder = null, person = ?",  # noqa: S608  # columns
            (digest_person(*row),),
        )
    assert seals(db).startswith("fail from event 2 on it is not what was sealed")


def test_what_another_program_writes_has_no_seal_and_is_told(run: Run, db: Path) -> None:
    with closing(sqlite3.connect(db)) as file, file:
        file.execute(
            "insert into custody_event (event, device, kind, day, recorded_at, recorded_by) "
            "values (8, 3, 'lost', '2020-12-03', '2020-12-03T03:00:00Z', 'sqlite3')"
        )
    told = "warn from event 8 on 1 record has no seal: another program wrote it, as sqlite3"
    assert seals(db) == told
    run("found", "HP-3")
    assert seals(db) == told
    run("verify", "9", code_of_event(db, 9))
    assert run("verify", "8", "0123456789", code=1).err == (
        "error: event 8 has no seal: another program wrote it\n"
    )


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("delete from last_seal", "fail from event "),
        ("update last_seal set place = 2", "ok every seal holds; the last is of event 7: "),
    ],
)
def test_where_the_end_of_the_chain_was_taken_away_the_program_goes_on(
    run: Run, db: Path, sql: str, told: str
) -> None:
    with unguarded(db) as file:
        file.execute(sql)
    run("lost", "HP-3")
    assert seals(db).startswith(told)


def test_what_was_on_record_before_seals_is_told_so(run: Run, db: Path) -> None:
    db.unlink()
    shutil.copy(OLD, db)
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert "none yet" in run("doctor", now=later).out
    run("amend", "11", "--document", "LP/1", now=later)
    chained = str(
        query(db, "select distinct date(chained_at, '+7 hours') from custody_event")[0][0]
    )
    own = query(db, "select lower(hex(substr(seal, 1, 5))) from amendment order by id desc")[0][0]
    assert run("verify", "11", code_of_event(db, 11), now=later).lines == [
        "event 11: HP-03 found, in stock on 2021-03-01",
        f"it is what was sealed: {code_of_event(db, 11)}",
        f"sealed on {chained} only, when the file was brought up to date",
        f"amended on 2027-01-01 by tu ({own}): document: - → LP/1",
    ]
    assert (
        f"every seal holds, those up to event 12 since {chained}, when the file was brought up to "
        f"date; the last is of the amendment of event 11: {own}"
    ) in run("doctor", now=later).out


def test_every_record_has_a_salt_of_its_own(
    run: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medsos_cli.store.sealing.token_bytes", token_bytes)
    run("transfer", "HP-91", "setda", "--to", "Dewi")
    run("void", "8", "--reason", "salah")
    salts = query(db, "select distinct salt from custody_event where event > 6")
    assert len(salts) == 4
    assert all(len(salt) == 16 for (salt,) in salts)  # type: ignore[arg-type]  # bytes
