-- The audit's CSV as one SQL statement, to measure `medsos audit` beside: what the sqlite3 shell
-- makes of it is the same, row for row. Run with :as_of and :stale_days set, in UTC+7.
with newest as (
    select platform, key, max(posted_at) as posted_at, max(seen_at) as seen_at from (
        select platform, key, posted_at, null as seen_at from sighting union all
        select platform, key, posted_at, seen_at from standing_post
    ) where posted_at is not null group by platform, key
), seen as (
    select platform, key, result, max(last_seen) as last_seen from sighting group by platform, key
), judged as (
    select a.agency, a.platform, a.handle, date(p.posted_at, '+7 hours') as last_post,
        cast(julianday(:as_of) - julianday(date(p.posted_at, '+7 hours')) as int) as days,
        date(
            max(coalesce(s.last_seen, ''), coalesce(p.posted_at, ''), coalesce(p.seen_at, '')),
            '+7 hours'
        ) as checked_on,
        case
            when not a.has then 'none'
            when s.result = 'gone' and not coalesce(p.posted_at > s.last_seen, 0) then 'gone'
            when p.posted_at is not null then case
                when julianday(:as_of) - julianday(date(p.posted_at, '+7 hours')) <= :stale_days
                then 'fresh' else 'stale' end
            when s.result = 'empty' then 'empty'
            else 'unchecked'
        end as verdict
    from account a
    left join newest p on a.has and p.platform = a.platform and p.key = a.key
    left join seen s on a.has and s.platform = a.platform and s.key = a.key
), held as (
    select e.agency, count(*) as devices, group_concat(e.holder, '; ') as holders
    from (select device, max(event) as event from standing_event group by device) latest
    join custody_event e on e.event = latest.event
    where e.kind = 'handover' group by e.agency
), row as (
    select g.code, g.name, g.kind, coalesce(i.verdict, 'unlisted') as iv, i.handle as ih,
        i.last_post as ip, i.days as id, i.checked_on as ic, coalesce(f.verdict, 'unlisted') as fv,
        f.handle as fh, f.last_post as fp, f.days as fd, f.checked_on as fc,
        coalesce(t.verdict, 'unlisted') as tv, t.handle as th, t.last_post as tp, t.days as td,
        t.checked_on as tc, coalesce(h.devices, 0) as devices, h.holders
    from agency g
    left join judged i on i.agency = g.code and i.platform = 'instagram'
    left join judged f on f.agency = g.code and f.platform = 'facebook'
    left join judged t on t.agency = g.code and t.platform = 'twitter'
    left join held h on h.agency = g.code
)
select :as_of as as_of, :stale_days as stale_days, code as agency_code, name as agency, kind,
    (iv in ('fresh', 'stale', 'empty', 'unchecked')) + (fv in ('fresh', 'stale', 'empty', 'unchecked'))
        + (tv in ('fresh', 'stale', 'empty', 'unchecked')) as platforms,
    iv as instagram, ih as instagram_handle, ip as instagram_last_post, id as instagram_days,
    ic as instagram_checked_on, fv as facebook, fh as facebook_handle, fp as facebook_last_post,
    fd as facebook_days, fc as facebook_checked_on, tv as twitter, th as twitter_handle,
    tp as twitter_last_post, td as twitter_days, tc as twitter_checked_on, devices, holders,
    null as flags
from row
order by platforms, (iv = 'fresh') + (fv = 'fresh') + (tv = 'fresh'),
    -max(coalesce(id, 0), coalesce(fd, 0), coalesce(td, 0)), name, code;
