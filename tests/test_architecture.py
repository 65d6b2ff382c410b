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

# A wing imports from those before an arrow that points to it, and from itself.
ORDER = (
    "errors, models <- words, settings <- rules, sheets, platforms "
    "<- store <- intake, answers <- cli <- __main__"
)
FLOORS = {
    wing: n for n, floor in enumerate(ORDER.split(" <- ")) for wing in floor.split(", ")
}  # fmt: skip
# A library is used in the wing or the module named beside it, and nowhere else.
ONLY_IN = {
    "typer": "cli",
    "rich": "answers.drawing, answers.as_table, answers.verdict_marks",
    "sqlite3": "store",
    "sqlite_utils": "store",
    "pydantic": "settings, platforms",
    "pydantic_settings": "settings",
    "psutil": "store.place",
    "httpx": "platforms",
    "stamina": "platforms",
    "slugify": "words.names",
    "segno": "answers.label_sheets",
    "reportlab": "answers.label_sheets",
    "docxtpl": "answers.word_template",
    "docx": "answers.word_template",
    "jinja2": "answers.word_template, answers.report_html",
    "markupsafe": "answers.word_template, answers.report_html",
    "xlsxwriter": "answers.report_xlsx, answers.as_xlsx, answers.workbook",
    "xlrd": "sheets.xls",
    "click": "",
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


def _module(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def _wing(module: str) -> str:
    return module.removeprefix("medsos_cli.").split(".")[0]


def _ours(path: Path) -> set[str]:
    return {_wing(name) for name in _imported(path) if name.startswith("medsos_cli.")}


@pytest.mark.parametrize("path", MODULES, ids=_module)
def test_a_wing_imports_from_itself_and_those_before_it(path: Path) -> None:
    wing = _wing(_module(path))
    if wing != "__init__":
        assert wing in FLOORS, f"{wing} stands nowhere in ORDER"
        assert not {
            other for other in _ours(path) if other != wing and FLOORS[other] >= FLOORS[wing]
        }


def test_the_wings_are_few_and_so_are_the_arrows_between_them() -> None:
    wings = {_wing(_module(path)) for path in MODULES} - {"__init__"}
    arrows = {(_wing(_module(path)), other) for path in MODULES for other in _ours(path)}
    assert len(wings) <= 13
    assert len([arrow for arrow in arrows if arrow[0] != arrow[1]]) <= 46


def test_no_module_name_stands_twice_and_none_is_too_long() -> None:
    names = [path.stem for path in MODULES if path.stem != "__init__"]
    assert len(names) == len(set(names))
    assert not [path for path in MODULES if len(path.read_text("utf-8").splitlines()) > 300]


def test_functions_fit_on_a_screen() -> None:
    bodies = {
        f"{_module(path)}.{node.name}": (node.end_lineno or 0) - node.body[0].lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert not {name: length for name, length in bodies.items() if length > 50}
    short = [length for length in bodies.values() if length <= 25]
    assert len(short) >= 0.97 * len(bodies)


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_room(library: str) -> None:
    users = {_module(p) for p in MODULES if library in {n.split(".")[0] for n in _imported(p)}}
    rooms = tuple(ONLY_IN[library].split(", "))
    assert not {user for user in users if user not in rooms and _wing(user) not in rooms}


# What Windows has not, or has otherwise; `os.chmod` there only sets a file read-only.
POSIX_MODULES = {"fcntl", "grp", "posix", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_CALLS = {
    "chmod", "chown", "fchmod", "fork", "geteuid", "getgid", "getuid", "kill", "killpg", "mkfifo",
    "pread", "SIGKILL", "SIGPIPE", "statvfs", "symlink_to", "umask", "uname",
}  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=_module)
def test_nothing_is_asked_of_the_system_that_windows_has_not(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not asked & POSIX_CALLS
    assert not POSIX_MODULES & {name.split(".")[0] for name in _imported(path)}


def test_starting_imports_only_what_every_command_needs() -> None:
    loaded = _loaded("[*commands.values()]")
    heavy = {
        "sqlite3", "sqlite_utils", "rich.console", "slugify", "platformdirs",
        "reportlab", "segno", "docxtpl",
    }  # fmt: skip
    assert not heavy & set(loaded)
    assert not [
        name for name in loaded if name.startswith(("medsos_cli.store", "medsos_cli.sheets"))
    ]


def test_a_command_is_built_without_the_others() -> None:
    loaded = _loaded("commands['audit']")
    assert "medsos_cli.cli.audit" in loaded
    assert not {"medsos_cli.cli.stocktake", "medsos_cli.cli.handover"} & set(loaded)


def _loaded(after: str) -> list[str]:
    command = (
        "import sys; from typer.main import get_command; from medsos_cli.cli import app; "
        f"commands = get_command(app).commands; {after}; print(*sys.modules)"
    )
    return subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    ).stdout.split()
