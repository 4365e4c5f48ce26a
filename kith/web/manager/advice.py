"""What to do differently: each thing as a sentence with its reason, and where more of it stands; and what is well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.queries.outcomes import Results
from kith.web.manager.definitions import DEFINITIONS, STRATA, category_name
from kith.web.manager.sentences import count_words, percent, rate_words


class ToDo(Protocol):
    """One thing that asks to be done differently."""

    @property
    def what(self) -> str: ...
    @property
    def rate(self) -> str: ...
    @property
    def stratum(self) -> str: ...
    @property
    def whom(self) -> str: ...
    @property
    def month(self) -> date | None: ...


def to_do(results: Results) -> list[dict[str, Any]]:
    """Everything that asks for it, the most pressing first."""
    return [WORDS[one.what](results, one) for one in results.to_do]


def first_thing(results: Results) -> dict[str, Any]:
    """What to do first."""
    return to_do(results)[0]


def page_of(results: Results, chapter: str = "") -> str:
    """Where a page of this snapshot stands; the first one where none is named."""
    where = reverse("outcomes_chapter", args=[chapter]) if chapter else reverse("outcomes")
    return f"{where}?snapshot={results.snapshot.id}"


def _advice(tone: str, found: str, do: str, url: str, button: str) -> dict[str, Any]:
    return {"tone": tone, "title": found, "words": do, "url": url, "button": button}


def _late_alerts(results: Results, _one: ToDo) -> dict[str, Any]:
    late = results.counts["late"].people
    found = (
        _("Some alerts (fewer than 8) were answered late")
        if late is None
        else _("About %(late)s alerts were answered late") % {"late": late}
    )
    do = _("Look at each of them with the duty team, and at the rota of those days.")
    return _advice("danger", found, do, reverse("alert_times"), _("See how fast alerts are answered"))


def _too_few(_results: Results, _one: ToDo) -> dict[str, Any]:
    found = _("Too few courses finished in this period to say how they ended")
    return _advice(
        "info", found, _("Choose more months."), reverse("outcomes") + "#new-snapshot", _("Choose more months")
    )


def _missing_scores(results: Results, _one: ToDo) -> dict[str, Any]:
    missing, finished = (results.counts[name].people for name in ("missing_pairs", "finished"))
    found = (
        _("Scores are missing for some (fewer than 8) of about %(all)s finished courses") % {"all": finished}
        if missing is None
        else _("Scores are missing for about %(missing)s of %(all)s finished courses")
        % {"missing": missing, "all": finished}
    )
    do, url = _("Ask for end measures before the last session."), f"{reverse('data_gaps')}?snapshot="
    return _advice("caution", found, do, f"{url}{results.snapshot.id}", _("See what is missing"))


def _long_waits(results: Results, _one: ToDo) -> dict[str, Any]:
    seen = percent(results.rates["within_six_weeks"].value)
    found = _("Only %(seen)s %% had a first session within 6 weeks") % {"seen": seen}
    do = _("Look at who is waiting, and offer a group or a first step meanwhile.")
    return _advice("caution", found, do, reverse("forecast"), _("See what would shorten them"))


def _group(results: Results, one: ToDo) -> dict[str, Any]:
    row = next(row for row in results.equity[one.stratum] if row.category == one.whom)
    found = _("Served less well: %(group)s (%(stratum)s). %(rate)s: %(share)s") % {
        "group": category_name(one.stratum, one.whom),
        "stratum": STRATA[one.stratum],
        "rate": DEFINITIONS[one.rate].name,
        "share": rate_words(getattr(row, one.rate)),
    }
    do = _("Further from the whole service than chance explains. Ask people of this group what stood in their way.")
    url = f"{page_of(results, 'equity')}&by={one.stratum}"
    return _advice("caution", found, do, url, _("See who is served less well"))


def _month(results: Results, one: ToDo) -> dict[str, Any]:
    found = _("Worse than chance explains in %(month)s: %(rate)s") % {
        "month": date_format(one.month, "F Y") if one.month else "",
        "rate": DEFINITIONS[one.rate].name,
    }
    do = _("Ask what was different then: staff away, a new way of working, other people who came.")
    url = f"{page_of(results, 'months')}&trend={one.rate}"
    return _advice("caution", found, do, url, _("See it month by month"))


def _all_well(results: Results, _one: ToDo) -> dict[str, Any]:
    return _advice(
        "good",
        _("Alerts were answered in time and scores are complete"),
        _("Read on: who is served less well?"),
        page_of(results, "equity"),
        _("See who is served less well"),
    )


WORDS: dict[str, Callable[[Results, ToDo], dict[str, Any]]] = {
    "late_alerts": _late_alerts,
    "too_few": _too_few,
    "missing_scores": _missing_scores,
    "long_waits": _long_waits,
    "group": _group,
    "month": _month,
    "all_well": _all_well,
}


def goes_well(results: Results) -> list[str]:
    """What needs nothing this month; only what the numbers say, never what they withhold."""
    asked = {one.what for one in results.to_do}
    told = []
    if results.counts["late"].people == 0 and results.counts["raised"].people:
        told.append(
            _("Every alert was answered in time (%(raised)s raised).")
            % {"raised": count_words(results.counts["raised"])}
        )
    if results.counts["finished"].people and results.counts["missing_pairs"].people == 0:
        told.append(_("No finished course lacks a score."))
    waits = results.rates["within_six_weeks"]
    if waits.value is not None and "long_waits" not in asked:
        told.append(_("First session within 6 weeks: %(rate)s.") % {"rate": rate_words(waits)})
    if results.equity and results.counts["finished"].people and "group" not in asked:
        told.append(_("No group that can be shown is served worse than chance explains."))
    return told
