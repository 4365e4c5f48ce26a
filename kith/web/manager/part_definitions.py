"""What the further parts of a snapshot count."""

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
WIDER: Final = {
    "work_known": Definition(
        _("Work and company: asked twice"),
        _(
            "Of the finished courses: those with a first and a last score on the WSAS, which asks about work, home, "
            "free time and relationships."
        ),
    ),
    "work_better": Definition(
        _("Work and company: reliably better"),
        _(
            "Of those with both scores: those who came down by its reliable change or more. Before and after, no "
            "comparison group."
        ),
    ),
    "work_worse": Definition(
        _("Work and company: reliably worse"),
        _("Of those with both scores: those who went up by its reliable change or more."),
    ),
    "goals_known": Definition(
        _("Own goals: rated twice"),
        _("Of the finished courses: those in which the person rated a goal of their own at least twice."),
    ),
    "goal_reached": Definition(
        _("Own goals: one reached"),
        _(
            "Of those: the courses with a goal that was below 8 of 10 at first and is at 8 or more at the end. Our own "
            "convention."
        ),
    ),
    "alliance_known": Definition(
        _("Working together: asked"),
        _("Of the finished courses: those in which the person rated working together at least once."),
    ),
    "alliance_to_talk": Definition(
        _("Working together: a reason to talk at the end"),
        _(
            "Of those: the courses whose last mark was low, or lower than the one before. It is a reason to talk, not "
            "a verdict."
        ),
    ),
}
KINDS: Final = {
    "groups": Definition(
        _("Groups"), _("Groups of this kind that had begun, and had not ended before the period. A couple is one.")
    ),
    "meetings": Definition(_("Meetings"), _("Meetings of the period that were held.")),
    "members": Definition(
        _("Members"), _("People who had a place in one for at least a day of the period, each counted once.")
    ),
    "guests": Definition(
        _("Guests"),
        _(
            "People without a record who came, added over the meetings at which somebody counted. One person can count "
            "many times."
        ),
    ),
    "guests_counted": Definition(
        _("Guests were counted"), _("Of the meetings held: those at which somebody counted the guests.")
    ),
    "attendance": Definition(
        _("Attendance"),
        _(
            "Of the marks of members in the registers of these meetings: those who came. Apologies are among the "
            "others."
        ),
    ),
    "completed": Definition(
        _("Completed"),
        _(
            "Of the places in this kind that ended in the period: those whose owners came to half of the meetings held "
            "meanwhile, or to more. Our own convention."
        ),
    ),
}
QALYS: Final = {
    "mapped": Definition(
        _("Courses that could be mapped"), _("Of the finished courses: those with a PHQ-9 on two days or more.")
    ),
    "weeks": Definition(_("Weeks from the first to the last score"), _("The mean over these courses.")),
    "by_state": Definition(
        _("QALYs that 100 courses gained, by state of depression"),
        _(
            "Each PHQ-9 is given the worth of the state it lies in. Counted is what lies above staying as at the first "
            "score, from the first to the last. It is mapped, not measured, and has no comparison group."
        ),
    ),
    "covered": Definition(
        _("Courses that the other link covers"), _("Of the mapped courses: those with no PHQ-9 below 5.")
    ),
    "same_by_state": Definition(
        _("The same courses, by state of depression"), _("The first link over the courses that the other one covers.")
    ),
    "other_low_ends": Definition(
        _("By the other link, at the low ends of its ranges"), _("It prints a range for each band of scores.")
    ),
    "other_high_ends": Definition(
        _("By the other link, at the high ends of its ranges"), _("It prints a range for each band of scores.")
    ),
}
