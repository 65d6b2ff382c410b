"""The networks on this machine: a server that speaks the Graph API and the X API.

It answers as the official pages and public recordings of both say, holds the accounts
a test gives it, counts what it is asked, and can be as unwell as they are at times.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "s3cret-token-of-the-office"  # noqa: S105  # of nobody
IG_USER = "17841405309211844"
_FIRST_ID = {"instagram": 17841400000000001, "facebook": 100000000000001, "x": 2244994945}
MAXIMUM_BATCH, MAXIMUM_NAMES = 50, 100
NO_SUCH_USER = {
    "message": "Invalid user id", "type": "OAuthException", "code": 110,
    "error_subcode": 2207013, "is_transient": False, "error_user_title": "Cannot find User",
    "error_user_msg": "The user with username: xxx cannot be found.",
}  # fmt: skip
EXPIRED = {
    "message": "Error validating access token: Session has expired on Friday, 26-Jun-26 15:48:19 "
    "PDT. The current time is Friday, 26-Jun-26 20:57:40 PDT.",
    "type": "OAuthException", "code": 190, "error_subcode": 463, "fbtrace_id": "AbC",
}  # fmt: skip


def graph_error(code: int, message: str, subcode: int | None = None) -> dict[str, Any]:
    """Return the body of an error of the Graph API."""
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbC"}
    return {"error": error if subcode is None else {**error, "error_subcode": subcode}}


class Answer(NamedTuple):
    """A whole answer of the server's, where it is not the usual one."""

    status: int
    body: bytes | Any
    headers: tuple[tuple[str, str], ...] = ()


BREAK_OFF = Answer(0, b"")


@dataclass
class Member:
    """An account of one of the networks; `posts` are ids on X, else moments, as it lists them."""

    id: str
    name: str
    posts: list[str] = field(default_factory=list)
    count: int | None = None
    protected: bool = False
    suspended: bool = False

    @property
    def number(self) -> int:
        return len(self.posts) if self.count is None else self.count


@dataclass
class Networks:
    """What the server knows, what it does next, and what it was asked."""

    instagram: dict[str, Member] = field(default_factory=dict)
    facebook: dict[str, Member] = field(default_factory=dict)
    x: dict[str, Member] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    """By handle: (status, body) for one account in a batch, or None for one left unfinished."""
    next: dict[str, list[Answer]] = field(default_factory=lambda: {"graph": [], "x": []})
    """Whole answers, one for each of the next requests of a network."""
    always: dict[str, Answer] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    latency: float = 0.0
    renamed_fields: bool = False
    passes_over_old_fields: bool = False
    version: str = "v26.0"
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    answered: list[tuple[str, Any]] = field(default_factory=list)
    origin: str = ""

    def add(self, platform: str, handle: str, *posts: str, **facts: Any) -> Member:  # noqa: ANN401  # the fields of Member
        """Let an account be on a network."""
        members: dict[str, Member] = getattr(self, platform)
        member = Member(f"{_FIRST_ID[platform] + len(members)}", handle, [*posts], **facts)
        members[_key(platform, handle)] = member
        return member

    def requests(self, network: str) -> int:
        """Return how often a network was asked."""
        return sum(network == ("x" if path.startswith("/2/") else "graph")
                   for _, path, _ in self.asked)  # fmt: skip

    def environment(self) -> dict[str, str]:
        """Return the settings with which `medsos` asks this server."""
        return {
            "MEDSOS_META_TOKEN": TOKEN, "MEDSOS_META_IG_USER": IG_USER,
            "MEDSOS_META_URL": self.origin, "MEDSOS_X_TOKEN": TOKEN, "MEDSOS_X_URL": self.origin,
        }  # fmt: skip

    def answer(self, method: str, target: str, authorization: str, form: str) -> Answer:
        """Return what the network says to a request."""
        network = "x" if target.startswith("/2/") else "graph"
        if self.next[network]:
            return self.next[network].pop(0)
        if network in self.always:
            return self.always[network]
        if network == "x":
            return self._answer_x(target, authorization)
        if method == "POST":
            return self._answer_batch(form)
        if authorization != f"Bearer {TOKEN}":
            return Answer(400, {"error": EXPIRED})
        return Answer(*(self._answer_graph(target.split("/", 2)[2]) or (500, None)))

    def _answer_batch(self, form: str) -> Answer:
        fields = {name: values[0] for name, values in parse_qs(form).items()}
        if fields.get("access_token") != TOKEN:
            return Answer(400, {"error": EXPIRED})
        items = json.loads(fields["batch"])
        if len(items) > MAXIMUM_BATCH:
            return Answer(400, graph_error(0, "Too many requests in batch message."))
        parts = [self._answer_graph(item["relative_url"]) for item in items]
        return Answer(
            200, [part and {"code": part[0], "body": json.dumps(part[1])} for part in parts]
        )

    def _answer_graph(self, address: str) -> tuple[int, Any] | None:
        path, _, query = address.partition("?")
        asked = _fields(unquote(query.removeprefix("fields=")))
        if path == IG_USER:
            (call,) = asked
            return self._answer_instagram(call, asked[call])
        if path.lower() in self.answers:
            return self._special(path.lower())
        member = self.facebook.get(_key("facebook", path))
        if member is None:
            if path.isdigit():
                message = f"Unsupported get request. Object with ID '{path}' does not exist, cannot"
                message += (
                    " be loaded due to missing permissions, or does not support this operation."
                )
                return 400, graph_error(100, message, 33)
            message = f"(#803) Some of the aliases you requested do not exist: {path}"
            return 404, graph_error(803, message)
        posts = [
            {"created_time": each, "id": f"{member.id}_{_digits(each)}"} for each in member.posts
        ]
        page = {"id": member.id, "name": member.name, "username": member.name,
                "published_posts": {"data": posts}}  # fmt: skip
        return 200, _chosen(page, asked)

    def _answer_instagram(self, call: str, asked: dict[str, Any]) -> tuple[int, Any] | None:
        name = call.removeprefix("business_discovery.username(").rstrip(")").lower()
        if name in self.answers:
            return self._special(name)
        member = self.instagram.get(name)
        if member is None:
            return 400, {"error": NO_SUCH_USER}
        posts = [
            {
                "timestamp": each,
                "permalink": f"https://www.instagram.com/p/{code_of(each)}/",
                "id": "1",
            }
            for each in member.posts
        ]
        account = {"username": member.name, "media_count": member.number, "id": member.id,
                   "media": {"data": posts}}  # fmt: skip
        if not posts:
            del account["media"]
        return 200, {"business_discovery": _chosen(account, asked), "id": IG_USER}

    def _special(self, handle: str) -> tuple[int, Any] | None:
        special: tuple[int, Any] | None = self.answers[handle]
        return special

    def _answer_x(self, target: str, authorization: str) -> Answer:
        if authorization != f"Bearer {TOKEN}":
            return Answer(401, {"title": "Unauthorized", "type": "about:blank", "status": 401,
                                "detail": "Unauthorized"})  # fmt: skip
        asked = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        if problem := self._misspelt(asked):
            return Answer(400, problem)
        by = "ids" if "ids" in asked else "usernames"
        body: dict[str, list[Any]] = {}
        for word in asked[by].split(","):
            special = self.answers.get(word.lower())
            member = self._member(by, word)
            if special:
                body.setdefault(special[0], []).append(special[1])
            elif member is None or member.suspended:
                body.setdefault("errors", []).append(self._problem(by, word, member))
            else:
                body.setdefault("data", []).append(self._user(member, asked))
        return Answer(200, body, tuple(self.headers.items()))

    def _member(self, by: str, word: str) -> Member | None:
        if by == "usernames":
            return self.x.get(word.lower())
        return next((each for each in self.x.values() if each.id == word), None)

    def _misspelt(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """Return X's complaint about a field or a name that it does not know."""
        newest = "most_recent_post_id" if self.renamed_fields else "most_recent_tweet_id"
        known = {"public_metrics", "protected", *([] if self.renamed_fields else [newest])}
        for name in asked["user.fields"].split(","):
            if name not in known and not self.passes_over_old_fields:
                return _invalid(f"The `user.fields` query parameter value [{name}] is not one of "
                                f"[{','.join(sorted(known))}]")  # fmt: skip
        words = asked.get("usernames", "a").split(",")
        if len(words) > MAXIMUM_NAMES:
            return _invalid("The number of values in the `usernames` query parameter list "
                            f"[{len(words)}] is not between 1 and 100")  # fmt: skip
        for word in words:
            if not re.fullmatch(r"[A-Za-z0-9_]{1,15}", word):
                return _invalid(f"The `username` query parameter value [{word}] does not match "
                                "^[A-Za-z0-9_]{1,15}$")  # fmt: skip
        return None

    def _problem(self, by: str, word: str, member: Member | None) -> dict[str, str]:
        if member is None:
            title, detail = "Not Found Error", f"Could not find user with {by}: [{word}]."
        else:
            title, detail = "Forbidden", f"User has been suspended: [{word}]."
        host = "api.x.com" if self.renamed_fields else "api.twitter.com"
        return {"value": word, "detail": detail, "title": title, "resource_type": "user",
                "parameter": by, "resource_id": word,
                "type": f"https://{host}/2/problems/resource-not-found"}  # fmt: skip

    def _user(self, member: Member, asked: dict[str, str]) -> dict[str, Any]:
        counted = "post_count" if self.renamed_fields else "tweet_count"
        newest = "most_recent_post_id" if self.renamed_fields else "most_recent_tweet_id"
        user: dict[str, Any] = {
            "id": member.id, "name": member.name, "username": member.name,
            "protected": member.protected,
            "public_metrics": {
                "followers_count": 7, "following_count": 3, counted: member.number,
                "listed_count": 0,
            },
        }  # fmt: skip
        wanted = asked["user.fields"] + asked.get("expansions", "")
        if member.posts and not member.protected and newest in wanted:
            user[newest] = member.posts[-1]
        return user


def _key(platform: str, handle: str) -> str:
    return handle.lower().replace(".", "") if platform == "facebook" else handle.lower()


def _fields(text: str) -> dict[str, dict[str, Any]]:
    """Read the Graph's field list: `a,b.limit(3){c,d}` is {"a": {}, "b.limit(3)": {"c": …}}."""
    fields: dict[str, dict[str, Any]] = {}
    for match in re.finditer(r"([\w.]+(?:\([^)]*\))?)(?:\{((?:[^{}]|\{[^{}]*\})*)\})?", text):
        fields[match[1]] = _fields(match[2]) if match[2] else {}
    return fields


def _chosen(node: dict[str, Any], asked: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a node with the fields that were asked for; its id is always there."""
    chosen = {"id": node["id"]}
    for name, inner in asked.items():
        bare, _, limit = name.partition(".limit(")
        if bare in node:
            value = node[bare]
            chosen[bare] = _page_of(value["data"], inner, int(limit[:-1])) if inner else value
    return chosen


def _page_of(items: list[dict[str, Any]], asked: dict[str, Any], limit: int) -> dict[str, Any]:
    """Return the first items, and whether there are more."""
    cursors = {"before": "QVFI"} | ({"after": "QVFJ"} if len(items) > limit else {})
    data = [_chosen(each, asked) for each in items[:limit]]
    return {"data": data, "paging": {"cursors": cursors}}


def _digits(moment: str) -> str:
    return re.sub(r"\D", "", moment)[:14]


def code_of(moment: str) -> str:
    """Return the code of the post of Instagram that was made at a moment."""
    return f"D{_digits(moment)[2:12]}"


def _invalid(message: str) -> dict[str, Any]:
    return {"errors": [{"parameters": {}, "message": message}], "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": "https://api.twitter.com/2/problems/invalid-request"}  # fmt: skip


class _Speaker(BaseHTTPRequestHandler):
    """Reads a request, and writes what the networks answer."""

    protocol_version = "HTTP/1.1"
    networks: Networks
    wbufsize = -1  # an answer in one piece, and at once
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, form: str) -> None:
        networks = self.networks
        networks.asked.append((self.command, self.path, form))
        time.sleep(networks.latency)
        answer = networks.answer(self.command, self.path, self.headers["Authorization"] or "", form)
        networks.answered.append((self.path, answer.body))
        if answer is BREAK_OFF:
            self.close_connection = True
            return
        body = answer.body
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.send_response_only(answer.status)  # of no date: its clock is the test's
        headers = dict(answer.headers)
        if not self.path.startswith("/2/"):
            headers = {"facebook-api-version": networks.version, **networks.headers, **headers}
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serve(networks: Networks) -> Iterator[Networks]:
    """Let the networks answer on this machine for a while."""
    speaker = type("Speaker", (_Speaker,), {"networks": networks})
    with ThreadingHTTPServer(("127.0.0.1", 0), speaker) as server:
        server.daemon_threads = True
        networks.origin = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield networks
        finally:
            server.shutdown()
            thread.join()


def x_id(moment: datetime) -> str:
    """Return the id that X would give a post of that moment (UTC)."""
    return str((int(moment.astimezone(UTC).timestamp() * 1000) - 1288834974657) << 22)
