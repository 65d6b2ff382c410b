"""Whose a post is, and when it was made."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.models import Account, Accuracy, Agency, Platform, PostEvidence
from medsos_cli.rules.posts import Post, date_post, read_post_link
from medsos_cli.words.days import Clock, read_zone
from medsos_cli.words.links import PostLink
from tests.conftest import NOW

IG, FB, X = Platform
DINKES, SETDA = Agency("dinkes", "Dinas Kesehatan"), Agency("setda", "Sekretariat Daerah")
DINKES_IG = Account("dinkes", IG, has=True, handle="contoh.dinkes")
DINKES_X = Account("dinkes", X, has=True, handle="Contoh_Dinkes")
SETDA_IG = Account("setda", IG, has=False)
SETDA_FB = Account("setda", FB, has=True)  # a page whose handle nobody has written down yet
SETDA_X = Account("setda", X, has=True, handle="contoh_dinkes")  # one account for two agencies
RECORD = [DINKES_IG, DINKES_X, SETDA_IG, SETDA_FB, SETDA_X]
KNOWN = PostLink(IG, None, "CITDXUWhaNu")  # of dinkes, as the record says
NEW = PostLink(IG, None, "CITDXUWhaNv")
TWEET = PostLink(X, "contoh_dinkes", "1334000000000000000")  # 2 December, 12:02:39 in Jakarta
ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]


def test_the_link_of_an_account_is_no_post() -> None:
    assert read_post_link("https://x.com/contoh_dinkes/status/1334000000000000000") == TWEET
    with pytest.raises(InputError) as caught:
        read_post_link("https://x.com/contoh_dinkes")
    assert (str(caught.value), caught.value.hint) == (
        "'https://x.com/contoh_dinkes' is an account, not a post",
        "open the post and copy its address",
    )


@pytest.mark.parametrize(
    ("link", "on", "moment", "accuracy"),
    [
        (TWEET, None, "2020-12-02T05:02:39Z", Accuracy.EXACT),
        (TWEET, date(2020, 12, 2), "2020-12-02T05:02:39Z", Accuracy.EXACT),
        (KNOWN, None, "2020-12-02T13:51:35Z", Accuracy.LOWER_BOUND),
        (KNOWN, date(2020, 12, 2), "2020-12-02T05:00:00Z", Accuracy.DAY),
        (KNOWN, date(2020, 12, 3), "2020-12-03T05:00:00Z", Accuracy.DAY),
        (PostLink(FB, None, "12345"), date(2020, 11, 1), "2020-11-01T05:00:00Z", Accuracy.DAY),
    ],
)
def test_a_post_has_the_time_of_its_id_else_noon_of_the_day_said(
    clock: Clock, link: PostLink, on: date | None, moment: str, accuracy: Accuracy
) -> None:
    assert date_post(link, on, clock) == (datetime.fromisoformat(moment), accuracy)


@pytest.mark.parametrize(
    ("link", "on", "words", "hint"),
    [
        (TWEET, date(2020, 12, 1), "post 1334000000000000000 is of 2020-12-02, not of 2020-12-01",
         "leave --on out: the link says the day"),
        (KNOWN, date(2020, 12, 1),
         "post CITDXUWhaNu was begun after 2020-12-01: see the date on the post", None),
        (PostLink(FB, None, "12345"), None, "the link of post '12345' does not say its day",
         "say it with --on DATE, as it stands on the post"),
        (PostLink(X, None, "20"), None, "post '20' is too old: its id does not hold its date",
         "look the date up on the post and give it with --on"),
    ],
)  # fmt: skip
def test_a_day_that_is_not_known_or_cannot_be_is_refused(
    clock: Clock, link: PostLink, on: date | None, words: str, hint: str | None
) -> None:
    with pytest.raises(InputError) as caught:
        date_post(link, on, clock)
    assert (str(caught.value), caught.value.hint) == (words, hint)


def snowflake(moment: datetime) -> str:
    """Write a moment into the id of a post on X (epoch 1288834974657 ms, 22 bits below)."""
    return str((int(moment.timestamp()) * 1000 - 1_288_834_974_657 + 999) << 22)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.datetimes(datetime(2015, 1, 1), NOW.replace(tzinfo=None), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis adds the zone
    st.sampled_from(ZONES),
    st.integers(-2, 2),
)
def test_the_day_of_a_post_is_counted_in_the_offices_zone(
    moment: datetime, zone: str, off: int
) -> None:
    clock, moment = Clock(read_zone(zone), lambda: NOW), moment.replace(microsecond=0)
    link = PostLink(X, None, snowflake(moment))
    day = moment.astimezone(clock.zone).date() + timedelta(days=off)
    if off:
        with pytest.raises(InputError, match=f"of {day - timedelta(days=off)}, not of {day}"):
            date_post(link, day, clock)
    else:
        assert date_post(link, day, clock) == date_post(link, None, clock)
        assert date_post(link, day, clock) == (moment, Accuracy.EXACT)


def test_a_post_is_evidence_under_its_accounts_key() -> None:
    post = Post(TWEET, DINKES_X, datetime(2020, 12, 2, 5, 2, 39, tzinfo=UTC), Accuracy.EXACT)
    assert post.evidence("2020-12-03T03:00:00Z", "post-link") == PostEvidence(
        X, "contoh_dinkes", "1334000000000000000", "2020-12-02T05:02:39Z", Accuracy.EXACT,
        "post-link", "2020-12-03T03:00:00Z",
    )  # fmt: skip


def test_a_post_of_an_account_without_a_handle_is_kept_under_its_agency() -> None:
    post = Post(PostLink(FB, None, "12345"), SETDA_FB, NOW, Accuracy.DAY)
    assert post.evidence("2020-12-03T03:00:00Z", "chat").key == "?setda"
