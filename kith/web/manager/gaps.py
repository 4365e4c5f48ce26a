"""What is missing from the record, where, and what to do about it first."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kith import pictures
from kith.care.queries.outcomes import Results
from kith.care.queries.outcomes import outcomes as outcomes_page
from kith.web.asking import Request
from kith.web.manager.chapters import COMPLETENESS, around, sections, snapshot_asked
from kith.web.manager.definitions import GAPS, OF_WHOM, ROUNDING, gap_name
from kith.web.manager.export import links
from kith.web.manager.sentences import number_of, period_words, rate_words, share_words


def data_gaps(request: Request) -> HttpResponse:
    """The widest gap first, with a picture and what to do."""
    page = outcomes_page(viewer=request.viewer, at=request.at, evaluation_id=snapshot_asked(request))
    with timezone.override(ZoneInfo(page.time_zone)):
        given: dict[str, Any] = {}
        if page.results and page.results.missing:
            given = (
                gaps_of(page.results)
                | around(page.results, "data_gaps")
                | {
                    "results": page.results,
                    "completeness": [number_of(page.results, name) for name in COMPLETENESS],
                    "sections": sections(page.results, "rules"),
                }
            )
        return render(request, "web/manager/gaps.html", {"page": page, "rounding": ROUNDING, **given})


def gaps_of(results: Results) -> dict[str, Any]:
    """What is missing, as a picture and in rows, with what would fill each gap."""
    known = [one for one in results.missing if one.missing.value]
    bars = [
        pictures.Rate(gap_name(one.what), rate_words(one.missing), one.missing.value, one.missing.low, one.missing.high)
        for one in results.missing
        if one.missing.value is not None
    ]
    sentence = (
        _("Missing: %(list)s.")
        % {"list": "; ".join(f"{gap_name(one.what)} {share_words(one.missing)}" for one in known)}
        if known
        else _("Nothing that can be shown is missing.")
    )
    return {
        "period": period_words(results.snapshot),
        "first": _first(results),
        "exports": links(reverse("outcomes_export", args=[results.snapshot.id]), part="missing"),
        "drawing": pictures.rate_bars(
            bars,
            title=_("What is missing from the record"),
            sentence=sentence,
            empty=_("Too few people to show what is missing."),
        ),
        "rows": [
            {
                "what": gap_name(one.what),
                "of_whom": OF_WHOM[one.of_whom],
                "missing": rate_words(one.missing),
                "do": GAPS[one.what][1],
            }
            for one in results.missing
            if one.missing.value != 0
        ],
        "complete": [gap_name(one.what) for one in results.missing if one.missing.value == 0],
        "sites": [
            {"names": " + ".join(one.names), "rate": rate_words(one.rate)}
            for one in results.places["completeness"].places
        ],
    }


def _first(results: Results) -> dict[str, str]:
    widest = next((one for one in results.missing if one.missing.value), None)
    if widest is None:
        return {"tone": "good", "title": _("Nothing that can be shown is missing"), "words": ""}
    title = _("Most is missing here: %(what)s, %(rate)s") % {
        "what": gap_name(widest.what),
        "rate": rate_words(widest.missing),
    }
    return {"tone": "caution", "title": title, "words": str(GAPS[widest.what][1])}
