"""Names of offices as people type them: equal, near, and as a code."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce

from medsos_cli.errors import Message
from medsos_cli.models import Agency
from medsos_cli.words.regencies import read_name

_LONGEST_CODE = 60
_A_FEW = 3


def name_key(name: str) -> str:
    """Return what two spellings of one office's name have in common, whatever its regency.

    Case, punctuation and spaces do not count, "Kec." is "Kecamatan", and the regency falls
    away: `read_name` says which it is. Nothing is matched by likeness.
    """
    return read_name(name).office


def is_former(agency: Agency, word: str) -> bool:
    """Tell whether a word that found an agency is a code or a name that it has no more."""
    return word.strip().casefold() != agency.code and name_key(word) != name_key(agency.name)


def same_key(text: str) -> str:
    """Return what two spellings of one holder or one label have in common.

    Neither case counts, of any alphabet, nor the width of letters, nor how many spaces there are.
    """
    if text.isascii():
        return " ".join(text.split()).lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


@lru_cache(maxsize=1024)  # a roster's rows are read some hundred at a time, each name twice
def code_from(name: str) -> str:
    """Return the code of an agency that came without one: a slug of its name.

    Of a name that is too long, the regency goes behind the office: before it, it would leave
    too little to tell two offices apart.
    """
    from slugify import slugify  # noqa: PLC0415  # only a roster without codes needs it

    office, regency = read_name(name)
    if regency and len(name) > _LONGEST_CODE:
        name = f"{office} {regency}"
    return str(slugify(name, max_length=_LONGEST_CODE, word_boundary=True))


def all_of(names: Iterable[str]) -> str | Message:
    """Return names as a sentence has them: one and other; of many the first, and how many more."""
    listed: list[str | Message] = [*names]
    if len(listed) > _A_FEW + 1:
        first = ", ".join(map(str, listed[:_A_FEW]))
        return Message("{names} and {n} more", names=first, n=len(listed) - _A_FEW)
    return reduce(lambda one, other: Message("{one} and {other}", one=one, other=other), listed)


def did_you_mean(word: str, known: Iterable[str]) -> Message | None:
    """Return the hint that names the known words most like this one; they are never taken.

    None when nothing is near.
    """
    return suggestion(near_words(word, known))


_HOLDING = 6  # of three agencies, codes and names


def near_words(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that are most like this one, three or a few more.

    Those that differ in signs and leading zeros only, as HP5 and HP-05, go before all others;
    then the few that hold its words, as Kecamatan Batur holds batur.
    """
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

    by_folded = {each.casefold(): each for each in known}
    if same := [each for each in by_folded if _bare(each) == _bare(word.casefold())]:
        return [by_folded[each] for each in same[:3]]
    words = {*_words(word.casefold())}
    holding = [each for each in by_folded if words and words <= {*_words(each)}]
    near = get_close_matches(word.casefold(), by_folded, 3, 0.6)
    if 0 < len(holding) <= _HOLDING:
        near = [*dict.fromkeys([*holding, *near])][: max(len(holding), 3)]
    return [by_folded[each] for each in near]


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text) if len(word) > 2]  # noqa: PLR2004  # letters


def _bare(word: str) -> str:
    return re.sub(r"[\W_]+|(?<!\d)0+(?=\d)", "", word)


def suggestion(names: Sequence[str | Message]) -> Message | None:
    """Return the hint that names what may have been meant; None when there is nothing."""
    if not names:
        return None
    either = reduce(lambda one, other: Message("{one} or {other}", one=one, other=other), names)
    return Message("did you mean {names}?", names=either)
