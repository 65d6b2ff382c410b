"""A command line as we read it: all that is wrong with it at once, and in our own words.

Typer's parser does the reading. What it would say of a mistake, in English and in a frame,
is told like every other error; see `usage`. So is help; see `help_text`.
"""

import os
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from medsos_cli.cli.context import Context
from medsos_cli.cli.parameters import read_plainly
from medsos_cli.errors import WRONG, DatabaseError, MedsosError

_USAGE_ERROR: Any = typer.BadParameter.__mro__[1]  # typer keeps the class itself private


class _Spoken:
    """What a command and a group have in common: plain parameters, and help as we write it."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return its parameters, help's too."""
        return read_plainly(super().get_params(ctx))  # type: ignore[misc]  # of what is mixed in

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option that shows the help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # likewise
        option.callback = _show_help
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help in the language in force."""
        from medsos_cli.cli.help_text import help_text

        formatter.write(help_text(self, ctx))


class Command(_Spoken, TyperCommand):
    """One command; one that writes lists also takes `--no-pager`."""

    def __init__(self, name: str | None, **given: Any) -> None:  # what typer passes on
        """Take over what typer has made of a function."""
        super().__init__(name, **given)
        if any(each.name == "style" for each in self.params):
            self.params.append(_no_pager())

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words after the command; raises `InputError`, all else that is wrong said."""
        if ctx.resilient_parsing:  # completion: half a line is no mistake
            return super().parse_args(ctx, args)
        try:
            given, left, _ = self.make_parser(ctx).parse_args(args=[*args])
        except _USAGE_ERROR as error:
            _refuse(ctx, [error])
        wrong: list[Exception] = []
        for parameter in sorted(self.get_params(ctx), key=lambda each: not each.is_eager):
            try:
                parameter.handle_parse_result(ctx, given, left)
            except (_USAGE_ERROR, MedsosError) as error:
                wrong.append(error)
        if wrong or left:
            _refuse(ctx, wrong, left)
        ctx.args = left
        return left

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a failure that none of ours is may be that of a damaged file."""
        try:
            return super().invoke(ctx)
        except (MedsosError, OSError, typer.Exit, typer.Abort, _USAGE_ERROR):
            raise
        except Exception as error:
            _refuse_damaged(ctx, error)
            raise


class Group(_Spoken, TyperGroup):
    """Several commands under one name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words before the name of a command; without any, show the help."""
        if not (args or ctx.resilient_parsing):
            _say_help(ctx)
            raise typer.Exit(WRONG)
        try:
            return super().parse_args(ctx, args)
        except _USAGE_ERROR as error:
            _refuse(ctx, [error])

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command; raises `UnknownError` with the names that are near."""
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            from medsos_cli.cli.usage import refuse_command

            refuse_command(ctx, args[0], self.commands)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is named."""
        try:
            return super().invoke(ctx)
        except _USAGE_ERROR as error:
            _refuse(ctx, [error])


def _show_help(ctx: Any, _option: Any, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        _say_help(ctx)
        ctx.exit()


def _say_help(ctx: Any) -> None:
    from medsos_cli.answers.output import on_pages

    with on_pages():
        typer.echo(ctx.get_help())


def _no_pager() -> Any:
    """Return an option of every list, which no command need take."""

    def choose(_ctx: Any, _option: Any, said: bool) -> None:
        if said:
            os.environ["MEDSOS_PAGER"] = ""

    alone = typer.Typer(add_completion=False)

    @alone.command()
    def _command(
        _no_pager: Annotated[
            bool, typer.Option("--no-pager", callback=choose, help="Do not show it page by page.")
        ] = False,
    ) -> None: ...

    (option,) = typer.main.get_command(alone).params
    option.expose_value = False
    return option


def _refuse_damaged(ctx: Any, error: Exception) -> None:
    """Raise `DatabaseError` where the file is why a command failed; else it is a bug, and stays."""
    from medsos_cli.store.doctor.health import is_damaged

    file = ctx.ensure_object(Context).database(ctx.params.get("db"))
    if is_damaged(file):
        raise DatabaseError(
            "the database {file} is damaged", "what is wrong is told by: medsos doctor", file=file
        ) from error


def _refuse(ctx: Any, wrong: list[Exception], left: list[str] | None = None) -> NoReturn:
    from medsos_cli.cli.usage import refuse

    refuse(ctx, wrong, left or [])
