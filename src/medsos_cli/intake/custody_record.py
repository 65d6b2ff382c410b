"""What a file of events names of what is on record, and what it adds, some hundred rows at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from medsos_cli.models import CustodyEvent, Device, EventKind
from medsos_cli.rules.custody import follow_on, refuse_after
from medsos_cli.store.agencies import Suggestions, find_agency
from medsos_cli.store.agency_names import OfficeNames
from medsos_cli.store.amendments import Amender, amended_by, save_amendments
from medsos_cli.store.database import Store
from medsos_cli.store.devices import devices_by_word, find_device
from medsos_cli.store.events import latest_of, next_event_number, save_events

_MANY = 1000  # kept of each sort, so that a file of any size is read in little room


class CustodyRecord:
    """Devices, agencies and events on record; what is new is written with `write`.

    `near` is what is left of the searches for near names.
    """

    def __init__(self, store: Store, amender: Amender, today: date) -> None:
        """Know nothing yet; `today` is the office's day."""
        self._store, self._amender, self._today = store, amender, today
        self._near = Suggestions()
        self.find_agency = lru_cache(_MANY)(
            partial(find_agency, store, near=self._near, names=OfficeNames(store))
        )
        self._devices: dict[str, Device] = {}
        self._latest: dict[int, CustodyEvent | None] = {}
        self._amended: dict[int, CustodyEvent] = {}
        self._new: list[CustodyEvent] = []  # or, never both:
        self._filled_in: list[CustodyEvent] = []
        self._next = next_event_number(store)

    def look_up(self, words: Iterable[str | None]) -> None:
        """Find at once the devices that the next rows name, by tag or IMEI."""
        self._amended.clear()
        if len(self._devices) > _MANY:
            self._devices.clear()
        asked = {word for word in words if word} - self._devices.keys()
        self._devices |= devices_by_word(self._store, asked)

    def find_device(self, word: str) -> Device:
        """Find a device by its tag or an IMEI; raises `InputError`."""
        return self._devices.get(word) or find_device(self._store, word, self._near)

    def stand(self, devices: Iterable[int]) -> None:
        """Know where these devices stand."""
        if len(self._latest) > _MANY:
            self._latest.clear()
        asked = {*devices} - self._latest.keys()
        self._latest |= dict.fromkeys(asked)
        self._latest |= {event.device: event for event in latest_of(self._store, asked)}

    def record(self, device: Device, drafts: Sequence[CustodyEvent]) -> list[CustodyEvent]:
        """Record what happened to one device; raises `CustodyError` where it cannot be."""
        if self._filled_in:
            self.write()
        for draft in drafts:
            if draft.kind is EventKind.HANDOVER and draft.agency:
                refuse_after(draft.agency, self.find_agency(draft.agency).closed, draft.day)
        events = follow_on(device, self._latest[device.id], drafts, self._next, self._today)
        self._next += len(events)
        self._latest[device.id] = events[-1]
        self._new += events
        return events

    def reads_now(self, event: CustodyEvent) -> CustodyEvent:
        """Return an event as it reads after what `amend` has made of it."""
        return self._amended.get(event.event, event)

    def amend(self, event: CustodyEvent, blanks: Mapping[str, Any]) -> None:
        """Fill in what an event on record left blank."""
        if self._new:
            self.write()
        amended = amended_by(
            self._store, event, blanks, self._amender.reason, self._today, self.reads_now
        )
        self._filled_in += amended
        self._amended |= {each.event: each for each in amended}
        for each in amended:
            if (last := self._latest.get(each.device)) and last.event == each.event:
                self._latest[each.device] = each

    def write(self) -> None:
        """Write what is new, in the order of the rows."""
        save_events(self._store, self._new)
        save_amendments(self._store, self._filled_in, self._amender)
        self._new, self._filled_in = [], []
