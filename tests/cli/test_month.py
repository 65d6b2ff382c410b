"""`medsos activity` and `posts`: what links and looks have shown of a month."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.network import Networks
from tests.office import open_office

PAGE = "https://www.facebook.com/contohdinkes/posts/99887766554{}"
DINKES = "2020-11-01,2020-11-30,dinkes,Dinas Kesehatan,dinas"
SETDA = "2020-11-01,2020-11-30,setda,Sekretariat Daerah,sekretariat"
HEAD = (
    "from,to,agency_code,agency,kind,platform,handle,posts,known,days_with_posts,weeks_met,"
    "longest_gap,first_post,last_post,target,result"
)


@pytest.fixture
def office(run: Run, networks: Networks, tmp_path: Path) -> Run:
    """Let dinkes have a listed Instagram account and a Page known by links, setda an empty X."""
    open_office(run, tmp_path)
    run("account", "set", "dinkes", "fb", "contohdinkes", "--on", "1/11/2020")
    run("account", "set", "setda", "x", "contoh_setda", "--on", "1/11/2020")
    posts = [f"2020-11-{day:02}T03:00:00+0000" for day in (24, 17, 10, 3)]
    networks.add("instagram", "contoh.dinkes", *posts)
    networks.add("x", "contoh_setda")
    networks.answers["contohdinkes"] = (400, {"error": {"code": 10, "message": "no"}})
    run("check", code=3)
    run("post", PAGE.format(1), "--on", "5/11/2020")
    run("post", PAGE.format(2), "--on", "20/11/2020")
    return run


def test_the_whole_csv_is_this(office: Run) -> None:
    words = ("activity", "--month", "2020-11", "--target", "1/week", "--format", "csv")
    assert office(*words).lines == [
        HEAD,
        f"{DINKES},instagram,contoh.dinkes,4,exact,4,4,6,2020-11-03,2020-11-24,1/week,met",
        f"{DINKES},facebook,contohdinkes,2,at least,2,2,,2020-11-05,2020-11-20,1/week,not shown",
        f"{SETDA},twitter,contoh_setda,0,exact,0,0,30,,,1/week,missed",
    ]


def test_a_table_says_how_well_it_is_known(office: Run) -> None:
    told = office("activity", "--target", "1/week")  # the last whole month is November
    assert told.lines[2].split() == [
        "Dinas", "Kesehatan", "instagram", "contoh.dinkes", "4", "4", "6", "2020-11-24", "met",
    ]  # fmt: skip
    assert "≥ 2" in told.lines[3]
    assert told.lines[-1] == "target 1/week: 1 met it, 1 missed it, of 1 it is not shown"


def test_the_last_posts_of_a_roster_are_the_least_of_their_months(run: Run, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    head = "agency,instagram,instagram_last_post,facebook,facebook_last_post,checked_on\n"
    for row in ("@contoh.a,3/10/2020,contoha,belum pernah,5/10/2020",
                "@contoh.a,20/11/2020,contoha,,21/11/2020",
                "@contoh.a,28/11/2020,contoha,1/12/2020,2/12/2020"):  # fmt: skip
        roster.write_text(f"{head}Dinas A,{row}\n", encoding="utf-8")
        run("import", roster)

    def told(month: str, *words: str) -> list[str]:
        asked = ("activity", "--month", month, "--target", "1/month", "--format", "csv", *words)
        return [line.partition("dinas-a,Dinas A,,")[2] for line in run(*asked).lines[1:]]

    assert told("2020-11") == [
        "instagram,contoh.a,2,at least,2,,,2020-11-20,2020-11-28,1/month,met",
        "facebook,contoha,,unknown,,,,,,1/month,not shown",
    ]
    assert told("2020-10")[0] == (
        "instagram,contoh.a,1,at least,1,,,2020-10-03,2020-10-03,1/month,met"
    )
    assert told("2020-11", "--known-on", "2/12/2020") == []


def test_what_was_recorded_later_is_left_out(office: Run) -> None:
    asked = ("activity", "--month", "2020-11", "--agency", "dinkes", "--format", "json")
    (known,) = json.loads(office(*asked, "--known-on", "2/12/2020").out)
    assert (known["posts"], known["known"]) == (None, "unknown")
    assert office(*asked, "--known-on", "3/12/2020").out == office(*asked).out


def test_fail_on_judges_the_targets(office: Run) -> None:
    office("activity", "--target", "1/week", "--fail-on", "missed", code=1)
    office("activity", "--target", "1/week", "--fail-on", "missed", "--kind", "dinas")
    told = office("activity", "--fail-on", "missed", code=2).err
    assert told == "error: --fail-on missed needs --target\nhint: as --target 2/week\n"


def test_a_target_may_be_said_in_indonesian(office: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("activity", "--format", "csv", "--target")
    assert office(*asked, "1/minggu").out == office(*asked, "1/week").out
    monkeypatch.setenv("MEDSOS_LANG", "id")
    told = office("activity", "--target", "1/tahun", code=2).err
    assert told.endswith("saran: tulis seperti 2/minggu, 1/hari, atau 12/bulan\n")


def test_all_that_is_wrong_is_said_at_once(office: Run) -> None:
    words = ("--to", "3/3/2020", "--target", "x", "--agency", "dinkess")
    assert office("activity", *words, code=2).err.splitlines() == [
        "error: --to needs --from",
        "hint: say from which day: --from DATE --to DATE",
        "error: --target: 'x' is no target",
        "hint: write it as 2/week, 1/day or 12/month",
        "error: no agency is called 'dinkess'",
        "hint: did you mean dinkes?",
    ]


def test_the_posts_of_an_agency_are_listed_one_by_one(office: Run) -> None:
    office("post", "--void", PAGE.format(2), "--reason", "salah OPD")
    lines = office("posts", "--agency", "dinkes", "--format", "csv").lines
    assert lines[0] == (
        "posted_on,approximate,platform,agency_code,agency,handle,post,source,recorded_at,"
        "recorded_by,void"
    )
    assert [[*line.split(",")[6:8], line.rpartition(",")[2]] for line in lines[1:]] == [
        ["D2011030300", "instagram-api", ""], ["998877665541", "post-link", ""],
        ["D2011100300", "instagram-api", ""], ["D2011170300", "instagram-api", ""],
        ["998877665542", "post-link", "salah OPD"], ["D2011240300", "instagram-api", ""],
    ]  # fmt: skip


def test_a_post_taken_back_counts_no_more_and_may_be_anothers(office: Run) -> None:
    office("account", "set", "setda", "fb", "contohsetda")
    wrong = "https://www.facebook.com/share/p/1AbCdEfGh/"
    office("post", wrong, "--agency", "dinkes", "--on", "2/12/2020")
    assert "contohdinkes,2020-12-02,1" in office("audit", "--format", "csv").out
    office("post", "--void", wrong, "--reason", "milik setda")
    assert "contohdinkes,2020-11-20,13" in office("audit", "--format", "csv").out
    office("post", wrong, "--agency", "setda", "--on", "2/12/2020")
    assert "contohsetda,2020-12-02,1" in office("audit", "--format", "csv").out


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--void", PAGE.format(9), "--reason", "x"),
         "facebook post 998877665549 is not on record"),
        (("--void", PAGE.format(1)), "--reason is blank"),
        (("--void", "https://www.facebook.com/contohdinkes", "--reason", "x"),
         "'https://www.facebook.com/contohdinkes' is an account, not a post"),
        (("--void", "https://www.instagram.com/p/D2011030300/", "--reason", "x"),
         "instagram itself shows post D2011030300 as one of this account"),
        (("--void", PAGE.format(1), "--agency", "dinkes"), "--void goes with --reason alone"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_back(office: Run, words: tuple[str, ...], refusal: str) -> None:
    assert office("post", *words, code=2).err.splitlines()[0] == f"error: {refusal}"
