import pytest

from medsos_cli.names import code_from, did_you_mean, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dinas Kesehatan", "DINAS  KESEHATAN"),
        ("Dinas Kesehatan", " Dinas\u00a0Kesehatan. "),
        ("Badan Kepegawaian, Pendidikan dan Latihan", "BADAN KEPEGAWAIAN PENDIDIKAN DAN LATIHAN"),
        ("Kecamatan Mrebet", "Kec. Mrebet"),
        ("Kecamatan Mrebet", "KEC.MREBET"),
        ("Dinas Kesehatan", "Dinas Kesehatan Kabupaten Purbalingga"),
        ("Dinas Kesehatan", "Dinas Kesehatan Kab. Purbalingga"),
        ("ﬁsika", "fisika"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kecamatan Purbalingga", "Kecamatan"),
        ("RSUD Purbalingga", "RSUD"),
        ("Dinas Kesehatan", "Dinas Kesehatan dan KB"),
        ("Kabupaten Purbalingga", ""),
        ("Kecap", "Kecamatanap"),
        ("Badan Keuangan Daerah", "Badan Keuangan Derah"),
    ],
)
def test_other_names_are_others(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Dinas Kesehatan", "dinas-kesehatan"), ("Kec. Mrebet", "kec-mrebet"), ("!?", ""),
     ("Bagian " * 20, "bagian-bagian-bagian-bagian-bagian-bagian-bagian-bagian")],
)  # fmt: skip
def test_a_code_is_a_slug_of_the_name(name: str, code: str) -> None:
    assert code_from(name) == code


def test_near_words_are_offered_as_they_are_written() -> None:
    offices = ["dinkes", "Dinkop", "setda"]
    assert did_you_mean("DINKESS", offices) == "did you mean dinkes or Dinkop?"
    assert did_you_mean("setdaa", ["Setda", "dinkes"]) == "did you mean Setda?"
    assert did_you_mean("xyz", ["Setda"]) is None
    assert did_you_mean("xyz", []) is None
