"""Ask members about a group's meetings: each alone, on their own device or on a tablet that locks between members."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.asking import open_for
from kith.care.actions.inviting import TABLET_LASTS, Asked, make_invitation
from kith.care.actions.schedule import Asking, schedule_row
from kith.care.actions.together import check_not_held_back
from kith.care.models import BadInput, Client, Invitation, MeasureRequest, MeasureSchedule, Session, WrongMoment
from kith.care.models.asking import ABOUT_GROUPS, GROUP_ARRIVAL, GROUP_CHECK
from kith.care.models.delivery import PRESENT
from kith.care.models.places import places_at
from kith.care.models.states import word_of
from kith.care.permissions import NotYours, Viewer, blocked_clients, check


def ask_about_groups(client: Client, by: Viewer, at: datetime) -> None:
    """Inside joining a group: how each of its meetings was is asked from now on, unless it is asked already."""
    _ask_at_meetings(client, GROUP_CHECK, by, at)


@action
def open_check(*, meeting: Session, instrument: str, by: Viewer, at: datetime) -> list[MeasureRequest]:
    """Everybody of the meeting can answer now, on their own device: on coming in, or how the meeting was.

    The check on arrival is asked at each of their meetings from then on, of whoever is asked about meetings. Where
    somebody's practitioner decided that it is not asked any more, that stands.
    """
    _check_may_ask(meeting, instrument, by, at)
    return _open(meeting, instrument, by, at)


@action
def pass_tablet(*, meeting: Session, instrument: str, by: Viewer, at: datetime) -> list[Invitation]:
    """The same on one tablet that goes round: an invitation for each who has not answered, for at most an hour.

    The caller ends the log-in before the first page is shown. Each member's answers close before the next one's open.
    """
    _check_may_ask(meeting, instrument, by, at)
    _open(meeting, instrument, by, at)
    asked = open_requests_of(meeting, instrument, at).exclude(client__in=blocked_clients(by))
    clients = {row.client_id: row.client for row in asked.select_related("client__service")}
    if not clients:
        raise WrongMoment(
            _("The tablet was not passed round."),
            _("Nobody of this meeting is asked now: they have answered, or it is too early or too late."),
            _("Look at the list of who has answered."),
        )
    return [
        make_invitation(
            client, Asked([instrument], language=client.language), "kiosk", at + TABLET_LASTS, by, at
        ).invitation
        for client in clients.values()
    ]


@action
def end_round(*, invitations: list[Invitation], by: Viewer, at: datetime) -> None:
    """The tablet comes back: nothing can be answered on it any more. Whoever has not answered can on their own device.

    An alert that an answer has raised stays, also of one that was not sent.
    """
    _check_holds(invitations, by)
    for one in Invitation.objects.select_for_update().filter(pk__in=[one.pk for one in invitations], used_at=None):
        one.used_at = at
        one.save(update_fields=["used_at"])
        one.drafts.all().delete()
    trace("tablet_round.ended", by=by, at=at, clients=[one.client_id for one in invitations])


def open_requests_of(meeting: Session, instrument: str, at: datetime) -> QuerySet[MeasureRequest]:
    """Who is asked about this meeting now and has not answered, skipped or refused it."""
    return MeasureRequest.objects.filter(
        session=meeting, instrument=instrument, respondent="self", state="open", opens_at__lte=at, expires_at__gt=at
    )


def _check_holds(invitations: Collection[Invitation], by: Viewer) -> None:
    """Raises NotYours for everybody but the tablet for which these very invitations were made."""
    if not invitations or not {one.pk for one in invitations} <= set(by.holds):
        raise NotYours


def _open(meeting: Session, instrument: str, by: Viewer, at: datetime) -> list[MeasureRequest]:
    group = meeting.group
    assert group is not None
    away = meeting.attendances.filter(replaced_by__isnull=True).exclude(status__in=PRESENT)
    there = {one.client_id: one.client for one in places_at(group, meeting, ())}
    for who in away.values_list("client_id", flat=True):
        there.pop(who, None)
    if instrument == GROUP_ARRIVAL:
        for client in there.values():
            _ask_on_arrival(client, by, at)
    scope = Q(client__in=list(there))
    live = MeasureSchedule.objects.filter(scope, instrument=instrument, respondent="self", ended_at__isnull=True)
    zone = ZoneInfo(group.service.time_zone)
    opened = open_for(live.select_related("episode"), zone=zone, scope=scope, at=at)
    trace("group_check.opened", by=by, at=at, clients=sorted(row.client_id for row in opened), about=meeting)
    return opened


def _ask_on_arrival(client: Client, by: Viewer, at: datetime) -> None:
    asked = MeasureSchedule.objects.filter(client=client, episode=client.newest_episode(), respondent="self")
    is_asked_about_groups = asked.filter(ended_at__isnull=True, instrument=GROUP_CHECK).exists()
    if is_asked_about_groups and not asked.filter(instrument=GROUP_ARRIVAL).exists():
        _ask_at_meetings(client, GROUP_ARRIVAL, by, at)


def _ask_at_meetings(client: Client, instrument: str, by: Viewer, at: datetime) -> None:
    episode = client.newest_episode()
    if episode is None or episode.state == "ended":
        return
    if episode.schedules.filter(ended_at__isnull=True, instrument=instrument, respondent="self").exists():
        return
    today = at.astimezone(ZoneInfo(client.service.time_zone)).date()
    row = schedule_row(episode, Asking(instrument, "every_session", today), by, at)
    row.save(force_insert=True)
    trace("schedule.set", by=by, at=at, clients=[client.pk], about=row)


def _check_may_ask(meeting: Session, instrument: str, by: Viewer, at: datetime) -> None:
    if meeting.group is None or not by.is_staff:
        raise NotYours
    check(by, "W", "roster", meeting.group, at=at)
    if instrument not in ABOUT_GROUPS:
        raise BadInput(
            _("Nobody was asked."),
            _("This is no question about a meeting."),
            _("Use the buttons of the page."),
            "",
        )
    if meeting.state not in ("booked", "held"):
        raise WrongMoment(
            _("Nobody was asked."),
            _("The meeting is marked as %(state)s.") % {"state": word_of(meeting.state)},
            _("Open the meeting that is held."),
        )
    check_not_held_back(meeting.group, meeting.starts_at, "recorded")
