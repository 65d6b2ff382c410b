"""The columns of each sort of sheet, by the names offices give them."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from medsos_cli.errors import Message
from medsos_cli.models import Platform
from medsos_cli.sheets.headings import Meaning, heading_key, meaning_of

LAST_POST_FIELDS = tuple(f"{platform}_last_post" for platform in Platform)
ACCOUNT_FIELDS = tuple(str(platform) for platform in Platform)
LINK_FIELDS = tuple(f"{platform}_link" for platform in Platform)
TICKS = {"condition_b": "B", "condition_rr": "RR", "condition_rb": "RB"}
SIM_FIELDS = ("phone_number", "iccid", "sim_active_until")
DEVICE_KEYS = frozenset({"device", "imei", "imei2"})
IDENTIFIERS = frozenset({"imei", "imei2", "serial", "item_code", "register_no", "phone_number",
                         "iccid", "nip", "device"})  # fmt: skip


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
        device="ponsel, hp, handphone, perangkat, handset",
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
    _own(device="code, kode, barcode, qr, qr code, content, isi, hasil, hasil scan"),
    bare="device",
)
"""The devices somebody had in hand."""
