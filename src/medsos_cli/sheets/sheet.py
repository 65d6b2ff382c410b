"""A file of rows as a sheet: its header, the rows under it, and what is passed over."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile
from pathlib import Path
from typing import NamedTuple

from medsos_cli.errors import InputError, Message
from medsos_cli.sheets.columns import HANDSET, Columns, told_by_cells
from medsos_cli.sheets.header import MOST_ROWS, Header, find_header, header_at, refuse_twins
from medsos_cli.sheets.headings import meaning_of, near_heading
from medsos_cli.sheets.judging import BLANK, HEADER, NUMBERS, SIGNATURE, TITLE, UNHEADED, Judge
from medsos_cli.sheets.separated import separated
from medsos_cli.sheets.source import MOST_SEARCHED, Row, Source
from medsos_cli.sheets.text import copied, name_of, read_text
from medsos_cli.sheets.worksheet import choose_worksheet, is_workbook, open_book
from medsos_cli.words.people import mask_numbers

MOST_TITLES = 5  # rows above a further table that name it
_QUOTED = 5
_LONGEST_QUOTE = 40
_NOT_QUOTED = (BLANK, NUMBERS, HEADER)


class DataRow(NamedTuple):
    """A row that holds data, the line it starts on, and the header it stands under."""

    line: int
    cells: Sequence[str]
    header: Header


@dataclass
class Sheet:
    """One sheet: `rows()` gives its data once; `passed_over` fills meanwhile.

    `assumed` is what had to be assumed to read the file; `quotes` are what stands in the
    rows that are passed over, a few of each sort; `later` are headers of further tables.
    """

    source: Source
    columns: Columns
    header: Header
    assumed: Message | None = None
    passed_over: dict[Message, list[int]] = field(default_factory=lambda: defaultdict(list))
    quotes: dict[Message, list[str]] = field(default_factory=lambda: defaultdict(list))
    later: list[Header] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.source.name

    @property
    def titles(self) -> list[str]:
        """What stands above its header, row by row."""
        return [" ".join(row.cells) for row in self.source.top if row.line < self.header.line]

    @property
    def fields(self) -> set[str | None]:
        """The fields that its columns hold, of all headers met so far."""
        return {field for header in (self.header, *self.later) for field in header.fields}

    def rows(self) -> Iterator[DataRow]:
        """Yield the rows that hold data.

        A row of another width than the header's is yielded too: saying so is the
        reader's part. Raises `InputError` where the file is broken, and for data
        under a signature.
        """
        rows, header = _Ahead(self.source.below(self.header.end)), self.header
        places = header.places_of(self.columns.needed)

        def below() -> Iterator[Sequence[str]]:
            return (each.cells for each in rows.peek(MOST_SEARCHED))

        judge = Judge(header, below)
        for row in rows:
            if found := self._header_at(row, rows, places):
                self.pass_over(HEADER, row)
                if found.fields != header.fields:
                    refuse_twins(self.source, found)
                    self.later.append(found)
                judge = Judge(found, below)
                header, places = found, found.places_of(self.columns.needed)
                continue
            reason = judge.reason(row.line, row.cells)
            if reason is None and self._is_title(row, rows, judge, places):
                reason = TITLE
            if reason:
                self.pass_over(reason, row)
                continue
            if judge.signed:
                raise self._below_signature(row)
            self._pass_over_unheaded(row, header)
            yield DataRow(row.line, row.cells, header)

    def records(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the place of each row that holds data, and its texts by field.

        Raises `InputError` also for a row of another width than the header's.
        """
        for line, cells, header in self.rows():
            place = self.source.place(line)
            if misfit := header.misfit(cells):
                raise misfit.at(place)
            pairs = zip(header.fields, cells, strict=True)
            yield place, {name: text.strip() for name, text in pairs if name and text.strip()}
        self.passed_over.pop(BLANK, None)  # in a plain list not worth a word

    def ignored(self) -> Iterator[Message]:
        """Say which columns nobody understood, and which heading they are near to."""
        for header in (self.header, *self.later):
            if headings := ", ".join(map(_with_near, header.ignored)):
                yield Message(
                    "{name}: columns ignored: {headings}", name=self.name, headings=headings
                )

    def omitted(self) -> Iterator[Message]:
        """Say what was passed over, once the rows have been gone through."""
        for what, lines in self.passed_over.items():
            said = {"name": self.name, "what": what, "where": self.source.where(lines)}
            if quotes := self.quotes.get(what):
                more = ", …" if len(quotes) > _QUOTED else ""
                texts = ", ".join(map(repr, quotes[:_QUOTED])) + more
                template = "{name}: passed over: {what}, {where}: {texts}"
                yield Message(template, **said, texts=texts)
            else:
                yield Message("{name}: passed over: {what}, {where}", **said)
        yield from self.source.remarks()

    def remarks(self) -> Iterator[Message]:
        """Say all there is to say of a sheet that has been read, without its bad cells."""
        if self.assumed:
            yield Message("{file}: {assumed}", file=self.name, assumed=self.assumed)
        yield from self.ignored()
        yield from self.omitted()

    def _header_at(self, row: Row, rows: "_Ahead", places: Sequence[int]) -> Header | None:
        """Return the header that begins with a row, and take its other rows away."""
        found = self._header_among([row, *rows.peek(MOST_ROWS - 1)], places)
        if found:
            rows.drop_until(found.end)
        return found and _told(found, rows.peek(MOST_SEARCHED), self.columns)

    def _header_among(self, below: Sequence[Row], places: Sequence[int]) -> Header | None:
        """Return the header that begins with the first of these rows.

        It is looked for where a heading stands in one of these places, the columns that are
        needed; one of another column there is not enough, for it may be a short code.
        """
        row = below[0]
        if any(map(str.isdigit, row.cells)):
            return None  # a row of data, told quickly
        cells = [cell for n in places for cell in row.cells[n : n + 1]]
        here = {meaning.field for meaning in map(self.columns.understand, cells) if meaning}
        if not here:
            return None
        found = header_at(below, self.columns)
        least = 2 if any(map(here.intersection, self.columns.needed)) else 3
        return found if found and found.spelled >= least else None

    def _is_title(self, row: Row, rows: "_Ahead", judge: Judge, places: Sequence[int]) -> bool:
        """Tell a row without data of its own above a further header from one of the table."""
        if judge.is_sure(row.cells):
            return False
        ahead = rows.peek(MOST_TITLES + MOST_ROWS)
        for n, below in enumerate(ahead[:MOST_TITLES]):
            if self._header_among(ahead[n : n + MOST_ROWS], places):
                return True
            if judge.is_sure(below.cells):
                return False
        return False

    def pass_over(self, reason: Message, row: Row) -> None:
        """Keep the line of a row that holds no data, and what stands in it."""
        self.passed_over[reason].append(row.line)
        if reason not in _NOT_QUOTED and len(self.quotes[reason]) <= _QUOTED:
            self.quotes[reason].append(_quote(" ".join(row.cells)))

    def _pass_over_unheaded(self, row: Row, header: Header) -> None:
        texts = [text for n in header.unheaded for text in row.cells[n : n + 1] if text.strip()]
        if texts:
            self.pass_over(UNHEADED, row._replace(cells=texts))

    def _below_signature(self, row: Row) -> InputError:
        return InputError(
            "data below the signature block of line {line}",
            "move the signatures to the foot, or the row above them",
            line=self.passed_over[SIGNATURE][0],
        ).at(self.source.place(row.line))


@contextmanager
def open_sheet(path: Path, columns: Columns, wanted: str | None = None) -> Iterator[Sheet]:
    """Open a file of rows and find its header; `wanted` names a sheet of a workbook.

    Raises `InputError` for what is no such file.
    """
    name = name_of(path)
    with copied(path) as copy:
        if is_workbook(copy):
            worksheet, header = choose_worksheet(open_book(copy, name), name, columns, wanted)
            yield _with_titles(Sheet(worksheet, columns, header, worksheet.assumed))
        elif wanted is not None:
            raise InputError(
                "{name} is a text, which has no sheets", "leave --sheet out", name=name
            )
        else:
            with read_text(copy, name) as text:
                source, header = find_header(separated(text), columns)
                yield _with_titles(Sheet(source, columns, header, text.assumed))


def _told(header: Header, rows: Iterable[Row], columns: Columns) -> Header:
    """Return a header in which a column headed `HP` alone is what its cells say, or ignored."""
    if HANDSET not in header.fields:
        return header
    fields = [*header.fields]
    own = [*takewhile(lambda row: not header_at([row], columns), rows)]
    for n, name in enumerate(fields):
        if name == HANDSET:
            told = told_by_cells(cell for row in own for cell in row.cells[n : n + 1])
            fields[n] = None if told in fields else told
    return replace(header, fields=tuple(fields))


def _with_titles(sheet: Sheet) -> Sheet:
    below = (row for row in sheet.source.top if row.line > sheet.header.end)
    sheet.header = _told(sheet.header, below, sheet.columns)
    for row in sheet.source.top:
        if row.line < sheet.header.line and any(map(str.strip, row.cells)):
            sheet.pass_over(TITLE, row)
    return sheet


class _Ahead:
    """Rows, of which the next can be looked at before their turn."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._waiting: deque[Row] = deque()

    def __iter__(self) -> Iterator[Row]:
        while self._waiting or self.peek(1):
            yield self._waiting.popleft()

    def peek(self, count: int) -> list[Row]:
        self._waiting.extend(islice(self._rows, max(0, count - len(self._waiting))))
        return list(islice(self._waiting, count))

    def drop_until(self, line: int) -> None:
        while self._waiting and self._waiting[0].line <= line:
            self._waiting.popleft()


def _with_near(heading: str) -> str:
    meant, near = meaning_of(heading), near_heading(heading)
    said = Message("{heading} (did you mean {near}?)", heading=heading, near=near)
    if meant and meant.field == HANDSET:
        how = "{heading} (call it device, phone_number or model, by what it holds)"
        said, near = Message(how, heading=heading), HANDSET
    return str(said) if near else heading


def _quote(text: str) -> str:
    """Return a text as it is quoted: on one line, short, and without a person's whole number."""
    line = mask_numbers(" ".join(text.split()))
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"
