"""A card as an answer, and the list of what a name fits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from medsos_cli.answers.answer import ROWS, Answer, Column, Type, data
from medsos_cli.answers.inventory_answers import tell_changes
from medsos_cli.errors import Message, spoken
from medsos_cli.models import ChangeKind
from medsos_cli.rules.card import Fact, What
from medsos_cli.words.days import Clock, long_ago


def card(
    facts: Iterable[Fact], clock: Clock, about: Mapping[str, Any], under: Sequence[Message | str]
) -> Answer:
    """Return a card; `about` is what JSON has around its facts."""
    return Answer([
        Column(Message("what"), cell=_what),
        data("what", Message("what"), cell=lambda fact: str(fact.what)),
        data("platform", Message("platform"), cell=attrgetter("platform")),
        Column(Message("is"), 3, 20, type=Type.NAME, cell=_value),
        data("value", Message("is"), cell=attrgetter("value")),
        data("days", Message("days"), Type.NUMBER, attrgetter("days")),
        data("posted_on", Message("posted"), Type.DAY,
             lambda fact: fact.posted_on and date.fromisoformat(fact.posted_on)),
        data("approximate", Message("roughly"), cell=attrgetter("approximate")),
        Column(Message("since"), name="since", type=Type.DAY,
               cell=lambda fact: fact.since and date.fromisoformat(fact.since)),
        Column(Message("from"), 2, name="source", cell=_source),
        Column(Message("recorded"), spare=1, cell=partial(_recorded, clock)),
        data("recorded_at", Message("recorded at"), Type.MOMENT, attrgetter("recorded_at")),
        data("recorded_by", Message("recorded by"), cell=attrgetter("recorded_by")),
        data("stands", Message("stands"), cell=lambda fact: not fact.former),
        data("link", Message("link"), cell=attrgetter("link")),
        data("posts_since", Message("posts since"), Type.NUMBER, attrgetter("posts_since")),
    ], facts, under, stands=lambda fact: not fact.former,
        document={**about, "facts": ROWS})  # fmt: skip


def subject_list(rows: Iterable[Mapping[str, Any]]) -> Answer:
    """Return what a name fits."""
    return Answer([
        Column(Message("kind"), name="kind", type=Type.WORD),
        Column(Message("name"), 1, name="name", type=Type.NAME),
        Column(Message("to see it"), 1, name="command"),
    ], rows)  # fmt: skip


def _recorded(clock: Clock, fact: Fact) -> str:
    day = clock.local_day(fact.recorded_at) if fact.recorded_at else None
    return " ".join(str(each) for each in (day, fact.recorded_by) if each)


def _what(fact: Fact) -> str:
    return f"{'  ' * (fact.platform is not None)}{spoken(fact.what)}"


def _source(fact: Fact) -> str | None:
    """Return on whose word it stands; of what was seen, how it is known."""
    if fact.source and fact.what in {What.LOOK, What.POST}:
        return spoken(fact.source)
    return fact.source


def _value(fact: Fact) -> object:
    told = fact.value
    if told and (fact.word or fact.what in {*ChangeKind}):
        told = spoken(told) if fact.word else tell_changes(told)
    if fact.what == What.FOLLOWUP:
        return _since(told, fact.posts_since)
    about = "≈" if fact.approximate else ""
    if fact.days is not None:
        age = long_ago(fact.days) or Message("{days}d", days=fact.days)
        return f"{told}, {about}{age}"
    return f"{told}, {about}{fact.posted_on}" if fact.posted_on else told


def _since(reminded: object, posts: int | None) -> Message:
    """Say what came of a reminder."""
    if posts is None:
        return Message("{by}; of posts since nothing is known", by=reminded)
    return Message("{by}; {n} post since", "{by}; {n} posts since", by=reminded, n=posts)
