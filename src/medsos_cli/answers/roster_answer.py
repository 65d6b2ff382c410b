"""The record as a roster: in the columns that `import` reads, and as it reads them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from medsos_cli.answers.answer import Answer, Column, Type
from medsos_cli.errors import InputError, Message
from medsos_cli.models import PLATFORMS, Platform
from medsos_cli.store.roster_rows import NAMELESS, NONE
from medsos_cli.words.handles import read_handle
from medsos_cli.words.meanings import read_saying

_DAYS = frozenset({"sim_active_until", "handed_over_on", "acquired_on"})
_TEXTS = frozenset({"agency", "kind", "model", "source", "holder", "position", "condition",
                    "accessories", "material", "note"})  # fmt: skip
COLUMNS = (
    "agency_code", "agency", "kind", *map(str, PLATFORMS), "device", "imei", "imei2", "model",
    "serial", "item_code", "register_no", "phone_number", "iccid", "sim_active_until", "source",
    "holder", "nip", "position", "handed_over_on", "document_no", "condition", "accessories",
    "acquired_on", "price", "material", "note",
)  # fmt: skip
_PROFILES = {
    Platform.INSTAGRAM: "https://www.instagram.com/{}/",
    Platform.FACEBOOK: "https://www.facebook.com/{}",
    Platform.TWITTER: "https://x.com/{}",
}


def roster_answer(rows: Iterable[Mapping[str, Any]]) -> Answer:
    """Return rows of `store.roster_rows` as a roster; its headings are the columns' names."""
    cells: dict[str, Callable[[Mapping[str, Any]], Any]] = {
        "agency": lambda row: row["agency"] or "stok",
        **{str(platform): _account(platform) for platform in PLATFORMS},
    }
    return Answer(
        [
            Column(Message("{name}", name=name), name=name, type=_type(name), cell=cells.get(name))
            for name in COLUMNS
        ],
        rows,
    )


def _type(name: str) -> Type:
    if name in _DAYS:
        return Type.DAY
    return Type.TEXT if name in _TEXTS else Type.IDENTIFIER


def _account(platform: Platform) -> Callable[[Mapping[str, Any]], str | None]:
    def cell(row: Mapping[str, Any]) -> str | None:
        handle = row[platform]
        if handle is None or handle == NONE:
            return handle and "none"
        return "ada" if handle == NAMELESS else _as_read(platform, handle)

    return cell


def _as_read(platform: Platform, handle: str) -> str:
    """Return a handle as a cell that is read as this handle: where it is a word, its address."""
    try:
        if read_saying(handle) is None and read_handle(platform, handle).text == handle:
            return handle
    except InputError:
        pass
    return _PROFILES[platform].format(handle)
