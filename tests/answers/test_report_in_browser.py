"""The leader's page in a real browser: on a projector, on a phone, on paper."""

from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pypdfium2
import pytest

from medsos_cli.answers.report_html import write_html
from medsos_cli.answers.report_page import write_page
from medsos_cli.cli.language import load_language
from medsos_cli.errors import speak
from medsos_cli.models import Platform
from medsos_cli.rules.report import Evidence, compile_report
from tests.browser import Browser, find_browser
from tests.months import agency, finding, presences, regency

A4 = (595, 842)


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return find_browser(tmp_path)


@pytest.fixture(params=["en", "id"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Speak one language after the other: words are of other lengths in each."""
    speak(load_language(request.param))
    yield request.param
    speak(NullTranslations())


def page(evidence: Evidence) -> str:
    return write_html(write_page(compile_report(evidence)))


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 800), (390, 844)])
@pytest.mark.usefixtures("language")
def test_it_fits_and_can_be_read(browser: Browser, width: int, height: int) -> None:
    found = browser.measure(page(regency()), width, height)
    assert (found["wide"], found["pale"], found["small"]) == ([], [], [])
    assert found["scroll"] <= found["width"] == width


@pytest.mark.usefixtures("language")
def test_the_summary_is_the_first_screen_of_a_projector(browser: Browser) -> None:
    assert browser.measure(page(regency()), 1920, 1080)["summary"] <= 1080


def test_long_words_make_nothing_overflow(browser: Browser) -> None:
    name, kind = "Dinas" + "panjang" * 20, "k" * 60
    bad = agency("a", kind, finding(Platform.INSTAGRAM, "stale", 90, flag="impostor"), name=name)
    found = browser.measure(page(presences(bad)), 390, 844)
    assert found["wide"] == []


def test_the_summary_prints_on_the_first_page_of_a4(browser: Browser, language: str) -> None:
    document = pypdfium2.PdfDocument(browser.print(page(regency())))
    assert all(tuple(map(round, each.get_size())) == A4 for each in document)
    first, second = (document[n].get_textpage().get_text_bounded() for n in (0, 1))
    told = write_page(compile_report(regency()))
    assert told.language == language
    for table in (told.decisions, told.silent, told.followups):
        assert table.title in first
    assert told.recap.title not in first
    assert second.startswith(told.recap.title)
