import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.models import Platform, compare_key
from medsos_cli.words.addresses import is_link
from medsos_cli.words.handles import Handle, read_handle, read_platform

IG, FB, X = Platform

NAMES = {
    IG: st.from_regex(r"[A-Za-z0-9_]{1,9}(\.[A-Za-z0-9_]{1,9}){0,2}", fullmatch=True),
    FB: st.from_regex(r"[A-Za-z][A-Za-z0-9]{4,9}(\.[A-Za-z0-9]{4,9}){0,2}|[1-9][0-9]{4,18}",
                      fullmatch=True),
    X: st.from_regex(r"[A-Za-z0-9_]{1,15}", fullmatch=True),
}  # fmt: skip
FORMS = {
    IG: ["{}", "@{}", " @{}\n", "%40{}", "{}/", "/{}", "{}?igsh=MzRl==", "IG: @{}",
         "Instagram: {}", "akun ig : {}", "ig @{}", "\u2068@{}\u2069", '"{}"', "'@{}",
         "instagram.com/{}", "https://www.instagram.com/{}/", "http://m.instagram.com/{}?hl=id",
         "IG: https://instagram.com/{}", "https://www.instagram.com/{}/reels/",
         "https://instagr.am/{}", "https://www.instagram.com/_u/{}", "<https://instagram.com/{}>",
         "https://www.instagram.com/stories/{}/3570766765028588805/",
         "https://www.instagram.com/{}/p/DYhrCQPAi6U/"],
    FB: ["{}", "@{}", "fb: {}", "Facebook: @{}", "facebook.com/{}", "fb.com/{}",
         "https://www.facebook.com/{}/", "https://m.facebook.com/{}?mibextid=ZbWKwL",
         "https://id-id.facebook.com/{}/about", "https://web.facebook.com/{}#",
         "https://www.facebook.com/pg/{}/posts/", "https://facebook.com/@{}",
         "https://www.facebook.com/{}/posts/10153664894881749"],
    X: ["{}", "@{}", "X: @{}", "tw: {}", "Twitter = {}", "x.com/{}", "https://x.com/{}?s=20&t=a",
        "https://mobile.twitter.com/{}/with_replies", "https://vxtwitter.com/{}",
        "https://twitter.com/{}/status/604341487988576256/photo/1",
        "https://twitter.com/intent/user?screen_name={}"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "platform"),
    [("instagram", IG), ("IG", IG), ("Facebook", FB), (" fb ", FB), ("twitter", X), ("Tw", X),
     ("X", X)],
)  # fmt: skip
def test_platform(text: str, platform: Platform) -> None:
    assert read_platform(text) is platform


@pytest.mark.parametrize("text", ["", "tiktok", "insta gram", "\x1b", "i" * 100])
def test_unknown_platform_is_refused_with_the_words_to_use(text: str) -> None:
    with pytest.raises(InputError, match="is no platform") as caught:
        read_platform(text)
    assert caught.value.hint == "write instagram (ig), facebook (fb) or twitter (tw, x)"


@pytest.mark.parametrize(
    ("platform", "form"), [(platform, form) for platform in Platform for form in FORMS[platform]]
)
@pytest.mark.parametrize("name", ["dinkominfopbg", "DinkominfoPbg"])
def test_every_form_gives_the_handle_as_it_is_written(
    platform: Platform, form: str, name: str
) -> None:
    assert read_handle(platform, form.format(name)) == Handle(platform, name)


@given(st.data())
def test_every_form_gives_the_same_key(data: st.DataObject) -> None:
    platform = data.draw(st.sampled_from(Platform))
    name = data.draw(NAMES[platform])
    assume(not is_link(name))
    try:
        key = read_handle(platform, name).key
    except InputError:  # a page of the network's own, or a name in .com
        assume(False)
    form = data.draw(st.sampled_from(FORMS[platform]))
    assert read_handle(platform, form.format(name)).key == key


@pytest.mark.parametrize(
    "text",
    [
        "100064451419378",
        "https://www.facebook.com/profile.php?id=100064451419378",
        "https://www.facebook.com/people/Dinas-Kominfo/100064451419378/",
        "https://www.facebook.com/p/Dinkominfo-Purbalingga-100064451419378/",
        "https://m.facebook.com/story.php?story_fbid=10153664894&id=100064451419378",
    ],
)
def test_a_facebook_account_without_a_name_goes_by_its_number(text: str) -> None:
    assert read_handle(FB, text) == Handle(FB, "100064451419378")


@pytest.mark.parametrize(
    ("platform", "handle", "key"),
    [
        (IG, "Dinkominfo.Pbg", "dinkominfo.pbg"),
        (X, "Dinkominfo_Pbg", "dinkominfo_pbg"),
        (FB, "Dinkominfo.Pbg", "dinkominfopbg"),
        (FB, "100064451419378", "100064451419378"),
    ],
)
def test_key(platform: Platform, handle: str, key: str) -> None:
    assert compare_key(platform, handle) == key
    assert Handle(platform, handle).key == key


@pytest.mark.parametrize(
    ("platform", "text", "message"),
    [
        (IG, "https://www.facebook.com/dinkominfopbg", "is of Facebook, not of Instagram"),
        (FB, "https://x.com/dinkominfopbg", "is of Twitter, not of Facebook"),
        (X, "instagram.com/dinkominfopbg", "is of Instagram, not of Twitter"),
        (IG, "FB: dinkominfopbg", "is of Facebook, not of Instagram"),
        (IG, "https://www.instagram.com/p/DYhrCQPAi6U/", "does not name its owner"),
        (X, "https://x.com/i/status/1932109706354733077", "does not name its owner"),
        (FB, "https://www.facebook.com/watch/?v=274175099429670", "does not name its owner"),
        (FB, "https://www.facebook.com/share/1AbCdEfGh/", "without asking the network"),
        (FB, "fb.watch/abc", "without asking the network"),
        (X, "https://t.co/abc", "without asking the network"),
        (IG, "https://www.instagram.com/explore/", "names no account"),
        (IG, "www.instagram.com", "names no account"),
        (X, "x.com", "names no account"),
        (IG, "https://www.youtube.com/@dinkominfopbg", "is not a link of"),
        (IG, "@a https://instagram.com/b", "more than a handle"),
        (IG, "https://instagram.com/a https://instagram.com/b", "is not a link of"),
        (IG, "https://instagram.com/a,https://instagram.com/b", "names no account"),
        (IG, "explore", "is a page of Instagram itself"),
        (IG, "https://instagram.com/instagram.com/dinkominfopbg", "names no account"),
        (FB, "@groups", "is a page of Facebook itself"),
        (X, "home", "is a page of Twitter itself"),
        (X, "@instagram", "is a page of Instagram itself"),
        (IG, "@facebook", "is a page of Facebook itself"),
        (FB, "https://www.facebook.com/instagram", "is a page of Instagram itself"),
        (FB, "@tiktok", "is a page of Tiktok itself"),
        (IG, "https://www.instagram.com/x/", "is a page of Twitter itself"),
        (IG, "dinkominfo@purbalinggakab.go.id", "is an e-mail address"),
        (X, "Dinas Kominfo", "more than a handle"),
        (IG, "@dinkominfopbg, @humaspbg", "more than a handle"),
        (IG, "@dinkominfopbg/@humaspbg", "more than a handle"),
        (IG, "dinkominfopbg (aktif)", "more than a handle"),
        (IG, "", "is no Instagram handle"),
        (IG, "@", "is no Instagram handle"),
        (IG, "IG:", "is no Instagram handle"),
        (IG, "a" * 31, "is no Instagram handle"),
        (IG, ".dinkominfo", "is no Instagram handle"),
        (IG, "dinkominfo.", "is no Instagram handle"),
        (IG, "dinkominfo..pbg", "is no Instagram handle"),
        (IG, "dinkominfo-pbg", "is no Instagram handle"),
        (IG, "dinkominfo\x00", "is no Instagram handle"),
        (IG, "dinkominfo\x1b[2J", "is no Instagram handle"),
        (IG, "dınkominfo", "is no Instagram handle"),
        (X, "\u0661\u0662\u0663", "is no Twitter handle"),
        (X, "a_name_of_sixteen"[:16], "is no Twitter handle"),
        (X, "dinkominfo.pbg", "is no Twitter handle"),
        (FB, "pbg1", "is no Facebook handle"),
        (FB, "a" * 51, "is no Facebook handle"),
        (FB, ".....", "is no Facebook handle"),
        (FB, "dinkominfo_pbg", "is no Facebook handle"),
        (FB, "dinkominfo.com", "is no Facebook handle"),
        (FB, "profile.php", "is no Facebook handle"),
        (FB, "081234567890", "is no Facebook handle"),
        (IG, "081234567890", "is no Instagram handle"),
        (IG, "03.12.2020", "is no Instagram handle"),
        (IG, "IG: 44168", "is no Instagram handle"),
        (IG, "e", "is no Instagram handle"),
        (IG, "xxx", "is no Instagram handle"),
        (X, "2020_12", "is no Twitter handle"),
        (X, "V", "is no Twitter handle"),
    ],
)
def test_what_names_no_account_is_refused(platform: Platform, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_handle(platform, text)
    assert str(caught.value).isprintable()
    assert caught.value.hint


@pytest.mark.parametrize("text", ["@44168", "https://www.instagram.com/44168/", "IG: @44168"])
def test_what_is_no_name_by_its_signs_is_one_with_an_at_or_in_a_link(text: str) -> None:
    assert read_handle(IG, text).text == "44168"


CELLS = st.text() | st.text(st.sampled_from("@:/?#.%_ -aA1\x00\x1b\u0661")) | st.builds(
    "{}{}".format,
    st.sampled_from(["IG: ", "https://instagram.com/", "fb.com/", "x.com/", "@", "http://["]),
    st.text(),
)  # fmt: skip


@given(st.sampled_from(Platform), CELLS)
def test_any_string_gives_a_handle_or_a_one_line_refusal(platform: Platform, text: str) -> None:
    refusal = ""
    try:
        handle = read_handle(platform, text)
        assert read_handle(platform, handle.text) == handle
    except InputError as error:
        refusal = str(error)
    assert refusal.isprintable()
    assert len(refusal) < 1000


ADDRESSES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "https://", "http://", "www.", "https://m.", "https://www."]),
    st.sampled_from(["instagram.com/", "facebook.com/", "fb.com/", "twitter.com/", "x.com/", "@"]),
    st.one_of(
        *NAMES.values(),
        st.sampled_from(["login", "warn", "l", "p", "share", "pages", "profile.php", "nama.com"]),
    ),
    st.sampled_from(
        ["", "/", "?", "?igsh=a1==", "/?ref=bio", "?t=", "?u=x", "/?hl=id#", "/p", "."]
    ),
)


@settings(max_examples=400)
@given(st.sampled_from(Platform), ADDRESSES)
def test_an_address_is_read_as_it_is_between_brackets(platform: Platform, text: str) -> None:
    read = []
    for written in (text, f"<{text}>"):
        try:
            read.append(read_handle(platform, written).text)
        except InputError as error:
            read.append(str(error).replace(f"<{text}>", text))
    assert read[0] == read[1]


@pytest.mark.parametrize("unit", ["a", ".", "a.", "@", "a@", " ", "/", "ig:", "a ,", "\x00", "%40"])
def test_a_megabyte_is_refused_in_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    for platform in Platform:
        for start in ("", "@", "ig: ", "https://facebook.com/"):
            with pytest.raises(InputError):
                read_handle(platform, start + text)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("text", ["dinas.go.id", "Dinkes.Contoh.go.id", "contoh.desa.id"])
def test_the_host_of_a_website_is_a_handle_only_with_its_sign(text: str) -> None:
    with pytest.raises(InputError, match="is the address of a website"):
        read_handle(Platform.INSTAGRAM, text)
    assert read_handle(Platform.INSTAGRAM, f"@{text}").text == text


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("text", ["latest", "pages", "whatsapp", "telegram", "meta"])
def test_what_is_left_of_an_address_is_nobodys_handle(platform: Platform, text: str) -> None:
    with pytest.raises(InputError):
        read_handle(platform, text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Dinas Kesehatan", "write what stands behind facebook.com/ in the page's address"),
        ("pbg1", "write @name ("),
        ("dinkes.a / dinkes.b", "write one handle and nothing else"),
    ],
)
def test_only_a_name_of_a_facebook_page_is_answered_with_where_its_handle_stands(
    text: str, hint: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_handle(FB, text)
    assert str(caught.value.hint).startswith(hint)
