"""Posts one by one, and what a look at a network showed whole."""

from typing import TYPE_CHECKING

from medsos_cli.errors import InputError
from medsos_cli.models import Account, Accuracy, PostEvidence
from medsos_cli.platforms.looks import LISTED, Target
from medsos_cli.rules.spans import DAY
from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock

if TYPE_CHECKING:
    from medsos_cli.words.links import PostLink  # its rules an audit does without

OURS = """(p.network_id is null or exists (
    select 1 from identity i
    where i.platform = p.platform and i.key = p.key and i.network_id = p.network_id
))"""
NOT_VOID = """not exists (
    select 1 from post_void v where v.post = p.id and v.recorded_at < :known
)"""
BEST = f"""p.recorded_at < :known and {OURS}
    and not exists (select 1 from post b where b.replaces = p.id and b.recorded_at < :known)"""
KNOWN_POST = f"post p where {BEST} and {NOT_VOID}"
"""As the view `standing_post`, of what was recorded before :known, and only what is ours."""
_KNOWN = """
select id, accuracy, posted_at, source from standing_post
where platform = :platform and key = :key and post = :post
"""
_INSERT = f"""
insert into post ({", ".join(PostEvidence._fields)}, replaces, recorded_at, recorded_by)
values ({", ".join(f":{field}" for field in PostEvidence._fields)}, :replaces, :stamp, :user)
"""
# A look of the same day or the next, which shows what was made since the one before.
_PROLONG = """
update post_window set until = :until where id = (
    select id from post_window
    where platform = :platform and key = :key and network_id is :network_id
    order by until desc, id desc limit 1
) and until >= :day_before and after <= :after and :after <= until and until <= :until
"""
_OPEN = """
insert into post_window (platform, key, network_id, after, first_until, until, recorded_by)
values (:platform, :key, :network_id, :after, :until, :until, :user)
"""
_STANDING = """
select max(source) from standing_post where platform = :platform and post = :post
"""
# Whatever was told of it before too, which would count again.
_VOID = """
insert into post_void (post, reason, recorded_at, recorded_by)
select p.id, :reason, :stamp, :user from post p
where p.platform = :platform and p.post = :post
    and not exists (select 1 from post_void v where v.post = p.id)
"""
_TAKEN_BACK = """
select exists (
    select 1 from post_void v join post p on p.id = v.post
    where platform = :platform and p.post = :post and key = :key
) and not exists (
    select 1 from standing_post where platform = :platform and post = :post and key = :key
)
"""
_BEST_FIRST = [*Accuracy]


def record_post(store: Store, post: PostEvidence, stamp: str, user: str) -> str:
    """Record a post at `stamp` (UTC); tell if it is `new`, `changed` (dated better) or `unchanged`.

    A day that an officer read off the post takes the place of one read before, and what the
    network lists that of a link: only then is a listing known to hold the post.
    """
    known = store.rows(_KNOWN, post._asdict()).fetchone()
    if known and not _is_better(post, Accuracy(known[1]), *known[2:]):
        return "unchanged"
    replaces = known[0] if known else None
    store.rows(_INSERT, post._asdict() | {"replaces": replaces, "stamp": stamp, "user": user})
    return "changed" if known else "new"


def _is_better(post: PostEvidence, accuracy: Accuracy, posted_at: str, source: str) -> bool:
    if post.accuracy is accuracy is Accuracy.DAY:
        return post.posted_at != posted_at
    if post.accuracy is accuracy and post.source.endswith(LISTED):
        return not source.endswith(LISTED)
    return _BEST_FIRST.index(post.accuracy) < _BEST_FIRST.index(accuracy)


def record_window(
    store: Store, target: Target, network_id: str | None, after: str, clock: Clock, user: str
) -> None:
    """Record that a look of now showed every post later than `after`, all where that is empty.

    It prolongs the window before it where no day between them went without a look, and
    both are one span.
    """
    asked = {
        "platform": target.platform, "key": target.key, "network_id": network_id, "user": user,
        "after": min(after, clock.stamp), "until": clock.stamp,
        "day_before": clock.end_of(clock.today - 2 * DAY),
    }  # fmt: skip
    if not store.rows(_PROLONG, asked).rowcount:
        store.rows(_OPEN, asked)


def is_taken_back(store: Store, link: "PostLink", account: Account) -> bool:
    """Tell whether somebody took back that a post is this account's, and nobody said so again."""
    asked = {"platform": link.platform, "post": link.code, "key": account.key}
    return bool(store.rows(_TAKEN_BACK, asked).fetchone()[0])


def void_post(store: Store, link: "PostLink", reason: str, stamp: str, user: str) -> None:
    """Take back what is recorded of a post, at `stamp` (UTC).

    Raises `InputError` where nothing is, and where its network itself tells whose it is.
    """
    asked = {"platform": link.platform, "post": link.code, "reason": reason}
    (source,) = store.rows(_STANDING, asked).fetchone()
    if source is None:
        raise InputError(
            "{platform} post {code} is not on record", "see: medsos posts",
            platform=link.platform, code=link.code,
        )  # fmt: skip
    if source.endswith(LISTED):
        raise InputError(
            "{platform} itself shows post {code} as one of this account",
            "if the account is another agency's: medsos account set AGENCY {platform} HANDLE",
            platform=link.platform, code=link.code,
        )  # fmt: skip
    store.rows(_VOID, asked | {"stamp": stamp, "user": user})
