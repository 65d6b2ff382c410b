"""`medsos sender` and `senders`: whose links a chat brings, and who has sent none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.office import open_office

PAGE = "https://www.facebook.com/share/p/1AbCdEfG{}/"


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    open_office(run, tmp_path)
    for code in ("dinkes", "setda"):
        run("account", "set", code, "fb", f"contoh{code}")
    return run


def _on(day: int) -> datetime:
    """Return ten in the morning of a day of December."""
    return datetime(2020, 12, day, 3, 0, tzinfo=UTC)


def export(folder: Path, *messages: tuple[str, str, str]) -> Path:
    """Write a chat: the day, the sender and which post each message brings."""
    chat = folder / "chat.txt"
    lines = (f"{day}/20 08.15 - {sender}: {PAGE.format(n)}\n" for day, sender, n in messages)
    chat.write_text("".join(lines), "utf-8")
    return chat


def test_a_sender_is_kept_for_every_chat(office: Run, tmp_path: Path) -> None:
    assert office("sender", "add", "~ Rina", "dinkes").out == "Rina sends for dinkes\n"
    office("sender", "add", "0812-3456-7890", "Sekretariat Daerah")
    chat = export(tmp_path, ("01/12", "Rina", "x"), ("01/12", "+62 812-3456-7890", "y"))
    assert office("post", "--from", chat).lines[2:] == [
        "dinkes  1         0", "setda   1         0",
    ]  # fmt: skip
    assert office("senders", "--format", "csv").lines == [
        "sender,agency_code,agency,recorded_at,recorded_by",
        "Rina,dinkes,Dinas Kesehatan,2020-12-03T03:00:00Z,tu",
        "0812-3456-7890,setda,Sekretariat Daerah,2020-12-03T03:00:00Z,tu",
    ]


def test_who_sent_nothing_since_the_chat_before_is_said(office: Run, tmp_path: Path) -> None:
    office("sender", "add", "Rina", "dinkes")
    office("sender", "add", "Tono", "setda")
    first, second = ("01/12", "Rina", "x"), ("02/12", "Tono", "y")
    silent = "1 agency sent nothing since the last chat: {}\n"
    chat = export(tmp_path, first)
    assert office("post", "--from", chat, now=_on(1)).err == silent.format("setda")
    chat = export(tmp_path, first, second)  # an export holds the whole chat, each time
    assert office("post", "--from", chat, now=_on(2)).err == silent.format("dinkes")
    chat.write_text(chat.read_text("utf-8") + "03/12/20 08.15 - Rina: selamat pagi\n", "utf-8")
    told = office("post", "--from", chat).err
    assert told == "2 agencies sent nothing since the last chat: dinkes, setda\n"
    office("post", PAGE.format("z"), "--agency", "setda", "--on", "today")
    assert office("post", "--from", chat).err == silent.format("dinkes")
    nothing = tmp_path / "nothing.txt"
    nothing.write_text("03/12/20 08.15 - Rina: selamat pagi\n")
    assert "sent nothing" not in office("post", "--from", nothing).err


def test_an_export_read_again_calls_nobody_silent(office: Run, tmp_path: Path) -> None:
    office("sender", "add", "Rina", "dinkes")
    chat = export(tmp_path, ("01/12", "Rina", "x"), ("02/12", "Tono", "y"))
    assert "does not say whose post it is" in office("post", "--from", chat).err
    assert office("post", "--from", chat).err.count("sent nothing") == 0
    office("sender", "add", "Tono", "setda")
    again = office("post", "--from", chat)
    assert again.lines[2:] == ["dinkes  0         1", "setda   1         0"]
    assert again.err == ""
    assert office("post", "--from", chat).err == ""


def test_the_latest_word_on_a_sender_counts(office: Run, tmp_path: Path) -> None:
    office("sender", "add", "Rina", "dinkes")
    assert office("sender", "add", "RINA", "dinkes").out == "RINA sends for dinkes already\n"
    told = office("sender", "add", "Rina", "setda").out
    assert told == "Rina sends for setda (before for dinkes)\n"
    chat = export(tmp_path, ("01/12", "Rina", "x"))
    assert office("post", "--from", chat).lines[2] == "setda   1         0"
    assert office("sender", "remove", "rina").out == "Rina is kept no more\n"
    assert office("senders").err == (
        "no sender is kept; to keep one: medsos sender add NAME_OR_NUMBER AGENCY\n"
    )
    told = office("post", "--from", export(tmp_path, ("02/12", "Rina", "z"))).err
    assert "does not say whose post it is" in told
    assert "sent nothing" not in told


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("add", "Rina", "dinkess"), "error: no agency is called 'dinkess'"),
        (("add", " ", "dinkes"), "error: no sender is named"),
        (("remove", "Rino"), "error: no sender 'Rino' is kept"),
    ],
)
def test_what_is_no_sender(office: Run, words: tuple[str, ...], refusal: str) -> None:
    office("sender", "add", "Rina", "dinkes")
    told = office("sender", *words, code=2).err
    assert told.startswith(refusal)


def test_a_senders_nik_is_neither_kept_nor_shown(office: Run, tmp_path: Path) -> None:
    name, senders = "Rina 3303011203800001", tmp_path / "senders.csv"
    refused = office("sender", "add", name, "dinkes", code=2)
    assert refused.err.startswith("error: 16 digits look like a NIK")
    senders.write_text(f"sender,agency\n{name},dinkes\n", "utf-8")
    chat = export(tmp_path, ("01/12", name, "x"))
    assert (
        "senders.csv:2: 16 digits"
        in office("post", "--from", chat, "--senders", senders, code=2).err
    )
    assert "from Rina …0001" in office("post", "--from", chat).err
