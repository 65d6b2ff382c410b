"""Reminders: what an agency with quiet accounts is written, and what is known of them."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from medsos_cli.errors import InputError, Message
from medsos_cli.models import Agency, Finding, Presence, Verdict
from medsos_cli.rules.verdicts import Judgement

_QUIET = frozenset({Verdict.STALE, Verdict.EMPTY, Verdict.UNCHECKED})
_PLACE = re.compile(r"\{(\w*)\}")
_NAMES = ("agency", "holder", "accounts", "last_post", "checked_on", "office")


class Admin(NamedTuple):
    """Who answers at an agency for its handset, and the handset's number (E.164), if known."""

    holder: str | None = None
    phone: str | None = None


class Letter(NamedTuple):
    """What every message has in common: its template, the office, and how a day is written."""

    template: str
    office: str | None
    spell: Callable[[date], str]


class Reminder(NamedTuple):
    """One message to the admin of an agency, for all its quiet accounts.

    `reminded_on` is the latest day on which the agency was reminded.
    """

    agency: Agency
    admin: Admin
    accounts: tuple[Finding, ...]
    text: str
    reminded_on: date | None = None

    @property
    def link(self) -> str:
        """The address that opens the chat with the message; without a number one chooses it."""
        number = (self.admin.phone or "").lstrip("+")
        return f"https://wa.me/{number}?text={quote(self.text, safe='')}"


def remind(
    presence: Presence, admin: Admin, judgement: Judgement, letter: Letter
) -> Reminder | None:
    """Return the message to an agency; None where none of its accounts is quiet.

    Raises `InputError` for a template with a name that means nothing.
    """
    quiet = tuple(each for each in presence.findings if each.verdict in _QUIET)
    if not quiet:
        return None
    posts, looks = ([*filter(None, days)] for days in zip(*map(_days, quiet), strict=True))
    texts = {
        "agency": presence.agency.name,
        "holder": admin.holder or str(Message("the social media admin")),
        "accounts": "\n".join(f"- {_about(each, judgement, letter)}" for each in quiet),
        "last_post": letter.spell(max(posts)) if posts else "–",
        "checked_on": letter.spell(max(looks)) if looks else "–",
        "office": letter.office or "",
    }
    return Reminder(presence.agency, admin, quiet, _fill_in(letter.template, texts))


def _days(finding: Finding) -> tuple[date | None, date | None]:
    return finding.last_post, finding.checked_on


def _about(finding: Finding, judgement: Judgement, letter: Letter) -> Message:
    """Say what is known of an account; where nobody looked lately, ask for links instead."""
    fields = {
        "platform": str(finding.platform).title(), "handle": finding.handle,
        "day": finding.last_post and letter.spell(finding.last_post),
    }  # fmt: skip
    if finding.handle is None:
        return Message(
            "{platform}: we do not know what your account is called; please send its address",
            **fields,
        )
    if finding.verdict is Verdict.UNCHECKED or judgement.looked_long_ago(finding):
        if finding.last_post:
            return Message(
                "{platform} {handle}: the last post that we know of is of {day}; please send "
                "links of newer ones",
                **fields,
            )
        return Message(
            "{platform} {handle}: we do not know of your latest posts; please send their links",
            **fields,
        )
    if finding.verdict is Verdict.EMPTY:
        return Message("{platform} {handle}: no post that we know of yet", **fields)
    return Message("{platform} {handle}: no post that we know of since {day}", **fields)


def _fill_in(template: str, texts: dict[str, str]) -> str:
    for name in _PLACE.findall(template):
        if name not in texts:
            raise InputError(
                "text under [remind] in config.toml: {{{name}}} means nothing",
                "the names are {names}",
                name=name, names=", ".join(f"{{{each}}}" for each in _NAMES),
            )  # fmt: skip
    return _PLACE.sub(lambda match: texts[match[1]], template).strip()


def default_text() -> str:
    """Return the message of an office that has set none, in the language in force."""
    return str(
        Message(
            "To {holder}, {agency}:\n\nabout the social media of your office:\n{accounts}\n\n"
            "Please send us the links of new posts, or post soon. Thank you.\n{office}",
            **{name: f"{{{name}}}" for name in _NAMES},
        )
    )


def reminded(
    reminders: Iterable[Reminder], followups: Iterable[tuple[str, date]]
) -> Iterator[Reminder]:
    """Add to each message when its agency was last reminded: by code, in the order of days."""
    latest = dict(followups)
    for each in reminders:
        yield each._replace(reminded_on=latest.get(each.agency.code))
