"""Seals and redactions, as SQL: what each event and amendment is sealed with, and what is blanked.

`place` is where a row stands in the one chain of both tables, `seal` what `rules.seals` makes
of it. `salt` goes into the digest of the person's fields; where these are blanked, it is gone
and `person` is that digest. `label_then` and the like are the device's as they were.
`chained_at` is when what is older than seals was given one.
"""

_ALIKE = """
alter table {table} add column chained_at text
    check (chained_at glob '????-??-??T??:??:??Z');
alter table {table} add column salt blob;
alter table {table} add column person blob
    check (person is null or coalesce(holder, nip, position, salt) is null);
alter table {table} add column place integer check (place > 0);
alter table {table} add column seal blob check (length(seal) = 32);
"""
_COLUMNS = "".join(
    f"alter table custody_event add column {name} text;\n"
    for name in ("label_then", "imei_then", "serial_then")
)
_TABLES = """
-- Where the chain ends: what is taken from its end is missed here.
create table last_seal (
    one integer primary key check (one = 1),
    place integer not null,
    seal blob not null check (length(seal) = 32)
) strict;
insert into last_seal values (1, 0, zeroblob(32));

-- Whose name, NIP and position were blanked, on which word.
create table redaction (
    event integer primary key references custody_event (event),
    document text not null check (document <> ''),
    reason text not null check (reason <> ''),
    recorded_at text not null check (recorded_at glob '????-??-??T??:??:??Z'),
    recorded_by text not null
) strict;
"""
_EVENT = (
    "event, device, kind, day, agency, document, condition, accessories, note, recorded_at, "
    "recorded_by, transfer_of, voids, reason, label_then, imei_then, serial_then, "
    "chained_at, place, seal"
)
_AMENDMENT = (
    "id, event, day, agency, document, condition, accessories, note, recorded_at, recorded_by, "
    "reason, chained_at, place, seal"
)


def _kept(table: str, columns: str, abort: str) -> str:
    """Return the guard that lets an update blank the person of a redaction, and nothing else."""
    old, new = (
        ", ".join(f"{row}.{name}" for name in columns.split(", ")) for row in ("old", "new")
    )
    return f"""
create trigger {table}_update before update on {table}
when old.person is not null or new.person is null or ({old}) is not ({new})
    or not exists (select 1 from redaction where event = old.event)
begin select raise(abort, '{abort}'); end;
"""


# Else one number that jumps would leave the chain a gap that looks like rows removed.
_NEXT = "".join(
    f"""
create trigger {table}_next before insert on {table}
when new.place <> 1 + max(
    coalesce((select place from last_seal), 0),
    coalesce((select max(place) from custody_event), 0),
    coalesce((select max(place) from amendment), 0)
)
begin select raise(abort, 'the chain of seals goes on by one'); end;
"""
    for table in ("custody_event", "amendment")
)
SEAL_GUARDS = (
    _kept("custody_event", _EVENT, "a custody event is never changed")
    + _kept("amendment", _AMENDMENT, "nothing recorded is changed or deleted")
    + """
create trigger amendment_party before insert on amendment
when exists (select 1 from custody_event where event = new.event and (kind = 'void'
    or kind = 'handover' and (new.agency is null or new.holder is null and person is null)
    or person is not null and coalesce(new.holder, new.nip, new.position) is not null))
begin select raise(abort, 'a handover has an agency and a holder, and a void stays'); end;
create unique index custody_event_place on custody_event (place);
create unique index amendment_place on amendment (place);
create trigger last_seal_update before update on last_seal
when new.place <= old.place or not exists (
    select 1 from custody_event where place = new.place and seal = new.seal
    union all select 1 from amendment where place = new.place and seal = new.seal
)
begin select raise(abort, 'nothing recorded is changed or deleted'); end;
create trigger last_seal_insert before insert on last_seal
when exists (select 1 from last_seal)
begin select raise(abort, 'nothing recorded is changed or deleted'); end;
create trigger redaction_insert before insert on redaction
when exists (select 1 from redaction where event = new.event)
begin select raise(abort, 'nothing recorded is changed or deleted'); end;
"""
    + "".join(
        f"""
create trigger {table}_{written} before {written} on {table}
begin select raise(abort, 'nothing recorded is changed or deleted'); end;
"""
        for table, written in (
            ("last_seal", "delete"), ("redaction", "update"), ("redaction", "delete"),
        )
    )
    + _NEXT
)  # fmt: skip

SEALS = (
    _COLUMNS
    + "".join(_ALIKE.format(table=table) for table in ("custody_event", "amendment"))
    + _TABLES
    + """
drop trigger custody_event_update;
drop trigger amendment_update;
drop trigger amendment_party;
"""
)
HOLDER_BEFORE = "(agency is not null and holder is not null)"
HOLDER_NOW = "(agency is not null and coalesce(holder, person) is not null)"
