"""Numbers that are text: IMEI, NIP, telephone and SIM card numbers, and the condition.

A reader gives what is stored and, where there is one, a doubt; it raises
`InputError` for what cannot be right. What a spreadsheet has destroyed is
refused, never guessed.
"""

import re

from stdnum import luhn

from medsos_cli.errors import InputError
from medsos_cli.models import Condition

RETYPE = "set the column's format to Text in the spreadsheet, type the number again, save as CSV"

_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})", re.ASCII)
_DECIMAL = re.compile(r"\d{8,}[.,]0+", re.ASCII)
_EXCEL = re.compile(r"\d(?:[.,]\d+)?E\+\d{2,3}", re.ASCII)
_SEPARATORS = re.compile(r"[\s.\-‐‑–()]+")
_ZERO_RUN = re.compile(r"0{8}$")
_IMEI_SEPARATORS = re.compile(r"\s*[/,;\n]\s*|\s+(?=\d{15}$)", re.ASCII)
_MOBILE = re.compile(r"(?:\+?62|0)?(8\d{7,11})", re.ASCII)
_LANDLINE = re.compile(r"(?:\+?62|0)[2-79]\d{6,10}", re.ASCII)
_NIP = re.compile(r"\d{4}(?:0[1-9]|1[0-2])\d\d\d{4}(?:0[1-9]|1[0-2]|21)[12]\d{3}", re.ASCII)
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)", re.ASCII)
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

_IMEI_DIGITS, _IMEISV_DIGITS = 15, 16
_NIP_DIGITS = 18
_EXACT_IN_EXCEL = 15


def _plain(text: str, noun: str) -> str:
    """Take off separators, and undo E-notation where every digit is still there."""
    joined = _SEPARATORS.sub("", text)
    if joined.isdecimal() and joined.isascii() and not _DECIMAL.fullmatch(text):
        return joined
    if match := _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        digits = match[1] + (match[2] or "")
        if len(digits) == int(match[3]) + 1:
            return digits
    if match or _DECIMAL.fullmatch(text):
        raise InputError(f"{text!r} is what a spreadsheet left of this {noun}", RETYPE)
    return joined


def read_label(text: str) -> str:
    """Read a number of any shape, such as a serial or an item code, as it is written."""
    if _EXCEL.fullmatch(text):
        raise InputError(f"{text!r} is what a spreadsheet left of a longer number", RETYPE)
    return text


def is_imei(text: str) -> bool:
    """Tell whether a text is one IMEI and nothing else."""
    return len(text) == _IMEI_DIGITS and text.isascii() and luhn.is_valid(text)


def read_imei(text: str) -> str:
    """Read one IMEI: 15 digits, the last a Luhn check digit (3GPP TS 23.003)."""
    digits = _plain(text, "IMEI")
    how = "dial *#06# on the handset and type the 15 digits it shows"
    if not digits.isdecimal() or not digits.isascii():
        raise InputError(f"{text!r} is not an IMEI", how)
    if len(digits) == _IMEISV_DIGITS:
        raise InputError(f"{text!r} has 16 digits: that is an IMEISV, not an IMEI", how)
    if len(digits) != _IMEI_DIGITS:
        raise InputError(f"{text!r} has {len(digits)} digits, an IMEI has 15", how)
    # Before Luhn: one in ten numbers zeroed by a spreadsheet would pass it.
    if _ZERO_RUN.search(digits):
        raise InputError(f"{text!r} ends in zeros that a spreadsheet has put there", RETYPE)
    if not luhn.is_valid(digits):
        raise InputError(f"{text!r} is mistyped: its check digit is wrong", how)
    return digits


def read_imeis(text: str) -> tuple[str, str | None]:
    """Read a cell with one IMEI, or with both of a dual-SIM handset."""
    parts = [part for part in _IMEI_SEPARATORS.split(text.strip()) if part]
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):  # a comma of its own, not between two
        parts = [text]
    if len(parts) > 2:  # noqa: PLR2004  # slots of a handset
        raise InputError(f"{text!r} holds {len(parts)} IMEIs", "give each handset a row")
    first = read_imei(parts[0]) if parts else read_imei(text)
    second = read_imei(parts[1]) if len(parts) > 1 else None
    if first == second:
        raise InputError(f"{text!r} is the same IMEI twice", "dial *#06#: the two slots differ")
    return first, second


def read_nip(text: str) -> tuple[str, str | None]:
    """Read a civil servant's number (18 digits); other lengths are kept with a doubt.

    A 16-digit number is a NIK, which this program must not keep. The serial at
    the end starts from 001, so `000` is what a spreadsheet left of it.
    """
    digits = _plain(text, "NIP")
    if _NIK.search(digits):
        raise InputError(
            "16 digits look like a NIK, which must not be kept here", "write the NIP, or clear it"
        )
    if not digits.isdecimal() or not digits.isascii():
        return text, f"{text!r} is not a NIP; kept as it is"
    if len(digits) != _NIP_DIGITS:
        return digits, f"{text!r} has {len(digits)} digits, a NIP has 18; kept as it is"
    if digits.endswith("000"):
        raise InputError(f"{text!r} ends in zeros that a spreadsheet has put there", RETYPE)
    if not _NIP.fullmatch(digits):
        return digits, f"{text!r} holds no date of birth and of appointment; kept as it is"
    return digits, None


def read_phone(text: str) -> tuple[str, str | None]:
    """Read an Indonesian mobile number as E.164; a lost leading 0 is put back."""
    digits = _plain(text, "number")
    if match := _MOBILE.fullmatch(digits):
        return f"+62{match[1]}", None
    if _LANDLINE.fullmatch(digits):
        return digits, f"{text!r} is a landline, not the number of a SIM card; kept as it is"
    raise InputError(
        f"{text!r} is not an Indonesian mobile number", "write one number, as 081234567890"
    )


def read_iccid(text: str) -> tuple[str, str | None]:
    """Read the number printed on a SIM card: 16 to 20 digits, Luhn only as a doubt."""
    digits = _plain(text, "card number")
    if not (digits.isdecimal() and digits.isascii() and len(digits) in range(16, 21)):
        raise InputError(f"{text!r} is not a SIM card's number", "it has 16 to 20 digits")
    if len(digits) >= _NIP_DIGITS and not digits[_EXACT_IN_EXCEL:].strip("0"):
        raise InputError(f"{text!r} ends in zeros that a spreadsheet has put there", RETYPE)
    if not luhn.is_valid(digits):
        return digits, f"{text!r} has a wrong check digit; kept as it is"
    return digits, None


def read_condition(text: str) -> Condition:
    """Read the condition as inventory cards have it: B, RR or RB, or the words."""
    words = " ".join(text.casefold().split())
    if words not in _CONDITIONS:
        raise InputError(
            f"{text!r} is no condition", "write B (baik), RR (rusak ringan) or RB (rusak berat)"
        )
    return _CONDITIONS[words]


def mask_nip(nip: str | None) -> str | None:
    """Show a NIP by its last four digits: the rest tells the day of birth and the sex."""
    return f"…{nip[-4:]}" if nip else nip
