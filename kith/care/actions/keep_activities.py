"""The service keeps its list of things to do nearby: puts one on, mends it, checks it again, takes it off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import Activity, BadInput, Service, WrongMoment
from kith.care.models.activities import ACCESS, INTERESTS, KNOWN
from kith.care.permissions import Viewer, check_function
from kith.science.connections import COSTS, DISTANCES

CHECKED_FOR: Final = timedelta(days=182)  # clubs move and prices change with the half-year; our own convention
LONGEST: Final = {"name": 120, "what": 600, "place": 200, "times": 120, "for_whom": 300, "joining": 300}
NEEDED: Final = ("name", "what", "place", "times", "joining")


@dataclass(frozen=True)
class Facts:
    """What stands on the list about one thing to do; a cost or distance that nobody knows is left empty."""

    name: str
    what: str
    place: str
    times: str
    joining: str
    for_whom: str = ""
    cost: str = ""
    distance: str = ""
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access: Mapping[str, str] = field(default_factory=dict)


@action
def list_activity(*, facts: Facts, review_on: date | None, by: Viewer, at: datetime) -> Activity:
    """Put something on the list. Whoever does so keeps it, until somebody else mends or checks it."""
    check_function(by, "keep_activities")
    service = Service.objects.get(pk=by.service_id)
    row = Activity(service=service, made_at=at)
    _write(row, facts)
    _checked(row, review_on, by, at)
    row.save(force_insert=True)
    trace("activity.listed", by=by, at=at, clients=(), about=row)
    return row


@action
def mend_activity(*, activity: Activity, facts: Facts, review_on: date | None, by: Viewer, at: datetime) -> Activity:
    """Write down how it is now; that counts as a check."""
    row = _standing(activity, by)
    _write(row, facts)
    _checked(row, review_on, by, at)
    row.save()
    trace("activity.mended", by=by, at=at, clients=(), about=row)
    return row


@action
def check_activity(*, activity: Activity, by: Viewer, at: datetime) -> Activity:
    """Somebody asked, and all of it is still so; it is looked at again in half a year."""
    row = _standing(activity, by)
    _checked(row, None, by, at)
    row.save(update_fields=["keeper", "checked_on", "review_on"])
    trace("activity.checked", by=by, at=at, clients=(), about=row)
    return row


@action
def take_off_activity(*, activity: Activity, by: Viewer, at: datetime) -> Activity:
    """It is there no more. Whoever planned to go still reads what it was."""
    row = _standing(activity, by)
    row.ends = at
    row.save(update_fields=["ends"])
    trace("activity.taken_off", by=by, at=at, clients=(), about=row)
    return row


def _standing(activity: Activity, by: Viewer) -> Activity:
    check_function(by, "keep_activities", service_id=activity.service_id)
    row = Activity.objects.select_for_update(of=("self",)).select_related("service").get(pk=activity.pk)
    if row.ends is not None:
        raise WrongMoment(_("Nothing was changed."), _("It was taken off the list before."), _("Look at the list now."))
    return row


def _checked(row: Activity, review_on: date | None, by: Viewer, at: datetime) -> None:
    today = at.astimezone(ZoneInfo(row.service.time_zone)).date()
    if review_on is not None and review_on <= today:
        raise _refused(_("The day to look again is not ahead."), _("Give a day after today."), "review_on")
    row.keeper_id, row.checked_on, row.review_on = by.user_id, today, review_on or today + CHECKED_FOR


def _write(row: Activity, facts: Facts) -> None:
    _check_facts(facts)
    for name in LONGEST:
        setattr(row, name, getattr(facts, name).strip())
    row.cost, row.distance = facts.cost, facts.distance
    row.interests, row.languages = sorted(facts.interests), sorted(facts.languages)
    row.access = {one: facts.access.get(one, "unknown") for one in ACCESS}


def _check_facts(facts: Facts) -> None:
    for name, most in LONGEST.items():
        length = len(getattr(facts, name).strip())
        if length == 0 and name in NEEDED:
            raise _refused(_("One of the fields is empty."), _("Write what you know in a few words."), name)
        if length > most:
            found = _("The text has %(count)d characters.") % {"count": length}
            raise _refused(found, _("Write up to %(most)d characters.") % {"most": most}, name)
    offered = {
        "interests": set(facts.interests) <= set(INTERESTS),
        "cost": facts.cost in ("", *COSTS),
        "distance": facts.distance in ("", *DISTANCES),
        "access": set(facts.access) <= set(ACCESS) and set(facts.access.values()) <= set(KNOWN),
    }
    for name, is_offered in offered.items():
        if not is_offered:
            raise _refused(_("Something was chosen that is not offered."), _("Choose from what is shown."), name)


def _refused(found: str, instead: str, field_name: str) -> BadInput:
    return BadInput(_("The list was not changed yet."), found, instead, field_name)
