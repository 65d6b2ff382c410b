"""The activity of a span as an answer: a row for each account, and how well all is known."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from medsos_cli.answers import report_words as words
from medsos_cli.answers.answer import Answer, Column, Type, data
from medsos_cli.errors import Message
from medsos_cli.rules.activity import AccountActivity, Known, Outcome
from medsos_cli.rules.spans import Span, Target


def activity_answer(rows: Sequence[AccountActivity], span: Span, target: Target | None) -> Answer:
    """Return how many posts each account made in a span, as far as that is known."""
    return Answer(
        [*_columns(span, judged=target is not None)], rows, under=[*_under(rows, span, target)]
    )


def _columns(span: Span, *, judged: bool) -> Iterator[Column]:
    yield data("from", Message("from day"), Type.DAY, lambda _: span.first)
    yield data("to", Message("to day"), Type.DAY, lambda _: span.last)
    yield data("agency_code", Message("code"), Type.IDENTIFIER, attrgetter("agency.code"))
    agency = attrgetter("agency.name")
    yield Column(Message("agency"), 3, 18, name="agency", type=Type.NAME, cell=agency)
    yield data("kind", Message("kind"), cell=attrgetter("agency.kind"))
    yield Column(Message("platform"), name="platform", cell=attrgetter("platform"))
    yield Column(
        Message("account"), 2, 12, name="handle", type=Type.IDENTIFIER, cell=attrgetter("handle")
    )
    yield Column(Message("posts"), cell=_posts)
    yield data("posts", Message("posts"), Type.NUMBER, _of("posts"))
    yield data("known", Message("known"), Type.WORD, _of("known"))
    yield Column(
        Message("days"),
        spare=2,
        name="days_with_posts",
        type=Type.NUMBER,
        cell=_of("days_with_posts"),
    )
    yield data("weeks_met", Message("weeks met"), Type.NUMBER, _of("weeks_met"))
    yield Column(
        Message("gap"), spare=3, name="longest_gap", type=Type.NUMBER, cell=_of("longest_gap")
    )
    yield data("first_post", Message("first post"), Type.DAY, _of("first_post"))
    yield Column(Message("last post"), spare=1, cell=_last_post)
    yield data("last_post", Message("last post"), Type.DAY, _of("last_post"))
    yield data("target", Message("target"), cell=_target)
    yield Column(
        Message("result"), name="result", type=Type.WORD, hidden=not judged, cell=_of("result")
    )


def _of(field: str) -> Callable[[AccountActivity], Any]:
    return lambda row: getattr(row.activity, field)


def _target(row: AccountActivity) -> str | None:
    return row.activity.target and words.short_target(row.activity.target)


def _posts(row: AccountActivity) -> str:
    """Return the count for people: `12`, `≥ 3`, `?`."""
    return words.posts(row.activity.posts, exact=row.activity.known is Known.EXACT)


def _last_post(row: AccountActivity) -> str:
    """Return the day for people, with `≈` where it is rough."""
    day = row.activity.last_post
    return f"{'≈' * row.activity.approximate}{day.isoformat()}" if day else ""


def _under(
    rows: Sequence[AccountActivity], span: Span, target: Target | None
) -> Iterator[Message | str]:
    known = Counter(row.activity.known for row in rows)
    yield ""
    yield Message(
        "{n} account from {first} to {last}: {exact} known exactly, {least} at the least (≥), "
        "{none} not at all (?)",
        "{n} accounts from {first} to {last}: {exact} known exactly, {least} at the least (≥), "
        "{none} not at all (?)",
        n=len(rows), first=span.first, last=span.last, exact=known[Known.EXACT],
        least=known[Known.AT_LEAST], none=known[Known.UNKNOWN],
    )  # fmt: skip
    if target:
        results = Counter(row.activity.result for row in rows)
        yield Message(
            "target {target}: {met} met it, {missed} missed it, of {rest} it is not shown",
            target=words.short_target(target), met=results[Outcome.MET],
            missed=results[Outcome.MISSED], rest=results[Outcome.NOT_SHOWN],
        )  # fmt: skip
