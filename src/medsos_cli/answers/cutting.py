"""Cells that are too long for their column, cut so that they can be told apart."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator


class Cut:
    """Cuts the cells of a column so that those that differ still do.

    Each is cut as `short` does; where that comes out the same for several, the middle goes, or
    what is around it. `mark` stands where something is left out.
    """

    def __init__(
        self, size: int, mark: str, short: Callable[[str], str], cells: Collection[str] = ()
    ) -> None:
        """Learn the long cells that are known beforehand."""
        self._size, self._mark, self._short = size, mark or "..", short
        self._cut = self._told_apart(cells)
        self._taken = {*self._cut.values()}

    def __call__(self, cell: str) -> str:
        """Return a cell as it fits."""
        if cell in self._cut:
            return self._cut[cell]
        forms = (form for form in self._forms(cell) if form not in self._taken)
        return next(forms, self._short(cell))

    def _told_apart(self, cells: Collection[str]) -> dict[str, str]:
        """Return each cell in the first form that no other cell has too."""
        cut: dict[str, str] = {}
        forms = {cell: self._forms(cell) for cell in cells}
        while shown := {cell: form for cell, each in forms.items() if (form := next(each, None))}:
            often = Counter(shown.values())
            cut |= {c: form for c, form in shown.items() if often[form] == 1 and c not in cut}
            if len(cut) == len(forms):
                break
        return cut

    def _forms(self, cell: str) -> Iterator[str]:
        """Yield a cell cut short, then its beginning and its end, then what is within."""
        yield self._short(cell)
        mark = self._mark
        room = self._size - len(mark)
        if not cell.isascii():  # it may be wider than it is long
            return
        for end in range(max(1, 2 * room // 3), room):
            yield cell[: room - end] + mark + cell[-end:]
        if (within := room - len(mark)) > 0:
            for start in range(1, len(cell) - room, max(1, within // 2)):
                yield mark + cell[start : start + within] + mark
