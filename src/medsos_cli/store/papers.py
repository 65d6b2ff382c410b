"""The custody events that a handover paper is about."""

from medsos_cli.models import CustodyEvent
from medsos_cli.paper import Deed, Signer, refuse_without_paper
from medsos_cli.store.custody import find_event, voided_by
from medsos_cli.store.database import Store
from medsos_cli.store.devices import device_of


def read_deed(store: Store, number: int) -> Deed:
    """Return what the event of this number did; of a transfer either leg gives both.

    Raises `CustodyError` when there is no such event, or no paper for it.
    """
    event = find_event(store, number)
    refuse_without_paper(event, voided_by(store, number))
    onward = None
    if event.transfer_of:
        event, onward = find_event(store, event.transfer_of), event
    elif leg := store.rows(
        "select event from custody_event where transfer_of = ?", (number,)
    ).fetchone():
        onward = find_event(store, leg[0])
    return Deed(
        event,
        device_of(store, event.device),
        _signer(store, event),
        onward,
        _signer(store, onward) if onward else None,
    )


def _signer(store: Store, event: CustodyEvent) -> Signer:
    office = store.rows("select name from agency where code = ?", (event.agency,)).fetchone()
    return Signer(event.holder, event.nip, event.position, office[0] if office else None)
