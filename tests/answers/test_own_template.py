"""An office's own template: what it would unpack to, and what of it acts when it is opened."""

import zipfile
from pathlib import Path

import pytest
from docx import Document

from medsos_cli.answers.own_template import active_parts
from medsos_cli.answers.paper_docx import typeset
from medsos_cli.errors import InputError
from tests.answers.test_paper_docx import paper

RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://x/relationships/{kind}" Target="http://example.org/a"'
    ' TargetMode="External"/></Relationships>'
)


def with_part(file: Path, name: str, content: str) -> Path:
    Document().save(str(file))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return file


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("word/vbaProject.bin", "x", "holds macros"),
        ("word/_rels/settings.xml.rels", RELATIONS.format(kind="attachedTemplate"),
         "fetches http://example.org/a when it is opened"),
        ("word/_rels/a.xml.rels", RELATIONS.format(kind="image"),
         "fetches http://example.org/a when it is opened"),
        ("word/a.xml", "<a><w:instrText>DDE</w:instrText><w:instrText>AUTO c:/x</w:instrText></a>",
         "has a field DDEAUTO, which fetches or runs something"),
        ("word/_rels/b.xml.rels",
         RELATIONS.format(kind="attachedTemplate").replace('="External"', " = 'External'"),
         "fetches http://example.org/a when it is opened"),
        ("word/a.xml", '<a xmlns:w="w"><w:instrText>&#68;DE x</w:instrText></a>',
         "has a field DDE, which fetches or runs something"),
        ("word/a.xml", "<a xmlns:w='w'><w:fldSimple w:instr = 'LINK x'/></a>",
         "has a field LINK, which fetches or runs something"),
        ("word/a.xml", "<a>", "has a part that cannot be looked at: word/a.xml"),
        ("word/a.xml", '<w:fldSimple w:instr=" INCLUDEPICTURE http://x "/>',
         "has a field INCLUDEPICTURE, which fetches or runs something"),
    ],
)  # fmt: skip
def test_what_acts_when_it_is_opened_is_told(
    tmp_path: Path, name: str, content: str, told: str
) -> None:
    file = with_part(tmp_path / "own.docx", name, content)
    assert [str(each) for each in active_parts(file)] == [f"{file} {told}"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/_rels/a.xml.rels", RELATIONS.format(kind="hyperlink")),
        ("word/a.xml", "<a><w:instrText> PAGE </w:instrText><w:t>DDE dan LINK</w:t></a>"),
    ],
)
def test_a_link_and_a_page_number_do_nothing(tmp_path: Path, name: str, content: str) -> None:
    assert [*active_parts(with_part(tmp_path / "own.docx", name, content))] == []


@pytest.mark.parametrize("flag", [8, 10])  # a password, a way of packing of the future
def test_a_part_that_no_paper_needs_is_not_opened(tmp_path: Path, flag: int) -> None:
    file = with_part(tmp_path / "own.docx", "junk.bin", "x")
    content = bytearray(file.read_bytes())
    content[content.rindex(b"PK\x01\x02") + flag] |= 97
    file.write_bytes(content)
    assert [*active_parts(file)] == []


def test_what_is_no_template_is_told_where_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(b"PK")
    assert [*active_parts(tmp_path / "own.docx")] == []
    assert [*active_parts(tmp_path / "none.docx")] == []


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = with_part(tmp_path / "own.docx", "word/media/a.bin", "0" * (65 << 20))
    with pytest.raises(InputError, match=r"own\.docx would be 65 MB unpacked"):
        typeset(paper(), file)
