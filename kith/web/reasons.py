"""Why a measure was passed over or declined, in the words of both fronts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

REASON_WORDS: dict[str, Any] = {
    "unwell": lazy("Too tired or unwell"),
    "no_time": lazy("No time for it"),
    "no_privacy": lazy("Not alone, or not safe to answer here"),
    "upsetting": lazy("It stirs too much up"),
    "does_not_fit": lazy("The questions do not fit"),
    "too_often": lazy("Asked too often"),
    "hard_to_understand": lazy("Hard to read or to understand"),
    "other": lazy("Something else"),
    "unsaid": lazy("I would rather not say why"),
    "not_reached": lazy("Not reached"),
    "something_came_first": lazy("Something more urgent came first"),
}
