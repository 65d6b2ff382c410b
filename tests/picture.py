"""The pictures in the READMEs: the audit as a terminal shows it, the report as a browser does.

python -m tests.picture      draws those of docs/ anew; the report where there is Chromium
"""

import re
import subprocess
from datetime import UTC, datetime
from html import unescape
from io import StringIO
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

from medsos_cli.cli.context import Context

from .command import invoke
from .conftest import ROOT, SAMPLE

WIDTH = 112
WORDS = ("audit", "--kind", "bagian")
_NOW = datetime(2020, 12, 3, 3, 0, tzinfo=UTC)
# Without the fonts that rich would fetch from elsewhere.
_FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, monospace; font-size: {char_height}px;
  line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
<rect width="100%" height="100%" rx="8" fill="#ffffff" stroke="#cccccc" />
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def path_of(language: str) -> Path:
    """Return the picture of a language."""
    return ROOT / "docs" / ("audit.svg" if language == "en" else f"audit.{language}.svg")


def shown(language: str, folder: Path) -> str:
    """Return what the audit of the sample prints, with its colours."""
    env = {
        "MEDSOS_DB": str(folder / "medsos.db"), "MEDSOS_LANG": language, "COLUMNS": str(WIDTH),
        "TERM": "xterm-256color", "FORCE_COLOR": "1", "XDG_CONFIG_HOME": str(folder),
    }  # fmt: skip
    context = Context(now=lambda: _NOW, user=lambda: "tu")
    invoke(["import", str(SAMPLE)], context, env)
    return invoke([*WORDS], context, env).stdout


def texts_of(svg: str) -> list[str]:
    """Return the words that stand in a picture."""
    return re.findall(r"\S+", unescape(" ".join(re.findall(r"<text[^>]*>(.*?)</text>", svg))))


def draw(language: str) -> str:
    """Return the picture of a language."""
    with TemporaryDirectory() as folder:
        text = shown(language, Path(folder))
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text("$ medsos " + " ".join(WORDS)))
    console.print(Text.from_ansi(text))
    return console.export_svg(
        theme=DEFAULT_TERMINAL_THEME, code_format=_FORMAT, unique_id="medsos", title=""
    )


def photograph(language: str, chromium: str) -> None:
    """Make the picture of the report of the sample in a browser; how it looks, nobody can test."""
    with TemporaryDirectory() as folder:
        shown(language, Path(folder))
        page = Path(folder, "report.html")
        words = ["report", "--month", "2020-12", "--stale-days", "60", "--output", str(page)]
        env = {"MEDSOS_DB": f"{folder}/medsos.db", "MEDSOS_LANG": language}
        then = datetime(2021, 1, 4, 3, 0, tzinfo=UTC)
        invoke(words, Context(now=lambda: then, user=lambda: "tu"), env)
        target = path_of(language).with_name(path_of(language).name.replace("audit", "report"))
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1100,640"]
        shot = f"--screenshot={target.with_suffix('.png')}"
        subprocess.run([chromium, *options, shot, page.as_uri()], check=True, capture_output=True)


if __name__ == "__main__":
    for each in ("en", "id"):
        path_of(each).write_text(draw(each), encoding="utf-8")
        if browser := which("chromium"):
            photograph(each, browser)
