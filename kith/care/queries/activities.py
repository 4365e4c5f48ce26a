"""Things to do nearby: the service's list, what would suit one person and why, and how their outings went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kith.care.models import Activity, Client, Group, Outing, Service, WrongMoment
from kith.care.models.keys import preload
from kith.care.permissions import NotYours, Viewer, check_function, policy
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.staff_looking import open_as_staff
from kith.care.queries.who_sees import Seer, who_sees
from kith.science import connections
from kith.science.connections import Fit, Liking, Offer, next_after, sort_out

PARTS = ("interests", "needs", "furthest", "cost")  # of a wish, in the order in which they are asked


@dataclass(frozen=True)
class ActivityShown:
    """One on the list. `is_stale`: the day on which somebody should have looked again has gone by."""

    id: UUID
    name: str
    what: str
    place: str
    times: str
    for_whom: str
    joining: str
    cost: str
    distance: str
    interests: tuple[str, ...]
    languages: tuple[str, ...]
    access: Mapping[str, str]
    keeper: str
    checked_on: date
    review_on: date
    is_stale: bool


@dataclass(frozen=True)
class Suggested:
    """One on the list, with the reasons for or against it."""

    activity: ActivityShown
    why: Fit


@dataclass(frozen=True)
class OutingShown:
    """A plan to go, and what was told of it; went is empty until it was told."""

    id: UUID
    activity: ActivityShown
    day: date | None
    who: str
    easier: str
    went: str
    how: int | None
    words: str
    told_on: date | None


@dataclass(frozen=True)
class ListPage:
    """The service's list, what nobody has looked at for too long first."""

    time_zone: str
    activities: tuple[ActivityShown, ...]
    languages: tuple[str, ...]
    may_keep: bool

    @property
    def stale(self) -> int:
        """How many nobody has looked at since the day on which somebody should have."""
        return sum(one.is_stale for one in self.activities)


@dataclass(frozen=True)
class MyActivities:
    """The person's own page. `wants` has a part only once it was asked; a part that is None was not said."""

    time_zone: str
    today: date
    wants: Mapping[str, Any]
    suits: tuple[Suggested, ...]
    left_out: tuple[Suggested, ...]
    plan: OutingShown | None
    been: tuple[OutingShown, ...]
    readers: tuple[Seer, ...]


@dataclass(frozen=True)
class OutingsPage:
    """The practitioner's page about it, with what they might do next."""

    head: ClientHead
    wants: Mapping[str, Any]
    suits: tuple[Suggested, ...]
    left_out: tuple[Suggested, ...]
    outings: tuple[OutingShown, ...]
    next: connections.Next


def activities(*, viewer: Viewer, at: datetime) -> ListPage:
    """The list of the viewer's own service."""
    check_function(viewer, "activities")
    service = Service.objects.get(pk=viewer.service_id)
    today = at.astimezone(ZoneInfo(viewer.time_zone)).date()
    shown = [_shown(row, today) for row in _listed(viewer.service_id)]
    spoken = Group.objects.filter(service=service).exclude(state="ended").values_list("language", flat=True)
    page = ListPage(
        time_zone=viewer.time_zone,
        activities=tuple(sorted(shown, key=lambda one: not one.is_stale)),
        languages=tuple(sorted({service.language, *spoken, *(code for one in shown for code in one.languages)} - {""})),
        may_keep=bool(viewer.roles & set(policy().functions["keep_activities"])),
    )
    note_seen(viewer, "activities.seen", (), at=at)
    return page


def listed_activity(*, viewer: Viewer, activity_id: UUID) -> Activity:
    """One on the list of the viewer's own service, to be mended, checked or taken off; NotYours otherwise."""
    check_function(viewer, "keep_activities")
    return _one(viewer.service_id, activity_id)


def my_activities(*, viewer: Viewer, at: datetime, verb: str = "R") -> MyActivities:
    """What there is for the viewer, the plan that stands, and where they have been."""
    own = open_own(viewer, verb, "outings", at=at)
    preload([own.client.pk])
    wants = _wants(own.client)
    suits, left_out = _sorted_for(own.client, wants, own.today)
    outings = _outings(own.client, own.today)
    page = MyActivities(
        time_zone=own.time_zone,
        today=own.today,
        wants=wants,
        suits=suits,
        left_out=left_out,
        plan=next((one for one in outings if not one.went), None),
        been=tuple(reversed([one for one in outings if one.went])),
        readers=who_sees(["outings"], viewer=viewer, client=own.client, at=at)["outings"],
    )
    note_seen(viewer, "my_activities.seen", [own.client.pk], at=at)
    return page


def activity_to_plan(*, viewer: Viewer, activity_id: UUID, at: datetime) -> Activity:
    """One of the place where the viewer is in care, also one that was just taken off the list; NotYours otherwise."""
    own = open_own(viewer, "W", "outings", at=at)
    found = Activity.objects.filter(pk=activity_id, service=own.client.service_id).first()
    if found is None:
        raise NotYours
    return found


def my_outing(*, viewer: Viewer, at: datetime) -> Outing:
    """The viewer's own plan that stands, or else the newest that was told of; WrongMoment without one."""
    own = open_own(viewer, "W", "outings", at=at)
    rows = own.client.outing_set.filter(ends=None).select_related("client", "activity").order_by("-starts")
    found: Outing | None = rows.first()
    if found is None:
        raise WrongMoment(
            _("Nothing was changed."),
            _("You have no plan to go somewhere."),
            _("Choose something you would like to do."),
        )
    return found


def outings(*, viewer: Viewer, client_id: UUID, at: datetime) -> OutingsPage:
    """What a person said they like, what would suit, where they went, and a next step for the practitioner."""
    client, access = open_as_staff(viewer, client_id, "R", "outings", at=at)
    preload([client.pk])
    today = at.astimezone(ZoneInfo(client.service.time_zone)).date()
    wants = _wants(client)
    suits, left_out = _sorted_for(client, wants, today)
    found = _outings(client, today)
    page = OutingsPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        wants=wants,
        suits=suits,
        left_out=left_out,
        outings=tuple(reversed(found)),
        next=next_after([connections.Outing(one.went, one.how) for one in found]),
    )
    note_seen(viewer, "outings.seen", [client.pk], at=at)
    return page


def _listed(service_id: UUID) -> QuerySet[Activity]:
    return Activity.objects.filter(service=service_id, ends=None).select_related("keeper").order_by("name")


def _one(service_id: UUID, activity_id: UUID) -> Activity:
    found = _listed(service_id).select_related("service").filter(pk=activity_id).first()
    if found is None:
        raise NotYours
    return found


def _wants(client: Client) -> Mapping[str, Any]:
    row = client.activitywish_set.filter(ends=None).order_by("-starts", "-pk").first()
    return row.wants if row else {}


def _sorted_for(
    client: Client, wants: Mapping[str, Any], today: date
) -> tuple[tuple[Suggested, ...], tuple[Suggested, ...]]:
    """Nothing before something was said: a list that nobody asked for is no suggestion."""
    if not wants:
        return (), ()
    rows = {str(row.pk): row for row in _listed(client.service_id)}
    liking = Liking(
        interests=frozenset(wants.get("interests") or ()),
        needs=frozenset(wants.get("needs") or ()),
        languages=frozenset({client.language} - {""}),
        most_cost=wants.get("cost") or "",
        furthest=wants.get("furthest") or "",
    )
    suits, out = sort_out(liking, map(_offer, rows.values()))
    return _told(suits, rows, today), _told(out, rows, today)


def _told(fits: Iterable[Fit], rows: Mapping[str, Activity], today: date) -> tuple[Suggested, ...]:
    return tuple(Suggested(_shown(rows[one.id], today), one) for one in fits)


def _offer(row: Activity) -> Offer:
    known = {need: answer == "yes" for need, answer in row.access.items() if answer != "unknown"}
    return Offer(str(row.pk), frozenset(row.interests), frozenset(row.languages), row.cost, row.distance, known)


def _outings(client: Client, today: date) -> list[OutingShown]:
    """In order of time; those that were taken back are not shown again."""
    rows = client.outing_set.filter(ends=None).select_related("activity__keeper").order_by("starts")
    zone = ZoneInfo(client.service.time_zone)
    return [
        OutingShown(
            id=row.pk,
            activity=_shown(row.activity, today),
            day=date.fromisoformat(row.planned["when"]) if row.planned.get("when") else None,
            who=row.planned.get("who", ""),
            easier=row.planned.get("easier", ""),
            went=row.told.get("went", ""),
            how=row.told.get("how"),
            words=row.told.get("words", ""),
            told_on=row.told_at.astimezone(zone).date() if row.told_at else None,
        )
        for row in rows
    ]


def _shown(row: Activity, today: date) -> ActivityShown:
    plain = ("name", "what", "place", "times", "for_whom", "joining", "cost", "distance", "checked_on", "review_on")
    return ActivityShown(
        id=row.pk,
        interests=tuple(row.interests),
        languages=tuple(row.languages),
        access=row.access,
        keeper=row.keeper.display_name,
        is_stale=row.review_on < today,
        **{name: getattr(row, name) for name in plain},
    )
