"""One answer in every format: which of its columns each takes, and under which name."""

import json
from dataclasses import replace
from io import StringIO
from operator import itemgetter
from pathlib import Path

from medsos_cli.answers import as_csv, as_json, as_table
from medsos_cli.answers.answer import ROWS, Answer, Column, data
from medsos_cli.answers.output import choose_destination, write
from medsos_cli.errors import Message
from medsos_cli.models import Format

ANSWER = Answer(
    [
        Column(Message("office"), name="agency", path=("office", "name")),
        Column(Message("handset"), cell=lambda row: row["handsets"]),
        data("devices", Message("handsets"), cell=lambda row: len(row["handsets"])),
        data("kind", Message("kind"), path=("office", "kind")),
        data("as_of", Message("as of"), path=(), cell=lambda _: "2020-12-03"),
        data(None, "", cell=itemgetter("void"), path=("void",)),
    ],
    [
        {"agency": "Setda", "handsets": ("HP-1", "HP-2"), "kind": None, "void": False},
        {"agency": "=Dinas", "handsets": (), "kind": "dinas", "void": True},
    ],
    under=["", Message("{n} office", "{n} offices", n=2)],
)


def test_a_table_has_what_is_not_hidden_and_what_stands_under_it() -> None:
    out = StringIO()
    as_table.write(ANSWER, out)
    assert out.getvalue() == (
        "office  handset\n──────  ──────────\nSetda   HP-1, HP-2\n=Dinas  —\n\n2 offices\n"
    )


def test_csv_has_the_columns_with_a_name_in_their_order() -> None:
    out = StringIO(newline="")
    as_csv.write(ANSWER, out)
    assert out.getvalue() == (
        "agency,devices,kind,as_of\r\nSetda,2,,2020-12-03\r\n'=Dinas,0,dinas,2020-12-03\r\n"
    )


def test_json_has_each_value_at_its_path_and_the_rows_in_their_place() -> None:
    out = StringIO()
    as_json.write(replace(ANSWER, document={"offices": ROWS, "summary": {"n": 2}}), out)
    assert json.loads(out.getvalue()) == {
        "offices": [
            {"office": {"name": "Setda", "kind": None}, "devices": 2, "void": False},
            {"office": {"name": "=Dinas", "kind": "dinas"}, "devices": 0, "void": True},
        ],
        "summary": {"n": 2},
    }


def test_every_format_is_written_and_tells_whether_there_was_a_row(tmp_path: Path) -> None:
    for style in Format:
        path = tmp_path / f"list.{style}"
        to = choose_destination(style, path, tmp_path / "medsos.db")
        assert write(ANSWER, to)
        assert not write(replace(ANSWER, rows=iter(())), to)
        assert path.read_bytes()
