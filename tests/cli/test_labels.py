"""Sheets of labels: for the devices chosen, in the order of their tags, in a file made whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.label_pictures import open_sheets, read_codes, read_words
from tests.office import dump, open_office


@pytest.fixture
def office(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return open_office(run, tmp_path)


def printed(pdf: Path) -> list[list[str]]:
    """Return what the codes say, sheet by sheet."""
    return [[code.text for code in read_codes(sheet)] for sheet in open_sheets(pdf)]


def test_a_sheet_says_tag_and_model(office: Run, tmp_path: Path) -> None:
    answer = office("labels", "--output", "hp.pdf")
    assert (answer.out, answer.err) == ("hp.pdf: 3 labels on 1 sheet of A4\n", "")
    assert printed(tmp_path / "hp.pdf") == [["HP-1", "HP-2", "HP-3"]]
    words = read_words(open_sheets(tmp_path / "hp.pdf")[0]).split()
    assert words == ["HP-1", "Contoh", "A1", "HP-2", "Contoh", "A1", "HP-3", "Contoh", "B2"]


def test_the_sample_fills_three_sheets_in_the_order_of_tags(sample: Run, tmp_path: Path) -> None:
    answer = sample("labels", "--output", tmp_path / "hp.pdf")
    assert answer.out.endswith("hp.pdf: 65 labels on 3 sheets of A4\n")
    tags = [f"HP-{n:02}" for n in range(1, 66)]
    assert printed(tmp_path / "hp.pdf") == [tags[:24], tags[24:48], tags[48:]]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--held", "12"),
        ("--in-stock", "3"),
        ("--agency dinkes", "1"),
        ("--condition RB", "3"),
        ("--held-longer-than 30", "1"),
        ("--without-document", "2"),
        ("--not-seen-for 30", "13"),
        ("--sim-expiring 0", "2"),
        ("--as-of 2020-11-01 --in-stock", ""),
        ("--as-of 2020-11-25 --in-stock", "3"),
    ],
)
def test_devices_are_chosen_as_in_the_list(
    office: Run, tmp_path: Path, options: str, expected: str
) -> None:
    words = options.split()
    office("labels", *words, "--output", "hp.pdf")
    pdf = tmp_path / "hp.pdf"
    found = printed(pdf) if pdf.exists() else [[]]
    assert found == [[f"HP-{n}" for n in expected]]
    listed = office("devices", *words, "--format", "csv").lines[1:]
    assert [line.split(",")[0] for line in listed] == found[0]


def test_no_device_no_sheet(office: Run, tmp_path: Path) -> None:
    answer = office("labels", "--lost")
    assert (answer.out, answer.err) == (
        "", "note: no such device, so no labels were made; see: medsos devices\n"
    )  # fmt: skip
    assert not [*tmp_path.glob("*.pdf")]


def test_without_a_name_it_is_labels_pdf_and_replaces_nothing(office: Run, tmp_path: Path) -> None:
    office("labels")
    made = (tmp_path / "labels.pdf").read_bytes()
    answer = office("labels", "--held", code=2)
    assert answer.err == (
        "error: labels.pdf exists\nhint: say --force to replace it, or name another file\n"
    )
    assert (tmp_path / "labels.pdf").read_bytes() == made


def test_a_file_is_replaced_by_force_and_its_owner_alone_reads_it(
    office: Run, tmp_path: Path
) -> None:
    pdf = tmp_path / "hp.PDF"
    pdf.write_text("old")
    assert "hp.PDF exists\n" in office("labels", "--output", pdf, code=2).err
    office("labels", "--output", pdf, "--force")
    made = pdf.read_bytes()
    assert made.startswith(b"%PDF-")
    assert pdf.stat().st_mode & 0o077 == 0
    office("labels", "--output", pdf, "--force")
    assert pdf.read_bytes() == made


@pytest.mark.parametrize(
    ("output", "error"),
    [
        ("hp.csv", "is no name for a PDF"),
        ("hp", "is no name for a PDF"),
        ("no/such/hp.pdf", "cannot be written: No such file or directory"),
        ("folder.pdf", "is a folder"),
    ],
)
def test_a_file_that_cannot_be_written_is_an_error(
    office: Run, tmp_path: Path, output: str, error: str
) -> None:
    (tmp_path / "folder.pdf").mkdir()
    answer = office("labels", "--output", tmp_path / output, code=2)
    assert answer.err.startswith("error: ")
    assert error in answer.err
    assert not (tmp_path / "hp.csv").exists()


def test_the_database_is_never_replaced(office: Run, db: Path) -> None:
    moved = db.rename(db.with_suffix(".pdf"))
    before = dump(moved)
    answer = office("labels", "--db", moved, "--output", moved, code=2)
    assert "is the database itself" in answer.err
    assert dump(moved) == before


def test_hostile_words_from_the_file_do_no_harm(office: Run, db: Path, tmp_path: Path) -> None:
    tags = ["\x1b[31mHP-4", "\u202eHP-5", "[red]HP-6[/red]", "x" * 200]
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.executemany(
            "insert into device (tag, model, registered_at) values (?, ?, '2020-11-25T03:00:00Z')",
            [(tag, "\x1b]0;title\x07" * 1000) for tag in tags],
        )
    answer = office("labels", "--output", "hp.pdf")
    assert printed(tmp_path / "hp.pdf") == [sorted(["HP-1", "HP-2", "HP-3", *tags], key=str.lower)]
    assert answer.err.startswith("note: \\u001b[31mHP-4, ")
    assert answer.err.endswith(
        "not all letters could be printed; the QR codes hold the tags whole\n"
    )
    assert len(answer.err.splitlines()) == 1


def test_a_tag_that_no_code_can_hold_is_named(office: Run, db: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(
            "insert into device (tag, registered_at) values (?, '2020-11-25T03:00:00Z')",
            ["y" * 4000],
        )
    answer = office("labels", "--output", "hp.pdf", code=2)
    assert answer.err == f"error: '{'y' * 20}'… is too long for a QR code\n"
    assert not (tmp_path / "hp.pdf").exists()


def test_a_stock_take_sees_what_is_scanned_off_the_labels(office: Run, tmp_path: Path) -> None:
    office("device", "add", "hp kecil é 01", "--model", "Contoh")
    office("labels", "--output", "hp.pdf")
    (codes,) = printed(tmp_path / "hp.pdf")
    (tmp_path / "scanned.txt").write_text("\n".join(codes), encoding="utf-8")
    office("stocktake", "start")
    assert office("stocktake", "seen", "--from", "scanned.txt").lines == [
        "4 of 4 seen, 0 missing, 0 unexpected"
    ]
