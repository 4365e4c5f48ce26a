"""Tags that pages use for the shared pieces: an icon, a picture, a chip, how sure the evidence is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django import template
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kith.care.queries.counted_harms import how_often as counted
from kith.web.parts.harm_often import often_told

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


@register.inclusion_tag("web/parts/harm_often.html")
def how_often(harm: Any, sources: Iterable[Any]) -> dict[str, Any]:
    """Show how often something hard happens, among whom it was counted and where; or that nobody knows."""
    return {"often": often_told(counted(harm, sources))}


@register.simple_tag
def certainty(level: int, label: str) -> SafeString:
    """Show how sure the evidence is: one to four filled dots and the words that say the same."""
    dots = format_html_join("", '<i class="{}"></i>', (("on" if i < level else "off",) for i in range(4)))
    return format_html('<span class="certainty">{}<span>{}</span></span>', dots, label)


LONGEST_FOUND = 80  # of what somebody typed, enough to recognise it


@register.simple_tag
def form_problems(form: BaseForm) -> list[dict[str, str]]:
    """A form's problems for the error summary, each in three parts: what happened, what was found, what to do."""
    problems = [{"happened": str(error), "found": "", "do": "", "href": ""} for error in form.non_field_errors()]
    for field in form:
        for error in form.errors.get(field.name, form.error_class()).as_data():
            typed = field.value()
            is_empty = error.code == "required" or typed in (None, "", [])
            found = _("It is empty.") if is_empty else _("Found: %(typed)s.") % {"typed": str(typed)[:LONGEST_FOUND]}
            todo = _("Write or choose something.") if error.code == "required" else " ".join(error.messages)
            happened = _("“%(field)s” was not kept.") % {"field": field.label}
            problems.append({"happened": happened, "found": found, "do": todo, "href": f"#{field.id_for_label}"})
    return problems
