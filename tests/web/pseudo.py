"""Two made-up languages that find words which never went through gettext, and pages laid out the wrong way.

Under `spoken(...)` each message comes back as ⟦message⟧. `untranslated(html)` lists every word on a page that stands
outside such brackets, except inside `translate="no"` (people's own words, names, the library's own text).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils import translation

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "en-xa", "en-xb"
OPENS, CLOSES = "⟦", "⟧"
# The functions every way of translating ends in: templates, lazy strings and plain calls.
_ONE = ("gettext", "pgettext")
_MANY = ("ngettext", "npgettext")
_SILENT = {"script", "style", "template"}
_SPOKEN_ATTRIBUTES = ("aria-label", "alt", "placeholder", "title")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_WORD = re.compile(r"[^\W\d_]")


@contextmanager
def spoken() -> Iterator[None]:
    """Every message of gettext comes back in brackets, whatever the language."""
    before = {name: getattr(translation._trans, name) for name in (*_ONE, *_MANY)}
    try:
        for name, say in before.items():
            setattr(translation._trans, name, _in_brackets(say))
        yield
    finally:
        for name, say in before.items():
            setattr(translation._trans, name, say)


def _in_brackets(say: Callable[..., str]) -> Callable[..., str]:
    def spoken_one(*given: Any) -> str:
        found = say(*given)
        return f"{OPENS}{found}{CLOSES}" if found.strip() else found

    return spoken_one


def read(client: Client, address: str, language: str = LEFT_TO_RIGHT, **given: Any) -> str:
    """The page at an address as somebody reads it in a made-up language; follows redirects."""
    client.cookies["django_language"] = language
    with spoken(), translation.override("en"):  # the language that a page leaves behind ends with the look
        response = client.get(address, follow=True, **given)
    assert response.status_code == 200, f"{address} answers {response.status_code}"
    return response.content.decode()


def sent(client: Client, address: str, fields: dict[str, Any], language: str = LEFT_TO_RIGHT) -> str:
    """The page that comes back for a form that somebody sends in a made-up language."""
    client.cookies["django_language"] = language
    with spoken(), translation.override("en"):
        return client.post(address, fields).content.decode()


def untranslated(html: str, inside: str = "main") -> list[str]:
    """The words (and spoken attributes) inside the element `inside` that did not go through gettext."""
    reader = _Reader(inside)
    reader.feed(html)
    reader.close()
    assert reader.was_inside, f"The page has no <{inside}>: nothing was checked."
    return reader.found


class _Reader(HTMLParser):
    """Walks through a page, keeping count of open brackets across elements."""

    def __init__(self, inside: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inside, self.was_inside, self.found = inside, False, []  # type: tuple[str, bool, list[str]]
        self.open: list[tuple[str, bool]] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        is_exempt = given.get("translate") == "no" or tag in _SILENT
        if self._is_read() and not is_exempt:
            for name in _SPOKEN_ATTRIBUTES:
                self._check(given.get(name) or "", f"{tag} {name}")
        if tag not in _VOID:
            self.open.append((tag, is_exempt))
        self.was_inside = self.was_inside or tag == self.inside

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """SVG writes <path/>; nothing is spoken in it."""

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, _ = self.open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._is_read():
            return
        outside = ""
        for letter in data:
            if letter == OPENS:
                self.depth += 1
            elif letter == CLOSES:
                self.depth -= 1
            elif self.depth == 0:
                outside += letter
        if _WORD.search(outside):
            self.found.append(" ".join(outside.split()))

    def _is_read(self) -> bool:
        names = [name for name, _ in self.open]
        return self.inside in names and not any(is_exempt for _, is_exempt in self.open)

    def _check(self, words: str, where: str) -> None:
        left = re.sub(f"{OPENS}[^{CLOSES}]*{CLOSES}", "", words)
        if _WORD.search(left):
            self.found.append(f"{where}: {left}")
