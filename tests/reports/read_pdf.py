"""What a PDF file says and how it is made, read by a reader that is not ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any

from pypdf import PdfReader


def reader(content: bytes) -> PdfReader:
    """The file, opened."""
    return PdfReader(BytesIO(content), strict=True)


def words_of(content: bytes) -> str:
    """All words, page by page, with one space between them."""
    return " ".join(" ".join(page.extract_text() for page in reader(content).pages).split())


def numbers_in(words: str) -> set[str]:
    """Each number in them, as it is written."""
    return set(re.findall(r"\d+(?:[.,]\d+)*", words))


def numbers_of_pages(content: bytes) -> set[str]:
    """What stands at the foot of the pages."""
    return {str(number) for number in range(1, len(reader(content).pages) + 1)}


def shown_by(html: str) -> str:
    """The words that the main part of a page shows, those in its pictures included."""
    return unescape(re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main")]))


def tags_of(content: bytes) -> list[tuple[str, str]]:
    """Each tag of the tree that a screen reader walks, with its alternative text."""
    return list(_tags(reader(content).trailer["/Root"]["/StructTreeRoot"]))


def _tags(node: Any) -> Iterator[tuple[str, str]]:
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from _tags(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _tags(node["/K"])
