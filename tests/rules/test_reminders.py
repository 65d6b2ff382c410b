"""What an agency with quiet accounts is written: what is known, never what is not."""

from datetime import date
from urllib.parse import unquote

import pytest

from medsos_cli.answers.report_words import short_day
from medsos_cli.errors import InputError
from medsos_cli.models import Platform
from medsos_cli.rules.reminders import Admin, Letter, default_text, remind, reminded
from tests.months import JUDGEMENT, agency, finding

IG, FB, X = Platform
ANI = Admin("Ani", "+6281200000001")
LETTER = Letter(default_text(), "Dinkominfo", short_day)


def test_one_message_for_all_quiet_accounts_says_what_is_known() -> None:
    presence = agency("kesehatan", "dinas", finding(IG, "stale", 60), finding(FB, "empty"),
                      finding(X, "fresh", 1))  # fmt: skip
    made = remind(presence, ANI, JUDGEMENT, LETTER)
    assert made
    assert made.text.splitlines() == [
        "To Ani, Dinas Kesehatan:", "",
        "about the social media of your office:",
        "- Instagram contoh.instagram: no post that we know of since 1 Oct 2026",
        "- Facebook contoh.facebook: no post that we know of yet", "",
        "Please send us the links of new posts, or post soon. Thank you.",
        "Dinkominfo",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("quiet", "known"),
    [
        (
            finding(IG, "stale", 60, looked=31),
            "the last post that we know of is of 1 Oct 2026; please send links of newer ones",
        ),
        (
            finding(IG, "unchecked", looked=None),
            "we do not know of your latest posts; please send their links",
        ),
    ],
)
def test_where_nobody_has_looked_lately_links_are_asked_for(quiet: object, known: str) -> None:
    presence = agency("a", None, quiet)  # type: ignore[arg-type]  # a finding, of the table above
    made = remind(presence, Admin(), JUDGEMENT, LETTER)
    assert made
    assert f": {known}\n" in made.text
    assert "no post that" not in made.text
    assert made.text.startswith("To the social media admin,")


def test_of_an_account_without_a_handle_its_address_is_asked_for() -> None:
    nameless = finding(FB, "unchecked", looked=None)._replace(handle=None)
    made = remind(agency("a", None, nameless), ANI, JUDGEMENT, LETTER)
    assert made
    asked = "- Facebook: we do not know what your account is called; please send its address\n"
    assert asked in made.text


@pytest.mark.parametrize("verdict", ["fresh", "none", "unlisted", "gone"])
def test_who_has_no_quiet_account_is_not_written_to(verdict: str) -> None:
    assert remind(agency("a", None, finding(IG, verdict)), ANI, JUDGEMENT, LETTER) is None


@pytest.mark.parametrize(
    ("admin", "start"),
    [(ANI, "https://wa.me/6281200000001?text="), (Admin("Ani"), "https://wa.me/?text=")],
)
def test_the_link_opens_the_chat_with_the_text_as_it_is(admin: Admin, start: str) -> None:
    text = "Halo {holder} 🙏\n100 % & lebih? {last_post} {checked_on} a+b #1"
    made = remind(
        agency("a", None, finding(IG, "stale", 60)),
        admin,
        JUDGEMENT,
        LETTER._replace(template=text),
    )
    assert made
    assert made.link.startswith(start)
    encoded = made.link.removeprefix(start)
    assert (
        unquote(encoded)
        == made.text
        == ("Halo Ani 🙏\n100 % & lebih? 1 Oct 2026 30 Nov 2026 a+b #1")
    )
    assert not {" ", "\n", "+", "&", "#", "🙏"} & {*encoded}
    assert "%0A" in encoded
    assert "%20" in encoded
    assert "%F0%9F%99%8F" in encoded


@pytest.mark.parametrize("name", ["opd", "", "holder.__class__"])
def test_a_name_that_means_nothing_is_refused_or_left_as_text(name: str) -> None:
    template = f"Halo {{{name}}}"
    letter = LETTER._replace(template=template)
    presence = agency("a", None, finding(IG, "stale", 60))
    if "." in name:
        made = remind(presence, ANI, JUDGEMENT, letter)
        assert made
        assert made.text == template
    else:
        with pytest.raises(InputError, match="means nothing"):
            remind(presence, ANI, JUDGEMENT, letter)


def test_the_latest_reminder_is_told() -> None:
    made = remind(agency("a", None, finding(IG, "stale", 60)), ANI, JUDGEMENT, LETTER)
    assert made
    days = [("a", date(2026, 11, 2)), ("b", date(2026, 11, 9)), ("a", date(2026, 11, 8))]
    assert [each.reminded_on for each in reminded([made], days)] == [date(2026, 11, 8)]
