"""What a row says of a day of its own: after its handover, before what is known, or again."""

from pathlib import Path

import pytest

from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock
from tests.rosters import Reader, sheet

HELD = {
    "agency_code": "dinkes", "agency": "Dinas Kesehatan", "kind": "dinas", "device": "HP-1",
    "phone_number": "081200000001", "holder": "Ani", "handed_over_on": "1/10/2020",
    "condition": "B", "checked_on": "1/10/2020",
}  # fmt: skip
FACTS = "select field, value, day from statement where device = 1 order by day, id"


@pytest.fixture
def read(store: Store, clock: Clock, tmp_path: Path) -> Reader:
    return Reader(store, clock, tmp_path)


def conditions(read: Reader) -> list[tuple[object, ...]]:
    return read.rows("select day, condition from device_seen where condition is not null "
                     "order by day, event")  # fmt: skip


def test_a_condition_of_the_day_of_the_handover_is_the_handovers(read: Reader) -> None:
    read(sheet([HELD, HELD | {"device": "HP-2", "checked_on": ""}]))
    assert conditions(read) == [("2020-10-01", "B"), ("2020-10-01", "B")]


def test_a_condition_of_a_later_day_is_the_devices_on_that_day(read: Reader) -> None:
    later = sheet([HELD | {"condition": "RR", "checked_on": "1/11/2020"}])
    read(sheet([HELD]))
    assert read(later).said == ["roster.csv:2: condition: HP-1: nothing → RR"]
    assert conditions(read) == [("2020-10-01", "B"), ("2020-11-01", "RR")]
    before = read.dump()
    assert read(later).counts["devices"] == "0 0 1"
    assert read.dump() == before


def test_a_condition_of_a_later_day_leaves_a_new_handover_without_one(read: Reader) -> None:
    read(sheet([HELD | {"condition": "RR", "checked_on": "1/11/2020"}]))
    assert read.rows("select condition from custody_event") == [(None,)]
    assert read.rows("select condition, since from device") == [("RR", "2020-11-01")]


def test_condition_and_sim_are_stated_again_of_a_later_day(read: Reader) -> None:
    for day in ("1/10/2020", "1/11/2020", "1/12/2020", "1/12/2020"):
        read(sheet([HELD | {"checked_on": day, "model": "Contoh A1"}]))
    assert [row for row in read.rows(FACTS) if row[0] in {"model", "phone_number"}] == [
        ("phone_number", "+6281200000001", f"2020-{month}-01") for month in (10, 11, 12)
    ]
    assert conditions(read)[1:] == [("2020-11-01", "B"), ("2020-12-01", "B")]


def test_what_is_stated_of_an_earlier_day_is_kept_and_leaves_what_stands(read: Reader) -> None:
    read(sheet([HELD | {"checked_on": "1/12/2020"}]))
    said = read(sheet([HELD | {"checked_on": "1/11/2020", "kind": "badan",
                               "phone_number": "081200000002", "model": "A0"}])).said  # fmt: skip
    stays = "what it says is of 2020-11-01; on record is {} of 2020-12-01, which stays"
    assert said == [
        f"warning: roster.csv:2: kind: {stays.format('dinas')}",
        f"warning: roster.csv:2: phone_number: {stays.format('+6281200000001')}",
        "roster.csv:2: model: HP-1: nothing → A0",  # of which nobody has said a word
    ]
    assert read.rows("select phone_number, model from device") == [("+6281200000001", "A0")]
    assert read.rows("select kind from agency") == [("dinas",)]
    assert ("phone_number", "+6281200000002", "2020-11-01") in read.rows(FACTS)
