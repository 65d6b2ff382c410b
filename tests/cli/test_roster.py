"""The record written as a roster: read again it changes nothing, read elsewhere it is the same."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from io import StringIO
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from medsos_cli.cli.context import Context
from tests.command import invoke
from tests.conftest import NOW, Run
from tests.office import dump, open_office

HEADER = (
    "agency_code,agency,kind,instagram,facebook,twitter,device,imei,imei2,model,serial,item_code,"
    "register_no,phone_number,iccid,sim_active_until,source,holder,nip,position,handed_over_on,"
    "document_no,condition,accessories,acquired_on,price,material,note\n"
)
WHOLE = HEADER + (
    "dinkes,Dinas Kesehatan,dinas,contoh.dinkes,,,HP-1,001012030000016,001012030000024,Contoh A1,"
    ",,,'+6281200000001,,2020-12-20,,Ani,198001012005012001,Pranata Humas,2020-10-01,028/1,B,"
    "charger,,,,\n"
    "kalimanah,Kecamatan Kalimanah,kecamatan,,,,,,,,,,,,,,,,,,,,,,,,,\n"
    "setda,Sekretariat Daerah,sekretariat,none,ada,https://x.com/belum,,,,,,,,,,,,,,,,,,,,,,\n"
    ",stok,,,,,HP-2,001012030000032,,Contoh A1,,,,'+6281200000002,,2020-11-01,,,,,,,,,,,,\n"
    ",stok,,,,,HP-3,,,Contoh B2,,,,,,,,,,,,,RB,,,,,\n"
)
TEXTS = st.sampled_from(
    ["", "Kepala Seksi", 'layar 5" retak', "satu, dua; tiga|empat", "a\nb", "é", "=1+1", "-x",
     "'Aisyiyah", "@contoh", "'=1"]
)  # fmt: skip
ACCOUNTS = {
    "instagram": ["", "-", "ada", "contoh.{n}", "www.instagram.com/nihil/", "instagram.com/_a{n}_",
                  "instagram.com/dinas{n}.com"],
    "facebook": ["", "belum", "v", "facebook.com/kosong?ref=1", "fb.com/profile.php?id=10000{n}",
                 "dinas.{n}"],
    "twitter": ["", "-", "sudah", "x.com/belum", "@contoh_{n}", "https://x.com/None"],
}  # fmt: skip


@st.composite
def rosters(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw the rows of some agencies, each with handsets held, or in stock, or none."""
    rows: list[dict[str, str]] = []
    numbers = count(1)
    for agency in range(1, draw(st.integers(1, 4)) + 1):
        row = {"agency": draw(st.sampled_from(["Dinas {n}", "Kec. É {n}", "=Bagian {n}"])),
               "kind": draw(st.sampled_from(["", "dinas"])), "note": draw(TEXTS)}  # fmt: skip
        row |= {platform: draw(st.sampled_from(cells)) for platform, cells in ACCOUNTS.items()}
        rows.append({name: cell.format(n=agency) for name, cell in row.items()})
        agency_name = rows[-1]["agency"]
        for number in islice(numbers, draw(st.integers(0, 3))):
            held = draw(st.booleans())
            nobody = not held and draw(st.booleans())
            owner = "stok" if nobody else agency_name
            rows.append({"agency": owner} | draw(handsets(number, held=held)))
    return rows


@st.composite
def handsets(draw: st.DrawFn, number: int, *, held: bool) -> dict[str, str]:
    digits = f"00{number:012}"
    row = {
        "device": draw(st.sampled_from([f"HP-{number}", f"é/{number}", ""])),
        "imei": digits + luhn.calc_check_digit(digits),
        "serial": draw(st.sampled_from(["", "0012", "=SN1"])),
        "phone_number": draw(st.sampled_from(["", f"08120000{number:04}"])),
        "sim_active_until": draw(st.sampled_from(["", "3/12/2021"])),
        "condition": draw(st.sampled_from(["", "B", "rusak berat"])),
        "accessories": draw(TEXTS),
        "note": draw(TEXTS),
    }
    if held:
        row |= {
            "holder": draw(TEXTS.filter(bool)),
            "nip": draw(st.sampled_from(["", "198001012005012001"])),
            "position": draw(TEXTS),
            "handed_over_on": draw(st.sampled_from(["1/10/2020", "3/12/2020"])),
            "document_no": draw(st.sampled_from(["", "028/1/2020", "-1"])),
        }
    return row


def medsos(db: Path, *words: str) -> str:
    context = Context(now=lambda: NOW, user=lambda: "tu")
    result = invoke([*words, "--db", str(db)], context)
    assert result.exit_code == 0, result.stderr
    return str(result.stdout)


def write_sheet(path: Path, rows: list[dict[str, str]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def tags(db: Path) -> Iterator[str]:
    with closing(sqlite3.connect(db)) as connection:
        yield from [tag for (tag,) in connection.execute("select tag from device order by id")]


@settings(max_examples=25, derandomize=True)
@given(rows=rosters(), verbs=st.lists(st.sampled_from(["", "return", "lost"]), max_size=9))
def test_a_roster_read_again_changes_nothing_and_elsewhere_gives_the_same(
    rows: list[dict[str, str]], verbs: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        db, other = Path(folder, "medsos.db"), Path(folder, "other.db")
        given, first, second = (Path(folder, f"{n}.csv") for n in range(3))
        write_sheet(given, rows)
        medsos(db, "import", str(given))
        for tag, verb in zip(tags(db), verbs, strict=False):
            if verb:
                context = Context(now=lambda: NOW, user=lambda: "tu")
                invoke([verb, tag, "--db", str(db)], context)  # some are not held
        medsos(db, "roster", "--output", str(first))
        before = dump(db)
        told = medsos(db, "import", str(first))
        assert ": 0 new, 0 changed, " in told
        assert dump(db) == before
        medsos(other, "import", str(first))
        medsos(other, "roster", "--output", str(second))
        assert second.read_text(encoding="utf-8") == first.read_text(encoding="utf-8")


def test_the_whole_roster_is_this(run: Run, tmp_path: Path) -> None:
    office = open_office(run, tmp_path)
    office("return", "HP-2")
    office("account", "set", "setda", "fb", "https://www.facebook.com/contohsetda")
    office("account", "set", "setda", "x", "https://x.com/belum")
    more = tmp_path / "more.csv"
    more.write_text("agency_code,facebook\nsetda,ada\n", encoding="utf-8")
    office("import", more)
    answer = office("roster", "--output", tmp_path / "roster.csv")
    text = (tmp_path / "roster.csv").read_text(encoding="utf-8")
    assert text == WHOLE.replace("none,ada,", "none,contohsetda,")
    assert answer.err == f"{tmp_path / 'roster.csv'} is written\n"


def test_a_workbook_holds_the_same_roster_and_keeps_what_is_typed_into_it_whole(
    run: Run, db: Path, tmp_path: Path
) -> None:
    office, path = open_office(run, tmp_path), tmp_path / "roster.xlsx"
    office("roster", "--output", path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    assert ",".join(map(str, head)) + "\n" == HEADER
    days = {"handed_over_on", "sim_active_until", "acquired_on"}
    assert [*formats(sheet).values()] == ["General" if name in days else "@" for name in head]
    cells = [[f"{c:%Y-%m-%d}" if isinstance(c, datetime) else c or "" for c in row] for row in rows]
    write_sheet(tmp_path / "mended.csv", [dict(zip(head, row, strict=True)) for row in cells])
    before = dump(db)
    assert ": 0 new, 0 changed, " in office("import", tmp_path / "mended.csv").out
    assert dump(db) == before


def test_a_lost_handset_is_not_found_by_reading_it_again(run: Run, tmp_path: Path) -> None:
    office, path = open_office(run, tmp_path), tmp_path / "roster.csv"
    office("lost", "HP-1")
    office("roster", "--output", path)
    assert ",stok,,,,,HP-1," in path.read_text(encoding="utf-8")
    before = office("devices", "--format", "csv").out
    office("import", path)
    assert office("devices", "--format", "csv").out == before


def test_what_is_mended_once_is_mended(run: Run, tmp_path: Path) -> None:
    office, path = open_office(run, tmp_path), tmp_path / "roster.csv"
    office("assign", "HP-3", "dinkes", "--to", "Cici")
    office("roster", "--output", path)
    text = path.read_text(encoding="utf-8")
    assert text.count("contoh.dinkes") == 1
    path.write_text(text.replace("contoh.dinkes", "dinkes.baru"), encoding="utf-8")
    assert ": 0 new, 1 changed, " in office("import", path).out


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("stok,,HP-9,Ani,1/12/2020", "holder (D): 'Ani' in stock, which is no agency"),
        ("stok,@contoh,HP-9,,", "instagram (B): '@contoh' in stock, which is no agency"),
        ("stok,,,,", "agency (A): no handset in this row"),
    ],
)
def test_the_stock_has_handsets_and_nothing_else(
    run: Run, db: Path, tmp_path: Path, row: str, error: str
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(
        f"agency,instagram,device,holder,handed_over_on\nDinas A,,,,\n{row}\n", encoding="utf-8"
    )
    answer = run("import", path, code=2)
    assert f"roster.csv:3: {error}" in answer.err
    assert not db.exists()


def test_a_handset_of_the_stock_is_in_stock_also_in_merged_cells(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("agency,device\nDinas A,HP-1\nSTOK,HP-2\n,HP-3\n", encoding="utf-8")
    run("import", path)
    assert [line.split()[:3] for line in run("devices").lines[2:]] == [
        [f"HP-{n}", "in", "stock"] for n in (1, 2, 3)
    ]
    assert run("agencies", "--format", "csv").out.count("\n") == 2


FIELDS = [
    "agency_code", "agency", "kind", "instagram", "facebook", "twitter", "device", "imei", "imei2",
    "model", "serial", "item_code", "register_no", "phone_number", "iccid", "sim_active_until",
    "source", "holder", "nip", "position", "handed_over_on", "document_no", "condition",
    "accessories", "instagram_last_post", "facebook_last_post", "twitter_last_post", "checked_on",
    "acquired_on", "price", "material", "note",
]  # fmt: skip
ROW = {
    "agency": "Dinas Kesehatan", "kind": "dinas", "instagram": "@contoh.dinkes", "facebook": "-",
    "device": "HP-01", "imei": "001012030000016", "register_no": "0001",
    "phone_number": "081200000001", "iccid": "8962101234567890120", "holder": "Ani",
    "nip": "198001012005012001", "handed_over_on": "3/12/2020", "condition": "RR",
    "instagram_last_post": "1/12/2020", "acquired_on": "2/12/2020", "price": "2500000",
}  # fmt: skip


def formats(sheet: Any) -> dict[int, str]:  # noqa: ANN401  # untyped, of openpyxl
    """Return the format in which each column takes what is typed into it."""
    return {
        n: each.number_format
        for each in sheet.column_dimensions.values()
        for n in range(each.min, each.max + 1)
    }


def filled_in(path: Path, row: dict[str, str]) -> None:
    book = openpyxl.load_workbook(path)
    for name, text in row.items():
        book.worksheets[0].cell(2, FIELDS.index(name) + 1, text)
    book.save(path)


def test_a_blank_roster_is_filled_in_and_read_as_it_is(run: Run, db: Path, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    assert run("roster", "--blank", "--output", path).err == f"{path} is written\n"
    assert not db.exists()
    answer = run("import", path, code=2)
    assert answer.err == (
        "roster.xlsx: sheet roster is read, not guide\n"
        "error: roster.xlsx has no row to import\nhint: put the rows under the header\n"
    )
    filled_in(path, ROW)
    assert run("import", path).lines[0] == (
        "roster.xlsx: 1 row imported: 6 new, 0 changed, 0 unchanged"
    )
    run("roster", "--output", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        read = {name: text for name, text in next(csv.DictReader(file)).items() if text}
    stated = {name: text for name, text in ROW.items() if name != "instagram_last_post"}
    assert read == stated | {
        "agency_code": "dinas-kesehatan", "instagram": "contoh.dinkes", "facebook": "none",
        "phone_number": "'+6281200000001", "handed_over_on": "2020-12-03",
        "acquired_on": "2020-12-02",
    }  # fmt: skip


def test_the_cells_of_a_blank_roster_are_texts_and_have_words_to_choose_from(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "roster.xlsx"
    run("roster", "--blank", "--sheet", "Data HP", "--output", path)
    book = openpyxl.load_workbook(path)
    sheet = book["Data HP"]
    assert [cell.value for cell in sheet[1]] == FIELDS
    assert formats(sheet) == dict.fromkeys(range(1, len(FIELDS) + 1), "@")
    lists = {
        str(each.sqref).split(":")[0]: (each.formula1, each.showErrorMessage)
        for each in sheet.data_validations.dataValidation
        if each.type == "list"
    }
    assert lists["W2"] == ('"B,RR,RB"', True)
    kinds, refuses = lists["C2"]
    assert "dinas,badan,bagian," in str(kinds)
    assert not refuses


@pytest.mark.parametrize(
    ("language", "name", "title"),
    [("en", "guide", "How to fill in the roster"), ("id", "petunjuk", "Cara mengisi daftar")],
)
def test_a_page_explains_each_column_of_a_blank_roster(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, name: str, title: str
) -> None:
    monkeypatch.setenv("MEDSOS_LANG", language)
    path = tmp_path / "roster.xlsx"
    run("roster", "--blank", "--output", path)
    guide = openpyxl.load_workbook(path)[name]
    rows = [*guide.iter_rows(values_only=True)]
    assert rows[0][0] == title
    explained = {row[0]: row[1] for row in rows if row[0] in FIELDS}
    assert [*explained] == FIELDS
    assert all(explained.values())


def test_the_examples_of_a_blank_roster_are_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    run("roster", "--blank", "--output", path)
    rows = openpyxl.load_workbook(path)["guide"].iter_rows(values_only=True)
    examples = {str(row[0]): str(row[2]) for row in rows if row[0] in FIELDS and row[2]}
    filled_in(path, examples)
    answer = run("import", path)
    assert answer.lines[0].startswith("roster.xlsx: 1 row imported: ")
    assert "warning" not in answer.err


def test_a_blank_roster_as_csv_is_its_header(run: Run, tmp_path: Path) -> None:
    run("roster", "--blank", "--output", tmp_path / "roster.csv")
    assert (tmp_path / "roster.csv").read_bytes() == (",".join(FIELDS) + "\r\n").encode()


def test_the_sheet_of_a_roster_is_called_as_it_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    open_office(run, tmp_path)("roster", "--sheet", "Data HP 2020", "--output", path)
    assert openpyxl.load_workbook(path).sheetnames == ["Data HP 2020"]
    run("roster", "--blank", "--sheet", "GUIDE", "--output", path)
    assert openpyxl.load_workbook(path).sheetnames == ["GUIDE", "guide 2"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--sheet", "a/b"), "--sheet: no sheet can be called 'a/b'"),
        (("--sheet", "x" * 32), f"--sheet: no sheet can be called '{'x' * 32}'"),
        (("--sheet", "History"), "--sheet: no sheet can be called 'History'"),
        (("--sheet", ""), "--sheet: no sheet can be called ''"),
        (("--blank", "--as-of", "1/12/2020"), "a blank roster is of no day"),
        (("--blank", "--known-on", "1/12/2020"), "a blank roster is of no day"),
    ],
)
def test_what_no_roster_can_be_is_refused(
    run: Run, tmp_path: Path, words: tuple[str, ...], error: str
) -> None:
    answer = run("roster", *words, "--output", tmp_path / "roster.xlsx", code=2)
    assert answer.err.startswith(f"error: {error}\nhint: ")
    assert not (tmp_path / "roster.xlsx").exists()


def test_a_roster_as_csv_has_no_sheet_to_name(run: Run, tmp_path: Path) -> None:
    answer = run("roster", "--blank", "--sheet", "a", "--output", tmp_path / "a.csv", code=2)
    assert answer.err == (
        "error: a CSV file has no sheets\nhint: leave --sheet out, or end it in .xlsx\n"
    )


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        ((), "--output is missing", "say where: medsos roster --output FILE.csv"),
        (
            ("--output", "roster.json"),
            "roster.json is no name for a roster",
            "end it in .csv or .xlsx",
        ),
        (("--output", "roster"), "roster is no name for a roster", "end it in .csv or .xlsx"),
    ],
)
def test_a_roster_needs_a_file(run: Run, words: tuple[str, ...], error: str, hint: str) -> None:
    run("device", "add", "HP-9")
    answer = run("roster", *words, code=2)
    assert answer.err == f"error: {error}\nhint: {hint}\n"


def test_a_handset_alone_is_a_roster(run: Run, tmp_path: Path) -> None:
    run("device", "add", "HP-9")
    run("roster", "--output", tmp_path / "roster.csv")
    text = (tmp_path / "roster.csv").read_text(encoding="utf-8")
    assert text == HEADER + ",stok,,,,,HP-9" + "," * 21 + "\n"


def test_a_wrong_import_is_undone_by_the_roster_of_the_day_before(run: Run, tmp_path: Path) -> None:
    open_office(run, tmp_path)
    before, wrong, back = (tmp_path / name for name in ("before.csv", "wrong.csv", "back.csv"))
    run("roster", "--output", before)
    wrong.write_text(
        "agency_code,agency,kind,instagram,device,imei,phone_number,sim_active_until\n"
        "dinkes,Dinas Lain,badan,contoh.salah,HP-1,,081200000077,2021-05-05\n"
        "setda,Sekretariat Lain,,contoh.salah,HP-2,,081200000078,2021-05-05\n",
        encoding="utf-8",
    )
    run("import", wrong)
    run("roster", "--known-on", "2/12/2020", "--output", back)
    assert back.read_bytes() == before.read_bytes()
    run("import", back)
    run("roster", "--output", wrong)
    assert wrong.read_bytes() == before.read_bytes()


def test_a_blank_roster_says_in_indonesian_what_a_column_is_called(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDSOS_LANG", "id")
    run("roster", "--blank", "--output", tmp_path / "roster.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "roster.xlsx").worksheets[0]
    titles = [rule.promptTitle for rule in sheet.data_validations.dataValidation]
    assert titles[:3] == ["kode OPD", "OPD", "jenis"]
    assert [cell.value for cell in sheet[1]] == FIELDS
