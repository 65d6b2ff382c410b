"""One policy for HTTP: patience, retries, where a token travels, what is kept of an answer."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import httpx
import stamina
from stamina.instrumentation import set_on_retry_hooks

# Their log lines name addresses, and stamina's go to stderr when nothing else is set up.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)
set_on_retry_hooks([])

_LONGEST_STAMP = 12


class Patience(NamedTuple):
    """How long to wait, in seconds, and how often to ask again.

    `answer` is for one answer, `in_all` for one request with its retries;
    `first` and `longest` are the pauses between them.
    """

    answer: float = 30.0
    attempts: int = 4
    first: float = 0.5
    longest: float = 8.0
    in_all: float = 90.0


class Answer(NamedTuple):
    """What a network answered; `body` is None where that was no JSON."""

    status: int
    headers: Mapping[str, str]
    body: Any


class NoAnswer(Exception):  # noqa: N818  # the lack of an answer is what it is
    """The network was not reached, broke off, or had a fault, as often as it was asked.

    `headers` are those of the fault: they may say when to come back.
    """

    def __init__(self, message: str, headers: Mapping[str, str] | None = None) -> None:
        """Keep one line that says why, and the headers if there are any."""
        super().__init__(message)
        self.headers = headers or {}


class Client:
    """Asks one network, and nobody else: a redirect is an answer, and is not followed."""

    def __init__(
        self,
        origin: str,
        token: str,
        *,
        is_fault: Callable[[Answer], bool],
        patience: Patience,
    ) -> None:
        """Take the scheme and host, and what of the answers is a fault that may pass."""
        self.origin = origin
        self.requests = 0
        self._token = token
        self._is_fault = is_fault
        self._http = httpx.Client(base_url=origin, timeout=patience.answer)
        self._retry = stamina.RetryingCaller(
            attempts=patience.attempts,
            timeout=patience.in_all,
            wait_initial=patience.first,
            wait_max=patience.longest,
            wait_jitter=patience.first / 2,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, address: str) -> Answer:
        """Ask with the token in a header; raises `NoAnswer`."""
        request = self._http.build_request(
            "GET", address, headers={"Authorization": f"Bearer {self._token}"}
        )
        return self._ask(request)

    def post(self, address: str, form: Mapping[str, str]) -> Answer:
        """Ask with a form, the token in it; raises `NoAnswer`."""
        form = {"access_token": self._token, **form}
        return self._ask(self._http.build_request("POST", address, data=form))

    def _ask(self, request: httpx.Request) -> Answer:
        try:
            return self._retry((httpx.TransportError, NoAnswer), self._send, request)
        except httpx.TransportError as error:
            raise NoAnswer(_in_words(error)) from None

    def _send(self, request: httpx.Request) -> Answer:
        self.requests += 1
        try:
            response = self._http.send(request)
        except httpx.DecodingError:  # said to be compressed, and is not
            return Answer(httpx.codes.OK, {}, None)
        answer = Answer(response.status_code, response.headers, _json(response))
        if self._is_fault(answer):
            fault = f"it has a fault of its own (HTTP {answer.status})"
            raise NoAnswer(fault, answer.headers)
        return answer


def _json(response: httpx.Response) -> Any:  # noqa: ANN401  # whatever the JSON is
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def _in_words(error: httpx.TransportError) -> str:
    """Say why there is no answer; the library's own words may hold the address."""
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return "it cannot be reached"
    return "it broke off in the middle of its answer"


def come_back(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when a network may be asked again, as its headers say (UTC), if they do.

    `Retry-After` is in seconds or a date (RFC 9110 §10.2.3), `x-rate-limit-reset`
    in Unix seconds (X API, rate limits).
    """
    after, reset = headers.get("retry-after", "").strip(), headers.get("x-rate-limit-reset", "")
    try:
        if after.isascii() and after.isdigit():
            return now + timedelta(seconds=int(after))
        if after:
            return parsedate_to_datetime(after).astimezone(UTC)
        return datetime.fromtimestamp(int(reset), UTC) if 0 < len(reset) < _LONGEST_STAMP else None
    except (ValueError, OverflowError, OSError):
        return None
