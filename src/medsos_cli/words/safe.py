r"""The characters that act on a terminal or cannot be seen, named once, and what is done with them.

In the data they are kept, or refused where they are typed; on a terminal they are shown
as `\u001b`, on paper they are left out, and two names are compared without them.
"""

import re
from collections.abc import Iterable
from itertools import islice

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_LINE_ENDS = "\t\n\r"
_BREAKS = "\u2028\u2029"
_TURNS = "\u202a-\u202e\u2066-\u2069"  # what comes after one reads from the other side
_MARKS = "\u061c\u200e\u200f"
_SURROGATES = "\ud800-\udfff"  # bytes of a file's name that are no text
_ACTS = re.compile(f"[{_CONTROLS}{_LINE_ENDS}{_BREAKS}{_TURNS}{_MARKS}{_SURROGATES}]")
_ACTS_IN_DATA = re.compile(f"[{_CONTROLS}{_BREAKS}{_TURNS}{_MARKS}]")
_CONTROL = re.compile(f"[{_CONTROLS}{_BREAKS}{_TURNS}]")

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn the direction of what follows, as chats put around a name or a number."""
UNSEEN = f"\u00ad\u200b\u200c\u200d\u2060\ufeff{_MARKS}"
"""Characters without a width, which come along when text is copied from a chat or a page."""
SPACES = "\xa0\u2007\u2009\u202f\u3000"
"""Blanks that are not the one of the keyboard."""

MOST_NAMED = 3
"""How many others a message names."""

_LONGEST_QUOTED = 60
_WITHOUT_UNSEEN = str.maketrans(dict.fromkeys(UNSEEN) | dict.fromkeys(SPACES, " "))
_WITHOUT_MARKS = _WITHOUT_UNSEEN | dict.fromkeys(map(ord, TURNS))

# As a formula begins; also in the cells that a spreadsheet makes where it splits at `;`.
_SIGNS = "=+\\-@\t\r\n＝＋－＠"
_BEFORE = f" {SPACES}{UNSEEN}{TURNS}"
_RUNS = re.compile(rf"((?:\A|;)[{_BEFORE}]*)('*[{_SIGNS}])")
_GUARDED = re.compile(rf"((?:\A|;)[{_BEFORE}]*)'('*[{_SIGNS}])")
_MAY_RUN = frozenset(f"{_SIGNS}'{_BEFORE}")


def guard(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula; `unguarded` gives the text back."""
    if text[:1] in _MAY_RUN or ";" in text:
        return _RUNS.sub(r"\1'\2", text)
    return text


def unguarded(text: str) -> str:
    """Return a text without the apostrophes that `guard` has put into it."""
    return _GUARDED.sub(r"\1\2", text) if "'" in text else text


def escape(value: object) -> str:
    r"""Return a text or a message as one line that cannot act on a terminal: ESC is `\u001b`."""
    text = str(value)
    return text if text.isprintable() else _ACTS.sub(_code, text)


def escape_data(text: str) -> str:
    """Return data that cannot act on a terminal, its own tabs and line ends kept."""
    return _ACTS_IN_DATA.sub(_code, text)


def _code(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def quoted(text: str) -> str:
    """Return what was read as a message shows it: in quotes, on one line, cut to 60 characters."""
    return repr(text if len(text) <= _LONGEST_QUOTED else f"{text[: _LONGEST_QUOTED - 1]}…")


def some_of(names: Iterable[str]) -> str:
    """Return names as a message lists them: three at most, and … where there are more."""
    listed = [*islice(names, MOST_NAMED + 1)]
    return ", ".join(listed[:MOST_NAMED]) + (", …" if len(listed) > MOST_NAMED else "")


def find_control(text: str) -> str | None:
    """Return the first character that no person types: a control character or a turning mark."""
    match = _CONTROL.search(text)
    return match[0] if match else None


def drop_unseen(text: str) -> str:
    """Return the text without what has no width, every blank being a plain one."""
    return text.translate(_WITHOUT_UNSEEN)


def drop_marks(text: str) -> str:
    """Return the text as `drop_unseen` does, and without marks that turn its direction."""
    return text.translate(_WITHOUT_MARKS)


def on_one_line(text: str) -> str:
    """Return what prints of a text, every run of blanks and line ends being one blank."""
    return " ".join("".join(c if c.isprintable() else " " * c.isspace() for c in text).split())
