"""What a leader has to decide: what the record shows and no command of an officer can settle."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from medsos_cli.models import Agency, DeviceState, Platform, Presence, Verdict

LAPSE_DAYS = 30
"""From how many days before it a card is said to lapse."""


class Handset(NamedTuple):
    """A handset on the day of the report: where it is, by which paper, until when its card lasts.

    `state` is in the words of the list of devices; `document` is that of its latest event.
    """

    device: str
    state: str
    agency: Agency | None = None
    document: str | None = None
    sim_active_until: date | None = None


class Way(StrEnum):
    """How an agency is reminded."""

    CALL = "call"
    WHATSAPP = "whatsapp"
    LETTER = "letter"
    VISIT = "visit"


class FollowUp(NamedTuple):
    """An agency was reminded on a day; `posts_since` is None where nothing is known since."""

    day: date
    agency: Agency
    by: str
    posts_since: int | None = None


class Need(StrEnum):
    """What needs a decision, in the order in which it is told."""

    IMPOSTOR = "impostor"
    GONE = "gone"
    NO_ACCOUNT = "no account"
    REMINDED = "reminded"
    EMPTY = "empty"
    UNLISTED = "unlisted"
    LOST = "lost"
    NO_PAPER = "no paper"
    LAPSED = "lapsed"


class Subject(NamedTuple):
    """What a decision is about: an agency, one of its accounts, or a handset."""

    agency: Agency | None = None
    platform: Platform | None = None
    device: str | None = None


class Decision(NamedTuple):
    """One thing to decide, and about whom; never about nobody."""

    need: Need
    subjects: tuple[Subject, ...]


def decisions(
    presences: Iterable[Presence],
    handsets: Iterable[Handset],
    followups: Iterable[FollowUp],
    as_of: date,
) -> tuple[Decision, ...]:
    """Return what needs a decision, each subject once under each need."""
    found: dict[Need, dict[Subject, None]] = {need: {} for need in Need}
    for presence in presences:
        for need, subject in _of_presence(presence):
            found[need][subject] = None
    for followup in followups:
        if followup.posts_since == 0:
            found[Need.REMINDED][Subject(followup.agency)] = None
    for handset in handsets:
        for need in _of_handset(handset, as_of):
            found[need][Subject(handset.agency, device=handset.device)] = None
    return tuple(Decision(need, tuple(subjects)) for need, subjects in found.items() if subjects)


def _of_presence(presence: Presence) -> Iterator[tuple[Need, Subject]]:
    agency = presence.agency
    for finding in presence.findings:
        account = Subject(agency, finding.platform)
        if finding.flag:
            yield Need.IMPOSTOR, account
        if finding.verdict is Verdict.GONE:
            yield Need.GONE, account
        elif finding.verdict is Verdict.EMPTY:
            yield Need.EMPTY, account
    verdicts = {finding.verdict for finding in presence.findings}
    if Verdict.UNLISTED in verdicts:
        yield Need.UNLISTED, Subject(agency)
    if not presence.platforms and Verdict.NONE in verdicts:  # it has said so itself
        yield Need.NO_ACCOUNT, Subject(agency)


def _of_handset(handset: Handset, as_of: date) -> Iterator[Need]:
    if handset.document is None and handset.state == DeviceState.LOST:
        yield Need.LOST
    if handset.document is None and handset.state == DeviceState.HELD:
        yield Need.NO_PAPER
    if lapses(handset, as_of, within=0):
        yield Need.LAPSED


def lapses(handset: Handset, as_of: date, within: int = LAPSE_DAYS) -> bool:
    """Tell whether the card of a handset in use has lapsed, or will within so many days.

    A card is good on its last day.
    """
    until = handset.sim_active_until
    in_use = handset.state in {DeviceState.HELD, DeviceState.IN_STOCK}
    return in_use and until is not None and until < as_of + timedelta(days=within)
