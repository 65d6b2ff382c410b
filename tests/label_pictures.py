"""Sheets of labels, looked at as paper: drawn as pictures, their codes read as a phone would."""

from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import zxingcpp

_DOTS_A_MM = 8  # about what an office's printer and a phone make of it: 200 dots per inch


class Code(NamedTuple):
    """A QR code on a sheet: what it says, where its left upper corner is, its width, in mm."""

    text: str
    left: float
    top: float
    width: float


def open_sheets(pdf: bytes | Path) -> Any:  # noqa: ANN401  # pypdfium2 ships no types
    return pypdfium2.PdfDocument(pdf)


def read_codes(page: Any) -> list[Code]:  # noqa: ANN401  # likewise
    """Read every QR code of a sheet, in reading order."""
    picture = page.render(scale=_DOTS_A_MM * 25.4 / 72).to_pil().convert("L")
    found = zxingcpp.read_barcodes(picture, text_mode=zxingcpp.TextMode.Plain)
    codes = [
        Code(
            each.text,
            each.position.top_left.x / _DOTS_A_MM,
            each.position.top_left.y / _DOTS_A_MM,
            (each.position.top_right.x - each.position.top_left.x) / _DOTS_A_MM,
        )
        for each in found
    ]
    return sorted(codes, key=lambda code: (round(code.top / 10), code.left))


def read_words(page: Any) -> str:  # noqa: ANN401  # likewise
    """Return the words of a sheet, as copied out of it: without the boxes for what no font has."""
    words = str(page.get_textpage().get_text_range())
    return words.replace("\ufffe", "-")  # so pdfium calls a hyphen at the end of a line
