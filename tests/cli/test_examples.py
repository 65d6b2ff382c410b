"""Every example of `--help` runs on the sample, with one handset more in stock."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from typer.main import get_command

from medsos_cli.cli import app
from medsos_cli.cli.examples import examples
from tests.conftest import ROOT, Run

# What has happened before.
BEFORE = {
    "found": ["lost HP-05"],
    "redact": ["return HP-01"],
    "agency reopen": ["agency close dinkes --into dinhub"],
    "stocktake seen": ["stocktake start"],
    "stocktake status": ["stocktake start"],
    "stocktake finish": ["stocktake start"],
    "restore": ["backup copy.db"],
    "info": ["backup copy.db"],
    "sender remove": ["sender add +6281200000001 dinkes"],
}
FILES = {
    "events.csv": "event,device,on\nreturn,HP-05,3/12/2020\n",
    "scans.txt": "device\nHP-04\n",
    "chat.txt": "03/12/20 09.05 - Dinkes: https://x.com/contohdinkes/status/1334000000000000000\n",
}
CODES = {
    "medsos account accept dinkes instagram": 2,  # nobody else was seen behind it
    "medsos check --platform ig --agency dinkes": 2,  # there is no token
    "medsos verify 5 1a2b3c4d5e": 1,  # every file has seals of its own
}


def _commands() -> Iterator[str]:
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]  # a group
        for within in getattr(command, "commands", [""]):
            yield f"{name} {within}".strip()


@pytest.mark.parametrize("command", [*_commands()])
def test_the_examples_of_a_command_run(
    run: Run, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "copies").mkdir()
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")
    run("import", "data/sample_agencies.csv")
    run("device", "add", "HP-66")
    for line in BEFORE.get(command, ()):
        run(*line.split())
    before = db.read_bytes()
    lines = [line for line, _ in examples(f"medsos {command}")]
    assert 2 <= len(lines) <= 3
    assert max(map(len, lines)) <= 78  # a line of a small terminal
    assert any(f"{line} ".startswith(f"medsos {command} ") for line in lines)
    for line in lines:
        db.write_bytes(before)
        run(*shlex.split(line)[1:], code=CODES.get(line, 0))


@pytest.mark.parametrize("group", ["", "agency", "account", "device", "stocktake", "sender"])
def test_a_group_shows_examples_of_its_commands(run: Run, group: str) -> None:
    shown = run(*group.split(), "--help").out.partition("\nExamples:\n")[2].splitlines()[::2]
    known = {line for command in _commands() for line, _ in examples(f"medsos {command}")}
    assert 2 <= len(shown) <= 3
    assert {line.strip() for line in shown} <= known


def test_help_shows_the_examples(run: Run) -> None:
    assert run("lost", "--help").out.endswith(
        "\nExamples:\n"
        "  medsos lost HP-05\n"
        "      Its holder cannot find it\n"
        "  medsos lost HP-05 --document LP/12/2020\n"
        "      With the letter of the police\n"
    )
