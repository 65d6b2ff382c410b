"""Guards against slips of other programs, as SQL: rows put in another's place, numbers too large.

`insert or replace` deletes the row in its way without asking the trigger on deletes, unless
`recursive_triggers` is on (sqlite.org/lang_conflict.html); a trigger on inserts is asked first.
"""

_KEPT = "nothing recorded is changed or deleted"
_SAME = {
    "agency": "code = new.code",
    "account": "agency = new.agency and platform = new.platform",
    "device": "id = new.id or tag = new.tag or imei = new.imei or imei2 = new.imei2",
    "act": "id = new.id and (recorded_at, recorded_by, source) is not "
    "(new.recorded_at, new.recorded_by, new.source)",
    "stocktake": "id = new.id",
    "stocktake_scan": "stocktake = new.stocktake and device = new.device and (day, condition, "
    "recorded_at, recorded_by) is not (new.day, new.condition, new.recorded_at, new.recorded_by)",
    "followup": "number = new.number",
    # Where no id is said, it is -1 until the row is there; a statement may have that one.
    **dict.fromkeys(("statement", "amendment", "post", "post_window", "sighting", "sender"),
                    "id = new.id and new.id <> -1"),
}  # fmt: skip
_MOST = 10**9  # the next number is one more: one near the end of integers would be the last
_NUMBERED = {"custody_event": "event", "followup": "number"} | dict.fromkeys(
    ("device", "act", "stocktake", "statement", "amendment", "post", "sighting"), "id"
)

_STOCKTAKES = f"""
create trigger stocktake_update before update on stocktake when old.finished_on is not null
begin select raise(abort, 'a finished stock-take is never changed'); end;
create trigger stocktake_delete before delete on stocktake
begin select raise(abort, '{_KEPT}'); end;
create trigger stocktake_expected_insert before insert on stocktake_expected
when (select finished_on from stocktake where id = new.stocktake) is not null
begin select raise(abort, 'a finished stock-take is never changed'); end;
create trigger stocktake_expected_update before update on stocktake_expected
begin select raise(abort, '{_KEPT}'); end;
create trigger stocktake_expected_delete before delete on stocktake_expected
begin select raise(abort, '{_KEPT}'); end;
"""
# By its office of today: the event keeps the code of then.
_GIVER = """
create trigger custody_event_giver before insert on custody_event
when new.kind = 'return' and exists (
    select 1 from standing_event e join agency g on g.code = e.agency
    where e.event = (select max(event) from standing_event where device = new.device)
        and e.kind = 'handover' and coalesce(g.successor, g.code) is not (
            select coalesce(successor, code) from agency where code = new.agency
        )
)
begin select raise(abort, 'a return names who held the device'); end;
"""
# What a clock that was ahead has recorded is put right by a later look, to its moment.
_HEALED = """
drop trigger post_update;
create trigger post_update before update of id, platform, post, posted_at, accuracy, source,
    network_id, replaces, recorded_at, recorded_by on post
begin select raise(abort, 'what is recorded of a month is never changed'); end;
drop trigger post_window_update;
create trigger post_window_update before update of id, platform, network_id, after, recorded_by
    on post_window
begin select raise(abort, 'what is recorded of a month is never changed'); end;
drop trigger post_window_shorter;
""" + "".join(
    f"""
create trigger {table}_{column} before update of {column} on {table}
when {wrong} or new.{column} < old.{column} and not exists (
    select 1 from look where platform = new.platform and looked_at = new.{column}
)
begin select raise(abort, '{told}'); end;
"""
    for table, column, wrong, told in (
        ("post", "seen_at", "coalesce(new.seen_at > old.seen_at, true)",
         "what is recorded of a month is never changed"),
        ("post_window", "first_until", "new.first_until > old.first_until",
         "what is recorded of a month is never changed"),
        ("post_window", "until", "false", "a window never gets shorter"),
    )
)  # fmt: skip

GUARDS = (
    "".join(
        f"""
create trigger {table}_replaced before insert on {table}
when exists (select 1 from {table} where {same})
begin select raise(abort, '{_KEPT}'); end;
"""
        for table, same in _SAME.items()
    )
    + "".join(
        f"""
create trigger {table}_room before insert on {table} when new.{number} >= {_MOST}
begin select raise(abort, 'a number this large leaves no room for the next'); end;
"""
        for table, number in _NUMBERED.items()
    )
    + _STOCKTAKES
    + _GIVER
    + _HEALED
)
