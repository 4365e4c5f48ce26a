"""How fast alerts are answered: for managers without names, for supervisors by their own supervisees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kith import pictures
from kith.care.queries.alert_times import AlertTimesPage, LevelShown, SuperviseeTimes
from kith.care.queries.alert_times import alert_times as times_page
from kith.care.queries.crisis import crisis_lines
from kith.pictures import Drawing
from kith.web.asking import Request
from kith.web.manager.alert_times_file import alert_times_file
from kith.web.manager.definitions import ROUNDING
from kith.web.manager.export import Row, links, table
from kith.web.manager.sentences import count_words, quarter_words
from kith.web.parts.how_soon import HOW_SOON

HEADS = (
    "who",
    "from",
    "to",
    "level",
    "alerts",
    "step",
    "median_minutes",
    "longest_minutes",
    "share_in_time",
    "went_on",
    "missed",
)
STEPS = ("seen", "contact", "closed")


class Speed(Protocol):
    """Minutes and the share in time, None where they are not shown."""

    @property
    def median(self) -> float | None: ...
    @property
    def worst(self) -> float | None: ...
    @property
    def share(self) -> float | None: ...


def alert_times(request: Request) -> HttpResponse:
    """The times of a quarter, the alerts per practitioner, and for supervisors each supervisee."""
    page = times_page(viewer=request.viewer, at=request.at)
    given = _shown(page) | {"exports": links(reverse("alert_times_export"))}
    return render(request, "web/manager/alert_times.html", given)


def _shown(page: AlertTimesPage) -> dict[str, Any]:
    return {
        "page": page,
        "quarter": quarter_words(*page.quarter) if page.quarter else "",
        "programme": _table(page.programme, are_withheld=True),
        "programme_picture": _picture(page.programme) if page.programme else None,
        "team": _table(page.team, are_withheld=False),
        "team_picture": _picture(page.team) if page.team else None,
        "supervisees": [_supervisee(one) for one in page.supervisees],
        "given": _number(page.burden.given_a_week) if page.burden else "",
        "acted_on": _share(page.burden.acted_on) if page.burden else "",
        "rounding": ROUNDING,
    }


def alert_times_export(request: Request) -> HttpResponse:
    """The same as a file."""
    page = times_page(viewer=request.viewer, at=request.at)
    service_name, _lines = crisis_lines(viewer=request.viewer)
    kind = request.GET.get("as", "")
    return table(HEADS, _rows(page), "alert-times", kind, lambda: alert_times_file(_shown(page), service_name))


def _rows(page: AlertTimesPage) -> Iterator[Row]:
    first, last = (day.isoformat() for day in page.quarter) if page.quarter else ("", "")
    parts = [("service", first, last, one) for one in page.programme]
    parts += [("supervised", "", "", one) for one in page.team]
    for who, begins, ends, one in [*parts, *((each.name, "", "", each.times) for each in page.supervisees)]:
        for step in STEPS:
            speed: Speed = getattr(one, step)
            times = (_plain(speed.median), _plain(speed.worst), "" if speed.share is None else f"{speed.share:.4f}")
            counts = (_plain(one.went_on.people), _plain(one.missed.people))
            yield (who, begins, ends, " + ".join(one.levels), _plain(one.alerts.people), step, *times, *counts)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _table(rows: tuple[LevelShown, ...], *, are_withheld: bool) -> list[dict[str, Any]]:
    return [
        {
            "level": _levels(one),
            "alerts": count_words(one.alerts),
            "speeds": [
                _speed(getattr(one, step), are_withheld=are_withheld and one.alerts.people != 0) for step in STEPS
            ],
            "went_on": count_words(one.went_on),
            "missed": count_words(one.missed),
        }
        for one in reversed(rows)
    ]


def _levels(one: LevelShown) -> str:
    """The name of a level; of levels that are shown together, the most urgent first."""
    return " + ".join(str(dict(HOW_SOON)[level]) for level in reversed(one.levels))


def _picture(rows: tuple[LevelShown, ...]) -> Drawing:
    """How many were contacted in time, by level: the share alone, of what could be shown."""
    bars, told = [], []
    for one in reversed(rows):
        name, share = _levels(one), one.contact.share
        words = _share(share, nothing=_("none was due") if one.alerts.people == 0 else "")
        bars.append(pictures.Rate(name, words, share))
        told.append(f"{name}: {words}")
    is_known = any(one.contact.share is not None for one in rows)
    return pictures.rate_bars(
        bars if is_known else [],
        title=_("Contacted in time"),
        sentence=_("Contacted in time, by how soon contact was asked for. %(list)s.") % {"list": "; ".join(told)},
        empty=_("Too few alerts to show this."),
    )


def _supervisee(one: SuperviseeTimes) -> dict[str, Any]:
    return {
        "name": one.name,
        "given": one.given,
        "given_a_week": _number(one.given_a_week),
        "alerts": count_words(one.times.alerts),
        "seen": _speed(one.times.seen, are_withheld=False),
        "contact": _speed(one.times.contact, are_withheld=False),
        "went_on": one.went_on,
        "missed": count_words(one.times.missed),
        "acted_on": _share(one.acted_on, nothing=_("none was due")),
    }


def _speed(speed: Speed, *, are_withheld: bool) -> dict[str, str]:
    """The middle time, the longest, and how many were in time."""
    if speed.median is None or speed.worst is None:
        return {"median": _("too few to show") if are_withheld else _("none yet"), "worst": "", "share": ""}
    longest = _("longest %(time)s") % {"time": _time(speed.worst)}
    share = "" if speed.share is None else _("%(share)s in time") % {"share": _share(speed.share)}
    return {"median": _time(speed.median), "worst": longest, "share": share}


def _time(minutes: float) -> str:
    whole = round(minutes)
    if whole < 120:
        return _("%(count)d min") % {"count": whole}
    if whole < 48 * 60:
        return _("%(count)d h") % {"count": round(whole / 60)}
    return _("%(count)d days") % {"count": round(whole / 1440)}


def _number(value: float | None) -> str:
    return _("too few to show") if value is None else f"{value:.1f}"


def _share(share: float | None, nothing: str = "") -> str:
    return (nothing or _("too few to show")) if share is None else f"{share:.0%}"
