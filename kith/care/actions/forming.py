"""Form: a group comes to be, is described, takes people from the list, and begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from time import monotonic
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.acting import action, trace
from kith.care.actions.confiding import check_repeats_no_confidence
from kith.care.actions.gather import check_not_ended, give_place, reason_unprepared
from kith.care.actions.messages import queue_for_client
from kith.care.actions.naming import check_names_nobody
from kith.care.models import BadInput, Client, Facilitation, Group, GroupWait, Membership, Site, User, WrongMoment
from kith.care.models.agreements import agreement_lines
from kith.care.models.delivery import ACCESS_NEEDS, WARD
from kith.care.models.knowledge import is_known_document, library
from kith.care.permissions import NotYours, Viewer, check, check_function, live
from kith.care.queries.forming import SECONDS, Forming, forming_of
from kith.science.groups import Request, compose

MOST_MEMBERS = 100
LONGEST_ROOM = 120
LONGEST_LINK = 500


@dataclass(frozen=True)
class Frame:
    """When, where and for whom a group is. `weekday` counts from Monday 1; None where no day is set yet."""

    smallest: int = 1
    is_open: bool = True
    language: str = "en"
    weekday: int | None = None
    meets_at: time | None = None
    room: str = ""
    access: tuple[str, ...] = ()
    purpose: str = ""
    link: str = ""


ANY = Frame()


@action
def form_group(
    *,
    site: Site,
    name: str,
    kind: str,
    protocol: str,
    capacity: int,
    facilitators: Sequence[User],
    agreement: str,
    frame: Frame = ANY,
    is_waiting: bool = False,
    by: Viewer,
    at: datetime,
) -> Group:
    """A new group with its leaders; `is_waiting` for one that begins when enough people have a place.

    The meeting of a ward or house follows no intervention.
    """
    check_function(by, "form_group", service_id=site.service_id)
    if any(leader.service_id != site.service_id for leader in facilitators):
        raise NotYours
    if kind == WARD:
        protocol = ""
    elif not is_known_document("protocol", protocol, site.service_id):
        raise _not_formed(
            _("There is no intervention “%(name)s”.") % {"name": protocol}, _("Choose one from the list."), "protocol"
        )
    if not facilitators:
        raise _not_formed(_("Nobody leads it."), _("Name at least one facilitator."), "facilitators")
    if not name.strip():
        raise _not_formed(_("It has no name."), _("Give it a name that says nothing about anybody's health."), "name")
    found = library().protocols.get(protocol)
    size = found.group_size if found else None
    if size is not None and size.of_families and kind != "family":
        raise _not_formed(
            _("It is for families, and each person of a family is asked alone before they meet."),
            _("Choose the kind for families."),
            "kind",
        )
    _check_frame(frame, capacity)
    group = Group(
        service_id=site.service_id,
        site=site,
        name=name.strip(),
        kind=kind,
        protocol=protocol,
        protocol_version=found.version if found else "",
        state="forming" if is_waiting else "running",
        starts=at,
        made_at=at,
    )
    _describe(group, frame, capacity, agreement)
    group.save(force_insert=True)
    Facilitation.objects.bulk_create(
        [Facilitation(group=group, staff=staff, starts=at, made_at=at) for staff in facilitators]
    )
    trace("group.formed", by=by, at=at, clients=(), about=group)
    return group


@action
def describe_group(*, group: Group, frame: Frame, capacity: int, agreement: str, by: Viewer, at: datetime) -> Group:
    """When, where, for whom and with which rules the group is from now on. New rules ask each member for a new yes.

    Members read what it is for and what was agreed: neither holds a member's name, and neither repeats a confidence.
    """
    check(by, "W", "group", group, at=at)
    check_not_ended(group, _("The group was not changed."))
    _check_frame(frame, capacity)
    members = Membership.objects.filter(live(at), group=group).count()
    if capacity < members:
        raise BadInput(
            _("The group was not changed."),
            _("It has %(members)d members, more than %(capacity)d.") % {"members": members, "capacity": capacity},
            _("Give a size that holds everybody who has a place."),
            "capacity",
        )
    told = {"purpose": frame.purpose, "agreement": agreement}
    check_names_nobody(told, group.memberships.select_related("client"))
    check_repeats_no_confidence(told, group)
    is_new_text = agreement_lines(group.agreement) != agreement_lines(agreement)
    _describe(group, frame, capacity, agreement)
    group.save()
    for client in Client.objects.filter(membership__in=Membership.objects.filter(live(at), group=group)):
        if is_new_text:
            key = f"agreement:{group.pk}:{at:%y%m%d%H%M%S}:{client.pk}"
            queue_for_client(client=client, template="please_log_in", key=key, at=at)
    trace("group.described", by=by, at=at, clients=(), about=group)
    return group


@action
def begin_group(*, group: Group, by: Viewer, at: datetime) -> Group:
    """A group that was waiting for people runs from now on. Refused while it has fewer than its smallest size."""
    check(by, "W", "group", group, at=at)
    if group.state != "forming":
        raise WrongMoment(_("Nothing was changed."), _("The group has begun already."), _("Book its next meeting."))
    members = Membership.objects.filter(live(at), group=group).count()
    if members < group.smallest:
        raise WrongMoment(
            _("The group did not begin."),
            ngettext(
                "%(count)d person has a place, and it runs with %(least)d or more.",
                "%(count)d people have a place, and it runs with %(least)d or more.",
                members,
            )
            % {"count": members, "least": group.smallest},
            _("Place more people, or lower its smallest size if the leaders agree."),
        )
    group.state = "running"
    group.save(update_fields=["state"])
    trace("group.begun", by=by, at=at, clients=(), about=group)
    return group


@action
def place_people(
    *, protocol: str, places: Mapping[UUID, UUID], unprepared: Mapping[UUID, str], by: Viewer, at: datetime
) -> list[Membership]:
    """People of the list (wait -> group) join; all of them or nobody. Checked once more against every rule.

    Whoever was not prepared alone joins only with a reason (wait -> words), which is kept with their place.

    What the machine would have proposed, and whether somebody chose otherwise, is kept with each place.
    """
    check_function(by, "form_group", service_id=by.service_id)
    if not places:
        raise BadInput(
            _("Nobody was placed."),
            _("There is no place to give."),
            _("Wait until somebody fits, or open a group."),
            "",
        )
    waits = GroupWait.objects.filter(pk__in=places, client__service_id=by.service_id).count()
    groups = Group.objects.filter(pk__in=set(places.values()), service_id=by.service_id).count()
    if (waits, groups) != (len(places), len(set(places.values()))):
        raise NotYours
    now = forming_of(protocol, viewer=by, at=at)
    if now.request is None or not set(places) <= set(now.waits) or not set(places.values()) <= set(now.groups):
        raise WrongMoment(
            _("Nobody was placed."), _("The list or the groups have changed since."), _("Look at the new proposal.")
        )
    whys = {
        one: reason_unprepared(
            now.waits[one].is_prepared, unprepared.get(one, ""), _("Nobody was placed."), f"unprepared-{one}"
        )
        for one in places
    }
    _check_rules(now.request, now, places)
    proposed = compose(now.request, pins=now.pins, seconds=SECONDS, clock=monotonic).placed
    joined = []
    for wait_id, group_id in places.items():
        wait = now.waits[wait_id]
        joined.append(
            give_place(now.groups[group_id], wait.client, wait.display_name, by, at, unprepared=whys[wait_id])
        )
        _close(wait, group_id, proposed.get(str(wait_id)), at)
    trace("groups.filled", by=by, at=at, clients=[one.client_id for one in joined])
    return joined


def _check_rules(request: Request, now: Forming, places: Mapping[UUID, UUID]) -> None:
    pins: dict[str, str | None] = {str(wait): None for wait in now.waits}
    pins |= {**now.pins, **{str(wait): str(group) for wait, group in places.items()}}
    if compose(request, pins=pins, seconds=0).status == "cannot":
        raise WrongMoment(
            _("Nobody was placed."),
            _("Together these places break a rule: of size, time, language, need, or of who must not meet."),
            _("Look at the proposal again; it says what stands in the way."),
        )


def _close(wait: GroupWait, group_id: UUID, proposed: str | None, at: datetime) -> None:
    wait.ends, wait.ending = at, "placed"
    wait.placed = {
        "group": str(group_id),
        "proposed": proposed,
        "is_as_proposed": proposed == str(group_id),
        "days_waited": (at - wait.starts).days,
    }
    wait.save(update_fields=["ends", "ending", "placed"])


def _describe(group: Group, frame: Frame, capacity: int, agreement: str) -> None:
    group.capacity, group.smallest, group.is_open = capacity, frame.smallest, frame.is_open
    group.language, group.weekday, group.meets_at = frame.language, frame.weekday, frame.meets_at
    group.room, group.access = frame.room.strip(), sorted(frame.access)
    group.purpose, group.link, group.agreement = frame.purpose.strip(), frame.link.strip(), agreement


def _check_frame(frame: Frame, capacity: int) -> None:
    if not 1 <= frame.smallest <= capacity <= MOST_MEMBERS:
        raise _not_formed(
            _("It would run with %(least)d to %(most)d people.") % {"least": frame.smallest, "most": capacity},
            _("Give a smallest and a largest size from 1 to %(most)d, the smallest first.") % {"most": MOST_MEMBERS},
            "capacity",
        )
    if (frame.weekday is None) != (frame.meets_at is None) or not (frame.weekday is None or 1 <= frame.weekday <= 7):
        raise _not_formed(_("Its day or its hour is missing."), _("Give both, or neither."), "meets_at")
    if not set(frame.access) <= set(ACCESS_NEEDS):
        raise _not_formed(_("A need is not on the list."), _("Choose from what is offered."), "access")
    if len(frame.room) > LONGEST_ROOM or len(frame.link) > LONGEST_LINK:
        raise _not_formed(_("The room or the link is too long."), _("Shorten it."), "room")
    if frame.link and not frame.link.startswith("https://"):
        raise _not_formed(
            _("The link does not begin with https://."), _("Paste the whole address of the online room."), "link"
        )


def _not_formed(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("The group was not saved."), found, instead, field)
