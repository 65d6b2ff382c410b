"""`medsos help`: a topic explained, or the help of a command."""

from collections.abc import Container, Iterator
from itertools import groupby
from textwrap import wrap
from typing import Annotated, Any

import typer

from medsos_cli.cli.context import tell
from medsos_cli.errors import UnknownError, spoken

TOPICS = {
    "roster": "daftar", "verdicts": "status", "month": "bulan", "template": "templat", "csv": "csv",
    "settings": "pengaturan", "exit-codes": "kode-keluar", "privacy": "privasi",
    "trouble": "masalah",
}  # fmt: skip
"""What there is a text about, in the order in which it is listed, and what it is in Indonesian."""
_WIDTH = 80


def explain(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="TOPIC or COMMAND", help="All of them, if blank.")
    ] = None,
) -> None:
    """Explain a topic, or a command."""
    from medsos_cli.answers.output import on_pages

    with on_pages():
        _explain(ctx.find_root(), words or [])


def _explain(root: Any, words: list[str]) -> None:
    from medsos_cli.cli.help_text import help_text

    if not words:
        typer.echo(help_text(root.command, root))
        tell("Topics: medsos help TOPIC")
        tell("  {topics}", topics=", ".join(topic_names()))
    elif not words[1:] and (topic := _topic(words[0])):
        typer.echo("\n".join(_laid_out(topic_text(topic))))
    else:
        command, within = _find(root, words)
        typer.echo(help_text(command, within))


def topic_text(topic: str) -> str:
    """Return the text about a topic, in the language in force."""
    from importlib.resources import files

    language = spoken("en")  # in another language: the code of that one
    path = files("medsos_cli.cli") / "topics" / language / f"{topic}.md"
    return path.read_text(encoding="utf-8")


def topic_names() -> list[str]:
    """Return what the topics are called in the language in force; either name is taken."""
    return [*TOPICS] if spoken("en") == "en" else [*TOPICS.values()]


def _topic(word: str) -> str | None:
    folded = word.casefold().replace("_", "-")
    return next((name for name, other in TOPICS.items() if folded in {name, other}), None)


def _laid_out(text: str) -> Iterator[str]:
    """Yield the lines of a text, its tables with their cells under one another."""
    for is_table, group in groupby(text.splitlines(), lambda line: line.startswith("|")):
        lines = [*group]
        yield from _table(lines) if is_table else lines


def _table(lines: list[str]) -> Iterator[str]:
    """Lay out a table; its widest column breaks where a small terminal ends."""
    head, _, *rows = ([cell.strip() for cell in line[1:-1].split("|")] for line in lines)
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    widest = max(range(len(widths)), key=widths.__getitem__)
    widths[widest] -= max(0, sum(widths) + 2 * len(widths) - 2 - _WIDTH)
    for row in (head, ["-" * width for width in widths], *rows):
        first, *others = wrap(row[widest], widths[widest], break_on_hyphens=False) or [""]
        cells = [*row[:widest], first, *row[widest + 1 :]]
        yield "  ".join(map(str.ljust, cells, widths)).rstrip()
        yield from (" " * (sum(widths[:widest]) + 2 * widest) + each for each in others)


def _explained_by(word: str, known: Container[str]) -> list[str]:
    from medsos_cli.cli.other_verbs import explained_by

    names = dict(zip(TOPICS, topic_names(), strict=True))
    return [names.get(each, each) for each in explained_by(word, known)]


def _find(ctx: Any, words: list[str]) -> tuple[Any, Any]:
    """Find a command, and one within it; raises `UnknownError`."""
    from medsos_cli.words.names import did_you_mean, suggestion

    for word in words:
        known = getattr(ctx.command, "commands", {})
        if word not in known:
            topics = () if ctx.parent else topic_names()
            raise UnknownError(
                "there is no topic and no command {word!r}",
                (topics and suggestion(_explained_by(word, known)))
                or did_you_mean(word, [*known, *topics])
                or (topics and "the topics are {topics}; the commands: medsos help")
                or "see: medsos help",
                word=" ".join(words),
                topics=", ".join(topics),
            )
        ctx = typer.Context(known[word], info_name=word, parent=ctx)
    return ctx.command, ctx
