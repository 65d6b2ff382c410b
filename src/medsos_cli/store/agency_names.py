"""The names on record of agencies, for who reads a whole file: each is asked for once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from medsos_cli.errors import InputError
from medsos_cli.models import Agency
from medsos_cli.store.database import Store, one_of
from medsos_cli.words.names import name_key
from medsos_cli.words.regencies import Home, Namesakes, read_name, read_regency

_AGENCY_COLUMNS = "code, name, kind, note, closed"
_FORMER = """
select coalesce(g.successor, g.code) as code, s.value as name
from statement s join agency g on g.code = s.agency where s.field = 'name'
union select successor, name from agency where successor is not null
"""
_FEW = 10
_MANY_NAMES = 1000


class OfficeNames:
    """Which agencies have or had a name, and of which regency the register was before the file.

    `met` are, by `name_key`, the regencies whose offices rows named with and without them.

    Names that many agencies share are kept, so that however often a file says one, they are
    read once; those of a few are read again, so that a register of any size is held in little.
    """

    def __init__(self, store: Store, act: int = 0) -> None:
        """Ask nothing yet; names that came with `act`, the file's own, tell no regency."""
        self._store, self._act = store, act
        self._home: Home | None = None
        self.namesakes: dict[str, Namesakes] = {}
        self.met: dict[str, set[str]] = {}

    @cached_property
    def successors(self) -> Mapping[str, str]:
        """The code that stands now for each former one."""
        query = "select code, successor from agency where successor is not null"
        return dict(self._store.rows(query))

    @cached_property
    def former(self) -> dict[str, str]:
        """The code for each `name_key` that an agency had before."""
        rows = self._store.rows(_FORMER)
        return {name_key(name): code for code, name in rows if name}

    def home(self) -> Home:
        """Return what is known of the register's own regency."""
        if self._home is None:
            self._home = home_of(self._store, self._act)
        return self._home

    def called(self, key: str) -> Namesakes:
        """Return the agencies of one `name_key`."""
        if len(self.namesakes) > _MANY_NAMES:
            self.forget_few()
        if key not in self.namesakes:
            self.namesakes[key] = Namesakes()
            for agency in agencies_called(self._store, [], [key]):
                self.namesakes[key].add(agency.code, agency.name)
        return self.namesakes[key]

    def forget_few(self) -> None:
        """Forget the names that only a few agencies have."""
        for key in [key for key, known in self.namesakes.items() if len(known) <= _FEW]:
            del self.namesakes[key]

    def learn(self, former: Iterable[tuple[str, str]]) -> None:
        """Know codes by the former names that were written meanwhile."""
        self.former.update((name_key(name), code) for code, name in former)


def _two_of(regencies: Iterable[str | None]) -> frozenset[str]:
    """Return two different ones at most: of more than one, none is the register's own."""
    two: set[str] = set()
    for regency in filter(None, regencies):
        two.add(regency)
        if len(two) > 1:
            break
    return frozenset(two)


def home_of(store: Store, act: int) -> Home:
    """Return what the settings and the names on record say of the register's own regency.

    What `act` has put on record says nothing of it. Raises `InputError` where the settings
    name none.
    """
    from medsos_cli.settings import config_path, load_settings  # noqa: PLC0415  # slow to build, and seldom asked

    own = load_settings().regency
    regency = read_regency(own) if own else None
    if own and regency is None:
        raise InputError(
            "regency = {own!r} in {path} names no regency",
            "write it as Purbalingga, or as Kota Bogor",
            own=own,
            path=config_path(),
        )
    rows = store.rows(
        "select name from agency where (name like '%kab%' or name like '%pem%kot%') "
        "and act is not ?", (act,),
    )  # fmt: skip
    return Home(regency, _two_of(read_name(name).regency for (name,) in rows))


def agencies_called(
    store: Store, codes: Iterable[str | None], keys: Collection[str]
) -> Iterator[Agency]:
    """Yield the agencies that have or had one of these codes, or have one of these `name_key`s."""
    for row in store.rows(
        f"select {_AGENCY_COLUMNS} from agency where code in ("
        "select coalesce(successor, code) from agency "
        "where code in (select value from json_each(:codes))) "
        f"union select {_AGENCY_COLUMNS} from agency "
        "where successor is null and name_key in (select value from json_each(:keys))",
        {"codes": one_of(codes), "keys": one_of(keys)},
    ):
        yield Agency(*row)
