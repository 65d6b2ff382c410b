"""A report as a Word document, from the built-in template or the office's letterhead."""

from datetime import date
from pathlib import Path
from typing import Any

from medsos_cli.answers import report_rows
from medsos_cli.answers.report_page import Page
from medsos_cli.answers.report_words import NOTHING, first_names, short_day
from medsos_cli.answers.word_template import Content, fill_in
from medsos_cli.errors import Message

_BAR = 24


def write_docx(page: Page, day: date, template: Path | None = None) -> bytes:
    """Return the document of a report of that day; the same report gives the same bytes.

    A template names the fields of `Page`, of its tables and of their rows, and `brief`
    and `bar`. Raises `InputError` for an office's own that cannot be read, is no
    .docx, or has a tag or a placeholder that means nothing.
    """
    context = {**page._asdict(), "brief": first_names, "bar": _bar}
    content = Content(
        context,
        day,
        Message("the README lists the placeholders: The month"),
        names=_names(),
        show=_show,
    )
    return fill_in(content, "report.docx", template)


def _names() -> set[str]:
    """Return what stands inside the placeholders: the fields of tables and of all their rows."""
    kinds = [each for each in vars(report_rows).values() if hasattr(each, "_fields")]
    return {field for kind in kinds for field in kind._fields} | {"upended"}


def _show(value: Any) -> object:  # noqa: ANN401  # whatever a template names
    if value is None:
        return NOTHING
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
        return "; ".join(map(str, value))
    return str(value)


def _bar(number: int | None, whole: int) -> str:
    """Return a bar of blocks, as long as the share of a number in the whole."""
    return "█" * round(_BAR * (number or 0) / whole) if whole else ""
