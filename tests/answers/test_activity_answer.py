"""The activity of a span: its CSV whole, and what is said under its table."""

from datetime import date
from io import StringIO

import pytest

from medsos_cli.answers import as_csv, as_table
from medsos_cli.answers.activity_answer import activity_answer
from medsos_cli.models import Agency, Platform
from medsos_cli.rules.activity import AccountActivity, Activity, Known, Outcome
from medsos_cli.rules.spans import Per, Target
from tests.conftest import Run
from tests.months import NOVEMBER

TARGET = Target(2, Per.WEEK)
DINKES = Agency("dinkes", "Dinas Kesehatan", "dinas")
FIRST, LAST = date(2026, 11, 3), date(2026, 11, 28)
ROWS = [
    AccountActivity(
        DINKES, Platform.INSTAGRAM, "contoh.dinkes",
        Activity(Known.EXACT, 9, 8, 4, 11, FIRST, LAST, False, TARGET, Outcome.MET),
    ),
    AccountActivity(
        DINKES, Platform.FACEBOOK, None,
        Activity(Known.AT_LEAST, 1, 1, 0, None, FIRST, FIRST, True, TARGET, Outcome.NOT_SHOWN),
    ),
    AccountActivity(
        DINKES, Platform.TWITTER, "contoh",
        Activity(Known.UNKNOWN, target=TARGET, result=Outcome.NOT_SHOWN),
    ),
]  # fmt: skip


def test_csv_leaves_empty_what_is_not_known() -> None:
    out = StringIO()
    as_csv.write(activity_answer(ROWS, NOVEMBER, TARGET), out)
    assert out.getvalue().replace("\r\n", "\n") == (
        "from,to,agency_code,agency,kind,platform,handle,posts,known,days_with_posts,weeks_met,"
        "longest_gap,first_post,last_post,target,result\n"
        "2026-11-01,2026-11-30,dinkes,Dinas Kesehatan,dinas,instagram,contoh.dinkes,9,exact,8,4,"
        "11,2026-11-03,2026-11-28,2/week,met\n"
        "2026-11-01,2026-11-30,dinkes,Dinas Kesehatan,dinas,facebook,,1,at least,1,0,"
        ",2026-11-03,2026-11-03,2/week,not shown\n"
        "2026-11-01,2026-11-30,dinkes,Dinas Kesehatan,dinas,twitter,contoh,,unknown,,"
        ",,,,2/week,not shown\n"
    )


def test_the_table_says_how_well_a_count_is_known() -> None:
    out = StringIO()
    as_table.write(activity_answer(ROWS, NOVEMBER, TARGET), out)
    lines = [" ".join(line.split()) for line in out.getvalue().splitlines()]
    assert [line for line in lines if line.startswith("Dinas")] == [
        "Dinas Kesehatan instagram contoh.dinkes 9 8 11 2026-11-28 met",
        "Dinas Kesehatan facebook ≥ 1 1 ≈2026-11-03 not shown",
        "Dinas Kesehatan twitter contoh ? not shown",
    ]
    told = "3 accounts from 2026-11-01 to 2026-11-30: 1 known exactly, 1 at the least (≥), 1 not "
    assert lines[-2] == f"{told}at all (?)"
    assert lines[-1] == "target 2/week: 1 met it, 0 missed it, of 2 it is not shown"


@pytest.mark.usefixtures("sample")
def test_with_a_target_names_are_readable_on_a_small_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("MEDSOS_LANG", "id")
    head, _, *rows = run("activity", "--month", "12/2020", "--target", "2/week").lines[:108]
    assert head.split() == ["OPD", "platform", "akun", "unggahan", "hasil"]
    assert head.index("platform") >= 18
    assert len({row[: head.index("unggahan")] for row in rows}) == 106


@pytest.mark.usefixtures("sample")
def test_a_target_is_said_in_the_language_of_people_and_kept_in_that_of_programs(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDSOS_LANG", "id")
    asked = ("activity", "--month", "12/2020", "--target", "2/minggu")
    assert run(*asked).lines[-1].startswith("target 2/minggu: ")
    assert ",2/week," in run(*asked, "--format", "csv").out
    assert "--target N/minggu " in run("activity", "--help").out
