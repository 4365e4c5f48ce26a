"""Reading a form off a page as a hand would fill it in: every field with the value that stands in it."""

from __future__ import annotations

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Collects what the page's forms would send; `boxes` are the boxes that can be ticked, ticked or not."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.boxes: dict[str, list[str]] = {}
        self.marks: dict[str, list[str]] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A field begins, or one that has no end."""
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        kind = given.get("type") or "text"
        if tag == "textarea":
            self._area = name
            self.sent[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self.marks.setdefault(self._select, []).append(value)
            if "selected" in given:
                self.sent[self._select] = [value]
        elif tag == "input" and name and kind in {"checkbox", "radio"}:
            box = self.boxes if kind == "checkbox" else self.marks
            box.setdefault(name, []).append(value or "on")
            if "checked" in given:
                self.sent.setdefault(name, []).append(value or "on")
        elif tag == "input" and name:
            self.sent[name] = [value]

    def handle_data(self, data: str) -> None:
        """The words in a field of several lines."""
        if self._area:
            self.sent[self._area] = [self.sent[self._area][0] + data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        """A field ends."""
        if tag == "textarea":
            self._area = ""
        if tag == "select":
            self._select = ""


def read_form(page: str) -> FormReader:
    """The fields of a page."""
    reader = FormReader()
    reader.feed(page)
    return reader
