"""The answers of the Graph API as it shapes them; what is not read of them is not named."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from medsos_cli.errors import InputError
from medsos_cli.words.days import utc_stamp
from medsos_cli.words.links import PostLink, read_link


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Error(_Shape):
    """What went wrong, by its code and subcode."""

    code: int
    error_subcode: int | None = None
    message: str = ""


class _Cursors(_Shape):
    after: str | None = None


class _Paging(_Shape):
    cursors: _Cursors = _Cursors()
    next: str | None = None


class _List(_Shape):
    paging: _Paging | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the network says that there is no more."""
        paging = self.paging
        return paging is not None and not (paging.next or paging.cursors.after)


class Media(_Shape):
    """A post of Instagram."""

    timestamp: AwareDatetime
    permalink: str | None = None

    @property
    def named(self) -> tuple[str, datetime]:
        """Its code, or its moment where its link says none, and its moment."""
        return _short_code(self.permalink) or utc_stamp(self.timestamp), self.timestamp


class _MediaList(_List):
    data: list[Media]


class _Professional(_Shape):
    id: str
    username: str
    media_count: int | None = None
    media: _MediaList | None = None


class Discovery(_Shape):
    """A professional account of Instagram, and its posts as it lists them."""

    business_discovery: _Professional


class Post(_Shape):
    """A post of a Page."""

    id: str
    created_time: AwareDatetime

    @property
    def named(self) -> tuple[str, datetime]:
        """Its number, without that of its Page, and its moment."""
        return self.id.rpartition("_")[2], self.created_time


class _PostList(_List):
    data: list[Post]


class Page(_Shape):
    """A Page, and its posts as it lists them."""

    id: str
    username: str | None = None
    published_posts: _PostList | None = None


def _short_code(permalink: str | None) -> str | None:
    try:
        link = read_link(permalink or "")
    except InputError:
        return None
    return link.code if isinstance(link, PostLink) else None
