"""Which network is asked, as the office's settings say."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from pydantic import SecretStr

from medsos_cli.errors import InputError, Message
from medsos_cli.models import Platform
from medsos_cli.platforms import meta, x
from medsos_cli.platforms.base import Network
from medsos_cli.platforms.client import Client, Patience
from medsos_cli.platforms.looks import Target
from medsos_cli.settings import Settings
from medsos_cli.words.handles import read_handle

_PATIENCE = Patience()


def reasons_not_to_ask(settings: Settings) -> dict[Platform, Message]:
    """Return the platforms that cannot be asked about, and which setting is missing."""
    missing = {}
    if settings.meta_token is None:
        missing[Platform.INSTAGRAM] = missing[Platform.FACEBOOK] = Message(
            "{setting} is not set", setting="MEDSOS_META_TOKEN"
        )
    elif settings.meta_ig_user is None:
        missing[Platform.INSTAGRAM] = Message("{setting} is not set", setting="MEDSOS_META_IG_USER")
    if settings.x_token is None:
        missing[Platform.TWITTER] = Message("{setting} is not set", setting="MEDSOS_X_TOKEN")
    return missing


def has_token(settings: Settings) -> bool:
    """Tell whether any network can be asked at all."""
    return settings.meta_token is not None or settings.x_token is not None


@contextmanager
def open_networks(
    settings: Settings,
    now: Callable[[], datetime],
    patience: Patience = _PATIENCE,
    *,
    tokenless: bool = False,
) -> Iterator[list[Network]]:
    """Open the networks that there is a token for; `now` gives the moment (aware).

    With `tokenless` they are all there, to tell their plans. Raises `InputError` for a
    canary that cannot be a handle, and a way out that cannot be used.
    """
    networks: list[Network] = []
    with ExitStack() as stack:
        if settings.meta_token or tokenless:
            client = meta.open_client(settings.meta_url, _plain(settings.meta_token), patience)
            stack.callback(client.close)
            networks.append(_meta(client, now, settings, tokenless=tokenless))
        if settings.x_token or tokenless:
            client = x.open_client(settings.x_url, _plain(settings.x_token), patience)
            stack.callback(client.close)
            canary = _canary("x_canary", Platform.TWITTER, settings.x_canary)
            networks.append(x.X(client, now, canary=canary))
        yield networks


def _meta(
    client: Client, now: Callable[[], datetime], settings: Settings, *, tokenless: bool
) -> Network:
    return meta.Meta(
        client,
        now,
        version=settings.meta_version,
        ig_user=settings.meta_ig_user or ("MEDSOS_META_IG_USER" if tokenless else None),
        canary=_canary("meta_canary", Platform.FACEBOOK, settings.meta_canary),
    )


def _plain(token: SecretStr | None) -> str:
    return token.get_secret_value() if token else ""


def _canary(setting: str, platform: Platform, handle: str | None) -> Target | None:
    if not handle:
        return None
    try:
        found = read_handle(platform, handle)
    except InputError as error:
        raise error.at(setting) from None
    return Target(platform, found.key, found.text)
