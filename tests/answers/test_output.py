"""CSV and JSON to the last byte, and a file that appears whole or not at all."""

import csv
import json
import os
import sys
import threading
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.answers import as_json
from medsos_cli.answers.answer import Answer, Column
from medsos_cli.answers.as_csv import as_cell, write_csv
from medsos_cli.answers.output import choose_format, open_output
from medsos_cli.errors import InputError, Message, OutputError
from medsos_cli.models import Format
from medsos_cli.sheets.cells import clean
from medsos_cli.store.whole_files import refuse_same
from medsos_cli.words.safe import unguarded

RUNS = "=+-@\t\r\n＝＋－＠"


def as_csv(*rows: list[Any], columns: tuple[str, ...] = ("a", "b", "c")) -> str:
    out = StringIO(newline="")
    write_csv(out, columns, rows)
    return out.getvalue()


@pytest.mark.parametrize(
    ("wanted", "output", "chosen"),
    [
        (None, None, "table"), ("csv", None, "csv"), ("json", None, "json"),
        (None, "a.csv", "csv"), (None, "a.json", "json"), (None, "a.txt", "table"),
        (None, "a.xlsx", "xlsx"), ("xlsx", "a.txt", "xlsx"),
        (None, "A.CSV", "csv"), (None, "rekap.2020.json", "json"),
        ("json", "a.csv", "json"), ("table", "a.xlsx", "table"), ("csv", "/dev/stdout", "csv"),
    ],
)  # fmt: skip
def test_the_format_is_the_one_said_else_the_suffix_says(
    wanted: str | None, output: str | None, chosen: str
) -> None:
    said = Format(wanted) if wanted else None
    assert choose_format(said, Path(output) if output else None) == Format(chosen)


@pytest.mark.parametrize("name", ["rekap.ods", "rekap", "csv", ".csv", "rekap.csv.gz"])
def test_a_suffix_that_says_nothing_is_asked_about(name: str) -> None:
    with pytest.raises(InputError) as caught:
        choose_format(None, Path(name))
    assert (str(caught.value), caught.value.hint) == (
        f"{name} does not say which format to write",
        "end it in .csv, .json or .xlsx, or say --format",
    )


def as_document(rows: list[dict[str, Any]]) -> str:
    """Write rows that have the same keys as JSON."""
    out = StringIO()
    columns = [Column(name=name) for name in (rows[0] if rows else ())]
    as_json.write(Answer(columns, rows), out)
    return out.getvalue()


def test_csv_is_exactly_this() -> None:
    assert as_csv(
        ["dinkes", None, date(2020, 12, 3)],
        ["koma, titik", 'layar 5" retak', "dua\nbaris"],
        ["", 0, False],
        [["Ani", "Budi"], [], "é漢"],
    ) == (
        "a,b,c\r\n"
        "dinkes,,2020-12-03\r\n"
        '"koma, titik","layar 5"" retak","dua\nbaris"\r\n'
        ",0,False\r\n"
        "Ani; Budi,,é漢\r\n"
    )


def test_csv_without_rows_is_its_header() -> None:
    assert as_csv() == "a,b,c\r\n"


def test_a_heading_runs_no_more_than_a_cell() -> None:
    assert as_csv(["x"], columns=("=1+1",)) == "'=1+1\r\nx\r\n"


def test_csv_is_never_wrapped() -> None:
    assert as_csv(["x" * 300, "kata " * 60, "-"]) == f"a,b,c\r\n{'x' * 300},{'kata ' * 60},'-\r\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'), ("+62812", "'+62812"),
        ("-", "'-"), ("@contoh", "'@contoh"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"),
        (["=1", "Ani"], "'=1; Ani"), ("", ""), ("a=1", "a=1"), (" =1", " '=1"),
        ("a;=1", "a;'=1"), ("a;b", "a;b"), ("a; -", "a; '-"), ("\n=1", "'\n=1"),
        ("\xa0=1", "\xa0'=1"), ("\u200b=1", "\u200b'=1"), ("a; \u200e=1", "a; \u200e'=1"),
        ("＝1", "'＝1"), ("'=1", "''=1"), (["Ani", "=1"], "Ani; '=1"),
        ("'Aisyiyah", "'Aisyiyah"), (None, None), (-1, -1), (date(2020, 12, 3),) * 2, ([], ""),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: object, written: object) -> None:
    assert as_cell(cell) == written


CELLS = st.text(max_size=9) | st.text(f"{RUNS}'; \xa0\u200b\u202ea", max_size=9)


@given(CELLS)
def test_no_cell_starts_with_what_a_spreadsheet_runs(cell: str) -> None:
    (_, (written,)) = csv.reader(StringIO(as_csv([cell], columns=("a",)), newline=""))
    for part in written.split(";"):  # as a spreadsheet may
        assert part.strip(" \xa0\u200b\u202e")[:1] not in {*RUNS}
    assert unguarded(written) == cell


# What a roster's cell can hold at all: printable, no spaces around it. An apostrophe that
# stands before one of `=+-@` is a mark already, and is taken off when first read.
TEXTS = (
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=20)
    | st.builds("{}{}".format, st.sampled_from("=+-@"), st.text("=+-@'0a; ", max_size=6))
).filter(lambda text: clean(text) == text)


@given(TEXTS)
def test_import_reads_what_was_written(text: str) -> None:
    (_, (written,)) = csv.reader(StringIO(as_csv([text], columns=("a",)), newline=""))
    assert clean(written) == text


@given(st.from_regex(r"(\+62)?[0-9]{1,16}|[0-9./-]{1,20}|HP-[0-9]{1,4}|-|@[a-z]+", fullmatch=True))
def test_import_reads_the_identifier_that_was_written(text: str) -> None:
    (_, (written,)) = csv.reader(StringIO(as_csv([text], columns=("a",)), newline=""))
    assert clean(written, identifier=True) == text


def test_json_is_exactly_this() -> None:
    row = {"code": "dinkes", "last": date(2020, 12, 3), "note": None, "é": ["=1", "-"]}
    assert as_document([row]) == (
        '[\n  {\n    "code": "dinkes",\n    "last": "2020-12-03",\n    "note": null,\n'
        '    "é": [\n      "=1",\n      "-"\n    ]\n  }\n]\n'
    )


VALUES = st.text(max_size=9) | st.none() | st.integers() | st.booleans()


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=3, unique=True).flatmap(
    lambda names: st.lists(st.fixed_dictionaries(dict.fromkeys(names, VALUES)), max_size=3)
))  # fmt: skip
def test_json_reads_back_whole(document: list[dict[str, Any]]) -> None:
    assert json.loads(as_document(document)) == document


def test_a_file_is_written_as_it_is_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with open_output(path) as out:
        write_csv(out, ("a",), [["é"]])
    assert path.read_bytes() == b"a\r\n\xc3\xa9\r\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old", encoding="utf-8")
    with open_output(path) as out:
        out.write("new")
        out.flush()
        assert path.read_text(encoding="utf-8") == "old"
    assert path.read_text(encoding="utf-8") == "new"
    assert [*tmp_path.iterdir()] == [path]


def write_half(path: Path, failure: type[BaseException]) -> None:
    with open_output(path) as out:
        out.write("half")
        raise failure("midway")


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, InputError])
@pytest.mark.parametrize("before", [["list.csv"], []])
def test_a_failure_midway_leaves_all_as_it_was(
    tmp_path: Path, failure: type[BaseException], before: list[str]
) -> None:
    path = tmp_path / "list.csv"
    for name in before:
        (tmp_path / name).write_text("old", encoding="utf-8")
    with pytest.raises(failure, match="midway"):
        write_half(path, failure)
    assert [each.name for each in tmp_path.iterdir()] == before
    assert all((tmp_path / name).read_text(encoding="utf-8") == "old" for name in before)


def test_a_link_stays_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    with open_output(link) as out:
        out.write("new")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"


def refusal(output: Path, never: Path | None = None) -> tuple[str, str | None]:
    with pytest.raises(OutputError) as caught, open_output(output, never=never):
        pytest.fail("it was opened")
    return str(caught.value), caught.value.hint


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path) == (f"{tmp_path} is a folder", "name a file in it")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no" / "list.csv"
    assert refusal(path) == (
        f"{path} cannot be written: No such file or directory",
        f"make the folder {tmp_path / 'no'} first",
    )


def test_a_file_among_the_folders_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    path = tmp_path / "file" / "list.csv"
    assert refusal(path) == (
        f"{path} cannot be written: Not a directory",
        "close the program that has it open, or name another file",
    )


@pytest.mark.parametrize("size", [2_000, 100_000])  # found full at the end, or on the way
def test_a_full_disk_is_an_error_and_leaves_all_as_it_was(tmp_path: Path, size: int) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "list.csv"
    path.write_text("old", encoding="utf-8")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, usual[1]))
    try:
        with pytest.raises(OutputError) as caught, open_output(path) as out:
            out.write("x" * size)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert str(caught.value) == f"{path} cannot be written: File too large"
    assert path.read_text(encoding="utf-8") == "old"
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_written_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    with open_output(pipe) as out:
        out.write("a\r\n")
    reader.join(5)
    assert read == [b"a\r\n"]
    assert pipe.is_fifo()


def test_stdout_under_another_name_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"before\r\n")
    with path.open("a", encoding="utf-8", newline="") as file:
        monkeypatch.setattr(sys, "stdout", file)
        with open_output(path) as out:
            out.write("a\r\n")
    assert path.read_bytes() == b"before\r\na\r\n"


@pytest.mark.parametrize("how", ["itself", "symlink", "hard link", "another way"])
def test_the_database_is_never_written_over(tmp_path: Path, how: str) -> None:
    database, output = tmp_path / "medsos.db", tmp_path / "list.csv"
    database.write_bytes(b"all we know")
    if how == "symlink":
        output.symlink_to(database)
    elif how == "hard link":
        output.hardlink_to(database)
    elif how == "another way":
        (tmp_path / "folder").mkdir()
        output = tmp_path / "folder" / ".." / "medsos.db"
    else:
        output = database
    said = (f"{output} is the database itself", "name another file")
    assert refusal(output, never=database) == said
    with pytest.raises(OutputError, match="is the roster"):
        refuse_same(output, database, Message("{file} is the roster", file=output))
    assert database.read_bytes() == b"all we know"


def test_another_file_is_no_same_one_whether_it_is_there_or_not(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    why = Message("it is the database itself")
    refuse_same(tmp_path / "list.csv", tmp_path / "medsos.db", why)
    refuse_same(tmp_path / "other", tmp_path / "medsos.db", why)


@pytest.mark.parametrize("page", ["cp1252", "ascii", "utf-16"])
def test_stdout_is_utf_8_whatever_the_code_page_and_stays_open(
    monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    raw = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(raw, encoding=page))
    with open_output(None) as out:
        write_csv(out, ("a",), [["漢"]])
    assert raw.getvalue() == b"a\r\n\xe6\xbc\xa2\r\n"
    assert not raw.closed


def test_nothing_wraps_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(raw, encoding="utf-8"))
    monkeypatch.setenv("COLUMNS", "40")
    with open_output(None) as out:
        as_json.write(Answer([Column(name="a")], [{"a": "kata " * 60}]), out)
    assert raw.getvalue().decode() == f'[\n  {{\n    "a": "{"kata " * 60}"\n  }}\n]\n'
