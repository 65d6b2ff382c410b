"""`medsos backup`, `medsos doctor`, `medsos info`: the file itself, and the program."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, plain, say
from medsos_cli.cli.listing import Listing
from medsos_cli.cli.options import Database, Formatted, Output, refuse_no_text
from medsos_cli.errors import DatabaseError, InputError

if TYPE_CHECKING:
    from medsos_cli.findings import Finding

_WHY = {"COMMANDLINE": "--db", "ENVIRONMENT": "MEDSOS_DB", "DEFAULT": "the user's data folder"}


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep", metavar="N", min=1, help="FILE is a folder: keep the newest N dated copies."
        ),
    ] = None,
    db: Database = None,
) -> None:
    """Copy the database, checked, to a file; or to a folder, under the moment's name."""
    from medsos_cli.store.backup import back_up, back_up_dated
    from medsos_cli.store.database import open_store

    context = ctx.ensure_object(Context)
    clock = context.clock
    refuse_no_text(str(file))
    if keep and force:
        raise InputError("--keep makes a file of its own and needs no --force")
    if keep and not file.is_dir():
        raise InputError(f"{file} is not a folder", "with --keep, name a folder that exists")
    with open_store(context.database(db)) as store:
        if keep:
            local = clock.moment.astimezone(clock.zone)
            file = back_up_dated(store, file, local, clock.stamp, keep)
        else:
            back_up(store, file, clock.stamp, force=force)
    typer.echo(plain(f"{file} is made and checked"))


def doctor(ctx: typer.Context, db: Database = None) -> None:
    """Look for what is wrong with the database; exit with 1 where something is broken."""
    from medsos_cli.findings import Level
    from medsos_cli.store.health import examine
    from medsos_cli.store.place import mounts

    context = ctx.ensure_object(Context)
    broken = False
    for finding in examine(context.database(db), context.clock, mounts()):
        _tell(finding)
        broken = broken or finding.level is Level.FAIL
    if broken:
        raise typer.Exit(1)


def _tell(finding: "Finding") -> None:
    typer.echo(plain(f"{finding.level:<5} {finding.what:<11}  {finding.told}"))
    if finding.hint:
        typer.echo(plain(f"{'':<17}  → {finding.hint}"))


def info(
    ctx: typer.Context,
    format: Formatted = None,  # noqa: A002  # the option's name
    output: Output = None,
    db: Database = None,
) -> None:
    """Say which file is used and why, what it holds, the versions, and the settings in force."""
    context = ctx.ensure_object(Context)
    path = context.database(db)
    source = ctx.get_parameter_source("db")
    why = _WHY.get(source.name if source else "", "")
    rows = [("database", plain(str(path)), why), *_content(path), *_versions(), *_settings(context)]
    columns = ("what", "value", "from")
    Listing(columns, dict(zip(columns, columns, strict=True)), format, output, path).write(rows)


def _content(path: Path) -> Iterator[tuple[str, object, str]]:
    from medsos_cli.store.counts import count_all
    from medsos_cli.store.database import open_store

    try:
        with open_store(path, as_it_is=True) as store:
            counts = count_all(store)
    except DatabaseError as error:
        say(f"note: {error}")
        return
    yield "size", f"{path.stat().st_size:,} bytes", ""
    for what, count in counts.items():
        yield what, count, ""


def _versions() -> Iterator[tuple[str, str, str]]:
    import platform
    from importlib.metadata import version

    from medsos_cli.store.counts import engine

    yield "medsos", version("medsos"), ""
    yield "Python", platform.python_version(), ""
    yield "SQLite", engine(), ""
    yield "system", platform.platform(), ""


def _settings(context: Context) -> Iterator[tuple[str, str, str]]:
    from medsos_cli.settings import config_path, load_settings, sources

    path = config_path()
    yield "settings", str(path), "" if path.is_file() else "not there"
    zone = context.clock.zone.key
    yield "tz", zone, "environment" if context.environ.get("MEDSOS_TZ") else "default"
    for name, (value, where) in sources(load_settings()).items():
        yield name, value, where
