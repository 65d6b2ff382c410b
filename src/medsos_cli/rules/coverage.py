"""The presence audit: which agencies it shows, in which order, and what they come to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from medsos_cli.models import Platform, Presence, Verdict
from medsos_cli.rules.verdicts import Judgement


def worst_first(presence: Presence) -> tuple[int, int, int, str, str]:
    """Order agencies by what needs doing: fewest platforms, fewest fresh, longest silence."""
    fresh = sum([finding.verdict is Verdict.FRESH for finding in presence.findings])
    silence = max([finding.days or 0 for finding in presence.findings], default=0)
    return presence.platforms, fresh, -silence, presence.agency.name, presence.agency.code


def by_name(presence: Presence) -> tuple[str, str]:
    """Order agencies by name, then code."""
    return presence.agency.name.casefold(), presence.agency.code


def shows(presence: Presence, verdicts: Iterable[Verdict]) -> bool:
    """Tell whether any of an agency's verdicts is among these."""
    wanted = set(verdicts)
    return any(finding.verdict in wanted for finding in presence.findings)


@dataclass
class Coverage:
    """What the agencies looked at come to."""

    judgement: Judgement
    agencies: int = 0
    by_count: Counter[int] = field(default_factory=Counter)
    by_verdict: Counter[tuple[Platform, Verdict]] = field(default_factory=Counter)
    looked_long_ago: int = 0

    def add(self, presence: Presence) -> None:
        """Count one agency."""
        self.agencies += 1
        self.by_count[presence.platforms] += 1
        for finding in presence.findings:
            self.by_verdict[finding.platform, finding.verdict] += 1
            self.looked_long_ago += self.judgement.looked_long_ago(finding)

    def finds(self, verdicts: Iterable[Verdict]) -> bool:
        """Tell whether any agency has one of these verdicts."""
        return any(
            self.by_verdict[platform, verdict] for platform in Platform for verdict in verdicts
        )
