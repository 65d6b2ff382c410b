"""`medsos backup`, `restore`, `doctor` and `info`: the file itself, and the program."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, deliver, say, say_error, tell
from medsos_cli.cli.options import Database, Formatted, Output, refuse_no_text
from medsos_cli.errors import FOUND, DatabaseError, Figure, InputError, Message
from medsos_cli.words.safe import escape

if TYPE_CHECKING:
    from medsos_cli.store.doctor.proving import LastSeal

_WHY = {
    "COMMANDLINE": "--db",
    "ENVIRONMENT": "MEDSOS_DB",
    "DEFAULT": Message("the user's data folder"),
}

_COUNTED = {
    each.template: each
    for each in (
        Message("schema version"), Message("agencies"), Message("accounts"), Message("devices"),
        Message("custody events"), Message("sightings"), Message("stock-takes"),
        Message("posts"), Message("follow-ups"),
    )
}  # fmt: skip


def backup(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FILE", help="The copy to make.")],
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
    clock, file = context.clock, Path(name)
    refuse_no_text(name)
    if keep and force:
        raise InputError("--keep makes a file of its own and needs no --force")
    if keep and not file.is_dir():
        raise InputError(
            "{file} is not a folder",
            "with --keep, name a folder; make it first: mkdir {file}",
            file=file,
        )
    if not (keep or file.is_dir()):
        _refuse_folder(name, file)
    with open_store(context.database(db)) as store:
        if keep:
            file, last = back_up_dated(store, file, clock.local, clock.stamp, keep)
        else:
            last = back_up(store, file, clock.stamp, force=force)
    _tell_made(file, last)


def _tell_made(file: Path, last: "LastSeal | None") -> None:
    if last is None:
        tell("{file} is made and checked", file=file)
        return
    tell(
        "{file} is made and checked, up to the amendment of event {event}: {code}"
        if last.of_amendment
        else "{file} is made and checked, up to event {event}: {code}",
        file=file, event=last.event, code=last.code,
    )  # fmt: skip


def _refuse_folder(name: str, file: Path) -> None:
    """Refuse a name of a folder that is not there, as of a stick that is not plugged in."""
    if name.endswith(("/", os.sep)) or not file.suffix:
        raise InputError(
            "{file} is no name of a copy: there is no such folder, and a file ends in .db",
            "is the stick plugged in? write {example}",
            file=name, example=f"{file}.db" if name == file.name else file / "medsos.db",
        )  # fmt: skip


def restore(
    ctx: typer.Context,
    copy: Annotated[Path, typer.Argument(metavar="FILE", help="The copy, as backup makes it.")],
    db: Database = None,
) -> None:
    """Put a copy in the database's place, checked; what is there is set aside and kept."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.doctor.health import count_all
    from medsos_cli.store.restoring import restore as put_back

    context = ctx.ensure_object(Context)
    target = context.database(db)
    refuse_no_text(str(copy))
    aside = put_back(copy, target, context.clock.local)
    with open_store(target, as_it_is=True) as store:
        counts = count_all(store)
    del counts["schema version"]
    counted = [f"{n} {_COUNTED[what]}" for what, n in counts.items() if n or what == "agencies"]
    tell("{file} is restored: {counts}", file=target, counts=", ".join(counted))
    if aside:
        tell("what was there is kept as {file}", file=aside)


def doctor(
    ctx: typer.Context, style: Formatted = None, output: Output = None, db: Database = None
) -> None:
    """Look for what is wrong with the database; exit with 1 where something is broken."""
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.answers.upkeep_answers import diagnosis
    from medsos_cli.store.doctor.health import examine
    from medsos_cli.store.place import Level, mounts

    context = ctx.ensure_object(Context)
    to = choose_destination(style, output, context.database(db))
    findings = [*examine(to.database, context.clock, mounts())]
    deliver(diagnosis(findings), to)
    if any(finding.level is Level.FAIL for finding in findings):
        raise typer.Exit(FOUND)


def info(
    ctx: typer.Context, style: Formatted = None, output: Output = None, db: Database = None
) -> None:
    """Say which file is used and why, what it holds, the versions, and the settings in force."""
    from medsos_cli.answers.output import choose_destination
    from medsos_cli.answers.upkeep_answers import facts

    context = ctx.ensure_object(Context)
    to = choose_destination(style, output, context.database(db))
    path = to.database
    source = ctx.get_parameter_source("db")
    why = _WHY.get(source.name if source else "", "")
    rows = [
        (Message("database"), escape(path), why),
        *_content(path),
        *_versions(),
        *_settings(context),
    ]
    deliver(facts(rows), to)


def _content(path: Path) -> Iterator[tuple[Message, object, str]]:
    from medsos_cli.store.database import open_store
    from medsos_cli.store.doctor.health import count_all

    try:
        with open_store(path, as_it_is=True) as store:
            counts = count_all(store)
    except DatabaseError as error:
        say("note: {error}", error=error)
        return
    yield Message("size"), Message("{size:,.0f} bytes", size=Figure(path.stat().st_size)), ""
    for what, count in counts.items():
        yield _COUNTED[what], count, ""


def _versions() -> Iterator[tuple[object, str, str]]:
    import platform
    from importlib.metadata import version

    from medsos_cli.store.doctor.health import engine

    yield "medsos", version("medsos"), ""
    yield "Python", platform.python_version(), ""
    yield "SQLite", engine(), ""
    yield Message("system"), platform.platform(), ""


def _settings(context: Context) -> Iterator[tuple[object, object, object]]:
    from medsos_cli.settings import config_path, load_settings, sources

    path = config_path()
    yield Message("settings"), str(path), "" if path.is_file() else Message("not there")
    try:
        zone = context.clock.zone.key
        said = context.environ.get("MEDSOS_TZ")
        yield "tz", zone, Message("environment") if said else Message("default")
        for name, (value, where) in sources(load_settings()).items():
            yield name, value, where
    except InputError as error:  # whoever asks for help with the settings must not be left alone
        yield Message("settings"), error, Message("wrong")
        say_error(error)
