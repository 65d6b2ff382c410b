"""One policy for HTTP: patience, retries, where a token travels, what is kept of an answer."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from socket import SHUT_RDWR
from threading import Event, Timer
from time import monotonic
from typing import Any, NamedTuple

import httpx
import stamina
from stamina.instrumentation import set_on_retry_hooks

from medsos_cli.errors import InputError, Message

# Their log lines name addresses, and stamina's go to stderr when nothing else is set up.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)
set_on_retry_hooks([])

_LARGEST_ANSWER = 16 << 20  # bytes: a hundred times what a full request brings
_LONGEST_LIMIT = timedelta(days=366)


class Patience(NamedTuple):
    """How long to wait, in seconds, and how often to ask again.

    `answer` is for the next piece of an answer and, again, for the whole of it,
    `in_all` for one request with its retries; `first` and `longest` are the
    pauses between them.
    """

    answer: float = 30.0
    attempts: int = 4
    first: float = 0.5
    longest: float = 8.0
    in_all: float = 90.0

    def caller(self) -> stamina.RetryingCaller:
        """Return what calls again with these pauses."""
        return stamina.RetryingCaller(
            attempts=self.attempts,
            timeout=self.in_all,
            wait_initial=self.first,
            wait_max=self.longest,
            wait_jitter=self.first / 2,
        )


class Reply(NamedTuple):
    """What a network answered; `body` is None where that was no JSON."""

    status: int
    headers: Mapping[str, str]
    body: Any


class NoAnswer(Exception):  # noqa: N818  # the lack of an answer is what it is
    """The network was not reached, broke off, or had a fault, as often as it was asked.

    `headers` are those of the fault: they may say when to come back.
    """

    def __init__(self, message: str | Message, headers: Mapping[str, str] | None = None) -> None:
        """Keep one line that says why, and the headers if there are any."""
        super().__init__(message)
        self.message = message
        self.headers = headers or {}


class Client:
    """Asks one network, and nobody else: a redirect is an answer, and is not followed."""

    def __init__(
        self, origin: str, token: str, *, is_fault: Callable[[Reply], bool], patience: Patience
    ) -> None:
        """Take the scheme and host, and what of the answers is a fault that may pass.

        Raises `InputError` when the environment names a proxy or certificates that
        cannot be used, or the address is none.
        """
        self.origin = origin
        self.requests = 0
        self._token = token
        self._is_fault = is_fault
        self._longest = patience.answer
        self._http = _open(origin, patience.answer)
        self._retry = patience.caller()
        self._stream: Any = None  # of httpcore: the connection that is waited on

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, address: str) -> Reply:
        """Ask with the token in a header; raises `NoAnswer`."""
        request = self._http.build_request(
            "GET", address, headers={"Authorization": f"Bearer {self._token}"}
        )
        return self._ask(request)

    def post(self, address: str, form: Mapping[str, str]) -> Reply:
        """Ask with a form, the token in it; raises `NoAnswer`."""
        form = {"access_token": self._token, **form}
        return self._ask(self._http.build_request("POST", address, data=form))

    def _ask(self, request: httpx.Request) -> Reply:
        try:
            return self._retry((httpx.TransportError, NoAnswer), self._send, request)
        except httpx.TransportError as error:
            raise NoAnswer(_in_words(error)) from None

    def _send(self, request: httpx.Request) -> Reply:
        self.requests += 1
        with self._in_time(request):
            response = self._http.send(request, stream=True)
        try:
            body = read_json(self._read(response))
        finally:
            response.close()
        answer = Reply(response.status_code, response.headers, body)
        if self._is_fault(answer):
            raise NoAnswer(_fault(answer), answer.headers)
        return answer

    @contextmanager
    def _in_time(self, request: httpx.Request) -> Iterator[None]:
        """Hang up on headers that drip: each piece of them is in time, and they never end."""
        request.extensions["trace"] = self._note_stream
        over = Event()
        hang_up = Timer(self._longest, self._hang_up, [over])
        hang_up.daemon = True
        hang_up.start()
        try:
            yield
        except httpx.TransportError:
            if over.is_set():
                raise httpx.ReadTimeout("it drips", request=request) from None
            raise
        finally:
            hang_up.cancel()

    def _note_stream(self, event: str, details: Mapping[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._stream = details["return_value"]

    def _hang_up(self, over: Event) -> None:
        over.set()  # before the line is cut, which whoever reads from it sees at once
        if self._stream is not None:
            with suppress(OSError):  # it has ended by itself
                self._stream.get_extra_info("socket").shutdown(SHUT_RDWR)

    def _read(self, response: httpx.Response) -> bytes:
        """Read what is sent, while it is no more, and takes no longer, than an answer can."""
        until, read = monotonic() + self._longest, bytearray()
        try:
            for piece in response.iter_bytes():
                read += piece
                if monotonic() > until:
                    raise httpx.ReadTimeout("it drips", request=response.request)
                if len(read) > _LARGEST_ANSWER:
                    return b""
        except httpx.DecodingError:  # said to be compressed, and is not
            return b""
        return bytes(read)


def _open(origin: str, patience: float) -> httpx.Client:
    try:
        return httpx.Client(base_url=origin, timeout=patience)
    except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:
        raise InputError(
            "{origin} cannot be asked: {why}",
            "check MEDSOS_META_URL and MEDSOS_X_URL, and the variables HTTPS_PROXY, ALL_PROXY "
            "and SSL_CERT_FILE; a proxy is written as http://HOST:PORT",
            origin=origin,
            why=str(error).partition(". ")[0],
        ) from None


def read_json(text: str | bytes) -> Any:  # noqa: ANN401  # whatever the JSON is
    """Read JSON from outside; None for what is none, or is nested too deeply to be meant."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _fault(answer: Reply) -> Message:
    """Say what is wrong; the guard in front of a network answers for it with pages, not JSON."""
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    if is_page and "cloudflare" in answer.headers.get("server", ""):
        reason = "Cloudflare, which stands in front of it, gave a page instead (HTTP {status})"
        return Message(reason, status=answer.status)
    return Message("it has a fault of its own (HTTP {status})", status=answer.status)


def _in_words(error: httpx.TransportError) -> Message:
    """Say why there is no answer; the library's own words may hold the address."""
    if isinstance(error, httpx.TimeoutException):
        return Message("no answer in time")
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return Message("it cannot be reached")
    return Message("it broke off in the middle of its answer")


def come_back(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when a network may be asked again, as its headers say (UTC), if they do.

    `Retry-After` is in seconds or a date (RFC 9110 §10.2.3), `x-rate-limit-reset`
    in Unix seconds (X API, rate limits). A moment that has been, or is more than a
    year ahead, is not meant.
    """
    after, reset = headers.get("retry-after", "").strip(), headers.get("x-rate-limit-reset", "")
    try:
        if after.isdecimal():
            until = now + timedelta(seconds=int(after))
        elif after:
            until = parsedate_to_datetime(after)
        elif reset:
            until = datetime.fromtimestamp(int(reset), UTC)
        else:
            return None
        until = until.replace(tzinfo=until.tzinfo or UTC)
        return until.astimezone(UTC) if now <= until <= now + _LONGEST_LIMIT else None
    except (ValueError, OverflowError, OSError):
        return None
