"""The words of a lesson as a page shows them: the plain part of Markdown."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

PLAIN_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "br", "a"}


def lesson_html(markdown: str) -> SafeString:
    """The plain part of Markdown, and nothing else."""
    made = MarkdownIt("commonmark", {"html": False}).disable("image").render(markdown)
    return mark_safe(nh3.clean(made, tags=PLAIN_TAGS, attributes={"a": {"href"}}, url_schemes={"https"}))  # noqa: S308
