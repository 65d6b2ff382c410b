"""`medsos post`."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, find_office, say, tell, watching
from medsos_cli.cli.options import Database, refuse_no_text
from medsos_cli.errors import InputError, Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from medsos_cli.intake.gathering import Gathering
    from medsos_cli.models import Agency
    from medsos_cli.rules.posts import Post
    from medsos_cli.store.database import Store
    from medsos_cli.words.days import Clock
    from medsos_cli.words.links import PostLink

_SOURCE = "post-link"
_STATUS = {
    "new": Message("recorded"),
    "changed": Message("its day corrected"),
    "unchanged": Message("known already"),
}


def post(
    ctx: typer.Context,
    links: Annotated[list[str] | None, typer.Argument(metavar="URL …", help="Of posts.")] = None,
    agency: Annotated[
        str | None,
        typer.Option(
            "--agency", metavar="AGENCY", callback=refuse_no_text, help="If the link does not say."
        ),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The post's day; Facebook needs it.")
    ] = None,
    chat: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="An exported chat, or any text; - is stdin."),
    ] = None,
    senders: Annotated[
        Path | None,
        typer.Option("--senders", metavar="FILE", help="A workbook or a CSV file: sender,agency."),
    ] = None,
    void: Annotated[
        str | None,
        typer.Option("--void", metavar="URL", help="Take back a post of the wrong agency."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it is taken back.")
    ] = None,
    db: Database = None,
) -> None:
    """Record posts as evidence: by their links, or out of an exported chat.

    Links of Instagram and X say their day themselves, roughly (≈) for Instagram.
    Nothing of a chat is kept but the links of posts, whose they are, and their day.
    """
    context = ctx.ensure_object(Context)
    path = context.database(db)
    if void is not None:
        if links or agency or on or chat or senders:
            raise InputError("--void goes with --reason alone", "leave the rest out")
        _void(context, path, void, reason)
    elif chat is None:
        if not links:
            raise InputError("no link is given", "name the links, or say --from FILE")
        if senders:
            raise InputError("--senders goes with --from", "leave it out")
        _post_links(context, path, links, agency, on)
    else:
        if links or agency or on:
            raise InputError("--from stands alone", "name links in a command of their own")
        _post_chat(context, path, chat, senders)


def _void(context: Context, path: Path, url: str, reason: str | None) -> None:
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.rules.posts import read_post_link
    from medsos_cli.store.database import open_store
    from medsos_cli.store.post_evidence import void_post

    options = Options(context.clock, reason=reason)
    options.need("reason", Message("say why: --reason TEXT"))
    link = options.find(url, read_post_link)
    options.check()
    with open_store(path) as store, store.transaction():
        void_post(store, link, options.text("reason") or "", context.clock.stamp, context.user())
    tell("{platform} post {code} is void", platform=link.platform, code=link.code)


def _post_links(
    context: Context, path: Path, links: list[str], agency: str | None, on: str | None
) -> None:
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.rules.posts import read_post_link
    from medsos_cli.store.database import open_store
    from medsos_cli.store.post_evidence import record_post

    clock = context.clock
    options = Options(clock, on=on)
    day = None if on is None else options.needed_past_day("on")
    read = [options.find(text, read_post_link) for text in links]
    with open_store(path) as store, store.transaction():
        named = options.find(agency, partial(find_office, store)) if agency else None
        options.check()
        stamp, user = clock.stamp, context.user()
        recorded = [
            (post, record_post(store, post.evidence(stamp, _SOURCE), stamp, user))
            for post in _read_posts(store, clock, read, named, day)
        ]
    for post, status in recorded:  # only now is it true
        tell(
            "{agency}: {platform} post of {about}{day}: {what}",
            agency=post.account.agency,
            platform=post.link.platform,
            about="≈" if post.accuracy.approximate else "",
            day=post.moment.astimezone(clock.zone).date(),
            what=_STATUS[status],
        )


def _read_posts(
    store: "Store",
    clock: "Clock",
    links: "list[PostLink]",
    agency: "Agency | None",
    day: "date | None",
) -> "Iterable[Post]":
    """Return the posts that links name, each once in however many spellings it is named."""
    from medsos_cli.rules.posts import Post, date_post
    from medsos_cli.store.owners import find_owner, keep_number, number_of

    posts = {}
    for link in links:
        account = find_owner(store, link, agency)
        posts[link.platform, link.code, account.key] = Post(
            link, account, *date_post(link, day, clock)
        )
        if number := number_of(link, account):
            keep_number(store, account, number, clock.stamp)
    return posts.values()


def _post_chat(context: Context, path: Path, chat: Path, senders: Path | None) -> None:
    from medsos_cli.intake.chats import read_chat
    from medsos_cli.intake.gathering import Gathering, read_senders, senders_on_record
    from medsos_cli.sheets.columns import SENDERS
    from medsos_cli.sheets.sheet import open_sheet
    from medsos_cli.store.database import open_store
    from medsos_cli.store.kept_senders import kept_senders

    with open_store(path) as store:
        kept = kept_senders(store)
        holders, said = senders_on_record(store), dict(kept)
        if senders:
            with open_sheet(senders, SENDERS) as sheet:
                said |= read_senders(sheet, lambda word: find_office(store, word), say)
                for remark in sheet.remarks():
                    say(remark)
        gathering = Gathering(store, context.clock, context.user(), said, holders)
        doubts: dict[Message, None] = {}
        last: list[datetime] = []
        lines = watching(Message("reading"))(_open_chat(chat))
        gathering.take(
            read_chat(lines, context.clock, {*holders, *said}, doubts.setdefault, last.append)
        )
        with store.transaction():
            silent = _silent(store, gathering, kept.values(), last)
            counts = gathering.record()
    _show(gathering, counts)
    for doubt in doubts:
        say("warning: {doubt}", doubt=doubt)
    if silent and counts:
        say(
            Message("{n} agency sent nothing since the last chat: {agencies}",
                    "{n} agencies sent nothing since the last chat: {agencies}",
                    n=len(silent), agencies=", ".join(silent))
        )  # fmt: skip


def _silent(
    store: "Store", gathering: "Gathering", kept: "Iterable[Agency]", last: "Iterable[datetime]"
) -> list[str]:
    """Return which of these agencies sent nothing since the last chat, where this one goes on.

    A chat was sent before it was read: only a later message is certainly none of that one's.
    """
    from medsos_cli.store.kept_senders import last_chat, posted_since
    from medsos_cli.words.days import utc_stamp

    since, read_at = last_chat(store)
    if not any(utc_stamp(moment) > read_at for moment in last):
        return []
    sent = posted_since(store, since)
    return gathering.silent([each for each in kept if each.code not in sent], since)


def _open_chat(path: Path) -> Iterator[str]:
    """Return the lines of a chat, or of stdin for `-`: whatever encoding it has."""
    from medsos_cli.intake.chat_files import open_chat

    if str(path) == "-" and sys.stdin is None:
        raise InputError("stdin is closed", "pipe the chat in, or name its file")
    if str(path) == "-":
        chat = open_chat(typer.get_binary_stream("stdin"), "stdin")
    else:
        chat = open_chat(path, path.name)
    if chat.note:
        say("{file}: {note}", file=chat.name, note=chat.note)
    return chat.lines


def _show(gathering: "Gathering", counts: Counter[tuple[str, str]]) -> None:
    from medsos_cli.answers.answer import Answer, Column
    from medsos_cli.answers.as_table import write

    columns = [
        Column(Message("agency"), cell=lambda code: code),
        Column(Message("recorded"), cell=lambda code: counts[code, "new"]),
        Column(Message("known already"), cell=lambda code: counts[code, "unchanged"]),
    ]
    if counts:
        write(Answer(columns, sorted({agency for agency, _ in counts})), None)
    puzzles = gathering.puzzles
    if puzzles:
        say(Message("{n} link not understood:", "{n} links not understood:", n=len(puzzles)))
    elif not (counts or gathering.left):
        say("no link of Instagram, Facebook or X in it")
    for (link, reason), first in puzzles.items():
        fields = {"line": first.line, "sender": first.sender, "link": link, "reason": reason}
        if first.sender:
            say("line {line}, from {sender}: {link}: {reason}", **fields)
        else:
            say("line {line}: {link}: {reason}", **fields)
    _say_besides(gathering)


def _say_besides(gathering: "Gathering") -> None:
    if gathering.left:
        _say_left(len(gathering.left))
    if gathering.recognised:
        _say_recognised(gathering.recognised)
    if gathering.elsewhere:
        _say_elsewhere(gathering.elsewhere)


def _say_recognised(senders: set[tuple[str, str]]) -> None:
    say(
        Message("{n} sender known by the record of holders alone: {senders}; if that is wrong: "
                "medsos sender add NAME AGENCY",
                "{n} senders known by the record of holders alone: {senders}; if one is wrong: "
                "medsos sender add NAME AGENCY",
                n=len(senders),
                senders=", ".join(f"{name} → {agency}" for name, agency in sorted(senders)))
    )  # fmt: skip


def _say_left(posts: int) -> None:
    say(
        Message("{n} post taken back before, left so; to record it again: medsos post URL",
                "{n} posts taken back before, left so; to record one again: medsos post URL",
                n=posts)
    )  # fmt: skip


def _say_elsewhere(links: "Counter[str | None]") -> None:
    names = sorted(filter(None, links))
    parts = [f"{name} {links[name]}" for name in names]
    if links[None]:
        parts.append(str(Message("web sites {n}", n=links[None])))
    say(
        Message(
            "{n} link of other networks or web sites was not taken: {where}",
            "{n} links of other networks or web sites were not taken: {where}",
            n=links.total(),
            where=", ".join(parts),
        )
    )
