"""Where the file lies: who can read it, on what kind of disk, with how much room."""

import shutil
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from medsos_cli.diagnosis import Diagnosis, Level

# SQLite's locks and its WAL do not hold where another machine can write (sqlite.org/wal.html).
_NETWORK_FILE_SYSTEMS = {
    "9p", "afpfs", "afs", "ceph", "cifs", "davfs", "davfs2", "fuse.davfs", "fuse.rclone",
    "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs", "webdav",
}  # fmt: skip
_ROOM_FOR_COPIES = 3  # a backup, a migration's copy, and the WAL


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


def examine_permissions(path: Path) -> Diagnosis:
    """Look whether anybody but the owner can read the file, which holds names and NIP."""
    what = "permissions"
    if sys.platform == "win32":
        return Diagnosis(Level.OK, what, "left to the folder's own, as Windows has it")
    open_to_others = stat.S_IRWXG | stat.S_IRWXO
    beside = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]
    bare = [file for file in beside if file.exists() and file.stat().st_mode & open_to_others]
    if bare:
        names = " ".join(str(file) for file in bare)
        return Diagnosis(Level.WARN, what, f"others can read {names}", f"say: chmod 600 {names}")
    return Diagnosis(Level.OK, what, "only its owner can read the file")


def examine_file_system(path: Path, known: Iterable[Mount]) -> Diagnosis:
    """Look whether the file lies on a disk of another machine."""
    what = "file system"
    file = path.resolve()
    under = [mount for mount in known if file.is_relative_to(mount.folder)]
    mount = max(under, key=lambda each: len(each.folder.parts), default=None)
    if mount is None:
        return Diagnosis(Level.OK, what, "of a kind this machine does not tell")
    if mount.kind.lower() in _NETWORK_FILE_SYSTEMS or "remote" in mount.options.split(","):
        return Diagnosis(
            Level.WARN,
            what,
            f"{mount.folder} is a network file system ({mount.kind}): two machines that write "
            "there at once can damage the file",
            "keep the file on a disk of this machine, and backups over there",
        )
    return Diagnosis(Level.OK, what, f"a disk of this machine ({mount.kind})")


def examine_room(path: Path) -> Diagnosis:
    """Look whether the disk has room for the next backup."""
    free, size = shutil.disk_usage(path.parent).free, path.stat().st_size
    told = f"{_megabytes(free)} free, the database has {_megabytes(size)}"
    if free < _ROOM_FOR_COPIES * size:
        return Diagnosis(Level.WARN, "free disk", told, "make room on this disk")
    return Diagnosis(Level.OK, "free disk", told)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
