"""Settings: from the environment (`MEDSOS_…`), else from `config.toml`; tokens stay masked."""

import os
import re
import stat
import sys
import tomllib
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from medsos_cli.errors import InputError

PREFIX = "MEDSOS_"
_TOKENS = ("meta_token", "x_token")
_ORIGIN = re.compile(r"https?://[^/?#@\s]+/?")


class PaperSettings(BaseModel):
    """The giving side of a handover paper: what `[bast]` in `config.toml` says once for all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_name: str | None = None
    from_nip: str | None = None
    from_position: str | None = None
    from_office: str | None = None
    place: str | None = None


class Settings(BaseSettings):
    """What the office has set. The environment goes before the file."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        extra="forbid",
        frozen=True,
        env_ignore_empty=True,
        coerce_numbers_to_str=True,  # an id without quotes is one too
    )

    meta_token: SecretStr | None = None
    meta_ig_user: str | None = None
    meta_version: str = "v26.0"
    meta_canary: str | None = None
    meta_url: str = "https://graph.facebook.com"
    x_token: SecretStr | None = None
    x_canary: str | None = None
    x_url: str = "https://api.x.com"
    bast: PaperSettings = PaperSettings()

    @field_validator("meta_url", "x_url")
    @classmethod
    def _is_origin(cls, value: str) -> str:
        if not _ORIGIN.fullmatch(value):
            raise ValueError("write scheme and host only, as https://graph.facebook.com")
        return value.rstrip("/")

    @field_validator("meta_token", "x_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        token = value.get_secret_value().strip()
        if not re.fullmatch(r"[!-~]+", token):
            raise ValueError("write the token alone, as the network gave it")
        return SecretStr(token)

    @field_validator("meta_ig_user")
    @classmethod
    def _is_id(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[0-9]{5,20}", value):
            raise ValueError("write the account's id, a number, not its name")
        return value

    @field_validator("meta_version")
    @classmethod
    def _is_version(cls, value: str) -> str:
        if not re.fullmatch(r"v\d+\.\d+", value):
            raise ValueError("write the version as v26.0")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic calls by name
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take the environment, then the file; nothing else."""
        return env_settings, InitSettingsSource(settings_cls, _in_file(config_path()))


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
        name = ".".join(str(part) for part in problem["loc"])
        where = path if name.split(".")[0] in _in_file(path) else f"{PREFIX}{name.upper()}"
        unknown = problem["type"] == "extra_forbidden"
        what = "is no setting" if unknown else problem["msg"].removeprefix("Value error, ")
        raise InputError(f"{where}: {name}: {what}", "see the README: Settings") from None
    except SettingsError:
        raise InputError(f"{PREFIX}BAST is no setting", f"write [bast] in {path}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not TOML: {error}", "see the README: Settings") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None


def _in_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    # Notepad puts a mark in front, and capitals come over from the variables' names.
    said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    return {name.lower(): value for name, value in said.items()}


def _refuse_open_tokens(path: Path) -> None:
    """Refuse a file with a token, a key to the office's accounts, that others may read."""
    if sys.platform == "win32" or not any(_in_file(path).get(name) for name in _TOKENS):
        return
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputError(
            f"{path} holds a token and can be read by others", f"say: chmod 600 {path}"
        )


def sources(settings: Settings) -> dict[str, tuple[str, str]]:
    """Return each setting's value, tokens masked, and where it comes from."""
    in_file = _in_file(config_path())
    told: dict[str, tuple[str, str]] = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if f"{PREFIX}{name}".upper() in {key.upper() for key, text in os.environ.items() if text}:
            where = "environment"
        else:
            where = "config.toml" if name in in_file else "default"
        told[name] = (_shown(value), where)
    return told


def _shown(value: object) -> str:
    if isinstance(value, PaperSettings):
        said = value.model_dump(exclude_none=True)
        return ", ".join(f"{name} = {text}" for name, text in said.items()) or "not set"
    return "not set" if value is None else str(value)
