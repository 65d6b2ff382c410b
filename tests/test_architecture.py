"""Who may import whom, as CONTRIBUTING tells it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

PACKAGE = ROOT / "src" / "medsos_cli"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A module imports from its own line and from those above it.
LINES = (
    "errors",
    "models diagnosis sorting",
    "looks days names words identifiers links handles",
    "custody verdicts audit chats paper posts settings",
    "platforms",
    "roster",
    "store",
    "importing custody_import gathering checking check_summary",
    "output drawing labels picture progress typesetting",
    "cli",
    "__main__",
)
# Who else may not be imported but by these.
ONLY_IN = {
    "typer": {"cli"},
    "rich": {"drawing", "picture", "progress"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "pydantic": {"settings", "platforms"},
    "pydantic_settings": {"settings"},
    "psutil": {"store"},
    "httpx": {"platforms"},
    "stamina": {"platforms"},
    "segno": {"labels"},
    "reportlab": {"labels"},
    "docxtpl": {"typesetting"},
    "docx": {"typesetting"},
    "jinja2": {"typesetting"},
    "markupsafe": {"typesetting"},
    "num2words": {"typesetting"},
    "click": set[str](),
}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where a thing comes from"
            yield str(node.module)
            if node.module == "medsos_cli":
                yield from (f"medsos_cli.{alias.name}" for alias in node.names)


def _room(module: str) -> str:
    return module.removeprefix("medsos_cli.").split(".")[0]


def _room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def _line(room: str) -> int:
    return next((n for n, line in enumerate(LINES) if room in line.split()), -1)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_from_its_own_line_and_those_above(path: Path) -> None:
    room = _room_of(path)
    assert room == "__init__" or _line(room) >= 0, f"{room} has no line in LINES"
    below = {
        name
        for name in _imported(path)
        if name.startswith("medsos_cli.") and _line(_room(name)) > _line(room)
    }
    assert not below


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_room(library: str) -> None:
    users = {_room_of(p) for p in MODULES if library in {n.split(".")[0] for n in _imported(p)}}
    assert users <= ONLY_IN[library]


# What Windows has not, or has otherwise; `os.chmod` there only sets a file read-only.
POSIX_MODULES = {"fcntl", "grp", "posix", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_CALLS = {
    "chmod", "chown", "fchmod", "fork", "geteuid", "getgid", "getuid", "kill", "killpg", "mkfifo",
    "pread", "SIGKILL", "SIGPIPE", "statvfs", "symlink_to", "umask", "uname",
}  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_asked_of_the_system_that_windows_has_not(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not asked & POSIX_CALLS
    assert not POSIX_MODULES & {name.split(".")[0] for name in _imported(path)}


def test_starting_imports_only_what_every_command_needs() -> None:
    loaded = _loaded("[*commands.values()]")
    heavy = {
        "sqlite3", "sqlite_utils", "rich.console", "slugify", "stdnum", "platformdirs",
        "reportlab", "segno", "docxtpl", "num2words",
    }  # fmt: skip
    assert not heavy & set(loaded)
    assert not [
        name for name in loaded if name.startswith(("medsos_cli.store", "medsos_cli.roster"))
    ]


def test_a_command_is_built_without_the_others() -> None:
    loaded = _loaded("commands['audit']")
    assert "medsos_cli.cli.audit" in loaded
    assert not {"medsos_cli.cli.stocktake", "medsos_cli.cli.custody"} & set(loaded)


def _loaded(after: str) -> list[str]:
    command = (
        "import sys; from typer.main import get_command; from medsos_cli.cli import app; "
        f"commands = get_command(app).commands; {after}; print(*sys.modules)"
    )
    return subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    ).stdout.split()
