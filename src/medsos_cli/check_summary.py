"""What a check came to, in rows and sentences for the office."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from medsos_cli.checking import Tally
from medsos_cli.days import Clock
from medsos_cli.looks import Kind, Look
from medsos_cli.models import Platform
from medsos_cli.platforms.base import Network, Quota
from medsos_cli.words import counted

HEADINGS = (
    "network", "checked", "new posts", "gone", str(Kind.UNPROVEN), str(Kind.NOT_CHECKED),
)  # fmt: skip


def rows(tally: Tally, platforms: Iterable[Platform]) -> Iterator[tuple[object, ...]]:
    """Yield a row for each platform; checked are all accounts that got an answer."""
    for platform in platforms:
        counts = {kind: tally.counts[platform, kind] for kind in Kind}
        checked = sum(counts.values()) - counts[Kind.NOT_CHECKED]
        yield (
            platform, checked, tally.new_posts[platform], counts[Kind.GONE],
            counts[Kind.UNPROVEN], counts[Kind.NOT_CHECKED],
        )  # fmt: skip


def named(tally: Tally) -> Iterator[str]:
    """Yield a line for each account about which there is more to say."""
    for look in sorted(tally.named, key=_place):
        yield f"{_account(look)}: {'; '.join(filter(None, (look.reason, _offer(look))))}"
    if tally.unnamed:
        yield f"… and {tally.unnamed} more"


def requests(networks: Sequence[Network], clock: Clock) -> Iterator[str]:
    """Yield a line for each network asked: how many requests it took, and what is left."""
    for network in networks:
        if network.requests:
            sent = counted(network.requests, "request")
            yield f"{network.name}: {sent}{_left(network.quota, clock)}"


def troubles(tally: Tally, networks: Sequence[Network], clock: Clock) -> Iterator[str]:
    """Yield a line for everything that somebody should know of, whoever reads the summary."""
    for look in sorted(tally.strangers, key=_place):
        yield (
            f"{_account(look)}: impostor? another account is behind this name now; if it is "
            f"yours: medsos account accept {look.target.agency} {look.target.platform}"
        )
    yield from tally.disturbed
    for platform in Platform:
        for (of, reason), count in sorted(tally.reasons.items()):
            if of is platform:
                yield f"{platform}: {counted(count, 'account')} not checked: {reason}"
    for network in networks:
        yield from network.notes
        if network.stopped is not None:
            back = f"; come back after {_told(network.back, clock)}" if network.back else ""
            yield f"{network.name} is not asked any more: {network.stopped}{back}"


def _place(look: Look) -> tuple[int, str]:
    return [*Platform].index(look.target.platform), look.target.agency


def _account(look: Look) -> str:
    return f"{look.target.agency}: {look.target.platform} {look.target.handle}"


def _offer(look: Look) -> str:
    if not look.renamed:
        return ""
    agency, platform = look.target.agency, look.target.platform
    return (
        f"the account is called {look.renamed} now: "
        f"medsos account set {agency} {platform} {look.renamed}"
    )


def _left(quota: Quota | None, clock: Clock) -> str:
    if quota is None or not quota.told:
        return ""
    return f", {quota.told}" + (f" until {_told(quota.until, clock)}" if quota.until else "")


def _told(moment: datetime, clock: Clock) -> str:
    return f"{moment.astimezone(clock.zone):%Y-%m-%d %H:%M}"
