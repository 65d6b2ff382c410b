"""An answer as a workbook: texts as texts, days as days, to sort, filter and print."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import TextIO

from xlsxwriter import Workbook

from medsos_cli.answers.answer import Answer, Type, VerdictCounts, shown
from medsos_cli.answers.workbook import A4, BAND, COLOURS, DAY, INK, Look, open_book
from medsos_cli.errors import Message, OutputError
from medsos_cli.models import Format, Verdict

_MOST_ROWS = 1_048_575  # and the head
_WIDEST = 48
_BUTTON = 3  # the filter's, beside a heading, in characters
_HEAD = 30  # points, for two lines
_FIRST_YEAR = 1900
_NO_TEXTS = frozenset({Type.NUMBER, Type.DAY})


def write(answer: Answer, out: TextIO) -> None:
    """Write an answer's named columns as a sheet, and on another what is said under a table.

    Raises `OutputError` where there are more rows than a sheet has room for.
    """
    with open_book(out.buffer, "medsos", row_by_row=True) as book:
        looks = _Looks(book)
        _write_rows(_Sheet(book, answer.sheet or Message("list"), looks), answer)
        if answer.under and any(column.taken_by(Format.TABLE) for column in answer.columns):
            _write_under(_Sheet(book, Message("summary"), looks), answer)


class _Looks:
    """How cells look: of each kind one for what stands, one struck through for what does not."""

    def __init__(self, book: Workbook) -> None:
        def look(**properties: object) -> tuple[Look, Look]:
            properties = {"font_color": INK, "valign": "top", **properties}
            struck = {**properties, "font_strikeout": True}
            return book.add_format(properties), book.add_format(struck)

        self.head = look(bold=True, font_color="#FFFFFF", bg_color=BAND, text_wrap=True)[0]
        self.text, self.number = look(num_format="@", indent=1), look()
        self.day = look(num_format=DAY, align="left", indent=1)
        self.verdicts = {
            verdict: look(bg_color=back, font_color=word, indent=1)
            for verdict, (back, word) in COLOURS.items()
        }


class _Sheet:
    """A sheet that is written row by row, and knows how wide what stands in it is."""

    def __init__(self, book: Workbook, name: Message | str, looks: _Looks) -> None:
        self.sheet = book.add_worksheet(str(name))
        self.looks = looks
        self.widths: Counter[int] = Counter()
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)

    def head(self, headings: Sequence[object]) -> None:
        """Write the headings, which stay in sight and on every page."""
        self.sheet.set_row(0, _HEAD)
        for place, heading in enumerate(headings):
            self.sheet.write_string(0, place, str(heading), self.looks.head)
            self.widths[place] = max(map(len, str(heading).split())) + _BUTTON
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)

    def put(
        self, line: int, place: int, kind: Type, value: object, *, struck: bool = False
    ) -> None:
        """Write a cell; what is blank stays blank."""
        cell = "; ".join(value) if isinstance(value, (tuple, list)) else shown(kind, value)
        text = "" if cell is None else str(cell)
        if not text:
            return
        self.widths[place] = max(self.widths[place], len(text))
        if kind is Type.DAY and (day := _day(text)):
            self.sheet.write_datetime(line, place, day, self.looks.day[struck])
        elif isinstance(value, int):
            self.sheet.write_number(line, place, value, self.looks.number[struck])
        elif kind is Type.VERDICT:
            look = self.looks.verdicts[Verdict(str(value))][struck]
            self.sheet.write_string(line, place, text, look)
        else:
            self.sheet.write_string(line, place, text, self.looks.text[struck])

    def fit(self, texts: Collection[int] = ()) -> None:
        """Make the columns as wide as what stands in them; what is typed into `texts` is text."""
        for place, width in self.widths.items():
            look = self.looks.text[False] if place in texts else None
            self.sheet.set_column(place, place, min(width + 2, _WIDEST), look)


def _write_rows(sheet: _Sheet, answer: Answer) -> None:
    columns = [column for column in answer.columns if column.taken_by(Format.XLSX)]
    values = [(place, column.type, column.value) for place, column in enumerate(columns)]
    sheet.head([column.heading for column in columns])
    line = 0
    for line, row in enumerate(answer.rows, start=1):
        if line > _MOST_ROWS:
            raise OutputError("a sheet has room for {n} rows only", "choose CSV", n=_MOST_ROWS)
        struck = answer.stands is not None and not answer.stands(row)
        for place, kind, value in values:
            sheet.put(line, place, kind, value(row), struck=struck)
    sheet.sheet.autofilter(0, 0, max(line, 1), len(columns) - 1)
    sheet.fit({place for place, kind, _ in values if kind not in _NO_TEXTS})


def _write_under(sheet: _Sheet, answer: Answer) -> None:
    """Write sentences a row each, and the verdicts of each platform as a table."""
    for line, said in enumerate(filter(None, answer.under)):
        if isinstance(said, VerdictCounts):
            sheet.put(line, 0, Type.TEXT, said.platform)
            for place, (verdict, number) in enumerate(said.counts.items()):
                sheet.put(line, 2 * place + 1, Type.NUMBER, number)
                sheet.put(line, 2 * place + 2, Type.VERDICT, verdict)
        else:
            sheet.sheet.write_string(line, 0, str(said), sheet.looks.text[0])
    sheet.fit()


def _day(text: str) -> date | None:
    """Return a day that a workbook can hold; what is none stays the text it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None
