"""A sheet of a workbook as a source of rows: which sheet it is, and what there is to say of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import IO

from medsos_cli.errors import InputError, Message
from medsos_cli.sheets.book import SAVE_AGAIN, Book, Tab, TabRow, cell_place
from medsos_cli.sheets.columns import Columns
from medsos_cli.sheets.header import Header, NoHeaderError, find_header, header_at
from medsos_cli.sheets.judging import UNHEADED
from medsos_cli.sheets.packed import Packed
from medsos_cli.sheets.source import MOST_SEARCHED, Row, ranges
from medsos_cli.sheets.xlsx import Xlsx, relations
from medsos_cli.words.names import did_you_mean

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MACROS = "vbaProject.bin"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_NUMBER = re.compile(r"\d+")
_SEPARATORS = re.compile(r"[;,\t|]")
_WIDEST = 256  # columns of one table; what is further out belongs to none
_MOST_CELLS = 10_000_000


def is_workbook(copy: IO[bytes]) -> bool:
    """Tell by its first bytes whether a file is a workbook, or packed like one."""
    copy.seek(0)
    return copy.read(4) in {_ZIP, _OLE}


def open_book(copy: IO[bytes], name: str) -> Book:
    """Open the copy of a file of that name as a workbook, whatever its name ends in.

    Raises `InputError` for what is none, is damaged or protected, or holds macros.
    """
    copy.seek(0)
    if copy.read(4) == _OLE:
        from medsos_cli.sheets.xls import Xls  # noqa: PLC0415  # few files need the library

        copy.seek(0)
        return Xls(copy.read(), name)
    packed = Packed(copy, name)
    if "mimetype" in packed.parts and packed.start("mimetype").strip() == _ODS:
        from medsos_cli.sheets.ods import Ods  # noqa: PLC0415  # likewise

        return Ods(packed)
    main = next((each.part for each in relations(packed) if each.kind == "officeDocument"), "")
    if any(part.endswith(_MACROS) for part in packed.parts):
        raise InputError(
            "{name} holds macros", "save it as .xlsx, which holds none, or as CSV", name=name
        )
    if main in packed.parts and main.endswith(".xml"):
        book = Xlsx(packed, main)
        if book.tabs:
            return book
    raise InputError("{name} is no workbook that can be read", SAVE_AGAIN, name=name)


@dataclass
class Worksheet:
    """The rows of one sheet in a workbook of that name, as wide as the widest of the first."""

    name: str
    tab: Tab
    book: Book
    assumed: Message | None = None
    separator: str = ","
    _width: int = 0
    _hidden: list[int] = field(default_factory=list)
    _beyond: list[int] = field(default_factory=list)
    _struck: list[int] = field(default_factory=list)

    @cached_property
    def top(self) -> Sequence[Row]:
        """The first rows, blank ones between them too."""
        rows = list(islice(self._rows, MOST_SEARCHED))
        self._width = min(_WIDEST, max((len(row.texts) for row in rows), default=0))
        return [self._fitted(row) for row in rows]

    def below(self, line: int) -> Iterator[Row]:
        """Yield the rows after that line; what is merged over several stands in each of them."""
        waiting = sorted(self.book.merged(self.tab), reverse=True)
        reaching: dict[int, tuple[int, str]] = {}
        for row in chain(self.top, map(self._fitted, self._rows)):
            if row.line <= line:
                continue
            cells = [*row.cells]
            while waiting and waiting[-1].first <= row.line:
                first, last, column = waiting.pop()
                if first == row.line and column < self._width:
                    reaching[column] = last, cells[column]
            reaching = {n: (last, text) for n, (last, text) in reaching.items() if last >= row.line}
            for n, (_, text) in reaching.items():
                cells[n] = cells[n] or text
            yield Row(row.line, row.line, cells)

    def place(self, lines: int | str, column: str = "A") -> str:
        """Return how a row, or several, or a cell of theirs are named to a person."""
        return cell_place(self.tab.name, _NUMBER.sub(rf"{column}\g<0>", str(lines)))

    def where(self, lines: Sequence[int]) -> str:
        """Return how rows are named beside the file's name."""
        return self.place(ranges(lines))

    def remarks(self) -> Iterator[Message]:
        """Say of which rows more is to be seen than is read, or less."""
        of_rows = (
            (Message("hidden rows are read too"), self._hidden),
            (Message("what is struck through is read too"), self._struck),
            (Message("a link under a text is not read"),
             self.book.linked(self.tab)),
        )  # fmt: skip
        for what, lines in of_rows:
            if lines:
                said = {"name": self.name, "what": what, "where": self.where(lines)}
                yield Message("{name}: {what}: {where}", **said)
        if self._beyond:
            yield Message(
                "{name}: passed over: {what}, {where}",
                name=self.name,
                what=UNHEADED,
                where=self.where(self._beyond),
            )

    @cached_property
    def _rows(self) -> Iterator[TabRow]:
        return self._with_blank_ones()

    def _with_blank_ones(self) -> Iterator[TabRow]:
        """Yield the rows that hold something, and between them blank ones, unless they are many."""
        last, held = 0, 0
        for row in self.book.rows(self.tab):
            held += len(row.texts)
            if held > _MOST_CELLS:
                raise InputError(
                    "more cells than a sheet of an office has",
                    "copy the rows alone into a new workbook",
                ).at(self.place(row.number))
            if row.number - last <= MOST_SEARCHED:
                yield from (TabRow(n, (), hidden=False) for n in range(last + 1, row.number))
            yield row
            last = row.number

    def _fitted(self, row: TabRow) -> Row:
        """Give a row the sheet's width; note it where it is hidden or has cells further out."""
        if row.hidden:
            self._hidden.append(row.number)
        if row.struck:
            self._struck.append(row.number)
        if any(map(str.strip, row.texts[self._width :])):
            self._beyond.append(row.number)
        cells = [*row.texts[: self._width], *[""] * (self._width - len(row.texts))]
        return Row(row.number, row.number, cells)


def choose_worksheet(
    book: Book, name: str, columns: Columns, wanted: str | None = None
) -> tuple[Worksheet, Header]:
    """Return the first sheet with a header that is understood, or the one that is wanted.

    Hidden sheets are not looked at, unless wanted. Raises `InputError` without any.
    """
    shown = [tab for tab in book.tabs if not tab.hidden]
    missing = InputError("{name} is empty", "put the rows under the header", name=name)
    for tab in shown if wanted is None else [_find_tab(book, name, wanted)]:
        sheet = Worksheet(name, tab, book)
        if not sheet.top:
            continue
        try:
            _, header = find_header([sheet], columns)
        except NoHeaderError as error:
            _refuse_unparted(sheet, columns)
            missing = error
        else:
            sheet.assumed = _choice(book, tab, wanted)
            return sheet, header
    if hidden := ", ".join(tab.name for tab in book.tabs if tab.hidden and wanted is None):
        raise InputError(
            "{missing}; hidden sheets are not read: {hidden}",
            "{hint}",
            missing=missing,
            hidden=hidden,
            hint=missing.hint,
        )
    raise missing


def _refuse_unparted(sheet: Worksheet, columns: Columns) -> None:
    """Raise `InputError` where a whole row of headings stands in one cell, as pasted from CSV."""
    for row in sheet.top:
        texts = [text for text in row.cells if text.strip()]
        parted = row._replace(cells=_SEPARATORS.split(texts[0]) if len(texts) == 1 else [])
        if parted.cells and (found := header_at([parted], columns)) and found.understood > 1:
            raise InputError(
                "all columns stand in one cell",
                "import the CSV file itself, or part them: Data, Text to Columns, each as Text",
            ).at(sheet.place(row.line))


def _choice(book: Book, tab: Tab, wanted: str | None) -> Message | None:
    """Say which sheet is read, where it is hidden or others that hold something are not."""
    if wanted is not None:
        return Message("sheet {tab} is hidden, but read", tab=tab.name) if tab.hidden else None
    others = ", ".join(
        str(Message("{tab} (hidden)", tab=each.name)) if each.hidden else each.name
        for each in book.tabs
        if each != tab and any(book.rows(each))
    )
    return (
        Message("sheet {tab} is read, not {others}", tab=tab.name, others=others)
        if others
        else None
    )


def _find_tab(book: Book, name: str, wanted: str) -> Tab:
    """Return the sheet of that name, which no other has in any spelling of its letters."""
    names = [tab.name for tab in book.tabs]
    for tab in book.tabs:
        if tab.name.casefold() == wanted.strip().casefold():
            return tab
    raise InputError(
        "{name} has no sheet {wanted!r}",
        did_you_mean(wanted, names) or "its sheets are {tabs}",
        name=name,
        wanted=wanted,
        tabs=", ".join(names),
    )
