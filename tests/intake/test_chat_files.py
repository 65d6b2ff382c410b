"""A chat's bytes, as a phone exports them, packed or not, and damaged or not."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from medsos_cli.errors import InputError
from medsos_cli.intake import chat_files
from medsos_cli.intake.chat_files import open_chat

CHAT = "14/08/24 21.00 - André 🙏: ya\n14/08/24 21.01 - Budi: https://x.com/a\n"


def packed(*members: tuple[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return out.getvalue()


def read(data: bytes, name: str = "chat.txt") -> tuple[str, str | None]:
    chat = open_chat(BytesIO(data), name)
    return "".join(chat.lines), str(chat.note) if chat.note else None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_chat_in_unicode_is_read_as_it_is(encoding: str) -> None:
    assert read(CHAT.encode(encoding)) == (CHAT, None)


def test_windows_1252_is_said() -> None:
    note = "line 1 is not UTF-8, so the file is read as Windows-1252"
    assert read("André\nBudi\n".encode("cp1252")) == ("André\nBudi\n", note)


@pytest.mark.parametrize(
    ("damage", "shown"), [(b"\xf0\x9f", "\ufffd"), (b"\0", "\ufffd"), (b"\xc3", "\ufffd")]
)
def test_a_damaged_byte_costs_what_it_stands_in(damage: bytes, shown: str) -> None:
    text, note = read(CHAT.encode() + b"14/08/24 - C: a" + damage)
    assert text == f"{CHAT}14/08/24 - C: a{shown}"
    assert note == "1 line is damaged, the first is line 3"


def test_damaged_lines_do_not_change_the_encoding_of_the_others() -> None:
    text, _ = read(CHAT.encode() + b"a\xe9\nb\xe9\nc\n")
    assert text == f"{CHAT}a\ufffd\nb\ufffd\nc\n"
    text, _ = read("André\nRené\nZoë\nx\0y\n".encode("cp1252"))
    assert text == "André\nRené\nZoë\nx\ufffdy\n"


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\r\xff", CHAT.encode("utf-16-le"), b"\0" * 100, b"\xff\xfb\x81\n"],
)
def test_what_is_damaged_in_most_lines_is_no_text(data: bytes) -> None:
    with pytest.raises(InputError, match=r"chat\.txt is not a text file"):
        read(data)


@pytest.mark.parametrize(
    "members",
    [
        [("_chat.txt", CHAT)],
        [("00000012-laporan.txt", "x"), ("_chat.txt", CHAT)],
        [("WhatsApp Chat with Humas.txt", CHAT), ("DOC-20201203-WA0001.txt", "x"),
         ("IMG-20201203-WA0002.jpg", b"\xff\xd8")],
        [("Humas/humas pbg.txt", CHAT), ("catatan.txt", "x")],
        [("__MACOSX/._chat.txt", "x"), ("apa saja.txt", CHAT)],
    ],
)  # fmt: skip
def test_the_chat_is_found_in_what_a_phone_packs(members: list[tuple[str, str | bytes]]) -> None:
    assert read(packed(*members), "Humas PBG.zip") == (CHAT, None)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (packed(("a.jpg", "x")), "chat.zip holds no chat"),
        (packed(("a.txt", "x"), ("b.txt", "x")), "chat.zip holds several texts: a.txt, b.txt"),
        (packed(("_chat.txt", CHAT))[:-30], "chat.zip cannot be unpacked: File is not a zip file"),
        (packed(("_chat.txt", "")), "chat.zip is empty"),
        (b"%PDF-1.7", "chat.zip is a PDF, not a chat"),
        (b"", "chat.zip is empty"),
    ],
)
def test_what_holds_no_chat_is_refused(data: bytes, error: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data, "chat.zip")
    assert str(caught.value) == error
    assert caught.value.hint


def test_a_packed_file_is_read_only_up_to_a_sane_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_files, "_LARGEST", 2 << 20)
    bomb = packed(("_chat.txt", b"a" * (3 << 20)))
    assert len(bomb) < 10_000
    with pytest.raises(InputError, match=r"_chat\.txt holds more than 2 MB, which no chat does"):
        read(bomb, "chat.zip")
    liar = bomb.replace((3 << 20).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    with pytest.raises(InputError):
        read(liar, "chat.zip")
    with pytest.raises(InputError, match=r"chat\.txt holds more than 2 MB"):
        read(b"a" * (3 << 20))


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path, why in ((tmp_path, "is a folder, not a file"), (tmp_path / "no", "there is no file")):
        with pytest.raises(InputError, match=why):
            open_chat(path, path.name)
