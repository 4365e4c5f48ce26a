"""Worry: anybody who works here, and anybody in care, may say that they are worried; nobody needs a record for it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.handing_on import first_owner, tell_of_raised
from kith.care.actions.safety import check_concern, raise_alert
from kith.care.models import Alert, BadInput, Client, Concern, Service, User, WrongMoment
from kith.care.models.duty_team import concern_team
from kith.care.models.safety import CONCERN
from kith.care.models.states import CONCERN as MOVES
from kith.care.permissions import NotYours, Viewer, check, check_function
from kith.science.pathways import contact_by


@action
def tell_concern(*, about: str, level: str, words: str, by: Viewer, at: datetime) -> Concern:
    """Say who you are worried about, in your own words. Whoever is on duty finds the record.

    The answer is the same whether or not such a person is in care here.
    """
    check_function(by, "staff_pages")
    return _keep(about, level, words, by, at)


@action
def tell_concern_as_client(*, client: Client, about: str, level: str, words: str, by: Viewer, at: datetime) -> Concern:
    """Somebody in care is worried about somebody else. It stands in nobody's record until duty has looked."""
    check(by, "W", "alerts", client, at=at)
    if by.client_id != client.pk:
        raise NotYours
    return _keep(about, level, words, by, at)


@action
def ask_for_contact(*, client: Client, level: str, words: str, by: Viewer, at: datetime) -> Alert:
    """Somebody in care says that they are not well and want to be contacted: their own alert, with its clock."""
    check(by, "W", "alerts", client, at=at)
    if by.client_id != client.pk:
        raise NotYours
    check_concern(level, words)
    alert = raise_alert(client, level, flag="asked_for_contact", source_key=None, note=words.strip(), by=by, at=at)
    trace("alert.raised", by=by, at=at, clients=[client.pk], about=alert)
    return alert


@action
def see_concern(*, concern: Concern, by: Viewer, at: datetime) -> Concern:
    """Say that you have it in hand and are looking for the record."""
    row = _open(concern, by)
    MOVES.check_move(row.state, "seen")
    row.state, row.touched_at = "seen", at
    row.save(update_fields=["state", "touched_at"])
    trace("concern.seen", by=by, at=at, clients=(), about=row)
    return row


@action
def link_concern(*, concern: Concern, client: Client, by: Viewer, at: datetime) -> Alert:
    """This is who it is about: the alert is raised with the words of whoever was worried, as their concern."""
    row = _open(concern, by)
    check(by, "W", "alerts", client, at=at, is_whole=True)
    MOVES.check_move(row.state, "linked")
    is_colleague = row.raised_by.roles.exists()
    facts = {"person_id": row.raised_by_id} if is_colleague else {}
    alert = raise_alert(client, row.level, flag=CONCERN, source_key=row.pk, note=row.words, by=by, at=at, **facts)
    row.state, row.alert, row.touched_at, row.about, row.words = "linked", alert, at, "", ""
    row.save(update_fields=["state", "alert", "touched_at", "about", "words"])
    trace("concern.linked", by=by, at=at, clients=[client.pk], about=row)
    return alert


@action
def close_concern(*, concern: Concern, reason: str, by: Viewer, at: datetime) -> Concern:
    """It is about nobody in care here, or was passed on: somebody other than who raised it says so, and why."""
    row = _open(concern, by)
    if row.raised_by_id == by.user_id:
        raise WrongMoment(
            _("The concern stays open."),
            _("You raised it yourself."),
            _("A colleague on duty looks at it and closes it."),
        )
    if not reason.strip():
        raise BadInput(
            _("The concern stays open."),
            _("There is no reason."),
            _("Write what you found out and whom you told."),
            "reason",
        )
    MOVES.check_move(row.state, "closed")
    row.state, row.closed_by_id, row.closed_at, row.touched_at = "closed", by.user_id, at, at
    row.reason = reason.strip()
    row.save(update_fields=["state", "closed_by", "closed_at", "touched_at", "reason"])
    trace("concern.closed", by=by, at=at, clients=(), about=row)
    return row


def _keep(about: str, level: str, words: str, by: Viewer, at: datetime) -> Concern:
    check_concern(level, words)
    if not about.strip():
        raise BadInput(
            _("The concern was not sent yet."),
            _("It does not say whom it is about."),
            _("Write a name, a number, or how somebody on duty can find out who it is."),
            "about",
        )
    service = Service.objects.get(pk=by.service_id)
    team = concern_team(service, at)
    row = Concern(
        service=service,
        raised_by=User.objects.get(pk=by.user_id),
        level=level,
        owner=first_owner(team, level, at),
        raised_at=at,
        given_at=at,
        touched_at=at,
        contact_due_at=contact_by(level, at, service.time_zone),
        made_at=at,
    )
    row.about, row.words = about.strip(), words.strip()
    row.save(force_insert=True)
    tell_of_raised(row, team, at)
    trace("concern.raised", by=by, at=at, clients=(), about=row)
    return row


def _open(concern: Concern, by: Viewer) -> Concern:
    check_function(by, "answer_concern", service_id=concern.service_id)
    return Concern.objects.select_for_update(of=("self",)).select_related("service", "raised_by").get(pk=concern.pk)
