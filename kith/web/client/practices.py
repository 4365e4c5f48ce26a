"""My practices: what can I do now that may help?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.actions.practise import MOST, keep_practice
from kith.care.models import Refusal
from kith.care.queries import my_practices as query
from kith.web.asking import Request
from kith.web.client.page import key_in, own_record, show

HELPS_WITH = {
    "calm": gettext_lazy("To calm down"),
    "grounding": gettext_lazy("To come back to here and now"),
    "urges": gettext_lazy("To ride out an urge"),
    "sleep": gettext_lazy("To sleep"),
    "kindness": gettext_lazy("To be kind to myself"),
    "attention": gettext_lazy("To settle the mind"),
    "energy": gettext_lazy("To get going"),
    "pain": gettext_lazy("To live with pain"),
}


def my_practices(request: Request) -> HttpResponse:
    """Every practice, or those that help with one thing; those used before stand first."""
    page = query.my_practices(viewer=request.viewer, at=request.at)
    groups = query.by_help(page.practices)
    chosen = request.GET.get("for", "")
    chosen = chosen if chosen in groups else ""
    shown = groups[chosen] if chosen else page.practices
    used = page.used
    tabs = [{"url": "?", "label": _("All"), "current": not chosen, "count": len(page.practices)}]
    tabs += [
        {"url": f"?for={kind}", "label": label, "current": kind == chosen, "count": len(groups[kind])}
        for kind, label in HELPS_WITH.items()
        if kind in groups
    ]
    rows = sorted(shown, key=lambda one: used.index(one.id) if one.id in used else len(used))
    return show(
        request,
        "my_practices",
        page,
        rows=[(one, round(one.minutes)) for one in rows],
        tabs=tabs,
        label=_("What it is for"),
    )


def my_practice(request: Request, practice: str) -> HttpResponse:
    """One practice to do now, step by step, with a number before and after. Nothing has to be kept."""
    if request.method != "POST":
        return _shown(request, practice)
    try:
        key = key_in(request.POST.get("key"))
        keep_practice(
            client=own_record(request, "W", "work"),
            practice=practice,
            ratings=ratings_in(request.POST),
            key=key,
            by=request.viewer,
            at=request.at,
        )
    except Refusal as refusal:
        return _shown(request, practice, refusal=refusal, typed=request.POST)
    messages.success(request, _("Kept. Any change is fine, and none is fine too."))
    return redirect("my_practice", practice)


def _shown(request: Request, practice: str, **more: Any) -> HttpResponse:
    page = query.my_practice(viewer=request.viewer, practice=practice, at=request.at)
    return show(request, "my_practice", page, minutes=round(page.practice.minutes), scale=range(MOST + 1), **more)


def ratings_in(typed: QueryDict) -> dict[str, int]:
    """The numbers chosen before and after; one that was left out is missing."""
    steps = {str(step): step for step in range(MOST + 1)}
    chosen = {when: str(typed.get(when, "")) for when in ("before", "after")}
    return {when: steps[step] for when, step in chosen.items() if step in steps}
