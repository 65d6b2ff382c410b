"""The man page, of the same texts as help: commands, and the topics that a page of it has.

python -m tests.manpage      writes man/man1/medsos.1 and man/id/man1/medsos.1 anew
"""

from collections.abc import Iterator
from pathlib import Path

from medsos_cli.cli import app
from medsos_cli.cli.help import topic_text
from medsos_cli.cli.help_text import help_text
from medsos_cli.cli.language import load_language
from medsos_cli.errors import speak, spoken

from .conftest import ROOT
from .reference import in_a_terminal_of, walk

TOPICS = ("month", "verdicts", "settings", "exit-codes", "trouble")
_WIDTH = 72  # and the page's own margin
_HEADINGS = {"en": ("NAME", "COMMANDS"), "id": ("NAMA", "PERINTAH")}


def path_of(language: str) -> Path:
    """Return the page of a language, where `man` looks for it."""
    return ROOT / "man" / ("" if language == "en" else language) / "man1" / "medsos.1"


def man_page(language: str) -> str:
    """Return the whole page in a language."""
    with in_a_terminal_of(_WIDTH):
        speak(load_language(language))
        try:
            return "\n".join(_lines(*_HEADINGS[language])) + "\n"
        finally:
            speak(load_language("en"))


def _lines(name: str, commands: str) -> Iterator[str]:
    about = spoken(str(app.info.help))
    yield from ('.TH MEDSOS 1 "" medsos', f".SH {name}", _text(f"medsos - {about}"))
    yield f".SH {commands}"
    for path, ctx in walk():
        yield from (f".SS {_text(path)}", ".nf", _text(help_text(ctx.command, ctx).rstrip()), ".fi")
    for topic in TOPICS:
        title, _, text = topic_text(topic).partition("\n")
        yield from (f".SH {_text(title.removeprefix('# '))}", ".nf", _text(text.strip()), ".fi")


def _text(text: str) -> str:
    """Return lines of which nothing is a command of roff."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return "\n".join(
        rf"\&{line}" if line[:1] in {".", "'"} else line for line in escaped.split("\n")
    )


if __name__ == "__main__":
    for each in ("en", "id"):
        path_of(each).parent.mkdir(parents=True, exist_ok=True)
        path_of(each).write_text(man_page(each), encoding="utf-8")
