"""What a handover paper says, before it is set: which events stand on it, who gives, who takes.

A handover goes from the office to a holder, a return back, a transfer from one
holder to the next with the office as the witness. Handovers of one day, or
returns, may be to many holders: they sign in an annex.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from medsos_cli.errors import CustodyError
from medsos_cli.models import CustodyEvent, Device, EventKind


class PaperKind(StrEnum):
    """What the paper is about."""

    HANDOVER = "handover"
    RETURN = "return"
    TRANSFER = "transfer"


TITLES = {
    PaperKind.HANDOVER: "BERITA ACARA SERAH TERIMA BARANG INVENTARIS",
    PaperKind.RETURN: "BERITA ACARA PENGEMBALIAN BARANG INVENTARIS",
    PaperKind.TRANSFER: "BERITA ACARA SERAH TERIMA BARANG INVENTARIS",
}
_NO_PAPER = {
    EventKind.LOST: "a loss: nobody hands anything over, so it has no paper here; keep the police "
    "report, and its number with: medsos lost DEVICE --document NO",
    EventKind.FOUND: "a find: nobody hands anything over, so it has no paper; print the handover "
    "that comes next",
    EventKind.VOID: "a void: it has no paper; what stands is in: medsos history",
}


class Signer(NamedTuple):
    """A person who signs, and for which office; None is a line to fill in by hand."""

    name: str | None = None
    nip: str | None = None
    position: str | None = None
    office: str | None = None


class Deed(NamedTuple):
    """One device that changed hands: by a handover, a return, or both legs of a transfer."""

    event: CustodyEvent
    device: Device
    holder: Signer
    onward: CustodyEvent | None = None
    successor: Signer | None = None

    @property
    def kind(self) -> PaperKind:
        """What a paper with this on it is about."""
        return PaperKind.TRANSFER if self.onward else PaperKind(self.event.kind)


class Item(NamedTuple):
    """One line of the table of goods. `number` is only there where every line has its own."""

    device: Device
    condition: str | None
    accessories: str | None
    number: str | None
    holder: Signer


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
    """Raise `CustodyError` for an event that has no paper: a void, a voided one, a loss, a find."""
    if voided_by is not None:
        raise CustodyError(
            f"event {event.event} was voided by event {voided_by}, so it has no paper",
            "see what stands in: medsos history",
        )
    if event.kind in _NO_PAPER:
        why, _, hint = _NO_PAPER[event.kind].partition("; ")
        raise CustodyError(f"event {event.event} is {why}", hint)


def compose(deeds: Iterable[Deed], office: Signer, place: str | None) -> Paper:
    """Put deeds on one paper, each once, in the order of their numbers, however they come.

    Raises `CustodyError` when they are of different kinds or days, or transfers
    between more than two people.
    """
    deeds = [deed for _, deed in sorted({deed.event.event: deed for deed in deeds}.items())]
    first = deeds[0]
    for deed in deeds:
        _refuse_apart(first, deed)
    holder = _one(deed.holder for deed in deeds)
    successor = _one(deed.successor for deed in deeds if deed.successor)
    if first.onward and not (holder and successor):
        raise CustodyError(
            "these transfers are between different people",
            "print them one by one, for each pair of people signs a paper of its own",
        )
    sides = {
        PaperKind.HANDOVER: (office, holder),
        PaperKind.RETURN: (holder, office),
        PaperKind.TRANSFER: (holder, successor),
    }
    numbers = {(deed.onward or deed.event).document for deed in deeds}
    one_number = len(numbers) == 1
    return Paper(
        first.kind,
        TITLES[first.kind],
        numbers.pop() if one_number else None,
        first.event.day,
        place,
        *sides[first.kind],
        office,
        tuple(_item(deed, own_number=not one_number) for deed in deeds),
    )


def _refuse_apart(first: Deed, deed: Deed) -> None:
    both = f"events {_numbers(first)} and {_numbers(deed)} do not go on one paper"
    hint = "print them one by one, or those of one kind and one day together"
    if deed.kind is not first.kind:
        raise CustodyError(f"{both}: a {first.kind} and a {deed.kind}", hint)
    if deed.event.day != first.event.day:
        raise CustodyError(f"{both}: {first.event.day} and {deed.event.day}", hint)


def _numbers(deed: Deed) -> str:
    return f"{deed.event.event}/{deed.onward.event}" if deed.onward else f"{deed.event.event}"


def _one(signers: Iterable[Signer]) -> Signer | None:
    """Return the one person all these are, or None; what one leaves out another may tell."""
    told = []
    for texts in zip(*signers, strict=True):
        spellings = {text.casefold(): text for text in reversed(texts) if text}
        if len(spellings) > 1:
            return None
        told.append(next(iter(spellings.values()), None))
    return Signer(*told) if told else None


def _item(deed: Deed, *, own_number: bool) -> Item:
    event = deed.onward or deed.event
    number = event.document if own_number else None
    return Item(deed.device, event.condition, event.accessories, number, deed.holder)
