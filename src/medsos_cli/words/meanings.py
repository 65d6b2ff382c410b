"""The words offices write in a cell instead of a value, by what they mean."""

import re
from enum import Enum, auto

from medsos_cli.errors import InputError
from medsos_cli.words.safe import quoted

NONE_WORDS = frozenset({
    "-", "–", "--", "—", ".", "0", "n/a", "na", "nihil", "nol", "kosong", "none", "tidak ada",
    "tdk ada", "tidak punya", "tdk punya", "blm", "belum", "belum ada", "blm ada", "belum punya",
    "blm punya", "belum memiliki", "belum buat", "tidak memiliki",
})  # fmt: skip
"""The office says: there is none."""

UNKNOWN_WORDS = frozenset({
    "?", "??", "tidak tahu", "tdk tahu", "menyusul", "proses", "dalam proses", "lupa",
    "nan", "null", "(kosong)", "(blank)",
})  # fmt: skip
"""The office says nothing yet."""

NEVER_WORDS = frozenset({
    "belum pernah", "blm pernah", "tidak pernah", "belum pernah posting", "belum posting",
    "never",
}) | NONE_WORDS  # fmt: skip
"""In a cell for the last post: there is an account, and it has never posted."""


STOCK_WORDS = frozenset({"stok", "stock", "gudang", "cadangan"})
"""In the agency's cell: the handset is nobody's."""
NO_LABELS = STOCK_WORDS | frozenset({
    "hp", "handphone", "ponsel", "android", "pribadi", "milik", "sendiri", "dinas", "kantor",
    "rusak", "hilang", "dipinjam", "label", "tag",
})  # fmt: skip
"""What is said of a handset: words alone are no label, which tells it from others."""


class Saying(Enum):
    """What words say of an account where its handle should stand."""

    NONE = auto()
    """There is none."""
    NOTHING = auto()
    """Neither yes nor no."""
    UNNAMED = auto()
    """There is one, and not which."""
    UNCLEAR = auto()
    """A cross that may be a tick, a letter that may be either."""


class _Sort(Enum):
    NO = "tidak tdk tdak tak gak ga nggak enggak bukan belum blm blum belom tanpa no not n non"
    NONE = "nihil nil nol kosong none na tiada unavailable 0 false"
    HAVE = ("ada punya memiliki mempunyai terdaftar tersedia available terdapat buat dibuat "
            "membuat bikin dibikin buka dibuka daftar didaftarkan sudah sdh udah")  # fmt: skip
    YES = "y ya iya yes true 1 v ok oke benar betul on"
    ACTIVE = "aktif active jalan berjalan digunakan dipakai dikelola beroperasi"
    INACTIVE = ("nonaktif inaktif inactive pasif vakum mati suri dorman dormant mangkrak "
                "terbengkalai off offline hiatus idle")  # fmt: skip
    POST = ("posting post postingan unggah unggahan mengunggah upload mengupload konten update "
            "diupdate terupdate")  # fmt: skip
    UNSURE = "tahu tau diketahui jelas ingat yakin info informasi data"
    PENDING = ("menyusul proses diproses pending nanti segera akan sedang rencana direncanakan "
               "konfirmasi dikonfirmasi cek dicek lupa tanya ditanyakan tunggu menunggu "
               "verifikasi pembuatan pengajuan perbaikan tba tbd tbc")  # fmt: skip
    BLANK = "nan null blank unknown undefined"
    BEFELL = ("hapus dihapus terhapus tutup ditutup hilang retas diretas hack dihack hacked blokir "
              "diblokir terblokir block blocked banned dibanned suspend suspended disuspend "
              "ditangguhkan dinonaktifkan dibekukan expired kadaluarsa rusak bermasalah kendala "
              "terkendala terkunci dikunci locked ganti diganti berganti pindah berpindah dijual "
              "dibajak dibobol password sandi login akses deleted removed closed disabled "
              "deactivated terminated lost hijacked compromised restricted")  # fmt: skip
    SAME = "sda idem ditto ibid sama"
    VERDICT = "fresh stale empty unchecked gone unlisted sepi didata"
    NAME = ("ig instagram insta fb facebook fanpage fp tw twitter tiktok youtube yt threads medsos "
            "sosmed akun account nama username user link url alamat tautan halaman page handle "
            "profil profile resmi official media sosial opd instansi admin "
            "whatsapp wa telegram meta latest pages website web www email "
            "klik click lihat here disini sini test tes testing")  # fmt: skip
    OTHER = ("gabung bergabung tergabung ikut menginduk bersama pribadi private privat personal "
             "error dll dsb")  # fmt: skip
    UNCLEAR = "x t"
    FILLER = ("masih saat ini skrg sekarang kini hingga sampai untuk utk sementara di pada nya "
              "yang yg lagi juga pernah dan atau tapi tetapi namun hanya dalam dgn dengan karena "
              "oleh sejak tersebut kami kena sekali dari atas diatas seperti spt kembali kurang "
              "jarang secara baru orang lain")  # fmt: skip


_SORTS = {word: sort for sort in _Sort for word in sort.value.split()}
_WORD = re.compile(r"[^\W_]+")
_BEGINS = re.compile(r"@|[A-Za-z][A-Za-z0-9]+(?![^\W_])")
# Sorts that nobody puts into a name: with one of these, signs between words make no handle.
_TELLING = {_Sort.NO, _Sort.PENDING, _Sort.INACTIVE, _Sort.BEFELL}
_NEVER_POSTED = {_Sort.NO, _Sort.POST}
_BEGIN_JOINED = (
    *("dalam", "sedang", "masih", "akan", "sudah", "sdh", "akun", "ada"),
    *(word for word in _Sort.NO.value.split() if len(word) > 1),
)
_SHORTEST = 3  # letters: shorter words stand in many others
_LONGEST = 40
_SYMBOLS = (
    (re.compile(r"[-‐‑‒–—−\s]+|\.|n[./ ]?a\.?", re.IGNORECASE), Saying.NONE),
    (re.compile(r"[.…_\s]+|\?[?\s]*"), Saying.NOTHING),
    (re.compile(r"[√✓✔☑✅\ufe0f\s]+"), Saying.UNNAMED),
    (re.compile(r"[✗✘✕✖❌×☒\ufe0f\s]+"), Saying.UNCLEAR),
)
_DITTO = re.compile(r"[\"'“”„〃,\s]+|s\.\s?d\.\s?a\.?", re.IGNORECASE)
_DITTO_WORDS = frozenset({"sda", "idem", "ditto", "ibid"})
DITTO_MARKS = (*sorted(_DITTO_WORDS), "s.d", "s. d")
"""What stands, whatever the case, in all that `refuse_ditto` refuses but a quotation mark."""
# How many followers or posts: 0 and 1 are words, and an account of five digits may be Facebook's.
_COUNT = re.compile(
    r"(?![01]\Z)(?:\d{1,4}|\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?\s*(?:%|k|rb|ribu|jt|juta))",
    re.ASCII | re.IGNORECASE,
)
_YES_OR_NO = re.compile(r"\A([01])[.,]0\Z")  # as a column of decimals has it
_ERROR_VALUE = re.compile(r"#(?:n/a|n/d|nv|[^\W_][\w/]{1,20}[!?])|#{2,}|err:\d+", re.IGNORECASE)

_WHEREABOUTS = re.compile(r"(?:\A|\s)» (?:di gudang|dipegang|hilang|dihapus)\b.*\Z", re.DOTALL)


def with_whereabouts(note: str | None, where: str) -> str:
    """Return a remark with where the handset is behind it: `layar retak » dipegang Ani`."""
    return f"{note or ''} » {where}".strip()


def without_whereabouts(text: str) -> str:
    """Return a remark as it was before a form said behind it where the handset is."""
    return _WHEREABOUTS.sub("", text)


def is_error_value(text: str) -> bool:
    """Tell whether a text is what a spreadsheet shows where a formula has failed."""
    return _ERROR_VALUE.fullmatch(text) is not None


def spreadsheet_error(text: str) -> InputError:
    """Return what is wrong with such a text."""
    return InputError(
        "{text} is an error of the spreadsheet",
        "mend the formula, or clear the cell",
        text=quoted(text),
    )


def refuse_ditto(text: str) -> None:
    """Raise `InputError` for what says that another cell is meant: `sda`, a quotation mark."""
    if _DITTO.fullmatch(text) or text.casefold() in _DITTO_WORDS:
        raise InputError(
            "{text} repeats another cell", "write it out, or merge the cells", text=quoted(text)
        )


def read_saying(text: str) -> Saying | None:
    """Read what words say of an account; None for what is no words, and so may be its handle.

    It goes by the sorts of words and by what denies them: no list of phrases is kept. Raises
    `InputError` for words that say neither whether there is an account nor which.
    """
    if (first := _BEGINS.match(text)) and not _may_say(first[0].casefold()):
        return None  # as most cells, which hold a handle
    word = _YES_OR_NO.sub(r"\1", " ".join(text.split()))
    if word.casefold() in UNKNOWN_WORDS:
        return Saying.NOTHING
    for pattern, saying in _SYMBOLS:
        if pattern.fullmatch(word):
            return saying
    if is_error_value(word):
        raise spreadsheet_error(word)
    if _COUNT.fullmatch(word):
        raise InputError(
            "{text} is a number of something, not a handle",
            "write the handle as @name; followers and posts have columns of their own",
            text=quoted(word),
        )
    sorts = {_Sort.SAME} if _DITTO.fullmatch(word) else _sorts_of(word)
    if not sorts:
        return None
    _refuse(text, sorts)
    return _judge(text, sorts)


def _may_say(first: str) -> bool:
    """Tell whether a text may be words that begins with this one, or with an @."""
    return first in _SORTS or first == "err" or first.startswith(_BEGIN_JOINED)


def never_posted(text: str) -> bool:
    """Tell whether words say that an account has never posted."""
    return _sorts_of(" ".join(text.split())) >= _NEVER_POSTED


def _sorts_of(text: str) -> set[_Sort]:
    """Return the sorts of words, none where one is of no sort, or it is a handle by its signs."""
    if "@" in text:
        return set()
    words: list[str] = []
    for word in _WORD.findall(text.casefold().replace("sama sekali", "sekali")):
        words += _taken_apart(word)
        if words[-1] not in _SORTS:
            return set()
    sorts = {_SORTS[word] for word in words}
    joined = len(words) > 1 and " " not in text and not sorts & _TELLING
    return set() if joined else sorts


def _taken_apart(word: str) -> list[str]:
    """Return the words that were written as one (`belumada`); else the word as it is."""
    if word not in _SORTS and len(word) <= _LONGEST and word.startswith(_BEGIN_JOINED):
        for first in _BEGIN_JOINED:
            if word.startswith(first) and (rest := _parts(word[len(first) :])):
                return [first, *rest]
    return [word]


def _parts(text: str) -> list[str]:
    for end in range(len(text), _SHORTEST - 1, -1):
        if text[:end] in _SORTS:
            if end == len(text):
                return [text]
            if rest := _parts(text[end:]):
                return [text[:end], *rest]
    return []


def _refuse(text: str, sorts: set[_Sort]) -> None:
    """Refuse words after which nobody knows whether there is an account."""
    if _Sort.BEFELL in sorts:
        raise InputError(
            "{text} tells what became of an account, not which it is",
            "write its handle, or - if there is none now, and the rest into the note",
            text=quoted(text),
        )
    if _Sort.SAME in sorts:
        raise InputError(
            "{text} repeats another cell", "write the handle out, or - for none", text=quoted(text)
        )
    if _Sort.VERDICT in sorts:
        raise InputError(
            "{text} is a verdict of medsos audit, not a handle",
            "import a roster (medsos roster makes one); a handle called so is written with an @",
            text=quoted(text),
        )


def _judge(text: str, sorts: set[_Sort]) -> Saying:
    if _Sort.PENDING in sorts or {_Sort.NO, _Sort.UNSURE} <= sorts:
        return Saying.NOTHING
    if {_Sort.NO, _Sort.YES} <= sorts or sorts == {_Sort.UNCLEAR}:
        return Saying.UNCLEAR
    if _Sort.INACTIVE in sorts or (_Sort.NO in sorts and sorts & {_Sort.ACTIVE, _Sort.POST}):
        return Saying.UNNAMED
    if sorts & {_Sort.NO, _Sort.NONE}:
        return Saying.NONE
    if _Sort.BLANK in sorts:
        return Saying.NOTHING
    if sorts & {_Sort.YES, _Sort.HAVE, _Sort.ACTIVE}:
        return Saying.UNNAMED
    raise InputError(
        "{text} names no account",
        "write its handle, with an @ if it is called so, or - for none",
        text=quoted(text),
    )
