"""An audit with what it was before: the columns of data, whole, and what is said under it."""

from datetime import date
from io import StringIO

from medsos_cli.answers import as_csv, as_json, as_table
from medsos_cli.answers.answer import Type, shown
from medsos_cli.answers.audit_answer import audit_answer, audit_columns
from medsos_cli.answers.since_answer import since_columns, since_lines, with_changes
from medsos_cli.cli.language import load_language
from medsos_cli.errors import speak
from medsos_cli.models import Platform
from medsos_cli.rules.changes import Between, compare
from medsos_cli.rules.coverage import Coverage
from tests.months import JUDGEMENT, agency, finding

IG, FB, X = Platform
THEN = date(2026, 10, 31)
OLD = agency("kesehatan", "dinas", finding(IG, "fresh", 2), finding(FB, "none"))
NEW = agency("kesehatan", "dinas", finding(IG, "stale", 90), finding(FB, "fresh", 1), name="Dinkes")
SHUT = agency("arsip", "dinas", finding(IG, "fresh", 9))
FRESH = agency("baru", None, finding(IG, "fresh", 1))
COMPARISON = compare([OLD, SHUT], [NEW, FRESH], Between(opened={"baru"}))


def test_csv_has_the_columns_of_before_after_those_of_the_audit() -> None:
    out = StringIO()
    columns = [*since_columns(audit_columns(JUDGEMENT))]
    as_csv.write(audit_answer(columns, COMPARISON.agencies, Coverage(JUDGEMENT)), out)
    head, *rows = (line.split(",") for line in out.getvalue().splitlines())
    assert head[-6:] == [
        "flags", "platforms_before", "instagram_before", "facebook_before", "twitter_before",
        "change",
    ]  # fmt: skip
    assert [row[:6] + row[-6:] for row in rows] == [
        ["2026-11-30", "30", "kesehatan", "Dinkes", "dinas", "2", "", "1", "fresh", "none",
         "unlisted", "instagram:quiet;facebook:appeared;renamed"],
        ["2026-11-30", "30", "baru", "Dinas Baru", "", "1", "", "", "", "", "", "opened"],
        ["2026-11-30", "30", "arsip", "Dinas Arsip", "dinas", "", "", "1", "fresh", "unlisted",
         "unlisted", "closed"],
    ]  # fmt: skip
    assert rows[2][6:24] == [""] * 18


def test_json_has_before_and_change_in_each_agency() -> None:
    out = StringIO()
    columns = [*since_columns(audit_columns(JUDGEMENT))]
    as_json.write(audit_answer(columns, COMPARISON.agencies[:1], Coverage(JUDGEMENT)), out)
    assert """\
      "before": {
        "platforms": 1,
        "instagram": "fresh",
        "facebook": "none",
        "twitter": "unlisted"
      },
      "change": [
        "instagram:quiet",
        "facebook:appeared",
        "renamed"
      ]
""" in out.getvalue()


def test_the_summary_counts_every_word() -> None:
    audit = audit_answer([], [], Coverage(JUDGEMENT))
    answer = with_changes(audit, COMPARISON, THEN)
    assert answer.document
    assert answer.document["summary"]["changes"] == {
        "appeared": 1, "lost": 0, "gone": 0, "revived": 0, "quiet": 1, "handle": 0, "opened": 1,
        "closed": 1, "renamed": 1,
    }  # fmt: skip
    assert answer.under[-1] == (
        "changed since 2026-10-31: new account 1, went quiet 1, agency opened 1, agency closed 1, "
        "agency renamed 1"
    )
    assert [*map(str, since_lines(compare([OLD], [OLD]), THEN))] == [
        "nothing has changed since 2026-10-31"
    ]
    assert [*map(str, since_lines(compare([], [OLD]), THEN))] == [
        "nothing was on record by 2026-10-31, so no change is told"
    ]


def test_a_table_says_in_short_what_changed() -> None:
    out = StringIO()
    columns = [*since_columns(audit_columns(JUDGEMENT))]
    as_table.write(audit_answer(columns, COMPARISON.agencies, Coverage(JUDGEMENT)), out)
    assert [line.split("  ")[-1].strip() for line in out.getvalue().splitlines()[2:5]] == [
        "IG quiet; FB new; renamed", "opened", "closed",
    ]  # fmt: skip


def test_in_a_workbook_what_changed_is_said_in_the_language_in_force() -> None:
    changes = "instagram:quiet;facebook:appeared;renamed"
    assert shown(Type.CHANGE, changes) == (
        "Instagram: went quiet; Facebook: new account; agency renamed"
    )
    speak(load_language("id"))
    assert (
        shown(Type.CHANGE, changes)
        == "Instagram: menjadi sepi; Facebook: akun baru; OPD berganti nama"
    )
