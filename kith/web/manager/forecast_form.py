"""The form of a clinic, in a week's numbers; the address keeps it, and nothing is written down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.queries.forecast import Question

MOST_WEEKS = 156
MOST_A_WEEK = 500  # referrals, practitioners, sessions: a larger clinic is several, with a list each


def _number(label: Any, *, most: float = MOST_A_WEEK, least: float = 0, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(label=label, min_value=least, max_value=most, help_text=help_text)


def _whole(label: Any, *, most: int, least: int = 0, is_needed: bool = True, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=is_needed, help_text=help_text)


class ForecastForm(forms.Form):
    """Everything that `Clinic` asks for, and what if."""

    more_practitioners = _number(gettext_lazy("How many more practitioners?"), most=50)
    more_groups = _whole(gettext_lazy("How many more groups?"), most=20)
    weeks = _whole(gettext_lazy("How many weeks ahead?"), least=4, most=MOST_WEEKS)
    waiting = _whole(gettext_lazy("People who wait now"), most=20_000)
    referrals = _number(gettext_lazy("Referrals a week"))
    practitioners = _number(gettext_lazy("Practitioners"), help_text=gettext_lazy("Parts of a post count: 2.5."))
    sessions_each = _number(gettext_lazy("Single sessions a week, each practitioner"), most=60)
    sessions = _whole(gettext_lazy("Sessions of a course"), least=1, most=100)
    drop_out = _number(gettext_lazy("Of 100 people, how many do not come back after a session?"), most=99)
    leaving = _number(gettext_lazy("Of 100 who wait, how many give up in a week?"), most=99)
    groups = _whole(gettext_lazy("Groups that run"), most=200)
    places = _whole(gettext_lazy("Places of a group"), most=200, is_needed=False)
    group_weeks = _whole(gettext_lazy("Weeks of a group"), most=104, is_needed=False)

    def clean(self) -> dict[str, Any]:
        """A group has places and weeks, and somebody can be seen."""
        given = super().clean() or {}
        if (given.get("groups") or given.get("more_groups")) and not (given.get("places") and given.get("group_weeks")):
            self.add_error("places", _("A group has places and weeks. Give both, or 0 groups."))
        slots = (given.get("practitioners") or 0) * (given.get("sessions_each") or 0)
        if not self.errors and slots < 1 and not given.get("groups"):
            self.add_error("practitioners", _("Nobody can be seen so. Give practitioners with sessions, or a group."))
        return given

    def question(self) -> Question:
        """What is asked; only of a form that is valid."""
        given = self.cleaned_data
        shares = {name: given[name] / 100 for name in ("drop_out", "leaving")}
        places = {name: given[name] or 0 for name in ("places", "group_weeks")}
        return Question(**{**given, **shares, **places})
