"""The README's console sessions, run from top to bottom, must print what it shows.

To write the outputs anew: MEDSOS_WRITE_README=1 python -m pytest tests/test_readme.py
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.main import get_command

from medsos_cli.cli import app

from .conftest import ROOT, Run

README = ROOT / "README.md"
_SESSION = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def _commands(session: str) -> list[str]:
    return [line.removeprefix("$ ") for line in session.splitlines() if line.startswith("$ ")]


def test_sessions_print_what_the_readme_shows(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")

    def replay(match: re.Match[str]) -> str:
        shown = []
        for command in _commands(match[0]):
            program, *words = shlex.split(command)
            if program == "medsos":
                answer = run(*words, code=None)
                output = answer.out + answer.err
            else:
                output = subprocess.run(
                    ["/bin/sh", "-c", command], capture_output=True, text=True, check=True
                ).stdout
            shown.append(f"$ {command}\n{output}")
        return "".join(shown)

    written = README.read_text(encoding="utf-8")
    replayed = _SESSION.sub(replay, written)
    if os.environ.get("MEDSOS_WRITE_README"):
        README.write_text(replayed, encoding="utf-8")
    assert replayed == written


@pytest.mark.usefixtures("sample")
@pytest.mark.skipif(sys.platform == "win32", reason="a crontab line")
def test_the_crontab_line_writes_the_audit_of_the_day(db: Path, tmp_path: Path) -> None:
    line = re.search(r"^0 1 \* \* \* (.+)$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert line
    command = line[1].replace(r"\%", "%")
    environment = {
        "HOME": str(tmp_path), "MEDSOS_DB": str(db), "MEDSOS_TZ": "Asia/Jakarta",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    night = subprocess.run(["/bin/sh", "-c", command], env=environment, check=False)
    assert night.returncode == 2
    log = (tmp_path / "audit.log").read_text()
    assert [line.split(":")[0] for line in log.splitlines()] == ["error", "hint"]
    assert "make the folder" in log
    (tmp_path / "audit").mkdir()
    subprocess.run(["/bin/sh", "-c", command], env=environment, check=True)
    made = tmp_path / "audit" / f"audit-{datetime.now():%Y-%m-%d}.csv"  # noqa: DTZ005  # as `date` does
    assert len(made.read_text(encoding="utf-8").splitlines()) == 66


@pytest.mark.skipif(sys.platform == "win32", reason="a line for a POSIX shell")
def test_the_restore_line_brings_back_what_was_backed_up(
    sample: Run, db: Path, tmp_path: Path
) -> None:
    line = re.search(r"^db=.+$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert line
    before = sample("history", "--format", "csv").out
    sample("backup", tmp_path / "copy.db")
    sample("return", "HP-01")
    db.write_bytes(db.read_bytes()[:10_000])
    sample("audit", code=2)
    environment = {
        "MEDSOS_DB": str(db),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    subprocess.run(
        ["/bin/sh", "-c", line[0]], env=environment, cwd=tmp_path, check=True, capture_output=True
    )
    assert sample("history", "--format", "csv").out == before
    assert "fail" not in sample("doctor", now=datetime.now(UTC)).out


def test_every_command_has_help_and_stands_in_the_readme(run: Run) -> None:
    text = README.read_text(encoding="utf-8")
    commands = get_command(app).commands  # type: ignore[attr-defined]  # it is a group
    names = [
        f"{name} {within}".strip()
        for name, command in commands.items()
        for within in getattr(command, "commands", [""])
    ]
    for name in names:
        assert f"medsos {name}" in text
        assert len(run(*name.split(), "--help").out) > 100
