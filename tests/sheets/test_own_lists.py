"""No list that this program writes is taken for a roster."""

from gettext import NullTranslations
from pathlib import Path

import pytest

from medsos_cli.answers.report_page import write_page
from medsos_cli.answers.report_xlsx import write_xlsx
from medsos_cli.cli.language import load_language
from medsos_cli.errors import speak
from medsos_cli.rules.report import compile_report
from tests.conftest import Run
from tests.months import regency
from tests.office import open_office

REFUSED = (
    "this is a list that medsos has written, and no list to read\n"
    "hint: the record as a roster is made by: medsos roster --output FILE.csv\n"
)
LISTS = {
    "audit": ("audit",), "devices": ("devices",), "agencies": ("agencies",),
    "history": ("history",), "history of one": ("history", "HP-1"),
    "stock-take": ("stocktake", "finish"),
}  # fmt: skip


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    office = open_office(run, tmp_path)
    office("stocktake", "start")
    return office


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("words", LISTS.values(), ids=LISTS)
def test_an_own_list_is_refused_with_the_command_that_makes_a_roster(
    office: Run, tmp_path: Path, words: tuple[str, ...], language: str, ending: str
) -> None:
    written, roster = tmp_path / f"own.{ending}", tmp_path / f"roster.{ending}"
    with pytest.MonkeyPatch.context() as spoken:
        spoken.setenv("MEDSOS_LANG", language)
        office(*words, "--output", written)
        office("roster", "--output", roster)
    sheet = {"en": "list!A1", "id": "daftar!A1"}[language]
    assert office("import", written, code=2).err == (
        f"error: {sheet if ending == 'xlsx' else 'own.csv:1'}: {REFUSED}"
    )
    assert " 0 new, 0 changed," in office("import", roster).lines[0]


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_report_is_no_roster_either(office: Run, tmp_path: Path, language: str) -> None:
    speak(load_language(language))
    written = tmp_path / "report.xlsx"
    written.write_bytes(write_xlsx(write_page(compile_report(regency(3)))))
    speak(NullTranslations())
    assert office("import", written, code=2).err.endswith(f"!A1: {REFUSED}")
