"""How courses end: for a supervisor by supervisee from A to Z, for a practitioner their own. Nobody is ranked."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith import pictures
from kith.care.queries.practitioner_outcomes import CoursesOfOne, PractitionerOutcomes, ShareBetween
from kith.care.queries.practitioner_outcomes import practitioner_outcomes as outcomes_page
from kith.web.asking import Request

SCORES_WANTED = 0.9  # the share of courses with both scores below which those without them may say something else


def practitioner_outcomes(request: Request) -> HttpResponse:
    """The figures up to the end of the last month, with what to talk about next."""
    page = outcomes_page(viewer=request.viewer, at=request.at)
    people = (*((page.own,) if page.own else ()), *page.supervisees)
    drawn = [one for one in people if one.effect]
    given: dict[str, Any] = {
        "page": page,
        "period": _period(page),
        "own": _told(page.own, page) if page.own else None,
        "supervisees": [_told(one, page) for one in page.supervisees],
        "drawing": _picture(drawn) if drawn else None,
        "numbers": {"heads": _heads(), "rows": [_row(one) for one in drawn]},
        "between": _between(page.between) if page.between else "",
    }
    return render(request, "web/practitioner/practitioner_outcomes.html", given)


def _period(page: PractitionerOutcomes) -> str:
    return _("Courses that ended from %(first)s to %(last)s. Those of this month wait until it is over.") % {
        "first": date_format(page.first, "DATE_FORMAT"),
        "last": date_format(page.last, "DATE_FORMAT"),
    }


def _told(one: CoursesOfOne, page: PractitionerOutcomes) -> dict[str, Any]:
    return {
        "name": one.name,
        "finished": one.finished,
        "complete": one.complete,
        "figure": _figure(one) if one.effect else "",
        "standing": _standing(one, page),
        "next": _next(one, page),
    }


def _standing(one: CoursesOfOne, page: PractitionerOutcomes) -> str:
    """What the figure says, or why there is none."""
    if one.effect is None:
        if one.complete >= page.fewest_cases and page.between:
            return _("No figure: practitioners differ here by no more than chance.")
        if one.complete >= page.fewest_cases:
            return _("No figure: %(people)d practitioners with %(cases)d such courses each are needed to compare.") % {
                "people": page.fewest_to_compare,
                "cases": page.fewest_cases,
            }
        return _("No figure: %(complete)d of the %(needed)d courses that are needed.") % {
            "complete": one.complete,
            "needed": page.fewest_cases,
        }
    if not one.effect.is_beyond_chance:
        return _("Within what chance brings.")
    if one.effect.estimate > 0:
        return _("More points were left at the end than chance explains.")
    return _("Fewer points were left at the end than chance explains.")


def _next(one: CoursesOfOne, page: PractitionerOutcomes) -> str:
    """What to talk about in the next supervision."""
    if one.finished and one.complete < SCORES_WANTED * one.finished:
        return _(
            "First the scores: %(missing)d of %(finished)d courses lack a first or a last one, and those may have "
            "ended otherwise. What keeps them from being taken?"
        ) % {"missing": one.finished - one.complete, "finished": one.finished}
    if one.effect is None:
        return _("Single courses, one by one. There is nothing to read in their number yet.")
    if not one.effect.is_beyond_chance:
        return _("People, as always. This figure adds nothing.")
    if one.effect.estimate > 0:
        return _(
            "Three of these courses, read together. Who was referred here? When was it seen that a course was off "
            "track? What was tried then?"
        )
    return _("What goes well here, and whether others could do it too. Look first whether people left early.")


def _figure(one: CoursesOfOne) -> str:
    if one.effect is None:
        return ""
    return _("%(estimate)s points (%(low)s to %(high)s)") % {
        "estimate": _points(one.effect.estimate),
        "low": _points(one.effect.low),
        "high": _points(one.effect.high),
    }


def _points(value: float) -> str:
    """With a true sign; a distance that rounds to nought has none."""
    rounded = round(value, 1)
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def _between(found: ShareBetween) -> str:
    return _(
        "Of what differs between people who began alike, %(share)s lies between practitioners (between %(low)s and "
        "%(high)s), from %(cases)d courses of %(practitioners)d practitioners. All the rest is the people, their lives "
        "and chance."
    ) % {
        "share": f"{found.share:.0%}",
        "low": f"{found.low:.0%}",
        "high": f"{found.high:.0%}",
        "cases": found.cases,
        "practitioners": found.practitioners,
    }


def _heads() -> list[str]:
    return [
        _("Practitioner"),
        _("Courses with both scores"),
        _("Points beside what was expected, with interval"),
        _("What chance alone brings"),
    ]


def _row(one: CoursesOfOne) -> list[str]:
    chance = _points(one.effect.chance).lstrip("+") if one.effect else ""
    return [one.name, str(one.complete), _figure(one), f"±{chance}"]


def _picture(people: list[CoursesOfOne]) -> pictures.Drawing:
    """Each estimate with its interval, on the bar of what chance alone brings; in the order of the table."""
    rows = [
        pictures.ForestRow(
            label=one.name,
            estimate=one.effect.estimate,
            low=one.effect.low,
            high=one.effect.high,
            value_label=_figure(one),
            prediction=(-one.effect.chance, one.effect.chance),
        )
        for one in people
        if one.effect
    ]
    return pictures.forest(
        rows,
        None,
        words=pictures.ForestWords(
            _("fewer points left than expected"), _("more points left"), _("what chance alone brings")
        ),
        title=_("Points left at the end, beside what was expected"),
        sentence=_(
            "Each square is an estimate with its interval. A square on the grey bar is what chance alone brings."
        ),
        empty="",
    )
