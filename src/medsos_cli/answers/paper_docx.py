"""A handover paper as a Word document: a template filled in, the same each time it is asked for.

The wording and the law stand in the template, the built-in one or an office's
own (see `word_template`); marks that do not print are left out.
"""

import re
from collections.abc import Iterable
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

from medsos_cli.answers.word_template import Content, NeedError, fill_in
from medsos_cli.errors import InputError, Message
from medsos_cli.models import Condition, DeviceState
from medsos_cli.rules.paper import Item, Paper, PaperKind, Signer
from medsos_cli.words.days import MONTH_NAMES, WEEKDAY_NAMES
from medsos_cli.words.numbers import spell
from medsos_cli.words.safe import on_one_line

_PART = re.compile(r"word/[^/]*\.xml")
_TEXT = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)")
_OF_THE_DEVICE = (
    "tag", "imei", "imei2", "model", "serial", "item_code", "register_no", "phone_number",
    "source", "material",
)  # fmt: skip
_BUILT_IN = {
    PaperKind.LOSS: "loss.docx",
    PaperKind.WRITE_OFF: "write-off.docx",
    PaperKind.PROPOSAL: "write-off.docx",
}
_CONDITIONS: dict[str | None, str] = {
    Condition.GOOD: "Baik",
    Condition.LIGHT_DAMAGE: "Rusak ringan",
    Condition.HEAVY_DAMAGE: "Rusak berat",
    DeviceState.LOST: "Hilang",
}


class _Line(str):
    """A line to fill in by hand; false, so that a template can say something in its place."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def typeset(paper: Paper, template: Path | None = None) -> bytes:
    """Return the paper as a .docx, from the built-in template or an office's own.

    The same paper gives the same bytes. Raises `InputError` when the template
    cannot be read, is no .docx, has a tag that cannot be understood, a
    placeholder that means nothing, or no annex where one is needed.
    """
    context = _context(paper)
    content = Content(
        context,
        paper.day,
        Message("the README lists the placeholders: The paper"),
        names={*vars(context["office"]), *vars(context["goods"][0])},
        needed="annex" if paper.annex else None,
    )
    try:
        return fill_in(content, _BUILT_IN.get(paper.kind, "bast.docx"), template)
    except NeedError:
        what = "{file} has no annex, for papers with several people"
        raise InputError(what, "print them one by one", file=template) from None


def _context(paper: Paper) -> dict[str, Any]:
    """Return what a template can name; the README lists it."""
    return {
        "kind": paper.kind.value,
        "annex": paper.annex,
        "title": paper.title,
        "number": _text(paper.number),
        "date": f"{paper.day:%d-%m-%Y}",
        "date_long": f"{paper.day.day} {_month(paper.day)} {paper.day.year}",
        "date_in_words": _in_words(paper.day),
        "place": _text(paper.place),
        "giver": _side(paper.giver),
        "taker": _side(paper.taker),
        "office": _side(paper.office),
        "goods": [_line(item) for item in paper.goods],
        "count": len(paper.goods),
        "count_in_words": spell(len(paper.goods)),
        "seals": _seals(seal for item in paper.goods for seal in item.seals),
    }


def _side(signer: Signer | None) -> SimpleNamespace:
    texts = (signer or Signer())._asdict()
    return SimpleNamespace(**{name: _text(text) for name, text in texts.items()})


def _line(item: Item) -> SimpleNamespace:
    texts = {name: getattr(item.device, name) for name in _OF_THE_DEVICE}
    texts["condition"] = _CONDITIONS.get(item.condition)
    texts["accessories"], texts["number"] = item.accessories, item.number
    texts["note"], texts["year"] = item.note, (item.device.acquired_on or "")[:4]
    texts["price"] = f"{int(item.device.price):,}".replace(",", ".") if item.device.price else None
    printed = {name: _text(text) for name, text in texts.items()}
    return SimpleNamespace(holder=_side(item.holder), seals=_seals(item.seals), **printed)


def _seals(seals: Iterable[tuple[int, str | None]]) -> str:
    """Return events' numbers with the digits of their seals, as `medsos verify` takes them."""
    told = "; ".join(f"{event}: {code or 'tidak ada'}" for event, code in seals)
    return told and f"Segel {told}"


def bears_seals(paper: Paper, docx: bytes) -> bool:
    """Tell whether a finished paper bears the seal of every event, which a template may lack."""
    text = _text_of(docx)
    return all(code in text for item in paper.goods for _, code in item.seals if code)


def unshown(paper: Paper, docx: bytes) -> list[str]:
    """Return what a finished paper should show and does not: title, parties, and every device."""
    sides = [paper.giver, paper.taker, *(item.holder for item in paper.goods)]
    names = [side.name for side in sides if side]
    numbers = [number for item in paper.goods for number in (item.device.tag, item.device.imei)]
    text = _text_of(docx).casefold()
    printed = (on_one_line(word) for word in (paper.title, *names, *numbers) if word)
    return [word for word in dict.fromkeys(printed) if word.casefold() not in text]


def _text_of(docx: bytes) -> str:
    """Return what stands in a document, head and foot too, one text after the other."""
    with ZipFile(BytesIO(docx)) as parts:
        xml = b"".join(map(parts.read, filter(_PART.fullmatch, parts.namelist())))
    return unescape("".join(_TEXT.findall(xml.decode(errors="replace"))))


def _text(value: str | None) -> str:
    """Return what prints of a text, on one line; a line to fill in where nothing does."""
    return on_one_line(value or "") or _Line("…" * 15)


def _in_words(day: date) -> str:
    """Say a day as an official paper does: Kamis tanggal Tiga bulan Desember tahun Dua Ribu …."""
    return (
        f"{WEEKDAY_NAMES[day.weekday()]} tanggal {spell(day.day).title()} "
        f"bulan {_month(day)} tahun {spell(day.year).title()}"
    )


def _month(day: date) -> str:
    return MONTH_NAMES[day.month - 1]
