"""`medsos show`: one card, what each line rests on, who is found by which name."""

import json
import shlex
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, Run
from tests.office import dump, open_office

LATER = NOW + timedelta(days=6)
X = "https://x.com/contohdinkes/status/1334000000000000000"


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    """Event 1: HP-1 to Ani of dinkes; event 2: HP-2 to Budi of setda; HP-3 in stock."""
    return open_office(run, tmp_path)


def card(office: Run, *words: str, now: datetime = NOW) -> list[dict[str, Any]]:
    """Return the facts of a card."""
    facts: list[dict[str, Any]] = json.loads(
        office("show", *words, "--format", "json", now=now).out
    )["facts"]
    return facts


def test_an_agency_sees_what_came_of_each_reminder(office: Run) -> None:
    office("account", "set", "dinkes", "twitter", "contohdinkes")
    office("followup", "dinkes", "--by", "letter", "--on", "1/12/2020", "--document", "005/9")
    office("followup", "dinkes", "--by", "call", "--on", "2/12/2020")
    office("post", X)
    facts = card(office, "dinkes", now=LATER)
    reminded = [fact for fact in facts if fact["what"] == "follow-up"]
    assert [(fact["value"], fact["posts_since"]) for fact in reminded] == [
        ("letter", 1), ("call", None),
    ]  # fmt: skip
    lines = [line for line in office("show", "dinkes", now=LATER).lines if "follow-up" in line]
    assert [" ".join(line.split()) for line in lines] == [
        "follow-up letter; 1 post since 2020-12-01 005/9 2020-12-03 tu",
        "follow-up call; of posts since nothing is known 2020-12-02 2020-12-03 tu",
    ]
    assert told(facts, "handover") == [("HP-1, Ani (dinkes)", "2020-10-01", "#1 028/1")]


def told(facts: list[dict[str, Any]], what: str) -> list[tuple[Any, ...]]:
    """Return what a card says of one thing: the value, since when, from what."""
    return [(f["value"], f["since"], f["source"]) for f in facts if f["what"] == what]


def test_the_card_of_a_handset_says_who_has_it_and_on_whose_word(
    office: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    office("device", "set", "HP-1", "--phone-number", "081200000009", "--on", "2/12/2020")
    assert office("show", "HP-1").lines == [
        "what              is                     since       from          recorded",
        "────────────────  ─────────────────────  ──────────  ────────────  ─────────────",
        "device            HP-1                   2020-11-25  office.csv:2  2020-11-25 tu",
        "imei              001012030000016        2020-11-25  office.csv:2  2020-11-25 tu",
        "imei2             001012030000024        2020-11-25  office.csv:2  2020-11-25 tu",
        "model             Contoh A1              2020-11-25  office.csv:2  2020-11-25 tu",
        "phone_number      +6281200000009         2020-12-02  device set    2020-12-03 tu",
        "sim_active_until  2020-12-20             2020-11-25  office.csv:2  2020-11-25 tu",
        "state             held                   2020-10-01  028/1",
        "holder            Ani (dinkes)           2020-10-01  028/1",
        "condition         B",
        "handover          Ani (dinkes)           2020-10-01  #1 028/1      2020-11-25 tu",
        "sim               phone_number: +62812…  2020-12-02                2020-12-03 tu",
    ]


def test_an_agency_that_disputes_a_verdict_sees_what_it_rests_on(office: Run) -> None:
    office("account", "set", "dinkes", "twitter", "contohdinkes")
    office("post", X)
    office("followup", "dinkes", "--by", "call")
    facts = card(office, "dinkes", now=LATER)
    assert [(f["what"], f["platform"], f["value"], f["days"], f["since"]) for f in facts[3:10]] == [
        ("instagram", None, "contoh.dinkes", None, "2020-11-25"),
        ("verdict", "instagram", "unchecked", None, None),
        ("facebook", None, None, None, None),
        ("verdict", "facebook", "unlisted", None, None),
        ("twitter", None, "contohdinkes", None, "2020-12-03"),
        ("verdict", "twitter", "fresh", 7, "2020-12-03"),
        ("post", "twitter", "1334000000000000000", None, "2020-12-02"),
    ]
    assert [f["link"] for f in facts if f["link"]] == [X]
    assert told(facts, "holds") == [("HP-1, Contoh A1", "2020-10-01", "028/1")]
    assert told(facts, "follow-up") == [("call", "2020-12-03", None)]
    assert told(facts, "handover") == [("HP-1, Ani (dinkes)", "2020-10-01", "#1 028/1")]
    assert office("show", "dinkes").lines[-1] == f"twitter 2020-12-02: {X}"
    assert told(card(office, "setda"), "instagram") == [("none", "2020-11-25", "office.csv:3")]


def test_the_card_of_a_person_has_what_they_hold_and_held(office: Run) -> None:
    office("transfer", "HP-1", "setda", "--to", "Budi")
    ani, budi = card(office, "ANI"), card(office, "budi")
    assert (told(ani, "holds"), told(ani, "nip")) == ([], [("…2001", None, None)])
    assert [f["what"] for f in ani] == ["person", "nip", "handover", "return"]
    assert [value for value, _, _ in told(budi, "holds")] == ["HP-1, Contoh A1", "HP-2, Contoh A1"]


def test_who_had_a_lost_handset_answers_for_it_since_their_handover(office: Run) -> None:
    office("lost", "HP-1", "--document", "LP/1")
    facts = card(office, "ani")
    assert told(facts, "holds") == [("HP-1, Contoh A1", "2020-10-01", "028/1")]
    assert told(facts, "state") == [("lost", "2020-12-03", "LP/1")]


def test_a_person_is_found_beside_events_of_nobody(office: Run) -> None:
    office("device", "write-off", "HP-3", "--document", "SK/1")
    office("device", "set", "HP-1", "--imei2", "-")
    assert [f["what"] for f in card(office, "ani")][:2] == ["person", "nip"]
    assert "no person is called" in office("show", "Joni", code=2).err


def test_the_card_of_a_day_is_of_what_was_called_so_then(office: Run) -> None:
    office("device", "replace", "HP-1", "--imei", "001012030000057", "--on", "2/12/2020")
    for then, imei, state in (
        ("1/12/2020", "001012030000016", "2020-10-01"),
        ("2/12/2020", "001012030000057", "2020-12-02"),
    ):
        facts = card(office, "HP-1", "--as-of", then)
        assert [told(facts, what)[0][:2] for what in ("imei", "state")] == [
            (imei, facts[1]["since"]), ("held", state),
        ]  # fmt: skip
    facts = card(office, "001012030000057", "--as-of", "1/12/2020")
    assert told(facts, "state") == []


@pytest.mark.parametrize(
    ("word", "now"), [("HP-1", "HP-91"), ("dinas kesehatan", "dkkb"), ("dinkes", "dkkb")]
)
def test_a_former_name_finds_it_and_is_said_to_be_former(office: Run, word: str, now: str) -> None:
    office("device", "set", "HP-1", "--tag", "HP-91")
    office("agency", "rename", "dinkes", "Dinas Kesehatan dan KB")
    office("agency", "recode", "dinkes", "dkkb")
    answer = office("show", word)
    assert answer.lines[-1] == f"{word} is a former name of {now}"
    assert json.loads(office("show", word, "--format", "json").out)["former_name_of"] == now
    assert "former" in office("show", now).out
    assert "is a former name" not in office("show", now).out


def test_a_name_that_fits_several_lists_them(office: Run) -> None:
    office("device", "add", "Setda")
    assert json.loads(office("show", "setda", "--format", "json").out) == [
        {"kind": "device", "name": "Setda", "command": 'medsos show "Setda" --only device'},
        {"kind": "agency", "name": "Sekretariat Daerah",
         "command": 'medsos show "setda" --only agency'},
    ]  # fmt: skip
    office("transfer", "HP-1", "setda", "--to", "Setda")
    listed = json.loads(office("show", "setda", "--format", "json").out)
    assert listed[2:] == [
        {"kind": "person", "name": "Setda", "command": 'medsos show "Setda" --only person'}
    ]
    for each in listed:
        shown = json.loads(office(*shlex.split(each["command"])[1:], "--format", "json").out)
        assert (shown["kind"], shown["former_name_of"]) == (each["kind"], None)


def test_two_people_of_one_name_are_told_apart_by_their_nip(office: Run) -> None:
    nip = "198503012010012003"
    office("transfer", "HP-2", "setda", "--to", "ANI", "--nip", nip, "--document", "028/5")
    listed = json.loads(office("show", "ani", "--format", "json").out)
    assert [(each["name"], each["command"]) for each in listed] == [
        ("Ani 2001", 'medsos show "Ani 2001" --only person'),
        ("ANI 2003", 'medsos show "ANI 2003" --only person'),
    ]
    for word, holds in (("ani 2001", "HP-1"), ("Ani …2003", "HP-2")):
        facts = card(office, word)
        assert [value for value, _, _ in told(facts, "holds")] == [f"{holds}, Contoh A1"]
        assert [value for value, _, _ in told(facts, "nip")] == [f"…{word[-4:]}"]
    office("assign", "HP-3", "kalimanah", "--to", "Ani")
    assert [each["name"] for each in json.loads(office("show", "Ani", "--format", "json").out)] == [
        "Ani 2001", "ANI 2003", "Ani -",
    ]  # fmt: skip
    assert [f["value"] for f in card(office, "ani -") if f["what"] == "holds"] == [
        "HP-3, Contoh B2"
    ]
    for word in ("Ani 2009", "Budi 2001", "2001", "Budi -"):
        assert "no person is called" in office("show", word, code=2).err
    assert office("show", "ani", "--only", "agency", code=2).err == (
        "error: no agency is called 'ani'\nhint: to see what is: leave out --only\n"
    )


def test_a_long_age_is_said_in_words(sample: Run) -> None:
    told = sample("show", "dinkes").lines
    assert [line.split()[1:4] for line in told if line.startswith("  verdict")] == [
        ["fresh,", "0d", "2020-12-03"], ["fresh,", "1d", "2020-12-03"], ["stale,", "6", "mo"],
    ]  # fmt: skip


def test_what_is_called_so_by_nobody_is_refused_with_what_is_near(office: Run, db: Path) -> None:
    before = dump(db)
    assert office("show", "HP-9", code=2).err == (
        "error: no device, no agency and no person is called 'HP-9'\n"
        "hint: did you mean HP-3 or HP-2 or HP-1?\n"
    )
    assert office("show", "Anni", code=2).err.endswith("hint: did you mean Ani?\n")
    assert office("show", "zzz", code=2).err.endswith(
        "hint: see: medsos devices, medsos agencies\n"
    )
    assert dump(db) == before


def test_what_is_nearest_is_named_first_of_whatever_sort_it_is(office: Run) -> None:
    office("assign", "HP-3", "kalimanah", "--to", "Setdi")
    assert office("show", "setdaa", code=2).err.endswith("hint: did you mean setda or Setdi?\n")
    assert office("show", "Setdii", code=2).err.endswith("hint: did you mean Setdi or setda?\n")
    assert office("show", "Setdii", "--only", "agency", code=2).err.endswith(
        "hint: did you mean setda?\n"
    )
    assert office("history", "setdii", code=2).err.endswith("hint: did you mean setda?\n")


@pytest.mark.parametrize("word", ["HP-1", "dinkes", "Ani"])
def test_a_card_of_a_day_stays_what_it_was(office: Run, word: str) -> None:
    asked = ("show", word, "--as-of", "3/12/2020", "--known-on", "3/12/2020", "--format", "json")
    before = office(*asked).out
    for words in (
        ("device", "set", "HP-1", "--imei", "490154203237518"),
        ("agency", "rename", "dinkes", "Dinas Kesehatan dan KB", "--on", "1/12/2020"),
        ("account", "set", "dinkes", "twitter", "contohdinkes"),
        ("post", X),
        ("followup", "dinkes", "--by", "call", "--on", "2/12/2020"),
        ("transfer", "HP-1", "setda", "--to", "Cici"),
    ):
        office(*words, now=LATER)
    assert office(*asked, now=LATER).out == before
    assert office("show", word, now=LATER).out != before


def test_how_a_look_is_known_is_said_in_the_language_in_force(
    office: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    office("account", "set", "dinkes", "twitter", "contohdinkes")
    office("post", X)
    monkeypatch.setenv("MEDSOS_LANG", "id")
    assert any(" tautan " in line for line in office("show", "dinkes").lines)
    assert any(" tautan" in line for line in office("posts").lines)
    told = [fact["source"] for fact in card(office, "dinkes") if fact["what"] == "post"]
    assert told == ["post-link"]
