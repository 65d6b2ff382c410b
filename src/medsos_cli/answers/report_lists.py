"""The tables of a report that name: rankings, what to decide, handsets, reminders, the recap."""

from itertools import zip_longest

from medsos_cli.answers import report_words as words
from medsos_cli.answers.answer import MARKS
from medsos_cli.answers.report_rows import (
    AccountCell,
    FollowUpRow,
    NamesRow,
    RankRow,
    RecapRow,
    Table,
    UnseenRow,
)
from medsos_cli.answers.report_words import NOTHING, account, in_words
from medsos_cli.errors import spoken
from medsos_cli.models import Finding
from medsos_cli.rules.activity import Activity, Known
from medsos_cli.rules.decisions import FollowUp, Handset, Subject
from medsos_cli.rules.rankings import Ranked, Ranking
from medsos_cli.rules.report import AgencyLine, Report, Unseen
from medsos_cli.words.safe import on_one_line


def active_table(ranking: Ranking) -> Table:
    """Return who posted most, among accounts whose counts are equally well known."""
    note = in_words(
        "Among the {n} account whose posts are known exactly.",
        "Among the {n} accounts whose posts are known exactly.",
        n=ranking.of,
    )
    if not ranking.best:
        note = in_words(
            "Among the {n} account with at least so many posts; there may be more.",
            "Among the {n} accounts with at least so many posts; there may be more.",
            n=ranking.of,
        )
    headings = (in_words("place"), in_words("agency"), in_words("platform"), in_words("posts"))
    rows = [_rank(row, words.posts(row.figure, exact=ranking.best)) for row in ranking.rows]
    return Table(in_words("Most active"), headings, rows, _with_tied(note, ranking))


def silent_table(ranking: Ranking, stale_days: int) -> Table:
    """Return who has been silent longest, among accounts that were looked at as lately."""
    note = in_words(
        "Among the {n} stale account looked at in the last {days} days.",
        "Among the {n} stale accounts looked at in the last {days} days.",
        n=ranking.of, days=stale_days,
    )  # fmt: skip
    if not ranking.best:
        note = in_words(
            "Among the {n} stale account last looked at more than {days} days ago: there may be "
            "newer posts.",
            "Among the {n} stale accounts last looked at more than {days} days ago: there may be "
            "newer posts.",
            n=ranking.of, days=stale_days,
        )  # fmt: skip
    headings = (
        in_words("place"),
        in_words("agency"),
        in_words("platform"),
        in_words("no post for"),
    )
    rows = [_rank(row, words.age(row.figure, approximate=row.approximate)) for row in ranking.rows]
    return Table(in_words("Longest silent"), headings, rows, _with_tied(note, ranking))


def _rank(row: Ranked, shown: str) -> RankRow:
    platform = words.PLATFORM_NAMES[row.platform]
    return RankRow(row.place, account(row.agency), platform, row.figure, shown)


def _with_tied(note: str, ranking: Ranking) -> str:
    if not ranking.rows:
        return ""
    if not ranking.tied:
        return note
    tied = in_words(
        "{n} more has the same figure as the last.",
        "{n} more have the same figure as the last.",
        n=ranking.tied,
    )
    return f"{note} {tied}"


def decisions_table(report: Report) -> Table:
    """Return what needs a decision, and about whom."""
    headings = (in_words("decision"), in_words("how many"), in_words("who"))
    rows = [
        NamesRow(
            words.need_sentence(each.need), len(each.subjects), tuple(map(_subject, each.subjects))
        )
        for each in report.decisions
    ]
    note = "" if rows else in_words("Nothing needs a decision.")
    return Table(in_words("To decide"), headings, rows, note)


def _subject(subject: Subject) -> str:
    if subject.device is None:
        return account(subject.agency, subject.platform)
    if subject.agency is None:
        return on_one_line(subject.device)
    return in_words(
        "{device}, {agency}", device=on_one_line(subject.device), agency=account(subject.agency)
    )


def handsets_table(report: Report) -> Table:
    """Return how many handsets are where, and which of them need a look."""
    found = report.handsets
    rows = [
        NamesRow(spoken(state), number, _devices(found.lost) if state == "lost" else ())
        for state, number in found.by_state.items()
    ]
    without, lapsing = found.without_paper, found.lapsing
    rows.append(
        NamesRow(in_words("held without a paper"), len(without), tuple(map(_handset, without)))
    )
    rows.append(
        NamesRow(
            in_words("card lapsed, or lapses within 30 days"),
            len(lapsing),
            tuple(_card(each) for each in lapsing),
        )
    )
    headings = (in_words("handsets"), in_words("how many"), in_words("which"))
    return Table(in_words("Handsets"), headings, rows)


def _devices(handsets: tuple[Handset, ...]) -> tuple[str, ...]:
    return tuple(map(_handset, handsets))


def _handset(handset: Handset) -> str:
    return _subject(Subject(handset.agency, device=handset.device))


def _card(handset: Handset) -> str:
    until = handset.sim_active_until
    day = NOTHING if until is None else words.short_day(until)
    return in_words("{device} ({day})", device=on_one_line(handset.device), day=day)


def followups_table(report: Report) -> Table:
    """Return whom the office reminded in the month, and what came of it."""
    headings = (
        in_words("day"), in_words("agency"), in_words("reminded"), in_words("posts since"),
    )  # fmt: skip
    rows = [
        FollowUpRow(each.day, account(each.agency), words.reminded_by(each.by), _outcome(each))
        for each in report.followups
    ]
    return Table(in_words("Reminders"), headings, rows, words.came_of(report.followups))


def _outcome(followup: FollowUp) -> str:
    return spoken(Known.UNKNOWN) if followup.posts_since is None else str(followup.posts_since)


def unseen_table(report: Report) -> Table:
    """Return which accounts nobody looked at in the month, and why."""
    headings = (in_words("agency"), in_words("platform"), in_words("account"), in_words("why"))
    rows = [
        UnseenRow(
            account(each.agency),
            words.PLATFORM_NAMES[each.finding.platform],
            on_one_line(each.finding.handle or NOTHING),
            _why(each),
        )
        for each in report.unseen
    ]
    note = in_words("Every account on record was looked at in the month.") if not rows else ""
    return Table(in_words("Not looked at"), headings, rows, note)


def _why(unseen: Unseen) -> str:
    if unseen.finding.handle is None:
        return in_words("nobody has written its handle down")
    if unseen.last_look is None:
        return in_words("never looked at")
    return in_words("last looked at on {day}", day=words.short_day(unseen.last_look))


def recap_table(report: Report) -> Table:
    """Return a row for each agency: its accounts, their posts, and what changed."""
    headings = (
        in_words("agency"),
        in_words("kind"),
        *words.PLATFORM_NAMES.values(),
        in_words("posts"),
        in_words("change"),
    )
    rows = [_recap_row(line, report) for line in report.lines]
    note = in_words("Beside each account: how long ago its newest known post was, and its posts.")
    return Table(in_words("Every agency"), headings, rows, note)


def _recap_row(line: AgencyLine, report: Report) -> RecapRow:
    agency = line.presence.agency
    cells = [
        _account_cell(finding, activity, old=report.judgement.looked_long_ago(finding))
        for finding, activity in zip_longest(line.presence.findings, line.activities)
    ]
    shown = words.posts(line.posts, exact=line.posts_exact) if any(line.activities) else NOTHING
    changes = words.change_list(line.changes)
    return RecapRow._make((account(agency), on_one_line(agency.kind or ""), *cells, shown, changes))


def _account_cell(finding: Finding, activity: Activity | None, *, old: bool) -> AccountCell:
    age = ""
    if finding.days is not None:
        age = words.age(finding.days, approximate=finding.approximate)
    number = activity.posts if activity else None
    return AccountCell(
        finding.verdict,
        MARKS[finding.verdict],
        spoken(finding.verdict),
        on_one_line(finding.handle or ""),
        age + ("*" if old and age else ""),
        finding.last_post,
        finding.checked_on,
        words.posts(number, exact=activity.known is Known.EXACT) if activity else "",
        number,
        spoken(activity.known) if activity else "",
        in_words("another account?") if finding.flag else "",
    )
