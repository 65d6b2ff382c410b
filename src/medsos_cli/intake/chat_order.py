"""Which of the lines that look like headers of a chat are: those of one phone's export agree.

One phone writes all headers of an export in one form, with day and month in one order, and
message after message. What does not fit stands inside a message: an agenda, a copied chat.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from medsos_cli.errors import Message
from medsos_cli.intake.chat_headers import Header, Order, sender_key
from medsos_cli.words.days import Clock

Orders = frozenset[Order]
_MAJORITY = 4
_CLOCKS_DIFFER = timedelta(days=2)  # a phone's and this computer's
_ENOUGH = 3  # headers of another form that make an export of their own
# A clock with AM and PM, or a date of one digit before a comma: phones in English of the United
# States write so, whose month comes first, and some in which the day does.
_MAY_BE_AMERICAN = re.compile(r"[ap]\.? ?m\b|^(?:\d/\d+|\d+/\d)/\d+,", re.ASCII | re.IGNORECASE)
_TOO_MANY = 6  # lines at once that do not run forwards with the rest, and are no agenda any more


def split_exports(headers: Sequence[Header]) -> Iterator[Sequence[Header]]:
    """Yield the headers of each export in a text; what only looks like one is left out.

    The form that most have is that of the export, or that of the first where it goes on
    below these; another one between two of them is inside a message, as a copy of another
    chat, however long. Before and after them may stand another
    export, or messages copied by hand.
    """
    begins = [0, *(at for at, header in enumerate(headers) if header.begins_export), len(headers)]
    waiting = [headers[begin:end] for begin, end in pairwise(begins)]
    while waiting:
        if not (some := waiting.pop()):
            continue
        form = _form_of_export(some)
        places = [place for place, header in enumerate(some) if header.form == form]
        yield [some[place] for place in places]
        # Nobody copies messages in the form of Android's export: two of them are an agenda.
        waiting.extend(
            rest
            for rest in (some[: places[0]], some[places[-1] + 1 :])
            if len(rest) >= _ENOUGH or any(header.form.startswith("[") for header in rest)
        )


def _form_of_export(some: Sequence[Header]) -> str:
    forms = [header.form for header in some]
    most = Counter(forms).most_common(1)[0][0]
    last = len(forms) - 1 - forms[::-1].index(most)
    return forms[0] if forms[0] in forms[last:] else most


def find_orders(headers: Sequence[Header], clock: Clock) -> tuple[Orders, Message | None]:
    """Return the order of day and month in an export; both where it has them both ways round.

    A part over twelve decides, if its header runs forwards with the others: the line of an
    agenda has no vote. Where there is none, an order in which messages lie
    in the future or run backwards is not that of the export; else the day comes first. That is
    returned as a doubt where the headers are as phones in English write them.
    """
    until = clock.moment + _CLOCKS_DIFFER
    runs = {order: _longest_run(_moments(headers, order, clock), until) for order in Order}
    all_count = headers[0].form.startswith("[") or not any(runs.values())
    votes = {}
    for order, run in runs.items():
        senders = {headers[place].sender for place in run}
        heard = (each for each in headers if all_count or each.sender in senders)
        votes[order] = sum(each.days.keys() == {order} for each in heard)
    if most := max(votes.values()):
        return frozenset(order for order, c in votes.items() if c * _MAJORITY > most), None
    order = max(Order, key=lambda each: len(runs[each]))
    is_even = len({len(run) for run in runs.values()}) == 1
    doubt = _doubt_day_first([headers[n] for n in runs[order]]) if is_even else None
    return frozenset({order}), doubt


def _doubt_day_first(run: Sequence[Header]) -> Message | None:
    """Say how a date is read that may have its month first."""
    for header in reversed(run):
        if len({*header.days.values()}) > 1 and _MAY_BE_AMERICAN.search(header.written):
            return Message(
                "{written} is read as {day}, but the month may come first there; if it does, take "
                "it back with medsos post --void, and export the chat so far back that a day over "
                "12 is in it",
                written=header.written,
                day=header.days[Order.DAY_FIRST],
            )
    return None


def keep_messages(
    headers: Sequence[Header], orders: Orders, clock: Clock, known: Collection[str]
) -> Iterator[Header]:
    """Yield the headers of an export that run forwards, and the others that are none the less.

    Those are the ones whose sender wrote another message or is known, those without a full
    date, those before all others, and those in brackets, which were perhaps copied by hand.
    What is left out is the line of an agenda. With both orders nothing can be left out.
    """
    if len(orders) > 1 or headers[0].form.startswith("["):
        yield from headers
        return
    moments = _moments(headers, next(iter(orders)), clock)
    run = set(_run_between_ends(moments, clock.moment))
    first = min(run, default=len(headers))
    senders = {headers[place].sender for place in run} - {None}
    run |= {place for place, header in enumerate(headers) if not (header.days and header.at)}
    for stands, group in groupby(range(len(headers)), key=run.__contains__):
        places = [*group]
        for place in places:
            sender = headers[place].sender
            is_known = sender in senders or sender_key(sender or "") in known
            if stands or is_known or place < first or len(places) >= _TOO_MANY:
                yield headers[place]


def date_message(
    header: Header, orders: Orders, clock: Clock
) -> tuple[datetime | None, Message | None]:
    """Return when a message was sent, in the office's zone, or why that is not known."""
    moments = {_moment(header, order, clock) for order in orders} - {None}
    if not moments:
        return None, Message("dated {date}, which is no full date and time", date=header.written)
    if len(moments) > 1:
        return None, Message(
            "dated {date}, and the text has day and month both ways round", date=header.written
        )
    moment = moments.pop()
    if moment and moment > clock.moment:
        return None, Message("dated in the future")
    return moment, None


def _moments(headers: Sequence[Header], order: Order, clock: Clock) -> list[datetime | None]:
    return [_moment(header, order, clock) for header in headers]


def _moment(header: Header, order: Order, clock: Clock) -> datetime | None:
    if order not in header.days or header.at is None:
        return None
    return datetime.combine(header.days[order], header.at, clock.zone)


def _run_between_ends(moments: Sequence[datetime | None], until: datetime) -> list[int]:
    """Return the places of the most moments that run forwards from the first to the last of all.

    The first line of an export is a message, and so is the last header most often.
    """
    best = _longest_run(moments, until)
    if not best:
        return best
    past = [moment for moment in moments if moment and moment <= until]
    inner = [m if m and past[0] <= m <= past[-1] else None for m in moments]
    between = _longest_run(inner, until)
    return between if len(between) * 2 >= len(best) else best


def _longest_run(moments: Sequence[datetime | None], until: datetime) -> list[int]:
    """Return the places of the most moments that run forwards, of several runs the earliest."""
    ends: list[datetime] = []  # the earliest end of a run of each length, and its place
    places: list[int] = []
    before: list[int] = []
    for place, moment in enumerate(moments):
        before.append(-1)
        if moment is not None and moment <= until:
            length = bisect_right(ends, moment)
            before[place] = places[length - 1] if length else -1
            ends[length : length + 1] = [moment]
            places[length : length + 1] = [place]
    run = places[-1:]
    while run and before[run[-1]] >= 0:
        run.append(before[run[-1]])
    return run[::-1]
