"""What the database refuses on its own, whatever program writes: here, plain `sqlite3`.

HP-1 is with Ani of dinkes (event 1), HP-2 with Budi of setda (2); HP-3 was lost (3) and found
(4), HP-4 is lost (5), HP-5 was handed over and passed on (6, 7 and 8), HP-6 is new.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medsos_cli.cli import app
from medsos_cli.cli.context import Context
from tests.conftest import NOW, Answer, Run
from tests.office import dump, open_office

NEXT = 9
FOLLOW = "cannot follow the latest standing one"
LATEST = "only the latest standing event"
CHANGED = "a custody event is never changed"
ONCE = "an event number is used once"
CALENDAR = "no day of the calendar"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the office's file, once for every test to take a copy of."""
    folder = tmp_path_factory.mktemp("guards")
    db = folder / "medsos.db"

    def run(*words: str | Path, now: datetime = NOW) -> Answer:
        context = Context(now=lambda: now, user=lambda: "tu")
        said = [*map(str, words), "--db", str(db)]
        result = CliRunner().invoke(app, said, obj=context, catch_exceptions=False)
        assert result.exit_code == 0, result.stderr
        return Answer(result.stdout, result.stderr)

    open_office(run, folder)
    for tag in ("HP-4", "HP-5", "HP-6"):
        run("device", "add", tag)
    run("lost", "HP-3", "--on", "2020-12-01")
    run("found", "HP-3", "--on", "2020-12-02")
    run("lost", "HP-4", "--on", "2020-12-01")
    run("assign", "HP-5", "dinkes", "--to", "Dodi", "--on", "2020-11-25")
    run("transfer", "HP-5", "dinkes", "--to", "Eka", "--on", "2020-12-01")
    return db


@pytest.fixture
def file(office: Path, db: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy of the office's file as any program would."""
    shutil.copy(office, db)
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        yield connection


def insert(verb: str = "insert", **values: object) -> tuple[str, tuple[object, ...]]:
    """Write an event as SQL; what is not said is right for a handover of HP-6."""
    row: dict[str, object] = {
        "event": NEXT, "device": 6, "kind": "handover", "day": "2020-12-03", "agency": "setda",
        "holder": "Fani", "recorded_at": "2020-12-03T03:00:00Z", "recorded_by": "sqlite3",
    }  # fmt: skip
    row |= values
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    return f"{verb} into custody_event ({names}) values ({marks})", tuple(row.values())


def void(voided: int, **values: object) -> tuple[str, tuple[object, ...]]:
    return insert("insert", **({"kind": "void", "voids": voided, "reason": "salah"} | values))


AHEAD = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()

REFUSED = {
    "handover of a held device": (insert(device=1), FOLLOW),
    "handover of a lost device": (insert(device=4), FOLLOW),
    "return of one in stock": (insert(device=3, kind="return"), FOLLOW),
    "return of one never handed over": (insert(kind="return"), FOLLOW),
    "return of a lost one": (insert(device=4, kind="return"), FOLLOW),
    "loss of a lost one": (insert(device=4, kind="lost"), FOLLOW),
    "find of a held one": (insert(device=1, kind="found"), FOLLOW),
    "find of one never lost": (insert(kind="found"), FOLLOW),
    "before the latest": (insert(device=3, day="2020-12-01"), "before the latest standing one"),
    "more than a day ahead": (insert(day=AHEAD), "cannot lie ahead"),
    "no such day": (insert(day="2020-10-32"), CALENDAR),
    "a day too many for November": (insert(day="2020-11-31"), CALENDAR),
    "no day": (insert(day="03/12/2020"), CALENDAR),
    "a kind unheard of": (insert(kind="sold"), FOLLOW),
    "nobody receives it": (insert(holder=None), "CHECK"),
    "a blank holder": (insert(holder=""), "CHECK"),
    "a number again": (insert(event=1), ONCE),
    "a number in between": (insert(event=0), ONCE),
    "no number": (insert(event=None), ONCE),
    "a number as text": (insert(event="x"), "datatype mismatch"),
    "or replace": (insert("insert or replace", event=1), ONCE),
    "replace": (insert("replace", event=2), ONCE),
    "or ignore": (insert("insert or ignore", device=1), FOLLOW),
    "or fail": (insert("insert or fail", device=1), FOLLOW),
    "upsert": (
        (insert(event=1)[0] + " on conflict (event) do update set holder = 'X'",
         insert(event=1)[1]), ONCE,
    ),
    "void of an old event": (void(3, device=3), LATEST),
    "void of no event": (void(99, device=3), LATEST),
    "void of another device's event": (void(1), LATEST),
    "void of the first leg alone": (void(7, device=5), LATEST),
    "void of nothing": (void(4, device=3, voids=None), LATEST),
    "void without a reason": (void(4, device=3, reason=None), "CHECK"),
    "void for a blank reason": (void(4, device=3, reason=""), "CHECK"),
    "a pair with another device's return": (insert(transfer_of=7), "follows its return"),
    "a pair with an older return": (insert(device=5, transfer_of=7), "follow"),
    "a changed holder": (("update custody_event set holder = 'X' where event = 1", ()), CHANGED),
    "a changed day": (("update custody_event set day = '2020-01-01'", ()), CHANGED),
    "a changed number": (("update or replace custody_event set event = 2 where event = 1", ()),
                         CHANGED),
    "a deleted event": (("delete from custody_event where event = 8", ()), "never deleted"),
    "all deleted": (("delete from custody_event", ()), "never deleted"),
}  # fmt: skip


@pytest.mark.parametrize(("said", "error"), REFUSED.values(), ids=REFUSED)
def test_the_database_itself_refuses(
    file: sqlite3.Connection, db: Path, said: tuple[str, tuple[object, ...]], error: str
) -> None:
    before = dump(db)
    with pytest.raises(sqlite3.Error, match=error):
        file.execute(*said)
    assert dump(db) == before


ADMITTED = {
    "handover of a new device": [insert()],
    "handover of one found": [insert(device=3)],
    "handover on the day of the latest": [insert(device=3, day="2020-12-02")],
    "return of a held one": [insert(device=1, kind="return")],
    "loss of a held one": [insert(device=1, kind="lost")],
    "loss of one in stock": [insert(device=3, kind="lost")],
    "find of a lost one": [insert(device=4, kind="found")],
    "void of the latest": [void(4, device=3)],
    "void of both legs": [void(8, device=5), void(7, device=5, event=NEXT + 1)],
    "a handover after its void": [insert(), void(NEXT, event=NEXT + 1), insert(event=NEXT + 2)],
    "a transfer": [
        insert(device=1, kind="return"),
        insert(device=1, event=NEXT + 1, transfer_of=NEXT),
    ],
}


@pytest.mark.parametrize("said", ADMITTED.values(), ids=ADMITTED)
def test_the_database_admits_what_the_rule_admits(
    file: sqlite3.Connection, run: Run, said: list[tuple[str, tuple[object, ...]]]
) -> None:
    for sql, values in said:
        file.execute(sql, values)
    assert "fail" not in run("doctor", code=None).out


def test_a_void_is_not_replaced_by_another(file: sqlite3.Connection, db: Path) -> None:
    file.execute(*void(4, device=3))
    before = dump(db)
    sql, values = void(4, device=3, event=NEXT + 1, reason="lain")
    for verb in ("insert", "insert or replace"):
        with pytest.raises(sqlite3.IntegrityError, match=LATEST):
            file.execute(sql.replace("insert", verb, 1), values)
    with pytest.raises(sqlite3.IntegrityError, match=LATEST):
        file.execute(*void(NEXT, device=3, event=NEXT + 1))
    assert dump(db) == before


def test_a_scan_stays_and_a_finished_stock_take_takes_no_more(
    file: sqlite3.Connection, db: Path, run: Run
) -> None:
    run("stocktake", "start")
    run("stocktake", "seen", "HP-1")
    run("stocktake", "finish")
    before = dump(db)
    scan = "stocktake_scan (stocktake, device, day, recorded_at, recorded_by) values"
    for sql in (
        f"insert into {scan} (1, 2, '2020-12-03', '', '')",
        "update stocktake_scan set day = '2020-12-04'",
        "delete from stocktake_scan",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            file.execute(sql)
    assert dump(db) == before


def test_a_stock_take_has_days_of_the_calendar(file: sqlite3.Connection, db: Path) -> None:
    file.execute("insert into stocktake (started_on, started_by) values ('2020-11-30', '')")
    before = dump(db)
    for sql in (
        "update stocktake set finished_on = '2020-11-31'",
        "insert into stocktake_scan values (1, 2, '2020-11-31', null, '', '')",
        "insert into stocktake (started_on, started_by) values ('2021-02-29', '')",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=CALENDAR):
            file.execute(sql)
    assert dump(db) == before


def test_the_doctor_names_a_day_that_another_program_made_up(
    file: sqlite3.Connection, run: Run
) -> None:
    file.execute("drop trigger custody_event_day")
    file.execute(*insert(day="2020-11-31"))
    assert f"event {NEXT} is of 2020-11-31, which is no day" in run("doctor", code=1).out
