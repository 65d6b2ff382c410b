"""What to answer where a name is not on record: the names that are near."""

from collections.abc import Iterable

from medsos_cli.errors import UnknownError
from medsos_cli.names import did_you_mean
from medsos_cli.store.database import Store


def no_such(store: Store, noun: str, word: str, query: str, see: str) -> UnknownError:
    """Return the error for a word that is nobody's; `query` gives the names there are."""
    near = did_you_mean(word, names(store, query))
    return UnknownError(f"no {noun} is called {word!r}", near or f"see: {see}")


def names(store: Store, query: str, *values: str) -> Iterable[str]:
    """Yield the names there are, to search for near ones.

    A search goes through all of them, and a file can miss thousands of times: after
    the first hundred of a run there are none to search.
    """
    if store.searches_left:
        store.searches_left -= 1
        for row in store.rows(query, values):
            yield from filter(None, row)
