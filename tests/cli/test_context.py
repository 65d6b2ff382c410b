"""What commands say to a person."""

import pytest

from medsos_cli.cli.context import say, tell


@pytest.mark.parametrize(
    ("is_terminal", "said"),
    [
        (
            True,
            "roster.csv:2: Tgl BAST (N):\n  '12/25/2020' is not a date;\n  see-https://contoh\n",
        ),
        (False, "roster.csv:2: Tgl BAST (N): '12/25/2020' is not a date; see-https://contoh\n"),
    ],
    ids=["terminal", "pipe"],
)
def test_a_long_line_goes_on_between_words_where_it_is_read_by_a_person(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    is_terminal: bool,
    said: str,
) -> None:
    monkeypatch.setenv("COLUMNS", "32")
    monkeypatch.setattr("sys.stderr.isatty", lambda: is_terminal)
    say(
        "{place}: '12/25/2020' is not a date; see-https://contoh",
        place="roster.csv:2: Tgl BAST (N)",
    )
    assert capsys.readouterr().err == said


def test_nothing_that_is_said_holds_a_persons_number_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say("{place}: {text!r} is not a date", place="roster.csv:2", text="3303011203800001")
    tell("from {sender}: {link}", sender="Budi 197502022000011002", link="https://x.com/a/status/1")
    said = capsys.readouterr()
    assert said.err == "roster.csv:2: '…0001' is not a date\n"
    assert said.out == "from Budi …1002: https://x.com/a/status/1\n"
