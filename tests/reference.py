"""The reference of the docs, made of the program: commands, columns, verdicts, settings, tables.

python -m tests.reference      writes docs/en/reference.md and docs/id/reference.md anew
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer
from typer.main import get_command

from medsos_cli.cli import app
from medsos_cli.cli.context import Context
from medsos_cli.cli.help_text import help_text
from medsos_cli.cli.language import load_language
from medsos_cli.errors import speak, spoken
from medsos_cli.models import Verdict
from medsos_cli.settings import PaperSettings, Settings
from medsos_cli.store.schema.migrations import expected_schema

from .command import invoke
from .conftest import ROOT, SAMPLE

_OBJECTS = (
    "select m.type || ' ' || m.name, group_concat(c.name, ', ') from sqlite_schema m"
    " join pragma_table_info(m.name) c where m.type in ('table', 'view')"
    " and m.name not glob '_sqlite*' and m.name not glob 'sqlite_*' group by 1"
)
_WORDS = {
    "en": {
        "title": "Every command, column, setting and table",
        "about": "Made of the program by `python -m tests.reference`; a test holds it current.",
        "commands": "Commands", "columns": "Columns of lists", "verdicts": "Verdicts",
        "settings": "Settings", "tables": "Tables and views of the file",
        "codes": "Exit codes: see [exit codes](exit-codes.md).",
        "csv": "In CSV and JSON, in this order:",
    },
    "id": {
        "title": "Setiap perintah, kolom, setelan, dan tabel",
        "about": "Dibuat dari programnya dengan `python -m tests.reference`; diuji tetap mutakhir.",
        "commands": "Perintah", "columns": "Kolom daftar", "verdicts": "Status",
        "settings": "Setelan", "tables": "Tabel dan view dalam berkas",
        "codes": "Kode keluar: lihat [kode keluar](exit-codes.md).",
        "csv": "Dalam CSV dan JSON, menurut urutan ini:",
    },
}  # fmt: skip


def path_of(language: str) -> Path:
    """Return the page of a language."""
    return ROOT / "docs" / language / "reference.md"


def reference(language: str) -> str:
    """Return the whole page in a language."""
    heads = [*_lists()]
    with in_a_terminal_of(100):
        speak(load_language(language))
        try:
            return "\n".join(_lines(_WORDS[language], heads)) + "\n"
        finally:
            speak(load_language("en"))


@contextmanager
def in_a_terminal_of(columns: int) -> Iterator[None]:
    """Let help be as wide as that."""
    before = os.environ.get("COLUMNS", "")
    os.environ["COLUMNS"] = str(columns)
    try:
        yield
    finally:
        os.environ["COLUMNS"] = before


def _lines(words: dict[str, str], heads: list[tuple[str, str]]) -> Iterator[str]:
    yield from (f"# {words['title']}", "", words["about"], words["codes"], "")
    yield from (f"## {words['commands']}", "")
    for path, ctx in walk():
        text = help_text(ctx.command, ctx).rstrip()
        yield from (f"### {path}", "", "```text", text, "```", "")
    yield from (f"## {words['columns']}", "", words["csv"], "")
    for path, head in heads:
        yield f"- **{path}**: " + ", ".join(f"`{name}`" for name in head.split(","))
    yield from ("", f"## {words['verdicts']}", "")
    yield ", ".join(f"`{verdict}` ({spoken(verdict)})" for verdict in Verdict)
    yield from ("", f"## {words['settings']}", "")
    paper = [f"`bast.{name}`" for name in PaperSettings.model_fields]
    yield ", ".join([*(f"`{name}`" for name in Settings.model_fields if name != "bast"), *paper])
    yield from ("", f"## {words['tables']}", "")
    for what, fields in expected_schema(_OBJECTS).items():
        kind, _, name = what.partition(" ")
        yield f"- {kind} **{name}**: {fields}"


def walk() -> Iterator[tuple[str, Any]]:
    """Yield every command by the words that call it, as typer's context of it."""
    root: Any = get_command(app)
    within = typer.Context(root, info_name="medsos")
    for name, command in root.commands.items():
        ctx = typer.Context(command, info_name=name, parent=within)
        parts = getattr(command, "commands", None)
        for part, each in parts.items() if parts else ():
            yield f"medsos {name} {part}", typer.Context(each, info_name=part, parent=ctx)
        if not parts:
            yield f"medsos {name}", ctx


def _lists() -> Iterator[tuple[str, str]]:
    """Yield the head of each list that the sample gives without further words."""
    context = Context(now=lambda: datetime(2020, 12, 3, 3, tzinfo=UTC), user=lambda: "tu")
    with TemporaryDirectory() as folder:
        env = {"MEDSOS_DB": f"{folder}/medsos.db", "XDG_CONFIG_HOME": folder, "MEDSOS_LANG": "en"}
        invoke(["import", str(SAMPLE)], context, env)
        invoke(["stocktake", "start"], context, env)
        for path, command in walk():
            if any(each.name == "style" for each in command.command.params):
                words = [*path.split()[1:], "--format", "csv"]
                head, *_ = [*invoke(words, context, env).stdout.splitlines(), ""]
                if "," in head:
                    yield path, head


if __name__ == "__main__":
    for each in ("en", "id"):
        path_of(each).write_text(reference(each), encoding="utf-8")
