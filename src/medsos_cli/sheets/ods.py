"""An .ods workbook, row by row out of its own XML."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from medsos_cli.sheets.book import (
    EPOCH,
    Look,
    Merged,
    Tab,
    TabRow,
    moment_text,
    number_text,
    protected,
    trimmed,
    truth_text,
)
from medsos_cli.sheets.packed import Element, Packed, unprefixed

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_INLINE = {"span": "", "a": "", "s": " ", "tab": " ", "line-break": "\n"}
_BESIDE = frozenset({"annotation", "tracked-changes", "content-validations", "shapes"})
"""What holds texts that are no cell's: remarks, what a cell is checked by, drawings."""
_WIDEST, _LONGEST = 1 << 14, 1 << 20  # of any spreadsheet
_MOST = 1 << 24


@dataclass
class _Table:
    """One sheet while its elements go by; `ended` are its rows so far."""

    ended: int = 0
    merged: list[Merged] = field(default_factory=list)
    _cells: dict[int, str] = field(default_factory=dict)
    _column: int = 0
    _lines: list[str] = field(default_factory=list)

    def take(self, tag: str, attributes: Mapping[str, str], text: str) -> Iterable[TabRow]:
        """Take an element that has ended; return the rows that end with it and hold something."""
        if tag == "p":
            self._lines.append(text)
        elif tag in _BESIDE:
            self._lines.clear()
        elif tag in {"table-cell", "covered-table-cell"}:
            self._take_cell(attributes, covered=tag.startswith("covered"))
        elif tag == "table-row":
            return self._take_row(attributes)
        return ()

    def _take_cell(self, attributes: Mapping[str, str], *, covered: bool) -> None:
        repeated = _times(attributes, "number-columns-repeated")
        last = self.ended + int(attributes.get("number-rows-spanned", 1))
        if last > self.ended + 1:
            self.merged.append(Merged(self.ended + 1, last, self._column))
        text = "" if covered else _text(attributes, "\n".join(self._lines))
        if text:
            columns = range(self._column, self._column + min(repeated, _WIDEST))
            self._cells.update(dict.fromkeys(columns, text))
        self._column += repeated
        self._lines.clear()

    def _take_row(self, attributes: Mapping[str, str]) -> Iterable[TabRow]:
        repeated = _times(attributes, "number-rows-repeated")
        first, self.ended = self.ended + 1, self.ended + repeated
        texts, hidden = trimmed(self._cells), attributes.get("visibility", "visible") != "visible"
        self._cells, self._column = {}, 0
        alike = range(first, first + min(repeated, _LONGEST)) if texts else ()
        return (TabRow(number, texts, hidden) for number in alike)


class Ods:
    """The sheets of a packed OpenDocument workbook."""

    def __init__(self, packed: Packed) -> None:
        """Read the list of sheets; raises `InputError` where it is damaged or encrypted."""
        self._packed = packed
        self.tabs: list[Tab] = []
        self._merged: list[list[Merged]] = []
        listed = packed.elements(_MANIFEST) if _MANIFEST in packed.parts else ()
        if any(tag == "encryption-data" for tag, _, _ in listed):
            raise protected(packed.name)
        self._list_tabs()

    def rows(self, tab: Tab) -> Iterator[TabRow]:
        """Yield the rows of a sheet that hold something."""
        table, before = _Table(), int(tab.part)
        with self._packed.telling_damage():
            for tag, attributes, text in self._elements():
                if tag == "table":
                    table, before = _Table(), before - 1
                rows = table.take(tag, attributes, text)
                if before == 0:
                    yield from rows
                elif before < 0:
                    return

    def merged(self, tab: Tab) -> Sequence[Merged]:
        """Return the cells that are merged over several rows."""
        return self._merged[int(tab.part)]

    def linked(self, tab: Tab) -> Sequence[int]:  # noqa: ARG002  # nothing is told here
        """Return no row: what is struck through is not told in this format either."""
        return ()

    def _elements(self) -> Iterator[Element]:
        for tag, attributes, text in self._packed.elements(_CONTENT, _INLINE):
            yield tag, unprefixed(attributes), text

    def _list_tabs(self) -> None:
        table, hiding, hides = _Table(), set(), False
        with self._packed.telling_damage():
            for tag, attributes, text in self._elements():
                if tag == "table-properties":
                    hides = attributes.get("display") == "false"
                elif tag == "style":
                    if hides:
                        hiding.add(attributes.get("name"))
                    hides = False
                elif tag == "table":
                    hidden = attributes.get("style-name") in hiding
                    self.tabs.append(Tab(attributes.get("name", ""), hidden, str(len(self.tabs))))
                    self._merged.append(table.merged)
                    table = _Table()
                table.take(tag, attributes, text)


def _times(attributes: Mapping[str, str], name: str) -> int:
    """Return how often something stands there; raises `ValueError` where no sheet has room."""
    times = int(attributes.get(name, 1))
    if not 0 < times <= _MOST:
        raise ValueError(times)
    return times


def _text(attributes: Mapping[str, str], shown: str) -> str:
    """Return a cell as a text; a number that is shown with zeros in front keeps them."""
    kind = attributes.get("value-type")
    if kind == "error":  # as LibreOffice says beside; some have no # of their own
        return f"#{shown.removeprefix('#')}"
    if kind == "date":
        return moment_text(datetime.fromisoformat(attributes["date-value"]).replace(tzinfo=None))
    if kind == "boolean":
        return truth_text(attributes.get("boolean-value") == "true")
    if kind in {"float", "percentage", "currency"} and not shown.startswith("#"):
        value = float(attributes["value"])
        keeps = shown.startswith("0") and shown.isdecimal() and int(shown) == value
        return shown if keeps else number_text(value, Look(), EPOCH)
    return shown
