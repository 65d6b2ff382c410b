"""Sightings: what was seen of a handle, kept once for as long as it stays the same."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from medsos_cli.models import Sighting
from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock

_COLUMNS = (*Sighting._fields, "recorded_at")
# Which of these handles, pairs of platform and key, have been seen before, or are another name of
# an account, whose sightings are theirs too.
_KNOWN = """
select platform, key from (
    select json_extract(value, '$[0]') as platform, json_extract(value, '$[1]') as key
    from json_each(?)
) asked where exists (
    select 1 from sighting where platform = asked.platform and key = asked.key
) or exists (
    select 1 from one_account where platform = asked.platform and key = asked.key
)
"""
# What names no account of its network is the agency's, and so the same as what is ours.
_SAME = """platform = :platform and key = :key and result = :result and posted_at is :posted_at
    and (network_id is :network_id or :network_id is null and ours)"""
# The sighting before this one, if it saw the same today or yesterday, is only seen a little
# longer: so that a look of every day of it can be told, also of what was known on one.
_PROLONG = f"""
update sighting set last_seen = :last_seen
where last_seen < :last_seen and last_seen >= :yesterday and id = (
    select id from evidence where id = (
        select id from sighting
        where platform = :platform and key = :key and first_seen <= :last_seen
        order by first_seen desc, id desc limit 1
    ) and {_SAME}
)
"""
_INSERT = f"""
insert into sighting ({", ".join(_COLUMNS)})
select {", ".join(f":{field}" for field in _COLUMNS)}
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
        asked = (json.dumps([*one_each]),)
        known = {(platform, key) for platform, key in store.rows(_KNOWN, asked)}
        first = [each for handle, each in one_each.items() if handle not in known]
        again = [each for handle, each in one_each.items() if handle in known]
        store.insert_all("sighting", _COLUMNS, ((*each, clock.stamp) for each in first))
        new += len(first) + _record_again(store, again, clock)
    return Counter(new=new, unchanged=len(sightings) - new)


def _record_again(store: Store, sightings: Sequence[Sighting], clock: Clock) -> int:
    """Record what was seen of handles that have been seen before; return how much of it is new."""
    yesterday = clock.end_of(clock.today - timedelta(days=2))
    live = (each for each in sightings if clock.local_day(each.last_seen) == clock.today)
    store.write_all(_PROLONG, (each._asdict() | {"yesterday": yesterday} for each in live))
    now = {"recorded_at": clock.stamp}
    return store.write_all(_INSERT, [each._asdict() | now for each in sightings])
