"""Numbers: whether their check digit is right, and how they are said in Indonesian."""

_ZERO = ord("0")
_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")  # and the digits of that added up

_ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
)  # fmt: skip
_TEENS = 20
_PLACES = ((1000, "ribu"), (100, "ratus"), (10, "puluh"))


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    figures = digits.encode()
    doubled = figures[-2::-2].translate(_DOUBLED)
    return (sum(figures[-1::-2]) + sum(doubled) - _ZERO * len(figures)) % 10 == 0


def spell(number: int) -> str:
    """Say a number from 0 to 9999 in Indonesian words, as papers write days and years."""
    if number < len(_ONES):
        return _ONES[number]
    if number < _TEENS:
        return f"{_ONES[number - 10]} belas"
    size, name = next(place for place in _PLACES if number >= place[0])
    count, rest = divmod(number, size)
    said = f"se{name}" if count == 1 else f"{_ONES[count]} {name}"
    return f"{said} {spell(rest)}" if rest else said
