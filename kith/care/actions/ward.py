"""The roster of a ward or house: everybody who is in care there today has a place in its meeting, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.gather import LONGEST_NAME, are_kept_apart, check_not_ended, give_place, has_said_yes
from kith.care.models import Block, Membership, Session, WrongMoment
from kith.care.models.delivery import WARD
from kith.care.models.places import in_the_house
from kith.care.permissions import NotYours, Viewer, check, live

THE_DAY: Final = timedelta(hours=12)  # around a meeting in which the roster of its day is still brought up to date


@dataclass(frozen=True)
class Called:
    """How many came to the roster, left it, and are of the house without standing on it."""

    came: int
    left: int
    not_on_it: int


@action
def call_the_house(*, meeting: Session, by: Viewer, at: datetime) -> Called:
    """The roster of the day: a place for everybody in care in this house who has said yes to groups.

    Who is no longer in care there has no place any more. Whoever has not said yes, or is kept apart from somebody,
    is counted and not listed; they may come all the same, as guests do.
    """
    group = meeting.group
    if group is None:
        raise NotYours
    check(by, "W", "group", group, at=at)
    what = _("The roster was not changed.")
    check_not_ended(group, what)
    if group.kind != WARD:
        raise WrongMoment(
            what, _("This is no meeting of a ward or house."), _("Add people one by one on the page of the group.")
        )
    if meeting.state != "booked" or not meeting.starts_at - THE_DAY <= at <= meeting.starts_at + THE_DAY:
        raise WrongMoment(
            what,
            _("It is not the day of this meeting, or the meeting was recorded already."),
            _("Open it on its day, and bring the roster up to date then."),
        )
    house = {one.pk: one for one in in_the_house(group)}
    places = list(Membership.objects.filter(live(at), group=group))
    gone = [one for one in places if one.client_id not in house]
    Membership.objects.filter(pk__in=[one.pk for one in gone]).update(ends=at)
    barred = set(
        Block.objects.filter(user__facilitations__group=group, lifted_at=None).values_list("client_id", flat=True)
    )
    missing = [
        client
        for client in house.values()
        if client.pk not in {one.client_id for one in places} and client.pk not in barred
    ]
    ready = [one for one in missing if has_said_yes(one, at)]
    free = group.capacity - (len(places) - len(gone))
    if len(ready) > free:
        raise WrongMoment(
            what,
            _("%(count)d more people belong on it, and it has room for %(free)d.")
            % {"count": len(ready), "free": max(free, 0)},
            _("Raise the largest size on the page of the group, then do it again."),
        )
    came = []
    for client in ready:
        if not are_kept_apart(client, Membership.objects.filter(live(at), group=group), at):
            name = (client.preferred_name or client.given_name)[:LONGEST_NAME]
            place = give_place(group, client, name, by, at, unprepared=_("Came on the roster of the house on its day."))
            place.starts = min(at, meeting.starts_at)
            place.save(update_fields=["starts"])
            came.append(client.pk)
    trace("roster.called", by=by, at=at, clients=[*came, *(one.client_id for one in gone)], about=meeting)
    return Called(len(came), len(gone), len(house) - len(places) + len(gone) - len(came))
