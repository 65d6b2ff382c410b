"""The accounts and last posts that one row states."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from medsos_cli.errors import InputError
from medsos_cli.intake.labelled import OTHER_NETWORKS, platforms_named, read_parts
from medsos_cli.models import PLATFORMS, Platform, compare_key
from medsos_cli.sheets.cells import Cells
from medsos_cli.sheets.columns import LAST_POST_FIELDS, LINK_FIELDS
from medsos_cli.words.handles import read_handle, read_platform, unlabelled
from medsos_cli.words.meanings import (
    NEVER_WORDS,
    NONE_WORDS,
    UNKNOWN_WORDS,
    Saying,
    never_posted,
    read_saying,
)


class Statement(NamedTuple):
    """What an account cell says: there is none, there is one, or there is this one."""

    has: bool
    handle: str | None = None


class LastPost(NamedTuple):
    """What a last-post cell says: a day, or (None) that there never was a post."""

    day: date | None


def read_statements(cells: Cells) -> dict[Platform, Statement]:
    """Read what a row says about each account; what it leaves blank is left out.

    A row has a column for each platform, and maybe one for its link; or it says of one
    account which platform it is on; or it has all accounts in one cell, each with its label.
    """
    found: dict[Platform, Statement] = {}
    for platform, link in zip(PLATFORMS, LINK_FIELDS, strict=True):
        raw = cells.raw(platform)
        if cells.raw(link) is not None:
            stated = _read_with_link(cells, platform, platform, link)
        else:
            stated = None if raw is None else _read_statement(cells, platform, platform, raw)
        if stated:
            found[platform] = stated
    if cells.raw("account") is None and cells.raw("account_link") is None:
        return found
    if cells.raw("platform") is None:
        return _read_labelled(cells, found)
    named = _read_named_platform(cells)
    stated = _read_with_link(cells, named, "account", "account_link") if named else None
    return {named: stated} if named and stated else {}


def read_last_posts(
    cells: Cells, statements: dict[Platform, Statement], checked_on: date | None, today: date
) -> dict[Platform, LastPost]:
    """Read the last post of each account, on or before the day it was looked at."""
    found: dict[Platform, LastPost] = {}
    fields = zip(PLATFORMS, LAST_POST_FIELDS, strict=True)
    if cells.raw("last_post"):  # of the one account that the row is about
        fields = zip(statements, ["last_post"], strict=False)
    for platform, field in fields:
        word = cells.word(field)
        if word is None or word in UNKNOWN_WORDS:
            continue
        if word in NONE_WORDS and statements.get(platform) == Statement(has=False):
            continue  # no account, and so no post: one dash says no more than the other
        if word in NEVER_WORDS or never_posted(word):
            found[platform] = LastPost(None)
        elif day := cells.past_day(field, today):
            found[platform] = LastPost(day)
            if checked_on and checked_on < day:
                cells.wrong(
                    field,
                    "{day} is after the day it was checked on, {checked_on}",
                    "mend one",
                    day=day,
                    checked_on=checked_on,
                )
    return found


def _read_named_platform(cells: Cells) -> Platform | None:
    """Read which platform a row is about; one about another network is not kept, and says so."""
    if cells.word("platform") in OTHER_NETWORKS:
        _doubt_other(cells, "platform", cells.raw("platform") or "")
        return None
    return cells.read("platform", read_platform)


def _read_labelled(cells: Cells, found: dict[Platform, Statement]) -> dict[Platform, Statement]:
    """Add the accounts that stand in one cell, or their links in the cell beside it."""
    for field in ("account", "account_link"):
        raw = cells.raw(field)
        saying = read_saying(raw) if raw else Saying.NOTHING
        if saying is Saying.NONE:
            heading = cells.name(field).rpartition(" (")[0]
            for platform in platforms_named(raw or "") or platforms_named(heading) or PLATFORMS:
                _put(cells, field, found, platform, Statement(has=False))
        elif saying is not Saying.NOTHING:
            for platform, text in _parts(cells, field):
                if stated := _read_statement(cells, platform, field, text):
                    _put(cells, field, found, platform, stated)
    return found


def _parts(cells: Cells, field: str) -> Iterator[tuple[Platform, str]]:
    try:
        for platform, text in read_parts(cells.raw(field) or ""):
            if platform:
                yield platform, text
            else:
                _doubt_other(cells, field, text)
    except InputError as error:
        cells.wrong(field, error)


def _put(
    cells: Cells,
    field: str,
    found: dict[Platform, Statement],
    platform: Platform,
    stated: Statement,
) -> None:
    known = found.setdefault(platform, stated)
    keys = {compare_key(platform, each.handle or "") for each in (known, stated)}
    if len(keys) > 1:
        cells.wrong(
            field,
            "{one} and {other} are both of {platform}",
            "keep one; the other goes to an agency of its own, or into the note"
            if known.handle and stated.handle
            else "keep one of them",
            one=known.handle or "-",
            other=stated.handle or "-",
            platform=platform,
        )


def _doubt_other(cells: Cells, field: str, text: str) -> None:
    cells.doubt(field, "{text!r} is on none of the three networks, so not kept", text=text)


def _read_with_link(cells: Cells, platform: Platform, field: str, link: str) -> Statement | None:
    """Read an account by its handle, by its link, or by both, which must agree."""
    raw, address = cells.raw(field), cells.raw(link)
    if raw is None or address is None or cells.text(link) is None:
        field, text = (field, raw) if raw is not None else (link, address)
        return None if text is None else _read_statement(cells, platform, field, text)
    linked = _read_statement(cells, platform, link, address)
    if linked is None or linked.handle is None:
        return linked
    said = {"name": cells.name(field), "handle": linked.handle, "text": raw}
    try:
        saying = read_saying(raw)
        if saying is Saying.NONE:
            cells.wrong(link, "{handle} here, but {name} says there is none", "clear one", **said)
        elif saying is None and read_handle(platform, raw).key != compare_key(
            platform, linked.handle
        ):
            cells.wrong(link, "{handle} here, but {name} says {text}", "mend one", **said)
    except InputError:
        cells.doubt(field, "{text!r} is no handle; taken from the link: {handle}", **said)
    return linked


def _read_statement(cells: Cells, platform: Platform, field: str, raw: str) -> Statement | None:
    """Read what one text says about an account: in words, or by its handle."""
    try:
        saying = read_saying(unlabelled(platform, raw))
        if saying is None:
            return Statement(has=True, handle=read_handle(platform, raw).text)
    except InputError as error:
        cells.wrong(field, error)
        return None
    if saying is Saying.UNCLEAR:
        cells.wrong(
            field, "{raw!r} may be a cross or a tick", "write the handle, or - for none", raw=raw
        )
    elif saying is Saying.UNNAMED:
        cells.doubt(
            field, "{raw!r} says there is an account, but not which", "add its handle", raw=raw
        )
    elif saying is Saying.NONE:
        return Statement(has=False)
    return Statement(has=True) if saying is Saying.UNNAMED else None
