"""The day of which a title says that its table holds."""

from datetime import date

import pytest

from medsos_cli.words.titles import find_day

NOVEMBER = date(2020, 11, 30)


@pytest.mark.parametrize(
    ("title", "words", "day"),
    [
        ("Keadaan: November 2020", "Keadaan: November 2020", NOVEMBER),
        ("DAFTAR HP  PER 30 NOVEMBER 2020", "PER 30 NOVEMBER 2020", NOVEMBER),
        ("Posisi : 30/11/2020 (sementara)", "Posisi : 30/11/2020", NOVEMBER),
        ("(keadaan per tanggal 30 Nov 2020)", "keadaan per tanggal 30 Nov 2020", NOVEMBER),
        ("Kondisi Senin, 30 November 2020", "Kondisi Senin, 30 November 2020", NOVEMBER),
        ("Rekap per OPD bulan Februari 2020", "bulan Februari 2020", date(2020, 2, 29)),
        ("As of 2020-12-03", "As of 2020-12-03", date(2020, 12, 3)),
        ("Posisi 12/2020", "Posisi 12/2020", date(2020, 12, 31)),
        ("Anggaran per 31/12/2019; keadaan November 2020", "keadaan November 2020", NOVEMBER),
    ],
)
def test_a_title_dates_its_table(title: str, words: str, day: date) -> None:
    assert find_day(["PEMERINTAH KABUPATEN PURBALINGGA", title]) == (words, day)


@pytest.mark.parametrize(
    "title",
    [
        "", "DAFTAR HP DINAS TAHUN 2020", "Rekap per OPD", "SK Bupati tanggal 3 Maret 2019",
        "per 31 November 2020", "Keadaan: baik", "Persediaan 30 November 2020", "Posisi",
        "per 30", "keadaan 2020", "SK per 3/2/2019, status 30/11/2020",
    ],
)  # fmt: skip
def test_a_title_that_says_no_day(title: str) -> None:
    assert find_day([title]) is None
