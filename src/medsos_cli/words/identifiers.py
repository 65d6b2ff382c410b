"""Numbers that are text: IMEI, NIP, telephone and SIM card numbers, and the condition.

A reader gives what is stored and, where there is one, a doubt; it raises
`InputError` for what cannot be right. What a spreadsheet has destroyed is
refused, never guessed.
"""

import re
from functools import lru_cache

from medsos_cli.errors import InputError, Message
from medsos_cli.models import Condition
from medsos_cli.words.numbers import passes_luhn
from medsos_cli.words.people import NIP, holds_nik, mask_numbers, nik_refused

RETYPE = Message(
    "set the column's format to Text in the spreadsheet, type the number again, and save"
)

_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})", re.ASCII)
_DECIMAL = re.compile(r"\d{8,}[.,]0+", re.ASCII)
_EXCEL = re.compile(r"\d(?:[.,]\d+)?E\+\d{2,3}", re.ASCII)
_CENTS = re.compile(r"(?:[.,]00?|,-)$")
_AMOUNT = re.compile(r"\d{1,15}|\d{1,3}(?:[., ]\d{3}){1,4}", re.ASCII)
_SEPARATORS = re.compile(r"[\s.\-‐‑–()]+")
_ZERO_RUN = "0" * 8
_IMEI_SEPARATORS = re.compile(r"\s*(?:[/,;|&\n]|\bdan\b)\s*|\s+(?=\d{15}$)", re.ASCII)
# "IMEI 1:", "Slot 2", "IMEI (SIM 1) =", "1)" before a number.
_IMEI_LABEL = re.compile(
    r"\b(?:imei|slot|sim)\b\s*\(?(?:slot|sim)?\s*(?:[12](?!\d))?\)?\s*[:.=]?\s*"
    r"|\bimei[12](?!\d)\s*[:.=]?\s*|(?:^|(?<=\s))[12][.)]\s+(?=\d{6})",
    re.IGNORECASE | re.ASCII,
)
# As labels of Samsung print it, "354123/10/123456/2", and "… / 01", the software's number.
_IMEI_IN_PARTS = re.compile(r"(?<!\d)(\d{6})/(\d\d)/(\d{6})/(\d)(?!\d)", re.ASCII)
_SOFTWARE = re.compile(r"((?:\d[ -]?){14}\d)\s*/\s*\d\d(?!\d)", re.ASCII)
_MOBILE = re.compile(r"(?:(?:\+|00)?620?|0)?(8\d{7,11})", re.ASCII)
_PHONE_LABEL = re.compile(
    r"^(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=|tel:)"
    r"|\b(?:wa|whatsapp|hp|no|nomor|telp|tlp|tel|telepon|telkomsel|tsel|simpati|indosat|im3|xl|axis"
    r"|tri|smartfren|aktif)\b[.:]?",
    re.IGNORECASE | re.ASCII,
)
_PAD = re.compile(r"(\d{19})f", re.IGNORECASE | re.ASCII)
_LANDLINE = re.compile(r"(?:\+?62|0)[2-79]\d{6,10}", re.ASCII)
_NIP_LABEL = re.compile(r"^\W*(?:nip(?:ppk)?|nrp|nik)(?![^\W\d])[\s.:]*", re.IGNORECASE)
_PLAIN_NIP = re.compile(r"\d{8} ?\d{6} ?\d ?(?!000)\d{3}", re.ASCII)
_CONDITIONS = {
    "b": Condition.GOOD,
    "baik": Condition.GOOD,
    "rr": Condition.LIGHT_DAMAGE,
    "rusak ringan": Condition.LIGHT_DAMAGE,
    # Room cards say "kurang baik" where inventory cards say "rusak ringan".
    "kb": Condition.LIGHT_DAMAGE,
    "kurang baik": Condition.LIGHT_DAMAGE,
    "rb": Condition.HEAVY_DAMAGE,
    "rusak berat": Condition.HEAVY_DAMAGE,
}
_CONDITION = re.compile(rf"\b(?:{'|'.join(sorted(_CONDITIONS, key=len, reverse=True))})\b")
_CONDITION_FILLER = re.compile(r"\b(?:kondisi|keadaan|barang|unit|dalam)\b|[\s().,:/=-]+")
_LOST = frozenset({"hilang", "lost", "raib", "dicuri", "kecurian"})

_IMEI_DIGITS, _IMEISV_DIGITS = 15, 16
_NIP_DIGITS = 18
_EXACT_IN_EXCEL = 15


def _plain(text: str, noun: Message) -> str:
    """Take off separators, and undo E-notation where every digit is still there."""
    joined = _SEPARATORS.sub("", text)
    if joined.isdecimal() and joined.isascii() and not _DECIMAL.fullmatch(text):
        return joined
    if match := _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        digits = match[1] + (match[2] or "")
        if len(digits) == int(match[3]) + 1:
            return digits
    if match or _DECIMAL.fullmatch(text):
        raise InputError(
            "{text!r} is what a spreadsheet left of this {noun}", RETYPE, text=text, noun=noun
        )
    return joined


def _zeroed(text: str) -> InputError:
    return InputError("{text!r} ends in zeros that a spreadsheet has put there", RETYPE, text=text)


def read_label(text: str) -> str:
    """Read a number of any shape, such as a serial or an item code, as it is written."""
    if _EXCEL.fullmatch(text):
        raise InputError(
            "{text!r} is what a spreadsheet left of a longer number", RETYPE, text=text
        )
    return text


def read_price(text: str) -> str:
    """Read an amount of rupiah, as `Rp 2.500.000,00` or 2500000; cents are none."""
    digits = _CENTS.sub("", text.casefold().removeprefix("rp").strip(" ."))
    if not _AMOUNT.fullmatch(digits):
        raise InputError("{text!r} is no price", "write whole rupiah, as 2500000", text=text)
    return re.sub(r"\D", "", digits)


def is_imei(text: str) -> bool:
    """Tell whether a text is one IMEI and nothing else."""
    is_number = len(text) == _IMEI_DIGITS and text.isdecimal() and text.isascii()
    return is_number and passes_luhn(text)


def read_imei(text: str) -> str:
    """Read one IMEI: 15 digits, the last a Luhn check digit (3GPP TS 23.003)."""
    if is_imei(text) and not text.endswith(_ZERO_RUN):
        return text
    digits = _plain(_IMEI_LABEL.sub("", text).strip(), Message("IMEI"))
    how = Message("dial *#06# on the handset and type the 15 digits it shows")
    if not digits.isdecimal() or not digits.isascii():
        raise InputError("{text!r} is not an IMEI", how, text=text)
    if len(digits) == _IMEISV_DIGITS:
        raise InputError("{text!r} has 16 digits: that is an IMEISV, not an IMEI", how, text=text)
    if len(digits) != _IMEI_DIGITS:
        raise InputError("{text!r} has {n} digits, an IMEI has 15", how, text=text, n=len(digits))
    # Before Luhn: one in ten numbers zeroed by a spreadsheet would pass it.
    if digits.endswith(_ZERO_RUN):
        raise _zeroed(text)
    if not passes_luhn(digits):
        raise InputError("{text!r} is mistyped: its check digit is wrong", how, text=text)
    return digits


def read_imeis(text: str) -> tuple[str, str | None]:
    """Read a cell with one IMEI, or with both of a dual-SIM handset."""
    if text.isdecimal() and text.isascii():
        return read_imei(text), None
    parts = [part for part in _IMEI_SEPARATORS.split(_one_by_one(text)) if part]
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):  # a comma of its own, not between two
        parts = [text]
    if len(parts) > 2:  # noqa: PLR2004  # slots of a handset
        raise InputError(
            "{text!r} holds {n} IMEIs", "give each handset a row", text=text, n=len(parts)
        )
    first = read_imei(parts[0]) if parts else read_imei(text)
    second = read_imei(parts[1]) if len(parts) > 1 else None
    if first == second:
        raise InputError(
            "{text!r} is the same IMEI twice", "dial *#06#: the two slots differ", text=text
        )
    return first, second


def _one_by_one(text: str) -> str:
    """Return IMEIs without what labels print beside them, one after the other."""
    numbers = _SOFTWARE.sub(r"\1", _IMEI_IN_PARTS.sub(r"\1\2\3\4", text.strip()))
    return _IMEI_LABEL.sub(" ; ", numbers).strip(" ;")


def read_nip(text: str) -> tuple[str, Message | None]:
    """Read a civil servant's number (18 digits); other lengths are kept with a doubt.

    `NIP.` before it is no part of it. A 16-digit number is a NIK, which this program must not
    keep. The serial at the end starts from 001, so `000` is what a spreadsheet left of it.
    """
    if _PLAIN_NIP.fullmatch(text) and NIP.fullmatch(digits := text.replace(" ", "")):
        return digits, None
    number = _NIP_LABEL.sub("", text).strip(" -")
    shown = mask_numbers(number)
    if not number:
        raise InputError("{text!r} holds no number", "write the NIP, or clear it", text=text)
    try:
        digits = _plain(number, Message("NIP"))
    except InputError:
        raise InputError(
            "{text!r} is what a spreadsheet left of this NIP", RETYPE, text=shown
        ) from None
    if holds_nik(digits):
        raise nik_refused()
    if not digits.isdecimal() or not digits.isascii():
        return number, Message("{text!r} is not a NIP; kept as it is", text=shown)
    if len(digits) != _NIP_DIGITS:
        return digits, Message(
            "{text!r} has {n} digits, a NIP has 18; kept as it is", text=shown, n=len(digits)
        )
    if digits.endswith("000"):
        raise _zeroed(shown)
    if not NIP.fullmatch(digits):
        return digits, Message(
            "{text!r} holds no date of birth and of appointment; kept as it is", text=shown
        )
    return digits, None


def read_phone(text: str) -> tuple[str, Message | None]:
    """Read an Indonesian mobile number as E.164; a lost leading 0 is put back."""
    if match := _MOBILE.fullmatch(text):
        return f"+62{match[1]}", None
    digits = _plain(_PHONE_LABEL.sub("", text).strip(), Message("number"))
    if match := _MOBILE.fullmatch(digits):
        return f"+62{match[1]}", None
    if _LANDLINE.fullmatch(digits):
        return digits, Message(
            "{text!r} is a landline, not the number of a SIM card; kept as it is", text=text
        )
    raise InputError(
        "{text!r} is not an Indonesian mobile number",
        "write one number, as 081234567890",
        text=text,
    )


def read_iccid(text: str) -> tuple[str, Message | None]:
    """Read the number printed on a SIM card: 16 to 20 digits, Luhn only as a doubt."""
    digits = text
    if not (text.isdecimal() and text.isascii()):
        padded = _PAD.fullmatch(_SEPARATORS.sub("", text))
        digits = padded[1] if padded else _plain(text, Message("card number"))
    if not (digits.isdecimal() and digits.isascii() and len(digits) in range(16, 21)):
        raise InputError("{text!r} is not a SIM card's number", "it has 16 to 20 digits", text=text)
    if len(digits) >= _NIP_DIGITS and not digits[_EXACT_IN_EXCEL:].strip("0"):
        raise _zeroed(text)
    if not passes_luhn(digits):
        return digits, Message("{text!r} has a wrong check digit; kept as it is", text=text)
    return digits, None


@lru_cache(maxsize=64)
def read_condition(text: str) -> Condition:
    """Read the condition as inventory cards have it: B, RR or RB, or the words, or both."""
    words = " ".join(text.casefold().split())
    named = {_CONDITIONS[word] for word in _CONDITION.findall(words)}
    if len(named) == 1 and not _CONDITION_FILLER.sub("", _CONDITION.sub("", words)):
        return named.pop()
    if re.split(r"\W", words.lstrip("("), maxsplit=1)[0] in _LOST:
        raise InputError("{text!r} is no condition", "record it with medsos lost DEVICE", text=text)
    raise InputError(
        "{text!r} is no condition",
        "write B (baik), RR (rusak ringan) or RB (rusak berat)",
        text=text,
    )
