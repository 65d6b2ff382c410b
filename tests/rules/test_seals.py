"""Seals: whatever is changed, removed or swapped breaks the chain there; a redaction does not."""

from collections.abc import Sequence
from hashlib import sha256
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.rules.seals import (
    START,
    Break,
    Link,
    SealedAmendment,
    SealedEvent,
    code_of,
    digest_person,
    find_breaks,
    make_seal,
)

texts = st.none() | st.text(max_size=4)
events = st.builds(
    SealedEvent, **dict.fromkeys(SealedEvent._fields, texts) | {"event": st.just(0)}
)  # fmt: skip
amendments = st.builds(
    SealedAmendment, **dict.fromkeys(SealedAmendment._fields, texts) | {"event": st.just(0)}
)


def chain(said: Sequence[Any]) -> list[Link]:
    """Seal what is said; events are numbered, and an amendment is of the latest."""
    links: list[Link] = []
    numbers, event, seal = count(1), 1, START
    for place, each in enumerate(said, start=1):
        event = next(numbers) if isinstance(each, SealedEvent) else event
        own = each._replace(event=event)
        seal = make_seal(seal, own)
        links.append(Link(place, seal, own))
    return links


def end(links: Sequence[Link]) -> tuple[int, bytes]:
    return (links[-1].place, links[-1].seal) if links else (0, START)


chains = st.lists(events | amendments, min_size=2, max_size=8).map(chain)


def test_the_form_of_a_seal_is_for_good() -> None:
    person = digest_person(bytes(range(16)), "Ani", "198001012005012001", None)
    said = SealedEvent(
        1, 7, "HP-1", "001012030000016", None, "handover", "2020-10-01", "dinkes", person.hex(),
        "028/1", "B", "charger – dus", None, "2020-11-25T03:00:00Z", "tu", None, None, None, None,
    )  # fmt: skip
    written = (
        '[1, 7, "HP-1", "001012030000016", null, "handover", "2020-10-01", "dinkes", '
        f'"{person.hex()}", "028/1", "B", "charger \\u2013 dus", null, "2020-11-25T03:00:00Z", '
        '"tu", null, null, null, null]'
    )
    in_person = b'["Ani", "198001012005012001", null]'
    assert person == sha256(bytes(range(16)) + in_person).digest()
    assert make_seal(START, said) == sha256(bytes(32) + written.encode()).digest()
    assert code_of(make_seal(START, said)) == "7d7e29c17a"


@given(chains)
def test_a_chain_holds_as_it_was_made(links: list[Link]) -> None:
    assert not [*find_breaks(links, end(links))]


@given(st.data(), chains)
def test_a_change_of_any_field_is_found_at_its_event(
    data: st.DataObject, links: list[Link]
) -> None:
    place = data.draw(st.sampled_from(range(len(links))))
    said: Any = links[place].said
    field = data.draw(st.sampled_from(said._fields))
    now = data.draw(texts.filter(lambda text: text != getattr(said, field)))
    changed = said._replace(**{field: now if field != "event" else said.event + 100})
    links[place] = links[place]._replace(said=changed)
    assert next(find_breaks(links, end(links))) == Break(changed.event)


@given(st.data(), chains)
def test_what_is_removed_is_missed(data: st.DataObject, links: list[Link]) -> None:
    last, place = end(links), data.draw(st.sampled_from(range(len(links))))
    gone = links.pop(place)
    before = max((link.said.event for link in links[:place]), default=0)
    assert [*find_breaks(links, last)] == [Break(before + 1, missing=1)]
    closed = [link._replace(place=n) for n, link in enumerate(links, start=1)]
    assert [*find_breaks(closed, (last[0] - 1, last[1]))]
    assert gone not in links


@given(st.data(), chains)
def test_what_is_swapped_is_found(data: st.DataObject, links: list[Link]) -> None:
    one, other = sorted(data.draw(st.permutations(range(len(links))))[:2])
    swapped = links.copy()
    swapped[one] = links[one]._replace(said=links[other].said)
    swapped[other] = links[other]._replace(said=links[one].said)
    whole = links.copy()
    whole[one] = links[other]._replace(place=links[one].place)
    whole[other] = links[one]._replace(place=links[other].place)
    for broken in (swapped, whole):
        assert bool([*find_breaks(broken, end(links))]) == (broken != links)


@given(st.data(), chains)
def test_who_seals_one_anew_is_found_at_the_next(data: st.DataObject, links: list[Link]) -> None:
    last, place = end(links), data.draw(st.sampled_from(range(len(links))))
    before = links[place - 1].seal if place else START
    said = links[place].said._replace(document="lain", note="lain")
    links[place] = Link(place + 1, make_seal(before, said), said)
    broken = [*find_breaks(links, last)]
    assert broken[0].event == (links[place + 1].said.event if place + 1 < len(links) else
                               max(link.said.event for link in links))  # fmt: skip


@given(st.binary(min_size=16, max_size=16), texts, texts, texts)
def test_another_person_has_another_digest(
    salt: bytes, holder: str | None, nip: str | None, position: str | None
) -> None:
    own = digest_person(salt, holder, nip, position)
    assert own != digest_person(salt, f"{holder}x", nip, position)
    assert own != digest_person(salt, holder, f"{nip}x", position)
    assert own != digest_person(bytes(16) if any(salt) else b"x" * 16, holder, nip, position)
