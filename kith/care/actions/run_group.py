"""Run a group: who leads it from when, a meeting called off or moved, and its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.gather import check_not_ended
from kith.care.actions.messages import queue_for_client
from kith.care.actions.together import check_safe_together
from kith.care.actions.weigh import check_may_meet
from kith.care.models import BadInput, Block, Client, Facilitation, Group, Membership, Role, Session, User, WrongMoment
from kith.care.models.delivery import leading_roles
from kith.care.models.states import GROUP, SESSION, word_of
from kith.care.permissions import NotYours, Viewer, check, live

ASIDE = 10_000  # numbers that no meeting has, while meetings change places


@action
def end_group(*, group: Group, by: Viewer, at: datetime) -> Group:
    """The group ends: every place and all leading end now, meetings to come are called off, and members are told.

    Meetings that were held stay, and whoever led it to the end can finish their notes for ninety days.
    """
    check(by, "W", "group", group, at=at)
    check_not_ended(group, _("Nothing was changed."))
    GROUP.check_move(group.state, "ended")
    members = _members(group, at)
    Membership.objects.filter(live(at), group=group).update(ends=at)
    Facilitation.objects.filter(live(at), group=group).update(ends=at)
    group.sessions.filter(state="booked", starts_at__gt=at).update(state="cancelled")
    group.state, group.ends = "ended", at
    group.save(update_fields=["state", "ends"])
    _tell(members, f"group_ended:{group.pk}", at)
    trace("group.ended", by=by, at=at, clients=[one.pk for one in members], about=group)
    return group


@action
def lead_group(*, group: Group, staff: User, by: Viewer, at: datetime) -> Facilitation:
    """This colleague leads the group from now on and sees who is in it."""
    check(by, "W", "group_leading", group, at=at)
    check_not_ended(group, _("Nobody new leads the group."))
    if staff.service_id != group.service_id:
        raise NotYours
    roles = set(Role.objects.filter(live(at), user=staff, user__is_active=True).values_list("name", flat=True))
    if not roles & set(leading_roles(group.kind)):
        raise BadInput(
            _("Nobody new leads the group."),
            _("This colleague has no role with which somebody leads groups."),
            _("Choose one from the list, or ask your administrator for the role."),
            "staff",
        )
    if Facilitation.objects.filter(live(at), group=group, staff=staff).exists():
        raise WrongMoment(
            _("Nothing was changed."), _("This colleague leads the group already."), _("Open the page again.")
        )
    places = Membership.objects.filter(live(at), group=group).values("client")
    if Block.objects.filter(user=staff, client__in=places, lifted_at=None).exists():
        raise WrongMoment(
            _("Nobody new leads the group."),
            _("A rule stands against this colleague in this group."),
            _("Choose somebody else."),
            "staff",
        )
    row = Facilitation.objects.create(group=group, staff=staff, starts=at, made_at=at)
    trace("group.led", by=by, at=at, clients=(), about=row)
    return row


@action
def stop_leading(*, facilitation: Facilitation, by: Viewer, at: datetime) -> Facilitation:
    """This colleague leads no longer and from now on sees nothing of the group. Refused for the only one who leads."""
    group = facilitation.group
    check(by, "W", "group_leading", group, at=at)
    check_not_ended(group, _("Nothing was changed."))
    leading = Facilitation.objects.filter(live(at), group=group)
    if not leading.filter(pk=facilitation.pk).exists():
        raise WrongMoment(
            _("Nothing was changed."), _("This colleague does not lead the group now."), _("Open the page again.")
        )
    if leading.count() == 1:
        raise WrongMoment(
            _("Nothing was changed."),
            _("Nobody else leads the group."),
            _("Name first who takes it over, or end the group."),
        )
    facilitation.ends = at
    facilitation.save(update_fields=["ends"])
    trace("group.led_no_more", by=by, at=at, clients=(), about=facilitation)
    return facilitation


@action
def call_off_meeting(*, meeting: Session, by: Viewer, at: datetime) -> Session:
    """A booked meeting does not take place; members are told. The meetings after it take the pages in order."""
    group = _group_of(meeting, by, at, _("The meeting was not called off."))
    SESSION.check_move(meeting.state, "cancelled")
    meeting.state = "cancelled"
    meeting.save(update_fields=["state"])
    _number_anew(group)
    members = _members(group, at)
    _tell(members, f"meeting_off:{meeting.pk}", at)
    trace("meeting.called_off", by=by, at=at, clients=[one.pk for one in members], about=meeting)
    return meeting


@action
def move_meeting(*, meeting: Session, starts_at: datetime, by: Viewer, at: datetime) -> Session:
    """A booked meeting takes place at another time; members are told."""
    what = _("The meeting was not moved.")
    group = _group_of(meeting, by, at, _("The meeting was not moved."))
    check_safe_together(group, at, "moved")
    check_may_meet(group, starts_at, "moved")
    if starts_at <= at:
        raise BadInput(what, _("The new time is over already."), _("Give a day and an hour to come."), "moved_to")
    if group.sessions.filter(starts_at=starts_at, state="booked").exists():
        raise WrongMoment(what, _("A meeting is booked for that time."), _("Choose another time."), "moved_to")
    meeting.starts_at = starts_at
    meeting.save(update_fields=["starts_at"])
    _number_anew(group)
    members = _members(group, at)
    _tell(members, f"meeting_moved:{meeting.pk}:{at:%y%m%d%H%M%S}", at)
    trace("meeting.moved", by=by, at=at, clients=[one.pk for one in members], about=meeting)
    return meeting


def _group_of(meeting: Session, by: Viewer, at: datetime, what: str) -> Group:
    if meeting.group is None:
        raise NotYours
    check(by, "W", "group", meeting.group, at=at)
    check_not_ended(meeting.group, what)
    if meeting.state != "booked":
        raise WrongMoment(
            what,
            _("It is marked as %(state)s already.") % {"state": word_of(meeting.state)},
            _("Open the page of the group again."),
        )
    return meeting.group


def _number_anew(group: Group) -> None:
    """Booked meetings are numbered in the order of their days, after those that were held."""
    held = group.sessions.filter(state="held").order_by("-number").values_list("number", flat=True).first() or 0
    booked = list(group.sessions.filter(state="booked").order_by("starts_at", "pk").values_list("pk", flat=True))
    for start in (ASIDE, held + 1):
        for number, session in enumerate(booked, start):
            group.sessions.filter(pk=session).update(number=number)


def _members(group: Group, at: datetime) -> list[Client]:
    return list(Client.objects.filter(pk__in=Membership.objects.filter(live(at), group=group).values("client")))


def _tell(members: Iterable[Client], key: str, at: datetime) -> None:
    """“Please log in”, as each one's contact rule allows; what it is about stands on their own page."""
    for client in members:
        queue_for_client(client=client, template="please_log_in", key=f"{key}:{client.pk}", at=at)
