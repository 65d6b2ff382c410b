"""What can be stated of a handset, and what is said of a statement."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from medsos_cli.cli.context import tell
from medsos_cli.cli.options import Accessories, ConditionWord, Note
from medsos_cli.errors import Message, spoken

if TYPE_CHECKING:
    from medsos_cli.models import Device
    from medsos_cli.store.database import Store

_Text = str | None


class Facts(NamedTuple):
    """What can be stated of a handset."""

    imei: Annotated[_Text, typer.Option("--imei", metavar="IMEI", help="Dial *#06#.")] = None
    imei2: Annotated[_Text, typer.Option("--imei2", metavar="IMEI", help="Of slot 2.")] = None
    model: Annotated[_Text, typer.Option("--model", metavar="TEXT")] = None
    serial: Annotated[_Text, typer.Option("--serial", metavar="NO")] = None
    item_code: Annotated[_Text, typer.Option("--item-code", metavar="NO")] = None
    register_no: Annotated[_Text, typer.Option("--register-no", metavar="NO")] = None
    phone_number: Annotated[_Text, typer.Option("--phone-number", metavar="NO")] = None
    iccid: Annotated[_Text, typer.Option("--iccid", metavar="NO", help="On the SIM card.")] = None
    sim_active_until: Annotated[
        _Text, typer.Option("--sim-active-until", metavar="DATE", help="Masa aktif.")
    ] = None
    source: Annotated[_Text, typer.Option("--source", metavar="TEXT", help="Asal usul.")] = None
    acquired_on: Annotated[_Text, typer.Option("--acquired-on", metavar="DATE")] = None
    price: Annotated[_Text, typer.Option("--price", metavar="RUPIAH")] = None
    material: Annotated[_Text, typer.Option("--material", metavar="TEXT")] = None
    condition: ConditionWord = None
    accessories: Accessories = None
    note: Note = None


def facts_on(
    store: "Store", device: "Device", facts: Iterable[str], day: str
) -> dict[str, str | None]:
    """Return what holds of these facts of a handset at the end of a day (2020-12-03)."""
    from datetime import date

    from medsos_cli.store.events import condition_of
    from medsos_cli.store.statements import held_on

    return {
        fact: condition_of(store, device.id, date.fromisoformat(day))
        if fact == "condition"
        else held_on(store, "device", device.id, fact, day)
        for fact in facts
    }


def tell_stated(
    tag: str, what: str, value: str | None, held: tuple[str | None, str | None], day: str
) -> None:
    """Tell what is stated of a thing from a day on; `held` is what held that day, and holds now."""
    nothing = Message("nothing")
    before, now = (each or nothing for each in held)
    what = spoken(what)
    if held == (value, value):
        tell("{tag}: {what} is {now} already", tag=tag, what=what, now=now)
    elif value == held[1]:
        tell(
            "{tag}: {what} is {now} from {day} on (was {before})",
            tag=tag, what=what, now=now, day=day, before=before,
        )  # fmt: skip
    else:
        tell(
            "{tag}: {what} is {value} from {day} on; what is stated of a later day stands: {now}",
            tag=tag, what=what, value=value or nothing, day=day, now=now,
        )  # fmt: skip
