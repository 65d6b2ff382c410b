"""A roster's lines as a sheet: the header, the rows under it, and what is passed over."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice, zip_longest

from medsos_cli.errors import InputError
from medsos_cli.roster.columns import ACCOUNT_FIELDS, ROSTER, Columns
from medsos_cli.roster.text import Text

_DELIMITERS = ",;\t|"
_SEARCHED = 60
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=([^\w\s\"]|\t)\"?\s*", re.IGNORECASE)
_SAVE_AGAIN = "save the sheet again as CSV UTF-8"

_NUMBER = re.compile(r"(?:\d+|[ivxlc]+|[a-z])[.)]?")
_LETTERED = re.compile(r"(?:[IVXLC]+|[A-Z])[.)]?")
_GROUP = re.compile(
    r"(?:(?:[ivx]+|[a-z]|\d+)[.)]?\s+)?(?:dinas|badan|bagian|kantor|kecamatan|kelurahan|desa|rsud|"
    r"puskesmas|bumd|uptd|lembaga|opd|perangkat daerah|organisasi perangkat daerah|bagian setda)"
)
_TOTAL = re.compile(r"(?:jumlah|jml|total|sub ?total|grand total)\b.*", re.DOTALL)
_SIGNATURE = re.compile(
    r"(?:mengetahui|menyetujui|yang menyerahkan|yang menerima|pihak pertama|pihak kedua|"
    r"dibuat oleh|disusun oleh|ttd|nip|a\.n|plt|plh|"
    r"kepala (?:dinas|badan|bagian|bidang|kantor))\b.*|"
    r"(?!senin|selasa|rabu|kamis|jumat|sabtu|minggu|ahad)"
    r"[a-z ]+,[ .…]*(?:\d{1,2} )?(?:[a-z]+)?[ .…]*\d{4}",
    re.DOTALL,
)
_FEW_CELLS = 3
_WIDEST = 16_384
_NAMES_A_THING = frozenset({"agency_code", "agency", "device", "imei", "event"})


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

    @cached_property
    def unheaded(self) -> list[int]:
        """The places of the columns without a heading."""
        return [place for place, heading in enumerate(self.headings) if not heading.strip()]

    def reason(self, line: int, cells: list[str]) -> str | None:
        """Say why a row holds no data, or None where it does."""
        texts = [text for cell in cells if (text := cell.strip())]
        if line == self.end + 1 and _counts_up(texts):
            return "column numbers"
        if len(texts) <= _FEW_CELLS and (reason := self._reason_of_few(cells)):
            return reason
        if _TOTAL.fullmatch(texts[0].casefold()):
            return "total"
        return "repeated header" if texts == self._texts else None

    @cached_property
    def _texts(self) -> list[str]:
        return [text for heading in self.headings if (text := heading.strip())]

    def _reason_of_few(self, cells: list[str]) -> str | None:
        """Say why a row with few texts holds no data; its own number is none of them."""
        texts = [
            (name, text)
            for name, cell in zip_longest(self.fields, cells)
            if (text := (cell or "").strip().casefold())
            and not (name == "no" and _NUMBER.fullmatch(text))
        ]
        if not texts:
            return "blank"
        if len(texts) == 1 and (_GROUP.fullmatch(texts[0][1]) or self._is_lettered(cells)):
            return "group"
        signed = [(name, _SIGNATURE.fullmatch(text)) for name, text in texts]
        if any(match for _, match in signed) and all(
            match or name not in _NAMES_A_THING for name, match in signed
        ):
            return "signature"
        return None

    def _is_lettered(self, cells: list[str]) -> bool:
        """Tell whether a row is numbered `IV` or `B`, as only groups are; agencies are counted."""
        numbers = (
            cell.strip() for name, cell in zip(self.fields, cells, strict=False) if name == "no"
        )
        return any(map(_LETTERED.fullmatch, numbers))


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
            reason = self.header.reason(line, cells)
            if signature and reason != "blank":
                if sum(map(bool, map(str.strip, cells))) > _FEW_CELLS:
                    raise InputError(
                        f"{self.name}:{line}: data below the signature block of line {signature}",
                        "move the signatures to the foot, or the row above them",
                    )
                reason = "signature"
            if reason == "signature":
                signature = signature or line
            if reason:
                self.passed_over[reason].append(line)
                continue
            if any(
                cell.strip() for place in self.header.unheaded for cell in cells[place : place + 1]
            ):
                self.passed_over["cells under no heading"].append(line)
            yield line, cells


def read_sheet(text: Text, columns: Columns = ROSTER) -> Sheet:
    """Find the header of a sheet and what separates its cells.

    The header is the row among the first 60 lines with the most columns that are
    understood, one of them needed. Raises `InputError` without one.
    """
    start = list(islice(text.lines, _SEARCHED))
    if any(line.count(delimiter) > _WIDEST for line in start for delimiter in _DELIMITERS):
        raise InputError(f"{text.name} has more columns than a spreadsheet", _SAVE_AGAIN)
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
    if len(cells) != len(header.fields):
        return header
    headings: list[str] = []
    fields: list[str | None] = []
    above = ""
    for upper, known, cell in zip(header.headings, header.fields, cells, strict=True):
        above, lower = upper.strip() or above, cell.strip()
        both = f"{above} {lower}".strip()
        joined, alone = columns.field_of(both), columns.field_of(lower)
        found = (joined or alone) if lower else known
        fits = joined or known is None or (alone and known in ACCOUNT_FIELDS)
        if found != known and (found in header.fields or not fits):
            return header  # not a second row of headings
        fields.append(found)
        headings.append(both if lower and (joined or not alone) else lower or upper.strip())
    if fields == list(header.fields):
        return header
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
