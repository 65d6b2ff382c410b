"""Sightings: what was seen of a handle, kept once for as long as it stays the same."""

from collections import Counter
from collections.abc import Sequence

from medsos_cli.models import Sighting
from medsos_cli.store.database import Store

# What a network saw of another account behind the handle is not the agency's.
_SAME = """platform = ?1 and key = ?2 and result = ?3 and posted_at is ?4
    and (network_id is null or network_id in (
        select network_id from identity where platform = ?1 and key = ?2
    ))"""

# The sighting before this one, if it saw the same, is only seen a little longer.
_PROLONG = f"""
update sighting set last_seen = ?7
where {_SAME} and last_seen < ?7 and id = (
    select id from sighting where platform = ?1 and key = ?2 and first_seen <= ?7
    order by first_seen desc, id desc limit 1
)
"""
_INSERT = f"""
insert into sighting (platform, key, result, posted_at, accuracy, first_seen, last_seen, source)
select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
where not exists (
    select 1 from sighting where {_SAME} and first_seen <= ?6 and last_seen >= ?7
)
"""


def record_sightings(store: Store, sightings: Sequence[Sighting]) -> Counter[str]:
    """Record evidence; return how many sightings are `new` and how many `unchanged`.

    One that repeats the sighting before it only moves that one's `last_seen`.
    """
    new = 0
    rest = sightings
    while rest:
        # In rounds with one sighting of each handle, so that each finds the one before it.
        one_each = {(each.platform, each.key): each for each in reversed(rest)}
        rest = [each for each in rest if one_each[each.platform, each.key] is not each]
        store.write_all(_PROLONG, (each[:7] for each in one_each.values()))
        new += store.write_all(_INSERT, (each[:8] for each in one_each.values()))
    return Counter(new=new, unchanged=len(sightings) - new)
