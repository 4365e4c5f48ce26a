"""Did it help this one person? A start drawn beforehand, their scores on both sides, and how likely chance is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.formats import number_format as in_words
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith import pictures
from kith.care.actions.draw_start import Window, draw_start
from kith.care.models import BadInput, Refusal
from kith.care.queries.single_cases import USUAL_DAYS, DayScore, SingleCaseShown, SingleCasesPage, client_to_draw_for
from kith.care.queries.single_cases import single_cases as cases_page
from kith.web.asking import Request
from kith.web.errors import status_of, summary
from kith.web.practitioner.about import about
from kith.web.practitioner.fields import day, one_of

STATES = {
    "waiting": (lazy("Not begun yet"), "info", "clock"),
    "running": (lazy("Running"), "info", "circle-dot"),
    "over": (lazy("Over"), "", "circle-check"),
}
UNLIKELY = 0.05
DAYS = ("begins_on", "first_on", "last_on", "ends_on")


class DrawForm(forms.Form):
    """Which measure, and which days."""

    def __init__(self, page: SingleCasesPage, *args: Any) -> None:
        super().__init__(*args)
        today = page.head.today
        offered = [("", _("Choose one")), *((one.instrument, f"{one.short}: {one.title}") for one in page.offered)]
        self.fields["instrument"] = one_of(lazy("Which measure?"), offered, as_list=True)
        self.fields["instrument"].widget.attrs["translate"] = "no"
        self.fields["begins_on"] = day(
            lazy("From which day do scores count?"), lazy("Scores from before today may count."), initial=today
        )
        self.fields["first_on"] = day(
            lazy("First day on which the work may begin"),
            lazy("Tomorrow or later."),
            initial=today + timedelta(days=7),
        )
        self.fields["last_on"] = day(
            lazy("Last day on which the work may begin"),
            lazy("Twenty allowed days or more, so that chance can be called unlikely at all."),
            initial=today + timedelta(days=27),
        )
        self.fields["ends_on"] = day(
            lazy("Until which day do scores count?"),
            lazy("Leave time for the work to show. The answer is read after this day, and not before."),
            initial=today + timedelta(days=48),
        )
        self.fields["every"] = one_of(
            lazy("Which days are allowed?"),
            [("1", _("Every day between the two")), ("7", _("The same day of each week"))],
            initial="1",
        )


def single_cases(request: Request, client_id: UUID) -> HttpResponse:
    """The draws with their pictures; a POST draws a day."""
    refusal: Refusal | None = None
    if request.method == "POST":
        client = client_to_draw_for(viewer=request.viewer, client_id=client_id, at=request.at)
        page = _page(request, client_id)
        form = DrawForm(page, request.POST)
        try:
            instrument, window = _given(form)
            drawn = draw_start(client=client, instrument=instrument, window=window, by=request.viewer, at=request.at)
        except Refusal as refused:
            refusal = refused
        else:
            told = {"day": date_format(drawn.starts_on, "DATE_FORMAT")}
            messages.success(request, _("Drawn: the work begins on %(day)s. It is kept and does not change.") % told)
            return redirect("single_cases", client_id)
    else:
        page = _page(request, client_id)
        form = DrawForm(page)
    given = {
        **about(request, page.head, _("Did it help?"), "measures"),
        "page": page,
        "errors": summary(refusal) if refusal else [],
        "cases": [_shown(one) for one in page.cases],
        "draw_form": form if page.may_draw and page.has_plan else None,
        "is_drawing": refusal is not None or not page.cases,
    }
    return render(request, "web/practitioner/single_cases.html", given, status=status_of(refusal))


def _page(request: Request, client_id: UUID) -> SingleCasesPage:
    return cases_page(viewer=request.viewer, client_id=client_id, at=request.at, language=get_language() or "en")


def _given(form: DrawForm) -> tuple[str, Window]:
    """What was asked for, or the first thing that is missing."""
    faults = form.errors if not form.is_valid() else {}
    missing = next((name for name in DAYS if not faults and form.cleaned_data[name] is None), None)
    if faults or missing:
        name = missing or next(iter(faults))
        found = _("One of the days is missing.") if missing else str(faults[name][0])
        raise BadInput(_("No day was drawn."), found, _("Put it right and send it again."), name)
    days = {name: form.cleaned_data[name] for name in DAYS}
    return form.cleaned_data["instrument"], Window(**days, every=int(form.cleaned_data["every"] or 1))


def _shown(one: SingleCaseShown) -> dict[str, Any]:
    label, tone, icon = STATES[one.state]
    return {
        "one": one,
        "state": {"label": label, "tone": tone, "icon": icon},
        "said": _said(one),
        "drawing": _drawing(one),
        "numbers": {
            "heads": [_("Day"), one.short, _("Side")],
            "rows": [[date_format(each.day, "DATE_FORMAT"), _number(each.value), side] for each, side in _sides(one)],
        },
        "cautions": _cautions(one),
    }


def _sides(one: SingleCaseShown) -> Iterator[tuple[DayScore, str]]:
    yield from ((each, _("before")) for each in one.before)
    yield from ((each, _("after")) for each in one.after)


def _said(one: SingleCaseShown) -> str:
    """The answer in words, or when and why there is none yet."""
    if one.state != "over":
        return _("The answer is read after %(day)s, as was fixed before the draw. Until then, just measure.") % {
            "day": date_format(one.ends_on, "DATE_FORMAT")
        }
    if one.test is None:
        return _(
            "Chance cannot be judged: for one of the allowed days there would be no score before it, or none after it. "
            "Look at the picture, and say no more than it shows."
        )
    told = {
        "size": _number(abs(one.test.difference)),
        "as_good": round(one.test.p * one.test.assignments),
        "all": one.test.assignments,
        "p": in_words(one.test.p, decimal_pos=3),
    }
    if one.test.difference > 0:
        mean = _("On average %(size)s points better from the day on that was drawn.")
    elif one.test.difference < 0:
        mean = _("On average %(size)s points worse from the day on that was drawn.")
    else:
        mean = _("On average the same from the day on that was drawn.")
    among = _("Of the %(all)s days that could have been drawn, %(as_good)s show a difference as large or larger.")
    if one.test.p <= UNLIKELY:
        verdict = _("Chance alone would seldom do that (p = %(p)s).")
    else:
        verdict = _("Chance alone could well do that (p = %(p)s). Nothing is shown, and nothing is ruled out.")
    return " ".join(words % told for words in (mean, among, verdict))


def _number(value: float) -> str:
    return str(in_words(value, decimal_pos=1 if value % 1 else 0))


def _cautions(one: SingleCaseShown) -> list[str]:
    said = []
    if one.days_allowed < USUAL_DAYS:
        said.append(
            _("Only %(days)s days could be drawn: p cannot be below %(least)s, whatever happens.")
            % {"days": one.days_allowed, "least": in_words(1 / one.days_allowed, decimal_pos=3)}
        )
    said.append(
        _(
            "If the work began on another day than the one drawn, this still compares with the day drawn, and finds "
            "less."
        )
    )
    said.append(_("Work that shows slowly looks smaller here. It says nothing of the next person."))
    return said


def _drawing(one: SingleCaseShown) -> pictures.Drawing:
    scores, place = [*one.before, *one.after], len(one.before)
    points = [pictures.PhasePoint(date_format(each.day, "j M"), each.value) for each in scores]
    spans = ((0, place - 1), (place, len(scores) - 1))
    lines = [
        pictures.PhaseLine(first, mean, last, mean, "middle")
        for (first, last), mean in zip(spans, one.means, strict=True)
        if mean is not None
    ]
    words = pictures.PhaseWords(
        middle=_("The mean of each side"), fitted="", carried="", change=_("The day that was drawn"), hidden=""
    )
    told = {"before": len(one.before), "after": len(one.after), "day": date_format(one.starts_on, "DATE_FORMAT")}
    return pictures.phase_chart(
        points,
        changes=[place] if one.before and one.after else [],
        lines=lines,
        words=words,
        title=_("%(measure)s before and after") % {"measure": one.short},
        sentence=_("%(before)s scores before %(day)s, %(after)s from that day on.") % told,
        empty=_("Fewer than three scores so far."),
    )
