"""What holds for every roster, whatever is in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum import luhn

from medsos_cli.intake.drafts import read_tag
from medsos_cli.store.database import open_store
from medsos_cli.words.days import Clock
from tests.rosters import Reader, sheet

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FRAGMENTS = st.sampled_from(
    [b"agency", b"device", b"imei", b"ig", b"sep=", b"Dinas A", b"HP-1", b"001012030000016",
     b"3/12/2020", b"Jumlah", b"NIP", b"1", b"2", b",", b";", b"\t", b"|", b'"', b"'", b"\n",
     b"\r\n", b"\r", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe9", b"\xc3\xa9", b"\0", b"-", b"ada"]
)  # fmt: skip
ROSTER_BYTES = st.one_of(
    st.binary(max_size=200),
    st.lists(FRAGMENTS, max_size=40).map(b"".join),
    st.lists(FRAGMENTS, max_size=40).map(
        lambda parts: b"agency,ig,device,imei\n" + b"".join(parts)
    ),
)
DAYS = st.dates(date(2019, 1, 1), date(2020, 12, 3))
TEXTS = st.sampled_from(
    ["", "Kepala Seksi", 'layar 5" retak', "satu, dua; tiga|empat", "a\nb", "é"]
)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Give a database that is up to date and holds nothing."""
    path = tmp_path / "empty.db"
    open_store(path, create=True).__exit__(None, None, None)
    return path


@contextmanager
def reader(empty: Path, clock: Clock) -> Iterator[Reader]:
    """Give an import into a fresh database."""
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty, folder))
        with open_store(path) as store:
            yield Reader(store, clock, Path(folder))


def imei(number: int) -> str:
    digits = f"00{number:012}"
    return digits + luhn.calc_check_digit(digits)


@st.composite
def rosters(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw rows of which each names its own agency and may name a handset of its own."""
    rows = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        row = {"agency": f"Dinas {number}", "kind": draw(st.sampled_from(["", "dinas", "badan"]))}
        checked = draw(DAYS)
        row["checked_on"] = checked.isoformat()
        for platform in ("instagram", "facebook", "twitter"):
            row[platform] = draw(st.sampled_from(["", "-", "menyusul", f"@contoh_{number}"[:15]]))
            if platform == "facebook" and row[platform].startswith("@"):
                row[platform] = f"facebook.com/contoh.{number}?ref=bio"
            if len(row[platform]) > len("menyusul"):
                post = checked - timedelta(days=draw(st.integers(0, 300)))
                row[f"{platform}_last_post"] = draw(
                    st.sampled_from(["", "belum pernah", f"{post:%d/%m/%Y}"])
                )
        if draw(st.booleans()):
            row |= {"device": f"HP-{number}", "imei": imei(number), "note": draw(TEXTS),
                    "condition": draw(st.sampled_from(["", "B", "rusak berat"]))}  # fmt: skip
            if draw(st.booleans()):
                row |= {"holder": f"Admin {number}", "position": draw(TEXTS),
                        "handed_over_on": f"{draw(DAYS):%d.%m.%Y}"}  # fmt: skip
        rows.append(row)
    return rows


def record_of(read: Reader) -> list[list[tuple[object, ...]]]:
    """Return what is on record, without the numbers that the order of the rows gives."""
    return [
        sorted(read.rows(sql), key=repr)
        for sql in (
            "select code, name, name_key, kind, note from agency",
            "select agency, platform, has, handle, key from account",
            "select platform, key, result, posted_at, first_seen, last_seen from sighting",
            "select tag, imei, condition, note from device",
            ("select tag, e.agency, holder, position, day, e.note, e.condition "
            "from custody_event e join device d on d.id = e.device"),
        )
    ]  # fmt: skip


@QUICK
@given(content=ROSTER_BYTES)
def test_any_bytes_are_a_roster_or_an_error_in_words(
    content: bytes, empty: Path, clock: Clock
) -> None:
    with reader(empty, clock) as read:
        before = read.dump()
        reading = read(content)
        assert not reading.error or read.dump() == before


@QUICK
@given(rows=rosters(), data=st.data())
def test_column_order_separator_and_encoding_make_no_difference(
    rows: list[dict[str, str]], data: st.DataObject, empty: Path, clock: Clock
) -> None:
    columns = data.draw(st.permutations(list(dict.fromkeys(name for row in rows for name in row))))
    shuffled = [{name: row.get(name, "") for name in columns} for row in rows]
    text = sheet(shuffled, data.draw(st.sampled_from(",;\t|")))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    with reader(empty, clock) as plain, reader(empty, clock) as other:
        assert plain(sheet(rows)).error is None
        assert other(text.encode(encoding)).error is None
        assert record_of(other) == record_of(plain)


@QUICK
@given(rows=rosters())
def test_reading_a_roster_again_changes_nothing(
    rows: list[dict[str, str]], empty: Path, clock: Clock
) -> None:
    with reader(empty, clock) as read:
        first = read(sheet(rows))
        before = read.dump()
        again = read(sheet(rows))
        assert (first.error, again.error) == (None, None)
        assert read.dump() == before
        for noun, count in first.counts.items():
            new, changed, unchanged = map(int, count.split())
            assert again.counts[noun] == f"0 0 {new + changed + unchanged}"


@QUICK
@given(rows=rosters(), data=st.data())
def test_no_value_leaks_from_row_to_row(
    rows: list[dict[str, str]], data: st.DataObject, empty: Path, clock: Clock
) -> None:
    shuffled = data.draw(st.permutations(rows))
    with reader(empty, clock) as whole, reader(empty, clock) as apart:
        assert whole(sheet(shuffled)).error is None
        for row in rows:
            assert apart(sheet([row])).error is None
        assert record_of(whole) == record_of(apart)


@QUICK
@given(rows=rosters())
def test_a_dry_run_counts_what_the_real_run_counts(
    rows: list[dict[str, str]], empty: Path, clock: Clock
) -> None:
    with reader(empty, clock) as read:
        before = read.dump()
        dry = read(sheet(rows), dry_run=True)
        assert read.dump() == before
        assert read(sheet(rows)) == dry


@settings(QUICK, max_examples=300)
@given(
    st.sampled_from(["HP", "dan", "sd", "sampai", "label", "Stok", "IMEI"]),
    st.sampled_from(["", "-", "."]),
    st.integers(0, 10**9),
)
def test_a_word_and_a_number_is_a_label_also_with_a_word_before_it(
    word: str, sign: str, number: int
) -> None:
    label = f"{word}{sign}{number}"
    assert [read_tag(label), read_tag(f"Kab {label}")] == [label, f"Kab {label}"]
