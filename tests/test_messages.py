"""What is said to people: a template with named fields, put together in one language."""

import ast
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path
from string import Formatter

import pytest

from medsos_cli.errors import InputError, Message, speak

from .catalogue import MO, PACKAGE, PO, SAYS, blank, calls, catalogue, texts, written

MODULES = sorted(PACKAGE.rglob("*.py"))


class Shouting(NullTranslations):
    """A language in which every template is known."""

    def gettext(self, message: str) -> str:
        return message.replace("no code", "TIADA KODE")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002  # as gettext has it
        return "{n} BARIS"


def _templates(path: Path) -> Iterator[tuple[ast.Call, ast.expr]]:
    for call, name in calls(path):
        for place in SAYS[name]:
            if place < len(call.args):
                yield call, call.args[place]


def _wing(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_said_is_put_together_before_it_is_shown(path: Path) -> None:
    made = [
        f"{path.name}:{template.lineno}"
        for _, template in _templates(path)
        if isinstance(template, ast.JoinedStr | ast.BinOp)
        or (isinstance(template, ast.Call) and getattr(template.func, "attr", "") == "format")
    ]
    assert not made


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_field_of_a_template_is_given(path: Path) -> None:
    for call, template in _templates(path):
        if isinstance(template, ast.Constant) and isinstance(template.value, str):
            names = _fields(template.value)
            given = {keyword.arg for keyword in call.keywords}
            assert None in given or names <= given, f"{path.name}:{call.lineno}: {names - given}"


def test_a_message_is_put_together_in_the_language_in_force() -> None:
    error = InputError("{word!r} is no code", "write {rows}", word="a b", rows=Message("x", n=1))
    assert str(error) == "'a b' is no code"
    assert str(error.at("--agency")) == "--agency: 'a b' is no code"
    assert error.at("--agency").hint == "write x"
    rows = Message("{n} row", "{n} rows", n=2)
    assert [str(rows), str(Message("{n} row", "{n} rows", n=1))] == ["2 rows", "1 row"]
    speak(Shouting())
    try:
        assert str(error) == "'a b' is TIADA KODE"
        assert str(rows) == "2 BARIS"
        assert error.hint == "write x"
    finally:
        speak(NullTranslations())


def test_what_a_person_wrote_is_never_a_template() -> None:
    assert str(InputError("{word!r} is no code", word="{n} {0}")) == "'{n} {0}' is no code"


def test_the_catalogue_is_what_the_code_says_compiled_and_translated_whole() -> None:
    po, mo = written(catalogue())
    how = "say: python -m tests.catalogue"
    assert PO.read_bytes() == po, how
    assert MO.read_bytes() == mo, how
    assert blank(catalogue()) == []


def test_a_translation_has_the_fields_of_its_template_and_no_other() -> None:
    for message in catalogue():
        known = {name for text in texts(message.id) for name in _fields(text)}
        for text in filter(None, texts(message.string) if message.id else ()):
            assert known - {"n"} <= _fields(text) <= known, text


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}
