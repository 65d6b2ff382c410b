"""What the rows of an official form are: data by what stands in them, or what stands around it."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from medsos_cli.errors import Message
from medsos_cli.sheets.columns import ACCOUNT_FIELDS, DEVICE_KEYS, LINK_FIELDS
from medsos_cli.sheets.header import Header
from medsos_cli.words.meanings import NONE_WORDS

TITLE = Message("title")
NUMBERS = Message("column numbers")
PAGE = Message("page number")
TOTAL = Message("total")
HEADER = Message("header")
BLANK = Message("blank")
GROUP = Message("group")
SIGNATURE = Message("signature")
NOTE = Message("note")
UNHEADED = Message("cells under no heading")

_DIGITS = re.compile(r"(\d+)[.)]?")
_LETTERED = re.compile(r"(?:[IVXLC]+|[A-Z])[.)]?", re.IGNORECASE)
_GROUP = re.compile(
    r"(?:dinas|badan|bagian|kantor|kecamatan|kelurahan|desa|rsud|puskesmas|bumd|uptd|lembaga|opd|"
    r"perangkat daerah|organisasi perangkat daerah|bagian setda)"
)
_ANY_KIND = re.compile(r"opd|lembaga|(?:organisasi )?perangkat daerah|bagian setda")
# An office by its name, with more than the word for its kind where there are many.
_OFFICE = re.compile(
    r"(?:dinas|badan|bagian|kantor|kecamatan|kelurahan|desa|puskesmas|uptd|bumd|perumda|satuan|"
    r"sekretariat|rumah sakit|catatan) (?!yang|ini|adalah|belum|tidak|sudah|:)\w[^.:=]*|"
    r"rsud\b[^.:=]*|ppid|bappeda|inspektorat|satpol pp"
)
# What rows are called that sum up by numbers alone.
_SUM = re.compile(
    r".*\b(?:jumlah|jml|total|rekap\w*|persen\w*|prosen\w*|rata|akun|punya|memiliki|aktif|ada|"
    r"belum|sudah|tidak)\b.*|.*%|dinas|badan|bagian|kantor|kecamatan|kelurahan|desa|uptd|bumd|opd",
    re.DOTALL,
)
_TOTAL = re.compile(
    r"(?:jumlah|jml|total|sub ?total|grand total)\b.*|"
    # `Dinas yang belum punya`
    r"(?:dinas|opd|skpd|instansi|kecamatan|akun)( yang)? (?:belum|sudah|tidak|punya|memiliki)\b.*",
    re.DOTALL,
)
# `Halaman 2 dari 5`, `- 2 -`
_PAGE = re.compile(
    r"(?:(?:hal|halaman|lembar|lbr|page|pg|p)\b[ .:-]*\d+(?:\s*(?:dari|of|/|-)\s*\d+)?|"
    r"[-–—]\s*\d+\s*[-–—]|\d+\s*(?:/|dari|of)\s*\d+)",
    re.IGNORECASE,
)
_LETTERED_WORDS = re.compile(r"(?:[IVXLC]+|[A-Z])[.)]\s*\S.*", re.IGNORECASE | re.DOTALL)
_SIGNATURE = re.compile(
    r"(?:mengetahui|menyetujui|yang menyerahkan|yang menerima|pihak pertama|pihak kedua|"
    r"dibuat oleh|disusun oleh|ttd|nip|a\.n|plt|plh|"
    r"kepala (?:dinas|badan|bagian|bidang|kantor))\b.*|"
    r"(?!senin|selasa|rabu|kamis|jumat|sabtu|minggu|ahad)[a-z .]+,[ .…]*(?:\d{1,2} )?"
    r"(?:(?:jan|feb|peb|mar|apr|mei|jun|jul|ag|sep|okt|nov|nop|des)[a-z]*|[.…]{2,})[ .…]*"
    r"(?:\d{4})?",
    re.DOTALL,
)
_NOTE = re.compile(
    r"(?:[*†‡•#>]|\(?\d+\)|-\s|(?:dicetak|diolah|data per|per tanggal)\b|"
    # Catatan Sipil and Sumber Daya are offices: alone, or in a sentence, the word is a note's.
    r"(?:keterangan|ket|catatan|sumber|note|nb|ps)\.?(?:\s*\Z|\s*[(-]|.*(?:\.\Z|\b(?:adalah|akun|"
    r"belum|tidak|sudah|yang|dari|data|per|untuk)\b))|\S+\s*:|[^=]+=).*",
    re.DOTALL,
)
# Handles as no person's name is written, and numbers as they stand under a table.
_HANDLE = re.compile(r"\S*[@/._\d]\S*|[a-z]+")
_IMEI_DIGITS = 15
_REMEMBERED = 64
_DIGIT = re.compile(r"\d")
# A handle as it may stand behind words of a sum: neither a number nor one in words.
_SURE_HANDLE = re.compile(
    r"(?!(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|akun|buah|opd)\Z)"
    r"(?:@\S+|https?:\S+|[a-z_][\w.]*)",
    re.ASCII,
)
_COUNT = re.compile(r"\d{1,4}(?:[.,]\d+)?\s*%?")
_ACCOUNTS = frozenset({*ACCOUNT_FIELDS, *LINK_FIELDS, "account", "account_link"})
_OFFICES = frozenset({"agency", "agency_code"})
_SIGNED = frozenset({*_OFFICES, "device", "imei", "event"})

_Texts = Sequence[tuple[str | None, str]]


class Judge:
    """Says of one row after the other, from the header down, why it holds no data.

    A row that has a number, a handle, a label or an IMEI of its own holds data, whatever
    its words. `below` gives the next rows of the same table, by which it is known whether
    letters count agencies too, and whether a lone word is the heading of a group.
    """

    def __init__(self, header: Header, below: Callable[[], Iterable[Sequence[str]]]) -> None:
        """Look at the columns, and at how the first rows are numbered."""
        self._header = header
        self._number, self._imei = map(header.place_of, ("no", "imei"))
        self._below = below
        numbers = [self._number_of(cells) for cells in below()]
        self._letters_count = not any(map(_DIGITS.fullmatch, numbers))
        self._tail: Message | None = None
        self._last = 0
        self._sure: dict[tuple[str, ...], bool] = {}  # of rows just looked at, for the next ones
        self._own: Sequence[str] = ()  # the row last found to have data of its own

    @property
    def signed(self) -> bool:
        """Whether a signature has been met: what holds data should not stand below it."""
        return self._tail is SIGNATURE

    def reason(self, line: int, cells: Sequence[str]) -> Message | None:
        """Return why a row holds no data; None where it does."""
        if not self._header.line:
            return None if any(map(str.strip, cells)) else BLANK
        if line == self._header.end + 1 and _counts_up(cells):
            return NUMBERS
        if self._has_imei(cells):
            return None
        number = self._number_of(cells)
        counts, is_lettered = self._counts(number), _LETTERED.fullmatch(number) is not None
        texts = [
            (name, text)
            for name, cell in zip_longest(self._header.fields, cells)
            if (text := (cell or "").strip()) and not (name == "no" and (counts or is_lettered))
        ]
        if not texts:
            return BLANK
        if (counts and self._goes_on(number)) or self._is_own(texts):
            self._own = () if self._tail or is_lettered else cells
            self._tail = None if self._tail is NOTE else self._tail
            return None
        return self._tail or self._reason_of(texts, is_lettered=is_lettered and not counts)

    def is_sure(self, cells: Sequence[str]) -> bool:
        """Tell a row that holds data by its number, by what it has, or by an office's name."""
        if cells is self._own:
            return True
        key = tuple(cells)
        if key not in self._sure:
            if len(self._sure) >= _REMEMBERED:
                self._sure.clear()
            self._sure[key] = self._is_sure(cells)
        return self._sure[key]

    def _is_sure(self, cells: Sequence[str]) -> bool:
        if self._has_imei(cells) or self._counts(self._number_of(cells)):
            return True
        texts = [
            (name, text)
            for name, cell in zip(self._header.fields, cells, strict=False)
            if (text := cell.strip())
        ]
        return bool(texts) and (
            _is_own(texts, in_tail=False)
            or any(name == "agency" and _is_office(text) for name, text in texts)
        )

    def _has_imei(self, cells: Sequence[str]) -> bool:
        """Tell quickly that a row holds data, as most do where handsets are listed."""
        place = self._imei
        return (
            place is not None
            and place < len(cells)
            and len(cells[place]) == _IMEI_DIGITS
            and cells[place].isdigit()
        )

    def _number_of(self, cells: Sequence[str]) -> str:
        place = self._number
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def _counts(self, number: str) -> bool:
        if _DIGITS.fullmatch(number):
            return True
        return self._letters_count and _LETTERED.fullmatch(number) is not None

    def _goes_on(self, number: str) -> bool:
        """Tell whether a number continues the table's; a footnote's begins anew."""
        match = _DIGITS.fullmatch(number)
        if self._tail and match and int(match[1]) <= self._last:
            return False
        self._last = int(match[1]) if match else self._last
        return True

    def _reason_of(self, texts: _Texts, *, is_lettered: bool) -> Message | None:
        where, first = texts[0]
        if len(texts) == 1 and where not in DEVICE_KEYS and _PAGE.fullmatch(first):
            return PAGE
        if _TOTAL.fullmatch(first.casefold()) or _has_counts(texts):
            return TOTAL
        if _is_signed(texts):
            self._tail = SIGNATURE
        elif _NOTE.fullmatch(first.casefold()):
            self._tail = NOTE
        elif len(texts) == 1 and (
            is_lettered or where == "no" or self._heads_group(first.casefold())
        ):
            return GROUP
        return self._tail

    def _is_own(self, texts: _Texts) -> bool:
        """Tell data by what stands in it; below a note also by the name of an office alone."""
        if self._tail is NOTE and texts[0][0] == "agency" and _is_office(texts[0][1]):
            return True
        return _is_own(texts, in_tail=self._tail is not None)

    def _heads_group(self, word: str) -> bool:
        """Tell the heading of a group from an office that is called by the word for its kind.

        Where one has a letter (`B. KECAMATAN`), the row below it, which it heads, has none.
        """
        if _LETTERED_WORDS.fullmatch(word):
            below = self._name_below()
            return below != "" and not _LETTERED_WORDS.fullmatch(below)
        if not _GROUP.fullmatch(word):
            return False
        if _ANY_KIND.fullmatch(word) or not self._letters_count:
            return True
        return self._name_below().casefold().startswith(f"{word} ")

    def _name_below(self) -> str:
        """Return the next name of an agency, blank without any."""
        place = self._header.place_of("agency")
        names = (cells[place] for cells in self._below() if place is not None and cells[place:])
        return next((name for name in map(str.strip, names) if name), "")


def _is_office(text: str) -> bool:
    return _OFFICE.fullmatch(text.casefold()) is not None


def _is_own(texts: _Texts, *, in_tail: bool) -> bool:
    """Tell whether a row has a handle, a label or an IMEI of its own.

    Under a note or a signature only such are taken as no name of a person is written.
    """
    is_total = _TOTAL.fullmatch(texts[0][1].casefold())
    if is_total or _has_counts(texts):
        return bool(is_total) and _has_sure_handle(texts)
    if _names_one(texts):
        return True
    names = [text for name, text in texts if name in _OFFICES]
    spoken = any(map(_is_spoken, names))
    for name, text in texts:
        if name == "agency_code" and not spoken and _HANDLE.fullmatch(text):
            return True
        if name in _ACCOUNTS and names and not _is_spoken(text):
            if _HANDLE.fullmatch(text) and text.casefold() not in NONE_WORDS:
                return True
            if not (in_tail or spoken):
                return True
    return False


def _names_one(texts: _Texts) -> bool:
    """Tell a row of a handset, or of a sender, who may be called as a note begins."""
    fields = {name for name, _ in texts}
    return ("sender" in fields and bool(fields & _OFFICES)) or any(
        name in DEVICE_KEYS and _DIGIT.search(text) and not _is_spoken(text) for name, text in texts
    )


def _has_sure_handle(texts: _Texts) -> bool:
    folded = [text.casefold() for name, text in texts if name in _ACCOUNTS]
    return texts[0][0] in _OFFICES and any(
        _SURE_HANDLE.fullmatch(text) and text not in NONE_WORDS for text in folded
    )


def _is_spoken(text: str) -> bool:
    """Tell a text as it stands in a signature, a note or under a sum."""
    folded = text.casefold()
    return any(each.fullmatch(folded) for each in (_SIGNATURE, _NOTE, _TOTAL)) and text != "-"


def _has_counts(texts: _Texts) -> bool:
    """Tell whether numbers stand where accounts should, as in a row that sums up."""
    where, first = texts[0]
    if where in _OFFICES and not _SUM.fullmatch(first.casefold()):
        return False
    stated = [text for name, text in texts if name in _ACCOUNTS]
    counts = [text for text in stated if _COUNT.fullmatch(text)]
    return len(counts) == len(stated) and any(text not in {"0", "1"} for text in counts)


def _is_signed(texts: _Texts) -> bool:
    signed = [(name, _SIGNATURE.fullmatch(text.casefold())) for name, text in texts]
    return any(match for _, match in signed) and all(
        match or name not in _SIGNED for name, match in signed
    )


def _counts_up(cells: Sequence[str]) -> bool:
    """Tell the row `1 2 3 …` that official forms have under their header."""
    numbers = [text.strip("()") for cell in cells if (text := cell.strip())]
    return len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]
