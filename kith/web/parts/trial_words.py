"""The words of trials: what came of asking, what became of people, why they left; the same for all who read of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

OUTCOMES: dict[str, Any] = {
    "enrolled": lazy("Takes part"),
    "not_eligible": lazy("Does not meet the criteria"),
    "said_no": lazy("Did not want to take part"),
    "other": lazy("Another reason"),
}
STEPS: dict[str, Any] = {
    "received": lazy("Received what was drawn"),
    "not_received": lazy("Did not receive it"),
    "stopped": lazy("Stopped it"),
    "followed_up": lazy("Was followed up"),
    "lost": lazy("Could not be followed up"),
}
LEFT: dict[str, Any] = {
    "did_not_want": lazy("Did not want to"),
    "no_answer": lazy("No answer"),
    "moved_away": lazy("Moved away"),
    "unwell": lazy("Was too unwell"),
    "died": lazy("Died"),
    "other": lazy("Another reason"),
    "not_known_yet": lazy("Not known yet"),
}
ERRORS: dict[str, Any] = {
    "not_eligible_after_all": lazy("Did not meet the criteria after all"),
    "no_consent_after_all": lazy("Had not agreed after all"),
    "enrolled_twice": lazy("Was enrolled twice"),
    "other": lazy("Another reason"),
}
