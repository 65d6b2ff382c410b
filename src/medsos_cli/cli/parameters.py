"""Words of a command line as values, without an adapter for each of them.

Typer builds a pydantic adapter for every parameter of a command, also for those that are not
given, which takes longer than an audit of 65 agencies. Ours are texts, paths, whole numbers,
words to choose from, flags, and several texts. `tests/cli/test_parameters.py` holds these
readings to Typer's own.
"""

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, cast, get_args

import typer

from medsos_cli.errors import spoken


class Plain:
    """What Typer asks for the value of one parameter."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        """Read by a function that raises `ValueError`."""
        self._read = read

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value of what was given, if any; raises `typer.BadParameter`."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        try:
            return self._read(value)
        except ValueError as error:
            raise typer.BadParameter(str(value), ctx=ctx, param=param) from error


def read_plainly(parameters: list[Any]) -> list[Any]:
    """Let parameters be read by `Plain`; one of a type that we do not have stays Typer's."""
    for each in parameters:
        if read := _reader(each):
            each._runtime_param = Plain(read)  # noqa: SLF001  # where Typer keeps what it builds
    return parameters


def _reader(parameter: Any) -> Callable[[Any], Any] | None:
    annotation = parameter.type_descriptor.annotation
    if annotation is int:
        return _whole_number(parameter.min, parameter.max)
    if _is_choice(annotation):
        return _chosen(annotation)
    if annotation in {str, Path, bool}:
        return cast("Callable[[Any], Any]", annotation)
    return list if get_args(annotation) == (str,) else None


def _is_choice(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Enum)


def _chosen(choices: type[Enum]) -> Callable[[Any], Any]:
    """Read a choice as it is, and as it is called in the language in force."""

    def read(word: Any) -> Any:
        return choices({spoken(str(each.value)): each for each in choices}.get(word, word))

    return read


def _whole_number(least: int | None, most: int | None) -> Callable[[Any], int]:
    def read(word: Any) -> int:
        number = int(word)
        if (least is not None and number < least) or (most is not None and number > most):
            raise ValueError(number)
        return number

    return read
