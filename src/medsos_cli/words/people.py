"""The numbers of people, NIP and NIK: told from a text, refused or masked."""

import re
from collections.abc import Iterator

from medsos_cli.errors import InputError, Message

NIP = re.compile(r"\d{4}(?:0[1-9]|1[0-2])\d\d\d{4}(?:0[1-9]|1[0-2]|21)[12]\d{3}", re.ASCII)
"""A day of birth, a month of appointment, 1 or 2 for the sex, a serial."""

_NUMBER = r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}|\d(?:[ .\-]?\d)*"
_LABELLED_NUMBER = re.compile(
    rf"[\s,;:/|(\[-]*\b(?:nip(?:ppk)?|nrp|nik)(?![^\W\d])[\s.:]*(?P<number>{_NUMBER}|-+|)(?!\w)[)\]]?",
    re.IGNORECASE | re.ASCII,
)
_NIP_BESIDE = re.compile(
    r"[\s,;:/|(\[-]*(?<!\d)(?P<number>\d(?:[ .\-]?\d){17}|\d[.,]\d+E\+?\d\d)(?![ .\-]?\d)[)\]]?",
    re.ASCII,
)
_LONG_NUMBER = re.compile(r"\d(?:[ .,\-]?\d){7,}(?:E\+?\d+)?|\d[.,]\d+E\+?\d+", re.ASCII)
_TOGETHER = re.compile(r"(?<!\d)(?:\d{16}|\d{18})(?!\d)", re.ASCII)
# In groups the digits of two days, or of an item's code, are as many: what tells then is that a
# NIK holds its province and its day of birth, a NIP its day of birth and its appointment.
_IN_GROUPS = re.compile(
    r"(?<!\d)(?<!\d[ .\-])\d(?:[ .\-]?\d){15}(?:(?:[ .\-]?\d){2})?(?![ .\-]?\d)", re.ASCII
)
_BORN = re.compile(
    r"[1-9]{2}\d{4}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}"
    rf"|(?=19|20){NIP.pattern}",
    re.ASCII,
)
_SEPARATORS = re.compile(r"[ .\-]")
NIK_DIGITS, _NIP_DIGITS = 16, 18
_HAS_DIGITS = re.compile(rf"(?:[^0-9]*+[0-9]){{{NIK_DIGITS}}}")
_DESTROYED = re.compile(r"\d[.,]\d+E\+?\d\d", re.ASCII)
_CUT = re.compile(r"\d[.,]\d{8,}E\+?1[57](?!\d)", re.ASCII | re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.-])(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE
)

_ACCOUNT = r"\bfacebook (?:account )?\d+"  # as a command that is offered has it


def nik_refused(hint: str | Message = "write the NIP, or clear it") -> InputError:
    """Return why a number of 16 digits is not taken."""
    return InputError("16 digits look like a NIK, which must not be kept here", hint)


def holds_nik(text: str) -> bool:
    """Tell whether a NIK stands in a text: 16 digits together, or in groups with its days."""
    return any(len(digits) < _NIP_DIGITS for digits in _numbers(text))


def holds_number(text: str) -> bool:
    """Tell whether a NIK or a NIP stands in a text, by their days."""
    return any(_is_born(digits) for digits in _numbers(text))


def split_number(text: str) -> tuple[str, str | None]:
    """Return a person's name, and the NIP or NRP that stands beside it, as it is written.

    That is what is called so, and 18 digits or a destroyed number in any case.
    """
    match = _LABELLED_NUMBER.search(text) or _NIP_BESIDE.search(text)
    if match is None:
        return text, None
    name = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
    return name.replace(" ,", ",").strip(" ,;:/|-()[]"), match["number"].strip(" .,-") or None


def refuse_people(text: str, *, as_born: bool = False) -> None:
    """Raise `InputError` where a NIK or a NIP stands in a text, but for an address in it.

    With `as_born` only one with its days, where any number of that many digits may stand.
    """
    if not _HAS_DIGITS.match(text):  # as most texts
        return
    for digits in _numbers(text):
        if as_born and not _is_born(digits):
            continue
        if len(digits) < _NIP_DIGITS:
            raise nik_refused()
        raise _nip_refused()


def refuse_numbers(text: str) -> str:
    """Return a text about a person; raises `InputError` where a NIK or a NIP stands in it."""
    refuse_people(text)
    if _DESTROYED.search(text):
        raise _nip_refused()
    return text


def _nip_refused() -> InputError:
    return InputError("a NIP stands in it, which would be shown whole", "write it under nip")


def _numbers(text: str) -> Iterator[str]:
    """Yield the digits of each NIK and NIP in a text."""
    if not _HAS_DIGITS.match(text):
        return
    if not _IN_GROUPS.search(text) and not _TOGETHER.search(text):
        return
    plain = _ADDRESS.sub(" ", text)
    yield from _TOGETHER.findall(plain)
    for match in _IN_GROUPS.finditer(plain):
        if _is_born(match[0]):
            yield _SEPARATORS.sub("", match[0])


def mask_numbers(text: str) -> str:
    """Return a text with the last four characters alone of each long number in it."""
    return _LONG_NUMBER.sub(_masked, text)


def mask_people(text: str) -> str:
    """Return what is said with the last four digits alone of each NIK and NIP in it.

    Addresses stay, and so do the numbers of Facebook's accounts, of handsets and of SIM cards.
    """
    if not (_IN_GROUPS.search(text) or _TOGETHER.search(text) or _CUT.search(text)):
        return text
    parts = re.split(f"({_ADDRESS.pattern}|{_ACCOUNT})", text, flags=re.IGNORECASE)
    parts[::2] = map(_mask_plain, parts[::2])
    return "".join(parts)


def _mask_plain(text: str) -> str:
    text = _TOGETHER.sub(lambda n: n[0] if _is_card(n[0]) else _masked(n), _CUT.sub(_masked, text))
    return _IN_GROUPS.sub(lambda n: _masked(n) if _is_born(n[0]) else n[0], text)


def _is_born(number: str) -> bool:
    return _BORN.fullmatch(_SEPARATORS.sub("", number)) is not None


def _is_card(number: str) -> bool:
    """Tell a SIM card's number, which Telkomsel prints without the 89 before it."""
    return number.startswith("89") or (len(number) == _NIP_DIGITS and number.startswith("62"))


def _masked(match: re.Match[str]) -> str:
    return f"…{_SEPARATORS.sub('', match[0])[-4:]}"


def mask_nip(nip: str | None) -> str | None:
    """Show a NIP by its last four digits: the rest tells the day of birth and the sex."""
    return f"…{nip[-4:]}" if nip else nip
