"""What is on record about the things that some rows of a roster name, and what they change."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from medsos_cli.errors import InputError, MedsosError, Message
from medsos_cli.intake.differences import HANDOVER_COLUMNS, NOTHING, Change, Thing, changes_of
from medsos_cli.models import (
    Account,
    Agency,
    CustodyEvent,
    Device,
    EventKind,
    Platform,
    Sighting,
    Word,
)
from medsos_cli.sheets.cells import Problem
from medsos_cli.words.days import Clock
from medsos_cli.words.names import name_key, same_key
from medsos_cli.words.regencies import Home, Namesakes
from medsos_cli.words.similar_offices import NearNames

K = TypeVar("K")
T = TypeVar("T")
_NOBODYS = Word(0, "")
ENOUGH_OWNERS = 5  # more than a doubt names
_WEIGHT = ("unchanged", "changed", "new")


class Refused(Exception):  # noqa: N818  # not an error of the program: a row it does not take
    """A cell that contradicts the record or another row."""

    def __init__(
        self, column: str, said: str | MedsosError, hint: str | None = None, /, **fields: object
    ) -> None:
        """Keep the column, and an error or the templates of one."""
        super().__init__(column)
        self.column = column
        self.error = InputError(said, hint, **fields) if isinstance(said, str) else said


class Refusals(NamedTuple):
    """Where what is refused of one row goes: `with refusals:` keeps it and goes on."""

    problems: list[Problem]
    line: int

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        """Keep what was refused as a problem of the row."""
        if isinstance(error, Refused):
            self.problems.append(Problem(self.line, error.column, error.error))
            return True
        return False

    def doubt(self, column: str, template: str, hint: str | None = None, /, **f: object) -> None:
        """Keep a warning about the row."""
        error = InputError(template, hint, **f)
        self.problems.append(Problem(self.line, column, error, doubtful=True))


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
        key = f"{column} {aspect}" if aspect else f"{column}"
        said, where = self.stated.setdefault(key, (value, line))
        if said != value:
            two_accounts = column in {*Platform} and "none" not in {value, said}
            raise Refused(
                column,
                "{value!r} here, but {said!r} on line {where}",
                "keep one; the other goes to an agency of its own, or into the note"
                if two_accounts
                else "keep one of them",
                value=value,
                said=said,
                where=where,
            )
        return where == line

    def state_all(self, texts: Mapping[str, str | None], refusals: Refusals) -> bool:
        """Note what a row states; tell whether no earlier row of the file states otherwise.

        Where one does is refused, each by its column.
        """
        agreed, line = True, refusals.line
        for column, text in texts.items():
            if text is not None and self.stated.setdefault(column, (text, line))[0] != text:
                agreed = False
                with refusals:
                    self.state(column, text, line)
        return agreed

    def where(self) -> Message:
        """Say where the thing is known from: the first line that names it, or the record."""
        lines = [line for _, line in self.stated.values()]
        return Message("on line {line}", line=min(lines)) if lines else Message("on record")


@dataclass
class Put(Generic[K, T]):
    """Things that rows put on record: new ones, others as they were and are, on whose word."""

    new: dict[K, T] = field(default_factory=dict)
    changed: dict[K, tuple[T, T]] = field(default_factory=dict)
    words: dict[K, Word] = field(default_factory=dict)

    def put(self, key: K, before: T | None, now: T, word: Word) -> None:
        """Take a thing that stood as `before`, on a row's word."""
        self.words[key] = word
        if before is None or key in self.new:
            self.new[key] = now
        else:
            self.changed[key] = self.changed.get(key, (before, now))[0], now


@dataclass
class Record:
    """What is on record about the things that some rows name, and what they change.

    The store fills it and writes it back; `merge` works on nothing else. `paired` are the
    IMEIs that the rows give to each label, `swapped` the devices that exchanged theirs, `facts`
    what is stated without changing what stands.
    """

    clock: Clock
    by: str = ""
    act: int = 0
    stated_on: str | None = None
    home: Callable[[], Home] = Home
    met: dict[str, set[str]] = field(default_factory=dict)
    near: NearNames = field(default_factory=NearNames)
    new_agencies_said: bool = False
    agencies: dict[str, Agency] = field(default_factory=dict)
    successors: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    namesakes: dict[str, Namesakes] = field(default_factory=dict)
    accounts: dict[tuple[str, Platform], Account] = field(default_factory=dict)
    stated: dict[tuple[str, Platform], str] = field(default_factory=dict)
    owners: dict[tuple[Platform, str], set[str]] = field(default_factory=dict)
    since: dict[tuple[str | int, str], str] = field(default_factory=dict)
    devices: dict[int, Device] = field(default_factory=dict)
    by_tag: dict[str, int] = field(default_factory=dict)
    by_imei: dict[str, int] = field(default_factory=dict)
    last: dict[int, CustodyEvent] = field(default_factory=dict)
    handed: set[tuple[int, str, str, str]] = field(default_factory=set)
    returned: set[tuple[int, str]] = field(default_factory=set)
    claims: dict[str, Claims] = field(default_factory=dict)
    paired: dict[str, set[str]] = field(default_factory=dict)
    next_device: int = 1
    next_event: int = 1

    agencies_put: Put[str, Agency] = field(default_factory=Put)
    accounts_put: Put[tuple[str, Platform], Account] = field(default_factory=Put)
    devices_put: Put[int, Device] = field(default_factory=Put)
    word: Word = _NOBODYS
    has_own_day: bool = False
    swapped: list[int] = field(default_factory=list)
    events: list[CustodyEvent] = field(default_factory=list)
    amended: dict[int, CustodyEvent] = field(default_factory=dict)
    facts: list[tuple[str | int, str, str | None, Word]] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def named(self, name: str, *, unread: bool = False) -> Collection[str]:
        """Return the codes that a name may be of (`unread`: named by no row yet), or `Refused`."""
        key = name_key(name)
        if not (known := self.namesakes.get(key, Namesakes())) and key in self.former:
            return [self.former[key]]
        try:
            regency = known.choose_after(self.met.get(key, ()), name, self.home)
        except InputError as error:
            raise Refused("agency", error) from None
        return (known.unread_of if unread else known.of)(regency)

    def add_owner(self, platform: Platform, key: str, agency: str) -> None:
        """Know one more agency that has an account; of one handle for all, some are enough."""
        owners = self.owners.setdefault((platform, key), set())
        if len(owners) < ENOUGH_OWNERS:
            owners.add(agency)

    def put_agency(self, agency: Agency) -> None:
        """Keep a new or changed agency."""
        before = self.agencies.get(agency.code)
        if before and before.name != agency.name:
            self.namesakes.get(name_key(before.name), Namesakes()).remove(agency.code, before.name)
        if (known := self.namesakes.get(name_key(agency.name))) is not None:  # else none is asked
            known.add(agency.code, agency.name)
        self.agencies_put.put(agency.code, before, agency, self.word)
        self.agencies[agency.code] = agency

    def put_account(self, account: Account) -> None:
        """Keep a new or changed account."""
        place = account.agency, account.platform
        self.accounts_put.put(place, self.accounts.get(place), account, self.word)
        if self.word.day >= self.stated.get(place, ""):
            self.accounts[place], self.stated[place] = account, self.word.day

    def put_device(self, device: Device) -> None:
        """Keep a new or changed device."""
        known = self.devices.get(device.id)
        if known and self.by_tag.get(same_key(known.tag)) == device.id:
            del self.by_tag[same_key(known.tag)]
        self.devices_put.put(device.id, known, device, self.word)
        self.devices[device.id] = device
        self.by_tag[same_key(device.tag)] = device.id
        for imei in (device.imei, device.imei2):
            if imei:
                self.by_imei[imei] = device.id

    def stated_since(self, thing: str | int, fact: str, *, only_said: bool = False) -> str:
        """Return the latest day of which a fact of an agency or device on record is stated.

        Of what nobody has said a word, that is the day of the thing, unless `only_said`.
        """
        first = "" if only_said else self.since.get((thing, ""), "")
        return self.since.get((thing, fact), first)

    def labelled(self, tag: str) -> Device | None:
        """Return the device with a label; None without one."""
        return self.devices.get(self.by_tag.get(same_key(tag), 0))

    def swap(self, known: Device, now: Device) -> None:
        """Keep a device that has got the label or the numbers of another, and that one theirs."""
        self.put_device(now)
        self.swapped.append(now.id)
        self.count("devices", self.claims_about(f"device {now.id}"), known, now)

    def put_event(self, event: CustodyEvent) -> None:
        """Keep a new handover or return."""
        self.next_event = event.event + 1
        self.know_event(event)
        self.events.append(event)

    def put_amended(self, device: Device, before: CustodyEvent, now: CustodyEvent) -> None:
        """Keep an event on record as it reads with what a row fills in."""
        self.amended[now.event] = self.last[device.id] = now
        for name, was, said in zip(now._fields, before, now, strict=True):
            if was != said and name != "nip":
                self.changes.append(Change(HANDOVER_COLUMNS[name], device.tag, NOTHING, str(said)))

    def know_event(self, event: CustodyEvent) -> None:
        """Know the latest event of a device, to whom it was ever handed, when it came back."""
        self.last[event.device] = event
        day = event.day.isoformat()
        if event.kind is EventKind.HANDOVER:
            holder = same_key(event.holder or "")
            self.handed.add((event.device, event.agency or "", holder, day))
        elif event.kind is EventKind.RETURN:
            self.returned.add((event.device, day))

    def take_changes(self) -> list[Change]:
        """Return what was changed since this was asked last."""
        taken, self.changes = self.changes, []
        return taken

    def claims_about(self, thing: str) -> Claims:
        """Return what earlier rows of the file have stated about a thing."""
        claims = self.claims.get(thing)
        if claims is None:
            claims = self.claims[thing] = Claims()
        return claims

    def count(
        self, noun: str, claims: Claims, known: Thing | None, now: Thing, part: str = ""
    ) -> None:
        """Count a thing, or a part of it, once, under the weightiest that any row did to it.

        What a row changes of a thing that was on record before the file is kept in `changes`.
        """
        status = "new" if known is None else "unchanged" if now == known else "changed"
        before = claims.status.get(part)
        if known and status == "changed" and before != "new":
            self.changes.extend(changes_of(known, now))
        if before is not None and _WEIGHT.index(status) <= _WEIGHT.index(before):
            return
        if before is not None:
            self.counts[noun, before] -= 1
        self.counts[noun, status] += 1
        claims.status[part] = status
