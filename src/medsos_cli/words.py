"""The words offices write in a cell instead of a value, and how many is said in words."""

NONE_WORDS = frozenset({
    "-", "–", "--", "—", ".", "0", "n/a", "na", "nihil", "nol", "kosong", "none", "tidak ada",
    "tdk ada", "tidak punya", "tdk punya", "blm", "belum", "belum ada", "blm ada", "belum punya",
    "blm punya", "belum memiliki", "belum buat", "tidak memiliki",
})  # fmt: skip
"""The office says: there is none."""

UNKNOWN_WORDS = frozenset({
    "?", "??", "tidak tahu", "tdk tahu", "menyusul", "proses", "dalam proses", "lupa",
})  # fmt: skip
"""The office says nothing yet."""

YES_WORDS = frozenset({"ada", "punya", "v", "√", "✓", "✔", "sudah", "sudah ada", "aktif", "ya"})
"""The office says: there is one, and not which."""

NEVER_WORDS = frozenset({
    "belum pernah", "blm pernah", "tidak pernah", "belum pernah posting", "belum posting",
    "never",
}) | NONE_WORDS  # fmt: skip
"""In a cell for the last post: there is an account, and it has never posted."""


def counted(number: int, noun: str) -> str:
    """Return `1 row`, `2 rows`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
