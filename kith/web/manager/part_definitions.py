"""What the further parts of a snapshot count: the size of a change, rules for who lacks a score, published rates."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kith.web.manager.definitions import Definition

CHANGE: Final = {
    "first_mean": Definition(
        _("Mean of the first scores"),
        _("Of the cases at the start with complete scores, on this measure; in brackets the standard deviation."),
    ),
    "last_mean": Definition(_("Mean of the last scores"), _("Of the same courses; the last that was taken in care.")),
    "effect_size": Definition(
        _("Size of the change"),
        _(
            "The fall from the first to the last mean, over the standard deviation of the first scores. Above 0 is "
            "better. It is before and after, with no comparison group: people chosen by a high first score would have "
            "come down in part without care."
        ),
    ),
    "regression_to_the_mean": Definition(
        _("By regression to the mean"),
        _(
            "Points that would have gone without care, because people were seen when they scored high. What the "
            "measure does not measure reliably, of the distance from the mean of the general population. It is the "
            "least it can be. Others who get better with time come on top."
        ),
    ),
}
RULES: Final = {
    "complete": Definition(
        _("Complete scores only"),
        _("Of the cases at the start with all four scores: those who recovered. All other rates count like this."),
    ),
    "carried_forward": Definition(
        _("A single score counts as the last, too"),
        _("Of the cases with a first score on both measures: those who recovered, if nothing changed since."),
    ),
    "unchanged": Definition(
        _("Whoever lacks a score did not change"),
        _("Of all known cases at the start: those known to have recovered."),
    ),
    "worst": Definition(
        _("At worst"),
        _("The same, and whoever may have been a case was one and did not recover."),
    ),
    "best": Definition(
        _("At best"),
        _("Whoever lacks a score, and could be a case who recovered, was one."),
    ),
}
