"""Whether every text and every moment of the file can be read, whoever wrote or damaged it."""

from collections import Counter

from medsos_cli.errors import Message
from medsos_cli.store.database import Store, one_of
from medsos_cli.store.place import Diagnosis, Level
from medsos_cli.words.days import Clock
from medsos_cli.words.identifiers import is_imei
from medsos_cli.words.people import holds_number

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
# Days too; a SIM card may be paid for ahead.
_TIMES = """and (c.name glob '*_at' or c.name glob '*_seen' or c.name glob '*_on'
    or c.name in ('day', 'since', 'closed', 'first_until', 'until'))"""
# What stands now: what it took the place of, nobody can take out. Older files lack some of them.
_OF_PEOPLE = """
select t.name, c.name from sqlite_schema t join pragma_table_info(t.name) c
where t.name in ('agency', 'device', 'followup', 'sender', 'standing_event')
    and c.name in ('holder', 'position', 'note', 'accessories', 'sender', 'name')
"""
_STANDING = {
    "followup": "and number not in (select followup from followup_void)",
    "sender": "and agency is not null and id in (select max(id) from sender group by key)",
}
_IMEIS = """
select tag, imei from device where imei is not null
union all select tag, imei2 from device where imei2 is not null
"""
_BROKEN = """
select "{0}" from "{1}" where "{0}" is not null
    and (strftime('%Y-%m-%dT%H:%M:%SZ', "{0}") is not "{0}" or "{0}" < '0001')
"""
_DAY = len("2020-12-03")
_SET = Message(
    "set this machine's clock; if it is right, it was ahead then: medsos check mends looks, "
    "amend or void mends events, and what is stated again takes the place of what was stated"
)
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
        if store.rows(_BROKEN.format(column, table)).fetchone():
            return _unreadable(what, table, column)
    return Diagnosis(Level.OK, what, Message("every text can be read"))


def _columns(store: Store, chosen: str = "") -> list[tuple[str, str]]:
    """Return the columns of texts, or those chosen of them, by their tables."""
    from medsos_cli.store.schema.migrations import expected_schema  # noqa: PLC0415  # imports sqlite-utils

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
    """Look whether any record, of whichever table, is ahead of this machine's clock."""
    what, now = Message("clock"), clock.local_moment(clock.stamp)
    ahead: dict[str, tuple[bool, str]] = {}
    for table, column in _columns(store, _TIMES):
        newest = store.rows(f'select max("{column}") from "{table}"').fetchone()[0] or ""
        if newest > _latest_of(column, newest, clock):
            is_exact = len(newest) != _DAY and column not in _OF_A_DAY
            ahead[table] = max((is_exact, newest), ahead.get(table, (False, "")))
    if not ahead:
        return Diagnosis(Level.OK, what, Message("it is {now}, after the newest record", now=now))
    _, latest = max(ahead.values())
    told = Message(
        "it is {now}, but the newest record is of {newest} (in {tables})",
        now=now, tables=", ".join(sorted(ahead)),
        newest=latest if len(latest) == _DAY else clock.local_moment(latest),
    )  # fmt: skip
    return Diagnosis(Level.FAIL, what, told, _SET)


def _latest_of(column: str, like: str, clock: Clock) -> str:
    """Return the latest day or moment that can be in a column, in the form of what is there."""
    if len(like) == _DAY:
        return clock.today.isoformat()
    return clock.end_of(clock.today) if column in _OF_A_DAY else clock.stamp


def examine_imeis(store: Store) -> Diagnosis:
    """Look whether every IMEI passes its check digit, as one that was typed here does."""
    what = Message("IMEIs")
    wrong = [row for row in store.rows(_IMEIS) if not is_imei(row[1])]
    if not wrong:
        return Diagnosis(Level.OK, what, Message("every check digit is right"))
    tag, imei = wrong[0]
    told = Message(
        "{n} has a wrong check digit: {imei} of {tag}",
        "{n} have a wrong check digit, the first {imei} of {tag}",
        n=len(wrong), imei=imei, tag=tag,
    )  # fmt: skip
    hint = Message("dial *#06#, then: medsos device set {tag} --imei NUMBER --from-start", tag=tag)
    return Diagnosis(Level.WARN, what, told, hint)


def examine_people(store: Store) -> Diagnosis:
    """Look whether a NIK or a NIP stands where none should: in a name, a position, a remark."""
    what, found = Message("people"), Counter[str]()
    for table, column in store.rows(_OF_PEOPLE).fetchall():
        long = f"select {column} from {table} where length({column}) > 15 "
        texts = store.rows(long + _STANDING.get(table, ""))
        if many := sum(holds_number(text) for (text,) in texts):
            found[f"{table}.{column}"] = many
    if not found:
        return Diagnosis(Level.OK, what, Message("no NIK or NIP stands in a name or a remark"))
    told = Message(
        "{n} text holds a NIK or a NIP, in {columns}",
        "{n} texts hold a NIK or a NIP, in {columns}",
        n=found.total(), columns=", ".join(found),
    )  # fmt: skip
    hint = Message(
        "state it anew without, of an event with: medsos amend; who had a handset goes with: "
        "medsos redact, a sender with: medsos sender remove"
    )
    return Diagnosis(Level.WARN, what, told, hint)
