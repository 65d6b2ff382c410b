"""Which network is asked, as the office's settings say."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from pydantic import SecretStr

from medsos_cli.errors import InputError
from medsos_cli.handles import read_handle
from medsos_cli.looks import Target
from medsos_cli.models import Platform
from medsos_cli.platforms import meta, x
from medsos_cli.platforms.base import Network
from medsos_cli.platforms.client import Patience
from medsos_cli.settings import Settings

_PATIENCE = Patience()


def reasons_not_to_ask(settings: Settings) -> dict[Platform, str]:
    """Return the platforms that cannot be asked about, and which setting is missing."""
    missing = {}
    if settings.meta_token is None:
        missing[Platform.INSTAGRAM] = missing[Platform.FACEBOOK] = "MEDSOS_META_TOKEN is not set"
    elif settings.meta_ig_user is None:
        missing[Platform.INSTAGRAM] = "MEDSOS_META_IG_USER is not set"
    if settings.x_token is None:
        missing[Platform.TWITTER] = "MEDSOS_X_TOKEN is not set"
    return missing


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
            networks.append(
                meta.Meta(
                    client,
                    now,
                    version=settings.meta_version,
                    ig_user=settings.meta_ig_user or ("MEDSOS_META_IG_USER" if tokenless else None),
                    canary=_canary("meta_canary", Platform.FACEBOOK, settings.meta_canary),
                )
            )
        if settings.x_token or tokenless:
            client = x.open_client(settings.x_url, _plain(settings.x_token), patience)
            stack.callback(client.close)
            canary = _canary("x_canary", Platform.TWITTER, settings.x_canary)
            networks.append(x.X(client, now, canary=canary))
        yield networks


def _plain(token: SecretStr | None) -> str:
    return token.get_secret_value() if token else ""


def _canary(setting: str, platform: Platform, handle: str | None) -> Target | None:
    if not handle:
        return None
    try:
        found = read_handle(platform, handle)
    except InputError as error:
        raise InputError(f"{setting}: {error}", error.hint) from None
    return Target(platform, found.key, found.text)
