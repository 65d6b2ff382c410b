"""An answer as a workbook, read back by another library: what is text stays text."""

from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell

from medsos_cli.answers import as_xlsx
from medsos_cli.answers.answer import Answer, Column, Type, VerdictCounts, data
from medsos_cli.answers.output import choose_destination, open_output, write
from medsos_cli.errors import Message, OutputError
from medsos_cli.models import Format, Platform, Verdict

DAY = datetime(2020, 12, 3)  # noqa: DTZ001  # as a workbook has it
COLUMNS = [
    Column(Message("handset"), name="device", type=Type.IDENTIFIER),
    data("imei", Message("IMEI"), Type.IDENTIFIER),
    Column(Message("since"), name="since", type=Type.DAY),
    Column(Message("presence of today"), name="verdict", type=Type.VERDICT),
    data("devices", Message("how many"), Type.NUMBER),
    Column(Message("holders"), name="holders"),
    Column(Message("only for people"), cell=lambda _: "never here"),
]
ROW: dict[str, Any] = {
    "device": "0012", "imei": "001012030000016", "since": "2020-12-03", "verdict": Verdict.STALE,
    "devices": 2, "holders": ("Ani", "Budi"),
}  # fmt: skip


def made(rows: Iterable[object], **more: Any) -> bytes:  # noqa: ANN401  # fields of an answer
    class Out(BytesIO):
        @property
        def buffer(self) -> BytesIO:
            return self

    out = Out()
    answer = Answer(more.pop("columns", COLUMNS), rows, **more)
    as_xlsx.write(answer, out)  # type: ignore[arg-type]  # all of a stream that it takes
    return out.getvalue()


def sheets(content: bytes) -> dict[str, list[list[Cell]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: [[*row] for row in sheet.iter_rows()] for sheet in book}


def cell_of(value: object, kind: Type = Type.TEXT) -> Cell:
    columns = [Column("a", name="a", type=kind), Column("b", name="b")]
    return sheets(made([{"a": value, "b": "b"}], columns=columns))["list"][1][0]


def test_a_row_is_texts_numbers_and_days_under_the_headings() -> None:
    head, row = sheets(made([ROW]))["list"]
    assert [cell.value for cell in head] == [
        "handset", "IMEI", "since", "presence of today", "how many", "holders"
    ]  # fmt: skip
    assert [cell.value for cell in row] == [
        "0012", "001012030000016", DAY, "stale", 2, "Ani; Budi"
    ]  # fmt: skip
    assert [cell.data_type for cell in row] == ["s", "s", "d", "s", "n", "s"]
    assert row[2].number_format == "dd/mm/yyyy"
    assert row[0].number_format == row[1].number_format == "@"


def test_the_head_stays_in_sight_and_the_columns_are_filtered() -> None:
    sheet = openpyxl.load_workbook(BytesIO(made([ROW, ROW])))["list"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.print_title_rows == "$1:$1"
    assert 15 < sheet.column_dimensions["B"].width < 25


def test_each_verdict_has_its_colour_and_its_word() -> None:
    rows = [ROW | {"verdict": verdict} for verdict in Verdict]
    cells = [row[3] for row in sheets(made(rows))["list"][1:]]
    assert [cell.value for cell in cells] == [*map(str, Verdict)]
    assert len({cell.fill.start_color.rgb for cell in cells}) == len(Verdict)


def test_what_does_not_stand_is_struck_through() -> None:
    rows = sheets(made([ROW, ROW | {"devices": 3}], stands=lambda row: row["devices"] == 2))
    assert [{cell.font.strike for cell in row} for row in rows["list"][1:]] == [{None}, {True}]


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-", "@contoh", "{=1}", "http://x/", "1E5",
                                  "03/12/2020", "TRUE", "_x000D_", "mailto:a@b", "'x"])  # fmt: skip
def test_a_text_is_no_formula_no_link_and_no_number(text: str) -> None:
    cell = cell_of(text)
    assert (cell.value.replace("_x005F", ""), cell.data_type, cell.hyperlink) == (text, "s", None)


TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=5), st.sampled_from([Type.TEXT, Type.IDENTIFIER]))
def test_every_text_is_read_back_as_it_was(texts: list[str], kind: Type) -> None:
    columns = [Column("a", name="a", type=kind)]
    _, *rows = sheets(made([{"a": text} for text in texts], columns=columns))["list"]
    assert [row[0].value for row in rows] == texts
    assert {row[0].data_type for row in rows} == {"s"}


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        (date(2020, 12, 3), Type.DAY, DAY), ("2020-12-03", Type.DAY, DAY),
        ("1899-12-31", Type.DAY, "1899-12-31"), ("2020-02-30", Type.DAY, "2020-02-30"),
        ("2020-12-03", Type.TEXT, "2020-12-03"), (Message("never"), Type.TEXT, "never"),
        (None, Type.DAY, None), (0, Type.NUMBER, 0), ((), Type.TEXT, None),
    ],
)  # fmt: skip
def test_a_day_that_is_one_is_a_day(value: object, kind: Type, read: object) -> None:
    assert cell_of(value, kind).value == read


def test_what_is_said_under_a_table_stands_on_a_sheet_of_its_own() -> None:
    counts = VerdictCounts(Platform.FACEBOOK, dict.fromkeys(Verdict, 1))
    under = ["", Message("{n} office", "{n} offices", n=2), counts]
    first, second = sheets(made([ROW], under=under))["summary"]
    assert first[0].value == "2 offices"
    assert [cell.value for cell in second[:5]] == ["facebook", 1, "fresh", 1, "stale"]
    hidden = [data("a", "a", cell=str)]
    assert [*sheets(made(["x"], columns=hidden, under=under))] == ["list"]


def test_the_same_answer_is_the_same_bytes_and_says_nothing_of_when() -> None:
    assert made([ROW, ROW]) == made([ROW, ROW])
    with ZipFile(BytesIO(made([ROW]))) as packed:
        assert {each.date_time[0] for each in packed.infolist()} == {1980}
        assert b"2020-12-03T00:00:00Z" in packed.read("docProps/core.xml")


def test_a_list_without_a_row_has_its_head() -> None:
    assert len(sheets(made([]))["list"]) == 1


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "_MOST_ROWS", 2)
    assert len(sheets(made([ROW] * 2))["list"]) == 3
    with pytest.raises(OutputError, match="a sheet has room for 2 rows only"):
        made([ROW] * 3)


def test_a_workbook_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    to = choose_destination(None, path, tmp_path / "medsos.db")
    assert write(Answer(COLUMNS, [ROW]), to)
    before = path.read_bytes()
    assert [*sheets(before)] == ["list"]

    def failing() -> Iterable[object]:
        yield ROW
        raise ValueError("midway")

    with pytest.raises(ValueError, match="midway"):
        write(Answer(COLUMNS, failing()), to)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


def test_a_workbook_goes_into_a_pipe_and_never_onto_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    to = choose_destination(Format.XLSX, None, tmp_path / "medsos.db")
    write(Answer(COLUMNS, [ROW]), to)
    with open_output(None):
        pass
    assert [*sheets(capfdbinary.readouterr().out)] == ["list"]
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(OutputError, match="a workbook is not for a terminal") as caught:
        choose_destination(Format.XLSX, None, tmp_path / "medsos.db")
    assert caught.value.hint == "say --output FILE.xlsx"
