"""In which language people are spoken to."""

from pathlib import Path

import pytest

from medsos_cli.cli.language import choose_language
from medsos_cli.errors import InputError
from tests.conftest import Run


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "medsos" / "config.toml"
    path.parent.mkdir()
    return path


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "id_ID"}, "id"),
        ({"LANG": "it_IT.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8", "MEDSOS_LANG": "en"}, "en"),
        ({"LANG": "C", "MEDSOS_LANG": " ID "}, "id"),
        ({"LANG": "id_ID.UTF-8", "MEDSOS_LANG": ""}, "id"),
    ],
)
@pytest.mark.usefixtures("config")
def test_the_variable_goes_before_the_system(environ: dict[str, str], language: str) -> None:
    assert choose_language(environ) == language


def test_the_settings_go_before_the_system_and_after_the_variable(config: Path) -> None:
    config.write_text('Lang = "id"\n', encoding="utf-8-sig")
    assert choose_language({"LANG": "en_US"}) == "id"
    assert choose_language({"MEDSOS_LANG": "en"}) == "en"


def test_settings_that_cannot_be_read_choose_no_language(config: Path) -> None:
    config.write_text("lang = ", encoding="utf-8")
    assert choose_language({"LANG": "id_ID"}) == "id"


def test_another_word_is_no_language(config: Path) -> None:
    with pytest.raises(InputError, match="MEDSOS_LANG: 'jawa' is no language") as error:
        choose_language({"MEDSOS_LANG": "jawa"})
    assert error.value.hint == "write id (Indonesia) or en (English)"
    config.write_text('lang = "su"', encoding="utf-8")
    with pytest.raises(InputError, match=r"config\.toml: lang: 'su' is no language"):
        choose_language({})


def test_a_run_with_a_word_that_is_no_language_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDSOS_LANG", "jawa")
    answer = run("agencies", code=2)
    assert answer.err == (
        "error: MEDSOS_LANG: 'jawa' is no language of this program\n"
        "hint: write id (Indonesia) or en (English)\n"
    )


def test_verdicts_and_states_are_spoken_to_people_and_not_to_programs(
    sample: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = [sample("audit", "--format", "csv").out, sample("devices", "--format", "json").out]
    monkeypatch.setenv("MEDSOS_LANG", "id")
    audit = sample("audit", "--as-of", "2020-12-03")
    assert audit.lines[-5].startswith("instagram  ✓")
    words = {"aktif", "sepi", "kosong", "dicek", "hilang", "punya", "didata"}
    assert words <= set(audit.lines[-5].split())
    assert {line.split()[3] for line in sample("devices").lines[2:]} == {"dipegang"}
    assert "serah terima" in sample("history", "HP-01").out
    assert [
        sample("audit", "--format", "csv").out,
        sample("devices", "--format", "json").out,
    ] == english


def test_what_is_shown_in_indonesian_can_be_typed(
    sample: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = sample("audit", "--only", "stale", "--format", "csv").out
    monkeypatch.setenv("MEDSOS_LANG", "id")
    assert sample("audit", "--only", "sepi", "--format", "csv").out == wanted
    assert "[bawaan: hari ini]" in sample("return", "--help").out
    assert "[PONSEL atau OPD]" in sample("history", "--help").out
