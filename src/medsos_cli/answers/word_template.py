"""A Word template filled in: the built-in one, or one that an office has made its own.

What is filled in is text there and nothing else: it is escaped for XML and for docxtpl.
"""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from medsos_cli.answers.own_template import refuse_bomb
from medsos_cli.errors import InputError, Message
from medsos_cli.words.names import did_you_mean


class NeedError(Exception):
    """A template that lacks a placeholder without which its content cannot be shown."""


class Content(NamedTuple):
    """What goes into a template: what it can name, and the day the document is of.

    `names` are those inside the placeholders, for a near one to be told; `needed` is a
    placeholder that the template must have; `listed` says where all of them are
    listed; `show` makes a text of each value.
    """

    context: dict[str, Any]
    day: date
    listed: Message
    names: Collection[str] = ()
    needed: str | None = None
    show: Callable[[Any], Any] = str


def fill_in(content: Content, built_in: str, own: Path | None = None) -> bytes:
    """Return the document, from the template of that name or an office's own.

    The same content gives the same bytes. Raises `InputError` when the office's own
    cannot be read, is no .docx, has a tag that cannot be understood or a
    placeholder that means nothing, and `NeedError` where the needed one is missing.
    """
    if own is None:
        source = files("medsos_cli.answers") / "templates" / built_in
        return _fill(_open(source.read_bytes()), content)
    opened = _open_own(own)
    try:
        return _fill(opened, content)
    except NeedError:
        raise
    except Exception as error:  # three libraries fail over what stands in it, each in its way
        raise _complaint(own, error, content) from error


def _open_own(template: Path) -> DocxTemplate:
    try:
        content = template.read_bytes()
    except OSError as error:
        raise InputError("{file} cannot be read: {reason}", file=template, reason=error) from None
    refuse_bomb(content, template)
    try:
        return _open(content)
    except Exception as error:  # likewise, over a foreign file
        hint = "open it in Word or LibreOffice and save it as .docx"
        raise InputError("{file} is no .docx", hint, file=template) from error


def _open(content: bytes) -> DocxTemplate:
    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    return template


class _Unknown(StrictUndefined):
    """A placeholder that means nothing: an error of that name, however it is used."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


def _fill(template: DocxTemplate, content: Content) -> bytes:
    environment = SandboxedEnvironment(
        autoescape=True, undefined=_Unknown, finalize=lambda value: _as_text(content.show(value))
    )
    context = content.context
    template.render_init()
    parse_xml(template.build_xml(context, environment))  # docxtpl would mend it in silence
    template.render(context, environment)
    used = template.get_undeclared_template_variables(environment)
    if unknown := used - set(context):  # also where this content does not come by
        raise UndefinedError(min(unknown))
    if content.needed and content.needed not in used:
        raise NeedError
    _drop_empty_last_section(template)
    template.docx.core_properties.modified = datetime(*content.day.timetuple()[:3], tzinfo=UTC)
    made = BytesIO()
    template.save(made)
    return _without_moments(made)


def _complaint(template: Path, error: Exception, content: Content) -> InputError:
    """Return what is wrong with an office's own template, in words."""
    listed = content.listed
    if isinstance(error, UndefinedError):
        return InputError(
            "{file}: no placeholder is called {word!r}",
            did_you_mean(str(error), {*content.context, *content.names}) or listed,
            file=template,
            word=str(error),
        )
    what = str(getattr(error, "message", None) or error).partition("\n")[0]
    if not isinstance(error, TemplateSyntaxError):
        return InputError("{file} cannot be filled in: {what}", listed, file=template, what=what)
    # docxtpl keeps the paragraphs around it, from the third before on.
    around = [*getattr(error, "docx_context", ())][: min(error.lineno, 4)]
    if not around:
        return InputError("{file}: a tag is broken: {what}", listed, file=template, what=what)
    return InputError(
        "{file}: a tag is broken in {near!r}: {what}",
        listed,
        file=template,
        near=around[-1].strip()[:80],
        what=what,
    )


def _as_text(value: object) -> Markup:
    """Escape for XML, and keep docxtpl from reading `{_{` as the start of a tag."""
    return Markup(str(escape(value)).replace("_", "&#95;"))  # noqa: S704  # escaped just here


def _drop_empty_last_section(template: DocxTemplate) -> None:
    """Let a section break at the very end end the document: nothing follows it, so no page does."""
    body = template.docx.element.body
    if breaks := body.xpath("./w:sectPr/preceding-sibling::*[1]/w:pPr/w:sectPr"):
        body.replace(body.find(qn("w:sectPr")), breaks[0])


def _without_moments(docx: BytesIO) -> bytes:
    """Take out when the file was made, so that the same content is the same file."""
    fixed = BytesIO()
    with ZipFile(docx) as made, ZipFile(fixed, "w", ZIP_DEFLATED) as again:
        for name in made.namelist():
            again.writestr(ZipInfo(name), made.read(name), ZIP_DEFLATED)
    return fixed.getvalue()
