"""Names of offices that are near each other."""

import csv
from itertools import count

import pytest

from medsos_cli.words.similar_offices import NearNames, TimeToLook
from tests.conftest import SAMPLE

SAMPLE_NAMES = [
    (row["agency_code"], row["agency"])
    for row in csv.DictReader(SAMPLE.read_text(encoding="utf-8").splitlines())
]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Dinkes", "dinkes"),
        ("DINKOMINFO PURBALINGGA", "dinkominfo"),
        ("Dinas Kesehatan Kota Contoh", "dinkes"),
        ("Bag. Hukum", "bag-hukum"),
        ("Bagian Hukum Setda", "bag-hukum"),
        ("Badan Keuangan Derah", "bakeuda"),
        ("Kecamatan Rembng", "kec-rembang"),
        ("Kecamatan Kalimanha", "kec-kalimanah"),
        ("Satpol PP", "satpolpp"),
        ("DPMPTSP", "dpmptsp"),
        ("SEKRETARIAT DAERAH, DINKOMINFO", "setda"),
        ("Kesejahteraan Keluarga (PKK) Tim Penggerak Kabupaten Contoh", "pkk"),
    ],
)
def test_a_new_name_is_near_a_known_one(name: str, code: str) -> None:
    found = NearNames(SAMPLE_NAMES).find("new", name)
    assert found
    assert found.code == code


@pytest.mark.parametrize(
    "name", ["Dinas Kehutanan", "Kelurahan Purbalingga", "Kecamatan Karangjaya", "UPTD Pasar", "!"]
)
def test_other_names_are_not_near(name: str) -> None:
    assert NearNames(SAMPLE_NAMES).find("new", name) is None


def test_no_two_of_the_sample_are_near() -> None:
    near = NearNames(SAMPLE_NAMES)
    assert not [code for code, name in SAMPLE_NAMES if near.find(code, name)]


def test_it_looks_no_more_once_its_time_is_up() -> None:
    seconds = count()
    time = TimeToLook(2, lambda: float(next(seconds)))
    near = NearNames([("a-1", "Kantor 1 Contoh")], time)
    assert near.find("new", "Kantor 1 Contoh")
    assert near.find("new", "Kantor 1 Contoh")
    assert near.find("new", "Kantor 1 Contoh") is None
