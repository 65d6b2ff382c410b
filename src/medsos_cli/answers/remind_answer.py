"""The reminders as an answer, as a page to send them from, and as texts."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from medsos_cli.answers.answer import Answer, Column, Type, data
from medsos_cli.errors import Message, spoken
from medsos_cli.rules.reminders import Reminder


def remind_answer(reminders: Iterable[Reminder]) -> Answer:
    """Return the messages as a list: to whom, about which accounts; in data their text and link."""
    return Answer([
        data("agency_code", Message("code"), Type.IDENTIFIER, attrgetter("agency.code")),
        Column(Message("agency"), 3, name="agency", type=Type.NAME,
               cell=attrgetter("agency.name")),
        Column(Message("holder"), 2, name="holder", type=Type.NAME,
               cell=attrgetter("admin.holder")),
        Column(Message("number"), name="phone_number", type=Type.IDENTIFIER,
               cell=attrgetter("admin.phone")),
        Column(Message("accounts"), 2, cell=_accounts),
        data("accounts", Message("accounts"), cell=_named),
        Column(Message("reminded"), spare=1, name="reminded_on", type=Type.DAY,
               cell=attrgetter("reminded_on")),
        data("text", Message("text"), cell=attrgetter("text")),
        data("link", Message("link"), cell=attrgetter("link")),
    ], reminders)  # fmt: skip


def _accounts(reminder: Reminder) -> str:
    return ", ".join(f"{each.platform} {spoken(each.verdict)}" for each in reminder.accounts)


def _named(reminder: Reminder) -> str:
    return ";".join(f"{each.platform}:{each.verdict}" for each in reminder.accounts)


def write_page(reminders: Sequence[Reminder], language: str) -> str:
    """Return a page with a link for each message; it ticks nothing off by itself."""
    from medsos_cli.answers.report_html import render  # noqa: PLC0415  # slow to import

    return render(
        "remind.html",
        reminders=reminders,
        language=language,
        title=Message("Reminders"),
        note=Message(
            "Nothing is sent by itself. What was sent is recorded by the command beside it."
        ),
        send=Message("Open the chat"),
        no_number=Message("no number is on record: choose the chat yourself"),
        last=Message("last reminded:"),
    )


def write_texts(reminders: Iterable[Reminder]) -> str:
    """Return every message with its link, one under the other."""
    return "\n\n".join(f"{each.text}\n{each.link}" for each in reminders) + "\n"
