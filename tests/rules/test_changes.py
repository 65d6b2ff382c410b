"""What changed between two audits, for every pair of verdicts and for the agencies themselves."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.models import Agency, Finding, Platform, Presence, Verdict
from medsos_cli.rules.changes import NOTHING, Between, Change, Since, Word, compare

# Before: a line each. Now: fresh, stale, empty, unchecked, gone, none, unlisted.
TABLE = """
fresh      .        quiet    .        .        gone  lost  lost
stale      revived  .        .        .        gone  lost  lost
empty      revived  .        .        .        gone  lost  lost
unchecked  .        .        .        .        .     lost  lost
gone       revived  revived  revived  revived  .     .     .
none       appeared appeared appeared appeared .     .     .
unlisted   .        .        .        .        .     .     .
"""
PAIRS = [
    (Verdict(before), now, word)
    for before, *words in map(str.split, TABLE.strip().splitlines())
    for now, word in zip(Verdict, words, strict=True)
]


def presence(
    *verdicts: str, code: str = "dinkes", name: str = "Dinas Kesehatan", handle: str = "contoh"
) -> Presence:
    """Return an agency with these verdicts, unlisted where there are fewer than platforms."""
    told = [*verdicts, "unlisted", "unlisted", "unlisted"][:3]
    findings = []
    for platform, verdict in zip(Platform, map(Verdict, told), strict=True):
        stated = verdict.has or verdict is Verdict.GONE
        findings.append(Finding(platform, verdict, handle if stated else None))
    return Presence(Agency(code, name), tuple(findings))


def words(before: Presence, now: Presence, between: Between = NOTHING) -> list[str]:
    (since,) = compare([before], [now], between).agencies
    return [str(change) for change in since.changes]


@pytest.mark.parametrize(("before", "now", "word"), PAIRS)
def test_every_pair_of_verdicts(before: Verdict, now: Verdict, word: str) -> None:
    expected = [] if word == "." else [f"instagram:{word}"]
    assert words(presence(before), presence(now)) == expected


def test_the_platforms_are_told_in_their_order() -> None:
    before, now = presence("fresh", "none", "stale"), presence("stale", "empty", "gone")
    assert words(before, now) == ["instagram:quiet", "facebook:appeared", "twitter:gone"]


def test_another_account_is_told_beside_what_became_of_its_posts() -> None:
    def other(verdict: str, handle: str = "lain") -> Presence:
        return presence(verdict, handle=handle)

    assert words(presence("fresh"), other("fresh")) == ["instagram:handle"]
    assert words(presence("fresh"), other("stale")) == ["instagram:quiet", "instagram:handle"]
    assert words(presence("gone"), other("unchecked")) == ["instagram:revived", "instagram:handle"]
    assert words(presence("fresh"), other("fresh", "CONTOH")) == []
    # The handle of an account that was on record without one only became known.
    assert words(other("unchecked", ""), presence("unchecked")) == []


def test_facebook_minds_no_dots_and_instagram_does() -> None:
    before = presence("fresh", "fresh", handle="contoh.dinkes")
    assert words(before, presence("fresh", "fresh", handle="contohdinkes")) == ["instagram:handle"]


def test_the_same_account_under_a_new_name_is_no_other() -> None:
    between = Between(renamed={("dinkes", Platform.INSTAGRAM)})
    before = presence("fresh", "fresh", handle="lama")
    now = presence("fresh", "fresh", handle="baru")
    assert words(before, now, between) == ["facebook:handle"]


def test_an_agency_that_was_opened_says_nothing_of_its_platforms() -> None:
    old, new = presence("fresh"), presence("fresh", code="dinsos")
    opened = compare([old], [old, new], Between(opened={"dinsos"}))
    assert opened.agencies[1] == Since(None, new, (Change(Word.OPENED),))
    # One that a roster brought was there before; it only became known.
    assert compare([old], [old, new]).agencies[1] == Since(None, new)


def test_an_agency_that_is_no_more_keeps_its_row() -> None:
    old, other = presence("fresh"), presence("stale", code="dinsos")
    comparison = compare([old, other], [other])
    assert comparison.agencies == (Since(other, other), Since(old, None, (Change(Word.CLOSED),)))
    assert comparison.agencies[1].agency.code == "dinkes"


def test_a_new_name_is_told_after_the_platforms() -> None:
    before, now = presence("fresh"), presence("stale", name="Dinas Kesehatan dan KB")
    assert words(before, now) == ["instagram:quiet", "renamed"]


def test_where_nothing_was_stated_by_then_no_change_is_told() -> None:
    now = [presence("fresh", "none", "gone"), presence("stale", code="dinsos")]
    comparison = compare([], now, Between(opened={"dinsos"}))
    assert not comparison.told
    assert comparison.agencies == tuple(Since(None, each) for each in now)
    assert comparison.by_word() == Counter()
    assert compare(now, []).told


agencies = st.dictionaries(
    st.sampled_from("abcd"), st.tuples(*[st.sampled_from(Verdict)] * 3), max_size=4
)


@given(agencies, agencies)
def test_nothing_changes_between_equal_days_and_every_agency_is_there_once(
    before: dict[str, tuple[str, ...]], now: dict[str, tuple[str, ...]]
) -> None:
    then = [presence(*verdicts, code=code) for code, verdicts in before.items()]
    later = [presence(*verdicts, code=code) for code, verdicts in now.items()]
    assert compare(then, then).by_word() == Counter()
    comparison = compare(then, later)
    codes = [each.agency.code for each in comparison.agencies]
    assert sorted(codes) == sorted({*before, *now})
    assert sum(comparison.by_word().values()) == sum(
        len(each.changes) for each in comparison.agencies
    )
