"""The tables of a report that count: coverage, verdicts, posts, kinds and changes."""

from medsos_cli.answers import report_words as words
from medsos_cli.answers.report_rows import (
    CoverageRow,
    KindRow,
    NamesRow,
    PlatformRow,
    PostsRow,
    Table,
    TargetRow,
)
from medsos_cli.answers.report_words import account, in_words
from medsos_cli.errors import spoken
from medsos_cli.models import PLATFORMS, Verdict
from medsos_cli.rules.activity import Known, Outcome
from medsos_cli.rules.changes import Word
from medsos_cli.rules.report import Report
from medsos_cli.words.safe import on_one_line

_ALWAYS_TOLD = {Word.QUIET, Word.REVIVED, Word.APPEARED, Word.LOST, Word.GONE}


def coverage_table(report: Report) -> Table:
    """Return how many agencies are on three, two, one or none, and how many were before."""
    headings = (
        in_words("agencies with an account on"), in_words("now"), in_words("before"),
        in_words("change"),
    )  # fmt: skip
    rows = [
        CoverageRow(words.platform_count(n), each.now, each.before, words.signed(each.change))
        for n, each in report.coverage.items()
    ]
    return Table(in_words("Coverage"), headings, rows)


def platforms_table(report: Report) -> Table:
    """Return how often each verdict stands on each platform."""
    headings = (
        in_words("platform"),
        *map(spoken, Verdict),
        in_words("change in fresh"),
        in_words("looked at"),
        in_words("accounts"),
    )
    rows = [
        PlatformRow._make(
            (
                words.PLATFORM_NAMES[line.platform],
                *(line.verdicts[verdict].now for verdict in Verdict),
                words.signed(line.verdicts[Verdict.FRESH].change),
                line.looked_at,
                line.accounts,
            )
        )
        for line in report.platforms
    ]
    return Table(in_words("Agencies by platform"), headings, rows)


def posts_table(report: Report) -> Table:
    """Return how many posts each platform had, how well that is known, and the target."""
    results = tuple(Outcome) if report.target else ()  # nothing is said of a target of nobody
    row = TargetRow if report.target else PostsRow
    headings = (
        in_words("platform"),
        in_words("posts"),
        *(in_words("accounts: {known}", known=spoken(each)) for each in Known),
        *(in_words("target: {result}", result=spoken(each)) for each in results),
    )
    rows = [
        row(
            words.PLATFORM_NAMES[line.platform],
            words.posts(line.posts, exact=line.posts_exact),
            *(line.known[each] for each in Known),
            *(line.results[each] for each in results),
        )
        for line in report.platforms
    ]
    note = in_words("No target was set.")
    if report.target:
        note = in_words("Target: {target}.", target=words.target(report.target))
    return Table(in_words("Posts in the month"), headings, rows, note)


def kinds_table(report: Report) -> Table:
    """Return how many accounts are fresh and stale among the agencies of each kind."""
    counted = [(each, verdict) for each in PLATFORMS for verdict in (Verdict.FRESH, Verdict.STALE)]
    headings = [
        in_words(
            "{platform} {verdict}", platform=words.PLATFORM_NAMES[each], verdict=spoken(verdict)
        )
        for each, verdict in counted
    ]
    rows = [
        KindRow(
            on_one_line(line.kind or "") or in_words("without a kind"),
            line.agencies,
            *(line.verdicts.get(each, 0) for each in counted),
        )
        for line in report.kinds
    ]
    return Table(in_words("By kind"), (in_words("kind"), in_words("agencies"), *headings), rows)


def changes_table(report: Report) -> Table:
    """Return what changed against the month before, and of whom."""
    rows = [
        NamesRow(words.change_word(each), len(whom), tuple(account(*one) for one in whom))
        for each in words.CHANGES
        if (whom := report.changes[each]) or (each in _ALWAYS_TOLD and report.compared)
    ]
    note = "" if report.compared else words.not_compared(report.before)
    headings = (in_words("change"), in_words("how many"), in_words("who"))
    return Table(in_words("What changed"), headings, rows, note)
