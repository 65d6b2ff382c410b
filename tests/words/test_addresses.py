"""Addresses as people paste them, in a text or alone."""

import time

import pytest

from medsos_cli.models import Platform
from medsos_cli.words.addresses import Address, find_links, host_of, is_link, is_ours, read_address
from medsos_cli.words.links import ProfileLink, read_link

IG, FB, X = Platform


@pytest.mark.parametrize(
    "wrapped", ["<{}>", '"{}"', " {}\n", "({}),", "\u2068{}\u2069", "\ufeff{}"]
)
def test_what_copying_leaves_around_a_link(wrapped: str) -> None:
    text = wrapped.format("https://x.com/dinkominfopbg")
    assert is_link(text)
    assert read_link(text) == ProfileLink(X, "dinkominfopbg")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org", True),
        ("instagram://media", True),
        ("//x.com/a", True),
        ("x.com", True),
        ("WWW.Instagram.com/a", True),
        ("fb.watch/abc", True),
        ("example.org/a", False),
        ("dinkominfo.pbg", False),
        ("x.community", False),
        ("@dinkominfopbg", False),
        ("", False),
    ],
)
def test_is_link(text: str, expected: bool) -> None:
    assert is_link(text) is expected


def test_links_in_running_text() -> None:
    text = (
        "Lapor Pak (https://www.instagram.com/p/DYhrCQPAi6U/?igsh=abc=), *x.com/a_/status/12*; "
        "https://fb.watch/ab-_/,https://example.org/x!\nsurel a@x.com/b, evil.instagram.com/c "
        "dan ınstagram.com/d, faceboo\u212a.com/e: id-id.facebook.com/dinkominfopbg. "
        "Lihat instagram.com ya, <http://[>"
    )
    assert list(find_links(text)) == [
        "https://www.instagram.com/p/DYhrCQPAi6U/?igsh=abc=",
        "x.com/a_/status/12",
        "https://fb.watch/ab-_/",
        "https://example.org/x",
        "id-id.facebook.com/dinkominfopbg",
        "http://",
    ]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("selesai🙏 https://x.com/a/status/12🙏", "https://x.com/a/status/12"),
        ("https://x.com/a/status/12❤️👍🏽 ya", "https://x.com/a/status/12"),
        ("_https://instagram.com/p/CITDXUWhaNu_", "https://instagram.com/p/CITDXUWhaNu"),
        ("https://instagram.com/p/CITDXUWhaN_", "https://instagram.com/p/CITDXUWhaN_"),
        ("*https://instagram.com/a.b*", "https://instagram.com/a.b"),
        ("https:/ /www.facebook.com/a/posts/1", "www.facebook.com/a/posts/1"),
        ("lihat www.youtube.com/watch?v=a, ya", "www.youtube.com/watch?v=a"),
        ("https://example.org/www.instagram.com/a", "https://example.org/www.instagram.com/a"),
        ("~fb.com/contohdinkes/~.", "fb.com/contohdinkes/"),
        ("(lihat: https:/www.facebook.com/a/posts/1)", "https:/www.facebook.com/a/posts/1"),
        ("htpps://www.instagram.com/p/a!!!", "htpps://www.instagram.com/p/a"),
        ("Link:https//x.com/a", "https//x.com/a"),
        ("https://https://x.com/a", "https://https://x.com/a"),
        ("http;//fb.com/contohdinkes", "http;//fb.com/contohdinkes"),
        ("www.instagram.com/p/CITDXUW…", "www.instagram.com/p/CITDXUW…"),
        ("https://x.com/a/status/1334...", "https://x.com/a/status/1334..."),
        ("https://x.com/a/status/13\ufffd", "https://x.com/a/status/13\ufffd"),
    ],
)
def test_a_link_ends_where_something_else_begins(text: str, link: str) -> None:
    assert list(find_links(text)) == [link]


WRAPPED = "https%3A%2F%2Fwww.facebook.com%2Fcontohdinkes%2Fposts%2F1234567890%3Fmibextid%3Dx"
POST = Address(FB, "contohdinkes/posts/1234567890?mibextid=x", shows_accounts=True)


@pytest.mark.parametrize(
    "text",
    [
        f"https://l.facebook.com/l.php?u={WRAPPED}&h=AT0",
        f"https://lm.facebook.com/l.php?h=AT0&amp;u={WRAPPED}",
        f"https://l.instagram.com/?u={WRAPPED}&e=AT0",
        f"https://l.wl.co/l?u={WRAPPED}",
        f"https://www.facebook.com/login/?next={WRAPPED}",
        f"https://m.facebook.com/login.php?refsrc=a&next={WRAPPED}",
        f"https://www.facebook.com/sharer/sharer.php?u={WRAPPED}",
        f"https://www.facebook.com/plugins/post.php?href={WRAPPED}&width=500",
        f"https://www.facebook.com/flx/warn/?h=TA&u={WRAPPED}&s=1",
        f"https://www.google.com/url?sa=t&url={WRAPPED}&usg=x",
        f"fbrpc://facebook/nativethirdparty?app_id=1&target_url={WRAPPED}",
        WRAPPED,
    ],
)
def test_a_wrapped_address_is_unwrapped(text: str) -> None:
    assert is_ours(text)
    assert read_address(text) == POST


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("https://www.instagram.com/accounts/login/?next=%2Fp%2FCITDXUWhaNu%2F", "p/CITDXUWhaNu/"),
        ("https://www.instagram.com/accounts/login/?next=/contoh.dinkes/", "contoh.dinkes/"),
        ("instagram.com/linkshim/?u=https%3A%2F%2Finstagram.com%2Fa", "a"),
    ],
)
def test_where_a_login_leads_to_is_of_the_same_site(text: str, path: str) -> None:
    assert read_address(text) == Address(IG, path, shows_accounts=True)


@pytest.mark.parametrize(
    "text",
    [
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Finstagram.com.evil.example%2Fa",
        f"https://evil.example/page?u={WRAPPED}",
        f"https://example.org/login?next=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3D{WRAPPED}",
    ],
)
def test_what_leads_elsewhere_or_twice_over_is_no_account(text: str) -> None:
    address = read_address(text)
    assert address is None or not address.shows_accounts


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("http://twitter.com/#!/contoh_dinkes/status/112288509276065792",
         "contoh_dinkes/status/112288509276065792"),
        ("https://mobile.twitter.com/#!/lejsl", "lejsl"),
        ("https://x.com/a#!b", "b"),
        ("https://x.com/a#b", "a"),
        ("https://x.com/a?s=20#", "a?s=20"),
    ],
)  # fmt: skip
def test_what_comes_after_a_hash_counts_only_with_a_bang(text: str, path: str) -> None:
    assert read_address(text) == Address(X, path, shows_accounts=True)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("https://www.facebook.com/a", True), ("https://m.facebook.com/a", True),
        ("https://id-id.facebook.com/a", True), ("https://m.en-gb.facebook.com/a", True),
        ("https://mbasic.facebook.com/a", True), ("https://fb.com/a", True),
        ("https://business.facebook.com/a", False), ("https://l.facebook.com/a", False),
        ("https://apps.facebook.com/a", False), ("https://static.xx.facebook.com/a", False),
    ],
)  # fmt: skip
def test_not_every_host_of_facebook_shows_accounts(text: str, shows: bool) -> None:
    address = read_address(text)
    assert address is not None
    assert address.shows_accounts is shows


def test_what_only_the_network_can_resolve_has_no_platform() -> None:
    address = read_address("https://pic.twitter.com/AbC123")
    assert address == Address(None, "AbC123", shows_accounts=False)


@pytest.mark.parametrize(
    ("link", "host"),
    [("https://WWW.YouTube.com/watch?v=a", "youtube.com"),
     ("https://vt.tiktok.com/a", "vt.tiktok.com"), ("www.youtube.com/a", "youtube.com"),
     ("http://[", ""), ("https://", "")],
)  # fmt: skip
def test_host(link: str, host: str) -> None:
    assert host_of(link) == host


@pytest.mark.parametrize("unit", ["!", "…", "._", "🙏", "https:/", "u=a&", "login/", "%41"])
def test_a_megabyte_is_gone_through_in_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    for start in ("", "https://l.facebook.com/l.php?", "https://instagram.com/p/a"):
        assert sum(1 for _ in find_links(start + text)) <= len(text)
        read_address(start + text)
        read_address(start + text[:4000])
    assert time.perf_counter() - started < 5
