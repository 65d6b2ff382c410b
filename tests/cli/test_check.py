"""`medsos check`, `account accept` and `audit --refresh`, against networks on this machine."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, Run
from tests.network import TOKEN, Answer, Networks, graph_error, x_id
from tests.office import dump, query

ROSTER = """\
agency_code,agency,kind,instagram,facebook,twitter
dinkes,Dinas Kesehatan,dinas,contoh.dinkes,contohdinkes,contoh_dinkes
kalimanah,Kecamatan Kalimanah,kecamatan,contoh.kalimanah,ada,-
setda,Sekretariat Daerah,sekretariat,-,contohsetda,contoh_setda
"""
SUMMARY = """\
network    checked  new posts  gone  not found or not professional  not checked
─────────  ───────  ─────────  ────  ─────────────────────────────  ───────────
instagram  2        1          0     1                              0
facebook   2        1          1     0                              0
twitter    2        1          1     0                              0
kalimanah: instagram contoh.kalimanah: not found, or no professional account
setda: facebook contohsetda: no such Page
setda: twitter contoh_setda: no such account
Meta: 1 request, 72 % of this hour's requests left
X: 1 request
"""
NO_HANDLE = "1 account has no handle on record: see medsos account set\n"


@pytest.fixture
def office(run: Run, networks: Networks, tmp_path: Path) -> Run:
    """Keep three agencies; the accounts of dinkes are on the networks, the others are not."""
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    run("import", roster)
    networks.add("instagram", "contoh.dinkes", "2020-12-01T03:00:00+0000")
    networks.add("facebook", "contohdinkes", "2020-10-01T03:00:00+0000")
    networks.add("x", "contoh_dinkes", x_id(datetime(2020, 12, 2, 3, 0, tzinfo=UTC)))
    networks.headers = {"X-App-Usage": '{"call_count":28,"total_time":25,"total_cputime":25}'}
    return run


def presence(
    office: Run, agency: str, now: datetime = NOW, as_of: str = "today"
) -> dict[str, tuple[object, ...]]:
    words = ("--agency", agency, "--as-of", as_of, "--format", "json")
    audit = json.loads(office("audit", *words, now=now).out)
    found = audit["agencies"][0]["presence"]
    return {name: (each["verdict"], each["days"], each["flag"]) for name, each in found.items()}


def medsos(*words: str | Path, db: Path) -> "subprocess.CompletedProcess[str]":
    """Run the program itself, as cron does."""
    return subprocess.run(
        [sys.executable, "-m", "medsos_cli", *map(str, words)],
        env={**os.environ, "MEDSOS_DB": str(db), "PYTHONUTF8": "1"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_check_tells_what_it_came_to(office: Run, networks: Networks) -> None:
    answer = office("check")
    assert answer.out == SUMMARY
    assert answer.err == NO_HANDLE
    assert len(networks.asked) == 2
    assert presence(office, "dinkes") == {
        "instagram": ("fresh", 2, None), "facebook": ("stale", 63, None),
        "twitter": ("fresh", 1, None),
    }  # fmt: skip
    assert presence(office, "setda") == {
        "instagram": ("none", None, None), "facebook": ("gone", None, None),
        "twitter": ("gone", None, None),
    }  # fmt: skip
    assert presence(office, "kalimanah")["instagram"] == ("unchecked", None, None)


UNDER = SUMMARY.splitlines(keepends=True)[5:]
AS_DATA = [
    {"network": "instagram", "checked": 2, "new_posts": 1, "gone": 0, "unproven": 1,
     "not_checked": 0},
    {"network": "facebook", "checked": 2, "new_posts": 1, "gone": 1, "unproven": 0,
     "not_checked": 0},
    {"network": "twitter", "checked": 2, "new_posts": 1, "gone": 1, "unproven": 0,
     "not_checked": 0},
]  # fmt: skip


def test_data_are_the_rows_and_the_rest_is_said(office: Run) -> None:
    answer = office("check", "--format", "json")
    assert json.loads(answer.out) == AS_DATA
    assert answer.err == NO_HANDLE + "".join(UNDER)


def test_a_quiet_check_writes_the_file_it_is_told_to(office: Run, tmp_path: Path) -> None:
    path = tmp_path / "check.csv"
    answer = office("check", "--quiet", "--output", path)
    assert (answer.out, answer.err) == ("", NO_HANDLE)
    assert path.read_text(encoding="utf-8") == (
        "network,checked,new_posts,gone,unproven,not_checked\n"
        "instagram,2,1,0,1,0\nfacebook,2,1,1,0,0\ntwitter,2,1,1,0,0\n"
    )


def test_a_format_that_nothing_says_is_refused_before_anybody_is_asked(
    office: Run, networks: Networks
) -> None:
    answer = office("check", "--output", "check.doc", code=2)
    assert answer.err.startswith("error: check.doc does not say which format to write")
    assert not networks.asked


@pytest.mark.usefixtures("office")
def test_the_program_itself_asks_the_networks(db: Path, networks: Networks) -> None:
    done = medsos("check", db=db)
    assert done.returncode == 0, done.stderr
    assert done.stdout == SUMMARY
    assert done.stderr == NO_HANDLE
    assert networks.requests("graph") == networks.requests("x") == 1
    assert medsos("check", "--quiet", db=db).stdout == ""


@pytest.mark.parametrize(
    ("words", "requests"),
    [
        (("--platform", "ig"), 1), (("--platform", "fb,x"), 2), (("--agency", "kalimanah"), 1),
        (("--platform", "ig", "--platform", "x", "--agency", "Sekretariat Daerah"), 1),
    ],
)  # fmt: skip
def test_only_what_is_asked_for_is_looked_at(
    office: Run, networks: Networks, words: tuple[str, ...], requests: int
) -> None:
    office("check", *words)
    assert len(networks.asked) == requests


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (("--platform", "tiktok"), "'tiktok' is no platform",
         "write instagram (ig), facebook (fb) or twitter (tw, x)"),
        (("--agency", "dinkess"), "no agency is called 'dinkess'", "did you mean dinkes?"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_refused(
    office: Run, networks: Networks, words: tuple[str, ...], error: str, hint: str
) -> None:
    answer = office("check", *words, code=2)
    assert answer.err == f"error: {error}\nhint: {hint}\n"
    assert not networks.asked


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("X_CANARY", "two words", "x_canary: 'two words' holds more than a handle"),
        ("META_CANARY", "a", "meta_canary: 'a' is no Facebook handle"),
        ("X_TOKEN", "s3cret words", "MEDSOS_X_TOKEN: x_token: "),
        ("META_TOKEN", "s3cret\nLine: 2", "MEDSOS_META_TOKEN: meta_token: "),
    ],
)
def test_a_wrong_setting_is_named(
    office: Run, networks: Networks, monkeypatch: pytest.MonkeyPatch, name: str, value: str,
    error: str,
) -> None:  # fmt: skip
    monkeypatch.setenv(f"MEDSOS_{name}", value)
    answer = office("check", code=2)
    assert answer.err.startswith(f"error: {error}")
    assert "s3cret" not in answer.err
    assert not networks.asked


def test_an_office_without_a_token_is_told_what_it_can_do(
    office: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MEDSOS_META_TOKEN")
    monkeypatch.delenv("MEDSOS_X_TOKEN")
    assert office("check", code=2).err == (
        "error: no network has a token: there is nobody to ask\n"
        "hint: see: medsos help settings; without a token: medsos post --from CHAT.txt\n"
    )


@pytest.mark.parametrize(
    ("unset", "said"),
    [
        ("MEDSOS_X_TOKEN", ["twitter: not looked at: MEDSOS_X_TOKEN is not set"]),
        ("MEDSOS_META_IG_USER", ["instagram: not looked at: MEDSOS_META_IG_USER is not set"]),
        ("MEDSOS_META_TOKEN", ["instagram: not looked at: MEDSOS_META_TOKEN is not set",
                               "facebook: not looked at: MEDSOS_META_TOKEN is not set"]),
    ],
)  # fmt: skip
def test_a_network_without_a_token_is_one_line_and_no_failure(
    office: Run, monkeypatch: pytest.MonkeyPatch, unset: str, said: list[str]
) -> None:
    monkeypatch.delenv(unset)
    answer = office("check")
    assert answer.err.splitlines()[: len(said)] == said
    for line in said:
        assert line.split(":")[0] not in answer.out


def test_where_no_account_is_on_record_nobody_is_asked(
    run: Run, networks: Networks, tmp_path: Path
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("agency,instagram\nDinas Kesehatan,-\n", encoding="utf-8")
    run("import", roster)
    answer = run("check")
    assert (answer.out, answer.err) == (
        "", "no account to look at is on record: see medsos account set\n",
    )  # fmt: skip
    assert not networks.asked


def test_a_dry_run_prints_the_requests_and_asks_nobody(
    office: Run, networks: Networks, db: Path
) -> None:
    before = dump(db)
    answer = office("check", "--dry-run", "--agency", "dinkes")
    assert [line.replace(networks.origin, "…") for line in answer.lines] == [
        "POST …/v26.0/ batch of 2",
        "  GET contohdinkes?fields=id,username,published_posts.limit(50)%7Bcreated_time%7D",
        (
            "  GET 17841405309211844?fields=business_discovery.username(contoh.dinkes)"
            "%7Busername,media_count,media.limit(50)%7Btimestamp,permalink%7D%7D"
        ),
        (
            "GET …/2/users/by?usernames=contoh_dinkes"
            "&user.fields=public_metrics,protected,most_recent_tweet_id"
        ),
    ]
    assert not networks.asked
    assert dump(db) == before
    assert TOKEN not in answer.out + answer.err


def test_a_dry_run_needs_no_token(
    office: Run, networks: Networks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("META_TOKEN", "X_TOKEN", "META_IG_USER"):
        monkeypatch.delenv(f"MEDSOS_{name}")
    answer = office("check", "--dry-run")
    assert "GET MEDSOS_META_IG_USER?fields=business_discovery" in answer.out
    assert answer.err.splitlines()[0] == (
        "no network has a token: these are the requests as if all of them had one"
    )
    assert not networks.asked


def test_a_throttle_keeps_what_was_learnt_and_says_when_to_come_back(
    office: Run, networks: Networks
) -> None:
    throttled = graph_error(4, "(#4) Application request limit reached")
    networks.next["graph"] = [Answer(403, throttled, (("Retry-After", "3600"),))]
    answer = office("check", code=3)
    assert answer.err.splitlines()[1:] == [
        "instagram: 2 accounts not checked: the request limit is reached (code 4)",
        "facebook: 2 accounts not checked: the request limit is reached (code 4)",
        (
            "Meta is not asked any more: the request limit is reached (code 4); come back after "
            "2020-12-03 11:00"
        ),
    ]
    assert presence(office, "dinkes")["twitter"] == ("fresh", 1, None)
    assert presence(office, "setda")["facebook"] == ("unchecked", None, None)


def test_a_limit_that_cost_no_account_is_told_too(office: Run, networks: Networks) -> None:
    office("check", "--platform", "x")
    del networks.x["contoh_dinkes"]  # so it is looked for by its id
    gone = {"value": "contoh_dinkes", "title": "Not Found Error", "resource_type": "user",
            "type": "https://api.x.com/2/problems/resource-not-found"}  # fmt: skip
    both = {"errors": [gone, {**gone, "value": "contoh_setda"}]}
    networks.next["x"] = [Answer(200, both), Answer(429, {"title": "Too Many Requests"})]
    answer = office("check", "--platform", "x", code=3)
    assert answer.err.splitlines()[-1] == (
        "X is not asked any more: the request limit is reached; come back after 2020-12-03 10:15"
    )


def test_where_nothing_can_be_stored_nobody_is_asked(
    office: Run, networks: Networks, db: Path
) -> None:
    db.chmod(0o400)
    assert office("check", code=2).err.splitlines()[-2:] == [
        f"error: the database {db} cannot be written",
        "hint: check the file's and the folder's permissions",
    ]
    assert "GET" in office("check", "--dry-run").out
    assert not networks.asked


def test_quiet_drops_the_summary_and_not_what_went_wrong(office: Run, networks: Networks) -> None:
    networks.always["x"] = Answer(401, {"title": "Unauthorized"})
    answer = office("check", "--quiet", code=3)
    assert answer.out == ""
    assert "X is not asked any more: the token is not valid: check MEDSOS_X_TOKEN" in answer.err


def test_answers_that_are_no_sighting_are_no_failure_either(
    office: Run, networks: Networks
) -> None:
    networks.answers = {
        "contohsetda": (400, graph_error(803, "(#803) Cannot query users by their username "
                                              "(contohsetda)")),
    }  # fmt: skip
    networks.add("x", "contoh_setda", protected=True, count=9)
    assert "setda: twitter contoh_setda: its posts are protected" in office("check").out
    assert presence(office, "setda") == {
        "instagram": ("none", None, None), "facebook": ("unchecked", None, None),
        "twitter": ("unchecked", None, None),
    }  # fmt: skip


@pytest.mark.parametrize("found", [True, False])
def test_the_canary_travels_along_and_decides_about_gone(
    office: Run, networks: Networks, monkeypatch: pytest.MonkeyPatch, found: bool
) -> None:
    monkeypatch.setenv("MEDSOS_META_CANARY", "https://www.facebook.com/facebookapp")
    monkeypatch.setenv("MEDSOS_X_CANARY", "@XDevelopers")
    if found:
        networks.add("facebook", "facebookapp")
        networks.add("x", "XDevelopers")
    answer = office("check", code=0 if found else 3)
    assert len(networks.asked) == 2
    assert ("Meta is disturbed" in answer.err) is not found
    assert ("X is disturbed" in answer.err) is not found
    verdict = "gone" if found else "unchecked"
    assert presence(office, "setda")["facebook"][0] == verdict
    assert presence(office, "setda")["twitter"][0] == verdict
    assert presence(office, "dinkes")["instagram"][0] == "fresh"


def test_an_impostor_is_flagged_until_an_officer_accepts_it(
    office: Run, networks: Networks
) -> None:
    office("check")
    networks.facebook["contohdinkes"].id = "666"
    networks.facebook["contohdinkes"].posts = ["2020-12-03T01:00:00+0000"]
    later = NOW + timedelta(minutes=5)
    answer = office("check", now=later)
    assert answer.err.splitlines()[1] == (
        "dinkes: facebook contohdinkes: impostor? another account is behind this name now; "
        "if it is yours: medsos account accept dinkes facebook"
    )
    assert presence(office, "dinkes")["facebook"] == ("stale", 63, "impostor")
    assert "impostor?" in office("audit").out
    assert office("account", "accept", "dinkes", "fb").out == (
        "dinkes: facebook contohdinkes is its own account (666)\n"
    )
    assert presence(office, "dinkes")["facebook"] == ("fresh", 0, None)
    answer = office("account", "accept", "dinkes", "fb", code=2)
    assert answer.err == (
        "error: nobody else was seen behind the facebook account of dinkes\n"
        "hint: to see what is known of it: medsos audit --agency dinkes\n"
    )


@pytest.mark.parametrize("platform", ["ig", "x"])
def test_there_is_nobody_to_accept_where_nobody_was_seen(office: Run, platform: str) -> None:
    answer = office("account", "accept", "setda", platform, code=2)
    assert "nobody else was seen behind" in answer.err


def test_a_new_name_on_x_is_offered(office: Run, networks: Networks) -> None:
    office("check")
    networks.x["contoh_baru"] = networks.x.pop("contoh_dinkes")
    networks.x["contoh_baru"].name = "contoh_baru"
    tomorrow = NOW + timedelta(days=1)
    answer = office("check", now=tomorrow)
    line = (
        "dinkes: twitter contoh_dinkes: no such account; the account is called contoh_baru now: "
        "medsos account set dinkes twitter contoh_baru --renamed"
    )
    assert line in answer.lines
    before = presence(office, "dinkes", tomorrow, "3/12/2020")["twitter"]
    office(*line.rpartition(": medsos ")[2].split(), now=tomorrow)
    assert (
        presence(office, "dinkes", tomorrow, "3/12/2020")["twitter"] == before
    )  # a gone is of the former name alone
    office("check", now=NOW + timedelta(days=2))
    assert presence(office, "dinkes", NOW + timedelta(days=2))["twitter"] == ("fresh", 3, None)


def test_the_audit_looks_first_where_it_is_told_to(office: Run) -> None:
    answer = office("audit", "--refresh", "--format", "csv")
    rows = [*csv.DictReader(answer.out.splitlines())]
    assert [row["instagram"] for row in rows if row["agency_code"] == "dinkes"] == ["fresh"]
    assert answer.err == NO_HANDLE + SUMMARY


@pytest.mark.parametrize(
    ("unwell", "fail_on", "code"),
    [
        (False, "empty", 0), (True, "empty", 3), (False, "gone", 1), (True, "gone", 1),
    ],
)  # fmt: skip
def test_the_audit_has_one_exit_code(
    office: Run, networks: Networks, unwell: bool, fail_on: str, code: int
) -> None:
    if unwell:
        networks.always["x"] = Answer(429, {"title": "Too Many Requests"})
    office("audit", "--refresh", "--fail-on", fail_on, code=code)


@pytest.mark.parametrize("words", [("--kind", "kecamatan"), ("--agency", "kalimanah")])
def test_the_audit_looks_only_at_what_it_shows(
    office: Run, networks: Networks, words: tuple[str, ...]
) -> None:
    office("audit", "--refresh", *words)
    assert len(networks.asked) == 1


def test_an_audit_without_a_token_shows_what_is_known(
    office: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = office("audit", "--format", "csv").out
    monkeypatch.delenv("MEDSOS_META_TOKEN")
    monkeypatch.delenv("MEDSOS_X_TOKEN")
    answer = office("audit", "--refresh", "--format", "csv", code=3)
    assert answer.out == known
    assert answer.err == (
        "no network has a token, so nobody is asked: this is what is known already\n"
    )
    office("audit", "--refresh", "--fail-on", "unchecked", code=1)


def test_a_lasting_fault_of_an_account_is_that_accounts(
    run: Run, networks: Networks, tmp_path: Path
) -> None:
    names = [f"contoh{number:03}" for number in range(120)]
    roster = tmp_path / "roster.csv"
    rows = "\n".join(f"{name},{name},{name}" for name in names)
    roster.write_text(f"agency_code,agency,facebook\n{rows}\n", encoding="utf-8")
    run("import", roster)
    for name in names:
        networks.add("facebook", name, "2020-12-01T03:00:00+0000")
    reduce = "Please reduce the amount of data you're asking for, then retry your request"
    networks.answers = {
        "contoh007": (500, graph_error(1, reduce)), "contoh008": (400, graph_error(2, "…")),
    }  # fmt: skip
    answer = run("check", "--platform", "fb", code=3)
    assert answer.lines[2].split() == ["facebook", "118", "118", "0", "0", "2"]
    assert answer.err == (
        "contoh007: facebook contoh007: not checked: a fault of its own (code 1)\n"
        "contoh008: facebook contoh008: not checked: a fault of its own (code 2)\n"
    )


def test_a_page_that_was_migrated_is_not_checked_and_its_new_number_offered(
    office: Run, networks: Networks
) -> None:
    message = "(#21) Page ID 1 was migrated to page ID 100064000000018. Please update your API "
    networks.answers = {"contohdinkes": (400, graph_error(21, f"{message}calls to the new ID"))}
    answer = office("check", code=3)
    assert (
        "dinkes: facebook contohdinkes: not checked: this Page has the number 100064000000018 now: "
        "medsos account set dinkes facebook 100064000000018\n"
    ) in answer.err


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (403, "a guard in front of X turned the request away (HTTP 403)"),
        (429, "the request limit is reached"),
        (503, "Cloudflare, which stands in front of it, gave a page instead (HTTP 503)"),
        (522, "Cloudflare, which stands in front of it, gave a page instead (HTTP 522)"),
    ],
)
def test_a_page_of_cloudflare_is_said_as_what_it_is_and_changes_no_verdict(
    office: Run, networks: Networks, status: int, reason: str
) -> None:
    page = b"<!DOCTYPE html><html><title>Just a moment...</title></html>"
    headers = (("Server", "cloudflare"), ("Content-Type", "text/html; charset=UTF-8"))
    networks.always["x"] = Answer(status, page, headers)
    answer = office("check", code=3)
    assert f"twitter: 2 accounts not checked: {reason}\n" in answer.err
    assert answer.lines[4].split() == ["twitter", "0", "0", "0", "0", "2"]
    assert presence(office, "dinkes")["twitter"] == ("unchecked", None, None)


@pytest.mark.usefixtures("office")
def test_the_token_is_nowhere_but_where_it_belongs(
    db: Path, networks: Networks, tmp_path: Path
) -> None:
    networks.next["graph"] = [Answer(500, b""), Answer(200, b"<html>")]
    networks.answers = {"contohsetda": (400, graph_error(190, f"Error validating {TOKEN}"))}
    networks.next["x"] = [Answer(429, {"title": TOKEN, "detail": TOKEN})]
    said = ""
    for words in (("check",), ("check", "--dry-run"), ("audit", "--refresh"), ("info",)):
        done = medsos(*words, db=db)
        said += done.stdout + done.stderr
    assert "the token is not valid" in said
    assert TOKEN not in said
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or TOKEN.encode() not in file.read_bytes(), file
    assert not [path for _, path, _ in networks.asked if TOKEN in path]
    assert [form for _, _, form in networks.asked if TOKEN in form]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_an_interruption_keeps_what_is_stored(
    run: Run, db: Path, networks: Networks, tmp_path: Path
) -> None:
    names = [f"contoh{n:03}" for n in range(300)]
    roster = tmp_path / "roster.csv"
    rows = "\n".join(f"{name},{name},{name}" for name in names)
    roster.write_text(f"agency_code,agency,facebook\n{rows}\n", encoding="utf-8")
    run("import", roster)
    for name in names:
        networks.add("facebook", name, "2020-12-01T03:00:00+0000")
    networks.latency = 0.3
    program = subprocess.Popen(
        [sys.executable, "-m", "medsos_cli", "check"], env={**os.environ, "MEDSOS_DB": str(db)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    until = time.monotonic() + 20
    while len(networks.asked) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=20)
    assert program.returncode == 130
    assert err.decode().startswith("interrupted: what was learnt so far is kept")
    ((stored,),) = query(db, "select count(*) from sighting")
    assert stored in {100, 150}
    assert query(db, "pragma integrity_check") == [("ok",)]


@pytest.mark.usefixtures("office")
def test_a_terminal_sees_how_far_it_has_come(db: Path, networks: Networks) -> None:
    pty = pytest.importorskip("pty")  # not on Windows
    networks.latency = 0.3
    ours, theirs = pty.openpty()
    environment = {**os.environ, "MEDSOS_DB": str(db), "TERM": "xterm"}
    program = subprocess.Popen(
        [sys.executable, "-m", "medsos_cli", "check"], env=environment, stderr=theirs,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while chunk := _read(ours):
        seen += chunk
    os.close(ours)
    out, _ = program.communicate(timeout=20)
    assert "looking" in seen.decode()
    assert "/6" in seen.decode()
    assert out.decode().startswith("network")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""


AHEAD = NOW + timedelta(days=40)


def test_what_was_seen_while_the_clock_was_ahead_counts_once_it_is_right(office: Run) -> None:
    office("check", "--platform", "twitter", now=AHEAD)
    assert presence(office, "setda")["twitter"] == ("gone", None, None)
    assert presence(office, "dinkes")["twitter"] == ("fresh", 1, None)
    assert "2020-12-03" in office("show", "setda").out


def test_a_later_look_puts_right_what_was_seen_ahead(
    office: Run, networks: Networks, db: Path
) -> None:
    networks.add("x", "contoh_setda", x_id(NOW - timedelta(days=3)))
    office("post", f"https://x.com/contoh_dinkes/status/{x_id(NOW)}", now=AHEAD)
    office("check", now=AHEAD)
    del networks.x["contoh_setda"]
    office("check")
    assert presence(office, "setda")["twitter"] == ("gone", 3, None)
    stamp = "2020-12-03T03:00:00Z"
    for column, table in (
        ("looked_at", "look"), ("last_seen", "sighting"), ("until", "post_window"),
        ("first_until", "post_window"), ("seen_at", "post"),
    ):  # fmt: skip
        assert query(db, f"select max({column}) from {table}") == [(stamp,)]  # noqa: S608  # our own names
    assert presence(office, "setda", now=AHEAD)["twitter"] == ("gone", 43, None)


@pytest.mark.parametrize("hours", [2, -7, 24 * 40])
def test_nothing_is_recorded_where_the_network_says_that_the_clock_is_wrong(
    office: Run, networks: Networks, db: Path, hours: int
) -> None:
    before = dump(db)
    networks.headers = {"Date": "Thu, 03 Dec 2020 03:20:00 GMT"}
    wrong = office("check", code=3, now=NOW + timedelta(hours=hours))
    assert "this computer's clock is not the network's: set it, then say check again" in wrong.err
    assert (networks.requests("graph"), networks.requests("x")) == (1, 1)
    assert dump(db) == before
    office("check")


@pytest.mark.parametrize("date", ["", "soon", "Thu, 03 Dec 2020 99999999999999999999:20:00 GMT"])
def test_a_date_that_cannot_be_read_says_nothing_of_the_clock(
    office: Run, networks: Networks, date: str
) -> None:
    networks.headers = {"Date": date}
    office("check")
