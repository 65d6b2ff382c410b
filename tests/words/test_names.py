import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.words.names import all_of, code_from, did_you_mean, name_key, same_key


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


def test_long_names_of_one_regency_have_codes_of_their_own() -> None:
    before = "PEMERINTAH KABUPATEN PURBALINGGA DINAS PEMBERDAYAAN"
    assert code_from(f"{before} MASYARAKAT") == "dinas-pemberdayaan-masyarakat-purbalingga"
    assert code_from(f"{before} PEREMPUAN") == "dinas-pemberdayaan-perempuan-purbalingga"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Émile Contoh", "ÉMILE  CONTOH"), ("Émile Contoh", "e\u0301mile contoh"), ("HP-1", "ＨＰ-１"),
     ("hp 1", " HP\u00a01 "), ("STRASSE", "straße")],
)  # fmt: skip
def test_spellings_of_one_holder_or_label_are_one(one: str, other: str) -> None:
    assert same_key(one) == same_key(other)


def test_of_many_names_the_first_are_said_and_how_many_more() -> None:
    names = [f"HP-{n}" for n in range(2000)]
    assert str(all_of(names[:2])) == "HP-0 and HP-1"
    assert str(all_of(names[:4])) == "HP-0 and HP-1 and HP-2 and HP-3"
    assert str(all_of(names)) == "HP-0, HP-1, HP-2 and 1997 more"


@given(st.text())
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert same_key(same_key(text)) == same_key(text)


def test_near_words_are_offered_as_they_are_written() -> None:
    offices = ["dinkes", "Dinkop", "setda"]
    assert did_you_mean("DINKESS", offices) == "did you mean dinkes or Dinkop?"
    assert did_you_mean("setdaa", ["Setda", "dinkes"]) == "did you mean Setda?"
    assert did_you_mean("xyz", ["Setda"]) is None
    assert did_you_mean("xyz", []) is None


def test_a_word_of_a_name_is_enough_where_few_have_it() -> None:
    offices = ["kec-batur", "Kecamatan Batur", *(f"Kecamatan {n} Contoh" for n in range(10))]
    assert str(did_you_mean("batur", offices)) == "did you mean kec-batur or Kecamatan Batur?"
    assert did_you_mean("contoh", offices) is None


@pytest.mark.parametrize("word", ["HP-5", "hp 5", "HP05", "hp_005"])
def test_a_label_without_its_zeros_or_signs_is_meant_before_all_others(word: str) -> None:
    assert str(did_you_mean(word, ["HP-65", "HP-05", "HP-50", "HP-15"])) == "did you mean HP-05?"
