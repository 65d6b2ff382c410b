"""A disk that is full, and one that cannot be written: one line, exit 2, all as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from .conftest import SAMPLE, Run
from .office import dump
from .plug import Answer, Plug, plug

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and mounts are POSIX's")
DATA = Path(__file__).parent / "data"
OLD_ANSWER = "last night's"
LINK = "https://www.instagram.com/contoh.dinkes/p/CITDXUWhaNu/"


@pytest.fixture(scope="module")
def squeezer() -> Iterator[Plug]:
    with plug(Path()) as process:
        yield process


@pytest.fixture
def folder(tmp_path: Path, sample: Run) -> Path:
    """Fill a folder: the database, an old one, a long roster, and last night's answers."""
    sample("return", "HP-01")
    names = "".join(f"Dinas {n}\n" for n in range(5000))
    (tmp_path / "more.csv").write_text(f"agency\n{names}")
    (tmp_path / "copies").mkdir()
    shutil.copy(DATA / "schema-1.db", tmp_path / "old.db")
    for name in ("answer.csv", "answer.json", "copy.db"):
        (tmp_path / name).write_text(OLD_ANSWER)
    return tmp_path


def contents(folder: Path) -> dict[str, str]:
    """Return what a folder holds; what SQLite keeps beside a file may come and go."""
    return {
        str(file): sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith(("-wal", "-shm"))
    }


def assert_refused(answer: "Answer | subprocess.CompletedProcess[str]") -> None:
    code, out, err = (
        (answer.code, answer.out, answer.err)
        if isinstance(answer, Answer)
        else (answer.returncode, answer.stdout, answer.stderr)
    )
    assert (code, out) == (2, ""), err
    said = [line.split(":")[0] for line in err.splitlines()]
    assert [each for each in said if each != "warning"] == ["error", "hint"], err  # HP-01 came back


COMMANDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "import": (100_000, ("import", "more.csv")),
    "import, no room for its copy": (0, ("import", "more.csv")),
    "assign": (0, ("assign", "HP-01", "dinkes", "--to", "Ani")),
    "json": (33_000, ("audit", "--output", "answer.json")),
    "backup": (100_000, ("backup", "copy.db", "--force")),
    "dated backup": (100_000, ("backup", "copies", "--keep", "1")),
}


@pytest.mark.parametrize(("limit", "words"), COMMANDS.values(), ids=COMMANDS)
def test_a_full_disk_leaves_everything_as_it_was(
    limit: int, words: tuple[str, ...], folder: Path, db: Path, squeezer: Plug
) -> None:
    squeezer.db = db
    known = {name: str(folder / name) for name in os.listdir(folder)}  # noqa: PTH208  # bare names
    before, held = contents(folder), dump(db)
    answer = squeezer.squeeze(*(known.get(word, word) for word in words), limit=limit)
    assert_refused(answer)
    assert dump(db) == held
    assert contents(folder) == before


@pytest.mark.parametrize("limit", [0, 5000])
@pytest.mark.parametrize(
    "words",
    [
        ("assign", "HP-01", "dinkes", "--to", "Ani"),
        ("transfer", "HP-02", "dinkes", "--to", "Ani"),
        ("post", LINK),
        ("device", "add", "HP-99"),
    ],
    ids=lambda words: words[0],
)
def test_a_disk_that_fills_up_while_it_is_written_leaves_everything_as_it_was(
    limit: int, words: tuple[str, ...], folder: Path, db: Path, squeezer: Plug
) -> None:
    squeezer.db = db
    held, before = dump(db), contents(folder)
    with closing(sqlite3.connect(db)) as reader:  # so what SQLite needs to read is there
        reader.execute("select * from agency").fetchall()
        assert_refused(squeezer.squeeze(*words, limit=limit))
    assert dump(db) == held
    assert contents(folder) == before


@pytest.mark.parametrize("limit", [0, 50_000])
def test_a_migration_without_room_leaves_the_old_file(
    limit: int, folder: Path, squeezer: Plug
) -> None:
    squeezer.db = folder / "old.db"
    before, files = dump(squeezer.db), [*contents(folder)]
    assert_refused(squeezer.squeeze("devices", limit=limit))
    assert dump(squeezer.db) == before
    assert [*contents(folder)] == files


@pytest.mark.parametrize("limit", [0, 50_000])
def test_a_first_import_without_room_leaves_no_file(
    limit: int, tmp_path: Path, squeezer: Plug
) -> None:
    squeezer.db = tmp_path / "new.db"
    assert_refused(squeezer.squeeze("import", SAMPLE, limit=limit))
    assert not [*tmp_path.iterdir()]


def test_doctor_on_a_full_disk_still_looks_around_the_file(
    folder: Path, db: Path, squeezer: Plug
) -> None:
    squeezer.db = db
    answer = squeezer.squeeze("doctor", limit=0)
    assert answer.code == 1
    assert answer.out.startswith("fail  file")
    assert "free disk" in answer.out
    assert folder


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("words", ["audit", "devices --format csv", "info --format json", "--help"])
def test_an_answer_that_finds_no_room_is_one_line(words: str, db: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "medsos_cli", *words.split()],
            env=os.environ | {"MEDSOS_DB": str(db)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert (
        done.stderr.splitlines()[0]
        == "error: the answer cannot be written: No space left on device"
    )
    assert len(done.stderr.splitlines()) == 2


@contextmanager
def mounted(folder: Path) -> Iterator[None]:
    """Make a folder a small disk of its own, where this may be done at all."""
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "medsos", str(folder)],  # noqa: S607  # of the system
        capture_output=True,
        check=False,
    ) if shutil.which("mount") else None  # fmt: skip
    if made is None or made.returncode:
        pytest.skip("nobody may mount a disk here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607  # the system's


ON_A_READ_ONLY_DISK = (
    ("assign", "HP-01", "dinkes", "--to", "Ani"),
    ("import", str(SAMPLE)),
    ("post", LINK),
    ("stocktake", "start"),
    ("backup", "copy.db"),
    ("audit", "--output", "answer.csv"),
    ("devices", "--db", "old.db"),
    ("device", "add", "HP-99", "--db", "new.db"),
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="mounts as Linux does")
def test_a_small_disk_that_is_full_or_read_only(run: Run, db: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted(disk):
        run("import", SAMPLE)
        run("return", "HP-01")
        there = shutil.copy(db, disk / "medsos.db")
        shutil.copy(DATA / "schema-1.db", disk / "old.db")
        before = contents(disk)
        with (disk / "filling").open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * 512)
            except OSError:
                pass
        for words in (*ON_A_READ_ONLY_DISK, ("import", str(SAMPLE), "--db", "new.db")):
            assert_refused(_on(disk, words))
        assert contents(disk).items() >= before.items()
        for name in ("filling", "new.db"):
            (disk / name).unlink()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)  # noqa: S607  # likewise
        for words in ON_A_READ_ONLY_DISK:
            assert_refused(_on(disk, words))
        assert contents(disk) == before
        assert len(run("devices", "--format", "csv", "--db", there).lines) == 66
        run("backup", tmp_path / "saved.db", "--db", there)


def _on(disk: Path, words: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "medsos_cli", *words],
        env={"MEDSOS_DB": "medsos.db"} | os.environ,
        cwd=disk,
        capture_output=True,
        text=True,
        check=False,
    )
