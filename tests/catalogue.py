"""The catalogue of what is said to people: taken out of the code, kept in step with it.

    python -m tests.catalogue      brings locale/id.po and id.mo up to date with the code

Translate what is blank in `id.po` then, and run it again. A developer's tool: the program
itself reads the compiled file with `gettext`.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from medsos_cli.models import ChangeKind, Condition, DeviceState, EventKind, Verdict
from medsos_cli.rules.activity import Known, Outcome
from medsos_cli.rules.card import Source, What
from medsos_cli.rules.decisions import Way
from medsos_cli.rules.paper import PaperKind
from medsos_cli.sheets.headings import fields
from medsos_cli.store.place import Level

PACKAGE = Path(__file__).parent.parent / "src" / "medsos_cli"
LOCALE = PACKAGE / "cli" / "locale"
PO, MO = LOCALE / "id.po", LOCALE / "id.mo"

# Who says something to people, and which of the arguments are templates (the rest are fields).
_ERRORS = ("MedsosError", "InputError", "UnknownError", "DatabaseError", "OutputError",
           "CustodyError", "SealError")  # fmt: skip
SAYS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("Message", "in_words"), (0, 1)),
    **dict.fromkeys(_ERRORS, (0, 1)),
    "say": (0,),
    "tell": (0,),
    "wrong": (1, 2),
    "doubt": (1, 2),
    "Refused": (1, 2),
    "refuse": (1, 2),
    "_within": (1,),
}
_NO_DAY = datetime(2020, 12, 3, tzinfo=UTC)  # or the same code would give other bytes every day
_OF_THE_SYSTEM = (
    "No such file or directory", "Permission denied", "Is a directory", "Not a directory",
    "No space left on device", "Read-only file system", "File name too long", "File exists",
    "Input/output error", "File too large", "Disk quota exceeded", "Operation not permitted",
    "Device or resource busy", "Broken pipe", "database disk image is malformed",
    "disk I/O error", "unable to open database file", "attempt to write a readonly database",
    "database or disk is full", "file is not a database", "database is locked",
)  # fmt: skip  # reasons that errors give which are not ours
_WORDS = (
    Verdict, DeviceState, EventKind, ChangeKind, Level, Condition, Way, PaperKind, Source, What,
    Known, Outcome,
)  # fmt: skip


class Said(NamedTuple):
    """One template that stands in the code: an id, of a plural two, and where."""

    template: str
    plural: str | None
    place: str


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls in a module that say something, with the name of what is called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if name in SAYS:
                yield node, str(name)


def extract() -> Iterator[Said]:
    """Yield every template in the code, help and the words of the contract included."""
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        named = _named(path)
        for call, name in calls(path):
            yield from _of_call(call, name, place, named)
        if place.startswith("cli/"):
            yield from _of_help(ast.parse(path.read_text(encoding="utf-8")), place)
    for text in _OF_THE_SYSTEM:
        yield Said(text, None, "errors.py")
    for field in fields():
        yield Said(field, None, "sheets/headings.py")
    for kind in _WORDS:
        for word in kind:
            yield Said(str(word), None, "models.py")


def _of_call(
    call: ast.Call, name: str, place: str, named: Mapping[str, list[ast.expr]]
) -> Iterator[Said]:
    texts = [
        text
        for position in SAYS[name]
        for argument in call.args[position : position + 1]
        for text in literals(argument, named)
    ]
    if name in {"Message", "in_words"} and texts and len(call.args) == 2:
        yield Said(texts[0], texts[1], place)
    else:
        for text in texts:
            yield Said(text, None, place)


def literals(node: ast.expr, named: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    """Yield the texts an expression can be: of a choice each, of a name all it stands for."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.BoolOp(values=choices):
            for choice in choices:
                yield from literals(choice, named)
        case ast.IfExp(body=one, orelse=other):
            yield from literals(one, named)
            yield from literals(other, named)
        case ast.Name(id=name):
            for value in named.get(name, ()):
                yield from literals(value, {})


def _named(path: Path) -> dict[str, list[ast.expr]]:
    """Return what stands for the names of a module, of every function together."""
    named: dict[str, list[ast.expr]] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                named.setdefault(name, []).append(value)
    return named


def _of_help(tree: ast.Module, place: str) -> Iterator[Said]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in {"help", "metavar"}:
            match node.value:
                case ast.Constant(value=str(text)) if node.arg == "help" or not text.islower():
                    yield Said(text, None, place)
        elif isinstance(node, ast.FunctionDef) and _is_command(node):
            yield Said(inspect.cleandoc(ast.get_docstring(node) or ""), None, place)
            for default in node.args.defaults:
                if isinstance(default, ast.Constant) and isinstance(default.value, str):
                    yield Said(default.value, None, place)


def _is_command(function: ast.FunctionDef) -> bool:
    first = [each.annotation for each in function.args.args[:1] if each.annotation]
    return [*map(ast.unparse, first)] == ["typer.Context"] and not function.name.startswith("_")


def catalogue() -> Catalog:
    """Return the catalogue as it is kept, every template of the code in it and no other."""
    with PO.open("rb") as file:
        kept = read_po(file, locale="id")
    fresh = Catalog(
        locale="id", project="medsos", creation_date=_NO_DAY, revision_date=_NO_DAY, fuzzy=False
    )
    for said in extract():
        key = (said.template, said.plural) if said.plural else said.template
        known = kept.get(said.template)
        same = known and known.pluralizable == bool(said.plural)
        fresh.add(key, known.string if known and same else "", locations=[(said.place, 0)])
    return fresh


def written(messages: Catalog) -> tuple[bytes, bytes]:
    """Return a catalogue as it is kept and as it is compiled; the same one, the same bytes."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, messages, sort_output=True, omit_header=True, width=96)
    write_mo(mo, messages)
    return po.getvalue(), mo.getvalue()


def texts(of: object) -> list[str]:
    """Return the one text of a message, or each of a plural's."""
    return [str(text) for text in of] if isinstance(of, (tuple, list)) else [str(of or "")]


def blank(messages: Catalog) -> list[str]:
    """Return the templates that have no translation."""
    return [str(each.id) for each in messages if each.id and not all(texts(each.string))]


if __name__ == "__main__":
    PO.write_bytes(written(catalogue())[0])
    po, mo = written(catalogue())
    MO.write_bytes(mo)
    print(f"{len(blank(catalogue()))} still to translate")  # noqa: T201  # a tool that talks
