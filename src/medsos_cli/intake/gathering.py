"""Gathering posts out of a chat: which of its links are whose, and what is left to ask."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from medsos_cli.errors import InputError, Message
from medsos_cli.intake.chat_headers import sender_key
from medsos_cli.intake.chats import ChatLink
from medsos_cli.models import Account, Accuracy, Agency, Platform
from medsos_cli.rules.posts import Post, date_post, read_post_link
from medsos_cli.sheets.cells import spelled
from medsos_cli.sheets.sheet import Sheet
from medsos_cli.store.agencies import Suggestions
from medsos_cli.store.database import Store
from medsos_cli.store.owners import (
    account_said,
    accounts_of_link,
    keep_number,
    names_of_holders,
    number_of,
    numbers_kept,
)
from medsos_cli.store.post_evidence import is_taken_back, record_post
from medsos_cli.words.addresses import host_of, is_ours
from medsos_cli.words.days import Clock, utc_stamp
from medsos_cli.words.links import PostLink
from medsos_cli.words.people import refuse_people

SOURCE = "chat"
_STILL = "9999-12-31"
_MANY = 1000  # words for agencies that are kept
_ELSEWHERE = {
    "TikTok": ("tiktok.com",),
    "YouTube": ("youtube.com", "youtu.be"),
    "WhatsApp": ("whatsapp.com", "wa.me"),
    "Threads": ("threads.net", "threads.com"),
    "Telegram": ("t.me", "telegram.me"),
    "LinkedIn": ("linkedin.com", "lnkd.in"),
}


def read_senders(
    sheet: Sheet, find: Callable[[str], Agency], say: Callable[[Message], None]
) -> dict[str, Agency]:
    """Read which sender posts for which agency, by `sender_key`; `find` knows the agencies.

    A sender without an agency belongs to the one above it, as a merged cell leaves it, and
    `say` is told so. Raises `InputError` with its line for an agency that is none, and for
    a sender of two.
    """
    found: dict[str, Agency] = {}
    find, word = lru_cache(_MANY)(find), ""
    for place, texts in sheet.records():
        own, sender = texts.get("agency_code") or texts.get("agency"), texts.get("sender", "")
        word = own or word
        if not word:
            raise InputError("{sender} has no agency", "write it", sender=sender).at(place)
        if not (key := sender_key(sender)):
            continue
        try:
            refuse_people(sender)
            agency = find(word)
        except InputError as error:
            raise error.at(place) from None
        said = {"place": place, "sender": sender, "agency": agency.code}
        if own is None:
            say(Message("{place}: {sender} is taken for {agency}, as the row above", **said))
        if (other := found.setdefault(key, agency)) != agency:
            hint = "keep one of them"
            raise InputError(
                "{sender} is given to {agency} and {other}", hint, **said, other=other.code
            ).at(place)
    return found


class Holder(NamedTuple):
    """For whom a holder, or the number of a handset, posts: up to a day (2020-12-03), or still."""

    agency: Agency
    until: str


def senders_on_record(store: Store) -> dict[str, Holder]:
    """Return whose agency holders and the numbers of handsets are, where it was never another."""
    found: dict[str, Holder | None] = {}
    for name, until, agency in names_of_holders(store):
        key, holder = sender_key(name), Holder(agency, until or _STILL)
        known = found.get(key, holder)
        same = known and known.agency == agency
        found[key] = max(known, holder, key=attrgetter("until")) if known and same else None
    return {key: holder for key, holder in found.items() if holder}


@dataclass
class Gathering:
    """Takes a chat's links one by one; the first message with a link is the one that counts.

    `senders` are as `read_senders` gives them, `holders` as `senders_on_record`; `recognised` are
    the holders whose links were taken by that alone, with the agency. `found` holds each post
    with the UTC stamp at which it was seen, `left` those that somebody took back, `puzzles` the
    links that could not be taken, each with the reason and what to do, and where it first
    stands. `elsewhere` counts the links of other networks and of web sites (None).
    """

    store: Store
    clock: Clock
    user: str
    senders: Mapping[str, Agency]
    holders: Mapping[str, Holder]
    found: dict[tuple[Platform, str], tuple[Post, str]] = field(default_factory=dict)
    left: set[tuple[Platform, str]] = field(default_factory=set)
    puzzles: dict[tuple[str, Message], ChatLink] = field(default_factory=dict)
    elsewhere: Counter[str | None] = field(default_factory=Counter)
    recognised: set[tuple[str, str]] = field(default_factory=set)
    _numbers: dict[str, str] = field(default_factory=dict)
    _near: Suggestions = field(default_factory=Suggestions)

    def take(self, links: Iterable[ChatLink]) -> None:
        """Read every link of Instagram, Facebook and X; the others are only counted."""
        for chat_link in links:
            if not is_ours(chat_link.link):
                self.elsewhere[network_of(chat_link.link)] += 1
                continue
            try:
                self._take(chat_link, read_post_link(chat_link.link))
            except InputError as error:
                self.puzzles.setdefault((chat_link.link, spelled(error)), chat_link)

    def record(self) -> Counter[tuple[str, str]]:
        """Record what was found, in the transaction that is open; return how many by agency."""
        counts: Counter[tuple[str, str]] = Counter()
        for post, seen in self.found.values():
            evidence = post.evidence(seen, SOURCE)
            status = record_post(self.store, evidence, self.clock.stamp, self.user)
            counts[post.account.agency, status] += 1
            if number := number_of(post.link, post.account):
                keep_number(self.store, post.account, number, self.clock.stamp)
        return counts

    def silent(self, kept: Iterable[Agency], since: str) -> list[str]:
        """Return which of these agencies sent no post after a moment (UTC) that could be taken."""
        sent = {post.account.agency for post, seen in self.found.values() if seen > since}
        return sorted({agency.code for agency in kept} - sent)

    def _take(self, chat_link: ChatLink, link: PostLink) -> None:
        if (link.platform, link.code) in self.found:
            return
        account = self._owner(chat_link, link)
        if is_taken_back(self.store, link, account):
            self.left.add((link.platform, link.code))
            return
        post = self._dated(chat_link, link, account)
        seen = utc_stamp(chat_link.sent_on or self.clock.moment)
        self.found[link.platform, link.code] = post, max(seen, utc_stamp(post.moment))

    def _owner(self, chat_link: ChatLink, link: PostLink) -> Account:
        """Return whose post a link is: as the record says, else its sender's agency's.

        A sender may share the post of another's Page: once the number of the own one is
        kept, no other is taken for it.
        """
        known = accounts_of_link(self.store, link)
        account = known[0] if known else self._account_of_sender(chat_link, link)
        number = number_of(link, account)
        if number and not known:
            self._take_number(account, number)
        return account

    def _account_of_sender(self, chat_link: ChatLink, link: PostLink) -> Account:
        """Return the account of who sent a link; a holder counts while the handset is theirs."""
        key = sender_key(chat_link.sender or "")
        holder = None if key in self.senders else self.holders.get(key)
        day = chat_link.sent_on.date() if chat_link.sent_on else self.clock.today
        if holder and day.isoformat() > holder.until:
            holder = None
        agency = holder.agency if holder else self.senders.get(key)
        account = account_said(self.store, link, agency, self._near)
        if holder and chat_link.sender:
            self.recognised.add((chat_link.sender, holder.agency.code))
        return account

    def _take_number(self, account: Account, number: str) -> None:
        kept = min(numbers_kept(self.store, account), default=number)
        own = self._numbers.setdefault(account.key, kept)
        if own != number:
            raise InputError(
                "the facebook account {number} is another one than {own}, that of {agency}",
                "if it is that of {agency} too: medsos post URL --agency {agency}",
                number=number,
                own=own,
                agency=account.agency,
            )

    def _dated(self, chat_link: ChatLink, link: PostLink, account: Account) -> Post:
        """Date a post by its id; one of Facebook by the message that brought it, as a guess."""
        if link.platform is not Platform.FACEBOOK:
            return Post(link, account, *date_post(link, None, self.clock))
        if chat_link.sent_on is None:
            raise InputError(
                "the day of this post is not known: {why}",
                "record it with medsos post URL --on DATE",
                why=chat_link.doubt or Message("no message with a date carries it"),
            )
        return Post(link, account, chat_link.sent_on, Accuracy.GUESS)


def network_of(link: str) -> str | None:
    """Return the name of the network that a link is of, None for that of a web site."""
    host = host_of(link)
    for name, hosts in _ELSEWHERE.items():
        if any(host == each or host.endswith(f".{each}") for each in hosts):
            return name
    return None
