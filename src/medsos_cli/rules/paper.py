"""What a handover paper says, before it is set: which events stand on it, who gives, who takes.

A handover goes from the office to a holder, a return back, a transfer from one
holder to the next with the office as the witness. Handovers of one day, or
returns, may be to many holders: they sign in an annex. Of a loss the holder gives account,
of a write-off the office.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from medsos_cli.errors import CustodyError, Message
from medsos_cli.models import CustodyEvent, Device, DeviceState, EventKind
from medsos_cli.words.days import MONTH_NAMES
from medsos_cli.words.names import same_key


class PaperKind(StrEnum):
    """What the paper is about."""

    HANDOVER = "handover"
    RETURN = "return"
    TRANSFER = "transfer"
    LOSS = "loss"
    WRITE_OFF = "write-off"
    PROPOSAL = "proposal"


TITLES = {
    PaperKind.HANDOVER: "BERITA ACARA SERAH TERIMA BARANG INVENTARIS",
    PaperKind.RETURN: "BERITA ACARA PENGEMBALIAN BARANG INVENTARIS",
    PaperKind.TRANSFER: "BERITA ACARA SERAH TERIMA BARANG INVENTARIS",
    PaperKind.LOSS: "BERITA ACARA KEHILANGAN BARANG INVENTARIS",
    PaperKind.WRITE_OFF: "BERITA ACARA PENGHAPUSAN BARANG MILIK DAERAH",
    PaperKind.PROPOSAL: "USULAN PENGHAPUSAN BARANG MILIK DAERAH",
}
_OF_ONE_EVENT = {
    EventKind.HANDOVER: PaperKind.HANDOVER,
    EventKind.RETURN: PaperKind.RETURN,
    EventKind.LOST: PaperKind.LOSS,
    EventKind.WRITTEN_OFF: PaperKind.WRITE_OFF,
}


class Signer(NamedTuple):
    """A person who signs, and for which office; None is a line to fill in by hand."""

    name: str | None = None
    nip: str | None = None
    position: str | None = None
    office: str | None = None


class Deed(NamedTuple):
    """What happened to one device: by one event, or by both legs of a transfer.

    `seals` are the events' numbers, each with the digits of its seal, if it has one.
    """

    event: CustodyEvent
    device: Device
    holder: Signer
    onward: CustodyEvent | None = None
    successor: Signer | None = None
    seals: tuple[tuple[int, str | None], ...] = ()

    @property
    def kind(self) -> PaperKind:
        """What a paper with this on it is about."""
        return PaperKind.TRANSFER if self.onward else _OF_ONE_EVENT[self.event.kind]


class Item(NamedTuple):
    """One line of the table of goods. `number` is only there where every line has its own."""

    device: Device
    condition: str | None
    accessories: str | None
    number: str | None
    note: str | None
    holder: Signer
    seals: tuple[tuple[int, str | None], ...]


class Paper(NamedTuple):
    """A paper's content. A `giver` or `taker` that is None is many, who sign in an annex."""

    kind: PaperKind
    title: str
    number: str | None
    day: date
    place: str | None
    giver: Signer | None
    taker: Signer | None
    office: Signer
    goods: tuple[Item, ...]

    @property
    def annex(self) -> bool:
        """Whether the goods are listed in an annex, each with the holder who signs there."""
        return self.giver is None or self.taker is None


def refuse_without_paper(event: CustodyEvent, voided_by: int | None) -> None:
    """Raise `CustodyError` for an event that has no paper: a void, a voided one, a find."""
    if voided_by is not None:
        raise CustodyError(
            "event {event} was voided by event {voided_by}, so it has no paper",
            "see what stands in: medsos history",
            event=event.event,
            voided_by=voided_by,
        )
    if event.kind is EventKind.FOUND:
        raise CustodyError(
            "event {event} is a find: nobody hands anything over, so it has no paper",
            "print the handover that comes next",
            event=event.event,
        )
    if event.kind is EventKind.VOID:
        raise CustodyError(
            "event {event} is a void: it has no paper",
            "what stands is in: medsos history",
            event=event.event,
        )


def replacement_reason(unit: Device, document: str | None) -> str:
    """Return why a unit is written off whose place another takes, for the paper: in Indonesian."""
    by = f" (dokumen {document})" if document else ""
    return f"diganti dengan unit lain, IMEI {unit.imei}{by}"


def name_loss(draft: CustodyEvent, last: CustodyEvent | None) -> CustodyEvent:
    """Let a write-off of what is lost say so in Indonesian: the day, the document and the note."""
    if last is None or last.kind is not EventKind.LOST:
        return draft
    by = f" (dokumen {last.document})" if last.document else ""
    lost = f"hilang pada {last.day.day} {MONTH_NAMES[last.day.month - 1]} {last.day.year}{by}"
    reasons = "; ".join(filter(None, (lost, last.note, draft.note)))
    return draft._replace(condition=DeviceState.LOST, note=reasons)


def propose(device: Device, draft: CustodyEvent, office: Signer, place: str | None) -> Paper:
    """Return the paper that proposes a write-off, which no event is yet."""
    paper = compose([Deed(draft, device, Signer())], office, place)
    return paper._replace(kind=PaperKind.PROPOSAL, title=TITLES[PaperKind.PROPOSAL])


def compose(deeds: Iterable[Deed], office: Signer, place: str | None) -> Paper:
    """Put deeds on one paper, each once, in the order of their numbers, however they come.

    Raises `CustodyError` when they are of different kinds or days, or transfers
    between more than two people.
    """
    deeds = [deed for _, deed in sorted({deed.event.event: deed for deed in deeds}.items())]
    first = deeds[0]
    for deed in deeds:
        _refuse_apart(first, deed)
    giver, taker = _sides(deeds, office)
    numbers = {(deed.onward or deed.event).document for deed in deeds}
    one_number = len(numbers) == 1
    return Paper(
        kind=first.kind,
        title=TITLES[first.kind],
        number=numbers.pop() if one_number else None,
        day=first.event.day,
        place=place,
        giver=giver,
        taker=taker,
        office=office,
        goods=tuple(_item(deed, own_number=not one_number) for deed in deeds),
    )


def _sides(deeds: Sequence[Deed], office: Signer) -> tuple[Signer | None, Signer | None]:
    """Return who gives and who takes; None is many."""
    holder = _one(deed.holder for deed in deeds)
    successor = _one(deed.successor for deed in deeds if deed.successor)
    kind = deeds[0].kind
    if kind is PaperKind.HANDOVER:
        return office, holder
    if kind is PaperKind.RETURN:
        return holder, office
    if kind is PaperKind.WRITE_OFF:
        return office, office
    if kind is PaperKind.LOSS and holder:
        return (holder if holder.name or holder.office else office), office
    if not (holder and successor):
        raise CustodyError(
            "these transfers are between different people"
            if kind is PaperKind.TRANSFER
            else "these were lost by different people",
            "print them one by one, for each pair of people signs a paper of its own",
        )
    return holder, successor


def _refuse_apart(first: Deed, deed: Deed) -> None:
    hint = Message("print them one by one, or those of one kind and one day together")
    fields = {"one": _numbers(first), "other": _numbers(deed)}
    if deed.kind is not first.kind:
        raise CustodyError(
            "events {one} and {other} do not go on one paper: a {kind} and a {other_kind}",
            hint,
            kind=first.kind,
            other_kind=deed.kind,
            **fields,
        )
    if deed.event.day != first.event.day:
        raise CustodyError(
            "events {one} and {other} do not go on one paper: {day} and {other_day}",
            hint,
            day=first.event.day,
            other_day=deed.event.day,
            **fields,
        )


def _numbers(deed: Deed) -> str:
    return f"{deed.event.event}/{deed.onward.event}" if deed.onward else f"{deed.event.event}"


def _one(signers: Iterable[Signer]) -> Signer | None:
    """Return the one person all these are, or None; what one leaves out another may tell."""
    merged = []
    for texts in zip(*signers, strict=True):
        spellings = {same_key(text): text for text in reversed(texts) if text}
        if len(spellings) > 1:
            return None
        merged.append(next(iter(spellings.values()), None))
    return Signer(*merged) if merged else None


def _item(deed: Deed, *, own_number: bool) -> Item:
    event = deed.onward or deed.event
    number = event.document if own_number else None
    return Item(
        deed.device, event.condition, event.accessories, number, event.note, deed.holder, deed.seals
    )
