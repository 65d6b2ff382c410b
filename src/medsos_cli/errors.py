"""What is said to people, and every failure a user can cause, with its hint and exit code."""

import errno
import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Self

FOUND, WRONG, PARTIAL = 1, 2, 3
"""The exit codes beside 0: something was found, nothing was written, a part was done."""

NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)

_language = gettext.NullTranslations()


def speak(language: gettext.NullTranslations) -> None:
    """Choose the language in which messages are put together from now on; English before."""
    global _language  # noqa: PLW0603  # one run speaks one language, as with gettext.install
    _language = language


def spoken(word: str) -> str:
    """Return a word of the contract (a verdict, a state, …) in the language in force."""
    return _language.gettext(word) if word else ""


@contextmanager
def in_english() -> Iterator[None]:
    """Put messages together as they stand in the code, as data have them."""
    before = _language
    speak(gettext.NullTranslations())
    try:
        yield
    finally:
        speak(before)


class Message:
    """A sentence for people: a template and the values of its named fields.

    It is put together where it is shown, so that it can be said in another language.
    With a second template, the first is for a field `n` of one, the second for every
    other number. A value may be a message itself, a word of the contract (an enum's), or an
    error of the system, whose reason is said.
    """

    __slots__ = ("fields", "plural", "template")

    def __init__(self, template: str, plural: str | None = None, /, **fields: object) -> None:
        """Keep the template as it stands in the code, for that is the catalogue's key."""
        self.template = template
        self.plural = plural
        self.fields = fields

    def __str__(self) -> str:
        """Put the message together in the language in force."""
        if self.plural is None:
            said = spoken(self.template)
        else:
            said = _language.ngettext(self.template, self.plural, int(str(self.fields["n"])))
        return said.format(**{k: _said(v) for k, v in self.fields.items()}) if self.fields else said

    def __format__(self, spec: str) -> str:
        """Put the message together, as wide as a place for it is."""
        return format(str(self), spec)

    def __repr__(self) -> str:
        """Show what is said, as the text it becomes."""
        return repr(str(self))

    def __eq__(self, other: object) -> bool:
        """Compare by what is said, also with a text."""
        return str(self) == str(other) if isinstance(other, (Message, str)) else NotImplemented

    def __hash__(self) -> int:
        """Hash as the text it becomes."""
        return hash(str(self))


def _said(value: object) -> object:
    if isinstance(value, Exception) and not isinstance(value, MedsosError):
        return spoken(getattr(value, "strerror", None) or str(value))
    return spoken(value) if isinstance(value, StrEnum) else value


class Figure(float):
    """A number that a template shows as `{size:,.1f}`, with the separators of the language."""

    def __format__(self, spec: str) -> str:
        """Format it as a number is, and then as people here write numbers."""
        like = str(Message("1,234.5"))
        marks = {ord(","): like[1], ord("."): like[-2]}
        return super().__format__(spec).translate(marks)


_listener: Callable[[Message], object] = str


def listen(listener: Callable[[Message], object]) -> None:
    """Let whoever talks to people hear from now on what is odd, but stops nothing."""
    global _listener  # noqa: PLW0603  # as with the language
    _listener = listener


def warn(odd: Message) -> None:
    """Tell what is odd, but stops nothing."""
    _listener(odd)


class MedsosError(Exception):
    """A failure with a cause outside this program.

    It is shown as `error: …` and, where there is a next step, `hint: …`, at one
    boundary (`cli`). Everything else that is raised is a bug, and crashes.
    """

    __slots__ = ("_fields", "_hint")  # a file can hold many bad cells, each with its error
    exit_code = WRONG

    def __init__(
        self, message: str | Message, hint: str | Message | None = None, /, **fields: object
    ) -> None:
        """Keep one line that says what is wrong and one that says what to do.

        Both are templates of the same named fields; see `Message`.
        """
        said = message if isinstance(message, Message) else Message(message, **fields)
        super().__init__(said)
        self._hint = hint
        self._fields = fields if said is message else said.fields

    @property
    def hint(self) -> str | None:
        """What to do next, in the language in force."""
        return None if self._hint is None else str(self._next_step())

    def at(self, where: object) -> Self:
        """Return the same error with the place in front: an option, a file, a line."""
        return type(self)(Message("{where}: {error}", where=where, error=self), self._next_step())

    def _next_step(self) -> Message | None:
        return Message(self._hint, **self._fields) if isinstance(self._hint, str) else self._hint


class InputError(MedsosError):
    """A word, a cell or a file that cannot be taken as it is."""


class UnknownError(InputError):
    """A word that names nothing on record."""


class DatabaseError(MedsosError):
    """The database cannot be opened, read or written."""


class OutputError(MedsosError):
    """The answer cannot be written where it was asked for."""


class CustodyError(MedsosError):
    """A custody event that cannot have happened."""


class SealError(MedsosError):
    """A record that is not what was signed."""

    exit_code = FOUND
