"""What may come next on a half-typed line: commands, options, and names on record.

A shell that completes runs the program with the words before the cursor as arguments, and
the one at the cursor in `_MEDSOS_WORD`, behind an equals sign, for Windows has no empty
variables. The answer is a line each: what may stand there, a tab, what it is. See `completion`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

from medsos_cli.cli.help import topic_names
from medsos_cli.cli.help_text import short_help
from medsos_cli.errors import MedsosError, spoken
from medsos_cli.models import Platform, Verdict
from medsos_cli.rules.decisions import Way
from medsos_cli.words.safe import escape

FILES = ":files"
"""The answer that leaves it to the shell to name files."""
SHELLS = ("bash", "zsh", "fish", "powershell")
_PATIENCE = 0.3  # seconds; nobody waits longer for a TAB
_FILES = ("FILE", "PATH", "ROSTER")

Names = Iterable[tuple[str, str]]


def answer(root: Any, words: Sequence[str], word: str, database: Path) -> list[str]:
    """Return the lines for a shell; whatever goes wrong, none."""
    try:
        return [*_lines(root, words, word, database)]
    except Exception:  # noqa: BLE001  # half a line, over any file at all: never an error
        return []


def _lines(root: Any, words: Sequence[str], word: str, database: Path) -> Iterator[str]:
    for name, about in _names(root, words, word, database):
        if name == FILES or name.startswith(word):
            told = escape(about).partition(". ")[0]
            yield f"{escape(name)}\t{told}" if told else escape(name)


def _names(command: Any, words: Sequence[str], word: str, database: Path) -> Names:
    waiting, place, said = None, 0, set()
    for each in words:
        if waiting:
            waiting = None
        elif each.startswith("-"):
            said.add(each)
            options = [option for option in command.params if each in option.opts]
            waiting = next((option for option in options if not option.is_flag), None)
        elif hasattr(command, "commands"):
            command = command.commands[each]
        else:
            place += 1
    if waiting:
        return _values(waiting, word, database)
    if word.startswith("-"):
        return _options(command, said)
    if hasattr(command, "commands"):
        return [(name, short_help(each)) for name, each in command.commands.items()]
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    return _values(arguments[min(place, len(arguments) - 1)], word, database) if arguments else []


def _options(command: Any, said: set[str]) -> Names:
    for option in command.params:
        if option.param_type_name == "option" and not said & {*option.opts}:
            yield max(option.opts, key=len), spoken(option.help or "")
    yield "--help", ""


def _values(parameter: Any, word: str, database: Path) -> Names:
    if choices := parameter.type_descriptor.choices:
        return [(str(choice), "") for choice in choices]
    metavar = str(parameter.metavar).removesuffix(" …")
    if metavar in _FILES:
        return [(FILES, "")]
    if metavar.islower():  # the words themselves
        return [(each, "") for each in metavar.split("|")]
    before = word[: word.rfind(",") + 1]
    if metavar.endswith(",…"):
        listed = Verdict if metavar.startswith("VERDICT") else Platform
        return [(f"{before}{each}", spoken(each)) for each in listed]
    fixed: dict[str, Callable[[], Names]] = {
        "PLATFORM": lambda: [(each, "") for each in Platform],
        "B|RR|RB": lambda: [("B", "baik"), ("RR", "rusak ringan"), ("RB", "rusak berat")],
        "DATE": lambda: [("today", "")],
        "WAY": lambda: [(each, spoken(each)) for each in Way],
        "SHELL": lambda: [(each, "") for each in SHELLS],
        "TOPIC or COMMAND": lambda: [(each, "") for each in topic_names()],
    }
    return fixed[metavar]() if metavar in fixed else _on_record(metavar, word, database)


def _on_record(metavar: str, word: str, database: Path) -> Names:
    """Return names on record; none where the file does not give them in time."""
    from medsos_cli.store import typed_names as names
    from medsos_cli.store.database import open_store

    searches = {
        "DEVICE": [names.tags_from],
        "AGENCY": [names.codes_from],
        "EVENT or DEVICE": [names.tags_from],
        "[DEVICE or AGENCY]": [names.tags_from, names.codes_from],
        "KIND": [names.kinds_from],
    }
    found: list[tuple[str, str]] = []

    def look() -> None:
        with suppress(MedsosError, OSError), open_store(database, as_it_is=True) as store:
            for each in searches.get(metavar, ()):
                found.extend(each(store, word))

    thread = Thread(target=look, daemon=True)
    thread.start()
    thread.join(_PATIENCE)
    return [*found]
