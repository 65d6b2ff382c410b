"""What names on record begin with what somebody is typing; each with what tells them apart."""

from medsos_cli.store.database import Store

_MOST = 100
_TAGS = "select tag, coalesce(model, '') from device where substr(lower(tag), 1, ?) = ?"
_CODES = "select code, name from agency where substr(code, 1, ?) = ?"
_KINDS = "select distinct kind, '' from agency where substr(kind, 1, ?) = ?"


def tags_from(store: Store, beginning: str) -> list[tuple[str, str]]:
    """Return the labels that begin so, each with its model."""
    return _found(store, _TAGS, beginning)


def codes_from(store: Store, beginning: str) -> list[tuple[str, str]]:
    """Return the codes of agencies that begin so, each with the name."""
    return _found(store, _CODES, beginning)


def kinds_from(store: Store, beginning: str) -> list[tuple[str, str]]:
    """Return the kinds of agency that begin so."""
    return _found(store, _KINDS, beginning)


def _found(store: Store, query: str, beginning: str) -> list[tuple[str, str]]:
    text = beginning.lower()
    rows = store.rows(f"{query} order by 1 limit {_MOST}", (len(text), text))
    return [(name, about) for name, about in rows]
