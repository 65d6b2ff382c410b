"""A small office for the tests of custody and lists: three agencies, three handsets."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from medsos_cli.cli.context import Context

from .command import invoke
from .conftest import NOW, Answer, Run

REGISTERED = datetime(2020, 11, 25, 3, 0, tzinfo=UTC)
ROSTER = """\
agency_code,agency,kind,instagram,device,imei,imei2,model,phone_number,sim_active_until,holder,nip,\
position,handed_over_on,document_no,condition,accessories
dinkes,Dinas Kesehatan,dinas,contoh.dinkes,HP-1,001012030000016,001012030000024,Contoh A1,\
081200000001,2020-12-20,Ani,198001012005012001,Pranata Humas,2020-10-01,028/1,B,charger
setda,Sekretariat Daerah,sekretariat,-,HP-2,001012030000032,,Contoh A1,\
081200000002,2020-11-01,Budi,,,2020-11-20,,RR,
kalimanah,Kecamatan Kalimanah,kecamatan,,HP-3,,,Contoh B2,,,,,,,,RB,
"""


def open_office(run: Run, folder: Path) -> Run:
    """Fill the database: HP-1 is with Ani of dinkes, HP-2 with Budi of setda, HP-3 in stock."""
    roster = folder / "office.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    run("import", roster, now=REGISTERED)
    return run


def run_on(db: Path) -> Run:
    """Return what runs a command on a file that outlives one test; it must succeed."""

    def run(*words: str | Path, now: datetime = NOW) -> Answer:
        result = invoke([*map(str, words), "--db", str(db)], Context(lambda: now, lambda: "tu"))
        assert result.exit_code == 0, result.stderr
        return Answer(result.stdout, result.stderr)

    return run


def dump(db: Path) -> list[str]:
    """Return all that a database holds."""
    with closing(sqlite3.connect(db)) as connection:
        return [*connection.iterdump()]


def query(db: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    """Ask the file itself, as another program would."""
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql, values).fetchall()


def code_of_event(db: Path, event: int) -> str:
    """Return the digits of an event's seal that stand on its paper."""
    asked = "select lower(hex(substr(seal, 1, 5))) from custody_event where event = ?"
    return str(query(db, asked, event)[0][0])
