"""Putting accounts on record, one at a time."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, Run
from tests.office import dump, open_office

DAY = timedelta(days=1)


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
        (("dinkes", "ig", "nonaktif"), "'nonaktif' does not say which account",
         "write the handle as @name, or none"),
        (("dinkes", "ig", "dihapus"), "'dihapus' tells what became of an account, not which it is",
         "write its handle, or - if there is none now, and the rest into the note"),
        (("dinkes", "ig", "facebook"), "'facebook' names no account",
         "write its handle, with an @ if it is called so, or - for none"),
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


@pytest.mark.parametrize(
    ("words", "errors"),
    [
        (("dinkess", "tiktok", "ada"), ["no agency is called", "'tiktok' is no platform"]),
        (("dinkess", "ig", "ada"), ["no agency is called", "'ada' does not say which account"]),
    ],
    ids=["agency and platform", "agency and handle"],
)
def test_all_that_is_bad_is_said_at_once(
    office: Run, words: tuple[str, ...], errors: list[str]
) -> None:
    lines = office("account", "set", *words, code=2).err.splitlines()
    said = [line for line in lines if not line.startswith("hint: ")]
    assert len(said) == len(errors)
    assert all(line.startswith(f"error: {error}") for line, error in zip(said, errors, strict=True))


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


def test_another_handle_leaves_the_posts_of_the_old_one_behind_and_says_so(office: Run) -> None:
    post = "https://x.com/contoh_dinkes/status/1334000000000000000"
    office("account", "set", "dinkes", "x", "contoh_dinkes")
    office("post", post, post.replace("000000", "000001"))
    answer = office("account", "set", "dinkes", "x", "dinkes_baru")
    assert answer.out == "dinkes: twitter is dinkes_baru (was contoh_dinkes)\n"
    assert answer.err == (
        "2 posts known of contoh_dinkes do not count any more; "
        "to take it back: medsos account set dinkes twitter contoh_dinkes\n"
        "if it is the same account under a new name: "
        "medsos account set dinkes twitter dinkes_baru --renamed\n"
    )
    assert "posts known" not in office("account", "set", "dinkes", "x", "contoh_dinkes").err
    assert office("account", "set", "dinkes", "x", "Contoh_Dinkes").err == ""
    assert office("account", "set", "dinkes", "x", "none").err.startswith("2 posts known of")


def test_a_pages_number_is_kept_beside_its_name(office: Run) -> None:
    office("account", "set", "dinkes", "fb", "contohdinkes")
    answer = office("account", "set", "dinkes", "fb", "100069999999999")
    assert answer.out == (
        "dinkes: facebook is contohdinkes; its number 100069999999999 is kept beside the name\n"
    )
    assert answer.err == (
        "to put the number in the place of the name: "
        "medsos account set dinkes facebook 100069999999999 --renamed\n"
    )
    page = "https://www.facebook.com/100069999999999/posts/1234567890"
    assert office("post", page, "--on", "1/12/2020").out.startswith("dinkes: ")
    assert "is also the facebook account of dinkes" in (
        office("account", "set", "setda", "fb", "100069999999999").err
    )
    office("account", "set", "dinkes", "fb", "none")
    answer = office("account", "set", "dinkes", "fb", "100069999999999")
    assert answer.out == "dinkes: facebook is 100069999999999 (was none)\n"


POST = "https://x.com/contoh_dinkes/status/1334000000000000000"


def test_an_account_under_a_new_name_goes_on(office: Run) -> None:
    office("account", "set", "dinkes", "x", "contoh_dinkes", "--on", "1/12/2020")
    office("post", POST)
    asked = ("audit", "--agency", "dinkes", "--as-of", "2/12/2020", "--format", "csv")
    before = office(*asked).out
    office("account", "set", "dinkes", "x", "dinkes_baru", now=NOW + DAY)
    answer = office("account", "set", "dinkes", "x", "dinkes_baru", "--renamed", now=NOW + 2 * DAY)
    assert answer.lines == [
        "dinkes: twitter is dinkes_baru",
        "what is known of contoh_dinkes and of dinkes_baru is of one account",
    ]
    assert answer.err == ""
    later = NOW + 3 * DAY
    office("post", POST.replace("1334", "1335"), now=later)  # by its former name
    office(
        "post", POST.replace("13340", "13352").replace("contoh_dinkes", "dinkes_baru"), now=later
    )
    assert verdict(office, "dinkes", later) == ("dinkes_baru", "fresh", "2020-12-05")
    assert office(*asked, now=later).out == before
    office("account", "set", "dinkes", "x", "contoh_dinkes", now=later + DAY)
    assert verdict(office, "dinkes", later + DAY) == ("contoh_dinkes", "fresh", "2020-12-05")
    rows = json.loads(office("posts", "--format", "json", now=later + DAY).out)
    assert [row["handle"] for row in rows] == ["contoh_dinkes"] * 3


def verdict(office: Run, code: str, now: datetime) -> tuple[str, str, str | None]:
    rows = json.loads(office("audit", "--agency", code, "--format", "json", now=now).out)
    twitter = rows["agencies"][0]["presence"]["twitter"]
    return twitter["handle"], twitter["verdict"], twitter["last_post"]


def test_that_two_names_are_of_one_account_is_taken_back(office: Run) -> None:
    office("account", "set", "dinkes", "x", "contoh_dinkes", "--on", "1/12/2020")
    office("account", "set", "dinkes", "x", "dinkes_baru", "--renamed", now=NOW + DAY)
    wrong = POST.replace("13340", "13352").replace("contoh_dinkes", "dinkes_baru")
    office("post", wrong, now=NOW + 3 * DAY)
    words = ("account", "set", "dinkes", "x")
    answer = office(*words, "@contoh_dinkes", "--not-renamed", now=NOW + 4 * DAY)
    assert answer.lines == [
        "dinkes: twitter is contoh_dinkes (was dinkes_baru)",
        "contoh_dinkes and dinkes_baru are two accounts again",
    ]
    assert "1 post known of dinkes_baru does not count any more" in answer.err
    later = NOW + 5 * DAY
    assert verdict(office, "dinkes", later)[1:] == ("unchecked", None)
    asked = ("audit", "--agency", "dinkes", "--known-on", "6/12/2020", "--format", "csv")
    assert "2020-12-06" in office(*asked, now=later).out.partition("\n")[2]
    rows = json.loads(office("posts", "--format", "json", now=later).out)
    assert [row["handle"] for row in rows] == [None]
    answer = office(*words, "contoh_dinkes", "--not-renamed", now=later, code=2)
    assert answer.err == (
        "error: nobody said that contoh_dinkes is an account under another name\n"
        "hint: leave out --not-renamed; to see what was said: medsos history dinkes\n"
    )
    rows = json.loads(office("history", "dinkes", "--format", "json", now=later).out)
    assert [row["note"] for row in rows if row["kind"] == "account"] == [
        "twitter: contoh_dinkes → dinkes_baru", "twitter: dinkes_baru = contoh_dinkes",
        "twitter: dinkes_baru → contoh_dinkes", "twitter: contoh_dinkes ≠ dinkes_baru",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "error"),
    [(("none",), "--not-renamed goes with a name"), (("a_b", "--renamed"), "--renamed and --not-")],
)
def test_what_takes_nothing_back_is_refused(
    office: Run, db: Path, words: tuple[str, ...], error: str
) -> None:
    before = dump(db)
    answer = office("account", "set", "dinkes", "x", *words, "--not-renamed", code=2)
    assert answer.err.startswith(f"error: {error}")
    assert dump(db) == before


def test_a_new_name_of_the_same_account_is_no_change(office: Run) -> None:
    def change(*words: str) -> str:
        since = ("--since", "3/12/2020", "--agency", "dinkes", *words)
        answer = office("audit", *since, "--format", "json", now=NOW + 4 * DAY).out
        return str(json.loads(answer)["agencies"][0]["change"])

    office("account", "set", "dinkes", "ig", "dinkes.baru", now=NOW + DAY)
    assert change() == "['instagram:handle']"
    office("account", "set", "dinkes", "ig", "dinkes.baru", "--renamed", now=NOW + 3 * DAY)
    assert change() == "[]"
    assert change("--known-on", "5/12/2020") == "['instagram:handle']"
    office("account", "set", "dinkes", "ig", "dinkes.lain", now=NOW + 4 * DAY)
    assert change() == "['instagram:handle']"


def test_a_pages_number_takes_the_place_of_its_name_where_it_is_one_account(office: Run) -> None:
    office("account", "set", "dinkes", "fb", "contohdinkes")
    answer = office("account", "set", "dinkes", "fb", "100069999999999", "--renamed")
    assert answer.lines == [
        "dinkes: facebook is 100069999999999 (was contohdinkes)",
        "what is known of contohdinkes and of 100069999999999 is of one account",
    ]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("ig", "none"), "--renamed goes with the new name"),
        (("x", "dinkes_baru"), "dinkes had no twitter account under another name by 2020-12-03"),
        (("ig", "Contoh.Dinkes"), "dinkes had no instagram account under another name by"),
        (("ig", "dinkes.baru", "--on", "1/11/2020"), "dinkes had no instagram account under"),
    ],
)
def test_what_is_no_new_name_is_refused(
    office: Run, db: Path, words: tuple[str, ...], error: str
) -> None:
    before = dump(db)
    answer = office("account", "set", "dinkes", *words, "--renamed", code=2)
    assert answer.err.startswith(f"error: {error}")
    assert dump(db) == before


def test_the_account_of_another_office_is_no_new_name(office: Run, db: Path) -> None:
    office("account", "set", "setda", "ig", "setda.asli")
    before = dump(db)
    answer = office("account", "set", "dinkes", "ig", "setda.asli", "--renamed", code=2)
    assert answer.err == (
        "error: setda.asli is also the instagram account of setda\n"
        "hint: evidence of two offices would be one; put theirs right first\n"
    )
    assert dump(db) == before


@pytest.mark.parametrize(
    ("network", "page"),
    [("ig", "challenge"), ("ig", "@nametag"), ("fb", "latest"), ("fb", "Live.Map"), ("fb", "pages"),
     ("x", "who_to_follow"), ("fb", "https://business.facebook.com/latest/home?asset_id=1")],
)  # fmt: skip
def test_a_page_of_the_networks_own_is_nobodys(office: Run, network: str, page: str) -> None:
    assert office("account", "set", "dinkes", network, page, code=2).out == ""


def test_what_is_stated_late_leaves_what_is_stated_of_a_later_day(office: Run) -> None:
    office("account", "set", "kalimanah", "ig", "contoh.dua", "--on", "2/12/2020")
    answer = office("account", "set", "kalimanah", "ig", "contoh.satu", "--on", "1/12/2020")
    assert answer.out == (
        "kalimanah: instagram is contoh.satu from 2020-12-01 on; "
        "what is stated of a later day stands: contoh.dua\n"
    )
    assert accounts(office, "kalimanah") == ["contoh.dua", None, None]
    assert "contoh.satu" in office("agencies", "--as-of", "1/12/2020").out
