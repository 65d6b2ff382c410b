"""A roster's lines as a sheet: the header, the rows under it, and what is passed over."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from medsos_cli.errors import InputError
from medsos_cli.roster.columns import ACCOUNT_FIELDS, ROSTER, Columns
from medsos_cli.roster.text import Text

_DELIMITERS = ",;\t|"
_SEARCHED = 60
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)
_SAVE_AGAIN = "save the sheet again as CSV UTF-8"

_GROUP = re.compile(
    r"(?:(?:[ivx]+|[a-z]|\d+)[.)]?\s+)?(?:dinas|badan|bagian|kantor|kecamatan|kelurahan|desa|rsud|"
    r"puskesmas|bumd|uptd|lembaga|opd|perangkat daerah|organisasi perangkat daerah|bagian setda)"
)
_TOTAL = re.compile(r"(?:jumlah|jml|total|sub ?total|grand total)\b.*", re.DOTALL)
_SIGNATURE = re.compile(
    r"(?:mengetahui|menyetujui|yang menyerahkan|yang menerima|pihak pertama|pihak kedua|"
    r"dibuat oleh|disusun oleh|ttd|nip|a\.n|plt|plh|"
    r"kepala (?:dinas|badan|bagian|bidang|kantor))\b.*|"
    r"[a-z ]+,[ .…]*(?:\d{1,2} )?(?:[a-z]+)?[ .…]*\d{4}",
    re.DOTALL,
)
_FEW_CELLS = 3


@dataclass(frozen=True)
class Header:
    """The columns of a sheet: per column its field, or None where it is ignored."""

    line: int
    end: int
    headings: tuple[str, ...]
    fields: tuple[str | None, ...]

    @property
    def ignored(self) -> list[str]:
        """The headings nobody understood."""
        pairs = zip(self.headings, self.fields, strict=True)
        return [heading.strip() for heading, name in pairs if name is None and heading.strip()]


@dataclass
class Sheet:
    """One roster: `rows()` gives (line, cells) once; `passed_over` fills meanwhile."""

    name: str
    header: Header
    delimiter: str
    _lines: Iterator[str]
    passed_over: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that hold data, with the line each starts on.

        A row of another width than the header's is yielded too: saying so is the
        reader's part. Raises `InputError` where the quotes of the file are broken.
        """
        signature = 0
        for line, cells in _parsed(self._lines, self.delimiter, self.header.end, self.name):
            texts = [text for cell in cells if (text := cell.strip())]
            if signature and len(texts) > _FEW_CELLS:
                raise InputError(
                    f"{self.name}:{line}: data below the signature block of line {signature}",
                    "move the signatures to the foot, or the row above them",
                )
            reason = "signature" if signature and texts else self._reason(line, texts)
            if reason == "signature":
                signature = signature or line
            if reason:
                self.passed_over[reason].append(line)
            else:
                yield line, cells

    def _reason(self, line: int, texts: list[str]) -> str | None:
        """Say why a row holds no data, or None where it does."""
        if not texts:
            return "blank"
        first, few = texts[0].casefold(), len(texts) <= _FEW_CELLS
        reasons = {
            "column numbers": line == self.header.end + 1 and _counts_up(texts),
            "group": len(texts) == 1 and _GROUP.fullmatch(first),
            "total": _TOTAL.fullmatch(first),
            "signature": few and any(_SIGNATURE.fullmatch(text.casefold()) for text in texts),
            "repeated header": texts == [t for cell in self.header.headings if (t := cell.strip())],
        }
        return next((reason for reason, holds in reasons.items() if holds), None)


def read_sheet(text: Text, columns: Columns = ROSTER) -> Sheet:
    """Find the header of a sheet and what separates its cells.

    The header is the row among the first 60 lines with the most columns that are
    understood, one of them needed. Raises `InputError` without one.
    """
    start = list(islice(text.lines, _SEARCHED))
    offset = 0
    delimiters: Iterable[str] = _DELIMITERS
    if start and (match := _SEPARATOR_LINE.fullmatch(start[0])):
        delimiters, offset = match[1], 1
    best: tuple[int, Header, str] | None = None
    for delimiter in delimiters:
        header = _find_header(start[offset:], delimiter, offset, columns)
        if header and (best is None or _understood(header) > best[0]):
            best = (_understood(header), header, delimiter)
    if best is None:
        raise InputError(f"{text.name}: {columns.missing}", columns.hint)
    _, header, delimiter = best
    _refuse_twins(text.name, header)
    sheet = Sheet(text.name, header, delimiter, chain(start[header.end :], text.lines))
    if titles := [n for n in range(1 + offset, header.line) if start[n - 1].strip()]:
        sheet.passed_over["title"] = titles
    return sheet


def _understood(header: Header) -> int:
    return sum(name is not None for name in header.fields)


def _find_header(lines: list[str], delimiter: str, offset: int, columns: Columns) -> Header | None:
    reader = csv.reader(lines, delimiter=delimiter)
    best: Header | None = None
    rows: list[tuple[int, int, list[str]]] = []
    try:
        for cells in reader:
            start = (rows[-1][1] if rows else offset) + 1
            rows.append((start, reader.line_num + offset, cells))
    except csv.Error:
        pass  # a title row may hold anything; the rows under the header are read strictly
    for index, (line, end, cells) in enumerate(rows):
        header = Header(line, end, tuple(cells), tuple(map(columns.field_of, cells)))
        if columns.needed.isdisjoint(header.fields):
            continue
        if index + 1 < len(rows):
            header = _with_second_row(header, rows[index + 1], columns)
        if best is None or _understood(header) > _understood(best):
            best = header
    return best


def _with_second_row(header: Header, below: tuple[int, int, list[str]], columns: Columns) -> Header:
    """Join a header of two rows, as merged cells leave it: "Media Sosial" over IG, FB, Twitter."""
    _, end, cells = below
    if len(cells) != len(header.fields) or not any(cell.strip() for cell in cells):
        return header
    fields: list[str | None] = []
    above = ""
    for heading, upper, lower in zip(header.headings, header.fields, cells, strict=True):
        above = heading.strip() or above
        if not lower.strip():
            fields.append(upper)
            continue
        joined = columns.field_of(f"{above} {lower}") or columns.field_of(lower)
        if joined is None or (upper is not None and upper not in ACCOUNT_FIELDS):
            return header  # not a second row of headings
        fields.append(joined)
    headings = (f"{h} {c}".strip() for h, c in zip(header.headings, cells, strict=True))
    return Header(header.line, end, tuple(headings), tuple(fields))


def _refuse_twins(name: str, header: Header) -> None:
    seen: dict[str, int] = {}
    for column, found in enumerate(header.fields):
        if found is None or found == "no":
            continue
        if found in seen:
            one, other = header.headings[seen[found]].strip(), header.headings[column].strip()
            raise InputError(
                f"{name}:{header.line}: columns {seen[found] + 1} ({one}) and {column + 1} "
                f"({other}) both mean {found}",
                "put them into one column, or rename one",
            )
        seen[found] = column


def _parsed(
    lines: Iterator[str], delimiter: str, offset: int, name: str
) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = offset + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = {
                "unexpected end of data": "a quotation mark opens here and is never closed",
            }.get(str(error), f"the quotation marks of this row are broken ({error})")
            raise InputError(f"{name}:{line}: {what}", _SAVE_AGAIN) from None
        yield line, cells


def _counts_up(texts: list[str]) -> bool:
    """Tell the row `1 2 3 …` that official forms have under their header."""
    numbers = [text.strip("()") for text in texts]
    return len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]
