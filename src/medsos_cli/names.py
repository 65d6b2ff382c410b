"""Names of offices as people type them: equal, near, and as a code."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_PUNCTUATION = re.compile(r"[\W_]+")
_KECAMATAN = re.compile(r"\bkec\b")
# "Dinas Kesehatan Kabupaten Purbalingga" is the office "Dinas Kesehatan" of that regency.
_TRAILING_REGENCY = re.compile(r"(?<=\S) (?:kabupaten|kab) .+$")


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return what two spellings of one office's name have in common.

    Case, punctuation and spaces do not count, "Kec." is "Kecamatan", and a
    trailing "Kabupaten …" falls away. Nothing is matched by likeness.
    """
    words = _PUNCTUATION.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
    return _TRAILING_REGENCY.sub("", _KECAMATAN.sub("kecamatan", words))


def code_from(name: str) -> str:
    """Return the code of an agency that came without one: a slug of its name."""
    from slugify import slugify  # noqa: PLC0415  # only a roster without codes needs it

    return str(slugify(name, max_length=60, word_boundary=True))


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return the hint that names the known words most like this one; they are never taken.

    None when nothing is near.
    """
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

    by_folded = {each.casefold(): each for each in known}
    if not by_folded:
        return None
    near = [by_folded[m] for m in get_close_matches(word.casefold(), by_folded, 3, 0.6)]
    return f"did you mean {' or '.join(near)}?" if near else None
