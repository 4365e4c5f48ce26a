"""Ask somebody about a trial, and write down what became of them in it. Who asks never draws."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.courses import open_episode
from kith.care.models import ArmDrawn, BadInput, Client, Enrolment, Trial, TrialError, TrialStep, WrongMoment
from kith.care.models.trials import ASSESSED_AS, ERRORS, LEFT_BECAUSE, TRIAL_STEPS, WITH_REASON
from kith.care.permissions import NotYours, Viewer, check_as_staff


@action
def ask_about_trial(
    *,
    client: Client,
    trial: Trial,
    outcome: str,
    levels: Mapping[str, str],
    consented_on: date | None,
    by: Viewer,
    at: datetime,
) -> Enrolment:
    """Write down that somebody was asked: they take part since their consent on a day, or why they do not.

    Written once, and before any arm is drawn. Raises WrongMoment for a closed trial, for somebody who was asked before,
    who said no to research, or in whose trial the writer draws the arms.
    """
    check_as_staff(by, "W", "trial", client, at=at)
    if trial.service_id != client.service_id:
        raise NotYours
    episode = open_episode(client)
    row = Trial.objects.select_for_update().get(pk=trial.pk)
    _check_moment(client, row, by)
    is_in = outcome == "enrolled"
    if outcome not in ASSESSED_AS:
        raise _bad(_("It does not say what came of it."), _("Choose one from the list."), "outcome")
    if is_in:
        _check_consent(client, consented_on, at)
        _check_levels(row, levels)
    enrolment = Enrolment.objects.create(
        client=client,
        trial=row,
        episode=episode,
        outcome=outcome,
        levels=dict(levels) if is_in else {},
        consented_on=consented_on if is_in else None,
        enrolled_by_id=by.user_id,
        enrolled_at=at,
        made_at=at,
    )
    trace("trial.enrolled" if is_in else "trial.not_enrolled", by=by, at=at, clients=[client.pk], about=enrolment)
    return enrolment


@action
def note_step(*, drawn: ArmDrawn, step: str, reason: str, by: Viewer, at: datetime) -> TrialStep:
    """Write down what became of somebody; of received or not, and of followed up or lost, the newest counts."""
    check_as_staff(by, "W", "trial", drawn.client, at=at)
    needs = step in WITH_REASON
    if step not in TRIAL_STEPS or (needs and reason not in LEFT_BECAUSE):
        raise BadInput(
            _("Nothing was kept."),
            _("It does not say what happened, or why."),
            _("Choose what happened, and a reason where somebody left."),
            "step",
        )
    row = TrialStep.objects.create(
        client_id=drawn.client_id,
        drawn=drawn,
        step=step,
        reason=reason if needs else "",
        person_id=by.user_id,
        noted_at=at,
        made_at=at,
    )
    trace("trial.step_noted", by=by, at=at, clients=[drawn.client_id], about=row)
    return row


@action
def flag_error(*, drawn: ArmDrawn, reason: str, by: Viewer, at: datetime) -> TrialError:
    """Say that an arm was drawn in error. Nothing is taken back: the person is counted in that arm all the same."""
    check_as_staff(by, "W", "trial", drawn.client, at=at)
    if reason not in ERRORS:
        raise BadInput(
            _("Nothing was kept."), _("It does not say what was wrong."), _("Choose one from the list."), "reason"
        )
    if TrialError.objects.filter(drawn=drawn).exists():
        raise WrongMoment(
            _("Nothing was kept."), _("The error was written down before."), _("Nothing needs to be done.")
        )
    row = TrialError.objects.create(
        client_id=drawn.client_id, drawn=drawn, reason=reason, person_id=by.user_id, found_at=at, made_at=at
    )
    trace("trial.error_flagged", by=by, at=at, clients=[drawn.client_id], about=row)
    return row


def _check_moment(client: Client, trial: Trial, by: Viewer) -> None:
    if trial.closed_at is not None:
        raise _wrong(_("This trial was closed."), _("Nobody is asked about it any more."))
    if client.enrolment_set.filter(trial=trial).exists():
        raise _wrong(_("This person was asked about it before."), _("What was written then stays."))
    if ArmDrawn.objects.filter(enrolment__trial=trial, drawn_by_id=by.user_id).exists():
        raise _wrong(
            _("You draw the arms of this trial."), _("Somebody who has drawn none asks people whether they take part.")
        )


def _check_consent(client: Client, consented_on: date | None, at: datetime) -> None:
    today = at.astimezone(ZoneInfo(client.service.time_zone)).date()
    if consented_on is None or consented_on > today:
        raise _bad(
            _("It does not say on which day the person agreed, or that day has not come."),
            _("Write the day on the signed form. Nobody is enrolled without it."),
            "consented_on",
        )
    said = client.consent_set.filter(purpose="research").order_by("decided_at", "made_at", "pk").last()
    if said is not None and not said.is_given:
        raise _wrong(
            _("This person has said no to research in their record."),
            _("Ask whether they have changed their mind. They say yes on their own page, or with you."),
        )


def _check_levels(trial: Trial, levels: Mapping[str, str]) -> None:
    asked = {one["name"]: one["levels"] for one in trial.factors}
    missing = [name for name, of in asked.items() if levels.get(name) not in of]
    if missing or set(levels) != set(asked):
        raise _bad(
            _("The arms are to be alike in %(names)s, and that is not said.") % {"names": ", ".join(missing or asked)},
            _("Choose a level for each."),
            "levels",
        )


def _bad(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("Nobody was enrolled."), found, instead, field)


def _wrong(found: str, instead: str) -> WrongMoment:
    return WrongMoment(_("Nobody was enrolled."), found, instead)
