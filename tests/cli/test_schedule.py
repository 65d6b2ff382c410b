"""`schedule`: its lines for cron run in a shell, those for Windows are compared whole."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path, PureWindowsPath
from zoneinfo import ZoneInfo

import pytest

from medsos_cli.answers.night_lines import Night, task_lines
from medsos_cli.errors import InputError
from tests.conftest import Run

TASKS = r"""
if not exist "C:\Users\tu\medsos" mkdir "C:\Users\tu\medsos"
if not exist "C:\Users\tu\medsos\audit" mkdir "C:\Users\tu\medsos\audit"
if not exist "C:\Users\tu\medsos\backups" mkdir "C:\Users\tu\medsos\backups"
schtasks /Create /F /SC DAILY /ST 00:30 /TN "medsos check" /TR "\"C:\Program Files\medsos\medsos.exe\" check --quiet --db \"C:\data\medsos.db\""
schtasks /Create /F /SC DAILY /ST 01:00 /TN "medsos audit" /TR "\"C:\Program Files\medsos\medsos.exe\" audit --output \"C:\Users\tu\medsos\audit\audit-{date}.csv\" --db \"C:\data\medsos.db\""
schtasks /Create /F /SC DAILY /ST 01:30 /TN "medsos backup" /TR "\"C:\Program Files\medsos\medsos.exe\" backup \"C:\Users\tu\medsos\backups\" --keep 30 --db \"C:\data\medsos.db\""
"""  # noqa: E501  # a task is one line


def _windows(folder: str) -> Night:
    program = [r"C:\Program Files\medsos\medsos.exe"]
    return Night(program, PureWindowsPath(r"C:\data\medsos.db"), PureWindowsPath(folder))


def test_tasks_for_windows_quote_as_schtasks_reads() -> None:
    assert [*task_lines(_windows(r"C:\Users\tu\medsos"))] == TASKS.split("\n")[1:-1]


def test_a_task_that_schtasks_would_cut_is_refused() -> None:
    with pytest.raises(InputError, match="schtasks takes 261"):
        [*task_lines(_windows("C:\\" + "long" * 50))]


@pytest.mark.skipif(sys.platform == "win32", reason="lines for a POSIX shell")
def test_the_lines_for_cron_run_from_nothing(sample: Run, db: Path, tmp_path: Path) -> None:
    place = tmp_path / "it's 100% ours"
    lines = sample("schedule", "--for", "cron", "--folder", place, "--db", db).lines
    assert [line.split(" * * * ")[0] for line in lines] == ["30 0", "0 1", "30 1"]
    for line in lines:
        command = line.split(" * * * ")[1].replace(r"\%", "%")  # as cron reads it
        subprocess.run(["/bin/sh", "-c", command], env={"HOME": "/", "PATH": "/bin"}, check=False)
    made = place / "audit" / f"audit-{datetime.now(ZoneInfo('Asia/Jakarta')):%Y-%m-%d}.csv"
    assert len(made.read_text(encoding="utf-8").splitlines()) == 66
    assert len([*(place / "backups").iterdir()]) == 1
    log = (place / "medsos.log").read_text().splitlines()
    assert log[0].startswith("error: no network has a token")
    assert log[2:] == [f"{made} is written"]


def test_relative_places_become_absolute(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("schedule", "--for", "cron", "--folder", "here", "--db", "my.db").out
    assert f"{tmp_path}/here/audit" in told
    assert f"--db {tmp_path}/my.db" in told


def test_where_no_network_has_a_token_it_says_that_check_has_nobody_to_ask(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "note: no network's token is set" in run("schedule").err
    monkeypatch.setenv("MEDSOS_X_TOKEN", "abc")
    assert "token" not in run("schedule").err


def test_without_a_word_it_writes_into_the_users_own_folder(run: Run) -> None:
    system = "windows" if sys.platform == "win32" else "cron"
    assert str(Path.home() / "medsos") in run("schedule").out
    assert run("schedule").out == run("schedule", "--for", system).out
