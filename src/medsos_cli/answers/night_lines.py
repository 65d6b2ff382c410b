"""What runs every night, as lines for cron and for the Windows Task Scheduler."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from shlex import join, quote
from typing import NamedTuple

from medsos_cli.errors import InputError

_LONGEST_TASK = 261  # characters that schtasks takes after /TR


class Night(NamedTuple):
    """Where things lie: the program as it is started, the database, the folder to write to."""

    program: Sequence[str]
    database: PurePath
    folder: PurePath


class _Job(NamedTuple):
    name: str
    hour: int
    minute: int
    words: tuple[str, ...]
    folder: PurePath


def _jobs(night: Night) -> Iterator[_Job]:
    audits, copies = night.folder / "audit", night.folder / "backups"
    yield _Job("check", 0, 30, ("--quiet",), night.folder)
    yield _Job("audit", 1, 0, ("--output", str(audits / "audit-{date}.csv")), audits)
    yield _Job("backup", 1, 30, (str(copies), "--keep", "30"), copies)


def cron_lines(night: Night) -> Iterator[str]:
    """Yield the lines for `crontab -e`; what goes wrong is written to a log."""
    log = quote(str(night.folder / "medsos.log"))
    for job in _jobs(night):
        line = join([*night.program, job.name, *job.words, "--db", str(night.database)])
        told = f"mkdir -p {quote(str(job.folder))} && {line} > /dev/null 2>> {log}"
        yield f"{job.minute} {job.hour} * * * " + told.replace("%", r"\%")


def task_lines(night: Night) -> Iterator[str]:
    """Yield the lines for the Command Prompt of Windows: folders, then tasks.

    Raises `InputError` where a task is longer than schtasks takes.
    """
    for folder in dict.fromkeys(job.folder for job in _jobs(night)):
        yield f'if not exist "{folder}" mkdir "{folder}"'
    for job in _jobs(night):
        words = [*night.program, job.name, *job.words, "--db", str(night.database)]
        task = " ".join(f'\\"{word}\\"' if _needs_quotes(word) else word for word in words)
        if len(task) > _LONGEST_TASK:
            raise InputError(
                "the task {name} has {n} characters, and schtasks takes {most}",
                "name shorter places by --folder and --db",
                name=job.name, n=len(task), most=_LONGEST_TASK,
            )  # fmt: skip
        at = f"{job.hour:02}:{job.minute:02}"
        yield f'schtasks /Create /F /SC DAILY /ST {at} /TN "medsos {job.name}" /TR "{task}"'


def _needs_quotes(word: str) -> bool:
    return "\\" in word or " " in word
