"""What the pages tell for Windows, compared as texts: nothing here has run on Windows."""

import re
from pathlib import PureWindowsPath

import pytest

from medsos_cli.answers.night_lines import Night, task_lines

from .conftest import ROOT

TU = Night(
    [r"C:\Program Files\medsos\medsos.exe"],
    PureWindowsPath(r"C:\data\medsos.db"),
    PureWindowsPath(r"C:\Users\tu\medsos"),
)


def _lines(language: str) -> list[str]:
    page = (ROOT / "docs" / language / "windows.md").read_text("utf-8")
    blocks = re.findall(r"(?<=```bat\n).*?(?=```)", page, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_set_up_lines_of_the_readme_have_their_twins(language: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    posix = re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)
    twins = [
        line.replace("python3", "py").replace(".venv/bin/", ".venv\\Scripts\\")
        .replace("data/", "data\\").replace("'.[dev]'", ".[dev]")
        for line in posix
    ]  # fmt: skip
    assert _lines(language)[:2] == twins


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_lines_of_the_night_are_those_that_schedule_prints(language: str) -> None:
    shown = _lines(language)[2:]
    assert shown
    assert {*shown} <= {*task_lines(TU)}


@pytest.mark.parametrize("language", ["en", "id"])
def test_whatever_another_shell_needs_otherwise_has_its_line_in_the_table(language: str) -> None:
    table = (ROOT / "docs" / language / "windows.md").read_text("utf-8")
    for page in (ROOT / "docs" / language).glob("*.md"):
        text = page.read_text("utf-8")
        for posix in ("export ", "crontab -e", "chmod 600", "source <("):
            assert posix not in text or posix in table, page.name
