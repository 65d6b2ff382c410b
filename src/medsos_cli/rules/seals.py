"""The seal of an event or an amendment: a hash of what it says, and of the seal before it.

Whoever changes, removes or swaps what is sealed breaks the chain there, or has to make every
seal after it anew; and those stand on papers that lie elsewhere. A person's fields go in as a
salted digest: once they are blanked, the digest alone stands for them, and tells nothing.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

START = bytes(32)
"""What the first seal follows."""
CODE_DIGITS = 10


class SealedEvent(NamedTuple):
    """What the seal of an event covers, in this order for good; texts and whole numbers.

    The device is its id, and its label, IMEI and serial as they were. `person` is the digest
    of who had it. `chained_at` is the moment (UTC) of the seal where the event is older.
    """

    event: int
    device: int
    label_then: str | None
    imei_then: str | None
    serial_then: str | None
    kind: str
    day: str
    agency: str | None
    person: str
    document: str | None
    condition: str | None
    accessories: str | None
    note: str | None
    recorded_at: str
    recorded_by: str
    transfer_of: int | None
    voids: int | None
    reason: str | None
    chained_at: str | None


class SealedAmendment(NamedTuple):
    """What the seal of an amendment covers, in this order for good: what `event` says then."""

    event: int
    amendment: int
    day: str
    agency: str | None
    person: str
    document: str | None
    condition: str | None
    accessories: str | None
    note: str | None
    recorded_at: str
    recorded_by: str
    reason: str | None
    chained_at: str | None


class Link(NamedTuple):
    """An event or an amendment at its place in the chain, from 1 on, with its seal."""

    place: int
    seal: bytes
    said: SealedEvent | SealedAmendment


class Break(NamedTuple):
    """From which event on a chain does not hold: it is not as sealed, or some are `missing`."""

    event: int
    missing: int = 0


def digest_person(salt: bytes, holder: str | None, nip: str | None, position: str | None) -> bytes:
    """Return what stands for a person in a seal."""
    return sha256(salt + json.dumps([holder, nip, position]).encode()).digest()


def make_seal(before: bytes, said: Sequence[str | int | None]) -> bytes:
    """Return the seal of what is said: SHA-256 of the seal before it, and of it as JSON."""
    return sha256(before + json.dumps(said).encode()).digest()


def code_of(seal: bytes) -> str:
    """Return the digits of a seal that stand on a paper."""
    return seal.hex()[:CODE_DIGITS]


def find_breaks(links: Iterable[Link], last: tuple[int, bytes]) -> Iterator[Break]:
    """Yield where a chain does not hold; `last` is the place and the seal that it ends with.

    A seal that holds tells that what it covers is as it was, where the one before it is too.
    """
    place, before, event = 0, START, 0
    for link in links:
        if link.place > place + 1:
            yield Break(event + 1, link.place - place - 1)
        elif link.place <= place or make_seal(before, link.said) != link.seal:
            yield Break(link.said.event)
        place, before, event = link.place, link.seal, max(event, link.said.event)
    if last[0] > place:
        yield Break(event + 1, last[0] - place)
    elif (place, before) != last:
        yield Break(event)
