"""`medsos account set` and `medsos account accept`."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from medsos_cli.cli.context import Context, begin, find_office, say, tell
from medsos_cli.cli.option_groups import Paper, with_options
from medsos_cli.cli.options import AgencyName, Database
from medsos_cli.errors import InputError, Message
from medsos_cli.models import Account, Platform

if TYPE_CHECKING:
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.models import Word
    from medsos_cli.store.database import Store

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Put accounts on record.")

PlatformName = Annotated[
    str, typer.Argument(metavar="PLATFORM", help="instagram, facebook or twitter (ig, fb, x).")
]


@app.command("set")
@with_options
def set_account(
    ctx: typer.Context,
    agency: AgencyName,
    platform: PlatformName,
    handle: Annotated[
        str, typer.Argument(metavar="HANDLE", help="A handle, a link to the account, or none.")
    ],
    paper: Paper,
    renamed: Annotated[
        bool, typer.Option("--renamed", help="It is the account as before, under a new name.")
    ] = False,
    not_renamed: Annotated[
        bool, typer.Option("--not-renamed", help="Take back --renamed: they are two accounts.")
    ] = False,
    db: Database = None,
) -> None:
    """Put on record which account an agency has on a platform, or that it has none.

    It holds from today on, or from the day said with --on; what held before stays for the
    days before. The number of a Facebook Page that is on record by its name is kept beside it.
    With --renamed what is known of the former name and of the new one is of one account, on
    every day. --not-renamed takes that back: what each name had of the other does not count
    for it any more, and HANDLE is the one that the agency has.
    """
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.store.database import open_store

    context = ctx.ensure_object(Context)
    with open_store(context.database(db)) as store, store.transaction():
        options = Options(context.clock, **paper._asdict())
        day, document = options.needed_past_day("on"), options.text("document_no")
        code, network, stated = _read(store, options, agency, platform, handle)
        account = Account(code, network, has=stated is not None, handle=stated)
        others = _others(store, account)
        word = begin(store, ctx, day)
        other = _part(store, account, word, renamed=renamed) if not_renamed else None
        former = _rename(store, account, word, others) if renamed else None
        done = _state(store, context, account, (word, document), former)
    if others:
        say(
            "warning: {handle} is also the {network} account of {others}",
            handle=stated, network=network, others=", ".join(others),
        )  # fmt: skip
    _tell_stated(account, done, day)
    if done.before and done.lost:
        _say_lost(done.before, done.lost)
    if other:
        tell("{handle} and {other} are two accounts again", handle=account.handle, other=other)
    else:
        _tell_names(account, former, done)


class _Done(NamedTuple):
    """What stood before and stands now, whether it is only beside that, how many posts are lost."""

    before: Account | None
    stands: Account | None
    beside: bool
    lost: int

    @property
    def is_another(self) -> bool:
        """Whether another handle stands than before."""
        before, stands = self.before, self.stands
        return bool(before and stands and before.handle and stands.handle
                    and before.key != stands.key)  # fmt: skip


def _tell_names(account: Account, former: Account | None, done: _Done) -> None:
    """Tell that two names are of one account, or how to say so where they may be."""
    said = {"code": account.agency, "network": account.platform, "handle": account.handle}
    if former:
        template = "what is known of {former} and of {handle} is of one account"
        tell(template, former=former.handle, handle=account.handle)
    elif done.is_another:
        say(
            "if it is the same account under a new name: "
            "medsos account set {code} {network} {handle} --renamed",
            **said,
        )


def _rename(store: "Store", account: Account, word: "Word", others: list[str]) -> Account:
    """Let an account be one with that of the name before; return it as it was called.

    Raises `InputError` without a new name, and for one that `others` have.
    """
    from medsos_cli.store.renaming import former_name, join_names

    if account.handle is None:
        raise InputError("--renamed goes with the new name", "write it as @name, or a link")
    if others:
        raise InputError(
            "{handle} is also the {network} account of {others}",
            "evidence of two offices would be one; put theirs right first",
            handle=account.handle, network=account.platform, others=", ".join(others),
        )  # fmt: skip
    former = former_name(store, account, word.day)
    join_names(store, account, former, word.act)
    return former


def _part(store: "Store", account: Account, word: "Word", *, renamed: bool) -> str:
    """Take back that an account is one with another; return the other name.

    Raises `InputError` without its name, and where the contrary is said too.
    """
    from medsos_cli.store.parting import part_names

    if renamed:
        raise InputError("--renamed and --not-renamed say the contrary", "leave one out")
    if account.handle is None:
        raise InputError("--not-renamed goes with a name", "write it as @name, or a link")
    return part_names(store, account, word.act)


def _state(
    store: "Store", context: Context, account: Account, said: "tuple[Word, str | None]",
    former: Account | None,
) -> _Done:  # fmt: skip
    """State an account on a word, with its document; a Page's number is only kept beside its name.

    Unless it was renamed so from a `former` name.
    """
    from medsos_cli.store.agencies import account_of, state_account
    from medsos_cli.store.events import refuse_closed
    from medsos_cli.store.owners import goes_beside, keep_number, posts_left_behind

    word, document = said
    refuse_closed(store, account.agency, date.fromisoformat(word.day))
    before = account_of(store, account.agency, account.platform)
    beside = bool(not former and before and account.handle and goes_beside(account, before))
    if before and account.handle and beside:
        keep_number(store, before, account.handle, context.clock.stamp)
    else:
        state_account(store, account, word, document)
    lost = posts_left_behind(store, before) if before else 0
    return _Done(before, account_of(store, account.agency, account.platform), beside, lost)


def _others(store: "Store", account: "Account") -> list[str]:
    """Return the agencies that have the same account too, by its name or its number."""
    from medsos_cli.store.agency_names import agencies_called
    from medsos_cli.store.owners import accounts_called, accounts_numbered

    if account.handle is None:
        return []
    same = accounts_called(store, account.platform, account.handle)
    if account.platform is Platform.FACEBOOK:
        same += accounts_numbered(store, account.handle)
    owners = {each.agency for each in same} - {account.agency}
    return sorted(each.code for each in agencies_called(store, owners, []) if not each.closed)


def _tell_stated(account: Account, done: _Done, day: date) -> None:
    fields = {"code": account.agency, "network": account.platform}
    now, was = _describe(done.stands), _describe(done.before)
    if account != done.stands and not done.beside:
        tell(
            "{code}: {network} is {account} from {day} on; "
            "what is stated of a later day stands: {now}",
            account=_describe(account), day=day, now=now, **fields,
        )  # fmt: skip
    elif account != done.stands:
        tell(
            "{code}: {network} is {account}; its number {number} is kept beside the name",
            account=now,
            number=account.handle,
            **fields,
        )
        say(
            "to put the number in the place of the name: "
            "medsos account set {code} {network} {number} --renamed",
            number=account.handle, **fields,
        )  # fmt: skip
    elif done.before in {None, account}:
        tell("{code}: {network} is {account}", account=now, **fields)
    else:
        tell("{code}: {network} is {account} (was {before})", account=now, before=was, **fields)


def _say_lost(before: "Account", lost: int) -> None:
    say(
        Message(
            "{n} post known of {handle} does not count any more; "
            "to take it back: medsos account set {code} {network} {handle}",
            "{n} posts known of {handle} do not count any more; "
            "to take it back: medsos account set {code} {network} {handle}",
            n=lost,
            handle=before.handle,
            code=before.agency,
            network=before.platform,
        )
    )


@app.command("accept")
def accept_account(
    ctx: typer.Context, agency: AgencyName, platform: PlatformName, db: Database = None
) -> None:
    """Say that the account now behind an agency's handle is its own: impostor? goes away.

    A network tells accounts apart by an id of its own. Where another id comes with the
    same handle, its posts do not count until this is said.
    """
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.store.agencies import account_of
    from medsos_cli.store.database import open_store
    from medsos_cli.store.targets import accept_strangers

    context = ctx.ensure_object(Context)
    with open_store(context.database(db)) as store, store.transaction():
        code, network, _ = _read(store, Options(context.clock), agency, platform)
        account = account_of(store, code, network)
        key = account.key if account else ""
        accepted = accept_strangers(store, network, key, context.clock.stamp)
        if not accepted:
            raise InputError(
                "nobody else was seen behind the {network} account of {code}",
                "to see what is known of it: medsos audit --agency {code}",
                network=network,
                code=code,
            )
    tell(
        "{code}: {network} {account} is its own account ({ids})",
        code=code,
        network=network,
        account=_describe(account),
        ids=", ".join(accepted),
    )


def _read(
    store: "Store", options: "Options", agency: str, platform: str, handle: str | None = None
) -> "tuple[str, Platform, str | None]":
    """Read whose account it is, on which platform, and the handle, or None for none."""
    from medsos_cli.words.handles import read_platform

    code = options.find(agency, lambda word: find_office(store, word).code)
    network = options.find(platform, read_platform)
    stated = None
    if handle is not None and network:
        stated = options.find(handle, partial(_read_stated, network))
    options.check()
    return code, network, stated


def _read_stated(platform: "Platform", word: str) -> str | None:
    """Read a handle, or None for none; what names no account is a word, not a handle."""
    from medsos_cli.words.handles import read_handle
    from medsos_cli.words.meanings import Saying, read_saying

    saying = read_saying(word)
    if saying is Saying.NONE and word.strip():
        return None
    if saying and word.strip():
        raise InputError(
            "{word!r} does not say which account", "write the handle as @name, or none", word=word
        )
    return read_handle(platform, word).text


def _describe(account: "Account | None") -> str | Message:
    if account is None or not account.has:
        return Message("none")
    return account.handle or Message("an account without a handle")
