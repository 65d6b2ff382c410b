"""What the pages show is what the program says: README and docs, in both languages.

To write the outputs anew: MEDSOS_WRITE_DOCS=1 python -m pytest tests/test_docs.py
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from medsos_cli.words.days import read_zone

from .conftest import ROOT, Run
from .pages import PAGES, SESSION, commands, heads, language_of, name_of


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_sessions_print_what_the_page_shows(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDSOS_LANG", language_of(page))
    shutil.copytree(ROOT / "data", tmp_path / "data")

    def replay(match: re.Match[str]) -> str:
        shown = []
        for command in commands(match[0]):
            program, *words = shlex.split(command)
            if program == "medsos":
                answer = run(*words, code=None)
                output = answer.out + answer.err
            else:
                output = subprocess.run(
                    ["/bin/sh", "-c", command], capture_output=True, text=True, check=True
                ).stdout
            shown.append(f"$ {command}\n{output}".replace(f"{tmp_path}/", ""))
        return "".join(shown)

    written = page.read_text(encoding="utf-8")
    replayed = SESSION.sub(replay, written)
    if os.environ.get("MEDSOS_WRITE_DOCS"):
        page.write_text(replayed, encoding="utf-8")
    assert replayed == written


def test_both_languages_have_the_same_pages_and_type_the_same() -> None:
    by_language: dict[str, dict[str, list[str]]] = {"en": {}, "id": {}}
    for page in PAGES:
        sessions = SESSION.findall(page.read_text("utf-8"))
        typed = [line for session in sessions for line in commands(session)]
        by_language[language_of(page)][page.name.replace(".id.", ".")] = typed
    assert by_language["en"] == by_language["id"]


def test_the_topics_of_help_are_the_heads_of_the_pages() -> None:
    for topic, head in heads():
        assert topic.read_text("utf-8") == head, f"python -m tests.pages: {topic}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target, _, place in (link.partition("#") for link in re.findall(r"\]\(([^)]+)\)", text)):
        if target.startswith("https:"):
            continue
        there = (page.parent / target) if target else page
        assert there.exists(), target
        if place:
            headings = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
            assert place in slugs, f"{target}#{place}"


def test_a_readme_is_short() -> None:
    for page in ROOT.glob("README*.md"):
        assert len(page.read_text("utf-8").splitlines()) <= 150


@pytest.mark.usefixtures("sample")
@pytest.mark.skipif(sys.platform == "win32", reason="a crontab line")
def test_the_crontab_line_writes_the_audit_of_the_day(db: Path, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "en" / "csv.md").read_text("utf-8")
    line = re.search(r"^0 1 \* \* \* (.+)$", page, re.MULTILINE)
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
    made = tmp_path / "audit" / f"audit-{datetime.now(read_zone('Asia/Jakarta')):%Y-%m-%d}.csv"
    assert len(made.read_text(encoding="utf-8").splitlines()) == 66
