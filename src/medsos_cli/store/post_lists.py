"""What is asked of posts: the list of them, and how many each account made in a span."""

from collections.abc import Iterator, Mapping
from typing import Any

from medsos_cli.models import PLATFORMS, Accuracy, Agency, Offices, Platform, Window
from medsos_cli.platforms.looks import LISTED
from medsos_cli.rules.activity import AccountActivity, IdKind, SeenPost, count_posts, kind_of_id
from medsos_cli.rules.spans import DAY, Span, Target
from medsos_cli.rules.verdicts import Judgement
from medsos_cli.store.as_of import Standpoint, stand
from medsos_cli.store.database import Store
from medsos_cli.store.held import THERE
from medsos_cli.store.post_evidence import BEST, KNOWN_POST, OURS

_LIST = f"""
select p.posted_at, p.accuracy, p.platform, a.agency as agency_code, g.name as agency, a.handle,
    p.post, p.source, p.recorded_at, p.recorded_by, v.reason as void
from post p
left join post_void v on v.post = p.id and v.recorded_at < :known
left join account a on a.platform = p.platform and a.key = p.key
left join agency g on g.code = a.agency
where {BEST} and p.posted_at < :end
    and (:code is null or a.agency = :code) and (:kind is null or g.kind = :kind)
    and p.key not glob '!*'
    and (a.agency is not null or not exists (  -- of an account's names the one that stands
        select 1 from one_account r where r.platform = p.platform and r.key = p.key and (
            r.other < p.key or r.other in (select key from account where platform = p.platform)
        )
    ) and not (p.key glob '[?]*' and exists (
        select 1 from post o where o.platform = p.platform and o.post = p.post and o.key <> p.key
    )))
order by p.posted_at, p.id, a.agency
"""
_POSTS = f"""
select p.platform, p.post, p.posted_at, p.accuracy, p.source from {KNOWN_POST}
    and p.platform = :platform and p.key = :key and p.posted_at >= :start and p.posted_at < :end
"""
# What is told of the newest post alone, by a roster or by a look of old.
_NEWEST = """
select posted_at, accuracy from evidence
where platform = :platform and key = :key and ours and posted_at >= :start and posted_at < :end
"""
_ACCOUNTS = f"""
select g.code, g.name, g.kind, a.platform, a.handle, a.key
from agency g join account a on a.agency = g.code
where a.has and {{}} and {THERE} order by g.code, instr('{" ".join(PLATFORMS)}', a.platform)
"""
# One that was prolonged since was prolonged day by day: what it was then, it was at :sure.
_WINDOWS = f"""
select p.after, iif(p.until < :known, p.until, max(p.first_until, :sure)) from post_window p
where p.platform = :platform and p.key = :key
    and coalesce(p.recorded_at, p.first_until) < :known and {OURS}
"""


def list_posts(store: Store, judgement: Judgement, offices: Offices) -> Iterator[Mapping[str, Any]]:
    """Return the posts made up to the end of the judgement's day, oldest first, voided ones too.

    Cells are by the columns' names in data, but for `posted_at` and `accuracy`.
    """
    stand(store, judgement.clock, Standpoint(judgement.as_of, judgement.known_on))
    end = judgement.clock.end_of(judgement.as_of)
    asked = {"end": end, "known": judgement.known_until, **offices._asdict()}
    return store.named_rows(_LIST, asked)


def activities(
    store: Store, judgement: Judgement, span: Span, target: Target | None, offices: Offices
) -> Iterator[AccountActivity]:
    """Yield how many posts each account on record made in a span, by agency and platform.

    The judgement's day is the span's last.
    """
    stand(store, judgement.clock, Standpoint(judgement.as_of, judgement.known_on))
    yield from activities_there(store, judgement, span, target, offices)


def activities_there(
    store: Store, judgement: Judgement, span: Span, target: Target | None, offices: Offices
) -> Iterator[AccountActivity]:
    """Yield what `activities` does, where one stands as of the judgement's day already."""
    clock = judgement.clock
    asked = {
        "start": clock.end_of(span.first - DAY), "end": clock.end_of(span.last),
        "known": judgement.known_until, "sure": judgement.known_until,
        "day": judgement.as_of.isoformat(), **offices._asdict(),
    }  # fmt: skip
    if judgement.known_on:
        asked["sure"] = clock.end_of(judgement.known_on - DAY)
    which = "g.code = :code" if offices.code else "(:kind is null or g.kind = :kind)"
    for code, name, kind, *account in store.rows(_ACCOUNTS.format(which), asked):
        platform, handle, key = account
        of_it = asked | {"platform": platform, "key": key}
        posts = [_seen(*row) for row in store.rows(_POSTS, of_it)]
        for moment, accuracy in store.rows(_NEWEST, of_it):
            posts.append(SeenPost(IdKind.DAY, moment, moment, Accuracy(accuracy)))
        windows = [Window(*row) for row in store.rows(_WINDOWS, of_it)]
        made = count_posts(posts, windows, span, clock, target)
        yield AccountActivity(Agency(code, name, kind), Platform(platform), handle, made)


def _seen(platform: str, post: str, moment: str, accuracy: str, source: str) -> SeenPost:
    listed = source.endswith(LISTED)
    kind = kind_of_id(Platform(platform), post, listed=listed)
    return SeenPost(kind, post, moment, Accuracy(accuracy), listed)
