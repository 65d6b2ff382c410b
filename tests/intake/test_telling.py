"""What is wrong with a sheet, and what it changes, is told by its own headings."""

from pathlib import Path

from medsos_cli.store.database import Store
from medsos_cli.words.days import Clock
from tests.conftest import Run
from tests.rosters import Reader


def test_a_column_is_named_as_the_sheet_names_it_and_by_its_letter(run: Run, db: Path) -> None:
    roster = db.with_name("roster.csv")
    blank = "," * 26
    roster.write_text(
        f'Nama OPD,Label,Nama Admin,"Tgl.\n BAST"{blank},Link IG\n'
        f"Dinas A,HP-1,Ani,12/25/2020{blank},a b\n"
    )
    assert [line[:40] for line in run("import", roster, code=2).err.splitlines()[:2]] == [
        "roster.csv:3: Tgl. BAST (D): '12/25/2020", "roster.csv:3: Link IG (AE): 'a b' holds "
    ]  # fmt: skip


def test_the_same_fault_in_many_rows_is_told_once(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    read = Reader(store, clock, tmp_path)
    rows = ["Dinas A,HP-{},Ani,", "Dinas A,HP-{},Ani,12/25/2020", "Dinas B,HP-{},,"]
    text = "".join(rows[n in {2, 5} or 2 * (n == 9)].format(n) + "\n" for n in range(12))
    reading = read(f"Nama OPD,Label,Nama Admin,Tgl BAST\n{text}")
    assert [line.split("; ")[0] for line in reading.said] == [
        "roster.csv:2–3, 5–6, 8–10, 12–13: Tgl BAST: blank, but 'Ani' holds the handset",
        "roster.csv:4, 7: Tgl BAST: '12/25/2020' is not a date: there is no month 25",
    ]
    assert reading.error
    assert reading.error.startswith("11 bad cells in 11 rows of roster.csv")


RENAMED = (
    "if an account is the same under a new name: "
    "medsos account set AGENCY PLATFORM HANDLE --renamed"
)


def test_what_a_roster_changes_is_told_old_and_new(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    read = Reader(store, clock, tmp_path)
    head = "Nama OPD,Kode OPD,Jenis,IG,FB,Label,Merk,Ket\n"
    read(f"{head}Dinas A,a,,satu,ada,HP-1,A1,\nDinas B,b,badan,-,tiga.satu,,,lama\n")
    changed = (
        f"{head}Dinas Satu,a,dinas,dua,empat.satu,hp-1,A2,\nDINAS B,b,badan,lima,-,,,baru\n"
        "Dinas C,c,,,,HP-3,,\nDinas C,c,dinas,enam,,HP-3,A1,\n"
    )
    assert read(changed).said == [
        "roster.csv:2: Nama OPD: a: Dinas A → Dinas Satu",
        "roster.csv:2: Jenis: a: nothing → dinas",
        "roster.csv:2: IG: a: satu → dua",
        "roster.csv:2: FB: a: an account without a handle → empat.satu",
        "roster.csv:2: Merk: HP-1: A1 → A2",
        "roster.csv:3: Ket: b: lama → baru",
        "roster.csv:3: IG: b: none → lima",
        "roster.csv:3: FB: b: tiga.satu → none",
        RENAMED,
    ]
    assert read(changed).said == []


def test_beyond_twenty_changes_only_what_is_taken_away_is_told(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    read = Reader(store, clock, tmp_path)
    rows = "".join(f"Dinas {n},contoh.{n}\n" for n in range(24))
    read(f"agency,instagram\n{rows}")
    changed = f"agency,instagram\n{rows.replace('contoh', 'baru')}".replace("baru.23", "-")
    trial = read(changed, dry_run=True).said
    told = read(changed).said
    assert (len(trial), trial[:20], trial[24:]) == (25, told[:20], [RENAMED])
    assert told[20:] == [
        "roster.csv:25: instagram: dinas-23: contoh.23 → none", "… and 3 changes more", RENAMED,
    ]  # fmt: skip
    bad = f"{changed}Dinas 1,a b\n"
    assert len(read(bad, dry_run=True).said) == 1  # what is not imported changes nothing
