"""The presence audit as an answer: its columns and its summary, each told once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from medsos_cli.answers.answer import ROWS, Answer, Column, Presented, Type, VerdictCounts, data
from medsos_cli.errors import Message
from medsos_cli.models import PLATFORMS, Platform, Presence, Verdict
from medsos_cli.rules.coverage import Coverage
from medsos_cli.rules.verdicts import Judgement


def audit_answer(columns: Sequence[Column], rows: Iterable[Any], coverage: Coverage) -> Answer:
    """Return an audit: `audit_columns`, their rows, and what all that was counted comes to."""
    judgement = coverage.judgement
    return Answer(
        columns,
        rows,
        under=[*_under(coverage)],
        document={
            "as_of": judgement.as_of,
            "stale_days": judgement.stale_days,
            "agencies": ROWS,
            "summary": _summary(coverage),
        },
    )


def audit_columns(judgement: Judgement, *, wide: bool = False) -> Iterator[Column]:
    """Yield the columns of an audit, whose rows are presences; `wide` shows days beside ages."""
    yield data("as_of", Message("as of"), Type.DAY, lambda _: judgement.as_of, ())
    yield data(
        "stale_days", Message("stale after"), Type.NUMBER, lambda _: judgement.stale_days, ()
    )
    yield data(
        "agency_code", Message("code"), Type.IDENTIFIER, attrgetter("agency.code"), ("code",)
    )
    yield Column(
        Message("agency"),
        3,
        name="agency",
        type=Type.NAME,
        cell=attrgetter("agency.name"),
        path=("name",),
    )
    yield data("kind", Message("kind"), cell=attrgetter("agency.kind"))
    yield data("platforms", Message("platforms"), Type.NUMBER, attrgetter("platforms"))
    for number, platform in enumerate(PLATFORMS):
        yield from _platform_columns(judgement, number, platform, wide=wide)
    yield Column(Message("handset"), 1, spare=2, tail=True, cell=attrgetter("devices"))
    yield data("devices", Message("handsets"), Type.NUMBER, lambda each: len(each.devices))
    yield Column(
        Message("holder"), 2, spare=1, name="holders", type=Type.NAME, cell=attrgetter("holders")
    )
    yield data("flags", Message("flags"), cell=_flags, path=())


def _platform_columns(
    judgement: Judgement, number: int, platform: Platform, *, wide: bool
) -> Iterator[Column]:
    """Yield the columns of one platform, whose finding is the `number`th of each agency."""

    def presented(presence: Presence) -> Presented:
        finding = presence.findings[number]
        return Presented(finding, judgement.looked_long_ago(finding), wide)

    yield Column(Message("{platform}", platform=platform), cell=presented)
    of = {"platform": platform}
    for field, name, heading, kind in (
        ("verdict", "", Message("{platform}", **of), Type.VERDICT),
        ("handle", "_handle", Message("{platform}: handle", **of), Type.IDENTIFIER),
        ("last_post", "_last_post", Message("{platform}: last post", **of), Type.DAY),
        ("days", "_days", Message("{platform}: days", **of), Type.NUMBER),
        ("checked_on", "_checked_on", Message("{platform}: seen on", **of), Type.DAY),
        ("approximate", None, "", Type.TEXT),
        ("flag", None, "", Type.TEXT),
    ):
        path = ("presence", platform, field)
        named = None if name is None else f"{platform}{name}"
        yield data(named, heading, kind, _field(number, field), path)


def _field(number: int, field: str) -> Callable[[Presence], Any]:
    return lambda presence: getattr(presence.findings[number], field)


def _flags(presence: Presence) -> str:
    return ";".join(f"{each.platform}:{each.flag}" for each in presence.findings if each.flag)


def _under(coverage: Coverage) -> Iterator[Message | VerdictCounts | str]:
    counts, days = coverage.by_count, coverage.judgement.stale_days
    yield ""
    yield Message(
        "{n} agency as of {day}: three platforms {three}, two {two}, one {one}, "
        "none of the three {none}",
        "{n} agencies as of {day}: three platforms {three}, two {two}, one {one}, "
        "none of the three {none}",
        n=coverage.agencies, day=coverage.judgement.as_of,
        three=counts[3], two=counts[2], one=counts[1], none=counts[0],
    )  # fmt: skip
    for platform in PLATFORMS:
        yield VerdictCounts(platform, {v: coverage.by_verdict[platform, v] for v in Verdict})
    yield Message("stale: no post known for more than {days} days", days=days)
    if coverage.looked_long_ago:
        yield Message(
            "* {n} account was last looked at more than {days} days ago: there may be newer posts",
            "* {n} accounts were last looked at more than {days} days ago: there may be newer "
            "posts",
            n=coverage.looked_long_ago,
            days=days,
        )


def _summary(coverage: Coverage) -> dict[str, Any]:
    return {
        "agencies": coverage.agencies,
        "by_platform_count": {str(n): coverage.by_count[n] for n in (3, 2, 1, 0)},
        "by_verdict": {
            str(platform): {str(v): coverage.by_verdict[platform, v] for v in Verdict}
            for platform in PLATFORMS
        },
    }
