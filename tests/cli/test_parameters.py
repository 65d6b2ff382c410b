"""Our reading of a command line's words, held to that of the Typer we are pinned to."""

# ruff: noqa: ANN401  # the classes of typer's click are private

from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer._coercion import build_runtime_param
from typer.core import TyperCommand

from medsos_cli.cli import app
from medsos_cli.cli.parameters import Plain, read_plainly
from tests.conftest import Run

ROOT: Any = typer.main.get_command(app)
REFUSED = object()


def parameters(command: Any, path: str = "medsos") -> Iterator[Any]:
    ctx = typer.Context(command, info_name=path)
    for each in command.get_params(ctx):
        yield pytest.param(each, id=f"{path} {each.name}")
    for name in getattr(command, "commands", ()):
        yield from parameters(command.commands[name], f"{path} {name}")


def value(reader: Any, word: object, parameter: Any) -> Any:
    with suppress(typer.BadParameter):
        return reader.coerce(word, parameter, None)
    return REFUSED


@pytest.mark.parametrize("parameter", list(parameters(ROOT)))
def test_every_parameter_is_read_as_typer_reads_it(parameter: Any) -> None:
    ours, theirs = parameter.get_runtime_param(), build_runtime_param(parameter.type_descriptor)
    assert isinstance(ours, Plain), "no adapter is built"
    many = parameter.multiple or parameter.nargs == -1
    choices = [str(each.value) for each in parameter.type_descriptor.choices or ()]
    for word in ["", "a", "5", "-1", "99999", "1.5", "csv", "a/b.csv", "~/x", *choices, None]:
        given = [word, "b"] if many and word is not None else word
        if parameter.type_descriptor.annotation is bool and isinstance(given, str):
            continue  # a flag: its values are bool before they come here
        assert value(ours, given, parameter) == value(theirs, given, parameter), word


def test_what_is_chosen_already_stays() -> None:
    class Colour(Enum):
        RED = "red"

    def command(colour: Colour = Colour.RED) -> None: ...

    parameter = _made(command)
    assert parameter.get_runtime_param().coerce(Colour.RED, parameter, None) is Colour.RED


def test_a_type_that_no_command_has_stays_typers() -> None:
    def command(number: float = 1.0) -> None: ...

    assert not isinstance(_made(command).get_runtime_param(), Plain)


def _made(command: Any) -> Any:
    alone = typer.Typer(add_completion=False)
    alone.command()(command)
    made = typer.main.get_command(alone)
    assert isinstance(made, TyperCommand)
    (parameter,) = read_plainly(made.params)
    return parameter


@given(st.text() | st.integers().map(str))
def test_a_number_that_is_read_is_what_typer_reads(word: str) -> None:
    def command(number: int = 0) -> None: ...

    parameter = _made(command)
    ours = value(parameter.get_runtime_param(), word, parameter)
    theirs = value(build_runtime_param(parameter.type_descriptor), word, parameter)
    assert ours in {theirs, REFUSED}


def test_a_word_to_choose_is_also_the_one_that_the_help_shows_in_its_language(
    sample: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = sample("audit", "--sort", "stale", "--format", "csv").out
    monkeypatch.setenv("MEDSOS_LANG", "id")
    assert sample("audit", "--sort", "sepi", "--format", "csv").out == english
    assert sample("audit", "--sort", "stale", "--format", "csv").out == english
