"""What changed between two audits, in words: who appeared, was lost, went quiet, came back.

What only became known is no change: an account that nobody had stated, or of whose posts
nothing was known, tells nothing of the day before.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from medsos_cli.models import Agency, Finding, Platform, Presence, Verdict, compare_key


class Word(StrEnum):
    """What changed of an agency, on a platform or as a whole, in the order in which it is told."""

    APPEARED = "appeared"
    LOST = "lost"
    GONE = "gone"
    REVIVED = "revived"
    QUIET = "quiet"
    HANDLE = "handle"
    OPENED = "opened"
    CLOSED = "closed"
    RENAMED = "renamed"


class Change(NamedTuple):
    """One thing that changed; `platform` is None where it is about the agency itself."""

    word: Word
    platform: Platform | None = None

    def __str__(self) -> str:
        """Write it as data have it: `instagram:quiet`."""
        return f"{self.platform}:{self.word}" if self.platform else str(self.word)


def read_change(text: str) -> Change:
    """Read a change as data have it."""
    platform, _, word = text.rpartition(":")
    return Change(Word(word), Platform(platform) if platform else None)


class Since(NamedTuple):
    """One agency then and now: `before` is None where it was not there, `now` where it is closed.

    One of the two is always there.
    """

    before: Presence | None
    now: Presence | None
    changes: tuple[Change, ...] = ()

    @property
    def agency(self) -> Agency:
        """The agency as it is now, or as it was before it closed."""
        there = self.now or self.before
        assert there is not None, "an agency that is in neither list"  # noqa: S101  # for mypy too
        return there.agency


class Comparison(NamedTuple):
    """Every agency of either day. Where `told` is False nothing was stated by the day before."""

    agencies: tuple[Since, ...]
    told: bool

    @property
    def has_known(self) -> bool:
        """Whether anything was known of any account by the day before, to compare figures with."""
        before = (each.before.findings for each in self.agencies if each.before)
        return any(one.verdict is not Verdict.UNLISTED for some in before for one in some)

    def by_word(self) -> Counter[Word]:
        """Count how often each thing changed."""
        return Counter(change.word for each in self.agencies for change in each.changes)


class Between(NamedTuple):
    """What the two audits alone do not tell: what the register says happened between them.

    `opened` are the codes of agencies that were opened, `renamed` the accounts that go on
    under another handle.
    """

    opened: Collection[str] = ()
    renamed: Collection[tuple[str, Platform]] = ()


NOTHING = Between()
_STATED = frozenset({Verdict.FRESH, Verdict.STALE, Verdict.EMPTY, Verdict.UNCHECKED})
_KNOWN = _STATED - {Verdict.UNCHECKED}
_NOWHERE = frozenset({Verdict.NONE, Verdict.UNLISTED})
_SILENT = frozenset({Verdict.GONE, Verdict.STALE, Verdict.EMPTY})

# What a verdict before and one now come to; a pair of verdicts in no line is no change.
_TABLE = (
    ({Verdict.NONE}, _STATED, Word.APPEARED),
    (_STATED, _NOWHERE, Word.LOST),
    (_KNOWN, {Verdict.GONE}, Word.GONE),
    (_SILENT, {Verdict.FRESH}, Word.REVIVED),
    ({Verdict.GONE}, _STATED, Word.REVIVED),
    ({Verdict.FRESH}, {Verdict.STALE}, Word.QUIET),
)
WORDS = {
    (before, now): word for befores, nows, word in _TABLE for before in befores for now in nows
}
"""The word for each pair of verdicts that is a change."""


def compare(
    before: Iterable[Presence], now: Iterable[Presence], between: Between = NOTHING
) -> Comparison:
    """Compare two audits of the same agencies, the earlier first.

    The agencies stand in the order of the later one, then those that have closed.
    """
    then = {presence.agency.code: presence for presence in before}
    told = bool(then)
    agencies = [_since(then.pop(each.agency.code, None), each, between, told) for each in now]
    closed = [Since(each, None, (Change(Word.CLOSED),)) for each in then.values()]
    return Comparison((*agencies, *closed), told)


def _since(before: Presence | None, now: Presence, between: Between, told: bool) -> Since:  # noqa: FBT001  # one caller
    if not told:
        return Since(before, now)
    if before is None:
        opened = now.agency.code in between.opened
        return Since(None, now, (Change(Word.OPENED),) if opened else ())
    changes = [
        Change(word, earlier.platform)
        for earlier, later in zip(before.findings, now.findings, strict=True)
        for word in _words(
            earlier, later, renamed=(now.agency.code, later.platform) in between.renamed
        )
    ]
    if before.agency.name != now.agency.name:
        changes.append(Change(Word.RENAMED))
    return Since(before, now, tuple(changes))


def _words(before: Finding, now: Finding, *, renamed: bool) -> Iterator[Word]:
    """Yield what changed on one platform: of what is known of it, and which account it is."""
    word = WORDS.get((before.verdict, now.verdict))
    if word:
        yield word
    if before.handle and now.handle and not renamed:
        keys = {compare_key(now.platform, handle) for handle in (before.handle, now.handle)}
        if len(keys) > 1:
            yield Word.HANDLE
