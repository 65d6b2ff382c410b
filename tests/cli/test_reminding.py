"""`medsos followup` and `followups`: who was reminded, and what came of it."""

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.network import Networks
from tests.office import dump, open_office


@pytest.fixture
def office(run: Run, networks: Networks, tmp_path: Path) -> Run:
    """Let dinkes be listed by a check of today, and setda have an account nobody looks at."""
    open_office(run, tmp_path)
    run("account", "set", "setda", "fb", "contohsetda")
    networks.add("instagram", "contoh.dinkes", "2020-11-24T03:00:00+0000")
    networks.answers["contohsetda"] = (400, {"error": {"code": 10, "message": "no"}})
    run("check", code=3)
    return run


def test_the_whole_csv_is_this(office: Run) -> None:
    told = office("followup", "dinkes", "--by", "whatsapp", "--on", "20/11/2020").out
    assert told == "1: dinkes was reminded on 2020-11-20 (whatsapp)\n"
    office("followup", "dinkes", "--by", "surat", "--on", "1/12/2020", "--document", "005/1")
    office("followup", "setda", "--by", "call", "--on", "1/12/2020", "--note", "ke Budi")
    office("followup", "setda", "--by", "visit", "--on", "2/12/2020")
    office("followup", "--void", "4", "--reason", "tidak jadi")
    assert office("followups", "--format", "csv").lines == [
        "number,day,agency_code,agency,by,document,note,posts_since,recorded_at,recorded_by,void",
        "1,2020-11-20,dinkes,Dinas Kesehatan,whatsapp,,,1,2020-12-03T03:00:00Z,tu,",
        "2,2020-12-01,dinkes,Dinas Kesehatan,letter,005/1,,0,2020-12-03T03:00:00Z,tu,",
        "3,2020-12-01,setda,Sekretariat Daerah,call,,ke Budi,,2020-12-03T03:00:00Z,tu,",
        "4,2020-12-02,setda,Sekretariat Daerah,visit,,,,2020-12-03T03:00:00Z,tu,tidak jadi",
    ]


def test_what_is_noted_already_is_not_noted_twice(office: Run, db: Path) -> None:
    words = ("followup", "dinkes", "--by", "whatsapp")
    office(*words)
    before = dump(db)
    assert office(*words).out == (
        "1: noted already, nothing is recorded; say --note TEXT for one more of a day\n"
    )
    assert dump(db) == before
    assert office(*words, "--note", "sore").out.startswith("2: dinkes was reminded")
    office("followup", "--void", "1", "--reason", "belum terkirim")
    assert office(*words).out.startswith("3: dinkes was reminded")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("dinkes", "--by is blank"),
        ("dinkes --by pigeon", "--by: 'pigeon' is no way to remind"),
        ("--by call", "no agency is given"),
        ("dinkess --by call", "no agency is called 'dinkess'"),
        ("dinkes --by call --on 4/12/2020", "--on: '4/12/2020' lies in the future"),
        ("--void 7 --reason x", "no follow-up 7 stands"),
        ("--void 7", "--reason is blank"),
        ("dinkes --void 7 --reason x", "--void goes with --reason alone"),
    ],
)
def test_what_is_no_follow_up(office: Run, words: str, refusal: str) -> None:
    told = office("followup", *words.split(), code=2).err.splitlines()
    assert told[0].startswith(f"error: {refusal}")


def test_whom_there_is_reason_to_remind(office: Run) -> None:
    office("followup", "dinkes", "--by", "call", "--on", "1/12/2020")
    asked = ("remind", "--stale-days", "5", "--format", "json")
    dinkes, setda = json.loads(office(*asked).out)
    assert {name: cell for name, cell in dinkes.items() if name not in {"text", "link"}} == {
        "agency_code": "dinkes", "agency": "Dinas Kesehatan", "holder": "Ani",
        "phone_number": "+6281200000001", "accounts": "instagram:stale",
        "reminded_on": "2020-12-01",
    }  # fmt: skip
    assert "no post that we know of since 24 Nov 2020" in dinkes["text"]
    assert setda["accounts"] == "facebook:unchecked"
    assert "please send their links" in setda["text"]


def test_the_latest_to_receive_a_handset_is_written_to(office: Run) -> None:
    office("assign", "HP-3", "dinkes", "--to", "Citra", "--on", "2/12/2020")
    (made,) = json.loads(office("remind", "--agency", "dinkes", "--stale-days", "5",
                                "--format", "json").out)  # fmt: skip
    assert (made["holder"], made["phone_number"]) == ("Citra", None)
    assert made["link"].startswith("https://wa.me/?text=To%20Citra%2C")


def test_a_page_and_texts_to_send_from(office: Run, tmp_path: Path) -> None:
    page, texts = tmp_path / "r.html", tmp_path / "r.txt"
    office("agencies")
    office("remind", "--output", page)
    office("remind", "--output", texts)
    html = page.read_text("utf-8")
    assert "<script" not in html
    assert "medsos followup setda --by whatsapp" in html
    assert [*set(re.findall(r'href="(https://[^/]+)', html))] == ["https://wa.me"]
    assert texts.read_text("utf-8").count("https://wa.me/") == html.count("href=")


def test_the_text_may_be_the_offices_own(
    office: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "medsos" / "config.toml"
    file.parent.mkdir()
    file.write_text("[remind]\ntext = 'Halo {holder}: {accounts}'\n", "utf-8")
    (made,) = json.loads(office("remind", "--agency", "setda", "--format", "json").out)
    assert made["text"].startswith("Halo Budi: - Facebook contohsetda: we do not know")
    file.write_text("[remind]\ntext = 'Halo {opd}'\n", "utf-8")
    assert office("remind", code=2).err.startswith("error: text under [remind] in config.toml: ")


def test_nobody_is_quiet(office: Run) -> None:
    told = office("remind", "--agency", "dinkes")
    assert told.err == "no account is quiet\n"
