"""What a shell is told that may come next."""

import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from typer.main import get_command

from medsos_cli.cli import app
from medsos_cli.cli.completion_values import FILES, answer
from tests.conftest import Run


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("a", ["agencies", "agency", "account", "assign", "amend", "audit", "activity"]),
        ("stocktake s", ["start", "seen", "status"]),
        ("audit --s", ["--stale-days", "--since", "--sort"]),
        ("audit --stale-days 3 --st", []),
        ("audit --sort ", ["name", "stale"]),
        ("audit --only fresh,un", ["fresh,unchecked", "fresh,unlisted"]),
        ("assign HP-1", [f"HP-1{n}" for n in range(10)]),
        ("assign hp-01", []),
        ("assign HP-01 dinh", ["dinhub"]),
        ("audit --agency dinh", ["dinhub"]),
        ("history dink", ["dinkes", "dinkominfo", "dinkopukm"]),
        ("agencies --kind ke", ["kecamatan"]),
        ("stocktake seen HP-01 HP-02 HP-65", ["HP-65"]),
        ("return HP-01 --condition R", ["RR", "RB"]),
        ("bast HP-6", [f"HP-6{n}" for n in range(6)]),
        ("devices --form k", ["kib-b", "kir"]),
        ("followup dinkes --by l", ["letter"]),
        ("import ", [FILES]),
        ("audit --output x", [FILES]),
        ("help verd", ["verdicts"]),
        ("completion f", ["fish"]),
        ("nothing x", []),
        ("audit x", []),
    ],
)
def test_commands_options_and_names_on_record_complete(
    sample: Run, db: Path, line: str, names: list[str]
) -> None:
    sample("info")
    *words, word = line.split(" ")
    lines = answer(get_command(app), words, word, db)
    assert [each.split("\t")[0] for each in lines] == names


def test_each_says_what_it_is(sample: Run, db: Path) -> None:
    sample("info")
    assert answer(get_command(app), ["audit", "--agency"], "dinh", db) == [
        "dinhub\tDinas Perhubungan"
    ]
    assert answer(get_command(app), [], "doc", db) == [
        "doctor\tLook for what is wrong with the database; exit with 1 where something is broken."
    ]


def test_without_a_database_nothing_is_said(tmp_path: Path) -> None:
    assert answer(get_command(app), ["assign"], "HP", tmp_path / "none.db") == []
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "bad.db").write_bytes(b"no database")
    assert answer(get_command(app), ["assign"], "HP", tmp_path / "bad.db") == []


def test_nobody_waits_for_a_file_that_does_not_answer(
    sample: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample("info")
    root, end = get_command(app), Event()

    def never(_store: object, _word: str) -> list[tuple[str, str]]:
        end.wait(10)
        return [("HP-01", "")]

    monkeypatch.setattr("medsos_cli.store.typed_names.tags_from", never)
    answer(root, ["assign"], "HP", db)  # what is imported the first time takes its own time
    begun = monotonic()
    assert answer(root, ["assign"], "HP", db) == []
    assert monotonic() - begun < 1
    end.set()


@pytest.mark.skipif(sys.platform == "win32", reason="bash")
def test_bash_completes_a_line(sample: Run, run: Run, db: Path, tmp_path: Path) -> None:
    sample("device", "add", "HP kecil")
    script = run("completion", "bash").out + (
        'complete_line() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _medsos;'
        ' printf "%s\\n" "${COMPREPLY[@]}"; }\n'
        "complete_line medsos assign 'HP '\n"
        "complete_line medsos --vers\n"
        "complete_line medsos account acc\n"
    )
    bin_folder = Path(sys.executable).parent
    done = subprocess.run(
        ["/bin/bash", "-c", script],
        env={"PATH": f"{bin_folder}:/bin:/usr/bin", "MEDSOS_DB": str(db), "HOME": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("HP\\ kecil\n--version\naccept\n", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_has_its_script(run: Run, shell: str) -> None:
    script = run("completion", shell).out
    assert "_MEDSOS_WORD" in script
    assert ":files" in script


def test_another_shell_is_refused(run: Run) -> None:
    assert run("completion", "zhs", code=2).err == (
        "error: 'zhs' is no shell that can be helped\nhint: did you mean zsh?\n"
    )
