"""What `--help` shows: how a command is written, what it does, and what it takes."""

from collections.abc import Iterable, Iterator
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any, NamedTuple

from medsos_cli.cli.examples import examples
from medsos_cli.cli.usage import name_of, value_of
from medsos_cli.errors import Message, spoken

_WIDEST, _IN_A_PIPE = 100, 80
_LEFT = 30
_INDENT = "  "


class Term(NamedTuple):
    """Something that is explained: an option, an argument, a command."""

    word: str
    meaning: str


def help_text(command: Any, ctx: Any) -> str:
    """Return the help of a command or a group, in the language in force."""
    width = min(get_terminal_size((_IN_A_PIPE, 25)).columns, _WIDEST)
    written = str(Message("Usage: {usage}", usage=usage(command, ctx)))
    lines = wrap(written, width, subsequent_indent=4 * " ", break_on_hyphens=False)
    for paragraph in spoken(command.help or "").split("\n\n"):
        lines += ["", *_wrapped(paragraph, width)]
    for heading, terms in _sections(command):
        if terms:
            lines += ["", str(heading), *_listed(terms, width)]
    if shown := examples(ctx.command_path, getattr(command, "commands", ())):
        lines += ["", str(Message("Examples:"))]
        for line, use in shown:
            lines += [f"{_INDENT}{line}", f"{3 * _INDENT}{use}"]
    return "\n".join(lines) + "\n"


def usage(command: Any, ctx: Any) -> str:
    """Return how a command is written: its name, and what may follow."""
    pieces = [ctx.command_path, str(Message("[OPTIONS]"))]
    for parameter in _arguments(command):
        name = name_of(parameter)
        optional = not parameter.required and not name.startswith("[")
        pieces.append(f"[{name}]" if optional else name)
    if hasattr(command, "commands"):
        pieces[1:] = ["COMMAND …"]
    return " ".join(pieces)


def _sections(command: Any) -> Iterator[tuple[Message, list[Term]]]:
    yield Message("Arguments:"), [_term(each) for each in _arguments(command)]
    options = [each for each in command.params if each.param_type_name == "option"]
    last = Term("-h, --help", str(Message("Show this help.")))
    yield Message("Options:"), [*map(_term, options), last]
    if hasattr(command, "commands"):
        longest = max(map(len, command.commands))
        for heading, names in getattr(command, "groups", _groups(command)).items():
            known = [(f"{name:<{longest}}", command.commands[name]) for name in names]
            yield heading, [Term(name, short_help(each)) for name, each in known]


def _groups(command: Any) -> dict[Message, Iterable[str]]:
    return {Message("Commands:"): command.commands}


def short_help(command: Any) -> str:
    """Return what a command does, in one sentence."""
    return spoken(command.help or "").split("\n\n")[0]


def _arguments(command: Any) -> list[Any]:
    return [each for each in command.params if each.param_type_name == "argument"]


def _term(parameter: Any) -> Term:
    name = name_of(parameter)
    if parameter.param_type_name == "option" and not parameter.is_flag:
        name += f" {value_of(parameter)}"
    return Term(name, " ".join(filter(None, (spoken(parameter.help or ""), *_notes(parameter)))))


def _notes(parameter: Any) -> Iterator[str]:
    if parameter.envvar:
        yield str(Message("[environment: {name}]", name=parameter.envvar))
    if parameter.default and not callable(parameter.default):
        yield str(Message("[default: {value}]", value=spoken(str(parameter.default))))
    if parameter.required and parameter.param_type_name == "option":
        yield str(Message("[required]"))


def _wrapped(paragraph: str, width: int) -> list[str]:
    return wrap(
        paragraph, width, initial_indent=_INDENT, subsequent_indent=_INDENT, break_on_hyphens=False
    )


def _listed(terms: Iterable[Term], width: int) -> Iterator[str]:
    terms = [*terms]
    most = min(_LEFT, width // 2)
    left = max((len(word) for word, _ in terms if len(word) <= most), default=most)
    for word, meaning in terms:
        room = width - len(_INDENT) - left - len(_INDENT)
        first, *others = wrap(meaning, room, break_on_hyphens=False) or [""]
        if len(word) <= left:
            yield f"{_INDENT}{word:<{left}}{_INDENT}{first}".rstrip()
        else:
            yield f"{_INDENT}{word}"
            others = [first, *others]
        for line in others:
            yield f"{_INDENT}{'':<{left}}{_INDENT}{line}"
