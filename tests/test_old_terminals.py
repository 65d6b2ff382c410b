"""Old code pages, the C locale, pipes that are closed: words may turn into ?, nothing fails."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Run

# One process a code page says all of it, as starting Python takes longest.
SAY_ALL = """
import json, sys
from medsos_cli.__main__ import main
for words in json.loads(sys.argv[1]):
    sys.argv = ["medsos", *words]
    try:
        main()
    except SystemExit as end:
        sys.stdout.flush()
        print(f"{{{end.code or 0}}}", flush=True)
        print(f"{{{end.code or 0}}}", file=sys.stderr, flush=True)
"""
ROSTER = """\
agency_code,agency,instagram,device,holder,handed_over_on,document_no
dinkes,Dinas Kesehatan – “Ěřú” 教育 é,contoh.dinkes,HP-1,Bù Añi ≈,2020-12-01,028/1–é
"""
LISTS = ("audit", "devices", "agencies", "history", "history HP-1", "stocktake status")
OTHERS = ("info", "doctor", "check --dry-run", "--help", "assign --help")
WRONG = ("assign HP-1 dinkes --to Ani", "devices --agency dinkés", "audit --only frésh", "nosuch")
CODE_PAGES = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "C": {"LC_ALL": "C"},
    "C without UTF-8": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    run("import", tmp_path / "roster.csv")
    run("stocktake", "start")
    return run


def piped(command: list[str], env: dict[str, str]) -> tuple[bytes, bytes]:
    nothing = subprocess.DEVNULL
    done = subprocess.run(command, env=env, capture_output=True, check=True, stdin=nothing)
    return done.stdout, done.stderr


def on_a_terminal(command: list[str], env: dict[str, str]) -> tuple[bytes, bytes]:
    ours, theirs = os.openpty()
    with subprocess.Popen(command, env=env | {"TERM": "xterm"}, stdout=theirs, stderr=theirs,
                          stdin=subprocess.DEVNULL) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
    os.close(ours)
    assert process.returncode == 0, shown.decode(errors="replace")
    return shown, shown


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # nobody has the other end any more
        return b""


Saying = Callable[[list[str], dict[str, str]], tuple[bytes, bytes]]
SAYINGS = [
    piped,
    pytest.param(
        on_a_terminal,
        marks=pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals"),
    ),
]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("page", CODE_PAGES.values(), ids=CODE_PAGES)
@pytest.mark.parametrize("say", SAYINGS)
def test_an_old_code_page_fails_nothing(page: dict[str, str], say: Saying, db: Path) -> None:
    lists = [words.split() + form for words in LISTS
             for form in ([], ["--format", "csv"], ["--format", "json"])]  # fmt: skip
    said = [*lists, *(words.split() for words in (*OTHERS, *WRONG))]
    command = [sys.executable, "-c", SAY_ALL, json.dumps(said)]
    out, err = say(command, os.environ | page | {"MEDSOS_DB": str(db)})
    assert b"Traceback" not in err
    codes = re.findall(rb"^\{(\d+)\}\r?$", out, re.MULTILINE)
    if say is on_a_terminal:
        codes = codes[::2]  # both streams are there
    good, wrong = len(lists) + len(OTHERS), len(WRONG)
    assert codes == [b"0"] * good + [b"2"] * wrong, out.decode("latin-1")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("form", ["csv", "json"])
def test_data_is_utf_8_whatever_the_code_page(form: str, db: Path) -> None:
    command = [sys.executable, "-m", "medsos_cli", "devices", "--format", form, "--db", str(db)]
    out, _ = piped(command, os.environ | CODE_PAGES["cp1252"])
    assert "Dinas Kesehatan – “Ěřú” 教育 é" in out.decode("utf-8")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("words", ["audit", "devices --format csv", "info --format json"])
def test_a_reader_that_goes_away_is_no_error_to_show(words: str, db: Path) -> None:
    command = [sys.executable, "-m", "medsos_cli", *words.split(), "--db", str(db)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.usefixtures("office")
@pytest.mark.skipif(sys.platform == "win32", reason="a line for a POSIX shell")
def test_no_stdout_at_all_is_no_error_either(db: Path) -> None:
    line = f'"{sys.executable}" -m medsos_cli devices --db "{db}" >&- 2>&-'
    subprocess.run(["/bin/sh", "-c", line], check=True)
