"""`medsos account set` and `medsos account accept`."""

from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.context import Context, plain, say
from medsos_cli.cli.options import AgencyName, Database
from medsos_cli.errors import InputError

if TYPE_CHECKING:
    from medsos_cli.models import Account, Platform

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Put accounts on record.")

PlatformName = Annotated[
    str, typer.Argument(metavar="PLATFORM", help="instagram, facebook or twitter (ig, fb, x).")
]


@app.command("set")
def set_account(
    ctx: typer.Context,
    agency: AgencyName,
    platform: PlatformName,
    handle: Annotated[
        str, typer.Argument(metavar="HANDLE", help="A handle, a link to the account, or none.")
    ],
    db: Database = None,
) -> None:
    """Put on record which account an agency has on a platform, or that it has none."""
    from medsos_cli.handles import read_platform
    from medsos_cli.models import Account
    from medsos_cli.store.agencies import account_of, find_agency, owners_of, save_accounts
    from medsos_cli.store.database import open_store

    network = read_platform(platform)
    stated = _read_stated(network, handle)
    context = ctx.ensure_object(Context)
    with open_store(context.database(db)) as store:
        with store.transaction():
            found = find_agency(store, agency)
            before = account_of(store, found.code, network)
            account = Account(found.code, network, has=stated is not None, handle=stated)
            others = set(owners_of(store, network, stated)) - {found.code} if stated else set()
            save_accounts(store, [account])
        if others:
            say(f"warning: {stated} is also the {network} account of {', '.join(sorted(others))}")
        was = "" if before in {None, account} else f" (was {_told(before)})"
        typer.echo(plain(f"{found.code}: {network} is {_told(account)}{was}"))


@app.command("accept")
def accept_account(
    ctx: typer.Context, agency: AgencyName, platform: PlatformName, db: Database = None
) -> None:
    """Say that the account now behind an agency's handle is its own: impostor? goes away.

    A network tells accounts apart by an id of its own. Where another id comes with the
    same handle, its posts do not count until this is said.
    """
    from medsos_cli.handles import read_platform
    from medsos_cli.store.agencies import account_of, find_agency
    from medsos_cli.store.database import open_store
    from medsos_cli.store.looks import accept_strangers

    network = read_platform(platform)
    context = ctx.ensure_object(Context)
    with open_store(context.database(db)) as store, store.transaction():
        found = find_agency(store, agency)
        account = account_of(store, found.code, network)
        key = account.key if account else ""
        accepted = accept_strangers(store, network, key, context.clock.stamp)
        if not accepted:
            raise InputError(
                f"nobody else was seen behind the {network} account of {found.code}",
                f"to see what is known of it: medsos audit --agency {found.code}",
            )
        ids = ", ".join(accepted)
        typer.echo(plain(f"{found.code}: {network} {_told(account)} is its own account ({ids})"))


def _read_stated(platform: "Platform", word: str) -> str | None:
    """Read a handle, or None for none; what names no account is a word, not a handle."""
    from medsos_cli.handles import read_handle
    from medsos_cli.words import NONE_WORDS, UNKNOWN_WORDS, YES_WORDS

    folded = " ".join(word.casefold().split())
    if folded in NONE_WORDS:
        return None
    if folded in UNKNOWN_WORDS | YES_WORDS | {"x"}:
        raise InputError(
            f"{word!r} does not say which account", "write the handle as @name, or none"
        )
    return read_handle(platform, word).text


def _told(account: "Account | None") -> str:
    if account is None or not account.has:
        return "none"
    return account.handle or "an account without a handle"
