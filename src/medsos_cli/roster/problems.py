"""What is wrong or doubtful about a cell, as the officer reads it."""

from typing import NamedTuple

from medsos_cli.errors import MedsosError


class Problem(NamedTuple):
    """One cell that cannot be taken, or (`doubtful`) is taken with a warning."""

    line: int
    column: str
    message: str
    doubtful: bool = False

    def text(self, name: str) -> str:
        """Return the one line that is shown: where, and what."""
        where = f"{name}:{self.line}: {self.column}: {self.message}"
        return f"warning: {where}" if self.doubtful else where


def spelled(error: MedsosError) -> str:
    """Return an error's message and hint as the one line of a problem."""
    return f"{error}; {error.hint}" if error.hint else str(error)
