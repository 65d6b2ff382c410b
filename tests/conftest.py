"""What every test stands on: a plain terminal, a fixed moment, a file of its own."""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from gettext import NullTranslations
from pathlib import Path

import pytest
from hypothesis import settings

from medsos_cli.cli.context import Context
from medsos_cli.errors import speak
from medsos_cli.store.database import Store, open_store
from medsos_cli.words.days import Clock, read_zone

from .command import invoke
from .network import Networks, serve

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "sample_agencies.csv"
NOW = datetime(2020, 12, 3, 3, 0, tzinfo=UTC)  # Thursday 3 December, 10:00 in Jakarta

settings.register_profile("medsos", deadline=None)  # how quick a machine is, is no rule of ours
settings.load_profile("medsos")


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep colours, widths, settings and the language the same on every machine."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(ROOT / "no-settings-here"))
    ours = {name for name in os.environ if name.startswith("MEDSOS_")} - {"MEDSOS_WRITE_DOCS"}
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "NO_COLOR", *ours):
        monkeypatch.delenv(name, raising=False)
    yield
    speak(NullTranslations())


@pytest.fixture(autouse=True)
def _same_salts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is recorded the same have the same seal, in every run and every file."""
    monkeypatch.setattr("medsos_cli.store.sealing.token_bytes", bytes)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[str, int]) -> None:
        is_local = self.family == getattr(socket, "AF_UNIX", None)  # Windows has none
        if not is_local and not str(address[0]).startswith(("127.", "::1")):
            pytest.fail(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def clock() -> Clock:
    return Clock(read_zone("Asia/Jakarta"), lambda: NOW)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "medsos.db"


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    with open_store(db, create=True, busy_seconds=0.2) as opened:
        yield opened


@dataclass
class Answer:
    """What a command printed."""

    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Answer]


@pytest.fixture
def run(db: Path) -> Run:
    """Run a command on this test's database, and check its exit code."""

    def runner(
        *words: str | Path, code: int | None = 0, now: datetime = NOW, user: str = "tu"
    ) -> Answer:
        context = Context(now=lambda: now, user=lambda: user)
        result = invoke([*map(str, words)], context, {"MEDSOS_DB": str(db)})
        assert code in {None, result.exit_code}, (
            f"exit {result.exit_code}\n{result.stdout}{result.stderr}"
        )
        return Answer(result.stdout, result.stderr)

    return runner


@pytest.fixture
def sample(run: Run) -> Run:
    """Run commands on a database that holds the sample roster."""
    run("import", SAMPLE)
    return run


@pytest.fixture
def networks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Networks]:
    """Let the networks answer on this machine, and let the settings lead there."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    with serve(Networks()) as served:
        for name, value in served.environment().items():
            monkeypatch.setenv(name, value)
        yield served
