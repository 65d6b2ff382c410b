"""A command run in the tests' own process."""

from collections.abc import Mapping, Sequence
from functools import cache

from typer import testing
from typer.main import get_command

from medsos_cli.cli import app
from medsos_cli.cli.context import Context

# Putting the command line together takes longer than most commands take to run.
testing._get_command = cache(get_command)  # type: ignore[attr-defined]  # noqa: SLF001  # no other way


def invoke(
    words: Sequence[str],
    context: Context,
    env: Mapping[str, str] | None = None,
    typed: str | None = None,
) -> testing.Result:
    """Run a command; a failure that is none of ours leaves as it is."""
    return testing.CliRunner().invoke(
        app, words, input=typed, obj=context, env=env, catch_exceptions=False, prog_name="medsos"
    )
