"""What is stated of agencies, accounts and devices, where the clock was wrong for a while."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, Run
from tests.office import open_office

AHEAD = NOW + timedelta(days=400)
TODAY = "2020-12-03"


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    return open_office(run, tmp_path)


@pytest.mark.parametrize("later", [timedelta(), timedelta(days=401)], ids=["now", "after"])
@pytest.mark.parametrize(
    ("words", "then", "now", "listed"),
    [
        (("account", "set", "dinkes", "ig"), "contoh.nanti", "contoh.kini", "agencies"),
        (("account", "set", "dinkes", "ig"), "none", "contoh.kini", "agencies"),
        (("account", "set", "setda", "fb"), "contohnanti", "none", "agencies"),
        (("agency", "rename", "dinkes"), "Dinas Nanti", "Dinas Kini", "agencies"),
        (("device", "set", "HP-1", "--model"), "Nanti", "Kini", "devices"),
    ],
)
def test_what_is_stated_today_stands_in_place_of_what_a_clock_ahead_has_stated(
    office: Run, words: tuple[str, ...], then: str, now: str, listed: str, later: timedelta
) -> None:
    office(*words, then, now=AHEAD)
    answer = office(*words, now)
    assert "a later day stands" not in answer.out
    assert ", ahead of this clock; what is stated now stands instead" in answer.err
    rows = json.loads(office(listed, "--format", "json", now=NOW + later).out)
    values = {value for row in rows for value in row.values() if isinstance(value, str)}
    assert now in values
    assert then == "none" or then not in values


def test_an_agency_that_a_clock_ahead_put_on_record_is_renamed_today(office: Run) -> None:
    office("agency", "add", "bkd", "Badan Nanti", now=AHEAD)
    office("agency", "rename", "bkd", "Badan Kini")
    assert "Badan Kini" in office("show", "bkd").out


def test_a_clock_that_is_behind_does_not_put_an_earlier_day_in_place_of_a_later_one(
    office: Run,
) -> None:
    office("account", "set", "dinkes", "ig", "contoh.dua")
    slow = NOW - timedelta(days=8)
    answer = office(
        "account", "set", "dinkes", "ig", "contoh.nol", "--on", "2020-11-24", now=slow
    )  # fmt: skip
    assert "what is stated of a later day stands: contoh.dua" in answer.out
    assert "contoh.dua" in office("agencies").out


def test_history_ends_with_what_stands_though_a_clock_was_ahead(office: Run) -> None:
    office("account", "set", "dinkes", "ig", "contoh.nanti", now=AHEAD)
    office("account", "set", "dinkes", "ig", "contoh.kini")
    told = office("history", "dinkes", "--format", "csv", now=AHEAD).out
    changes = [line for line in told.splitlines() if "→" in line]
    assert changes[-1].count("contoh.nanti → contoh.kini") == 1


def test_what_was_stated_of_a_later_day_in_good_time_still_outranks_an_earlier_day(
    office: Run,
) -> None:
    office("device", "set", "HP-1", "--model", "Dulu", "--on", TODAY)
    office("device", "set", "HP-1", "--model", "Lama", "--on", "2020-12-01")
    assert "Dulu" in office("devices").out
    office("device", "set", "HP-1", "--model", "Kini", now=NOW + timedelta(days=9))
    answer = office(
        "device", "set", "HP-1", "--model", "Baru", "--on", TODAY, now=NOW + timedelta(days=10)
    )
    assert "what is stated of a later day stands: Kini" in answer.out
