"""Instagram and Facebook, asked together in batches of the Graph API.

Shapes: developers.facebook.com/docs/graph-api/batch-requests and
…/instagram-graph-api/reference/ig-user/business_discovery.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from medsos_cli.errors import Message
from medsos_cli.models import Platform, compare_key
from medsos_cli.platforms.base import FAILURES_IN_A_ROW, AskedNetwork, Quota, Refusal
from medsos_cli.platforms.client import Client, Patience, Reply, come_back, read_json
from medsos_cli.platforms.looks import Look, Target, not_checked
from medsos_cli.platforms.meta_replies import ODD, is_fault, read_item, read_refusal

_DISCOVERY = (
    "business_discovery.username({handle})"
    "{{username,media_count,media.limit(50){{timestamp,permalink}}}}"
)
_PAGE = "id,username,published_posts.limit(50){created_time}"
_OK = 200
_UNFINISHED = Refusal(Message("it did not finish its answer"), again=True)


class Meta(AskedNetwork):
    """The Graph API; see `base.Network`."""

    name = "Meta"
    batch = 50

    def __init__(
        self,
        client: Client,
        now: Callable[[], datetime],
        *,
        version: str,
        ig_user: str | None = None,
        canary: Target | None = None,
    ) -> None:
        """Take the version to ask for, and the office's own Instagram account if it has one.

        Without the latter nobody can be asked about Instagram's accounts.
        """
        super().__init__(client, now, canary)
        self._version = version
        self._ig_user = ig_user
        instagram = [Platform.INSTAGRAM] if ig_user else []
        self.platforms: tuple[Platform, ...] = (*instagram, Platform.FACEBOOK)

    def look(self, targets: Sequence[Target]) -> list[Look]:
        """Look at up to 50 accounts in one request; those it answers oddly are asked singly.

        That ends where two single answers in a row are no better, and the network
        is asked no more if it has said nothing of any account. Where it has, what stays
        odd is a fault of that account, not of the network.
        """
        found = self._read_batch(targets)
        odd = 0
        for number, target in enumerate(targets):
            if self.stopped is None and _is_odd(found[number]) and odd < FAILURES_IN_A_ROW:
                again = self._look_singly(target)
                odd = odd + 1 if _is_odd(again) else 0
                found[number] = found[number] if _is_odd(again) else again
        answered = any(isinstance(each, Look) for each in found)
        if odd and not answered:
            self._stop(ODD)
        return [
            each
            if isinstance(each, Look)
            else not_checked(target, each.reason, own=answered and each.again)
            for target, each in zip(targets, found, strict=True)
        ]

    def plan(self, targets: Sequence[Target]) -> Iterator[str]:
        """Yield the lines that tell which request `look` would make, without the token."""
        yield f"POST {self._client.origin}/{self._version}/ batch of {len(targets)}"
        for target in targets:
            yield f"  GET {self._address(target)}"

    def _address(self, target: Target) -> str:
        if target.platform is Platform.INSTAGRAM:
            fields = _DISCOVERY.format(handle=target.handle)
            return f"{quote(str(self._ig_user), safe='')}?fields={quote(fields, safe='(),.')}"
        return f"{target.handle}?fields={quote(_PAGE, safe='(),.')}"

    def _read_batch(self, targets: Sequence[Target]) -> list[Look | Refusal]:
        requests = [{"method": "GET", "relative_url": self._address(each)} for each in targets]
        form = {"include_headers": "false", "batch": json.dumps(requests, separators=(",", ":"))}
        answer = self._ask(partial(self._client.post, f"/{self._version}/", form))
        if isinstance(answer, Refusal):
            return [answer] * len(targets)
        if refusal := read_refusal(answer.status, answer.body):
            return [self._heed(refusal)] * len(targets)
        parts = answer.body
        if answer.status != _OK or not isinstance(parts, list) or len(parts) != len(targets):
            return [ODD] * len(targets)
        owners = {name: each.key for each in targets for name in (each.network_id, each.key)}
        found = map(self._read_part, targets, parts)
        return [ODD if _is_anothers(each, owners) else self._heed(each) for each in found]

    def _read_part(self, target: Target, part: Any) -> Look | Refusal:  # noqa: ANN401  # any JSON
        if part is None:  # the network ran out of time
            return _UNFINISHED
        if not isinstance(part, dict) or not isinstance(part.get("body"), str):
            return ODD
        return read_item(target, part.get("code"), read_json(part["body"]), self._latest)

    def _look_singly(self, target: Target) -> Look | Refusal:
        address = f"/{self._version}/{self._address(target)}"
        answer = self._ask(partial(self._client.get, address), of_one=True)
        if isinstance(answer, Refusal):
            return answer
        return self._heed(read_item(target, answer.status, answer.body, self._latest))

    def _ask(self, send: Callable[[], Reply], *, of_one: bool = False) -> Reply | Refusal:
        answer = super()._ask(send, of_one=of_one)
        version = (
            None if isinstance(answer, Refusal) else answer.headers.get("facebook-api-version")
        )
        if version and version != self._version and not self.notes:
            self.notes.append(
                Message(
                    "Meta was asked for {asked} and answered as {given}: see: medsos help settings",
                    asked=self._version,
                    given=version[:20],
                )
            )
        return answer

    def _heed(self, found: Look | Refusal) -> Look | Refusal:
        """Stop asking where the network says so."""
        if isinstance(found, Look):
            self._failures = 0
        elif found.stops:
            self._stop(found)
        return found

    def _read_quota(self, headers: Mapping[str, str]) -> Quota | None:
        until = come_back(headers, self._now()) or _regained(headers, self._now())
        used = _usage(headers.get("x-app-usage", ""))
        if until is None and used is None:
            return None
        if used is None:
            return Quota(None, until)
        left = min(max(100 - used, 0), 100)
        return Quota(Message("{left} % of this hour's requests left", left=left), until)


def open_client(origin: str, token: str, patience: Patience) -> Client:
    """Return a client that knows the Graph API's passing faults."""
    return Client(
        origin, token, is_fault=lambda got: is_fault(got.body, got.status), patience=patience
    )


def _is_odd(found: Look | Refusal) -> bool:
    return isinstance(found, Refusal) and found.again


def _is_anothers(found: Look | Refusal, owners: Mapping[str | None, str]) -> bool:
    """Tell whether an answer is about another account that was asked for: they were mixed up."""
    if isinstance(found, Refusal):
        return False
    target = found.target
    names = (found.network_id, found.renamed and compare_key(target.platform, found.renamed))
    return any(owners.get(name, target.key) != target.key for name in names if name)


def _usage(header: str) -> int | None:
    """Return how much of the hour's quota is used, in per cent (rate limiting, Graph API)."""
    usage = read_json(header)
    try:
        return max(int(usage[name]) for name in usage)
    except (ValueError, TypeError, KeyError, OverflowError):
        return None


def _regained(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when a Page's or an Instagram account's own limit ends, if that is reached."""
    accounts = read_json(headers.get("x-business-use-case-usage", ""))
    try:
        minutes = max(
            int(usage["estimated_time_to_regain_access"])
            for usages in accounts.values()
            for usage in usages
        )
        return now + timedelta(minutes=minutes) if minutes > 0 else None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
