"""Words that stay as somebody wrote them: names, languages, sentences of the library."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString


def as_written(words: str) -> SafeString:
    """The words, marked so that no translator touches them."""
    return format_html('<span translate="no">{}</span>', words)
