"""Sorting more than there is room for in memory."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO, Any, TypeVar

T = TypeVar("T")

_AT_ONCE = 20_000
_A_PAGE = 500


def in_order(
    items: Iterable[T], key: Callable[[T], Any], *, at_once: int = _AT_ONCE
) -> Iterator[T]:
    """Yield items in the order of a key, holding no more than `at_once` of them.

    More than that are sorted run by run, and wait in temporary files.
    """
    left = iter(items)
    run = sorted(islice(left, at_once), key=key)
    if len(run) < at_once:
        yield from run
        return
    from heapq import merge  # noqa: PLC0415  # few lists are that long, and starting stays quick

    with ExitStack() as files:
        runs: list[Iterator[T]] = []
        while run:
            runs.append(_set_aside(run, files))
            run = sorted(islice(left, at_once), key=key)
        yield from merge(*runs, key=key)


def _set_aside(run: list[T], files: ExitStack) -> Iterator[T]:
    """Write a run to a file of its own; return what reads it back, a page at a time."""
    import pickle  # noqa: PLC0415  # likewise
    from tempfile import TemporaryFile  # noqa: PLC0415  # likewise

    file = files.enter_context(TemporaryFile())  # noqa: SIM115  # as is done here
    for start in range(0, len(run), _A_PAGE):
        pickle.dump(run[start : start + _A_PAGE], file, pickle.HIGHEST_PROTOCOL)
    return _read(file, pickle.load)


def _read(file: IO[bytes], load: Callable[[IO[bytes]], list[T]]) -> Iterator[T]:
    end = file.tell()
    file.seek(0)
    while file.tell() < end:
        yield from load(file)
