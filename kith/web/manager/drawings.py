"""The pictures of the programme page, each with its sentence and its numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith import pictures
from kith.care.queries.outcomes import PlacesShown, Results
from kith.web.manager.definitions import BY_GROUP, DEFINITIONS, STRATA, category_name, in_order
from kith.web.manager.sentences import (
    about_step,
    cell_words,
    count_words,
    percent,
    range_words,
    rate_words,
    share_words,
)

OUTCOMES = (
    "reliable_improvement",
    "recovery",
    "reliable_recovery",
    "no_reliable_change",
    "reliable_deterioration",
    "caseness",
)
PLACES = (
    "reliable_improvement",
    "recovery",
    "reliable_deterioration",
    "within_six_weeks",
    "did_not_attend",
    "completeness",
)
SIX_WEEKS = 42


def funnel(results: Results) -> dict[str, Any]:
    """How far people came."""
    names = {step.id: str(about_step(step.id).name) for step in results.funnel}
    steps = [
        pictures.Step(
            names[step.id],
            step.people.people or 0,
            count_words(step.people),
            _("%(share)s %% of the step before") % {"share": percent(step.of_previous.value)}
            if step.of_previous.value is not None and step.id != "referred"
            else "",
        )
        for step in results.funnel
    ]
    first, last = results.funnel[0], results.funnel[-1]
    sentence = _("Of %(referred)s people referred, %(finished)s have finished a course so far.") % {
        "referred": count_words(first.people),
        "finished": count_words(last.people),
    }
    return {
        "drawing": pictures.funnel(
            steps, title=_("From referral to the end"), sentence=sentence, empty=_("No referrals in this period.")
        ),
        "numbers": {
            "heads": [_("Step"), _("People"), _("Of the step before")],
            "rows": [
                [names[s.id], count_words(s.people), "" if s.id == "referred" else rate_words(s.of_previous)]
                for s in results.funnel
            ],
        },
    }


def waits(results: Results) -> dict[str, Any]:
    """How long people waited for the first session."""
    ranges = [
        pictures.Wait(range_words(one.above, one.up_to), one.people, one.above is not None and one.above >= SIX_WEEKS)
        for one in results.wait_ranges
    ]
    while ranges and not ranges[-1].count:
        ranges.pop()
    seen = results.rates["within_six_weeks"]
    sentence = (
        _("%(share)s %% had their first session within 6 weeks.") % {"share": percent(seen.value)}
        if seen.value is not None
        else _("Weeks from the referral to the first session, of the courses that finished.")
    )
    return {
        "drawing": pictures.waits(
            ranges, title=_("Weeks waited"), sentence=sentence, empty=_("Fewer than 8 people: not shown.")
        ),
        "numbers": {"heads": [_("Wait"), _("People")], "rows": [[one.label, str(one.count)] for one in ranges]},
    }


def outcomes(results: Results) -> dict[str, Any]:
    """What became of people, as rates with their intervals."""
    rates = {name: results.rates[name] for name in OUTCOMES}
    bars = [
        pictures.Rate(str(DEFINITIONS[name].name), rate_words(rate), rate.value, rate.low, rate.high)
        for name, rate in rates.items()
    ]
    sentence = _("Reliable improvement: %(rate)s. A change before and after care, not the effect of treatment.") % {
        "rate": rate_words(rates["reliable_improvement"])
    }
    return {
        "drawing": pictures.rate_bars(
            bars, title=_("What became of people"), sentence=sentence, empty=_("No finished courses yet.")
        ),
        "definitions": [DEFINITIONS[name] for name in OUTCOMES],
    }


def places(results: Results, chosen: str) -> dict[str, Any]:
    """The chosen rate by place, in a funnel plot."""
    shown = results.places[chosen]
    name = str(DEFINITIONS[chosen].name)
    spots = [
        pictures.Spot(_joined(one.names), one.rate.denominator, one.rate.value, one.standing != "as_expected")
        for one in shown.places
        if one.standing and one.rate.denominator and one.rate.value is not None
    ]
    limits = [
        pictures.Limit(one.people, one.inner_low, one.inner_high, one.outer_low, one.outer_high) for one in shown.limits
    ]
    words = pictures.FunnelWords(
        people=_("Sessions") if chosen == "did_not_attend" else _("Courses"),
        expected=_("The whole service"),
        inner=_("95 of 100 places like it lie here by chance"),
        outer=_("998 of 1000 lie inside these lines"),
    )
    return {
        "drawing": pictures.funnel_plot(
            spots,
            limits,
            expected=shown.whole.value,
            words=words,
            title=_("%(name)s by site, in per cent") % {"name": name},
            sentence=_places_sentence(name, shown),
            empty=_("Too few people at each site to show this."),
        ),
        "numbers": {
            "heads": [_("Site"), name, _("Beside the whole service")],
            "rows": [[_joined(one.names), rate_words(one.rate), standing_words(one.standing)] for one in shown.places],
        },
        "definition": DEFINITIONS[chosen],
    }


def trend(results: Results, chosen: str) -> dict[str, Any]:
    """The chosen rate month by month, beside what chance explains."""
    name, months, whole = str(DEFINITIONS[chosen].name), results.months[chosen], results.rates[chosen]
    points = [
        pictures.TrendPoint(
            _month(one.first),
            None if one.rate.value is None else one.rate.value * 100,
            (one.limit.inner_low * 100, one.limit.inner_high * 100) if one.limit else None,
            (one.limit.outer_low * 100, one.limit.outer_high * 100) if one.limit else None,
            one.standing not in (None, "as_expected"),
        )
        for one in months
    ]
    outside = [_month(one.first) for one in months if one.standing not in (None, "as_expected")]
    return {
        "drawing": pictures.trend(
            points,
            centre=None if whole.value is None else whole.value * 100,
            words=_trend_words(),
            title=_("%(name)s by month, in per cent") % {"name": name},
            sentence=_trend_sentence(name, outside, sum(point.value is not None for point in points)),
            empty=_("Too few people in each month to show this."),
        ),
        "numbers": {
            "heads": [_("Month"), name, _("Beside the whole period")],
            "rows": [[_month(one.first), rate_words(one.rate), standing_words(one.standing)] for one in months],
        },
        "definition": DEFINITIONS[chosen],
    }


def referrals(results: Results) -> dict[str, Any]:
    """How many were referred, month by month."""
    limits, months = results.referrals.limits, results.referrals.months
    outer = (limits.low, limits.high) if limits else None
    points = [
        pictures.TrendPoint(
            _month(first),
            None if count.people is None else float(count.people),
            None,
            outer,
            outer is not None and count.people is not None and not outer[0] <= count.people <= outer[1],
        )
        for first, count in months
    ]
    outside = [point.label for point in points if point.is_outside]
    name, few = str(DEFINITIONS["referred"].name), _("Limits need six months that can be shown.")
    return {
        "drawing": pictures.trend(
            points,
            centre=limits.centre if limits else None,
            words=_trend_words(),
            title=_("%(name)s by month") % {"name": name},
            sentence=_trend_sentence(name, outside, len(months)) if limits else few,
            empty=few,
        ),
        "numbers": {
            "heads": [_("Month"), name],
            "rows": [[_month(first), count_words(count)] for first, count in months],
        },
    }


def _trend_words() -> pictures.TrendWords:
    return pictures.TrendWords(
        centre=_("The whole period"),
        inner=_("95 of 100 months like it lie here by chance"),
        outer=_("Nearly all lie inside these lines by chance"),
        hidden=_("Not shown: too few people"),
    )


def _trend_sentence(name: str, outside: list[str], shown: int) -> str:
    if shown < pictures.FEWEST_POINTS:
        return _("%(name)s cannot be shown by month: the numbers are too small.") % {"name": name}
    if outside:
        return _("%(name)s, outside what chance explains: %(months)s. Ask what was different then.") % {
            "name": name,
            "months": ", ".join(outside),
        }
    return _("%(name)s: every month that can be shown lies within what chance explains.") % {"name": name}


def _month(first: date) -> str:
    return date_format(first, "M y")


def most_telling(results: Results) -> str:
    """The first rate that can be shown for more than one site."""
    kept = compared(results)
    seen = {name: sum(one.standing is not None for one in results.places[name].places) for name in kept}
    return next((name for name in kept if seen[name] > 1), kept[0])


def compared(results: Results) -> list[str]:
    """The rates that this snapshot compares between sites and months: an older one has fewer."""
    return [name for name in PLACES if name in results.places]


def equity(results: Results, stratum: str) -> dict[str, Any]:
    """One stratum: access as a picture, and access and outcomes as a table."""
    rows = sorted(results.equity[stratum], key=lambda row: in_order(stratum, row.category))
    bars = [
        pictures.Rate(
            category_name(stratum, row.category),
            rate_words(row.treated),
            row.treated.value,
            row.treated.low,
            row.treated.high,
        )
        for row in rows
    ]
    known = [row for row in rows if row.treated.value is not None]
    sentence = (
        _("Came to a first session: %(list)s.")
        % {"list": "; ".join(f"{category_name(stratum, row.category)} {share_words(row.treated)}" for row in known)}
        if known
        else _("Every part is too small to show.")
    )
    return {
        "name": STRATA[stratum],
        "drawing": pictures.rate_bars(
            bars if known else [],
            title=str(STRATA[stratum]),
            sentence=sentence,
            empty=_("Too few people in each group to show this."),
        ),
        "rows": [
            {
                "category": category_name(stratum, row.category),
                "referred": count_words(row.referred),
                "cells": [{"head": head, "words": cell_words(getattr(row, one))} for one, head in BY_GROUP.items()],
            }
            for row in rows
        ],
    }


def _joined(names: tuple[str, ...]) -> str:
    return " + ".join(names)


def standing_words(standing: str | None) -> str:
    return {
        None: _("not shown"),
        "as_expected": _("within chance"),
        "low": _("lower than chance explains"),
        "high": _("higher than chance explains"),
        "very_low": _("much lower than chance explains"),
        "very_high": _("much higher than chance explains"),
    }[standing]


def _places_sentence(name: str, shown: PlacesShown) -> str:
    outside = [_joined(one.names) for one in shown.places if one.standing not in (None, "as_expected")]
    if not shown.limits:
        return _("%(name)s cannot be shown by site: the numbers are too small.") % {"name": name}
    if outside:
        return _("Outside what chance explains: %(sites)s. Ask why before you judge: people differ too.") % {
            "sites": ", ".join(outside)
        }
    return _("%(name)s: every site that can be shown lies within what chance explains.") % {"name": name}
