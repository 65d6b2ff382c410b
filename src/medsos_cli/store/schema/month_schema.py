"""What the leader's month rests on, as SQL: posts one by one, windows, follow-ups, senders."""

_PLATFORM = "platform text not null check (platform in ('instagram', 'facebook', 'twitter'))"
_STAMP = "check ({0} glob '????-??-??T??:??:??Z')"
_RECORDED = f"""
    recorded_at text not null {_STAMP.format("recorded_at")},
    recorded_by text not null"""

_POSTS = f"""
-- One piece of evidence for one post, known by its network's id; `seen_at` is the message's or
-- the command's moment that brought its link, if one did. What is known better later has a
-- row of its own, which takes the place of the other (`replaces`).
create table post (
    id integer primary key,
    {_PLATFORM},
    key text not null check (key <> ''),
    post text not null check (post <> ''),
    posted_at text not null {_STAMP.format("posted_at")},
    accuracy text not null check (accuracy in ('exact', 'day', 'lower bound', 'guess')),
    seen_at text {_STAMP.format("seen_at")},
    source text not null check (source <> ''),
    network_id text,
    replaces integer unique references post (id),{_RECORDED}
) strict;
create index post_newest
    on post (platform, key, posted_at, accuracy, recorded_at, network_id);
create index post_seen on post (platform, key, seen_at, recorded_at) where seen_at is not null;
create index post_link on post (platform, post);

create table post_void (
    post integer primary key references post (id),
    reason text not null check (reason <> ''),{_RECORDED}
) strict;

-- The posts that nothing took back or told better; `ours` as in `evidence`.
create view standing_post as
select p.*, p.network_id is null or exists (
    select 1 from identity i
    where i.platform = p.platform and i.key = p.key and i.network_id = p.network_id
) as ours
from post p
where not exists (select 1 from post_void v where v.post = p.id)
    and not exists (select 1 from post b where b.replaces = p.id);

create trigger post_known before insert on post
when exists (
    select 1 from standing_post
    where platform = new.platform and post = new.post and key = new.key
        and id is not new.replaces
)
begin select raise(abort, 'this post is known already'); end;
create trigger post_replaces before insert on post
when new.replaces is not null and not exists (
    select 1 from standing_post
    where id = new.replaces and platform = new.platform and post = new.post and key = new.key
)
begin select raise(abort, 'it takes the place of no standing row of this post'); end;
"""

_WINDOWS = f"""
-- What looks showed whole: each post later than `after` (every one there is, where that is
-- empty) up to `until`. `first_until` is the first such look; those of the days after, without
-- a day between, only moved `until`.
create table post_window (
    id integer primary key,
    {_PLATFORM},
    key text not null check (key <> ''),
    network_id text,
    after text not null check (after = '' or after glob '????-??-??T??:??:??Z'),
    first_until text not null {_STAMP.format("first_until")},
    until text not null {_STAMP.format("until")},
    recorded_by text not null,
    check (after <= first_until and first_until <= until)
) strict;
create index post_window_account on post_window (platform, key, until);

create trigger post_window_shorter before update of until on post_window
when new.until < old.until
begin select raise(abort, 'a window never gets shorter'); end;
"""

_FOLLOWUPS = f"""
create table followup (
    number integer primary key check (number > 0),
    day text not null check (day is date(day, '+0 days')),
    agency text not null references agency (code),
    by text not null check (by in ('call', 'whatsapp', 'letter', 'visit')),
    document text,
    note text,{_RECORDED}
) strict;
create index followup_agency on followup (agency, day);

create table followup_void (
    followup integer primary key references followup (number),
    reason text not null check (reason <> ''),{_RECORDED}
) strict;
"""

_SENDERS = f"""
-- Whose links a chat's sender brings: the latest row of each `key`; no agency, no more.
create table sender (
    id integer primary key,
    key text not null check (key <> ''),
    sender text not null check (sender <> ''),
    agency text references agency (code),{_RECORDED}
) strict;
create index sender_key on sender (key, id);
create index sender_agency on sender (agency);
"""


def _guards() -> str:
    """Return the triggers that keep what is written; who has a post or a window may be renamed."""
    changing = {
        "post": "of id, platform, post, posted_at, accuracy, seen_at, source, network_id, "
        "replaces, recorded_at, recorded_by",
        "post_void": "",
        "post_window": "of id, platform, network_id, after, first_until, recorded_by",
        "followup": "of number, day, by, document, note, recorded_at, recorded_by",
        "followup_void": "",
        "sender": "of id, key, sender, recorded_at, recorded_by",
    }
    return "".join(
        f"""
create trigger {table}_update before update {columns} on {table}
begin select raise(abort, 'what is recorded of a month is never changed'); end;
create trigger {table}_delete before delete on {table}
begin select raise(abort, 'what is recorded of a month is never deleted'); end;
"""
        for table, columns in changing.items()
    )


# What was known by its link becomes a post; what older programs hold is known from its own day.
_CARRY_OVER = """
insert into post (platform, key, post, posted_at, accuracy, seen_at, source, network_id,
    recorded_at, recorded_by)
select platform, key, post, posted_at, accuracy, last_seen, source, network_id, posted_at, ''
from sighting where post is not null order by id;
delete from sighting where post is not null;
drop index sighting_link;
alter table sighting drop column post;
"""

_LATEST_SIGHTING = """
drop view latest_sighting;
create view latest_sighting as
with look as (
    select s.platform, s.key, iif(p.id is null, s.result, 'post') as result,
        coalesce(s.posted_at, p.posted_at) as posted_at,
        coalesce(s.accuracy, p.accuracy) as accuracy, s.last_seen as seen_at, s.source, s.id as n
    from evidence s left join standing_post p on s.result = 'exists' and p.id = (
        select id from standing_post
        where platform = s.platform and key = s.key and posted_at <= s.last_seen and ours
        order by posted_at desc, id desc limit 1
    )
    where s.ours
    union all
    select platform, key, 'post', posted_at, accuracy, seen_at, source, id
    from standing_post where seen_at is not null and ours
)
select agency, platform, handle, result, posted_at, accuracy, seen_at, source from (
    select a.agency, a.platform, a.handle, l.result, l.posted_at, l.accuracy, l.seen_at, l.source,
        row_number() over (
            partition by a.agency, a.platform order by l.seen_at desc, l.n desc
        ) as place
    from account a join look l on l.platform = a.platform and l.key in (a.key, '?' || a.agency)
    where a.has = 1
) where place = 1;
"""

MONTH = _POSTS + _CARRY_OVER + _LATEST_SIGHTING + _WINDOWS + _FOLLOWUPS + _SENDERS + _guards()
