"""The page of SQL: its questions are answered by the file alone, and by Datasette."""

import json
import re
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from .conftest import ROOT, Run

ANSWERS = [
    (66, ("HP-01", "held", "setda", "Admin Setda", "2020-12-03", "028/01/2020", "B")),
    (1, (65, "c61c6b2f92")),
    (1, ("dinkes", "Admin Dinkes", "HP-66", "2020-12-03")),
    (92, ("Kecamatan Bobotsari", "facebook", "contohbobotsar", "2017-12-03", "2020-10-15", "post")),
    (1, ("dinhub", "facebook", "contohdinhub", 1, "2020-12-02")),
    (1, (1, "2020-12-02", "Dinas Perhubungan", "call", None, None)),
]


def questions(language: str) -> list[str]:
    page = (ROOT / "docs" / language / "datasette.md").read_text("utf-8")
    return re.findall(r"(?<=```sql\n).*?(?=```)", page, re.DOTALL)


@pytest.fixture
def copy(sample: Run, tmp_path: Path) -> Path:
    sample("device", "add", "HP-66")
    sample("assign", "HP-66", "dinkes", "--to", "Admin Dinkes")
    sample("post", "https://www.facebook.com/contohdinhub/posts/3497218944", "--on", "2/12/2020")
    with closing(sqlite3.connect(tmp_path / "medsos.db")) as connection:
        connection.execute(
            "insert into followup (day, agency, by, recorded_at, recorded_by)"
            " values ('2020-12-02', 'dinhub', 'call', '2020-12-03T03:00:00Z', 'tu')"
        )
        connection.commit()
    sample("backup", tmp_path / "copy.db")
    return tmp_path / "copy.db"


def test_the_questions_of_the_page_are_answered_by_sqlite_alone(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        answers = [connection.execute(sql).fetchall() for sql in questions("en")]
    assert [(len(rows), rows[0]) for rows in answers] == ANSWERS


def test_both_languages_ask_the_same() -> None:
    assert questions("en") == questions("id")


def test_datasette_serves_the_file(copy: Path) -> None:
    pytest.importorskip("datasette", reason="Datasette is not installed")
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    words = ["serve", "--immutable", str(copy), "--port", str(port)]
    with subprocess.Popen([sys.executable, "-m", "datasette", *words]) as server:
        try:
            for sql, (count, first) in zip(questions("en"), ANSWERS, strict=True):
                query = urlencode({"sql": sql, "_shape": "arrays"})
                answer = _get(f"http://127.0.0.1:{port}/copy.json?{query}")
                assert (len(answer["rows"]), tuple(answer["rows"][0])) == (count, first)
        finally:
            server.terminate()


def _get(address: str) -> dict[str, list[list[object]]]:
    until = monotonic() + 30
    while True:
        try:
            with urlopen(address) as answer:  # noqa: S310  # on this machine
                return dict(json.load(answer))
        except URLError:
            if monotonic() > until:
                raise
            sleep(0.2)
