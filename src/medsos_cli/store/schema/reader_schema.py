"""Views for who reads the file without this program, as SQL: what people ask, in one row each.

They answer as of now, by their days in UTC; as of another day only the program answers.
"""

_ASKED = "platform = n.value and key = a.key and ours"

READERS = f"""
-- What the verdict on each agency and platform rests on; `has` is null where nobody has said.
create view presence as
select g.code as agency, g.name, g.kind, n.value as platform, a.has, a.handle,
    case when a.has then (
        select max(posted_at) from (
            select posted_at from evidence where {_ASKED}
            union all select posted_at from standing_post where {_ASKED}
        )
    ) end as posted_at,
    case when a.has then (
        select max(seen_at) from (
            select last_seen as seen_at from evidence where {_ASKED}
            union all select seen_at from standing_post where {_ASKED}
        )
    ) end as seen_at,
    case when a.has then (
        select result from evidence where {_ASKED} order by last_seen desc, id desc limit 1
    ) end as result
from agency g, json_each('["instagram", "facebook", "twitter"]') n
left join account a on a.agency = g.code and a.platform = n.value
where g.successor is null and g.closed is null;

-- The posts that are known one by one, of the accounts of today.
create view agency_post as
select a.agency, a.platform, a.handle, p.post, p.posted_at, p.accuracy, p.source
from account a join standing_post p on p.platform = a.platform and p.key = a.key and p.ours;

create view standing_followup as
select f.number, f.day, f.agency, g.name, f.by, f.document, f.note
from followup f join agency g on g.code = f.agency
where not exists (select 1 from followup_void v where v.followup = f.number);
"""
