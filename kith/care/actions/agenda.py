"""The agenda of a group: members ask for a point, those who lead put it on, and a meeting deals with it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.gather import check_not_ended
from kith.care.actions.naming import check_names_nobody
from kith.care.models import AgendaPoint, AgendaWish, BadInput, Client, Group, Membership, Session, WrongMoment
from kith.care.models.families import UNITS
from kith.care.permissions import NotYours, Viewer, blocked_clients, check, live

LONGEST: Final = 300
MOST_OPEN: Final = 5  # of one member at a time, so that everybody's points find room; our own convention


@action
def ask_for_point(*, client: Client, group: Group, words: str, by: Viewer, at: datetime) -> AgendaWish:
    """A member asks the group to talk about something. Those who lead it put it on the agenda, without the name.

    It is not compared with the members' names here: the answer would tell a member who else is in the group.
    """
    check(by, "W", "agenda_wish", client, at=at)
    what = _("It was not kept yet.")
    if by.client_id != client.pk or not Membership.objects.filter(live(at), group=group, client=client).exists():
        raise NotYours
    _check_has_agenda(group, what)
    _check_words(words, what)
    if AgendaWish.objects.filter(client=client, group=group, point__isnull=True).count() >= MOST_OPEN:
        raise WrongMoment(
            what,
            _("%(count)d points of yours are still waiting.") % {"count": MOST_OPEN},
            _("Say it in the meeting, or wait until they were looked at."),
            "point",
        )
    row = AgendaWish(client=client, group=group, asked_at=at, made_at=at)
    row.words = words.strip()
    row.save(force_insert=True)
    trace("agenda.asked", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def put_on_agenda(*, group: Group, words: str, wish: AgendaWish | None = None, by: Viewer, at: datetime) -> AgendaPoint:
    """A point on the agenda, which every member reads: it holds nobody's name. Perhaps one that a member asked for."""
    check(by, "W", "group_agenda", group, at=at)
    what = _("It is not on the agenda yet.")
    _check_has_agenda(group, what)
    if wish is not None:
        if wish.group_id != group.pk or wish.client_id in blocked_clients(by):
            raise NotYours
        if AgendaPoint.objects.filter(wish=wish).exists():
            raise WrongMoment(what, _("It stands there already."), _("Open the page again."))
    _check_words(words, what)
    check_names_nobody({"point": words}, Membership.objects.filter(group=group).select_related("client"))
    row = AgendaPoint(group=group, author_id=by.user_id, wish=wish, put_on_at=at, made_at=at)
    row.words = words.strip()
    row.save(force_insert=True)
    trace("agenda.put_on", by=by, at=at, clients=[wish.client_id] if wish else (), about=row)
    return row


@action
def deal_with_point(*, point: AgendaPoint, meeting: Session, by: Viewer, at: datetime) -> AgendaPoint:
    """A meeting has talked about it; what it decided is written down as a decision."""
    check(by, "W", "group_agenda", point.group, at=at)
    if meeting.group_id != point.group_id:
        raise NotYours
    row = AgendaPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if row.dealt_at is not None:
        raise WrongMoment(
            _("Nothing was changed."), _("A meeting has dealt with it already."), _("Put it on the agenda again.")
        )
    row.dealt_in, row.dealt_at = meeting, at
    row.save(update_fields=["dealt_in", "dealt_at"])
    trace("agenda.dealt_with", by=by, at=at, clients=(), about=row)
    return row


def _check_has_agenda(group: Group, what: str) -> None:
    check_not_ended(group, what)
    if group.kind in UNITS:
        raise WrongMoment(
            what, _("A couple or a family has no agenda here."), _("Say it in the meeting, or to whoever leads it.")
        )


def _check_words(words: str, what: str) -> None:
    if not words.strip():
        raise BadInput(what, _("There are no words."), _("Write in a sentence what to talk about."), "point")
    if len(words.strip()) > LONGEST:
        raise BadInput(
            what,
            _("It has %(count)d letters.") % {"count": len(words.strip())},
            _("Shorten it to %(most)d.") % {"most": LONGEST},
            "point",
        )
