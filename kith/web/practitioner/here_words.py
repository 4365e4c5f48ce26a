"""Where the expected benefit of an option comes from: the service's own people, published figures, or both."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kith.care.queries.learned_here import LearnedHere
from kith.web.practitioner.evidence import figure_words

NO_SHIFT: dict[str, Any] = {
    "not_looked_at": lazy("Nobody has looked yet whether it differs by how people began."),
    "nothing_to_compare": lazy("Too little was given here to see whether it differs by how people began."),
    "too_few_therapists": lazy("Too few practitioners work here to see whether it differs by how people began."),
    "no_gain_shown": lazy(
        "Choosing by how people began has not been shown to gain anything here. So what is expected is the same for "
        "all."
    ),
    "first_score_missing": lazy("A first PHQ-9 and a first GAD-7 of this stay are needed, and one is missing."),
    "unlike_those": lazy("This person's first scores or wait lie beyond those of most people learned from."),
    "not_this_one": lazy("None of these was given here to enough people."),
}
"""Why what is expected here is not shifted for one person."""


def here_words(here: LearnedHere | None) -> str:
    """One or two sentences; small numbers of people are never told."""
    if here is None:
        return _("Nothing was learned from people here yet: published studies only.")
    if here.standing == "too_old":
        return _(
            "What was learned here is from %(day)s and counts for %(days)d days: published studies only. Tell whoever "
            "runs this service that the monthly work stands still."
        ) % {"day": _day(here), "days": here.kept_days}
    if here.standing == "not_yet":
        return _too_little(here)
    figures = ngettext("%(count)d published figure", "%(count)d published figures", here.benefit.figures)
    return _("From about %(people)d people here and %(figures)s; learned on %(day)s and used for %(days)d days.") % {
        "people": here.benefit.people or 0,
        "figures": figures % {"count": here.benefit.figures},
        "day": _day(here),
        "days": here.kept_days,
    }


def shift_words(here: LearnedHere | None) -> str:
    """How much more or less is expected here among people who began like this person, with its interval."""
    if here is None or here.shift is None:
        return ""
    shift = here.shift
    told = {
        "size": figure_words(round(abs(shift.mean), 2)),
        "level": round(100 * shift.level),
        "low": figure_words(round(shift.low, 2)),
        "high": figure_words(round(shift.high, 2)),
    }
    if shift.low > 0:
        words = _("%(size)s standard deviations more than that (%(level)d %%: %(low)s to %(high)s more).")
    elif shift.high < 0:
        told |= {"low": figure_words(round(-shift.high, 2)), "high": figure_words(round(-shift.low, 2))}
        words = _("%(size)s standard deviations less than that (%(level)d %%: %(low)s to %(high)s less).")
    else:
        words = _("no clear shift (%(level)d %%: %(low)s to %(high)s standard deviations).")
    return words % told


def _too_little(here: LearnedHere) -> str:
    why = here.benefit.why_not
    if why == "too_few_practitioners":
        return _("Too few practitioners have given it here yet: published studies only.")
    if why == "nothing_to_compare":
        return _("Nothing else was given here often enough to compare it with: published studies only.")
    if why == "no_checked_figure":
        return _("No checked published figure stands behind it, so what was seen here cannot be placed.")
    return _("Too few people here yet (%(how_many)s of %(needed)d needed): published studies only.") % {
        "how_many": _how_many(here),
        "needed": here.needed,
    }


def _how_many(here: LearnedHere) -> str:
    """Counts are rounded, so that one short of enough can look like enough."""
    people = here.benefit.people
    if people is None:
        return _("fewer than %(count)d") % {"count": here.smallest_told}
    if people >= here.needed:
        return _("nearly all")
    return _("about %(count)d") % {"count": people} if people else _("none")


def _day(here: LearnedHere) -> str:
    return date_format(localtime(here.learned_at), "DATE_FORMAT")
