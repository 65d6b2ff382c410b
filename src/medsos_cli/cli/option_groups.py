"""Options that belong together: said once as a named tuple, which a command takes as one."""

from collections.abc import Callable, Iterator
from functools import wraps
from inspect import Parameter, signature
from typing import Any, NamedTuple

from medsos_cli.cli.options import Accessories, ConditionWord, Document, On


class Paper(NamedTuple):
    """When something happened, and which paper says so."""

    on: On = "today"
    document_no: Document = None


class Goods(NamedTuple):
    """How the device was then, and what came with it."""

    condition: ConditionWord = None
    accessories: Accessories = None


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command, for each named tuple that it takes, the options that are its fields.

    They stand where the tuple stands; a field without a default has to be said.
    """
    own = [
        each.replace(kind=Parameter.KEYWORD_ONLY) for each in signature(command).parameters.values()
    ]
    groups = {each.name: each.annotation for each in own if hasattr(each.annotation, "_fields")}

    @wraps(command)
    def taking_each(**given: Any) -> None:  # whatever typer has read
        for name, group in groups.items():
            given[name] = group(**{field: given.pop(field) for field in group._fields})
        command(**given)

    flat = [option for each in own for option in _options(each)]
    made = signature(command).replace(parameters=flat)
    taking_each.__signature__ = made  # type: ignore[attr-defined]  # typer reads the options there
    return taking_each


def _options(each: Parameter) -> Iterator[Parameter]:
    group = each.annotation
    if not hasattr(group, "_fields"):
        yield each
        return
    for name, annotation in group.__annotations__.items():
        default = group._field_defaults.get(name, Parameter.empty)
        yield Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
