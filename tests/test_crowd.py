"""Eight at one file at once, and readers between them: nothing lost, twice, locked or half."""

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run
from .office import query
from .racer import Answer, Racer

pytestmark = pytest.mark.slow
EIGHT, COMMANDS = 8, 200
AGENCIES = [f"dinas-{n}" for n in range(6)]
DEVICES = [f"HP-{n}" for n in range(12)]
PASSED_ON = ["WA-1", "WA-2", "WA-3"]  # only ever transferred, so always held by somebody
_EVENT = re.compile(r"^event (\d+): ", re.MULTILINE)


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    roster = tmp_path / "roster.csv"
    names = "".join(f"{code},{code.title()},,,\n" for code in AGENCIES)
    stock = "".join(f"dinas-0,,{tag},,\n" for tag in DEVICES)
    held = "".join(f"dinas-0,,{tag},Ani,2020-12-01\n" for tag in PASSED_ON)
    roster.write_text(f"agency_code,agency,device,holder,handed_over_on\n{names}{stock}{held}")
    run("import", roster)
    return run


@pytest.fixture
def crowd(db: Path) -> Iterator[list[Racer]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Racer(db)) for _ in range(EIGHT)]


class Officer:
    """Somebody at a terminal who does one thing after the other, at random."""

    def __init__(self, number: int, racer: Racer) -> None:
        self.dice = random.Random(number)  # noqa: S311  # varied, not secret
        self.number, self.racer = number, racer
        self.events: list[int] = []
        self.made: dict[str, str] = {}

    def work(self) -> None:
        for n in range(COMMANDS):
            words = self.words(n)
            answer = self.racer.say(*words)
            assert answer.code in {0, 2}, (words, answer)
            assert "locked" not in answer.err
            if answer.code == 0:
                self.note(words, answer)

    def words(self, n: int) -> tuple[str, ...]:
        device, agency = self.dice.choice(DEVICES), self.dice.choice(AGENCIES)
        mine = f"{self.number}{n:03}"
        return self.dice.choice(
            [
                ("assign", device, agency, "--to", f"Admin {mine}"),
                ("transfer", device, agency, "--to", f"Admin {mine}"),
                ("transfer", self.dice.choice(PASSED_ON), agency, "--to", f"Admin {mine}"),
                ("return", device),
                ("lost", device),
                ("found", device),
                ("void", str(max(self.events, default=2020)), "--reason", "salah"),
                ("device", "add", f"NEW-{mine}"),
                ("account", "set", agency, "ig", f"contoh.{mine}"),
                ("post", self.link(mine), "--on", "2/12/2020", "--agency", agency),
                ("stocktake", self.dice.choice(["start", "finish", "status"])),
                ("stocktake", "seen", device),
            ]
        )

    def link(self, mine: str) -> str:
        return f"https://www.facebook.com/contoh/posts/34972189{mine}"

    def note(self, words: tuple[str, ...], answer: Answer) -> None:
        self.events += map(int, _EVENT.findall(answer.out))
        if words[0] in {"device", "post"}:
            self.made[words[2] if words[0] == "device" else words[1]] = words[0]


class Reader:
    """The cron job, and what must hold of all that it reads."""

    def __init__(self, racer: Racer) -> None:
        self.racer = racer
        self.history: list[dict[str, Any]] = []
        self.readings = 0

    def read(self) -> None:
        self.readings += 1
        audit = self.ask("audit")
        assert len(audit["agencies"]) == len(AGENCIES)
        assert audit["summary"]["agencies"] == len(AGENCIES)
        devices = self.ask("devices")
        by_tag = {each["device"]: each for each in devices}
        assert len(by_tag) == len(devices)
        assert all(by_tag[tag]["state"] == "held" for tag in PASSED_ON)
        before, self.history = self.history, self.ask("history")
        self.history.sort(key=lambda each: int(each["event"]))
        assert [each["event"] for each in self.history] == [*range(1, len(self.history) + 1)]
        forever = ("event", "day", "kind", "device", "agency_code", "holder")
        for then, now in zip(before, self.history, strict=False):
            assert [then[name] for name in forever] == [now[name] for name in forever]
        assert len(self.history) >= len(before)
        self.whole_transfers()

    def whole_transfers(self) -> None:
        held = Counter(
            {"handover": 1, "return": -1}.get(each["kind"], 0)
            for tag in PASSED_ON
            for each in self.history
            if each["device"] == tag and not each["voided_by"]
        )
        assert held[1] - held[-1] == len(PASSED_ON)

    def ask(self, *words: str) -> Any:  # noqa: ANN401  # whatever the JSON is
        answer = self.racer.say(*words, "--format", "json")
        assert (answer.code, answer.err) == (0, "")
        return json.loads(answer.out)


def test_eight_at_one_file_lose_nothing_and_do_nothing_twice(
    office: Run, db: Path, crowd: list[Racer]
) -> None:
    officers = [Officer(*each) for each in enumerate(crowd)]
    with Racer(db) as cron, ThreadPoolExecutor(EIGHT) as pool:
        reader = Reader(cron)
        working: list[Future[None]] = [pool.submit(each.work) for each in officers]
        while not all(each.done() for each in working):
            reader.read()
        for each in working:
            each.result()
        reader.read()
    assert reader.readings > 10
    reported = [event for officer in officers for event in officer.events]
    ours = query(db, "select event from custody_event where event > ?", len(PASSED_ON))
    assert sorted(reported) == [number for (number,) in ours]
    made = Counter(what for officer in officers for what in officer.made.values())
    ((added,),) = query(db, "select count(*) from device where tag glob 'NEW-*'")
    ((posts,),) = query(db, "select count(*) from post where source = 'post-link'")
    assert (added, posts) == (made["device"], made["post"])
    assert all(made.values())
    assert "fail" not in office("doctor").out


def test_eight_that_find_an_old_file_bring_it_up_to_date_once(
    crowd: list[Racer], tmp_path: Path
) -> None:
    for attempt in range(5):
        db = shutil.copy(Path(__file__).parent / "data" / "schema-1.db", tmp_path / f"{attempt}.db")
        for racer in crowd:
            racer.db = Path(db)
            racer.start("history", "--format", "csv")
        answers = {racer.answer() for racer in crowd}
        assert [(code, err) for code, _, err in answers] == [(0, "")]
