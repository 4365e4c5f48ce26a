"""How each number is worked out: what stands above the line and what below it, in words that the record knows."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

REFERRED: Final = lazy("referrals received in the period")
FINISHED: Final = lazy("courses that ended in the period after two attended sessions or more")
PAIRED: Final = lazy("finished courses with a first and a last PHQ-9 and GAD-7")
CASES: Final = lazy("those of them at or above either cut-off at the first score")
SEEN: Final = lazy("finished courses whose first session does not lie before the referral")
SECOND: Final = lazy("finished courses with a second attended session")

SHARES: Final[dict[str, tuple[Promise, Promise]]] = {
    "assessed": (lazy("referred people with an assessment or a session by the end of the period"), REFERRED),
    "treated": (lazy("referred people with one attended session or more"), lazy("those assessed")),
    "finished_so_far": (
        lazy("those treated whose care ended after two attended sessions or more"),
        lazy("those treated"),
    ),
    "within_six_weeks": (lazy("those with 42 days or fewer from the referral to the first session"), SEEN),
    "within_eighteen_weeks": (lazy("those with 126 days or fewer"), SEEN),
    "second_after_28_days": (lazy("those with more than 28 days from the first to the second session"), SECOND),
    "second_after_90_days": (lazy("those with more than 90 days"), SECOND),
    "completeness": (PAIRED, FINISHED),
    "caseness": (CASES, PAIRED),
    "recovery": (lazy("cases below both cut-offs at the last score"), CASES),
    "reliable_improvement": (lazy("those better by a reliable change on one measure, worse by it on none"), PAIRED),
    "reliable_recovery": (lazy("cases that recovered and improved reliably"), CASES),
    "reliable_deterioration": (lazy("those worse by a reliable change on one measure, better by it on none"), PAIRED),
    "no_reliable_change": (lazy("all others of them"), PAIRED),
    "did_not_attend": (
        lazy("sessions and meetings missed without a word"),
        lazy("sessions and meetings of the period that were attended or missed without a word"),
    ),
    "dropped_out": (
        lazy("those who stayed away for good"),
        lazy("people whose care ended in the period after one session or more"),
    ),
    "contacted_in_time": (
        lazy("alerts contacted by the hour that their level set"),
        lazy("alerts raised in the period that were contacted or whose hour was over"),
    ),
    "sessions_each": (lazy("single sessions held or kept for nothing"), lazy("weeks of the period × practitioners")),
    "referrals_a_week": (REFERRED, lazy("weeks of the period")),
    "leaving_a_week": (lazy("people who left without a session"), lazy("weeks that everybody waited in the period")),
    "drop_out_a_session": (lazy("people who stayed away for good"), lazy("sessions that people came to")),
    "hours_of_a_course": (lazy("hours of practitioners kept for finished courses"), FINISHED),
}
"""Above and below the line. Both are made fit to be shown before one is divided by the other."""

MIDDLES: Final[dict[str, Promise]] = {
    "days_to_first": lazy("median of the days from the referral to the first attended session"),
    "days_to_second": lazy("median of the days from the first to the second attended session"),
    "sessions_of_a_course": lazy("median of the attended sessions of finished courses"),
    "hours_to_contact": lazy("median of the hours from an alert to the first contact"),
    "days_open": lazy("median of the days from an alert to the end of the period, of those still open"),
    "caseload": lazy("median of the people in care that a practitioner leads at the end of the period"),
}


def formula_of(name: str) -> str:
    """Numerator and denominator of a share, the middle of a figure, and of a count that it is one."""
    if name in SHARES:
        above, below = SHARES[name]
        return _("%(above)s ÷ %(below)s") % {"above": above, "below": below}
    return str(MIDDLES[name]) if name in MIDDLES else _("a count")
