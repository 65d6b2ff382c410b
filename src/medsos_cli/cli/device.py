"""`medsos device add`."""

from typing import Annotated

import typer

from medsos_cli.cli.context import Context
from medsos_cli.cli.options import (
    Accessories,
    ConditionWord,
    Database,
    Note,
    read_day,
    read_doubtful,
    read_text,
    read_with,
)
from medsos_cli.errors import InputError

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Put devices on record.")

_Text = str | None


@app.callback()
def group() -> None:
    """Put devices on record."""  # without this, typer makes a group of one command that command


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
    number = identifiers.read_label
    label, first, second = _read_keys(tag, imei, imei2)
    until = read_with(
        "--sim-active-until",
        sim_active_until,
        lambda text: read_day(context.clock, "--sim-active-until", text),
    )
    stated = Device(
        0,
        label,
        imei=first,
        imei2=second,
        model=read_text("--model", model),
        serial=read_with("--serial", serial, number),
        item_code=read_with("--item-code", item_code, number),
        register_no=read_with("--register-no", register_no, number),
        phone_number=read_doubtful("--phone-number", phone_number, identifiers.read_phone),
        iccid=read_doubtful("--iccid", iccid, identifiers.read_iccid),
        sim_active_until=until.isoformat() if until else None,
        source=read_text("--source", source),
        condition=read_with("--condition", condition, identifiers.read_condition),
        accessories=read_text("--accessories", accessories),
        note=read_text("--note", note),
    )
    with open_store(context.database(db), create=True) as store:
        with store.transaction():
            refuse_known(store, stated)
            added = stated._replace(id=next_device_id(store))
            save_devices(store, [added], context.clock.stamp)
        typer.echo(f"{added.tag} is on record, in stock")


def _read_keys(tag: str, imei: _Text, imei2: _Text) -> tuple[str, _Text, _Text]:
    """Read label and IMEIs as a roster has them: one option may hold both IMEIs."""
    from medsos_cli.identifiers import is_imei, read_imei, read_imeis
    from medsos_cli.roster.rows import read_tag

    label = read_with("TAG", tag, read_tag)
    if label is None:
        raise InputError("TAG is blank", "give the label on the handset")
    first, both = read_with("--imei", imei, read_imeis) or (None, None)
    second = read_with("--imei2", imei2, read_imei) or both
    if both and second != both:
        raise InputError(f"--imei2: {second} is not the second of --imei, {both}", "keep one")
    if is_imei(label) and label not in {first, second}:
        if first:
            raise InputError(f"TAG: {label} is the IMEI of another handset", "give the label")
        first = label
    if first and first == second:
        raise InputError(f"--imei2: {second} is the same as --imei", "dial *#06#")
    return label, first, second
