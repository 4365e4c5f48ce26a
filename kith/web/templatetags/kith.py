"""Tags that pages use for the shared pieces: an icon, a picture, a chip, how sure the evidence is."""

from __future__ import annotations

from typing import Protocol

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class _Drawing(Protocol):
    narrow: str
    wide: str


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Show one icon of the sprite, hidden from screen readers: words beside it say the same."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        extra,
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
def picture(drawing: _Drawing) -> SafeString:
    """Show a drawing of `kith.pictures`; phone and desktop drawings are both sent and the style sheet shows one.

    The SVG text is safe because `kith.pictures` escapes every word it is given.
    """
    narrow, wide = mark_safe(drawing.narrow), mark_safe(drawing.wide)  # noqa: S308
    if narrow == wide:
        return format_html('<div class="picture picture-small">{}</div>', wide)
    return format_html(
        '<div class="picture picture-narrow">{}</div><div class="picture picture-wide">{}</div>', narrow, wide
    )


@register.simple_tag
def chip(label: str, tone: str = "", icon_name: str = "") -> SafeString:
    """Show a state as shape and word. Tone is good, caution, danger, info, brand or nothing."""
    return format_html('<span class="chip {}">{}{}</span>', tone, icon(icon_name) if icon_name else "", label)


@register.simple_tag
def certainty(level: int, label: str) -> SafeString:
    """Show how sure the evidence is: one to four filled dots and the words that say the same."""
    dots = format_html_join("", '<i class="{}"></i>', (("on" if i < level else "off",) for i in range(4)))
    return format_html('<span class="certainty">{}<span>{}</span></span>', dots, label)
