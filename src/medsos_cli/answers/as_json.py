"""An answer as one JSON document; days are ISO strings."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from medsos_cli.answers.answer import ROWS, Answer
from medsos_cli.models import Format

_HERE = "\0rows"


def write(answer: Answer, out: TextIO) -> None:
    """Write an answer's rows as objects, each as soon as it is read, in what stands around them."""
    taken = [column for column in answer.columns if column.taken_by(Format.JSON)]
    columns = [(column.json_path, column.value) for column in taken]
    around, margin = answer.document or ROWS, "    " if answer.document else "  "
    before, after = _dump(around).split(json.dumps(_HERE))
    gap, start = "", f"\n{margin}"
    out.write(f"{before}[")
    for row in answer.rows:
        out.write(gap + start + _dump(_object(columns, row)).replace("\n", start))
        gap = ","
    out.write(f"{start[:-2] if gap else ''}]{after}\n")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_text)


def _text(value: object) -> str:
    return _HERE if value is ROWS else str(value)


def _object(
    columns: Iterable[tuple[Sequence[str], Callable[[Any], Any]]], row: object
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for (*outer, name), value in columns:
        place = made
        for each in outer:
            place = place.setdefault(each, {})
        place[name] = value(row)
    return made
