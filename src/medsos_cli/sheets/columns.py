"""The columns of each sort of sheet, by the names offices give them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import NamedTuple

from medsos_cli.errors import InputError, Message
from medsos_cli.models import Platform
from medsos_cli.sheets.headings import Meaning, heading_key, meaning_of
from medsos_cli.words.identifiers import is_imei, read_phone
from medsos_cli.words.meanings import NONE_WORDS, UNKNOWN_WORDS

LAST_POST_FIELDS = tuple(f"{platform}_last_post" for platform in Platform)
ACCOUNT_FIELDS = tuple(str(platform) for platform in Platform)
LINK_FIELDS = tuple(f"{platform}_link" for platform in Platform)
TICKS = {"condition_b": "B", "condition_rr": "RR", "condition_rb": "RB"}
SIM_FIELDS = ("phone_number", "iccid", "sim_active_until")
DEVICE_KEYS = frozenset({"device", "imei", "imei2"})
IDENTIFIERS = frozenset({"imei", "imei2", "serial", "item_code", "register_no", "phone_number",
                         "iccid", "nip", "device"})  # fmt: skip
HANDSET = "handset"
"""The field of a column headed `HP` alone, until its cells tell which one it is."""
_HANDSETS = "ponsel, hp, handphone, perangkat, handset"
_MAKER = re.compile(
    r"\b(?:samsung|galaxy|xiaomi|redmi|poco|oppo|vivo|realme|infinix|i ?phone|apple|nokia|asus|"
    r"advan|evercoss|itel|tecno|huawei|honor|lenovo|sony|lg|motorola|mito|polytron|"
    r"(?:reno|spark|hot|note) ?\d+\w*|sm-[a-z]\d+\w*|(?:cph|rmx)\d+\w*)\b",
    re.IGNORECASE,  # of some, what they call their own
)
_LABEL = re.compile(r"(?!.*\d{7})(?=.*[^\W\d_]{2}|.*[-/.])(?=.*[^\W\d_])\w[\w\-/. ]*\d")
_COUNT = re.compile(r"\d{1,3}")


def told_by_cells(cells: Iterable[str]) -> str | None:
    """Return which field the cells of a column headed `HP` are of; None where they do not tell.

    The most of them are telephone numbers or models, or all of them labels: of one form, and
    each another.
    """
    texts = [text for cell in cells if _says(text := " ".join(cell.split()))]
    told = Counter(map(_sort_of, texts))
    sorts = told.keys() - {None}
    if len(sorts) != 1 or told.total() > 2 * (told.total() - told[None]):
        return None
    forms = {re.sub(r"\d+", "0", text.casefold()) for text in texts if not is_imei(text)}
    if "device" in sorts and (len({*texts}) < len(texts) or len(forms) > 1 or told[None]):
        return None
    return sorts.pop()


def _says(text: str) -> bool:
    return text.casefold() not in NONE_WORDS | UNKNOWN_WORDS | {""} and not _COUNT.fullmatch(text)


def _sort_of(text: str) -> str | None:
    if is_imei(text):
        return "device"
    with suppress(InputError):
        read_phone(text)
        return "phone_number"
    if _MAKER.search(text):
        return "model"
    return "device" if _LABEL.fullmatch(text) else None


class Columns(NamedTuple):
    """The columns one sort of sheet has: which of a roster's fields, and what must be there.

    `own` are the headings, by `heading_key`, that mean something in this sort alone. One
    of each of `needed`; `missing` and `hint` say so to a person. A sheet that may come
    without a header is one column then, of the field `bare`.
    """

    needed: tuple[frozenset[str], ...]
    missing: Message
    hint: Message
    of_roster: frozenset[str] | None = None
    own: Mapping[str, str] = MappingProxyType({})
    bare: str | None = None

    def understand(self, heading: str) -> Meaning | None:
        """Return what a heading means, or None where it is not understood."""
        if field := self.own.get(heading_key(heading)):
            return Meaning(field, 0)
        found = meaning_of(heading)
        if found and self.of_roster is not None and found.field not in self.of_roster:
            return None
        return found

    def suffice(self, fields: Collection[str | None]) -> bool:
        """Tell whether what must be there is."""
        return not any(one_of.isdisjoint(fields) for one_of in self.needed)


def _own(**headings: str) -> dict[str, str]:
    return {
        heading_key(heading): field
        for field, listed in headings.items()
        for heading in listed.split(",")
    }


_AGENCY = frozenset({"agency", "agency_code"})

ROSTER = Columns(
    (_AGENCY,),
    Message("no row has a heading for the agency"),
    Message("head the columns as the README says: agency (or nama opd), instagram, facebook, …"),
)
"""Agencies, accounts, handsets and handovers."""

CUSTODY = Columns(
    (frozenset({"event"}),),
    Message("no row has a heading for the event"),
    Message("head the columns as the README says: event, device, agency, holder, on, …"),
    frozenset({
        "no", "agency", "agency_code", "device", "imei", "holder", "nip", "position",
        "handed_over_on", "document_no", "condition", *TICKS, "accessories", "note",
    }),
    _own(
        event="event, kejadian, peristiwa", handed_over_on="on, day", document_no="document",
        device=_HANDSETS,
    ),
)  # fmt: skip
"""What happened to many devices."""

SENDERS = Columns(
    (frozenset({"sender"}), _AGENCY),
    Message("no row has the headings sender and agency"),
    Message("write sender,agency above the names"),
    frozenset({"no", "agency", "agency_code", "note"}),
    _own(
        sender="sender, pengirim, nama pengirim, nomor pengirim, no pengirim, kontak, nama kontak, "
        "no wa, nomor wa, whatsapp"
    ),
)
"""Who posts for which agency."""

SCANS = Columns(
    (frozenset({"device", "imei"}),),
    Message("no row has a heading for the device"),
    Message("write one code a line"),
    frozenset({"no", "device", "imei", "note"}),
    _own(device=f"code, kode, barcode, qr, qr code, content, isi, hasil, hasil scan, {_HANDSETS}"),
    bare="device",
)
"""The devices somebody had in hand."""
