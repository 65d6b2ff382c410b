"""The lists of devices, agencies, events, posts, senders and stock-takes, as answers.

Their rows are mappings by the columns' names, as the store gives them.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from medsos_cli.answers.answer import Answer, Column, Type, data
from medsos_cli.errors import Message, spoken
from medsos_cli.models import Accuracy
from medsos_cli.words.days import Clock
from medsos_cli.words.people import mask_nip

Row = Mapping[str, Any]
_FIELD = re.compile(r"(?:^|(?<=; ))\w+(?=: [^;]* → )")  # of a note on what changed


def device_list(rows: Iterable[Row], *, full: bool, sim: bool) -> Answer:
    """Return the list of devices, with NIP whole if `full`; in a table for the SIM cards or not."""
    return Answer([
        Column(Message("device"), tail=True, name="device", type=Type.IDENTIFIER),
        data("imei", Message("IMEI"), Type.IDENTIFIER),
        data("imei2", Message("second IMEI"), Type.IDENTIFIER),
        Column(Message("model"), 1, spare=1, name="model", hidden=sim),
        Column(Message("state"), name="state", type=Type.WORD),
        data("agency_code", Message("code"), Type.IDENTIFIER),
        Column(Message("agency"), 1, name="agency", type=Type.NAME),
        Column(Message("holder"), 1, name="holder", type=Type.NAME),
        Column(Message("NIP"), spare=2, name="nip", type=Type.IDENTIFIER, hidden=sim,
               cell=_nip(full)),
        data("position", Message("position")),
        Column(Message("since"), name="since", type=Type.DAY, hidden=sim),
        Column(Message("document"), 1, name="document", type=Type.IDENTIFIER, hidden=sim),
        Column(Message("cond."), name="condition", hidden=sim),
        Column(Message("number"), name="phone_number", type=Type.IDENTIFIER, hidden=not sim),
        Column(Message("active until"), name="sim_active_until", type=Type.DAY, hidden=not sim),
        data("last_seen", Message("last seen"), Type.DAY),
    ], rows)  # fmt: skip


def agency_list(rows: Iterable[Row]) -> Answer:
    """Return the list of agencies, with their accounts on record and their handsets.

    The code is what is typed: the accounts give way to it.
    """
    return Answer([
        Column(Message("code"), whole=True, name="code", type=Type.IDENTIFIER),
        Column(Message("name"), 2, 18, name="name", type=Type.NAME),
        data("kind", Message("kind")),
        Column(Message("instagram"), 1, 9, spare=1, name="instagram", type=Type.HANDLE),
        Column(Message("facebook"), 1, 9, spare=2, name="facebook", type=Type.HANDLE),
        Column(Message("twitter"), 1, 9, spare=3, name="twitter", type=Type.HANDLE),
        Column(Message("handsets"), name="devices", type=Type.NUMBER),
        data("holders", Message("holders")),
    ], rows)  # fmt: skip


def history_list(
    rows: Iterable[Row], clock: Clock, *, full: bool, of_one: bool, under: Sequence[Message]
) -> Answer:
    """Return what happened, for people as a chain: from whom, to whom; `of_one` device or more."""

    def recorded(row: Row) -> str:
        return f"{clock.local_day(row['recorded_at'])} {row['recorded_by']}"

    return Answer([
        Column(Message("event"), name="event", type=Type.NUMBER),
        Column(Message("day"), name="day", type=Type.DAY),
        Column(Message("what"), name="kind", type=Type.WORD),
        Column(Message("device"), tail=True, name="device", type=Type.IDENTIFIER,
               hidden=of_one),
        Column(Message("from"), 1, 12, type=Type.NAME, cell=_from),
        Column(Message("to"), 1, 12, type=Type.NAME, cell=_to),
        data("agency_code", Message("code"), Type.IDENTIFIER),
        data("agency", Message("agency")),
        data("holder", Message("holder")),
        Column(Message("NIP"), spare=3, name="nip", type=Type.IDENTIFIER, cell=_nip(full)),
        Column(Message("document"), 1, spare=1, name="document", type=Type.IDENTIFIER),
        Column(Message("cond."), spare=2, name="condition"),
        data("accessories", Message("accessories")),
        data("note", Message("note")),
        Column(Message("recorded"), spare=4, cell=recorded),
        data("recorded_at", Message("recorded at"), Type.MOMENT),
        data("recorded_by", Message("recorded by")),
        Column(Message("void by"), name="voided_by", type=Type.NUMBER),
        Column(Message("reason"), 1, name="reason"),
    ], rows, under, stands=lambda row: row["voided_by"] is None)  # fmt: skip


def post_list(rows: Iterable[Row], clock: Clock) -> Answer:
    """Return the posts, with what took one back."""

    def approximate(row: Row) -> bool:
        return Accuracy(row["accuracy"]).approximate

    def posted_on(row: Row) -> date:
        return clock.local_day(row["posted_at"])

    return Answer([
        Column(Message("posted"), cell=lambda row: f"{'≈' * approximate(row)}{posted_on(row)}"),
        data("posted_on", Message("posted"), Type.DAY, posted_on),
        data("approximate", Message("roughly"), cell=approximate),
        Column(Message("platform"), name="platform"),
        data("agency_code", Message("code"), Type.IDENTIFIER),
        Column(Message("agency"), 2, name="agency", type=Type.NAME),
        Column(Message("account"), 1, spare=1, name="handle", type=Type.IDENTIFIER),
        Column(Message("post"), 1, name="post", type=Type.IDENTIFIER),
        Column(Message("known by"), spare=2, name="source", type=Type.WORD),
        data("recorded_at", Message("recorded at"), Type.MOMENT),
        data("recorded_by", Message("recorded by")),
        Column(Message("why void"), 1, name="void"),
    ], rows, stands=lambda row: row["void"] is None)  # fmt: skip


def stocktake_list(rows: Iterable[Row]) -> Answer:
    """Return the finished stock-takes, and what came of them."""
    return Answer([
        Column(Message("no."), name="number", type=Type.NUMBER),
        Column(Message("started"), name="started_on", type=Type.DAY),
        Column(Message("finished"), name="finished_on", type=Type.DAY),
        Column(Message("expected"), name="expected", type=Type.NUMBER),
        Column(Message("seen"), name="seen", type=Type.NUMBER),
        Column(Message("missing"), name="missing", type=Type.NUMBER),
        Column(Message("unexpected"), name="unexpected", type=Type.NUMBER),
    ], rows)  # fmt: skip


def sender_list(rows: Iterable[Row]) -> Answer:
    """Return whose links which sender brings."""
    return Answer([
        Column(Message("sender"), 1, name="sender", type=Type.IDENTIFIER),
        data("agency_code", Message("code"), Type.IDENTIFIER),
        Column(Message("agency"), 2, name="agency", type=Type.NAME),
        data("recorded_at", Message("recorded at"), Type.MOMENT),
        data("recorded_by", Message("recorded by")),
    ], rows)  # fmt: skip


def followup_list(rows: Iterable[Row]) -> Answer:
    """Return the follow-ups, and how many posts are known since each."""
    return Answer([
        Column(Message("no."), name="number", type=Type.NUMBER),
        Column(Message("day"), name="day", type=Type.DAY),
        data("agency_code", Message("code"), Type.IDENTIFIER),
        Column(Message("agency"), 2, name="agency", type=Type.NAME),
        Column(Message("by"), name="by", type=Type.WORD),
        Column(Message("document"), 1, spare=1, name="document", type=Type.IDENTIFIER),
        Column(Message("note"), 1, spare=2, name="note"),
        Column(Message("posts since"), name="posts_since", type=Type.NUMBER),
        data("recorded_at", Message("recorded at"), Type.MOMENT),
        data("recorded_by", Message("recorded by")),
        Column(Message("why void"), 1, name="void"),
    ], rows, stands=lambda row: row["void"] is None)  # fmt: skip


def missing_list(rows: Iterable[Row]) -> Answer:
    """Return what a stock-take has not seen."""
    return Answer([
        Column(Message("missing"), tail=True, name="device", type=Type.IDENTIFIER),
        Column(Message("model"), 1, name="model"),
        Column(Message("state"), name="state", type=Type.WORD),
        data("agency_code", Message("code"), Type.IDENTIFIER),
        Column(Message("agency"), 1, name="agency", type=Type.NAME),
        Column(Message("holder"), 1, name="holder", type=Type.NAME),
        Column(Message("since"), name="since", type=Type.DAY),
    ], rows)  # fmt: skip


def stocktake_counts(counts: Mapping[str, int]) -> Answer:
    """Return what came of a stock-take, as one row."""
    return Answer([
        data("expected", Message("expected"), Type.NUMBER),
        data("seen", Message("seen"), Type.NUMBER),
        data("missing", Message("missing"), Type.NUMBER),
        data("unexpected", Message("unexpected"), Type.NUMBER),
    ], [counts])  # fmt: skip


def tell_changes(note: str) -> str:
    """Return a note on what changed, its fields in the language in force."""
    return _FIELD.sub(lambda field: spoken(field[0]), note)


def _nip(full: bool) -> Callable[[Row], Any]:  # noqa: FBT001  # the only thing to say
    return lambda row: row["nip"] if full else mask_nip(row["nip"])


def _party(row: Row) -> str | None:
    return f"{row['holder']} ({row['agency_code']})" if row["holder"] else None


def _from(row: Row) -> object:
    if row["kind"] == "handover":
        return Message("stock")
    return None if row["kind"] == "found" else _party(row)


def _to(row: Row) -> object:
    if row["event"] is None or row["kind"] in {"amended", "redacted"}:
        return tell_changes(row["note"] or "") or None
    if row["kind"] == "handover":
        return _party(row)
    if row["kind"] in {"lost", "written-off"}:
        return Message("lost") if row["kind"] == "lost" else Message("written off")
    return None if row["kind"] == "void" else Message("stock")
