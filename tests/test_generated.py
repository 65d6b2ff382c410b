"""What is made of the program is what the program is now: reference, picture, man page."""

import re
import subprocess
from pathlib import Path
from shutil import which

import pytest

from medsos_cli.settings import Settings
from medsos_cli.store.schema.upgrade import OWN_GUARDS

from .conftest import ROOT
from .guards import guards
from .manpage import man_page
from .manpage import path_of as man_of
from .picture import path_of as picture_of
from .picture import shown, texts_of
from .reference import path_of as page_of
from .reference import reference


def test_the_hashes_of_the_guards_are_current() -> None:
    assert OWN_GUARDS.read_text("ascii") == guards(), "python -m tests.guards"


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_reference_is_current(language: str) -> None:
    assert page_of(language).read_text("utf-8") == reference(language), "python -m tests.reference"


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_man_page_is_current_and_read_by_man(language: str) -> None:
    page = man_of(language)
    assert page.read_text("utf-8") == man_page(language), "python -m tests.manpage"
    if not (groff := which("groff")):
        pytest.skip("there is no groff to read it with")
    words = [groff, "-man", "-Kutf8", "-Tutf8", "-ww", str(page)]
    read = subprocess.run(words, capture_output=True, text=True, check=True)
    assert not read.stderr
    assert "medsos custody" in read.stdout


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_picture_shows_what_the_audit_shows(language: str, tmp_path: Path) -> None:
    svg = picture_of(language).read_text("utf-8")
    text = re.sub(r"\x1b\[[\d;]*m", "", shown(language, tmp_path))
    assert texts_of(svg)[5:] == text.split(), "python -m tests.picture"
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_setting_is_explained(language: str) -> None:
    text = (ROOT / "docs" / language / "settings.md").read_text("utf-8")
    for name in Settings.model_fields:
        assert f"MEDSOS_{name.upper()}" in text or f"[{name}]" in text
