"""What each number of a snapshot counts, where its rule comes from, which code counted it, and from how many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.queries.outcomes import Results
from kith.care.queries.outcomes import outcomes as outcomes_page
from kith.web.asking import Request
from kith.web.manager.definitions import (
    BY_GROUP,
    DEFINITIONS,
    OF_WHOM,
    ROUNDING,
    STRATA,
    gap_name,
    gap_words,
)
from kith.web.manager.drawings import compared
from kith.web.manager.formulas import REFERRED, SHARES, formula_of
from kith.web.manager.sections import sections_of
from kith.web.manager.sentences import (
    about_step,
    basis_words,
    count_words,
    number_of,
    period_words,
    rate_words,
    share_words,
)

NHS: Final = gettext_lazy("NHS Talking Therapies manual, and NHS England's published queries")
OURS: Final = gettext_lazy("Our own convention")
SPIEGELHALTER: Final = gettext_lazy("Limits: Spiegelhalter 2005; which rates: our own convention")
PARTS: Final = (
    ("waits", gettext_lazy("Waits"), NHS, (
        "days_to_first", "within_six_weeks", "within_eighteen_weeks", "days_to_second", "second_after_28_days",
        "second_after_90_days", "waiting", "waiting_over_six_weeks",
    )),
    ("outcomes", gettext_lazy("Outcomes"), NHS, (
        "finished", "missing_pairs", "completeness", "caseness", "recovery", "reliable_improvement",
        "reliable_recovery", "reliable_deterioration", "no_reliable_change",
    )),
    ("attendance", gettext_lazy("Attendance"), OURS, ("sessions_of_a_course", "did_not_attend", "dropped_out")),
    ("alerts", gettext_lazy("Alerts"), OURS, (
        "raised", "hours_to_contact", "contacted_in_time", "late", "open", "days_open",
    )),
    ("capacity", gettext_lazy("A week of the service"), OURS, (
        "in_care", "practitioners", "sessions_each", "caseload", "caseload_weight", "referrals_a_week",
        "leaving_a_week",
        "drop_out_a_session", "hours_of_a_course",
    )),
)  # fmt: skip


def outcome_definitions(request: Request, evaluation_id: UUID) -> HttpResponse:
    """The definitions of one snapshot, as they were when it was taken."""
    page = outcomes_page(viewer=request.viewer, at=request.at, evaluation_id=evaluation_id)
    assert page.results is not None
    with timezone.override(ZoneInfo(page.time_zone)):
        given: dict[str, Any] = {
            "results": page.results,
            "period": period_words(page.results.snapshot),
            "parts": [
                _funnel(page.results),
                *(_part(page.results, *part) for part in PARTS),
                *_compared(page.results),
                _missing(page.results),
                _harms(),
                _costs(),
            ],
            "sections": [(one, _version(page.results, one.id)) for one in sections_of(page.results)],
            "rounding": ROUNDING,
        }
        return render(request, "web/manager/defined.html", given)


def _part(results: Results, part: str, name: Any, source: Any, numbers: tuple[str, ...]) -> dict[str, Any]:
    known = {*results.rates, *results.counts, *results.figures}
    shown = [number_of(results, number) | {"formula": formula_of(number)} for number in numbers if number in known]
    return {"name": name, "source": source, "version": _version(results, part), "numbers": shown}


def _version(results: Results, part: str) -> str:
    return results.versions.get(part) or _("not kept: this snapshot is older")


def _row(name: Any, words: Any, formula: str, shown: str = "–", basis: str = "") -> dict[str, Any]:
    return {"name": name, "words": words, "formula": formula, "shown": shown, "basis": basis}


def _funnel(results: Results) -> dict[str, Any]:
    rows = []
    for step in results.funnel:
        about, name = about_step(step.id), "finished_so_far" if step.id == "finished" else step.id
        basis = "" if step.id == "referred" else rate_words(step.of_previous)
        rows.append(_row(about.name, about.words, formula_of(name), count_words(step.people), basis))
    return {"name": _("Who came, and how far"), "source": NHS, "version": _version(results, "funnel"), "numbers": rows}


def _compared(results: Results) -> Iterator[dict[str, Any]]:
    """By month, by site and by group: the same rates of fewer people, and the limits or intervals beside them."""
    rates = [DEFINITIONS[name] for name in compared(results)]
    formulas = [formula_of(name) for name in compared(results)]
    limits = _("the whole ± 1.96 and 3.09 × √(share × (1 − share) ÷ people)")
    for part, title, of_whom, source in (
        ("months", _("By month"), _("Of the courses that ended, or the sessions held, in the month."), SPIEGELHALTER),
        ("sites", _("By site"), _("Of the people of the site. Small sites are joined."), SPIEGELHALTER),
    ):
        rows = [_row(one.name, of_whom, formula) for one, formula in zip(rates, formulas, strict=True)]
        rows.append(_row(_("Limits of chance"), _("Where a share is expected that differs by chance alone."), limits))
        yield {"name": title, "source": source, "version": _version(results, part), "numbers": rows}
    groups = ", ".join(map(str, STRATA.values()))
    rows = [
        _row(name, _("Of each group: %(groups)s.") % {"groups": groups}, _of_group(rate))
        for rate, name in BY_GROUP.items()
    ]
    yield {"name": _("By group"), "source": OURS, "version": _version(results, "equity"), "numbers": rows}


def _of_group(rate: str) -> str:
    if rate != "treated":
        return formula_of(rate)
    return _("%(above)s ÷ %(below)s") % {"above": SHARES["treated"][0], "below": REFERRED}


def _missing(results: Results) -> dict[str, Any]:
    rows = [
        _row(
            gap_name(one.what),
            gap_words(one.what, one.of_whom),
            _("%(above)s ÷ %(below)s") % {"above": _("those of whom it is not known"), "below": OF_WHOM[one.of_whom]},
            share_words(one.missing),
            basis_words(one.missing),
        )
        for one in results.missing
    ]
    return {"name": _("What is missing"), "source": OURS, "version": _version(results, "missing"), "numbers": rows}


def _harms() -> dict[str, Any]:
    words = _("Entries of either register by kind and quarter, as they were first written down. Later corrections do "
              "not move a number.")  # fmt: skip
    rows = [_row(_("Harms, counted"), words, _("a count"))]
    return {"name": _("Harms"), "source": OURS, "version": _("not part of a snapshot"), "numbers": rows}


def _costs() -> dict[str, Any]:
    hours = _("hours of a course × (price of an hour × (1 + other hours with each) + price of the room)")
    rows = [
        _row(_("A finished course"), _("At the prices that the page of costs is given."), hours),
        _row(
            _("A recovery"), _("The cost of all courses, over those who recovered."), _("cost of a course ÷ recovery")
        ),
    ]
    return {"name": _("Costs"), "source": OURS, "version": _("not part of a snapshot"), "numbers": rows}
