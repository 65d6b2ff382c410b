"""A command's options, read as the cells of a row: all that is bad is said at once."""

from datetime import date
from typing import TypeVar, cast

from medsos_cli.cli.context import raise_all, say
from medsos_cli.cli.options import refuse_no_text
from medsos_cli.errors import InputError, Message
from medsos_cli.sheets.cells import Cells, Reader, spelled
from medsos_cli.sheets.columns import IDENTIFIERS
from medsos_cli.words.days import Clock

T = TypeVar("T")

# Fields that no option is called after.
_NAMES = {"device": "TAG", "holder": "--to", "document_no": "--document", "name": "NAME"}


class Options(Cells):
    """What the options of one run say; `check` says all that is bad or doubtful about them."""

    identifiers = IDENTIFIERS | {"from_nip"}

    def __init__(self, clock: Clock, /, **texts: str | None) -> None:
        """Take the text of each field; None for an option that is not said."""
        self._clock = clock
        super().__init__(0, [*texts], [text or "" for text in texts.values()])

    def name(self, field: str) -> str:
        """Return the option that says the field."""
        return _NAMES.get(field, f"--{field.replace('_', '-')}")

    def _keep(self, field: str, cell: str) -> None:
        try:
            refuse_no_text(cell)
        except InputError as error:
            self.wrong(field, error)
        else:
            super()._keep(field, cell)

    def need(self, field: str, hint: Message) -> None:
        """Refuse an option that is said without a value."""
        if self.text(field) is None and not self.bad({field}):
            self.wrong("", "{option} is blank", hint, option=self.name(field))

    def find(self, word: str, reader: Reader[T]) -> T:
        """Read an argument, whose reader names it in its errors.

        Where it is refused, what is returned is nothing to go on with: `check` first.
        """
        try:
            return reader(word)
        except InputError as error:
            self.wrong("", error)
            return cast("T", None)

    def day(self, field: str) -> date | None:
        """Read a DATE; `today` is one too."""
        return self.read_with_doubt(field, self._clock.read)

    def needed_past_day(self, field: str) -> date:
        """Read a DATE that must be said, and has been; today stands for one that is bad."""
        self.need(field, Message("write a day, as 3/12/2020 or today"))
        return self.past_day(field, self._clock.today) or self._clock.today

    def check(self) -> None:
        """Say what is doubtful; raises `InputError` for what is bad, all of it said."""
        bad = []
        for _, field, error, doubtful in self.problems:
            named = error.at(self.name(field)) if field else error
            if doubtful:
                say("warning: {doubt}", doubt=spelled(named))
            else:
                bad.append(named)
        raise_all(bad)
