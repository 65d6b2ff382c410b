"""What an audit has beside its own columns with `--since`: what it was then, and what changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from medsos_cli.answers.answer import Answer, Column, Type, data
from medsos_cli.answers.report_words import change_word
from medsos_cli.errors import Message
from medsos_cli.models import PLATFORMS, Platform
from medsos_cli.rules.changes import Comparison, Since, Word

_OF_THE_AUDIT = {"as_of", "stale_days"}
_OF_AN_AGENCY = {"agency_code", "agency", "kind"}
_INITIALS = {Platform.INSTAGRAM: "IG", Platform.FACEBOOK: "FB", Platform.TWITTER: "TW"}
_SHORT = {
    Word.QUIET: Message("quiet"),
    Word.REVIVED: Message("active again"),
    Word.APPEARED: Message("new"),
    Word.LOST: Message("no more"),
    Word.GONE: Message("gone"),
    Word.HANDLE: Message("other account"),
    Word.OPENED: Message("opened"),
    Word.CLOSED: Message("closed"),
    Word.RENAMED: Message("renamed"),
}


def since_columns(audit: Iterable[Column]) -> Iterator[Column]:
    """Yield the columns of an audit, and after them what was before; the rows are `Since`.

    An agency that has closed has a row of its own, with empty verdicts.
    """
    for column in audit:
        yield column._replace(cell=_now(column))
    yield data(
        "platforms_before", Message("platforms before"), Type.NUMBER, _before("platforms"),
        ("before", "platforms"),
    )  # fmt: skip
    for number, platform in enumerate(PLATFORMS):
        heading = Message("{platform} before", platform=platform)
        yield data(
            f"{platform}_before", heading, Type.VERDICT, _verdict(number), ("before", platform)
        )
    yield Column(Message("change"), 4, cell=_in_short)
    yield data("change", Message("change"), Type.CHANGE, _changes, ())
    yield data(None, "", cell=lambda since: [*map(str, since.changes)], path=("change",))


def _now(column: Column) -> Callable[[Since], Any]:
    value, name = column.value, column.name

    def cell(since: Since) -> Any:  # noqa: ANN401  # any value of an audit
        if since.now is not None or name in _OF_THE_AUDIT:
            return value(since.now)
        return value(since.before) if name in _OF_AN_AGENCY else None

    return cell


def _before(field: str) -> Callable[[Since], Any]:
    return lambda since: since.before and getattr(since.before, field)


def _verdict(number: int) -> Callable[[Since], Any]:
    return lambda since: since.before and since.before.findings[number].verdict


def _changes(since: Since) -> str:
    return ";".join(map(str, since.changes))


def _in_short(since: Since) -> str:
    """Return what changed so that it fits beside the verdicts: `IG FB quiet; TW new`."""
    where: dict[Word, list[str]] = {}
    for word, platform in since.changes:
        where.setdefault(word, []).extend([_INITIALS[platform]] if platform else [])
    return "; ".join(" ".join([*initials, str(_SHORT[word])]) for word, initials in where.items())


def with_changes(audit: Answer, comparison: Comparison, since: date) -> Answer:
    """Return an audit with how often each thing changed, under the table and in its summary."""
    counts = comparison.by_word()
    document = dict(audit.document or {})
    document["summary"] |= {"changes": {str(word): counts[word] for word in Word}}
    return replace(audit, under=[*audit.under, *since_lines(comparison, since)], document=document)


def since_lines(comparison: Comparison, since: date) -> Iterator[Message]:
    """Yield what is said under the table: how often each thing changed, or why nothing is told."""
    if not comparison.told:
        yield Message("nothing was on record by {day}, so no change is told", day=since)
        return
    counts = comparison.by_word()
    if not counts:
        yield Message("nothing has changed since {day}", day=since)
        return
    told = ", ".join(f"{change_word(word)} {counts[word]}" for word in Word if counts[word])
    yield Message("changed since {day}: {changes}", day=since, changes=told)
