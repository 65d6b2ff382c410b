"""The header of a sheet: which row it is, and which column holds what."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from medsos_cli.errors import InputError, Message, spoken
from medsos_cli.sheets.columns import ACCOUNT_FIELDS, HANDSET, LINK_FIELDS, Columns
from medsos_cli.sheets.headings import Meaning, heading_key, near_heading
from medsos_cli.sheets.own_lists import refuse_own_list
from medsos_cli.sheets.source import Row, Source
from medsos_cli.words.meanings import NONE_WORDS, UNKNOWN_WORDS

_DATA = re.compile(
    r"(?=[.,%]*\d)[\d.,%]+|@\S+|\S+@\S+|.*(?:://|www\.).*|.*\d{8}.*|"
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}",
    re.DOTALL,
)
_SAID = frozenset({*NONE_WORDS, *UNKNOWN_WORDS, "v", "√", "✓", "✔", "ada", "ya", "sudah"})
_VAGUE = 2  # the rank of "Nama", which may be of anything
_OF_ACCOUNTS = frozenset({*ACCOUNT_FIELDS, *LINK_FIELDS})
_GENERAL = frozenset({"platform", "account", "account_link", "last_post"})
_MOST_MISTYPED, _LONGEST_MISTYPED = 10, 40  # rows and letters in which one is looked for
MOST_ROWS = 3  # of one header: "Media Sosial" over "Instagram" over "Akun"


@dataclass(frozen=True)
class Header:
    """The columns of a sheet: per column its field, or None where it is ignored.

    `line` is 0 where the sheet has no header, but one column that has none.
    """

    line: int
    end: int
    headings: tuple[str, ...]
    fields: tuple[str | None, ...]

    @cached_property
    def understood(self) -> int:
        """How many of its columns are understood."""
        return sum(name is not None for name in self.fields)

    @cached_property
    def spelled(self) -> int:
        """How many understood headings are words: `B` above `KECAMATAN` may number a group."""
        pairs = zip(self.headings, self.fields, strict=True)
        return sum(name is not None and len(heading_key(heading)) > 1 for heading, name in pairs)

    @property
    def ignored(self) -> list[str]:
        """The headings nobody understood."""
        pairs = zip(self.headings, self.fields, strict=True)
        texts = (" ".join(heading.split()) for heading, name in pairs if name is None)
        return [text for text in texts if text]

    @cached_property
    def unheaded(self) -> list[int]:
        """The places of the columns without a heading."""
        return [
            place
            for place, (heading, field) in enumerate(zip(self.headings, self.fields, strict=True))
            if not (heading.strip() or field)
        ]

    def name_of(self, field: str) -> str:
        """Return how a column is named to a person, `Tgl BAST (N)`; a field of none, by itself."""
        place = self.place_of(field)
        if place is None:
            return spoken(field)
        heading = " ".join(self.headings[place].split()) or field
        return f"{heading} ({self.letters_of(field)})"

    def letters_of(self, field: str) -> str:
        """Return a field's column as a spreadsheet names it; of none, the first."""
        return _letters(self.place_of(field) or 0)

    def place_of(self, field: str) -> int | None:
        """Return the place of a field's column, or None without one."""
        return self.fields.index(field) if field in self.fields else None

    def places_of(self, needed: Sequence[frozenset[str]]) -> Sequence[int]:
        """Return the places of the columns that are needed; none where there is no header."""
        fields = enumerate(self.fields if self.line else ())
        return [n for n, field in fields if any(field in one_of for one_of in needed)]

    def misfit(self, cells: Sequence[str]) -> InputError | None:
        """Return what is wrong with a row of another width than the header's."""
        if len(cells) == len(self.fields):
            return None
        if not self.line:
            return InputError(
                "{count} cells in a line", "write one alone on each line", count=len(cells)
            )
        return InputError(
            "{count} cells where the header has {width}",
            "add or take out the separator that is wrong",
            count=len(cells),
            width=len(self.fields),
        )


class NoHeaderError(InputError):
    """No row is a header that is understood."""


def find_header(sources: Sequence[Source], columns: Columns) -> tuple[Source, Header]:
    """Return the source and the header with the most columns that are understood.

    It is among a source's first rows, has the columns that are needed, and more headings
    than cells that are data. Raises `NoHeaderError` without any, and `InputError` where two
    of its columns mean the same.
    """
    best: tuple[Source, Header] | None = None
    for source in sources:
        refuse_own_list(source)
        header = _find_among(source.top, columns)
        if header and (best is None or header.understood > best[1].understood):
            best = source, header
    if best is None and columns.bare:
        return sources[0], Header(0, 0, (columns.bare,), (columns.bare,))
    if best is None:
        hint = next(filter(None, (_meant(each.top, columns) for each in sources)), columns.hint)
        raise NoHeaderError(columns.missing, hint).at(sources[0].name)
    refuse_twins(*best)
    return best


def _meant(rows: Sequence[Row], columns: Columns) -> Message | None:
    """Return the hint that names what a mistyped heading of the first rows may mean."""
    for row in rows[:_MOST_MISTYPED]:
        for cell in row.cells:
            near = near_heading(cell) if len(cell) <= _LONGEST_MISTYPED else None
            meaning = columns.understand(near) if near else None
            if meaning and any(meaning.field in one_of for one_of in columns.needed):
                heading = " ".join(cell.split())
                return Message("did you mean {near} by {heading!r}?", near=near, heading=heading)
    return None


def header_at(rows: Sequence[Row], columns: Columns) -> Header | None:
    """Return the header that begins with the first of these rows; None where it is none."""
    line, end, cells = rows[0]
    meanings = list(map(columns.understand, cells))
    data = sum(map(is_data, cells))
    if sum(map(bool, meanings)) <= data or _is_kind(cells, meanings):
        return None
    headings = list(cells)
    for below in rows[1:MOST_ROWS]:
        if not (joined := _joined(headings, meanings, below.cells, columns.understand)):
            break
        headings, meanings = joined
        end = below.end
    fields = _settled(meanings)
    if not columns.suffice(fields):
        return None
    return Header(line, end, tuple(headings), tuple(fields))


def is_data(cell: str) -> bool:
    """Tell a cell that no heading is: a number, a handle, an address, a day, a tick, `-` or `?`."""
    text = cell.strip()
    return bool(text) and (_DATA.fullmatch(text) is not None or text.casefold() in _SAID)


def _find_among(rows: Sequence[Row], columns: Columns) -> Header | None:
    found = [
        header for n in range(len(rows)) if (header := header_at(rows[n : n + MOST_ROWS], columns))
    ]
    if not found:
        return None
    best = max(found, key=lambda header: header.understood)  # of equals the first
    for header in found:
        if 1 < header.understood < best.understood and header.line < best.line:
            between = (row for row in rows if header.end < row.line < best.line)
            if any(_fills(header, row.cells, columns) for row in between):
                return header  # of a table above; the other one is met when its line comes
    return best


def _fills(header: Header, cells: Sequence[str], columns: Columns) -> bool:
    """Tell whether a row has what is needed under a header, and something beside it."""
    filled = {
        name for name, cell in zip(header.fields, cells, strict=False) if name and cell.strip()
    }
    return columns.suffice(filled) and len(filled) > len(columns.needed)


def _is_kind(cells: Sequence[str], meanings: Sequence[Meaning | None]) -> bool:
    """Tell a row of data of which one cell is `Dinas` or `Kecamatan`, and so like a heading."""
    pairs = zip(cells, meanings, strict=True)  # a lone B among A and C is a mark
    understood = [cell for cell, meaning in pairs if meaning and meaning.field != "condition_b"]
    texts = [cell for cell in cells if cell.strip()]
    return len(understood) == 1 and len(texts) > 2 and " " not in understood[0].strip()  # noqa: PLR2004  # its number and its name


def _joined(
    headings: Sequence[str],
    meanings: Sequence[Meaning | None],
    below: Sequence[str],
    understand: Callable[[str], Meaning | None],
) -> tuple[list[str], list[Meaning | None]] | None:
    """Join a header with the row below it, as merged cells leave it; None if that is no part of it.

    "Media Sosial" over IG, FB, Twitter; "Instagram" over Akun, Pengikut, Posting Terakhir.
    """
    if len(below) != len(headings):
        return None
    texts, found, is_part = [], list[Meaning | None](), False
    above, over = "", None
    for upper, known, cell in zip(headings, meanings, below, strict=True):
        above, over = (upper.strip(), known) if upper.strip() else (above, over)
        lower = cell.strip()
        if not lower:
            texts.append(upper)
            found.append(known)
            continue
        joined, alone = understand(f"{above} {lower}"), understand(lower)
        is_apart = over is None or over.field in {"medsos", "no"}
        if over and alone and alone.rank < _VAGUE and over.field not in _OF_ACCOUNTS:
            is_apart = True  # "Penanggung Jawab" over Nama, Tgl Terima
        new = joined or (alone if is_apart else None)
        is_group = known and over is known and known.rank and known.field not in _OF_ACCOUNTS
        if (not new and ((known and not is_group) or is_data(lower))) or _is_name(
            lower, known, alone
        ):
            return None
        found.append(new)
        texts.append(lower if new and new == alone else f"{above} {lower}")
        is_part = is_part or new is not None
    twins = Counter(filter(None, found)) - Counter(filter(None, meanings))
    is_part = is_part and all(found.count(each) == 1 for each in twins)
    return (texts, found) if is_part else None


def _is_name(lower: str, known: Meaning | None, alone: Meaning | None) -> bool:
    """Tell a cell of a row of data: `Dinas` under the agencies, or no word at all."""
    offices = known and alone and known.field == alone.field == "agency"
    return bool(offices) or not any(map(str.isalnum, lower))


def _settled(meanings: Sequence[Meaning | None]) -> list[str | None]:
    """Return the field of each column, where some mean something only beside the others."""
    surest: dict[str, int] = {}
    for meaning in filter(None, meanings):
        surest[meaning.field] = min(meaning.rank, surest.get(meaning.field, meaning.rank))
    fields = [m.field if m and m.rank == surest[m.field] else None for m in meanings]
    for link, account in zip(LINK_FIELDS, ACCOUNT_FIELDS, strict=True):
        if account not in fields:
            fields = [account if field == link else field for field in fields]
    if "model" not in fields:
        fields = ["model" if field == "model_type" else field for field in fields]
    general = _GENERAL & set(fields)
    medsos = "platform" if general & {"account", "account_link"} else "account"
    fields = [medsos if field == "medsos" and medsos not in fields else field for field in fields]
    out_of_place = set(_out_of_place(fields))
    if surest.get("account") == 0:  # it names two platforms, and may stand beside the third
        out_of_place.discard("account")
    if surest.get("condition_b") and not {"condition_rr", "condition_rb"} & set(fields):
        out_of_place.add("condition_b")  # "B" among A and C is a mark
    return [None if field in out_of_place else field for field in fields]


def _out_of_place(fields: Sequence[str | None]) -> Iterator[str]:
    """Yield the fields that mean nothing in this company."""
    yield "medsos"
    if any(account in fields for account in ACCOUNT_FIELDS):
        yield from _GENERAL
    elif "account" not in fields and "account_link" not in fields:
        yield "platform"
    if "platform" not in fields:
        yield "last_post"


def refuse_twins(source: Source, header: Header) -> None:
    """Raise `InputError` where two columns mean the same."""
    seen: dict[str, int] = {}
    for column, found in enumerate(header.fields):
        if found is None or found in {"no", HANDSET}:
            continue
        if found in seen:
            raise InputError(
                "columns {one} ({this}) and {other} ({that}) both mean {field}",
                "put them into one column, or rename one",
                one=seen[found] + 1,
                this=header.headings[seen[found]].strip(),
                other=column + 1,
                that=header.headings[column].strip(),
                field=found,
            ).at(source.place(header.line))
        seen[found] = column


def _letters(place: int) -> str:
    """Return a column's letters, as a spreadsheet shows them."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
