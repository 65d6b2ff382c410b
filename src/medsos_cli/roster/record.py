"""What is on record about the things that some rows of a roster name, and what they change."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from medsos_cli.days import Clock
from medsos_cli.models import Account, Agency, CustodyEvent, Device, Platform, Sighting
from medsos_cli.names import name_key
from medsos_cli.roster.problems import Problem

_WEIGHT = ("unchanged", "changed", "new")


class Refused(Exception):  # noqa: N818  # not an error of the program: a row it does not take
    """A cell that contradicts the record or another row."""

    def __init__(self, column: str, message: str) -> None:
        """Keep the column beside the message."""
        super().__init__(message)
        self.column = column

    def problem(self, line: int) -> Problem:
        """Return what is wrong with that line."""
        return Problem(line, self.column, str(self))


def status_of(known: object | None, now: object) -> str:
    """Tell what has become of a thing: `new`, `changed` or `unchanged`."""
    return "new" if known is None else "unchanged" if now == known else "changed"


@dataclass
class Claims:
    """What the rows read so far have stated about one agency or device, and where.

    `stated` maps a field to its value and line, `status` a part of the thing, such
    as one of its accounts, to what has come of it.
    """

    stated: dict[str, tuple[str, int]] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)

    def state(self, column: str, value: str, line: int, aspect: str = "") -> bool:
        """Note that a row states something; tell whether it is the first to state it.

        Raises `Refused` when an earlier row of the same file states otherwise. A column
        can state more than one thing: `aspect` tells them apart.
        """
        said, where = self.stated.setdefault(f"{column} {aspect}".rstrip(), (value, line))
        if said != value:
            raise Refused(column, f"{value!r} here, but {said!r} on line {where}; keep one of them")
        return where == line

    def state_all(self, texts: Mapping[str, str | None], line: int) -> list[Problem]:
        """Note what a row states; return where an earlier row of the same file states otherwise."""
        problems = []
        for column, text in texts.items():
            if text is None:
                continue
            if self.stated.setdefault(column, (text, line))[0] != text:
                try:
                    self.state(column, text, line)
                except Refused as refused:
                    problems.append(refused.problem(line))
        return problems

    def where(self) -> str:
        """Say where the thing is known from: the first line that names it, or the record."""
        lines = [line for _, line in self.stated.values()]
        return f"on line {min(lines)}" if lines else "on record"


@dataclass
class Record:
    """What is on record about the things that some rows name, and what they change.

    The store fills it and writes it back; `merge` works on nothing else.
    """

    clock: Clock
    by: str = ""
    agencies: dict[str, Agency] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)
    accounts: dict[tuple[str, Platform], Account] = field(default_factory=dict)
    owners: dict[tuple[Platform, str], set[str]] = field(default_factory=dict)
    devices: dict[int, Device] = field(default_factory=dict)
    by_tag: dict[str, int] = field(default_factory=dict)
    by_imei: dict[str, int] = field(default_factory=dict)
    last: dict[int, CustodyEvent] = field(default_factory=dict)
    handed: set[tuple[int, str, str, str]] = field(default_factory=set)
    claims: dict[str, Claims] = field(default_factory=dict)
    next_device: int = 1
    next_event: int = 1

    changed_agencies: dict[str, Agency] = field(default_factory=dict)
    changed_accounts: dict[tuple[str, Platform], Account] = field(default_factory=dict)
    changed_devices: dict[int, Device] = field(default_factory=dict)
    events: list[CustodyEvent] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def put_agency(self, agency: Agency) -> None:
        """Keep a new or changed agency."""
        before = self.agencies.get(agency.code)
        if before and name_key(before.name) != name_key(agency.name):
            self.codes[name_key(before.name)].remove(agency.code)
        codes = self.codes.setdefault(name_key(agency.name), [])
        if agency.code not in codes:
            codes.append(agency.code)
        self.agencies[agency.code] = self.changed_agencies[agency.code] = agency

    def put_device(self, device: Device) -> None:
        """Keep a new or changed device."""
        self.devices[device.id] = self.changed_devices[device.id] = device
        self.by_tag[device.tag.casefold()] = device.id
        for imei in (device.imei, device.imei2):
            if imei:
                self.by_imei[imei] = device.id

    def put_handover(self, event: CustodyEvent) -> None:
        """Keep a new handover."""
        self.next_event = event.event + 1
        self.last[event.device] = event
        agency, holder = event.agency or "", (event.holder or "").casefold()
        self.handed.add((event.device, agency, holder, event.day.isoformat()))
        self.events.append(event)

    def claims_about(self, thing: str) -> Claims:
        """Return what earlier rows of the file have stated about a thing."""
        claims = self.claims.get(thing)
        if claims is None:
            claims = self.claims[thing] = Claims()
        return claims

    def count(self, noun: str, claims: Claims, status: str, part: str = "") -> None:
        """Count a thing, or a part of it, once, under the weightiest that any row did to it."""
        before = claims.status.get(part)
        if before is not None and _WEIGHT.index(status) <= _WEIGHT.index(before):
            return
        if before is not None:
            self.counts[noun, before] -= 1
        self.counts[noun, status] += 1
        claims.status[part] = status
