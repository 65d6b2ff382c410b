"""All that a month's report is made from, as the record has it."""

from collections.abc import Iterator
from datetime import date

from medsos_cli.models import Agency, Offices
from medsos_cli.rules.decisions import FollowUp, Handset
from medsos_cli.rules.report import Evidence
from medsos_cli.rules.spans import DAY, Span, Target
from medsos_cli.rules.verdicts import Judgement
from medsos_cli.store.agency_changes import between
from medsos_cli.store.as_of import Standpoint, stand
from medsos_cli.store.database import Store
from medsos_cli.store.followups import list_followups
from medsos_cli.store.inventory import DeviceChoice, list_devices
from medsos_cli.store.post_lists import activities
from medsos_cli.store.presence import presences


def read_month(
    store: Store, judgement: Judgement, span: Span, target: Target | None, office: str | None
) -> Evidence:
    """Return what is on record of a month; the judgement's day is its last, or today if it runs."""
    now = [*presences(store, judgement)]
    return Evidence(
        span=span,
        judgement=judgement,
        now=now,
        between=between(store, span.first - DAY, judgement.as_of),
        before=[*presences(store, judgement._replace(as_of=span.first - DAY))],
        activities=[*activities(store, judgement, span, target, Offices())],
        handsets=[*_handsets(store, judgement)],
        followups=[*_followups(store, judgement, span)],
        target=target,
        office=office,
    )


def _handsets(store: Store, judgement: Judgement) -> Iterator[Handset]:
    stand(store, judgement.clock, Standpoint(judgement.as_of, judgement.known_on))
    for row in list_devices(store, judgement.as_of, DeviceChoice()):
        code, until = row["agency_code"], row["sim_active_until"]
        yield Handset(
            row["device"],
            row["state"],
            Agency(code, row["agency"]) if code else None,
            row["document"],
            date.fromisoformat(until) if until else None,
        )


def _followups(store: Store, judgement: Judgement, span: Span) -> Iterator[FollowUp]:
    for row in list_followups(store, judgement, Offices()):
        if row["day"] in span and row["void"] is None:
            agency = Agency(row["agency_code"], row["agency"], row["kind"])
            yield FollowUp(row["day"], agency, row["by"], row["posts_since"])
