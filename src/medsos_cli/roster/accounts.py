"""The accounts and last posts that one row states."""

from datetime import date
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.handles import read_handle
from medsos_cli.models import PLATFORMS, Platform
from medsos_cli.roster.cells import Cells
from medsos_cli.roster.columns import LAST_POST_FIELDS
from medsos_cli.roster.problems import spelled
from medsos_cli.words import NEVER_WORDS, NONE_WORDS, UNKNOWN_WORDS, YES_WORDS


class Statement(NamedTuple):
    """What an account cell says: there is none, there is one, or there is this one."""

    has: bool
    handle: str | None = None


class LastPost(NamedTuple):
    """What a last-post cell says: a day, or (None) that there never was a post."""

    day: date | None


def read_statements(cells: Cells) -> dict[Platform, Statement]:
    """Read what a row says about each account; what it leaves blank is left out."""
    found: dict[Platform, Statement] = {}
    for platform in PLATFORMS:
        word = cells.word(platform)
        if word is None or word in UNKNOWN_WORDS:
            continue
        raw = cells.raw(platform) or ""
        if word in NONE_WORDS:
            found[platform] = Statement(has=False)
        elif word in YES_WORDS:
            found[platform] = Statement(has=True)
            cells.doubt(
                platform, f"{raw!r} says there is an account, but not which; add its handle"
            )
        elif word == "x":
            cells.wrong(platform, "'x' may be a cross or a tick; write the handle, or - for none")
        else:
            try:
                found[platform] = Statement(has=True, handle=read_handle(platform, raw).text)
            except InputError as error:
                cells.wrong(platform, spelled(error))
    return found


def read_last_posts(
    cells: Cells, statements: dict[Platform, Statement], checked_on: date | None, today: date
) -> dict[Platform, LastPost]:
    """Read the last post of each account, on or before the day it was looked at."""
    found: dict[Platform, LastPost] = {}
    for platform, field in zip(PLATFORMS, LAST_POST_FIELDS, strict=True):
        word = cells.word(field)
        if word is None or word in UNKNOWN_WORDS:
            continue
        if word in NONE_WORDS and statements.get(platform) == Statement(has=False):
            continue  # no account, and so no post: one dash says no more than the other
        if word in NEVER_WORDS:
            found[platform] = LastPost(None)
        elif day := cells.past_day(field, today):
            found[platform] = LastPost(day)
            if checked_on and checked_on < day:
                cells.wrong(
                    field, f"{day} is after the day it was checked on, {checked_on}; mend one"
                )
    return found
