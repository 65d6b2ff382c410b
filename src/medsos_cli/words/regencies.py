"""The regency that a name of an office names, and which office of which regency it is."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.words.safe import MOST_NAMED, some_of

# What stands between the parts of a name: "Dinas Kesehatan (Kab. Purbalingga)", "… - DINKES".
_BREAK = re.compile(r"[,;:/()|\n–—]|\s-\s")
_PUNCTUATION = re.compile(r"[^\w|]+|_+")
_EXPANDED = {"kec": "kecamatan", "kab": "kabupaten", "prov": "provinsi", "propinsi": "provinsi"}
_GOVERNMENT = {"pemerintah", "pem", "pemda", "daerah"}
_AS_ONE_WORD = {"pemkab": "kabupaten", "pemkot": "kota"}
_OFFICE_WORDS = """
dinas badan bagian bidang kantor kecamatan kelurahan desa sekretariat setda setwan inspektorat
satuan satpol satpolpp rsud rsu rs rumah puskesmas pkm labkesda uptd upt uptb upbjj unit seksi
subbag subbagian sub direktorat deputi asisten staf perumda perusda perseroda pdam pd pt cv bumd
bumdes bank bpr bprs bkk tim tp pkk dharma dwp dewan dprd kpu bawaslu baznas koni kwarcab pmi
korpri komisi komite lembaga forum gugus satgas balai museum perpustakaan laboratorium pasar
terminal sd sdn smp smpn sma sman smk smkn tk paud mi mts madrasah sekolah bupati wakil walikota
camat lurah polres kodim kejaksaan pengadilan bakeuda kesbangpol dpupr bpkad bkad bapenda ppid
pemerintah
"""
# With a word that begins an office the name of a regency before it is over.
_OFFICES = frozenset(_OFFICE_WORDS.split())
# Abbreviations of offices: "dinkominfo", "diskominfo", "bappelitbangda", and all without a vowel.
_ABBREVIATED = re.compile(r"(?:din|dis|bap+e|bak)[^\W\d_]{2,}|[^\W\d_aeiou]{2,}")
_LONGEST_REGENCY = 4  # "Kepulauan Siau Tagulandang Biaro"
# A healthy regency, one fit for children: what offices campaign for.
_NO_REGENCY = frozenset({"kota", "sehat", "layak", "se"})
_WITHIN_NO_REGENCY = frozenset({"kabupaten", "dan"})


class OfficeName(NamedTuple):
    """A name as it is compared: the office's own, and the regency it names, if any.

    `regency` is `purbalingga` for a kabupaten, `kota bogor` for a kota.
    """

    office: str
    regency: str | None


@lru_cache(maxsize=4096)
def read_name(name: str) -> OfficeName:
    """Read a name of an office, with the regency before or after it.

    "Pemerintah Kabupaten X" (Kota, Pemkab, Pemkot likewise) before the office and
    "Kabupaten X" after it name the regency, which is over where a word begins an office,
    or at a comma. Where it cannot be told from the office, all is the office's name.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    if not folded.replace(" ", "").isalnum():  # as most names are
        folded = _PUNCTUATION.sub(" ", _BREAK.sub(" | ", folded))
    words = folded.split()
    words = [_EXPANDED.get(word, word) for word in words]
    led, rest = _leading(words)
    trailing, rest = _trailing(rest)
    if led and trailing and led != trailing:
        return OfficeName(_joined(words), None)
    return OfficeName(_joined(rest), led or trailing)


def _leading(words: list[str]) -> tuple[str | None, list[str]]:
    """Take the regency off in front, if an office stands behind it."""
    at = next((n for n, word in enumerate(words) if word not in _GOVERNMENT), len(words))
    first = words[at] if at < len(words) else ""
    sort = _AS_ONE_WORD.get(first, first)
    if sort not in {"kabupaten", "kota"} or (sort == "kota" and at == 0 and first == "kota"):
        return None, words
    end = _end_of_regency(words, at + 1)
    rest = words[end + 1 :] if words[end : end + 1] == ["|"] else words[end:]
    regency = _regency(sort, words[at + 1 : end])
    return (regency, rest) if regency and _joined(rest) else (None, words)


def _trailing(words: list[str]) -> tuple[str | None, list[str]]:
    """Take the regency off behind the office, and its province; what follows stays."""
    for at, word in enumerate(words):
        if word == "kabupaten" and not {*words[:at]} <= _GOVERNMENT | {"|"}:
            end = _end_of_regency(words, at + 1)
            regency = _regency("kabupaten", words[at + 1 : end])
            province = end + (words[end : end + 1] == ["|"])
            if words[province : province + 1] == ["provinsi"]:
                end = _end_of_regency(words, province + 1)
            return (regency, words[:at] + words[end:]) if regency else (None, words)
    return None, words


def _end_of_regency(words: list[str], start: int) -> int:
    for at in range(start, len(words)):
        word = words[at]
        begins = word in _OFFICES and words[at - 1 : at + 1] != ["tanjung", "balai"]
        if word in {"|", "provinsi"} or begins or _ABBREVIATED.fullmatch(word):
            return at
    return len(words)


def _regency(sort: str, words: list[str]) -> str | None:
    words = words[1:] if words[:1] == ["administrasi"] else words
    if not 1 <= len(words) <= _LONGEST_REGENCY:
        return None
    if words[0] in _NO_REGENCY or not _WITHIN_NO_REGENCY.isdisjoint(words):
        return None
    return " ".join([*(["kota"] if sort == "kota" else []), *words])


def _joined(words: list[str]) -> str:
    return " ".join(word for word in words if word != "|")


class Home(NamedTuple):
    """What is known of the regency that the register is of.

    `own` is what the settings say, `seen` are the regencies that names on record name.
    """

    own: str | None = None
    seen: frozenset[str] = frozenset()

    @property
    def regency(self) -> str | None:
        """The register's own regency: as set, else the only one that is named."""
        return self.own or (next(iter(self.seen)) if len(self.seen) == 1 else None)


def read_regency(text: str) -> str | None:
    """Read the regency of the settings, as `Purbalingga` or `Kota Bogor`, as names name it."""
    sort = (
        "" if re.match(r"(?:kota|kab)\b|kabupaten\b", text.strip(), re.IGNORECASE) else "Kabupaten"
    )
    return read_name(f"Pemerintah {sort} {text}, Dinas").regency


class Namesakes:
    """Agencies of one `name_key`: their codes and names by the regency that each name names."""

    __slots__ = ("_codes", "_count", "_unread")

    def __init__(self) -> None:
        """Begin with none."""
        self._codes: dict[str | None, dict[str, str]] = {}
        self._unread: dict[str | None, dict[str, str]] = {}
        self._count = 0

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def add(self, code: str, name: str, *, unread: bool = False) -> None:
        """Know one more; it is `unread` as long as no row of the file that is read names it."""
        known = self._codes.setdefault(read_name(name).regency, {})
        self._count += code not in known
        known[code] = name
        if unread:
            self._unread.setdefault(read_name(name).regency, {})[code] = name

    def remove(self, code: str, name: str) -> None:
        """Forget one, which has another name now."""
        self.mark_read(code, name)
        regency = read_name(name).regency
        self._count -= self._codes.get(regency, {}).pop(code, None) is not None
        if not self._codes.get(regency):
            self._codes.pop(regency, None)

    def mark_read(self, code: str, name: str) -> None:
        """Note that a row of the file names one."""
        self._unread.get(read_name(name).regency, {}).pop(code, None)

    def of(self, regency: str | None) -> Mapping[str, str]:
        """Return those of a regency, by code."""
        return self._codes.get(regency, {})

    def unread_of(self, regency: str | None) -> Mapping[str, str]:
        """Return those of a regency that no row of the file has named yet, by code."""
        return self._unread.get(regency, {})

    def choose(self, name: str, home: Callable[[], Home], also: Collection[str] = ()) -> str | None:
        """Return of which regency those are that a name may be of; `choose_office` says how.

        However many there are, it takes as long.
        """
        wanted = read_name(name).regency
        bare = None in self._codes
        if wanted in self._codes or not (self._codes and (wanted is None or bare)):
            return wanted
        others = (each for each in chain(self._codes, also) if each is not None and each != wanted)
        other = next(others, None)
        if wanted is None:
            only = other if all(each == other for each in others) else None
            chosen = own = home().own or only
        else:
            own = home().regency or (None if home().seen or other else wanted)
            chosen = None if own == wanted else wanted
        if own is None:
            raise self._untold(name)
        return chosen

    def choose_after(self, met: Collection[str], name: str, home: Callable[[], Home]) -> str | None:
        """Choose where a file has `met` names with and without these regencies, likewise."""
        wanted = read_name(name).regency
        strange = wanted and not self.of(wanted) and any(each != wanted for each in met)
        if strange and not home().regency:
            raise self._untold(name)
        return self.choose(name, home, met)

    def _untold(self, name: str) -> InputError:
        known = chain.from_iterable(each.items() for each in self._codes.values())
        first = sorted(islice(known, MOST_NAMED + 1))
        return InputError(
            "{name!r} may be of {names}",
            'give its code, or write regency = "…", the office\'s own, into config.toml',
            name=name,
            names=some_of(f"{each} ({code})" for code, each in first),
        )


def choose_office(
    name: str, known: Mapping[str, str], home: Callable[[], Home], also: Collection[str] = ()
) -> list[str]:
    """Return the codes of the offices a name may be of; none for an office that is new.

    `known` are names by code, of the same `name_key`, and `also` the regencies that the same
    file names with it. A name without a regency is of the register's own, and two regencies
    never meet. Raises `InputError` where it cannot be told.
    """
    namesakes = Namesakes()
    for code, each in known.items():
        namesakes.add(code, each)
    return [*namesakes.of(namesakes.choose(name, home, also))]


def regency_of_one(one: str, other: str) -> str | None:
    """Return the regency that one of two names names, where the other names none."""
    named = read_name(one).regency, read_name(other).regency
    return (named[0] or named[1]) if None in named else None


def is_same_office(one: str, other: str) -> bool:
    """Tell whether two names of one agency are spellings of each other, not a change of name."""
    (office, regency), (name, elsewhere) = read_name(one), read_name(other)
    return office == name and (regency == elsewhere or not (regency and elsewhere))
