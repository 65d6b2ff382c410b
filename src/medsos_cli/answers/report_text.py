"""A report as a message for WhatsApp: every figure, and as many names as a message has room for."""

from collections.abc import Iterable, Iterator

from medsos_cli.answers.answer import MARKS
from medsos_cli.answers.report_page import Page
from medsos_cli.answers.report_rows import NamesRow, Table
from medsos_cli.answers.report_words import NOTHING, in_words
from medsos_cli.models import Verdict

LONGEST = 4_000
"""How many characters a message has at the most."""
_LONGEST_NAME = 60
# WhatsApp reads these as marks for bold, italic and the like.
_PLAIN = str.maketrans("*_~`", "    ")


def write_text(page: Page) -> str:
    """Return the message: fewer names where it grows too long, and then no lines by kind."""
    for names, kinds in ((3, True), (2, True), (1, True), (0, True), (0, False)):
        message = "\n".join(_lines(page, names, kinds=kinds)) + "\n"
        if len(message) <= LONGEST:
            break
    return message


def _lines(page: Page, names: int, *, kinds: bool) -> Iterator[str]:
    yield f"*{page.title}*"
    yield f"*{page.month}*"
    if page.office:
        yield _plain(page.office)
    yield f"{page.day}; {page.compared}"
    yield from (f"⚠ {warning}" for warning in page.warnings)
    yield from _section(page.coverage, _coverage(page))
    yield from _section(page.platforms, _platforms(page))
    yield from _section(page.posts, _upended(page.posts))
    yield from _section(page.changes, _named(page.changes, names))
    yield from _section(page.active, _ranking(page.active))
    yield from _section(page.silent, _ranking(page.silent))
    if kinds:
        yield from _section(page.kinds, _kinds(page))
    yield from _section(page.handsets, _named(page.handsets, names))
    yield from _section(page.followups, ())
    yield from _section(page.decisions, _named(page.decisions, names))
    yield ""
    yield page.basis[1]


def _section(table: Table, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield f"*{table.title}*"
    yield from lines
    if not table.rows and not table.note:
        yield NOTHING
    if table.note:
        yield table.note


def _coverage(page: Page) -> Iterator[str]:
    for row in page.coverage.rows:
        change = "" if row.before is None else f" ({row.change})"
        yield f"{row.label}: {row.now}{change}"


def _platforms(page: Page) -> Iterator[str]:
    for row in page.platforms.rows:
        counts = [f"{mark} {getattr(row, verdict)}" for verdict, mark in MARKS.items()]
        yield f"{row.platform}: {'  '.join(counts)}"
    yield ", ".join(f"{row.mark} {row.word}" for row in page.legend)


def _kinds(page: Page) -> Iterator[str]:
    names = [row.platform for row in page.platforms.rows]
    fresh, stale = MARKS[Verdict.FRESH], MARKS[Verdict.STALE]
    for row in page.kinds.rows:
        kind, agencies, *counts = row
        pairs = zip(names, counts[::2], counts[1::2], strict=True)
        told = ", ".join(f"{name} {fresh} {n} {stale} {m}" for name, n, m in pairs)
        yield f"{_plain(kind)} ({agencies}): {told}"


def _upended(table: Table) -> Iterator[str]:
    for row in table.rows:
        pairs = zip(table.headings[1:], row[1:], strict=True)
        yield f"{row[0]}: {', '.join(f'{heading} {cell}' for heading, cell in pairs)}"


def _ranking(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield f"{row.place}. {_plain(row.agency)}, {row.platform}: {row.shown}"


def _named(table: Table, names: int) -> Iterator[str]:
    for row in table.rows:
        yield f"{row.number} · {row.label}"
        if row.names and names:
            yield f"   {_first(row, names)}"


def _first(row: NamesRow, names: int) -> str:
    shown = "; ".join(_plain(name) for name in row.names[:names])
    left = row.number - names
    return in_words("{names}; and {n} more", names=shown, n=left) if left > 0 else shown


def _plain(text: str) -> str:
    plain = " ".join(text.translate(_PLAIN).split())
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[: _LONGEST_NAME - 1]}…"
