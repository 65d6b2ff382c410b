"""Every failure a user can cause: what is wrong, what to do next, and the exit code."""

import errno

NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


class MedsosError(Exception):
    """A failure with a cause outside this program.

    It is shown as `error: …` and, where there is a next step, `hint: …`, at one
    boundary (`cli`). Everything else that is raised is a bug, and crashes.
    """

    exit_code = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep one line that says what is wrong and one that says what to do."""
        super().__init__(message)
        self.hint = hint


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
