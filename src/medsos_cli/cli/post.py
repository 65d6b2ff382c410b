"""`medsos post`."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, plain, say
from medsos_cli.cli.options import Database, read_past, refuse_no_text
from medsos_cli.errors import InputError

if TYPE_CHECKING:
    from medsos_cli.gathering import Gathering

_SOURCE = "post-link"


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
        typer.Option("--senders", metavar="FILE", help="A CSV file: sender,agency."),
    ] = None,
    db: Database = None,
) -> None:
    """Record posts as evidence: by their links, or out of an exported chat.

    Links of Instagram and X say their day themselves, roughly (≈) for Instagram.
    Nothing of a chat is kept but the links of posts, whose they are, and their day.
    """
    context = ctx.ensure_object(Context)
    path = context.database(db)
    if chat is None:
        if not links:
            raise InputError("no link is given", "name the links, or say --from FILE")
        if senders:
            raise InputError("--senders goes with --from", "leave it out")
        _post_links(context, path, links, agency, on)
    else:
        if links or agency or on:
            raise InputError("--from stands alone", "name links in a command of their own")
        _post_chat(context, path, chat, senders)


def _post_links(
    context: Context, path: Path, links: list[str], agency: str | None, on: str | None
) -> None:
    from medsos_cli.posts import Post, date_post, find_owner, read_post_link
    from medsos_cli.store.agencies import find_agency
    from medsos_cli.store.database import open_store
    from medsos_cli.store.posts import owners, record_post

    clock = context.clock
    day = None if on is None else read_past(clock, "--on", on)
    read = [read_post_link(text) for text in links]
    told = []
    with open_store(path) as store, store.transaction():
        named = find_agency(store, agency) if agency else None
        posts = {}  # in however many spellings a post is named, it is one
        for link in read:
            account = find_owner(link, named, owners(store))
            post = Post(link, account, *date_post(link, day, clock))
            posts[link.platform, link.code, account.key] = post
        for each in posts.values():
            sighting = each.sighting(clock.stamp, _SOURCE)
            status = record_post(store, sighting)
            about = "≈" if each.accuracy.approximate else ""
            what = {"new": "recorded", "changed": "its day corrected"}.get(status, "known already")
            told.append(
                f"{each.account.agency}: {each.link.platform} post of "
                f"{about}{clock.local_day(sighting.posted_at or '')}: {what}"
            )
    for line in told:  # only now is it true
        typer.echo(plain(line))


def _post_chat(context: Context, path: Path, chat: Path, senders: Path | None) -> None:
    from medsos_cli.chats import read_chat
    from medsos_cli.gathering import Gathering, read_senders
    from medsos_cli.roster.text import open_text
    from medsos_cli.store.agencies import find_agency
    from medsos_cli.store.database import open_store
    from medsos_cli.store.posts import owners, record_post

    with open_store(path) as store:
        known = {}
        if senders:
            with open_text(senders) as text:
                known = read_senders(text, lambda word: find_agency(store, word))
        gathering = Gathering(owners(store), context.clock, known)
        with _open_chat(chat) as lines:
            gathering.take(read_chat(lines, context.clock))
        counts: Counter[tuple[str, str]] = Counter()
        with store.transaction():
            for agency, sighting in gathering.found.values():
                counts[agency, record_post(store, sighting)] += 1
    _show(gathering, counts)


@contextmanager
def _open_chat(path: Path) -> Iterator[Iterator[str]]:
    """Open a chat, or stdin for `-`: whatever encoding it has."""
    from medsos_cli.roster.text import open_text

    if str(path) == "-" and sys.stdin is None:
        raise InputError("stdin is closed", "pipe the chat in, or name its file")
    try:
        with TemporaryDirectory() as folder:
            if str(path) == "-":
                path = Path(folder, "stdin")
                path.write_bytes(typer.get_binary_stream("stdin").read())
            with open_text(path) as text:
                if text.assumed:
                    say(f"{text.name}: {text.assumed}")
                yield text.lines
    except InputError as error:
        raise InputError(
            str(error), "name the .txt file of a chat exported without media (unpack a .zip first)"
        ) from None


def _show(gathering: "Gathering", counts: Counter[tuple[str, str]]) -> None:
    from medsos_cli.drawing import Column, draw_table
    from medsos_cli.words import counted

    agencies = sorted({agency for agency, _ in counts})
    rows = [(code, counts[code, "new"], counts[code, "unchanged"]) for code in agencies]
    if rows:
        draw_table([Column("agency"), Column("recorded"), Column("known already")], rows)
    puzzles = gathering.puzzles
    if puzzles:
        say(f"{counted(len(puzzles), 'link')} not understood:")
    elif not rows:
        say("no link of Instagram, Facebook or X in it")
    for (link, reason), line in puzzles.items():
        say(f"line {line}: {link}: {reason}")
