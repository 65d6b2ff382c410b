"""This program's own lists, which hold verdicts and masked numbers where a roster holds facts."""

from collections.abc import Sequence

from medsos_cli.errors import InputError
from medsos_cli.sheets.headings import heading_key
from medsos_cli.sheets.source import Source

# Names of columns that the lists have in CSV, and a roster has not.
_MARKS = frozenset({
    "as_of", "stale_days", "flags", "devices", "holders", "state", "since", "last_seen", "seen",
    "recorded_at", "recorded_by", "voided_by", "void", "reason", "days_with_posts", "weeks_met",
    "longest_gap", "posts_since", "missing", "unexpected", "accounts", "reminded_on",
    *(f"{platform}_{field}" for platform in ("instagram", "facebook", "twitter")
      for field in ("handle", "days", "checked_on")),
})  # fmt: skip
_ENOUGH = 2  # a roster's own `reason`, as `--rejects` writes it, is one
# Headings that stand side by side in the lists for people, in either language.
_SIDE_BY_SIDE = [
    [heading_key(heading) for heading in line.split(", ")]
    for line in (
        "as of, stale after, code",
        "per tanggal, batas hari, kode",
        "state, code, agency, holder",
        "status, kode, OPD, pemegang",
        "facebook, twitter, handsets, holder",
        "facebook, twitter, handsets, holders",
        "facebook, twitter, ponsel, pemegang",
        "event, day, what",
        "no., tanggal, hal",
        "recorded at, recorded by",
        "dicatat pada, dicatat oleh",
        "accounts, reminded, text",
        "akun, diingatkan, teks",
        "expected, seen, missing",
        "seharusnya, terlihat, tidak terlihat",
        "level, what, found",
        "tingkat, hal, temuan",
        "platform, account, posts, known",
        "platform, akun, unggahan, kepastian",
        "Instagram: status, Instagram: last post, Instagram: looked at",
        "Instagram: status, Instagram: unggahan terakhir, Instagram: dicek",
    )
]


def refuse_own_list(source: Source) -> None:
    """Raise `InputError` for a list that this program has written: it is no roster.

    Read as one, it would put a verdict in the place of a handle, and cut numbers on record.
    """
    for row in source.top:
        if len(_MARKS.intersection(row.cells)) >= _ENOUGH or _is_for_people(row.cells):
            raise InputError(
                "this is a list that medsos has written, and no list to read",
                "the record as a roster is made by: medsos roster --output FILE.csv",
            ).at(source.place(row.line))


def _is_for_people(cells: Sequence[str]) -> bool:
    keys = [heading_key(cell) for cell in cells]
    return any(
        keys[start : start + len(side)] == side
        for side in _SIDE_BY_SIDE
        for start in range(len(keys) - len(side) + 1)
    )
