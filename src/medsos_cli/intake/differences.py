"""What an import changes of a thing on record: what stood there, and what does now."""

from collections.abc import Iterator
from typing import NamedTuple

from medsos_cli.errors import Message
from medsos_cli.models import Account, Agency, Device, Platform

COLUMNS = {"name": "agency", "tag": "device"}
NOTHING = Message("nothing")
HANDOVER_COLUMNS = {
    "position": "position", "document": "document_no", "condition": "condition",
    "accessories": "accessories", "note": "note",
}  # fmt: skip
Thing = Agency | Account | Device


class Change(NamedTuple):
    """What a row changes of a thing on record: in which column, what stood there, what does now."""

    column: str
    thing: str
    before: str | Message
    now: str | Message

    @property
    def is_weighty(self) -> bool:
        """Whether it is told in any case: what is taken away, and another label."""
        return isinstance(self.now, Message) or self.column == "device"

    @property
    def is_another_handle(self) -> bool:
        """Whether an account stands by another handle than before."""
        handles = isinstance(self.before, str) and isinstance(self.now, str)
        return handles and self.column in {*Platform}


def changes_of(known: Thing, now: Thing) -> Iterator[Change]:
    """Yield what is different between a thing as it was and as it is, column by column."""
    if isinstance(known, Account) and isinstance(now, Account):
        yield Change(known.platform, known.agency, _stated(known), _stated(now))
        return
    thing = known.tag if isinstance(known, Device) else known[0]
    for name, before, after in zip(known._fields, known, now, strict=True):
        if before != after:
            yield Change(COLUMNS.get(name, name), thing, _said(before), _said(after))


def _said(text: object) -> str | Message:
    return str(text) if text else NOTHING


def _stated(account: Account) -> str | Message:
    if account.has:
        return account.handle or Message("an account without a handle")
    return Message("none")
