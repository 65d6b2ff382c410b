"""Sorting more than there is room for in memory."""

from collections.abc import Iterator
from contextlib import ExitStack
from operator import itemgetter
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar

T = TypeVar("T")

_AT_ONCE = 20_000
_A_PAGE = 500
_KEY = itemgetter(0)


class Sorted(Generic[T]):
    """Items that are put in one by one, each with a key, and read in the order of their keys.

    No more than `at_once` of them are held in memory: the others wait, run by run, in
    temporary files, which are there until the `with` block ends.
    """

    def __init__(self, *, at_once: int = _AT_ONCE) -> None:
        """Begin without any."""
        self._at_once = at_once
        self._run: list[tuple[Any, T]] = []
        self._runs: list[IO[bytes]] = []
        self._files = ExitStack()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Remove the temporary files."""
        self._files.close()

    def add(self, key: object, item: T) -> None:
        """Put one in."""
        self._run.append((key, item))
        if len(self._run) >= self._at_once:
            self._set_aside()

    def __iter__(self) -> Iterator[T]:
        """Yield the items in order; none must be put in after that."""
        self._run.sort(key=_KEY)
        pairs: Iterator[tuple[Any, T]] = iter(self._run)
        if self._runs:
            from heapq import merge  # noqa: PLC0415  # few lists are that long, and starts stay quick

            pairs = merge(*map(_read, self._runs), pairs, key=_KEY)
        return (item for _, item in pairs)

    def _set_aside(self) -> None:
        """Write the run to a file of its own, a page at a time."""
        import pickle  # noqa: PLC0415  # only a long list needs it
        from tempfile import TemporaryFile  # noqa: PLC0415  # only a long list needs it

        self._run.sort(key=_KEY)
        file = self._files.enter_context(TemporaryFile())  # noqa: SIM115  # the stack closes it
        for start in range(0, len(self._run), _A_PAGE):
            pickle.dump(self._run[start : start + _A_PAGE], file, pickle.HIGHEST_PROTOCOL)
        self._runs.append(file)
        self._run.clear()


def _read(file: IO[bytes]) -> Iterator[Any]:
    import pickle  # noqa: PLC0415  # only a long list needs it

    end = file.tell()
    file.seek(0)
    while file.tell() < end:
        yield from pickle.load(file)  # noqa: S301  # written a moment ago, by this process
