"""What `--help` shows."""

import pytest

from tests.conftest import Run

BACKUP = """\
Usage: medsos backup [OPTIONS] FILE

  Copy the database, checked, to a file; or to a folder, under the moment's
  name.

Arguments:
  FILE  The copy to make.

Options:
  --force     Replace a file that exists.
  --keep N    FILE is a folder: keep the newest N dated copies.
  --db PATH   The database file. [environment: MEDSOS_DB]
  -h, --help  Show this help.
"""
CADANGAN = """\
Pemakaian: medsos backup [OPSI] BERKAS

  Salin basis data, setelah diperiksa, ke sebuah berkas; atau ke sebuah folder,
  dengan nama menurut waktunya.

Argumen:
  BERKAS  Salinan yang dibuat.

Opsi:
  --force      Ganti berkas yang sudah ada.
  --keep N     BERKAS adalah folder: simpan N salinan terbaru menurut tanggal.
  --db LOKASI  Berkas basis data. [lingkungan: MEDSOS_DB]
  -h, --help   Tampilkan bantuan ini.
"""


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_says_how_a_command_is_written_and_what_it_takes(run: Run, option: str) -> None:
    assert run("backup", option).out.startswith(BACKUP)


def test_help_is_in_the_language_in_force(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDSOS_LANG", "id")
    assert run("backup", "--help").out.startswith(CADANGAN)


def test_a_word_too_long_for_its_column_has_a_line_of_its_own(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("audit", "--help").lines
    at = next(n for n, line in enumerate(lines) if line.startswith("  --format table|csv"))
    assert lines[at + 1] == " " * 23 + "How to write the"


@pytest.mark.parametrize(("words", "heading"), [((), "Handover:"), (("stocktake",), "Commands:")])
def test_a_group_without_a_command_shows_its_help(
    run: Run, words: tuple[str, ...], heading: str
) -> None:
    answer = run(*words, code=2)
    assert answer.err == ""
    assert answer.out == run(*words, "--help").out
    assert f"\n{heading}\n" in answer.out


@pytest.mark.parametrize("width", [40, 80, 200])
def test_help_is_no_wider_than_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for words in ((), ("audit",), ("assign",), ("post",)):
        shown = run(*words, "--help").out.partition("\nExamples:\n")[0]
        assert max(map(len, shown.splitlines())) <= min(width, 100)
