"""Tables that fit, say all that must not be cut, and do nothing to a terminal."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper
from unicodedata import bidirectional, category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from medsos_cli.answers.answer import Column, Type
from medsos_cli.answers.drawing import can_draw, console, draw_table, escaped, struck, width

WIDTHS = [40, 80, 100, 120]
NARROWEST = 6  # a column that is cut still has this much, where it needs it


def test_columns_without_room_are_named_where_they_say_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = [Column("device"), Column("model", spare=1), Column("note", spare=2)]
    rows = [["HP-1", "Contoh A1", ""], ["HP-2", "Contoh B2", ""]]
    monkeypatch.setenv("COLUMNS", "12")
    assert [column.heading for column in draw_table(columns, rows)] == ["model"]
    monkeypatch.setenv("COLUMNS", "40")
    assert draw_table(columns, rows) == []


def draw(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> str:
    """Draw on a terminal that knows every character."""
    out = TextIOWrapper(BytesIO(), encoding="utf-8")
    with redirect_stdout(out):
        draw_table(columns, rows)
    out.seek(0)
    return out.read()


@pytest.fixture
def columns(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> int:
    monkeypatch.setenv("COLUMNS", str(request.param))
    return int(request.param)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (0, "0"), (date(2020, 12, 3), "2020-12-03"), ("Ani é 漢 👩", "Ani é 漢 👩"),
        ("\x1b[31mred", "\\u001b[31mred"), ("\x9b2J", "\\u009b2J"), ("a\nb\tc\rd\0", None),
        ("a\x7fb", "a\\u007fb"), ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\u2067a\u2069\u200f\u061c", "\\u2067a\\u2069\\u200f\\u061c"),
        ("\u2066\u200e", "\\u2066\\u200e"), ("a\u2028b", "a\\u2028b"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_text_that_does_nothing(value: object, text: str | None) -> None:
    assert escaped(value) == ("a\\u000ab\\u0009c\\u000dd\\u0000" if text is None else text)


@given(st.text() | st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp"])))
def test_no_text_reaches_a_terminal_as_more_than_text(text: str) -> None:
    told = escaped(text)
    assert not [c for c in told if category(c) in {"Cc", "Zl", "Zp"}]
    assert not [c for c in told if bidirectional(c) in {
        "LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"
    }]  # fmt: skip
    assert told == text or "\\u" in told


def test_a_table_is_drawn_like_this() -> None:
    rows: list[list[object]] = [
        ["dinkes", "[bold]Dinas[/bold] :smile: [link=http://x]x[/link]", None],
        ["setda", "a\x1b[2Jb\nc\u202e", 12],
        ["漢字", "https://x.com/a 12:30 'x'", ""],
    ]
    assert draw([Column("code"), Column("name", 1), Column("handsets")], rows) == (
        "code    name                                                handsets\n"
        "──────  ──────────────────────────────────────────────────  ────────\n"
        "dinkes  [bold]Dinas[/bold] :smile: [link=http://x]x[/link]\n"
        "setda   a\\u001b[2Jb\\u000ac\\u202e                            12\n"
        "漢字    https://x.com/a 12:30 'x'\n"
    )


def test_a_terminal_without_colours_gets_none() -> None:
    out = StringIO()
    draw_table([Column("event")], [[struck("1")], ["2"]], out)
    assert out.getvalue() == "event\n─────\n1\n2\n"


def test_a_line_that_is_no_table_is_no_markup_either() -> None:
    out = StringIO()
    console(out).print("[bold]x[/bold] :smile: https://x.com/a 12")
    assert out.getvalue() == "[bold]x[/bold] :smile: https://x.com/a 12\n"


def test_a_struck_cell_is_harmless_too() -> None:
    cell = struck("a\x1b[2J")
    assert (cell.plain, cell.style) == ("a\\u001b[2J", "strike dim")
    assert struck(None).plain == ""


def test_blank_columns_are_left_out() -> None:
    rows: list[list[object]] = [["HP-1", None, ""], ["HP-2", "", "x"]]
    assert draw([Column("device"), Column("NIP"), Column("cond.")], rows) == (
        "device  cond.\n──────  ─────\nHP-1\nHP-2    x\n"
    )


def test_a_table_without_rows_has_all_its_headings() -> None:
    assert draw([Column("device"), Column("NIP", 2)], []) == "device  NIP\n──────  ───\n"


def test_the_width_is_that_of_the_terminal_else_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    assert width() == 72
    monkeypatch.setenv("COLUMNS", "0")
    for stream in ("__stdout__", "__stderr__", "__stdin__"):  # as at night: no terminal to ask
        monkeypatch.setattr(sys, stream, None)
    assert width() == 100


ROWS = [
    ["HP-1", "Dinas Kependudukan dan Pencatatan", "Ani Paramida Kusuma", "2020-10-01"],
    ["HP-22222", "Setda", "Budi", "2020-11-20"],
]
LIST = [Column("device"), Column("agency", 1), Column("holder", 1), Column("since")]
TABLES = {
    40: """\
device    agency    holder    since
────────  ────────  ────────  ──────────
HP-1      Dinas K…  Ani Par…  2020-10-01
HP-22222  Setda     Budi      2020-11-20
""",
    # The holder needs less than its share, and leaves the rest.
    72: """\
device    agency                         holder               since
────────  ─────────────────────────────  ───────────────────  ──────────
HP-1      Dinas Kependudukan dan Penca…  Ani Paramida Kusuma  2020-10-01
HP-22222  Setda                          Budi                 2020-11-20
""",
    120: """\
device    agency                             holder               since
────────  ─────────────────────────────────  ───────────────────  ──────────
HP-1      Dinas Kependudukan dan Pencatatan  Ani Paramida Kusuma  2020-10-01
HP-22222  Setda                              Budi                 2020-11-20
""",
}


@pytest.mark.parametrize("columns", TABLES, indirect=True)
def test_what_is_left_of_the_width_is_shared(columns: int) -> None:
    assert draw(LIST, ROWS) == TABLES[columns]


CELLS = st.text("ab é漢字\u0301", max_size=30) | st.text("a漢", min_size=20, max_size=60)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Column], list[list[str]]]:
    """Draw a table in which no column is blank."""
    shares = draw(st.lists(st.integers(0, 3), min_size=1, max_size=6))
    columns = [Column(f"c{n}", share) for n, share in enumerate(shares)]
    rows = draw(st.lists(st.tuples(*[CELLS] * len(columns)).map(list), min_size=1, max_size=4))
    return columns, [["x"] * len(columns), *rows]


@pytest.mark.parametrize("columns", WIDTHS, indirect=True)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables())
def test_a_line_fits_where_it_can_and_what_has_no_share_is_whole(
    columns: int, table: tuple[list[Column], list[list[str]]]
) -> None:
    headings, rows = table
    lines = draw(headings, rows).splitlines()
    assert len(lines) == len(rows) + 2
    assert max(map(cell_len, lines)) <= columns
    needs = [
        max(cell_len(str(heading)), *(cell_len(row[n]) for row in rows))
        for n, (heading, *_) in enumerate(headings)
    ]
    least = 2 * (len(headings) - 1) + sum(
        min(need, NARROWEST) if column.share else need
        for need, column in zip(needs, headings, strict=True)
    )
    for line, row in zip(lines[2:], rows, strict=True):
        for column, cell in zip(headings, row, strict=True):
            assert column.share or cell.rstrip() in line or least > columns


def test_a_wide_character_is_never_cut_in_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "16")
    table = draw(
        [Column("name", 1), Column("n")], [["漢字漢字漢字漢字", "1"], ["a漢字漢字漢字漢", "2"]]
    )
    assert [cell_len(line) for line in table.splitlines()[2:]] == [16, 16]
    assert table.splitlines()[2:] == ["漢字漢字漢字…  1", "a漢字漢字漢 …  2"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("ascii", "name    n\n------  -\nDinas   1\n"),
        ("cp437", "name    n\n──────  ─\nDinas   1\n"),
        ("cp1252", "name    n\n------  -\nDinas…  1\n"),
        ("utf-8", "name    n\n──────  ─\nDinas…  1\n"),
    ],
)
def test_an_old_code_page_gets_what_it_can_draw(
    monkeypatch: pytest.MonkeyPatch, page: str, expected: str
) -> None:
    raw = BytesIO()
    stdout = TextIOWrapper(raw, encoding=page, newline="\n")
    monkeypatch.setattr(sys, "stdout", stdout)
    monkeypatch.setenv("COLUMNS", "9")
    draw_table([Column("name", 1), Column("n")], [["Dinas Kesehatan", 1]])
    stdout.flush()
    assert raw.getvalue().decode(page) == expected
    assert (can_draw("─"), can_draw("…")) == ("─" in expected, "…" in expected)


class Watched(StringIO):
    """A file that remembers how many rows were read when its first line came."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0
        self.taken_at_first: int | None = None

    def rows(self, count: int, **instead: str) -> Iterator[list[str]]:
        for number in range(1, count + 1):
            self.taken = number
            yield [instead.get(f"row_{number}", f"HP-{number}"), "kata " * 60, ""]

    def write(self, text: str, /) -> int:
        if self.taken_at_first is None:
            self.taken_at_first = self.taken
        return super().write(text)


def test_a_long_list_begins_before_its_last_row_is_read() -> None:
    out = Watched()
    with redirect_stdout(out):
        draw_table([Column("device"), Column("note", 1), Column("NIP")], out.rows(1_200))
    assert out.taken_at_first == 1_000
    assert out.taken == 1_200
    assert len(out.getvalue().splitlines()) == 1_202


def test_a_later_wider_cell_is_whole_where_there_is_no_share() -> None:
    out = Watched()
    rows = out.rows(1_005, row_1005="HP-" + "9" * 40)
    with redirect_stdout(out):
        draw_table([Column("device"), Column("note", 1), Column("NIP")], rows)
    lines = out.getvalue().splitlines()
    assert lines[0].split() == ["device", "note", "NIP"]  # what comes may have a NIP
    assert lines[-1].startswith(f"HP-{'9' * 40}  kata kata ")
    assert {len(line) for line in lines[2:-1]} == {len(lines[2])}
    assert len(lines[2]) <= 100


def test_a_file_has_room_for_everything() -> None:
    out = StringIO()
    draw_table([Column("note", 1), Column("n")], [["kata " * 100, 1]], out)
    assert out.getvalue().splitlines()[2] == f"{'kata ' * 100}  1"


@pytest.mark.parametrize(("columns", "left"), [(70, "a b c"), (44, "a c"), (30, "a")],
                         indirect=["columns"])  # fmt: skip
def test_the_most_spare_column_goes_first(columns: int, left: str) -> None:
    headings = [Column("a", 1), Column("b", spare=2), Column("c", spare=1)]
    lines = draw(headings, [["Ani Paramida Kusuma Wijaya", "x" * 24, "y" * 24]])
    assert lines.splitlines()[0].split() == left.split()
    assert max(map(len, lines.splitlines())) <= columns


@pytest.mark.parametrize("columns", [40, 60], indirect=True)
def test_a_spare_column_goes_before_the_others_shrink_too_far(columns: int) -> None:
    headings = [Column("from", 1), Column("to", 1), Column("recorded", spare=1)]
    lines = draw(headings, [["Ani Paramida Kusuma", "Budi Santoso Wijaya", "2020-12-03 tu"]])
    assert ("recorded" in lines) is (columns == 60)
    assert ("Ani Paramida Kus" in lines) is True


IMEIS = [["354123456789012", "Dinas Kependudukan dan Pencatatan", "Ani Paramida Kusuma"]]


@pytest.mark.parametrize(("columns", "first"), [(80, "354123456789012"), (40, "…6789012")],
                         indirect=["columns"])  # fmt: skip
def test_a_number_as_a_label_loses_its_beginning_before_names_shrink(
    columns: int, first: str
) -> None:
    headings = [Column("device", tail=True), Column("agency", 1), Column("holder", 1)]
    lines = draw(headings, IMEIS).splitlines()
    assert lines[0].startswith("device")
    assert lines[2].split()[0] == first
    assert len(lines[2]) <= columns


@pytest.mark.parametrize("columns", [14, 20, 30], indirect=True)
def test_on_the_narrowest_terminal_all_shrink(columns: int) -> None:
    headings = [Column("device", tail=True), Column("since"), Column("document")]
    lines = draw(headings, [["354123456789012", "2020-12-03", "028/01/2020"]]).splitlines()
    assert max(map(cell_len, lines)) <= columns


ALIKE = ["Kecamatan Karangmoncol", "Kecamatan Karangreja", "Kecamatan Karanganyar", "Setda"]


@pytest.mark.parametrize("columns", [6, 10, 14, 20, 22], indirect=True)
def test_names_that_begin_alike_can_be_told_apart(columns: int) -> None:
    lines = draw(
        [Column("agency", 1, type=Type.NAME)], [[name] for name in ALIKE * 2]
    ).splitlines()[2:]
    assert max(map(len, lines)) <= columns
    assert lines[:4] == lines[4:]
    assert len({*lines}) == 4


def test_of_names_that_begin_alike_the_end_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "16")
    rows = [["Kecamatan Karangmoncol"], ["Dinas Perumahan"], ["Kecamatan Karangreja"]]
    assert draw([Column("agency", 1, type=Type.NAME)], rows).splitlines()[2:] == [
        "Kecam…rangmoncol", "Dinas Perumahan", "Kecam…Karangreja",
    ]  # fmt: skip


def test_what_is_said_of_things_is_cut_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "16")
    rows = [["instagram stale, facebook stale"], ["instagram stale, twitter empty"]]
    assert draw([Column("accounts", 1)], rows).splitlines()[2:] == ["instagram stale…"] * 2


def test_the_line_under_a_heading_ends_where_the_terminal_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    path = "kantor/media-sosial/register/medsos.db"
    table = draw([Column("what"), Column("value", whole=True)], [["file", path]])
    assert table.splitlines() == ["what  value", "────  ──────────────", f"file  {path}"]
