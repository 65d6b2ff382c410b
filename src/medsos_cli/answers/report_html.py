"""A report as one page of HTML: for a projector, a phone and a printer, nothing from elsewhere.

No script, no address, no picture but drawings within it; everything drawn stands in a
table as well, and no colour says what no mark or word beside it does.
"""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from medsos_cli.answers.report_page import Page
from medsos_cli.answers.report_words import first_names, short_day

WIDTH, _GAP, _DIGIT = 400, 1.5, 10
# How a number of platforms is drawn: its colour, and the dots that say it without one.
_COUNTS = (("three", "●●●"), ("two", "●●"), ("one", "●"), ("no", "○"))


class Part(NamedTuple):
    """A part of a bar: what and how many it is, where it lies, and what is written in it.

    `text` is empty where it does not fit; `label` tells the number of every part all the same.
    """

    look: str
    label: str
    x: float
    width: float
    text: str


def write_html(page: Page) -> str:
    """Return the page; the same report is the same text."""
    return render(
        "report.html",
        page=page,
        coverage=[*_coverage_bars(page)],
        platforms=[(row.platform, [*_bar(_verdicts(page, row))]) for row in page.platforms.rows],
        counts=_COUNTS,
        keys={each.word: (str(each.verdict), each.mark) for each in page.legend},
        first_names=first_names,
        share=_share,
        width=WIDTH,
    )


def render(name: str, **fields: object) -> str:
    """Return a page of ours: all that the fields hold is text, and acts on nothing."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = short_day
    source = files("medsos_cli.answers") / "templates"
    style = Markup((source / "report.css").read_text(encoding="utf-8"))  # noqa: S704  # our own
    template = environment.from_string((source / name).read_text(encoding="utf-8"))
    return template.render(style=style, **fields)


def _coverage_bars(page: Page) -> Iterator[tuple[str, list[Part]]]:
    """Yield the bar of now and, where there is something to compare with, that of before."""
    rows = page.coverage.rows
    _, now, before, _ = page.coverage.headings
    yield now, [*_bar(_counts((row.label, row.now) for row in rows))]
    if rows[0].before is not None:
        yield before, [*_bar(_counts((row.label, row.before) for row in rows))]


def _counts(rows: Iterable[tuple[str, int]]) -> Iterator[tuple[str, str, str, int]]:
    for (look, mark), (label, number) in zip(_COUNTS, rows, strict=True):
        yield look, label, f"{mark} {number}", number


def _verdicts(page: Page, row: object) -> Iterator[tuple[str, str, str, int]]:
    for verdict, mark, word, _ in page.legend:
        number = getattr(row, verdict)
        yield str(verdict), word, f"{mark} {number}", number


def _bar(parts: Iterable[tuple[str, str, str, int]]) -> Iterator[Part]:
    """Yield the parts of a bar, each as wide as its share; those of nothing are left out."""
    there = [each for each in parts if each[3]]
    total, x = sum(number for *_, number in there), 0.0
    for look, label, text, number in there:
        width = WIDTH * number / total
        fits = width >= _DIGIT * len(text) + 2 * _GAP
        said = f"{label} {number}"
        yield Part(look, said, round(x, 1), round(width - _GAP, 1), text if fits else "")
        x += width


def _share(figure: int, rows: Iterable[object]) -> float:
    """Return how long the bar beside a figure is, the largest of its table being 100."""
    largest = max(getattr(row, "figure", 0) for row in rows)
    return round(100 * figure / largest, 1)
