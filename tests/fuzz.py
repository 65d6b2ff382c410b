"""Throws bytes at the readers for as long as one likes; for developers, no part of the tests.

    pip install atheris && python -m tests.fuzz roster|events|chat|senders|graph|x [corpus]

An `InputError` is an answer; anything else that is raised is a bug, and atheris keeps
the bytes that led there in a file.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from medsos_cli.errors import InputError, Message
from medsos_cli.intake.chats import read_chat
from medsos_cli.intake.custody_sheet import CustodyImport
from medsos_cli.intake.gathering import read_senders
from medsos_cli.intake.importing import Import, RosterImport
from medsos_cli.models import Agency, Platform
from medsos_cli.platforms.looks import Target
from medsos_cli.platforms.meta_replies import read_item
from medsos_cli.platforms.x_replies import Users, read_looks, read_users
from medsos_cli.sheets.columns import SENDERS
from medsos_cli.sheets.sheet import open_sheet
from medsos_cli.sheets.text import open_text
from medsos_cli.store.database import Store, open_store
from medsos_cli.words.days import Clock, read_zone

NOW = datetime(2020, 12, 3, 3, 0, tzinfo=UTC)
CLOCK = Clock(read_zone("Asia/Jakarta"), lambda: NOW)
X = Target(Platform.TWITTER, "contoh", "contoh", "dinkes", None)
IG = X._replace(platform=Platform.INSTAGRAM)


def _hear(_said: Message) -> None:
    """Keep nothing of the talk."""


class Reader:
    """Every reader, over a file and a database that are made once."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.file, self.store = folder / "hostile", store

    def roster(self, data: bytes) -> None:
        self._take(data, RosterImport(CLOCK, "tu", _hear, dry_run=True))

    def events(self, data: bytes) -> None:
        self._take(data, CustodyImport(CLOCK, "tu", _hear, dry_run=True))

    def _take(self, data: bytes, job: Import) -> None:
        self.file.write_bytes(data)
        with open_sheet(self.file, job.columns) as sheet:
            job.run(self.store, sheet)

    def chat(self, data: bytes) -> None:
        self.file.write_bytes(data)
        with open_text(self.file) as text:
            list(read_chat(text.lines, CLOCK))

    def senders(self, data: bytes) -> None:
        self.file.write_bytes(data)
        with open_sheet(self.file, SENDERS) as sheet:
            read_senders(sheet, lambda word: Agency(word, word), lambda _: None)

    def graph(self, data: bytes) -> None:
        for status in (200, 400):
            read_item(IG, status, _json(data), NOW)

    def x(self, data: bytes) -> None:
        users = read_users(200, _json(data))
        if isinstance(users, Users):
            read_looks([X], users, NOW)


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):  # as in `platforms.client`
        return None


def main() -> None:
    import atheris  # noqa: PLC0415  # few developers have it

    with TemporaryDirectory() as folder:
        store = open_store(Path(folder, "fuzz.db"), create=True)
        read: Callable[[bytes], None] = getattr(Reader(Path(folder), store), sys.argv.pop(1))

        def one(data: bytes) -> None:
            with suppress(InputError):
                read(data)

        atheris.instrument_all()
        atheris.Setup(sys.argv, one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
