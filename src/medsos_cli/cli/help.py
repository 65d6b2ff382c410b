"""`medsos help`: a topic explained, or the help of a command."""

from typing import Annotated, Any

import typer

from medsos_cli.cli.context import tell
from medsos_cli.errors import UnknownError, spoken

TOPICS = (
    "roster", "verdicts", "month", "template", "csv", "settings", "exit-codes", "privacy",
    "trouble",
)  # fmt: skip
"""What there is a text about, in the order in which it is listed."""


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
        tell("  {topics}", topics=", ".join(TOPICS))
    elif words[0] in TOPICS and not words[1:]:
        typer.echo(topic_text(words[0]), nl=False)
    else:
        command, within = _find(root, words)
        typer.echo(help_text(command, within))


def topic_text(topic: str) -> str:
    """Return the text about a topic, in the language in force."""
    from importlib.resources import files

    language = spoken("en")  # in another language: the code of that one
    path = files("medsos_cli.cli") / "topics" / language / f"{topic}.md"
    return path.read_text(encoding="utf-8")


def _find(ctx: Any, words: list[str]) -> tuple[Any, Any]:
    """Find a command, and one within it; raises `UnknownError`."""
    from medsos_cli.words.names import did_you_mean

    for word in words:
        known = getattr(ctx.command, "commands", {})
        if word not in known:
            topics = () if ctx.parent else TOPICS
            raise UnknownError(
                "there is no topic and no command {word!r}",
                did_you_mean(word, [*known, *topics])
                or (topics and "the topics are {topics}; the commands: medsos help")
                or "see: medsos help",
                word=" ".join(words),
                topics=", ".join(topics),
            )
        ctx = typer.Context(known[word], info_name=word, parent=ctx)
    return ctx.command, ctx
