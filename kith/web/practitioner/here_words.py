"""Where the expected benefit of an option comes from: the service's own people, published figures, or both."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.queries.learned_here import LearnedHere


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
