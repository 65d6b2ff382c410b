"""Taking events back: the latest of their devices, of transfers both legs."""

from collections.abc import Iterable
from typing import NamedTuple

from medsos_cli.errors import CustodyError, Message
from medsos_cli.models import CustodyEvent, Device, DeviceState
from medsos_cli.rules.custody import describe, state_after
from medsos_cli.store.database import Store
from medsos_cli.store.devices import device_of
from medsos_cli.store.events import latest_standing, void
from medsos_cli.store.redacting import is_blanked


class Voided(NamedTuple):
    """The voids with their devices, and where each device stands after them."""

    voids: tuple[tuple[Device, CustodyEvent], ...]
    stands: tuple[Message, ...]


def void_all(store: Store, numbers: Iterable[int], draft: CustodyEvent) -> Voided:
    """Take back these events, the latest first; `draft` says when, by whom and why.

    Raises `CustodyError` where one cannot be; then nothing may be kept, so call it
    inside a transaction.
    """
    voids: list[CustodyEvent] = []
    for number in sorted({*numbers}, reverse=True):
        if number not in {each.voids for each in voids}:  # the other leg of a transfer
            voids += void(store, number, draft)
    for each in voids:
        if is_blanked(store, each.voids):
            raise CustodyError(
                "event {event} is blanked: what it says cannot be taken back",
                "see: medsos history",
                event=each.voids,
            )
    devices = {each.device: device_of(store, each.device) for each in voids}
    stands = [_stands(store, device) for device in devices.values()]
    return Voided(tuple((devices[each.device], each) for each in voids), tuple(stands))


def _stands(store: Store, device: Device) -> Message:
    """Say where a device stands now; refuse what nobody would answer for."""
    last = latest_standing(store, device.id)
    answered = state_after(last) in {DeviceState.HELD, DeviceState.LOST}
    if last and answered and is_blanked(store, last.event):
        raise CustodyError(
            "{tag} would stand by event {event} again, in which who answers for it is blanked",
            "what happened to it since is recorded as an event of its own",
            tag=device.tag,
            event=last.event,
        )
    return describe(device, last)
