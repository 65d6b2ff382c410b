"""A damaged file is told in one line by every command, and `doctor` says what is wrong with it."""

import sqlite3
from contextlib import closing
from itertools import chain
from pathlib import Path
from random import Random

import pytest

from tests.conftest import SAMPLE, Run

LOOKS = """
audit | audit --format json | audit --since 2/12/2020 | devices --all | agencies | history | posts
history HP-01 | show HP-01 | show dinkominfo | activity --month 2020-11 | remind | followups
report --month 2020-11 --format txt | senders | stocktakes | roster | doctor | info
bast 1 --output paper.docx | labels --output labels.pdf | backup copy.db
"""
WRITES = f"""
assign HP-01 dinkominfo --to Ani | transfer HP-02 dinkominfo --to Budi | void 1 --reason x
device set HP-03 --model x | account set dinkominfo instagram abc | import {SAMPLE}
agency rename dinkominfo X | followup dinkominfo --by call | sender add Ani dinkominfo
"""
COMMANDS = [line.split() for text in (LOOKS, WRITES) for line in chain(
    *(row.split("|") for row in text.strip().splitlines()))]  # fmt: skip


@pytest.fixture
def office(sample: Run, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Keep something of everything, in one file without a log beside it."""
    monkeypatch.chdir(tmp_path)
    link = "https://www.instagram.com/p/CIS6l8SFMxk/"
    sample("post", link, "--agency", "dinkominfo", "--on", "2/12/2020")
    for words in (
        "stocktake start", "stocktake seen HP-01", "sender add Ani dinkominfo",
        "followup dinkominfo --by whatsapp", "agency rename dinkominfo Kominfo",
    ):  # fmt: skip
        sample(*words.split())
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("vacuum")
        connection.execute("pragma journal_mode = delete")
    return sample


def try_all(run: Run, db: Path, commands: list[list[str]]) -> None:
    damaged = db.read_bytes()
    for words in commands:
        for file in db.parent.glob("medsos.db-*"):
            file.unlink()
        db.write_bytes(damaged)
        for name in ("paper.docx", "labels.pdf", "copy.db"):
            (db.parent / name).unlink(missing_ok=True)
        answer = run(*words, code=None)  # an error that is none of ours leaves as it is
        assert "Traceback" not in answer.err


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_a_byte_that_changed_is_no_traceback(seed: int, office: Run, db: Path) -> None:
    assert len(COMMANDS) == 31
    random, damaged = Random(seed), bytearray(db.read_bytes())  # noqa: S311  # no secret
    at = random.choice([n for n, byte in enumerate(damaged) if byte])
    damaged[at] = random.choice([damaged[at] ^ 1 << random.randrange(8), 0xFF, 0])
    db.write_bytes(damaged)
    try_all(office, db, COMMANDS)


DAMAGE = {
    "no text": "update agency set name = cast(x'44ff' as text) where code = 'dinkominfo'",
    "no moment": "update custody_event set recorded_at = '202o-12-03T03:00:00Z' where event = 1",
    "no kind": "update custody_event set kind = 'hancover' where event = 1",
    "no device": "update custody_event set device = 4711 where event = 1",
    "no column": "alter table agency drop column note",
    "no table": "drop table statement",
    "no text of its own": "update sqlite_schema set sql = replace(sql, 'device', "
    "cast(x'ffff' as text)) where name = 'device'",
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_of_every_kind_is_told(kind: str, office: Run, db: Path) -> None:
    damage(db, DAMAGE[kind])
    try_all(office, db, COMMANDS[::4])
    assert "\nfail " in f"\n{office('doctor', code=1).out}"


@pytest.mark.parametrize("kind", ["no text", "no moment"])
def test_what_cannot_be_read_is_said_to_be_the_file(kind: str, office: Run, db: Path) -> None:
    damage(db, DAMAGE[kind])
    words = {"no text": "agencies", "no moment": "history"}[kind]
    assert office(*words.split(), code=2).err == (
        f"error: the database {db} is damaged\nhint: what is wrong is told by: medsos doctor\n"
    )


def test_a_failure_that_is_not_the_files_is_a_bug_and_crashes(
    office: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **_named: object) -> None:
        raise LookupError("a bug")

    monkeypatch.setattr("medsos_cli.store.presence.presences", fail)
    damage(db, "create table catatan (id integer, dibuat_at text)")
    damage(db, "insert into catatan values (1, '2020-12-03 10:00')")  # somebody's own is theirs
    with pytest.raises(LookupError, match="a bug"):
        office("audit")
    assert "\nfail " not in office("doctor").out


def damage(db: Path, statement: str) -> None:
    """Damage the file as no guard of its own lets a program do."""
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("pragma writable_schema = on")
        connection.execute("pragma ignore_check_constraints = on")
        names = connection.execute(
            "select name from sqlite_schema where type in ('trigger', 'view')"
        )
        kept = [
            row for (name,) in names.fetchall()
            for row in connection.execute("select type, name, tbl_name, rootpage, sql "
                                          "from sqlite_schema where name = ?", (name,))
        ]  # fmt: skip
        connection.execute("delete from sqlite_schema where type in ('trigger', 'view')")
        connection.commit()
        connection.execute("pragma writable_schema = reset")
        connection.execute("pragma writable_schema = on")
        connection.execute(statement)
        connection.commit()
        connection.executemany("insert into sqlite_schema values (?, ?, ?, ?, ?)", kept)
        connection.commit()
