"""What if there were one more practitioner, one more group: how many will wait, and how long."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kith import pictures
from kith.care.queries.forecast import ForecastPage, PlanAhead, Question, WeekKnown
from kith.care.queries.forecast import forecast as forecast_page
from kith.reports import Heading, Paragraph, Report
from kith.web.asking import Request
from kith.web.manager.export import links, table
from kith.web.manager.forecast_form import ForecastForm
from kith.web.manager.printed import facts_of, figure_of
from kith.web.parts.pdf_files import report_of

SHARES = ("drop_out", "leaving")
NAMES = {
    "now": gettext_lazy("As now"),
    "practitioners": gettext_lazy("More practitioners"),
    "groups": gettext_lazy("More groups"),
    "both": gettext_lazy("Both"),
}


def forecast(request: Request) -> HttpResponse:
    """The form, filled in from the newest snapshot; with an answer where everything is there."""
    form = ForecastForm(request.GET) if request.GET else None
    question = form.question() if form is not None and form.is_valid() else None
    page = forecast_page(viewer=request.viewer, at=request.at, question=question)
    if form is None:
        form = _filled_in(page.known)
        if (question := form.question() if form.is_valid() else None) is not None:
            page = forecast_page(viewer=request.viewer, at=request.at, question=question)
        else:
            form = ForecastForm(initial=dict(form.data))
    if page.plans and question is not None and request.GET.get("as"):
        return _export(page, question, request.GET["as"])
    given: dict[str, Any] = {"page": page, "form": form}
    if page.plans and question is not None:
        given |= _shown(page, question)
    return render(request, "web/manager/forecast.html", given, status=422 if form.errors else 200)


def _filled_in(known: WeekKnown | None) -> ForecastForm:
    defaults: dict[str, Any] = {"more_practitioners": 1, "more_groups": 1, "weeks": 52, "drop_out": 0, "leaving": 0}
    if known is not None:
        defaults |= {name: value for name, value in vars(known).items() if value is not None}
        for share in SHARES:
            defaults[share] = round(100 * defaults[share], 1)
    if not defaults.get("groups"):
        defaults |= {"groups": 0, "more_groups": 0}
    return ForecastForm(defaults)


def _shown(page: ForecastPage, question: Question) -> dict[str, Any]:
    return {
        "sentence": _sentence(page.plans, question),
        "advice": _advice(page.plans[0], page.needed, question),
        "figure": _figure(page.plans, question),
        "numbers": _numbers(page.plans),
        "exports": links(reverse("forecast"), **_query(question)),
    }


def _sentence(plans: tuple[PlanAhead, ...], question: Question) -> str:
    now = plans[0]
    said = [
        _(
            "In %(weeks)s weeks about %(people)s people will wait if nothing changes (nine times in ten %(low)s to "
            "%(high)s)."
        )
        % {"weeks": question.weeks, **_ends(now)}
    ]
    for plan in plans[1:]:
        said.append(_with(plan.name, question) % _ends(plan))
    return " ".join(said)


def _with(name: str, question: Question) -> str:
    """The beginning of a plan's sentence; its numbers are still to be put in."""
    more = question.more_practitioners if name == "practitioners" else question.more_groups
    one, several = {
        "practitioners": (
            _("With one more practitioner it will be about %(people)s (%(low)s to %(high)s)."),
            _("With %(more)s more practitioners it will be about %%(people)s (%%(low)s to %%(high)s)."),
        ),
        "groups": (
            _("With one more group it will be about %(people)s (%(low)s to %(high)s)."),
            _("With %(more)s more groups it will be about %%(people)s (%%(low)s to %%(high)s)."),
        ),
        "both": (_("With both it will be about %(people)s (%(low)s to %(high)s)."), ""),
    }[name]
    return one if more == 1 or name == "both" else several % {"more": f"{more:g}"}


def _ends(plan: PlanAhead) -> dict[str, int]:
    return {"people": round(plan.waiting[-1]), "low": round(plan.low[-1]), "high": round(plan.high[-1])}


def _advice(now: PlanAhead, needed: int | None, question: Question) -> dict[str, str]:
    if now.load > 1:
        title = _("More people are referred than can begin: %(come)s a week, and %(begin)s can begin") % {
            "come": f"{question.referrals:.1f}", "begin": f"{now.starts_a_week:.1f}",
        }  # fmt: skip
        do = _(
            "The list grows until enough people give up, and giving up is not care. Plan for more, or for shorter "
            "courses."
        )
        tone = "caution"
    else:
        title = _("As many people can begin as are referred: %(come)s a week, and %(begin)s can begin") % {
            "come": f"{question.referrals:.1f}", "begin": f"{now.starts_a_week:.1f}",
        }  # fmt: skip
        do = _("Chance alone still makes a list in a clinic that is nearly full. Look at the upper end of the range.")
        tone = "good"
    if needed is not None:
        do += " " + ngettext(
            "For a wait of 6 weeks it takes %(count)s practitioner, by the formula.",
            "For a wait of 6 weeks it takes %(count)s practitioners, by the formula.",
            needed,
        ) % {"count": needed}
    return {"tone": tone, "title": title, "words": do}


def _figure(plans: tuple[PlanAhead, ...], question: Question) -> pictures.Drawing:
    lines = [
        pictures.QueueLine(
            str(NAMES[one.name]),
            one.waiting,
            one.low if one.name == "now" else (),
            one.high if one.name == "now" else (),
        )
        for one in plans
    ]
    words = pictures.QueueWords(_("Weeks from now"), _("People who wait"), _("Nine times in ten, as now"))
    return pictures.queue_forecast(
        lines,
        words=words,
        title=_("The waiting list ahead"),
        sentence=_("How many people wait in each of the next %(weeks)s weeks, by plan.") % {"weeks": question.weeks},
        empty=_("Nothing to show."),
    )


def _numbers(plans: tuple[PlanAhead, ...]) -> dict[str, Any]:
    return {
        "heads": [_("Plan"), _("Can begin a week"), _("Wait at the end"), _("Nine times in ten"),
                  _("Weeks that those who begin have waited"), _("Weeks that whoever is referred then will wait"),
                  _("Gave up meanwhile")],
        "rows": [
            [
                NAMES[one.name],
                f"{one.starts_a_week:.1f}",
                f"{one.waiting[-1]:.0f}",
                f"{one.low[-1]:.0f}–{one.high[-1]:.0f}",
                _("nobody began") if one.weeks_waited is None else f"{one.weeks_waited:.1f}",
                f"{one.weeks_ahead:.1f}",
                f"{one.given_up:.0f}",
            ]
            for one in plans
        ],
    }  # fmt: skip


def _query(question: Question) -> dict[str, str]:
    """The address that asks the same again: shares are written there in hundredths."""
    asked = {name: value * 100 if name in SHARES else value for name, value in vars(question).items()}
    return {name: f"{value:g}" for name, value in asked.items()}


def _export(page: ForecastPage, question: Question, kind: str) -> HttpResponse:
    rows = [
        (one.name, str(week), f"{one.waiting[week]:.1f}", f"{one.low[week]:.1f}", f"{one.high[week]:.1f}")
        for one in page.plans
        for week in range(len(one.waiting))
    ]
    heads = ("plan", "week", "waiting", "low_90", "high_90")
    return table(heads, rows, "waiting-list-ahead", kind, lambda: _file(page, question))


def _file(page: ForecastPage, question: Question) -> Report:
    shown = _shown(page, question)
    advice = shown["advice"]
    asked = ((ForecastForm.base_fields[name].label, number_format(said)) for name, said in _query(question).items())
    parts = [
        Paragraph(shown["sentence"]),
        Paragraph(f"{advice['title']}. {advice['words']}"),
        *figure_of({"drawing": shown["figure"], "numbers": shown["numbers"]}),
        Heading(_("What was asked")),
        facts_of(asked),
        Paragraph(
            _(
                "A range of the whole list is no promise to one person. The numbers assume one list, first come first "
                "served, and referrals without seasons. A list that is shorter because people gave up is not a "
                "success: look at how many did."
            )
        ),
    ]
    return report_of(_("How long will people wait?"), parts, running=page.outcomes.service_name)
