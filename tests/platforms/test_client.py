"""One policy for HTTP: what is asked again, how often, and where the token goes."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from medsos_cli.errors import InputError
from medsos_cli.platforms import client as client_module
from medsos_cli.platforms.client import Client, NoAnswer, Patience, come_back, read_json
from tests.network import BREAK_OFF, TOKEN, Answer, Networks

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
QUICK = Patience(answer=0.25, attempts=3, first=0.001, longest=0.002)
GOOD = Answer(200, {"data": []})


@pytest.fixture
def client(networks: Networks) -> Iterator[Client]:
    networks.always["x"] = GOOD
    made = Client(networks.origin, TOKEN, is_fault=lambda got: got.status >= 500, patience=QUICK)
    yield made
    made.close()


def test_an_answer_is_taken_as_it_is(client: Client, networks: Networks) -> None:
    networks.always["x"] = Answer(200, {"data": [1]}, (("x-rate-limit-remaining", "7"),))
    answer = client.get("/2/users")
    assert (answer.status, answer.body) == (200, {"data": [1]})
    assert answer.headers["X-Rate-Limit-Remaining"] == "7"
    assert client.requests == networks.requests("x") == 1


@pytest.mark.parametrize("unwell", [BREAK_OFF, Answer(500, b""), Answer(503, {"title": "x"})])
def test_what_may_pass_is_asked_again(client: Client, networks: Networks, unwell: Answer) -> None:
    networks.next["x"] = [unwell, unwell]
    assert client.get("/2/users").body == {"data": []}
    assert client.requests == networks.requests("x") == 3


@pytest.mark.parametrize(
    ("unwell", "reason"),
    [
        (BREAK_OFF, "it broke off in the middle of its answer"),
        (Answer(502, b"<html>"), "it has a fault of its own (HTTP 502)"),
    ],
)
def test_what_does_not_pass_is_given_up(
    client: Client, networks: Networks, unwell: Answer, reason: str
) -> None:
    networks.always["x"] = unwell
    with pytest.raises(NoAnswer) as caught:
        client.get("/2/users")
    assert str(caught.value) == reason
    assert client.requests == networks.requests("x") == QUICK.attempts


def test_a_fault_may_say_when_to_come_back(client: Client, networks: Networks) -> None:
    networks.always["x"] = Answer(503, b"", (("Retry-After", "120"),))
    with pytest.raises(NoAnswer) as caught:
        client.get("/2/users")
    assert come_back(caught.value.headers, NOW) == datetime(2026, 11, 24, 3, 2, tzinfo=UTC)


def test_a_late_answer_is_none(client: Client, networks: Networks) -> None:
    networks.latency = 0.6
    with pytest.raises(NoAnswer, match="no answer in time"):
        client.get("/2/users")


def test_a_network_that_is_not_there_cannot_be_reached() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{free.getsockname()[1]}"
    client = Client(origin, TOKEN, is_fault=lambda _: False, patience=QUICK)
    with pytest.raises(NoAnswer, match="it cannot be reached"):
        client.get("/")
    client.close()


HEADERS = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"


@pytest.mark.parametrize(
    ("pieces", "reason"),
    [
        ([HEADERS, b'{"data": ['], "it broke off in the middle"),
        ([HEADERS], "it broke off in the middle"),
        ([b"HTTP/1.1 200 OK\r\nX-\xff\xfe \x00: a\r\n\r\n"], "it broke off in the middle"),
        ([HEADERS, *[b"["] * 99], "no answer in time"),
    ],
)
def test_a_line_cut_in_the_middle_or_a_drip_is_no_answer(pieces: list[bytes], reason: str) -> None:
    def speak(server: socket.socket) -> None:
        for _ in range(QUICK.attempts):
            line, _ = server.accept()
            line.recv(65536)
            with suppress(OSError):
                for piece in pieces:
                    line.sendall(piece)
                    time.sleep(0.02 if len(pieces) > 2 else 0)
            line.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=speak, args=(server,), daemon=True).start()
        origin = f"http://127.0.0.1:{server.getsockname()[1]}"
        client = Client(origin, TOKEN, is_fault=lambda _: False, patience=QUICK)
        with pytest.raises(NoAnswer, match=reason):
            client.get("/")
        client.close()


def test_headers_that_drip_are_hung_up_on() -> None:
    def speak(server: socket.socket) -> None:
        for _ in range(QUICK.attempts):
            line, _ = server.accept()
            with line, suppress(OSError):
                line.sendall(b"HTTP/1.1 200 OK\r\n")
                for n in range(2000):
                    line.sendall(b"X-%d: y\r\n" % n)
                    time.sleep(0.01)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=speak, args=(server,), daemon=True).start()
        origin = f"http://127.0.0.1:{server.getsockname()[1]}"
        client = Client(origin, TOKEN, is_fault=lambda _: False, patience=QUICK)
        begun = time.monotonic()
        with pytest.raises(NoAnswer, match="no answer in time"):
            client.get("/")
        assert time.monotonic() - begun < 2000 * 0.01  # the headers of one answer alone
        client.close()


def test_an_answer_that_does_not_end_is_not_read_to_its_end(
    client: Client, networks: Networks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "_LARGEST_ANSWER", 1000)
    networks.always["x"] = Answer(200, {"data": ["x" * 900]})
    assert client.get("/2/users").body == {"data": ["x" * 900]}
    networks.always["x"] = Answer(200, {"data": ["x" * 2000]})
    assert client.get("/2/users").body is None


@pytest.mark.parametrize("text", ["", "{", "[" * 20_000, "1" * 5000, b"\xff"])
def test_what_is_no_json_or_too_deep_to_be_meant_is_none(text: str | bytes) -> None:
    assert read_json(text) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "socks5://127.0.0.1:1"), ("HTTPS_PROXY", "socks://127.0.0.1:1"),
        ("SSL_CERT_FILE", "/nowhere/ca.pem"),
    ],
)  # fmt: skip
def test_what_the_environment_says_of_the_way_out_is_told_if_it_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match="cannot be asked") as caught:
        Client("https://api.x.com", TOKEN, is_fault=lambda _: False, patience=QUICK)
    assert name in str(caught.value.hint)


@pytest.mark.parametrize("origin", ["http://[::1", "http://x:abc"])
def test_an_address_that_is_none_is_told(origin: str) -> None:
    with pytest.raises(InputError, match="cannot be asked"):
        Client(origin, TOKEN, is_fault=lambda _: False, patience=QUICK)


@pytest.mark.parametrize(
    "body", [b"", b"<html>Log in</html>", b'{"data": [', b"\xff\xfe", b"[" * 9999]
)
def test_what_is_no_json_has_no_body(client: Client, networks: Networks, body: bytes) -> None:
    networks.always["x"] = Answer(200, body)
    assert client.get("/2/users").body is None


def test_what_only_says_to_be_compressed_has_no_body(client: Client, networks: Networks) -> None:
    networks.always["x"] = Answer(200, b"no gzip", (("Content-Encoding", "gzip"),))
    assert client.get("/2/users").body is None


def test_a_redirect_is_not_followed(client: Client, networks: Networks) -> None:
    networks.always["x"] = Answer(302, b"", (("Location", f"{networks.origin}/login"),))
    assert client.get("/2/users").status == 302
    assert [path for _, path, _ in networks.asked] == ["/2/users"]


def test_the_token_is_in_no_address_and_in_no_log(
    client: Client, networks: Networks, caplog: pytest.LogCaptureFixture
) -> None:
    networks.next["x"] = [BREAK_OFF, Answer(500, b"")]
    with caplog.at_level(logging.DEBUG):
        client.get("/2/users")
        client.post("/v26.0/", {"batch": "[]"})
    assert [path for _, path, _ in networks.asked] == ["/2/users"] * 3 + ["/v26.0/"]
    assert networks.asked[-1][2] == f"access_token={TOKEN}&batch=%5B%5D"
    assert not [record for record in caplog.records if record.name.startswith(("http", "stamina"))]


def test_giving_up_does_not_take_longer_than_it_is_given(networks: Networks) -> None:
    networks.always["x"] = Answer(500, b"")
    patience = Patience(attempts=99, first=0.05, longest=0.05, in_all=0.2)
    client = Client(
        networks.origin, TOKEN, is_fault=lambda got: got.status >= 500, patience=patience
    )
    start = time.monotonic()
    with pytest.raises(NoAnswer):
        client.get("/2/users")
    assert time.monotonic() - start < 2
    client.close()


@pytest.mark.parametrize(
    ("headers", "moment"),
    [
        ({}, None),
        ({"retry-after": "90"}, datetime(2026, 11, 24, 3, 1, 30, tzinfo=UTC)),
        ({"retry-after": "Tue, 24 Nov 2026 04:00:00 GMT"}, datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "9" * 30}, None),
        ({"retry-after": "-60"}, None),
        ({"retry-after": "400000000"}, None),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, None),
        ({"retry-after": "Mon, 23 Nov 2026 04:00:00 GMT"}, None),
        ({"retry-after": "Tue, 24 Nov 2026 04:00:00 -0000"}, datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ({"retry-after": "Tue, 24 Nov 2026 11:00:00 +0700"}, datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ({"retry-after": "\xff\u0663"}, None),
        ({"x-rate-limit-reset": "1795492800"}, datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ({"x-rate-limit-reset": "soon"}, None),
        ({"x-rate-limit-reset": "9" * 30}, None),
        ({"x-rate-limit-reset": "-1"}, None),
        ({"x-rate-limit-reset": "1"}, None),
        ({"retry-after": "60", "x-rate-limit-reset": "1795492800"},
         datetime(2026, 11, 24, 3, 1, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_when_to_come_back(headers: dict[str, str], moment: datetime | None) -> None:
    assert come_back(headers, NOW) == moment
