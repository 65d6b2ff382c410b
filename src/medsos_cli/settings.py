"""Settings: from the environment (`MEDSOS_…`), else from `config.toml`; tokens stay masked."""

import os
import re
import stat
import sys
import tomllib
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from platformdirs import user_config_path
from pydantic import (
    BaseModel,
    ConfigDict,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from medsos_cli.errors import InputError, Message

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PREFIX = "MEDSOS_"
_TOKENS = ("meta_token", "x_token")
_LONGEST_HOST = 253
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_HINT = Message("see: medsos help settings")
_ORIGIN = re.compile(r"https?://[^/?#@\s]+/?")


class PaperSettings(BaseModel):
    """The giving side of a handover paper: what `[bast]` in `config.toml` says once for all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_name: str | None = None
    from_nip: str | None = None
    from_position: str | None = None
    from_office: str | None = None
    place: str | None = None


class InventorySettings(BaseModel):
    """Whose inventory it is and who signs its forms: `[inventory]` in `config.toml`.

    What it leaves out of the office, the place and the head is that of `[bast]`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    item_name: str | None = None
    province: str | None = None
    regency: str | None = None
    unit: str | None = None
    office: str | None = None
    room: str | None = None
    location_code: str | None = None
    place: str | None = None
    head_name: str | None = None
    head_nip: str | None = None
    head_position: str | None = None
    keeper_name: str | None = None
    keeper_nip: str | None = None


class RemindSettings(BaseModel):
    """The message to the admin of a quiet account: `[remind]` in `config.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str | None = None


class Settings(BaseSettings):
    """What the office has set. The environment goes before the file."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        extra="forbid",
        frozen=True,
        env_ignore_empty=True,
        coerce_numbers_to_str=True,  # an id without quotes is one too
    )

    plain_http: bool = False
    meta_token: SecretStr | None = None
    meta_ig_user: str | None = None
    meta_version: str = "v26.0"
    meta_canary: str | None = None
    meta_url: str = "https://graph.facebook.com"
    x_token: SecretStr | None = None
    x_canary: str | None = None
    x_url: str = "https://api.x.com"
    lang: str | None = None
    regency: str | None = None
    retention_years: str | None = None
    bast: PaperSettings = PaperSettings()
    inventory: InventorySettings = InventorySettings()
    remind: RemindSettings = RemindSettings()

    @field_validator("meta_url", "x_url")
    @classmethod
    def _is_origin(cls, value: str, info: ValidationInfo) -> str:
        if not _ORIGIN.fullmatch(value):
            raise ValueError(Message("write scheme and host only, as https://graph.facebook.com"))
        if not _can_be_reached(value):
            raise ValueError(Message("there is no such host or port"))
        if not (value.startswith("https:") or _stays_here(value) or info.data.get("plain_http")):
            raise ValueError(
                Message("a token would travel unhidden: write https://, or set plain_http = true")
            )
        return value.rstrip("/")

    @field_validator("meta_token", "x_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        token = value.get_secret_value().strip()
        if not re.fullmatch(r"[!-~]+", token):
            raise ValueError(Message("write the token alone, as the network gave it"))
        return SecretStr(token)

    @field_validator("meta_ig_user")
    @classmethod
    def _is_id(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[0-9]{5,20}", value):
            raise ValueError(Message("write the account's id, a number, not its name"))
        return value

    @field_validator("retention_years")
    @classmethod
    def _is_years(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[1-9][0-9]?", value):
            raise ValueError(Message("write a number of years, as 10"))
        return value

    @field_validator("meta_version")
    @classmethod
    def _is_version(cls, value: str) -> str:
        if not re.fullmatch(r"v\d+\.\d+", value):
            raise ValueError(Message("write the version as v26.0"))
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic calls by name
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # likewise
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take the environment, then the file; nothing else."""
        return env_settings, InitSettingsSource(settings_cls, _in_file(config_path()))


def _stays_here(origin: str) -> bool:
    """Tell whether an address is of this machine, by its number or as localhost."""
    host = urlsplit(origin).hostname or ""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _can_be_reached(origin: str) -> bool:
    """Tell whether an address has a host and a port that there can be."""
    try:
        parts = urlsplit(origin)
        host, port = parts.hostname or "", parts.port
        if ":" in host or host.replace(".", "").isdecimal():
            ip_address(host)
    except ValueError:
        return False
    is_name = len(host) <= _LONGEST_HOST and all(map(_LABEL.fullmatch, host.split(".")))
    return port != 0 and (is_name or ":" in host)


def config_path() -> Path:
    """Return where the office's settings are kept, whether or not there are any."""
    return user_config_path("medsos", appauthor=False) / "config.toml"


def load_settings() -> Settings:
    """Return the settings in force.

    Raises `InputError` when the file is no TOML, holds a word that means nothing
    here, or holds a token and can be read by others.
    """
    path = config_path()
    try:
        _refuse_open_tokens(path)
        return Settings()
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        raise _in_words(problem, path) from None
    except SettingsError:
        raise InputError("MEDSOS_BAST is no setting", "write [bast] in {path}", path=path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("{path} is not TOML: {why}", _HINT, path=path, why=error) from None
    except OSError as error:
        why = error
        raise InputError("{path} cannot be read: {why}", path=path, why=why) from None


def _in_words(problem: "ErrorDetails", path: Path) -> InputError:
    """Say which setting is wrong, where it stands, and what to write there."""
    name = ".".join(str(part) for part in problem["loc"])
    where = path if name.split(".")[0] in _in_file(path) else f"{PREFIX}{name.upper()}"
    if problem["type"] == "extra_forbidden":
        what: object = Message("is no setting")
    else:
        what = problem.get("ctx", {}).get("error") or problem["msg"]
    return InputError("{where}: {name}: {what}", _HINT, where=where, name=name, what=what)


def _in_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    # Notepad puts a mark in front, and capitals come over from the variables' names.
    written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    return {name.lower(): value for name, value in written.items()}


def _refuse_open_tokens(path: Path) -> None:
    """Refuse a file with a token, a key to the office's accounts, that others may read."""
    if sys.platform == "win32" or not any(_in_file(path).get(name) for name in _TOKENS):
        return
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputError(
            "{path} holds a token and can be read by others", "say: chmod 600 {path}", path=path
        )


def sources(settings: Settings) -> dict[str, tuple[str | Message, str | Message]]:
    """Return each setting's value, tokens masked, and where it comes from."""
    in_file = _in_file(config_path())
    found: dict[str, tuple[str | Message, str | Message]] = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if f"{PREFIX}{name}".upper() in {key.upper() for key, text in os.environ.items() if text}:
            where: str | Message = Message("environment")
        else:
            where = "config.toml" if name in in_file else Message("default")
        found[name] = (_spell(value), where)
    return found


def _spell(value: object) -> str | Message:
    if isinstance(value, BaseModel):
        texts = value.model_dump(exclude_none=True)
        value = ", ".join(f"{name} = {text}" for name, text in texts.items()) or None
    if isinstance(value, bool):
        return str(value).lower()  # as config.toml writes it
    return Message("not set") if value is None else str(value)
