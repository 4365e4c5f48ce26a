"""A review in words for a colleague: what was looked at, what is tried and where that is done, and how soon it came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.queries.reviews_told import ReviewTold, TryTold
from kith.web.practitioner.names import name_of


def told_words(one: ReviewTold, client_id: UUID, *, links: bool = True) -> dict[str, Any]:
    """What `web/practitioner/review_told.html` shows."""
    return {
        "row": one,
        "decision": name_of(one.decision),
        "looked": [{"name": name_of(area.area), "found": area.found} for area in one.looked],
        "tries": [
            {"row": tried, "name": name_of(tried.area), "where": _where(tried, client_id) if links else None}
            for tried in one.tries
        ],
        "time": time_words(one.hours_to_action),
    }


def time_words(hours: float | None) -> str:
    """How long after the signal something was done; empty when there was no signal."""
    if hours is None:
        return ""
    if hours < 48:
        whole = max(round(hours), 0)
        return ngettext("%(count)d hour after the score", "%(count)d hours after the score", whole) % {"count": whole}
    days = int(hours // 24)
    return ngettext("%(count)d day after the score", "%(count)d days after the score", days) % {"count": days}


def where_words(kind: str) -> str:
    """What the link of something to try is called."""
    return {"technique": _("Read how"), "course": _("Change the course"), "step": _("Pathway and step of care")}[kind]


def _where(tried: TryTold, client_id: UUID) -> dict[str, str] | None:
    """The page on which something to try is done."""
    if tried.kind == "technique":
        return {"url": reverse("intervention", args=[tried.protocol]), "words": where_words("technique")}
    pages = {"course": "plan", "step": "steps_of_care"}
    if tried.kind in pages:
        return {"url": reverse(pages[tried.kind], args=[client_id]), "words": where_words(tried.kind)}
    return None
