"""What becomes of an office: named anew, given another code, closed, merged, and found by it all.

HP-1 is with Ani of dinkes, HP-2 with Budi of setda, HP-3 in stock; today is 3 December 2020.
"""

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.office import dump, open_office


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    return open_office(run, tmp_path)


def names(office: Run, *then: str) -> dict[str, str]:
    rows = json.loads(office("agencies", *then, "--format", "json").out)
    return {row["code"]: row["name"] for row in rows}


def test_an_office_is_there_from_its_day_on(office: Run) -> None:
    answer = office(
        "agency", "add", "BKD", "Badan  Kepegawaian", "--kind", "Badan", "--on", "1/12/2020"
    )
    assert answer.lines == ["bkd: Badan Kepegawaian is on record from 2020-12-01 on"]
    assert "bkd" not in names(office, "--as-of", "30/11/2020")
    assert names(office, "--as-of", "1/12/2020")["bkd"] == "Badan Kepegawaian"
    assert json.loads(office("agencies", "--kind", "badan", "--format", "json").out)


def test_a_new_database_begins_with_one_office(run: Run) -> None:
    run("agency", "add", "bkd", "Badan Kepegawaian")
    assert names(run) == {"bkd": "Badan Kepegawaian"}


def test_lists_of_earlier_days_keep_the_name_of_then(office: Run) -> None:
    answer = office("agency", "rename", "dinkes", "Dinas Sehat", "--on", "1/12/2020")
    assert answer.lines == ["dinkes: Dinas Sehat from 2020-12-01 on (was Dinas Kesehatan)"]
    assert names(office, "--as-of", "30/11/2020")["dinkes"] == "Dinas Kesehatan"
    assert names(office)["dinkes"] == "Dinas Sehat"
    for name in ("Dinas Kesehatan", "dinas sehat"):
        assert "Dinas Sehat" in office("audit", "--agency", name).out


def test_a_name_that_was_wrong_from_the_start_is_mended_on_every_day(office: Run) -> None:
    office("agency", "rename", "dinkes", "Dinas Kesehatan Contoh", "--from-start")
    assert names(office, "--as-of", "30/11/2020")["dinkes"] == "Dinas Kesehatan Contoh"
    assert names(office)["dinkes"] == "Dinas Kesehatan Contoh"


def test_a_late_name_does_not_take_the_place_of_a_later_one(office: Run) -> None:
    office("agency", "rename", "dinkes", "Dinas Tiga", "--on", "2/12/2020")
    assert office("agency", "rename", "dinkes", "Dinas Dua", "--on", "1/12/2020").lines == [
        (
            "dinkes: name is Dinas Dua from 2020-12-01 on; "
            "what is stated of a later day stands: Dinas Tiga"
        )
    ]
    assert names(office)["dinkes"] == "Dinas Tiga"
    assert names(office, "--as-of", "1/12/2020")["dinkes"] == "Dinas Dua"
    known = names(office, "--as-of", "1/12/2020", "--known-on", "2/12/2020")
    assert known["dinkes"] == "Dinas Kesehatan"


def test_a_kind_is_stated(office: Run) -> None:
    answer = office("agency", "set", "setda", "--kind", "Bagian", "--on", "1/12/2020")
    assert answer.lines == ["setda is of the kind bagian from 2020-12-01 on"]
    assert "setda" in office("agencies", "--kind", "bagian").out
    assert "setda" not in office("agencies", "--kind", "bagian", "--as-of", "30/11/2020").out


def test_by_a_former_code_an_office_is_found_with_all_that_is_its_own(office: Run) -> None:
    office("account", "set", "dinkes", "fb", "contoh.dkk")
    answer = office("agency", "recode", "dinkes", "dkk")
    assert answer.lines == ["Dinas Kesehatan is dkk now, on every day (was dinkes)"]
    assert "dinkes" not in names(office, "--as-of", "1/12/2020")
    assert "Dinas Kesehatan" in office("audit", "--agency", "dinkes").out
    assert [line.split()[0] for line in office("history", "dinkes").lines[2:]] == ["1"]
    office("transfer", "HP-2", "dinkes", "--to", "Cici")
    rows = json.loads(office("agencies", "--format", "json").out)
    (row,) = [row for row in rows if row["code"] == "dkk"]
    assert (row["instagram"], row["facebook"], row["devices"]) == (
        "contoh.dinkes", "contoh.dkk", 2,
    )  # fmt: skip
    assert "fail" not in office("doctor", code=None).out


def test_a_closed_office_is_in_the_audits_of_earlier_days(office: Run) -> None:
    answer = office("agency", "close", "kalimanah", "--on", "1/12/2020", "--document", "SOTK/1")
    assert answer.lines == ["kalimanah is closed from 2020-12-01 on"]
    assert "Kalimanah" in office("audit", "--as-of", "30/11/2020").out
    assert "Kalimanah" not in office("audit").out
    answer = office("audit", "--agency", "kalimanah")
    assert (answer.out, answer.err) == (
        "", "kalimanah is not there on 2020-12-03; when it was: medsos history kalimanah\n"
    )  # fmt: skip


def test_what_a_closed_office_held_goes_over_with_its_holder(office: Run) -> None:
    answer = office("agency", "close", "dinkes", "--into", "setda", "--document", "SOTK/1")
    assert answer.lines == [
        "event 4: HP-1 handed over to Ani (setda) on 2020-12-03",
        "dinkes is closed from 2020-12-03 on",
    ]
    assert answer.err.splitlines() == [
        "paper: medsos bast 4",
        (
            "its instagram account ends with it; if it goes on: "
            "medsos account set setda instagram contoh.dinkes --on 2020-12-03"
        ),
    ]
    (row,) = json.loads(office("devices", "--agency", "setda", "--format", "json").out)[:1]
    assert (row["device"], row["holder"], row["document"]) == ("HP-1", "Ani", "SOTK/1")
    for words in (
        ("assign", "HP-3", "dinkes", "--to", "X"),
        ("transfer", "HP-1", "dinkes", "--to", "X"),
        ("account", "set", "dinkes", "ig", "contoh.baru"),
        ("agency", "close", "dinkes"),
        ("agency", "close", "setda", "--into", "dinkes"),
    ):
        assert office(*words, code=2).err.splitlines()[0] == (
            "error: dinkes is closed since 2020-12-03"
        )


def test_an_account_that_ended_with_its_office_is_nobody_elses(office: Run, tmp_path: Path) -> None:
    office("agency", "close", "dinkes", "--into", "kalimanah")
    assert office("account", "set", "kalimanah", "instagram", "contoh.dinkes").err == ""
    roster = tmp_path / "late.csv"
    roster.write_text("agency_code,instagram\nkalimanah,contoh.dinkes\n", encoding="utf-8")
    assert office("import", roster).err == ""


@pytest.mark.parametrize(
    "words",
    [("audit", "--agency"), ("history",), ("devices", "--agency"), ("posts", "--agency"),
     ("assign", "HP-3"), ("account", "set"), ("followup",), ("agency", "set"),
     ("sender", "add", "Ani")],
)  # fmt: skip
def test_a_former_name_or_code_is_found_and_said_to_be_former(
    office: Run, words: tuple[str, ...]
) -> None:
    rest: dict[str, tuple[str, ...]] = {
        "assign": ("--to", "Eka"), "account": ("ig", "none"), "followup": ("--by", "call"),
        "agency": ("--kind", "dinas"),
    }  # fmt: skip
    office("agency", "rename", "dinkes", "Dinas Sehat")
    office("agency", "recode", "dinkes", "dkk")
    for former in ("dinkes", "dinas kesehatan"):
        answer = office(*words, former, *rest.get(words[0], ()), code=None)
        assert answer.err.splitlines()[0] == f"note: {former} is a former name of dkk"
        office("return", "HP-3", code=None)
    assert "former" not in office("audit", "--agency", "Dinas Sehat").err


def test_what_was_of_an_office_before_it_closed_can_still_be_stated(office: Run) -> None:
    office("agency", "close", "kalimanah", "--on", "2/12/2020")
    office("account", "set", "kalimanah", "ig", "contoh.kec", "--on", "1/12/2020")
    assert "contoh.kec" in office("agencies", "--as-of", "1/12/2020").out


def test_a_closing_that_was_wrong_is_taken_back_for_every_day(office: Run) -> None:
    office("agency", "close", "kalimanah", "--on", "1/12/2020")
    answer = office("agency", "reopen", "kalimanah", "--reason", "salah baca")
    assert answer.lines == ["kalimanah is open, as if it had not been closed"]
    assert "kalimanah" in names(office, "--as-of", "2/12/2020")
    office("assign", "HP-3", "kalimanah", "--to", "Cici")


def test_who_reopens_an_office_is_told_what_went_over_and_how_it_comes_back(office: Run) -> None:
    office("agency", "close", "setda", "--into", "dinkes", "--on", "2/12/2020")
    office("agency", "close", "dinkes", "--into", "kalimanah")
    assert office("agency", "reopen", "setda", "--reason", "batal").err == ""
    answer = office("agency", "reopen", "dinkes", "--reason", "batal")
    assert answer.err == (
        "HP-1, HP-2 went over on that day; to take that back: medsos void 6 8 --reason TEXT\n"
    )
    office("void", "6", "8", "--reason", "batal")
    assert "HP-1, HP-2" in office("audit", "--agency", "dinkes").out


def test_an_office_that_was_entered_twice_is_one_on_every_day(office: Run) -> None:
    office("agency", "add", "dkk", "DKK", "--on", "1/10/2020")
    office("agency", "rename", "dkk", "Dinas Kesehatan Kab", "--on", "1/11/2020")
    office("account", "set", "dkk", "fb", "contoh.dkk", "--on", "1/11/2020")
    office("assign", "HP-3", "dkk", "--to", "Cici", "--on", "1/12/2020")
    assert office("agency", "merge", "dkk", "--into", "dinkes").lines == [
        "dkk is dinkes now, on every day"
    ]
    (row,) = [
        row
        for row in json.loads(office("agencies", "--as-of", "1/12/2020", "--format", "json").out)
        if row["code"] == "dinkes"
    ]
    assert row == {
        "code": "dinkes", "name": "Dinas Kesehatan", "kind": "dinas",
        "instagram": "contoh.dinkes", "facebook": "contoh.dkk", "twitter": None, "devices": 2,
        "holders": ["Ani", "Cici"],
    }  # fmt: skip
    for former in ("dkk", "DKK", "Dinas Kesehatan Kab"):
        assert "HP-3" in office("devices", "--agency", former).out
    assert "fail" not in office("doctor", code=None).out


def test_where_both_say_otherwise_nothing_is_merged(office: Run, db: Path) -> None:
    office("agency", "add", "dkk", "DKK")
    office("account", "set", "dkk", "ig", "contoh.dkk")
    before = dump(db)
    answer = office("agency", "merge", "dkk", "--into", "dinkes", code=2)
    assert answer.err.splitlines() == [
        "error: dkk and dinkes have different accounts on instagram",
        "hint: say the same of dkk first: medsos account set dkk instagram contoh.dinkes",
    ]
    assert dump(db) == before
    office("account", "set", "dkk", "instagram", "contoh.dinkes")
    office("agency", "merge", "dkk", "--into", "dinkes")


REFUSED = {
    "no code": (["add", "b k", "X"], "'b k' is no code"),
    "no name": (["add", "bkd", ""], "NAME is blank"),
    "a control character": (["add", "bkd", "a\x1bb"], "NAME: a control character (U+001B)"),
    "a blank kind": (["add", "bkd", "X", "--kind", ""], "--kind is blank"),
    "a day ahead": (["add", "bkd", "X", "--on", "1/1/2030"], "--on: '1/1/2030' lies in the future"),
    "a known code": (["add", "dinkes", "X"], "'dinkes' is on record already, as dinkes"),
    "a known name": (["add", "x", "dinas kesehatan"], "'dinas kesehatan' is on record already"),
    "nobody's name": (["rename", "bkd", "X"], "no agency is called 'bkd'"),
    "another's name": (["rename", "dinkes", "Sekretariat Daerah"],
                       "'Sekretariat Daerah' is on record already, as setda"),
    "a blank name": (["rename", "dinkes", " "], "NAME is blank"),
    "kind of nothing": (["set", "dinkes", "--kind", ""], "--kind is blank"),
    "another's code": (["recode", "dinkes", "setda"], "setda is the code of another agency"),
    "its own code": (["recode", "dinkes", "dinkes"], "dinkes is the code of another agency"),
    "one that holds": (["close", "dinkes"], "dinkes holds HP-1"),
    "into itself": (["close", "dinkes", "--into", "dinkes"], "dinkes cannot take over from itself"),
    "into nobody": (["close", "dinkes", "--into", "bkd"], "no agency is called 'bkd'"),
    "before its latest": (["close", "setda", "--into", "dinkes", "--on", "1/11/2020"],
                          "2020-11-01 is before the latest event of HP-2"),
    "open already": (["reopen", "dinkes", "--reason", "x"], "dinkes is not closed"),
    "without a reason": (["reopen", "dinkes", "--reason", ""], "--reason is blank"),
    "one alone": (["merge", "dinkes", "--into", "dinkes"], "dinkes is one agency already"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "error"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_done(
    office: Run, db: Path, words: list[str], error: str
) -> None:
    before = dump(db)
    answer = office("agency", *words, code=2)
    assert answer.err.startswith(f"error: {error}")
    assert dump(db) == before


def test_a_former_code_stays_with_its_office(office: Run) -> None:
    office("agency", "recode", "dinkes", "dkk")
    assert office("agency", "recode", "setda", "dinkes", code=2).err.splitlines() == [
        "error: dinkes is a former code of dkk, and stays it", "hint: choose another code",
    ]  # fmt: skip
    assert (
        "'dinkes' is on record already, as dkk"
        in office("agency", "add", "dinkes", "X", code=2).err
    )


def test_a_paper_of_before_goes_by_the_first_name_unless_that_was_wrong_from_the_start(
    run: Run, tmp_path: Path
) -> None:
    office = open_office(run, tmp_path)  # all on one day: handed over before, stated, renamed
    office("agency", "rename", "dinkes", "Dinas Baru", "--on", "2020-11-25")

    def names() -> list[str]:
        rows = (
            office("devices", "--agency", "dinkes", "--as-of", day, "--format", "json").out
            for day in ("2020-10-01", "2020-11-25")
        )
        return [json.loads(row)[0]["agency"] for row in rows]

    assert names() == ["Dinas Kesehatan", "Dinas Baru"]
    office("agency", "rename", "dinkes", "Dinas Kesehatan Rakyat", "--from-start")
    assert names() == ["Dinas Kesehatan Rakyat"] * 2


def test_a_renaming_told_after_the_roster_was_read_keeps_the_name_of_before(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "roster.csv").write_text(
        "agency_code,agency,device,holder,handed_over_on\ndinhub,Dinas Hub,HP-1,Ani,2020-01-12\n"
    )
    run("import", tmp_path / "roster.csv")  # today, 3 December, by the name of before
    told = run("agency", "rename", "dinhub", "Dinas Hub dan Kawasan", "--on", "1/11/2020").lines
    assert told == ["dinhub: Dinas Hub dan Kawasan from 2020-11-01 on (was Dinas Hub)"]

    def named(*days: str) -> list[str]:
        return [names(run, "--as-of", day)["dinhub"] for day in days]

    assert named("2020-01-12", "2020-10-31") == ["Dinas Hub"] * 2
    assert named("2020-11-01", "2020-12-02", "2020-12-03") == ["Dinas Hub dan Kawasan"] * 3
    run("agency", "rename", "dinhub", "Dinas Perhubungan", "--from-start")
    assert named("2020-01-12", "2020-10-31") == ["Dinas Perhubungan"] * 2
    assert named("2020-11-01", "2020-12-03") == ["Dinas Hub dan Kawasan"] * 2


def test_what_was_wrong_from_the_start_takes_the_place_of_a_first_word_told_late(
    office: Run,
) -> None:
    office("device", "set", "HP-1", "--serial", "AB-1", "--on", "2020-11-01")
    office("device", "set", "HP-1", "--serial", "AB-2", "--from-start")
    for day in ("2020-11-01", "2020-12-03"):
        assert "AB-2" in office("show", "HP-1", "--as-of", day).out
