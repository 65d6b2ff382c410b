"""Which network is asked, as the office's settings say."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from functools import partial

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
    settings: Settings, now: Callable[[], datetime], patience: Patience = _PATIENCE
) -> Iterator[list[Network]]:
    """Open the networks that there is a token for; `now` gives the moment (aware).

    Raises `InputError` for a canary that cannot be a handle.
    """
    with ExitStack() as stack:
        networks: list[Network] = []
        if settings.meta_token:
            networks.append(stack.enter_context(_open_meta(settings, now, patience)))
        if settings.x_token:
            networks.append(stack.enter_context(_open_x(settings, now, patience)))
        yield networks


@contextmanager
def open_plan(settings: Settings) -> Iterator[list[Network]]:
    """Open all networks to ask for their plans, as if every token were there; send nothing."""
    known = settings.model_copy(
        update={"meta_ig_user": settings.meta_ig_user or "MEDSOS_META_IG_USER"}
    )
    now = partial(datetime.now, UTC)
    with _open_meta(known, now, _PATIENCE) as graph, _open_x(known, now, _PATIENCE) as twitter:
        yield [graph, twitter]


@contextmanager
def _open_meta(
    settings: Settings, now: Callable[[], datetime], patience: Patience
) -> Iterator[meta.Meta]:
    client = meta.open_client(settings.meta_url, _plain(settings.meta_token), patience)
    with closing(client):
        yield meta.Meta(
            client,
            now,
            version=settings.meta_version,
            ig_user=settings.meta_ig_user,
            canary=_canary("meta_canary", Platform.FACEBOOK, settings.meta_canary),
        )


@contextmanager
def _open_x(settings: Settings, now: Callable[[], datetime], patience: Patience) -> Iterator[x.X]:
    client = x.open_client(settings.x_url, _plain(settings.x_token), patience)
    with closing(client):
        yield x.X(client, now, canary=_canary("x_canary", Platform.TWITTER, settings.x_canary))


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
