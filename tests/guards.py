"""The hashes of the database's guards and views, by which a file is known to have them.

`python -m tests.guards` writes them; do so after each change of `store/schema/migrations.py`.
"""

from medsos_cli.store.schema.migrations import expected_schema
from medsos_cli.store.schema.upgrade import OWN_GUARDS, digest


def guards() -> str:
    """Return a line for each guard and view: its name and its hash."""
    asked = "select name, sql from sqlite_schema where type in ('trigger', 'view') order by name"
    return "".join(f"{name} {digest(sql)}\n" for name, sql in expected_schema(asked).items())


if __name__ == "__main__":
    OWN_GUARDS.write_text(guards(), encoding="ascii")
