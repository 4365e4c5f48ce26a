"""What each number of a snapshot counts, where its rule comes from, which code counted it, and from how many."""

from __future__ import annotations

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
from kith.web.manager.definitions import ROUNDING
from kith.web.manager.sections import sections_of
from kith.web.manager.sentences import number_of, period_words

NHS: Final = gettext_lazy("NHS Talking Therapies manual, and NHS England's published queries")
OURS: Final = gettext_lazy("Our own convention")
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
            "parts": [_part(page.results, *part) for part in PARTS],
            "sections": [(one, _version(page.results, one.id)) for one in sections_of(page.results)],
            "rounding": ROUNDING,
        }
        return render(request, "web/manager/defined.html", given)


def _part(results: Results, part: str, name: Any, source: Any, numbers: tuple[str, ...]) -> dict[str, Any]:
    known = {*results.rates, *results.counts, *results.figures}
    shown = [number_of(results, number) for number in numbers if number in known]
    return {"name": name, "source": source, "version": _version(results, part), "numbers": shown}


def _version(results: Results, part: str) -> str:
    return results.versions.get(part) or _("not kept: this snapshot is older")
