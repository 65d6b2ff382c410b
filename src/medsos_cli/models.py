"""The nouns of the contract, as plain frozen values.

They are named tuples: a roster makes a million, and who only lists must not wait for classes.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Platform(StrEnum):
    """The three networks, in the order in which they are shown everywhere."""

    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    TWITTER = "twitter"


PLATFORMS = tuple(Platform)
"""The platforms in order; walking an enum itself takes several times as long."""


def compare_key(platform: Platform, handle: str) -> str:
    """Return the spelling under which a network takes two handles for the same.

    None of the three minds case, and Facebook does not mind dots
    (facebook.com/help/105399436216001).
    """
    lower = handle.lower()
    return lower.replace(".", "") if platform is Platform.FACEBOOK else lower


class Verdict(StrEnum):
    """What is known of one agency on one platform; see `verdicts.judge`."""

    FRESH = "fresh"
    STALE = "stale"
    EMPTY = "empty"
    UNCHECKED = "unchecked"
    GONE = "gone"
    NONE = "none"
    UNLISTED = "unlisted"

    @property
    def has(self) -> bool:
        """Whether the agency counts as present on the platform."""
        return self in _PRESENT


_PRESENT = frozenset({Verdict.FRESH, Verdict.STALE, Verdict.EMPTY, Verdict.UNCHECKED})


class Result(StrEnum):
    """What a sighting saw of a handle."""

    POST = "post"
    EMPTY = "empty"
    EXISTS = "exists"
    GONE = "gone"


class Accuracy(StrEnum):
    """How a post's time is known."""

    EXACT = "exact"
    DAY = "day"
    LOWER_BOUND = "lower bound"
    GUESS = "guess"

    @property
    def approximate(self) -> bool:
        """Whether the time is shown with `≈`."""
        return self in {Accuracy.LOWER_BOUND, Accuracy.GUESS}


class EventKind(StrEnum):
    """What happened to a device."""

    HANDOVER = "handover"
    RETURN = "return"
    LOST = "lost"
    FOUND = "found"
    WRITTEN_OFF = "written-off"
    VOID = "void"


class ChangeKind(StrEnum):
    """What a row of a history tells that is no event."""

    AMENDED = "amended"
    REDACTED = "redacted"
    NAME = "name"
    AGENCY = "agency"
    ACCOUNT = "account"
    LABEL = "label"
    IMEI = "imei"
    SIM = "sim"
    CONDITION = "condition"
    DEVICE = "device"
    SEEN = "seen"


class DeviceState(StrEnum):
    """Where a device is."""

    IN_STOCK = "in stock"
    HELD = "held"
    LOST = "lost"
    WRITTEN_OFF = "written off"


class Condition(StrEnum):
    """Baik, Rusak Ringan, Rusak Berat: the three of an inventory card."""

    GOOD = "B"
    LIGHT_DAMAGE = "RR"
    HEAVY_DAMAGE = "RB"


class Format(StrEnum):
    """How a list is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


class Word(NamedTuple):
    """On whose word something is stated: the act that records it, the day, its file's line.

    It holds from that day on (2020-12-03, the office's); `from_start` also before it.
    """

    act: int
    day: str
    line: int | None = None
    from_start: bool = False


class Agency(NamedTuple):
    """An office; `code` is the key, `closed` the day (2022-01-03) from which it is no more."""

    code: str
    name: str
    kind: str | None = None
    note: str | None = None
    closed: str | None = None


class Offices(NamedTuple):
    """Which agencies are asked for: of one code, of one kind, or all."""

    code: str | None = None
    kind: str | None = None


class Account(NamedTuple):
    """What an agency says it has on a platform.

    `has` is False for a stated "none"; with it, no handle is one that nobody wrote down yet.
    """

    agency: str
    platform: Platform
    has: bool
    handle: str | None = None

    @property
    def key(self) -> str:
        """What its sightings are kept under: the handle, else the agency it belongs to."""
        if self.handle is None:
            return f"?{self.agency}"
        return compare_key(self.platform, self.handle)


class Sighting(NamedTuple):
    """One piece of evidence about the handle behind `key` (see `handles`).

    `posted_at`, `first_seen` and `last_seen` are UTC, as `2020-12-03T05:00:00Z`.
    Evidence known by its day only stands at noon of the office's zone, which is
    the same day in every zone of the country. `network_id` is the account's own id where
    its network told it.
    """

    platform: Platform
    key: str
    result: Result
    posted_at: str | None
    accuracy: Accuracy | None
    first_seen: str
    last_seen: str
    source: str
    network_id: str | None = None


class PostEvidence(NamedTuple):
    """One piece of evidence for one post, which its network knows as `post`.

    It is evidence of `posted_at`; `seen_at` is the moment of the message or the command
    that brought its link, which is also a look. Moments are as in `Sighting`.
    """

    platform: Platform
    key: str
    post: str
    posted_at: str
    accuracy: Accuracy
    source: str
    seen_at: str | None = None
    network_id: str | None = None


class Window(NamedTuple):
    """What one look showed whole: each post made later than `after`, up to `until`; UTC stamps.

    `after` is empty where the look showed every post there was.
    """

    after: str
    until: str


class Device(NamedTuple):
    """A handset with its SIM. `id` is the database's; `tag` is the key people use."""

    id: int
    tag: str
    imei: str | None = None
    imei2: str | None = None
    model: str | None = None
    serial: str | None = None
    item_code: str | None = None
    register_no: str | None = None
    phone_number: str | None = None
    iccid: str | None = None
    sim_active_until: str | None = None
    source: str | None = None
    condition: str | None = None
    accessories: str | None = None
    note: str | None = None
    acquired_on: str | None = None
    price: str | None = None
    material: str | None = None


class CustodyEvent(NamedTuple):
    """What happened to a device on a calendar day, and when that was recorded (UTC).

    `agency` is a code; a return keeps the agency and the holder it came from.
    `event` is the number people quote; 0 until the event is recorded.
    """

    device: int
    kind: EventKind
    day: date
    agency: str | None = None
    holder: str | None = None
    nip: str | None = None
    position: str | None = None
    document: str | None = None
    condition: str | None = None
    accessories: str | None = None
    note: str | None = None
    recorded_at: str = ""
    recorded_by: str = ""
    event: int = 0
    transfer_of: int | None = None
    voids: int | None = None
    reason: str | None = None


class Finding(NamedTuple):
    """The verdict on one agency and platform, with what it rests on."""

    platform: Platform
    verdict: Verdict
    handle: str | None = None
    last_post: date | None = None
    days: int | None = None
    checked_on: date | None = None
    approximate: bool = False
    flag: str | None = None


class Presence(NamedTuple):
    """One agency's row of the audit; `findings` are in the order of `Platform`.

    `devices` are the tags of the handsets it holds, `holders` who answers for them.
    """

    agency: Agency
    findings: tuple[Finding, ...]
    devices: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()

    @property
    def platforms(self) -> int:
        """How many of the three platforms the agency has."""
        return sum([finding.verdict in _PRESENT for finding in self.findings])
