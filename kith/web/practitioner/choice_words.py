"""A choice as it was made, in words: what, with whom, in whose words, and what else was on the table that day."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.choices import ChoiceTold
from kith.web.practitioner.option_words import expected_words, reason_words

OUTCOMES: dict[str, Any] = {
    "nothing_for_now": lazy("Nothing for now"),
    "not_decided": lazy("Not decided yet"),
}


def choice_words(one: ChoiceTold) -> dict[str, Any]:
    """One choice for the page."""
    return {
        "choice": one,
        "outcome": OUTCOMES.get(one.outcome, ""),
        "with": _("with %(who)s") % {"who": one.made_with} if one.made_with else "",
        "table": [
            {
                "option": option,
                "expected": expected_words(option.expected) if option.expected is not None else None,
                "against": [reason_words(reason) for reason in option.against],
            }
            for option in one.table
        ],
    }
