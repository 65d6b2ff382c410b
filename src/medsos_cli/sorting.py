"""Sorting more than there is room for in memory."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from tempfile import TemporaryFile
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
    with ExitStack() as files:
        runs: list[Iterator[T]] = []
        while run:
            file = files.enter_context(TemporaryFile())
            for start in range(0, len(run), _A_PAGE):
                pickle.dump(run[start : start + _A_PAGE], file, pickle.HIGHEST_PROTOCOL)
            runs.append(_read(file))
            run = sorted(islice(left, at_once), key=key)
        yield from merge(*runs, key=key)


def _read(file: IO[bytes]) -> Iterator[Any]:
    end = file.tell()
    file.seek(0)
    while file.tell() < end:
        yield from pickle.load(file)  # noqa: S301  # what this process has just written
