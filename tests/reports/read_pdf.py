"""What a PDF file says and how it is made, read by a reader that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader


def reader(content: bytes) -> PdfReader:
    """The file, opened."""
    return PdfReader(BytesIO(content), strict=True)


def words_of(content: bytes) -> str:
    """All words, page by page, with one space between them."""
    return " ".join(" ".join(page.extract_text() for page in reader(content).pages).split())


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
