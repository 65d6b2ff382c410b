"""A year of custody, told at random: events, view, table, CSV and JSON agree on every day."""

import csv
import io
import json
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsos_cli.cli.context import Context

from .command import invoke
from .office import query

FIRST = date(2020, 1, 1)
AGENCIES = ("dinkes", "kalimanah", "setda")
DEVICES = ("HP-1", "HP-2", "HP-3", "HP-4")
HOLDERS = ("Ani", "Budi", "Cici")
CONDITIONS = (None, None, "B", "RR", "RB")


class Step(NamedTuple):
    """What an officer does: some days after the step before, for a day some days back."""

    verb: str
    wait: int
    back: int
    device: str
    agency: str
    holder: str
    condition: str | None
    number: int


class Happened(NamedTuple):
    """An event that was recorded, as the model knows it."""

    number: int
    device: str
    kind: str
    day: date
    agency: str | None
    holder: str | None
    document: str | None
    condition: str | None
    moment: int
    pair: int | None = None


class Scanned(NamedTuple):
    """A device seen in a stock-take."""

    device: str
    day: date
    condition: str | None
    moment: int


@dataclass
class Model:
    """What should be true, in plain lists: all events, the voids, the scans."""

    events: list[Happened] = field(default_factory=list)
    voids: dict[int, int] = field(default_factory=dict)
    scans: list[Scanned] = field(default_factory=list)
    seen: set[str] | None = None
    numbers: int = 0

    def standing(self, device: str, day: date = date.max) -> list[Happened]:
        return [
            each
            for each in self.events
            if each.device == device and each.number not in self.voids and each.day <= day
        ]

    def last(self, device: str, day: date = date.max) -> Happened | None:
        return next(reversed(self.standing(device, day)), None)

    def state(self, device: str, day: date = date.max) -> str:
        last = self.last(device, day)
        return {"handover": "held", "lost": "lost"}.get(last.kind if last else "", "in stock")

    def number(self) -> int:
        self.numbers += 1
        return self.numbers

    def condition(self, device: str, day: date) -> str | None:
        known = [(e.day, e.moment, e.number, e.condition) for e in self.standing(device, day)]
        known += [
            (scan.day, scan.moment, 0, scan.condition)
            for scan in self.scans
            if scan.device == device and scan.day <= day
        ]
        return max((each for each in known if each[3]), default=(None,))[-1]

    def last_seen(self, device: str, day: date) -> date | None:
        days = [each.day for each in self.standing(device, day) if each.kind != "lost"]
        days += [each.day for each in self.scans if each.device == device and each.day <= day]
        return max(days, default=None)


FROM = {
    "assign": {"in stock"},
    "return": {"held"},
    "transfer": {"held"},
    "lost": {"in stock", "held"},
    "found": {"lost"},
}
KINDS = {
    "assign": ("handover",),
    "return": ("return",),
    "transfer": ("return", "handover"),
    "lost": ("lost",),
    "found": ("found",),
}


def expect_event(model: Model, step: Step, day: date, moment: int) -> bool:
    """Tell whether a step can be, and let the model take it."""
    last = model.last(step.device)
    if model.state(step.device) not in FROM[step.verb] or (last and day < last.day):
        return False
    if step.verb == "transfer" and last and (last.agency, last.holder) == (
        step.agency, step.holder,
    ):  # fmt: skip
        return False
    pair = None
    for kind in KINDS[step.verb]:
        before = model.last(step.device)
        party: tuple[str | None, str | None] = (None, None)
        if kind == "handover":
            party = (step.agency, step.holder)
        elif kind in {"return", "lost"} and before and before.kind == "handover":
            party = (before.agency, before.holder)
        number = model.number()
        condition = None if step.verb in {"lost", "found"} else step.condition
        document = f"028/{step.number}"
        model.events.append(
            Happened(number, step.device, kind, day, *party, document, condition, moment, pair)
        )
        pair = number
    return True


def expect_void(model: Model, number: int) -> bool:
    for device in DEVICES:
        last = model.last(device)
        if last and number in {last.number, last.pair}:
            for leg in filter(None, (last.number, last.pair)):
                model.voids[leg] = model.number()
            return True
    return False


def expect_count(model: Model, step: Step, day: date, moment: int) -> bool:
    """Take a step of a stock-take; scanning twice is allowed, and counts once."""
    if step.verb == "start":
        possible = model.seen is None
        model.seen = set() if possible else model.seen
    elif model.seen is None:
        possible = False
    elif step.verb == "finish":
        possible, model.seen = True, None
    else:
        possible = True
        if step.device not in model.seen:
            model.seen.add(step.device)
            model.scans.append(Scanned(step.device, day, step.condition, moment))
    return possible


def expect(model: Model, step: Step, day: date, today: date, moment: int) -> bool:
    if step.verb in FROM:
        return expect_event(model, step, day, moment)
    if step.verb == "void":
        return expect_void(model, step.number)
    return expect_count(model, step, today, moment)


def words(step: Step, day: date) -> list[str]:
    said = {
        "void": ["void", str(step.number), "--reason", "salah"],
        "start": ["stocktake", "start"],
        "finish": ["stocktake", "finish"],
        "seen": ["stocktake", "seen", step.device],
    }.get(step.verb, [step.verb, step.device])
    if step.verb in {"assign", "transfer"}:
        said += [step.agency, "--to", step.holder]
    if step.verb in FROM:
        said += ["--on", day.isoformat(), "--document", f"028/{step.number}"]
    if step.condition and step.verb in {"assign", "return", "transfer", "seen"}:
        said += ["--condition", step.condition]
    return said


@dataclass
class Office:
    """The program, on a database and a clock of its own."""

    db: Path
    now: datetime = datetime(2020, 1, 1, 3, 0, tzinfo=UTC)

    def run(self, *said: str, code: int = 0) -> str:
        context = Context(now=lambda: self.now, user=lambda: "tu")
        result = invoke([*said, "--db", str(self.db)], context)
        assert result.exit_code == code, (said, result.stderr)
        return result.stdout

    def rows(self, *said: str) -> list[dict[str, str]]:
        return [*csv.DictReader(io.StringIO(self.run(*said, "--format", "csv")))]

    def take(self, model: Model, step: Step, moment: int) -> None:
        """Do a step some days on, and be refused where the model says so."""
        self.now += timedelta(days=step.wait, seconds=1)
        day = max(self.today - timedelta(days=step.back), FIRST)
        if step.verb == "void":  # mostly one of the latest, for only those can be voided
            step = step._replace(number=max(1, model.numbers - step.number % 5))
        code = 0 if expect(model, step, day, self.today, moment) else 2
        self.run(*words(step, day), code=code)

    @property
    def today(self) -> date:
        return self.now.date()


def text(value: object) -> str:
    return "" if value is None else str(value)


def inventory(model: Model, day: date, *, lost: bool = True) -> list[dict[str, str]]:
    """Return where each device is; a `lost` one may keep who had it."""
    rows = []
    for device in DEVICES:
        last = model.last(device, day)
        kinds = {"handover", "lost"} if lost else {"handover"}
        held = last if last and last.kind in kinds else None
        row = {
            "device": device, "state": model.state(device, day),
            "agency_code": held and held.agency, "holder": held and held.holder,
            "since": last and last.day, "document": last and last.document,
            "condition": model.condition(device, day), "last_seen": model.last_seen(device, day),
        }  # fmt: skip
        rows.append({name: text(value) for name, value in row.items()})
    return rows


def check_day(office: Office, model: Model, day: date) -> None:
    as_of = ("--as-of", day.isoformat())
    expected = inventory(model, day)
    found = office.rows("devices", *as_of)
    assert [{name: row[name] for name in expected[0]} for row in found] == expected
    assert json.loads(office.run("devices", *as_of, "--format", "json")) == [
        {name: value or None for name, value in row.items()} for row in found
    ]
    table = office.run("devices", *as_of).splitlines()[2:]
    assert [line.split() for line in table] == [shown(row) for row in expected]
    check_agencies(office, expected, as_of)
    stood = [each for each in model.events if each.number not in model.voids and each.day <= day]
    oldest_first = sorted(stood, key=lambda each: (each.day, each.number))
    listed = office.rows("history", *as_of)
    assert [row["event"] for row in listed] == [str(each.number) for each in oldest_first]


def shown(row: dict[str, str]) -> list[str]:
    """Return the words of a device's line in the table."""
    columns = ("device", "state", "agency_code", "holder", "since", "document", "condition")
    words = [row[name].title() if name == "agency_code" else row[name] for name in columns]
    return " ".join(words).split()


def check_agencies(office: Office, expected: list[dict[str, str]], as_of: tuple[str, str]) -> None:
    held = {
        code: [row for row in expected if (row["state"], row["agency_code"]) == ("held", code)]
        for code in AGENCIES
    }
    counts = {
        code: (str(len(rows)), "; ".join(dict.fromkeys(row["holder"] for row in rows)))
        for code, rows in held.items()
    }
    for name, key in (("agencies", "code"), ("audit", "agency_code")):
        found = office.rows(name, *as_of)
        assert {row[key]: (row["devices"], row["holders"]) for row in found} == counts


def check_present(office: Office, model: Model) -> None:
    """Hold the view and the whole history against the model."""
    view = query(
        office.db,
        "select device, state, agency, holder, since, document, condition from current_custody "
        "order by device",
    )
    expected = inventory(model, date.max, lost=False)
    columns = [*expected[0]][:-1]
    assert [[*map(text, row)] for row in view] == [[row[c] for c in columns] for row in expected]
    listed = office.rows("history")
    by_number = {int(row["event"]): row for row in listed}
    assert {*by_number} == {*range(1, model.numbers + 1)}
    for each in model.events:
        row = by_number[each.number]
        assert (row["kind"], row["day"], row["device"], row["agency_code"], row["holder"]) == (
            each.kind, each.day.isoformat(), each.device, text(each.agency), text(each.holder),
        )  # fmt: skip
        assert row["voided_by"] == text(model.voids.get(each.number))
    assert sum(row["kind"] == "void" for row in listed) == len(model.voids)


STEPS = st.builds(
    Step,
    verb=st.sampled_from(
        ["assign"] * 4
        + ["transfer", "return"] * 2
        + ["lost", "lost", "found", "void", "void"]
        + ["start", "seen", "seen", "finish"]
    ),
    wait=st.sampled_from([0, 0, 0, 1, 3, 10, 30]),
    back=st.sampled_from([0, 0, 0, 1, 5, 40]),
    device=st.sampled_from(DEVICES),
    agency=st.sampled_from(AGENCIES),
    holder=st.sampled_from(HOLDERS),
    condition=st.sampled_from(CONDITIONS),
    number=st.integers(1, 40),
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with the agencies and the devices, all in stock, once for every year."""
    folder = tmp_path_factory.mktemp("year")
    roster = folder / "roster.csv"
    names = "".join(f"{code},{code.title()}\n" for code in AGENCIES)
    roster.write_text(f"agency_code,agency\n{names}", encoding="utf-8")
    office = Office(folder / "blank.db")
    office.run("import", str(roster))
    for device in DEVICES:
        office.run("device", "add", device)
    return office.db


def live(blank: Path, steps: list[Step], sampled: list[int], every: int) -> None:
    """Live through a year; look at every so many steps, and at some days in the end."""
    with TemporaryDirectory() as folder:
        office = Office(Path(shutil.copy(blank, Path(folder) / "medsos.db")))
        model = Model()
        for moment, step in enumerate(steps):
            office.take(model, step, moment)
            if moment % every == 0:
                check_day(office, model, office.today)
                check_present(office, model)
        check_present(office, model)
        for day in days_to_look_at(model, sampled):
            check_day(office, model, day)


def days_to_look_at(model: Model, sampled: list[int]) -> list[date]:
    """Return days of events, and those before and after, where there is most to get wrong."""
    days = [event.day for event in model.events] + [scan.day for scan in model.scans] or [FIRST]
    near = [days[number % len(days)] + timedelta(days=number % 3 - 1) for number in sampled]
    return [max(day, FIRST) for day in near]  # before, no device was on record


DAYS = st.lists(st.integers(0, 400), min_size=6, max_size=6, unique=True)
NO_LIMITS = settings(suppress_health_check=[HealthCheck.too_slow])


@settings(NO_LIMITS, max_examples=8)
@given(steps=st.lists(STEPS, min_size=20, max_size=50), sampled=DAYS)
def test_every_day_of_a_year_is_told_the_same_everywhere(
    blank: Path, steps: list[Step], sampled: list[int]
) -> None:
    live(blank, steps, sampled, every=12)


@pytest.mark.slow
@settings(NO_LIMITS, max_examples=25)
@given(steps=st.lists(STEPS, min_size=40, max_size=120), sampled=DAYS)
def test_every_day_of_many_years_is_told_the_same_everywhere(
    blank: Path, steps: list[Step], sampled: list[int]
) -> None:
    live(blank, steps, sampled, every=10)


def test_a_year_without_an_event_is_told_too(blank: Path) -> None:
    nothing: dict[str, Any] = {"device": "HP-1", "agency": "dinkes", "holder": "Ani"}
    step = Step("return", 365, 0, **nothing, condition=None, number=1)
    live(blank, [step], [*range(0, 366, 30)], every=1)
