"""A list that is taller than the screen, in another program; and the bar of what takes long."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from medsos_cli.answers.paging import choose_pager
from tests.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")


@pytest.mark.parametrize(
    ("environ", "pager"),
    [
        ({"PAGER": "sh -c 'x y'"}, ["sh", "-c", "x y"]),
        ({"PAGER": "sh", "MEDSOS_PAGER": "cat -n"}, ["cat", "-n"]),
        ({"PAGER": "sh", "MEDSOS_PAGER": ""}, []),
        ({"PAGER": "cat"}, []),
        ({"PAGER": "there-is-none"}, []),
    ],
)
def test_the_pager_is_the_one_that_is_set(environ: dict[str, str], pager: list[str]) -> None:
    assert choose_pager(environ) == pager


PROGRAM = Path(sys.executable).with_name("medsos")


def on_a_terminal(*words: str | Path, **environ: str) -> str:
    """Run a command on a terminal of 80 columns and 24 lines; return what it shows."""
    import fcntl  # noqa: PLC0415  # POSIX only
    import struct  # noqa: PLC0415  # with it
    import termios  # noqa: PLC0415  # POSIX only

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    env = {**os.environ, "TERM": "xterm", "MEDSOS_LANG": "en", **environ}
    del env["COLUMNS"]
    with subprocess.Popen([PROGRAM, *words], env=env, stdin=theirs, stdout=theirs,
                          stderr=theirs) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        with suppress(OSError):
            while more := os.read(ours, 65_536):
                shown += more
        process.wait()
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


COUNTING = "sed s/^/PAGED:/"


def test_only_what_is_taller_than_the_screen_is_paged(sample: Run, db: Path) -> None:
    sample("devices")
    paged = on_a_terminal("devices", "--db", db, MEDSOS_PAGER=COUNTING).splitlines()
    assert all(line.startswith("PAGED:") for line in paged)
    *lines, under = paged
    assert len(lines) == 67
    assert under.startswith("PAGED:no room for model: ")
    few = on_a_terminal("devices", "--agency", "dinkes", "--db", db, MEDSOS_PAGER=COUNTING)
    assert "HP-05" in few
    assert "PAGED" not in few
    assert "PAGED" not in on_a_terminal("devices", "--no-pager", "--db", db, MEDSOS_PAGER=COUNTING)
    assert "PAGED" not in on_a_terminal("devices", "--format", "csv", "--db", db, PAGER=COUNTING)


TELLING = """sh -c 'printf "%s %s\\n" "$LESS" "$LESSSECURE"; cat > /dev/null'"""


def test_the_pager_says_how_to_go_on_and_writes_no_file(
    sample: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample("devices")
    monkeypatch.delenv("LESS", raising=False)
    words = ("devices", "--db", db)
    for language, prompt in (("en", "space\\: on, q\\: quit"),
                             ("id", "spasi\\: lanjut, q\\: selesai")):  # fmt: skip
        told = on_a_terminal(*words, MEDSOS_PAGER=TELLING, MEDSOS_LANG=language)
        assert told == f"FRXPs{prompt} $ 1\n"
    monkeypatch.delenv("LESSSECURE", raising=False)
    assert on_a_terminal(*words, MEDSOS_PAGER=TELLING, LESS="-S") == "-S \n"


def test_help_that_is_taller_than_the_screen_is_paged_too() -> None:
    assert on_a_terminal("help", MEDSOS_PAGER=COUNTING).startswith("PAGED:")
    assert on_a_terminal("help", "month", MEDSOS_PAGER=COUNTING).startswith("PAGED:# The month")
    assert on_a_terminal("--help", MEDSOS_PAGER=COUNTING).startswith("PAGED:Usage: medsos")
    assert on_a_terminal(MEDSOS_PAGER=COUNTING).startswith("PAGED:Usage: medsos")
    assert on_a_terminal("audit", "--help", MEDSOS_PAGER=COUNTING).startswith("PAGED:Usage:")


def test_who_leaves_the_pager_early_is_asked_nothing(sample: Run, db: Path) -> None:
    sample("devices")
    shown = on_a_terminal("devices", "--db", db, MEDSOS_PAGER="head -n 3")
    assert len(shown.splitlines()) == 3


def test_every_line_of_a_list_fits_the_terminal(sample: Run, db: Path) -> None:
    number = "490154203237518"
    sample("device", "add", number, "--imei", number)
    sample("assign", number, "dinkominfo", "--to", "Siti Nur Aminah Kusumaningrum, S.Kom., M.Si.")
    sample("transfer", "HP-01", "dinkominfo", "--to", "Admin Dua", "--document", "028/1/2020/BAST")
    sample("void", "68", "--reason", "salah ponsel, seharusnya yang lain")
    for words in (["audit"], ["audit", "--wide"], ["devices"], ["devices", "--sim-expiring", "400"],
                  ["agencies"], ["history"], ["history", "HP-01"]):  # fmt: skip
        for language in ("en", "id"):
            shown = on_a_terminal(*words, "--db", db, MEDSOS_PAGER="", NO_COLOR="1",
                                  MEDSOS_LANG=language, TERM="dumb")  # fmt: skip
            assert max(map(len, shown.splitlines())) <= 80, (words, language)
    listed = on_a_terminal("devices", "--db", db, MEDSOS_PAGER="", TERM="dumb")
    assert "Siti Nur Amin…" in listed
    assert f"…{number[-8:]}" in listed


def test_a_pipe_that_begins_at_a_terminal_has_its_width(sample: Run, db: Path) -> None:
    sample("devices")
    within = f"{PROGRAM} audit --db {db} | head -n 2"
    shown = on_a_terminal("audit", "--db", db, MEDSOS_PAGER=f"sh -c '{within}'")
    assert max(map(len, shown.splitlines())) == 80


def test_errors_and_hints_are_in_colour_where_it_is_wanted(sample: Run, db: Path) -> None:
    sample("devices")
    words = ("assign", "HP-01", "dinkes", "--to", "Ani", "--db", db)
    shown = on_a_terminal(*words)
    assert shown.startswith("\x1b[1;31merror:\x1b[0m HP-01 is held by")
    assert "\n\x1b[36mhint:\x1b[0m to give it" in shown
    assert on_a_terminal(*words, MEDSOS_LANG="id").startswith("\x1b[1;31mgalat:\x1b[0m HP-01")
    assert "\x1b" not in on_a_terminal(*words, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(*words, TERM="dumb")


def test_a_bar_says_what_takes_long_in_the_language_in_force(db: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    lines = [f"Kantor {n},@contoh.{n},HP-{n},Admin {n},1/12/2020\n" for n in range(6_000)]
    roster.write_text("agency,instagram,device,holder,handed_over_on\n" + "".join(lines))
    shown = on_a_terminal("import", roster, "--db", db, MEDSOS_LANG="id")
    assert "membaca" in shown
    assert "reading" not in shown
    assert "6.000" not in shown.splitlines()[-1]  # the bar is gone when all is done
