"""A month of commands in Indonesian: nothing but names is said in English."""

import re
import shlex
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from medsos_cli.cli import app
from medsos_cli.cli.help import TOPICS

from .catalogue import catalogue, texts
from .conftest import ROOT, Run
from .pages import PAGES, SESSION, language_of

# What is called so in both languages: commands, options, columns, codes, and what people wrote.
NAMES = re.compile(
    r"""
    ^\ +medsos\ .*                  # an example
    | \{[{%].*?[%}]\}|\.[a-z]+\b     # a template's placeholder
    | \ \([a-z]+\)\ [|\ ]            # a verdict as options have it
    | medsos\ [-a-z]+(\ [a-z]+(-[a-z]+)?\b(?![-.=]))*  # a command
    | ^\ \ [-a-z]+\ \ +             # a command in a list
    | \b[a-z]+(\|[a-z]+)+           # words to choose from
    | \[[a-z]+:\ \w+\]               # a default
    | ^\ *GET\ .*                    # a request
    | /[-\w./]+                      # a folder
    | --?[a-z][-a-z]*                 # an option
    | \b[A-Z]{2,}\b                   # what stands for a value
    | [-\w./]+\.\w{2,4}\b             # a file, a host
    | \b[a-z]+(_[a-z]+)+\b            # a column, a setting
    | '[^']*'                         # a word of somebody's
    """,
    re.VERBOSE,
)
LINES = [
    "audit --since 2020-11-01", "doctor", "info", "agencies --kind badan",
    "devices --sim-expiring 400", "history dinkes", "roster", "assign",
    "assign HP-60 dinke --to Ani",
    "audit --stale-days x --as-of 32/1/2020", "audit --only fresch", "stocktake status", "void 900",
    "check", "check --dry-run", "post https://instagram.com/dinas", "bast 1 2", "labels --lost",
    "account set dinkes instagram none", "account accept dinkes ig", "device add HP-99",
    "stocktake seen HP-1000", "history nobody", "import no.csv", "backup no/such/file.db",
    "audit --output audit.doc", "found HP-01", "lost HP-01", "void 65-900 --reason x",
]  # fmt: skip


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]{3,}", text)}


def _english() -> set[str]:
    """Return the words of our sentences that no Indonesian sentence has."""
    english, indonesian = set(), set()
    for message in catalogue():
        english |= _words(" ".join(texts(message.id)))
        indonesian |= _words(" ".join(texts(message.string)))
    return english - indonesian


def _month() -> Iterator[str]:
    yield from LINES
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]  # a group
        for within in getattr(command, "commands", [""]):
            yield f"{name} {within} --help"
    yield "--help"
    yield from (f"help {topic}" for topic in TOPICS)


def _shown() -> Iterator[str]:
    """Yield what the Indonesian pages show; another test holds that it is what is said."""
    for page in PAGES:
        if language_of(page) == "id":
            for session in SESSION.findall(page.read_text("utf-8")):
                yield from (line for line in session.splitlines() if not line.startswith("$ "))


def _english_in(lines: Iterable[str]) -> dict[str, list[str]]:
    english = _english()
    words = {line: _words(NAMES.sub(" ", line)) & english for line in lines}
    return {line: sorted(left) for line, left in words.items() if left}


def test_the_indonesian_pages_show_no_english_word() -> None:
    assert not _english_in(line for line in _shown() if not re.fullmatch(r"[-\w,.]+", line))


def test_a_month_in_indonesian_has_no_english_word_in_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDSOS_LANG", "id")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    run("import", "data/sample_agencies.csv")
    said: list[str] = []
    for command in _month():
        words = shlex.split(command)
        answer = run(*words, code=None)
        data = {"csv", "json"} & {*words}
        said += (answer.err if data else answer.out + answer.err).splitlines()
    assert not _english_in(said)
