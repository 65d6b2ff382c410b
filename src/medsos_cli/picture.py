"""The picture of an audit: one line an agency, worst first, and what it comes to."""

from collections.abc import Iterable
from typing import TextIO

from rich.text import Text

from medsos_cli.audit import Coverage
from medsos_cli.drawing import Column, can_draw, console, draw_table, width
from medsos_cli.models import Finding, Platform, Presence, Verdict
from medsos_cli.verdicts import Judgement

# Mark, mark where the code page is old, and colour; the word always stands beside it.
_MARKS = {
    Verdict.FRESH: ("✓", "+", "green"),
    Verdict.STALE: ("!", "!", "yellow"),
    Verdict.EMPTY: ("○", "o", "yellow"),
    Verdict.UNCHECKED: ("?", "?", "cyan"),
    Verdict.GONE: ("✗", "x", "red"),
    Verdict.NONE: ("–", "-", "red"),
    Verdict.UNLISTED: ("·", ".", "magenta"),
}
_WORDS_FROM = 96
_OLD, _ABOUT = "*", "≈"


class Picture:
    """Draws presences. Narrow terminals get the marks without the words, and a legend."""

    def __init__(self, judgement: Judgement, out: TextIO | None = None) -> None:
        """Choose the marks and words that fit where this is drawn."""
        self._judgement = judgement
        self._out = out
        self._modern = out is not None or can_draw("✓○✗–·≈…")
        self._words = width(out) >= _WORDS_FROM

    def draw(self, presences: Iterable[Presence], coverage: Coverage) -> None:
        """Draw the table, and under it the coverage of all agencies asked for."""
        columns = (
            Column("agency", share=3),
            *(Column(platform) for platform in Platform),
            Column("handset", share=1),
            Column("holder", share=2),
        )
        draw_table(columns, map(self._row, presences), self._out)
        to = console(self._out)
        for line in self._summary(coverage):
            to.print(line, soft_wrap=True)

    def _row(self, presence: Presence) -> tuple[object, ...]:
        return (
            presence.agency.name,
            *(self._cell(finding) for finding in presence.findings),
            ", ".join(presence.devices) or self._dash,
            ", ".join(presence.holders) or self._dash,
        )

    @property
    def _dash(self) -> str:
        return "—" if self._modern else "-"

    def _mark(self, verdict: Verdict) -> str:
        return _MARKS[verdict][0 if self._modern else 1]

    def _cell(self, finding: Finding) -> Text:
        verdict = finding.verdict
        parts = [self._mark(verdict)]
        if self._words:
            parts.append(verdict)
        parts.append(self._age(finding))
        if finding.flag:
            parts.append(f"{finding.flag}?")
        return Text(" ".join(part for part in parts if part), style=_MARKS[verdict][2])

    def _age(self, finding: Finding) -> str:
        old = _OLD if self._judgement.looked_long_ago(finding) else ""
        about = (_ABOUT if self._modern else "~") if finding.approximate else ""
        if finding.days is not None:
            return f"{about}{finding.days}d{old}"
        return f"never{old}" if finding.verdict is Verdict.EMPTY else f"{self._dash}{old}"

    def _summary(self, coverage: Coverage) -> Iterable[Text]:
        judgement = self._judgement
        counts = coverage.by_count
        yield Text()
        yield Text(
            f"{coverage.agencies} {'agency' if coverage.agencies == 1 else 'agencies'} as of "
            f"{judgement.as_of}: three platforms {counts[3]}, two {counts[2]}, one {counts[1]}, "
            f"none {counts[0]}"
        )
        for platform in Platform:
            line, gap = Text(f"{platform:<10}"), " " * self._words
            for verdict in Verdict:
                number = coverage.by_verdict[platform, verdict]
                said = f" {self._mark(verdict)}{gap}{number} {verdict}{gap}"
                line.append(said, _MARKS[verdict][2])
            line.rstrip()
            yield line
        days = judgement.stale_days
        yield Text(f"stale: no post known for more than {days} days")
        if coverage.looked_long_ago:
            accounts = "account was" if coverage.looked_long_ago == 1 else "accounts were"
            yield Text(
                f"{_OLD} {coverage.looked_long_ago} {accounts} last looked at more than {days} "
                "days ago: there may be newer posts"
            )
