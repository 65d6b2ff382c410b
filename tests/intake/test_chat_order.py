"""Which lines of a chat are headers: what stands inside a message dates nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.intake.chat_headers import sender_key
from medsos_cli.intake.chats import read_chat
from medsos_cli.words.days import Clock, read_zone

LINK = "https://www.facebook.com/contohdinkes/posts/1234567890"
CLOCK = Clock(read_zone("Asia/Jakarta"), lambda: datetime(2020, 12, 8, 3, 0, tzinfo=UTC))


def read(text: str, *known: str) -> list[tuple[str, str | None]]:
    """Return the day and the sender of each link; where the day is not taken, why."""
    found = read_chat(text.splitlines(), CLOCK, {sender_key(name) for name in known})
    return [
        (str(each.sent_on.date()) if each.sent_on else str(each.doubt), each.sender)
        for each in found
    ]


@pytest.mark.parametrize(
    "agenda",
    [
        "24/11/20 13.00 - selesai: Monev",
        "24/11/20 13.00 - 15.00 Rapat: aula",
        "24/11/20 13.00 - s/d selesai: Monev",
        "18/11/20 13.00 - selesai: Monev",  # these two lie between the messages around them
        "18/11/20 13.00 - Selesai Apel: halaman",
        "24/11/20 13.00 - Rapat: aula",  # it lies ahead of the message that comes next
        "01/11/20 13.00 - Rapat: aula",  # and this one before the message in which it stands
        "24/11/21 13.00 - Rapat: aula",
        "24-11-2020 13:00 - Rapat: aula",
        "23/11/20 09.00 - Apel: halaman\n24/11/20 13.00 - Rapat: aula",
    ],
)
def test_the_line_of_an_agenda_dates_nothing(agenda: str) -> None:
    text = f"18/11/20 08.15 - Ani: Jadwal\n{agenda}\n{LINK}\n19/11/20 07.00 - Budi: {LINK}\n"
    assert read(text) == [("2020-11-18", "Ani"), ("2020-11-19", "Budi")]


@pytest.mark.parametrize("agenda", ["30/12/21 09.00 - Rapat: aula", "24/11/20 13.00 - selesai"])
def test_nor_does_one_in_the_last_message(agenda: str) -> None:
    text = f"17/11/20 08.15 - Budi: a\n18/11/20 08.15 - Ani: Jadwal\n{agenda}\n{LINK}\n"
    assert read(text) == [("2020-11-18", "Ani")]


def test_who_wrote_another_message_wrote_one_that_does_not_run_forwards_too() -> None:
    text = (
        "18/11/20 08.15 - Ani: a\n"
        f"21/11/20 08.15 - Budi: {LINK}\n"
        "19/11/20 08.15 - Ani: b\n"
        "20/11/20 08.15 - Budi: c\n"
    )
    assert read(text) == [("2020-11-21", "Budi")]
    assert read(text.replace("20/11/20 08.15 - Budi", "20/11/20 08.15 - Cici")) == [
        ("2020-11-18", "Ani")
    ]
    assert read(text.replace("20/11/20 08.15 - Budi", "20/11/20 08.15 - Cici"), "budi") == [
        ("2020-11-21", "Budi")
    ]


@pytest.mark.parametrize(
    "copied",
    [
        "[2:05 PM, 11/14/2020] Cici: kegiatan kemarin",
        "[14/11 14.05] Cici: kegiatan kemarin",
        "11/14/20, 2:05 PM - Cici: kegiatan kemarin",
    ],
)
def test_a_copied_chat_does_not_vote_and_dates_nothing(copied: str) -> None:
    text = (
        f"05/12/20 08.15 - Ani: {LINK}\n06/12/20 09.00 - Budi: Meneruskan:\n{copied} {LINK}\n"
        f"07/12/20 10.00 - Dedi: {LINK}\n"
    )
    assert read(text) == [("2020-12-05", "Ani"), ("2020-12-06", "Budi"), ("2020-12-07", "Dedi")]


@pytest.mark.parametrize("lines", [1, 2, 4])
def test_a_copy_longer_than_its_chat_is_inside_the_message_that_carries_it(lines: int) -> None:
    copied = "".join(f"[11/{14 + n}/20, 1:00:05 PM] Ani: {LINK}\n" for n in range(lines))
    text = f"12/11/20 13.00 - Budi: terusan:\n{copied}13/11/20 13.00 - Budi: {LINK}\n"
    assert read(text) == [("2020-11-12", "Budi")] * lines + [("2020-11-13", "Budi")]


def test_the_line_of_an_agenda_has_no_vote_on_day_and_month() -> None:
    text = (
        f"03/04/20 13.00 - Budi: {LINK}\n05/04/20 13.00 - Budi: Jadwal\n"
        f"11/13/20 09.00 - rapat: x\n06/04/20 13.00 - Budi: {LINK}\n"
    )
    assert read(text) == [("2020-04-03", "Budi"), ("2020-04-06", "Budi")]


@pytest.mark.parametrize(
    "line",
    ['Budi mengubah subjek menjadi "Lapor: {}"', 'Budi mengubah subjek dari "A" menjadi "B: {}"',
     "Budi changed the subject to “Lapor: {}”"],
)  # fmt: skip
def test_nobody_sent_what_stands_in_a_line_of_the_apps_own(line: str) -> None:
    assert read(f"12/11/20 13.00 - {line.format(LINK)}\n") == [("2020-11-12", None)]


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        # One way round they lie ahead, the other way they do not.
        (["11/1/20", "11/5/20", "11/12/20"], ["2020-11-01", "2020-11-05", "2020-11-12"]),
        (["1/11/20", "5/11/20", "12/11/20"], ["2020-11-01", "2020-11-05", "2020-11-12"]),
        # One way round they run backwards.
        (["1/2/20", "2/1/20", "3/1/20"], ["2020-01-02", "2020-02-01", "2020-03-01"]),
        (["2/1/20", "1/2/20", "1/3/20"], ["2020-01-02", "2020-02-01", "2020-03-01"]),
        # Both do as well: then the day comes first.
        (["1/2/20", "3/4/20"], ["2020-02-01", "2020-04-03"]),
        # A day ahead may be a clock that is wrong.
        (["9/12/20"], ["dated in the future"]),
    ],
)  # fmt: skip
def test_the_headers_tell_the_order_of_day_and_month(dates: list[str], days: list[str]) -> None:
    text = "".join(f"{date}, 2:05 PM - Ani: {LINK}\n" for date in dates)
    assert [day for day, _ in read(text)] == days


@pytest.mark.parametrize(
    ("headers", "doubtful"),
    [
        (["3/12/20, 2:05 PM - "], True), (["[2:05 PM, 3/12/2020] "], True),
        (["3/12/20, 14:05 - "], True),  # a phone in English whose clock has 24 hours
        (["03/12/20 14.05 - "], False), (["03/12/2020, 14:05 - "], False),
        (["3/3/20, 2:05 PM - "], False),  # the same day either way
        (["11/14/20, 2:05 PM - ", "12/3/20, 2:05 PM - "], False),
        (["11/1/20, 2:05 PM - ", "11/12/20, 2:05 PM - "], False),  # ahead, day first
        (["2/1/20, 2:05 PM - ", "1/2/20, 2:05 PM - "], False),  # backwards, month first
    ],
)  # fmt: skip
def test_a_chat_that_may_have_its_month_first_is_doubted(
    headers: list[str], *, doubtful: bool
) -> None:
    said: list[str] = []
    lines = [f"{header}Ani: {LINK}" for header in headers]
    assert list(read_chat(lines, CLOCK, warn=lambda doubt: said.append(str(doubt))))
    assert ["is read as 2020-12-03, but the month may come first" in each for each in said] == [
        True
    ] * doubtful


def test_two_exports_in_one_file_are_read_each_by_itself() -> None:
    android = (
        "01/02/20 08.00 - Pesan terenkripsi secara end-to-end.\n"
        f"01/02/20 08.15 - Ani: {LINK}\n13/02/20 08.15 - Ani: {LINK}\n"
    )
    again = android.replace("Ani", "Budi").replace("/02/", "/01/")
    iphone = "".join(f"[{month}/14/19, 8:15:00 AM] Cici: {LINK}\n" for month in ("1", "2", "3"))
    assert read(android + again + iphone) == [
        ("2020-02-01", "Ani"), ("2020-02-13", "Ani"),
        ("2020-01-01", "Budi"), ("2020-01-13", "Budi"),
        ("2019-01-14", "Cici"), ("2019-02-14", "Cici"), ("2019-03-14", "Cici"),
    ]  # fmt: skip


def test_messages_copied_by_hand_need_not_run_forwards() -> None:
    text = f"[14.05, 3/12/2020] Ani: {LINK}\n[14.05, 1/12/2020] Budi: {LINK}\n"
    assert read(text) == [("2020-12-03", "Ani"), ("2020-12-01", "Budi")]


@pytest.mark.parametrize(
    ("known", "sender"), [((), "Dinkes"), (("Dinkes: Ani",), "Dinkes: Ani"), (("ani",), "Dinkes")]
)
def test_a_name_with_a_colon_is_read_whole_where_it_is_known(
    known: tuple[str, ...], sender: str
) -> None:
    assert read(f"18/11/20 08.15 - Dinkes: Ani: {LINK}\n", *known) == [("2020-11-18", sender)]


@given(st.lists(st.sampled_from(
    ["01/02/20 08.00 - Ani: a", "02/01/20 08.00 - Budi: b", "13/02/20 08.00 - c", "1/1/99 1.1 - d",
     "[03/12/20 14.05.33] Ani: e", "[14.05, 3/12/2020] Budi: f", "end-to-end", LINK]
)))  # fmt: skip
def test_every_link_is_of_a_message_before_it_or_of_none(lines: list[str]) -> None:
    found = list(read_chat(lines, CLOCK))
    assert [each.line for each in found] == [n for n, line in enumerate(lines, 1) if line == LINK]
    for each in found:
        assert each.sender in {None, "Ani", "Budi"}
        if each.sender:
            assert any(each.sender in line for line in lines[: each.line])
