"""This program's own lists are no rosters: read as one, a verdict would replace a handle."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.office import dump

REFUSED = (
    "error: {file}:1: this is a list that medsos has written, and no list to read\n"
    "hint: the record as a roster is made by: medsos roster --output FILE.csv\n"
)
LISTS = (["audit"], ["devices"], ["agencies"], ["history"], ["stocktake", "status"])


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_list_read_back_changes_nothing_and_says_how_to_make_a_roster(
    sample: Run, db: Path, tmp_path: Path, words: list[str]
) -> None:
    sample("stocktake", "start")
    file = tmp_path / "list.csv"
    sample(*words, "--output", file)
    before = dump(db)
    for reading in (["import"], ["custody-import"]):
        assert sample(*reading, file, code=2).err == REFUSED.format(file=file.name)
    assert sample("post", "--from", file, "--senders", file, code=2).err == (
        REFUSED.format(file=file.name)
    )
    assert dump(db) == before


ALL = ("audit", "audit --since 1/11/2020", "activity", "agencies", "devices",
       "devices --sim-expiring 400", "doctor", "followups", "history", "history HP-01", "posts",
       "remind", "senders", "show dinkes", "stocktake status", "stocktakes")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_list_as_a_workbook_is_known_in_both_languages(
    sample: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    sample("post", "https://www.facebook.com/contohdinkes/posts/1234567", "--on", "2/12/2020")
    sample("followup", "dinkes", "--by", "call")
    sample("sender", "add", "Admin Lain", "dinkes")
    sample("stocktake", "start")
    sample("stocktake", "finish", "--output", tmp_path / "missing.xlsx")
    sample("stocktake", "start")
    monkeypatch.setenv("MEDSOS_LANG", language)
    for number, words in enumerate(ALL):
        file = tmp_path / f"{number}.xlsx"
        sample(*words.split(), "--output", file, code=None)
        told = sample("import", file, "--dry-run", code=2).err
        known = {"en": "this is a list that medsos has written", "id": "daftar buatan medsos"}
        assert known[language] in told, words


def test_a_reminder_as_csv_is_a_list(sample: Run, tmp_path: Path) -> None:
    sample("remind", "--output", tmp_path / "remind.csv")
    assert sample("import", tmp_path / "remind.csv", code=2).err == (
        REFUSED.format(file="remind.csv")
    )


def test_a_title_above_does_not_hide_a_list(sample: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    sample("audit", "--output", file)
    file.write_bytes(b"Rekap medsos,,\r\n\r\n" + file.read_bytes())
    told = sample("import", file, code=2).err
    assert told == REFUSED.format(file=file.name).replace(":1:", ":3:")


def test_a_roster_and_what_was_rejected_of_one_are_no_such_lists(
    sample: Run, tmp_path: Path
) -> None:
    roster, rejects = tmp_path / "roster.csv", tmp_path / "rejects.csv"
    sample("roster", "--output", roster)
    sample("import", roster)
    roster.write_text("agency,instagram\nDinas Baru,a b\n", encoding="utf-8")
    sample("import", roster, "--rejects", rejects, code=2)
    assert "this is a list" not in sample("import", rejects, code=2).err
