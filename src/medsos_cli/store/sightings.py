"""Sightings: what was seen of a handle, kept once for as long as it stays the same."""

from collections import Counter
from collections.abc import Iterable

from medsos_cli.models import Sighting
from medsos_cli.store.database import Store

_SAME = "platform = ?1 and key = ?2 and result = ?3 and posted_at is ?4"

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


def record_sightings(store: Store, sightings: Iterable[Sighting]) -> Counter[str]:
    """Record evidence; return how many sightings are `new` and how many `unchanged`.

    One that repeats the sighting before it only moves that one's `last_seen`.
    """
    counts: Counter[str] = Counter()
    for sighting in sightings:
        values = (
            sighting.platform, sighting.key, sighting.result, sighting.posted_at,
            sighting.accuracy, sighting.first_seen, sighting.last_seen, sighting.source,
        )  # fmt: skip
        if store.rows(_PROLONG, values[:7]).rowcount or not store.rows(_INSERT, values).rowcount:
            counts["unchanged"] += 1
        else:
            counts["new"] += 1
    return counts
