"""Instagram and Facebook, asked together in batches of the Graph API.

Shapes: developers.facebook.com/docs/graph-api/batch-requests and
…/instagram-graph-api/reference/ig-user/business_discovery.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from medsos_cli.looks import Look, Target, not_checked
from medsos_cli.models import Platform
from medsos_cli.platforms.base import Quota, Refusal, paused
from medsos_cli.platforms.client import Answer, Client, NoAnswer, Patience, come_back
from medsos_cli.platforms.meta_answers import is_fault, read_item, read_refusal

_DISCOVERY = (
    "business_discovery.username({handle})"
    "{{username,media_count,media.limit(3){{timestamp,permalink}}}}"
)
_PAGE = "id,username,published_posts.limit(3){created_time}"
_FAILURES_IN_A_ROW = 2
_CLOCK_SLACK = timedelta(hours=1)
_OK = 200
_UNFINISHED = Refusal("it did not finish its answer", again=True)
_ODD = Refusal("its answer makes no sense", again=True)


class Meta:
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
        self._client = client
        self._now = now
        self._version = version
        self._ig_user = ig_user
        self._failures = 0
        self.canary = canary
        self.stopped: str | None = None
        self.quota: Quota | None = None
        self.notes: list[str] = []
        instagram = [Platform.INSTAGRAM] if ig_user else []
        self.platforms: tuple[Platform, ...] = (*instagram, Platform.FACEBOOK)

    @property
    def requests(self) -> int:
        """Return how many requests were sent."""
        return self._client.requests

    def look(self, targets: Sequence[Target]) -> list[Look]:
        """Look at up to 50 accounts in one request; those it answers oddly are asked singly."""
        items = self._read_batch(targets)
        looks = []
        for target, found in zip(targets, items, strict=True):
            if isinstance(found, Refusal) and found.again and self.stopped is None:
                found = self._look_singly(target)  # noqa: PLW2901  # the second answer counts
            looks.append(_as_look(target, found))
        return looks

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
        answer = self._ask(lambda: self._client.post(f"/{self._version}/", form))
        if isinstance(answer, Refusal):
            return [answer] * len(targets)
        if refusal := read_refusal(answer.status, answer.body):
            return [self._heed(refusal)] * len(targets)
        if answer.status != _OK or not _is_batch(answer.body, len(targets)):
            return [_ODD] * len(targets)
        return [
            self._heed(self._read_part(target, part))
            for target, part in zip(targets, answer.body, strict=True)
        ]

    def _read_part(self, target: Target, part: Any) -> Look | Refusal:  # noqa: ANN401  # any JSON
        if part is None:  # the network ran out of time
            return _UNFINISHED
        try:
            body = json.loads(part["body"])
        except (TypeError, KeyError, ValueError, RecursionError):
            return _ODD
        return read_item(target, part.get("code"), body, self._now() + _CLOCK_SLACK)

    def _look_singly(self, target: Target) -> Look | Refusal:
        answer = self._ask(lambda: self._client.get(f"/{self._version}/{self._address(target)}"))
        if isinstance(answer, Refusal):
            return answer
        found = read_item(target, answer.status, answer.body, self._now() + _CLOCK_SLACK)
        if isinstance(found, Refusal) and found.again:
            self._fail(found.reason)
        return self._heed(found)

    def _ask(self, send: Callable[[], Answer]) -> Answer | Refusal:
        try:
            answer = send()
        except NoAnswer as error:
            self._read_headers(error.headers)
            self._fail(str(error))
            return Refusal(str(error))
        self._read_headers(answer.headers)
        return answer

    def _heed(self, found: Look | Refusal) -> Look | Refusal:
        """Stop asking where the network says so."""
        if isinstance(found, Look):
            self._failures = 0
        elif found.stops and self.stopped is None:
            self.stopped = found.reason
            self.quota = paused(self.quota, found, self._now())
        return found

    def _fail(self, reason: str) -> None:
        """Count a failure, and stop asking a network that fails again and again."""
        self._failures += 1
        if self._failures >= _FAILURES_IN_A_ROW:
            self.stopped = self.stopped or reason

    def _read_headers(self, headers: Mapping[str, str]) -> None:
        until = come_back(headers, self._now()) or _regained(headers, self._now())
        used = _usage(headers.get("x-app-usage", ""))
        if until or used is not None:
            told = "" if used is None else f"{max(100 - used, 0)} % of this hour's requests left"
            self.quota = Quota(told, until)
        version = headers.get("facebook-api-version")
        if version and version != self._version and not self.notes:
            self.notes.append(
                f"Meta was asked for {self._version} and answered as {version[:20]}: "
                "see the README: Settings, meta_version"
            )


def open_client(origin: str, token: str, patience: Patience) -> Client:
    """Return a client that knows the Graph API's passing faults."""
    return Client(
        origin, token, is_fault=lambda got: is_fault(got.body, got.status), patience=patience
    )


def _as_look(target: Target, found: Look | Refusal) -> Look:
    return found if isinstance(found, Look) else not_checked(target, found.reason)


def _is_batch(body: object, size: int) -> bool:
    return isinstance(body, list) and len(body) == size


def _usage(header: str) -> int | None:
    """Return how much of the hour's quota is used, in per cent (rate limiting, Graph API)."""
    try:
        usage = json.loads(header)
        return max(int(usage[name]) for name in usage)
    except (ValueError, TypeError, KeyError, OverflowError):
        return None


def _regained(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when a Page's or an Instagram account's own limit ends, if that is reached."""
    try:
        accounts = json.loads(headers.get("x-business-use-case-usage", "{}"))
        minutes = max(
            int(usage["estimated_time_to_regain_access"])
            for usages in accounts.values()
            for usage in usages
        )
        return now + timedelta(minutes=minutes) if minutes > 0 else None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
