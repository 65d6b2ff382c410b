"""What was known when: the same question gives the same bytes, whatever is recorded later."""

import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from medsos_cli.cli.context import Context
from medsos_cli.store.database import open_store
from medsos_cli.store.doctor.proving import examine_seals
from medsos_cli.store.place import Level
from medsos_cli.words.days import Clock, read_zone
from tests.command import invoke

FIRST = datetime(2020, 1, 1, 3, 0, tzinfo=UTC)
PLATFORMS = ("instagram", "facebook", "twitter")
HANDLES = ("none", "contohsatu", "contohdua", "contohtiga")
ROSTER = """\
agency_code,agency,kind,instagram,facebook,device,imei,holder,handed_over_on,condition,note
dinkes,Dinas Kesehatan,dinas,contohsatu,contohsatu,HP-1,001012030000016,Ani,2020-01-01,B,
setda,Sekretariat Daerah,,,,HP-2,001012030000032,Budi,2020-01-01,RR,
kalimanah,Kecamatan Kalimanah,kecamatan,ada,ada,HP-3,,,,,
bkd,Badan Kepegawaian,,none,contohsatu,,,,,,
,stok,,,,HP-4,,,,,dari Dinkominfo
"""
QUESTIONS = (
    "audit --sort name", "devices --all --full", "agencies", "history --full", "roster", "posts",
)  # fmt: skip
ALWAYS = date.min


class Officer:
    """Says at random what an officer may say of four agencies and some handsets."""

    def __init__(self, chance: Random) -> None:
        self.pick = chance.choice
        self.on_a_day: list[Callable[[], str]] = [
            *[lambda: f"account set {self.agency()} {self.platform()} {self.pick(HANDLES)}"] * 3,
            lambda: f"agency add {self.agency()} {self.name()}",
            lambda: f"agency rename {self.agency()} {self.name()}",
            lambda: f"agency set {self.agency()} --kind {self.pick(('dinas', 'badan'))}",
            lambda: f"agency close {self.agency()}",
            lambda: f"agency close {self.agency()} --into {self.agency()}",
            *[lambda: f"device set {self.device()} {self.fact()}"] * 2,
            lambda: f"device replace {self.device()} --imei {self.imei()} --old-label HP-9",
            lambda: f"device write-off {self.device()} --document 028/9",
            *[lambda: f"assign {self.device()} {self.receiver()}"] * 2,
            lambda: f"transfer {self.device()} {self.receiver()}",
            *[lambda: f"return {self.device()} --condition {self.pick(('B', 'RB'))}"] * 2,
            lambda: f"lost {self.device()}",
            lambda: f"found {self.device()}",
        ]
        self.today: list[Callable[[], str]] = [
            lambda: f"device add {self.device()} --condition RB",
            lambda: "stocktake start",
            lambda: f"stocktake seen {self.device()} {self.device()}",
            lambda: "stocktake finish",
        ]
        self.mends: list[Callable[[], str]] = [
            *[lambda: f"void {self.pick(range(1, 12))} --reason salah"] * 2,
            lambda: f"amend {self.pick(range(1, 12))} --document 028/7 --reason salah",
            *[lambda: f"account set {self.agency()} {self.of_one()} --renamed"] * 2,
            *[lambda: f"account set {self.agency()} {self.of_one()} --not-renamed"] * 2,
            lambda: f"agency reopen {self.agency()} --reason salah",
            lambda: f"device set {self.device()} {self.fact()} --from-start",
            lambda: f"agency rename {self.agency()} {self.name()} --from-start",
            lambda: f"device swap {self.device()} {self.device()} {self.pick(SWAPPED)}",
            lambda: f"device withdraw {self.device()} --reason salah",
        ]

    def agency(self) -> str:
        return self.pick(("dinkes", "setda", "kalimanah", "bkd") * 2 + ("upt",))

    def name(self) -> str:
        return self.pick(("Dinas_Baru", "Badan_Lain", "Kantor_Ketiga"))

    def platform(self) -> str:
        return self.pick(PLATFORMS)

    def of_one(self) -> str:
        """Return an account that goes on under another name: of few, so that some are parted."""
        return f"{self.pick(('facebook', self.platform()))} {self.pick(HANDLES[1:])}"

    def device(self) -> str:
        return f"HP-{self.pick((1, 1, 2, 2, 3, 3, 4, 4, 5))}"

    def imei(self) -> str:
        return self.pick(("001012030000024", "001012030000057", "001012030000065"))

    def fact(self) -> str:
        return self.pick(
            ("--condition RR", "--condition B", "--note baru", "--note -", "--model A2",
             "--phone-number -", "--phone-number 081200000009", "--price 150000",
             f"--tag {self.device()}")
        )  # fmt: skip

    def receiver(self) -> str:
        return f"{self.agency()} --to {self.pick(('Ani', 'Budi', 'Cici'))}"

    def row(self, day: date) -> tuple[dict[str, str], list[str]]:
        """Return a row of a roster, and on which day it holds where it does not say so."""
        own, platform = self.pick((True, False)), self.platform()
        row = {
            "agency_code": self.agency(), "agency": self.pick(("", "", "Unit Lain")),
            "kind": self.pick(("", "", "badan")), platform: self.pick(("", *HANDLES)),
            "note": self.pick(("", "catatan", "lain")),
            f"{platform}_last_post": self.pick(("", f"{day}")) if own else "",
            "checked_on": f"{day}" if own else "",
        }  # fmt: skip
        if self.pick((True, False)):
            row |= {
                "device": self.device(), "phone_number": "081200000008", "holder": "Ani",
                "handed_over_on": f"{day}", "condition": self.pick(("", "B", "RB")),
            }  # fmt: skip
        return row, [] if own else ["--stated-on", f"{day}"]


SWAPPED = ("--imei", "--label")


class Office:
    """The program on a file and a clock of its own, and what it answered on which day."""

    def __init__(self, db: Path, number: int) -> None:
        self.db, self.now = db, FIRST
        self.chance = Random(number)  # noqa: S311  # varied, not secret
        self.officer = Officer(self.chance)
        self.said: list[str] = []
        self.known: dict[tuple[str, date, date], str] = {}
        self.held: dict[tuple[str, date], str] = {}

    @property
    def today(self) -> date:
        return self.now.date()

    def run(self, *words: str) -> tuple[int, str]:
        context = Context(now=lambda: self.now, user=lambda: "tu")
        result = invoke([*words, "--db", str(self.db)], context)
        assert result.exit_code in {0, 2}, (words, result.stderr)
        return result.exit_code, result.stdout

    def ask(self, question: str, day: date, known_on: date | None = None) -> str:
        """Return what is answered as of a day, in CSV."""
        words = [*question.split(), "--as-of", f"{day}"]
        words += ["--known-on", f"{known_on}"] if known_on else []
        if question != "roster":
            code, answer = self.run(*words, "--format", "csv")
        else:
            roster = self.db.with_name("out.csv")
            code, _ = self.run(*words, "--output", str(roster))
            answer = roster.read_text(encoding="utf-8")
        assert code == 0, (self.said, words)
        return answer

    def remember(self) -> None:
        """Ask two questions of a day of the last month, before the clock moves on."""
        day = max(self.today - timedelta(days=self.chance.choice((0, 0, 1, 5, 30))), FIRST.date())
        for question in self.chance.sample(QUESTIONS, 2):
            self.known[question, day, self.today] = self.ask(question, day, self.today)
            self.held[question, day] = self.ask(question, day)

    def act(self) -> None:
        """Say something; what it may change of days gone by is asked again before that."""
        self.now += timedelta(seconds=1)
        day = max(
            self.today - timedelta(days=self.chance.choice((0, 0, 0, 1, 4, 40))), FIRST.date()
        )
        words, changes_from = self.words(day)
        self.check([asked for asked in self.held if asked[1] >= changes_from])
        code, _ = self.run(*words)
        self.said.append(f"{self.today} {'refused ' * (code == 2)}{' '.join(words)}")

    def words(self, day: date) -> tuple[list[str], date]:
        """Return what is said, of a day perhaps, and the first day which that may change."""
        officer, chance = self.officer, self.chance.random()
        if chance < 0.55:
            said = officer.pick(officer.on_a_day)()
            return [*self.split(said), "--on", f"{day}"], day
        if chance < 0.65:
            return self.split(officer.pick(officer.today)()), self.today
        if chance < 0.75:
            return self.split(officer.pick(officer.mends)()), ALWAYS
        if chance < 0.85:
            url = f"https://www.facebook.com/contohsatu/posts/{10**14 + day.toordinal()}"
            return ["post", url, "--agency", officer.agency(), "--on", f"{day}"], day
        row, more = officer.row(day)
        roster = self.db.with_name(f"in{len(self.said)}.csv")
        roster.write_text("\n".join(map(",".join, (row, row.values()))), encoding="utf-8")
        # A row with a handset fills in what its handover has left blank.
        return ["import", str(roster), *more], ALWAYS if "device" in row else day

    @staticmethod
    def split(said: str) -> list[str]:
        return [word.replace("_", " ") for word in said.split()]

    def check(self, asked: Iterable[tuple[str, date]]) -> None:
        """See that what was answered is answered still, and forget it."""
        for question, day in asked:
            assert self.ask(question, day) == self.held.pop((question, day)), (day, self.said)

    def live(self, steps: int) -> None:
        """Live through a history, and ask again in the end what was asked on the way.

        Every seal holds then, also once all who may be are blanked.
        """
        for _ in range(steps):
            if self.chance.random() < 0.25:
                self.remember()
                self.now += timedelta(days=self.chance.choice((1, 1, 3, 30)))
            self.act()
        self.check([*self.held])
        for (question, day, known_on), answer in self.known.items():
            now = self.ask(question, day, known_on)
            assert now == answer, (day, known_on, self.said)
        self.check_seals()
        for event in range(1, 30):
            self.run("redact", f"{event}", "--document", "045/7", "--reason", "lewat masa simpan")
        self.check_seals()

    def check_seals(self) -> None:
        with open_store(self.db) as store:
            found = examine_seals(store, Clock(read_zone("Asia/Jakarta"), lambda: self.now))
        assert found.level is Level.OK, (str(found.told), self.said)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the office's file, once for every history."""
    folder = tmp_path_factory.mktemp("as_of")
    roster = folder / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    office = Office(folder / "blank.db", 0)
    assert office.run("import", str(roster))[0] == 0
    return office.db


@pytest.mark.parametrize("number", range(16))
def test_what_was_known_when_is_told_for_good(blank: Path, tmp_path: Path, number: int) -> None:
    Office(Path(shutil.copy(blank, tmp_path / "medsos.db")), number).live(steps=16)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(300))
def test_what_was_known_in_300_histories_is_told_for_good(
    blank: Path, tmp_path: Path, number: int
) -> None:
    Office(Path(shutil.copy(blank, tmp_path / "medsos.db")), number).live(steps=24)
