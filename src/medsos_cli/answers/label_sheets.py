"""Labels for the handsets: A4 sheets of 3 × 8, 70 × 37 mm each, a QR code beside the words.

Sheets of this form are sold everywhere, and leave nothing between two labels, so
plain sticker paper can be cut to them as well. Lengths are in millimetres, sizes
of letters in points. The same labels give the same bytes.
"""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, cast

import reportlab
import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from medsos_cli.errors import InputError

_ACROSS, _DOWN = 3, 8
ON_A_SHEET = _ACROSS * _DOWN
_WIDE, _HIGH = 70.0, 37.0
_TOP = 0.5
# The code's own four modules of quiet (ISO/IEC 18004) are at most 4.6 mm at this size.
_CODE, _QUIET = 24.0, 5.0
_EDGE = 6.0  # few printers reach closer to the paper's edge
_TEXT = _EDGE + _CODE + _QUIET
_ROOM = (_WIDE - _TEXT - 4) * mm
_LEADING = 1.2
_LONGEST = 80
_BOLD, _PLAIN = "VeraBd", "Vera"
_MISSING = "\ufffd"  # drawn as an empty box
_BREAKS_AFTER = re.compile(r"(?<=[\s/._-])")


class Label(NamedTuple):
    """What stands on one label."""

    tag: str
    model: str


class _Words(NamedTuple):
    """Lines in one face and size."""

    face: str
    size: int
    lines: list[str]

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * _LEADING


def draw_labels(labels: Iterable[Label], *, cut_lines: bool = False) -> tuple[bytes, list[str]]:
    """Return the sheets as PDF, and the tags of the labels whose words are not printed as they are.

    Those are cut after 80 characters with `…`, or hold what the font lacks; the QR
    code holds the tag whole. Raises `InputError` for a tag that no QR code can hold.
    """
    glyphs = {face: _load(face) for face in (_BOLD, _PLAIN)}
    out, doubtful = BytesIO(), []
    canvas = Canvas(out, pagesize=A4, invariant=True, initialFontName=_PLAIN)
    canvas.setTitle("medsos labels")
    canvas.setCreator("medsos")
    for n, label in enumerate(labels):
        if n and not n % ON_A_SHEET:
            canvas.showPage()
        printed = Label(_fitting(label.tag, glyphs[_BOLD]), _fitting(label.model, glyphs[_PLAIN]))
        if printed != label:
            doubtful.append(label.tag)
        left, middle = _place(n % ON_A_SHEET)
        if cut_lines:
            _draw_cut_line(canvas, left, middle)
        _draw_code(canvas, label.tag, (left + _EDGE) * mm, (middle - _CODE / 2) * mm)
        _draw_words(canvas, printed, (left + _TEXT) * mm, middle * mm)
    canvas.save()
    return out.getvalue(), doubtful


def _place(n: int) -> tuple[float, float]:
    """Return where the `n`th label of a sheet has its left edge and its middle, from below."""
    row, column = divmod(n, _ACROSS)
    return column * _WIDE, A4[1] / mm - _TOP - (row + 0.5) * _HIGH


def _draw_cut_line(canvas: Canvas, left: float, middle: float) -> None:
    canvas.setLineWidth(0.2)
    canvas.setStrokeGray(0.6)
    canvas.rect(left * mm, (middle - _HIGH / 2) * mm, _WIDE * mm, _HIGH * mm)


def _load(face: str) -> Mapping[int, int]:
    """Let a face of the library's own be drawn with; return its signs."""
    font = TTFont(face, str(Path(reportlab.__file__).parent / "fonts" / f"{face}.ttf"))
    registerFont(font)
    return cast("Mapping[int, int]", font.face.charToGlyph)


def _fitting(text: str, glyphs: Mapping[int, int]) -> str:
    """Return what a label has of a text: no more than fits, no sign that the font lacks."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return "".join(c if c.isprintable() and ord(c) in glyphs else _MISSING for c in short)


def _draw_code(canvas: Canvas, tag: str, left: float, bottom: float) -> None:
    """Draw a tag as a QR code that a phone reads, in one stroke of ink without seams."""
    try:
        code = segno.make_qr(
            tag, error="m", encoding=None if tag.isascii() else "utf-8", eci=not tag.isascii()
        )
    except segno.DataOverflowError:
        raise InputError("{start!r}… is too long for a QR code", start=tag[:20]) from None
    rows = [bytes(row) for row in code.matrix]
    module = _CODE * mm / len(rows)
    ink = canvas.beginPath()
    for y, row in enumerate(rows, start=1):
        for run in re.finditer(rb"\x01+", row):
            start, end = run.span()
            top = bottom + (len(rows) - y) * module
            ink.rect(left + start * module, top, (end - start) * module, module)
    canvas.drawPath(ink, stroke=0, fill=1)


def _draw_words(canvas: Canvas, label: Label, left: float, middle: float) -> None:
    """Draw the tag in bold and the model under it, half of it above the middle."""
    words = [_fit(label.tag, _BOLD, range(20, 6, -1), most=2)]
    if label.model:
        words.append(_fit(label.model, _PLAIN, range(min(9, words[0].size), 5, -1), most=3))
    top = middle + sum(each.height for each in words) / 2
    for face, size, lines in words:
        canvas.setFont(face, size)
        for line in lines:
            top -= size * _LEADING
            canvas.drawString(left, top + size * (_LEADING - 1), line)


def _fit(text: str, face: str, sizes: Iterable[int], *, most: int) -> _Words:
    """Choose the largest size at which no word is broken, in `most` lines; else the smallest."""
    for size in sizes:
        lines, broken = _wrap(text, face, size)
        if not broken and len(lines) <= most:
            break
    return _Words(face, size, lines)


def _wrap(text: str, face: str, size: int) -> tuple[list[str], bool]:
    """Break a text into lines, inside a word only where it is wider than the label."""
    lines, broken = [""], False
    for word in _BREAKS_AFTER.split(text):
        if lines[-1] and stringWidth(lines[-1] + word.rstrip(), face, size) > _ROOM:
            lines.append("")
        for c in word:
            if lines[-1] and not c.isspace() and stringWidth(lines[-1] + c, face, size) > _ROOM:
                lines.append("")
                broken = True
            lines[-1] += c
    return lines, broken
