"""What each number of the programme counts, in plain sentences: shown beside it and written into its export."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Definition:
    """The name of a number and what it counts."""

    name: Promise | str
    words: Promise | str


DEFINITIONS: dict[str, Definition] = {
    "referred": Definition(_("Referred"), _("Referrals that the service received in the period.")),
    "assessed": Definition(
        _("Assessed"), _("Those of them who had an assessment, or a first session, by the end of the period.")
    ),
    "treated": Definition(
        _("Treated"), _("Those of them who came to at least one session or group meeting by the end of the period.")
    ),
    "finished_so_far": Definition(
        _("Finished"),
        _("Those of them whose care ended, after at least two attended sessions, by the end of the period."),
    ),
    "finished": Definition(
        _("Finished courses"), _("Courses of care that ended in the period, after at least two attended sessions.")
    ),
    "completeness": Definition(
        _("Scores complete"),
        _(
            "Of the courses that finished in the period: those with a first and a last score on both PHQ-9 and GAD-7. "
            "The rates below count only these. Courses without both may have gone worse or better; nobody knows."
        ),
    ),
    "missing_pairs": Definition(
        _("Scores missing"),
        _("Courses that finished in the period and lack a first or a last score on either measure."),
    ),
    "caseness": Definition(
        _("A case at the start"),
        _("Of the courses with complete scores: those at or above the cut-off on either measure at the first score."),
    ),
    "recovery": Definition(
        _("Recovery"),
        _("Of the cases at the start with complete scores: those below the cut-off on both measures at the end."),
    ),
    "reliable_improvement": Definition(
        _("Reliable improvement"),
        _(
            "Of the courses with complete scores: those better on at least one measure by more than measurement error, "
            "and worse on none. This is a change before and after care without a comparison group: part of it would "
            "have happened anyway. It is not the effect of treatment."
        ),
    ),
    "reliable_recovery": Definition(
        _("Reliable recovery"),
        _("Of the cases at the start with complete scores: those who recovered and also improved reliably."),
    ),
    "reliable_deterioration": Definition(
        _("Reliable deterioration"),
        _(
            "Of the courses with complete scores: those worse on at least one measure by more than measurement error, "
            "and better on none."
        ),
    ),
    "no_reliable_change": Definition(
        _("No reliable change"),
        _("Of the courses with complete scores: all others, also those better on one measure and worse on the other."),
    ),
    "days_to_first": Definition(
        _("Days to the first session"),
        _(
            "Of the courses that finished in the period: days from the day the referral came to the first attended "
            "session. Half of the people waited no longer than this."
        ),
    ),
    "within_six_weeks": Definition(
        _("First session within 6 weeks"),
        _("Of the same courses: those with at most 42 days to the first session. The NHS standard is 75 of 100."),
    ),
    "within_eighteen_weeks": Definition(
        _("First session within 18 weeks"),
        _("Of the same courses: those with at most 126 days to the first session. The NHS standard is 95 of 100."),
    ),
    "days_to_second": Definition(
        _("Days from first to second session"), _("Of the same courses. Half of the people waited no longer than this.")
    ),
    "second_after_28_days": Definition(
        _("Second session after more than 28 days"), _("Of the same courses: a hidden wait inside care.")
    ),
    "second_after_90_days": Definition(
        _("Second session after more than 90 days"), _("Of the same courses: a long hidden wait inside care.")
    ),
    "waiting": Definition(
        _("Waiting"), _("People referred who had not come to a first session when the period ended, and had not left.")
    ),
    "waiting_over_six_weeks": Definition(
        _("Waiting for more than 6 weeks"), _("Those of them who had waited 43 days or more.")
    ),
    "sessions_of_a_course": Definition(
        _("Sessions of a finished course"), _("Half of the finished courses had no more attended sessions than this.")
    ),
    "did_not_attend": Definition(
        _("Did not attend"),
        _(
            "Of the sessions and meetings that took place for a person in the period: those missed without a word. "
            "Cancelled ones are left out. One person can count many times, so the interval is a little too narrow."
        ),
    ),
    "dropped_out": Definition(
        _("Dropped out"),
        _("Of the people whose care ended in the period after at least one session: those who stayed away for good."),
    ),
    "raised": Definition(
        _("Alerts raised"), _("Alerts raised in the period, from an answer or by a worried colleague.")
    ),
    "hours_to_contact": Definition(
        _("Hours to contact"),
        _("From the alert to the first contact with the person. Half of the contacts were sooner."),
    ),
    "contacted_in_time": Definition(
        _("Contacted in time"),
        _("Of the alerts whose time was up, or that were answered: those answered within the time their level sets."),
    ),
    "late": Definition(_("Alerts answered late"), _("Alerts answered after their time, or not yet though it was up.")),
    "open": Definition(_("Alerts still open"), _("Alerts that nobody had closed when the period ended.")),
    "days_open": Definition(_("Days open"), _("Age of those alerts when the period ended. Half of them were younger.")),
    "in_care": Definition(_("In care"), _("People who had come to a first session and whose care had not ended.")),
    "practitioners": Definition(
        _("Practitioners"),
        _("Those who held at least one single session in the period. Fewer than three are not described."),
    ),
    "sessions_each": Definition(
        _("Sessions a week of each"),
        _(
            "Single sessions kept for people, also those nobody came to, over the weeks and the practitioners. It says "
            "what was held, not what could be."
        ),
    ),
    "caseload": Definition(
        _("Caseload"),
        _("People in care whom a practitioner leads. Half of the practitioners lead no more than this."),
    ),
    "caseload_weight": Definition(
        _("Weight of a caseload"),
        _(
            "The same people weighed: 1 is somebody at the third step who is met weekly. A higher step, more meetings "
            "and an open alert weigh more. Half of the practitioners lead no more weight than this. Our own convention."
        ),
    ),
    "referrals_a_week": Definition(_("Referrals a week"), _("Referrals of the period, over its weeks.")),
    "leaving_a_week": Definition(
        _("Give up in a week, of each who waits"),
        _("People who left in the period without a session, over the weeks that everybody waited in it."),
    ),
    "drop_out_a_session": Definition(
        _("Do not come back, after each session"),
        _("People who stayed away for good in the period, over the sessions that people came to."),
    ),
    "hours_of_a_course": Definition(
        _("Hours of practitioners in a course"),
        _(
            "The mean over the courses that finished in the period, with hours that were kept for nothing. An hour of "
            "a group is shared by who came."
        ),
    ),
    "hours_error": Definition(
        _("Standard error of those hours"), _("How unsure the mean is: about twice this, up and down.")
    ),
}

ROUNDING = _(
    "Counts are rounded to the nearest 5, and counts from 1 to 7 are not shown, so that no number points at a person. "
    "Where that would still give a small number back, a number is rounded the other way. "
    "Rates and intervals are worked out from the rounded counts."
)
UNCONTROLLED = _(
    "These are changes from the first to the last score, without a comparison group. People also get better with time, "
    "and those who come at their worst would often be better later. Do not read them as the effect of treatment."
)

STRATA = {
    "gender": _("Gender"),
    "ethnicity": _("Ethnicity"),
    "deprivation": _("Deprivation of the neighbourhood"),
    "age_band": _("Age at the referral"),
    "language": _("Language"),
}
KNOWN_CATEGORIES: dict[tuple[str, str], Promise] = {
    ("gender", "woman"): _("Women"),
    ("gender", "man"): _("Men"),
    ("gender", "non-binary"): _("Non-binary people"),
    ("age_band", "under 26"): _("Under 26"),
    ("age_band", "26 to 44"): _("26 to 44"),
    ("age_band", "45 to 64"): _("45 to 64"),
    ("age_band", "65 and over"): _("65 and over"),
    ("deprivation", "1"): _("1, most deprived fifth"),
    ("deprivation", "2"): _("2, second fifth"),
    ("deprivation", "3"): _("3, middle fifth"),
    ("deprivation", "4"): _("4, fourth fifth"),
    ("deprivation", "5"): _("5, least deprived fifth"),
}
BY_GROUP = {
    "treated": _("Came to a first session"),
    "within_six_weeks": _("First session within 6 weeks"),
    "completeness": _("Scores complete"),
    "recovery": _("Recovery"),
    "reliable_improvement": _("Reliable improvement"),
    "reliable_deterioration": _("Reliable deterioration"),
}


UNNAMED_LANGUAGES = {"so": _("Somali"), "zh": _("Chinese")}  # Django has no name for them


def category_name(stratum: str, category: str) -> str:
    """What a category is called on the page; what people wrote themselves stays as it is."""
    if category == "not stated":
        return str(_("Not stated"))
    if stratum == "language":
        return _language(category)
    return str(KNOWN_CATEGORIES.get((stratum, category), category))


def _language(code: str) -> str:
    """In the reader's words and not its own: a file is set where there may be no letters of it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(UNNAMED_LANGUAGES.get(code, code))


def in_order(stratum: str, category: str) -> tuple[int, str]:
    """Ages and fifths by size, then what people wrote themselves by the alphabet."""
    known = [one for name, one in KNOWN_CATEGORIES if name == stratum]
    return known.index(category) if category in known else len(known), category


# What is missing, of whom, and what would fill the gap.
GAPS: dict[str, tuple[Promise, Promise]] = {
    "depression_first": (
        _("First PHQ-9"),
        _("Ask for it with the invitation to the first session, and again in it."),
    ),
    "depression_last": (
        _("Last PHQ-9"),
        _("Ask in every session, so that the last one is there however the care ends."),
    ),
    "anxiety_first": (
        _("First GAD-7"),
        _("Ask for it together with the first PHQ-9."),
    ),
    "anxiety_last": (
        _("Last GAD-7"),
        _("Ask in every session, together with the PHQ-9."),
    ),
    "referral_date": (
        _("A first session after the referral"),
        _("Look at the days on which these referrals were said to have come; one of the two is wrong."),
    ),
    "attendance": (
        _("Who came to a session"),
        _("Ask practitioners to close their open sessions at the end of each week."),
    ),
    "gender": (_("Gender"), _("Say why it is asked, and ask once more in the first session.")),
    "ethnicity": (
        _("Ethnicity"),
        _("Say why it is asked, and ask once more in the first session."),
    ),
    "deprivation": (
        _("Deprivation of the neighbourhood"),
        _("Look it up from the postcode when the referral is entered."),
    ),
    "age_band": (_("Date of birth"), _("Ask for it when the referral is entered.")),
    "language": (_("Language"), _("Ask for it when the referral is entered.")),
}
OF_WHOM = {
    "finished": _("finished courses"),
    "began": _("people who began"),
    "sessions": _("single sessions"),
    "referred": _("people referred"),
}


def gap_name(what: str) -> str:
    """What a gap is called."""
    return str(GAPS[what][0])


def gap_words(what: str, of_whom: str) -> str:
    """What the share of a gap counts."""
    return gettext("Of the %(people)s: those of whom this is not known (%(what)s).") % {
        "people": OF_WHOM[of_whom],
        "what": gap_name(what),
    }
