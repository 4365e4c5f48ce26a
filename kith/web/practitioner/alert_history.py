"""What happened to an alert, in words: who did it, or that the clock did, and which limit had passed."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.alerts import HandedOn, StepFacts
from kith.web.practitioner.names import name_of

OUTCOMES = (
    ("safe_and_supported", lazy("Made contact, and support is in place")),
    ("plan_renewed", lazy("Safety plan renewed together")),
    ("stepped_up", lazy("More care was arranged")),
    ("emergency_services", lazy("Emergency services took over")),
    ("not_reached_handed_over", lazy("Not reached, handed over by the service's procedure")),
)
LIMITS = {
    "owner_away": lazy("Its owner is away."),
    "now_covered": lazy("Somebody is on duty again."),
    "not_there": lazy("Its owner does not work at this hour."),
    "unseen": lazy("Nobody had said that they have it in hand."),
    "no_contact": lazy("Contact was not made in time."),
    "unfinished": lazy("It was not finished within three days after the contact."),
}


def told_step(step: StepFacts) -> dict[str, Any]:
    """One row of the history."""
    words = {
        "raised": _raised_words(step.flag),
        "seen": _("In hand"),
        "contacted": _("Contact made"),
        "planned": _("Safety plan looked at"),
        "handed_over": _("Handed over"),
        "escalated": _("Went on to somebody else"),
        "closed": _("Closed"),
        "corrected": _("The form it came from was withdrawn. Contact is still needed until somebody closes this."),
    }
    handed = step.handed
    return {
        "step": step,
        "what": words[step.step],
        "outcome": dict(OUTCOMES).get(step.outcome, ""),
        "limit": _limit_words(handed) if handed is not None else "",
        "answered_by": [name_of(step.answer.respondent), name_of(step.answer.mode)] if step.answer else [],
        "invited": [name_of(step.invited.respondent), name_of(step.invited.kind)] if step.invited else [],
    }


def _limit_words(handed: HandedOn) -> str:
    """Which limit had passed, and when."""
    if handed.clock_at is None:
        return ""
    when = date_format(localtime(handed.clock_at), "DATETIME_FORMAT")
    return f"{LIMITS[handed.reason]} " + _("Since %(when)s.") % {"when": when}


def _raised_words(flag: str) -> str:
    return {
        "concern": _("Raised because somebody is worried"),
        "safety_talk": _("Raised by a talk about safety"),
        "follow_up_overdue": _("Raised because nobody has made contact again in time"),
        "missed_meeting": _("Raised because a meeting was missed, soon after an alert"),
        "asked_for_contact": _("The person asked to be contacted"),
    }.get(flag, _("Raised by an answer"))
