"""Dated facts, as SQL: tables that keep the present, and what was stated before it or late.

`agency`, `account` and `device` hold what stands now. `since` is the day from which it was
stated, `act` the command or import that stated it, `line` the line of its file. A fact that
is stated again, or late, is a row of `statement`; the first one is then taken along, under
a number below zero, so that `statement` has all there is of that fact; where nothing was
stated first, that nothing gives way to a late statement too. What holds on a day
is the statement of the latest day up to it, of one day the one with the highest number.
"""

from medsos_cli.store.schema.event_schema import AMENDMENTS, EVENTS

# Part of migration 7: a fact that comes later is added where these are used, not here.
AGENCY_FACTS = ("name", "kind", "note", "closed")
ACCOUNT_FACTS = ("instagram", "facebook", "twitter")
DEVICE_FACTS = (
    "tag", "imei", "imei2", "model", "serial", "item_code", "register_no", "phone_number", "iccid",
    "sim_active_until", "source", "condition", "accessories", "note", "acquired_on", "price",
    "material", "withdrawn",
)  # fmt: skip

VALUE = "case when has = 0 then '-' else coalesce(handle, '+') end"
"""An account as one text: `-` for none, `+` for one without its handle, else the handle."""


def key_of(handle: str, platform: str = "platform") -> str:
    """Return the SQL of a handle's compare key (see `models.compare_key`)."""
    plain = f"iif({platform} = 'facebook', replace({handle}, '.', ''), {handle})"
    return f"lower({plain})"


_ACTS = """
-- One row a command or import that stated something: when, by whom, and from what.
create table act (
    id integer primary key,
    recorded_at text not null check (recorded_at glob '????-??-??T??:??:??Z'),
    recorded_by text not null,
    source text not null
) strict;
"""

_SINCE = "text not null default '0001-01-01' check (since is date(since, '+0 days'))"
_COLUMNS = (
    "".join(
        f"""
alter table {table} add column since {_SINCE};
alter table {table} add column act integer references act (id);
alter table {table} add column line integer;
"""
        for table in ("agency", "account", "device")
    )
    + """
alter table agency add column closed text check (closed is date(closed, '+0 days'));
alter table agency add column successor text references agency (code);
alter table device add column acquired_on text check (acquired_on is date(acquired_on, '+0 days'));
alter table device add column price text check (price not glob '*[^0-9]*');
alter table device add column material text;
alter table device add column withdrawn text;
alter table sighting add column recorded_at text check (recorded_at glob '????-??-??T??:??:??Z');
alter table post_window add column recorded_at text
    check (recorded_at glob '????-??-??T??:??:??Z');
"""
)


def latest(subject: str, key: str, field: str, what: str = "value") -> str:
    """Return the SQL of the statement that stands now about a fact of a thing."""
    return (
        f"(select {what} from statement where {subject} = {key} and field = {field} "
        "order by day desc, id desc limit 1)"
    )


_STATEMENTS = f"""
create table statement (
    id integer primary key,
    agency text references agency (code),
    device integer references device (id),
    field text not null,
    value text,
    day text not null check (day is date(day, '+0 days')),
    act integer references act (id),
    line integer,
    document text,
    reason text,
    from_start integer not null default 0 check (from_start in (0, 1)),
    check ((agency is null) <> (device is null)),
    check (agency is null or field in {(*AGENCY_FACTS, *ACCOUNT_FACTS)}),
    check (device is null or field in {DEVICE_FACTS})
) strict;
create index statement_agency on statement (agency, field, day, id, value, act)
    where agency is not null;
create index statement_device on statement (device, field, day, id, value, act)
    where device is not null;
"""


def _take_along(table: str, subject: str, facts: tuple[str, ...], key: str, present: str) -> str:
    """Return the trigger that keeps the first statement and sets the present."""
    now = latest(subject, f"new.{subject}", "new.field")
    sets = ", ".join(f"{fact} = iif(new.field = '{fact}', {now}, {fact})" for fact in facts)
    return f"""
create trigger statement_of_{table} after insert on statement
when new.{subject} is not null and new.id > 0 and new.field in {facts}
begin
    insert into statement (id, {subject}, field, value, day, act, line)
    select -new.id, {key}, new.field, {present},
        iif({present} is null, min(since, new.day), since), act, line from {table}
    where {key} = new.{subject} and not exists (
        select 1 from statement
        where {subject} = new.{subject} and field = new.field and id <> new.id
    );
    update {table} set {sets} where {key} = new.{subject};
end;
create trigger {table}_stated before update of {", ".join(facts)} on {table}
when {" or ".join(_unstated(subject, fact, key) for fact in facts)}
begin select raise(abort, 'a fact changes by a statement'); end;
"""


def _unstated(subject: str, fact: str, key: str) -> str:
    said = latest(subject, f"old.{key}", f"'{fact}'")
    stated = f"exists (select 1 from {said} where value is new.{fact})"
    return f"(new.{fact} is not old.{fact} and not {stated})"


def _present(facts: tuple[str, ...]) -> str:
    return "case new.field " + " ".join(f"when '{fact}' then {fact}" for fact in facts) + " end"


_ACCOUNT_NOW = latest("agency", "new.agency", "new.field")
_HANDLE_NOW = f"nullif(nullif({_ACCOUNT_NOW}, '-'), '+')"
_ACCOUNTS = f"""
create trigger statement_of_account after insert on statement
when new.agency is not null and new.id > 0 and new.field in {ACCOUNT_FACTS}
begin
    insert into statement (id, agency, field, value, day, act, line)
    select -new.id, agency, platform, {VALUE}, since, act, line from account
    where agency = new.agency and platform = new.field and not exists (
        select 1 from statement
        where agency = new.agency and field = new.field and id <> new.id
    );
    update account set has = {_ACCOUNT_NOW} <> '-', handle = {_HANDLE_NOW},
        key = coalesce({key_of(_HANDLE_NOW)}, '?' || agency),
        since = {latest("agency", "new.agency", "new.field", "day")},
        act = {latest("agency", "new.agency", "new.field", "act")},
        line = {latest("agency", "new.agency", "new.field", "line")}
    where agency = new.agency and platform = new.field;
end;
create trigger account_stated before update of has, handle on account
when (new.has is not old.has or new.handle is not old.handle)
    and {VALUE.replace("has", "new.has").replace("handle", "new.handle")}
        is not {latest("agency", "old.agency", "old.platform")}
begin select raise(abort, 'a fact changes by a statement'); end;
create trigger account_moved before update of agency on account
when new.agency is not (select successor from agency where code = old.agency)
begin select raise(abort, 'an account keeps its agency'); end;
create trigger account_delete before delete on account
when (select successor from agency where code = old.agency) is null
begin select raise(abort, 'an account is never deleted'); end;
"""

_STATED_ONCE = "id, device, field, value, day, act, line, document, reason, from_start"
_KEPT = "".join(
    f"""
create trigger {table}_{written} before {written} on {table}
begin select raise(abort, 'nothing recorded is changed or deleted'); end;
"""
    for table, written in (
        ("act", "update"), ("act", "delete"), ("amendment", "update"), ("amendment", "delete"),
        ("statement", "delete"), ("agency", "delete"), ("device", "delete"),
        ("statement", f"update of {_STATED_ONCE}"),
    )
).replace(f"statement_update of {_STATED_ONCE}",
          "statement_update") + """
create trigger statement_moved before update of agency on statement
when new.agency is not (select successor from agency where code = old.agency)
begin select raise(abort, 'nothing recorded is changed or deleted'); end;
"""  # fmt: skip

DATED_FACTS = (
    _ACTS
    + _COLUMNS
    + _STATEMENTS
    + _take_along("agency", "agency", AGENCY_FACTS, "code", _present(AGENCY_FACTS))
    + _take_along("device", "device", DEVICE_FACTS, "id", _present(DEVICE_FACTS))
    + _ACCOUNTS
    + AMENDMENTS
    + _KEPT
    + EVENTS
)
