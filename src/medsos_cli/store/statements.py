"""Statements: what is stated of an agency, an account or a device, since when, by whom."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from medsos_cli.errors import Message, spoken, warn
from medsos_cli.models import Account, Word
from medsos_cli.store.database import Store, one_of
from medsos_cli.store.schema.dated_schema import ACCOUNT_FACTS, VALUE


class Stated(NamedTuple):
    """One fact of one agency or device; an account is its agency's, called after its platform.

    `subject` is the agency's code or the device's id. `document` and `reason` are the paper
    that says so, and why what stood there was wrong.
    """

    subject: str | int
    fact: str
    value: str | None
    word: Word
    document: str | None = None
    reason: str | None = None


def next_act(store: Store) -> int:
    """Return the number that the next act gets."""
    return int(store.rows("select coalesce(max(id), 0) + 1 from act").fetchone()[0])


def begin_act(store: Store, stamp: str, by: str, source: str, number: int | None = None) -> int:
    """Note that a command or an import (`source`) states something at `stamp` (UTC), once."""
    number = number or next_act(store)
    store.rows(
        "insert into act (id, recorded_at, recorded_by, source) values (?, ?, ?, ?) "
        "on conflict do nothing",
        (number, stamp, by, source),
    )
    return number


def account_value(account: Account) -> str:
    """Return an account as one text: `-` for none, `+` without its handle, else the handle."""
    return account.handle or "+" if account.has else "-"


def state(store: Store, stated: Iterable[Stated]) -> None:
    """Record statements, whatever held before; the present follows by itself.

    What holds from the start takes the place of the first statement, of whatever day that is;
    what was stated while a clock was ahead gives way from its day on.
    """
    for each in chain.from_iterable(
        (*_from_its_day(store, one), *_instead_of_ahead(store, one)) for one in stated
    ):
        subject = "device" if isinstance(each.subject, int) else "agency"
        store.rows(
            f"insert into statement ({subject}, field, value, day, act, line, from_start, "
            "document, reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                each.subject, each.fact, each.value, each.word.day, each.word.act, each.word.line,
                each.word.from_start, each.document, each.reason,
            ),
        )  # fmt: skip


def _from_its_day(store: Store, stated: Stated) -> Iterator[Stated]:
    """Yield a statement, on the first day if from the start; a change of that day then goes on."""
    if not stated.word.from_start:
        yield stated
        return
    subject = "device" if isinstance(stated.subject, int) else "agency"
    known = store.rows(
        f"select day, value, from_start from statement where {subject} = ? and field = ? "
        "order by day, id", (stated.subject, stated.fact),
    ).fetchall()  # fmt: skip
    day = known[0][0] if known else stated.word.day
    yield stated._replace(word=stated.word._replace(day=day))
    values = [(value, from_start) for of, value, from_start in known if of == day]
    if any(from_start for _, from_start in values) and not values[-1][1]:
        word = stated.word._replace(day=day, from_start=False)
        yield stated._replace(value=values[-1][0], word=word)


def _instead_of_ahead(store: Store, stated: Stated) -> Iterator[Stated]:
    """Yield a statement of today once more, on the day of a later one of an act yet to come.

    One that names an earlier day of its own does not take its place, as always.
    """
    table = "device" if isinstance(stated.subject, int) else "agency"
    parts = _parts("account" if stated.fact in ACCOUNT_FACTS else table, stated.fact)
    asked = stated.word._asdict() | {"subject": stated.subject, "field": stated.fact}
    if day := store.rows(_AHEAD.format(**parts), asked).fetchone()[0]:
        odd = "{field} was stated of {day}, ahead of this clock; what is stated now stands instead"
        warn(Message(odd, field=spoken(stated.fact), day=day))
        yield stated._replace(word=stated.word._replace(day=day))


# What held on :day, of one fact; of what was stated once the table of the present knows it.
_HELD = """case when exists (select 1 from statement where {key} and field = :field)
    then (select value from statement where {key} and field = :field and day <= :day
        order by day desc, id desc limit 1)
    when since <= :day then {present} end"""
_LATEST = """coalesce(
    (select max(day) from statement where {key} and field = :field and day <= :day), since)"""
_STATE = """
insert into statement ({subject}, field, value, day, act, line, from_start)
select :subject, :field, :value, :day, :act, :line, :from_start from {table} where {row}
    and ({held} is not :value or :again and {latest} < :day)
"""
# The latest day after today of which an act has stated this fact that is recorded after now.
_AHEAD = """
select max(day) from (
    select day, act from statement where {subject} = :subject and field = :field
    union all select since, act from {table} where {row}
) join act on id = act
where day > :day and exists (
    select 1 from act now where id = :act and act.recorded_at > now.recorded_at
        and :day >= date(now.recorded_at)
)
"""
_PLACE = {
    "agency": ("agency", "code = :subject"),
    "account": ("agency", "agency = :subject and platform = :field"),
    "device": ("device", "id = :subject"),
}


def _parts(table: str, fact: str) -> dict[str, str]:
    """Return the parts of the SQL about a fact of a thing of a table."""
    subject, row = _PLACE[table]
    present = VALUE if table == "account" else fact
    parts = {"key": f"{subject} = :subject", "present": present}
    held, latest = _HELD.format(**parts), _LATEST.format(**parts)
    return {"table": table, "subject": subject, "row": row, "held": held, "latest": latest}


def held_on(store: Store, table: str, subject: str | int, fact: str, day: str) -> str | None:
    """Return what holds of a fact of a thing at the end of a day, None for nothing."""
    asked = {"subject": subject, "field": fact, "day": day}
    sql = "select {held} from {table} where {row}".format(**_parts(table, fact))
    row = store.rows(sql, asked).fetchone()
    return row[0] if row else None


def stated_days(
    store: Store, table: str, things: Iterable[str | int]
) -> dict[tuple[str | int, str], str]:
    """Return the latest day of which each fact of these things is stated; "" is for the rest."""
    subject, key = _PLACE[table][0], {"agency": "code", "device": "id"}[table]
    rows = store.rows(
        f"select {key}, '', since from {table} where {key} in (select value from json_each(:keys)) "
        f"union all select {subject}, field, max(day) from statement "
        f"where {subject} in (select value from json_each(:keys)) group by 1, 2",
        {"keys": one_of(things)},
    )
    return {(thing, fact): day for thing, fact, day in rows}


def state_where_new(
    store: Store, table: str, fact: str, stated: Iterable[tuple[str | int, str | None, Word]],
    *, again: bool = False,
) -> None:  # fmt: skip
    """Record of one fact what is not known to hold on its day: subject, value and whose word.

    With `again` also what holds since an earlier day, so that it stands on a newer word.
    """
    store.write_all(
        _STATE.format(**_parts(table, fact)),
        (
            {
                "subject": name, "field": fact, "value": value, "again": again,
                **word._asdict(),
            }
            for name, value, word in stated
        ),
    )  # fmt: skip
