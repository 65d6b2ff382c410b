"""The last day of a month as an officer has it: ten commands, with the roster mended in Excel."""

from pathlib import Path

import openpyxl

from tests.conftest import Run
from tests.network import Networks

CHAT = (
    "03/12/20 08.15 - Admin DLH: sudah tayang "
    "https://www.facebook.com/contohdlh/posts/3497218944 mulai 2 Desember\n"
    "03/12/20 08.20 - Sekar: selamat pagi\n"
)


def mend(path: Path, device: str, **cells: str) -> None:
    """Type into the row of a handset, as a person does who opens the workbook."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    (row,) = [row for row in sheet.iter_rows() if row[head.index("device")].value == device]
    for name, text in cells.items():
        row[head.index(name)].value = text
    book.save(path)


def test_the_last_day_of_the_month_is_ten_commands(
    sample: Run, networks: Networks, tmp_path: Path
) -> None:
    chat, roster, page = (tmp_path / name for name in ("chat.txt", "roster.xlsx", "page.html"))
    chat.write_text(CHAT, encoding="utf-8")
    networks.add("instagram", "contoh.dlh", "2020-12-02T03:00:00+0000")
    networks.add("facebook", "contohdlh", "2020-12-02T03:00:00+0000")
    networks.add("x", "contoh_dlh")
    done = 0

    def medsos(*words: str | Path) -> str:
        nonlocal done
        done += 1
        return sample(*words).out

    assert "dlh     1 " in medsos("post", "--from", chat)
    medsos("check", "--agency", "dlh")
    medsos("audit", "--only", "stale,empty,unchecked", "--output", tmp_path / "quiet.xlsx")
    medsos("remind", "--output", tmp_path / "reminders.html")
    medsos("followup", "dpupr", "--by", "whatsapp")
    medsos("roster", "--output", roster)
    mend(roster, "HP-11", nip="199001012015031001", phone_number="081211112222")
    assert ": 0 new, 2 changed, " in medsos("import", roster)
    medsos("report", "--month", "2020-12", "--output", page)
    medsos("backup", tmp_path / "copy.db")
    assert medsos("doctor").startswith("ok ")
    assert done == 10
    row = sample("devices", "--agency", "dlh", "--full", "--format", "csv").lines[1]
    assert ",199001012015031001," in row
    assert ",'+6281211112222," in row
    assert "Dinas Lingkungan Hidup" in page.read_text("utf-8")
