"""An answer as a table for people, with what is said under it."""

from collections.abc import Callable, Iterable
from textwrap import fill
from typing import Any, TextIO

from rich.text import Text

from medsos_cli.answers.answer import Answer, Column, Presented, Type, VerdictCounts, shown
from medsos_cli.answers.drawing import at_a_terminal, console, draw_table, escaped, struck
from medsos_cli.answers.verdict_marks import Style, choose_style, draw_counts, draw_finding
from medsos_cli.errors import Message
from medsos_cli.models import Format


def write(answer: Answer, out: TextIO | None) -> None:
    """Draw an answer on stdout, or into a file, where nothing is cut."""
    style = choose_style(out)
    columns = [column for column in answer.columns if column.taken_by(Format.TABLE)]
    values = [(column.type, column.value) for column in columns]
    to = console(out)
    if columns:
        rows = (_line(answer, values, row, style) for row in answer.rows)
        if roomless := draw_table(columns, rows, out):
            to.print(Text(_folded(_no_room(roomless), style.width)), soft_wrap=True)
    for said in answer.under:
        to.print(_under(said, style), soft_wrap=True)


def _no_room(columns: Iterable[Column]) -> str:
    said = Message(
        "no room for {columns}: widen the terminal, or say --output FILE.xlsx",
        columns=", ".join(str(column.heading) for column in columns),
    )
    return str(said)


def _under(said: Message | VerdictCounts | str, style: Style) -> Text:
    if isinstance(said, VerdictCounts):
        return draw_counts(said, style)
    text = escaped(said)
    return Text(_folded(text, style.width) if at_a_terminal() else text)


def _folded(text: str, width: int) -> str:
    """Break a line between words where a terminal ends; it goes on below, a little further in."""
    if len(text) <= width:
        return text
    within = " " * (len(text) - len(text.lstrip()) + 2)
    return fill(
        text, width, subsequent_indent=within, break_long_words=False, break_on_hyphens=False
    )


def _line(
    answer: Answer, values: list[tuple[Type, Callable[[Any], Any]]], row: object, style: Style
) -> list[Any]:
    cells = [_drawn(shown(kind, value(row)), style) for kind, value in values]
    return cells if answer.stands is None or answer.stands(row) else [*map(struck, cells)]


def _drawn(cell: Any, style: Style) -> Any:  # noqa: ANN401  # any value a row can hold
    if isinstance(cell, Presented):
        return draw_finding(cell, style)
    return ", ".join(cell) or style.dash if isinstance(cell, tuple) else cell
