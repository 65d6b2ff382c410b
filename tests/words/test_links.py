import contextlib
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsos_cli.errors import InputError
from medsos_cli.models import Platform
from medsos_cli.words.addresses import find_links, is_link
from medsos_cli.words.links import PostLink, ProfileLink, read_link
from medsos_cli.words.post_ids import post_time

IG, FB, X = Platform
DATA = Path(__file__).parents[3] / "shared" / "data"
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PFBID = "pfbid0Fnzhm8UuzjBYpPMNFzaSpFE9UmLdU4fJN8qTANi1Dmtj5q7DNrL5NERXfsAzDEV7l"
PRIVATE = "x" * 28


def stored(name: str, key: str) -> list[dict[str, Any]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} is not on this machine: it holds other people's test data")
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))[key]
    return found


@pytest.mark.parametrize(
    ("text", "platform", "handle"),
    [
        ("https://www.instagram.com/dinkominfopbg/", IG, "dinkominfopbg"),
        ("https://www.instagram.com/dinkominfopbg?igsh=MzRlODBiNWFlZA==", IG, "dinkominfopbg"),
        ("http://m.instagram.com/dinkominfopbg/?hl=id&utm_source=qr#x", IG, "dinkominfopbg"),
        ("instagram.com/Dinkominfo.Pbg/reels/", IG, "Dinkominfo.Pbg"),
        ("HTTPS://INSTAGRAM.COM/dinkominfopbg", IG, "dinkominfopbg"),
        ("//instagram.com:443//dinkominfopbg", IG, "dinkominfopbg"),
        ("https://instagr.am/dinkominfopbg", IG, "dinkominfopbg"),
        ("https://instagram.com/_u/dinkominfopbg", IG, "dinkominfopbg"),
        ("https://www.instagram.com/stories/dinkominfopbg/", IG, "dinkominfopbg"),
        ("https://www.instagram.com/%40dinkominfopbg", IG, "dinkominfopbg"),
        ("https://x.com/dinkominfopbg?t=abc&s=09", X, "dinkominfopbg"),
        ("https://mobile.twitter.com/dinkominfopbg/with_replies", X, "dinkominfopbg"),
        ("m.twitter.com/@dinkominfopbg", X, "dinkominfopbg"),
        ("https://fxtwitter.com/dinkominfopbg", X, "dinkominfopbg"),
        ("https://fixupx.com/dinkominfopbg", X, "dinkominfopbg"),
        ("https://twitter.com/intent/user?screen_name=dinkominfopbg", X, "dinkominfopbg"),
        ("https://twitter.com/intent/follow?a=1&screen_name=dinkominfopbg", X, "dinkominfopbg"),
        ("https://www.facebook.com/Dinkominfo.Pbg/", FB, "Dinkominfo.Pbg"),
        ("https://id-id.facebook.com/dinkominfopbg/about?locale=id_ID", FB, "dinkominfopbg"),
        ("https://m.facebook.com/dinkominfopbg?mibextid=ZbWKwL", FB, "dinkominfopbg"),
        ("fb.com/dinkominfopbg", FB, "dinkominfopbg"),
        ("fb.me/dinkominfopbg", FB, "dinkominfopbg"),
        ("https://www.facebook.com/pg/dinkominfopbg/posts/", FB, "dinkominfopbg"),
        ("https://www.facebook.com/100064451419378", FB, "100064451419378"),
        ("facebook.com/profile.php?id=100064451419378&mibextid=x", FB, "100064451419378"),
        ("https://facebook.com/profile.php?sk=photos&amp;id=100064451419378#", FB,
         "100064451419378"),
        ("https://facebook.com/people/Dinas-Kominfo/100069345678901/", FB, "100069345678901"),
        ("https://facebook.com/people/Dinas-K%C3%A9/100069345678901", FB, "100069345678901"),
        ("https://facebook.com/p/Dinkominfo-Purbalingga-100069345678901/", FB, "100069345678901"),
        ("https://facebook.com/pages/Dinkominfo/127875227654254", FB, "127875227654254"),
        ("https://facebook.com/pages/category/Kantor/Dinas-A-127875227654254/", FB,
         "127875227654254"),
        ("https://facebook.com/Dinas-Kominfo-127875227654254/", FB, "127875227654254"),
    ],
)  # fmt: skip
def test_profile_link(text: str, platform: Platform, handle: str) -> None:
    assert read_link(text) == ProfileLink(platform, handle)


@pytest.mark.parametrize(
    ("text", "platform", "handle", "code"),
    [
        ("https://www.instagram.com/p/DYhrCQPAi6U/?igsh=abc", IG, None, "DYhrCQPAi6U"),
        ("instagram.com/tv/BkfuX9UB-eK", IG, None, "BkfuX9UB-eK"),
        ("https://www.instagram.com/reel/Chunk8-jurw/", IG, None, "Chunk8-jurw"),
        ("https://www.instagram.com/reels/Cop84x6u7CP/", IG, None, "Cop84x6u7CP"),
        ("https://instagram.com/dinkominfopbg/p/DYhrCQPAi6U", IG, "dinkominfopbg", "DYhrCQPAi6U"),
        ("https://instagram.com/dinkominfopbg/reel/DXzegEwzan7", IG, "dinkominfopbg",
         "DXzegEwzan7"),
        (f"https://www.instagram.com/p/DYhrCQPAi6U{PRIVATE}/", IG, None, "DYhrCQPAi6U"),
        ("https://instagram.com/stories/fruits_zipper/3570766765028588805/", IG, "fruits_zipper",
         "3570766765028588805"),
        ("https://x.com/TopHeroes_/status/2001950365332455490?s=20", X, "TopHeroes_",
         "2001950365332455490"),
        ("https://x.com/gdldev/status/1932109706354733077/photo/1", X, "gdldev",
         "1932109706354733077"),
        ("https://x.com/i/status/1932109706354733077", X, None, "1932109706354733077"),
        ("https://twitter.com/i/web/status/1932109706354733077", X, None, "1932109706354733077"),
        ("twitter.com/statuses/1932109706354733077", X, None, "1932109706354733077"),
        ("https://facebook.com/barackobama/posts/10153664894881749", FB, "barackobama",
         "10153664894881749"),
        (f"https://www.facebook.com/dinkominfopbg/posts/{PFBID}?rdid=x#", FB, "dinkominfopbg",
         PFBID),
        (f"https://www.facebook.com/dinkominfopbg/posts/a-title/{PFBID}", FB, "dinkominfopbg",
         PFBID),
        ("https://facebook.com/Dinas-K-127875227654254/posts/10153664894881749", FB,
         "127875227654254", "10153664894881749"),
        ("https://facebook.com/amogood/videos/vb.123456/1618742068337349/", FB, "amogood",
         "1618742068337349"),
        ("https://facebook.com/amogood/photos/a.12.34/1618742068337349/?type=3", FB, "amogood",
         "1618742068337349"),
        (f"https://m.facebook.com/story.php?story_fbid={PFBID}&id=100073071055552", FB,
         "100073071055552", PFBID),
        ("https://facebook.com/permalink.php?id=100073071055552&story_fbid=10153664894", FB,
         "100073071055552", "10153664894"),
        ("https://www.facebook.com/watch/?v=274175099429670", FB, None, "274175099429670"),
        ("https://www.facebook.com/watch/live/?ref=x&v=274175099429670", FB, None,
         "274175099429670"),
        ("https://www.facebook.com/video.php?v=274175099429670", FB, None, "274175099429670"),
        ("https://www.facebook.com/reel/274175099429670", FB, None, "274175099429670"),
        ("https://facebook.com/photo/?fbid=274175099429670&set=a.1", FB, None, "274175099429670"),
        ("https://facebook.com/photo.php?fbid=274175099429670&set=pb.100064451419378.-22&type=3",
         FB, "100064451419378", "274175099429670"),
        ("https://facebook.com/groups/1513990329015294/posts/x/2013209885760000/?app=fbl", FB,
         None, "2013209885760000"),
        # Four letters are too few for a handle of today, which does not make the post unreadable.
        (f"https://www.facebook.com/attn/posts/{PFBID}", FB, None, PFBID),
    ],
)  # fmt: skip
def test_post_link(text: str, platform: Platform, handle: str | None, code: str) -> None:
    assert read_link(text) == PostLink(platform, handle, code)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.instagram.com/share/p/BACiUUUYQV",
        "instagram.com/share/reel/BACiUUUYQV",
        "https://www.facebook.com/share/1AbCdEfGh/?mibextid=wwXIfr",
        "https://fb.watch/abc_DEF123/",
        "https://fb.me/3kQ2xYzAb",
        "t.co/AbCdEf123",
    ],
)
def test_opaque_link(text: str) -> None:
    with pytest.raises(InputError, match="without asking the network") as caught:
        read_link(text)
    assert caught.value.hint == "open it in a browser and copy the address it leads to"


@pytest.mark.parametrize(
    "text",
    [
        "https://www.instagram.com/",
        "instagram.com",
        "https://www.instagram.com/explore/tags/purbalingga/",
        "https://www.instagram.com/stories/highlights/18042509488170095/",
        "https://www.instagram.com/s/aGlnaGxpZ2h0OjE4MDQyNTA5NDg4MTcwMDk1",
        "https://www.instagram.com/reels/audio/1234567890/",
        "https://www.instagram.com/dinas kominfo",
        "https://www.instagram.com/a@b.c",
        "https://www.instagram.com/id:25025320/",
        "https://x.com/home",
        "https://x.com/i/user/2976459548",
        "https://x.com/intent/user?user_id=2976459548",
        "https://x.com/search?q=purbalingga",
        "https://x.com/a_name_of_sixteen",
        "https://x.com/share?url=https://example.org",
        "https://www.facebook.com/groups/1024490957622648/",
        "https://www.facebook.com/events/1024490957622648/",
        "https://www.facebook.com/profile.php",
        "https://www.facebook.com/profile.php?id=dinkominfo",
        "https://www.facebook.com/permalink.php?story_fbid=10153664894881749",
        "https://www.facebook.com/sharer/sharer.php?u=https://example.org",
        "https://www.facebook.com/p/Dinkominfo",
        "https://www.facebook.com/Dinkominfo-Purbalingga",
        "https://www.facebook.com/watch/",
    ],
)
def test_link_that_names_nothing(text: str) -> None:
    with pytest.raises(InputError):
        read_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dinkominfopbg",
        "https://instagram.com@evil.example/dinkominfopbg",
        "https://user:secret@instagram.com/dinkominfopbg",
        "https://evil.example/instagram.com/dinkominfopbg",
        "https://evil.example\\@instagram.com/dinkominfopbg",
        "https://instagram.com\\@evil.example/x",
        "https://instagram.com.evil.example/dinkominfopbg",
        "https://notinstagram.com/dinkominfopbg",
        "https://ınstagram.com/dinkominfopbg",
        "https://xn--nstagram-skb.com/dinkominfopbg",
        "https://faceboo\u212a.com/dinkominfopbg",
        "https://instagram.com:8080/dinkominfopbg",
        "https://instagram.com/dinkominfo\x00pbg",
        "https://instagram.com/dinkominfo\x1b[2Jpbg",
        "https://instagram.com/dinkominfo\npbg",
        "http://[",
        "http://[::1]/x",
        "ftp://instagram.com/dinkominfopbg",
        "instagram://media?id=482584233761418119",
        "javascript:alert(1)",
        "https://www.youtube.com/@dinkominfopbg",
        "https://help.instagram.com/105399436216001",
        "https://developers.facebook.com/docs",
    ],
)
def test_not_a_link_of_the_three(text: str) -> None:
    with pytest.raises(InputError, match="is not a link of Instagram, Facebook or X"):
        read_link(text)


NO_POST_KINDS = {
    "stories": (PostLink, ProfileLink),  # with or without the story's id
    "highlights": (), "list": (), "hashtag": (), "communities": (), "image": (),
    "post": (PostLink,), "reel": (PostLink,), "tweet": (PostLink,),
}  # fmt: skip


def test_every_url_of_gallery_dl_is_read_by_its_kind() -> None:
    for entry in stored("post-urls.json", "urls"):
        url, kind = entry["url"], entry.get("kind")
        # `id:` is gallery-dl's own notation and `user_id` names nobody by a handle.
        if kind is None or "id:" in url or "user_id=" in url:
            continue
        expected: tuple[type, ...] = NO_POST_KINDS.get(kind, (ProfileLink,))
        if "/share/" in url or not expected:
            with pytest.raises(InputError):
                read_link(url)
        else:
            assert isinstance(read_link(url), expected), url


# Not posts of an account: tags, broadcasts, rooms, advertisements, wrappers, and app links.
NO_POSTS = ("instagram://", "/explore/", "twimg.com", "/broadcasts/", "/i/events/", "/spaces/",
            "facebook:", "/watchparty/", "/flx/", "/ads/library/")  # fmt: skip


def test_every_url_of_yt_dlp_is_a_post_with_its_id() -> None:
    for entry in stored("post-urls.json", "urls"):
        url = unquote(entry["url"])
        if entry.get("kind") is not None:
            continue
        if any(part in url for part in NO_POSTS):
            with pytest.raises(InputError):
                read_link(url)
            continue
        link = read_link(entry["url"])
        assert isinstance(link, PostLink), url
        assert link.platform.value == entry["site"]
        assert f"/{link.code}" in url or f"={link.code}" in url


URLISH = st.text(st.sampled_from("/?#@:.&=%[]\\-_ \x00\x1b\u0661ınxcomp") | st.characters())
HOSTS = st.sampled_from(["https://instagram.com/", "x.com/", "fb.com/", "http://[", "https://", ""])


@given(HOSTS, URLISH)
def test_any_string_gives_a_link_or_a_one_line_refusal(host: str, rest: str) -> None:
    text = host + rest
    is_link(text)
    for one in [text, *find_links(text)]:
        refusal = ""
        try:
            link = read_link(one)
            if isinstance(link, PostLink):
                post_time(link, NOW)
        except InputError as error:
            refusal = str(error)
        assert refusal.isprintable()


@pytest.mark.parametrize(
    "unit", ["a", "a.", "a-", "/", "-1", "instagram.com/", " fb.me/A1", "https://", "?&id=", "a "]
)
def test_a_megabyte_is_read_in_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    for link in ("", "https://facebook.com/", "https://instagram.com/", "x.com/"):
        is_link(link + text)
        with pytest.raises(InputError):
            read_link(link + text)
        with contextlib.suppress(InputError):  # about the longest that is looked at
            read_link(link + text[:4000] + "[")
    assert sum(1 for _ in find_links(text)) <= len(text)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("text", "platform", "handle", "code"),
    [
        ("https://x.com/contoh_dinkes/status/1334000000000000000🙏", X, "contoh_dinkes",
         "1334000000000000000"),
        ("https://x.com/contoh_dinkes/status/1334000000000000000.", X, "contoh_dinkes",
         "1334000000000000000"),
        ("https://x.com/contoh_dinkes/article/1334000000000000000", X, "contoh_dinkes",
         "1334000000000000000"),
        ("https://platform.twitter.com/embed/Tweet.html?dnt=true&id=1334000000000000000", X, None,
         "1334000000000000000"),
        ("https://twitter.com/intent/like?tweet_id=1334000000000000000", X, None,
         "1334000000000000000"),
        ("https://www.instagram.com/reel/CITDXUWhaNu🙏mohon", IG, None, "CITDXUWhaNu"),
        ("_https://www.instagram.com/reel/CITDXUWhaNu_", IG, None, "CITDXUWhaNu"),
        ("http://instagram.com/p/D/", IG, None, "D"),
        ("https://www.facebook.com/contohdinkes/posts/1234567890:0", FB, "contohdinkes",
         "1234567890"),
        ("https://m.facebook.com/story.php?story_fbid=1234567890&id=100064000000018¬if_t=a", FB,
         "100064000000018", "1234567890"),
        ("https://www.facebook.com/groups/123456/?multi_permalinks=1234567890", FB, None,
         "1234567890"),
        ("https://m.facebook.com/groups/123456?view=permalink&id=1234567890", FB, None,
         "1234567890"),
        ("https://www.facebook.com/media/set/?set=a.1234567890.107374.100064000000018&type=3", FB,
         "100064000000018", "1234567890"),
        ("https://www.facebook.com/media/set/?set=a.1234567890", FB, None, "1234567890"),
        ("https://www.facebook.com/photo.php?fbid=1234567890&set=a.155.386.100064000000018&type=3",
         FB, "100064000000018", "1234567890"),
        ("https://www.facebook.com/Shiniknoh#!/photo.php?v=1234567890&set=vb.144746&type=2", FB,
         None, "1234567890"),
        ("https://m.facebook.com/photo.php?fbid=1234567890&id=100064000000018&set=a.123456", FB,
         "100064000000018", "1234567890"),
        ("https://www.facebook.com/media/set/?vanity=contohdinkes&set=a.1234567890", FB,
         "contohdinkes", "1234567890"),
        ("https://www.facebook.com/watch/contohdinkes/1234567890/", FB, "contohdinkes",
         "1234567890"),
        ("intent://www.instagram.com/p/CITDXUWhaNu/#Intent;scheme=https;end", IG, None,
         "CITDXUWhaNu"),
        ("https://business.facebook.com/contohdinkes/posts/1234567890", FB, "contohdinkes",
         "1234567890"),
        ("https://www.facebook.com/share/p/1AbCdEfGh/?mibextid=wwXIfr", FB, None, "1AbCdEfGh"),
        ("https://m.facebook.com/share/v/1XZSv1GwAF", FB, None, "1XZSv1GwAF"),
        ("htpps://www.facebook.com/contohdinkes/posts/1234567890", FB, "contohdinkes",
         "1234567890"),
    ],
)  # fmt: skip
def test_a_post_is_found_in_an_odd_address(
    text: str, platform: Platform, handle: str | None, code: str
) -> None:
    assert read_link(text) == PostLink(platform, handle, code)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.instagram.com/p/CITDXUWh…",
        "https://x.com/contoh_dinkes/status/13340000...",
        "https://www.facebook.com/contohdinkes/posts/pfbid0Fnzhm8UuzjBYpPMNFza…",
    ],
)
def test_a_link_that_was_cut_short_is_no_post(text: str) -> None:
    with pytest.raises(InputError, match=r"names no account and no post|is not a post"):
        read_post(text)


def read_post(text: str) -> PostLink:
    link = read_link(text)
    if isinstance(link, ProfileLink):
        raise InputError("{text} is not a post", text=text)
    return link


@pytest.mark.parametrize(
    "text",
    [
        "https://business.facebook.com/latest/home?asset_id=100064000000018",
        "https://business.facebook.com/contohdinkes",
        "https://www.facebook.com/latest",
        "https://www.facebook.com/pages/create",
        "https://www.facebook.com/contohdinkes/manager/inbox",
        "https://www.facebook.com/accountquality/?asset_id=1",
        "https://www.facebook.com/dinkeshub?next=https%3A%2F%2Fexample.org",
        "https://www.instagram.com/linkshim/?u=https%3A%2F%2Fexample.org",
        "https://www.instagram.com/integrity/checkpoint/a/b/?next=%2F",
        "https://www.instagram.com/challenge/?next=/contoh.baru/",
        "https://www.instagram.com/nametag/",
        "https://www.instagram.com/livemap/",
        "https://www.instagram.com/emails/emails_sent/",
        "https://www.instagram.com/contoh.dinkes/some/page/of/the/site",
        "https://x.com/who_to_follow/suggestions",
        "https://x.com/tos",
        "https://x.com/contoh_dinkes/status/abc",
    ],
)
def test_a_page_of_the_networks_own_is_nobodys_account(text: str) -> None:
    with pytest.raises(InputError):
        read_link(text)


def test_an_account_may_have_a_tab_of_its_own() -> None:
    text = "https://www.instagram.com/contoh.dinkes/profilecard/?igsh=abc"
    assert read_link(text) == ProfileLink(IG, "contoh.dinkes")


def test_a_page_by_its_category_goes_by_its_name() -> None:
    text = "https://www.facebook.com/pages/category/Government-Organization/DinasLHPurbalingga/"
    assert read_link(text) == ProfileLink(FB, "DinasLHPurbalingga")
