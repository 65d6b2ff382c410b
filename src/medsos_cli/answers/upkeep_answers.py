"""What `doctor` found and what `info` says, as answers."""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter

from medsos_cli.answers.answer import Answer, Column, data
from medsos_cli.errors import Message
from medsos_cli.store.place import Diagnosis


def diagnosis(findings: Sequence[Diagnosis]) -> Answer:
    """Return what was found: in data a row each, for people a line each and what to do."""
    return Answer(
        [
            data("level", Message("level"), cell=attrgetter("level")),
            data("what", Message("what"), cell=attrgetter("what")),
            data("found", Message("found"), cell=attrgetter("told")),
            data("hint", Message("what to do"), cell=attrgetter("hint")),
        ],
        findings,
        under=[line for finding in findings for line in _lines(finding)],
    )


def facts(rows: Iterable[tuple[object, object, object]]) -> Answer:
    """Return what is what, each with where that comes from."""
    return Answer(
        [
            Column(Message("what"), name="what", cell=itemgetter(0)),
            data("value", Message("value"), cell=itemgetter(1)),
            Column(Message("from"), name="from", cell=itemgetter(2)),
            Column(Message("value"), whole=True, cell=itemgetter(1)),  # a path is copied whole
        ],
        rows,
    )


def _lines(finding: Diagnosis) -> Iterator[Message]:
    level, what, found, hint = finding
    yield Message("{level:<5} {what:<11}  {found}", level=level, what=what, found=found)
    if hint:
        yield Message("{gap}→ {hint}", gap=" " * 19, hint=hint)
