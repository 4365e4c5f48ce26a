"""What a course and a recovery cost, at the prices of the place, with what the answer hangs on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith import pictures
from kith.care.queries.costs import Cost, CostsFound, CostsPage, Prices
from kith.care.queries.costs import costs as costs_page
from kith.reports import Paragraph, Report
from kith.web.asking import Request
from kith.web.manager.chapters import around, snapshot_asked
from kith.web.manager.definitions import ROUNDING
from kith.web.manager.export import links, table
from kith.web.manager.printed import facts_of, figure_of, snapshot_of
from kith.web.manager.sections import qalys
from kith.web.manager.sentences import period_words
from kith.web.parts.pdf_files import report_of

NAMES = {
    "hours": gettext_lazy("Hours of a course"),
    "price": gettext_lazy("Price of an hour"),
    "indirect": gettext_lazy("Other hours with each"),
    "recovered": gettext_lazy("Share who recover"),
}
MOST = 100_000  # of any currency, for an hour


class PricesForm(forms.Form):
    """No price comes with Kith: each place gives its own."""

    hour = forms.FloatField(
        label=gettext_lazy("What an hour of a practitioner costs"),
        help_text=gettext_lazy("Pay with all that the employer adds, in your currency."),
        min_value=0.01,
        max_value=MOST,
    )
    indirect = forms.FloatField(
        label=gettext_lazy("Hours of other work with each hour"),
        help_text=gettext_lazy("Notes, preparation, supervision. Give 0 where the price holds them already."),
        min_value=0,
        max_value=5,
        initial=0.5,
    )
    room = forms.FloatField(
        label=gettext_lazy("What an hour of the room costs"), min_value=0, max_value=MOST, initial=0
    )
    unsure = forms.FloatField(
        label=gettext_lazy("By how many per cent may the price be wrong?"), min_value=0, max_value=90, initial=20
    )
    source = forms.CharField(label=gettext_lazy("Year and source of the prices"), max_length=120, required=False)

    def prices(self) -> Prices:
        """Only of a form that is valid."""
        given = self.cleaned_data
        return Prices(given["hour"], given["indirect"], given["room"], given["unsure"] / 100)


def costs(request: Request) -> HttpResponse:
    """The form, and the answer where prices were given; the address keeps them."""
    form = PricesForm(request.GET) if request.GET.keys() - {"snapshot"} else PricesForm()
    prices = form.prices() if form.is_bound and form.is_valid() else None
    page = costs_page(viewer=request.viewer, at=request.at, prices=prices, evaluation_id=snapshot_asked(request))
    if page.found is not None and request.GET.get("as"):
        return _export(page, page.found, form.cleaned_data["source"], request.GET["as"])
    given: dict[str, Any] = {"page": page, "form": form}
    if (results := page.outcomes.results) is not None:
        given |= around(results, "costs") | {
            "results": results,
            "period": period_words(results.snapshot),
            "rounding": ROUNDING,
        }
        mapped = reverse("outcomes_export", args=[results.snapshot.id])
        given |= {"qalys": qalys(results), "qaly_exports": links(mapped, part="qalys")}
    if page.found is not None:
        asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
        kept = {"snapshot": str(results.snapshot.id)} if results else {}
        given |= _shown(page, page.found, form.cleaned_data["source"]) | {
            "exports": links(reverse("costs"), **asked, **kept),
            "report_query": urlencode(asked),
        }
    return render(request, "web/manager/costs.html", given, status=422 if form.errors else 200)


def _shown(page: CostsPage, found: CostsFound, source: str) -> dict[str, Any]:
    return {
        "course": _with_range(found.course),
        "recovery": _with_range(found.recovery),
        "sentence": _("A course costs about %(course)s, and a recovery about %(recovery)s.")
        % {"course": _money(found.course.value), "recovery": _money(found.recovery.value)},
        "unknown": _(
            "Whoever lacks a score could move the cost of a recovery: to %(low)s if all of them recovered, to %(high)s "
            "if none did."
        )
        % {"low": _money(found.if_unknown_recovered), "high": _money(found.if_unknown_did_not)},
        "source": source,
        "tornado": _tornado(found),
    }


def _money(value: float) -> str:
    return str(number_format(round(value), use_l10n=True, force_grouping=True))


def _with_range(cost: Cost) -> dict[str, str]:
    return {
        "value": _money(cost.value),
        "range": _("95 of 100 times between %(low)s and %(high)s")
        % {"low": _money(cost.low), "high": _money(cost.high)},
    }


def _end(name: str, value: float) -> str:
    return f"{round(value * 100)} %" if name == "recovered" else str(number_format(round(value, 1)))


def _tornado(found: CostsFound) -> dict[str, Any]:
    bars = [
        pictures.TornadoBar(
            str(NAMES[one.name]), _end(one.name, one.low), _end(one.name, one.high), one.at_low, one.at_high
        )
        for one in found.swings
    ]
    widest = found.swings[0]
    return {
        "drawing": pictures.tornado(
            bars,
            base=found.recovery.value,
            words=pictures.TornadoWords(_("Cost of a recovery"), _("At its low end"), _("At its high end")),
            title=_("What the cost of a recovery hangs on"),
            sentence=_(
                "It hangs most on this: %(name)s. From %(low)s to %(high)s it moves the cost from %(at_low)s to "
                "%(at_high)s."
            )
            % {
                "name": NAMES[widest.name],
                "low": _end(widest.name, widest.low),
                "high": _end(widest.name, widest.high),
                "at_low": _money(widest.at_low),
                "at_high": _money(widest.at_high),
            },
            empty=_("Nothing to show."),
        ),
        "numbers": {
            "heads": [_("What is moved"), _("From"), _("To"), _("Cost at the low end"), _("Cost at the high end")],
            "rows": [
                [
                    NAMES[one.name],
                    _end(one.name, one.low),
                    _end(one.name, one.high),
                    _money(one.at_low),
                    _money(one.at_high),
                ]
                for one in found.swings
            ],
        },
    }


def _export(page: CostsPage, found: CostsFound, source: str, kind: str) -> HttpResponse:
    whole = [
        (name, f"{cost.value:.0f}", f"{cost.low:.0f}", f"{cost.high:.0f}", "", "")
        for name, cost in (("course", found.course), ("recovery", found.recovery))
    ]
    moved = [
        (f"recovery_by_{one.name}", f"{found.recovery.value:.0f}", f"{one.at_low:.0f}", f"{one.at_high:.0f}",
         f"{one.low:.4g}", f"{one.high:.4g}")
        for one in found.swings
    ]  # fmt: skip
    heads = ("what", "cost", "cost_low", "cost_high", "moved_from", "moved_to")
    return table(heads, whole + moved, "costs", kind, lambda: _file(page, found, source))


def _file(page: CostsPage, found: CostsFound, source: str) -> Report:
    results, shown = page.outcomes.results, _shown(page, found, source)
    assert results is not None
    priced = (
        _("Prices: %(source)s.") % {"source": source} if source else _("Year and source of the prices were not stated.")
    )
    costs = (
        (name, f"{shown[cost]['value']}. {shown[cost]['range']}")
        for name, cost in ((_("A finished course"), "course"), (_("A recovery"), "recovery"))
    )
    parts = [
        Paragraph(shown["sentence"]),
        facts_of(costs),
        *figure_of(shown["tornado"]),
        *([Paragraph(shown["unknown"])] if found.if_unknown_recovered != found.if_unknown_did_not else []),
        Paragraph(priced),
        Paragraph(
            _(
                "The cost of all courses, over those who recovered. Many recover without care, so this is not what "
                "care adds. Never use it to rank practitioners or teams: who recovers depends on who came."
            )
        ),
        snapshot_of(results),
    ]
    running = f"{page.outcomes.service_name}, {period_words(results.snapshot)}"
    return report_of(_("What does a recovery cost?"), parts, running=running)
