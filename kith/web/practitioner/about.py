"""What every page has on which somebody works with one person: the way there, who it is, an open alert, the way on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.care.queries.client_head import ClientHead
from kith.web.asking import Request
from kith.web.practitioner.clocks import clock_words
from kith.web.practitioner.heads import crumbs_to, head_of

REFUSED, CONFLICT = 422, 409


def about(request: Request, head: ClientHead, here: str, step: str, *, is_name: bool = False) -> dict[str, Any]:
    """Context of `web/practitioner/about_client.html`; `step` is the address's name among the steps of the way.

    `is_name` says that `here` is the library's own text, which is not translated with the pages.
    """
    crumbs = crumbs_to(head.identity, here)
    crumbs[-1]["is_name"] = is_name
    return {
        "head": head,
        "client_id": head.identity.client_id,
        "time_zone": head.identity.time_zone,
        "crumbs": crumbs,
        "person": head_of(head.identity),
        "alert_clock": clock_words(head.alert.state, head.alert.contact_due_at, request.at) if head.alert else "",
        "way": _way(head, step),
        "here": here,
    }


def _way(head: ClientHead, step: str) -> list[dict[str, Any]]:
    """The steps of the way as tabs, each with its own address."""
    labels = (
        ("person", _("Overview")),
        ("assess", _("Assess")),
        ("formulate", _("Formulate")),
        ("goals", _("Goals")),
        ("plan", _("Plan")),
        ("book", _("Sessions")),
        ("measures", _("Measures")),
        ("review", _("Review")),
    )
    client = head.identity.client_id
    return [
        {"url": reverse(name, args=[client]), "label": label, "current": name == step}
        for name, label in labels
        if name in head.steps
    ]
