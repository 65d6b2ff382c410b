"""Verdicts as people see them: a mark, a colour, and where there is room the word."""

from typing import NamedTuple, TextIO

from rich.text import Text

from medsos_cli.answers.answer import MARKS, Presented, VerdictCounts
from medsos_cli.answers.drawing import can_draw, width
from medsos_cli.errors import Message, spoken
from medsos_cli.models import PLATFORMS, Verdict
from medsos_cli.words.days import long_ago

# The mark where the code page is old, and the colour; the word always stands beside it.
_DRAWN = {
    Verdict.FRESH: ("+", "green"),
    Verdict.STALE: ("!", "yellow"),
    Verdict.EMPTY: ("o", "yellow"),
    Verdict.UNCHECKED: ("?", "cyan"),
    Verdict.GONE: ("x", "red"),
    Verdict.NONE: ("-", "red"),
    Verdict.UNLISTED: (".", "magenta"),
}
_WITHOUT_WORDS = 69
_INDENT = 10
_OLD = "*"


class Style(NamedTuple):
    """What there is room for where a table is drawn, and what its code page has."""

    width: int
    words: bool
    modern: bool

    @property
    def dash(self) -> str:
        """What stands where there is nothing."""
        return "—" if self.modern else "-"

    def mark(self, verdict: Verdict) -> str:
        """Return a verdict's mark."""
        return MARKS[verdict] if self.modern else _DRAWN[verdict][0]


def choose_style(out: TextIO | None) -> Style:
    """Return the style for stdout or a file; narrow terminals get the marks without the words."""
    longest = max(len(spoken(verdict)) for verdict in Verdict)
    words_from = _WITHOUT_WORDS + len(PLATFORMS) * longest
    room = width(out)
    return Style(room, room >= words_from, out is not None or can_draw("✓○✗–·≈…"))


def draw_finding(cell: Presented, style: Style) -> Text:
    """Draw a verdict, with how many days ago the newest post was."""
    finding, old = cell.finding, _OLD if cell.old else ""
    age: object = Message("never") if finding.verdict is Verdict.EMPTY else style.dash
    if finding.days is not None:
        about = ("≈" if style.modern else "~") if finding.approximate else ""
        age = f"{about}{long_ago(finding.days) or Message('{days}d', days=finding.days)}"
    word = spoken(finding.verdict) if style.words else ""
    flag = f"{finding.flag}?" if finding.flag else ""
    day = str(finding.last_post) if cell.dated and finding.last_post else ""
    parts = filter(None, (style.mark(finding.verdict), word, f"{age}{old}", day, flag))
    return Text(" ".join(parts), style=_DRAWN[finding.verdict][1])


def draw_counts(line: VerdictCounts, style: Style) -> Text:
    """Draw how often each verdict stands on a platform; it is the legend of the marks as well."""
    drawn, gap, used = Text(f"{line.platform:<{_INDENT}}"), " " * style.words, _INDENT
    for verdict, number in line.counts.items():
        count = f" {style.mark(verdict)}{gap}{number} {spoken(verdict)}{gap}"
        if used + len(count.rstrip()) > style.width:
            drawn.rstrip()
            drawn.append("\n" + " " * _INDENT)
            used = _INDENT
        drawn.append(count, _DRAWN[verdict][1])
        used += len(count)
    drawn.rstrip()
    return drawn
