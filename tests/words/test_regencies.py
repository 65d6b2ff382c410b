"""Which office of which regency a name is of."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.words.names import name_key
from medsos_cli.words.regencies import Home, choose_office, is_same_office, read_name, read_regency

OFFICES = st.sampled_from([
    "Dinas Kesehatan", "Badan Keuangan Daerah", "Bagian Hukum Sekretariat Daerah", "RSUD Contoh",
    "Kecamatan Purbalingga", "Dinas Sosial, Pengendalian Penduduk", "DPUPR", "Tim Penggerak PKK",
])  # fmt: skip
REGENCIES = st.sampled_from([
    "Purbalingga", "Banyumas", "Hulu Sungai Selatan", "Lima Puluh Kota", "Toli-Toli",
    "Kepulauan Siau Tagulandang Biaro", "Tanjung Jabung Timur",
])  # fmt: skip
FORMS = st.sampled_from([
    "Pemerintah Kabupaten {r} {o}", "PEMERINTAH KAB. {r}, {o}", "Pemkab {r} - {o}",
    "Kabupaten {r} {o}", "{o} Kabupaten {r}", "{o} Kab. {r}", "{o} (Kab {r})",
    "{o}, KABUPATEN {r}, Provinsi Contoh",
])  # fmt: skip


@given(OFFICES, REGENCIES, FORMS)
def test_every_form_names_its_office_and_its_regency(office: str, regency: str, form: str) -> None:
    name = read_name(form.format(o=office, r=regency))
    assert name.office == name_key(office)
    assert name.regency == read_regency(regency)


@given(OFFICES, REGENCIES, REGENCIES, FORMS, FORMS, st.booleans())
def test_two_regencies_never_meet(
    office: str, one: str, other: str, first: str, second: str, is_set: bool
) -> None:
    assume(one != other)
    home = Home(read_regency(one) if is_set else None)
    known = {"a": first.format(o=office, r=one)}
    name = second.format(o=office, r=other)
    assert choose_office(name, known, lambda: home) == []
    assert not is_same_office(known["a"], name)


@given(OFFICES, REGENCIES, FORMS)
def test_a_name_without_a_regency_is_of_the_own_one(office: str, regency: str, form: str) -> None:
    name = form.format(o=office, r=regency)
    own, other = Home(read_regency(regency)), Home("elsewhere")
    assert choose_office(office, {"a": name}, lambda: own) == ["a"]
    assert choose_office(name, {"a": office}, lambda: own) == ["a"]
    assert choose_office(office, {"a": name}, lambda: other) == []
    assert choose_office(name, {"a": office}, lambda: other) == []


@given(st.text(max_size=40))
def test_no_name_is_swallowed(text: str) -> None:
    name = read_name(text)
    assert bool(name.office) == bool(name_key(text))
    assert name.regency is None or name.office


@pytest.mark.parametrize(
    ("text", "office", "regency"),
    [
        ("Kabupaten Purbalingga", "kabupaten purbalingga", None),
        ("Pemerintah Kabupaten Purbalingga", "pemerintah kabupaten purbalingga", None),
        ("Pemkot Bogor Dinas Sosial", "dinas sosial", "kota bogor"),
        ("Pemerintah Kota Tanjung Balai Dinas Sosial", "dinas sosial", "kota tanjung balai"),
        ("Dinas Kesehatan Kota Bogor", "dinas kesehatan kota bogor", None),
        ("Dinas Kesehatan Kab. A UPTD Puskesmas B", "dinas kesehatan uptd puskesmas b", "a"),
        ("Sekretariat Daerah Kab. A Bagian Hukum", "sekretariat daerah bagian hukum", "a"),
        ("Pemerintah Kabupaten A DINKOMINFO", "dinkominfo", "a"),
        ("Pemerintah Desa Karangreja", "pemerintah desa karangreja", None),
        ("Forum Kabupaten Sehat", "forum kabupaten sehat", None),
        ("Dinas A Kab. B dan Kab. C", "dinas a kabupaten b dan kabupaten c", None),
        ("Pemkab B Dinas A Kab. C", "pemkab b dinas a kabupaten c", None),
        ("Dinas A Kabupaten", "dinas a kabupaten", None),
        ("Kab. Kab. Kab.", "kabupaten kabupaten kabupaten", None),
    ],
)  # fmt: skip
def test_a_regency_ends_where_an_office_begins(text: str, office: str, regency: str | None) -> None:
    assert read_name(text) == (office, regency)


@pytest.mark.parametrize(
    ("text", "regency"),
    [("Purbalingga", "purbalingga"), ("Kabupaten Purbalingga", "purbalingga"),
     ("KAB. TOLI-TOLI", "toli toli"), ("Kota Bogor", "kota bogor"), ("Dinas", None), ("", None)],
)  # fmt: skip
def test_the_own_regency_is_read_as_names_name_it(text: str, regency: str | None) -> None:
    assert read_regency(text) == regency


BARE, A, B = "Dinas Kesehatan", "Dinas Kesehatan Kab. A", "Pemkab B Dinas Kesehatan"
SEEN = frozenset({"a", "b"})


@pytest.mark.parametrize(
    ("name", "known", "home", "chosen"),
    [
        (BARE, [A], Home(), [A]),
        (BARE, [A, B], Home("b"), [B]),
        (BARE, [A, B], Home("c"), []),
        (BARE, [BARE, A, B], Home(), [BARE]),
        (A, [BARE], Home(), [BARE]),
        (A, [BARE], Home(None, frozenset({"a"})), [BARE]),
        (A, [BARE], Home(None, frozenset({"b"})), []),
        (A, [BARE], Home("a", SEEN), [BARE]),
        (A, [B], Home(None, SEEN), []),
        (A, [BARE, A], Home(), [A]),
        (A, [], Home(), []),
    ],
)
def test_which_office_a_name_is_of(
    name: str, known: list[str], home: Home, chosen: list[str]
) -> None:
    assert choose_office(name, dict(zip(known, known, strict=True)), lambda: home) == chosen


@pytest.mark.parametrize(
    ("name", "known", "home", "also"),
    [
        (BARE, [A, B], Home(), set()),
        (BARE, [A], Home(), {"b"}),
        (A, [BARE], Home(None, SEEN), set()),
        (A, [BARE], Home(), {"b"}),
    ],
)
def test_what_cannot_be_told_is_refused_and_names_them(
    name: str, known: list[str], home: Home, also: set[str]
) -> None:
    with pytest.raises(InputError) as caught:
        choose_office(name, dict(zip("xy", known, strict=False)), lambda: home, also)
    assert str(caught.value) == f"{name!r} may be of " + ", ".join(
        f"{each} ({code})" for code, each in zip("xy", known, strict=False)
    )
    assert "config.toml" in (caught.value.hint or "")


def the_long_way(name: str, known: dict[str, str], home: Home, also: set[str]) -> list[str] | None:
    """Choose by going through all of them; None where it cannot be told."""
    wanted = read_name(name).regency
    regencies = {code: read_name(each).regency for code, each in known.items()}
    alike = [code for code, regency in regencies.items() if regency == wanted]
    if alike or not (wanted is None or None in regencies.values()):
        return alike
    named = {*regencies.values(), *also, wanted} - {None}
    if wanted is None:
        chosen = own = home.own or (named.pop() if len(named) == 1 else None)
    else:
        own = home.regency or (wanted if not home.seen and named == {wanted} else None)
        chosen = None if own == wanted else wanted
    if known and own is None:
        return None
    return [code for code, regency in regencies.items() if regency == chosen]


ANY_NAME = st.sampled_from([BARE, A, B, "Dinas Kesehatan Kabupaten C", A.upper()])
REGENCY = st.sampled_from("abcd")
A_HOME = st.builds(Home, st.none() | REGENCY, st.frozensets(REGENCY, max_size=2))


@given(ANY_NAME, st.lists(ANY_NAME, max_size=5), A_HOME, st.sets(REGENCY, max_size=3))
def test_an_office_is_chosen_as_by_going_through_all_of_its_name(
    name: str, names: list[str], home: Home, also: set[str]
) -> None:
    known = {f"k{n}": each for n, each in enumerate(names)}
    try:
        chosen = choose_office(name, known, lambda: home, also)
    except InputError:
        chosen = None
    assert chosen == the_long_way(name, known, home, also)
