"""How an alert gets its owner and goes on to the next: its steps, who is told, and what the clock decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import trace
from kith.care.actions.messages import queue_message
from kith.care.models import Alert, AlertStep, Client, Concern, User, WrongMoment
from kith.care.models.duty import OPEN_CONCERN
from kith.care.models.duty_team import case_of, concern_team, team_of
from kith.care.permissions import FULL, NOBODY, Viewer, access_to, viewer_of
from kith.science.pathways import Away, HandOn, OpenCase, Team, chain_of, hand_on


def add_step(alert: Alert, step: str, note: str, by: Viewer, at: datetime, **facts: Any) -> AlertStep:
    """Write down one thing that happened to an alert. What nobody did, the clock did."""
    is_person = by.invitation_id is None and by.user_id != NOBODY
    told: dict[str, Any] = {"person_id": by.user_id if is_person else None, **facts}
    if step == "raised":  # later news may change both of the alert; what was counted of this one stays
        told |= {"level": alert.level, "contact_due_at": alert.contact_due_at}
    row = AlertStep(
        alert=alert,
        client_id=alert.client_id,
        step=step,
        invitation_id=by.invitation_id,
        at=at,
        made_at=at,
        **told,
    )
    row.note = note
    row.save(force_insert=True)
    return row


def first_owner(team: Team, level: str, at: datetime) -> User:
    """Whose a new alert is: the first of the chain. A manager is named when nobody else is there."""
    first = chain_of(team, level, at).first
    if first is None:
        raise WrongMoment(
            _("The alert has no owner."),
            _("This service has nobody on duty."),
            _("Give somebody the duty role before taking people in."),
        )
    return User.objects.get(pk=first)


def tell(person: User, about: Alert | Concern, at: datetime) -> None:
    """One neutral message: that something waits."""
    kind = "alert" if isinstance(about, Alert) else "concern"
    queue_message(to=person, template="alert_waiting", key=f"{kind}:{about.pk}:{person.pk}:{at.isoformat()}", at=at)


def tell_managers(team: Team, about: Alert | Concern, at: datetime) -> None:
    """Whoever can put somebody on duty hears that nobody is, or that nobody has answered. Never what it is about."""
    for person in User.objects.filter(pk__in=team.managers):
        tell(person, about, at)


def tell_of_raised(alert: Alert | Concern, team: Team, at: datetime) -> None:
    """The owner, and the managers when nobody is on duty and the lead is not at work."""
    tell(alert.owner, alert, at)
    if not chain_of(team, alert.level, at).is_covered:
        tell_managers(team, alert, at)


def hand_on_alert(alert: Alert, by: Viewer, at: datetime) -> bool:
    """Carry out what the table says about one alert now; whether it went on. The caller holds the row."""
    team = team_of(alert.client, at)
    case = case_of(alert, alert.steps.all())
    if not _can_answer(alert.owner, alert.client, team, at):
        team = replace(team, away=(*team.away, Away(case.owner, case.given_at)))
    found = hand_on(case, team, at)
    if found is None:
        return False
    before, alert.owner = alert.owner, User.objects.get(pk=found.to)
    alert.state = "raised" if alert.state in ("raised", "seen") else alert.state
    alert.save(update_fields=["owner", "state"])
    add_step(
        alert,
        "escalated",
        "",
        by,
        at,
        from_owner=before,
        to_owner=alert.owner,
        reason=found.reason,
        clock_at=found.clock_at,
    )
    _tell_of(found, alert, team, at)
    trace("alert.escalated", by=by, at=at, clients=[alert.client_id], about=alert, rule=f"alert.{found.reason}")
    return True


def hand_on_concern(concern: Concern, by: Viewer, at: datetime) -> bool:
    """The same for a concern about somebody whose record nobody has found yet."""
    team = concern_team(concern.service, at)
    if str(concern.owner_id) not in {*chain_of(team, concern.level, at).people, *team.managers}:
        team = replace(team, away=(*team.away, Away(str(concern.owner_id), concern.given_at)))
    found = hand_on(_case_of_concern(concern), team, at)
    if found is None:
        return False
    concern.owner_id = UUID(found.to)
    concern.state, concern.given_at, concern.times = "raised", at, concern.times + 1
    concern.save(update_fields=["owner", "state", "given_at", "times"])
    _tell_of(found, concern, team, at)
    trace("concern.escalated", by=by, at=at, clients=(), about=concern, rule=f"concern.{found.reason}")
    return True


def hand_on_all_of(person: User, by: Viewer, at: datetime) -> None:
    """Whatever somebody owns who is away from now on goes to the next in the chain, inside the caller's transaction."""
    alerts = Alert.objects.select_for_update(of=("self",)).filter(owner=person).exclude(state="closed")
    for alert in alerts.select_related("client__service", "owner").order_by("pk"):
        hand_on_alert(alert, by, at)
    concerns = Concern.objects.select_for_update(of=("self",)).filter(owner=person, state__in=OPEN_CONCERN)
    for concern in concerns.select_related("service", "owner").order_by("pk"):
        hand_on_concern(concern, by, at)


def _tell_of(found: HandOn, about: Alert | Concern, team: Team, at: datetime) -> None:
    tell(about.owner, about, at)
    if found.tells_managers:
        tell_managers(team, about, at)


def _can_answer(owner: User, client: Client, team: Team, at: datetime) -> bool:
    """Whether an owner may still open the alert, or is a manager who finds somebody that may."""
    if not owner.is_active:
        return False
    is_open = access_to(viewer_of(owner, at=at), client, at=at).level("W", "alerts") == FULL
    return is_open or str(owner.pk) in team.managers


def _case_of_concern(concern: Concern) -> OpenCase:
    return OpenCase(
        level=concern.level,
        state=concern.state,  # type: ignore[arg-type]
        owner=str(concern.owner_id),
        given_at=concern.given_at,
        contact_due_at=concern.contact_due_at,
        touched_at=concern.touched_at,
        times=concern.times,
    )
