"""Worksheets, practices and lessons of the library: look one over, or print it empty."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.care.queries import interventions as known
from kith.care.queries.own_writing import may_write
from kith.web.asking import Request
from kith.web.parts.lesson_text import lesson_html

BLANK_LINES = {"text": 1, "pick": 1, "long_text": 4}
BLANK_ROWS = 5  # rows of an empty diary that fit a page beside its questions


def shelves(request: Request) -> HttpResponse:
    """Everything a client may be given, by kind, with the interventions that use it."""
    rows = known.documents(viewer=request.viewer, language=get_language() or "en")
    kind = request.GET.get("kind", "worksheet")
    sorts = (("worksheet", _("Worksheets and diaries")), ("practice", _("Practices")), ("lesson", _("Lessons")))
    kind = kind if kind in dict(sorts) else "worksheet"
    given = {
        "may_write": may_write(request.viewer),
        "rows": [(row, reverse(f"library_{row.kind}", args=[row.id])) for row in rows if row.kind == kind],
        "label": _("Kind"),
        "tabs": [
            {
                "url": f"?kind={name}",
                "label": label,
                "current": name == kind,
                "count": sum(row.kind == name for row in rows),
            }
            for name, label in sorts
        ],
        "crumbs": [{"url": reverse("interventions"), "label": _("Interventions")}, {"url": "", "label": _("Shelves")}],
    }
    return render(request, "web/practitioner/shelves.html", given)


def library_worksheet(request: Request, worksheet: str) -> HttpResponse:
    """A worksheet as it is asked, which prints as an empty form."""
    sheet = known.worksheet(viewer=request.viewer, name=worksheet)
    steps = [(step, [_blank(field) for field in step.fields if field.type != "computed"]) for step in sheet.steps]
    given = {"sheet": sheet, "steps": steps, "crumbs": _crumbs("worksheet", sheet.title)}
    return render(request, "web/practitioner/library_worksheet.html", given)


def library_practice(request: Request, practice: str) -> HttpResponse:
    """A practice with its words and its pace."""
    one = known.practice(viewer=request.viewer, name=practice)
    return render(
        request, "web/practitioner/library_practice.html", {"one": one, "crumbs": _crumbs("practice", one.title)}
    )


def library_lesson(request: Request, lesson: str) -> HttpResponse:
    """A lesson with its cards, its check and its easy-read words."""
    one = known.lesson(viewer=request.viewer, name=lesson, language=get_language() or "en")
    given = {"one": one, "body": lesson_html(one.body), "crumbs": _crumbs("lesson", one.title)}
    return render(request, "web/practitioner/library_lesson.html", given)


def _blank(field: Any) -> dict[str, Any]:
    """One question as it stands on paper."""
    columns = getattr(field, "fields", ())
    scale = f"{field.min:g} – {field.max:g}" if field.type in ("scale", "number") else ""
    return {
        "field": field,
        "kind": field.type,
        "label": field.label,
        "options": [option.label for option in getattr(field, "options", ())],
        "scale": scale,
        "ends": [label.label for label in getattr(field, "labels", ())],
        "lines": range(BLANK_LINES.get(field.type, 0)),
        "columns": [column.label for column in columns],
        "rows": range(min(BLANK_ROWS, field.max_rows)) if columns else (),
    }


def _crumbs(kind: str, title: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse("interventions"), "label": _("Interventions")},
        {"url": f"{reverse('shelves')}?kind={kind}", "label": _("Shelves")},
        {"url": "", "label": title, "is_name": True},
    ]
