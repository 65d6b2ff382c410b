"""`medsos device`: a handset without a roster, and what is stated of one after that."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from medsos_cli.cli.bast import Proposal, propose_write_off
from medsos_cli.cli.context import Context, begin, say, tell
from medsos_cli.cli.handover import tell_events
from medsos_cli.cli.option_groups import Paper, with_options
from medsos_cli.cli.options import Database, DeviceName, On, refuse_no_text
from medsos_cli.cli.stating import Facts, facts_on, tell_stated
from medsos_cli.errors import InputError, Message

if TYPE_CHECKING:
    from medsos_cli.cli.option_cells import Options
    from medsos_cli.models import CustodyEvent, Device

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Put devices on record, and mend what is."
)

_Text = str | None
Tag = Annotated[
    str, typer.Argument(metavar="TAG", callback=refuse_no_text, help="The label on the handset.")
]


def _options(ctx: typer.Context, **texts: str | None) -> "Options":
    from medsos_cli.cli.option_cells import Options

    return Options(ctx.ensure_object(Context).clock, **texts)


def _draft(options: "Options") -> "Device":
    from medsos_cli.intake.drafts import add_state, draft_device

    return add_state(draft_device(options), options)


@app.command("add")
@with_options
def add(ctx: typer.Context, tag: Tag, facts: Facts, db: Database = None) -> None:
    """Put a handset on record that came without a roster; it is in stock."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import add_devices, next_device_id, refuse_known, warn_shared

    context, options = ctx.ensure_object(Context), _options(ctx, device=tag, **facts._asdict())
    options.need("device", Message("give the label on the handset"))
    stated = _draft(options)
    options.check()
    stated = stated._replace(tag=stated.tag or options.text("device") or "")
    with open_store(context.database(db), create=True) as store:
        with store.transaction():
            refuse_known(store, stated)
            added = stated._replace(id=next_device_id(store))
            word = begin(store, ctx)
            add_devices(store, [added], lambda _: word, context.clock.stamp)
            warnings = [*warn_shared(store, added._fields, added.id)]
        tell("{tag} is on record, in stock", tag=added.tag)
    for warning in warnings:
        say(warning)


@app.command("set")
@with_options
def state_facts(
    ctx: typer.Context,
    device: DeviceName,
    facts: Facts,
    tag: Annotated[_Text, typer.Option("--tag", metavar="TAG", help="Another label.")] = None,
    on: On = "today",
    from_start: Annotated[
        bool, typer.Option("--from-start", help="What is on record was wrong from the beginning.")
    ] = False,
    db: Database = None,
) -> None:
    """State what has changed of a handset, from a day on; - clears.

    Lists and papers of earlier days keep what held then, unless --from-start is said.
    """
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import find_device, refuse_known, since_of, warn_shared
    from medsos_cli.store.statements import Stated, state

    context, given = ctx.ensure_object(Context), facts._asdict() | {"tag": tag}
    said = {name: text for name, text in given.items() if text is not None}
    cleared = [name for name, text in said.items() if text.strip() == "-"]
    texts = {name: text for name, text in said.items() if name not in cleared}
    options = _options(ctx, on=on, device=texts.pop("tag", None), **texts)
    if not said or "tag" in cleared:
        options.wrong("", "nothing is stated of {device}", "as --condition RR", device=device)
    if "condition" in cleared:  # what an event or a scan has said of it would stand again
        hint = "write B (baik), RR (rusak ringan) or RB (rusak berat)"
        options.wrong("condition", "{text!r} is no condition", hint, text="-")
    for name in ("device" if name == "tag" else name for name in said if name not in cleared):
        options.need(name, Message("write - to clear it"))
    day, stated = options.needed_past_day("on"), _draft(options)
    with open_store(context.database(db)) as store, store.transaction():
        found = options.find(device, partial(find_device, store))
        options.check()
        values = {
            name: value for name, value in stated._asdict().items() if value and name != "id"
        } | dict.fromkeys(cleared)
        refuse_known(store, stated, but=found)
        word = begin(store, ctx, day)
        if from_start:
            word = word._replace(day=since_of(store, found), from_start=True)
        before = facts_on(store, found, values, word.day)
        state(store, (Stated(found.id, name, value, word) for name, value in values.items()))
        warnings = [*warn_shared(store, values, found.id, [found.id])]
        now = facts_on(store, found, values, context.clock.today.isoformat())
    for name, value in values.items():
        tell_stated(found.tag, name, value, (before[name], now[name]), word.day)
    for warning in warnings:
        say(warning)


@app.command("swap")
def swap(
    ctx: typer.Context,
    one: DeviceName,
    other: DeviceName,
    imei: Annotated[bool, typer.Option("--imei", help="Their IMEIs are mixed up.")] = False,
    label: Annotated[bool, typer.Option("--label", help="Their labels are mixed up.")] = False,
    db: Database = None,
) -> None:
    """Put right that the IMEIs, or the labels, of two handsets were mixed up from the start."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import change_devices, find_device, since_of
    from medsos_cli.store.replacing import refuse_stated_since

    if imei is label:
        raise InputError("say which are mixed up", "--imei or --label")
    context, options = ctx.ensure_object(Context), _options(ctx)
    names = ("tag",) if label else ("imei", "imei2")
    with open_store(context.database(db)) as store, store.transaction():
        first = options.find(one, partial(find_device, store))
        second = options.find(other, partial(find_device, store))
        options.check()
        if first.id == second.id:
            raise InputError("{tag} is one handset", "name two", tag=first.tag)
        for each in (first, second):
            refuse_stated_since(store, each, names)
        word = begin(store, ctx)
        mended = [
            (mine, mine._replace(**{name: getattr(its, name) for name in names}))
            for mine, its in ((first, second), (second, first))
        ]
        change_devices(
            store, mended, lambda d: word._replace(day=since_of(store, d), from_start=True),
            swapped=(first.id, second.id),
        )  # fmt: skip
    for was, now in mended:
        template = "{tag} has {now}, from the start (was {before})"
        tell(template, tag=now.tag, now=_facts(now, names), before=_facts(was, names))


def _facts(device: "Device", names: Sequence[str]) -> str:
    return " / ".join(filter(None, (getattr(device, name) for name in names))) or "-"


@app.command("replace")
@with_options
def replace(
    ctx: typer.Context,
    device: DeviceName,
    imei: Annotated[str, typer.Option("--imei", metavar="IMEI", help="Of the new unit.")],
    paper: Paper,
    imei2: Annotated[_Text, typer.Option("--imei2", metavar="IMEI", help="Its slot 2.")] = None,
    model: Annotated[_Text, typer.Option("--model", metavar="TEXT")] = None,
    old_label: Annotated[
        _Text, typer.Option("--old-label", metavar="TAG", help="For a unit without an IMEI.")
    ] = None,
    db: Database = None,
) -> None:
    """Put another unit under the same label; the old one is written off under its IMEI.

    Whoever holds the old one holds the new one from then on.
    """
    from medsos_cli.models import EventKind
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import find_device, refuse_known
    from medsos_cli.store.replacing import label_afterwards, replace_unit

    context = ctx.ensure_object(Context)
    options = _options(ctx, imei=imei, imei2=imei2, model=model, **paper._asdict())
    options.need("imei", Message("dial *#06# on the new unit"))
    day, stated = options.needed_past_day("on"), _draft(options)
    with open_store(context.database(db)) as store, store.transaction():
        old = options.find(device, partial(find_device, store))
        options.check()
        refuse_known(store, stated)
        label = label_afterwards(store, old, old_label)
        draft = _event(context, options)
        word = begin(store, ctx, day)
        events = [*replace_unit(store, old, stated, label, (draft, word, context.clock))]
    tell_events(events)
    tell("{tag} is another unit now; the old one is {label}", tag=old.tag, label=label)
    for event in (event for _, event in events if event.kind is EventKind.WRITTEN_OFF):
        say(
            "event {event} has no decree yet; when it comes: medsos amend {event} --document NO",
            event=event.event,
        )
    if number := old.phone_number:
        say(
            "the number {number} stays with {label}; if its card is in the new unit: "
            "medsos device set {tag} --phone-number {number}",
            number=number, label=label, tag=old.tag,
        )  # fmt: skip


@app.command("write-off")
def write_off(
    ctx: typer.Context,
    device: DeviceName,
    document: Annotated[
        _Text, typer.Option("--document", metavar="NO", help="The decree of the write-off.")
    ] = None,
    on: On = "today",
    reason: Annotated[_Text, typer.Option("--reason", metavar="TEXT", help="Why.")] = None,
    proposal: Proposal = None,
    db: Database = None,
) -> None:
    """Record that a handset in stock, or lost, is written off for good; or only propose it."""
    from medsos_cli.intake.drafts import person_text
    from medsos_cli.models import EventKind
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import find_device
    from medsos_cli.store.events import record

    context = ctx.ensure_object(Context)
    options = _options(ctx, on=on, document_no=document, reason=reason)
    if proposal is None:
        hint = Message("a write-off has its paper; to propose one: --proposal FILE.docx")
        options.need("document_no", hint)
    draft = _event(context, options)._replace(
        kind=EventKind.WRITTEN_OFF, note=person_text(options, "reason")
    )
    with open_store(context.database(db)) as store, store.transaction():
        found = options.find(device, partial(find_device, store))
        options.check()
        if proposal:
            propose_write_off(store, found, draft, proposal)
            return
        (event,) = record(store, found, [draft._replace(device=found.id)], context.clock.today)
    tell_events([(found, event)])


@app.command("withdraw")
def withdraw(
    ctx: typer.Context,
    tag: Tag,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="What was wrong.")],
    db: Database = None,
) -> None:
    """Take back a handset that was put on record by mistake; nothing may have happened to it."""
    from medsos_cli.store.database import open_store
    from medsos_cli.store.devices import find_device
    from medsos_cli.store.replacing import withdraw_device

    context, options = ctx.ensure_object(Context), _options(ctx, reason=reason)
    options.need("reason", Message("say what was wrong"))
    with open_store(context.database(db)) as store, store.transaction():
        found = options.find(tag, partial(find_device, store))
        options.check()
        withdraw_device(store, found, begin(store, ctx), reason)
    tell("{tag} is not on record any more", tag=found.tag)


def _event(context: Context, options: "Options") -> "CustodyEvent":
    """Return the event as far as its day, its document, and who records it."""
    from medsos_cli.models import CustodyEvent, EventKind

    return CustodyEvent(
        0, EventKind.RETURN, options.needed_past_day("on"), document=options.text("document_no"),
        recorded_at=context.clock.stamp, recorded_by=context.user(),
    )  # fmt: skip
