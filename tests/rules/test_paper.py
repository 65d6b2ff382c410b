"""What stands on a paper: who gives, who takes, one paper or an annex, and what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.errors import CustodyError
from medsos_cli.models import CustodyEvent, Device, EventKind
from medsos_cli.rules.paper import Deed, PaperKind, Signer, compose, refuse_without_paper

DAY = date(2020, 12, 3)
OFFICE = Signer("Kepala", "196801011990031001", "Kepala Dinas", "Dinkominfo")
ANI = Signer("Ani", None, "Pranata Humas", "Dinas Kesehatan")
BUDI = Signer("Budi", None, None, "Sekretariat Daerah")


def deed(
    number: int = 1,
    kind: EventKind = EventKind.HANDOVER,
    holder: Signer = ANI,
    document: str | None = "028/1",
    day: date = DAY,
) -> Deed:
    event = CustodyEvent(number, kind, day, event=number, document=document, condition="B")
    return Deed(event, Device(number, f"HP-{number}"), holder)


def transfer(number: int, holder: Signer, successor: Signer) -> Deed:
    back = deed(number, EventKind.RETURN, holder, "028/9")
    onward = back.event._replace(kind=EventKind.HANDOVER, event=number + 1, transfer_of=number)
    return back._replace(onward=onward, successor=successor)


def test_the_office_gives_a_handover_and_takes_a_return() -> None:
    out = compose([deed()], OFFICE, "Pendapa")
    assert (out.giver, out.taker, out.office, out.place) == (OFFICE, ANI, OFFICE, "Pendapa")
    back = compose([deed(kind=EventKind.RETURN)], OFFICE, None)
    assert (back.giver, back.taker, back.office, back.place) == (ANI, OFFICE, OFFICE, None)


def test_a_transfer_goes_from_holder_to_holder_with_the_office_as_witness() -> None:
    paper = compose([transfer(6, ANI, BUDI)], OFFICE, None)
    assert (paper.kind, paper.giver, paper.taker) == (PaperKind.TRANSFER, ANI, BUDI)
    assert (paper.office, paper.number, paper.annex) == (OFFICE, "028/9", False)


def test_the_titles_are_those_of_the_papers() -> None:
    titles = [
        compose([each], OFFICE, None).title
        for each in (deed(), deed(kind=EventKind.RETURN), transfer(6, ANI, BUDI))
    ]
    assert titles == [
        "BERITA ACARA SERAH TERIMA BARANG INVENTARIS",
        "BERITA ACARA PENGEMBALIAN BARANG INVENTARIS",
        "BERITA ACARA SERAH TERIMA BARANG INVENTARIS",
    ]


def test_several_events_of_one_person_go_on_one_paper_whatever_each_leaves_out() -> None:
    later = ANI._replace(name="ANI", nip="198001012005012001", position=None)
    paper = compose([deed(1), deed(2, holder=later)], OFFICE, None)
    assert paper.taker == Signer("Ani", "198001012005012001", "Pranata Humas", "Dinas Kesehatan")
    assert [item.device.tag for item in paper.goods] == ["HP-1", "HP-2"]
    assert not paper.annex


@pytest.mark.parametrize(
    "other",
    [
        BUDI,
        ANI._replace(office="Dinas Lain"),
        ANI._replace(position="Camat"),
        ANI._replace(name="Ani B."),
    ],
)
def test_several_people_sign_in_an_annex(other: Signer) -> None:
    for kind in (EventKind.HANDOVER, EventKind.RETURN):
        paper = compose([deed(1, kind), deed(2, kind, holder=other)], OFFICE, None)
        assert paper.annex
        assert [item.holder for item in paper.goods] == [ANI, other]


def test_two_numbers_of_one_name_are_two_people() -> None:
    first, second = ANI._replace(nip="198001012005012001"), ANI._replace(nip="198001012005012002")
    assert compose([deed(1, holder=first), deed(2, holder=second)], OFFICE, None).annex


def test_one_number_stands_at_the_head_and_different_ones_each_in_its_line() -> None:
    same = compose([deed(1), deed(2)], OFFICE, None)
    assert (same.number, [item.number for item in same.goods]) == ("028/1", [None, None])
    apart = compose([deed(1), deed(2, document="028/2"), deed(3, document=None)], OFFICE, None)
    assert apart.number is None
    assert [item.number for item in apart.goods] == ["028/1", "028/2", None]


@given(st.permutations(range(1, 7)), st.integers(0, 6))
def test_the_order_and_repetition_of_the_events_make_no_difference(
    order: list[int], again: int
) -> None:
    paper = compose([deed(number) for number in order + order[:again]], OFFICE, None)
    assert paper == compose([deed(number) for number in range(1, 7)], OFFICE, None)


@pytest.mark.parametrize(
    ("deeds", "said"),
    [
        (
            [deed(1), deed(2, EventKind.RETURN)],
            "events 1 and 2 do not go on one paper: a handover and a return",
        ),
        (
            [deed(1), transfer(6, ANI, BUDI)],
            "events 1 and 6/7 do not go on one paper: a handover and a transfer",
        ),
        (
            [deed(1), deed(2, day=date(2020, 12, 4))],
            "events 1 and 2 do not go on one paper: 2020-12-03 and 2020-12-04",
        ),
        (
            [transfer(6, ANI, BUDI), transfer(8, BUDI, ANI)],
            "these transfers are between different people",
        ),
    ],
    ids=["kinds", "a transfer", "days", "pairs"],
)
def test_what_does_not_go_on_one_paper_is_refused(deeds: list[Deed], said: str) -> None:
    with pytest.raises(CustodyError) as refused:
        compose(deeds, OFFICE, None)
    assert str(refused.value) == said
    assert refused.value.hint
    assert "one by one" in refused.value.hint


@pytest.mark.parametrize("kind", [EventKind.FOUND, EventKind.VOID])
def test_a_find_and_a_void_have_no_paper(kind: EventKind) -> None:
    with pytest.raises(CustodyError, match=r"^event 1 is a ") as refused:
        refuse_without_paper(deed(kind=kind).event, None)
    assert refused.value.hint


@pytest.mark.parametrize("kind", [EventKind.HANDOVER, EventKind.RETURN, EventKind.LOST])
def test_what_was_voided_has_no_paper(kind: EventKind) -> None:
    with pytest.raises(CustodyError, match=r"^event 1 was voided by event 2, so it has no paper$"):
        refuse_without_paper(deed(kind=kind).event, 2)
