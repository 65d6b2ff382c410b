"""Sightings: what was seen of a handle, kept once for as long as it stays the same."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from medsos_cli.models import Sighting
from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock

_COLUMNS = ", ".join(Sighting._fields)
# What names no account of its network is the agency's, and so the same as what is ours.
_SAME = """platform = :platform and key = :key and result = :result and posted_at is :posted_at
    and (network_id is :network_id or :network_id is null and ours)"""
# The sighting before this one, if it saw the same today or yesterday, is only seen a little
# longer: so that a look of every day of it can be told, also of what was known on one.
_PROLONG = f"""
update sighting set last_seen = :last_seen
where :live and last_seen < :last_seen and last_seen >= :yesterday and id = (
    select id from evidence where id = (
        select id from sighting
        where platform = :platform and key = :key and first_seen <= :last_seen
        order by first_seen desc, id desc limit 1
    ) and {_SAME}
)
"""
_INSERT = f"""
insert into sighting ({_COLUMNS}, recorded_at)
select {", ".join(f":{field}" for field in Sighting._fields)}, :recorded_at
where not exists (
    select 1 from evidence
    where {_SAME} and first_seen <= :first_seen and last_seen >= :last_seen
)
"""


def record_sightings(store: Store, sightings: Sequence[Sighting], clock: Clock) -> Counter[str]:
    """Record evidence now; return how many sightings are `new` and how many `unchanged`.

    One of today that repeats the sighting before it only moves that one's `last_seen`,
    unless a day between them went without a look.
    """
    new = 0
    rest = sightings
    while rest:
        # In rounds with one sighting of each handle, so that each finds the one before it.
        one_each = {(each.platform, each.key): each for each in reversed(rest)}
        rest = [each for each in rest if one_each[each.platform, each.key] is not each]
        values = [_with_days(each, clock) for each in one_each.values()]
        store.write_all(_PROLONG, values)
        new += store.write_all(_INSERT, values)
    return Counter(new=new, unchanged=len(sightings) - new)


def _with_days(sighting: Sighting, clock: Clock) -> dict[str, object]:
    day = clock.local_day(sighting.last_seen)
    return sighting._asdict() | {
        "recorded_at": clock.stamp,
        "live": day == clock.today,
        "yesterday": clock.end_of(day - timedelta(days=2)),
    }
