"""What a test puts on record by itself, on the word of one act, from the year 2000 on."""

from collections.abc import Iterable
from datetime import datetime

from medsos_cli.models import Account, Agency, Word
from medsos_cli.store.agencies import add_accounts, add_agencies
from medsos_cli.store.database import Store
from medsos_cli.store.statements import begin_act
from medsos_cli.words.days import Clock, read_zone


def put(store: Store, agencies: Iterable[Agency] = (), accounts: Iterable[Account] = ()) -> None:
    """Put agencies and accounts on record."""
    word = Word(begin_act(store, "2000-01-01T00:00:00Z", "tu", "test"), "2000-01-01")
    add_agencies(store, agencies, lambda _: word)
    add_accounts(store, accounts, lambda _: word)


def clock_at(stamp: str) -> Clock:
    """Return the office's clock at a moment, `2020-12-03T05:00:00Z`."""
    return Clock(read_zone("Asia/Jakarta"), lambda: datetime.fromisoformat(stamp))
