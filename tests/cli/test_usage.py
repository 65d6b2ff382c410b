"""A command line that is not right: all of it is said at once, in our own words."""

import pytest

from tests.conftest import Run


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "assign",
            (
                "error: missing: DEVICE, AGENCY, --to\n"
                "hint: write medsos assign DEVICE AGENCY --to NAME; for the rest see: "
                "medsos assign --help\n"
            ),
        ),
        (
            "assign HP-1 dinas kesehatan kota --to Ani",
            (
                "error: too much: kesehatan kota\n"
                "hint: put a name of several words into quotation marks; "
                "see: medsos assign --help\n"
            ),
        ),
        (
            "assign HP-1 --on 32/1/2020 --condition bagus",
            (
                "error: missing: AGENCY, --to\n"
                "hint: write medsos assign DEVICE AGENCY --to NAME; for the rest see: "
                "medsos assign --help\n"
                "error: --on: '32/1/2020' is not a date: that month has no such day\n"
                "hint: look the day up\n"
                "error: --condition: 'bagus' is no condition\n"
                "hint: write B (baik), RR (rusak ringan) or RB (rusak berat)\n"
            ),
        ),
        (
            "audit --stale-days x --sort worst --format tabel",
            (
                "error: --stale-days: 'x' is no number it can take\n"
                "hint: write a whole number, 0 or more\n"
                "error: --sort: 'worst' is none of its words\n"
                "hint: the words are name, stale\n"
                "error: --format: 'tabel' is none of its words\n"
                "hint: did you mean table?\n"
            ),
        ),
        (
            "devices --sim-expiring -1",
            (
                "error: --sim-expiring: '-1' is no number it can take\n"
                "hint: write a whole number from 0 to 36525\n"
            ),
        ),
        (
            "audit --stale-day 3",
            "error: medsos audit has no option --stale-day\nhint: did you mean --stale-days?\n",
        ),
        ("audit -x", "error: medsos audit has no option -x\nhint: see: medsos audit --help\n"),
        (
            "--full devices",
            (
                "error: there is no option --full before a command\n"
                "hint: options stand after the command: medsos COMMAND --full\n"
            ),
        ),
        ("audit --as-of", "error: --as-of needs a value\nhint: write --as-of DATE\n"),
        ("audit --sort", "error: --sort needs a value\nhint: write --sort name|stale\n"),
        ("audit --refresh=yes", "error: --refresh takes no value\nhint: write --refresh alone\n"),
        ("--", "error: no command is named\nhint: see: medsos --help\n"),
        (
            "devise",
            "error: there is no command medsos devise\nhint: did you mean device or devices?\n",
        ),
        (
            "Hapus HP-01",
            (
                "error: there is no command medsos Hapus\n"
                "hint: did you mean void or device write-off or device withdraw?\n"
            ),
        ),
        (
            "pindah HP-01",
            "error: there is no command medsos pindah\nhint: did you mean transfer?\n",
        ),
        (
            "stocktake begin",
            (
                "error: there is no command medsos stocktake begin\n"
                "hint: see: medsos stocktake --help\n"
            ),
        ),
    ],
)
def test_what_is_wrong_is_said_at_once_with_a_way_out(run: Run, words: str, said: str) -> None:
    answer = run(*words.split(), code=2)
    assert (answer.out, answer.err) == ("", said)


def test_a_line_that_cannot_be_read_is_refused_in_indonesian(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDSOS_LANG", "id")
    assert run("return", "--oldest", code=2).err == (
        "galat: medsos return tidak punya opsi --oldest\nsaran: lihat: medsos return --help\n"
    )
    assert run("return", code=2).err == (
        "galat: belum disebutkan: PONSEL\n"
        "saran: tulis medsos return PONSEL; selebihnya lihat: medsos return --help\n"
    )


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("undo", "void"),
        ("kembali", "return"),
        ("inventarisasi", "stocktake"),
        ("hp", "device add or devices"),
        ("ekspor", "roster"),
    ],
)
def test_what_others_call_it_leads_to_the_command_and_is_never_taken(
    run: Run, word: str, meant: str
) -> None:
    assert run(word, "x", code=2).err == (
        f"error: there is no command medsos {word}\nhint: did you mean {meant}?\n"
    )


def test_it_leads_to_a_command_within_another_too(run: Run) -> None:
    assert run("device", "hapus", "HP-1", code=2).err == (
        "error: there is no command medsos device hapus\n"
        "hint: did you mean device write-off or device withdraw?\n"
    )
