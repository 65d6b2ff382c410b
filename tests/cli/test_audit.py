"""The presence audit: the same numbers as a table, as CSV and as JSON; which rows, which order."""

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from medsos_cli.models import Platform, Result, Sighting
from medsos_cli.store.database import open_store
from medsos_cli.store.sightings import record_sightings
from tests.conftest import NOW, Run
from tests.office import REGISTERED, dump, open_office
from tests.record import clock_at

ROSTER = """\
agency_code,agency,kind,instagram,facebook,twitter,device,holder,handed_over_on,\
instagram_last_post,facebook_last_post,twitter_last_post,checked_on
dinkes,Dinas Kesehatan,dinas,contoh.dinkes,contohdinkes,contoh_dinkes,HP-1,Ani,2020-12-01,\
2020-12-01,2020-11-02,belum pernah,2020-12-03
dlh,Dinas Lingkungan Hidup,dinas,,-,contoh_dlh,,,,,,2020-11-20,2020-11-21
setda,Sekretariat Daerah,sekretariat,contoh.setda,-,,HP-2,Budi,2020-12-01,2020-11-03,,,2020-11-03
setda,Sekretariat Daerah,,,,,HP-3,"Cici, S.Kom",2020-12-02,,,,
bukateja,Kecamatan Bukateja,kecamatan,contoh.bukateja,,,,,,,,,
rembang,Kecamatan Rembang,kecamatan,-,-,-,HP-4,,,,,,
mrebet,Kecamatan Mrebet,kecamatan,,,,,,,,,,
"""
CSV = """\
as_of,stale_days,agency_code,agency,kind,platforms,instagram,instagram_handle,instagram_last_post,\
instagram_days,instagram_checked_on,facebook,facebook_handle,facebook_last_post,facebook_days,\
facebook_checked_on,twitter,twitter_handle,twitter_last_post,twitter_days,twitter_checked_on,\
devices,holders,flags
2020-12-03,30,dlh,Dinas Lingkungan Hidup,dinas,0,unlisted,,,,,none,,,,,\
gone,contoh_dlh,2020-11-20,13,2020-12-02,0,,
2020-12-03,30,mrebet,Kecamatan Mrebet,kecamatan,0,unlisted,,,,,unlisted,,,,,unlisted,,,,,0,,
2020-12-03,30,rembang,Kecamatan Rembang,kecamatan,0,none,,,,,none,,,,,none,,,,,0,,
2020-12-03,30,bukateja,Kecamatan Bukateja,kecamatan,1,unchecked,contoh.bukateja,,,,\
unlisted,,,,,unlisted,,,,,0,,
2020-12-03,30,setda,Sekretariat Daerah,sekretariat,1,fresh,contoh.setda,2020-11-03,30,2020-11-03,\
none,,,,,unlisted,,,,,2,"Budi; Cici, S.Kom",
2020-12-03,30,dinkes,Dinas Kesehatan,dinas,3,fresh,contoh.dinkes,2020-12-01,2,2020-12-03,\
stale,contohdinkes,2020-11-02,31,2020-12-03,empty,contoh_dinkes,,,2020-12-03,1,Ani,
"""
TABLE = """\
agency                  instagram      facebook      twitter        handset     holder
──────────────────────  ─────────────  ────────────  ─────────────  ──────────  ─────────────────
Dinas Lingkungan Hidup  · unlisted —   – none —      ✗ gone 13d     —           —
Kecamatan Mrebet        · unlisted —   · unlisted —  · unlisted —   —           —
Kecamatan Rembang       – none —       – none —      – none —       —           —
Kecamatan Bukateja      ? unchecked —  · unlisted —  · unlisted —   —           —
Sekretariat Daerah      ✓ fresh 30d    – none —      · unlisted —   HP-2, HP-3  Budi, Cici, S.Kom
Dinas Kesehatan         ✓ fresh 2d     ! stale 31d   ○ empty never  HP-1        Ani

6 agencies as of 2020-12-03: three platforms 1, two 0, one 2, none of the three 3
instagram  ✓ 2 fresh  ! 0 stale  ○ 0 empty  ? 1 unchecked  ✗ 0 gone  – 1 none  · 2 unlisted
facebook   ✓ 0 fresh  ! 1 stale  ○ 0 empty  ? 0 unchecked  ✗ 0 gone  – 3 none  · 2 unlisted
twitter    ✓ 0 fresh  ! 0 stale  ○ 1 empty  ? 0 unchecked  ✗ 1 gone  – 1 none  · 3 unlisted
stale: no post known for more than 30 days
"""


def _words(value: object) -> str:
    """Name a case by the words that are said in it."""
    return " ".join(value) if isinstance(value, list) else ""


@pytest.fixture
def office(run: Run, db: Path, tmp_path: Path) -> Run:
    """Six agencies that show every verdict; one account of theirs was found gone on the 2nd."""
    roster = tmp_path / "office.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    run("import", roster, "--stated-on", "2020-11-01")
    saw = "2020-12-02T05:00:00Z"
    gone = Sighting(
        Platform.TWITTER, "contoh_dlh", Result.GONE, None, None, saw, saw, "twitter-api"
    )
    with open_store(db) as store, store.transaction():
        record_sightings(store, [gone], clock_at(saw))
    return run


def codes(office: Run, *words: str) -> list[str]:
    """Return the codes of the agencies that an audit shows, in its order."""
    rows = csv.DictReader(io.StringIO(office("audit", *words, "--format", "csv").out))
    return [row["agency_code"] for row in rows]


def verdicts(office: Run, *words: str) -> dict[str, str]:
    """Return the three verdicts of each agency, as `fresh stale empty`."""
    rows = csv.DictReader(io.StringIO(office("audit", *words, "--format", "csv").out))
    return {row["agency_code"]: " ".join(row[each] for each in Platform) for row in rows}


def test_the_whole_csv_is_this(office: Run) -> None:
    assert office("audit", "--format", "csv").out == CSV


def test_the_whole_table_is_this(office: Run) -> None:
    assert office("audit").out == TABLE


def test_json_tells_the_same_numbers(office: Run) -> None:
    document = json.loads(office("audit", "--format", "json").out)
    assert [*document] == ["as_of", "stale_days", "agencies", "summary"]
    rows = [*csv.DictReader(io.StringIO(CSV))]
    flat = []
    for agency in document["agencies"]:
        assert [*agency] == [
            "code", "name", "kind", "platforms", "presence", "devices", "holders"
        ]  # fmt: skip
        cells = [document["as_of"], document["stale_days"], *[*agency.values()][:4]]
        for platform in Platform:
            found = agency["presence"][platform]
            assert found.pop("approximate") is False
            assert found.pop("flag") is None
            cells += found.values()
        cells += [agency["devices"], "; ".join(agency["holders"]), ""]
        flat.append(["" if cell is None else str(cell) for cell in cells])
    assert flat == [[*row.values()] for row in rows]
    summary = document["summary"]
    assert summary["agencies"] == len(rows)
    counts = Counter(row["platforms"] for row in rows)
    assert summary["by_platform_count"] == {n: counts[n] for n in "3210"}
    for platform in Platform:
        told = {verdict: n for verdict, n in summary["by_verdict"][platform].items() if n}
        assert told == Counter(row[platform] for row in rows)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--kind", "kecamatan"], ["mrebet", "rembang", "bukateja"]),
        (["--kind", "Kecamatan"], ["mrebet", "rembang", "bukateja"]),
        (["--agency", "setda"], ["setda"]),
        (["--agency", "Dinas Kesehatan"], ["dinkes"]),
        (["--only", "gone"], ["dlh"]),
        (["--only", "gone,stale"], ["dlh", "dinkes"]),
        (["--only", "gone", "--only", "stale"], ["dlh", "dinkes"]),
        (["--only", "empty", "--kind", "kecamatan"], []),
        (["--sort", "name", "--kind", "dinas"], ["dinkes", "dlh"]),
        (["--sort", "stale", "--kind", "dinas"], ["dlh", "dinkes"]),
    ],
    ids=_words,
)
def test_rows_are_chosen_and_sorted(office: Run, words: list[str], expected: list[str]) -> None:
    assert codes(office, *words) == expected


def test_the_longer_silence_comes_first(run: Run, tmp_path: Path) -> None:
    roster = tmp_path / "silent.csv"
    roster.write_text(
        "agency,instagram,instagram_last_post\nA,contoh.a,1/11/2020\nB,contoh.b,1/9/2020\n"
        "C,contoh.c,\nD,contoh.d,1/10/2020\n"
    )
    run("import", roster)
    assert codes(run) == ["b", "d", "a", "c"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--fail-on", "gone"], 1),
        (["--fail-on", "gone,empty"], 1),
        (["--fail-on", "gone", "--kind", "kecamatan"], 0),
        (["--fail-on", "gone", "--agency", "dinkes"], 0),
        (["--fail-on", "gone", "--only", "fresh"], 1),
        (["--fail-on", "stale", "--stale-days", "31"], 0),
        (["--fail-on", "fresh", "--fail-on", "stale", "--stale-days", "31"], 1),
    ],
    ids=_words,
)
def test_fail_on_judges_the_rows_asked_for_not_those_shown(
    office: Run, words: list[str], code: int
) -> None:
    assert office("audit", *words, code=code).out


@pytest.mark.parametrize(
    ("day", "dinkes", "dlh"),
    [
        ("2020-11-19", None, None),  # they came with rows of 3 December and of the 20th
        ("2020-11-21", None, "unlisted none fresh"),
        ("2020-12-02", "unlisted unlisted unlisted", "unlisted none gone"),
        ("2020-12-03", "fresh stale empty", "unlisted none gone"),
        ("31/12/2020", "fresh stale empty", "unlisted none gone"),
        ("1 Jan 2021", "stale stale empty", "unlisted none gone"),
    ],
)
def test_only_what_was_seen_by_that_day_counts(
    office: Run, day: str, dinkes: str | None, dlh: str | None
) -> None:
    found = verdicts(office, "--as-of", day)
    assert (found.get("dinkes"), found.get("dlh")) == (dinkes, dlh)


def test_the_same_question_later_has_the_same_answer(office: Run) -> None:
    later = datetime(2021, 6, 1, tzinfo=UTC)
    before = office("audit", "--as-of", "2020-12-03", "--format", "csv").out
    office("account", "set", "mrebet", "ig", "none", now=later)
    office("account", "set", "mrebet", "ig", "contoh.mrebet", now=later)
    after = office("audit", "--as-of", "2020-12-03", "--format", "csv", now=later).out
    assert after == before


def test_a_day_roughly_known_and_an_old_look_are_marked(office: Run) -> None:
    office("post", "https://www.instagram.com/contoh.bukateja/p/CITDXUWhaNu/")
    office("account", "set", "mrebet", "ig", "contoh.mrebet")
    later = datetime(2021, 1, 20, tzinfo=UTC)
    lines = office("audit", "--kind", "kecamatan", now=later).lines
    assert next(line for line in lines if "Bukateja" in line).split()[2:5] == [
        "!",
        "stale",
        "≈49d*",
    ]
    assert lines[-1] == (
        "* 1 account was last looked at more than 30 days ago: there may be newer posts"
    )


@pytest.mark.parametrize("columns", [70, 80, 95, 96, 100, 120])
@pytest.mark.parametrize("no_color", ["", "1"])
def test_the_table_fits_and_cuts_no_verdict(
    office: Run, monkeypatch: pytest.MonkeyPatch, columns: int, no_color: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", no_color)
    lines = office("audit").lines
    table = lines[: lines.index("")]
    assert max(map(len, table)) <= columns
    marks = "".join(
        line[line.index(each) :][:1] for line in table for each in "✗○!✓?" if each in line
    )
    assert Counter(marks) == Counter("✗?✓✓!○")
    for age in ("13d", "30d", "2d", "31d", "never"):
        assert any(age in line for line in table)


def test_a_kind_that_no_agency_was_of_on_a_day_is_said_to_be_of_none(office: Run) -> None:
    office("agency", "set", "dinkes", "--kind", "satuan")
    answer = office("audit", "--kind", "satuan", "--as-of", "1/12/2020")
    assert (answer.out, answer.err) == (
        "", "no agency was of the kind satuan on 2020-12-01; who is of which now: medsos agencies\n"
    )  # fmt: skip


def test_an_empty_database_says_how_to_begin(run: Run, db: Path) -> None:
    answer = run("audit", code=2)
    assert answer.err.splitlines()[1] == "hint: to begin: medsos import ROSTER.csv"
    open_store(db, create=True).connection.close()
    answer = run("audit")
    assert (answer.out, answer.err) == (
        "", "no agencies yet; to begin: medsos import ROSTER.csv\n"
    )  # fmt: skip
    assert run("audit", "--format", "csv").out.count("\n") == 1
    assert json.loads(run("audit", "--format", "json").out)["agencies"] == []


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (["--only", "fresch"], "--only: 'fresch' is no verdict", "did you mean fresh?"),
        (["--fail-on", "stale,old"], "--fail-on: 'old' is no verdict", "the verdicts are fresh, "),
        (["--kind", "dinass"], "no agency is of the kind 'dinass'", "did you mean dinas?"),
        (["--agency", "dinkess"], "no agency is called 'dinkess'", "did you mean dinkes?"),
        (["--as-of", "12/25/2020"], "--as-of: '12/25/2020' is not a date", "write the day first"),
        (
            ["--output", "x.ods"],
            "x.ods does not say which format",
            "end it in .csv, .json or .xlsx",
        ),
        (["--output", "no/where.csv"], "no/where.csv cannot be written", "make the folder "),
    ],
    ids=_words,
)
def test_wrong_words_are_told_with_the_right_ones(
    office: Run, db: Path, words: list[str], error: str, hint: str
) -> None:
    before = dump(db)
    answer = office("audit", *words, code=2)
    told, way_out = answer.err.splitlines()
    assert told.startswith(f"error: {error}")
    assert way_out.startswith(f"hint: {hint}")
    assert answer.out == ""
    assert dump(db) == before


def test_the_sample_shows_every_verdict_but_gone(sample: Run) -> None:
    summary = json.loads(sample("audit", "--format", "json").out)["summary"]
    counts = summary["by_platform_count"]
    assert summary["agencies"] == 65
    assert (counts["0"] >= 12, counts["1"] >= 15, counts["2"] >= 17) == (True, True, True)
    assert {
        verdict for told in summary["by_verdict"].values() for verdict, n in told.items() if n
    } == {"fresh", "stale", "empty", "unchecked", "none", "unlisted"}


@pytest.mark.parametrize("words", ["--fail-on=", "--fail-on=,", "--only=,"])
def test_an_alarm_is_not_switched_off_by_an_empty_word(office: Run, words: str) -> None:
    answer = office("audit", words, code=2)
    assert answer.err.startswith(
        f"error: {words.partition('=')[0]} names no verdict\nhint: the verdicts"
    )


def test_a_weekday_that_contradicts_its_day_is_doubted(office: Run) -> None:
    assert office("audit", "--as-of", "Senin, 3/12/2020").err == (
        "warning: --as-of: 2020-12-03 is a Kamis, not senin; check the date\n"
    )


def test_a_reader_that_has_had_enough_is_no_failure(office: Run, db: Path) -> None:
    assert office("audit").out
    command = [sys.executable, "-m", "medsos_cli", "audit", "--db", str(db)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 0


@pytest.fixture
def quiet(run: Run, tmp_path: Path) -> Run:
    """Let dinkes go quiet on Facebook in November, and setda post again on 2 December."""
    open_office(run, tmp_path)
    for code in ("dinkes", "setda"):
        run("account", "set", code, "fb", f"contoh{code}", now=REGISTERED)
    posts = [("dinkes", "27/10/2020"), ("setda", "1/9/2020"), ("setda", "2/12/2020")]
    for number, (code, day) in enumerate(posts):
        link = f"https://www.facebook.com/contoh{code}/posts/99887766554{number}"
        run("post", link, "--on", day)
    return run


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_long_change_leaves_names_their_room_on_a_small_terminal(
    sample: Run, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    tomorrow = NOW + timedelta(days=1)
    for words in (("ig", "contoh.baru"), ("fb", "none"), ("tw", "none")):
        sample("account", "set", "dinkominfo", *words, now=tomorrow)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("MEDSOS_LANG", language)
    head, _, *rows = sample("audit", "--since", "3/12/2020", now=tomorrow).lines[:67]
    assert max(map(len, rows)) <= 80
    assert head.split()[0] in {"agency", "OPD"}
    assert head.index("instagram") >= 14
    assert sum("; FB" in row for row in rows) == 1


def test_since_shows_what_it_was_and_what_changed(quiet: Run) -> None:
    lines = quiet("audit", "--since", "26/11/2020", "--format", "csv", "--sort", "name").lines
    assert lines[0].endswith(
        "flags,platforms_before,instagram_before,facebook_before,twitter_before,change"
    )
    assert [line.split(",")[2:3] + line.split(",")[-5:] for line in lines[1:]] == [
        ["dinkes", "2", "unchecked", "fresh", "unlisted", "facebook:quiet"],
        ["kalimanah", "0", "unlisted", "unlisted", "unlisted", ""],
        ["setda", "1", "none", "stale", "unlisted", "facebook:revived"],
    ]
    found = json.loads(quiet("audit", "--since", "26/11/2020", "--format", "json").out)
    assert found["summary"]["changes"]["quiet"] == 1
    assert {each["code"]: each["change"] for each in found["agencies"]} == {
        "dinkes": ["facebook:quiet"], "kalimanah": [], "setda": ["facebook:revived"],
    }  # fmt: skip
    told = quiet("audit", "--since", "26/11/2020").lines
    assert told[-1] == "changed since 2020-11-26: posts again 1, went quiet 1"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--since 26/11/2020 --fail-on quiet", 1),
        ("--since 26/11/2020 --fail-on lost,gone", 0),
        ("--since 26/11/2020 --fail-on empty,revived", 1),
        ("--since 26/11/2020 --fail-on quiet --kind sekretariat", 0),
        ("--fail-on gone", 0),
        ("--fail-on quiet", 2),
        ("--since 3/12/2020", 2),
        ("--since 26/11/2020 --fail-on silent", 2),
    ],
)
def test_changes_are_judged_as_verdicts_are(quiet: Run, words: str, code: int) -> None:
    quiet("audit", *words.split(), code=code)
