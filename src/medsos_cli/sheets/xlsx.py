"""An .xlsx workbook, row by row out of its own XML: what it holds, and what it hides.

Read here and not by a library: the quick ones keep a sheet in memory whole, and for a cell
far out all the cells before it, and tell neither hidden rows nor errors.
"""

import posixpath
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.sheets.book import (
    EPOCH,
    EPOCH_OF_1904,
    SAVE_AGAIN,
    Look,
    Merged,
    Tab,
    TabRow,
    cell_place,
    look_of,
    moment_text,
    number_text,
    says_more,
    trimmed,
    truth_text,
)
from medsos_cli.sheets.packed import Element, Packed, unprefixed

# The numbers of formats that a file need not spell out.
_OWN_FORMATS = {**dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 59)), Look(day=True)),
                48: Look(), 49: Look()}  # fmt: skip
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
_DIGITS = "0123456789"
_MOST_ROWS, _LONGEST_TEXT = 1 << 20, 1 << 15  # of Excel
_LETTERS = re.compile("[A-Z]{1,3}")
_ON = frozenset({"1", "true"})


class Relation(NamedTuple):
    """What a part refers to by a key: the kind of another part, and which it is."""

    key: str
    kind: str
    part: str


def relations(packed: Packed, part: str = "") -> list[Relation]:
    """Return what a part, or the whole file, refers to."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    return [
        Relation(
            attributes.get("Id", ""),
            posixpath.basename(attributes.get("Type", "")),
            posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))[1:],
        )
        for tag, attributes, _ in (packed.elements(listed) if listed in packed.parts else ())
        if tag == "Relationship"
    ]


class Xlsx:
    """The sheets of a packed workbook, `main` being the part that lists them."""

    def __init__(self, packed: Packed, main: str) -> None:
        """Read the list of sheets; raises `InputError` where it is damaged."""
        self._packed = packed
        self._relations = relations(packed, main)
        self._epoch = EPOCH
        self._has_links = False
        self.tabs: list[Tab] = []
        parts = {each.key: each.part for each in self._relations if each.kind == "worksheet"}
        for tag, attributes, _ in packed.elements(main):
            if tag == "workbookPr" and attributes.get("date1904") in _ON:
                self._epoch = EPOCH_OF_1904
            elif tag == "sheet" and (part := parts.get(unprefixed(attributes).get("id", ""))):
                hidden = attributes.get("state", "visible") != "visible"
                self.tabs.append(Tab(attributes.get("name", ""), hidden, part))

    def rows(self, tab: Tab) -> Iterator[TabRow]:
        """Yield the rows of a sheet that hold something."""
        cells: dict[int, str] = {}
        inside: dict[str, str] = {}
        number, column, struck = 0, -1, False
        with self._packed.telling_damage():
            for tag, attributes, text in self._packed.elements(tab.part):
                if tag in {"v", "t", "f"}:
                    inside[tag] = inside.get(tag, "") + text
                elif tag == "c":
                    column = _next(column, attributes)
                    if inside:
                        cells[column] = self._text(tab, attributes, inside)
                        struck = struck or self._is_struck(attributes, inside)
                        if "f" in inside and _is_link(inside["f"]):
                            self._has_links = True
                        inside = {}
                elif tag == "hyperlink":
                    self._has_links = True
                elif tag == "row":
                    number = _row(attributes, number)
                    if texts := trimmed(cells):
                        yield TabRow(number, texts, attributes.get("hidden") in _ON, struck)
                    cells, column, struck = {}, -1, False

    def merged(self, tab: Tab) -> Sequence[Merged]:
        """Return the cells that are merged over several rows."""
        found = []
        if self._packed.holds(tab.part, b"mergeCell"):
            with self._packed.telling_damage():
                for tag, attributes, _ in self._packed.elements(tab.part):
                    if tag == "mergeCell":
                        (letters, first), (_, last) = _CELL.findall(attributes["ref"])
                        if int(first) < int(last):
                            found.append(Merged(int(first), int(last), _column(letters)))
        return found

    def linked(self, tab: Tab) -> Sequence[int]:
        """Return the rows in which a link says more than the text above it."""
        links = self._links(tab)
        return [
            row.number
            for row in (self.rows(tab) if links else ())
            if any(says_more(links.get((row.number, n), ""), text)
                   for n, text in enumerate(row.texts))
        ]  # fmt: skip

    def _links(self, tab: Tab) -> dict[tuple[int, int], str]:
        """Return the links of cells by row and column, those made by a formula too."""
        if not self._has_links:
            return {}
        parts = {each.key: each.part for each in relations(self._packed, tab.part)}
        links = dict[tuple[int, int], str]()
        formulas, formula = dict[int, str](), ""  # of one row, of one cell
        number, column = 0, -1
        with self._packed.telling_damage():
            for tag, attributes, text in self._packed.elements(tab.part):
                if tag == "f":
                    formula = text.split('"')[1] if _is_link(text) else ""
                elif tag == "c":
                    column = _next(column, attributes)
                    formulas[column], formula = formula, ""
                elif tag == "row":
                    number = _row(attributes, number)
                    links.update(((number, n), link) for n, link in formulas.items() if link)
                    formulas, column = {}, -1
                elif tag == "hyperlink":
                    letters, row = _CELL.findall(attributes["ref"])[0]
                    key = unprefixed(attributes).get("id", "")
                    links[int(row), _column(letters)] = parts.get(key, "")
        return links

    def _is_struck(self, attributes: Mapping[str, str], inside: Mapping[str, str]) -> bool:
        """Tell whether a cell is struck through, or a part of its text."""
        if attributes.get("s", "0") in self._struck:
            return True
        shared = self._shared.struck if attributes.get("t") == "s" else ()
        return bool(shared) and int(inside.get("v", -1)) in shared

    def _text(self, tab: Tab, attributes: Mapping[str, str], inside: Mapping[str, str]) -> str:
        kind, value = attributes.get("t", "n"), inside.get("v", "")
        if kind in {"str", "inlineStr"}:
            return _plain(value or inside.get("t", ""))
        if not value and "f" in inside:
            raise InputError("a formula whose result is not in the file", SAVE_AGAIN).at(
                cell_place(tab.name, attributes.get("r", ""))
            )
        if kind == "s":
            return self._shared[int(value)]
        if kind == "b":
            return truth_text(value in _ON)
        if kind == "d":
            return moment_text(datetime.fromisoformat(value).replace(tzinfo=None))
        if kind == "n" and value:
            return number_text(float(value), self._looks[int(attributes.get("s", 0))], self._epoch)
        return value

    @cached_property
    def _shared(self) -> "_Texts":
        """The texts that cells refer to by number."""
        texts, parts = _Texts(), []
        for tag, attributes, text in self._elements_of("sharedStrings"):
            if tag == "t":
                parts.append(text)
            elif tag == "rPh":  # how the text before it is read aloud
                parts.pop()
            elif tag == "si":
                texts.add(_plain("".join(parts)))
                parts.clear()
            elif tag == "strike" and attributes.get("val", "1") in _ON:
                texts.struck.add(len(texts))
        return texts

    @cached_property
    def _struck(self) -> frozenset[str]:
        """The numbers of the styles in which a cell is struck through."""
        return frozenset(str(n) for n, look in enumerate(self._looks) if look.struck)

    @cached_property
    def _looks(self) -> list[Look]:
        """How a cell is shown in each style."""
        formats, looks, inside = dict(_OWN_FORMATS), [], []
        fonts, struck = 0, set[str]()
        for tag, attributes, _ in self._elements_of("styles"):
            if tag == "numFmt":
                formats[int(attributes["numFmtId"])] = look_of(attributes["formatCode"])
            elif tag == "strike" and attributes.get("val", "1") in _ON:
                struck.add(str(fonts))
            elif tag == "font":
                fonts += 1
            elif tag == "xf":
                look = formats.get(int(attributes.get("numFmtId", 0)), Look())
                inside.append(look._replace(struck=attributes.get("fontId") in struck))
            elif tag == "cellStyleXfs":
                inside.clear()
            elif tag == "cellXfs":
                looks += inside
        return looks or [Look()]

    def _elements_of(self, kind: str) -> Iterator[Element]:
        for each in self._relations:
            if each.kind == kind:
                yield from self._packed.elements(each.part)


class _Texts:
    """Many short texts, kept close: a large sheet has half a million of them."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])
        self.struck: set[int] = set()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, text: str) -> None:
        """Keep a text; raises `ValueError` for one that no cell of Excel has room for.

        Else a few bytes, each naming it again, would be as many of it.
        """
        if len(text) > _LONGEST_TEXT:
            raise ValueError(len(text))
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))

    def __getitem__(self, number: int) -> str:
        kept = self._bytes[self._ends[number] : self._ends[number + 1]]
        return kept.decode("utf-8", "surrogatepass")


def _is_link(formula: str) -> bool:
    return formula.startswith('HYPERLINK("')


def _plain(text: str) -> str:
    """Return a text with the characters in it that XML cannot hold as they are."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _row(attributes: Mapping[str, str], before: int) -> int:
    """Return a row's number, of a sheet's million; without one it is the next."""
    number = int(attributes.get("r", before + 1))
    if not 0 < number <= _MOST_ROWS:
        raise ValueError(number)
    return number


def _next(column: int, attributes: Mapping[str, str]) -> int:
    """Return a cell's column; some writers leave it out, where it is the next one."""
    return _column(attributes["r"].rstrip(_DIGITS)) if "r" in attributes else column + 1


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """Return a column by its letters, from 0; raises `ValueError` for one that no sheet has.

    Else the cells before it would fill the memory.
    """
    if not _LETTERS.fullmatch(letters):
        raise ValueError(letters)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
