"""`medsos help`: topics and commands, in both languages, and true."""

import re
import shlex
from typing import Any

import pytest
from typer.main import get_command

from medsos_cli.cli import app
from medsos_cli.cli.help import TOPICS
from tests.conftest import ROOT, Run

FOLDER = ROOT / "src" / "medsos_cli" / "cli" / "topics"
_LINE = re.compile(r"^ {4,}(medsos .+)$", re.MULTILINE)


def _text(language: str, topic: str) -> str:
    return (FOLDER / language / f"{topic}.md").read_text(encoding="utf-8")


def _command(line: str) -> tuple[Any, list[str]]:
    """Return the command a line is of, and the words that follow."""
    command, (_, *words) = get_command(app), shlex.split(line)
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    return command, words


def test_every_topic_is_explained_in_both_languages_and_no_other() -> None:
    for language in ("en", "id"):
        assert {path.stem for path in (FOLDER / language).iterdir()} == {*TOPICS}


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_names_the_same_commands_in_both_languages_and_they_are_there(topic: str) -> None:
    lines = _LINE.findall(_text("en", topic))
    assert lines
    assert lines == _LINE.findall(_text("id", topic))
    for line in lines:
        command, words = _command(line)
        options = {option for each in command.params for option in each.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_shown_in_the_language_in_force(
    run: Run, monkeypatch: pytest.MonkeyPatch, topic: str, language: str
) -> None:
    monkeypatch.setenv("MEDSOS_LANG", language)
    said, shown = _text(language, topic).splitlines(), run("help", topic).lines
    assert max(map(len, [*said, *shown])) <= 80  # a line of a small terminal
    assert [line for line in said if line[:1] != "|"] == [line for line in said if line in shown]
    assert run("help", TOPICS[topic]).lines == shown


def test_a_table_is_laid_out(run: Run) -> None:
    shown = run("help", "exit-codes").lines
    assert shown[4:8] == [
        "code  meaning",
        "----  ------------------------------------------------------------------",
        "0     done",
        "1     --fail-on found it; doctor something broken; verify another record",
    ]
    lines = run("help", "verdicts").lines
    assert [line.split()[-1] for line in lines if line and line[0] in "✓!○?✗–·"] == [
        "yes", "yes", "yes", "yes", "no", "no", "no",
    ]  # fmt: skip


def test_topics_go_by_the_names_of_the_language_in_force(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDSOS_LANG", "id")
    assert run("help").out.endswith(f"\n  {', '.join(TOPICS.values())}\n")
    assert run("help", "kode_keluar").lines[0] == "# Kode keluar"
    assert run("help", "sepi", code=2).err.endswith("\nsaran: maksudnya status?\n")


def test_a_command_is_explained_as_by_its_own_help(run: Run) -> None:
    assert run("help", "device", "add").out.strip() == run("device", "add", "--help").out.strip()
    everything = run("help").out
    assert everything.startswith(run("--help").out.strip())
    assert everything.endswith(f"\n  {', '.join(TOPICS)}\n")


@pytest.mark.parametrize(
    ("words", "hint"),
    [("verdict", "did you mean verdicts or verify or redact?"),
     ("fresh", "did you mean verdicts?"), ("export", "did you mean csv or roster?"),
     ("undo", "did you mean void?"),
     ("xyz", f"the topics are {', '.join(TOPICS)}; the commands: medsos help"),
     ("device ad", "did you mean add?"), ("audit more", "see: medsos help")],
)  # fmt: skip
def test_what_is_no_topic_and_no_command_is_an_error(run: Run, words: str, hint: str) -> None:
    assert run("help", *words.split(), code=2).err == (
        f"error: there is no topic and no command {words!r}\nhint: {hint}\n"
    )
