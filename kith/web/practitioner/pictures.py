"""What scores say, in a colleague's words: the state of a course, the signal with its reasons, and the pictures."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith import pictures
from kith.care.queries.courses_of_scores import Judgement, ScoreCourse
from kith.care.queries.person import Gains, Mark, PersonPage
from kith.web.parts.timelines import course_sentence, day_words, expected_sentence, spark_of, timeline_of

SIGNALS: dict[str, tuple[Any, str, str]] = {
    "off_track": (lazy("Off track"), "caution", "circle-alert"),
    "watch": (lazy("Watch"), "info", "eye"),
    "on_track": (lazy("On track"), "good", "circle-check"),
    "recovered": (lazy("Below the cut-off"), "good", "sprout"),
    "not_enough_data": (lazy("Too few scores"), "", "circle-dashed"),
}
"""The mark of each signal: word, tone, shape."""

WHY: dict[str, Any] = {
    "reliably_worse_than_start": lazy("Reliably worse than at the start"),
    "loss_of_gains": lazy("The last two scores lost what was gained before"),
    "no_response_at_expected_dose": lazy("No reliable improvement by the session when most who respond have responded"),
    "worse_since_start": lazy("Worse than at the start, though it may be chance"),
    "stalled": lazy("Hardly any change since the start"),
    "below_cutoff": lazy("Below the cut-off now"),
    "below_cutoff_from_start": lazy("Below the cut-off from the start"),
    "beyond_off_track_edge": lazy("Nine in ten scores of people who began alike were better by now"),
    "beyond_watch_edge": lazy("Five in six scores of people who began alike were better by now"),
    "fewer_than_two_scores": lazy("A change needs two scores"),
    "no_reliable_change_known": lazy("Nobody has published how much change of this measure is more than chance"),
}
"""Each rule of the signals, said to a colleague."""

SAID_BY_STRONGER: dict[str, frozenset[str]] = {
    "worse_since_start": frozenset({"reliably_worse_than_start"}),
    "stalled": frozenset({"reliably_worse_than_start", "worse_since_start"}),
}
"""A weak reason is left out where a stronger one says more; beside it, it would seem to take something back."""

WHY_BY_RULE: dict[str, Any] = {
    "no_reference": lazy("Judged by rule: this service has no expected course of this measure yet."),
    "no_first_score": lazy("Judged by rule: there is no score from before the first session."),
    "before_first_session": lazy("Judged by rule: an expected course begins after the first session."),
    "too_few_began_so": lazy("Judged by rule: too few finished courses began like this one."),
    "beyond_last_session": lazy("Judged by rule: too few finished courses lasted as long as this one."),
}
"""Why a signal rests on rules and not on finished courses."""


def mark_of(status: str) -> dict[str, Any]:
    """The chip of a signal: shape and word."""
    label, tone, icon = SIGNALS[status]
    return {"label": label, "tone": tone, "icon": icon}


def state_words(judged: Judgement) -> str:
    """The state of a course in one sentence: reliable or not, and on which side of the cut-off."""
    if judged.category == "unknown":
        return _("There are too few scores to speak of change.")
    words = {
        "recovered": _("Reliably recovered: better by more than chance, and now below the cut-off."),
        "harmed": _("Reliable deterioration: worse by more than chance, and now above the cut-off."),
        "deteriorated": _("Reliable deterioration: worse by more than chance."),
        "improved": _("Reliable improvement, not yet recovered: still above the cut-off.")
        if judged.is_case
        else _("Reliable improvement. The first score was below the cut-off already, so recovery does not apply."),
    }
    return words.get(judged.category) or _unchanged(judged)


def _unchanged(judged: Judgement) -> str:
    if judged.began_as_case and not judged.is_case:
        return _("Below the cut-off now, but the change is within chance: no reliable change.")
    if not judged.began_as_case and not judged.is_case:
        return _("No reliable change. Below the cut-off throughout: never a case by this measure.")
    return _("No reliable change.")


def why_words(judged: Judgement) -> list[str]:
    """The reasons of a signal, the deciding one first, and at last what it was judged by."""
    given = frozenset(judged.reasons)
    reasons = [str(WHY[reason]) for reason in judged.reasons if not SAID_BY_STRONGER.get(reason, frozenset()) & given]
    return [*reasons, *filter(None, [ground_words(judged)])]


def ground_words(judged: Judgement) -> str:
    """Whether a signal rests on finished courses or on rules; empty where nothing was judged."""
    by = judged.judged_by
    if by is None:
        return ""
    if by.learned_on is None:
        return str(WHY_BY_RULE[by.why_not])
    return _("Compared with about %(count)s finished courses of this service, learned on %(day)s.") % {
        "count": by.people,
        "day": date_format(by.learned_on, "j F Y"),
    }


def deciding_words(judged: Judgement) -> str:
    """The deciding reason and its ground, short enough for a list."""
    told = {"why": WHY[judged.reasons[0]], "count": judged.judged_by.people if judged.judged_by else 0}
    if told["count"]:
        return _("%(why)s (beside about %(count)s finished courses)") % told
    return _("%(why)s (by rule)") % told


def gain_words(gains: Gains | None) -> list[str]:
    """Early response and sudden gains; nothing is said where neither shows."""
    if gains is None:
        return []
    early = {
        True: _("Early response: better by more than chance within four sessions."),
        False: _("No early response: not better by more than chance within four sessions."),
        None: "",
    }
    sudden = [
        _("Sudden gain before %(day)s: much better from one score to the next. Ask what helped.")
        % {"day": day_words(day)}
        for day in gains.sudden_before
    ]
    return [*filter(None, [early[gains.early_response]]), *sudden]


def case_picture(course: ScoreCourse) -> pictures.Drawing:
    """The course as the caseload shows it."""
    return spark_of(
        course, title=_("Scores of %(measure)s") % {"measure": course.name}, sentence=course_sentence(course)
    )


def person_picture(page: PersonPage, course: ScoreCourse) -> pictures.Drawing:
    """The one picture of a person's page: scores, limits, sessions, plan changes, alerts and gaps."""
    judged = course.judgement
    parts = [course_sentence(course), *([state_words(judged)] if judged else []), expected_sentence(course)]
    sentence = " ".join(filter(None, parts))
    sessions = [(each.starts_at.date(), each.is_present) for each in page.thread.sessions if each.status]
    return timeline_of(
        course,
        title=course.name,
        sentence=sentence,
        sessions=sessions,
        flags=[_flag(mark) for mark in page.marks],
        missed=page.missed,
        until=page.today,
    )


def _flag(mark: Mark) -> pictures.Flag:
    told = {"plan": mark.subject}
    if mark.kind == "plan_agreed":
        return pictures.Flag(mark.day, _("Begins: %(plan)s") % told, "plan")
    if mark.kind == "plan_ended":
        return pictures.Flag(mark.day, _("Ends: %(plan)s") % told, "ending")
    return pictures.Flag(mark.day, _("Alert"), "event")
