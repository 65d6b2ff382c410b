"""`medsos report`: the month in four forms, from what is on record."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from medsos_cli.models import PLATFORMS, Verdict
from tests.answers.test_report_forms import READERS
from tests.conftest import Run
from tests.documents import make_template, read_document

DECEMBER = ("--month", "2020-12")
LATER = datetime(2021, 1, 2, 3, 0, tzinfo=UTC)
MARKS = "✓!○?✗–·"


def counts(run: Run, *words: str) -> dict[str, list[str]]:
    """Return how often each verdict stands on each platform, as the audit says it."""
    summary = json.loads(run("audit", *words, "--format", "json", now=LATER).out)["summary"]
    by_platform = summary["by_verdict"]
    return {each: [str(by_platform[p][each]) for p in PLATFORMS] for each in Verdict}


@pytest.mark.parametrize("form", READERS)
def test_the_figures_are_those_of_the_audit_of_the_last_day(
    sample: Run, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"r.{form}"
    sample("report", *DECEMBER, "--output", file, now=LATER)
    rows = READERS[form](file.read_bytes())
    told = counts(sample, "--as-of", "2020-12-31")
    assert {row[0]: row[1:4] for row in rows if row and row[0] in told} == told
    assert ["three platforms", "18"] in [row[:2] for row in rows]


def test_a_message_tells_the_same(sample: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    note = sample("report", "--output", file, now=LATER).err  # December is the last whole month
    assert note.endswith("note: this is December 2020; this month is --month 2021-01\n")
    told = counts(sample, "--as-of", "2020-12-31")
    for number, name in enumerate(("Instagram", "Facebook", "Twitter")):
        figures = "  ".join(
            f"{mark} {told[verdict][number]}" for mark, verdict in zip(MARKS, Verdict, strict=True)
        )
        assert f"{name}: {figures}\n" in file.read_text("utf-8")


@pytest.mark.parametrize("form", ["html", "xlsx", "docx", "txt"])
def test_the_same_month_is_the_same_bytes_whenever_it_is_printed(
    sample: Run, tmp_path: Path, form: str
) -> None:
    one, other = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    sample("report", *DECEMBER, "--target", "2/week", "--output", one, now=LATER)
    later = datetime(2021, 5, 1, tzinfo=UTC)
    sample("report", *DECEMBER, "--target", "2/week", "--output", other, now=later)
    assert one.read_bytes() == other.read_bytes()


def test_reminders_and_handsets_are_in_it(sample: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    sample("followup", "dinkes", "--by", "call", "--on", "2/12/2020")
    sample("followup", "setda", "--by", "call", "--on", "2/12/2020")
    sample("followup", "--void", "2", "--reason", "salah")
    sample("lost", "HP-05")
    sample("report", *DECEMBER, "--output", file, now=LATER)
    text = file.read_text("utf-8")
    assert "1 reminder: 1 followed by a post, 0 not, 0 unknown." in text
    assert "1 · lost\n   HP-05" in text


def test_an_agency_of_which_nobody_has_said_anything_is_not_called_without_an_account(
    run: Run, tmp_path: Path
) -> None:
    roster, file = tmp_path / "roster.csv", tmp_path / "r.txt"
    roster.write_text(
        "agency_code,agency,instagram,facebook,twitter\n"
        "dinkes,Dinas Kesehatan,menyusul,menyusul,menyusul\n"
        "dindik,Dinas Pendidikan,?,?,?\n"
        "dinhub,Dinas Perhubungan,-,-,-\n",
        "utf-8",
    )
    run("import", roster)
    run("report", *DECEMBER, "--output", file)
    _, _, decisions = file.read_text("utf-8").partition("*To decide*\n")
    assert decisions.splitlines()[:4] == [
        "1 · Without any account: open one, or accept it",
        "   Dinas Perhubungan",
        "2 · Nobody has said whether there is an account: ask the agency",
        "   Dinas Kesehatan; Dinas Pendidikan",
    ]


def test_a_month_that_nobody_looked_at_is_said_so(sample: Run, tmp_path: Path) -> None:
    told = sample("report", "--month", "2020-11", "--output", tmp_path / "r-{month}.html").err
    assert told == (
        "note: No account was looked at in November 2020: all that is told was known before.\n"
        f"{tmp_path}/r-2020-11.html is written\n"
    )


def test_the_offices_own_letterhead_is_filled_in(sample: Run, tmp_path: Path) -> None:
    own, file = tmp_path / "kop.docx", tmp_path / "r.docx"
    make_template(own, "Kop surat: {{ month }}")
    sample("report", *DECEMBER, "--template", own, "--output", file, now=LATER)
    assert "Kop surat: December 2020" in read_document(file)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("", "error: --output is missing"),
        ("--output r.pdf", "error: r.pdf is no name for a report"),
        ("--output r.html --template k.docx", "error: --template is for a .docx"),
        ("--month 2021-01 --output r.html", "error: --month: 2021-01 lies in the future"),
        ("--month 2020-12 --target 3/year --output r.html", "error: --target: '3/year' is no"),
        ("--output k.docx --template k.docx", "error: k.docx is the template itself"),
    ],
)
def test_what_makes_no_report(sample: Run, words: str, refusal: str) -> None:
    assert sample("report", *words.split(), code=2).err.startswith(refusal)


def test_a_message_says_that_a_list_is_empty(sample: Run, tmp_path: Path) -> None:
    sample("report", "--month", "11/2020", "--output", tmp_path / "report.txt")
    lines = (tmp_path / "report.txt").read_text("utf-8").splitlines()
    assert lines[lines.index("*Most active*") + 1] == "–"
