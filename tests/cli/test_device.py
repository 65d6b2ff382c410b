"""Handsets that came without a roster."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.office import dump, open_office


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    return open_office(run, tmp_path)


def device(db: Path, tag: str) -> dict[str, object]:
    """Return what is on record about a device, without what is blank."""
    with closing(sqlite3.connect(db)) as connection:
        connection.row_factory = sqlite3.Row
        row = connection.execute("select * from device where tag = ?", (tag,)).fetchone()
    unsaid = {"id", "since", "act"}  # which no option says
    return {name: row[name] for name in row.keys() if row[name] is not None and name not in unsaid}  # noqa: SIM118  # a Row iterates over its values


WHOLE = {
    "imei": "001012030000057", "imei2": "001012030000065", "model": "Contoh A1",
    "serial": "R58M-001", "item_code": "3.06.02.01", "register_no": "0009",
    "phone_number": "+6281200000009", "iccid": "89620000000000000017",
    "sim_active_until": "2021-03-03", "source": "Hibah", "condition": "RR",
    "accessories": "charger, dus", "note": "dari Dinkominfo",
}  # fmt: skip


def options(values: dict[str, str]) -> list[str]:
    return [word for name, v in values.items() for word in (f"--{name.replace('_', '-')}", v)]


def test_a_label_is_the_same_in_any_case_and_alphabet(run: Run, db: Path) -> None:
    run("device", "add", "Gudang É-1", "--model", "A1")
    for spelling in ("GUDANG é-1", "gudang  E\u0301-1"):
        assert "Gudang É-1" in run("device", "add", spelling, code=2).err
        assert run("return", spelling, code=2).err.startswith("error: Gudang É-1 is in stock")
    roster = db.with_name("roster.csv")
    roster.write_text("agency,device,model\nDinas A,gudang é-1,A1\n", encoding="utf-8")
    assert "devices       0 new,   0 changed,   1 unchanged" in run("import", roster).out


def test_a_new_database_begins_with_one_device(run: Run, db: Path) -> None:
    assert run("device", "add", "HP-9").lines == ["HP-9 is on record, in stock"]
    assert device(db, "HP-9") == {"tag": "HP-9", "registered_at": "2020-12-03T03:00:00Z"}
    assert json.loads(run("devices", "--format", "json").out)[0]["state"] == "in stock"


def test_a_number_of_another_handset_is_warned_of(run: Run) -> None:
    for tag in ("HP-8", "HP-9"):
        answer = run("device", "add", tag, "--phone-number", "081200000009", "--serial", tag)
    assert answer.err.splitlines() == [
        "warning: phone_number +6281200000009 is that of HP-8 and HP-9; clear it where it is wrong"
    ]


def test_every_option_is_kept(run: Run, db: Path) -> None:
    answer = run("device", "add", "HP-9", *options(WHOLE))
    assert answer.err == ""
    assert device(db, "HP-9") == {
        "tag": "HP-9", **WHOLE, "registered_at": "2020-12-03T03:00:00Z",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("option", "written", "kept"),
    [
        ("imei", "00-101203-000005-7", {"imei": "001012030000057"}),
        ("imei", "'001012030000057", {"imei": "001012030000057"}),
        (
            "imei",
            "001012030000057 / 001012030000065",
            {"imei": "001012030000057", "imei2": "001012030000065"},
        ),
        ("phone_number", "0812-0000-0009", {"phone_number": "+6281200000009"}),
        ("phone_number", "81200000009", {"phone_number": "+6281200000009"}),
        ("sim_active_until", "3 Maret 2021", {"sim_active_until": "2021-03-03"}),
        ("condition", "rusak berat", {"condition": "RB"}),
        ("model", "  Contoh   A1 ", {"model": "Contoh A1"}),
        ("model", "-", {}),
        ("imei", "", {}),
        ("sim_active_until", "tidak ada", {}),
        ("serial", "?", {}),
    ],
)
def test_options_are_read_as_the_cells_of_a_roster(
    run: Run, db: Path, option: str, written: str, kept: dict[str, str]
) -> None:
    run("device", "add", "HP-9", *options({option: written}))
    assert device(db, "HP-9") == {
        "tag": "HP-9", "registered_at": "2020-12-03T03:00:00Z", **kept,
    }  # fmt: skip


def test_an_imei_for_a_label_is_the_imei_too(run: Run, db: Path) -> None:
    run("device", "add", "001012030000057")
    assert device(db, "001012030000057")["imei"] == "001012030000057"


@pytest.mark.parametrize(
    ("option", "written", "doubt"),
    [
        ("iccid", "89620000000000000012", "has a wrong check digit; kept as it is"),
        ("phone_number", "0281891234", "is a landline"),
        ("sim_active_until", "Senin, 3 Maret 2021", "2021-03-03 is a Rabu, not senin"),
    ],
)
def test_what_is_doubtful_is_taken_with_a_warning(
    run: Run, option: str, written: str, doubt: str
) -> None:
    answer = run("device", "add", "HP-9", *options({option: written}))
    assert answer.err.startswith(f"warning: --{option.replace('_', '-')}: ")
    assert doubt in answer.err
    assert answer.lines == ["HP-9 is on record, in stock"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["HP-1"], "HP-1 is on record already, as HP-1"),
        (["hp-1"], "hp-1 is on record already, as HP-1"),
        (["001012030000024"], "001012030000024 is on record already, as HP-1"),
        (["HP-9", "--imei", "001012030000024"], "001012030000024 is on record already, as HP-1"),
        (["HP-9", "--imei2", "001012030000032"], "001012030000032 is on record already, as HP-2"),
    ],
    ids=["tag", "tag in small letters", "IMEI as a tag", "IMEI of slot 2", "IMEI for slot 2"],
)
def test_what_is_on_record_is_refused_with_the_device_that_has_it(
    office: Run, db: Path, words: list[str], error: str
) -> None:
    before = dump(db)
    answer = office("device", "add", *words, code=2)
    assert answer.err.splitlines() == [f"error: {error}", "hint: see: medsos devices"]
    assert dump(db) == before


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ([""], "TAG is blank"),
        (["-"], "TAG is blank"),
        (["HP-8, HP-9"], "TAG: 'HP-8, HP-9' holds 2 labels"),
        (["HP-9\x1b"], "TAG: a control character (U+001B)"),
        (["x" * 61], "TAG: 'xxxxxxxxxxxxxxxxxxxx'… is too long for a label"),
        (["HP-9", "--imei", "123"], "--imei: '123' has 3 digits, an IMEI has 15"),
        (["HP-9", "--imei", "001012030000058"], "--imei: '001012030000058' is mistyped"),
        (["HP-9", "--imei", "3,54E+14"], "--imei: '3,54E+14' is what a spreadsheet left"),
        (["HP-9", "--serial", "3,54E+14"], "--serial: '3,54E+14' is what a spreadsheet left"),
        (["HP-9", "--item-code", "1E+15"], "--item-code: '1E+15' is what a spreadsheet left"),
        (["HP-9", "--register-no", "1E+15"], "--register-no: '1E+15' is what a spreadsheet"),
        (["HP-9", "--phone-number", "123"], "--phone-number: '123' is not an Indonesian mobile"),
        (["HP-9", "--iccid", "123"], "--iccid: '123' is not a SIM card's number"),
        (["HP-9", "--sim-active-until", "31/2/2021"], "--sim-active-until: '31/2/2021' is not"),
        (["HP-9", "--condition", "bagus"], "--condition: 'bagus' is no condition"),
        (["HP-9", "--model", "a\x1bb"], "--model: a control character (U+001B)"),
        (["HP-9", "--note", "a\x9bb"], "--note: a control character (U+009B)"),
        (["HP-9\udcff"], r"'HP-9\udcff' is no text"),
        (
            ["HP-9", "--imei", "001012030000057", "--imei2", "001012030000057"],
            "--imei2: 001012030000057 is the same as --imei",
        ),
        (
            ["HP-9", "--imei", "001012030000057/001012030000065", "--imei2", "001012030000073"],
            "--imei2: 001012030000073 is not the second of --imei, 001012030000065",
        ),
        (
            ["001012030000065", "--imei", "001012030000057"],
            "TAG: 001012030000065 is the IMEI of another handset",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_and_no_database_is_made(
    run: Run, db: Path, words: list[str], error: str
) -> None:
    tag, *more = words
    answer = run("device", "add", *more, "--", tag, code=2)
    assert answer.err.startswith(f"error: {error}")
    assert answer.out == ""
    assert not db.exists()


def test_all_that_is_bad_is_said_at_once(run: Run, db: Path) -> None:
    words = ["--imei", "123", "--phone-number", "12", "--sim-active-until", "besok"]
    answer = run("device", "add", "HP-8, HP-9", *words, code=2)
    assert [line.split(": ")[1] for line in answer.err.splitlines() if "error" in line] == [
        "TAG", "--imei", "--sim-active-until", "--phone-number",
    ]  # fmt: skip
    assert not db.exists()


def test_the_label_may_be_the_imei_of_either_slot(run: Run, db: Path) -> None:
    run("device", "add", "001012030000065", "--imei", "001012030000057/001012030000065")
    assert device(db, "001012030000065")["imei2"] == "001012030000065"


def test_a_device_added_is_handed_over_like_any_other(office: Run) -> None:
    office("device", "add", "HP-9", "--imei", "001012030000057", "--condition", "B")
    assert office("assign", "001012030000057", "dinkes", "--to", "Cici").lines == [
        "event 3: HP-9 handed over to Cici (dinkes) on 2020-12-03"
    ]


def listed(run: Run, tag: str, *then: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = json.loads(run("devices", "--all", *then, "--format", "json").out)
    return {row["device"]: row for row in rows}.get(tag, {})


def test_what_changes_is_stated_from_a_day_on(office: Run) -> None:
    answer = office("device", "set", "HP-1", "--condition", "rr", "--phone-number", "-",
                    "--on", "1/12/2020")  # fmt: skip
    assert answer.lines == [
        "HP-1: condition is RR from 2020-12-01 on (was B)",
        "HP-1: phone_number is nothing from 2020-12-01 on (was +6281200000001)",
    ]
    assert office("device", "set", "HP-1", "--condition", "RR").lines == [
        "HP-1: condition is RR already"
    ]
    now, then = listed(office, "HP-1"), listed(office, "HP-1", "--as-of", "30/11/2020")
    assert (now["condition"], now["phone_number"]) == ("RR", None)
    assert (then["condition"], then["phone_number"]) == ("B", "+6281200000001")


def test_history_tells_each_condition_after_what_was_last_said_of_it(office: Run) -> None:
    office("device", "set", "HP-1", "--condition", "RR", "--on", "30/11/2020")
    office("return", "HP-1", "--condition", "B", "--on", "1/12/2020")
    office("device", "set", "HP-1", "--condition", "RR", "--on", "2/12/2020")
    office("device", "set", "HP-1", "--condition", "RB")
    rows = json.loads(office("history", "HP-1", "--format", "json").out)
    assert [(row["day"], row["note"]) for row in rows if row["kind"] == "condition"] == [
        ("2020-11-30", "B → RR"), ("2020-12-02", "B → RR"), ("2020-12-03", "RR → RB"),
    ]  # fmt: skip


def test_what_is_stated_late_is_said_to_stand_before_what_is_of_a_later_day(office: Run) -> None:
    office("device", "set", "HP-1", "--note", "tiga", "--on", "3/12/2020")
    assert office("device", "set", "HP-1", "--note", "satu", "--on", "1/12/2020").lines == [
        "HP-1: note is satu from 2020-12-01 on; what is stated of a later day stands: tiga"
    ]
    office("return", "HP-1", "--condition", "RB", "--on", "2/12/2020")
    assert office("device", "set", "HP-1", "--condition", "RR", "--on", "1/12/2020").lines == [
        "HP-1: condition is RR from 2020-12-01 on; what is stated of a later day stands: RB"
    ]


def test_a_label_has_its_days_too(office: Run) -> None:
    office("device", "set", "HP-1", "--tag", "HP-01", "--on", "1/12/2020")
    assert listed(office, "HP-1", "--as-of", "30/11/2020")["holder"] == "Ani"
    assert listed(office, "HP-01")["holder"] == "Ani"


def test_what_was_wrong_from_the_start_is_mended_on_every_day(office: Run) -> None:
    office("device", "set", "HP-1", "--model", "Contoh C3", "--from-start")
    assert listed(office, "HP-1", "--as-of", "26/11/2020")["model"] == "Contoh C3"


@pytest.mark.parametrize(("option", "names"), [("--imei", "imei"), ("--label", "device")])
def test_what_two_handsets_had_of_each_other_is_put_right(
    office: Run, option: str, names: str
) -> None:
    before = [listed(office, tag) for tag in ("HP-1", "HP-2")]
    office("device", "swap", "HP-1", "HP-2", option)
    ani, budi = sorted(
        (listed(office, tag, "--as-of", "26/11/2020") for tag in ("HP-1", "HP-2")),
        key=lambda row: row["holder"],
    )
    assert [ani[names], budi[names]] == [before[1][names], before[0][names]]
    assert "fail" not in office("doctor", code=None).out


def test_what_was_stated_since_is_not_swapped_from_the_start(office: Run, db: Path) -> None:
    for _ in range(2):  # what was put right from the start can be again
        office("device", "swap", "HP-1", "HP-2", "--label")
    office("device", "set", "HP-1", "--tag", "HP-1", "--on", "1/12/2020")
    before = dump(db)
    answer = office("device", "swap", "HP-2", "HP-1", "--label", code=2)
    assert answer.err == (
        "error: what HP-1 has was stated of 2020-12-01, so the two were not mixed up from the "
        "start\nhint: give each its own in one file: medsos import\n"
    )
    assert dump(db) == before


def test_another_unit_goes_on_under_the_label_with_the_holder(office: Run) -> None:
    answer = office("device", "replace", "HP-1", "--imei", "001012030000057", "--document", "028/9")
    assert answer.lines == [
        "event 3: HP-1 returned by Ani (dinkes) on 2020-12-03",
        "event 4: HP-1 written off on 2020-12-03",
        "event 5: HP-1 handed over to Ani (dinkes) on 2020-12-03",
        "HP-1 is another unit now; the old one is 001012030000016",
    ]
    assert answer.err == (
        "paper: medsos bast 4\npaper: medsos bast 5\n"
        "event 4 has no decree yet; when it comes: medsos amend 4 --document NO\n"
        "the number +6281200000001 stays with 001012030000016; if its card is in the new unit: "
        "medsos device set HP-1 --phone-number +6281200000001\n"
    )
    new, old = listed(office, "HP-1"), listed(office, "001012030000016")
    assert (new["imei"], new["holder"], new["since"]) == ("001012030000057", "Ani", "2020-12-03")
    assert (new["model"], old["state"]) == ("Contoh A1", "written off")
    then = listed(office, "HP-1", "--as-of", "2/12/2020")
    assert (then["imei"], then["holder"]) == ("001012030000016", "Ani")


def test_the_unit_that_bore_the_label_before_is_named(office: Run) -> None:
    def named(*words: str) -> list[str]:
        start = "the unit that bore this label before: "
        lines = office(*words).lines
        return [line.removeprefix(start) for line in lines if line.startswith(start)]

    office("device", "replace", "HP-1", "--imei", "001012030000057")
    first = "001012030000016; medsos history 001012030000016"
    assert named("history", "HP-1") == named("show", "HP-1") == [first]
    assert named("history", "HP-1", "--as-of", "2/12/2020") == []
    office("device", "replace", "HP-1", "--imei", "001012030000065")
    second = "001012030000057; medsos history 001012030000057"
    assert named("history", "HP-1") == [second, first]
    assert named("history", "001012030000016") == []
    office("device", "swap", "HP-2", "HP-3", "--label")
    assert named("history", "HP-2") == named("show", "HP-3") == []


def test_a_unit_without_an_imei_gets_another_label(office: Run) -> None:
    words = ("device", "replace", "HP-3", "--imei", "001012030000057")
    assert office(*words, code=2).err.splitlines() == [
        "error: HP-3 has no IMEI to be known by", "hint: say --old-label TAG",
    ]  # fmt: skip
    for label in ("HP-3", "HP-1"):
        assert "on record already" in office(*words, "--old-label", label, code=2).err
    office(*words, "--old-label", "HP-3 lama")
    assert listed(office, "HP-3 lama")["state"] == "written off"
    assert listed(office, "HP-3")["state"] == "in stock"


def test_where_the_card_of_a_replaced_unit_is_is_said(office: Run) -> None:
    office("device", "set", "HP-3", "--phone-number", "081200000099")
    words = ("--imei", "001012030000057", "--old-label", "HP-3 lama")
    told = office("device", "replace", "HP-3", *words).err
    then = "medsos device set HP-3 --phone-number +6281200000099"
    assert f"+6281200000099 stays with HP-3 lama; if its card is in the new unit: {then}\n" in told
    assert listed(office, "HP-3 lama")["phone_number"] == "+6281200000099"
    office(*then.split()[1:])
    assert listed(office, "HP-3")["phone_number"] == "+6281200000099"
    office("device", "add", "HP-9", "--imei", "001012030000065")
    assert "number" not in office("device", "replace", "HP-9", "--imei", "001012030000073").err


def test_a_handset_is_written_off_for_good_with_its_paper(office: Run) -> None:
    answer = office("device", "write-off", "HP-3", "--document", "SK/7", "--reason", "rusak berat")
    assert answer.lines == ["event 3: HP-3 written off on 2020-12-03"]
    assert "HP-3" not in {row["device"] for row in json.loads(
        office("devices", "--in-stock", "--format", "json").out)}  # fmt: skip
    assert (
        "HP-3 is written off since 2020-12-03"
        in office("assign", "HP-3", "dinkes", "--to", "Cici", code=2).err
    )
    office("void", "3", "--reason", "salah")
    office("assign", "HP-3", "dinkes", "--to", "Cici")


def test_a_handset_that_never_was_leaves_its_label_and_numbers(office: Run) -> None:
    office("device", "add", "HP-9", "--imei", "001012030000057")
    answer = office("device", "withdraw", "HP-9", "--reason", "dua kali")
    assert answer.lines == ["HP-9 is not on record any more"]
    assert listed(office, "HP-9") == {}
    office("device", "add", "HP-9", "--imei", "001012030000057")


REFUSED = {
    "nothing": (["set", "HP-1"], "nothing is stated of HP-1"),
    "no label": (["set", "HP-1", "--tag", "-"], "nothing is stated of HP-1"),
    "a blank label": (["set", "HP-1", "--tag", ""], "TAG is blank"),
    "a blank": (["set", "HP-1", "--model", " "], "--model is blank"),
    "a bad condition": (["set", "HP-1", "--condition", "bagus"], "--condition: 'bagus' is no"),
    "no condition": (["set", "HP-1", "--condition", "-"], "--condition: '-' is no condition"),
    "a bad price": (["set", "HP-1", "--price", "mahal"], "--price: 'mahal'"),
    "another's label": (["set", "HP-1", "--tag", "hp-2"], "hp-2 is on record already, as HP-2"),
    "another's IMEI": (["set", "HP-1", "--imei", "001012030000032"], "001012030000032 is on"),
    "a day ahead": (["set", "HP-1", "--note", "x", "--on", "1/1/2030"], "--on: '1/1/2030' lies"),
    "nobody": (["set", "HP-9", "--note", "x"], "no device is called 'HP-9'"),
    "one with itself": (["swap", "HP-1", "hp-1", "--imei"], "HP-1 is one handset"),
    "mixed up in nothing": (["swap", "HP-1", "HP-2"], "say which are mixed up"),
    "mixed up in both": (["swap", "HP-1", "HP-2", "--imei", "--label"], "say which are mixed up"),
    "by no unit": (["replace", "HP-1", "--imei", ""], "--imei is blank"),
    "by a known unit": (["replace", "HP-1", "--imei", "001012030000032"],
                        "001012030000032 is on record already, as HP-2"),
    "a held one": (["write-off", "HP-1", "--document", "1"], "HP-1 is held by Ani (dinkes)"),
    "without a paper": (["write-off", "HP-3", "--document", ""], "--document is blank"),
    "for a NIK": (["write-off", "HP-3", "--document", "1", "--reason", "3303010101010001"],
                  "--reason: 16 digits look like a NIK"),
    "with a history": (["withdraw", "HP-1", "--reason", "x"], "HP-1 has a history: event 1"),
    "for no reason": (["withdraw", "HP-3", "--reason", ""], "--reason is blank"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "error"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_stated_is_refused_and_nothing_is_done(
    office: Run, db: Path, words: list[str], error: str
) -> None:
    before = dump(db)
    answer = office("device", *words, code=2)
    assert answer.err.startswith(f"error: {error}")
    assert dump(db) == before
