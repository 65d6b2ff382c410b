"""`medsos device add`."""

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from medsos_cli.cli.context import Context, say
from medsos_cli.cli.options import Accessories, ConditionWord, Database, Note, read_text
from medsos_cli.errors import InputError

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, help="Put devices on record.")

_Text = str | None


@app.callback()
def devices() -> None:
    """Put devices on record."""


@app.command("add")
def add(
    ctx: typer.Context,
    tag: Annotated[str, typer.Argument(metavar="TAG", help="The label on the handset.")],
    imei: Annotated[_Text, typer.Option("--imei", metavar="IMEI", help="Dial *#06#.")] = None,
    imei2: Annotated[_Text, typer.Option("--imei2", metavar="IMEI", help="Of slot 2.")] = None,
    model: Annotated[_Text, typer.Option("--model", metavar="TEXT")] = None,
    serial: Annotated[_Text, typer.Option("--serial", metavar="NO")] = None,
    item_code: Annotated[_Text, typer.Option("--item-code", metavar="NO")] = None,
    register_no: Annotated[_Text, typer.Option("--register-no", metavar="NO")] = None,
    phone_number: Annotated[_Text, typer.Option("--phone-number", metavar="NO")] = None,
    iccid: Annotated[_Text, typer.Option("--iccid", metavar="NO", help="On the SIM card.")] = None,
    sim_active_until: Annotated[
        _Text, typer.Option("--sim-active-until", metavar="DATE", help="Masa aktif.")
    ] = None,
    source: Annotated[_Text, typer.Option("--source", metavar="TEXT", help="Asal usul.")] = None,
    condition: ConditionWord = None,
    accessories: Accessories = None,
    note: Note = None,
    db: Database = None,
) -> None:
    """Put a handset on record that came without a roster; it is in stock."""
    from medsos_cli import identifiers
    from medsos_cli.models import Device
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import next_device_id, refuse_known, save_devices

    context = ctx.ensure_object(Context)
    until = _read("--sim-active-until", sim_active_until, context.clock.read)
    stated = Device(
        0,
        _read_tag(tag),
        imei=_read("--imei", imei, identifiers.read_imei),
        imei2=_read("--imei2", imei2, identifiers.read_imei),
        model=read_text("--model", model),
        serial=read_text("--serial", serial),
        item_code=read_text("--item-code", item_code),
        register_no=read_text("--register-no", register_no),
        phone_number=_read_doubtful("--phone-number", phone_number, identifiers.read_phone),
        iccid=_read_doubtful("--iccid", iccid, identifiers.read_iccid),
        sim_active_until=until.isoformat() if until else None,
        source=read_text("--source", source),
        condition=_read("--condition", condition, identifiers.read_condition),
        accessories=read_text("--accessories", accessories),
        note=read_text("--note", note),
    )
    if stated.imei and stated.imei == stated.imei2:
        raise InputError(f"--imei2: {stated.imei2} is the same as --imei", "dial *#06#")
    with open_store(context.database(db), create=True) as store:
        with store.transaction():
            refuse_known(store, stated)
            added = stated._replace(id=next_device_id(store))
            save_devices(store, [added], context.clock.stamp)
        typer.echo(f"{added.tag} is on record, in stock")


def _read_tag(text: str) -> str:
    from medsos_cli.roster.rows import read_tag

    tag = read_text("TAG", text)
    if tag is None:
        raise InputError("TAG is blank", "give the label on the handset")
    return read_tag(tag)


def _read(option: str, text: str | None, reader: Callable[[str], T]) -> T | None:
    if text is None:
        return None
    try:
        return reader(text)
    except InputError as error:
        raise InputError(f"{option}: {error}", error.hint) from None


def _read_doubtful(
    option: str, text: str | None, reader: Callable[[str], tuple[T, str | None]]
) -> T | None:
    found = _read(option, text, reader)
    if found is None:
        return None
    value, doubt = found
    if doubt:
        say(f"warning: {option}: {doubt}")
    return value
