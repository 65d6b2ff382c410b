"""Bad rows as a workbook: what is wrong stands at the cell, and what is mended is read again."""

from pathlib import Path

import openpyxl
import pytest

from medsos_cli.answers import rejects_xlsx
from tests import workbooks
from tests.conftest import Run
from tests.workbooks import Cell

HEAD: list[Cell] = ["Nama OPD", "IG", "IMEI", "Nama Admin", "Tgl BAST"]
ROWS: list[list[Cell]] = [
    HEAD,
    ["Dinas A", "tanpa akun satu", 354000000000000, "Siti", "12/25/2020"],
    ["Dinas B", "contoh.b"],
    [None, None, "490154203237518", "Budi", None],
]
YELLOW = "FFFFE699"


@pytest.fixture
def rejects(run: Run, tmp_path: Path) -> Path:
    roster, made = tmp_path / "roster.xlsx", tmp_path / "Rejects.XLSX"
    roster.write_bytes(workbooks.xlsx({"Sheet1": ROWS}))
    answer = run("import", roster, "--rejects", made, code=2)
    assert f"{made}: 2 bad rows, with the reason in the last column" in answer.err
    return made


def test_bad_cells_are_yellow_and_say_what_is_wrong(rejects: Path) -> None:
    sheet = openpyxl.load_workbook(rejects).active
    reasons = sheet["F2"].value, sheet["F3"].value
    assert [[cell.value for cell in row] for row in sheet] == [
        [*HEAD, "reason"],
        ["Dinas A", "tanpa akun satu", "354000000000000", "Siti", "12/25/2020", reasons[0]],
        ["Dinas B", None, "490154203237518", "Budi", None, reasons[1]],
    ]
    cells = [cell for row in sheet for cell in row]
    yellow = {cell.coordinate for cell in cells if cell.fill.start_color.rgb == YELLOW}
    notes = {cell.coordinate: cell.comment.text for cell in cells if cell.comment}
    assert yellow == set(notes) == {"B2", "C2", "E2", "E3"}
    assert notes["B2"] == (
        "IG (B): 'tanpa akun satu' holds more than a handle; "
        "write one handle and nothing else, as @name"
    )
    assert set(reasons[0].split(" | ")) == {notes["B2"], notes["C2"], notes["E2"]}
    assert {cell.number_format for row in sheet["A2:E3"] for cell in row} == {"@"}


def test_what_is_mended_is_read_again(run: Run, rejects: Path) -> None:
    book = openpyxl.load_workbook(rejects)
    for place, text in {"B2": "contoh.a", "C2": "490154203237526", "E2": "3/12/2020",
                        "E3": "3 Desember 2020"}.items():  # fmt: skip
        book.active[place] = text
    book.save(rejects)
    assert "Rejects.XLSX: 2 rows imported: " in run("import", rejects).out


def test_a_flood_of_comments_is_cut_but_no_reason(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejects_xlsx, "_MOST_COMMENTS", 3)
    roster, made = tmp_path / "roster.csv", tmp_path / "rejects.xlsx"
    roster.write_text("agency,ig,fb\n" + "".join(f"Dinas {n},x y z,x y z\n" for n in "ABC"))
    run("import", roster, "--rejects", made, code=2)
    rows = [*openpyxl.load_workbook(made).active][1:]
    assert [sum(cell.comment is not None for cell in row) for row in rows] == [2, 1, 0]
    assert all(row[-1].value.count(" | ") == 1 for row in rows)


def test_a_further_table_keeps_its_headings(run: Run, tmp_path: Path) -> None:
    roster, made = tmp_path / "roster.csv", tmp_path / "rejects.xlsx"
    roster.write_text("agency,ig,fb\nDinas A,x y z,\n\nagency,fb,ig\nDinas B,x y z,\n")
    run("import", roster, "--rejects", made, code=2)
    rows = [[cell.value for cell in row][:3] for row in openpyxl.load_workbook(made).active]
    assert rows == [
        ["agency", "ig", "fb"], ["Dinas A", "x y z", None],
        ["agency", "fb", "ig"], ["Dinas B", "x y z", None],
    ]  # fmt: skip


def test_its_heading_is_in_the_language_in_force_and_is_read_as_no_column(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDSOS_LANG", "id")
    roster, made = tmp_path / "roster.xlsx", tmp_path / "tolak.xlsx"
    roster.write_bytes(workbooks.xlsx({"Sheet1": ROWS}))
    run("import", roster, "--rejects", made, code=2)
    sheet = openpyxl.load_workbook(made).active
    assert [cell.value for cell in sheet[1]] == [*HEAD, "alasan"]
    assert "alasan" not in run("import", made, "--dry-run", code=2).err.split("galat")[0]
