import re
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.errors import Message
from medsos_cli.intake import chat_headers, chats
from medsos_cli.intake.chat_headers import sender_name
from medsos_cli.intake.chats import ChatLink, read_chat
from medsos_cli.words.addresses import find_links
from medsos_cli.words.days import Clock, read_zone

LINK = "https://www.instagram.com/p/CIabc123_-x/"
OTHER = "https://www.facebook.com/dinkominfopbg/posts/1234567890"
WIB = read_zone("Asia/Jakarta")
NOW = datetime(2020, 12, 31, 3, 0, tzinfo=UTC)
CLOCK = Clock(WIB, lambda: NOW)
NUMBER = "\u202a+62\xa0812\u20113456\u20117890\u202c"


def links_in(text: str, clock: Clock = CLOCK) -> list[ChatLink]:
    return list(read_chat(text.splitlines(keepends=True), clock))


def only(text: str) -> ChatLink:
    (found,) = links_in(text)
    return found


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=WIB)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("header", "sent_on"),
    [
        ("03/12/20 14.05 - ", at(2020, 12, 3, 14, 5)),
        ("03/12/20 14:05 - ", at(2020, 12, 3, 14, 5)),
        ("03/12/2020, 14:05 - ", at(2020, 12, 3, 14, 5)),
        ("03/12/2020 14.05 – ", at(2020, 12, 3, 14, 5)),
        ("03.12.20, 14:05 - ", at(2020, 12, 3, 14, 5)),
        ("3-12-2020 14.05 - ", at(2020, 12, 3, 14, 5)),
        ("3/12/20, 2:05 PM - ", at(2020, 12, 3, 14, 5)),
        ("3/12/20, 2:05\u202fPM - ", at(2020, 12, 3, 14, 5)),
        ("3/12/20, 2:05\u202fpm - ", at(2020, 12, 3, 14, 5)),
        ("3/12/20 2.05 p.\xa0m. - ", at(2020, 12, 3, 14, 5)),
        ("3/12/20 12.05 AM - ", at(2020, 12, 3, 0, 5)),
        ("3/12/20 12.05 PM - ", at(2020, 12, 3, 12, 5)),
        ("3/12/20 14.05 PM - ", at(2020, 12, 3, 14, 5)),
        ("3/12/20 7.05 pagi - ", at(2020, 12, 3, 7, 5)),
        ("3/12/20 11.05 siang - ", at(2020, 12, 3, 11, 5)),
        ("3/12/20 2.05 siang - ", at(2020, 12, 3, 14, 5)),
        ("3/12/20 5.05 sore - ", at(2020, 12, 3, 17, 5)),
        ("3/12/20 7.05 malam - ", at(2020, 12, 3, 19, 5)),
        ("3/12/20 12.05 malam - ", at(2020, 12, 3, 0, 5)),
        ("2020-12-03 14:05 - ", at(2020, 12, 3, 14, 5)),
        ("2020/12/3, 14.05 - ", at(2020, 12, 3, 14, 5)),
        ("3 Desember 2020 pukul 14.05 - ", at(2020, 12, 3, 14, 5)),
        ("3 Dec 2020 at 2:05 pm - ", at(2020, 12, 3, 14, 5)),
        ("[03/12/20 14.05.33] ", at(2020, 12, 3, 14, 5, 33)),
        ("[03/12/20 14:05:33] ", at(2020, 12, 3, 14, 5, 33)),
        ("[03/12/2020, 14:05:33] \u200e", at(2020, 12, 3, 14, 5, 33)),
        ("\u200e[03/12/20 14.05.33] \u200e", at(2020, 12, 3, 14, 5, 33)),
        ("\ufeff\u200f[\u20683/12/20\u2069, 2:05:33\u202fPM] ", at(2020, 12, 3, 14, 5, 33)),
        ("[03/12/20 pukul 14.05.33] ", at(2020, 12, 3, 14, 5, 33)),
        ("[14.05, 3/12/2020] ", at(2020, 12, 3, 14, 5)),
        ("[2:05 PM, 3/12/2020] ", at(2020, 12, 3, 14, 5)),
    ],
)
@pytest.mark.parametrize(("written", "sender"), [("Sari", "Sari"), (NUMBER, "+62 812-3456-7890")])
def test_every_form_of_header(header: str, sent_on: datetime, written: str, sender: str) -> None:
    assert only(f"{header}{written}: lihat {LINK} ya\n") == ChatLink(1, LINK, sent_on, sender)


@pytest.mark.parametrize(
    "line",
    [
        "03/12/20 Sari: {}",
        "14.05 - Sari: {}",
        "03/12 14.05 - Sari: {}",
        "03/12/20 14.05 Sari: {}",
        "03/12/020 14.05 - Sari: {}",
        "Rapat 03/12/20 14.05 - Sari: {}",
        "(03/12/20 14.05) Sari: {}",
        "3 4 2020 14.05 - Sari: {}",
        "٣/١٢/٢٠ ١٤.٠٥ - Sari: {}",
    ],
)
def test_what_is_no_header(line: str) -> None:
    assert only(line.format(LINK)) == ChatLink(1, LINK, None, None)


def test_a_message_of_several_lines() -> None:
    found = links_in(
        f"03/12/20 14.05 - Sari: Postingan hari ini:\r\n\r\n- {LINK}\r\n- {OTHER}\r\n"
        f"03/12/20 14.06 - Budi:\r\n{OTHER} <Pesan ini diedit>\r\n"
    )
    assert found == [
        ChatLink(3, LINK, at(2020, 12, 3, 14, 5), "Sari"),
        ChatLink(4, OTHER, at(2020, 12, 3, 14, 5), "Sari"),
        ChatLink(6, OTHER, at(2020, 12, 3, 14, 6), "Budi"),
    ]


def test_two_links_in_one_line() -> None:
    found = links_in(f"03/12/20 14.05 - Sari: {LINK} {OTHER} {LINK}")
    assert [(each.line, each.link) for each in found] == [(1, LINK), (1, OTHER), (1, LINK)]


def test_a_system_message_ends_the_one_before() -> None:
    found = links_in(
        f"03/12/20 14.05 - Sari: {LINK}\n"
        "03/12/20 14.06 - Budi bergabung menggunakan tautan undangan grup ini\n"
        f"{OTHER}\n"
    )
    assert [each.sender for each in found] == ["Sari", None]
    assert found[1].sent_on == at(2020, 12, 3, 14, 6)


def test_media_and_other_messages_leave_nothing() -> None:
    found = links_in(
        "03/12/20 14.04 - Pesan dan panggilan terenkripsi secara end-to-end.\n"
        "03/12/20 14.05 - Sari: <Media tidak disertakan>\n"
        "03/12/20 14.06 - Sari: <Media omitted>\n"
        "[03/12/20 14.06.10] Sari: \u200e<terlampir: 00000012-PHOTO.jpg>\n"
        "03/12/20 14.07 - Sari: Pesan ini dihapus\n"
        f"03/12/20 14.08 - Sari: rahasia {LINK} rahasia\n"
    )
    assert found == [ChatLink(6, LINK, at(2020, 12, 3, 14, 8), "Sari")]
    assert "rahasia" not in repr(found)


def test_a_text_without_headers() -> None:
    assert links_in(f"{LINK}\n\ndan {OTHER}\n") == [
        ChatLink(1, LINK, None, None),
        ChatLink(3, OTHER, None, None),
    ]


def test_links_before_the_first_header_have_nobody() -> None:
    found = links_in(f"{LINK}\n03/12/20 14.05 - Sari: {OTHER}\n")
    assert [(each.sender, each.sent_on) for each in found] == [
        (None, None),
        ("Sari", at(2020, 12, 3, 14, 5)),
    ]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["03/12/20"], ["2020-12-03"]),
        (["03/12/20", "12/04/20"], ["2020-03-12", "2020-12-04"]),  # it runs forwards
        (["03/12/20", "13/12/20"], ["2020-12-03", "2020-12-13"]),
        (["12/3/20", "12/13/20"], ["2020-12-03", "2020-12-13"]),
        (["12/13/20", "12/3/20"], ["2020-12-13", "2020-12-03"]),
        # Neither is a date in any order, so neither decides.
        (["12/3/20", "13/14/20", "2/30/20", "12/45/20"], ["2020-03-12", "", "", ""]),
        # They contradict each other: what can be read in one way only is still certain.
        (["12/3/20", "13/11/20", "11/14/20"], ["", "2020-11-13", "2020-11-14"]),
        (["5/5/20", "13/11/20", "11/14/20"], ["2020-05-05", "2020-11-13", "2020-11-14"]),
    ],
)
def test_the_text_decides_between_day_and_month(lines: list[str], days: list[str]) -> None:
    found = links_in("".join(f"{each}, 14:05 - Sari: {LINK}\n" for each in lines))
    assert [str(each.sent_on.date()) if each.sent_on else "" for each in found] == days
    assert [each.doubt is None for each in found] == [bool(each) for each in days]


def test_messages_without_a_link_decide_too() -> None:
    text = f"12/3/20, 14:05 - Sari: {LINK}\n12/25/20, 07:00 - Selamat Natal\n"
    assert only(text).sent_on == at(2020, 12, 3, 14, 5)


@pytest.mark.parametrize(
    ("header", "doubt"),
    [
        ("31/12/20 10.01 - ", "dated in the future"),
        ("03/12/21 14.05 - ", "dated in the future"),
        ("31/02/20 14.05 - ", "dated 31/02/20 14.05, which is no full date and time"),
        ("03/12/20 25.05 - ", "dated 03/12/20 25.05, which is no full date and time"),
        ("3 Foo 2020 14.05 - ", "dated 3 Foo 2020 14.05, which is no full date and time"),
        ("03/12/0001 14.05 - ", "dated 03/12/0001 14.05, which is no full date and time"),
        ("[3/12 14.05] ", "dated 3/12 14.05, which is no full date and time"),
        ("[3/12, 14:05] ", "dated 3/12, 14:05, which is no full date and time"),
    ],
)
def test_a_date_that_is_not_taken(header: str, doubt: str) -> None:
    assert only(f"{header}Sari: {LINK}") == ChatLink(1, LINK, None, "Sari", Message(doubt))


def test_a_message_of_this_moment_is_not_ahead() -> None:
    assert only(f"31/12/20 10.00 - Sari: {LINK}").sent_on == NOW


def test_a_contradiction_is_told() -> None:
    found = links_in(f"1/2/20 14.05 - Sari: {LINK}\n13/11/20 14.05 - B: a\n11/14/20 14.05 - B: a\n")
    assert found[0].doubt == "dated 1/2/20 14.05, and the text has day and month both ways round"


def test_times_are_of_the_offices_zone() -> None:
    clock = Clock(read_zone("Asia/Jayapura"), lambda: NOW)
    (found,) = links_in(f"03/12/20 14.05 - Sari: {LINK}", clock)
    assert found.sent_on == datetime(2020, 12, 3, 5, 5, tzinfo=UTC)
    assert str(found.sent_on.tzinfo) == "Asia/Jayapura"


@pytest.mark.parametrize(
    ("written", "sender"),
    [
        ("Sari", "Sari"),
        ("  Sari \u200e Dinkes  ", "Sari Dinkes"),
        ("~\u202fSari", "Sari"),
        ("Dinkes:PBG", "Dinkes:PBG"),
        ("\u202a+62 812\u20103456\u20107890\u202c", "+62 812-3456-7890"),
        ("𝓢𝓪𝓻𝓲", "Sari"),
        ("~", None),
        ("", None),
        ("S" * 300, None),
    ],
)
def test_senders_are_named_in_one_spelling(written: str, sender: str | None) -> None:
    assert only(f"[03/12/20 14.05.33] {written}: {LINK}").sender == sender


def test_the_name_ends_at_its_first_colon() -> None:
    assert only(f"03/12/20 14.05 - Sari: IG: {LINK}").sender == "Sari"


@given(st.text())
def test_a_senders_name_stays_when_read_again(text: str) -> None:
    name = sender_name(text)
    assert name == " ".join(name.split())
    assert sender_name(f"\u200e~ {name} ") == sender_name(name)


HEADER_LIKE = st.text(alphabet="[]/-.:, ~1230aApPmM\u200e\u202f\n", max_size=40)
PIECES = st.sampled_from(
    ["03/12/20 14.05 - ", "[3/12/20, 2:05:33\u202fPM] ", "Sari: ", LINK, OTHER, "x.com/a/", "\n"]
)


@given(st.lists(st.one_of(PIECES, HEADER_LIKE, st.text())).map("".join))
def test_no_text_fails_and_every_link_is_found_once_in_order(text: str) -> None:
    lines = text.splitlines(keepends=True)
    found = links_in(text)
    assert [(each.line, each.link) for each in found] == [
        (number, link) for number, line in enumerate(lines, start=1) for link in find_links(line)
    ]
    for each in found:
        assert each.sent_on is None or each.sent_on <= NOW
        assert each.sent_on is None or each.doubt is None


# What phones write, by day-first and seconds; a message of the year's end makes the order certain.
WRITTEN = {
    "{0:%d/%m/%y} {0:%H.%M} - {1}: ": False,
    "{0:%d/%m/%Y}, {0:%H:%M} - {1}: ": False,
    "{0:%m/%d/%y}, {0:%I:%M}\u202f{0:%p} - {1}: ": False,
    "{0:%Y-%m-%d} {0:%H:%M} - {1}: ": False,
    "[{0:%d/%m/%y} {0:%H.%M.%S}] {1}: ": True,
    "\u200e[{0:%m/%d/%Y}, {0:%I:%M:%S} {0:%p}] \u200e{1}: ": True,
    "[{0:%H.%M}, {0:%d/%m/%Y}] \u202a{1}\u202c: ": False,
}
LAST_YEAR = datetime(2019, 12, 31, 23, 59, tzinfo=WIB)
FIRST = datetime(2008, 12, 31, 23, 59, tzinfo=WIB)
NAMES = st.text("ABCabc0123 +-.:~é", min_size=1, max_size=30).filter(
    lambda name: (
        sender_name(name) == name
        and ": " not in name
        and not name.endswith(":")
        and not re.match(r"\d{1,2}[.:]\d\d", name)  # as in an agenda, until when
    )
)
MOMENTS = st.datetimes(
    datetime(2009, 2, 24), datetime(2020, 12, 30), timezones=st.just(WIB)  # noqa: DTZ001  # they get it
).map(lambda moment: moment.replace(microsecond=0, fold=0))  # fmt: skip
MESSAGES = st.tuples(MOMENTS, NAMES, st.sampled_from([LINK, OTHER]), st.booleans())


@given(st.sampled_from(sorted(WRITTEN)), st.lists(MESSAGES))
def test_what_a_phone_writes_is_read_back(
    form: str, messages: list[tuple[datetime, str, str, bool]]
) -> None:
    lines = [form.format(FIRST, "Budi")]
    expected = []
    for sent_on, sender, link, on_its_own_line in sorted(messages):
        start = form.format(sent_on, sender)
        lines += [start, link] if on_its_own_line else [f"{start}baca {link}"]
        moment = sent_on if WRITTEN[form] else sent_on.replace(second=0)
        expected.append(ChatLink(len(lines), link, moment, sender))
    assert links_in("\n".join(lines)) == expected


HOSTILE = [
    *("[", "1", "1/", "\u200e", "x.com/", "a-", "a.", " ", ": ", "https://", "1/1/11 1.11 - a: "),
    *("\n", "1\n", "1/1/11 1.11 -\n", "31/31/11 1.11 -\n", "[1/1/11 1.11] a: x.com/\n"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_gone_through_once(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (piece * (200_000 // len(piece))).splitlines(keepends=True)
    looked_at: list[str] = []
    seen: list[str] = []

    def counted(text: str) -> Iterator[str]:
        seen.append(text)
        return find_links(text)

    class Form:
        def __init__(self, pattern: re.Pattern[str]) -> None:
            self.pattern = pattern

        def match(self, text: str) -> re.Match[str] | None:
            looked_at.append(text)
            return self.pattern.match(text)

    monkeypatch.setattr(chats, "find_links", counted)
    forms = [Form(each) for each in chat_headers._FORMS]  # noqa: SLF001  # to count what they read
    monkeypatch.setattr(chat_headers, "_FORMS", forms)
    once = iter(lines)
    found = list(read_chat(once, CLOCK))
    assert seen == [line for line in lines if "/" in line]
    assert len(looked_at) <= 4 * len(lines)
    assert max(map(len, looked_at), default=0) <= 256
    assert all(a.line <= b.line for a, b in pairwise(found))


def test_only_the_links_are_kept() -> None:
    def endless() -> Iterator[str]:
        for minute in range(200):
            sent_on = LAST_YEAR + timedelta(minutes=minute)
            yield f"{sent_on:%d/%m/%y %H.%M} - Sari: {'panjang ' * 1000}\n"
        yield f"{LINK}\n"

    tracemalloc.start()
    try:
        assert len(list(read_chat(endless(), CLOCK))) == 1
        assert tracemalloc.get_traced_memory()[1] < 200_000
    finally:
        tracemalloc.stop()
