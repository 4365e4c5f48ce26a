"""What every page needs: the service's name, crisis numbers, who is looking, where they can go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.care.permissions import Viewer, policy
from kith.care.queries.crisis import crisis_lines

CLIENT_NAV = (
    ("today", "sun"),
    ("my_goals", "target"),
    ("my_work", "notebook-pen"),
    ("story", "chart-line"),
    ("my_record", "lock"),
)
STAFF_NAV = (
    ("caseload", "users", "caseload"),
    ("peer_day", "footprints", "peer_support"),
    ("groups", "users", "caseload"),
    ("warm_line", "phone", "warm_line"),
    ("activities", "sun", "activities"),
    ("off_track", "circle-alert", "sign_off"),
    ("sign_offs", "clipboard-check", "sign_off"),
    ("harm_register", "shield-check", "sign_off"),
    ("refer", "user", "refer"),
    ("allocating", "user-round-cog", "allocate"),
    ("rota", "calendar-days", "staff_pages"),
    ("interventions", "book-open", "staff_pages"),
    ("instruments", "clipboard-list", "staff_pages"),
    ("service_now", "sun", "programme"),
    ("outcomes", "chart-line", "programme"),
    ("extracts", "file-text", "extract"),
)

PART_OF = {"outcomes_chapter": "outcomes", "outcomes_whole": "outcomes"}  # pages below an entry of the menu


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for the base templates (see docs/reference/parts.md)."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    here = (request.resolver_match.url_name or "") if request.resolver_match else ""
    service_name, crisis = crisis_lines(viewer=viewer)
    return {
        "service_name": service_name,
        "crisis": crisis,
        "home_url": reverse("home"),
        "viewer": {
            "user_id": viewer.user_id,
            "display_name": viewer.display_name,
            "roles": viewer.roles,
            "is_client": viewer.client_id is not None,
            "is_staff": viewer.is_staff,
        }
        if viewer
        else None,
        "nav": _nav(viewer, here),
        "languages": [{"code": code, "name": name} for code, name in settings.LANGUAGES]
        if len(settings.LANGUAGES) > 1
        else [],
        "exit_url": "https://www.bbc.co.uk/weather",
        "is_demonstration": settings.KITH_IS_DEMONSTRATION,
    }


def _nav(viewer: Viewer | None, here: str) -> list[dict[str, Any]]:
    if viewer is None:
        return []
    labels = {
        "today": _("Today"),
        "my_goals": _("My goals"),
        "my_work": _("My work"),
        "story": _("My story"),
        "my_record": _("My record"),
        "caseload": _("Caseload"),
        "peer_day": _("My day"),
        "warm_line": _("Warm line"),
        "groups": _("Groups"),
        "activities": _("Things to do"),
        "refer": _("New referral"),
        "allocating": _("Who sees whom"),
        "rota": _("Rota"),
        "sign_offs": _("To sign off"),
        "off_track": _("Off track"),
        "harm_register": _("Harms"),
        "instruments": _("Measures"),
        "interventions": _("Interventions"),
        "service_now": _("Service"),
        "outcomes": _("Outcomes"),
        "extracts": _("Research"),
    }
    if viewer.client_id is not None:
        chosen = [(name, icon) for name, icon in CLIENT_NAV]
    else:
        chosen = [
            (name, icon) for name, icon, function in STAFF_NAV if viewer.roles & set(policy().functions[function])
        ]
    return [
        {"url": reverse(name), "label": labels[name], "icon": icon, "current": name == PART_OF.get(here, here)}
        for name, icon in chosen
    ]
