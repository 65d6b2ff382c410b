"""When a post was made, as its id says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.models import Accuracy, Platform
from medsos_cli.words.links import PostLink, read_link
from medsos_cli.words.post_ids import counted_until, post_time
from tests.words.test_links import stored

IG, FB, X = Platform
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PFBID = "pfbid0Fnzhm8UuzjBYpPMNFzaSpFE9UmLdU4fJN8qTANi1Dmtj5q7DNrL5NERXfsAzDEV7l"


@pytest.mark.parametrize(
    ("link", "moment"),
    [
        ("https://x.com/TopHeroes_/status/2001950365332455490", "2025-12-19T09:38:56+00:00"),
        ("https://x.com/i/status/560070183650213889", "2015-01-27T13:41:52+00:00"),
        # Read 0.4 and 0.2 s after the network's own second: a lower bound but for rounding.
        ("https://instagram.com/p/aye83DjauH", "2013-06-20T17:15:45+00:00"),
        ("https://instagram.com/p/DSxMoYVjXqb", "2025-12-27T13:32:57+00:00"),
        ("https://instagram.com/p/DXzegEwzan7", "2026-05-01T17:24:33+00:00"),
    ],
)
def test_an_id_says_its_date(link: str, moment: str) -> None:
    found = read_link(link)
    assert isinstance(found, PostLink)
    accuracy = Accuracy.EXACT if found.platform is X else Accuracy.LOWER_BOUND
    assert post_time(found, NOW) == (datetime.fromisoformat(moment), accuracy)


def test_a_story_says_its_date_by_the_same_formula() -> None:
    found = read_link("https://www.instagram.com/stories/fruits_zipper/3570766765028588805/")
    assert isinstance(found, PostLink)
    dated = post_time(found, NOW)
    assert dated is not None
    assert dated[0].date().isoformat() == "2025-02-18"


def test_facebook_needs_a_date_from_outside() -> None:
    assert post_time(PostLink(FB, None, PFBID), NOW) is None


@pytest.mark.parametrize(
    "post", [PostLink(X, None, "8138669971"), PostLink(X, None, "99999999999999"),
             PostLink(IG, None, "BsOq")],
)  # fmt: skip
def test_an_id_from_before_the_clock_is_refused(post: PostLink) -> None:
    with pytest.raises(InputError, match="too old") as caught:
        post_time(post, NOW)
    assert "--on" in str(caught.value.hint)


@pytest.mark.parametrize(
    "post",
    [
        PostLink(X, None, "9999999999999999999"),
        PostLink(IG, None, "___________"),
        PostLink(IG, None, "99999999999999999999"),
    ],
)
def test_a_date_in_the_future_is_refused(post: PostLink) -> None:
    with pytest.raises(InputError, match="future"):
        post_time(post, NOW)


def test_the_future_begins_after_now() -> None:
    post = PostLink(X, None, "2001950365332455490")
    moment = datetime(2025, 12, 19, 9, 38, 56, tzinfo=UTC)
    assert post_time(post, moment) == (moment, Accuracy.EXACT)
    with pytest.raises(InputError, match="future"):
        post_time(post, moment - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("post", "last"),
    [
        (PostLink(X, None, "8138669971"), date(2011, 1, 3)),
        (PostLink(IG, None, "D"), date(2011, 10, 23)),
        (PostLink(X, None, "112288509276065792"), None),
        (PostLink(IG, None, "CITDXUWhaNu"), None),
        (PostLink(FB, None, "1234567890"), None),
    ],
)
def test_an_id_that_was_counted_says_only_until_when(post: PostLink, last: date | None) -> None:
    assert counted_until(post) == last


def test_every_known_id_gives_its_date() -> None:
    # Facts, §5: an X time is exact to the second; an Instagram one is at most a second late,
    # and at most 23 h early (a post written long before it was published).
    for pair in stored("id-dates.json", "pairs"):
        if pair.get("usable") is False:  # the stored time is that of something else
            continue
        platform = Platform(pair["platform"])
        found = post_time(PostLink(platform, None, pair["code"]), NOW)
        assert found is not None
        late = (found[0] - datetime.fromisoformat(pair["taken_at"])).total_seconds()
        assert -83_000 <= late <= 1 if platform is IG else late == 0, pair
        if platform is IG and pair["code"] != "DbbY9pdm6Q2":
            assert late >= -665, pair


@given(st.integers(2**40, 2**63 - 1))
def test_a_short_code_and_a_story_of_the_same_id_agree(number: int) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    code, rest = "", number
    while rest:
        code, rest = alphabet[rest & 63] + code, rest >> 6
    story = PostLink(IG, None, str(number).zfill(19))
    far = datetime(2100, 1, 1, tzinfo=UTC)
    assert post_time(PostLink(IG, None, code), far) == post_time(story, far)
