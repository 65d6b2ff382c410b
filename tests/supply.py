"""What the program is built on: hashes of every wheel it needs, and under which licences.

`python -m tests.supply` writes `constraints.txt` anew, with the newest that `pyproject.toml` lets
be taken, by asking the index that pip asks; and the tables of `docs/*/supply.md`.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
ON_WINDOWS = {"colorama": "sys_platform == 'win32'"}  # of click
_HEAD = "# Written by python -m tests.supply; how to install by it: docs/en/supply.md\n"
_PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_PLATFORMS = (
    ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64",
     "manylinux_2_12_x86_64"),
    ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    ("win_amd64",),
    ("macosx_11_0_arm64", "macosx_10_9_universal2"),
)  # fmt: skip
_ROW = "| {} | {} |"


def needed() -> list[Requirement]:
    """Return what `pyproject.toml` asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [*map(Requirement, project["dependencies"])]


def key(name: str) -> str:
    """Return a package's name as all write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> dict[str, Distribution]:
    """Return what of this environment the program needs, directly or not."""
    found: dict[str, Distribution] = {}
    waiting = needed()
    while waiting:
        wanted = waiting.pop()
        if key(wanted.name) in found or not _is_wanted(wanted):
            continue
        found[key(wanted.name)] = made = distribution(wanted.name)
        waiting += map(Requirement, made.requires or ())
    return found


def _is_wanted(wanted: Requirement) -> bool:
    return wanted.marker is None or wanted.marker.evaluate({"extra": ""})


def licence(made: Distribution) -> str:
    """Return under which licence a package says it is."""
    told = made.metadata
    classified = [
        each.rpartition(" :: ")[2]
        for each in told.get_all("Classifier") or ()
        if each.startswith("License :: ")
    ]
    return str(told.json.get("license_expression") or "; ".join(classified) or told["License"])


def licences() -> str:
    """Return a row for each package and its licence."""
    return "\n".join(_ROW.format(name, licence(made)) for name, made in sorted(installed().items()))


def pinned() -> dict[str, tuple[str, list[str]]]:
    """Return the version of each package in `constraints.txt`, and its hashes."""
    text = CONSTRAINTS.read_text("ascii").replace(" \\\n", " ")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {
        name: (version, [word.removeprefix("--hash=") for word in words if "--hash" in word])
        for first, *words in lines
        for name, version in [first.rstrip(";").split("==")]
    }


def _resolve() -> Iterator[tuple[str, str, str]]:
    """Yield the name, the version and the hash of each wheel, of every Python and platform."""
    wanted = [str(each).partition(";")[0] for each in needed()] + [*ON_WINDOWS]
    with TemporaryDirectory() as folder:
        same = Path(folder) / "same.txt"
        same.touch()
        for python, platforms in product(_PYTHONS, _PLATFORMS):
            words = [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--dry-run",
                "--report",
                "-",
            ]
            words += ["--ignore-installed", "--only-binary", ":all:", "--target", folder]
            words += ["--python-version", python, "-c", str(same)]
            words += [word for each in platforms for word in ("--platform", each)]
            done = subprocess.run([*words, *wanted], capture_output=True, text=True, check=True)
            found = json.loads(done.stdout)["install"]
            for each in found:
                made, hashes = each["metadata"], each["download_info"]["archive_info"]["hashes"]
                yield key(made["name"]), made["version"], hashes["sha256"]
            pins = {f"{each['metadata']['name']}=={each['metadata']['version']}" for each in found}
            same.write_text("\n".join({*same.read_text("utf-8").split(), *pins}), "utf-8")


def write_constraints() -> None:
    """Write every wheel's hash; nothing in it says from where it comes."""
    wheels: dict[str, set[str]] = {}
    for name, version, sha in _resolve():
        line = f"{name}=={version}"
        line += f" ; {ON_WINDOWS[name]}" if name in ON_WINDOWS else ""
        wheels.setdefault(line, set()).add(f" \\\n    --hash=sha256:{sha}")
    lines = (line + "".join(sorted(found)) for line, found in sorted(wheels.items()))
    CONSTRAINTS.write_text(_HEAD + "\n".join(lines) + "\n", "ascii")


def write_licences() -> None:
    """Write the table into both pages."""
    for language in ("en", "id"):
        page = ROOT / "docs" / language / "supply.md"
        head = page.read_text("utf-8").partition("|---|---|\n")
        page.write_text(f"{head[0]}{head[1]}{licences()}\n", "utf-8")


if __name__ == "__main__":
    write_constraints()
    write_licences()
