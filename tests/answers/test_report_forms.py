"""The leader's month in four forms: the same figures, the same bytes, nothing from elsewhere."""

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from medsos_cli.answers.report_docx import write_docx
from medsos_cli.answers.report_html import write_html
from medsos_cli.answers.report_page import Page, write_page
from medsos_cli.answers.report_rows import Table
from medsos_cli.answers.report_text import LONGEST, write_text
from medsos_cli.answers.report_words import short_day
from medsos_cli.answers.report_xlsx import write_xlsx
from medsos_cli.cli.language import load_language
from medsos_cli.errors import InputError, speak
from medsos_cli.models import PLATFORMS, Verdict
from medsos_cli.rules.coverage import Coverage
from medsos_cli.rules.report import compile_report
from tests.documents import make_template, read_document
from tests.months import JUDGEMENT, NOVEMBER, agency, finding, presences, regency

DAY = NOVEMBER.last
HOSTILE = "<script>alert(1)</script> & {{ office }} =1+1 *_~`\x1b[2J\u202eX\nhttp://evil.example"


def month(agencies: int = 65) -> Page:
    return write_page(compile_report(regency(agencies)))


def html(page: Page) -> bytes:
    return write_html(page).encode()


def text(page: Page) -> bytes:
    return write_text(page).encode()


def docx(page: Page) -> bytes:
    return write_docx(page, DAY)


FORMS = {"html": html, "txt": text, "docx": docx, "xlsx": write_xlsx}
forms = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())


class _Tables(HTMLParser):
    """Collects the rows of every table, each cell as its text; drawings and marks left out."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._skip = 0
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  # as the parser calls it
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
            self._in_cell = True
        self._skip += tag in {"i", "svg"}

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in {"i", "svg"}
        self._in_cell &= tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._in_cell and not self._skip:
            self.rows[-1][-1] += data


def rows_of_html(content: bytes) -> list[list[str]]:
    parser = _Tables()
    parser.feed(content.decode())
    return [[" ".join(cell.split()) for cell in row] for row in parser.rows]


def rows_of_docx(content: bytes) -> list[list[str]]:
    tables = Document(BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def rows_of_xlsx(content: bytes) -> list[list[str]]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        strings = [
            "".join(each.itertext())
            for each in ET.fromstring(packed.read("xl/sharedStrings.xml"))  # noqa: S314  # our own
        ]
        return [
            row
            for name in sorted(packed.namelist())
            if name.startswith("xl/worksheets/sheet")
            for row in _rows_of_sheet(packed.read(name), strings)
        ]


def _rows_of_sheet(sheet: bytes, strings: list[str]) -> Iterator[list[str]]:
    for row in ET.fromstring(sheet).findall(".//{*}row"):  # noqa: S314  # our own
        values = [(cell.get("t"), cell.findtext("{*}v") or "") for cell in row.findall("{*}c")]
        yield [strings[int(value)] if kind == "s" else value for kind, value in values]


READERS: dict[str, Callable[[bytes], list[list[str]]]] = {
    "html": rows_of_html, "docx": rows_of_docx, "xlsx": rows_of_xlsx
}  # fmt: skip


def texts(row: tuple[object, ...]) -> list[str]:
    return [
        short_day(cell) if isinstance(cell, date) else "–" if cell is None else str(cell)
        for cell in row
    ]


@pytest.mark.parametrize("name", READERS)
def test_every_figure_is_read_back_from_every_form_with_tables(name: str) -> None:
    page = month()
    rows = READERS[name](FORMS[name](page))

    def stands(*cells: str) -> None:
        assert any(row[: len(cells)] == [*cells] for row in rows), cells

    for table in (page.platforms, page.posts):
        for line in table.upended:
            stands(*texts(line))
    for line in page.kinds.rows:
        stands(*texts(line))
    for line in page.coverage.rows:
        stands(*texts(line))
    for table in (page.changes, page.decisions, page.handsets):
        for line in table.rows:
            stands(line.label, str(line.number)) if name != "html" else stands(
                line.label, str(line.number), "; ".join(line.names)
            )
    for table in (page.active, page.silent):
        for line in table.rows:
            shown = str(line.figure) if name == "xlsx" else line.shown
            assert any(line.agency in row and shown in row for row in rows), line
    assert sum(row[:1] == [page.recap.rows[7].agency] for row in rows) >= 1


def test_the_message_has_every_figure_too() -> None:
    page = month()
    lines = write_text(page).splitlines()
    for row in page.coverage.rows:
        assert f"{row.label}: {row.now} ({row.change})" in lines
    for row in page.platforms.rows:
        (line,) = [each for each in lines if each.startswith(f"{row.platform}: ✓")]
        assert [int(n) for n in re.findall(r"\d+", line)] == [*row[1:8]]
    for table in (page.changes, page.decisions, page.handsets):
        assert all(f"{row.number} · {row.label}" in lines for row in table.rows)
    for table in (page.active, page.silent):
        for row in table.rows:
            assert f"{row.place}. {row.agency}, {row.platform}: {row.shown}" in lines
    for row in page.posts.rows:
        assert any(line.startswith(f"{row.platform}: posts {row.posts}, ") for line in lines)
    assert page.followups.note in lines


def test_the_figures_are_those_of_the_audit_of_the_last_day() -> None:
    evidence = regency()
    coverage = Coverage(JUDGEMENT)
    for presence in evidence.now:
        coverage.add(presence)
    page = write_page(compile_report(evidence))
    assert [row.now for row in page.coverage.rows] == [coverage.by_count[n] for n in (3, 2, 1, 0)]
    for row, platform in zip(page.platforms.rows, PLATFORMS, strict=True):
        assert [*row[1:8]] == [coverage.by_verdict[platform, verdict] for verdict in Verdict]


@forms
def test_the_same_report_is_the_same_bytes(form: Callable[[Page], bytes]) -> None:
    assert form(month()) == form(month())


@forms
def test_nothing_is_from_elsewhere_and_nothing_runs(form: Callable[[Page], bytes]) -> None:
    content = form(month())
    if content[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(content)) as packed:
            links = [packed.read(name) for name in packed.namelist() if name.endswith(".rels")]
            assert not any(b'TargetMode="External"' in each for each in links)
            sheets = [packed.read(each) for each in packed.namelist() if "/sheet" in each]
            assert not any(b"<f>" in sheet for sheet in sheets)
    else:
        for word in (
            b"<script",
            b"://",
            b"src=",
            b"href",
            b"url(",
            b"@import",
            b"javascript",
            b"xmlns",
        ):
            assert word not in content, word


@forms
def test_what_the_record_holds_is_text_and_acts_on_nothing(form: Callable[[Page], bytes]) -> None:
    bad = agency("jahat", HOSTILE, finding(PLATFORMS[0], "stale", 90), name=HOSTILE)
    content = form(write_page(compile_report(presences(bad)._replace(office=HOSTILE))))
    if content[:2] == b"PK":
        shown = "\n".join(str(row) for read in READERS.values() for row in _try(read, content))
        assert "<script>alert(1)</script> & {{ office }} =1+1" in shown
    else:
        shown = content.decode()
        assert "<script" not in shown or form is text
    assert not re.search("[\x1b\u202e]", shown)


def _try(read: Callable[[bytes], list[list[str]]], content: bytes) -> list[list[str]]:
    try:
        return read(content)
    except (KeyError, ValueError, UnicodeDecodeError):
        return []


@pytest.mark.parametrize("agencies", [0, 1, 65, 700])
def test_a_message_has_at_most_four_thousand_characters(agencies: int) -> None:
    message = write_text(month(agencies))
    assert len(message) <= LONGEST == 4_000
    assert message.endswith(".\n")


def test_a_message_stays_short_with_long_names_and_many_kinds() -> None:
    many = [
        agency(
            f"a{n}", f"jenis {n} {'x' * 50}", finding(PLATFORMS[0], "stale", 40 + n, flag="x"),
            name="N" * 300,
        )
        for n in range(300)
    ]  # fmt: skip
    assert len(write_text(write_page(compile_report(presences(*many))))) <= LONGEST


@pytest.mark.parametrize("agencies", [0, 1, 65])
def test_a_page_for_a_regency_is_small(agencies: int) -> None:
    assert len(html(month(agencies))) <= 150_000


def test_every_table_of_the_page_has_headings_and_every_drawing_a_description() -> None:
    content = write_html(month())
    tables = re.findall(r"<table.*?</table>", content, re.DOTALL)
    assert tables
    for table in tables:
        assert re.search(
            r'<thead><tr>(<th scope="col"[^>]*>.*?</th>)+</tr></thead>', table, re.DOTALL
        )
    for drawing in re.findall(r"<svg[^>]*>", content):
        assert 'aria-label="' in drawing or 'aria-hidden="true"' in drawing


def test_a_drawing_tells_every_number_in_the_language_of_the_page() -> None:
    few = [agency(f"a{n}", None, finding(PLATFORMS[0], "fresh", 1)) for n in range(40)]
    many = presences(*few, agency("x", None, finding(PLATFORMS[0], "stale", 90)))
    speak(load_language("id"))
    content = write_html(write_page(compile_report(many)))
    assert 'aria-label="Instagram: aktif 40, sepi 1"' in content  # 1 is too narrow for its text
    assert "<title>sepi 1</title>" in content
    assert 'aria-label="kini: satu platform 41"' in content


@forms
def test_without_a_month_before_no_form_shows_a_change(form: Callable[[Page], bytes]) -> None:
    now, unknown = agency("a", None, finding(PLATFORMS[0], "fresh", 1)), agency("a", None)
    before = presences(now)._replace(before=[unknown])
    content = form(write_page(compile_report(before)))
    assert content == form(write_page(compile_report(before._replace(before=[]))))
    words = "nothing was known of any account by 31 October 2026: there is nothing to compare with"
    if content[:2] == b"PK":
        shown = "\n".join(str(row) for read in READERS.values() for row in _try(read, content))
        shown += "\n".join(read_document(content)) if form is docx else ""
    else:
        shown = content.decode()
    assert words in shown


def test_the_longest_silent_say_how_long_ago_somebody_looked() -> None:
    old = agency("arsip", None, finding(PLATFORMS[0], "stale", 90, looked=45))
    evidence = presences(old)
    assert write_page(compile_report(evidence)).silent.note == (
        "Among the 1 stale account last looked at more than 30 days ago: there may be newer posts."
    )
    speak(load_language("id"))
    assert write_page(compile_report(evidence)).silent.note == (
        "Di antara 1 akun sepi yang terakhir dicek lebih dari 30 hari lalu: mungkin ada unggahan "
        "yang lebih baru."
    )


def test_a_month_without_a_look_is_warned_of_in_every_form() -> None:
    old = agency("arsip", "dinas", finding(PLATFORMS[0], "stale", 90, looked=45))
    page = write_page(compile_report(presences(old)))
    assert page.warnings == (
        "No account was looked at in November 2026: all that is told was known before.",
    )
    assert page.warnings[0] in write_html(page)
    assert page.warnings[0] in write_text(page)
    assert any(page.warnings[0] in line for line in read_document(docx(page)))
    assert any(page.warnings[0] in cell for row in rows_of_xlsx(write_xlsx(page)) for cell in row)


def test_one_platform_without_a_look_is_warned_of_by_name() -> None:
    old = agency(
        "arsip",
        "dinas",
        finding(PLATFORMS[0], "fresh", 9),
        finding(PLATFORMS[1], "stale", 90, looked=45),
    )
    assert write_page(compile_report(presences(old))).warnings == (
        "No account on Facebook was looked at in November 2026.",
    )


def test_an_office_may_have_a_letterhead_of_its_own(tmp_path: Path) -> None:
    own = make_template(
        tmp_path / "own.docx",
        "{{ office }}: {{ title }}, {{ month }}",
        "{%p for row in coverage.rows %}", "{{ row.label }} {{ row.now }}", "{%p endfor %}",
        "{{ brief(changes.rows[0].names) }}",
    )  # fmt: skip
    page = month()
    lines = read_document(write_docx(page, DAY, own))
    assert lines[0] == f"{page.office}: {page.title}, {page.month}"
    assert f"{page.coverage.rows[0].label} {page.coverage.rows[0].now}" in lines


def test_a_placeholder_that_means_nothing_is_named(tmp_path: Path) -> None:
    own = make_template(tmp_path / "own.docx", "{{ coverge.title }}")
    with pytest.raises(InputError, match="no placeholder is called 'coverge'") as error:
        write_docx(month(), DAY, own)
    assert error.value.hint == "did you mean coverage?"


def test_an_empty_register_has_a_report_too() -> None:
    page = month(0)
    assert all(isinstance(table, Table) for table in page.tables)
    for form in FORMS.values():
        assert form(page)
