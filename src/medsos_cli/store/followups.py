"""That agencies were reminded, and what is known of their posts since."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from medsos_cli.errors import InputError
from medsos_cli.models import DeviceState, Offices
from medsos_cli.rules.reminders import Admin
from medsos_cli.rules.report import total_posts
from medsos_cli.rules.spans import DAY, Span
from medsos_cli.rules.verdicts import Judgement
from medsos_cli.store.as_of import Standpoint, stand
from medsos_cli.store.database import Store
from medsos_cli.store.inventory import DeviceChoice, list_devices
from medsos_cli.store.post_lists import activities_there

_INSERT = """
insert into followup (day, agency, by, document, note, recorded_at, recorded_by)
values (:day, :agency, :by, :document, :note, :stamp, :user) returning number
"""
_STANDING = """
select 1 from followup f where f.number = ?
    and not exists (select 1 from followup_void v where v.followup = f.number)
"""
_SAME = """
select number from followup f where day = :day and agency = :agency and by = :by
    and document is :document and note is :note
    and not exists (select 1 from followup_void v where v.followup = f.number)
"""
_VOID = """
insert into followup_void (followup, reason, recorded_at, recorded_by) values (?, ?, ?, ?)
"""
_LIST = """
select f.number, f.day, f.agency as agency_code, g.name as agency, g.kind, f.by, f.document,
    f.note, f.recorded_at, f.recorded_by, v.reason as void
from followup f
join agency g on g.code = f.agency
left join followup_void v on v.followup = f.number and v.recorded_at < :known
where f.recorded_at < :known and f.day <= :day
    and (:code is null or f.agency = :code) and (:kind is null or g.kind = :kind)
order by f.day, f.number
"""


def record_followup(store: Store, followup: Mapping[str, Any], stamp: str, user: str) -> int:
    """Record at `stamp` (UTC) that an agency was reminded; return the number people quote."""
    asked = {**followup, "stamp": stamp, "user": user}
    return int(store.rows(_INSERT, asked).fetchone()[0])


def same_followup(store: Store, followup: Mapping[str, Any]) -> int | None:
    """Return the number of the follow-up that says just this already, and stands."""
    row = store.rows(_SAME, followup).fetchone()
    return int(row[0]) if row else None


def void_followup(store: Store, number: int, reason: str, stamp: str, user: str) -> None:
    """Take a follow-up back; raises `InputError` where none of that number stands."""
    if store.rows(_STANDING, (number,)).fetchone() is None:
        raise InputError("no follow-up {number} stands", "see: medsos followups", number=number)
    store.rows(_VOID, (number, reason, stamp, user))


def list_followups(
    store: Store, judgement: Judgement, offices: Offices
) -> Iterator[Mapping[str, Any]]:
    """Yield the follow-ups up to the judgement's day, oldest first, voided ones too.

    Cells are by the columns' names in data; `day` is a day.
    """
    asked = {"day": judgement.as_of.isoformat(), "known": judgement.known_until}
    rows = [*store.named_rows(_LIST, asked | offices._asdict())]
    standing = [row for row in rows if not row["void"]]
    reminded = {(row["agency_code"], date.fromisoformat(row["day"])) for row in standing}
    since = posts_since(store, judgement, reminded)
    for row in rows:
        day = date.fromisoformat(row["day"])
        found = None if row["void"] else since.get((row["agency_code"], day))
        yield {**row, "day": day, "posts_since": found}


def posts_since(
    store: Store, judgement: Judgement, reminded: Collection[tuple[str, date]]
) -> dict[tuple[str, date], int]:
    """Return how many posts of an agency are known after each day, up to the judgement's.

    What nothing is known of is left out. None at all, 0, only where looks showed each day
    that is over whole. Afterwards one stands as of the judgement's day.
    """
    over = min(judgement.as_of, judgement.clock.today - DAY)
    found: dict[tuple[str, date], int] = {}
    for last in dict.fromkeys((judgement.as_of, over)):
        asked = judgement._replace(as_of=last)
        stand(store, judgement.clock, Standpoint(last, judgement.known_on))
        for agency, day in reminded:
            if day < last and (agency, day) not in found:
                span = Span(day + DAY, last)
                rows = activities_there(store, asked, span, None, Offices(agency))
                if (total := total_posts([row.activity for row in rows])) is not None:
                    found[agency, day] = total
    stand(store, judgement.clock, Standpoint(judgement.as_of, judgement.known_on))
    return found


def latest_reminders(store: Store, judgement: Judgement) -> Iterator[tuple[str, date]]:
    """Yield agency and day of the follow-ups that stand, in the order of days."""
    asked = {"day": judgement.as_of.isoformat(), "known": judgement.known_until}
    for row in store.named_rows(_LIST, asked | Offices()._asdict()):
        if row["void"] is None:
            yield row["agency_code"], date.fromisoformat(row["day"])


def admins(store: Store, judgement: Judgement) -> dict[str, Admin]:
    """Return who answers for each agency's handset, by its code: the latest to receive one."""
    rows = list_devices(store, judgement.as_of, DeviceChoice((DeviceState.HELD,)))
    in_order = sorted(rows, key=lambda row: (row["since"], row["device"]))
    return {row["agency_code"]: Admin(row["holder"], row["phone_number"]) for row in in_order}
