"""Which rows hold data, and which are what official forms have around them."""

from pathlib import Path

import pytest

from medsos_cli.errors import InputError
from medsos_cli.sheets.columns import ROSTER
from medsos_cli.sheets.sheet import open_sheet


def judged(folder: Path, text: str) -> tuple[list[str], list[str]]:
    """Return the agencies (or what stands for them) that hold data, and what is said of others."""
    path = folder / "r.csv"
    path.write_text(text, encoding="utf-8")
    with open_sheet(path, ROSTER) as sheet:
        found = []
        for _, cells, header in sheet.rows():
            texts = dict(zip(header.fields, cells, strict=False))
            found.append(texts.get("agency") or texts.get("device") or "")
        said = [str(line).removeprefix("r.csv: passed over: ") for line in sheet.omitted()]
    return found, said


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        (("Nama OPD,Twitter\nBupati,contoh_bupati\nKepala Dinas Kesehatan,contoh_kadis\n"
         "Dinas B,contohb\n"), ["Bupati", "Kepala Dinas Kesehatan", "Dinas B"]),
        ("No,Nama OPD,IG\n1,Dinas A,a.a\n2,RSUD,\n3,Inspektorat,\n",
         ["Dinas A", "RSUD", "Inspektorat"]),
        ("No,Nama OPD,IG\nI.,Dinas A,\nII.,RSUD,\nIII.,Kecamatan C,c.c\n",
         ["Dinas A", "RSUD", "Kecamatan C"]),
        ("No,Nama OPD,IG\na,Dinas A,\nb,Badan B,\n", ["Dinas A", "Badan B"]),
        ('Nama OPD,IG\nDinas A,a.a\n"Panwaslu, 2020",\nDinas C,c.c\n',
         ["Dinas A", "Panwaslu, 2020", "Dinas C"]),
        ("No,Nama OPD,Label\n1,Kepala Badan Keuangan,\n2,Mengetahui Sehat,\n",
         ["Kepala Badan Keuangan", "Mengetahui Sehat"]),
        ("Nama OPD,IMEI\nTtd Contoh,001012030000016\n", ["Ttd Contoh"]),
        ("Nama OPD,IG,FB\nDinas A,0,1\nDinas B,1,0\n", ["Dinas A", "Dinas B"]),
        ("Nama OPD,IG,FB,TW\nKepala Dinas A,-,-,contoh_a\n", ["Kepala Dinas A"]),
    ],
    ids=["officials", "a number of its own", "Roman", "letters", "place and year",
         "words of a signature", "an IMEI", "0 and 1", "one handle"],
)  # fmt: skip
def test_a_row_with_something_of_its_own_is_data_whatever_its_words(
    tmp_path: Path, text: str, agencies: list[str]
) -> None:
    assert judged(tmp_path, text) == (agencies, [])


@pytest.mark.parametrize(
    ("text", "agencies", "said"),
    [
        ("OPD,IG\nDinas A,a.a\nHalaman 1 dari 2,\nOPD,IG\nRSUD,\nHal. 2,\n- 2 -,\n",
         ["Dinas A", "RSUD"],
         ["page number, line 3, 6–7: 'Halaman 1 dari 2', 'Hal. 2', '- 2 -'", "header, line 4"]),
        (("OPD,IG\nDinas A,a.a\nMEDSOS KECAMATAN,\nTahun 2020,\n,\nNama Kecamatan,IG\n"
          "Kecamatan B,b.b\nKORPRI,\n"), ["Dinas A", "Kecamatan B", "KORPRI"],
         ["title, line 3–4: 'MEDSOS KECAMATAN', 'Tahun 2020'", "blank, line 5", "header, line 6"]),
        ("OPD,IG\nDinas A,a.a\nRSUD,\nOPD,IG\nKecamatan B,b.b\n",
         ["Dinas A", "RSUD", "Kecamatan B"], ["header, line 4"]),
        (("No,OPD,Label\n1,2,3\n1,Dinas A,HP-1\nKIR,,\nUNIT : DINAS A,,\nNo,OPD,Label\n1,2,3\n"
          "1,RSUD,\n"), ["Dinas A", "RSUD"],
         ["column numbers, line 2, 7", "group, line 4: 'KIR'", "note, line 5: 'UNIT : DINAS A'",
          "header, line 6"]),
        ("No,OPD,IG\n1,Dinas A,a.a\nB,KECAMATAN,\n2,Kecamatan B,b.b\n",
         ["Dinas A", "Kecamatan B"], ["group, line 3: 'B KECAMATAN'"]),
        ("OPD,IG\nA. DINAS,\nDinas A,a.a\nII. KECAMATAN,\nKecamatan B,\n",
         ["Dinas A", "Kecamatan B"], ["group, line 2, 4: 'A. DINAS', 'II. KECAMATAN'"]),
        ("OPD,IG\nA. Dinas A,\nB. Dinas B,\nC. RSUD,\n",
         ["A. Dinas A", "B. Dinas B", "C. RSUD"], []),
        ("OPD,Kode OPD,Jenis,IG\nDinas A,a,dinas,a.a\nBadan B,b,badan,-\n",
         ["Dinas A", "Badan B"], []),
    ],
    ids=["page", "title", "an office above a header", "form of each page",
         "a letter before a group", "lettered group",
         "lettered offices", "a short code"],
)  # fmt: skip
def test_what_stands_between_the_tables_of_a_sheet_is_no_agency(
    tmp_path: Path, text: str, agencies: list[str], said: list[str]
) -> None:
    assert judged(tmp_path, text) == (agencies, said)


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("OPD\nDinas A\nCatatan Sipil\nRSUD\nDinas Z\n",
         ["Dinas A", "Catatan Sipil", "RSUD", "Dinas Z"]),
        ("OPD,IG\nDinas A,@a\nSumber Daya Air,\nDinas Z,\n",
         ["Dinas A", "Sumber Daya Air", "Dinas Z"]),
        ("Nama OPD,Instagram\nDinas A,@dinasa\n,\nDinas D,1234\n", ["Dinas A", "Dinas D"]),
        ("OPD,IG\nBappeda,@bappeda\nRSUD,\nPPID,\n", ["Bappeda", "RSUD", "PPID"]),
        ("OPD,IG\nBappeda,@bappeda\nPuskesmas,\n", ["Bappeda", "Puskesmas"]),
        ("OPD,IG\nDinas A,@a\nTotal Rekap Dinas B,@dinasb\n",
         ["Dinas A", "Total Rekap Dinas B"]),
    ],
    ids=["a note's word", "another", "a number for a handle", "a kind's word", "at the end",
         "a sum's word"],
)  # fmt: skip
def test_the_name_of_an_office_is_data_whatever_words_are_in_it(
    tmp_path: Path, text: str, agencies: list[str]
) -> None:
    assert judged(tmp_path, text)[0] == agencies


@pytest.mark.parametrize("note", ["Catatan", "Keterangan: per Desember", "Catatan akun resmi."])
def test_an_office_below_a_note_is_not_swallowed(tmp_path: Path, note: str) -> None:
    found, said = judged(tmp_path, f"OPD,IG\nDinas A,@a\n{note},\nRSUD,\nDinas Z,\n")
    assert found == ["Dinas A", "RSUD", "Dinas Z"]
    assert said == [f"note, line 3: '{note}'"]


@pytest.mark.parametrize(
    "text", ["OPD,IG\nPuskesmas,\nPuskesmas Contoh,@pc\n", "No,OPD,IG\n,Puskesmas,\n1,Contoh,@pc\n"]
)
def test_a_lone_word_over_rows_of_its_kind_is_a_group(tmp_path: Path, text: str) -> None:
    assert judged(tmp_path, text)[1] == ["group, line 2: 'Puskesmas'"]


NOTES = """\
No,Nama OPD,IG
1,Dinas A,a.a
2,Dinas B,-
"""


@pytest.mark.parametrize(
    ("foot", "said"),
    [
        (",Keterangan:,\n,- = belum memiliki akun,\n,*) data per 3 Desember 2020,\n",
         ("note, line 4–6: 'Keterangan:', '- = belum memiliki akun', "
          "'*) data per 3 Desember 2020'")),
        ("Keterangan: - = belum memiliki akun,,\nSumber: Dinkominfo,,\n",
         "note, line 4–5: 'Keterangan: - = belum memiliki akun', 'Sumber: Dinkominfo'"),
        (",Catatan,\n1,Akun resmi bercentang biru,\n2,Data dari admin,\n",
         "note, line 4–6: 'Catatan', '1 Akun resmi bercentang biru', '2 Data dari admin'"),
        (",Rekapitulasi,7\n", "total, line 4: 'Rekapitulasi 7'"),
        ("JUMLAH AKUN,,2\n", "total, line 4: 'JUMLAH AKUN 2'"),
        ((',,"Purbalingga,       Desember 2020"\n,Mengetahui,\n,Budi Contoh,Sutrisno\n'
         ",NIP. 198609262015051001,\n"),
         ("signature, line 4–7: 'Purbalingga, Desember 2020', 'Mengetahui', "
          "'Budi Contoh Sutrisno', 'NIP. …1001'")),
        (',,"Contoh, ........... 2020"\n', "signature, line 4: 'Contoh, ........... 2020'"),
    ],
    ids=["notes", "notes in the first column", "numbered", "counts", "sum", "narrow", "dots"],
)  # fmt: skip
def test_what_stands_under_a_table_is_no_agency_and_is_quoted(
    tmp_path: Path, foot: str, said: str
) -> None:
    assert judged(tmp_path, NOTES + foot) == (["Dinas A", "Dinas B"], [said])


def test_rows_go_on_below_a_note(tmp_path: Path) -> None:
    assert judged(tmp_path, f"{NOTES},*) baru,\n3,Dinas C,\n4,Dinas D,d.d\n") == (
        ["Dinas A", "Dinas B", "Dinas C", "Dinas D"], ["note, line 4: '*) baru'"]
    )  # fmt: skip


@pytest.mark.parametrize("row", ["3,Dinas C,", ",Dinas C,contoh.c", ",Dinas C,@c"])
def test_nothing_below_a_signature_is_swallowed(tmp_path: Path, row: str) -> None:
    with pytest.raises(InputError, match=r"r\.csv:5: data below the signature block of line 4"):
        judged(tmp_path, f"{NOTES},Mengetahui,\n{row}\n")


@pytest.mark.parametrize(
    ("second", "agencies"),
    [
        ("No,Nama Kecamatan,Instagram\n1,Kecamatan C,c.c\n", ["Kecamatan C"]),
        ("No,Instagram,Nama OPD\n1,c.c,Dinas C\n", ["Dinas C"]),
        ("No,Label,Nama OPD\n1,HP-1,Dinas C\n", ["Dinas C"]),
        ("No,Nama OPD,Media Sosial\n,,IG\n1,Dinas C,c.c\n", ["Dinas C"]),
    ],
    ids=["of the same columns", "in another order", "of other columns", "in two rows"],
)
def test_a_second_header_is_a_header(tmp_path: Path, second: str, agencies: list[str]) -> None:
    assert judged(tmp_path, NOTES + second) == (
        ["Dinas A", "Dinas B", *agencies], ["header, line 4"]
    )  # fmt: skip


def test_a_table_of_fewer_columns_above_a_wider_one_is_no_title(tmp_path: Path) -> None:
    text = "Nama OPD,IG,,\nDinas A,a.a,,\nNama OPD,IG,FB,TW\nDinas B,b.b,-,-\n"
    assert judged(tmp_path, text) == (["Dinas A", "Dinas B"], ["header, line 3"])


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("No,Nama SKPD,Jenis,IG\n1,Dinas Kesehatan,Dinas,a.a\n2,Badan B,Badan,b.b\n",
         ("no", "agency", "kind", "instagram")),
        ("Rekap Dinas dan Badan\nNama OPD,Jenis,IG\nDinas Kesehatan,Dinas,a.a\n",
         ("agency", "kind", "instagram")),
        ("Perangkat Daerah,,IG\nKode,Nama,\n01,Dinas A,a.a\n",
         ("agency_code", "agency", "instagram")),
        ("No,Nama OPD,Instagram,,,FB\n,,Nama Akun,Pengikut,Posting Terakhir,\n",
         ("no", "agency", "instagram", None, "instagram_last_post", "facebook")),
        ("No,Nama OPD,Media Sosial,,\n,,Instagram,,FB\n,,Akun,Pengikut,\n1,Dinas A,a,3,-\n",
         ("no", "agency", "instagram", None, "facebook")),
        ("Nama OPD,Label,Kondisi,,\n,,B,RR,RB\n",
         ("agency", "device", "condition_b", "condition_rr", "condition_rb")),
        ("Nama OPD,Link Instagram\nDinas A,https://instagram.com/a\n", ("agency", "instagram")),
        ("Nama OPD,Akun IG,Link IG\n", ("agency", "instagram", "instagram_link")),
        ("Nama OPD,Media Sosial,Nama Akun,Link\n",
         ("agency", "platform", "account", "account_link")),
        ("Nama OPD,Media Sosial\n", ("agency", "account")),
        ("Nama OPD,Instagram,Username,Link\n", ("agency", "instagram", None, None)),
        ("Nama OPD,Label,Jabatan,Pangkat/Gol\n", ("agency", "device", "position", None)),
    ],
    ids=["kinds are data", "a title of understood words", "code and name", "under a platform",
         "in three rows", "ticks", "only links", "handle and link", "one row an account",
         "all accounts in one cell", "what means nothing here", "the surer one"],
)  # fmt: skip
def test_the_header_is_where_most_is_understood(
    tmp_path: Path, text: str, fields: tuple[str | None, ...]
) -> None:
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")
    with open_sheet(path, ROSTER) as sheet:
        assert sheet.header.fields == fields
