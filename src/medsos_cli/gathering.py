"""Gathering posts out of a chat: which of its links are whose, and what is left to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from medsos_cli.chats import ChatLink
from medsos_cli.days import Clock, utc_stamp
from medsos_cli.errors import InputError
from medsos_cli.links import PostLink, is_ours
from medsos_cli.models import Account, Accuracy, Agency, Platform, Sighting
from medsos_cli.posts import Owners, Post, date_post, find_owner, read_post_link

SOURCE = "chat"


class Puzzle(NamedTuple):
    """A link of a chat that could not be taken: where it stands, why, and what to do."""

    line: int
    link: str
    reason: str


@dataclass
class Gathering:
    """Takes a chat's links one by one; the first message with a link is the one that counts.

    `senders` maps a sender's name, as `sender_name` gives it and case-folded, to an agency.
    """

    owners: Owners
    clock: Clock
    senders: Mapping[str, Agency]
    found: dict[tuple[Platform, str], tuple[str, Sighting]] = field(default_factory=dict)
    puzzles: list[Puzzle] = field(default_factory=list)

    def take(self, links: Iterable[ChatLink]) -> None:
        """Read every link of Instagram, Facebook and X; others are none of our business."""
        for chat_link in links:
            if not is_ours(chat_link.link):
                continue
            try:
                self._take(chat_link, read_post_link(chat_link.link))
            except InputError as error:
                reason = f"{error}; {error.hint}" if error.hint else str(error)
                self.puzzles.append(Puzzle(chat_link.line, chat_link.link, reason))

    def _take(self, chat_link: ChatLink, link: PostLink) -> None:
        if (link.platform, link.code) in self.found:
            return
        sender = (chat_link.sender or "").casefold()
        agency = None if link.handle else self.senders.get(sender)
        account = find_owner(link, agency, self.owners)
        post = self._dated(chat_link, link, account)
        seen = utc_stamp(min(chat_link.sent_on or self.clock.moment, self.clock.moment))
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
        if chat_link.sent_on > self.clock.moment:
            raise InputError("its message is dated in the future", "see the date on the post")
        return Post(link, account, chat_link.sent_on, Accuracy.GUESS)
