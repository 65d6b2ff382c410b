"""The pages people read: README and docs/, in both languages, and the sessions in them."""

import re
from collections.abc import Iterator
from pathlib import Path

from .conftest import ROOT

PAGES = sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/*/*.md")])
TOPICS = ROOT / "src" / "medsos_cli" / "cli" / "topics"
SESSION = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def language_of(page: Path) -> str:
    """Return the language a page is written in."""
    return "id" if page.parent.name == "id" or ".id." in page.name else "en"


def name_of(page: Path) -> str:
    """Return a page's name, as in docs/id/month.md."""
    return page.relative_to(ROOT).as_posix()


def commands(session: str) -> list[str]:
    """Return what is typed in a session."""
    return [line.removeprefix("$ ") for line in session.splitlines() if line.startswith("$ ")]


def heads() -> Iterator[tuple[Path, str]]:
    """Yield each topic of `medsos help`, and its text: its page of the docs up to a second heading.

    `python -m tests.pages` writes them so.
    """
    for topic in sorted(TOPICS.glob("*/*.md")):
        page = ROOT / "docs" / topic.parent.name / topic.name
        yield topic, re.split(r"^\n## ", page.read_text("utf-8"), maxsplit=1, flags=re.MULTILINE)[0]


if __name__ == "__main__":
    for path, text in heads():
        path.write_text(text, encoding="utf-8")
