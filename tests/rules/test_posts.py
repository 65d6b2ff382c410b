"""Whose a post is, and when it was made."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsos_cli.days import Clock, read_zone
from medsos_cli.errors import InputError
from medsos_cli.links import PostLink
from medsos_cli.models import Account, Accuracy, Agency, Platform, Result, Sighting, compare_key
from medsos_cli.posts import Owners, Post, date_post, find_owner, read_post_link
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


def of_handle(platform: Platform, handle: str) -> list[Account]:
    key = compare_key(platform, handle)
    return [each for each in RECORD if each.platform is platform and each.key == key]


OWNERS = Owners(
    of_handle,
    of_post=lambda link: [DINKES_IG] if link == KNOWN else [],
    of_agency=lambda agency, platform: next(
        (each for each in RECORD if (each.agency, each.platform) == (agency, platform)), None
    ),
    handles=lambda platform: [
        each.handle for each in RECORD if each.platform is platform and each.handle
    ],
)


@pytest.mark.parametrize(
    ("link", "agency", "account"),
    [
        (TWEET, None, DINKES_X),
        (TWEET, DINKES, DINKES_X),
        (TWEET, SETDA, SETDA_X),
        (PostLink(X, "CONTOH_dinkes", "1"), None, DINKES_X),
        (PostLink(IG, "contoh.dinkes", "abcd"), None, DINKES_IG),
        (KNOWN, None, DINKES_IG),
        (KNOWN, DINKES, DINKES_IG),
        (NEW, DINKES, DINKES_IG),
        (PostLink(FB, None, "12345"), SETDA, SETDA_FB),
    ],
)
def test_a_post_is_that_of_its_handle_else_of_the_agency_said(
    link: PostLink, agency: Agency | None, account: Account
) -> None:
    assert find_owner(link, agency, OWNERS) == account


@pytest.mark.parametrize(
    ("link", "agency", "words", "hint"),
    [
        (PostLink(X, "contoh_dinkess", "1"), DINKES,
         "no agency on record has the twitter account contoh_dinkess",
         "did you mean contoh_dinkes?"),
        (PostLink(X, "rsud", "1"), None, "no agency on record has the twitter account rsud",
         "to put it on record: medsos account set AGENCY twitter rsud"),
        (PostLink(IG, "contoh.dinkes", "abcd"), SETDA,
         "the instagram account contoh.dinkes is that of dinkes, not of setda", None),
        (KNOWN, SETDA, "the instagram post CITDXUWhaNu is that of dinkes, not of setda", None),
        (NEW, None, "the instagram link of CITDXUWhaNv does not say whose post it is",
         "say it: medsos post URL --agency AGENCY"),
        (NEW, SETDA, "setda has no instagram account on record",
         "put it on record first: medsos account set setda instagram HANDLE"),
        (PostLink(FB, None, "12345"), DINKES, "dinkes has no facebook account on record",
         "put it on record first: medsos account set dinkes facebook HANDLE"),
    ],
)  # fmt: skip
def test_a_post_of_nobody_or_of_another_is_refused(
    link: PostLink, agency: Agency | None, words: str, hint: str | None
) -> None:
    with pytest.raises(InputError) as caught:
        find_owner(link, agency, OWNERS)
    assert (str(caught.value), caught.value.hint) == (words, hint)


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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
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
    assert post.sighting("2020-12-03T03:00:00Z", "post-link") == Sighting(
        X, "contoh_dinkes", Result.POST, "2020-12-02T05:02:39Z", Accuracy.EXACT,
        "2020-12-03T03:00:00Z", "2020-12-03T03:00:00Z", "post-link", "1334000000000000000",
    )  # fmt: skip


def test_a_post_of_an_account_without_a_handle_is_kept_under_its_agency() -> None:
    post = Post(PostLink(FB, None, "12345"), SETDA_FB, NOW, Accuracy.DAY)
    assert post.sighting("2020-12-03T03:00:00Z", "chat").key == "?setda"
