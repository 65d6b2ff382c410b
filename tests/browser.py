"""A page looked at in a real browser: does it fit, can it be read, how does it print.

The page itself has no script; one that measures stands in a page around it, which holds
it in a frame of the screen's size.
"""

import json
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MEASURE = """
function light(colour) {
  const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map(Number).map(
    c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function ratio(one, other) {
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}
function behind(element, view) {
  if (element.tagName === "text") {
    const own = element.classList[0].replace("on-", "");
    return view.getComputedStyle(element.parentElement.querySelector("rect." + own)).fill;
  }
  for (let each = element; each; each = each.parentElement) {
    const colour = view.getComputedStyle(each).backgroundColor;
    if (colour !== "rgba(0, 0, 0, 0)") return colour;
  }
  return "rgb(255, 255, 255)";
}
function measure(frame) {
  const page = frame.contentDocument, view = frame.contentWindow, width = view.innerWidth;
  const wide = [], pale = [], small = [];
  const unseen = element => view.getComputedStyle(element).clipPath !== "none";
  for (const element of page.body.querySelectorAll("*")) {
    const told = element.outerHTML.slice(0, 120), style = view.getComputedStyle(element);
    const box = element.getBoundingClientRect(), head = element.closest("thead");
    if (unseen(element) || (head && unseen(head)) || element.tagName === "title") continue;
    if (box.width && (box.right > width + 1 || box.left < -1)) wide.push(told);
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own) continue;
    const drawn = element.tagName === "text";
    if (ratio(drawn ? style.fill : style.color, behind(element, view)) < 4.5) pale.push(told);
    if (!drawn && parseFloat(style.fontSize) < 10) small.push(told);
  }
  return {wide, pale, small, scroll: page.documentElement.scrollWidth, width,
          summary: page.querySelector(".summary").getBoundingClientRect().bottom};
}
window.onload = () => {
  const found = measure(document.querySelector("iframe"));
  document.getElementById("told").textContent = JSON.stringify(found);
};
"""
_AROUND = """<!doctype html><meta charset="utf-8"><body style="margin:0">
<iframe srcdoc="{page}" style="width:{width}px;height:{height}px;border:0"></iframe>
<pre id="told"></pre><script>{measure}</script>
"""


class Browser:
    """The system's Chromium, without a window and without a network."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder

    def measure(self, html: str, width: int, height: int) -> dict[str, Any]:
        """Lay the page out on a screen of that size, and return what does not fit or is pale."""
        around = self._folder / "around.html"
        inside = _AROUND.format(page=escape(html), width=width, height=height, measure=_MEASURE)
        around.write_text(inside, encoding="utf-8")
        dumped = self._run("--dump-dom", "--virtual-time-budget=5000", around.as_uri())
        told = dumped.partition('<pre id="told">')[2].partition("</pre>")[0]
        found: dict[str, Any] = json.loads(unescape(told))
        return found

    def print(self, html: str) -> Path:
        """Print the page, and return the PDF."""
        page, pdf = self._folder / "page.html", self._folder / "page.pdf"
        page.write_text(html, encoding="utf-8")
        self._run("--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())
        return pdf

    def _run(self, *words: str) -> str:
        return subprocess.run(
            [
                self._program, "--headless", "--no-sandbox", "--disable-gpu",
                f"--user-data-dir={self._folder / 'profile'}", *words,
            ],
            capture_output=True, text=True, check=True, timeout=120,
        ).stdout  # fmt: skip


def find_browser(folder: Path) -> Browser:
    """Return the system's browser; without one the test is skipped, and says so."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("no Chromium on this machine: the page was not looked at in a browser")
    return Browser(program, folder)
