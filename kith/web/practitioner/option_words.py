"""What the options rest on, in sentences: what is missing, what speaks for and against, and what a figure says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.newer_danger import NewerDanger
from kith.care.queries.options_shown import BarShown, ExcludedShown, OptionShown, ReasonShown, ToAskShown
from kith.care.queries.options_today import AS_RATIOS, IN_STANDARD_DEVIATIONS
from kith.web.parts.strength_words import STRENGTHS
from kith.web.practitioner.evidence import CERTAINTY, behind_words, dose_words, figure_words, told_evidence
from kith.web.practitioner.here_words import here_words, shift_words
from kith.web.practitioner.names import name_of, names_of
from kith.web.practitioner.span_words import GOALS

INPUTS: dict[str, Any] = {
    "problems": lazy("What the problem is"),
    "severity": lazy("How bad it is: a score"),
    "step": lazy("The step of care"),
    "goals": lazy("Goals"),
    "strengths": lazy("What is strong"),
    "preferences": lazy("Wishes"),
    "languages": lazy("Languages"),
    "access": lazy("What is needed in order to come"),
    "history": lazy("What was tried before"),
    "settings": lazy("Where the person can come"),
    "circumstances": lazy("What is true today"),
}
CIRCUMSTANCES: dict[str, Any] = {
    "acute_psychosis": lazy("Acute psychosis"),
    "mania": lazy("A manic time"),
    "intoxication_or_withdrawal": lazy("Intoxicated or in withdrawal"),
    "cannot_come_sober": lazy("Cannot come sober"),
    "danger_to_self": lazy("In danger of taking their own life"),
    "danger_to_others": lazy("A danger to others"),
    "danger_from_others": lazy("In danger from somebody"),
    "sudden_confusion": lazy("Suddenly confused"),
    "signs_not_examined": lazy("Signs in the body that no doctor has looked at"),
    "dangerous_weight_loss": lazy("Dangerous loss of weight"),
    "effort_makes_ill": lazy("Effort makes ill for days"),
    "deep_depression": lazy("So deep in depression that thinking and speaking are hard"),
    "loses_touch_with_reality": lazy("Loses touch with what is real"),
    "first_weeks_after_event": lazy("In the first weeks after a terrible event"),
    "cannot_follow_now": lazy("Cannot follow a talk now"),
    "against_own_wish": lazy("Comes against their own wish"),
}
NEEDS: dict[str, Any] = {
    "step_free": lazy("a way without steps"),
    "sign_language": lazy("sign language"),
    "easy_words": lazy("easy words"),
    "no_reading": lazy("nothing to read or write"),
    "no_internet": lazy("nothing over the internet"),
    "by_telephone": lazy("by telephone"),
    "outside_working_hours": lazy("outside working hours"),
    "childcare": lazy("somebody for the children"),
    "somebody_along": lazy("somebody who comes along"),
}
COMPARATORS: dict[str, Any] = {
    "usual_care": lazy("usual care"),
    "other_therapy": lazy("another therapy"),
    "placebo": lazy("a treatment that only looks like one"),
    "any_control": lazy("waiting, usual care or a little attention together"),
    "waiting_list": lazy("waiting"),
}
REASONS: dict[str, Any] = {
    "made_for_main_problem": lazy("It is made for the main problem, %(problem)s."),
    "made_for_problem": lazy("It is made for %(problem)s too."),
    "goal_shared": lazy("It works towards a goal of this person: %(goal)s."),
    "wished_for": lazy("The person would like it."),
    "format_wished": lazy("It can be given as wished: %(format)s."),
    "strength_built_on": lazy("It builds on a strength of this person: %(strength)s."),
    "step_fits": lazy("Its form fits step %(step)s, which the pathway considers."),
    "helped_before": lazy("It helped before."),
    "benefit_over_comparator": lazy("Studies of %(problem)s find a benefit over %(comparator)s."),
    "only_formats_not_wished": lazy("It is given only in forms that the person does not want."),
    "step_differs": lazy("Its form is of another step than %(step)s, which the pathway considers."),
    "did_not_help_before": lazy("It did not help before."),
    "worse_before": lazy("The person was worse after it before."),
    "need_not_met": lazy("A need is not met here: %(need)s."),
    "through_interpreter": lazy("It would be through an interpreter."),
    "only_beside_other_help": lazy("Never as the only help now: %(circumstance)s."),
    "no_evidence_here": lazy("No figure about these problems is written down."),
    "benefit_not_shown": lazy("Studies of %(problem)s do not show a benefit over %(comparator)s."),
    "figure_not_verified": lazy("Its figure is from memory and not verified."),
    "certainty_low": lazy("How large the benefit is, is not certain."),
    "long_wait": lazy("The wait is long: %(weeks)s weeks in the middle."),
    "wait_unknown": lazy("How long people wait for it is not known here."),
    "places_unknown": lazy("Whether there is a place now is not known here."),
}
BARS: dict[str, Any] = {
    "other_problem": lazy("It is made for other problems."),
    "contraindicated": lazy("Ruled out today: %(circumstance)s."),
    "refused_by_person": lazy("The person does not want it."),
    "no_common_language": lazy("No language in common, and no interpreter."),
    "no_common_setting": lazy("Not at a place where the person can come."),
    "no_places": lazy("There is no place now: nobody who is trained in it has room, and its groups take nobody in."),
}
ALIKE: dict[str, Any] = {
    "no_figure": lazy("One of the two has no figure about these problems: %(count)d of %(all)d pairs."),
    "no_shared_comparator": lazy(
        "Their figures are over different things, such as waiting and usual care: %(count)d of %(all)d pairs."
    ),
    "recalled": lazy("A figure is from memory, and nobody has verified it: %(count)d of %(all)d pairs."),
    "unrated": lazy("Nobody has rated how sure a figure is: %(count)d of %(all)d pairs."),
    "low_certainty": lazy("A figure is of low certainty: %(count)d of %(all)d pairs."),
    "overlap": lazy("The difference may be too small to be felt, or none: %(count)d of %(all)d pairs."),
}
"""Why options are not told apart."""
_NAMES = {"goal": GOALS, "strength": STRENGTHS, "need": NEEDS, "circumstance": CIRCUMSTANCES, "comparator": COMPARATORS}


def lacking_words(one: Any, client_id: Any, newer: NewerDanger) -> dict[str, str]:
    """One thing that is missing, too old or overtaken: what, why, and where to give it."""
    name = one.circumstance or one.input
    label = str(CIRCUMSTANCES[name] if one.circumstance else INPUTS[name])
    told = {"days": one.days, "limit": one.limit}
    why = {
        "missing": _("not asked yet"),
        "too_old": _("asked %(days)d days ago; it counts for %(limit)d") % told if one.limit is not None else "",
        "from_the_future": _("dated after today"),
        "overtaken": _overtaken(newer),
    }[one.why]
    if one.why == "overtaken" and newer.is_open:
        return {"label": label, "why": why, "url": reverse("alert", args=[newer.alert])}
    page = "plan_facts"
    anchor = "circumstances" if one.circumstance else one.input
    if one.input in ("severity", "step"):
        page, anchor = ("assess", "measures") if one.input == "severity" else ("steps_of_care", "")
    url = reverse(page, args=[client_id]) + (f"#{anchor}" if anchor else "")
    return {"label": label, "why": why, "url": url}


def reason_words(one: ReasonShown | Mapping[str, Any]) -> str:
    """One reason in a sentence; a circumstance that is not named is left unnamed."""
    code, places = (one.code, one.places) if isinstance(one, ReasonShown) else (one["code"], one["places"])
    named = {
        name: str(_NAMES[name].get(told, told)) if name in _NAMES else name_of(told) for name, told in places.items()
    }
    if code == "only_beside_other_help" and "circumstance" not in named:
        return _("Never as the only help now.")
    return str(REASONS[code]) % named


def alike_words(because: tuple[tuple[str, int], ...]) -> list[str]:
    """Why no clear difference is known, with how many of the pairs of options that is so for."""
    whole = sum(count for _why, count in because)
    return [str(ALIKE[why]) % {"count": count, "all": whole} for why, count in because]


def option_words(one: OptionShown, url: str) -> dict[str, Any]:
    """One option as the page shows it."""
    return {
        "option": one,
        "url": url,
        "speaks_for": [reason_words(reason) for reason in one.speaks_for],
        "speaks_against": [{"words": reason_words(reason), "counts": reason.counts} for reason in one.speaks_against],
        "expected": expected_words(one.expected) if one.expected is not None else None,
        "here": expected_words(one.here.expected) if one.here is not None and one.here.expected is not None else None,
        "from_where": here_words(one.here),
        "shift": shift_words(one.here),
        "figures": [expected_words(each) for each in one.figures[1:]],
        "dose": dose_words(one.sessions_min, one.sessions_max, one.minutes),
        "formats": names_of(one.formats),
        "settings": names_of(one.settings),
        "wait": wait_words(one.weeks_wait),
        "evidence": [{**told_evidence(row), "source": source} for row, source in one.evidence],
    }


def expected_words(one: Any) -> dict[str, Any]:
    """A figure with its interval, what it was compared with and how sure it is; from the library or from the record."""
    told = one if isinstance(one, Mapping) else vars(one)
    return {
        "sentence": _sentence(told),
        "behind": behind_words(told),
        "problem": name_of(told["problem"]),
        "level": CERTAINTY[told["certainty"]] if told["is_rated"] else 0,
        "certainty": _("%(level)s certainty") % {"level": name_of(told["certainty"])}
        if told["is_rated"]
        else _("nobody has rated how sure this is; it counts as very low"),
        "provenance": name_of(told["provenance"]),
        "source": told["source"],
    }


def _sentence(told: Mapping[str, Any]) -> str:
    measure = told.get("measure", "SMD")
    words = {
        "estimate": figure_words(told["estimate"]),
        "comparator": COMPARATORS[told["comparator"]],
        "level": round(100 * told["level"]),
        "low": figure_words(told["low"]),
        "high": figure_words(told["high"]),
        "measure": measure,
        "none": 1 if measure in AS_RATIOS else 0,
    }
    if measure in IN_STANDARD_DEVIATIONS:
        said = _("%(estimate)s standard deviations better than %(comparator)s (%(level)d %%: %(low)s to %(high)s)")
    elif told["better"] == "above":
        said = _(
            "%(measure)s %(estimate)s beside %(comparator)s, where better is above %(none)d "
            "(%(level)d %%: %(low)s to %(high)s)"
        )
    else:
        said = _(
            "%(measure)s %(estimate)s beside %(comparator)s, where better is below %(none)d "
            "(%(level)d %%: %(low)s to %(high)s)"
        )
    return said % words


def wait_words(weeks: float | None) -> str:
    """How long people waited from the agreed plan to the first meeting."""
    if weeks is None:
        return _("Not known: too few people had it here in the last year.")
    return _("%(weeks)s weeks in the middle, from the agreed plan to the first meeting") % {
        "weeks": figure_words(weeks)
    }


def excluded_words(one: ExcludedShown) -> dict[str, Any]:
    """Everything that rules an intervention out, with its own words where a circumstance does."""
    return {"row": one, "because": [{"words": _bar(bar), "own": bar.words} for bar in one.because]}


def to_ask_words(one: ToAskShown, client_id: Any, newer: NewerDanger) -> dict[str, Any]:
    """What has to be asked before an intervention may be offered."""
    return {"row": one, "asks": [lacking_words(each, client_id, newer) for each in one.lacking]}


def _overtaken(newer: NewerDanger) -> str:
    """What came in after the answer, and what to do; for those who may not read alerts, only that something did."""
    if newer.at is None:
        return _("Something newer than the answer is known. Ask again today.")
    if newer.is_open:
        return _("An alert is open, last raised on %(day)s. While it is, a “no” does not count: answer the alert.") % {
            "day": date_format(newer.at, "j F Y, H:i")
        }
    return _("An alert was raised on %(day)s, after the answer. Ask again today.") % {
        "day": date_format(newer.at, "j F Y, H:i")
    }


def _bar(one: BarShown) -> str:
    return str(BARS[one.code]) % {"circumstance": CIRCUMSTANCES.get(one.circumstance, "")}
