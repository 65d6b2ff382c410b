"""The presence audit: its rows, its order, and what it comes to."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from medsos_cli.models import Finding, Platform, Presence, Verdict
from medsos_cli.verdicts import Judgement

COLUMNS = (
    "as_of", "stale_days", "agency_code", "agency", "kind", "platforms",
    *(
        name
        for platform in Platform
        for name in (
            str(platform), f"{platform}_handle", f"{platform}_last_post", f"{platform}_days",
            f"{platform}_checked_on",
        )
    ),
    "devices", "holders", "flags",
)  # fmt: skip


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


def csv_row(presence: Presence, judgement: Judgement) -> Iterator[Any]:
    """Yield the cells of an agency's row, in the order of `COLUMNS`."""
    agency = presence.agency
    yield from (judgement.as_of, judgement.stale_days, agency.code, agency.name, agency.kind)
    yield presence.platforms
    for finding in presence.findings:
        yield from (finding.verdict, finding.handle, finding.last_post, finding.days)
        yield finding.checked_on
    yield from (len(presence.devices), "; ".join(presence.holders))
    yield ";".join(f"{each.platform}:{each.flag}" for each in presence.findings if each.flag)


def json_object(presence: Presence) -> dict[str, Any]:
    """Return an agency as the audit's JSON has it."""
    return {
        "code": presence.agency.code,
        "name": presence.agency.name,
        "kind": presence.agency.kind,
        "platforms": presence.platforms,
        "presence": {str(each.platform): _json_finding(each) for each in presence.findings},
        "devices": len(presence.devices),
        "holders": list(presence.holders),
    }


def _json_finding(finding: Finding) -> dict[str, Any]:
    return {
        "verdict": finding.verdict,
        "handle": finding.handle,
        "last_post": finding.last_post,
        "days": finding.days,
        "checked_on": finding.checked_on,
        "approximate": finding.approximate,
        "flag": finding.flag,
    }


@dataclass
class Coverage:
    """What the agencies looked at come to."""

    judgement: Judgement
    agencies: int = 0
    by_count: Counter[int] = field(default_factory=Counter)
    by_verdict: Counter[tuple[Platform, Verdict]] = field(default_factory=Counter)
    looked_long_ago: int = 0

    def add(self, presence: Presence) -> Presence:
        """Count one agency, and give it back."""
        self.agencies += 1
        self.by_count[presence.platforms] += 1
        for finding in presence.findings:
            self.by_verdict[finding.platform, finding.verdict] += 1
            self.looked_long_ago += self.judgement.looked_long_ago(finding)
        return presence

    def finds(self, verdicts: Iterable[Verdict]) -> bool:
        """Tell whether any agency has one of these verdicts."""
        return any(
            self.by_verdict[platform, verdict] for platform in Platform for verdict in verdicts
        )

    def json_object(self) -> dict[str, Any]:
        """Return the summary as the audit's JSON has it."""
        return {
            "agencies": self.agencies,
            "by_platform_count": {str(n): self.by_count[n] for n in (3, 2, 1, 0)},
            "by_verdict": {
                str(platform): {str(v): self.by_verdict[platform, v] for v in Verdict}
                for platform in Platform
            },
        }
