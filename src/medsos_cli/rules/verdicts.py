"""Verdicts: what is known of an account on a day, from the evidence up to that day."""

from datetime import date
from typing import NamedTuple

from medsos_cli.models import Account, Accuracy, Finding, Platform, Result, Verdict
from medsos_cli.rules.spans import DAY
from medsos_cli.words.days import Clock


class Evidence(NamedTuple):
    """What the sightings and posts of one handle come to, up to the end of one day.

    `newest_post` is the newest over all of them, `latest` and `seen_at` are the
    latest sighting's result and moment, `linked_at` when the latest link of a post came;
    moments are UTC stamps. `flag` marks a handle that another account has taken over.
    """

    newest_post: str | None = None
    accuracy: Accuracy | None = None
    latest: Result | None = None
    seen_at: str | None = None
    flag: str | None = None
    linked_at: str | None = None


class Judgement(NamedTuple):
    """The question: as of which local day, and from how many days on a post is stale.

    With `known_on` what was recorded after that day is left out.
    """

    as_of: date
    stale_days: int
    clock: Clock
    known_on: date | None = None

    @property
    def known_until(self) -> str:
        """The moment (UTC) before which all was recorded that counts."""
        return self.clock.end_of(self.known_on or date.max - 2 * DAY)

    @property
    def seen_until(self) -> str:
        """The moment (UTC) before which all was seen that counts.

        Nothing can have been seen later than now: what says so was, when a clock was ahead.
        """
        ahead = self.as_of >= self.clock.today and self.known_on is None
        return self.clock.end_of(date.max - 2 * DAY if ahead else self.as_of)

    def judge(self, platform: Platform, account: Account | None, evidence: Evidence) -> Finding:
        """Return the verdict on one agency and platform.

        Ages are calendar days in the office's zone; a post exactly `stale_days`
        old is fresh. A post newer than the sighting that called a handle gone
        brings it back. A post is also a look at its account, of its own day.
        """
        if account is None:
            return Finding(platform, Verdict.UNLISTED)
        if not account.has:
            return Finding(platform, Verdict.NONE)
        last_post = self.clock.local_day(evidence.newest_post) if evidence.newest_post else None
        days = (self.as_of - last_post).days if last_post else None
        looks = (evidence.seen_at, evidence.linked_at, evidence.newest_post)
        seen = max(filter(None, looks), default=None)
        return Finding(
            platform=platform,
            verdict=self._verdict(evidence, days),
            handle=account.handle,
            last_post=last_post,
            days=days,
            # A sighting repeated since then was also made by the end of that day.
            checked_on=min(self.clock.local_day(seen), self.as_of) if seen else None,
            approximate=evidence.accuracy.approximate if evidence.accuracy else False,
            flag=evidence.flag,
        )

    def _verdict(self, evidence: Evidence, days: int | None) -> Verdict:
        post, seen = evidence.newest_post, evidence.seen_at
        if evidence.latest is Result.GONE and not (post and seen and post > seen):
            return Verdict.GONE
        if days is not None:
            return Verdict.FRESH if days <= self.stale_days else Verdict.STALE
        return Verdict.EMPTY if evidence.latest is Result.EMPTY else Verdict.UNCHECKED

    def looked_long_ago(self, finding: Finding) -> bool:
        """Tell whether an account was last looked at more than `stale_days` days before."""
        return finding.checked_on is not None and (
            (self.as_of - finding.checked_on).days > self.stale_days
        )
