"""Safety: alerts that a named person owns until a person closes them, and safety plans. May be needed at every step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.follow_up import ask_for_follow_up
from kith.care.actions.handing_on import add_step, first_owner, hand_on_alert, tell, tell_of_raised
from kith.care.models import Alert, AlertStep, BadInput, Client, SafetyPlan, User, WrongMoment
from kith.care.models.authoring import is_own
from kith.care.models.duty_team import team_of
from kith.care.models.knowledge import library
from kith.care.models.safety import ALERT_OUTCOMES, CONCERN, LEVELS, was_told_by
from kith.care.models.states import ALERT
from kith.care.permissions import FULL, Viewer, access_to, check, viewer_of
from kith.science.instruments import Instrument, Scored
from kith.science.pathways import contact_by, respond

SAFETY_PLAN_REVIEW = timedelta(days=90)
AGREEMENTS = ("means", "copies", "may_know")
SAFETY_STEPS = ("warning_signs", "coping", "places_and_people", "ask_for_help", "professionals", "safer_place")


def raise_for_answers(
    *,
    client: Client,
    definition: Instrument,
    answers: Mapping[str, float | None],
    scored: Scored,
    source_key: UUID,
    by: Viewer,
    at: datetime,
) -> Alert | None:
    """Raise (or add to) the alert that these answers call for, inside the caller's transaction."""
    alert = None
    for flag in definition.flags:
        if flag.id in scored.flags and flag.response is not None:
            value = answers.get(flag.item) if flag.item else scored.scores[flag.scale].value if flag.scale else None
            level = respond(library().safety_responses[flag.response], flag, value)
            urgency: str = level.urgency
            if is_own(definition.id):  # its answers are numbered in its own way: how soon is said by the flag itself
                urgency = "high" if flag.urgency == "same_day" else "moderate"
            alert = raise_alert(client, urgency, flag=flag.id, source_key=source_key, note="", by=by, at=at)
    return alert


def note_correction(*, client: Client, source_key: UUID, words: str, by: Viewer, at: datetime) -> None:
    """Write into every alert that a form has raised that the form was withdrawn. None is closed by it.

    Whoever owns one that is still open is told, because they may be about to call the wrong person.
    """
    raised = Alert.objects.filter(steps__step="raised", steps__source_key=source_key, client=client).distinct()
    for alert in raised.select_related("owner"):
        add_step(alert, "corrected", words, by, at, source_key=source_key)
        if alert.state != "closed":
            tell(alert.owner, alert, at)


@action
def raise_concern(*, client: Client, level: str, words: str, by: Viewer, at: datetime) -> Alert:
    """Anybody who works with a person can say that they are worried; a named colleague owns it from this moment."""
    check(by, "W", "alerts", client, at=at)
    check_concern(level, words)
    alert = raise_alert(client, level, flag=CONCERN, source_key=None, note=words, by=by, at=at)
    trace("alert.raised", by=by, at=at, clients=[client.pk], about=alert)
    return alert


@action
def see_alert(*, alert: Alert, by: Viewer, at: datetime) -> Alert:
    """Say that somebody has it in hand."""
    return _step(alert, "seen", "", by, at)


@action
def contact_about_alert(*, alert: Alert, note: str, by: Viewer, at: datetime) -> Alert:
    """Record that contact with the person was made, and what was said."""
    if not note.strip():
        raise BadInput(
            _("The contact was not recorded."),
            _("There are no words about it."),
            _("Write how you reached the person and how they are."),
            "note",
        )
    return _step(alert, "contacted", note, by, at)


@action
def review_safety_for_alert(*, alert: Alert, note: str, by: Viewer, at: datetime) -> Alert:
    """Record that the safety plan was looked at together."""
    return _step(alert, "planned", note, by, at)


@action
def close_alert(*, alert: Alert, outcome: str, note: str, by: Viewer, at: datetime) -> Alert:
    """Close it with an outcome, after contact was made and the plan was reviewed. Nothing closes by itself.

    Whoever raised it as a concern of their own does not close it: a second person looks.
    """
    if outcome not in ALERT_OUTCOMES:
        raise BadInput(_("The alert stays open."), _("No outcome was chosen."), _("Say how it ended."), "outcome")
    check(by, "W", "alerts", alert.client, at=at, is_whole=True)
    if was_told_by(alert.steps.all(), by.user_id):
        raise WrongMoment(
            _("The alert stays open."),
            _("You raised this concern yourself."),
            _("Hand it over to a colleague, who looks at it and closes it."),
        )
    return _step(alert, "closed", note, by, at, outcome)


@action
def hand_over_alert(*, alert: Alert, to: User, note: str, by: Viewer, at: datetime) -> Alert:
    """Give it to another named person; the clock does not stop."""
    check(by, "W", "alerts", alert.client, at=at, is_whole=True)
    if not to.is_active or access_to(viewer_of(to, at=at), alert.client, at=at).level("W", "alerts") != FULL:
        raise BadInput(
            _("The alert was not handed over."),
            _("That person cannot answer alerts of this client."),
            _("Choose somebody of the care team or on duty."),
            "to",
        )
    if alert.state == "closed":
        raise WrongMoment(
            _("The alert was not handed over."), _("It is closed."), _("Raise a new concern if there is one.")
        )
    before, alert.owner = alert.owner, to
    alert.save(update_fields=["owner"])
    add_step(alert, "handed_over", note, by, at, from_owner=before, to_owner=to)
    tell(to, alert, at)
    trace("alert.handed_over", by=by, at=at, clients=[alert.client_id], about=alert)
    return alert


@action
def write_safety_plan(
    *,
    client: Client,
    steps: Mapping[str, list[str]],
    reasons_for_living: str,
    by: Viewer,
    at: datetime,
    shown: UUID | None = None,
    agreements: Mapping[str, list[Any]] | None = None,
) -> SafetyPlan:
    """A new version in the client's words. Written while an alert is open, it asks for contact again.

    `agreements`: who keeps what until when (means), who has a copy (copies), who may know of it (may_know).

    `shown` is the version that was on the screen, if any; raises WrongMoment when it is not the newest.
    """
    check(by, "W", "safety_plan", client, at=at)
    unknown = set(steps) - set(SAFETY_STEPS)
    if unknown or not any(lines for lines in steps.values()):
        raise BadInput(
            _("The safety plan was not saved."),
            _("Found %(parts)s.") % {"parts": ", ".join(sorted(unknown))} if unknown else _("Found six empty steps."),
            _("Fill at least one of the six steps."),
            "steps",
        )
    newest = client.safetyplan_set.order_by("-written_at", "-made_at", "-pk").first()
    if shown is not None and newest is not None and newest.pk != shown:
        raise WrongMoment(
            _("The safety plan was not saved over a newer one."),
            _("A newer one was written on %(day)s.")
            % {"day": date_format(localtime(newest.written_at), "MONTH_DAY_FORMAT")},
            _("Look at it, then add what is missing."),
        )
    plan = SafetyPlan(
        client=client,
        author_id=by.user_id,
        replaces=newest,
        written_at=at,
        review_on=(at + SAFETY_PLAN_REVIEW).date(),
        made_at=at,
    )
    plan.steps, plan.reasons_for_living = {name: list(lines) for name, lines in steps.items()}, reasons_for_living
    plan.agreements = {name: list((agreements or {}).get(name, ())) for name in AGREEMENTS}
    plan.save(force_insert=True)
    if client.alert_set.exclude(state="closed").exists():
        ask_for_follow_up(client, reason="safety_plan", at=at)
    trace("safety_plan.written", by=by, at=at, clients=[client.pk], about=plan)
    return plan


def check_concern(level: str, words: str) -> None:
    """Raises BadInput unless it says how soon, and why."""
    if level not in LEVELS or not words.strip():
        raise BadInput(
            _("The concern was not sent yet."),
            _("It needs a level and a sentence."),
            _("Say how soon somebody should make contact, and why."),
            "words",
        )


def raise_alert(
    client: Client,
    level: str,
    *,
    flag: str,
    source_key: UUID | None,
    note: str,
    by: Viewer,
    at: datetime,
    **facts: Any,
) -> Alert:
    """Open the client's alert, or add to the one that is open, inside the caller's transaction.

    What the same source has already raised at least as urgently is not raised again.
    """
    told = _already_told(client, flag, source_key, level)
    if told is not None:
        return told
    alert = Alert.objects.select_for_update().filter(client=client).exclude(state="closed").first()
    team = team_of(client, at)
    due = contact_by(level, at, client.service.time_zone)
    if alert is None:
        owner = first_owner(team, level, at)
        alert = Alert.objects.create(
            client=client, level=level, owner=owner, raised_at=at, contact_due_at=due, made_at=at
        )
    else:
        is_answered = alert.state in {"contacted", "planned"}  # its clock has been met; this news starts a new one
        ALERT.check_move(alert.state, "raised")
        alert.contact_due_at = due if is_answered else min(alert.contact_due_at, due)
        alert.state, alert.level = "raised", max(alert.level, level, key=LEVELS.index)
        alert.save(update_fields=["state", "level", "contact_due_at"])
    add_step(alert, "raised", note, by, at, flag=flag, source_key=source_key, to_owner=alert.owner, **facts)
    tell_of_raised(alert, team, at)
    hand_on_alert(alert, by, at)  # news about somebody whose owner is away now goes on at once
    return alert


def _already_told(client: Client, flag: str, source_key: UUID | None, level: str) -> Alert | None:
    """The alert that this very check-in has already raised at least as urgently, open or closed by a person since."""
    if source_key is None:
        return None
    step = (
        AlertStep.objects.filter(client=client, step="raised", flag=flag, source_key=source_key)
        .select_related("alert")
        .order_by("-at", "-pk")
        .first()
    )
    return step.alert if step is not None and LEVELS.index(step.alert.level) >= LEVELS.index(level) else None


def _step(alert: Alert, step: str, note: str, by: Viewer, at: datetime, outcome: str = "") -> Alert:
    check(by, "W", "alerts", alert.client, at=at, is_whole=True)
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    ALERT.check_move(alert.state, step)
    alert.state = step
    alert.closed_at = at if step == "closed" else None
    alert.save(update_fields=["state", "closed_at"])
    add_step(alert, step, note, by, at, outcome=outcome)
    trace(f"alert.{step}", by=by, at=at, clients=[alert.client_id], about=alert)
    return alert
