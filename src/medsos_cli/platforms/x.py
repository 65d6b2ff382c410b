"""X, asked about a hundred names in one request (docs.x.com, GET /2/users/by)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from medsos_cli.errors import Message
from medsos_cli.models import Platform
from medsos_cli.platforms.base import AskedNetwork, Quota, Refusal
from medsos_cli.platforms.client import Client, Patience, Reply, come_back
from medsos_cli.platforms.looks import Kind, Look, Target, not_checked
from medsos_cli.platforms.x_replies import SUSPENDED, Users, read_looks, read_users, wants_new_words
from medsos_cli.words.handles import is_handle

# Only users are asked for, for posts would be paid for too; the newest post's id says its time.
_OLD_WORDS = "user.fields=public_metrics,protected,most_recent_tweet_id"
_NEW_WORDS = (
    "user.fields=public_metrics,protected&expansions=most_recent_post_id&post.fields=created_at"
)
_OK = 200


class X(AskedNetwork):
    """The X API v2; see `base.Network`."""

    name = "X"
    platforms: tuple[Platform, ...] = (Platform.TWITTER,)
    batch = 100

    def __init__(
        self, client: Client, now: Callable[[], datetime], *, canary: Target | None = None
    ) -> None:
        """Take the client, the clock, and an account known to exist."""
        super().__init__(client, now, canary)
        self._words = _OLD_WORDS
        self._new_words_help = True

    def look(self, targets: Sequence[Target]) -> list[Look]:
        """Look at up to 100 accounts in one request; ask for those that were renamed in another."""
        users = self._read(self._by_name(targets))
        if isinstance(users, Refusal):
            return [not_checked(target, users.reason) for target in targets]
        looks = [
            look._replace(own=look.kind is Kind.NOT_CHECKED)
            for look in read_looks(targets, users, self._latest)
        ]
        moved = {look.target.network_id for look in looks if _has_moved(look)} - {None}
        names = self._names_of(sorted(filter(None, moved))) if moved else {}
        return [
            look._replace(renamed=names.get(look.target.network_id)) if _has_moved(look) else look
            for look in looks
        ]

    def plan(self, targets: Sequence[Target]) -> Iterator[str]:
        """Yield the line that tells which request `look` would make, without the token."""
        yield f"GET {self._client.origin}{self._by_name(targets)}{self._words}"

    def _by_name(self, targets: Sequence[Target]) -> str:
        names = {target.key: target.handle for target in targets}
        return f"/2/users/by?usernames={','.join(names.values())}&"

    def _names_of(self, ids: Sequence[str]) -> dict[str | None, str]:
        """Return the names that accounts have now, by their ids; no answer is no name."""
        users = self._read(f"/2/users?ids={','.join(ids)}&")
        if isinstance(users, Refusal):
            return {}
        named = (each for each in users.data if is_handle(Platform.TWITTER, each.username))
        return {each.id: each.username for each in named}

    def _read(self, address: str) -> Users | Refusal:
        answer = self._ask_in_words(address)
        if isinstance(answer, Refusal):
            return answer
        found = read_users(answer.status, answer.body)
        if isinstance(found, Refusal):
            if found.pause and _day_used_up(answer.headers):
                reason = Message("the limit of requests in 24 hours is reached")
                found = found._replace(reason=reason)
            return self._fail(found)
        self._failures = 0
        return found

    def _ask_in_words(self, address: str) -> Reply | Refusal:
        """Ask with the words for a newest post that X knows; which those are is remembered."""
        answer = self._ask(partial(self._client.get, address + self._words))
        if isinstance(answer, Refusal) or self._words == _NEW_WORDS or not self._new_words_help:
            return answer
        if not wants_new_words(answer.status, answer.body):
            return answer
        other = self._ask(partial(self._client.get, address + _NEW_WORDS))
        if isinstance(other, Reply) and other.status == _OK:
            self._words = _NEW_WORDS
        elif answer.status == _OK:  # it does not know the new ones either, and has said something
            self._new_words_help = False
            return answer
        return other

    def _read_quota(self, headers: Mapping[str, str]) -> Quota | None:
        if kind := _day_used_up(headers):
            reset = headers.get(f"x-{kind}-limit-24hour-reset", "")
            until = come_back({"x-rate-limit-reset": reset}, self._now())
            return Quota(Message("no requests left in these 24 hours"), until)
        left, limit = headers.get("x-rate-limit-remaining"), headers.get("x-rate-limit-limit")
        until = come_back(headers, self._now())
        if not left and until is None:
            return None
        if not left:
            return Quota(None, until)
        return Quota(
            Message("{left} of {limit} requests left", left=left[:20], limit=(limit or "?")[:20]),
            until,
        )


def _day_used_up(headers: Mapping[str, str]) -> str | None:
    """Return whose requests of 24 hours are used up, the app's or the user's, if they are."""
    for kind in ("app", "user"):
        if headers.get(f"x-{kind}-limit-24hour-remaining") == "0":
            return kind
    return None


def open_client(origin: str, token: str, patience: Patience) -> Client:
    """Return a client that takes every 5xx of X for a fault that may pass."""
    return Client(
        origin,
        token,
        is_fault=lambda got: got.status >= 500,  # noqa: PLR2004  # the server's own faults
        patience=patience,
    )


def _has_moved(look: Look) -> bool:
    """Tell whether a known account is not behind its name any more; a suspended one still is."""
    known = look.target.network_id
    if look.kind is Kind.GONE:
        return known is not None and look.reason != SUSPENDED
    return known is not None and look.network_id not in {None, known}
