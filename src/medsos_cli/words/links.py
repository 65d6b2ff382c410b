"""What an address of the three says of an account or a post, without asking anybody."""

import re
from dataclasses import dataclass
from functools import cache

from medsos_cli.errors import InputError
from medsos_cli.models import Platform, compare_key
from medsos_cli.words.addresses import Address, read_address
from medsos_cli.words.safe import quoted

HANDLE = {
    Platform.INSTAGRAM: r"(?![\w.]{31})\w+(?:\.\w+)*",
    # Facebook takes no name that looks like a web site or a page of its own, and no id starts in 0.
    Platform.FACEBOOK: r"(?!0\d*(?![\w.]))(?![\w.]*\.(?:com|net|php)\b)"
    r"[a-z\d][a-z\d.]{3,48}[a-z\d]",
    Platform.TWITTER: r"\w{1,15}",
}
"""Patterns (ASCII, any case) of the names each network gives out."""
# The first words of the networks' own pages: what their web sites route to, their robots.txt
# keeps from crawlers, and their footers and settings link to. Nobody can be called so.
_OWN_PAGES = {
    Platform.INSTAGRAM: "a about accounts ads ajax api ar archive blog brand branded_content "
    "business challenge checkpoint collections community_guidelines consent create creators "
    "data data_policy developer developers direct directory download emails explore fragment "
    "fxcal graphql guide guides help highlights hashtag integrity invites jobs lite_challenge "
    "legal linkshim live livemap locations login logout logging_client_events meta_verified "
    "music n nametag new notifications oauth oembed p party_invite press privacy push qr "
    "query reel reels safety s security session settings share shop shopping static stories "
    "support terms topics tv user web your_activity _n _u",
    Platform.FACEBOOK: "about accessibility accountquality achievement adchoices ads adsmanager "
    "ajax album api apps assets audience billing billing_hub blooddonations bookmarks browse "
    "business businesscenter campaign campus careers catalog checkpoint climatescienceinfo "
    "collection commerce commercemanager communitystandards confirmemail connect "
    "contact_importer content_library contextualhelp cookie cookies coronavirus_info "
    "covid19 creatorstudio crisisresponse dataforgood datapolicy deactivate delete developers "
    "developer device dialog directory donate download editprofile emailinvites events "
    "eventsmanager facebookpay facebook_pay favorites fbml feed feeds findfriends find_friends "
    "flx footer friends friendlists fundraisers games gaming groups hacked hashtag help home "
    "homepage hubs identity impressum instantarticles integrity invite jobs journalism latest "
    "launch legal linkshim lists lite live livemap login logout logos maps marketplace media "
    "mediamanager memories messages messenger mobile moments movies nearby news newsfeed "
    "newsroom notes notifications oauth offers openid opensource pages pageslist people "
    "permalink photo photos places platform plugins policies policy policies_center portal "
    "posts privacy privacycenter profile profiles public publish publishing_tools r.php recover "
    "reel reels register reg requests resources robots safety safetycheck saved sdk search "
    "security settings share sharer shops signup stories story subscribe subscriptions support "
    "terms timeline tools topic townhall translations trending update user username verify "
    "video videos votinginformationcenter wallet watch watchparty weather welcome whatsapp "
    "whitehat wellbeing workplace zero",
    Platform.TWITTER: "about account accounts ads analytics api article articles blog bookmarks "
    "broadcasts business careers communities compose connect connect_people display "
    "download explore flow follower_requests following followers graphql grok hashtag help "
    "home home_timeline i intent jobs lists live login logout mentions messages moments "
    "notifications oauth oauth2 personalization premium premium_sign_up privacy redirect rules "
    "safety search security session sessions settings share signup similar_to spaces status "
    "statuses subscriptions support terms topics tos trends tweet twitterblue verified_orgs "
    "web webview welcome who_to_follow widgets your_twitter_data",
}
_NOBODYS = "latest meta pages telegram whatsapp"  # what is left of other addresses
OWN_PAGES = {
    platform: frozenset(compare_key(platform, word) for word in f"{words} {_NOBODYS}".split())
    for platform, words in _OWN_PAGES.items()
}
"""What none of a network's accounts is called, as `compare_key` spells it."""
# What stands behind a name in the address of an account. Anything else there means that the
# name is none, but a page of the network's own (`latest/home`, `integrity/checkpoint`).
_TABS = {
    Platform.INSTAGRAM: r"channel|embed|feed|followers|following|guides?|highlights|igtv|info|live|"
    r"media|mutual\w*|photos|profilecard|reels|related_profiles|reposts|saved|similar_accounts|stories|tagged|"
    r"videos",
    Platform.FACEBOOK: r"(?:about|app|books|business|community|directory|events|fan|followers|"
    r"following|friends|games|groups|home|info|insights|jobs|likes|live|map|media|memorial|"
    r"mentions|menu|movies|music|notes|offers|photos?|posts|reels?|reviews|services|shop|sports|"
    r"store|stories|timeline|tv|videos?)(?:_\w+)?",
    Platform.TWITTER: r"about|affiliates|articles|communities|favou?rites|follow(?:ers|ing)\w*|"
    r"header_photo|highlights|info|likes|lists|media|moments|photo|replies|schedule|subscriptions|"
    r"superfollows|timeline|topics|tweets|verified_followers|with_replies",
}
# An address that carries another one is that of a page that leads on.
_CARRIES = re.compile(
    r"[^?]*\?(?:.*[&;])?(?:u|url|href|next|continue|redirect\w*|target_url|app_id|client_id|"
    r"asset_id|business_id)=",
    re.ASCII | re.IGNORECASE,
)
_END = r"(?=[/?]|\Z)"
_CUT = r"…|\.\."  # what a preview has cut short
_FB_ID = r"[1-9][0-9]{4,19}"
_PARTS = {
    "<end>": _END,
    "<fb-id>": f"(?P<handle>{_FB_ID})",
    # Behind an id may stand what was glued to it (`:0`, an emoji), but no more of an id.
    "<fb-post>": rf"(?P<code>{_FB_ID}|pfbid[a-z\d]{{20,120}})(?![^\W_]|{_CUT})",
    # A private account's code has 28 characters more, which are not of the post's id. The oldest
    # codes are shorter than ten, and then nothing may be glued to them.
    "<ig-post>": rf"(?:p|tv|reels?)/(?P<code>(?!audio/)(?:[\w-]{{1,9}}{_END}"
    rf"|[\w-]{{10,11}}(?=(?:[\w-]{{28}})?(?![\w-]|{_CUT}))))",
    "<ig-story>": rf"(?P<code>[1-9][0-9]{{14,19}})(?![^\W_]|{_CUT})",
    "<x-post>": rf"(?P<code>[1-9][0-9]{{0,18}})(?![^\W_]|{_CUT})",
    "<any>": "(?:/[^/?]+)*?",
}
# One line a form, the first that fits counts: the path, then the parameters it must have.
_POSTS = {
    Platform.INSTAGRAM: ("<ig-post>", "@?<user>/<ig-post>", "stories/<user>/<ig-story>"),
    Platform.FACEBOOK: (
        r"(?:permalink|story)\.php & story_fbid=<fb-post> & id=<fb-id>(?!\w)",
        r"(?:watch(?:/live)?/?|(?:video|photo)\.php) & v=<fb-post>",
        # An album's set names its owner last: a.ALBUM.N.OWNER, and pb.OWNER.-N.
        r"photo(?:\.php)?/? & fbid=<fb-post> & set=(?:a\.\d+\.\d+|pb)\.<fb-id>(?!\w)",
        r"photo(?:\.php)?/? & fbid=<fb-post> & id=<fb-id>(?!\w)",
        r"photo(?:\.php)?/? & fbid=<fb-post>",
        r"media/set/? & set=a\.<fb-post>\.\d+\.<fb-id>(?!\w)",
        r"media/set/? & set=a\.<fb-post> & vanity=<user>(?![\w.])",
        r"media/set/? & set=(?:a|oa|g|pcb)\.<fb-post>",
        "groups/[^/?]+/? & multi_permalinks=<fb-post>",
        "groups/[^/?]+/? & view=permalink & id=<fb-post>",
        "reel/<fb-post>",
        "watch/<user>/<fb-post>",
        rf"share/+[prv]/+(?P<code>\w[\w-]{{3,39}})(?![\w-]|{_CUT})",
        # Names from before the rules may be shorter; who asks for a handle cannot use them.
        "(?:groups/[^/?]+|[^/?]{1,4})/(?:posts|permalink|videos|photos)<any>/<fb-post>",
        "(?:pg/)?(?:[^/?]*-(?=[0-9]+/))?@?<user>/(?:posts|videos|photos|reel)<any>/<fb-post>",
    ),
    Platform.TWITTER: (
        "(?:i/(?:web/)?status|web/status|statuses|i/videos|i/cards/tfw/v1)/<x-post>",
        r"embed/Tweet\.html & id=<x-post>",
        "intent/(?:like|retweet|favorite) & tweet_id=<x-post>",
        "@?<user>/(?:status(?:es)?|article)/<x-post>",
    ),
}
_ACCOUNTS = {
    Platform.INSTAGRAM: ("(?:stories/|_?[un]/)?@?<user>(?:/+(?:<tab>)<end>|/*(?:\\?|\\Z))",),
    Platform.FACEBOOK: (
        r"profile\.php & id=<fb-id>(?!\w)",
        "(?:people/[^/?]+/|pages/[^/?]+/|(?:p/|pages/category/[^/?]+/)?[^/?]*-)<fb-id><end>",
        "(?:pg/|pages/category/[^/?]+/)?@?<user>(?:/+(?:<tab>)<end>|/*(?:\\?|\\Z))",
    ),
    Platform.TWITTER: (
        r"intent/(?:user|follow) & screen_name=@?<user>(?![\w.])",
        "@?<user>(?:/+(?:<tab>)<end>|/*(?:\\?|\\Z))",
    ),
}


@cache
def _patterns(platform: Platform, *, of_posts: bool) -> list[re.Pattern[str]]:
    """Compile the forms of a platform when its first link is read."""
    parts = {
        **_PARTS, "<tab>": _TABS[platform], "<user>": f"(?P<handle>{HANDLE[platform]})"
    }  # fmt: skip
    patterns = []
    for form in (_POSTS if of_posts else _ACCOUNTS)[platform]:
        path, *parameters = form.split(" & ")
        queries = "".join(rf"(?=[^?]*\?(?:.*?[&;])??{one})" for one in parameters)
        pattern = f"{queries}{path}" + (_END if parameters else "")
        for part, meaning in parts.items():
            pattern = pattern.replace(part, meaning)
        patterns.append(re.compile(pattern, re.ASCII | re.IGNORECASE))
    return patterns


@dataclass(frozen=True, slots=True)
class ProfileLink:
    """The address of an account."""

    platform: Platform
    handle: str


@dataclass(frozen=True, slots=True)
class PostLink:
    """The address of a post; `code` is its own id, `handle` its owner where the address says it."""

    platform: Platform
    handle: str | None
    code: str


def read_link(text: str) -> ProfileLink | PostLink:
    """Read the address of an account or a post on Instagram, Facebook or X.

    Raises `InputError` for anything else, and for an address that only its
    network can resolve (`/share/…`, fb.watch, t.co).
    """
    address = read_address(text)
    if address is None:
        raise InputError(
            "{text} is not a link of Instagram, Facebook or X",
            "paste the address of one profile or post, and nothing else",
            text=quoted(text),
        )
    if address.platform is None:
        raise InputError(
            "{text} cannot be read without asking the network",
            "open it in a browser and copy the address it leads to",
            text=quoted(text),
        )
    found = _find_post(address, address.platform) or _find_account(address, address.platform)
    if found is None:
        raise InputError(
            "{text} names no account and no post",
            "open the profile or the post in a browser and copy its address",
            text=quoted(text),
        )
    return found


def is_own_page(platform: Platform, name: str) -> bool:
    """Tell whether a name is that of a page of the network's own, in any of its spellings."""
    return compare_key(platform, name) in OWN_PAGES[platform]


def _match(address: Address, platform: Platform, *, of_posts: bool) -> dict[str, str | None]:
    for pattern in _patterns(platform, of_posts=of_posts):
        if match := pattern.match(address.path):
            return match.groupdict()
    return {}


def _find_post(address: Address, platform: Platform) -> PostLink | None:
    names = _match(address, platform, of_posts=True)
    handle, code = names.get("handle"), names.get("code")
    if code is None or (handle and is_own_page(platform, handle)):
        return None
    return PostLink(platform, handle, code)


def _find_account(address: Address, platform: Platform) -> ProfileLink | None:
    if not address.shows_accounts or _CARRIES.match(address.path):
        return None
    handle = _match(address, platform, of_posts=False).get("handle")
    if handle is None or is_own_page(platform, handle):
        return None
    return ProfileLink(platform, handle)
