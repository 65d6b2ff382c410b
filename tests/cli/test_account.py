"""Putting accounts on record, one at a time."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.office import dump, open_office


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    return open_office(run, tmp_path)


def accounts(office: Run, code: str) -> list[str | None]:
    rows = json.loads(office("agencies", "--format", "json").out)
    (row,) = [row for row in rows if row["code"] == code]
    return [row[platform] for platform in ("instagram", "facebook", "twitter")]


@pytest.mark.parametrize(
    ("words", "said", "kept"),
    [
        (("ig", "@Contoh.Kec"), "instagram is Contoh.Kec", ["Contoh.Kec", None, None]),
        (("instagram", "contoh.kec"), "instagram is contoh.kec", ["contoh.kec", None, None]),
        (
            ("ig", "https://www.instagram.com/contoh.kec/?igsh=abc&utm_source=qr"),
            "instagram is contoh.kec",
            ["contoh.kec", None, None],
        ),
        (("fb", "fb.com/contohkec"), "facebook is contohkec", [None, "contohkec", None]),
        (("x", "https://x.com/contoh_kec"), "twitter is contoh_kec", [None, None, "contoh_kec"]),
        (("twitter", "none"), "twitter is none", [None, None, "none"]),
        (("tw", "-"), "twitter is none", [None, None, "none"]),
        (("FB", "Tidak  Ada"), "facebook is none", [None, "none", None]),
        (("ig", "@ada"), "instagram is ada", ["ada", None, None]),
    ],
)
def test_an_account_is_put_on_record(
    office: Run, words: tuple[str, str], said: str, kept: list[str | None]
) -> None:
    answer = office("account", "set", "Kec. Kalimanah", *words)
    assert (answer.out, answer.err) == (f"kalimanah: {said}\n", "")
    assert accounts(office, "kalimanah") == kept


@pytest.mark.parametrize(
    ("first", "then", "was"),
    [
        ("contoh.baru", "contoh.lain", " (was contoh.baru)"),
        ("contoh.baru", "none", " (was contoh.baru)"),
        ("none", "contoh.lain", " (was none)"),
        ("contoh.baru", "contoh.baru", ""),
        ("none", "none", ""),
    ],
)
def test_what_was_on_record_is_told(office: Run, first: str, then: str, was: str) -> None:
    office("account", "set", "kalimanah", "ig", first)
    answer = office("account", "set", "kalimanah", "ig", then)
    assert answer.lines == [f"kalimanah: instagram is {then}{was}"]


def test_an_account_known_without_its_handle_is_told_too(office: Run, tmp_path: Path) -> None:
    roster = tmp_path / "ada.csv"
    roster.write_text("agency,facebook\nDinas Kesehatan,ada\n", encoding="utf-8")
    office("import", roster)
    assert office("account", "set", "dinkes", "fb", "contohdinkes").lines == [
        "dinkes: facebook is contohdinkes (was an account without a handle)"
    ]


@pytest.mark.parametrize("handle", ["contoh.dinkes", "CONTOH.DINKES", "@contoh.dinkes"])
def test_a_handle_of_two_agencies_is_taken_with_a_warning(office: Run, handle: str) -> None:
    answer = office("account", "set", "kalimanah", "ig", handle)
    name = handle.removeprefix("@")
    assert answer.err == f"warning: {name} is also the instagram account of dinkes\n"
    assert accounts(office, "kalimanah")[0] == name


@pytest.mark.parametrize("platform", ["fb", "x"])
def test_one_handle_on_two_platforms_is_no_matter(office: Run, platform: str) -> None:
    assert office("account", "set", "kalimanah", platform, "contohdinkes").err == ""


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (
            ("dinkess", "ig", "contoh"),
            "no agency is called 'dinkess'",
            "did you mean dinkes?",
        ),
        (
            ("dinkes", "tiktok", "contoh"),
            "'tiktok' is no platform",
            "write instagram (ig), facebook (fb) or twitter (tw, x)",
        ),
        (("dinkes", "ig", "ada"), "'ada' does not say which account",
         "write the handle as @name, or none"),
        (("dinkes", "ig", "menyusul"), "'menyusul' does not say which account",
         "write the handle as @name, or none"),
        (("dinkes", "ig", "x"), "'x' does not say which account",
         "write the handle as @name, or none"),
        (("dinkes", "ig", ""), "'' is no Instagram handle",
         ("write @name (up to 30 letters, digits, dots and underscores), "
         "or paste the profile's address")),
        (("dinkes", "x", "nama_yang_terlalu_panjang"),
         "'nama_yang_terlalu_panjang' is no Twitter handle",
         ("write @name (up to 15 letters, digits and underscores), "
         "or paste the profile's address")),
        (("dinkes", "ig", "https://www.facebook.com/contohdinkes"),
         "'https://www.facebook.com/contohdinkes' is of Facebook, not of Instagram",
         "write it under facebook"),
        (("dinkes", "ig", "https://www.instagram.com/p/CIabc123_-x/"),
         "'https://www.instagram.com/p/CIabc123_-x/' is a post that does not name its owner",
         "open it in a browser and copy the address of the profile"),
        (("dinkes\udcff", "ig", "contoh"), r"'dinkes\udcff' is no text",
         "set the terminal to UTF-8, or type it again"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_and_nothing_is_written(
    office: Run, db: Path, words: tuple[str, ...], error: str, hint: str
) -> None:
    before = dump(db)
    answer = office("account", "set", *words, code=2)
    assert answer.err.splitlines() == [f"error: {error}", f"hint: {hint}"]
    assert answer.out == ""
    assert dump(db) == before


@pytest.mark.parametrize("handle", ["a\x1b[31m", "a\x00b", "con\u202etoh", "contoh\udcff"])
def test_a_handle_that_is_no_text_is_refused(office: Run, db: Path, handle: str) -> None:
    before = dump(db)
    answer = office("account", "set", "dinkes", "ig", handle, code=2)
    assert answer.err.startswith("error: ")
    assert all(line.isprintable() for line in answer.err.splitlines())
    assert dump(db) == before


def test_the_audit_sees_it_at_once(office: Run) -> None:
    office("account", "set", "kalimanah", "fb", "contohkec")
    office("account", "set", "kalimanah", "x", "none")
    rows = json.loads(office("audit", "--agency", "kalimanah", "--format", "json").out)
    presence = rows["agencies"][0]["presence"]
    assert {name: each["verdict"] for name, each in presence.items()} == {
        "instagram": "unlisted", "facebook": "unchecked", "twitter": "none",
    }  # fmt: skip
