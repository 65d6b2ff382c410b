"""A handover paper as a Word document: a template filled in, the same each time it is asked for.

The wording and the law stand in the template, the built-in one or an office's
own. What comes from the database is text there and nothing else: it is escaped
for XML and for docxtpl, and marks that do not print are left out.
"""

from datetime import UTC, date, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape
from num2words import num2words

from medsos_cli.days import MONTH_NAMES, WEEKDAY_NAMES
from medsos_cli.errors import InputError
from medsos_cli.models import Condition
from medsos_cli.names import did_you_mean
from medsos_cli.paper import Item, Paper, Signer

_OF_THE_DEVICE = (
    "tag", "imei", "imei2", "model", "serial", "item_code", "register_no", "phone_number",
)  # fmt: skip
_LISTED = "the README lists the placeholders: The paper"
_CONDITIONS: dict[str | None, str] = {
    Condition.GOOD: "Baik",
    Condition.LIGHT_DAMAGE: "Rusak ringan",
    Condition.HEAVY_DAMAGE: "Rusak berat",
}


class _Line(str):
    """A line to fill in by hand; false, so that a template can say something in its place."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class _Unknown(StrictUndefined):
    """A placeholder that means nothing: an error of that name, however it is used."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


def typeset(paper: Paper, template: Path | None = None) -> bytes:
    """Return the paper as a .docx, from the built-in template or an office's own.

    The same paper gives the same bytes. Raises `InputError` when the template
    cannot be read, is no .docx, has a tag that cannot be understood, a
    placeholder that means nothing, or no annex where one is needed.
    """
    if template is None:
        return _fill(_open((files("medsos_cli") / "templates" / "bast.docx").read_bytes()), paper)
    try:
        content = template.read_bytes()
    except OSError as error:
        raise InputError(f"{template} cannot be read: {error.strerror or error}") from None
    try:
        opened = _open(content)
    except Exception as error:  # three libraries fail over a foreign file, each in its way
        hint = "open it in Word or LibreOffice and save it as .docx"
        raise InputError(f"{template} is no .docx", hint) from error
    try:
        return _fill(opened, paper)
    except InputError as error:
        raise InputError(f"{template} {error}", error.hint) from None
    except Exception as error:  # likewise, over what stands in it
        raise _complaint(template, error, _context(paper)) from error


def _open(content: bytes) -> DocxTemplate:
    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    return template


def _fill(template: DocxTemplate, paper: Paper) -> bytes:
    environment = SandboxedEnvironment(autoescape=True, undefined=_Unknown, finalize=_as_text)
    context = _context(paper)
    template.render_init()
    parse_xml(template.build_xml(context, environment))  # docxtpl would mend it in silence
    template.render(context, environment)
    used = template.get_undeclared_template_variables(environment)
    if unknown := used - set(context):  # also where this paper does not come by
        raise UndefinedError(min(unknown))
    if paper.annex and "annex" not in used:
        raise InputError("has no annex, for papers with several people", "print them one by one")
    _drop_empty_last_section(template)
    template.docx.core_properties.modified = datetime(*paper.day.timetuple()[:3], tzinfo=UTC)
    made = BytesIO()
    template.save(made)
    return _without_moments(made)


def _complaint(template: Path, error: Exception, context: dict[str, Any]) -> InputError:
    """Return what is wrong with an office's own template, in words."""
    if isinstance(error, UndefinedError):
        known = {*context, *vars(context["office"]), *vars(context["goods"][0])}
        return InputError(
            f"{template}: no placeholder is called {str(error)!r}",
            did_you_mean(str(error), known) or _LISTED,
        )
    said = str(getattr(error, "message", None) or error).partition("\n")[0]
    if isinstance(error, TemplateSyntaxError):
        # docxtpl keeps the paragraphs around it, from the third before on.
        around = [*getattr(error, "docx_context", ())][: min(error.lineno, 4)]
        near = f" in {around[-1].strip()[:80]!r}" if around else ""
        return InputError(f"{template}: a tag is broken{near}: {said}", _LISTED)
    return InputError(f"{template} cannot be filled in: {said}", _LISTED)


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
        "count_in_words": _spelled(len(paper.goods)),
    }


def _side(signer: Signer | None) -> SimpleNamespace:
    texts = (signer or Signer())._asdict()
    return SimpleNamespace(**{name: _text(text) for name, text in texts.items()})


def _line(item: Item) -> SimpleNamespace:
    texts = {name: getattr(item.device, name) for name in _OF_THE_DEVICE}
    texts["condition"] = _CONDITIONS.get(item.condition)
    texts["accessories"], texts["number"] = item.accessories, item.number
    told = {name: _text(text) for name, text in texts.items()}
    return SimpleNamespace(holder=_side(item.holder), **told)


def _text(value: str | None) -> str:
    """Return what prints of a text, on one line; a line to fill in where nothing does."""
    shown = "".join(c if c.isprintable() else " " * c.isspace() for c in value or "")
    return " ".join(shown.split()) or _Line("…" * 15)


def _as_text(value: object) -> Markup:
    """Escape for XML, and keep docxtpl from reading `{_{` as the start of a tag."""
    return Markup(str(escape(value)).replace("_", "&#95;"))  # noqa: S704  # escaped just here


def _in_words(day: date) -> str:
    """Say a day as an official paper does: Kamis tanggal Tiga bulan Desember tahun Dua Ribu …."""
    return (
        f"{WEEKDAY_NAMES[day.weekday()]} tanggal {_spelled(day.day).title()} "
        f"bulan {_month(day)} tahun {_spelled(day.year).title()}"
    )


def _month(day: date) -> str:
    return MONTH_NAMES[day.month - 1]


def _spelled(number: int) -> str:
    return str(num2words(number, lang="id"))


def _drop_empty_last_section(template: DocxTemplate) -> None:
    """Let a section break at the very end end the document: nothing follows it, so no page does."""
    body = template.docx.element.body
    if breaks := body.xpath("./w:sectPr/preceding-sibling::*[1]/w:pPr/w:sectPr"):
        body.replace(body.find(qn("w:sectPr")), breaks[0])


def _without_moments(docx: BytesIO) -> bytes:
    """Take out when the file was made, so that the same paper is the same file."""
    fixed = BytesIO()
    with ZipFile(docx) as made, ZipFile(fixed, "w", ZIP_DEFLATED) as again:
        for name in made.namelist():
            again.writestr(ZipInfo(name), made.read(name), ZIP_DEFLATED)
    return fixed.getvalue()
