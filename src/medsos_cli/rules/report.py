"""The leader's month as one value: what every form of the report shows, each figure made once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple, TypeVar

from medsos_cli.models import PLATFORMS, Agency, Finding, Platform, Presence, Verdict
from medsos_cli.rules.activity import AccountActivity, Activity, Known, Outcome
from medsos_cli.rules.changes import NOTHING, Between, Change, Comparison, Word, compare
from medsos_cli.rules.decisions import Decision, FollowUp, Handset, decisions, lapses
from medsos_cli.rules.rankings import Ranking, longest_silent, most_active
from medsos_cli.rules.spans import Span, Target
from medsos_cli.rules.verdicts import Judgement

T = TypeVar("T")


class Evidence(NamedTuple):
    """What a report is made from. `before` is the audit of the day before the month.

    `judgement` is that of the report's day: the month's last, or today in a month that runs.
    `followups` are those of the month.
    """

    span: Span
    judgement: Judgement
    now: Sequence[Presence]
    before: Sequence[Presence] = ()
    between: Between = NOTHING
    activities: Sequence[AccountActivity] = ()
    handsets: Sequence[Handset] = ()
    followups: Sequence[FollowUp] = ()
    target: Target | None = None
    office: str | None = None


class Counted(NamedTuple):
    """A number now and before the month; `before` is None where no account was known then."""

    now: int
    before: int | None = None

    @property
    def change(self) -> int | None:
        """How many more there are now."""
        return None if self.before is None else self.now - self.before


class PlatformLine(NamedTuple):
    """One platform: its verdicts, how many accounts were looked at in the month, and their posts.

    `posts` is the sum of all counts, None where none is known; it is exact where every
    count is.
    """

    platform: Platform
    verdicts: Mapping[Verdict, Counted]
    accounts: int
    looked_at: int
    posts: int | None
    known: Mapping[Known, int]
    results: Mapping[Outcome, int]

    @property
    def posts_exact(self) -> bool:
        """Whether the sum of posts is exact."""
        return self.known[Known.EXACT] == sum(self.known.values())


class KindLine(NamedTuple):
    """The agencies of one kind; `verdicts` are counted by platform."""

    kind: str | None
    agencies: int
    verdicts: Mapping[tuple[Platform, Verdict], int]


class Unseen(NamedTuple):
    """An account nobody looked at in the month: `last_look` is the latest before, if any."""

    agency: Agency
    finding: Finding

    @property
    def last_look(self) -> date | None:
        """The latest day on which somebody looked."""
        return self.finding.checked_on


class AgencyLine(NamedTuple):
    """One agency's line of the recap; `activities` are in the order of its findings.

    `posts` is the sum over its accounts, None where none is known.
    """

    presence: Presence
    activities: tuple[Activity | None, ...]
    changes: tuple[Change, ...]

    @property
    def posts(self) -> int | None:
        """How many posts are known of all its accounts together."""
        return total_posts(self.activities)

    @property
    def posts_exact(self) -> bool:
        """Whether that sum is exact: the count of each of its accounts is."""
        return _all_exact(self.activities)


class Handsets(NamedTuple):
    """The handsets on the day of the report: how many are where, and those that need a look."""

    by_state: Mapping[str, int]
    lost: tuple[Handset, ...]
    without_paper: tuple[Handset, ...]
    lapsing: tuple[Handset, ...]


class Report(NamedTuple):
    """The leader's month. `coverage` is by number of platforms, from three to none.

    `changes` has the agencies and platforms of each word that came by; `compared` is
    False where no account was known before the month. `posted_since` counts follow-ups
    after which a post, none or nothing is known.
    """

    span: Span
    judgement: Judgement
    target: Target | None
    office: str | None
    agencies: Counted
    coverage: Mapping[int, Counted]
    platforms: tuple[PlatformLine, ...]
    kinds: tuple[KindLine, ...]
    compared: bool
    changes: Mapping[Word, tuple[tuple[Agency, Platform | None], ...]]
    most_active: Ranking
    longest_silent: Ranking
    unseen: tuple[Unseen, ...]
    handsets: Handsets
    followups: tuple[FollowUp, ...]
    decisions: tuple[Decision, ...]
    lines: tuple[AgencyLine, ...]

    @property
    def before(self) -> date:
        """The day with which it is compared: the last before the month."""
        return self.span.first - timedelta(days=1)

    @property
    def looked_at(self) -> int:
        """How many accounts somebody looked at in the month."""
        return sum(line.looked_at for line in self.platforms)

    @property
    def accounts(self) -> int:
        """How many accounts are on record."""
        return sum(line.accounts for line in self.platforms)


def compile_report(evidence: Evidence) -> Report:
    """Make every figure of the report; agencies stand by kind, then by name."""
    now = sorted(evidence.now, key=_by_kind)
    comparison = compare(evidence.before, now, evidence.between)
    before = evidence.before if comparison.has_known else None
    as_of = evidence.judgement.as_of
    followups = sorted(evidence.followups, key=lambda each: (each.day, each.agency.name))
    unseen = [
        Unseen(presence.agency, finding)
        for presence in now
        for finding in presence.findings
        if _on_record(finding) and not _looked_at(finding, evidence.span)
    ]
    return Report(
        span=evidence.span,
        judgement=evidence.judgement,
        target=evidence.target,
        office=evidence.office,
        agencies=Counted(len(now), None if before is None else len(before)),
        coverage=_coverage(now, before),
        platforms=tuple(_platform_line(platform, now, before, evidence) for platform in PLATFORMS),
        kinds=tuple(_kind_lines(now)),
        compared=comparison.has_known,
        changes=_by_word(comparison),
        most_active=most_active(evidence.activities),
        longest_silent=longest_silent(now, evidence.judgement),
        unseen=tuple(unseen),
        handsets=_handsets(evidence.handsets, as_of),
        followups=tuple(followups),
        decisions=decisions(now, evidence.handsets, followups, as_of),
        lines=tuple(_lines(now, comparison, evidence.activities)),
    )


def _by_kind(presence: Presence) -> tuple[bool, str, str, str]:
    agency = presence.agency
    return agency.kind is None, agency.kind or "", agency.name.casefold(), agency.code


def _on_record(finding: Finding) -> bool:
    return finding.verdict.has or finding.verdict is Verdict.GONE


def _looked_at(finding: Finding, span: Span) -> bool:
    return finding.checked_on is not None and finding.checked_on >= span.first


def _coverage(now: Iterable[Presence], before: Iterable[Presence] | None) -> dict[int, Counted]:
    counts = Counter(presence.platforms for presence in now)
    then = None if before is None else Counter(presence.platforms for presence in before)
    return {n: _counted(n, counts, then) for n in range(len(PLATFORMS), -1, -1)}


def _counted(each: T, now: Counter[T], before: Counter[T] | None) -> Counted:
    return Counted(now[each], None if before is None else before[each])


def total_posts(activities: Iterable[Activity | None]) -> int | None:
    """Add up the posts of accounts; None where none is known, for that is not none."""
    there = [each for each in activities if each]
    total = sum(each.posts or 0 for each in there)
    known = total or (there and _all_exact(there))
    return total if known else None


def _all_exact(activities: Iterable[Activity | None]) -> bool:
    return all(each.known is Known.EXACT for each in activities if each)


def _platform_line(
    platform: Platform,
    now: Iterable[Presence],
    before: Iterable[Presence] | None,
    evidence: Evidence,
) -> PlatformLine:
    findings = _findings(platform, now)
    counts = Counter(finding.verdict for finding in findings)
    then = None
    if before is not None:
        then = Counter(finding.verdict for finding in _findings(platform, before))
    activities = [each.activity for each in evidence.activities if each.platform is platform]
    known = Counter(each.known for each in activities)
    results = Counter(each.result for each in activities if each.result)
    return PlatformLine(
        platform,
        {verdict: _counted(verdict, counts, then) for verdict in Verdict},
        accounts=sum(map(_on_record, findings)),
        looked_at=sum(_on_record(each) and _looked_at(each, evidence.span) for each in findings),
        posts=total_posts(activities),
        known={each: known[each] for each in Known},
        results={each: results[each] for each in Outcome},
    )


def _findings(platform: Platform, presences: Iterable[Presence]) -> list[Finding]:
    return [each for one in presences for each in one.findings if each.platform is platform]


def _kind_lines(now: Iterable[Presence]) -> Iterable[KindLine]:
    for kind, group in groupby(now, key=lambda each: each.agency.kind):
        presences = [*group]
        verdicts = Counter(
            (each.platform, each.verdict) for one in presences for each in one.findings
        )
        yield KindLine(kind, len(presences), verdicts)


def _by_word(comparison: Comparison) -> dict[Word, tuple[tuple[Agency, Platform | None], ...]]:
    told: dict[Word, list[tuple[Agency, Platform | None]]] = {word: [] for word in Word}
    for each in comparison.agencies:
        for change in each.changes:
            told[change.word].append((each.agency, change.platform))
    return {word: tuple(whom) for word, whom in told.items()}


def _handsets(handsets: Sequence[Handset], as_of: date) -> Handsets:
    in_order = sorted(handsets, key=lambda each: each.device)
    states = Counter(each.state for each in in_order)
    return Handsets(
        {state: states[state] for state in ("held", "in stock", "lost", "written off")},
        tuple(each for each in in_order if each.state == "lost"),
        tuple(each for each in in_order if each.state == "held" and each.document is None),
        tuple(each for each in in_order if lapses(each, as_of)),
    )


def _lines(
    now: Iterable[Presence], comparison: Comparison, activities: Iterable[AccountActivity]
) -> Iterable[AgencyLine]:
    changes = {each.agency.code: each.changes for each in comparison.agencies}
    made = {(each.agency.code, each.platform): each.activity for each in activities}
    for presence in now:
        code = presence.agency.code
        of_accounts = tuple(made.get((code, each.platform)) for each in presence.findings)
        yield AgencyLine(presence, of_accounts, changes[code])
