"""Names and files that are not meant well: stored as text or refused, shown harmlessly."""

import csv
import io
import json
import os
import re
import sqlite3
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import closing, redirect_stderr, redirect_stdout
from itertools import count
from pathlib import Path
from time import perf_counter

import pytest
from typer.main import get_command

from medsos_cli.cli import app
from medsos_cli.cli.context import Context
from medsos_cli.words.similar_offices import TimeToLook

from .conftest import NOW, SAMPLE, Run
from .office import dump, query

NAMES = {
    "escape": "Dinas \x1b[2J\x1b[31mMerah\x1b]0;title\x07",
    "C1": "Dinas \x9b31mMerah",
    "NUL": "Dinas\x00Merah",
    "right to left": "Dinas \u202egnurub\u202c",
    "isolate": "Dinas \u2066x\u2069",
    "markup": "[bold red]Dinas[/] [/nothing] [link=http://a]x[/link]",
    "emoji": "Dinas :smile: \U0001f469 教育 e\u0301",
    "formula": "=cmd|'/c calc'!A1",
    "plus": "+62 Dinas",
    "at": "@SUM(1)",
    "quotes": 'Dinas "Satu", Dua; Tiga|Empat',
    "line ends": "Dinas\nDua\nTiga",
    "backslash": "Dinas \\u001b\\n %s {0} ${HOME} `id`",
    "long": "Dinas " + "x" * 10_000,
    "long combining": "Dinas a" + "\u0301" * 10_000,
}
ACTS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
LISTS = ("audit", "devices", "agencies", "history")


def readings(run: Run, name: str) -> None:
    """Check that every list shows a name harmlessly, and that data holds it as it is."""
    for words in LISTS:
        assert not ACTS.search(run(words).out)
        rows = [*csv.DictReader(io.StringIO(run(words, "--format", "csv").out, newline=""))]
        document = json.loads(run(words, "--format", "json").out)
        cells = {cell for row in rows for cell in row.values()}
        guarded = f"'{name}" if name[0] in "=+-@\t\r" else name
        assert guarded in cells
        assert json.dumps(name) in json.dumps(document)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_an_odd_name_in_a_roster_is_text_or_refused(
    name: str, run: Run, db: Path, tmp_path: Path
) -> None:
    roster = tmp_path / "roster.csv"
    with roster.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["agency", "device", "holder", "handed_over_on"], [name, "HP-1", name, "2020-12-01"]]
        )
    answer = run("import", roster, code=None)
    assert not ACTS.search(answer.out + answer.err)
    if "error: " in answer.err:
        assert not db.exists()
        return
    ((stored,),) = query(db, "select name from agency")
    assert stored == " ".join(name.split())
    readings(run, str(stored))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_an_odd_name_that_another_program_wrote_is_shown_harmlessly(
    name: str, run: Run, db: Path
) -> None:
    run("device", "add", "HP-1")
    with closing(sqlite3.connect(db)) as connection:
        connection.execute(
            "insert into agency (code, name, name_key, kind, note) values ('a', ?, 'a', ?, ?)",
            (name, name, name),
        )
        connection.execute(
            "insert into custody_event (event, device, kind, day, agency, holder, recorded_at, "
            "recorded_by) values (1, 1, 'handover', '2020-12-01', 'a', ?, ?, ?)",
            (name, "2020-12-01T03:00:00Z", name),
        )
        connection.commit()
    readings(run, name)
    for words in (("assign", "HP-1", "a", "--to", "Ani"), ("agencies", "--kind", "x")):
        answer = run(*words, code=2)
        assert not ACTS.search(answer.err)
        assert [line.split(":")[0] for line in answer.err.splitlines()] == ["error", "hint"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
@pytest.mark.parametrize("form", ["csv", "json"])
def test_data_that_somebody_looks_at_does_not_act_on_the_terminal(
    form: str, run: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("device", "add", "HP-1")
    with closing(sqlite3.connect(db)) as connection:
        connection.execute(
            "insert into statement (device, field, value, day) "
            "select id, 'model', 'a' || char(27, 155, 8238) || 'b', '2020-12-03' from device"
        )
        connection.commit()
    monkeypatch.setattr("typer.testing._NamedTextIOWrapper.isatty", lambda _: True)
    shown = run("devices", "--format", form).out
    assert not ACTS.search(shown)
    assert "\\u009b\\u202eb" in shown


HEADER = b"agency,device,imei,instagram,holder,handed_over_on,note\n"
SIZE = 200_000
OF_ROWS = 60_000  # each of which takes its time
KNOWN = b"".join(b"Dinas %d,,,,,,\n" % n for n in range(100))


def fill(unit: bytes, size: int = SIZE) -> bytes:
    return (unit * (size // len(unit) + 1))[:size]


ROSTERS = {
    "commas": fill(b","),
    "quotes": fill(b'"'),
    "open quote": b'"' + fill(b"\n"),
    "one line": fill(b"a"),
    "NUL": fill(b"\0"),
    "UTF-16": b"\xff\xfe" + fill(b"a\0\n\0"),
    "BOMs": fill(b"\xef\xbb\xbf"),
    "many columns": b"agency," + b",".join(b"c%d" % n for n in range(SIZE // 6)) + b"\nDinas\n",
    "one cell": HEADER + fill(b"a"),
    "ragged": HEADER + fill(b"a\n", OF_ROWS),
    "a wide row far below": HEADER + KNOWN + fill(b","),
    "blank rows": HEADER + fill(b",,,,,,\n"),
    "bad cells": HEADER + fill(b"D,H,1,x y,Z,99/99/9999,n\n", OF_ROWS),
    "the same row": HEADER + fill(b"Dinas A,,,@abc,,,\n", OF_ROWS),
    "rows at odds": HEADER + b"".join(b"Dinas A,,,@a%d,,,\n" % n for n in range(OF_ROWS // 20)),
    "new agencies": HEADER + b"".join(b"Dinas %d,,,,,,\n" % n for n in range(OF_ROWS // 17)),
    "long handle": HEADER + b"Dinas A,,," + fill(b"@") + b",,,\n",
    "long numbers": HEADER + b"Dinas A,," + fill(b"1/") + b",,,,\n",
    "long day": HEADER + b"Dinas A,,,,Ani," + fill(b"1 ") + b",\n",
    "long name": HEADER + fill(b"Kec. ") + b",,,,,,\n",
    "titles": fill(b"Laporan\n") + HEADER + b"Dinas A\n",
    "totals": HEADER + fill(b"Jumlah,,,,,,\n"),
}
CHATS = {
    "slashes": fill(b"/"),
    "one link": b"https://www.instagram.com/p/" + fill(b"A"),
    "links in one line": fill(b"https://www.instagram.com/p/CITDXUWhaNu/ "),
    "links in one word": fill(b"https://instagram.com/p/a"),
    "hosts": fill(b"facebook.com/"),
    "dots": b"https://" + fill(b"a."),
    "percents": b"https://instagram.com/" + fill(b"%41"),
    "parameters": b"https://facebook.com/story.php?" + fill(b"id=1&"),
    "headers": fill(b"03/12/20 08.15 - Admin: x\n"),
    "half headers": fill(b"1/1/20 1.1 - "),
    "marks": fill("\u200e".encode()),
    "brackets": fill(b"[1"),
}
OTHERS = {
    "codes": (("stocktake", "seen", "--from"), fill(b"a\n", OF_ROWS)),
    "known codes": (("stocktake", "seen", "--from"), fill(b"HP-01\n", OF_ROWS)),
    "events": (
        ("custody-import",),
        b"event,device,on\n" + fill(b"return,HP-01,3/12/2020\n", OF_ROWS),
    ),
    "bad events": (("custody-import",), b"event,device,on\n" + fill(b"x,y,z\n", OF_ROWS)),
}
FILES = (
    {f"import {name}": (("import",), content) for name, content in ROSTERS.items()}
    | {f"post {name}": (("post", "--from"), content) for name, content in CHATS.items()}
    | {f"{words[0]} {name}": (words, content) for name, (words, content) in OTHERS.items()}
)
SOME = 500  # rows: as many as are merged at once
LONGEST = 20  # seconds, where a second or two are usual: what hangs takes hours
OF_ITS_OWN = 2_000_000  # bytes that any run takes, five hundred rows or one longest cell


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with a stock-take open, and import all that a command imports."""
    folder = tmp_path_factory.mktemp("warm")
    db, bad, chat = folder / "warm.db", folder / "bad.csv", folder / "chat.txt"
    bad.write_bytes(HEADER + b'Dinas A,H,1,x y,Z,99/99/9999,"n\n')
    chat.write_bytes(b"03/12/20 08.15 - A: https://www.instagram.com/contoh.dinkes/p/CITDXUWhaNu/")
    quietly(("import", str(SAMPLE)), db)
    good = folder / "good.csv"
    good.write_bytes(HEADER + b"Dinas A,HP-70,001012030000016,@a,Ani,3/12/2020,\n")
    quietly(("import", str(good)), db)
    quietly(("stocktake", "start"), db)
    for words in (("import",), ("custody-import",), ("post", "--from"), ("stocktake", "seen")):
        quietly((*words, str(chat if "post" in words else bad)), db)
    return db


def quietly(words: tuple[str, ...], db: Path) -> int:
    """Run a command whose talk nobody keeps; return its exit code."""
    context = Context(now=lambda: NOW, user=lambda: "tu")
    with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        try:
            get_command(app).main([*words, "--db", str(db)], obj=context, prog_name="medsos")
        except SystemExit as end:
            return int(end.code or 0)
    return 0


@pytest.mark.slow
@pytest.mark.parametrize(("words", "content"), FILES.values(), ids=FILES)
def test_no_file_fails_hangs_or_grows(
    words: tuple[str, ...], content: bytes, warm: Path, db: Path, tmp_path: Path
) -> None:
    db.write_bytes(warm.read_bytes())
    file = tmp_path / "hostile.csv"
    file.write_bytes(content)
    before = dump(db)
    begun = perf_counter()
    tracemalloc.start()
    try:
        code = quietly((*words, str(file)), db)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert code in {0, 2}
    assert code == 0 or dump(db) == before
    assert peak < 10 * len(content) + OF_ITS_OWN, peak
    assert perf_counter() - begun < LONGEST


def _rows(header: str, *forms: str) -> Callable[[int], str]:
    """Return what makes a file of as many rows as asked, with `{n}` and a word of it, `{w}`."""

    def make(size: int) -> str:
        rows = (forms[n % len(forms)].format(n=n, w=_word(n)) for n in range(size))
        return "\n".join([header, *rows, ""])

    return make


def _word(n: int) -> str:
    return "".join("bcdfghjklm"[int(digit)] + "o" for digit in f"{n:05}")


CODES = _rows("agency_code,agency", "c{n},Dinas Kesehatan")
REGENCIES = _rows("agency", "Dinas Kesehatan Kabupaten {w}")
OFFICES = _rows("agency_code,agency,device", "k{n},Dinas {w},HP-{n}")
PASSED_ROUND = _rows(
    "event,device,agency_code,holder,on",
    "handover,HP-1,k1,Ani,1/12/2020", "return,HP-1,,,1/12/2020",
)  # fmt: skip
PAPERS = _rows(
    "event,device,agency_code,holder,on,document",
    "handover,HP-1,k1,Ani,1/12/2020,A/{n}", "return,HP-1,,,1/12/2020,B/{n}",
)  # fmt: skip
LENT = _rows(
    "agency,device,holder,handed_over_on,returned_on", "Dinas A,HP-1,Ani,1/12/2020,1/12/2020"
)
GROWING = {  # the files before it, and the one that counts: their words, and what makes them
    "one name under many codes": ((), ("import", "--new-agencies"), CODES),
    "the same codes again": ((CODES,), ("import",), CODES),
    "other codes of one name": (
        (CODES,), ("import", "--new-agencies"), _rows("agency_code,agency", "d{n},Dinas Kesehatan"),
    ),
    "one name of many": ((CODES,), ("import",), _rows("agency", "Dinas Kesehatan")),
    "one office in many regencies": ((), ("import",), REGENCIES),
    "the same regencies again": ((REGENCIES,), ("import",), REGENCIES),
    "one handle": ((), ("import",), _rows("agency,instagram", "Dinas {w},satu")),
    "one handset lent often": ((LENT,), ("import",), LENT),
    "one handset handed round, again": (
        (OFFICES, PASSED_ROUND), ("custody-import",), PASSED_ROUND,
    ),
    "one broken handset handed round": (
        (OFFICES,), ("custody-import",),
        _rows("event,device,agency_code,holder,on,condition",
              "handover,HP-1,k1,Ani,1/12/2020,RB", "return,HP-1,,,1/12/2020,RB"),
    ),
    "one handset's events filled in": (
        (OFFICES, PASSED_ROUND), ("custody-import",),
        _rows("event,device,agency_code,holder,on,document",
              "handover,HP-1,k1,Ani,1/12/2020,A/1", "return,HP-1,,,1/12/2020,B/1"),
    ),
    "one handset under many papers, again": (
        (OFFICES, PAPERS), ("custody-import",), PAPERS,
    ),
    "events of unknown agencies": (
        (OFFICES,), ("custody-import",),
        _rows("event,device,agency,holder,on", "handover,HP-{n},Badan {w},Ani,1/12/2020"),
    ),
}  # fmt: skip


def work_of(words: tuple[str, ...], db: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how much a command does: the functions it calls, and what SQLite does for it."""
    steps, calls = count(), count()
    connect = sqlite3.connect

    def counted(*args: object, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **options)  # type: ignore[call-overload]  # as given
        connection.set_progress_handler(lambda: next(steps) < 0, 10)
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", counted)
        patch.setattr(TimeToLook, "__bool__", lambda _: False)  # as when it is up
        sys.setprofile(lambda *_: next(calls))
        try:
            quietly(words, db)
        finally:
            sys.setprofile(None)
    return next(steps) + next(calls)


LISTED = (*LISTS, "agencies --as-of 1/12/2020", "roster")
HELD = _rows("agency,device,holder,handed_over_on", "Dinas {w},HP-{n},Ani {w},1/12/2020")


def grows_with(done: list[int]) -> bool:
    """Tell whether twice as much took no more than twice the work, from the second time on."""
    _, first, second, third = done  # what the first run imports is not counted
    return third - second < 2.3 * (second - first)


@pytest.mark.parametrize("words", [f"{words} --output x.csv" for words in LISTED])
def test_a_list_of_twice_the_agencies_is_twice_the_work(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = []
    for size in (10, SOME, 2 * SOME, 4 * SOME):
        db, file = tmp_path / f"{size}.db", tmp_path / f"{size}.csv"
        file.write_text(HELD(size))
        assert quietly(("import", str(file)), db) == 0
        done.append(work_of(tuple(words.split()), db, monkeypatch))
    assert grows_with(done), done


@pytest.mark.parametrize(("before", "words", "make"), GROWING.values(), ids=GROWING)
def test_twice_the_rows_are_twice_the_work(
    before: tuple[Callable[[int], str], ...],
    words: tuple[str, ...],
    make: Callable[[int], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = []
    for size in (10, SOME, 2 * SOME, 4 * SOME):
        db, file = tmp_path / f"{size}.db", tmp_path / f"{size}.csv"
        for each in before:
            file.write_text(each(size))
            events = each in {PASSED_ROUND, PAPERS}
            command = ("custody-import",) if events else ("import", "--new-agencies")
            assert quietly((*command, str(file)), db) == 0
        file.write_text(make(size))
        done.append(work_of((*words, str(file)), db, monkeypatch))
    assert grows_with(done), done
