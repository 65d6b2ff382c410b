"""What verdicts, changes, decisions and days are called in a report, in the language in force."""

from collections.abc import Collection, Iterable
from datetime import date

from medsos_cli.errors import Message
from medsos_cli.models import Agency, Platform, Verdict
from medsos_cli.rules.changes import Change, Word
from medsos_cli.rules.decisions import FollowUp, Need
from medsos_cli.rules.spans import Per, Target
from medsos_cli.words.days import long_ago
from medsos_cli.words.safe import on_one_line

NOTHING = "–"
_NAMES_IN_SUMMARY = 2
PLATFORM_NAMES = {
    Platform.INSTAGRAM: "Instagram",
    Platform.FACEBOOK: "Facebook",
    Platform.TWITTER: "Twitter",
}
_CHANGES = {
    Word.QUIET: Message("went quiet"),
    Word.REVIVED: Message("posts again"),
    Word.APPEARED: Message("new account"),
    Word.LOST: Message("has the account no more"),
    Word.GONE: Message("account gone from the network"),
    Word.HANDLE: Message("another account"),
    Word.OPENED: Message("agency opened"),
    Word.CLOSED: Message("agency closed"),
    Word.RENAMED: Message("agency renamed"),
}
CHANGES = tuple(_CHANGES)
"""The changes in the order in which a leader reads them."""
_NEEDS = {
    Need.IMPOSTOR: Message(
        "Another account stands behind a handle of ours: accept it or report it"
    ),
    Need.GONE: Message(
        "The network knows the account no more: open another, or state that there is none"
    ),
    Need.NO_ACCOUNT: Message("Without any account: open one, or accept it"),
    Need.REMINDED: Message("Reminded, and no post since: write to the head of the agency"),
    Need.EMPTY: Message("The account has never had a post: use it or close it"),
    Need.UNLISTED: Message("Nobody has said whether there is an account: ask the agency"),
    Need.LOST: Message("Handset lost, without a letter of the police or a decision"),
    Need.NO_PAPER: Message("Handset handed over without a paper: have it signed"),
    Need.LAPSED: Message("Card lapsed: top it up, or take the number off the accounts"),
}
_PLATFORM_COUNTS = {
    3: Message("three platforms"),
    2: Message("two platforms"),
    1: Message("one platform"),
    0: Message("no platform"),
}
_MONTHS = (
    Message("January"), Message("February"), Message("March"), Message("April"), Message("May"),
    Message("June"), Message("July"), Message("August"), Message("September"), Message("October"),
    Message("November"), Message("December"),
)  # fmt: skip
_BY = {
    "call": Message("by call"),
    "whatsapp": Message("by WhatsApp"),
    "letter": Message("by letter"),
    "visit": Message("by visit"),
}


def in_words(template: str, plural: str | None = None, /, **fields: object) -> str:
    """Return a message as text, in the language in force; see `Message`."""
    return str(Message(template, plural, **fields))


def change_word(change: Word) -> str:
    """Return what a change is called."""
    return str(_CHANGES[change])


def need_sentence(need: Need) -> str:
    """Return what there is to decide."""
    return str(_NEEDS[need])


def meanings(days: int) -> dict[Verdict, str]:
    """Return what each verdict says, where posts older than so many days are stale."""
    told = {
        Verdict.FRESH: Message("newest known post at most {days} days old", days=days),
        Verdict.STALE: Message("newest known post more than {days} days old", days=days),
        Verdict.EMPTY: Message("the account is there and has never had a post"),
        Verdict.UNCHECKED: Message("an account is on record, nothing is known of its posts"),
        Verdict.GONE: Message("the network says that there is no such account"),
        Verdict.NONE: Message("the agency has said that it has no account"),
        Verdict.UNLISTED: Message("nobody has said whether there is an account"),
    }
    return {verdict: str(message) for verdict, message in told.items()}


def reminded_by(means: str) -> str:
    """Return how an agency was reminded."""
    return str(_BY[means])


def month_name(day: date) -> str:
    """Return the month a day lies in: `November 2026`."""
    return in_words("{month} {year}", month=_MONTHS[day.month - 1], year=day.year)


def long_day(day: date) -> str:
    """Return a day as a sentence has it: `30 November 2026`."""
    month = _MONTHS[day.month - 1]
    return in_words("{day} {month} {year}", day=day.day, month=month, year=day.year)


def short_day(day: date) -> str:
    """Return a day as a cell has it: `30 Nov 2026`; both languages cut a month to three letters."""
    month = str(_MONTHS[day.month - 1])[:3]
    return in_words("{day} {month} {year}", day=day.day, month=month, year=day.year)


def age(days: int, *, approximate: bool) -> str:
    """Return how long ago a post was made: in days up to 60, then in months and years."""
    told = str(long_ago(days) or Message("{n} day", "{n} days", n=days))
    return f"≈ {told}" if approximate else told


def signed(change: int | None) -> str:
    """Return a change with its sign; nothing where there is nothing to compare with."""
    if change is None:
        return NOTHING
    return f"+{change}" if change > 0 else f"−{-change}" if change else "0"


def posts(number: int | None, *, exact: bool) -> str:
    """Return a count of posts: exact, at the least, or unknown."""
    if number is None:
        return "?"
    return str(number) if exact else f"≥ {number}"


def target(target: Target) -> str:
    """Return how many posts an account is to make."""
    n = target.posts
    if target.per is Per.DAY:
        return in_words("{n} post a day", "{n} posts a day", n=n)
    if target.per is Per.WEEK:
        return in_words("{n} post a week", "{n} posts a week", n=n)
    return in_words("{n} post a month", "{n} posts a month", n=n)


def short_target(target: Target) -> str:
    """Return a target as it may be typed: `2/week`."""
    n = target.posts
    if target.per is Per.DAY:
        return str(Message("{n}/day", n=n))
    return str(Message("{n}/week", n=n) if target.per is Per.WEEK else Message("{n}/month", n=n))


def platform_count(number: int) -> str:
    """Return a number of platforms as the office says it: three, two, one, none."""
    return str(_PLATFORM_COUNTS[number])


def account(agency: Agency | None, platform: Platform | None = None) -> str:
    """Return an agency, or one of its accounts, by name."""
    name = on_one_line(agency.name) if agency else NOTHING
    if platform is None:
        return name
    return in_words("{agency} ({platform})", agency=name, platform=PLATFORM_NAMES[platform])


def change_list(changes: Iterable[Change]) -> str:
    """Return what changed of one agency, on which platform."""
    return "; ".join(
        in_words(
            "{platform}: {change}", platform=PLATFORM_NAMES[platform], change=change_word(word)
        )
        if platform
        else change_word(word)
        for word, platform in changes
    )


def not_compared(before: date) -> str:
    """Return why nothing is compared with the month before."""
    return in_words(
        "nothing was known of any account by {day}: there is nothing to compare with",
        day=long_day(before),
    )


def came_of(followups: Collection[FollowUp]) -> str:
    """Return how many reminders there were, and what is known to have come of them."""
    if not followups:
        return in_words("No agency was reminded in the month.")
    since = [each.posts_since for each in followups]
    return in_words(
        "{n} reminder: {posted} followed by a post, {silent} not, {unknown} unknown.",
        "{n} reminders: {posted} followed by a post, {silent} not, {unknown} unknown.",
        n=len(since), posted=sum(bool(each) for each in since), silent=since.count(0),
        unknown=since.count(None),
    )  # fmt: skip


def first_names(names: tuple[str, ...]) -> str:
    """Return the names that a summary has room for, and how many more there are."""
    left = len(names) - _NAMES_IN_SUMMARY
    if left <= 1:
        return "; ".join(names)
    first = "; ".join(names[:_NAMES_IN_SUMMARY])
    return in_words("{names}; and {n} more", names=first, n=left)
