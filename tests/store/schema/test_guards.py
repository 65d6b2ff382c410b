"""What the database refuses on its own, whatever program writes: here, plain `sqlite3`.

HP-1 is with Ani of dinkes (event 1), HP-2 with Budi of setda (2); HP-3 was lost (3) and found
(4), HP-4 is lost (5), HP-5 was handed over and passed on (6, 7 and 8), HP-6 is new,
HP-7 is written off (9). Of dinkes and HP-1 something was stated anew, and event 2 amended.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from medsos_cli.errors import CustodyError
from medsos_cli.models import CustodyEvent, Device, EventKind
from medsos_cli.rules.custody import admit, state_after
from tests.conftest import Run
from tests.office import dump, open_office, run_on

NEXT = 10
STAMP = "2020-12-03T03:00:00Z"
FOLLOW = "cannot follow the latest standing one"
LATEST = "only the latest standing event"
CHANGED = "a custody event is never changed"
ONCE = "an event number is used once"
KEPT = "nothing recorded is changed or deleted"
STATED = "a fact changes by a statement"
CALENDAR = "no day of the calendar"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the office's file, once for every test to take a copy of."""
    folder = tmp_path_factory.mktemp("guards")
    db = folder / "medsos.db"

    run = open_office(run_on(db), folder)
    for tag in ("HP-4", "HP-5", "HP-6", "HP-7"):
        run("device", "add", tag)
    run("lost", "HP-3", "--on", "2020-12-01")
    run("found", "HP-3", "--on", "2020-12-02")
    run("lost", "HP-4", "--on", "2020-12-01")
    run("assign", "HP-5", "dinkes", "--to", "Dodi", "--on", "2020-11-25")
    run("transfer", "HP-5", "dinkes", "--to", "Eka", "--on", "2020-12-01")
    run("device", "write-off", "HP-7", "--document", "SK/7")
    run("device", "set", "HP-1", "--note", "layar retak")
    run("account", "set", "dinkes", "instagram", "contoh.baru")
    run("amend", "2", "--document", "028/2")
    for step in ("start", "finish"):
        run("stocktake", step)
    return db


@pytest.fixture
def file(office: Path, db: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy of the office's file as any program would."""
    shutil.copy(office, db)
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        yield connection


def insert(verb: str = "insert", **values: object) -> tuple[str, tuple[object, ...]]:
    """Write an event as SQL; what is not said is right for a handover of HP-6."""
    said: dict[str, object] = {
        "event": NEXT, "device": 6, "kind": "handover", "day": "2020-12-03", "agency": "setda",
        "holder": "Fani", "recorded_at": STAMP, "recorded_by": "sqlite3",
    }  # fmt: skip
    return row("custody_event", verb, **(said | values))


def row(table: str, verb: str = "insert", **values: object) -> tuple[str, tuple[object, ...]]:
    """Write a row of a table as SQL."""
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    return f"{verb} into {table} ({names}) values ({marks})", tuple(values.values())


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
    "a place far along the chain": (insert(place=10**15, seal=bytes(32)), "goes on by one"),
    "a place taken already": (insert(place=1, seal=bytes(32)), "goes on by one"),
    "an amendment far along the chain": (
        row("amendment", event=1, day="2020-12-03", agency="dinkes", holder="X", place=10**15,
            seal=bytes(32), recorded_at=STAMP, recorded_by="sqlite3"), "goes on by one",
    ),
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
    "a changed statement": (("update statement set value = 'X'", ()), KEPT),
    "a statement of another": (("update statement set agency = 'setda' where agency is not null",
                                ()), KEPT),
    "a deleted statement": (("delete from statement", ()), KEPT),
    "a changed act": (("update act set recorded_by = 'X'", ()), KEPT),
    "a deleted act": (("delete from act", ()), KEPT),
    "a changed amendment": (("update amendment set document = 'X'", ()), KEPT),
    "a deleted amendment": (("delete from amendment", ()), KEPT),
    "a handover amended to nobody": (
        row("amendment", event=1, day="2020-10-01", recorded_at=STAMP, recorded_by="x"),
        "has an agency and a holder",
    ),
    "a name without a statement": (("update agency set name = 'X'", ()), STATED),
    "a note without a statement": (("update agency set note = 'X'", ()), STATED),
    "closed without a statement": (("update agency set closed = '2020-12-03'", ()), STATED),
    "a handle without a statement": (("update account set handle = 'x', key = 'x'", ()), STATED),
    "none without a statement": (("update account set has = 0, handle = null", ()), STATED),
    "an account of another": (("update account set agency = 'kalimanah'", ()), "keeps its agency"),
    "a label without a statement": (("update device set tag = 'X' where id = 1", ()), STATED),
    "an IMEI without a statement": (("update device set imei = null", ()), STATED),
    "a deleted agency": (("delete from agency where code = 'kalimanah'", ()), KEPT),
    "a deleted device": (("delete from device where tag = 'HP-6'", ()), KEPT),
    "a deleted account": (("delete from account", ()), "an account is never deleted"),
    "a statement of no day": (
        row("statement", agency="setda", field="name", value="X", day="2020-11-31"), "CHECK",
    ),
    "a statement of nothing known": (
        row("statement", device=1, field="name", value="X", day="2020-12-03"), "CHECK",
    ),
    "a write-off of a held one": (insert(device=1, kind="written-off"), FOLLOW),
    "a write-off again": (insert(device=7, kind="written-off"), FOLLOW),
    "a find of one written off": (insert(device=7, kind="found"), FOLLOW),
    "a handover of one written off": (insert(device=7), FOLLOW),
    "a return by another office": (insert(device=1, kind="return"), "names who held the device"),
    "a return by nobody": (insert(device=1, kind="return", agency=None), "names who held"),
    "a number near the end": (insert(event=10**9), "no room for the next"),
    "a device near the end": (row("device", id=10**9, tag="HP-8", registered_at=STAMP), "no room"),
    "another agency in its place": (
        row("agency", "insert or replace", code="dinkes", name="X", name_key="x"), KEPT,
    ),
    "another account in its place": (
        row("account", "insert or replace", agency="dinkes", platform="instagram", has=0,
            key="?dinkes"), KEPT,
    ),
    "another device of its label": (
        row("device", "insert or replace", tag="hp-1", registered_at=STAMP), KEPT,
    ),
    "another statement in its place": (
        row("statement", "insert or replace", id=1, device=1, field="note", value="X",
            day="2020-12-03"), KEPT,
    ),
    "another amendment in its place": (
        row("amendment", "insert or replace", id=1, event=2, day="2020-12-03", agency="setda",
            holder="X", recorded_at=STAMP, recorded_by="x"), KEPT,
    ),
    "another act in its place": (
        row("act", "insert or replace", id=1, recorded_at=STAMP, recorded_by="x", source="x"), KEPT,
    ),
    "a finished stock-take begun anew": (
        ("update stocktake set finished_on = null where id = 1", ()), "never changed",
    ),
    "a finished stock-take that expects more": (
        row("stocktake_expected", stocktake=1, device=6), "never changed",
    ),
    "a deleted stock-take": (("delete from stocktake", ()), KEPT),
    "what it expected deleted": (("delete from stocktake_expected", ()), KEPT),
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
    "return of a held one": [insert(device=1, kind="return", agency="dinkes")],
    "loss of a held one": [insert(device=1, kind="lost")],
    "loss of one in stock": [insert(device=3, kind="lost")],
    "find of a lost one": [insert(device=4, kind="found")],
    "write-off of one in stock": [insert(device=3, kind="written-off")],
    "write-off of a lost one": [insert(device=4, kind="written-off")],
    "void of a write-off": [void(9, device=7)],
    "a statement": [row("statement", device=1, field="note", value="baru", day="2020-12-03")],
    "void of the latest": [void(4, device=3)],
    "void of both legs": [void(8, device=5), void(7, device=5, event=NEXT + 1)],
    "a handover after its void": [insert(), void(NEXT, event=NEXT + 1), insert(event=NEXT + 2)],
    "a transfer": [
        insert(device=1, kind="return", agency="dinkes"),
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
        "update stocktake set finished_on = '2020-11-31' where id = 2",
        "insert into stocktake_scan values (2, 2, '2020-11-31', null, '', '')",
        "insert into stocktake (started_on, started_by) values ('2021-02-29', '')",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=CALENDAR):
            file.execute(sql)
    assert dump(db) == before


@pytest.mark.parametrize(
    "sql",
    [
        "insert into event_rule (kind, before) values ('handover', 'held')",
        "insert or replace into event_rule (kind, before) values ('found', 'lost')",
        "update event_rule set before = 'held' where kind = 'found'",
        "delete from event_rule",
    ],
)
def test_nobody_changes_the_rule_of_custody(file: sqlite3.Connection, db: Path, sql: str) -> None:
    before = dump(db)
    with pytest.raises(sqlite3.IntegrityError, match="not changed by hand"):
        file.execute(sql)
    assert dump(db) == before


def test_the_rule_of_the_database_is_that_of_the_program(file: sqlite3.Connection) -> None:
    device, day = Device(1, "HP-1"), date(2020, 12, 3)
    events = [CustodyEvent(1, kind, day) for kind in EventKind if kind is not EventKind.VOID]
    admitted = set()
    for last in (None, *events):
        for event in events:
            with suppress(CustodyError):
                admit(device, last, event, day)
                admitted.add((event.kind.value, state_after(last).value))
    assert {*file.execute("select kind, before from event_rule")} == admitted
    left = {*file.execute("select distinct kind, state from standing_event")}
    assert left == {(event.kind.value, state_after(event).value) for event in events}


def test_the_doctor_names_a_day_that_another_program_made_up(
    file: sqlite3.Connection, run: Run
) -> None:
    file.execute("drop trigger custody_event_day")
    file.execute(*insert(day="2020-11-31"))
    assert f"event {NEXT} is of 2020-11-31, which is no day" in run("doctor", code=1).out
