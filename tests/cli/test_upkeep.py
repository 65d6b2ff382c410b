"""`backup`, `doctor` and `info`, as an officer says them."""

import json
import os
import re
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from medsos_cli.store.place import on_one_disk
from tests.conftest import NOW, ROOT, SAMPLE, Run
from tests.office import code_of_event, open_office, query

DATA = ROOT / "tests" / "data"
SECRET = "EAAB-a-secret-that-nobody-may-see"  # noqa: S105  # nobody's
COPY = """
insert into custody_event
    (event, device, day, recorded_at, recorded_by, kind, agency, holder, voids, reason)
select 99, device, day, recorded_at, recorded_by, {} from custody_event where event = 1
"""


def write(db: Path, *statements: str) -> None:
    with closing(sqlite3.connect(db)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def findings(run: Run, *, code: int = 0) -> dict[str, str]:
    """Run `doctor`; return for each thing looked at how it is."""
    lines = run("doctor", code=code).lines
    return {line[6:19].strip(): line[:5].strip() for line in lines if not line.startswith(" ")}


def test_a_backup_is_the_whole_database_and_its_owners_only(
    sample: Run, db: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    answer = sample("backup", copy)
    assert answer.out == f"{copy} is made and checked, up to event 65: {code_of_event(db, 65)}\n"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600 or sys.platform == "win32"
    for words in (("audit",), ("devices", "--full"), ("history", "--full")):
        of_copy = sample(*words, "--format", "json", "--db", copy).out
        assert of_copy == sample(*words, "--format", "json", "--db", db).out
    assert {*tmp_path.iterdir()} == {db, copy}


def test_a_backup_holds_what_the_log_beside_the_file_holds(
    sample: Run, db: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(db)) as reader:  # keeps the WAL from being written back
        reader.execute("begin").execute("select * from agency").fetchone()
        sample("return", "HP-01")
        assert db.with_name(f"{db.name}-wal").stat().st_size
        sample("backup", tmp_path / "copy.db")
    assert "in stock" in sample("devices", "--in-stock", "--db", tmp_path / "copy.db").out


def test_an_existing_file_stays_unless_forced(sample: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("of somebody else")
    answer = sample("backup", copy, code=2)
    assert answer.err.startswith(f"error: {copy} exists\nhint: say --force")
    assert copy.read_text() == "of somebody else"
    sample("backup", copy, "--force")
    assert copy.read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.parametrize("name", ["medsos.db", "medsos.db-wal", "link.db", "hard.db"])
def test_a_backup_never_goes_onto_the_database_itself(
    sample: Run, db: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "link.db").symlink_to(db)
    (tmp_path / "hard.db").hardlink_to(db)
    before = sha256(db.read_bytes()).digest()
    assert "the database itself" in sample("backup", tmp_path / name, "--force", code=2).err
    assert sha256(db.read_bytes()).digest() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("no/folder.db",), "make the folder"),
        (("folder",), "say --keep N"),
        (("folder", "--force"), "say --keep N"),
        (("none", "--keep", "3"), "make it first: mkdir none"),
        (("usb",), "is the stick plugged in? write usb.db"),
        (("mnt/usb",), "is the stick plugged in? write mnt/usb/medsos.db"),
        (("usb/",), "is the stick plugged in? write usb/medsos.db"),
        (("copy.db/",), "write copy.db/medsos.db"),
        (("folder", "--keep", "3", "--force"), "needs no --force"),
        (("folder", "--keep", "0"), "--keep"),
    ],
)
def test_words_that_name_no_place_for_a_copy_are_refused(
    sample: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert told in sample("backup", *words, code=2).err
    assert not [*(tmp_path / "folder").iterdir()]


def test_dated_copies_rotate_and_other_files_stay(sample: Run, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "medsos-notes.db").write_text("of somebody else")
    for night in range(5):
        sample("backup", folder, "--keep", "2", now=NOW + timedelta(days=night))
    assert sorted(file.name for file in folder.iterdir()) == [
        "medsos-2020-12-06-100000.db",
        "medsos-2020-12-07-100000.db",
        "medsos-notes.db",
    ]


@pytest.mark.parametrize("linked", [False, True])
def test_a_dated_copy_that_is_the_database_now_stays(
    sample: Run, db: Path, tmp_path: Path, linked: bool
) -> None:
    used = db.rename(tmp_path / "medsos-2020-11-03-100000.db")
    named = tmp_path / "link" if linked else used
    if linked:
        named.symlink_to(used)
    for night in range(3):
        now = NOW + timedelta(days=night)
        sample("backup", tmp_path, "--keep", "1", "--db", named, now=now)
    copies = sorted(file.name for file in tmp_path.glob("medsos-*.db"))
    assert copies == [used.name, "medsos-2020-12-05-100000.db"]


def test_what_a_killed_copy_left_is_swept_once_it_is_old(sample: Run, tmp_path: Path) -> None:
    old, young = tmp_path / ".copy.db.old", tmp_path / ".copy.db.young"
    for file in (old, young):
        file.touch()
    os.utime(old, (0, 0))
    sample("backup", tmp_path / "copy.db")
    assert not old.exists()
    assert young.exists()


def test_what_a_killed_dated_copy_left_is_swept_by_that_of_another_night(
    sample: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    left = folder / ".medsos-2020-12-02-100000.db.x1y2"
    left.touch()
    os.utime(left, (0, 0))
    sample("backup", folder, "--keep", "2")
    assert [file.name for file in folder.iterdir()] == ["medsos-2020-12-03-100000.db"]


def test_a_sound_database_is_ok_in_every_line(sample: Run, tmp_path: Path) -> None:
    sample("transfer", "HP-01", "setda", "--to", "Admin Dua")
    sample("void", "67", "--reason", "salah")
    sample("backup", tmp_path / "copy.db")
    told = findings(sample)
    assert told.pop("file system") in {"ok", "warn"}  # wherever the tests run
    assert told.pop("backup") == "warn"  # on the same disk
    assert told == dict.fromkeys(
        ("file", "integrity", "references", "schema", "custody", "statements", "amendments",
         "windows", "seals", "texts", "IMEIs", "people", "clock", "permissions", "owner",
         "old copies", "free disk"), "ok",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "statements"),
    [
        ("schema", ["drop trigger custody_event_delete"]),
        ("schema", ["drop index custody_event_device"]),
        (
            "references",
            ["drop trigger custody_event_update", "update custody_event set agency = 'nobody'"],
        ),
        (
            "custody",
            ["drop trigger custody_event_state", COPY.format("kind, agency, 'Dua', null, null")],
        ),
        (
            "custody",
            ["drop trigger custody_event_void", COPY.format("'void', null, null, 2, 'salah'")],
        ),
        ("statements", ["drop trigger device_stated", "update device set note = 'X' where id = 5"]),
        ("statements", ["drop trigger agency_stated", ("update agency set kind = 'x' "
                        "where code = 'dinkes'")]),
        ("statements", ["drop trigger account_stated", ("update account set handle = 'x' "
                        "where agency = 'dinkes' and platform = 'instagram'")]),
        ("statements", [("insert into statement (device, field, value, day, act) "
                        "select 1, 'note', 'x', '2020-12-09', 1")]),
        ("statements", ["update agency set successor = 'setda' where code in ('dinkes', 'setda')"]),
        ("amendments", ["drop trigger amendment_update",
                        "update amendment set reason = null where reason is not null"]),
        ("amendments", [("insert into amendment (event, day, agency, holder, recorded_at, "
                        "recorded_by, reason) select event, '2020-12-02', agency, holder, "
                        "recorded_at, 'tu', 'salah' from custody_event where event = 67")]),
        ("windows", [("insert into post_window (platform, key, after, first_until, until, "
                     "recorded_by) values ('facebook', 'x', '', '2020-12-01T00:00:00Z', "
                     "'2020-12-05T00:00:00Z', 'tu')")]),
    ],
)  # fmt: skip
def test_doctor_finds_what_is_broken(
    sample: Run, db: Path, broken: str, statements: list[str]
) -> None:
    sample("device", "set", "HP-05", "--note", "dua")
    sample("agency", "set", "dinkes", "--kind", "badan")
    sample("account", "set", "dinkes", "ig", "contoh.dua")
    sample("transfer", "HP-01", "setda", "--to", "Admin Dua")
    sample("amend", "66", "--document", "028/9")
    sample("amend", "66", "--document", "028/8", "--reason", "salah baca")
    assert findings(sample)[broken] == "ok"
    write(db, *statements)
    told = findings(sample, code=1)
    assert told[broken] == "fail"
    assert told["integrity"] == "ok"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("drop trigger account_delete", "account_delete"),
        ("drop view latest_sighting", "latest_sighting"),
    ],
)
def test_a_guard_or_a_view_that_is_not_ours_is_told_by_every_command(
    sample: Run, db: Path, change: str, name: str
) -> None:
    write(db, "create view milik_kantor as select code from agency")  # somebody's own is theirs
    assert "warning" not in sample("agencies").err
    write(db, change)
    told = f"warning: {db} is not guarded as this program left it ({name}); say: medsos doctor\n"
    for words in (["audit"], ["device", "set", "HP-05", "--note", "dua"]):
        assert sample(*words).err.count(told) == 1
    assert "warning:" not in sample("doctor", code=1).err


def test_of_many_guards_that_are_missing_three_are_named(sample: Run, db: Path) -> None:
    found = "select name from sqlite_schema where type = 'trigger'"
    write(db, *(f"drop trigger {name}" for (name,) in query(db, found)))
    said = "(account_delete, account_moved, account_replaced, …); say: medsos doctor\n"
    assert sample("agencies").err.endswith(said)


def test_data_tell_what_doctor_found_and_what_to_do(sample: Run, db: Path, tmp_path: Path) -> None:
    write(db, "drop trigger custody_event_delete")
    found = json.loads(sample("doctor", "--format", "json", code=1).out)
    by_name = {row["what"]: row for row in found}
    assert by_name["schema"] == {
        "level": "fail",
        "what": "schema",
        "found": "missing or changed: trigger custody_event_delete",
        "hint": "say: medsos restore FILE, of the latest backup",
    }
    assert by_name["references"]["hint"] is None
    assert [row["what"] for row in found] == [*findings(sample, code=1)]
    sample("doctor", "--output", tmp_path / "found.csv", code=1)
    lines = (tmp_path / "found.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "level,what,found,hint"
    found = "fail,schema,missing or changed: trigger custody_event_delete"
    assert lines[4] == f'{found},"say: medsos restore FILE, of the latest backup"'


DOUBTFUL = {
    "IMEIs": ("update device set imei = '001012030000298' where tag = 'HP-15'",
              "1 has a wrong check digit: 001012030000298 of HP-15"),
    "people": ("update sender set sender = 'Ani 19860926 201505 1 001'",
               "1 text holds a NIK or a NIP, in sender.sender"),
}  # fmt: skip


@pytest.mark.parametrize("what", DOUBTFUL)
def test_doctor_warns_of_what_another_program_wrote(sample: Run, db: Path, what: str) -> None:
    sample("sender", "add", "Ani", "dinkominfo")
    change, told = DOUBTFUL[what]
    write(db, "drop trigger device_stated", "drop trigger sender_update", change)
    found = json.loads(sample("doctor", "--format", "json", code=1).out)
    assert [(row["level"], row["found"]) for row in found if row["what"] == what] == [
        ("warn", told)
    ]


NUMBER = "19860926 201505 1 001"
STATED = """insert into statement (device, field, value, day, act)
select id, 'note', '{}', '2020-12-01', act from device where tag = 'HP-01'"""
AMENDED = """
insert into amendment (event, day, agency, holder, note, recorded_at, recorded_by, place)
select event, day, agency, holder, '{}', recorded_at, recorded_by, 1 from custody_event
where event = 1"""
TELLING = {  # what writes a number, what mends it, where it is told to stand
    "a statement": (STATED, ("device", "set", "HP-01", "--note", "layar retak"), "device.note"),
    "an event": (
        AMENDED, ("amend", "1", "--note", "dus lengkap", "--reason", "nomor pribadi"),
        "standing_event.note",
    ),
    "a sender": (
        "update sender set sender = 'Ani {}'", ("sender", "remove", "Ani"), "sender.sender",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "mend", "where"), TELLING.values(), ids=TELLING)
def test_what_doctor_tells_of_people_is_counted_once_and_can_be_mended(
    sample: Run, db: Path, change: str, mend: tuple[str, ...], where: str
) -> None:
    sample("sender", "add", "Ani", "dinkominfo")
    write(db, "drop trigger amendment_next", "drop trigger sender_update", change.format(NUMBER))

    def told() -> str:
        found = json.loads(sample("doctor", "--format", "json", code=1).out)
        return next(str(row["found"]) for row in found if row["what"] == "people")

    assert told() == f"1 text holds a NIK or a NIP, in {where}"
    sample(*mend)
    assert told() == "no NIK or NIP stands in a name or a remark"


@pytest.mark.parametrize(
    ("words", "table"),
    [
        (("return", "HP-01"), "custody_event"),
        (("account", "set", "dinkominfo", "ig", "contoh.baru"), "account, act, statement"),
        (("stocktake", "start"), "stocktake"),
        (("followup", "dinkominfo", "--by", "call"), "followup"),
    ],
)
def test_doctor_tells_what_was_recorded_ahead_and_in_which_table(
    sample: Run, words: tuple[str, ...], table: str
) -> None:
    sample(*words, now=NOW + timedelta(days=9))
    answer = sample("doctor", code=1)
    newest = "2020-12-12" if table == "stocktake" else "2020-12-12 10:00"
    assert f"the newest record is of {newest} (in {table})" in answer.out
    assert [what for what, level in findings(sample, code=1).items() if level == "fail"] == [
        "clock"
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "insert into backup values ('9999-12-31T23:59:59Z', 'copy.db')",
        "insert into look values ('instagram', 'contoh', '9999-12-31T23:59:59Z')",
        "update act set recorded_at = '9999-12-31T23:59:59Z'",
    ],
)
def test_a_moment_at_the_end_of_all_years_is_ahead(sample: Run, db: Path, statement: str) -> None:
    write(db, "drop trigger act_update", statement)
    answer = sample("doctor", code=1)
    assert "the newest record is of 9999-12-31T23:59:59Z" in answer.out


def test_a_year_before_all_years_is_damage(sample: Run, db: Path) -> None:
    write(db, "insert into post (platform, key, post, posted_at, accuracy, seen_at, source, "
          "recorded_at, recorded_by) values ('instagram', 'contoh.setda', 'ABCDEFGHIJK', "
          "'0000-01-01T00:00:00Z', 'exact', '2020-12-01T00:00:00Z', 'chat', "
          "'2020-12-01T00:00:00Z', 'tu')")  # fmt: skip
    assert "posted_at of post holds what cannot be read" in sample("doctor", code=1).out
    assert "is damaged" in sample("posts", code=2).err


def test_doctor_finds_damaged_pages(sample: Run, db: Path) -> None:
    content = bytearray(db.read_bytes())
    content[len(content) // 4 : len(content) // 2] = os.urandom(len(content) // 4)
    db.write_bytes(content)
    assert findings(sample, code=1)["integrity"] == "fail"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (Path.unlink, "there is no database"),
        (lambda db: db.write_bytes(b"not a database at all"), "is not a SQLite database"),
        (lambda db: write(db, "pragma user_version = 99"), "newer medsos"),
        (lambda db: write(db, "pragma application_id = 7"), "not a database of medsos"),
    ],
)
def test_a_file_that_cannot_be_opened_is_a_fail_of_its_own(
    sample: Run, db: Path, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(db)
    lines = sample("doctor", code=1).lines
    assert lines[0].startswith("fail  file")
    assert told in lines[0]


def test_a_clock_behind_the_newest_record_is_a_fail(sample: Run) -> None:
    answer = sample("doctor", code=1, now=NOW - timedelta(days=1))
    assert "the newest record is of 2020-12-03 10:00" in answer.out


def test_a_backup_that_is_old_or_gone_is_warned_about(sample: Run, tmp_path: Path) -> None:
    assert findings(sample)["backup"] == "warn"
    sample("backup", tmp_path / "copy.db")
    assert "of 2020-12-03 10:00, on the database's own disk" in sample("doctor").out
    late = sample("doctor", now=NOW + timedelta(days=8)).out
    assert "8 days ago" in late
    (tmp_path / "copy.db").unlink()
    assert "is not there any more" in sample("doctor").out


def test_a_backup_on_another_disk_is_well(sample: Run, db: Path) -> None:
    other = Path("/dev/shm")  # noqa: S108  # a disk of its own, if only in memory
    if not other.is_dir() or on_one_disk(other, db):
        pytest.skip("there is no other disk")
    with TemporaryDirectory(dir=other) as folder:
        sample("backup", f"{folder}/copy.db")
        assert findings(sample)["backup"] == "ok"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_copy_on_a_read_only_medium_is_examined_too(sample: Run, db: Path) -> None:
    db.chmod(0o400)
    assert findings(sample)["integrity"] == "ok"


def test_views_of_others_in_the_file_are_only_named(sample: Run, db: Path) -> None:
    write(db, "create view ours as select * from agency")
    assert "not of medsos: view ours" in sample("doctor").out


def test_a_former_code_is_counted_as_no_agency(sample: Run, db: Path) -> None:
    sample("agency", "recode", "dinkes", "dkk")
    told = {row["what"]: row for row in json.loads(sample("info", "--format", "json").out)}
    assert told["agencies"]["value"] == 65
    sample("backup", db.with_name("copy.db"))
    assert "65 agencies" in sample("restore", db.with_name("copy.db")).out


def test_a_file_of_an_old_schema_is_counted_too(run: Run, db: Path) -> None:
    shutil.copy(DATA / "schema-1.db", db)
    told = {row["what"]: row for row in json.loads(run("info", "--format", "json").out)}
    assert told["agencies"]["value"]


def test_info_says_which_file_and_why(sample: Run, db: Path) -> None:
    told = {row["what"]: row for row in json.loads(sample("info", "--format", "json").out)}
    assert (told["database"]["value"], told["database"]["from"]) == (str(db), "MEDSOS_DB")
    assert told["agencies"]["value"] == told["custody events"]["value"] == 65
    assert told["meta_version"]["from"] == "default"
    assert told["plain_http"]["value"] == "false"  # as config.toml writes it
    said = {
        row["what"]: row for row in json.loads(sample("info", "--db", db, "--format", "json").out)
    }
    assert said["database"]["from"] == "--db"


def test_info_answers_without_a_database(run: Run, db: Path) -> None:
    answer = run("info")
    assert answer.err == f"note: there is no database at {db} yet\n"
    assert "meta_token" in answer.out


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("meta_version = 'new'", "meta_version: write the version as v26.0"),
        ("colour = 'red'", "colour: is no setting"),
        ("lang = 'de'", "config.toml: lang: 'de' is no language"),
        ("lang: id", "is not TOML"),
    ],
)
def test_info_goes_on_where_the_settings_are_wrong(
    sample: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, told: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "medsos").mkdir()
    (tmp_path / "medsos" / "config.toml").write_text(written)
    answer = sample("info")
    assert told in answer.err
    assert re.search(r"custody events +65", answer.out)
    assert str(tmp_path / "medsos" / "config.toml") in answer.out


def test_info_goes_on_where_the_zone_is_wrong(sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDSOS_TZ", "Asia/Purbalingga")
    answer = sample("info")
    assert "Asia/Purbalingga" in answer.err
    assert re.search(r"custody events +65", answer.out)


def test_info_never_shows_a_token(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDSOS_META_TOKEN", SECRET)
    for style in ("table", "csv", "json"):
        answer = run("info", "--format", style)
        assert SECRET not in answer.out + answer.err
        assert "environment" in answer.out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_all_that_holds_names_is_its_owners_only_whatever_the_umask(
    run: Run, tmp_path: Path
) -> None:
    db, copies = tmp_path / "office" / "medsos.db", tmp_path / "copies"
    copies.mkdir()
    shutil.copy(DATA / "schema-1.db", tmp_path / "old.db")
    (tmp_path / "old.db").chmod(0o600)
    (tmp_path / "bad.csv").write_text("agency,device,imei,holder\nDinas A,HP-1,1,Ani\n")
    (tmp_path / "devices.csv").touch(0o644)
    before = os.umask(0)
    try:
        run("import", SAMPLE, "--db", db)
        run("import", tmp_path / "bad.csv", "--rejects", tmp_path / "rejects.csv", code=2)
        for words in (("devices",), ("history",), ("audit",), ("agencies",)):
            run(*words, "--output", tmp_path / f"{words[0]}.csv", "--db", db)
        run("backup", tmp_path / "copy.db", "--db", db)
        run("backup", copies, "--keep", "3", "--db", db)
        run("devices", "--db", tmp_path / "old.db")
        with closing(sqlite3.connect(db)) as reader:  # keeps what SQLite writes beside the file
            reader.execute("begin").execute("select * from agency").fetchone()
            run("return", "HP-01", "--db", db)
            beside = {file.name for file in db.parent.iterdir()}
            assert beside == {"medsos.db", "medsos.db-wal", "medsos.db-shm"}
            made = [file for file in tmp_path.rglob("*") if file.is_file()]
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in made}
    finally:
        os.umask(before)
    assert len(modes) == 13
    del modes["bad.csv"]
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(db.parent.stat().st_mode) == 0o700


def test_a_nip_is_shown_whole_only_when_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    office = open_office(run, tmp_path)
    nip = "198001012005012001"
    for name in ("devices", "history"):
        for form in ("table", "csv", "json"):
            assert nip not in office(name, "--format", form).out
            assert "…2001" in office(name, "--format", form).out
            assert nip in office(name, "--format", form, "--full").out
    assert nip not in office("audit", "--format", "json").out


def test_the_copy_just_made_is_kept_where_the_clock_was_ahead(sample: Run, tmp_path: Path) -> None:
    ahead, other = tmp_path / "medsos-2099-01-01-000000.db", tmp_path / "notes.db"
    ahead.touch()
    other.touch()
    sample("backup", tmp_path, "--keep", "1")
    assert (tmp_path / "medsos-2020-12-03-100000.db").is_file()
    assert not ahead.exists()
    assert other.exists()


def test_a_name_that_is_too_long_is_one_line(run: Run, sample: Run, tmp_path: Path) -> None:
    name = tmp_path / ("x" * 300 + ".csv")
    for words in (("audit", "--output", name), ("backup", name), ("devices", "--db", name)):
        answer = run(*words, code=2)
        assert answer.err.splitlines()[0].endswith("cannot be reached: File name too long")
        assert answer.err.splitlines()[1].startswith("hint: check the name")
    assert "File name too long" in run("doctor", "--db", name, code=1).out
    assert sample("audit").out
