"""The links in a text that people pasted or exported, with who sent each and when."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from medsos_cli.errors import Message
from medsos_cli.intake.chat_headers import Header, read_header
from medsos_cli.intake.chat_order import (
    Orders,
    date_message,
    find_orders,
    keep_messages,
    split_exports,
)
from medsos_cli.words.addresses import find_links
from medsos_cli.words.days import Clock


class ChatLink(NamedTuple):
    """A link, and what the message that carries it says of itself.

    `line` counts from 1, `link` is as written. `sent_on` is aware and in the
    office's zone, which the phone's is taken to be; it is None without a
    message around the link, and when `doubt` says why its date is not taken.
    `sender` is as `sender_name` gives it, None where nobody is named.
    """

    line: int
    link: str
    sent_on: datetime | None
    sender: str | None
    doubt: Message | None = None


def read_chat(
    lines: Iterable[str],
    clock: Clock,
    known: Collection[str] = frozenset(),
    warn: Callable[[Message], object] = lambda _: None,
    end: Callable[[datetime], object] = lambda _: None,
) -> Iterator[ChatLink]:
    """Find the links in a text, each with the sender and the moment of its message.

    Meant for a WhatsApp export (Android or iPhone, Indonesian or English) and
    for messages copied out of it; in any other text the links stand alone. `known` are
    the senders (`sender_key`) on record. Nothing but the links, the headers and what is
    said of them is kept; the lines are gone through once. `warn` gets what may be wrong with
    the date of a link, once for each link; `end` gets the moment of the last message with one.
    """
    headers: list[Header] = []
    links: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if header := read_header(line, number, known):
            headers.append(header)
        if "/" in line:  # as in every address, and in few other lines
            links.extend((number, link) for link in find_links(line))
    messages = _messages(headers, clock, known)
    sent = (date_message(header, orders, clock)[0] for header, orders, _ in reversed(messages))
    if last := next(filter(None, sent), None):
        end(last)
    for number, link in links:
        if place := bisect_right(messages, number, key=_line):
            header, orders, unsure = messages[place - 1]
            sent_on, doubt = date_message(header, orders, clock)
            if unsure and sent_on:
                warn(unsure)
            yield ChatLink(number, link, sent_on, header.sender, doubt)
        else:
            yield ChatLink(number, link, None, None)


def _messages(
    headers: list[Header], clock: Clock, known: Collection[str]
) -> list[tuple[Header, Orders, Message | None]]:
    """Return the headers that are, in order, each with the order of day and month there."""
    found: list[tuple[Header, Orders, Message | None]] = []
    for export in split_exports(headers):
        orders, unsure = find_orders(export, clock)
        kept = keep_messages(export, orders, clock, known)
        found.extend((header, orders, unsure) for header in kept)
    found.sort(key=_line)
    return found


def _line(message: tuple[Header, Orders, Message | None]) -> int:
    return message[0].line
