"""What is wrong with a command line, said as every other error is: what, and what to write."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

from medsos_cli.cli.context import Context, say_error
from medsos_cli.cli.other_verbs import meant_by
from medsos_cli.errors import InputError, MedsosError, Message, UnknownError, spoken
from medsos_cli.words.identifiers import read_condition
from medsos_cli.words.names import did_you_mean, suggestion

_MANY = 10**9  # a number that is too large for the database, not for a person to know


def refuse(ctx: Any, wrong: Sequence[Any], left: Sequence[str]) -> NoReturn:
    """Say all that is wrong, and raise the last of it.

    `wrong` is what the parser found, `left` are the words it has no place for.
    """
    *others, last = _told(ctx, wrong, left)
    for each in others:
        say_error(each)
    raise last from None


def refuse_command(ctx: Any, word: str, known: Mapping[str, Any]) -> NoReturn:
    """Raise `UnknownError` for a command that there is not, with what may have been meant."""
    within = {f"{ctx.info_name} {each}" for each in known}
    meant = meant_by(word, within if ctx.parent else _paths(known))
    raise UnknownError(
        "there is no command {path} {word}",
        suggestion(meant) or did_you_mean(word, known) or "see: {path} --help",
        path=ctx.command_path, word=word,
    )  # fmt: skip


def _paths(known: Mapping[str, Any]) -> set[str]:
    """Return the commands, and those within them, as they are written after `medsos`."""
    within = (f"{name} {each}" for name in known for each in getattr(known[name], "commands", ()))
    return {*known, *within}


def name_of(parameter: Any) -> str:
    """Return what people call an option or an argument."""
    if parameter.param_type_name == "argument":
        return spoken(parameter.metavar) or str(parameter.name.upper())
    return str(max(parameter.opts, key=len))


def value_of(option: Any) -> str:
    """Return what stands for the value of an option, in words; a word to be typed as it is."""
    metavar = str(option.metavar or _choices(option) or option.name.upper())
    return metavar if metavar.islower() else spoken(metavar)


def needed(ctx: Any) -> str:
    """Return the shortest line that the command takes: itself, and what must be said."""
    pieces = [ctx.command_path]
    for parameter in ctx.command.params:
        if parameter.required:
            name = name_of(parameter)
            is_option = parameter.param_type_name == "option"
            pieces.append(f"{name} {value_of(parameter)}" if is_option else name)
    return " ".join(pieces)


def _told(ctx: Any, wrong: Sequence[Any], left: Sequence[str]) -> Iterator[MedsosError]:
    missing = [name_of(each.param) for each in wrong if _kind(each) == "MissingParameter"]
    if missing:
        yield InputError(
            "missing: {names}",
            "write {line}; for the rest see: {path} --help",
            names=", ".join(missing), line=needed(ctx), path=ctx.command_path,
        )  # fmt: skip
    if left:
        yield InputError(
            "too much: {words}",
            "put a name of several words into quotation marks; see: {path} --help",
            words=" ".join(left), path=ctx.command_path,
        )  # fmt: skip
    for error in wrong:
        if isinstance(error, MedsosError):
            yield error
        elif _kind(error) != "MissingParameter":
            yield _of_one(ctx, error)
    yield from _unread(ctx)


def _kind(error: Any) -> str:
    return type(error).__name__


def _of_one(ctx: Any, error: Any) -> MedsosError:
    match _kind(error):
        case "NoSuchOption":
            return _no_such_option(ctx, error.option_name)
        case "BadOptionUsage":
            return _half_an_option(ctx, error.option_name)
        case "BadParameter":
            return _bad_value(ctx, error)
    return InputError("no command is named", "see: {path} --help", path=ctx.command_path)


def _no_such_option(ctx: Any, option: str) -> MedsosError:
    fields = {"option": option, "path": ctx.command_path}
    if ctx.parent is None:
        return UnknownError(
            "there is no option {option} before a command",
            "options stand after the command: medsos COMMAND {option}",
            **fields,
        )
    known = [name for each in ctx.command.get_params(ctx) for name in each.opts]
    hint = did_you_mean(option, [name for name in known if name.startswith("--")])
    return UnknownError("{path} has no option {option}", hint or "see: {path} --help", **fields)


def _half_an_option(ctx: Any, option: str) -> MedsosError:
    parameter = next(each for each in ctx.command.params if option in each.opts)
    if parameter.is_flag:
        return InputError("{option} takes no value", "write {option} alone", option=option)
    return InputError(
        "{option} needs a value", "write {option} {value}",
        option=option, value=value_of(parameter),
    )  # fmt: skip


def _bad_value(ctx: Any, error: Any) -> MedsosError:
    parameter, name = error.param, name_of(error.param)
    word = error.message
    fields = {"name": name, "word": word, "path": ctx.command_path}
    if choices := _choices(parameter):
        fields["choices"] = choices.replace("|", ", ")
        near = did_you_mean(word, choices.split("|"))
        hint = near or "the words are {choices}"
        return InputError("{name}: {word!r} is none of its words", hint, **fields)
    if numbers := _numbers(parameter):
        return InputError("{name}: {word!r} is no number it can take", numbers, **fields)
    return InputError("{name}: {word!r} cannot be taken", "see: {path} --help", **fields)


def _choices(parameter: Any) -> str:
    return "|".join(map(str, parameter.type_descriptor.choices or ()))


def _numbers(parameter: Any) -> Message | None:
    """Say which numbers a parameter takes; None where it takes other things."""
    if parameter.type_descriptor.annotation is not int:
        return None
    least, most = parameter.min, parameter.max
    if most is not None and most < _MANY:
        return Message("write a whole number from {least} to {most}", least=least or 0, most=most)
    if least is not None:
        return Message("write a whole number, {least} or more", least=least)
    return Message("write a whole number")


def _unread(ctx: Any) -> Iterator[MedsosError]:
    """Yield what the command would have refused of the options that were read."""
    readers: dict[str, Callable[[str], object]] = {
        "DATE": partial(_read_day, ctx), "B|RR|RB": read_condition,
    }  # fmt: skip
    for parameter in ctx.command.params:
        word, reader = ctx.params.get(parameter.name), readers.get(parameter.metavar)
        if reader and isinstance(word, str):
            try:
                reader(word)
            except InputError as error:
                yield error.at(name_of(parameter))


def _read_day(ctx: Any, word: str) -> object:
    return ctx.ensure_object(Context).clock.read(word)
