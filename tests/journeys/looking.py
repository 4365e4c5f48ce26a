"""What every page must keep, whoever looks at it; each fault found is one line that names the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE = Axe()
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2 target size (minimum)
NARROWEST = 320
# The browser says this about an answer of 4xx itself; the page is not at fault for a refusal.
ABOUT_THE_ANSWER = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")

MEASURED = """() => ({
  title: document.title.trim(),
  headings: document.querySelectorAll('h1').length,
  tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  widest: [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
     && !e.closest('.table-wrap') ).slice(0, 3).map(e => e.tagName.toLowerCase() + '.' + [...e.classList].join('.')),
  direction: document.documentElement.dir,
  language: document.documentElement.lang,
  isClient: document.body.classList.contains('client'),
  crisis: document.querySelectorAll('ul.crisis a[href^="tel:"], ul.crisis a[href^="sms:"]').length,
  exit: (() => { const link = document.querySelector('[data-exit]'); if (!link) return null;
     const box = link.getBoundingClientRect();
     return box.width > 0
       && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth; })(),
})"""

# Text that a person can see, outside what is theirs (translate="no") or written in a language of its own (lang).
UNTRANSLATED = """([opens, closes]) => {
  const own = document.documentElement.lang, found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const isSaid = element => {
    for (let e = element; e && e !== document.documentElement; e = e.parentElement) {
      if (e.translate === false || (e.lang && e.lang !== own)) return true;
      if (['SCRIPT', 'STYLE', 'OPTION', 'TEXTAREA'].includes(e.tagName)) return true;
    }
    return false;
  };
  let depth = 0, block = null;
  while (walker.nextNode()) {
    const node = walker.currentNode, text = node.textContent;
    const near = node.parentElement.closest('svg') || node.parentElement.closest(
      'p, li, td, th, dt, dd, h1, h2, h3, h4, label, legend, button, a, summary, figcaption, small, div, section');
    if (near !== block) { depth = 0; block = near; }
    let bare = '';
    for (const letter of text) {
      if (letter === opens) depth += 1; else if (letter === closes) depth = Math.max(0, depth - 1);
      else if (depth === 0) bare += letter;
    }
    if (/\\p{L}{3,}/u.test(bare) && !isSaid(node.parentElement)) found.push(bare.trim().slice(0, 60));
  }
  return [...new Set(found)];
}"""


@dataclass
class Look:
    """Watches one page object of the browser, and says what is wrong with what it shows."""

    page: Page
    origin: str
    exit_host: str
    with_scripts: bool = True
    answer: Response | None = None
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.heard.append(f"script stopped: {error}"))
        self.page.on("request", self._follow)
        self.page.on("response", self._keep)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not ABOUT_THE_ANSWER.match(message.text):
            self.heard.append(f"console: {message.text[:200]}")

    def _follow(self, request: Request) -> None:
        address = urlsplit(request.url)
        is_outward = address.scheme in ("http", "https", "ws", "wss") and address.netloc != self.origin
        if is_outward and address.hostname != self.exit_host:
            self.heard.append(f"asked another place: {request.url[:120]}")

    def _keep(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.answer = response

    def faults(self, *, is_private: bool) -> list[str]:
        """Everything wrong with the page that is open now."""
        if self.answer is not None and self.answer.status >= 500:
            self.heard.clear()
            found = [f"the server failed with {self.answer.status}"]
        else:
            found = [*self._spoken(), *self._headers(is_private), *self._body()]
            found += self._accessibility() if self.with_scripts else []
        where = urlsplit(self.page.url)
        width = (self.page.viewport_size or {"width": 0})["width"]
        place = f"{where.path}{'?' + where.query if where.query else ''} at {width} px"
        return [f"{place}: {fault}" for fault in found]

    def _spoken(self) -> list[str]:
        spoken, self.heard[:] = list(self.heard), []
        return spoken

    def _headers(self, is_private: bool) -> Iterator[str]:
        if self.answer is None:
            yield "no answer was seen for this page"
            return
        headers = self.answer.headers
        policy = headers.get("content-security-policy", "")
        if not policy:
            yield "no content security policy"
        if "unsafe-" in policy or "*" in policy:
            yield f"the content security policy lets too much through: {policy}"
        if is_private and "no-store" not in headers.get("cache-control", ""):
            yield f"may be kept by the browser: cache-control is {headers.get('cache-control') or 'absent'}"

    def _body(self) -> Iterator[str]:
        seen = self.page.evaluate(MEASURED)
        name = seen["title"].partition("·")[0].strip()
        if not name:
            yield f"the title says nothing: {seen['title']!r}"
        if seen["headings"] != 1:
            yield f"{seen['headings']} headings of the first level, and there must be one"
        if seen["tooWide"] > 0:
            yield f"{seen['tooWide']} px wider than the screen ({', '.join(seen['widest']) or 'see the picture'})"
        if not seen["crisis"]:
            yield "no number to call for help at once"
        if seen["isClient"] and seen["exit"] is not True:
            yield "Exit cannot be seen without scrolling" if seen["exit"] is False else "no way to leave quickly"
        expected = "rtl" if seen["language"] == "en-xb" else "ltr"
        if seen["direction"] != expected:
            yield f"written {seen['direction']}, but {seen['language']} is {expected}"

    def _accessibility(self) -> Iterator[str]:
        for broken in AXE.run(self.page).response["violations"]:
            nodes = "; ".join(" ".join(node["target"][0:1]) for node in broken["nodes"][:3] if node["target"])
            summary = broken["nodes"][0].get("failureSummary", "").replace("\n", " ")[:160]
            yield f"accessibility, {broken['id']}: {broken['help']} ({len(broken['nodes'])} x: {nodes}) {summary}"

    def untranslated(self) -> list[str]:
        """Words that no translator was given, on a page in a made-up language."""
        return list(self.page.evaluate(UNTRANSLATED, ["⟦", "⟧"]))
