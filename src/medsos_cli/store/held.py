"""Where each device stands and which agencies are there on a day, as SQL; what each holds."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter

from medsos_cli.store.database import Store

# Each device `d`, with its latest standing event `e` up to the end of :day if there is one.
CUSTODY_ON = """
device d left join standing_event e on e.event = (
    select max(event) from standing_event where device = d.id and day <= :day
)
"""


# Agencies `g` that are there on :day: from their first statement or event until they close.
THERE = """
g.successor is null and g.closed is null and (g.since <= :day or exists (
    select 1 from custody_event c join standing_event s on s.event = c.event
    where c.agency in (
            select g.code union all select code from agency where successor = g.code
        )
        and s.day <= :day
))
"""

_HELD = f"""
select e.agency, d.tag, e.holder
from {CUSTODY_ON}
where e.state = 'held' and (:code is null or e.agency = :code)
order by e.agency, d.tag
"""


def handsets_held(
    store: Store, day: date, code: str | None = None
) -> Callable[[str], list[tuple[str, str, str | None]]]:
    """Return what gives the handsets an agency holds: agency, label, holder, by their labels.

    All are gone through once, beside the agencies: it is asked in the order of their codes.
    """
    asked = {"day": day.isoformat(), "code": code}
    groups = groupby(store.rows(_HELD, asked), key=itemgetter(0))
    held = next(groups, None)

    def of(agency: str) -> list[tuple[str, str, str | None]]:
        nonlocal held
        while held and held[0] < agency:
            held = next(groups, None)
        return [*held[1]] if held and held[0] == agency else []

    return of


def holders_of(handsets: Iterable[tuple[str, str, str | None]]) -> dict[str, None]:
    """Return who holds these handsets, each once, in the order of the labels."""
    return dict.fromkeys(holder for _, _, holder in handsets if holder)
