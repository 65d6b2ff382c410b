"""What is installed is what the constraints name, under the licences that the docs list."""

import re

import pytest
from packaging.requirements import Requirement

from .conftest import ROOT
from .supply import CONSTRAINTS, installed, key, licences, needed, pinned


@pytest.fixture
def as_pinned() -> None:
    """Skip where newer packages are here than the constraints name: those may say otherwise."""
    pins = {name: version for name, (version, _) in pinned().items()}
    del pins["pip"]  # an environment brings its own
    newer = [
        name for name, made in installed().items() if made.version != pins.get(name, made.version)
    ]
    if newer:
        pytest.skip(f"other versions are installed than constraints.txt names: {newer}")


@pytest.mark.usefixtures("as_pinned")
def test_the_constraints_name_all_that_is_needed_within_its_bounds() -> None:
    pins = pinned()
    assert installed().keys() <= pins.keys(), "python -m tests.supply"
    for wanted in needed():
        assert wanted.specifier.contains(pins[key(wanted.name)][0]), "python -m tests.supply"


def test_each_has_the_hashes_of_its_wheels_and_nothing_says_from_where() -> None:
    for name, (_, hashes) in pinned().items():
        assert hashes, name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes)
    assert not re.search(r"://|index|www\.", CONSTRAINTS.read_text("ascii"))


@pytest.mark.parametrize("name", ["docxtpl", "httpx", "python-docx", "typer"])
def test_what_is_used_from_inside_has_an_upper_bound(name: str) -> None:
    wanted: dict[str, Requirement] = {each.name: each for each in needed()}
    assert any(each.operator == "<" for each in wanted[name].specifier)


@pytest.mark.usefixtures("as_pinned")
@pytest.mark.parametrize("language", ["en", "id"])
def test_the_licences_are_those_that_the_packages_tell(language: str) -> None:
    rows = (ROOT / "docs" / language / "supply.md").read_text("utf-8").splitlines()
    assert not {*licences().splitlines()} - {*rows}, "python -m tests.supply"
