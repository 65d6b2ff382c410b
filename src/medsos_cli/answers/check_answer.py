"""What a check came to: a row for each network, and sentences for the office."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from medsos_cli.answers.answer import Answer, Column, Type
from medsos_cli.errors import Message
from medsos_cli.models import Platform
from medsos_cli.platforms.base import Network
from medsos_cli.platforms.looks import Kind, Look, Tally
from medsos_cli.words.days import Clock


def check_answer(
    tally: Tally, platforms: Iterable[Platform], networks: Sequence[Network], clock: Clock
) -> Answer:
    """Return how many accounts were looked at, and under it those of which there is more to say."""
    return Answer(
        [
            Column(Message("network"), name="network"),
            Column(Message("checked"), name="checked", type=Type.NUMBER),
            Column(Message("new posts"), name="new_posts", type=Type.NUMBER),
            Column(Message("gone"), name="gone", type=Type.NUMBER),
            Column(Message("not found or not professional"), name="unproven", type=Type.NUMBER),
            Column(Message("not checked"), name="not_checked", type=Type.NUMBER),
        ],
        [_row(tally, platform) for platform in platforms if tally.counts],
        under=[*_named(tally), *_requests(networks, clock)],
    )


def troubles(tally: Tally, networks: Sequence[Network], clock: Clock) -> Iterator[str | Message]:
    """Yield a line for everything that somebody should know of, whoever reads the answer."""
    for look in sorted(tally.strangers, key=_place):
        yield Message(
            "{account}: impostor? another account is behind this name now; if it is yours: "
            "medsos account accept {agency} {platform}",
            account=_account(look),
            agency=look.target.agency,
            platform=look.target.platform,
        )
    for look in sorted(tally.faulty, key=_place):
        yield Message(
            "{account}: not checked: {reason}", account=_account(look), reason=look.reason
        )
    yield from tally.disturbed
    for platform in Platform:
        for (of, reason), count in sorted(tally.reasons.items(), key=str):
            if of is platform:
                yield Message(
                    "{platform}: {n} account not checked: {reason}",
                    "{platform}: {n} accounts not checked: {reason}",
                    platform=platform, n=count, reason=reason,
                )  # fmt: skip
    for network in networks:
        yield from network.notes
        if network.stopped is not None:
            yield _stop(network, clock)


def _row(tally: Tally, platform: Platform) -> dict[str, Any]:
    """Return a network's row; checked are all accounts that got an answer."""
    counts = {kind: tally.counts[platform, kind] for kind in Kind}
    return {
        "network": platform,
        "checked": sum(counts.values()) - counts[Kind.NOT_CHECKED],
        "new_posts": tally.new_posts[platform],
        "gone": counts[Kind.GONE],
        "unproven": counts[Kind.UNPROVEN],
        "not_checked": counts[Kind.NOT_CHECKED],
    }


def _named(tally: Tally) -> Iterator[Message]:
    for look in sorted(tally.named, key=_place):
        parts = filter(None, (look.reason, _new_name(look)))
        yield Message("{account}: {what}", account=_account(look), what="; ".join(map(str, parts)))
    if tally.unnamed:
        yield Message("… and {n} more", n=tally.unnamed)


def _new_name(look: Look) -> Message | None:
    if not look.renamed:
        return None
    return Message(
        "the account is called {name} now: medsos account set {agency} {platform} {name} --renamed",
        name=look.renamed,
        agency=look.target.agency,
        platform=look.target.platform,
    )


def _requests(networks: Sequence[Network], clock: Clock) -> Iterator[Message]:
    """Yield for each network that was asked how many requests it took, and what is left."""
    for network in networks:
        sent = Message("{n} request", "{n} requests", n=network.requests)
        quota = network.quota
        if not network.requests:
            continue
        if quota is None or not quota.left:
            yield Message("{network}: {sent}", network=network.name, sent=sent)
        elif quota.until is None:
            yield Message(
                "{network}: {sent}, {left}", network=network.name, sent=sent, left=quota.left
            )
        else:
            yield Message(
                "{network}: {sent}, {left} until {moment}",
                network=network.name, sent=sent, left=quota.left,
                moment=_local(quota.until, clock),
            )  # fmt: skip


def _stop(network: Network, clock: Clock) -> Message:
    if network.back is None:
        return Message(
            "{network} is not asked any more: {reason}",
            network=network.name, reason=network.stopped,
        )  # fmt: skip
    return Message(
        "{network} is not asked any more: {reason}; come back after {moment}",
        network=network.name, reason=network.stopped, moment=_local(network.back, clock),
    )  # fmt: skip


def _place(look: Look) -> tuple[int, str]:
    return [*Platform].index(look.target.platform), look.target.agency


def _account(look: Look) -> Message:
    of = look.target
    return Message(
        "{agency}: {platform} {handle}", agency=of.agency, platform=of.platform, handle=of.handle
    )


def _local(moment: datetime, clock: Clock) -> str:
    return f"{moment.astimezone(clock.zone):%Y-%m-%d %H:%M}"
