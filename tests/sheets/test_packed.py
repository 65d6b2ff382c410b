"""Packed files: what is damaged, protected or a bomb is one line, and never unpacked."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from medsos_cli.errors import InputError
from medsos_cli.sheets.packed import Packed

AGAIN = "open it in the spreadsheet, and save it again as .xlsx or CSV"


def packed(parts: dict[str, bytes], method: int = ZIP_DEFLATED) -> BytesIO:
    made = BytesIO()
    with ZipFile(made, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made


def elements(content: bytes) -> list[tuple[str, dict[str, str], str]]:
    return [*Packed(packed({"a.xml": content}), "x.xlsx").elements("a.xml", {"b": "", "s": " "})]


def test_elements_come_as_they_end_without_prefix_and_with_their_own_text() -> None:
    assert elements(b'<x:r xmlns:x="u">in <x:p n="1">a<b>b</b><s/>c</x:p><q/>out</x:r>') == [
        ("p", {"n": "1"}, "ab c"), ("q", {}, ""), ("r", {"xmlns:x": "u"}, "out"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<a>", b"<a></b>", b"<a>\xff</a>", b"<a>&lol;</a>", b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>',
        b'<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>',
        "<!DOCTYPE a><a/>".encode("utf-16"),
    ],
)  # fmt: skip
def test_what_is_no_xml_or_defines_its_own_words_is_damaged(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        elements(content)
    assert (str(caught.value), caught.value.hint) == (
        "x.xlsx is damaged, so it cannot be read", AGAIN,
    )  # fmt: skip


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed({"xl/worksheets/sheet1.xml": b" " * (1 << 25)})
    assert len(bomb.getvalue()) < 1 << 16
    with pytest.raises(InputError) as caught:
        Packed(bomb, "x.xlsx")
    assert (str(caught.value), caught.value.hint) == (
        "x.xlsx would be 32 MB unpacked, more than a sheet of an office",
        "copy the rows alone into a new workbook",
    )


def test_pictures_do_not_count_for_they_are_not_unpacked() -> None:
    Packed(packed({"xl/media/image1.bmp": b" " * (1 << 25), "a.xml": b"<a/>"}), "x.xlsx")


def test_no_more_is_unpacked_than_the_list_of_parts_says() -> None:
    content = b"<a>" + b" " * (1 << 20) + b"</a>"
    lying = bytearray(packed({"a.xml": content}).getvalue())
    listed = lying.rindex(b"PK\x01\x02")
    struct.pack_into("<L", lying, listed + 24, 100)
    with pytest.raises(InputError, match="is damaged"):
        list(Packed(BytesIO(bytes(lying)), "x.xlsx").elements("a.xml"))


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
def test_a_file_cut_short_or_changed_is_damaged(method: int) -> None:
    whole = packed({"a.xml": b"<a>" + b"agency " * 100 + b"</a>"}, method).getvalue()
    changed = bytearray(whole)
    changed[60] ^= 0xFF
    for content in (whole[:-30], whole[:50], bytes(changed)):
        with pytest.raises(InputError, match="is damaged"):
            list(Packed(BytesIO(content), "x.xlsx").elements("a.xml"))


def test_a_part_with_a_password_is_said_to_have_one() -> None:
    locked = bytearray(packed({"a.xml": b"<a/>"}).getvalue())
    struct.pack_into("<H", locked, locked.rindex(b"PK\x01\x02") + 8, 1)
    with pytest.raises(InputError) as caught:
        Packed(BytesIO(bytes(locked)), "x.xlsx")
    assert (str(caught.value), caught.value.hint) == (
        "x.xlsx is protected by a password",
        "open it in the spreadsheet, take the password off, and save it again",
    )


def test_a_word_is_found_across_chunks() -> None:
    content = b" " * ((1 << 16) - 4) + b"mergeCell" + b" " * 10
    file = Packed(packed({"a.xml": content}, ZIP_STORED), "x.xlsx")
    assert file.holds("a.xml", b"mergeCell")
    assert not file.holds("a.xml", b"mergeCells")
