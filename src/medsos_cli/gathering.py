"""Gathering posts out of a chat: which of its links are whose, and what is left to ask."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from medsos_cli.chats import ChatLink, sender_key
from medsos_cli.days import Clock, utc_stamp
from medsos_cli.errors import InputError
from medsos_cli.links import PostLink, is_ours
from medsos_cli.models import Account, Accuracy, Agency, Platform, Sighting
from medsos_cli.posts import Owners, Post, date_post, find_owner, read_post_link
from medsos_cli.roster.text import Text

SOURCE = "chat"


def read_senders(text: Text, find: Callable[[str], Agency]) -> dict[str, Agency]:
    """Read which sender posts for which agency, by `sender_key`; `find` knows the agencies.

    Raises `InputError` without the columns sender and agency, and with its line for
    an agency that is none.
    """
    first = next(text.lines, "")
    rows = csv.reader(chain([first], text.lines), delimiter=max(",;\t|", key=first.count))
    try:
        header = [heading.strip().casefold() for heading in next(rows, [])]
    except csv.Error:
        header = []
    if not {"sender", "agency"} <= {*header}:
        raise InputError(f"{text.name} has no header sender,agency", "write it as the first line")
    found = {}
    try:
        for cells in rows:
            if any(map(str.strip, cells)):
                row = dict(zip(header, cells, strict=False))
                found[sender_key(row.get("sender", ""))] = find(row.get("agency", ""))
    except (InputError, csv.Error) as error:
        hint = error.hint if isinstance(error, InputError) else None
        raise InputError(f"{text.name}:{rows.line_num}: {error}", hint) from None
    return found


@dataclass
class Gathering:
    """Takes a chat's links one by one; the first message with a link is the one that counts.

    `senders` are as `read_senders` gives them. `puzzles` are the links that could not
    be taken, each with the reason and what to do, and the line where it first stands.
    """

    owners: Owners
    clock: Clock
    senders: Mapping[str, Agency]
    found: dict[tuple[Platform, str], tuple[str, Sighting]] = field(default_factory=dict)
    puzzles: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, links: Iterable[ChatLink]) -> None:
        """Read every link of Instagram, Facebook and X; others are none of our business."""
        for chat_link in links:
            if not is_ours(chat_link.link):
                continue
            try:
                self._take(chat_link, read_post_link(chat_link.link))
            except InputError as error:
                reason = f"{error}; {error.hint}" if error.hint else str(error)
                self.puzzles.setdefault((chat_link.link, reason), chat_link.line)

    def _take(self, chat_link: ChatLink, link: PostLink) -> None:
        if (link.platform, link.code) in self.found:
            return
        known = bool(link.handle) or bool(self.owners.of_post(link))
        agency = None if known else self.senders.get(sender_key(chat_link.sender or ""))
        account = find_owner(link, agency, self.owners)
        post = self._dated(chat_link, link, account)
        seen = utc_stamp(chat_link.sent_on or self.clock.moment)
        sighting = post.sighting(max(seen, utc_stamp(post.moment)), SOURCE)
        self.found[link.platform, link.code] = account.agency, sighting

    def _dated(self, chat_link: ChatLink, link: PostLink, account: Account) -> Post:
        """Date a post by its id; one of Facebook by the message that brought it, as a guess."""
        if link.platform is not Platform.FACEBOOK:
            return Post(link, account, *date_post(link, None, self.clock))
        if chat_link.sent_on is None:
            why = chat_link.doubt or "no message with a date carries it"
            raise InputError(
                f"the day of this post is not known: {why}",
                "record it with medsos post URL --on DATE",
            )
        return Post(link, account, chat_link.sent_on, Accuracy.GUESS)
