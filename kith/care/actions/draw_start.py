"""Draw the day on which a treatment begins, so that a person's own scores can say whether it made the difference."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.courses import open_episode
from kith.care.models import BadInput, Client, SingleCase, WrongMoment
from kith.care.models.knowledge import has_rhythm, may_fill_in
from kith.care.models.single_cases import allowed_days
from kith.care.permissions import Viewer, check_as_staff

MOST_DAYS: Final = 366  # of one single case: longer ones change for other reasons


@dataclass(frozen=True)
class Window:
    """From when scores count, the days on which the treatment might begin, and until when scores count."""

    begins_on: date
    first_on: date
    last_on: date
    ends_on: date
    every: int = 1


@action
def draw_start(*, client: Client, instrument: str, window: Window, by: Viewer, at: datetime) -> SingleCase:
    """Draw one of the allowed days, each with one chance, before any of them has come. It is drawn once.

    Raises BadInput for days out of order or a day that has come already; WrongMoment without an agreed plan, or while
    an earlier draw for the same measure still runs.
    """
    check_as_staff(by, "W", "plan", client, at=at)
    episode = open_episode(client)
    today = at.astimezone(ZoneInfo(client.service.time_zone)).date()
    _check_measure(instrument)
    _check_window(window, today)
    plan = episode.plans.filter(state="agreed").first()
    if plan is None:
        raise WrongMoment(
            _("No day was drawn."),
            _("No plan is agreed yet, so nothing would begin on that day."),
            _("Agree a plan first; then draw the day on which its work begins."),
        )
    running = client.singlecase_set.filter(instrument=instrument, ends_on__gte=today).order_by("drawn_at", "pk").last()
    if running is not None:
        raise WrongMoment(
            _("No day was drawn."),
            _("A day was drawn for this measure before, and its scores count until %(day)s.")
            % {"day": date_format(running.ends_on, "DATE_FORMAT")},
            _("Keep the day that was drawn. To draw again until a day pleases makes the answer worthless."),
        )
    allowed = allowed_days(window.first_on, window.last_on, window.every)
    row = SingleCase(
        client=client,
        episode=episode,
        plan=plan,
        instrument=instrument,
        begins_on=window.begins_on,
        first_on=window.first_on,
        last_on=window.last_on,
        every=window.every,
        ends_on=window.ends_on,
        starts_on=allowed[secrets.randbelow(len(allowed))],
        drawn_by_id=by.user_id,
        drawn_at=at,
        made_at=at,
    )
    row.save(force_insert=True)
    trace("single_case.drawn", by=by, at=at, clients=[client.pk], about=row)
    return row


def _check_measure(instrument: str) -> None:
    if not (has_rhythm(instrument) and "self" in may_fill_in(instrument)):
        raise BadInput(
            _("No day was drawn."),
            _("No measure was chosen that the person fills in again and again."),
            _("Choose one from the list."),
            "instrument",
        )


def _check_window(window: Window, today: date) -> None:
    if window.first_on <= today:
        raise _bad(
            _("The first allowed day is %(day)s, which has come already.") % {"day": _day(window.first_on)},
            _("Choose a first day from tomorrow on: who draws must not know how the days before it went on."),
            "first_on",
        )
    if not window.begins_on < window.first_on:
        raise _bad(
            _("Scores would count from %(day)s, not before the first allowed day.") % {"day": _day(window.begins_on)},
            _("Let them count from an earlier day, so that there is a time before."),
            "begins_on",
        )
    if window.every < 1 or len(allowed_days(window.first_on, window.last_on, max(window.every, 1))) < 2:
        raise _bad(
            _("Fewer than two days are allowed, so there is nothing to draw."),
            _("Choose a later last day, or fewer days between one allowed day and the next."),
            "last_on",
        )
    if not window.last_on < window.ends_on:
        raise _bad(
            _("Scores would count until %(day)s, not after the last allowed day.") % {"day": _day(window.ends_on)},
            _("Let them count until a later day, so that there is a time after."),
            "ends_on",
        )
    if (window.ends_on - window.begins_on).days > MOST_DAYS:
        raise _bad(
            _("Scores would count for %(days)s days.") % {"days": (window.ends_on - window.begins_on).days},
            _("Choose a year at most: over a longer time too much else changes."),
            "ends_on",
        )


def _bad(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("No day was drawn."), found, instead, field)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
