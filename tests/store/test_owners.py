"""Whose a post is, by what is on record."""

from itertools import count

import pytest

from medsos_cli.errors import InputError
from medsos_cli.models import Account, Accuracy, Agency, Platform, PostEvidence
from medsos_cli.store.agencies import Suggestions
from medsos_cli.store.database import Store
from medsos_cli.store.owners import find_owner
from medsos_cli.store.post_evidence import record_post
from medsos_cli.words.links import PostLink
from medsos_cli.words.similar_offices import TimeToLook
from tests.record import put

IG, FB, X = Platform
DINKES, SETDA = Agency("dinkes", "Dinas Kesehatan"), Agency("setda", "Sekretariat Daerah")
DINKES_IG = Account("dinkes", IG, has=True, handle="contoh.dinkes")
DINKES_X = Account("dinkes", X, has=True, handle="Contoh_Dinkes")
SETDA_IG = Account("setda", IG, has=False)
SETDA_FB = Account("setda", FB, has=True)  # a page whose handle nobody has written down yet
SETDA_X = Account("setda", X, has=True, handle="contoh_dinkes")  # one account for two agencies
KNOWN = PostLink(IG, None, "CITDXUWhaNu")  # of dinkes, as the record says
NEW = PostLink(IG, None, "CITDXUWhaNv")
TWEET = PostLink(X, "contoh_dinkes", "1334000000000000000")


@pytest.fixture
def record(store: Store) -> Store:
    seen = "2020-12-03T03:00:00Z"
    put(store, [DINKES, SETDA], [DINKES_IG, DINKES_X, SETDA_IG, SETDA_FB, SETDA_X])
    post = PostEvidence(IG, DINKES_IG.key, KNOWN.code, seen, Accuracy.DAY, "post-link", seen)
    assert record_post(store, post, seen, "tu") == "new"
    return store


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
    record: Store, link: PostLink, agency: Agency | None, account: Account
) -> None:
    assert find_owner(record, link, agency) == account


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
    record: Store, link: PostLink, agency: Agency | None, words: str, hint: str | None
) -> None:
    with pytest.raises(InputError) as caught:
        find_owner(record, link, agency)
    assert (str(caught.value), caught.value.hint) == (words, hint)


def test_near_names_are_searched_for_as_long_as_allowed_and_no_more(record: Store) -> None:
    seconds = count()
    near = Suggestions(TimeToLook(2, lambda: float(next(seconds))))
    handles = "select handle from account where handle is not null"
    hints = [near.hint(record, "contoh.dinkess", handles) for _ in range(3)]
    assert [bool(hint) for hint in hints] == [True, True, False]
