"""Words for nothing, for yes, and for not yet known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.models import Platform, Verdict
from medsos_cli.words.handles import is_handle
from medsos_cli.words.meanings import (
    NEVER_WORDS,
    NONE_WORDS,
    UNKNOWN_WORDS,
    Saying,
    is_error_value,
    never_posted,
    read_saying,
    with_whereabouts,
    without_whereabouts,
)
from medsos_cli.words.safe import quoted


@pytest.mark.parametrize("words", [NONE_WORDS, UNKNOWN_WORDS, NEVER_WORDS])
def test_words_are_kept_as_cells_are_compared(words: frozenset[str]) -> None:
    assert {" ".join(word.split()).casefold() for word in words} == words


def test_no_word_says_two_things() -> None:
    assert not NONE_WORDS & UNKNOWN_WORDS
    assert not NEVER_WORDS & UNKNOWN_WORDS


def test_who_has_none_never_posted() -> None:
    assert NONE_WORDS < NEVER_WORDS


SAID = {
    Saying.NONE: [
        "tidak", "N", "0", "FALSE", "0.0", "0,0", "Belum memiliki akun", "Tidak ada akun",
        "Belum dibuat",
        "belum\npunya IG", "tidak sama sekali", "sudah tidak ada", "gak punya", "Tidak/belum ada",
        "belum_ada", "tidakada", "BelumAda", "blmada", "gakpunya", "NIL", "not available",
        "IG: belum ada", "no account", "- -", "N.A.", "Nihil.", "belum terdaftar",
    ],
    Saying.NOTHING: [
        "nan", "NULL", "(kosong)", "?", "…", "....", "menyusul", "masih dalam proses pembuatan",
        "akan dibuat", "belum tahu", "tidak diketahui", "lupa", "belum ada info",
        "dalamproses", "proses_pembuatan", "unknown", "undefined", "TBA", "sedangdiproses",
    ],
    Saying.UNNAMED: [
        "Y", "1", "TRUE", "1.0", "✓", "✅", "ada", "sudah punya akun", "nonaktif", "Tidak Aktif",
        "non-aktif", "ada tapi tidak aktif", "sudah tidak aktif", "belum pernah posting",
        "kurang aktif", "vakum", "tidakaktif", "off", "hiatus", "akuntidakaktif",
    ],
    Saying.UNCLEAR: ["x", "X", "✗", "T", "ya/tidak"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "saying"), [(text, saying) for saying, texts in SAID.items() for text in texts]
)
def test_what_is_said_of_an_account_goes_by_meaning(text: str, saying: Saying) -> None:
    assert read_saying(text) is saying


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("diretas", "became of an account"), ("dihapus", "became"), ("akun hilang", "became"),
        ("lupa password", "became"), ("kena hack", "became"), ("ditutup sementara", "became"),
        ("tutup_akun", "became"), ("diretas_orang", "became"), ("akundiretas", "became"),
        *((word, "became") for word in ("deleted", "Removed", "closed", "disabled")),
        *((word, "no account") for word in ("latest", "pages", "whatsapp", "telegram", "meta")),
        ("sda", "repeats"), ("S.D.A.", "repeats"), ("idem", "repeats"), ('"', "repeats"),
        ("sama dengan atas", "repeats"), ("Instagram", "names no account"),
        ("akun ig", "names no account"), ("Username", "names no account"),
        *((word, "no account") for word in ("WA", "Website", "email", "klik di sini", "tes")),
        ("sepi", "verdict"), ("belum didata", "verdict"), ("tergabung", "names no account"),
        ("masih", "names no account"), ("pribadi", "names no account"),
        ("#N/A", "error of the spreadsheet"), ("#REF!", "error of the spreadsheet"),
        *((str(each), "verdict") for each in Verdict if each is not Verdict.NONE),
    ],
)  # fmt: skip
def test_what_says_neither_is_refused_with_a_way_out(text: str, error: str) -> None:
    with pytest.raises(InputError, match=error) as caught:
        read_saying(text)
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    ["@tidak", "@fresh", "contoh.dinkes", "info.dinkes", "contoh_aktif", "Dinas Kesehatan",
     "https://www.instagram.com/tidak", "adakita", "tidaksia", "noon",
     "akunresmi", "belumada1", "\N{SNOWMAN}"],
)  # fmt: skip
def test_what_is_no_words_may_be_a_handle(text: str) -> None:
    assert read_saying(text) is None


WORDS = st.sampled_from(
    [word for texts in SAID.values() for text in texts for word in text.split()]
    + ["diretas", "hilang", "sda", "instagram", "akun", "masih", "data", "posting", "baru"]
)


@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from([str.upper, str.title, str]))
def test_no_words_are_ever_a_handle(words: list[str], case: type[str]) -> None:
    text = case(" ".join(words))
    try:
        saying = read_saying(text)
    except InputError:
        return
    assert saying is not None or not any(is_handle(platform, text) for platform in Platform)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("#N/A", True), ("#DIV/0!", True), ("#NAME?", True), ("#BEZUG!", True), ("######", True),
     ("Err:502", True), ("#NV", True), ("#dinkes", False), ("#", False), ("HP #1", False),
     ("#1", False)],
)  # fmt: skip
def test_an_error_of_a_spreadsheet_is_known(text: str, is_one: bool) -> None:
    assert is_error_value(text) is is_one


@pytest.mark.parametrize(
    ("text", "never"),
    [("belum pernah update", True), ("Tidak ada postingan", True), ("belum posting", True),
     ("3/12/2020", False), ("tidak aktif", False), ("ada", False)],
)  # fmt: skip
def test_never_is_said_in_many_words(text: str, never: bool) -> None:
    assert never_posted(text) is never


@pytest.mark.parametrize("text", ["2", "1234", "1.234", "12,345,678", "2,5K", "12 rb", "40%"])
def test_a_number_of_followers_or_posts_is_no_handle(text: str) -> None:
    with pytest.raises(InputError, match="is a number of something, not a handle"):
        read_saying(text)


WORDS = st.sampled_from([
    *sorted(NONE_WORDS | UNKNOWN_WORDS), "err", "err:12", "s.d.a", "sda", "akun", "aktif", "contoh",
    "belumada", "k1", "12k", "@", "x", "ya", "ß", "sama sekali",
])  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["", " ", "_", "."])), min_size=1, max_size=3))
def test_a_blank_before_a_text_does_not_change_what_it_says(parts: list[tuple[str, str]]) -> None:
    text = "".join(map("".join, parts))
    read = []
    for written in (text, f" {text}"):
        try:
            read.append(str(read_saying(written)))
        except InputError as error:
            read.append(str(error).replace(quoted(f" {text}"), quoted(text)))
    assert read[0] == read[1]


@pytest.mark.parametrize("text", ["@1234", "100064555", "k1", "24jam", "rb_contoh"])
def test_a_number_that_may_be_an_account_is_one(text: str) -> None:
    assert read_saying(text) is None


@pytest.mark.parametrize("note", [None, "layar retak", "di gudang » belakang"])
@pytest.mark.parametrize("where", ["di gudang", "dipegang Ani » Dinas A", "hilang", "dihapus"])
def test_where_a_handset_is_stands_behind_a_remark_and_is_taken_off_again(
    note: str | None, where: str
) -> None:
    written = with_whereabouts(note, where)
    assert written.endswith(f"» {where}")
    assert without_whereabouts(written) == (note or "")


@pytest.mark.parametrize(
    "text", ["hilang charger", "» rak 2", "dipegang bendahara", "a » hilangkan"]
)
def test_a_remark_of_a_person_stays_whole(text: str) -> None:
    assert without_whereabouts(text) == text
