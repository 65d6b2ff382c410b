"""Where the file lies."""

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from medsos_cli.store import place
from medsos_cli.store.database import Store
from medsos_cli.store.place import (
    Level,
    Mount,
    examine_copies,
    examine_file_system,
    examine_owner,
    examine_permissions,
    examine_room,
)

ROOT = Mount(Path("/"), "ext4")


@pytest.mark.parametrize(
    ("mount", "level"),
    [
        (Mount(Path("/mnt/office"), "nfs4"), Level.WARN),
        (Mount(Path("/mnt/office"), "CIFS"), Level.WARN),
        (Mount(Path("/mnt"), "NTFS", "rw,remote"), Level.WARN),
        (Mount(Path("/mnt/office"), "xfs"), Level.OK),
        (Mount(Path("/mnt/off"), "nfs4"), Level.OK),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX paths")
def test_the_nearest_mount_says_whether_the_disk_is_of_another_machine(
    mount: Mount, level: Level
) -> None:
    finding = examine_file_system(Path("/mnt/office/medsos.db"), [mount, ROOT])
    assert finding.level is level


def test_an_unknown_disk_is_no_trouble(tmp_path: Path) -> None:
    assert examine_file_system(tmp_path / "medsos.db", []).level is Level.OK


def test_this_machine_tells_its_disks() -> None:
    assert any(Path.cwd().is_relative_to(mount.folder) for mount in place.mounts())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
@pytest.mark.parametrize("beside", ["", "-wal"])
def test_a_file_that_others_can_read_is_told_with_the_command_that_mends_it(
    tmp_path: Path, beside: str
) -> None:
    db = tmp_path / "medsos.db"
    db.touch(0o600)
    assert examine_permissions(db).level is Level.OK
    open_one = Path(f"{db}{beside}")
    open_one.touch()
    open_one.chmod(0o640)
    finding = examine_permissions(db)
    assert finding.level is Level.WARN
    assert finding.hint == f"say: chmod 600 {open_one}"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_folder_where_others_can_replace_the_file_is_told(tmp_path: Path) -> None:
    db = tmp_path / "medsos.db"
    db.touch(0o600)
    assert examine_owner(db).level is Level.OK
    tmp_path.chmod(0o777)
    assert examine_owner(db).hint == f"say: chmod go-w {tmp_path}"
    tmp_path.chmod(0o1777)  # as /tmp: each can replace his own files alone
    assert examine_owner(db).level is Level.OK


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owners by number")
def test_a_file_of_another_user_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "medsos.db"
    db.touch(0o600)
    somebody = SimpleNamespace(effective=db.stat().st_uid + 1)
    monkeypatch.setattr("psutil.Process.uids", lambda _: somebody)
    assert examine_owner(db).told == f"{db} is another user's (number {db.stat().st_uid})"


def test_old_copies_beside_the_file_are_told(tmp_path: Path) -> None:
    db = tmp_path / "medsos.db"
    assert examine_copies(db).level is Level.OK
    for end in ("before-restore-20201203-100000", "before-schema-8", "not-ours"):
        (tmp_path / f"medsos.db.{end}").touch()
    found = examine_copies(db)
    assert found.level is Level.WARN
    assert found.told == (
        f"2 lie beside it and hold names too, the first {db}.before-restore-20201203-100000"
    )


@pytest.mark.parametrize(("free", "level"), [(299, Level.WARN), (300, Level.OK)])
def test_there_should_be_room_for_three_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    db = tmp_path / "medsos.db"
    db.write_bytes(b"x" * 100)
    usage = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert examine_room(db).level is level


def test_what_is_deleted_is_written_over_by_every_build_of_sqlite(store: Store) -> None:
    assert store.rows("pragma secure_delete").fetchone() == (1,)
