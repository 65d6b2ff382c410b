"""Where the file lies: who can read it, on what kind of disk, with how much room."""

import os
import shutil
import stat
import sys
from collections.abc import Iterable
from enum import StrEnum
from glob import escape
from pathlib import Path
from typing import NamedTuple

from medsos_cli.errors import Figure, Message

# SQLite's locks and its WAL do not hold where another machine can write (sqlite.org/wal.html).
_NETWORK_FILE_SYSTEMS = {
    "9p", "afpfs", "afs", "ceph", "cifs", "davfs", "davfs2", "fuse.davfs", "fuse.rclone",
    "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs", "webdav",
}  # fmt: skip
_ROOM_FOR_COPIES = 3  # a backup, a migration's copy, and the WAL


class Level(StrEnum):
    """How bad a finding is; only a `FAIL` says that something is broken."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Diagnosis(NamedTuple):
    """One line of `medsos doctor`: what was looked at, what was seen, what to do."""

    level: Level
    what: Message
    told: Message
    hint: Message | None = None


class Mount(NamedTuple):
    """A file system and where it is mounted."""

    folder: Path
    kind: str
    options: str = ""


def mounts() -> list[Mount]:
    """Return the file systems of this machine."""
    import psutil  # noqa: PLC0415  # only `doctor` needs it

    return [
        Mount(Path(each.mountpoint), each.fstype, each.opts)
        for each in psutil.disk_partitions(all=True)
    ]


def is_read_only(path: Path) -> bool:
    """Tell whether the file is not to be written: by its mode, also for an administrator."""
    return not (path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)) or not (
        os.access(path, os.W_OK)
    )


def on_one_disk(one: Path, other: Path) -> bool:
    """Tell whether two files lie on one disk, so that both are lost with it."""
    return one.stat().st_dev == other.stat().st_dev


def examine_permissions(path: Path) -> Diagnosis:
    """Look whether anybody but the owner can read the file, which holds names and NIP."""
    what = Message("permissions")
    if sys.platform == "win32":
        return Diagnosis(Level.OK, what, Message("left to the folder's own, as Windows has it"))
    open_to_others = stat.S_IRWXG | stat.S_IRWXO
    beside = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]
    bare = [file for file in beside if file.exists() and file.stat().st_mode & open_to_others]
    if bare:
        names = " ".join(str(file) for file in bare)
        return Diagnosis(
            Level.WARN,
            what,
            Message("others can read {files}", files=names),
            Message("say: chmod 600 {files}", files=names),
        )
    return Diagnosis(Level.OK, what, Message("only its owner can read the file"))


def examine_owner(path: Path) -> Diagnosis:
    """Look whether the file is of who runs this, in a folder where nobody else can replace it."""
    what = Message("owner")
    if sys.platform == "win32":
        return Diagnosis(Level.OK, what, Message("left to the folder's own, as Windows has it"))
    from psutil import Process  # noqa: PLC0415  # only `doctor` needs it

    file, folder = path.stat(), path.resolve().parent
    if Process().uids().effective not in {0, file.st_uid}:
        told = Message("{file} is another user's (number {user})", file=path, user=file.st_uid)
        return Diagnosis(Level.WARN, what, told, Message("run medsos as that user"))
    mode = folder.stat().st_mode
    if mode & (stat.S_IWGRP | stat.S_IWOTH) and not mode & stat.S_ISVTX:
        told = Message("others can put another file in its place: {folder}", folder=folder)
        return Diagnosis(Level.WARN, what, told, Message("say: chmod go-w {folder}", folder=folder))
    return Diagnosis(Level.OK, what, Message("nobody else can put another file in its place"))


def examine_copies(path: Path) -> Diagnosis:
    """Look whether old copies lie beside the file, as a migration and a restore leave them."""
    what, name = Message("old copies"), escape(path.name)
    found = sorted(each.name for each in path.parent.glob(f"{name}.before-*"))
    if not found:
        return Diagnosis(Level.OK, what, Message("none lies beside it"))
    told = Message(
        "{n} lies beside it and holds names too: {file}",
        "{n} lie beside it and hold names too, the first {file}",
        n=len(found), file=path.with_name(found[0]),
    )  # fmt: skip
    return Diagnosis(Level.WARN, what, told, Message("delete what is not needed any more"))


def examine_file_system(path: Path, known: Iterable[Mount]) -> Diagnosis:
    """Look whether the file lies on a disk of another machine."""
    what = Message("file system")
    file = path.resolve()
    under = [mount for mount in known if file.is_relative_to(mount.folder)]
    mount = max(under, key=lambda each: len(each.folder.parts), default=None)
    if mount is None:
        return Diagnosis(Level.OK, what, Message("of a kind this machine does not tell"))
    if mount.kind.lower() in _NETWORK_FILE_SYSTEMS or "remote" in mount.options.split(","):
        return Diagnosis(
            Level.WARN,
            what,
            Message(
                "{folder} is a network file system ({kind}): two machines that write there at once "
                "can damage the file",
                folder=mount.folder,
                kind=mount.kind,
            ),
            Message("keep the file on a disk of this machine, and backups over there"),
        )
    return Diagnosis(Level.OK, what, Message("a disk of this machine ({kind})", kind=mount.kind))


def examine_room(path: Path) -> Diagnosis:
    """Look whether the disk has room for the next backup."""
    free, size = shutil.disk_usage(path.parent).free, path.stat().st_size
    told = Message(
        "{free} free, the database has {size}", free=_megabytes(free), size=_megabytes(size)
    )
    if free < _ROOM_FOR_COPIES * size:
        return Diagnosis(Level.WARN, Message("free disk"), told, Message("make room on this disk"))
    return Diagnosis(Level.OK, Message("free disk"), told)


def _megabytes(size: int) -> Message:
    return Message("{size:,.1f} MB", size=Figure(size / 1e6))
