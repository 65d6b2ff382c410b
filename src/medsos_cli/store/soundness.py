"""Whether every text and every moment of the file can be read, whoever wrote or damaged it."""

from medsos_cli.errors import Message
from medsos_cli.store.database import Store, one_of
from medsos_cli.store.place import Diagnosis, Level
from medsos_cli.words.days import Clock

RESTORE = Message("say: medsos restore FILE, of the latest backup")
BRING_UP = Message("any other command brings it up to date, with a copy beside it first")
# Of the tables that are this program's own: what others keep beside them is theirs.
_COLUMNS = """
select t.name, c.name from sqlite_schema t join pragma_table_info(t.name) c
where t.type = 'table' and t.name in (select value from json_each(?)) and upper(c.type) = 'TEXT'
"""
_TABLES = """
select name, type from sqlite_schema
where type = 'table' and name not glob '_*' and name not glob 'sqlite_*'
"""
_MOMENTS = "and (c.name glob '*_at' or c.name glob '*_seen')"
_BROKEN = 'select "{0}" from "{1}" where strftime(\'%Y-%m-%dT%H:%M:%SZ\', "{0}") is not "{0}"'
_OF_A_DAY = frozenset({"posted_at", "first_seen", "last_seen"})  # noon, where no clock is known


def examine_texts(store: Store) -> Diagnosis:
    """Look whether every text is one, in UTF-8, and every moment a moment."""
    what, connection = Message("texts"), store.connection
    columns, moments = _columns(store), _columns(store, _MOMENTS)
    usual, connection.text_factory = connection.text_factory, bytes
    try:
        for table, column in columns:
            texts = store.rows(f'select "{column}" from "{table}" where "{column}" is not null')
            if any(_is_broken(text) for (text,) in texts):
                return _unreadable(what, table, column)
    finally:
        connection.text_factory = usual
    for table, column in moments:
        if store.rows(f'{_BROKEN.format(column, table)} and "{column}" is not null').fetchone():
            return _unreadable(what, table, column)
    return Diagnosis(Level.OK, what, Message("every text can be read"))


def _columns(store: Store, chosen: str = "") -> list[tuple[str, str]]:
    """Return the columns of texts, or those chosen of them, by their tables."""
    from medsos_cli.store.schema import expected_schema  # noqa: PLC0415  # imports sqlite-utils

    return store.rows(_COLUMNS + chosen, [one_of(expected_schema(_TABLES))]).fetchall()


def _is_broken(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return True
    return False


def _unreadable(what: Message, table: str, column: str) -> Diagnosis:
    told = Message("{column} of {table} holds what cannot be read", column=column, table=table)
    return Diagnosis(Level.FAIL, what, told, RESTORE)


def examine_clock(store: Store, clock: Clock) -> Diagnosis:
    """Look whether any record is ahead of this machine's clock."""
    what, now = Message("clock"), clock.local_moment(clock.stamp)
    ahead = [(False, "")]
    for table, column in _columns(store, _MOMENTS):
        newest = store.rows(f'select max("{column}") from "{table}"').fetchone()[0] or ""
        is_exact = column not in _OF_A_DAY
        if newest > (clock.stamp if is_exact else clock.end_of(clock.today)):
            ahead.append((is_exact, newest))
    _, latest = max(ahead)
    if not latest:
        return Diagnosis(Level.OK, what, Message("it is {now}, after the newest record", now=now))
    newest = clock.local_moment(latest)
    told = Message("it is {now}, but the newest record is of {newest}", now=now, newest=newest)
    return Diagnosis(Level.FAIL, what, told, Message("set the clock of this machine"))
