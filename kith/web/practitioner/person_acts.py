"""What can be done for one person: the ways on from their page, grouped in the order of care."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.care.queries.person import PersonPage

ALWAYS = frozenset({"measures"})  # whoever sees the page may see the measures over time
# Pages worth opening even for those who only read.
READ_FIRST = frozenset({"trial", "work", "group_entry", "peer_log", "carer", "connections", "outings"})


def acts_of(page: PersonPage) -> list[dict[str, Any]]:
    """The links that this viewer may follow, under the headings of the way; a heading without links is left out."""
    client = page.identity.client_id
    instrument = page.course.instrument if page.course else "phq9"

    def to(act: str, label: str, icon: str, name: str, *more: str) -> dict[str, str] | None:
        allowed = act in page.may or act in ALWAYS or (act in READ_FIRST and act in page.may_see)
        return {"label": label, "icon": icon, "url": reverse(name, args=[client, *more])} if allowed else None

    groups = (
        (
            _("Understand"),
            to("assess", _("Assess"), "clipboard-check", "assess"),
            to("measure", _("Measure"), "clipboard-list", "measure", instrument),
            to("measures", _("Measures over time"), "history", "measures"),
            to("forms", _("Forms"), "list-checks", "forms"),
            to("formulate", _("Formulate"), "git-branch", "formulate"),
        ),
        (
            _("Plan and review"),
            to("goals", _("Goals"), "target", "goals"),
            to("plan", _("Plan"), "route", "plan"),
            to("review", _("Review"), "scale", "review"),
            to("trial", _("Trials"), "list-checks", "person_trials"),
        ),
        (
            _("Meet"),
            to("engagement", _("Before the first meeting"), "door-open", "engagement"),
            to("appointment_wish", _("How they would like to be seen first"), "clock", "appointment_wish"),
            to("limits", _("What stays between us"), "lock", "limits"),
            to("book", _("Book"), "calendar-days", "book"),
        ),
        (
            _("Between meetings"),
            to("work", _("Work"), "book-open", "client_work"),
            to("sheets", _("Sheets and contacts"), "notebook-pen", "sheets"),
            to("outreach", _("Reaching them"), "phone", "outreach"),
        ),
        (
            _("With others"),
            to("group_wait", _("A place in a group"), "users", "group_wait"),
            to("group_entry", _("From groups"), "users", "from_groups"),
            to("peer_log", _("Peer support"), "footprints", "peer_log"),
            to("connections", _("People and places"), "circle-dot", "around"),
            to("outings", _("What they like to do"), "sun", "outings"),
            to("carer", _("Those who care"), "heart-handshake", "carers"),
        ),
        (
            _("Safety"),
            to("concern", _("I am worried"), "bell", "raise_concern"),
            to("safety_talk", _("Talk about safety"), "message-circle", "safety_talk"),
            to("harms", _("What went wrong"), "circle-alert", "harms"),
            to("safe_mode", _("Hidden on their pages"), "eye-off", "safe_mode"),
        ),
    )
    shown = [{"name": name, "acts": [act for act in acts if act]} for name, *acts in groups]
    return [group for group in shown if group["acts"]]
