"""A report in words: its title, its figures and its tables, the same for every form of it."""

from collections.abc import Iterator
from typing import NamedTuple

from medsos_cli.answers import report_words as words
from medsos_cli.answers.answer import MARKS
from medsos_cli.answers.report_lists import (
    active_table,
    decisions_table,
    followups_table,
    handsets_table,
    recap_table,
    silent_table,
    unseen_table,
)
from medsos_cli.answers.report_rows import LegendRow, Table, Tile
from medsos_cli.answers.report_tables import (
    changes_table,
    coverage_table,
    kinds_table,
    platforms_table,
    posts_table,
)
from medsos_cli.answers.report_words import in_words
from medsos_cli.errors import spoken
from medsos_cli.models import PLATFORMS, Verdict
from medsos_cli.rules.activity import Known, Outcome
from medsos_cli.rules.changes import Word
from medsos_cli.rules.report import Counted, Report
from medsos_cli.words.safe import on_one_line


class Page(NamedTuple):
    """The whole report in words; `language` is the code of the one it is in."""

    language: str
    title: str
    month: str
    office: str
    day: str
    compared: str
    warnings: tuple[str, ...]
    tiles: tuple[Tile, ...]
    coverage: Table
    platforms: Table
    posts: Table
    kinds: Table
    changes: Table
    active: Table
    silent: Table
    decisions: Table
    handsets: Table
    followups: Table
    unseen: Table
    recap: Table
    basis: tuple[str, ...]
    legend: tuple[LegendRow, ...]
    basis_title: str
    legend_title: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in the order of reading."""
        return tuple(each for each in self if isinstance(each, Table))


def write_page(report: Report) -> Page:
    """Put a report into words, in the language in force."""
    return Page(
        language=in_words("en"),  # in another language: the code of that one
        title=in_words("Social media of the agencies"),
        month=words.month_name(report.span.first),
        office=on_one_line(report.office or ""),
        day=in_words("As of {day}", day=words.long_day(report.judgement.as_of)),
        compared=_compared(report),
        warnings=tuple(_warnings(report)),
        tiles=tuple(_tiles(report)),
        coverage=coverage_table(report),
        platforms=platforms_table(report),
        posts=posts_table(report),
        kinds=kinds_table(report),
        changes=changes_table(report),
        active=active_table(report.most_active),
        silent=silent_table(report.longest_silent, report.judgement.stale_days),
        decisions=decisions_table(report),
        handsets=handsets_table(report),
        followups=followups_table(report),
        unseen=unseen_table(report),
        recap=recap_table(report),
        basis=tuple(_basis(report)),
        legend=tuple(_legend(report)),
        basis_title=in_words("What this rests on"),
        legend_title=in_words("What the words mean"),
    )


def _compared(report: Report) -> str:
    if report.compared:
        return in_words("compared with {day}", day=words.long_day(report.before))
    return words.not_compared(report.before)


def _warnings(report: Report) -> Iterator[str]:
    month = words.month_name(report.span.first)
    if report.accounts and not report.looked_at:
        yield in_words(
            "No account was looked at in {month}: all that is told was known before.", month=month
        )
        return
    for line in report.platforms:
        if line.accounts and not line.looked_at:
            name = words.PLATFORM_NAMES[line.platform]
            yield in_words(
                "No account on {platform} was looked at in {month}.", platform=name, month=month
            )


def _tiles(report: Report) -> Iterator[Tile]:
    everywhere = report.coverage[len(PLATFORMS)]
    fresh = sum(line.verdicts[Verdict.FRESH].now for line in report.platforms)
    quiet = str(len(report.changes[Word.QUIET])) if report.compared else words.NOTHING
    to_decide = sum(len(each.subjects) for each in report.decisions)
    yield Tile(str(report.agencies.now), in_words("agencies"), _against(report.agencies))
    yield Tile(str(everywhere.now), in_words("on all three platforms"), _against(everywhere))
    yield Tile(
        str(fresh), in_words("fresh accounts"), in_words("of {n} on record", n=report.accounts)
    )
    yield Tile(quiet, in_words("went quiet"), in_words("fresh a month ago, stale now"))
    yield _posts_tile(report)
    yield Tile(
        str(to_decide),
        in_words("to decide"),
        in_words("in {n} matter", "in {n} matters", n=len(report.decisions)),
    )


def _against(counted: Counted) -> str:
    if counted.change is None:
        return ""
    if not counted.change:
        return in_words("as many as the month before")
    return in_words("{change} against the month before", change=words.signed(counted.change))


def _posts_tile(report: Report) -> Tile:
    if report.target:
        met = sum(line.results[Outcome.MET] for line in report.platforms)
        return Tile(str(met), in_words("accounts met the target"), words.target(report.target))
    known = [line.posts for line in report.platforms if line.posts is not None]
    exact = all(line.posts_exact for line in report.platforms)
    number = words.posts(sum(known) if known else None, exact=exact)
    return Tile(number, in_words("posts known"), in_words("on all platforms together"))


def _basis(report: Report) -> Iterator[str]:
    days, month = report.judgement.stale_days, words.month_name(report.span.first)
    known = {each: sum(line.known[each] for line in report.platforms) for each in Known}
    yield in_words(
        "An account is fresh where its newest known post is at most {days} days old on {day}.",
        days=days, day=words.long_day(report.judgement.as_of),
    )  # fmt: skip
    yield in_words(
        "{seen} of {all} accounts on record were looked at in {month}.",
        seen=report.looked_at, all=report.accounts, month=month,
    )  # fmt: skip
    yield in_words(
        "The posts of {exact} accounts are known exactly, of {least} at the least (≥), of {none} "
        "not at all (?).",
        exact=known[Known.EXACT], least=known[Known.AT_LEAST], none=known[Known.UNKNOWN],
    )  # fmt: skip
    yield in_words(
        "Stories, and posts that were removed before anybody looked, are counted by nobody."
    )
    yield in_words(
        "≈ is a day that is not certain; * is an account last looked at more than {days} days "
        "ago, which may have newer posts.",
        days=days,
    )


def _legend(report: Report) -> Iterator[LegendRow]:
    for verdict, meaning in words.meanings(report.judgement.stale_days).items():
        yield LegendRow(verdict, MARKS[verdict], spoken(verdict), meaning)
