"""In which language people are spoken to: `MEDSOS_LANG`, the settings, the system's, English."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from medsos_cli.errors import InputError

LANGUAGES = ("en", "id")
_CATALOGUES = Path(__file__).with_name("locale")  # importlib.resources takes longer than reading
_LOCALE_NAMES = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(environ: Mapping[str, str]) -> str:
    """Return the language to speak, `id` or `en`; a blank word is none.

    Raises `InputError` for a word that is neither.
    """
    if word := environ.get("MEDSOS_LANG", "").strip():
        return _known(word, "MEDSOS_LANG")
    if word := _in_settings().strip():
        return _known(word, "config.toml: lang")
    system = next(filter(None, map(environ.get, _LOCALE_NAMES)), None) or _of_windows()
    return "id" if system.casefold().startswith(("id_", "id.", "in_")) or system == "id" else "en"


def load_language(name: str) -> NullTranslations:
    """Return the catalogue of a language; English is what stands in the code."""
    if name == "en":
        return NullTranslations()
    with (_CATALOGUES / f"{name}.mo").open("rb") as catalogue:
        return GNUTranslations(catalogue)


def settings_file() -> Path:
    """Return where the settings stand, if there are any: their own module takes long to load."""
    from platformdirs import user_config_path

    return user_config_path("medsos", appauthor=False) / "config.toml"


def _known(word: str, where: str) -> str:
    if word.casefold() not in LANGUAGES:
        raise InputError(
            "{where}: {word!r} is no language of this program",
            "write id (Indonesia) or en (English)",
            where=where, word=word,
        )  # fmt: skip
    return word.casefold()


def _in_settings() -> str:
    """Return `lang` of `config.toml`; what is wrong with the rest is not said here."""
    path = settings_file()
    if not path.is_file():
        return ""
    import tomllib

    with suppress(OSError, ValueError):
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return next((str(said[name]) for name in said if name.lower() == "lang"), "")
    return ""


def _of_windows() -> str:
    """Return the language that Windows speaks to this user, as a locale's name."""
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""
